// constant-condition: a condition that is the same for every lead: it looks at nothing of the lead, contradicts itself, or asks
// whether something is known that always is.
#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <vector>

#include "compiler/lint/registry.hpp"
#include "compiler/lint/walk.hpp"
#include "runtime/value/slot.hpp"

namespace leadflow::lint {
namespace {

using typed::Expr;
using typed::ExprKind;

/// Whether nothing of the lead, its activities, its time or a rep is asked.
bool isFixed(const Expr& expr) {
  bool fixed = true;
  eachExpr(expr, [&](const Expr& part) {
    switch (part.kind) {
      case ExprKind::Const: case ExprKind::IntToNumber: case ExprKind::Retype: case ExprKind::Add: case ExprKind::Subtract: case ExprKind::Multiply:
      case ExprKind::Divide: case ExprKind::Negate: case ExprKind::Equal: case ExprKind::NotEqual: case ExprKind::Less: case ExprKind::LessEqual:
      case ExprKind::Greater: case ExprKind::GreaterEqual: case ExprKind::And: case ExprKind::Or: case ExprKind::Not: case ExprKind::IsKnown:
      case ExprKind::Coalesce: case ExprKind::InSet: case ExprKind::InRange: break;
      default: fixed = false;
    }
  });
  return fixed;
}

/// Whether a param decides: those are meant to be the same for every lead of a unit.
bool asksParam(const Facts& facts, const Expr& expr) {
  bool asks = false;
  eachExpr(expr, [&](const Expr& part) {
    if (part.kind != ExprKind::Const || !part.span.known()) return;
    const TypeKind kind = part.type.kind;
    if (kind == TypeKind::Enum || kind == TypeKind::Country || kind == TypeKind::Rep) return;
    const std::string_view text = facts.sources.text(part.span);
    const bool name = !text.empty() && (std::isalpha(static_cast<unsigned char>(text.front())) || text.front() == '_');
    asks = asks || (name && text != "true" && text != "false" && text != "missing");
  });
  return asks;
}

/// Scores and questions about activities are never missing.
bool neverMissing(const typed::Program& program, const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::Had: case ExprKind::Count: case ExprKind::Now: case ExprKind::MilestoneReached: case ExprKind::IsKnown: return true;
    case ExprKind::Score: return !program.scores[expr.index].formula && program.scores[expr.index].decay.since < 0;
    case ExprKind::Field: return program.fields[expr.index].required || (program.fields[expr.index].fallback && !program.fields[expr.index].fallback->isMissing());
    default: return false;
  }
}

/// What the parts of an `and` leave of one value: an interval, or a set of slots, and known or missing.
struct Left {
  std::int64_t low = INT64_MIN + 1, high = INT64_MAX;
  std::optional<std::vector<std::int64_t>> values;
  std::vector<std::int64_t> not_values;
  bool known = false, missing = false;
  const Expr* first = nullptr;  ///< the part that spoke of it first

  bool empty() const {
    if (missing && known) return true;
    if (low > high) return true;
    if (values) return std::none_of(values->begin(), values->end(), [&](std::int64_t v) { return v >= low && v <= high && std::find(not_values.begin(), not_values.end(), v) == not_values.end(); });
    return low == high && std::find(not_values.begin(), not_values.end(), low) != not_values.end();
  }
};

bool slotKind(TypeKind kind) { return !isTextual(kind) && kind != TypeKind::Rep && kind != TypeKind::TextSet && kind != TypeKind::EnumSet; }

void keepValues(Left& left, std::vector<std::int64_t> values) {
  left.known = true;
  if (!left.values) {
    left.values = std::move(values);
    return;
  }
  std::vector<std::int64_t> both;
  for (const std::int64_t value : *left.values)
    if (std::find(values.begin(), values.end(), value) != values.end()) both.push_back(value);
  left.values = std::move(both);
}

/// Narrows what is left by one part; null when the part is no plain test of one value.
Left* narrow(const typed::Program& program, const Expr& part, std::map<std::string, Left>& all) {
  const auto of = [&](const Expr& tested) -> Left& {
    Left& left = all[normalKey(program, tested)];
    if (!left.first) left.first = &part;
    return left;
  };
  const auto plain = [](const Expr& expr) { return expr.kind == ExprKind::Const && !expr.constant.isMissing() && slotKind(expr.type.kind); };
  switch (part.kind) {
    case ExprKind::IsKnown: {
      Left& left = of(*part.args[0]);
      left.known = true;
      return &left;
    }
    case ExprKind::Not:
      if (part.args[0]->kind == ExprKind::IsKnown) {
        Left& left = of(*part.args[0]->args[0]);
        left.missing = true;
        return &left;
      }
      return nullptr;
    case ExprKind::InSet: {
      if (!slotKind(part.args[0]->type.kind)) return nullptr;
      std::vector<std::int64_t> values;
      for (const auto& value : program.sets[part.index].values) values.push_back(value.bits);
      Left& left = of(*part.args[0]);
      keepValues(left, std::move(values));
      return &left;
    }
    case ExprKind::InRange: {
      if (!slotKind(part.args[0]->type.kind) || (!part.open_low && !plain(*part.args[1])) || (!part.open_high && !plain(*part.args[2]))) return nullptr;
      Left& left = of(*part.args[0]);
      left.known = true;
      if (!part.open_low) left.low = std::max(left.low, part.args[1]->constant.bits);
      if (!part.open_high) left.high = std::min(left.high, part.args[2]->constant.bits);
      return &left;
    }
    case ExprKind::Equal: case ExprKind::NotEqual: case ExprKind::Less: case ExprKind::LessEqual: case ExprKind::Greater: case ExprKind::GreaterEqual: {
      const Expr *tested = part.args[0].get(), *bound = part.args[1].get();
      bool below = part.kind == ExprKind::Less || part.kind == ExprKind::LessEqual;
      const bool strict = part.kind == ExprKind::Less || part.kind == ExprKind::Greater;
      if (!plain(*bound)) {
        std::swap(tested, bound);
        below = !below;
      }
      if (!plain(*bound) || plain(*tested)) return nullptr;
      const std::int64_t value = bound->constant.bits;
      Left& left = of(*tested);
      left.known = true;
      if (part.kind == ExprKind::Equal) keepValues(left, {value});
      else if (part.kind == ExprKind::NotEqual) left.not_values.push_back(value);
      else if (below) left.high = std::min(left.high, strict ? value - 1 : value);
      else left.low = std::max(left.low, strict ? value + 1 : value);
      return &left;
    }
    default: return nullptr;
  }
}

void partsOf(const Expr& expr, std::vector<const Expr*>& out) {
  if (expr.kind != ExprKind::And) {
    out.push_back(&expr);
    return;
  }
  for (const auto& arg : expr.args) partsOf(*arg, out);
}

/// Reports an `and` that nothing fulfils; true when it did.
bool contradiction(const Facts& facts, const Expr& expr, diag::Diagnostics& diags) {
  std::vector<const Expr*> parts;
  partsOf(expr, parts);
  std::map<std::string, Left> all;
  for (const Expr* part : parts) {
    Left* left = narrow(facts.program, *part, all);
    if (!left || !left->empty()) continue;
    auto& finding = diags.report(diag::Code::ConstantCondition, expr.span, "no lead fulfils this condition");
    if (left->first != part) finding.label(left->first->span, "rules out").label(part->span, "what this asks for");
    finding.withHelp("write `or` where either is enough, or correct a value");
    return true;
  }
  return false;
}

void look(const Facts& facts, const Expr& expr, bool condition, diag::Diagnostics& diags) {
  if (condition && expr.type.kind == TypeKind::Bool) {
    if (isFixed(expr)) {
      if (asksParam(facts, expr)) return;
      auto& finding = diags.report(diag::Code::ConstantCondition, expr.span, "this condition is the same for every lead");
      if (expr.kind == ExprKind::Const) finding.at(expr.constant.isMissing() ? "never holds" : expr.constant.bits ? "always holds" : "never holds");
      finding.note("it looks at nothing that a lead has").withHelp("remove the condition, or ask for a field");
      return;
    }
    if (expr.kind == ExprKind::IsKnown && neverMissing(facts.program, *expr.args[0])) {
      diags.report(diag::Code::ConstantCondition, expr.span, "`" + std::string(facts.sources.text(expr.args[0]->span)) + "` is always known, so this condition always holds")
          .withHelp("remove the condition");
      return;
    }
    if (contradiction(facts, expr, diags)) return;
  }
  // Parts that are conditions themselves; the parts of an `and` were looked at together.
  const bool logic = expr.kind == ExprKind::And || expr.kind == ExprKind::Or || expr.kind == ExprKind::Not;
  for (std::size_t i = 0; i < expr.args.size(); ++i) {
    const bool arm = expr.kind == ExprKind::FirstOf && i % 2 == 0 && i + 1 < expr.args.size();
    look(facts, *expr.args[i], arm || (condition && logic), diags);
  }
  if (expr.query && expr.query->where) look(facts, *expr.query->where, true, diags);
}

}  // namespace

void constantCondition(const Facts& facts, diag::Diagnostics& diags) {
  eachRoot(facts.program, [&](const Expr& root, bool condition, std::string_view) { look(facts, root, condition, diags); });
}

}  // namespace leadflow::lint
