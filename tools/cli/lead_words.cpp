#include "tools/cli/lead_words.hpp"

#include <algorithm>

#include "runtime/decide/flat_rows.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/percent.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/progress.hpp"

namespace leadflow::cli {

using port::TimerKind;

std::string wallText(std::int64_t instant, const TimeZone& zone) {
  std::string text;
  if (!isMissing(instant)) decide::appendWallClock(text, instant, zone);
  return text;
}

std::string isoText(std::int64_t instant) {
  std::string text;
  if (!isMissing(instant)) appendInstant(text, instant);
  return text;
}

std::string spanText(std::int64_t ms) {
  ms = std::max<std::int64_t>(0, ms);
  const auto two = [](std::int64_t large, const char* large_name, std::int64_t small, const char* small_name) {
    std::string text = std::to_string(large) + ' ' + large_name;
    if (small > 0) text += ' ' + std::to_string(small) + ' ' + small_name;
    return text;
  };
  if (ms >= kDayMs) return two(ms / kDayMs, "d", ms % kDayMs / kHourMs, "h");
  if (ms >= kHourMs) return two(ms / kHourMs, "h", ms % kHourMs / kMinuteMs, "min");
  if (ms >= kMinuteMs) return two(ms / kMinuteMs, "min", ms % kMinuteMs / kSecondMs, "s");
  return std::to_string(ms / kSecondMs) + " s";
}

bool isAppointment(const port::Timer& timer) { return timer.kind != TimerKind::Review && timer.kind != TimerKind::Retention; }

std::string timerText(const workflow::World& world, const port::LeadState& lead, const port::Timer& timer) {
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
    case TimerKind::Review: return "conditions are looked at again";
    case TimerKind::Retention: return "personal data are erased";
  }
  return {};
}

std::string peopleText(const std::vector<std::string>& who, const std::string& queue) {
  std::string text;
  for (const std::string& one : who) text += (text.empty() ? "" : ", ") + one;
  if (text.empty()) text = "nobody";
  return queue.empty() ? text : text + " (queue " + queue + ")";
}

void printRows(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows, const std::string& none) {
  if (rows.empty()) {
    if (!none.empty()) print(none + "\n");
    return;
  }
  std::string text;
  const decide::TableLayout layout(titles, rows, static_cast<std::size_t>(terminal().width));
  layout.appendHeader(text, titles);
  for (const auto& row : rows) layout.appendRow(text, row);
  print(text);
}

std::string counted(std::uint64_t number, const std::string& one, const std::string& many) {
  return groupedNumber(number) + " " + (number == 1 ? one : many.empty() ? one + "s" : many);
}

}  // namespace leadflow::cli
