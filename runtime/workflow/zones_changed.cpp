// The rules of time zones are others than those by which a lead's due instants were worked out: they are worked out anew, each from
// where its time began, and each that moves is told.
//
//     sla first: 4 business hours since Friday 16:00 in a zone that gave up summer time on Sunday
//     "sla first at 100%: due 2026-11-02 12:00 instead of 2026-11-02 11:00: time zone data 2025b instead of 2024a"
//
// What fired stays as it was, and so does time that was counted already; what is due by the new rules before now is due now.
// Reviews and the ends of pauses follow by themselves: every event plans them anew.
#include <algorithm>

#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/stepper.hpp"
#include "runtime/workflow/timer_text.hpp"
#include "runtime/workflow/zone_rules.hpp"

namespace leadflow::workflow {

using port::Timer;
using port::TimerKind;

void Stepper::noteZone(const TimeZone& zone) { step_.zoned = step_.zoned || hasRules(zone); }
void Stepper::noteHours(std::int32_t hours) { step_.zoned = step_.zoned || hoursHaveRules(world_, hours); }

void Stepper::appendWall(std::string& text, std::int64_t instant) {
  const TimeZone& zone = world_.desk->program().zone();
  if (instant > now_) noteZone(zone);   // of what is over the rules are known
  decide::appendWallClock(text, instant, zone);
}

void Stepper::reckonAnew(const port::Event& event) {
  if (s_.final) {
    ignore("the lead has ended");
    return;
  }
  step_.zoned = true;
  const std::vector<Timer> before = s_.timers;
  for (std::uint32_t i = 0; i < s_.clocks.size(); ++i) reckonClock(i);
  for (const Timer& timer : before)
    if (hangsOnZones(world_, s_, timer)) reckonTimer(timer);

  const std::string releases = "time zone data " + event.value + (event.name.empty() ? std::string() : " instead of " + event.name);
  for (const Timer& timer : s_.timers) {
    const auto was = std::find_if(before.begin(), before.end(), [&](const Timer& each) { return each.kind == timer.kind && each.index == timer.index && each.part == timer.part; });
    if (was == before.end() || was->due == timer.due || !isAppointment(timer)) continue;
    ++step_.moved;
    std::string text = timerText(world_, s_, timer) + ": due ";
    appendWall(text, timer.due);
    text += " instead of ";
    decide::appendWallClock(text, was->due, world_.desk->program().zone());
    tell("moved due", text + ": " + releases);
  }
  if (step_.moved == 0) tell("zones", releases + ": nothing that is due moves");
}

void Stepper::reckonClock(std::uint32_t number) {
  port::Clock& clock = s_.clocks[number];
  if (!isLive(clock)) return;
  if (flow_.slas[number].pauses_until) considerPause(number);
  const std::int32_t hours = workflow::hoursOf(world_, clock);
  if (!hoursHaveRules(world_, hours)) return;
  const std::int64_t target = world_.desk->program().calendar(static_cast<std::uint32_t>(hours)).targetMillis(clock.started, clock.span);
  if (!isMissing(target) && target != clock.target) {   // a day across a change of the clocks has another length
    clock.target = target;
    dirty();
  }
  planClock(number);
}

void Stepper::reckonTimer(const Timer& timer) {
  std::int64_t due = kMissing;
  const std::uint32_t i = timer.index;
  switch (timer.kind) {
    case TimerKind::SequenceStep: return reckonSequence(timer);
    case TimerKind::Escalation: due = reckonClimb(i); break;
    case TimerKind::Aging: due = dueAfter(flow_.stages[static_cast<std::size_t>(s_.stage)].aging[i].after, s_.entered, chunk_.calendar); break;
    case TimerKind::QueueWithin: {
      if (s_.queue_stays.empty() || !isMissing(s_.queue_stays.back().left)) return;
      const bytecode::QueueInfo& queue = chunk_.queues[i];
      port::QueueStay& stay = s_.queue_stays.back();
      stay.due = due = dueAfter({true, queue.within_is_business, queue.within}, stay.since, calendarOfRep(queueOwner(i)));
      break;
    }
    case TimerKind::HandoffAccept: {
      port::Handover& handover = s_.handoffs[i];
      handover.due = due = dueAfter(flow_.handoffs[i].accept_within, handover.offered, calendarOfRep(handover.to));
      break;
    }
    case TimerKind::HandoffFeedback: {
      port::Handover& handover = s_.handoffs[i];
      if (isMissing(handover.feedback_since)) return;
      handover.feedback_due = due = dueAfter(flow_.handoffs[i].feedback_within, handover.feedback_since, calendarOfRep(handover.judges.empty() ? std::string() : handover.judges.front()));
      break;
    }
    case TimerKind::ApprovalWithin: {
      port::Approval& approval = s_.approvals[i];
      approval.due = due = dueAfter(flow_.approvals[i].within, approval.asked, calendarOfRep(approval.asked_of.empty() ? std::string() : approval.asked_of.front()));
      break;
    }
    case TimerKind::Reminder:
    case TimerKind::Breach:
    case TimerKind::PauseEnds:   // with their clocks
    case TimerKind::Review:
    case TimerKind::Retention: return;
  }
  if (isMissing(due)) return;
  dirty();
  setTimer(timer.kind, i, timer.part, std::max(due, now_));
}

/// A level waits since the one before it was told. What somebody holds, goes on no sooner than they said.
std::int64_t Stepper::reckonClimb(std::uint32_t number) {
  port::Climb& climb_up = s_.climbs[number];
  const std::int64_t since = climb_up.next_level == 0 || climb_up.told.empty() ? climb_up.opened : climb_up.told.back().second;
  const bytecode::TimeSpan& after = flow_.escalations[climb_up.escalation].levels[climb_up.next_level].after;
  const std::int64_t due = after.given ? dueAfter(after, since, hoursOf(climb_up)) : since;
  if (isMissing(due) || isMissing(climb_up.resumes)) return due;
  return climb_up.resumes = std::max(due, climb_up.resumes);
}

void Stepper::reckonSequence(const Timer& timer) {
  const port::Run& run = s_.sequences[timer.index];
  if (isMissing(run.since)) return;   // it waits since before that was written down
  const std::vector<bytecode::ActionInfo>& steps = flow_.sequences[timer.index].steps;
  const std::int64_t due = run.window ? sendInstant(steps[run.step], run.since) : dueAfter(steps[run.step - 1].within, run.since, calendarOf(false, -1));
  if (isMissing(due)) return;
  if (run.window && due <= now_) {
    window_passed_ = steps[run.step].at >= 0;   // its hour is over by the rules of today: it does not wait for tomorrow's
    return runSequence(timer.index);
  }
  setTimer(TimerKind::SequenceStep, timer.index, timer.part, std::max(due, now_));
}

}  // namespace leadflow::workflow
