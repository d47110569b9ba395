// Handing a lead over, following it up, asking for leave.
//
//     handoff sdr_to_ae { when stage becomes Scheduling   from sdr to ae by route to_ae   carries source, activities in last 90 days }
//     sequence first_touch { email "first_touch" at 09:00 lead time   wait 3 days unless had reply in sequence }
//     approval special_terms { ask role sales_manager when discount > 15%   within 1 business day otherwise escalate sales_chain }
#include "compiler/check/workflow.hpp"

namespace leadflow::check {

using bytecode::HandoffInfo;
using diag::Code;

namespace {

bool checkCarried(Context& context, const Here& here, const syntax::Handoff::Carried& written, HandoffInfo::Carried& out) {
  out.name = written.name.text;
  const std::string& text = written.name.text;
  const bool activity = written.activities || text == "activities" || text == "activity" || text == "outreach" ||
                        (!context.names.look(*here.scope, Space::Values, text) && context.names.look(*here.scope, Space::Activities, text));
  if (!activity) {
    if (written.window) {
      context.error(Code::WorkflowWord, written.window->span, inBackticks(text) + " is a value, and only activities lie in a time").withHelp("take `in last …` out");
      return false;
    }
    return checkValue(context, here, nameExpression(written.name), out.value);
  }
  out.activities = true;
  bool good = true;
  if (text == "activities" || (text == "activity" && written.activities)) {
    for (std::uint32_t i = 0; i < context.program.activities.size(); ++i) out.types.push_back(i);
  } else {
    const ExprScope where = here.expressions();
    out.types = ExprChecker(context, where).activitiesOf(written.name);
    good = !out.types.empty();
  }
  if (written.window) good = checkWallTime(context, here, *written.window, "the time of the activities", out.window) && good;
  return good;
}

}  // namespace

bool checkHandoff(Context& context, Entity& entity) {
  if (!needStages(context, entity.span, "a handoff")) return false;
  const auto& syntax = entity.as<syntax::Handoff>();
  const auto index = static_cast<std::size_t>(entity.index);
  HandoffInfo made;
  made.name = context.program.workflow.handoffs[index].name;
  made.place = context.placeOf(entity.span);
  Here here;
  here.scope = entity.scope;
  here.block = Here::Block::Handoff;
  bool good = checkTriggers(context, here, syntax.when, made.when);
  const auto seat = [&](const syntax::Name& name, std::uint32_t& out) {
    if (!name) return;
    const auto found = seatOf(context, *entity.scope, name);
    good = good && found;
    if (found) out = *found;
  };
  seat(syntax.from, made.from);
  seat(syntax.to, made.to);
  if (syntax.route) {
    const Entity* route = context.findRoute(*entity.scope, syntax.route);
    good = good && route;
    if (route) made.route = static_cast<std::uint32_t>(route->index);
  }
  for (const auto& carried : syntax.carries) good = checkCarried(context, here, carried, made.carries.emplace_back()) && good;
  if (syntax.accept_within) good = checkTime(context, here, *syntax.accept_within, "the time to accept", made.accept_within) && good;
  good = checkActions(context, here, syntax.late, made.late) && good;
  for (const auto& rejection : syntax.rejections) {
    auto& out = made.rejections.emplace_back();
    for (const syntax::Name& name : rejection.reasons) {
      const auto reason = reasonOf(context, *entity.scope, name);
      good = good && reason;
      if (reason) out.reasons.push_back(*reason);
    }
    if (!rejection.to) continue;
    const auto to = stageOf(context, *entity.scope, rejection.to);
    good = good && to;
    if (to) out.to = *to;
  }
  made.feedback_low = syntax.feedback_low;
  made.feedback_high = syntax.feedback_high;
  made.feedback_from.text = "owner";
  if (syntax.feedback_high != 0 || syntax.feedback_low != 0) {
    if (syntax.feedback_low >= syntax.feedback_high) {
      context.error(Code::FeedbackRange, entity.span, "the marks of " + inBackticks(entity.name) + " go from " + std::to_string(syntax.feedback_low) + " to " + std::to_string(syntax.feedback_high))
          .withHelp("write the lowest mark first: `feedback 1..5`");
      good = false;
    }
    if (syntax.feedback_from.span.known()) good = checkWho(context, here, syntax.feedback_from, made.feedback_from) && good;
    if (syntax.feedback_within) good = checkTime(context, here, *syntax.feedback_within, "the time for feedback", made.feedback_within) && good;
  }
  context.program.workflow.handoffs[index] = std::move(made);
  return good;
}

bool checkSequence(Context& context, Entity& entity) {
  if (!needStages(context, entity.span, "a sequence")) return false;
  const auto& syntax = entity.as<syntax::Sequence>();
  const auto index = static_cast<std::size_t>(entity.index);
  bytecode::SequenceInfo made;
  made.name = context.program.workflow.sequences[index].name;
  made.place = context.placeOf(entity.span);
  Here here;
  here.scope = entity.scope;
  here.block = Here::Block::Sequence;
  here.sequence = entity.index;
  bool good = checkActions(context, here, syntax.steps, made.steps);
  if (syntax.steps.empty()) {
    context.error(Code::IncompleteConstruct, entity.span, "the sequence " + inBackticks(entity.name) + " does nothing").withHelp("add steps such as `email \"first_touch\"` and `wait 3 days`");
    good = false;
  }
  context.program.workflow.sequences[index] = std::move(made);
  return good;
}

bool checkApproval(Context& context, Entity& entity) {
  if (!needStages(context, entity.span, "an approval")) return false;
  const auto& syntax = entity.as<syntax::Approval>();
  const auto index = static_cast<std::size_t>(entity.index);
  bytecode::ApprovalInfo made;
  made.name = context.program.workflow.approvals[index].name;
  made.place = context.placeOf(entity.span);
  Here here;
  here.scope = entity.scope;
  here.block = Here::Block::Approval;
  bool good = true;
  for (const auto& ask : syntax.asks) {
    auto& out = made.asks.emplace_back();
    out.text = context.words(ask.span);
    good = checkWho(context, here, ask.who, out.who) && good;
    out.when = checkWhen(context, here, ask.when, good);
  }
  if (syntax.asks.empty()) {
    context.error(Code::IncompleteConstruct, entity.span, "the approval " + inBackticks(entity.name) + " asks nobody").withHelp("add a line such as `ask role sales_manager when discount > 15%`");
    good = false;
  }
  if (syntax.within) good = checkTime(context, here, *syntax.within, "the time to decide", made.within) && good;
  good = checkActions(context, here, syntax.late, made.late) && good;
  context.program.workflow.approvals[index] = std::move(made);
  return good;
}

}  // namespace leadflow::check
