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
// A touch that comes late counts with its own instant: a clock that breached meanwhile is met if the touch lay before its due
// instant, though what was told stays told.
#include <algorithm>

#include "runtime/value/duration.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/value/wide.hpp"
#include "runtime/workflow/stepper.hpp"

namespace leadflow::workflow {

using bytecode::SlaInfo;
using bytecode::SlaState;
using bytecode::TriggerInfo;
using port::Clock;
using port::TimerKind;

namespace {

constexpr std::uint32_t kFiredBits = 32;  // Clock::fired

SlaState stateOf(const Clock& clock) { return static_cast<SlaState>(clock.state); }
bool isLive(const Clock& clock) {
  const SlaState state = stateOf(clock);
  return state == SlaState::Running || state == SlaState::Paused || state == SlaState::Overdue;
}
bool hasStopped(const Clock& clock) { return stateOf(clock) == SlaState::Met || stateOf(clock) == SlaState::Missed; }
void setState(Clock& clock, SlaState state) { clock.state = static_cast<std::uint8_t>(state); }

// percent of the target, half up.
std::int64_t shareOf(std::int64_t target, std::int64_t percent) {
  return static_cast<std::int64_t>((Int128{target} * percent + kWholePercent / 2) / kWholePercent);
}
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

}  // namespace

// ---- time on a calendar

std::int64_t Stepper::addTime(std::int32_t calendar, std::int64_t from, std::int64_t ms) const {
  if (calendar < 0) return from > INT64_MAX - ms ? kMissing : from + ms;
  return world_.desk->program().calendar(static_cast<std::uint32_t>(calendar)).addOpen(from, ms).value_or(kMissing);
}

std::int64_t Stepper::between(std::int32_t calendar, std::int64_t from, std::int64_t to) const {
  if (calendar < 0) return to - from;
  return world_.desk->program().calendar(static_cast<std::uint32_t>(calendar)).openBetween(from, to);
}

std::int64_t Stepper::dueAfter(const bytecode::TimeSpan& span, std::int64_t from, std::int32_t calendar) const {
  if (!span.given) return from;
  if (!span.business) return addTime(-1, from, span.slot);
  if (calendar < 0) calendar = chunk_.calendar;
  if (calendar < 0) return addTime(-1, from, businessDays(span.slot) * kDayMs + businessMillis(span.slot));
  return world_.desk->program().calendar(static_cast<std::uint32_t>(calendar)).addBusiness(from, span.slot).value_or(kMissing);
}

std::int32_t Stepper::calendarOfRep(const std::string& rep) const {
  const decide::People& people = world_.desk->people();
  const Slot slot = rep.empty() ? kMissing : people.find(rep);
  return isMissing(slot) ? chunk_.calendar : people.calendarOf(static_cast<std::uint32_t>(slot));
}

std::int32_t Stepper::calendarOf(bool on_owner, std::int32_t otherwise) const {
  const std::int32_t named = otherwise >= 0 ? otherwise : chunk_.calendar;
  if (!on_owner || owner().empty()) return named;
  const decide::People& people = world_.desk->people();
  const Slot slot = people.find(owner());
  if (isMissing(slot)) return named;
  const std::int32_t own = people.calendarOf(static_cast<std::uint32_t>(slot));
  const std::string& wanted = people.rep(slot).calendar;
  return own >= 0 && !wanted.empty() && chunk_.calendars[static_cast<std::size_t>(own)].name == wanted ? own : named;
}

// ---- what happened

bool Stepper::triggered(const TriggerInfo& trigger, const port::Event&) {
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
    case Kind::Activity: {
      if (new_activity_ < 0) return false;
      const port::ActivityEntry& entry = s_.activities[static_cast<std::size_t>(new_activity_)];
      const int type = world_.desk->program().findActivity(entry.type);
      if (type < 0 || !names(static_cast<std::uint32_t>(type))) return false;
      return !trigger.condition || holdsAt(trigger.condition, entry.at);
    }
    case Kind::HandoffAccepted: return std::any_of(handoffs_accepted_.begin(), handoffs_accepted_.end(), names);
    case Kind::Condition: return holds(trigger.condition);
  }
  return false;
}

bool Stepper::stopsNow(const SlaInfo& sla, const port::Event& event, bool touches) {
  return std::any_of(sla.stops.begin(), sla.stops.end(), [&](const TriggerInfo& trigger) {
    return (trigger.kind == TriggerInfo::Kind::Activity) == touches && triggered(trigger, event);
  });
}

void Stepper::stopClocks(const port::Event& event) {
  touchHandoffs();
  for (std::uint32_t i = 0; i < flow_.slas.size(); ++i) {
    const Clock& clock = s_.clocks[i];
    const bool live = isLive(clock);
    if (!live && !hasStopped(clock)) continue;
    const SlaInfo& sla = flow_.slas[i];
    if (new_activity_ >= 0) {
      const std::int64_t at = std::min(s_.activities[static_cast<std::size_t>(new_activity_)].at, now_);
      if (at >= clock.started && (live || at < clock.stopped) && stopsNow(sla, event, true)) {
        stopClock(i, at);
        continue;
      }
    }
    if (!live) continue;
    if (stopsNow(sla, event, false)) stopClock(i, now_);
    else considerPause(i);
  }
}

void Stepper::startClocks(const port::Event& event) {
  for (std::uint32_t i = 0; i < flow_.slas.size(); ++i) {
    const SlaInfo& sla = flow_.slas[i];
    Clock& clock = s_.clocks[i];
    if (isLive(clock) && stopsNow(sla, event, false)) stopClock(i, now_);

    std::int64_t from = kMissing;  // the earliest instant that a trigger gives
    const auto starts = [&from](std::int64_t at) { from = isMissing(from) ? at : std::min(from, at); };
    std::uint32_t bit = 0;
    for (const TriggerInfo& trigger : sla.starts) {
      if (trigger.kind == TriggerInfo::Kind::Condition || trigger.kind == TriggerInfo::Kind::InStage) {
        const auto mask = static_cast<std::uint8_t>(1U << (bit++ & 7U));
        const bool held = (clock.held & mask) != 0, now_holds = triggered(trigger, event);
        clock.held = static_cast<std::uint8_t>(now_holds ? clock.held | mask : clock.held & ~mask);
        if (now_holds && !held) starts(now_);
      } else if (triggered(trigger, event)) {
        if (trigger.kind == TriggerInfo::Kind::OwnerAssigned) {
          // One run a stay: handing the lead from rep to rep within a stage does not begin it again.
          if (isMissing(clock.started) || isMissing(s_.entered) || clock.started < s_.entered) starts(now_);
        } else if (trigger.kind == TriggerInfo::Kind::Activity) {
          starts(std::min(s_.activities[static_cast<std::size_t>(new_activity_)].at, now_));
        } else {
          starts(now_);
        }
      }
    }
    if (isLive(clock) && sla.restarts_when_owner_changes && owner_changed_) {
      if (!isMissing(clock.breached)) ++clock.missed;
      tell("clock restarted", sla.name + " begins again: the owner changed", sla.place);
      startClock(i, now_);
    } else if (isLive(clock)) {
      considerPause(i);
    } else if (!isMissing(from) && !stopsNow(sla, event, false)) {
      startClock(i, from);
    }
  }
}

// ---- one clock

void Stepper::startClock(std::uint32_t number, std::int64_t at) {
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
  closeClimbs(sourceOf(sla), {});
  if (isMissing(span)) {
    if (isLive(clock)) setState(clock, SlaState::Idle);
    planClock(number);
    dirty();
    tell("clock not started", sla.name + " does not start: no target holds", sla.place);
    return;
  }
  const bool business = sla.targets[line].business;
  clock.calendar = business ? calendarOf(sla.on_owner, sla.calendar) : -1;
  clock.span = span;
  if (!business) clock.target = span;
  else if (clock.calendar < 0) clock.target = clock.span = businessDays(span) * kDayMs + businessMillis(span);
  else clock.target = world_.desk->program().calendar(static_cast<std::uint32_t>(clock.calendar)).targetMillis(at, span);
  if (isMissing(clock.target)) clock.target = INT64_MAX / 2;  // the calendar does not hold that much time any more: never due
  clock.started = clock.resumed = at;
  clock.stopped = clock.breached = kMissing;
  clock.elapsed = clock.paused_ms = 0;
  clock.fired = 0;
  ++clock.runs;
  clock.owner = owner();
  clock.target_line = line;
  setState(clock, SlaState::Running);
  dirty();

  std::string text = sla.name + " starts: ";
  appendDuration(text, span, business);
  if (clock.calendar >= 0) text += " on " + chunk_.calendars[static_cast<std::size_t>(clock.calendar)].name;
  if (const std::int64_t due = clockDue(number); !isMissing(due)) {
    text += ", due ";
    decide::appendWallClock(text, due, world_.desk->program().zone());
  }
  tell("clock started", std::move(text), sla.place);
  clearTimers(TimerKind::PauseEnds, number);
  planClock(number);
  considerPause(number);
}

void Stepper::stopClock(std::uint32_t number, std::int64_t at) {
  const SlaInfo& sla = flow_.slas[number];
  Clock& clock = s_.clocks[number];
  if (hasStopped(clock)) {  // a touch that came late lay before the one that stopped it
    --(stateOf(clock) == SlaState::Met ? clock.met : clock.missed);
  } else if (!isMissing(clock.resumed)) {
    clock.elapsed += std::max<std::int64_t>(0, between(clock.calendar, clock.resumed, at));
  }
  // Where `at` lies before the last pause, that is too much; never more than all since the start.
  clock.elapsed = std::max<std::int64_t>(0, std::min(clock.elapsed, between(clock.calendar, clock.started, at)));
  clock.resumed = kMissing;
  clock.stopped = at;
  clock.last_response = clock.elapsed;
  const bool met = clock.elapsed <= clock.target;
  setState(clock, met ? SlaState::Met : SlaState::Missed);
  ++(met ? clock.met : clock.missed);
  planClock(number);
  clearTimers(TimerKind::PauseEnds, number);
  dirty();
  closeClimbs(sourceOf(sla), {});
  tell("clock stopped", sla.name + (met ? " met: " : " missed: ") + durationText(clock.elapsed) + " of " + durationText(clock.target), sla.place);
}

std::int64_t Stepper::pointDue(std::uint32_t number, std::int64_t percent) const {
  const Clock& clock = s_.clocks[number];
  if (!isLive(clock) || isMissing(clock.resumed) || clock.target >= INT64_MAX / 2) return kMissing;
  if (clock.calendar >= 0 && clock.resumed == clock.started && clock.elapsed == 0) {
    const auto& calendar = world_.desk->program().calendar(static_cast<std::uint32_t>(clock.calendar));
    return calendar.shareAt(clock.started, clock.span, percent).value_or(kMissing);
  }
  const std::int64_t rest = shareOf(clock.target, percent) - clock.elapsed;
  return rest <= 0 ? clock.resumed : addTime(clock.calendar, clock.resumed, rest);
}

std::int64_t Stepper::clockDue(std::uint32_t sla) const { return pointDue(sla, kWholePercent); }

void Stepper::planClock(std::uint32_t number) {
  clearTimers(TimerKind::Reminder, number);
  clearTimers(TimerKind::Breach, number);
  const Clock& clock = s_.clocks[number];
  if (!isLive(clock) || isMissing(clock.resumed)) return;
  const SlaInfo& sla = flow_.slas[number];
  bool at_target = false;
  for (std::uint32_t p = 0; p < sla.points.size() && p < kFiredBits; ++p) {
    const std::int64_t percent = sla.points[p].percent;
    at_target = at_target || percent == kWholePercent;
    if ((clock.fired >> p) & 1U) continue;
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
  clock.breached = now_;
  setState(clock, SlaState::Overdue);
  dirty();
  tell("breached", flow_.slas[number].name + " is overdue: " + durationText(clock.target) + " have passed", flow_.slas[number].place);
}

void Stepper::firePoint(std::uint32_t number, std::uint32_t point) {
  if (number >= flow_.slas.size()) return;
  const SlaInfo& sla = flow_.slas[number];
  Clock& clock = s_.clocks[number];
  if (!isLive(clock) || isMissing(clock.resumed)) return;
  if (point >= sla.points.size()) return breach(number);
  if ((clock.fired >> point) & 1U) return;
  const std::int64_t percent = sla.points[point].percent;
  clock.fired |= 1U << point;
  if (percent >= kWholePercent) breach(number);
  const Cause cause{sourceOf(sla) + " at " + percentText(percent), clock.calendar, sourceOf(sla)};
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

  static const port::Event kNoEvent;
  bool pause = std::any_of(sla.pauses.begin(), sla.pauses.end(), [this](const TriggerInfo& trigger) { return triggered(trigger, kNoEvent); });
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
  if (pause) {
    clock.elapsed += std::max<std::int64_t>(0, between(clock.calendar, clock.resumed, now_));
    clock.resumed = kMissing;
    setState(clock, SlaState::Paused);
  } else {
    clock.resumed = now_;
    setState(clock, isMissing(clock.breached) ? SlaState::Running : SlaState::Overdue);
  }
  dirty();
  text += durationText(clock.elapsed);
  if (!isMissing(until)) {
    text += ", until ";
    decide::appendWallClock(text, until, world_.desk->program().zone());
  }
  tell(pause ? "clock paused" : "clock resumed", std::move(text), sla.place);
  planClock(number);
}

void Stepper::endOpen() {
  for (std::uint32_t i = 0; i < s_.clocks.size(); ++i) {
    Clock& clock = s_.clocks[i];
    if (!isLive(clock)) continue;
    const bool missed = !isMissing(clock.breached);
    if (!isMissing(clock.resumed)) clock.elapsed += std::max<std::int64_t>(0, between(clock.calendar, clock.resumed, now_));
    if (missed) ++clock.missed;
    setState(clock, missed ? SlaState::Missed : SlaState::Idle);
    clock.resumed = kMissing;
    clock.stopped = now_;
    planClock(i);
    clearTimers(TimerKind::PauseEnds, i);
    tell("clock cancelled", flow_.slas[i].name + " ends with the lead", flow_.slas[i].place);
  }
  for (std::uint32_t i = 0; i < s_.climbs.size(); ++i) {
    if (!isMissing(s_.climbs[i].closed)) continue;
    s_.climbs[i].closed = now_;
    clearTimers(TimerKind::Escalation, i);
  }
  for (std::uint32_t i = 0; i < s_.handoffs.size(); ++i) {
    auto& handoff = s_.handoffs[i];
    const auto state = static_cast<bytecode::HandoffState>(handoff.state);
    if (state == bytecode::HandoffState::Waiting || state == bytecode::HandoffState::Late)
      handoff.state = static_cast<std::uint8_t>(bytecode::HandoffState::None);
    clearTimers(TimerKind::HandoffAccept, i);
  }
  for (std::uint32_t i = 0; i < s_.approvals.size(); ++i) {
    auto& approval = s_.approvals[i];
    const auto state = static_cast<bytecode::ApprovalState>(approval.state);
    if (state == bytecode::ApprovalState::Asked || state == bytecode::ApprovalState::Late)
      approval.state = static_cast<std::uint8_t>(bytecode::ApprovalState::None);
    clearTimers(TimerKind::ApprovalWithin, i);
  }
  dirty();
}

}  // namespace leadflow::workflow
