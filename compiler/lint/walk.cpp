#include "compiler/lint/walk.hpp"

#include <algorithm>

#include "runtime/value/country.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/money.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::lint {

using typed::Expr;
using typed::ExprKind;

void eachExpr(const Expr& expr, const std::function<void(const Expr&)>& f) {
  f(expr);
  for (const auto& arg : expr.args) eachExpr(*arg, f);
  if (expr.query) {
    if (expr.query->window) eachExpr(*expr.query->window, f);
    if (expr.query->where) eachExpr(*expr.query->where, f);
  }
}

namespace {

using Root = std::function<void(const Expr&, bool, std::string_view)>;

void eachTerm(const std::vector<typed::Term>& terms, const Root& f) {
  for (const typed::Term& term : terms) {
    if (term.when) f(*term.when, true, "this term's condition");
    if (term.per && term.per->where) f(*term.per->where, true, "this `where`");
    if (term.per_field) f(*term.per_field, false, "a field counted");
    eachTerm(term.best_of, f);
  }
}

void eachOf(const typed::Choice& choice, const std::function<void(const typed::Choice&)>& f) {
  f(choice);
  for (const auto& share : choice.shares) eachOf(*share.choice, f);
}

}  // namespace

void eachRoot(const typed::Program& program, const Root& f) {
  for (const auto& derived : program.derived)
    if (derived.value) f(*derived.value, derived.type.kind == TypeKind::Bool, "this field");
  for (const auto& score : program.scores) {
    eachTerm(score.terms, f);
    if (score.formula) f(*score.formula, false, "a formula");
  }
  for (const auto& grade : program.grades)
    if (grade.of) f(*grade.of, false, "a grade");
  for (const auto& milestone : program.milestones)
    if (milestone.when) f(*milestone.when, true, "this milestone's condition");
  for (const auto& decision : program.decisions)
    for (const auto& input : decision.inputs)
      if (input.value) f(*input.value, false, "a decision's column");
  for (const auto& pool : program.pools)
    if (pool.where) f(*pool.where, true, "this pool's condition");
  for (const auto& route : program.routes)
    for (const auto& rule : route.rules) {
      if (rule.when) f(*rule.when, true, "this rule's condition");
      for (const auto& target : rule.targets)
        eachOf(target, [&](const typed::Choice& choice) {
          if (choice.rep) f(*choice.rep, false, "a target");
        });
    }
  std::vector<bool> derived(program.workflow_functions.size());  // made of other conditions, not written
  const auto made = [&](bytecode::FunctionRef function) {
    if (function) derived[static_cast<std::size_t>(function.index)] = true;
  };
  for (const auto& boundary : program.workflow.boundaries) made(boundary.value);
  for (const auto& timed : program.workflow.timed) made(timed.steady);
  for (std::size_t i = 0; i < derived.size(); ++i)  // a fixed value, `set done to true`, is no condition
    if (const auto& function = program.workflow_functions[i]; function && !derived[i]) f(*function, function->type.kind == TypeKind::Bool && function->kind != ExprKind::Const, "this condition");
}

void eachChoice(const typed::Program& program, const std::function<void(const typed::Route&, const typed::Rule&, const typed::Choice&)>& f) {
  for (const auto& route : program.routes)
    for (const auto& rule : route.rules)
      for (const auto& target : rule.targets) eachOf(target, [&](const typed::Choice& choice) { f(route, rule, choice); });
}

// ---- normal form

namespace {

void number(std::string& out, std::int64_t value) { out += std::to_string(value) + ','; }

void appendConstant(std::string& out, const typed::Constant& constant) {
  if (constant.isMissing()) {
    out += "?,";
    return;
  }
  switch (constant.type.kind) {
    case TypeKind::Text:
    case TypeKind::Email: out += '"' + normalText(constant.text) + '"'; break;
    case TypeKind::Code:
    case TypeKind::Rep: out += '"' + constant.text + '"'; break;
    default: number(out, constant.bits);
  }
}

std::string setKey(const typed::Set& set) {
  std::vector<std::string> values;
  for (const auto& value : set.values) appendConstant(values.emplace_back(), value);
  std::sort(values.begin(), values.end());
  std::string out;
  for (const std::string& value : values) out += value + ' ';
  return out;
}

void partsOf(const typed::Program& program, const Expr& expr, ExprKind kind, std::vector<std::string>& out) {
  for (const auto& arg : expr.args) {
    if (arg->kind == kind) partsOf(program, *arg, kind, out);
    else out.push_back(normalKey(program, *arg));
  }
}

}  // namespace

std::string normalKey(const typed::Program& program, const Expr& expr) {
  std::string out;
  number(out, static_cast<int>(expr.kind));
  switch (expr.kind) {
    case ExprKind::Const: appendConstant(out, expr.constant); return out;
    case ExprKind::And:
    case ExprKind::Or: {
      std::vector<std::string> parts;
      partsOf(program, expr, expr.kind, parts);
      std::sort(parts.begin(), parts.end());
      parts.erase(std::unique(parts.begin(), parts.end()), parts.end());  // `a and a` is `a`, unknown included
      if (parts.size() == 1) return parts.front();
      for (const std::string& part : parts) out += '(' + part + ')';
      return out;
    }
    case ExprKind::Equal:
    case ExprKind::NotEqual: {
      // `x is a` is `x in [a]`
      const bool right = expr.args[1]->kind == ExprKind::Const;
      if (expr.kind == ExprKind::Equal && (right || expr.args[0]->kind == ExprKind::Const)) {
        std::string value;
        appendConstant(value, expr.args[right ? 1 : 0]->constant);
        return std::to_string(static_cast<int>(ExprKind::InSet)) + ",(" + normalKey(program, *expr.args[right ? 0 : 1]) + ")[" + value + " ]";
      }
      std::string left = normalKey(program, *expr.args[0]), other = normalKey(program, *expr.args[1]);
      if (other < left) std::swap(left, other);
      return out + '(' + left + ")(" + other + ')';
    }
    case ExprKind::InSet: return out + '(' + normalKey(program, *expr.args[0]) + ")[" + setKey(program.sets[expr.index]) + ']';
    case ExprKind::Greater:
    case ExprKind::GreaterEqual: {  // a > b is b < a
      out.clear();
      number(out, static_cast<int>(expr.kind == ExprKind::Greater ? ExprKind::Less : ExprKind::LessEqual));
      return out + '(' + normalKey(program, *expr.args[1]) + ")(" + normalKey(program, *expr.args[0]) + ')';
    }
    default: break;
  }
  number(out, expr.index);
  number(out, expr.column);
  number(out, (expr.open_low ? 1 : 0) + (expr.open_high ? 2 : 0) + (expr.scale_percent ? 4 : 0));
  number(out, static_cast<int>(expr.type.kind));
  for (const auto& arg : expr.args) out += '(' + normalKey(program, *arg) + ')';
  if (expr.query) {
    out += "q{";
    for (const std::uint32_t activity : expr.query->activities) number(out, activity);
    if (expr.query->window) out += "w(" + normalKey(program, *expr.query->window) + ')';
    if (expr.query->where) out += "c(" + normalKey(program, *expr.query->where) + ')';
    out += '}';
  }
  for (const auto& band : expr.bands) {
    number(out, band.value);
    number(out, band.has_low ? band.low : INT64_MIN);
    number(out, band.has_high ? band.high : INT64_MAX);
    number(out, (band.low_inclusive ? 1 : 0) + (band.high_inclusive ? 2 : 0));
  }
  return out;
}

std::string targetKey(const typed::Program& program, const typed::Choice& choice) {
  std::string out;
  number(out, static_cast<int>(choice.kind));
  number(out, choice.index);
  number(out, (choice.available ? 1 : 0) + (choice.under_capacity ? 2 : 0));
  for (const std::string& skill : choice.with_skill) out += "+" + normalText(skill);
  for (const std::string& skill : choice.preferring_skill) out += "~" + normalText(skill);
  if (choice.rep) out += '(' + normalKey(program, *choice.rep) + ')';
  for (const auto& share : choice.shares) {
    number(out, share.percent);
    out += '{' + targetKey(program, *share.choice) + '}';
  }
  return out;
}

std::string showSlot(const typed::Program& program, typed::Type type, std::int64_t bits) {
  std::string out;
  switch (type.kind) {
    case TypeKind::Bool: return bits ? "true" : "false";
    case TypeKind::Number:
    case TypeKind::Points: appendDecimal(out, bits); return out;
    case TypeKind::Money: appendMoney(out, bits, static_cast<int>(type.ref)); return out;
    case TypeKind::Percent: appendPercent(out, bits); return out;
    case TypeKind::Duration: appendDuration(out, bits); return out;
    case TypeKind::BusinessDuration: appendDuration(out, bits, true); return out;
    case TypeKind::Instant: appendInstant(out, bits); return out;
    case TypeKind::Country: return std::string(countryCode(static_cast<int>(bits)));
    case TypeKind::Enum: return program.enums[type.ref].values[static_cast<std::size_t>(bits)].name;
    default: return std::to_string(bits);
  }
}

}  // namespace leadflow::lint
