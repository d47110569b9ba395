// What runs, while a lead goes over: clocks, sequences, handoffs, approvals, escalations, checklists.
#include "runtime/value/percent.hpp"
#include "runtime/workflow/crossing.hpp"

namespace leadflow::workflow {

using bytecode::Chunk;
using namespace crossing;

void Crossing::clocks() {
  const std::vector<port::Clock> before = s_.clocks;
  running(
      m_.slas_, old_.slas, now_.slas, s_.clocks, "sla",
      [&](std::size_t, const port::Clock& clock) {   // its calendars by name: of the last run, then of those before
        const auto named = [&](std::int32_t calendar) { return calendar < 0 ? std::string() : from_.calendars[static_cast<std::size_t>(calendar)].name; };
        std::string names = named(clock.calendar);
        for (const port::ClockRun& run : clock.past) names += ',' + named(run.calendar);
        return names;
      },
      [&](std::size_t, const std::string& names, port::Clock& clock) {
        std::size_t at = 0;
        const auto next = [&] {
          const std::size_t end = std::min(names.find(',', at), names.size());
          const std::string name = names.substr(std::min(at, names.size()), end - std::min(at, end));
          at = end + 1;
          return name.empty() ? -1 : placeOf(to_.calendars, name);
        };
        clock.calendar = next();
        for (port::ClockRun& run : clock.past) run.calendar = next();
        clock.target_line = 0;
        clock.fired = {};
        clock.held = {};
      });
  for (std::size_t i = 0; i < old_.slas.size() && i < before.size(); ++i)
    if (m_.slas_[i] >= 0) clockLines(i, before[i], s_.clocks[static_cast<std::size_t>(m_.slas_[i])]);
    else held("held", old_.slas[i].name, old_.slas[i].starts, {}, {}, before[i].held);
  for (std::size_t i = 0; i < now_.slas.size(); ++i)
    if (std::count(m_.slas_.begin(), m_.slas_.end(), static_cast<int>(i)) == 0) s_.clocks[i].held = held("held", now_.slas[i].name, {}, now_.slas[i].starts, {}, {});
}

void Crossing::clockLines(std::size_t number, const port::Clock& before, port::Clock& clock) {
  const bytecode::SlaInfo &old = old_.slas[number], &now = now_.slas[static_cast<std::size_t>(m_.slas_[number])];
  const CarryOver::ClockLines& lines = m_.of_clock_[number];
  for (port::ClockRun& run : clock.past)
    if (run.calendar >= 0) run.calendar = m_.calendars_[static_cast<std::size_t>(run.calendar)];
  if (before.calendar >= 0) {   // it keeps what it measured; only the place of its calendar is another
    const std::string& name = from_.calendars[static_cast<std::size_t>(before.calendar)].name;
    clock.calendar = m_.calendars_[static_cast<std::size_t>(before.calendar)];
    if (clock.calendar < 0 && runs(clock)) lost("calendar", name, nearestOf(to_.calendars, name));
  }
  clock.fired = {};
  std::vector<bool> given(now.points.size(), false);
  std::int64_t highest = -1;   // of those done
  for (std::size_t p = 0; p < old.points.size(); ++p) {
    const bool fired = before.fired.has(p);
    if (fired) highest = std::max(highest, old.points[p].percent);
    const int place = lines.points[p];
    if (place >= 0) {
      given[static_cast<std::size_t>(place)] = true;
      if (fired) clock.fired.set(static_cast<std::size_t>(place), true);
    } else if (fired) {
      put(key("point", old.name, std::to_string(old.points[p].percent) + '|' + before_(old.points[p].actions)), before.started);
    }
  }
  for (std::size_t p = 0; p < now.points.size(); ++p) {
    if (given[p]) continue;
    std::int64_t started = kMissing;
    const bool again = take(key("point", now.name, std::to_string(now.points[p].percent) + '|' + after_(now.points[p].actions)), started) && started == clock.started;
    if (again || now.points[p].percent < highest) clock.fired.set(p, true);   // its time was before one that is over
    if (!again && runs(clock)) {
      std::string percent;
      appendPercent(percent, now.points[p].percent);
      tell("sla " + now.name, "at " + percent + " added" + (now.points[p].percent < highest ? ", passed already" : ""));
    }
  }
  if (runs(clock)) {
    for (std::size_t p = 0; p < old.points.size(); ++p) {
      if (lines.points[p] >= 0 || before.fired.has(p)) continue;
      std::string percent;
      appendPercent(percent, old.points[p].percent);
      tell("sla " + now.name, "at " + percent + " is gone");
    }
  }
  targetLine(old, now, lines, before, clock);
  clock.held = held("held", now.name, old.starts, now.starts, lines.held, before.held);
}

void Crossing::targetLine(const bytecode::SlaInfo& old, const bytecode::SlaInfo& now, const CarryOver::ClockLines& lines, const port::Clock& before, port::Clock& clock) {
  const std::string name = key("target", old.name), run = std::to_string(before.started) + '|';
  std::string text;
  int place = -1;
  if (take(name, text) && text.starts_with(run)) {
    text.erase(0, run.size());
    for (std::size_t i = now.targets.size(); i-- > 0;)
      if (after_(now.targets[i].text) == before_(text)) place = static_cast<int>(i);
  } else if (before.target_line < lines.targets.size()) {
    text = old.targets[before.target_line].text;
    place = lines.targets[before.target_line];
  }
  clock.target_line = place >= 0 ? static_cast<std::uint32_t>(place) : 0;
  if (place >= 0 || !runs(clock)) return;
  tell("sla " + now.name, "keep the target under which they began, `" + text + "`");
  put(name, run + text);
}

Bits Crossing::held(const char* kind, const std::string& of, const Triggers& old, const Triggers& now, const std::vector<int>& places, const Bits& before) {
  const std::vector<std::string> old_texts = heldTexts(before_, old)[0], now_texts = heldTexts(after_, now)[0];
  Bits held, given;
  for (std::size_t i = 0; i < old_texts.size(); ++i) {
    const int place = i < places.size() ? places[i] : -1;
    if (place < 0) {
      if (before.has(i)) put(key(kind, of, old_texts[i]), 1);
      continue;
    }
    given.set(static_cast<std::size_t>(place), true);
    held.set(static_cast<std::size_t>(place), before.has(i));
  }
  std::int64_t value = 0;
  for (std::size_t i = 0; i < now_texts.size(); ++i)
    if (!given.has(i) && take(key(kind, of, now_texts[i]), value)) held.set(i, true);
  return held;
}

void Crossing::handoffsHeld() {
  constexpr const char* kKind = "handoff held";
  std::vector<Bits> moved(now_.handoffs.size());
  std::vector<bool> given(moved.size(), false);
  for (std::size_t i = 0; i < old_.handoffs.size() && i < s_.handoff_held.size(); ++i) {
    const bytecode::HandoffInfo& old = old_.handoffs[i];
    const int place = m_.handoffs_[i];
    if (place >= 0) given[static_cast<std::size_t>(place)] = true;
    const Triggers none, &now = place < 0 ? none : now_.handoffs[static_cast<std::size_t>(place)].when;
    const Bits there = held(kKind, old.name, old.when, now, m_.handoffs_held_[i], s_.handoff_held[i]);
    if (place >= 0) moved[static_cast<std::size_t>(place)] = there;
  }
  for (std::size_t i = 0; i < moved.size(); ++i)
    if (!given[i]) moved[i] = held(kKind, now_.handoffs[i].name, {}, now_.handoffs[i].when, {}, {});
  s_.handoff_held = std::move(moved);
}

void Crossing::sequences() {
  const std::vector<port::Run> before = s_.sequences;
  running(
      m_.sequences_, old_.sequences, now_.sequences, s_.sequences, "sequence", [](std::size_t, const port::Run&) { return std::string(); },
      [](std::size_t, const std::string&, port::Run& run) { run.step = 0; });
  for (std::size_t i = 0; i < old_.sequences.size() && i < before.size(); ++i) {
    if (m_.sequences_[i] < 0) continue;
    port::Run& run = s_.sequences[static_cast<std::size_t>(m_.sequences_[i])];
    if (!runs(before[i])) run.step = std::min(run.step, static_cast<std::uint32_t>(m_.steps_[i]->to().size()));
    else step(i, before[i], run);
  }
}

void Crossing::step(std::size_t number, const port::Run& before, port::Run& run) {
  const SideBySide& steps = *m_.steps_[number];
  const std::string& name = old_.sequences[number].name;
  const std::string prefix = key("step", name), run_now = std::to_string(before.runs);
  // Done in this run, by a version that had more steps than the last one.
  std::set<std::string> done;
  for (auto& [what, run_then] : takeAll(prefix))
    if (run_then == run_now) done.insert(std::move(what));
  const bool in_wait = before.step > 0 && before.step <= steps.from().size() && steps.from()[before.step - 1].waits;
  const SideBySide::Goal goal = steps.goal(before.step, done);
  if (!goal.problem.empty()) {
    lost("sequence step", name + " " + SideBySide::place(steps.from(), before.step, in_wait), {}, goal.problem);
    return;
  }
  run.step = goal.step;
  for (const std::string& what : steps.leftBehind(before.step)) done.insert(what);
  for (const std::string& what : done)   // what stands in this list is behind the lead there
    if (std::none_of(steps.to().begin(), steps.to().end(), [&](const StepLine& line) { return line.what == what; })) put(prefix + what, run_now);
  if (!steps.same()) {
    const std::string was = SideBySide::place(steps.from(), before.step, in_wait), is = SideBySide::place(steps.to(), goal.step, in_wait);
    tell("sequence " + name, was == is ? was : was + " -> " + is);
  }
}

void Crossing::handoffs() {
  for (std::size_t i = 0; i < old_.handoffs.size() && i < s_.handoffs.size(); ++i) {
    const port::Handover& handover = s_.handoffs[i];
    const bool asked = old_.handoffs[i].feedback_high > 0 && old_.handoffs[i].feedback_within.given && isMissing(handover.feedback_at);
    reminded_.push_back(asked && !timed(port::TimerKind::HandoffFeedback, i) ? handover.feedback_since : kMissing);
  }
  running(
      m_.handoffs_, old_.handoffs, now_.handoffs, s_.handoffs, "handoff", [](std::size_t, const port::Handover&) { return std::string(); },
      [](std::size_t, const std::string&, port::Handover&) {});
}

void Crossing::approvals() {
  const std::vector<port::Approval> before = s_.approvals;
  running(
      m_.approvals_, old_.approvals, now_.approvals, s_.approvals, "approval",
      [&](std::size_t i, const port::Approval& approval) { return before_(askText(old_.approvals[i], approval.ask)); },
      [&](std::size_t i, const std::string& text, port::Approval& approval) {
        approval.ask = -1;
        for (std::size_t line = 0; line < now_.approvals[i].asks.size(); ++line)
          if (!text.empty() && after_(now_.approvals[i].asks[line].text) == text) approval.ask = static_cast<std::int32_t>(line);
      });
  for (std::size_t i = 0; i < old_.approvals.size() && i < before.size(); ++i) {
    if (m_.approvals_[i] < 0 || before[i].ask < 0) continue;
    const auto line = static_cast<std::size_t>(before[i].ask);
    const int place = line < m_.asks_[i].size() ? m_.asks_[i][line] : -1;
    s_.approvals[static_cast<std::size_t>(m_.approvals_[i])].ask = place;
    if (place < 0 && runs(before[i])) lost("approval line", old_.approvals[i].name + " `" + askText(old_.approvals[i], before[i].ask) + "`", {}, "nobody would be asked any more");
  }
}

void Crossing::climbs() {
  for (std::size_t i = 0; i < s_.climbs.size(); ++i) {
    port::Climb& climb = s_.climbs[i];
    const std::string under = key("climb", std::to_string(i));
    if (climb.stage >= 0) climb.stage = static_cast<std::size_t>(climb.stage) < m_.stages_.size() ? m_.stages_[static_cast<std::size_t>(climb.stage)] : -1;
    std::string hours;   // on which its levels wait, where this version does not have them
    if (climb.calendar >= 0) {
      const auto at = static_cast<std::size_t>(climb.calendar);
      climb.calendar = at < m_.calendars_.size() ? m_.calendars_[at] : -1;
      if (climb.calendar < 0 && at < from_.calendars.size()) hours = from_.calendars[at].name;
    }
    std::string name;
    if (climb.escalation >= old_.escalations.size()) {   // over, and only an earlier version knows what it was
      if (!take(under, name)) continue;
      const int place = placeOf(now_.escalations, name);
      if (place < 0) put(under, name);
      climb.escalation = place < 0 ? bytecode::kAny : static_cast<std::uint32_t>(place);
      continue;
    }
    name = old_.escalations[climb.escalation].name;
    const int place = m_.escalations_[climb.escalation];
    if (place < 0) {
      if (isMissing(climb.closed)) lost("escalation", name, nearestOf(now_.escalations, name));
      put(under, name);
      climb.escalation = bytecode::kAny;
      continue;
    }
    const SideBySide& levels = *m_.levels_[climb.escalation];
    const bool open = isMissing(climb.closed), all_told = climb.next_level >= levels.from().size();
    const SideBySide::Goal goal = levels.goal(climb.next_level, open ? toldBefore(i, levels) : std::set<std::string>());
    if (!goal.problem.empty() && open && !all_told) lost("escalation level", name, {}, goal.problem);
    const auto end = static_cast<std::uint32_t>(levels.to().size());
    const std::uint32_t before = climb.next_level;
    climb.next_level = goal.problem.empty() ? goal.step : open && all_told ? end : std::min(climb.next_level, end);
    if (open && !all_told && climb.next_level >= end && timed(port::TimerKind::Escalation, i)) tell("escalation " + name, "level " + std::to_string(before + 1) + " is gone");
    climb.escalation = static_cast<std::uint32_t>(place);
    if (open && !hours.empty() && climb.next_level < end) lost("calendar", hours, nearestOf(to_.calendars, hours));
  }
}

std::set<std::string> Crossing::toldBefore(std::size_t number, const SideBySide& levels) {
  const port::Climb& climb = s_.climbs[number];
  const std::vector<bytecode::EscalationInfo::Level>&old = old_.escalations[climb.escalation].levels, &now = now_.escalations[static_cast<std::size_t>(m_.escalations_[climb.escalation])].levels;
  const auto among = [](const std::vector<StepLine>& lines, const std::string& what) { return std::any_of(lines.begin(), lines.end(), [&](const StepLine& line) { return line.what == what; }); };
  const std::string prefix = key("level", std::to_string(number));
  Levels told(2), there(2);
  for (auto& [text, count] : takeAll(prefix))
    for (long left = std::strtol(count.c_str(), nullptr, 10); left > 0; --left) {
      told[0].push_back(text);
      told[1].push_back(text.substr(0, text.find(" | ")));
    }
  for (std::size_t j = 0; j < now.size(); ++j) {   // one that is in both versions is found by them
    const bool both = among(levels.from(), levels.to()[j].what);
    there[0].push_back(both ? std::string() : levelText(after_, now[j]));
    there[1].push_back(both ? std::string() : after_(now[j].who.text));
  }
  std::set<std::string> done;
  std::map<std::string, std::int64_t> left;
  const std::vector<int> places = sameLines(told, there);
  for (std::size_t t = 0; t < places.size(); ++t) {
    if (places[t] >= 0) done.insert(levels.to()[static_cast<std::size_t>(places[t])].what);
    else ++left[told[0][t]];
  }
  for (std::size_t j = 0; j < std::min<std::size_t>(climb.next_level, old.size()); ++j)
    if (!among(levels.to(), levels.from()[j].what)) ++left[levelText(before_, old[j])];
  for (const auto& [text, count] : left) put(prefix + text, count);
  return done;
}

void Crossing::checklists() {
  std::vector<std::vector<std::int8_t>> moved(now_.checklists.size());
  for (std::size_t i = 0; i < moved.size(); ++i) moved[i].resize(now_.checklists[i].items.size(), -1);
  for (std::size_t i = 0; i < old_.checklists.size() && i < s_.checklists.size(); ++i)
    for (std::size_t item = 0; item < old_.checklists[i].items.size() && item < s_.checklists[i].size(); ++item) {
      const std::string& asked = old_.checklists[i].items[item];
      const int place = m_.checklists_[i];
      if (place >= 0) {
        const auto& items = now_.checklists[static_cast<std::size_t>(place)].items;
        if (const auto found = std::find(items.begin(), items.end(), asked); found != items.end()) {
          moved[static_cast<std::size_t>(place)][static_cast<std::size_t>(found - items.begin())] = s_.checklists[i][item];
          continue;
        }
      }
      if (s_.checklists[i][item] >= 0) put(key("checklist", old_.checklists[i].name, asked), s_.checklists[i][item]);
    }
  std::int64_t answer = 0;
  for (std::size_t i = 0; i < moved.size(); ++i)
    for (std::size_t item = 0; item < moved[i].size(); ++item)
      if (moved[i][item] < 0 && take(key("checklist", now_.checklists[i].name, now_.checklists[i].items[item]), answer)) moved[i][item] = static_cast<std::int8_t>(answer);
  s_.checklists = std::move(moved);
}

}  // namespace leadflow::workflow
