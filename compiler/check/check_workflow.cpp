// The workflow as a whole: what comes before its single constructs, and what only all of them together show.
#include "compiler/check/asked.hpp"
#include "compiler/check/timed_conditions.hpp"
#include "compiler/check/workflow.hpp"
#include "runtime/bytecode/visit.hpp"

namespace leadflow::check {

using bytecode::ContextKind;
using bytecode::StageInfo;
using diag::Code;

void beginWorkflow(Context& context) {
  auto& workflow = context.program.workflow;
  if (workflow.seats.empty()) workflow.seats.emplace_back("owner");
  if (workflow.present) context.reasonEnum();
  bool owners = false;
  context.names.forEachItem([&](const resolve::Item& item) {
    if (!std::holds_alternative<syntax::Owners>(item.declaration->node)) return;
    if (owners) context.error(Code::RepeatedConstruct, item.declaration->span, "a second `owners` line").withHelp("name all seats in one line");
    owners = true;
    needStages(context, item.declaration->span, "a seat");
  });
}

namespace {

Span spanOf(const Context& context, const bytecode::Place& place) { return place.line == 0 ? Span{} : context.program.workflow_spans[place.line - 1]; }

void findInitial(Context& context) {
  auto& workflow = context.program.workflow;
  int initial = -1;
  for (std::size_t i = 0; i < workflow.stages.size(); ++i) {
    const StageInfo& stage = workflow.stages[i];
    if (!stage.initial) continue;
    const Span span = spanOf(context, stage.place);
    if (stage.final) context.error(Code::InitialStage, span, "a lead cannot begin in the final stage " + inBackticks(stage.name)).withHelp("take `initial` or `final` out");
    if (initial >= 0)
      context.error(Code::InitialStage, span, "a second initial stage").label(spanOf(context, workflow.stages[static_cast<std::size_t>(initial)].place), "the first is here").withHelp("a lead begins in one stage: keep one `initial`");
    else initial = static_cast<int>(i);
  }
  workflow.initial = initial < 0 ? 0 : static_cast<std::uint32_t>(initial);
  workflow.stages[workflow.initial].initial = true;
}

/// An earlier name belongs to one stage, and is no stage any more.
void checkEarlierNames(Context& context) {
  std::unordered_map<std::string, Span> seen;
  const auto look = [&](const syntax::Name& was) {
    const auto [place, added] = seen.emplace(was.text, was.span);
    const auto& stages = context.program.workflow.stages;
    for (const StageInfo& stage : stages)
      if (stage.name == was.text) {
        context.error(Code::MigratedStage, was.span, inBackticks(was.text) + " is a stage of this version").withHelp("an earlier name is one that `stages` has no more");
        return;
      }
    if (!added) context.error(Code::MigratedStage, was.span, inBackticks(was.text) + " cannot have become two stages").label(place->second, "the first is here").withHelp("keep one of them");
  };
  context.names.forEachItem([&](const resolve::Item& item) {
    if (const auto* stage = std::get_if<syntax::Stage>(&item.declaration->node); stage && stage->was) look(stage->was);
    if (const auto* migrate = std::get_if<syntax::Migrate>(&item.declaration->node)) look(migrate->from);
  });
}

/// Lines without a condition of an approval that some action asks for wait for that action.
void findAskedApprovals(Context& context) {
  auto& workflow = context.program.workflow;
  bytecode::eachPart<bytecode::ActionInfo>(workflow, [&](const bytecode::ActionInfo& action) {
    if (action.kind == bytecode::ActionInfo::Kind::Ask && action.index < workflow.approvals.size()) workflow.approvals[action.index].by_action = true;
  });
}

}  // namespace

void finishWorkflow(Context& context) {
  auto& workflow = context.program.workflow;
  workflow.queue_escalation.resize(context.program.queues.size(), -1);
  if (!workflow.present) return;
  findInitial(context);
  checkEarlierNames(context);
  // Milestones are stamped: each needs the instant at which it was first reached.
  for (std::uint32_t i = 0; i < context.program.milestones.size(); ++i) context.contextValue(ContextKind::MilestoneAt, i, 0, kInstant);
  for (std::uint32_t i = 0; i < context.program.tables.size(); ++i)
    if (context.program.tables[i].live) workflow.live_tables.push_back(i);
  bool errors = false;
  for (const diag::Diagnostic& finding : context.diags.all()) errors = errors || finding.severity == diag::Severity::Error;
  if (errors) return;
  findAskedApprovals(context);
  findTimedConditions(context);
  workflow.roster_asked = askedOfRoster(context.program);
  requireConsent(context);   // last: a store that runs such a playbook already gets a warning, and needs all the rest
}

}  // namespace leadflow::check
