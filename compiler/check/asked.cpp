#include "compiler/check/asked.hpp"

#include "runtime/bytecode/visit.hpp"

namespace leadflow::check {

using bytecode::ContextKind;
using typed::ExprKind;

void Asked::add(const ExprPtr& expr) {
  if (expr) add(*expr);
}

void Asked::add(bytecode::FunctionRef function) {
  if (function) add(program_.workflow_functions[static_cast<std::size_t>(function.index)]);
}

void Asked::add(const typed::Expr& expr) {
  switch (expr.kind) {
    case ExprKind::Field: fields_.insert(expr.index); break;
    case ExprKind::Derived:
      if (fresh(Part::Derived, expr.index)) add(program_.derived[expr.index].value);
      break;
    case ExprKind::Score:
      if (fresh(Part::Score, expr.index)) score(program_.scores[expr.index]);
      break;
    case ExprKind::Grade:
      if (fresh(Part::Grade, expr.index)) add(program_.grades[expr.index].of);
      break;
    case ExprKind::DecisionOutput:
      if (fresh(Part::Decision, expr.index)) decision(program_.decisions[expr.index]);
      break;
    case ExprKind::MilestoneReached:
    case ExprKind::MilestoneAt:
      if (fresh(Part::Milestone, expr.index)) add(program_.milestones[expr.index].when);
      break;
    case ExprKind::Context: context(program_.workflow.context[expr.index]); break;
    case ExprKind::RouteRule:
    case ExprKind::RouteOwner:
    case ExprKind::RouteQueue: everything(); break;
    default: break;
  }
  if (expr.query) add(*expr.query);
  for (const ExprPtr& arg : expr.args) add(arg);
}

void Asked::add(const typed::Query& query) {
  activities_ = true;
  add(query.window);
  add(query.where);
}

void Asked::context(const bytecode::ContextInfo& info) {
  switch (info.kind) {
    case ContextKind::Owner: owner_ = true; break;
    case ContextKind::OwnerField: owner_fields_ |= 1U << info.part; break;
    case ContextKind::Seat: seats_.insert(info.index); break;
    case ContextKind::AccountKnown:
    case ContextKind::AccountColumn:
    case ContextKind::AccountParentColumn:
      if (fresh(Part::Match, info.index)) match(program_.workflow.matches[info.index]);
      break;
    default: break;
  }
}

void Asked::score(const typed::Score& score) {
  if (score.decay.since >= 0) fields_.insert(static_cast<std::uint32_t>(score.decay.since));
  add(score.formula);
  for (const typed::Term& term : score.terms) add(term);
}

void Asked::add(const typed::Term& term) {
  add(term.when);
  add(term.per_field);
  if (term.per) add(*term.per);
  for (const typed::Term& each : term.best_of) add(each);
}

void Asked::decision(const typed::Decision& decision) {
  for (const auto& input : decision.inputs) add(input.value);
}

void Asked::match(const bytecode::MatchInfo& match) {
  for (const auto& key : match.keys) add(key.value);
}

void Asked::everything() {
  activities_ = true;
  for (std::uint32_t field = 0; field < program_.fields.size(); ++field) fields_.insert(field);
}

bytecode::RosterAskedInfo Asked::roster() const {
  bytecode::RosterAskedInfo asked{owner_, owner_fields_, {seats_.begin(), seats_.end()}, {}};
  for (const std::uint32_t field : fields_)
    if (program_.fields[field].type.kind == TypeKind::Rep) asked.fields.push_back(field);
  return asked;
}

bytecode::RosterAskedInfo askedOfRoster(typed::Program& program) {
  using namespace bytecode;
  Asked asked(program);
  WorkflowInfo& flow = program.workflow;
  eachPart<TransitionInfo>(flow, [&](const TransitionInfo& line) { asked.add(line.when); });
  eachPart<AgingInfo>(flow, [&](const AgingInfo& aging) { asked.add(aging.when); });
  eachPart<TriggerInfo>(flow, [&](const TriggerInfo& trigger) { asked.add(trigger.condition); });
  eachPart<SlaInfo>(flow, [&](const SlaInfo& sla) { asked.add(sla.pauses_until); });
  eachPart<SlaInfo::Target>(flow, [&](const SlaInfo::Target& target) { asked.add(target.when), asked.add(target.value); });
  eachPart<ApprovalInfo::Ask>(flow, [&](const ApprovalInfo::Ask& ask) { asked.add(ask.when); });
  eachPart<GuardInfo>(flow, [&](const GuardInfo& guard) { asked.add(guard.only_when); });
  eachPart<ReactionInfo>(flow, [&](const ReactionInfo& reaction) { asked.add(reaction.becomes); });
  eachPart<ActionInfo>(flow, [&](const ActionInfo& action) { asked.add(action.condition); });
  for (const typed::Milestone& milestone : program.milestones)
    if (milestone.when) asked.add(*milestone.when);
  for (const typed::Route& route : program.routes)
    for (const typed::Rule& rule : route.rules)
      if (rule.when) asked.add(*rule.when);
  return asked.roster();
}

}  // namespace leadflow::check
