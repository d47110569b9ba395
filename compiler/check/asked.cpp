#include "compiler/check/asked.hpp"

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
  const bool account = info.kind == ContextKind::AccountKnown || info.kind == ContextKind::AccountColumn || info.kind == ContextKind::AccountParentColumn;
  if (account && fresh(Part::Match, info.index)) match(program_.workflow.matches[info.index]);
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

}  // namespace leadflow::check
