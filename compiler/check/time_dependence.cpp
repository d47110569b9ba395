// Whether a condition may change while nothing happens but time passes: then a lead's stage is looked at again at every review.
//
//     engagement >= 40          its points fade: yes        rating is A     as its score
//     had call in last 7 days   yes                         had call in stage   no: nothing falls out of it
#include "compiler/check/workflow.hpp"
#include "stdlib/functions.hpp"

namespace leadflow::check {

using bytecode::ContextKind;
using typed::Expr;
using typed::ExprKind;

/// Answers are kept: -1 not asked, 2 being asked (a circle cannot occur in a checked program), else the answer.
template <class F>
bool TimeDependence::once(std::vector<std::int8_t>& known, std::size_t index, F&& compute) {
  if (known.size() <= index) known.resize(index + 1, -1);
  if (known[index] == 2) return true;
  if (known[index] >= 0) return known[index] == 1;
  known[index] = 2;
  const bool answer = compute();
  known[index] = answer ? 1 : 0;
  return answer;
}

bool TimeDependence::query(const typed::Query& query) {
  if (query.where && of(*query.where)) return true;
  if (!query.window) return false;
  // `now - stage.entered`: a window that grows as fast as the activities in it age.
  const Expr& window = *query.window;
  return !(window.kind == ExprKind::Subtract && window.args[0]->kind == ExprKind::Now && window.args[1]->kind == ExprKind::Context);
}

bool TimeDependence::term(const typed::Term& term) {
  if (term.when && of(*term.when)) return true;
  if (term.per && query(*term.per)) return true;
  if (term.per_field && of(*term.per_field)) return true;
  for (const typed::Term& option : term.best_of)
    if (this->term(option)) return true;
  return false;
}

bool TimeDependence::score(std::uint32_t index) {
  return once(scores_, index, [&] {
    const typed::Score& score = program_.scores[index];
    if (score.decay.kind != typed::Decay::Kind::None) return true;
    if (score.formula && of(*score.formula)) return true;
    for (const typed::Term& one : score.terms)
      if (term(one)) return true;
    return false;
  });
}

bool TimeDependence::decision(std::uint32_t index) {
  return once(decisions_, index, [&] {
    const typed::Decision& decision = program_.decisions[index];
    for (const auto& row : decision.rows)
      if (row.has_from || row.has_until) return true;
    for (const auto& input : decision.inputs)
      if (input.value && of(*input.value)) return true;
    return false;
  });
}

bool TimeDependence::of(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::Now:
    case ExprKind::CalendarOpen: return true;
    case ExprKind::Call:
      if (stdlib::kFunctions[expr.index].name == "today") return true;
      break;
    case ExprKind::Had:
    case ExprKind::Count:
    case ExprKind::Last: return query(*expr.query);
    case ExprKind::Score: return score(expr.index);
    case ExprKind::Derived: return once(derived_, expr.index, [&] { return program_.derived[expr.index].value && of(*program_.derived[expr.index].value); });
    case ExprKind::Grade: return once(grades_, expr.index, [&] { return program_.grades[expr.index].of && of(*program_.grades[expr.index].of); });
    case ExprKind::MilestoneReached:
    case ExprKind::MilestoneAt: return once(milestones_, expr.index, [&] { return program_.milestones[expr.index].when && of(*program_.milestones[expr.index].when); });
    case ExprKind::DecisionOutput: return decision(expr.index);
    default: break;
  }
  for (const auto& arg : expr.args)
    if (of(*arg)) return true;
  return false;
}

}  // namespace leadflow::check
