// Timers keep their instants, those of what is gone go, and a new line's is planned when the lead takes the version up.
#include "runtime/workflow/crossing.hpp"

namespace leadflow::workflow {

using bytecode::Chunk;
using namespace crossing;

bool Crossing::timed(port::TimerKind kind, std::size_t index) const {
  return std::any_of(s_.timers.begin(), s_.timers.end(), [&](const port::Timer& timer) { return timer.kind == kind && timer.index == index; });
}

void Crossing::timers(std::int32_t old_stage) {
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
  s_.timers = std::move(moved);
  withinsAdded();
  feedbackAdded();
  levelsAdded();
  std::sort(s_.timers.begin(), s_.timers.end());
}

void Crossing::added(port::TimerKind kind, const std::string& what, int index, const bytecode::TimeSpan& before, const bytecode::TimeSpan& after, std::int64_t since, const char* which) {
  if (before.given || !after.given || isMissing(since) || timed(kind, static_cast<std::size_t>(index))) return;
  s_.timers.push_back({kMissing, kind, static_cast<std::uint32_t>(index), 0});   // Stepper::goneOver() works out when
  tellPlanned(what, which, kind, static_cast<std::size_t>(index));
}

void Crossing::withinsAdded() {
  if (s_.queue >= 0 && from_.queues[static_cast<std::size_t>(old_queue_)].within == 0 && to_.queues[static_cast<std::size_t>(s_.queue)].within > 0 && !timed(port::TimerKind::QueueWithin, static_cast<std::size_t>(s_.queue))) {
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
}

void Crossing::feedbackAdded() {
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
}

void Crossing::levelsAdded() {
  for (std::size_t i = 0; i < s_.climbs.size(); ++i) {   // a level behind the last one that the version before had
    const port::Climb& climb = s_.climbs[i];
    if (!isMissing(climb.closed) || (!climb.acknowledged_by.empty() && isMissing(climb.resumes)) || climb.escalation >= now_.escalations.size()) continue;
    const bytecode::EscalationInfo& escalation = now_.escalations[climb.escalation];
    if (climb.next_level >= escalation.levels.size()) continue;
    if (timed(port::TimerKind::Escalation, i)) continue;
    s_.timers.push_back({kMissing, port::TimerKind::Escalation, static_cast<std::uint32_t>(i), 0});
    tellPlanned("escalation " + escalation.name, "level " + std::to_string(climb.next_level + 1) + " added", port::TimerKind::Escalation, i);
  }
}

}  // namespace leadflow::workflow
