// The next look at a lead, where a condition may change although nothing happens: one timer at the earliest instant, and ticks
// at every `review` only where something fades.
//
//     sla renew { starts when renewal is before now … }      looked at just after `renewal`
//     stage Open { to Quiet when not had call in last 7 days }   looked at when the newest call is older than 7 days, while in Open
//     stage Quiet { to Cold when engagement < 20 }           looked at every midnight, while in Quiet
//
// What can change a lead as it is: the lines of its stage and its aging that has waited, clocks, handoffs, sequences that run,
// approvals, milestones that it has not reached, reactions of privacy. runtime/bytecode/timed_condition.hpp says what is known
// of each condition. A look that changes nothing is not written down.
#include <algorithm>

#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/zone_rules.hpp"

namespace leadflow::workflow {

using bytecode::BoundaryInfo;
using bytecode::FunctionRef;
using bytecode::TriggerInfo;
using port::TimerKind;

namespace {

constexpr std::int64_t kFar = std::int64_t{1} << 60;   // beyond any instant; sums of two stay in range

std::int64_t floorDiv(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0); }

bool usable(Slot slot) { return !isMissing(slot) && slot > -kFar && slot < kFar; }

}  // namespace

void Stepper::NextLook::add(std::int64_t instant) {
  if (!isMissing(instant) && (isMissing(at) || instant < at)) at = instant;
}

// ---- one boundary

std::int64_t Stepper::windowAfter(const BoundaryInfo& boundary) {
  const Slot window = value(boundary.value);
  if (!usable(window) || window < 0) return kMissing;
  std::int64_t next = kMissing;
  for (const bytecode::ActivityRow& activity : bound_.row.activities) {   // newest first
    if (activity.at > now_ || !usable(activity.at)) continue;
    const std::int64_t out = activity.at + window + 1;
    if (out <= now_) break;
    if (!std::binary_search(boundary.activities.begin(), boundary.activities.end(), activity.type)) continue;
    next = out;
    if (boundary.newest) break;
  }
  return next;
}

std::int64_t Stepper::boundaryAfter(std::uint32_t number) {
  Scratch::Bound& b = bound_;
  if (b.boundary_plan[number] == b.plans) return b.boundary_next[number];
  b.boundary_plan[number] = b.plans;
  std::int64_t& next = b.boundary_next[number];
  next = kMissing;
  const BoundaryInfo& boundary = flow_.boundaries[number];
  const bytecode::Program& program = world_.desk->program();
  switch (boundary.kind) {
    case BoundaryInfo::Kind::Equal: {
      Slot distance = value(boundary.value);
      if (!usable(distance)) break;
      std::int64_t slope = boundary.slope;
      if (slope < 0) {
        slope = -slope;
        distance = -distance;
      }
      NextLook found;   // the distance grows: where it is no longer below 0, and where it is above
      if (const std::int64_t wait = -floorDiv(distance, slope); boundary.at && wait > 0) found.add(now_ + wait);
      if (const std::int64_t wait = floorDiv(-distance, slope) + 1; boundary.after && wait > 0) found.add(now_ + wait);
      next = found.at;
      break;
    }
    case BoundaryInfo::Kind::Window: next = windowAfter(boundary); break;
    case BoundaryInfo::Kind::Calendar: {
      const calendar::Calendar& calendar = program.calendar(boundary.index);
      const auto change = calendar.isOpen(now_) ? calendar.nextClose(now_) : calendar.nextOpen(now_);
      next = change && *change > now_ ? *change : kMissing;
      break;
    }
    case BoundaryInfo::Kind::Midnight:
    case BoundaryInfo::Kind::Hour: {
      const Slot instant = value(boundary.value);
      if (!usable(instant)) break;
      const std::int64_t unit = boundary.kind == BoundaryInfo::Kind::Hour ? kHourMs : kDayMs;
      std::int64_t local = (floorDiv(toLocal(instant, program.zone()), unit) + 1) * unit;
      std::int64_t begins = toInstant(local, program.zone());
      while (begins <= instant) begins = toInstant(local += unit, program.zone());
      next = now_ + (begins - instant);
      break;
    }
    case BoundaryInfo::Kind::Dates: {
      const auto found = std::upper_bound(boundary.dates.begin(), boundary.dates.end(), now_);
      if (found != boundary.dates.end()) next = *found;
      break;
    }
  }
  return next;
}

// ---- one condition

void Stepper::timed(std::int32_t index, Edge edge, NextLook& next) {
  if (index < 0) return;
  const bytecode::TimedConditionInfo& info = flow_.timed[static_cast<std::size_t>(index)];
  if (!holds(info.steady)) return;
  for (const std::uint32_t boundary : info.boundaries) next.add(boundaryAfter(boundary));
  const int fades = (info.rises ? Rises : 0) | (info.falls ? Falls : 0);
  if (next.tick || (fades & edge) == 0) return;
  next.tick = info.fading.empty() || std::any_of(bound_.row.activities.begin(), bound_.row.activities.end(), [&](const bytecode::ActivityRow& activity) {
    return std::binary_search(info.fading.begin(), info.fading.end(), activity.type);
  });
}

// ---- the conditions that matter to the lead as it is

template <class Visit>
void Stepper::eachTimedOpen(const Visit& visit) {
  const auto timedBy = [&](FunctionRef condition, Edge edge) {
    if (condition) visit(bound_.timed_of[static_cast<std::size_t>(condition.index)], edge, -1);
  };
  const auto triggers = [&](const std::vector<TriggerInfo>& all, Edge edge) {
    for (const TriggerInfo& trigger : all)
      if (trigger.kind == TriggerInfo::Kind::Condition) timedBy(trigger.condition, edge);
  };
  for (std::uint32_t line = 0; line < s_.aged.size(); ++line)
    if (agingDeferred(line)) timedBy(flow_.stages[static_cast<std::size_t>(s_.stage)].aging[line].when, Rises);
  for (std::size_t i = 0; i < flow_.slas.size(); ++i) {
    const bytecode::SlaInfo& sla = flow_.slas[i];
    triggers(sla.starts, Both);   // whether it held last time is remembered, so both changes are seen
    const auto state = static_cast<bytecode::SlaState>(s_.clocks[i].state);
    if (state != bytecode::SlaState::Running && state != bytecode::SlaState::Paused && state != bytecode::SlaState::Overdue) continue;
    triggers(sla.stops, Rises);
    triggers(sla.pauses, Both);
    timedBy(sla.pauses_until, Both);
  }
  for (const bytecode::HandoffInfo& handoff : flow_.handoffs) triggers(handoff.when, Both);
  for (std::size_t i = 0; i < flow_.sequences.size(); ++i) {
    const port::Run& run = s_.sequences[i];
    if (static_cast<bytecode::SequenceState>(run.state) != bytecode::SequenceState::Running) continue;
    const std::vector<bytecode::ActionInfo>& steps = flow_.sequences[i].steps;
    for (std::size_t step = 0; step < steps.size(); ++step)
      if (steps[step].kind == bytecode::ActionInfo::Kind::StopWhen || (steps[step].kind == bytecode::ActionInfo::Kind::Wait && step + 1 == run.step))
        timedBy(steps[step].condition, Rises);
  }
  for (const bytecode::ApprovalInfo& approval : flow_.approvals)
    for (const auto& ask : approval.asks) timedBy(ask.when, Both);
}

template <class Visit>
void Stepper::eachTimed(const Visit& visit) {
  const auto timedBy = [&](FunctionRef condition, Edge edge) {
    if (condition) visit(bound_.timed_of[static_cast<std::size_t>(condition.index)], edge, -1);
  };
  for (const bytecode::ReactionInfo& reaction : flow_.reactions) timedBy(reaction.becomes, Both);
  for (std::size_t i = 0; i < flow_.milestone_timed.size(); ++i)
    if (isMissing(s_.milestones[i])) visit(flow_.milestone_timed[i], Rises, static_cast<std::int32_t>(i));
  if (s_.stage < 0) return;
  const auto here = static_cast<std::size_t>(s_.stage);
  const bytecode::StageInfo& stage = flow_.stages[here];
  for (std::size_t i = 0; i < stage.transitions.size(); ++i) {
    const bytecode::TransitionInfo& line = stage.transitions[i];
    const bool spent = line.limit > 0 && s_.move_counts[bound_.line_offsets[here] + i] >= line.limit;
    if (!line.by_person && !spent && (!stage.final || line.reopens)) timedBy(line.when, Rises);
  }
  if (!s_.final) eachTimedOpen(visit);
}

Stepper::NextLook Stepper::nextLook() {
  NextLook next;
  for (const port::ActivityEntry& activity : s_.activities)   // told before it happens: then it counts
    if (activity.at > now_) next.add(activity.at);
  if (flow_.timed.empty()) return next;
  ++bound_.plans;
  look();
  eachTimed([&](std::int32_t index, Edge edge, std::int32_t) { timed(index, edge, next); });
  return next;
}

/// The lead as it is now, asked at both instants. A boundary is planned where a condition may change, and need not.
bool Stepper::timeChanged() {
  for (const port::ActivityEntry& activity : s_.activities)
    if (activity.at > last_ && activity.at <= now_) return true;
  const auto answersAt = [&](std::int64_t instant) {
    std::vector<Slot> answers;
    look();
    computeAt(instant);
    eachTimed([&](std::int32_t index, Edge, std::int32_t milestone) {
      if (index < 0) return;
      const Slot answer = milestone >= 0 ? bound_.machine.reg(chunk_.milestones[static_cast<std::size_t>(milestone)].reached)
                                         : bound_.machine.run(static_cast<std::uint32_t>(flow_.timed[static_cast<std::size_t>(index)].condition.index));
      answers.push_back(isMissing(answer) ? 0 : answer);   // unknown does not hold
    });
    computed_ = false;
    dirty();
    return answers;
  };
  return answersAt(last_) != answersAt(now_);
}

/// Ticks come at full reviews of the playbook's zone: full days begin at midnight.
std::int64_t Stepper::nextTick() const {
  const TimeZone& zone = world_.desk->program().zone();
  const std::int64_t every = std::max<std::int64_t>(chunk_.review_millis, kMinuteMs);
  std::int64_t tick = (floorDiv(toLocal(now_, zone), every) + 1) * every;
  std::int64_t at = toInstant(tick, zone);
  while (at <= now_) at = toInstant(tick += every, zone);
  return at;
}

void Stepper::planReview() {
  const NextLook next = nextLook();
  std::int64_t due = next.at;
  if (next.tick) {
    const std::int64_t at = nextTick();
    due = isMissing(due) ? at : std::min(due, at);
  }
  step_.zoned = step_.zoned || (!isMissing(due) && hangsOnZones(world_, s_, {due, TimerKind::Review, 0, 0}));   // also where it stays as a look that told nothing planned it
  const auto planned = std::find_if(s_.timers.begin(), s_.timers.end(), [](const port::Timer& timer) { return timer.kind == TimerKind::Review; });
  if (planned == s_.timers.end() ? isMissing(due) : planned->due == due) return;
  clearTimers(TimerKind::Review, bytecode::kAny);
  setTimer(TimerKind::Review, 0, 0, due);
}

}  // namespace leadflow::workflow
