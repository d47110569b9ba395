// What blocks and sequences do, and who hears of it.
#include <algorithm>
#include <set>

#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

using K = Action::Kind;

void Step::act(const std::vector<Action>& actions, const Cause& cause) {
  for (const Action& action : actions) act(action, cause);
}

Effect& Step::effect(const std::string& kind) {
  l_.effects.push_back({now_, kind, {}, {}, {}, {}, {}});
  return l_.effects.back();
}

void Step::address(Effect& sent, const std::vector<Who>& who) const {
  for (const Who& one : who)
    for (const std::string& id : meant(one))
      if (std::find(sent.to.begin(), sent.to.end(), id) == sent.to.end()) sent.to.push_back(id);
}

bool Step::word(const std::string& kind, const std::string& target, const std::vector<Who>& who) {
  Effect sent;
  address(sent, who);
  if (sent.to.empty()) return false;
  Effect& made = effect(kind);
  made.target = target;
  made.to = sent.to;
  return true;
}

void Step::act(const Action& action, const Cause& cause) {
  if (action.conditional && !holds(action.when)) return;
  switch (action.kind) {
    case K::Route: return route(action.name, seat(), {}, cause);
    case K::Reassign: return reassign(action, cause);
    case K::Queue: return enqueue(action.name, seat(), cause);
    case K::Move: moveTo(action.name, action.reason); return;
    case K::Start: return start(action.name, cause);
    case K::Stop: return stop(action.name);
    case K::StopAll: return stopAll();
    case K::Escalate: return escalate(action.name, cause);
    case K::Email: return email(action);
    case K::Log: effect("log").text = action.text; return;
    case K::Set: {
      change({{action.field, action.value}});
      effect("set").target = kFieldNames[static_cast<int>(action.field)];
      return;
    }
    case K::Remind:
    case K::Notify: {
      Effect sent;
      address(sent, action.to);
      if (action.to.empty() && action.channel != "slack") address(sent, {Who{}});
      if (sent.to.empty() && action.channel != "slack") return;   // nobody to tell
      Effect& made = effect(action.kind == K::Remind ? "remind" : "notify");
      made.channel = action.channel;
      made.target = action.channel == "slack" ? action.name : "";
      made.to = sent.to;
      made.text = action.text;
      return;
    }
    case K::Task: {
      Effect& made = effect("task");
      address(made, action.to.empty() ? std::vector<Who>{Who{}} : action.to);
      if (made.to.size() > 1) made.to.resize(1);
      made.text = action.text;
      return;
    }
    case K::Wait:
    case K::StopWhen: return;
  }
}

// ---- mail

bool Step::guarded(Act act) const {
  return std::any_of(book_->guards.begin(), book_->guards.end(), [&](const Guard& guard) { return guard.act == act && !holds(guard.only_when); });
}

void Step::email(const Action& action) {
  if (guarded(Act::EmailSent)) {
    say("a mail was not sent for want of consent");
    return;
  }
  const auto address_of = l_.record.find(Field::Email);
  if (address_of == l_.record.end()) {
    say("a mail had no address");
    return;
  }
  Effect& made = effect("email");
  made.channel = "email";
  made.target = action.name;
  made.to.push_back(address_of->second.text);
  std::set<std::string> known = {"id", "consent"};
  for (const auto& [field, value] : l_.record)
    if (value.known) known.insert(kFieldNames[static_cast<int>(field)]);
  for (const std::string& name : known) made.fields += " " + name;
  const Touch touch{now_, Act::EmailSent, -1, "automation"};
  l_.touches.push_back(touch);
  touches_.push_back(touch);
  say("a mail was sent");
}

Instant Step::sendAt(const Action& action) const {
  if (action.at < 0 && action.from < 0) return now_;
  const TimeZone& zone = *findTimeZone(book_->zone);
  const auto on = [&](std::int64_t day, int minute) { return toInstant(day * kDayMs + minute * kMinuteMs, zone); };
  const std::int64_t today = splitDays(toLocal(now_, zone)).days;
  for (std::int64_t day = today - 1;; ++day) {
    if (action.at >= 0) {
      if (day >= today && on(day, action.at) >= now_) return on(day, action.at);
      continue;
    }
    const Instant opens = on(day, action.from), closes = on(action.until <= action.from ? day + 1 : day, action.until);
    if (now_ < opens) return opens;
    if (now_ < closes) return now_;
  }
}

// ---- sequences

using S = SequenceLife::State;

void Step::start(const std::string& name, const Cause& cause) {
  SequenceLife& life = l_.sequences[name];
  if (life.state == S::Running) return;
  const int runs = life.runs + 1;
  life = {};
  life.state = S::Running;
  life.started = now_;
  life.runs = runs;
  life.of_stage = cause.of_stage;
  life.of_aging = cause.source.compare(0, 5, "aging") == 0;
  say("sequence started");
  run(name);
}

void Step::stop(const std::string& name) {
  SequenceLife& life = l_.sequences[name];
  if (life.state != S::Running) return;
  life.state = S::Stopped;
  life.ended = now_;
  life.next = kMissing;
  say("sequence stopped");
}

void Step::stopAll() {
  for (const Sequence& sequence : book_->sequences) stop(sequence.name);
}

/// `unless` of the wait at hand, `stop when` wherever it stands.
void Step::checkSequences() {
  for (const Sequence& sequence : book_->sequences) {
    SequenceLife& life = l_.sequences[sequence.name];
    if (life.state != S::Running) continue;
    bool over = false;
    for (const Action& step : sequence.steps) over = over || (step.kind == K::StopWhen && holds(step.when));
    if (life.step > 0 && life.step <= sequence.steps.size()) {
      const Action& wait = sequence.steps[life.step - 1];
      over = over || (wait.kind == K::Wait && wait.conditional && holds(wait.when));
    }
    if (!over) continue;
    say("a condition stopped a sequence");
    stop(sequence.name);
  }
}

void Step::run(const std::string& name) {
  const Sequence& sequence = *named(book_->sequences, name);
  l_.sequences[name].next = kMissing;
  if (l_.sequences[name].state != S::Running) return;
  checkSequences();
  const int this_run = l_.sequences[name].runs;
  while (l_.sequences[name].state == S::Running && l_.sequences[name].runs == this_run) {
    SequenceLife& life = l_.sequences[name];
    if (life.step >= sequence.steps.size()) {
      life.state = S::Finished;
      life.ended = now_;
      say("sequence finished");
      return;
    }
    const Action& step = sequence.steps[life.step];
    if (step.kind == K::StopWhen) {
      ++life.step;
      if (holds(step.when)) stop(name);
      continue;
    }
    if (step.kind == K::Wait) {
      ++life.step;
      if (step.conditional && holds(step.when)) {
        say("a wait had nothing to wait for");
        return stop(name);
      }
      const Instant due_at = after(world_, *book_, step.within, now_, book_->calendar);
      if (!isMissing(due_at) && due_at <= now_) continue;
      life.next = due_at;
      return;
    }
    if (step.conditional && !holds(step.when)) {
      ++life.step;
      continue;
    }
    if (step.kind == K::Email) {
      if (const Instant at = sendAt(step); at > now_) {
        life.next = at;
        say("a mail waited for its hour");
        return;
      }
      if (guarded(Act::EmailSent)) {
        say("a sequence ended for want of consent");
        stop(name);
        return;
      }
    }
    ++life.step;
    act(step, {"sequence " + name, book_->calendar, {}});
  }
}

// ---- escalations

void Step::escalate(const std::string& name, const Cause& cause) {
  for (const Climb& open : l_.climbs)
    if (open.escalation == name && open.source == cause.source && isMissing(open.closed)) return;
  Climb climb_up;
  climb_up.escalation = name;
  climb_up.source = cause.source;
  climb_up.calendar = cause.calendar;
  climb_up.opened = now_;
  begins("climb " + name + std::to_string(now_), answered_at_);
  l_.climbs.push_back(climb_up);
  const std::size_t number = l_.climbs.size() - 1;
  say("escalated");
  const Escalation& info = *named(book_->escalations, name);
  if (info.levels.front().after.given) l_.climbs[number].next = after(world_, *book_, info.levels.front().after, now_, cause.calendar);
  else climb(number);
}

void Step::climb(std::size_t number) {
  const Escalation& info = *named(book_->escalations, l_.climbs[number].escalation);
  l_.climbs[number].next = kMissing;
  if (!isMissing(l_.climbs[number].closed)) return;
  l_.climbs[number].held = false;
  while (isMissing(l_.climbs[number].closed) && l_.climbs[number].level < info.levels.size()) {
    const std::size_t at = l_.climbs[number].level++;
    const Level& level = info.levels[at];
    const bool last = at + 1 == info.levels.size();
    const std::vector<std::string> people = meant(level.who);
    for (const std::string& id : people) l_.climbs[number].told.push_back(std::to_string(at + 1) + ":" + id);
    if (at > 0) say("a higher level was told");
    if (people.empty()) say("a level was nobody");
    const auto speaks = [](const Action& action) { return action.kind == K::Notify || action.kind == K::Remind || action.kind == K::Task; };
    if (!people.empty() || last) {
      if (!people.empty() && std::none_of(level.actions.begin(), level.actions.end(), speaks)) {
        Effect& told = effect("escalate");
        told.target = info.name;
        told.to = people;
      }
      const Cause cause{l_.climbs[number].source, l_.climbs[number].calendar, {}};
      for (Action action : level.actions) {
        const bool placed = action.kind == K::Notify && action.channel == "slack";
        if (speaks(action) && action.to.empty() && !placed) {
          if (people.empty()) continue;
          action.to.push_back(level.who);
        }
        act(action, cause);
      }
    }
    if (last || people.empty() || !isMissing(l_.climbs[number].closed)) continue;
    const Span& wait = info.levels[at + 1].after;
    if (!wait.given) continue;
    l_.climbs[number].next = after(world_, *book_, wait, now_, l_.climbs[number].calendar);
    return;
  }
}

void Step::closeClimbs(const std::string& source) {
  for (Climb& climb_up : l_.climbs)
    if (isMissing(climb_up.closed) && climb_up.source == source) climb_up.closed = now_, climb_up.next = kMissing;
}

void Step::acknowledge(const Event& event) {
  bool any = false;
  for (Climb& climb_up : l_.climbs) {
    if (!isMissing(climb_up.closed) || (!event.name.empty() && event.name != climb_up.escalation)) continue;
    if (before(event, "climb " + climb_up.escalation + std::to_string(climb_up.opened), climb_up.opened)) continue;
    any = true;
    const Instant planned = climb_up.next;
    climb_up.held = true;
    climb_up.next = kMissing;
    if (event.number > 0 && climb_up.level < named(book_->escalations, climb_up.escalation)->levels.size()) climb_up.next = std::max(now_, std::max(std::max(climb_up.opened, std::min(event.at, now_)) + event.number, planned));
  }
  if (!any) return refuse("nothing escalates");
  stranger(event, event.by);
  say("acknowledged");
}

void Step::resolve(const Event& event) {
  bool any = false;
  for (Climb& climb_up : l_.climbs) {
    if (!isMissing(climb_up.closed) || (!event.name.empty() && event.name != climb_up.escalation)) continue;
    if (before(event, "climb " + climb_up.escalation + std::to_string(climb_up.opened), climb_up.opened)) continue;
    any = true;
    climb_up.closed = now_;
    climb_up.next = kMissing;
  }
  if (!any) return refuse("nothing escalates");
  stranger(event, event.by);
  say("resolved");
}

}  // namespace leadflow::lives
