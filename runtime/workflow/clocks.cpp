// The clocks of a lead: one per `sla`.
//
//     sla first_response { starts when owner assigned  stops when outreach  target 4 business hours  at 50% { … } }
//
//     running   elapsed since `resumed`, on the calendar fixed at the start      timers: one for each point not fired
//     paused    `elapsed` stands still                                           timers: none but the end of `pauses until`
//     overdue   running past its target                                          timers: points above 100 %
//     met, missed                                                                stopped
//
// The time of `pauses until … at most D` is taken from D when the pause begins, up to its planned end, and what is left of it
// is given back when the pause ends sooner or is planned anew: nothing has to remember when it began.
// A touch that comes late counts with its own instant: a clock that breached meanwhile is met if the touch lay at or before its
// due instant, though what was told stays told. What happened to the clock since is gone through again (retrace.cpp).
//
// A touch in the same event that starts a clock counts: started and met, 0 elapsed. Only the touch that starts it does not stop it.
#include <algorithm>

#include "runtime/value/duration.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/people_meant.hpp"
#include "runtime/workflow/stepper.hpp"

namespace leadflow::workflow {

using bytecode::SlaInfo;
using bytecode::SlaState;
using bytecode::TriggerInfo;
using port::Clock;
using port::TimerKind;

namespace {

SlaState stateOf(const Clock& clock) { return static_cast<SlaState>(clock.state); }
bool hasStopped(const Clock& clock) { return stateOf(clock) == SlaState::Met || stateOf(clock) == SlaState::Missed; }
void setState(Clock& clock, SlaState state) { clock.state = static_cast<std::uint8_t>(state); }

std::string percentText(std::int64_t percent) {
  std::string text;
  appendPercent(text, percent);
  return text;
}
std::string durationText(std::int64_t ms) {
  std::string text;
  appendDuration(text, ms);
  return text;
}
std::string sourceOf(const SlaInfo& sla) { return "sla " + sla.name; }
/// A run that ended without an answer before it was due: restarted, or cancelled with the lead.
bool wasCancelled(const Clock& clock) { return stateOf(clock) == SlaState::Idle && clock.runs > 0 && !isMissing(clock.stopped); }

void closeInterval(Clock& clock, std::int64_t at) {
  if (!isMissing(clock.resumed) && at > clock.resumed) clock.ran.emplace_back(clock.resumed, at);
  clock.resumed = kMissing;
}

}  // namespace

// ---- time on a calendar

std::int64_t Stepper::addTime(std::int32_t calendar, std::int64_t from, std::int64_t ms) const { return workflow::addTime(world_, calendar, from, ms); }

std::int64_t Stepper::between(std::int32_t calendar, std::int64_t from, std::int64_t to) const { return timeBetween(world_, calendar, from, to); }

std::int64_t Stepper::dueAfter(const bytecode::TimeSpan& span, std::int64_t from, std::int32_t calendar) const { return workflow::dueAfter(world_, span, from, calendar); }

std::int32_t Stepper::calendarOfRep(const std::string& rep) const { return workflow::calendarOfRep(world_, rep); }

std::int32_t Stepper::calendarOf(bool on_owner, std::int32_t otherwise) const {
  const std::int32_t named = otherwise >= 0 ? otherwise : chunk_.calendar;
  if (!on_owner || owner().empty()) return named;
  const decide::People& people = world_.desk->people();
  const Slot slot = people.exactly(owner());
  if (isMissing(slot)) return named;
  const std::int32_t own = people.calendarOf(static_cast<std::uint32_t>(slot));
  const std::string& wanted = people.rep(slot).calendar;
  const std::int32_t hers = own >= 0 && !wanted.empty() && chunk_.calendars[static_cast<std::size_t>(own)].name == wanted ? own : named;
  const TimeZone* zone = readTimeZone(people.rep(slot).timezone);
  return zone == nullptr ? hers : world_.desk->program().hoursIn(hers, zone->name());
}

// ---- what happened

bool Stepper::triggered(const TriggerInfo& trigger) {
  using Kind = TriggerInfo::Kind;
  const auto names = [&trigger](std::uint32_t index) {
    return std::find(trigger.indexes.begin(), trigger.indexes.end(), index) != trigger.indexes.end();
  };
  switch (trigger.kind) {
    case Kind::OwnerAssigned: return owner_assigned_;
    case Kind::OwnerChanges: return owner_changed_;
    case Kind::StageBecomes: return std::any_of(became_.begin(), became_.end(), names);
    case Kind::InStage: return s_.stage >= 0 && names(static_cast<std::uint32_t>(s_.stage));
    case Kind::QueueEntered: return queued_;
    case Kind::Created: return created_;
    case Kind::Activity: return std::any_of(touches_.begin() + static_cast<std::ptrdiff_t>(touches_seen_), touches_.end(), [&](const Touch& touch) { return touches(trigger, touch); });
    case Kind::HandoffAccepted: return std::any_of(handoffs_accepted_.begin(), handoffs_accepted_.end(), names);
    case Kind::Condition: return holds(trigger.condition);
  }
  return false;
}

/// Whether the trigger names this activity, with its `where`.
bool Stepper::touches(const TriggerInfo& trigger, const Touch& touch) {
  if (trigger.kind != TriggerInfo::Kind::Activity) return false;
  if (std::find(trigger.indexes.begin(), trigger.indexes.end(), touch.type) == trigger.indexes.end()) return false;
  if (!trigger.condition) return true;
  return holdsFor(trigger.condition, touch.activity, trigger.indexes);
}

/// The activity that was added last is a touch of this event. What a record tells of before the lead came, or of times to come, is none.
void Stepper::noteTouch(std::uint32_t type, bool recorded) {
  const std::int64_t at = s_.activities.back().at;
  if (recorded && (at < s_.created || at > now_)) return;
  touches_.push_back({s_.activities.size() - 1, type, std::min(at, now_), recorded});
}

/// What lay ahead when a record told of it has come by now.
void Stepper::noteForetold() {
  if (isMissing(last_)) return;
  for (std::size_t i = 0; i < s_.activities.size(); ++i) {
    const port::ActivityEntry& entry = s_.activities[i];
    if (entry.at <= last_ || entry.at > now_) continue;
    if (const int type = world_.desk->program().findActivity(entry.type); type >= 0) touches_.push_back({i, static_cast<std::uint32_t>(type), entry.at, true});
  }
  judgeTouches();
}

const TriggerInfo* Stepper::stopsNow(const SlaInfo& sla) {
  const auto found = std::find_if(sla.stops.begin(), sla.stops.end(), [&](const TriggerInfo& trigger) { return trigger.kind != TriggerInfo::Kind::Activity && triggered(trigger); });
  return found == sla.stops.end() ? nullptr : &*found;
}

/// The touches of this event so far that stop the clock, each at its own instant, in whichever run it falls. Of a clock that began in
/// this event: all but the touch that began it, and what the event itself brought is never before a beginning that it caused otherwise.
void Stepper::touchClock(std::uint32_t number) {
  if (touches_.empty()) return;
  const SlaInfo& sla = flow_.slas[number];
  const auto begun = std::find_if(begun_.begin(), begun_.end(), [number](const Begun& each) { return each.sla == number; });
  for (std::size_t i = 0; i < touches_.size(); ++i) {
    Touch touch = touches_[i];
    const Clock& clock = s_.clocks[number];
    if (!isLive(clock) && !hasStopped(clock) && !wasCancelled(clock)) continue;
    if (begun != begun_.end() && begun->starter == i) continue;
    const bool stops = std::any_of(sla.stops.begin(), sla.stops.end(), [&](const TriggerInfo& trigger) { return touches(trigger, touch); });
    if (!stops) continue;
    const bool caused = begun != begun_.end() && begun->starter == SIZE_MAX && !(touch.recorded && values_told_) && !clock.restarted;
    stopAt(number, caused ? std::max(touch.at, clock.started) : touch.at, answeredBy(touches_[i]));
  }
}

void Stepper::stopClocks(const port::Event& event) {
  touchHandoffs();
  for (std::uint32_t i = 0; i < flow_.slas.size(); ++i) considerStop(i, event);
}

void Stepper::startClocks(const port::Event& event) {
  for (std::uint32_t i = 0; i < flow_.slas.size(); ++i) considerStart(i, event);
}

void Stepper::considerStop(std::uint32_t i, const port::Event& event) {
  touchClock(i);
  if (!isLive(s_.clocks[i])) return;
  if (const TriggerInfo* stop = stopsNow(flow_.slas[i])) stopClock(i, now_, whoStopped(event, *stop));
  else considerPause(i);
}

void Stepper::considerStart(std::uint32_t i, const port::Event& event) {
  const SlaInfo& sla = flow_.slas[i];
  Clock& clock = s_.clocks[i];
  touchClock(i);   // what the stage sent when the lead entered it
  if (isLive(clock))
    if (const TriggerInfo* stop = stopsNow(sla)) stopClock(i, now_, whoStopped(event, *stop));
  const bool begun = std::any_of(begun_.begin(), begun_.end(), [i](const Begun& each) { return each.sla == i; });   // once an event

  std::int64_t from = kMissing;  // the earliest instant that a trigger gives
  std::size_t starter = SIZE_MAX;   // no touch began it: all of this event may stop it, those to come as well
  const auto starts = [&from](std::int64_t at) {
    if (!isMissing(from) && from <= at) return false;
    from = at;
    return true;
  };
  std::size_t condition = 0;
  for (const TriggerInfo& trigger : sla.starts) {
    if (trigger.kind == TriggerInfo::Kind::Condition || trigger.kind == TriggerInfo::Kind::InStage) {
      const bool held = clock.held.has(condition), now_holds = triggered(trigger);
      clock.held.set(condition++, now_holds);
      if (now_holds && !held) starts(now_);
    } else if (trigger.kind == TriggerInfo::Kind::Activity) {
      for (std::size_t t = touches_seen_; t < touches_.size(); ++t)
        if (touches(trigger, touches_[t]) && starts(touches_[t].at)) starter = t;
    } else if (triggered(trigger)) {
      // One run a stay: handing the lead from rep to rep within a stage does not begin it again.
      if (trigger.kind != TriggerInfo::Kind::OwnerAssigned || isMissing(clock.started) || isMissing(s_.entered) || clock.started < s_.entered) starts(now_);
    }
  }
  if (clock.runs > 0 && !begun && starter != SIZE_MAX && beganBefore(i, from, starter)) {
    // it has been made anew from there on
  } else if (isLive(clock) && sla.restarts_when_owner_changes && owner_changed_ && !begun) {
    tell("clock restarted", sla.name + " begins again: the owner changed", sla.place);
    endRun(i);
    startClock(i, now_, true);
  } else if (isLive(clock)) {
    return considerPause(i);
  } else if (!isMissing(from) && !begun && from < now_ && (clock.runs == 0 || from >= clock.stopped)) {
    startLate(i, from, starter);
  } else if (!isMissing(from) && !begun && from >= now_ && stopsNow(sla) == nullptr) {
    startClock(i, from, false);
  } else {
    return;
  }
  begun_.push_back({i, starter});
  touchClock(i);
}

// ---- who

/// Who has the lead as things stand in this event.
std::string Stepper::hasIt() const {
  if (!owner().empty()) return owner();
  if (s_.queue >= 0) return workflow::queueOwner(world_, static_cast<std::uint32_t>(s_.queue));
  return s_.holdings.empty() ? std::string() : personOf(world_, s_.holdings.back());
}

/// Who did it where somebody of the roster did - moved, claimed, accepted, decided, told of the touch that a condition asks for.
std::string Stepper::whoDid(const port::Event& event, const TriggerInfo& stop) const {
  using port::EventType;
  const auto known = [&](const std::string& by) { return !by.empty() && !isMissing(world_.desk->people().find(by)); };
  if (stop.kind == TriggerInfo::Kind::HandoffAccepted)
    for (const auto* accepted : {&handoffs_accepted_, &accepted_before_})
      for (const std::uint32_t handoff : *accepted)
        if (std::find(stop.indexes.begin(), stop.indexes.end(), handoff) != stop.indexes.end() && known(s_.handoffs[handoff].by)) return s_.handoffs[handoff].by;
  switch (event.type) {
    case EventType::StageMoved:
    case EventType::QueueClaimed:
    case EventType::OwnerAssigned:
    case EventType::HandoffAccepted:
    case EventType::HandoffRejected:
    case EventType::ApprovalDecided:
    case EventType::ChecklistAnswered: break;
    case EventType::Activity:
      if (stop.kind == TriggerInfo::Kind::Condition && event.by != port::kAutomation) break;
      return {};
    default: return {};
  }
  return known(event.by) ? event.by : std::string();
}

/// Else who had it until this event: whoever gets it by the same move did not do it.
std::string Stepper::whoStopped(const port::Event& event, const TriggerInfo& stop) const {
  if (std::string who = whoDid(event, stop); !who.empty()) return who;
  const std::string before = s_.holdings.empty() ? std::string() : personOf(world_, s_.holdings.back());
  return before.empty() ? hasIt() : before;
}

/// Who told of the touch, where that is somebody of the roster; else who had the lead.
std::string Stepper::answeredBy(const Touch& touch) const {
  const port::ActivityEntry& entry = s_.activities[touch.activity];
  const decide::People& people = world_.desk->people();
  if (const Slot rep = entry.by.empty() || entry.by == port::kAutomation ? kMissing : people.find(entry.by); !isMissing(rep)) return people.rep(rep).id;
  return touch.at >= now_ ? hasIt() : personOf(world_, holdingAt(world_, s_, touch.at, false));
}

/// Whose time ran out at `due`: what changes in that very instant comes after it.
std::string Stepper::missedBy(std::int64_t begun, std::int64_t due) const {
  return s_.holdings.empty() ? hasIt() : personOf(world_, holdingWhenDue(world_, s_, begun, due));
}

void Stepper::noteHolding() {
  static const std::string kNone;
  const std::string& rep = owner();
  const std::string& queue = rep.empty() && s_.queue >= 0 ? chunk_.queues[static_cast<std::size_t>(s_.queue)].name : kNone;
  if (!was_assigned_ && !s_.holdings.empty() && s_.holdings.back().rep == rep && s_.holdings.back().queue == queue) return;
  bool assigned = was_assigned_;
  if (!s_.holdings.empty() && s_.holdings.back().since == now_) {
    assigned = assigned || s_.holdings.back().assigned;
    s_.holdings.pop_back();
  }
  s_.holdings.push_back({now_, rep, queue, assigned});
}

/// A lead of format 1: who has it, since when, when its clocks ran, whose their outcome is and who was asked, as far as that was written down.
void Stepper::beginHoldings() {
  for (Clock& clock : s_.clocks) {
    if (clock.ran.empty() && clock.elapsed > 0) {   // where it paused is not known: as if it had run from its start on
      const bool whole = hasStopped(clock) && between(clock.calendar, clock.started, clock.stopped) == clock.elapsed;
      const std::int64_t end = whole ? clock.stopped : addTime(clock.calendar, clock.started, clock.elapsed);
      clock.ran.emplace_back(clock.started, isMissing(clock.resumed) ? end : std::min(end, clock.resumed));
    }
    if (!isMissing(clock.breached)) clock.who = personOf(world_, holdingWhenDue(world_, s_, clock.started, clock.breached));
    else if (hasStopped(clock)) clock.who = clock.owner;
  }
  for (std::uint32_t i = 0; i < s_.approvals.size(); ++i) s_.approvals[i].asked_of = standingIn(world_, s_, i, now_);
  if (const port::QueueStay stay = presentStay(world_, s_); !isMissing(stay.due)) s_.queue_stays.push_back(stay);
  port::Holding holding{s_.created, owner(), {}, false};
  if (!holding.rep.empty()) holding.since = s_.seats[seat()].since;
  else if (s_.queue >= 0) holding.since = s_.queued, holding.queue = chunk_.queues[static_cast<std::size_t>(s_.queue)].name;
  if (isMissing(holding.since)) holding.since = s_.created;
  s_.holdings.push_back(std::move(holding));
}

// ---- one clock

void Stepper::startClock(std::uint32_t number, std::int64_t at, bool restarted) {
  const SlaInfo& sla = flow_.slas[number];
  Slot span = kMissing;
  std::uint32_t line = 0;
  for (; line < sla.targets.size(); ++line) {
    if (!holds(sla.targets[line].when)) continue;
    span = value(sla.targets[line].value);
    if (!isMissing(span) && span >= 0) break;
    span = kMissing;
  }
  Clock& clock = s_.clocks[number];
  closeClimbs(sourceOf(sla));
  if (isMissing(span)) {
    planClock(number);
    dirty();
    tell("clock not started", sla.name + " does not start: no target holds", sla.place);
    return;
  }
  if (clock.runs > 0) keepRun(clock);
  const bool business = sla.targets[line].business;
  const bytecode::Program& program = world_.desk->program();
  const std::int32_t hours = business ? calendarOf(sla.on_owner, sla.calendar) : -1;
  clock.calendar = program.calendarOfHours(hours);
  clock.zone = program.zoneOfHours(hours);
  clock.span = span;
  if (!business) clock.target = span;
  else if (clock.calendar < 0) clock.target = clock.span = businessDays(span) * kDayMs + businessMillis(span);
  else clock.target = program.calendar(static_cast<std::uint32_t>(hours)).targetMillis(at, span);
  if (isMissing(clock.target)) clock.target = INT64_MAX / 2;  // the calendar does not hold that much time any more: never due
  clock.started = clock.resumed = at;
  clock.stopped = clock.breached = kMissing;
  clock.elapsed = clock.paused_ms = 0;
  clock.fired = {};
  ++clock.runs;
  clock.owner = owner();
  clock.restarted = restarted;
  clock.target_line = line;
  setState(clock, SlaState::Running);
  dirty();
  noteHours(hours);

  std::string text = sla.name + " starts: ";
  appendDuration(text, span, business);
  if (clock.calendar >= 0) text += " on " + chunk_.calendars[static_cast<std::size_t>(clock.calendar)].name + (clock.zone.empty() ? "" : " in " + clock.zone);
  if (const std::int64_t due = clockDue(number); !isMissing(due)) {
    text += ", due ";
    appendWall(text, due);
    if (hours >= 0) text += program.calendar(static_cast<std::uint32_t>(hours)).holidaysEndBefore(due);
  }
  tell("clock started", std::move(text), sla.place);
  clearTimers(TimerKind::PauseEnds, number);
  planClock(number);
  considerPause(number);
}

/// The run is over without an answer: restarted, or ended with the lead. One that was over its time is missed.
void Stepper::endRun(std::uint32_t number) {
  Clock& clock = s_.clocks[number];
  const bool missed = !isMissing(clock.breached);
  noteHours(workflow::hoursOf(world_, clock));
  clock.elapsed = elapsedAt(world_, clock, now_);
  closeInterval(clock, now_);
  if (missed) ++clock.missed;
  setState(clock, missed ? SlaState::Missed : SlaState::Idle);
  clock.stopped = now_;
  planClock(number);
  clearTimers(TimerKind::PauseEnds, number);
  dirty();
}

namespace {

std::string outcomeText(const std::string& name, bool met, std::int64_t elapsed, std::int64_t target, std::int64_t due, const TimeZone& zone) {
  std::string text = name + (met ? " met: " : " missed: ") + durationText(elapsed) + " of " + durationText(target);
  if (!met) {
    text += ", due ";
    decide::appendWallClock(text, due, zone);
  }
  return text;
}

}  // namespace

void Stepper::stopClock(std::uint32_t number, std::int64_t at, std::string who) {
  const SlaInfo& sla = flow_.slas[number];
  Clock& clock = s_.clocks[number];
  if (hasStopped(clock)) --(stateOf(clock) == SlaState::Met ? clock.met : clock.missed);   // a touch that came late lay before the one that stopped it
  const std::int64_t due = isMissing(clock.breached) ? workflow::dueOf(world_, clock) : clock.breached;   // told once, it stands, whatever the rules of zones say later
  noteHours(workflow::hoursOf(world_, clock));
  clock.elapsed = elapsedAt(world_, clock, at);
  closeInterval(clock, at);
  clock.stopped = at;
  clock.last_response = clock.elapsed;
  const bool met = isMissing(due) || at <= due;
  setState(clock, met ? SlaState::Met : SlaState::Missed);
  ++(met ? clock.met : clock.missed);
  if (met) clock.who = std::move(who);
  else if (isMissing(clock.breached)) clock.who = missedBy(clock.started, due);
  planClock(number);
  clearTimers(TimerKind::PauseEnds, number);
  dirty();
  closeClimbs(sourceOf(sla));
  tell("clock stopped", outcomeText(sla.name, met, clock.elapsed, clock.target, due, world_.desk->program().zone()), sla.place);
}

std::int64_t Stepper::pointDue(std::uint32_t number, std::int64_t percent) const {
  const Clock& clock = s_.clocks[number];
  if (!isLive(clock) || isMissing(clock.resumed) || clock.target >= INT64_MAX / 2) return kMissing;
  if (clock.calendar >= 0 && clock.resumed == clock.started && clock.elapsed == 0) {
    const auto& calendar = world_.desk->program().calendar(static_cast<std::uint32_t>(workflow::hoursOf(world_, clock)));
    return calendar.shareAt(clock.started, clock.span, percent).value_or(kMissing);
  }
  const std::int64_t rest = shareOf(clock.target, percent) - clock.elapsed;
  if (rest < 0 || (rest == 0 && percent < kWholePercent)) return clock.resumed;   // it had passed when the clock was made to stand still
  if (rest == 0)   // had the time run out when it was made to stand still, or is the deadline the next opening?
    if (const std::int64_t due = workflow::dueOf(world_, clock, percent); !isMissing(due) && due <= clock.resumed) return clock.resumed;
  return addTime(workflow::hoursOf(world_, clock), clock.resumed, std::max<std::int64_t>(0, rest));
}

std::int64_t Stepper::clockDue(std::uint32_t sla) const {
  const Clock& clock = s_.clocks[sla];
  return isLive(clock) && !isMissing(clock.breached) ? clock.breached : pointDue(sla, kWholePercent);
}

void Stepper::planClock(std::uint32_t number) {
  clearTimers(TimerKind::Reminder, number);
  clearTimers(TimerKind::Breach, number);
  const Clock& clock = s_.clocks[number];
  if (!isLive(clock) || isMissing(clock.resumed)) return;
  const SlaInfo& sla = flow_.slas[number];
  bool at_target = false;
  for (std::uint32_t p = 0; p < sla.points.size(); ++p) {
    const std::int64_t percent = sla.points[p].percent;
    at_target = at_target || percent == kWholePercent;
    if (clock.fired.has(p)) continue;
    const std::int64_t due = pointDue(number, percent);
    if (!isMissing(due)) setTimer(percent < kWholePercent ? TimerKind::Reminder : TimerKind::Breach, number, p, std::max(due, now_));
  }
  // The breach itself, where no point says what to do about it.
  if (at_target || !isMissing(clock.breached)) return;
  const std::int64_t due = clockDue(number);
  if (!isMissing(due)) setTimer(TimerKind::Breach, number, static_cast<std::uint32_t>(sla.points.size()), std::max(due, now_));
}

void Stepper::breach(std::uint32_t number) {
  Clock& clock = s_.clocks[number];
  if (!isMissing(clock.breached)) return;
  const std::int64_t due = workflow::dueOf(world_, clock);
  clock.breached = isMissing(due) ? now_ : std::min(due, now_);
  clock.who = missedBy(clock.started, clock.breached);
  setState(clock, SlaState::Overdue);
  std::erase_if(s_.timers, [&](const port::Timer& timer) { return timer.kind == TimerKind::Breach && timer.index == number && timer.part == flow_.slas[number].points.size(); });
  dirty();
  const std::string target = durationText(clock.target);
  const bool one = target.starts_with("1 ") && target.find(' ', 2) == std::string::npos;
  tell("breached", flow_.slas[number].name + " is overdue: " + target + (one ? " has passed" : " have passed"), flow_.slas[number].place);
}

void Stepper::firePoint(std::uint32_t number, std::uint32_t point) {
  if (number >= flow_.slas.size()) return;
  const SlaInfo& sla = flow_.slas[number];
  Clock& clock = s_.clocks[number];
  if (!isLive(clock) || isMissing(clock.resumed)) return;
  if (point >= sla.points.size()) return breach(number);
  if (clock.fired.has(point)) return;
  const std::int64_t percent = sla.points[point].percent;
  clock.fired.set(point, true);
  if (percent >= kWholePercent) breach(number);
  const Cause cause{sourceOf(sla) + " at " + percentText(percent), workflow::hoursOf(world_, clock), sourceOf(sla)};
  tell("point", cause.text, sla.place);
  act(sla.points[point].actions, cause);
}

void Stepper::considerPause(std::uint32_t number) {
  const SlaInfo& sla = flow_.slas[number];
  Clock& clock = s_.clocks[number];
  if (sla.pauses.empty() && !sla.pauses_until && stateOf(clock) != SlaState::Paused) return;   // paused by a version that knew pauses: goes on
  // What was taken for a pause that has not come to its end is given back: it may be planned otherwise now.
  for (const port::Timer& timer : s_.timers)
    if (timer.kind == TimerKind::PauseEnds && timer.index == number) clock.paused_ms -= std::max<std::int64_t>(0, timer.due - now_);
  clearTimers(TimerKind::PauseEnds, number);

  bool pause = std::any_of(sla.pauses.begin(), sla.pauses.end(), [this](const TriggerInfo& trigger) { return triggered(trigger); });
  std::int64_t until = kMissing;
  if (!pause && sla.pauses_until) {
    const Slot wanted = value(sla.pauses_until);
    if (!isMissing(wanted) && wanted > now_) {
      std::int64_t length = wanted - now_;
      if (sla.pauses_at_most.given) {
        const Slot most = sla.pauses_at_most.business ? businessDays(sla.pauses_at_most.slot) * kDayMs + businessMillis(sla.pauses_at_most.slot)
                                                      : sla.pauses_at_most.slot;
        length = std::min(length, most - clock.paused_ms);
      }
      if (length > 0) {
        pause = true;
        until = now_ + length;
        clock.paused_ms += length;
        setTimer(TimerKind::PauseEnds, number, 0, until);
      }
    }
  }

  const bool paused = stateOf(clock) == SlaState::Paused;
  if (pause == paused) return;
  std::string text = sla.name + (pause ? " pauses at " : " goes on after ");
  noteHours(workflow::hoursOf(world_, clock));
  if (pause) {
    clock.elapsed += std::max<std::int64_t>(0, between(workflow::hoursOf(world_, clock), clock.resumed, now_));
    closeInterval(clock, now_);
    setState(clock, SlaState::Paused);
  } else {
    clock.resumed = now_;
    if (!clock.ran.empty() && clock.ran.back().second == now_) {   // a stage left at once took no time: days stay days
      clock.resumed = clock.ran.back().first;
      clock.ran.pop_back();
      clock.elapsed -= std::max<std::int64_t>(0, between(workflow::hoursOf(world_, clock), clock.resumed, now_));
    }
    setState(clock, isMissing(clock.breached) ? SlaState::Running : SlaState::Overdue);
  }
  dirty();
  text += durationText(clock.elapsed);
  if (!isMissing(until)) {
    text += ", until ";
    appendWall(text, until);
  }
  tell(pause ? "clock paused" : "clock resumed", std::move(text), sla.place);
  planClock(number);
}

void Stepper::endOpen() {
  for (std::uint32_t i = 0; i < s_.clocks.size(); ++i) {
    if (!isLive(s_.clocks[i])) continue;
    endRun(i);
    tell("clock cancelled", flow_.slas[i].name + " ends with the lead", flow_.slas[i].place);
  }
  for (std::uint32_t i = 0; i < s_.climbs.size(); ++i) closeClimb(i);
  for (std::uint32_t i = 0; i < s_.handoffs.size(); ++i) endHandoff(i);
  for (std::uint32_t i = 0; i < s_.approvals.size(); ++i) {
    auto& approval = s_.approvals[i];
    const auto state = static_cast<bytecode::ApprovalState>(approval.state);
    if (state == bytecode::ApprovalState::Asked || state == bytecode::ApprovalState::Late) {
      approval.state = static_cast<std::uint8_t>(bytecode::ApprovalState::None);
      tell("approval ended", "approval " + flow_.approvals[i].name + " ends with the lead, without a decision", flow_.approvals[i].place);
    }
    clearTimers(TimerKind::ApprovalWithin, i);
  }
  dirty();
}

}  // namespace leadflow::workflow
