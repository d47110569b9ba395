// One lead from a version to another, by the tables of carry_over.cpp.
#include <algorithm>
#include <set>

#include "runtime/value/percent.hpp"
#include "runtime/workflow/aside.hpp"
#include "runtime/workflow/carry_over.hpp"
#include "runtime/workflow/carry_over_inside.hpp"

namespace leadflow::workflow {

using bytecode::Chunk;
using port::LeadState;
using namespace crossing;

/// One lead on its way.
class Crossing : private Aside {
 public:
  Crossing(const CarryOver& map, LeadState& state, std::vector<Lacking>& missing, Changes* changes)
      : Aside(state, Said{map.from_, map.to_}), m_(map), from_(map.from_), to_(map.to_), old_(map.from_.workflow), now_(map.to_.workflow), s_(state), missing_(missing), changes_(changes) {}

  bool run() {
    const std::int32_t old_stage = s_.stage;
    visits();
    stay(old_stage);
    aging(old_stage);
    seats();
    queue();
    clocks();
    sequences();
    handoffs();
    approvals();
    climbs();
    checklists();
    byName(m_.milestones_, from_.milestones, to_.milestones, s_.milestones, kMissing, "milestone");
    byName(m_.scores_, from_.scores, to_.scores, s_.carried_points, std::int64_t{0}, "points");
    handoffsHeld();
    reactions();
    guards();
    moveCounts();
    reassigned();
    timers(old_stage);
    if (changes_ != nullptr)
      for (const std::string& rule : m_.new_rules_) changes_->add("duplicates", "`" + rule + "` is new: compared by it from now on");
    close();
    s_.version = to_.content_hash;
    return ok_;
  }

 private:
  void lost(const char* kind, const std::string& name, std::string near, std::string why = {}) {
    ok_ = false;
    for (Lacking& missing : missing_)
      if (missing.kind == kind && missing.name == name && missing.why == why) {
        ++missing.leads;
        return;
      }
    missing_.push_back({kind, name, std::move(near), std::move(why), 1});
  }
  void tell(std::string of, std::string what) {
    if (changes_ != nullptr) changes_->add(std::move(of), std::move(what));
  }
  void tellPlanned(std::string of, std::string what, port::TimerKind kind, std::size_t index) {
    if (changes_ != nullptr) changes_->plan(std::move(of), std::move(what), kind, static_cast<std::uint32_t>(index));
  }

  template <class Info, class T>
  void byName(const std::vector<int>& places, const std::vector<Info>& from, const std::vector<Info>& to, std::vector<T>& values, T empty, const char* kind) {
    std::vector<T> moved(to.size(), empty);
    std::vector<bool> given(to.size(), false);
    for (std::size_t i = 0; i < from.size() && i < values.size(); ++i) {
      if (places[i] >= 0) {
        moved[static_cast<std::size_t>(places[i])] = values[i];
        given[static_cast<std::size_t>(places[i])] = true;
      } else if (values[i] != empty) {
        put(key(kind, from[i].name), static_cast<std::int64_t>(values[i]));
      }
    }
    std::int64_t value = 0;
    for (std::size_t i = 0; i < to.size(); ++i)
      if (!given[i] && take(key(kind, to[i].name), value)) moved[i] = static_cast<T>(value);
    values = std::move(moved);
  }

  // ---- stages and what belongs to them
  void visits() {
    const auto reasonOf = [&](std::int32_t old, const std::string& name) -> std::int32_t {
      std::string before;
      if (old < 0) return take(name, before) ? placeOrPut(now_.reasons, before, name) : -1;
      if (static_cast<std::size_t>(old) >= m_.reasons_.size()) return -1;
      const int place = m_.reasons_[static_cast<std::size_t>(old)];
      if (place < 0) put(name, old_.reasons[static_cast<std::size_t>(old)].name);
      return place;
    };
    for (std::size_t i = 0; i < s_.visits.size(); ++i) {
      port::Visit& visit = s_.visits[i];
      const std::string number = std::to_string(i);
      std::string before;
      if (visit.stage < m_.stages_.size()) {
        const int place = m_.stages_[visit.stage];
        if (place < 0) put(key("visit", number), old_.stages[visit.stage].name);
        visit.stage = place < 0 ? bytecode::kAny : static_cast<std::uint32_t>(place);
      } else if (take(key("visit", number), before)) {   // of a stage that only an earlier version had
        const int place = stageNamed(to_, before);
        if (place < 0) put(key("visit", number), before);
        visit.stage = place < 0 ? bytecode::kAny : static_cast<std::uint32_t>(place);
      }
      visit.reason = reasonOf(visit.reason, key("visit reason", number));
    }
    s_.reason = reasonOf(s_.reason, key("reason", {}));
    if (s_.stage < 0) return;
    const std::string& name = old_.stages[static_cast<std::size_t>(s_.stage)].name;
    const int place = m_.stages_[static_cast<std::size_t>(s_.stage)];
    if (place < 0 && !s_.final) lost("stage", name, nearestOf(now_.stages, name));
    s_.stage = place;
  }
  /// What ends with the stay goes on to do so, also where the new version has another stage there, or that stage does not begin it.
  void stay(std::int32_t old_stage) {
    const std::string entered = std::to_string(s_.entered);
    std::vector<std::string> bound;
    for (auto& [name, since] : takeAll(std::string(kOfStay)))
      if (since == entered) bound.push_back(std::move(name));
    if (old_stage < 0 || s_.stage < 0) return;
    if (now_.stages[static_cast<std::size_t>(s_.stage)].final && !s_.final && !s_.set_aside) tell("stage " + now_.stages[static_cast<std::size_t>(s_.stage)].name, "final from here on, which ends all in it");
    const std::vector<std::uint32_t> began = startedBy(old_.stages[static_cast<std::size_t>(old_stage)]), begins = startedBy(now_.stages[static_cast<std::size_t>(s_.stage)]);
    for (std::size_t i = 0; i < old_.sequences.size() && i < s_.sequences.size(); ++i) {
      const std::string& name = old_.sequences[i].name;
      if (!runs(s_.sequences[i]) || m_.sequences_[i] < 0) continue;
      const bool of_stay = std::count(began.begin(), began.end(), i) != 0 || std::count(bound.begin(), bound.end(), name) != 0;
      if (of_stay && std::count(begins.begin(), begins.end(), static_cast<std::uint32_t>(m_.sequences_[i])) == 0) put(std::string(kOfStay) + name, entered);
    }
  }
  template <class Info>
  std::int32_t placeOrPut(const std::vector<Info>& to, const std::string& name, const std::string& under) {
    const int place = placeOf(to, name);
    if (place < 0) put(under, name);
    return place;
  }

  /// Lines that fired in this stay do not fire again, also when a version between did not have them.
  void aging(std::int32_t old_stage) {
    if (old_stage < 0 || s_.stage < 0) return;
    const bytecode::StageInfo &before = old_.stages[static_cast<std::size_t>(old_stage)], &after = now_.stages[static_cast<std::size_t>(s_.stage)];
    const CarryOver::StageLines& lines = m_.of_stage_[static_cast<std::size_t>(old_stage)];
    std::vector<std::uint8_t> aged(after.aging.size(), 0);
    for (std::size_t i = 0; i < lines.aging.size() && i < s_.aged.size(); ++i) {
      if (lines.aging[i] >= 0) aged[static_cast<std::size_t>(lines.aging[i])] = s_.aged[i];
      else if (s_.aged[i] != 0) put(key("aging", after.name, before_(before.aging[i].written)), s_.entered);
      if (lines.aging[i] < 0 && s_.aged[i] == 0) tell("stage " + after.name, "aging " + before.aging[i].text + " is gone");
    }
    for (std::size_t line = 0; line < aged.size(); ++line) {
      if (!lines.aging_new[line]) continue;
      std::int64_t stay = kMissing;
      const bool known = take(key("aging", after.name, after_(after.aging[line].written)), stay);
      if (known && stay == s_.entered) {
        aged[line] = 1;
        continue;
      }
      tellPlanned("stage " + after.name, "aging " + after.aging[line].text + " added", port::TimerKind::Aging, line);
    }
    s_.aged = std::move(aged);
  }

  void moveCounts() {
    std::vector<std::uint32_t> moved(m_.offsets_to_.back(), 0);
    std::vector<bool> given(moved.size(), false);
    for (std::size_t stage = 0; stage < m_.of_stage_.size(); ++stage)
      for (std::size_t line = 0; line < old_.stages[stage].transitions.size(); ++line) {
        const std::size_t at = m_.offsets_from_[stage] + line;
        if (at >= s_.move_counts.size()) continue;
        const auto& places = m_.of_stage_[stage].lines;
        if (line < places.size() && places[line] >= 0) {
          const std::size_t place = m_.offsets_to_[static_cast<std::size_t>(m_.stages_[stage])] + static_cast<std::size_t>(places[line]);
          moved[place] += s_.move_counts[at];
          given[place] = true;
        } else if (s_.move_counts[at] > 0) {
          put(key("line", before_.stage(old_.stages[stage].name), before_(old_.stages[stage].transitions[line].text)), s_.move_counts[at]);
        }
      }
    for (std::size_t stage = 0; stage < now_.stages.size(); ++stage)
      for (std::size_t line = 0; line < now_.stages[stage].transitions.size(); ++line) {
        const std::size_t place = m_.offsets_to_[stage] + line;
        std::int64_t count = 0;
        while (!given[place] && take(key("line", now_.stages[stage].name, after_(now_.stages[stage].transitions[line].text)), count)) moved[place] += static_cast<std::uint32_t>(count);
      }
    s_.move_counts = std::move(moved);
  }
  void reassigned() {
    std::vector<std::uint32_t> moved(now_.stages.size(), 0);
    for (std::size_t i = 0; i < old_.stages.size() && i < s_.reassigned.size(); ++i) {
      if (m_.stages_[i] >= 0) moved[static_cast<std::size_t>(m_.stages_[i])] += s_.reassigned[i];
      else if (s_.reassigned[i] > 0) put(key("reassigned", old_.stages[i].name), s_.reassigned[i]);
    }
    std::int64_t count = 0;
    for (std::size_t i = 0; i < moved.size(); ++i)
      while (take(key("reassigned", now_.stages[i].name), count)) moved[i] += static_cast<std::uint32_t>(count);
    s_.reassigned = std::move(moved);
  }
  void reactions() {
    std::vector<std::uint8_t> moved(now_.reactions.size(), 0);
    std::vector<bool> given(moved.size(), false);
    for (std::size_t i = 0; i < m_.reactions_.size() && i < s_.reactions.size(); ++i) {
      if (m_.reactions_[i] >= 0) {
        moved[static_cast<std::size_t>(m_.reactions_[i])] = s_.reactions[i];
        given[static_cast<std::size_t>(m_.reactions_[i])] = true;
      } else if (s_.reactions[i] != 0) {
        put(key("reaction", {}, before_(old_.reactions[i])), 1);
      }
    }
    std::int64_t held = 0;   // laid aside under what it waits for; by an earlier program under its whole text
    for (std::size_t i = 0; i < moved.size(); ++i)
      if (!given[i] && (take(key("reaction", {}, after_(now_.reactions[i])), held) || take(key("reaction", {}, after_(now_.reactions[i].text)), held))) moved[i] = 1;
    s_.reactions = std::move(moved);
  }

  /// A guard that reads the same keeps its history; of a new one, what holds at the next event has held so far.
  void guards() {
    std::vector<std::vector<std::pair<std::int64_t, bool>>> moved(now_.guards.size());
    for (std::size_t i = 0; i < m_.guards_.size() && i < s_.guards.size(); ++i) {
      if (m_.guards_[i] >= 0) {
        moved[static_cast<std::size_t>(m_.guards_[i])] = s_.guards[i];
        continue;
      }
      std::string history;
      for (const auto& [since, held] : s_.guards[i]) history += std::to_string(since) + (held ? "+" : "-");
      if (!history.empty()) put(key("guard", {}, before_(old_.guards[i].text)), history);
    }
    for (std::size_t i = 0; i < moved.size(); ++i) {
      std::string history;
      if (!moved[i].empty() || !take(key("guard", {}, after_(now_.guards[i].text)), history)) continue;
      for (const char* at = history.c_str(); *at != '\0';) {
        char* end = nullptr;
        const std::int64_t since = std::strtoll(at, &end, 10);
        moved[i].emplace_back(since, *end == '+');
        at = end + 1;
      }
    }
    s_.guards = std::move(moved);
  }

  // ---- people and queues
  void seats() {
    std::vector<port::Seat> moved(std::max<std::size_t>(1, now_.seats.size()));
    for (std::size_t i = 0; i < s_.seats.size(); ++i) {
      const int place = i < m_.seats_.size() ? m_.seats_[i] : 0;   // without declared seats there is one
      if (place < 0) {
        if (!s_.seats[i].rep.empty() && !s_.final) lost("seat", old_.seats[i], {});
        continue;
      }
      port::Seat& seat = moved[static_cast<std::size_t>(place)];
      seat = s_.seats[i];
      if (seat.pool >= 0) seat.pool = static_cast<std::size_t>(seat.pool) < m_.pools_.size() ? m_.pools_[static_cast<std::size_t>(seat.pool)] : -1;
    }
    s_.seats = std::move(moved);
    if (s_.queue_seat >= 0) s_.queue_seat = static_cast<std::size_t>(s_.queue_seat) < m_.seats_.size() ? m_.seats_[static_cast<std::size_t>(s_.queue_seat)] : -1;
  }
  void queue() {
    old_queue_ = s_.queue;
    if (s_.queue < 0) return;
    const std::string& name = from_.queues[static_cast<std::size_t>(s_.queue)].name;
    s_.queue = m_.queues_[static_cast<std::size_t>(s_.queue)];
    if (s_.queue < 0) lost("queue", name, nearestOf(to_.queues, name));
  }

  // ---- what runs
  /// Moves by name; what ended and has no place is laid aside by `pack`, what comes back is opened by `unpack`.
  template <class Info, class T, class Pack, class Unpack>
  void running(const std::vector<int>& places, const std::vector<Info>& from, const std::vector<Info>& to, std::vector<T>& values, const char* kind, Pack pack, Unpack unpack) {
    std::vector<T> moved(to.size());
    std::vector<bool> given(to.size(), false);
    for (std::size_t i = 0; i < from.size() && i < values.size(); ++i) {
      if (places[i] >= 0) {
        moved[static_cast<std::size_t>(places[i])] = values[i];
        given[static_cast<std::size_t>(places[i])] = true;
      } else if (runs(values[i])) {
        lost(kind, from[i].name, nearestOf(to, from[i].name));
      } else if (everWas(values[i])) {
        put(key(kind, from[i].name), pack(i, values[i]) + '\x1f' + port::encodePart(values[i]));
      }
    }
    for (std::size_t i = 0; i < to.size(); ++i) {
      std::string bytes;
      if (given[i] || !take(key(kind, to[i].name), bytes)) continue;
      const std::size_t at = bytes.find('\x1f');
      if (T value; at != std::string::npos && port::decodePart(std::string_view(bytes).substr(at + 1), value)) {
        unpack(i, bytes.substr(0, at), value);
        moved[i] = std::move(value);
      }
    }
    values = std::move(moved);
  }

  void clocks() {
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
  void clockLines(std::size_t number, const port::Clock& before, port::Clock& clock) {
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
  /// The line that gave the run its target: of a version before the old one, where the old one did not have it either.
  void targetLine(const bytecode::SlaInfo& old, const bytecode::SlaInfo& now, const CarryOver::ClockLines& lines, const port::Clock& before, port::Clock& clock) {
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
  /// Which conditions of a clock or a handoff held when they were asked last; also of one that only one of the versions has.
  using Triggers = std::vector<bytecode::TriggerInfo>;
  Bits held(const char* kind, const std::string& of, const Triggers& old, const Triggers& now, const std::vector<int>& places, const Bits& before) {
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
  void handoffsHeld() {
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

  void sequences() {
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
  void step(std::size_t number, const port::Run& before, port::Run& run) {
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

  void handoffs() {
    for (std::size_t i = 0; i < old_.handoffs.size() && i < s_.handoffs.size(); ++i) {
      const port::Handover& handover = s_.handoffs[i];
      const bool asked = old_.handoffs[i].feedback_high > 0 && old_.handoffs[i].feedback_within.given && isMissing(handover.feedback_at);
      reminded_.push_back(asked && !timed(port::TimerKind::HandoffFeedback, i) ? handover.feedback_since : kMissing);
    }
    running(
        m_.handoffs_, old_.handoffs, now_.handoffs, s_.handoffs, "handoff", [](std::size_t, const port::Handover&) { return std::string(); },
        [](std::size_t, const std::string&, port::Handover&) {});
  }
  void approvals() {
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
  void climbs() {
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
  /// Levels that were told and have no place are laid aside; returned: those of the new version that one with them has told.
  std::set<std::string> toldBefore(std::size_t number, const SideBySide& levels) {
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
  bool timed(port::TimerKind kind, std::size_t index) const {
    return std::any_of(s_.timers.begin(), s_.timers.end(), [&](const port::Timer& timer) { return timer.kind == kind && timer.index == index; });
  }
  void checklists() {
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

  // ---- timers keep their instants; those of what is gone go, and a new line's is planned when the lead takes the version up
  void timers(std::int32_t old_stage) {
    std::vector<port::Timer> moved;
    for (port::Timer timer : s_.timers) {
      const auto follow = [&](const std::vector<int>& places) {
        if (timer.index >= places.size() || places[timer.index] < 0) return;
        timer.index = static_cast<std::uint32_t>(places[timer.index]);
        moved.push_back(timer);
      };
      switch (timer.kind) {
        case port::TimerKind::SequenceStep: follow(m_.sequences_); break;
        case port::TimerKind::PauseEnds: follow(m_.slas_); break;
        case port::TimerKind::Reminder:
        case port::TimerKind::Breach:
          if (timer.index >= m_.slas_.size() || m_.slas_[timer.index] < 0) break;
          if (const auto& points = m_.of_clock_[timer.index].points; timer.part < points.size()) {
            if (points[timer.part] < 0) break;
            timer.part = static_cast<std::uint32_t>(points[timer.part]);
          } else {
            timer.part = static_cast<std::uint32_t>(now_.slas[static_cast<std::size_t>(m_.slas_[timer.index])].points.size());
          }
          follow(m_.slas_);
          break;
        case port::TimerKind::HandoffFeedback:
          if (const int place = timer.index < m_.handoffs_.size() ? m_.handoffs_[timer.index] : -1; place >= 0 && now_.handoffs[static_cast<std::size_t>(place)].feedback_high > 0) follow(m_.handoffs_);
          else if (timer.index < old_.handoffs.size()) tell("handoff " + old_.handoffs[timer.index].name, "its feedback is not waited for any more");
          break;
        case port::TimerKind::HandoffAccept: follow(m_.handoffs_); break;
        case port::TimerKind::ApprovalWithin: follow(m_.approvals_); break;
        case port::TimerKind::QueueWithin: follow(m_.queues_); break;
        case port::TimerKind::Aging: {
          if (old_stage < 0 || s_.stage < 0) break;
          const CarryOver::StageLines& lines = m_.of_stage_[static_cast<std::size_t>(old_stage)];
          if (timer.index >= lines.aging.size() || lines.aging[timer.index] < 0) break;
          if (!lines.aging_as_was[static_cast<std::size_t>(lines.aging[timer.index])]) break;   // another age: planned anew
          follow(lines.aging);
          break;
        }
        case port::TimerKind::Retention: break;   // planned anew from the day on which the stage was entered
        case port::TimerKind::Escalation:
          if (timer.index >= s_.climbs.size()) break;
          if (const port::Climb& climb = s_.climbs[timer.index]; climb.escalation < now_.escalations.size() && climb.next_level < now_.escalations[climb.escalation].levels.size()) moved.push_back(timer);
          break;
        case port::TimerKind::Review: moved.push_back(timer); break;
      }
    }
    const auto waits = [&](port::TimerKind kind, std::size_t index) {
      return std::any_of(moved.begin(), moved.end(), [&](const port::Timer& timer) { return timer.kind == kind && timer.index == index; });
    };
    const auto added = [&](port::TimerKind kind, const std::string& what, int index, const bytecode::TimeSpan& before, const bytecode::TimeSpan& after, std::int64_t since, const char* which = "within added") {
      if (before.given || !after.given || isMissing(since) || waits(kind, static_cast<std::size_t>(index))) return;
      moved.push_back({kMissing, kind, static_cast<std::uint32_t>(index), 0});   // Stepper::goneOver() works out when
      tellPlanned(what, which, kind, static_cast<std::size_t>(index));
    };
    if (s_.queue >= 0 && from_.queues[static_cast<std::size_t>(old_queue_)].within == 0 && to_.queues[static_cast<std::size_t>(s_.queue)].within > 0 && !waits(port::TimerKind::QueueWithin, static_cast<std::size_t>(s_.queue))) {
      const auto& queue = to_.queues[static_cast<std::size_t>(s_.queue)];
      tellPlanned("queue " + queue.name, "within added", port::TimerKind::QueueWithin, static_cast<std::size_t>(s_.queue));
    }
    for (std::size_t i = 0; i < m_.approvals_.size(); ++i)
      if (const int place = m_.approvals_[i]; place >= 0)
        if (const port::Approval& approval = s_.approvals[static_cast<std::size_t>(place)]; static_cast<bytecode::ApprovalState>(approval.state) == bytecode::ApprovalState::Asked)
          added(port::TimerKind::ApprovalWithin, "approval " + old_.approvals[i].name, place, old_.approvals[i].within, now_.approvals[static_cast<std::size_t>(place)].within, approval.asked);
    for (std::size_t i = 0; i < m_.handoffs_.size(); ++i) {
      const int place = m_.handoffs_[i];
      if (place < 0) continue;
      const bytecode::HandoffInfo &old = old_.handoffs[i], &now = now_.handoffs[static_cast<std::size_t>(place)];
      const port::Handover& handover = s_.handoffs[static_cast<std::size_t>(place)];
      const auto state = static_cast<bytecode::HandoffState>(handover.state);
      if (state == bytecode::HandoffState::Waiting) added(port::TimerKind::HandoffAccept, "handoff " + old.name, place, old.accept_within, now.accept_within, handover.offered);
    }
    // Who was not asked for feedback when it was accepted, is not asked now: `feedback_since` says who was. Nobody is reminded
    // twice, also where a version between did not wait for it.
    const auto waitsFor = [](const bytecode::HandoffInfo& info) { return info.feedback_high > 0 && info.feedback_within.given; };
    for (std::size_t i = 0; i < old_.handoffs.size() && i < reminded_.size(); ++i) {
      const int place = m_.handoffs_[i];
      if (!isMissing(reminded_[i]) && (place < 0 || !waitsFor(now_.handoffs[static_cast<std::size_t>(place)]))) put(key("reminded", old_.handoffs[i].name), reminded_[i]);
    }
    for (std::size_t place = 0; place < now_.handoffs.size(); ++place) {
      const bytecode::HandoffInfo& now = now_.handoffs[place];
      const port::Handover& handover = s_.handoffs[place];
      if (!waitsFor(now) || static_cast<bytecode::HandoffState>(handover.state) != bytecode::HandoffState::Accepted || !isMissing(handover.feedback_at)) continue;
      const auto old = static_cast<std::size_t>(std::find(m_.handoffs_.begin(), m_.handoffs_.end(), static_cast<int>(place)) - m_.handoffs_.begin());
      std::int64_t reminded = kMissing;
      if (old < reminded_.size() && !isMissing(reminded_[old])) continue;
      if (take(key("reminded", now.name), reminded) && reminded == handover.feedback_since) continue;
      added(port::TimerKind::HandoffFeedback, "handoff " + now.name, static_cast<int>(place), {}, now.feedback_within, handover.feedback_since, "within of its feedback added");
    }
    for (std::size_t i = 0; i < s_.climbs.size(); ++i) {   // a level behind the last one that the version before had
      const port::Climb& climb = s_.climbs[i];
      if (!isMissing(climb.closed) || (!climb.acknowledged_by.empty() && isMissing(climb.resumes)) || climb.escalation >= now_.escalations.size()) continue;
      const bytecode::EscalationInfo& escalation = now_.escalations[climb.escalation];
      if (climb.next_level >= escalation.levels.size()) continue;
      if (waits(port::TimerKind::Escalation, i)) continue;
      moved.push_back({kMissing, port::TimerKind::Escalation, static_cast<std::uint32_t>(i), 0});
      tellPlanned("escalation " + escalation.name, "level " + std::to_string(climb.next_level + 1) + " added", port::TimerKind::Escalation, i);
    }
    std::sort(moved.begin(), moved.end());
    s_.timers = std::move(moved);
  }

  const CarryOver& m_;
  const Chunk &from_, &to_;
  const bytecode::WorkflowInfo &old_, &now_;
  const Said before_{from_, to_}, after_{to_, to_};
  LeadState& s_;
  std::vector<Lacking>& missing_;
  Changes* changes_;
  std::int32_t old_queue_ = -1;
  std::vector<std::int64_t> reminded_;   ///< by old handoff: since when the feedback is wanted of which its people were reminded
  bool ok_ = true;
};

bool CarryOver::carry(LeadState& state, std::vector<Lacking>& missing, Changes* changes) const { return Crossing(*this, state, missing, changes).run(); }

}  // namespace leadflow::workflow
