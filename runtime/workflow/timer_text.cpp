#include "runtime/workflow/timer_text.hpp"

#include "runtime/value/percent.hpp"

namespace leadflow::workflow {

using port::TimerKind;

bool isAppointment(const port::Timer& timer) { return timer.kind != TimerKind::Review && timer.kind != TimerKind::Retention; }

bool isDue(const port::Timer& timer) { return timer.kind != TimerKind::Retention; }

std::string timerText(const World& world, const port::LeadState& lead, const port::Timer& timer) {
  const bytecode::WorkflowInfo& flow = world.workflow();
  const auto named = [&](const auto& list, const char* word) {
    return std::string(word) + " " + (timer.index < list.size() ? list[timer.index].name : std::to_string(timer.index));
  };
  switch (timer.kind) {
    case TimerKind::Reminder:
    case TimerKind::Breach: {
      std::string text = named(flow.slas, "sla");
      std::int64_t percent = kWholePercent;
      if (timer.index < flow.slas.size() && timer.part < flow.slas[timer.index].points.size()) percent = flow.slas[timer.index].points[timer.part].percent;
      text += " at ";
      appendPercent(text, percent);
      return text;
    }
    case TimerKind::SequenceStep: return named(flow.sequences, "sequence") + " goes on";
    case TimerKind::Escalation: {
      if (timer.index >= lead.climbs.size()) return "an escalation goes on";
      const port::Climb& climb = lead.climbs[timer.index];
      const std::string name = climb.escalation < flow.escalations.size() ? flow.escalations[climb.escalation].name : std::string();
      return "escalation " + name + " level " + std::to_string(climb.next_level + 1) + " (" + climb.source + ")";
    }
    case TimerKind::Aging: {
      if (lead.stage < 0 || static_cast<std::size_t>(lead.stage) >= flow.stages.size()) return "aging";
      return "aging of " + flow.stages[static_cast<std::size_t>(lead.stage)].name;
    }
    case TimerKind::QueueWithin: return named(world.chunk().queues, "queue") + ": its time is over";
    case TimerKind::HandoffAccept: return named(flow.handoffs, "handoff") + " is not accepted";
    case TimerKind::HandoffFeedback: return named(flow.handoffs, "handoff") + ": feedback is wanted";
    case TimerKind::ApprovalWithin: return named(flow.approvals, "approval") + " is not decided";
    case TimerKind::PauseEnds: return named(flow.slas, "sla") + " goes on after its pause";
    case TimerKind::Review: return "its conditions are looked at again";
    case TimerKind::Retention: return "personal data are erased";
  }
  return {};
}

}  // namespace leadflow::workflow
