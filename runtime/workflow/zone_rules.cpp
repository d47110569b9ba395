#include "runtime/workflow/zone_rules.hpp"

#include <algorithm>

#include "runtime/workflow/clock_history.hpp"

namespace leadflow::workflow {

using bytecode::ActionInfo;
using port::LeadState;
using port::Timer;
using port::TimerKind;

namespace {

/// `within 4 business hours` on those hours, or on the playbook's where they are none.
bool spanHangs(const World& world, const bytecode::TimeSpan& span, std::int32_t hours) {
  return span.given && span.business && hoursHaveRules(world, hours < 0 ? world.chunk().calendar : hours);
}

/// The same on the hours of a rep.
bool spanHangs(const World& world, const bytecode::TimeSpan& span, const std::string& rep) { return spanHangs(world, span, calendarOfRep(world, rep)); }

bool handoffHangs(const World& world, const LeadState& lead, std::uint32_t number, bool feedback) {
  if (number >= lead.handoffs.size() || number >= world.workflow().handoffs.size()) return false;
  const bytecode::HandoffInfo& info = world.workflow().handoffs[number];
  if (feedback) return info.feedback_within.given && info.feedback_within.business;   // on the hours of whoever is to give it
  return spanHangs(world, info.accept_within, lead.handoffs[number].to);
}

bool queueHangs(const World& world, std::uint32_t number) {
  if (number >= world.chunk().queues.size()) return false;
  const bytecode::QueueInfo& info = world.chunk().queues[number];
  return spanHangs(world, {info.within > 0, info.within_is_business, info.within}, queueOwner(world, number));
}

bool approvalHangs(const World& world, const LeadState& lead, std::uint32_t number) {
  if (number >= lead.approvals.size() || number >= world.workflow().approvals.size()) return false;
  const std::vector<std::string>& asked = lead.approvals[number].asked_of;
  return spanHangs(world, world.workflow().approvals[number].within, asked.empty() ? std::string() : asked.front());
}

bool climbHangs(const World& world, const LeadState& lead, std::uint32_t number) {
  if (number >= lead.climbs.size()) return false;
  const port::Climb& climb = lead.climbs[number];
  const auto& chains = world.workflow().escalations;
  if (climb.escalation >= chains.size() || climb.next_level >= chains[climb.escalation].levels.size()) return false;
  return spanHangs(world, chains[climb.escalation].levels[climb.next_level].after, world.desk->program().hoursIn(climb.calendar, climb.zone));
}

bool sequenceHangs(const World& world, const LeadState& lead, std::uint32_t number) {
  if (number >= lead.sequences.size() || number >= world.workflow().sequences.size()) return false;
  const port::Run& run = lead.sequences[number];
  const std::vector<ActionInfo>& steps = world.workflow().sequences[number].steps;
  if (run.window) return run.step < steps.size() && (steps[run.step].lead_time || hasRules(world.desk->program().zone()));
  return run.step > 0 && run.step <= steps.size() && spanHangs(world, steps[run.step - 1].within, -1);
}

/// A review comes at the earliest instant at which a condition may change: by date, by the hour, by hours of work. Only what waits
/// for so much time since an activity waits for no wall clock.
bool reviewHangs(const World& world) {
  using Kind = bytecode::BoundaryInfo::Kind;
  const bytecode::WorkflowInfo& flow = world.workflow();
  const bool zone = hasRules(world.desk->program().zone());
  const auto boundary = [&](const bytecode::BoundaryInfo& each) {
    if (each.kind == Kind::Calendar) return hoursHaveRules(world, static_cast<std::int32_t>(each.index));
    return zone && each.kind != Kind::Window;
  };
  const auto fades = [](const bytecode::TimedConditionInfo& each) { return each.rises || each.falls; };
  return (zone && std::any_of(flow.timed.begin(), flow.timed.end(), fades)) || std::any_of(flow.boundaries.begin(), flow.boundaries.end(), boundary);
}

}  // namespace

bool hasRules(const TimeZone& zone) { return zone.name() != "UTC" && zone.name() != "GMT" && !zone.name().starts_with("Etc/"); }

bool hoursHaveRules(const World& world, std::int32_t hours) {
  return hours >= 0 && hasRules(world.desk->program().calendar(static_cast<std::uint32_t>(hours)).zone());
}

bool hangsOnZones(const World& world, const LeadState& lead, const Timer& timer) {
  const bytecode::WorkflowInfo& flow = world.workflow();
  const std::uint32_t i = timer.index;
  switch (timer.kind) {
    case TimerKind::Reminder:
    case TimerKind::Breach: return i < lead.clocks.size() && hoursHaveRules(world, hoursOf(world, lead.clocks[i]));
    case TimerKind::PauseEnds: return i < flow.slas.size() && flow.slas[i].pauses_until && hasRules(world.desk->program().zone());
    case TimerKind::Escalation: return climbHangs(world, lead, i);
    case TimerKind::SequenceStep: return sequenceHangs(world, lead, i);
    case TimerKind::Aging: {
      if (lead.stage < 0 || static_cast<std::size_t>(lead.stage) >= flow.stages.size()) return false;
      const auto& lines = flow.stages[static_cast<std::size_t>(lead.stage)].aging;
      return i < lines.size() && spanHangs(world, lines[i].after, -1);
    }
    case TimerKind::QueueWithin: return queueHangs(world, i);
    case TimerKind::HandoffAccept: return handoffHangs(world, lead, i, false);
    case TimerKind::HandoffFeedback: return handoffHangs(world, lead, i, true);
    case TimerKind::ApprovalWithin: return approvalHangs(world, lead, i);
    case TimerKind::Review: return reviewHangs(world);
    case TimerKind::Retention: return false;
  }
  return false;
}

bool waitsByZones(const World& world, const LeadState& lead) {
  return std::any_of(lead.timers.begin(), lead.timers.end(), [&](const Timer& timer) { return hangsOnZones(world, lead, timer); });
}

bool schedulesHang(const World& world) {
  const bytecode::WorkflowInfo& flow = world.workflow();
  const auto scheduled = [](const bytecode::ReportInfo& report) { return report.scheduled; };
  return hasRules(world.desk->program().zone()) && (!flow.every.empty() || std::any_of(flow.reports.begin(), flow.reports.end(), scheduled));
}

port::Status releaseOf(port::Store& store, std::string& release) { return store.setting(kRelease, release); }

bool isRelease(std::string_view version) { return !version.empty() && version != "unknown"; }

bool laterRelease(std::string_view a, std::string_view b) { return isRelease(a) && (!isRelease(b) || a > b); }

}  // namespace leadflow::workflow
