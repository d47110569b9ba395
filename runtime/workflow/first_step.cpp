#include "runtime/workflow/first_step.hpp"

#include "runtime/workflow/carry_over_inside.hpp"

namespace leadflow::workflow {

using crossing::runs;

FirstStep::FirstStep(std::shared_ptr<const World> world) : world_(std::move(world)), view_(world_, scratch_) {}

void FirstStep::look(const port::LeadState& moved, std::int64_t now, Changes& changes) {
  port::Event event;
  event.type = port::EventType::Deployed;
  event.lead = moved.id;
  event.at = now;
  const port::LeadState& is = view_.happen(moved, event, now).after;
  changes.dueBy(is.timers);
  const bytecode::WorkflowInfo& flow = world_->workflow();
  const auto named = [](const char* kind, const auto& info) { return kind + info.name; };
  const bool moves = is.stage != moved.stage && is.stage >= 0 && moved.stage >= 0;
  if (moves) changes.add(named("stage ", flow.stages[static_cast<std::size_t>(moved.stage)]), "goes on to " + flow.stages[static_cast<std::size_t>(is.stage)].name + " at once");
  const bool rests = !moves && !is.final;   // what a move ends goes without saying
  for (std::size_t i = 0; i < flow.slas.size(); ++i) {
    const port::Clock before = i < moved.clocks.size() ? moved.clocks[i] : port::Clock(), &after = is.clocks[i];
    if (after.runs > before.runs) changes.add(named("sla ", flow.slas[i]), "starts at once", runs(after) ? view_.due(static_cast<std::uint32_t>(i)) : kMissing);
    else if (rests && runs(before) && !runs(after)) changes.add(named("sla ", flow.slas[i]), "stops at once");
  }
  for (std::size_t i = 0; i < flow.sequences.size(); ++i) {
    const port::Run before = i < moved.sequences.size() ? moved.sequences[i] : port::Run(), &after = is.sequences[i];
    if (after.runs > before.runs) changes.add(named("sequence ", flow.sequences[i]), "begins at once");
    else if (rests && runs(before) && !runs(after)) changes.add(named("sequence ", flow.sequences[i]), "stops at once");
  }
  for (std::size_t i = 0; i < flow.handoffs.size(); ++i)
    if (is.handoffs[i].offers > (i < moved.handoffs.size() ? moved.handoffs[i].offers : 0)) changes.add(named("handoff ", flow.handoffs[i]), "is offered at once");
  for (std::size_t i = 0; i < flow.approvals.size(); ++i)
    if (runs(is.approvals[i]) && !(i < moved.approvals.size() && runs(moved.approvals[i]))) changes.add(named("approval ", flow.approvals[i]), "is asked at once");
  for (std::size_t i = moved.climbs.size(); i < is.climbs.size(); ++i)
    if (is.climbs[i].escalation < flow.escalations.size()) changes.add(named("escalation ", flow.escalations[is.climbs[i].escalation]), "begins at once");
  const crossing::Said said{world_->chunk(), world_->chunk()};
  for (std::size_t i = 0; i < flow.reactions.size() && i < is.reactions.size(); ++i)
    if (is.reactions[i] != 0 && !(i < moved.reactions.size() && moved.reactions[i] != 0)) changes.add("privacy", "`" + said(flow.reactions[i]) + "` fires at once");
  if (is.erased) changes.add("privacy", "erased at once");
}

}  // namespace leadflow::workflow
