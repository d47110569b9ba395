#include "compiler/lint/people.hpp"

#include <algorithm>

#include "runtime/value/slot.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::lint {
namespace {

using typed::Expr;
using typed::ExprKind;

/// What a part of the condition comes to for one rep. `known` false: the roster does not say.
struct Value {
  bool decided = true;
  bool missing = false;
  std::int64_t bits = 0;
  std::string text;
  std::vector<std::string> texts;

  static Value undecided() { Value v; v.decided = false; return v; }
  static Value truth(Slot slot) { Value v; v.missing = isMissing(slot); v.bits = v.missing ? 0 : slot; return v; }
  Slot asTruth() const { return missing ? kMissing : bits; }
};

Value textValue(const std::string& text, bool exact) {
  Value v;
  v.missing = text.empty();
  v.text = exact ? text : normalText(text);
  return v;
}

Value fieldOf(const Rep& rep, RepFieldId field) {
  Value v;
  switch (field) {
    case RepFieldId::id: return textValue(rep.id, true);
    case RepFieldId::name: return textValue(rep.name, false);
    case RepFieldId::email: return textValue(rep.email, false);
    case RepFieldId::manager: return textValue(rep.manager, true);
    case RepFieldId::team: return textValue(rep.team, false);
    case RepFieldId::role: return textValue(rep.role, false);
    case RepFieldId::calendar: return textValue(rep.calendar, false);
    case RepFieldId::timezone: return textValue(rep.timezone, false);
    case RepFieldId::skills:
      for (const std::string& skill : rep.skills) v.texts.push_back(normalText(skill));
      return v;
    case RepFieldId::weight: v.bits = rep.weight; return v;
    case RepFieldId::capacity:
      v.missing = rep.capacity < 0;
      v.bits = rep.capacity;
      return v;
    case RepFieldId::active: v.bits = rep.active ? 1 : 0; return v;
    case RepFieldId::Count_: break;
  }
  return Value::undecided();
}

Value ofConstant(const typed::Constant& constant) {
  if (isTextual(constant.type.kind) && !constant.isMissing()) return textValue(constant.text, constant.type.kind == TypeKind::Code);
  Value v;
  v.missing = constant.isMissing();
  v.bits = v.missing ? 0 : constant.bits;
  return v;
}

bool isText(const Expr& expr) { return isTextual(expr.type.kind); }

class Evaluator {
 public:
  Evaluator(const typed::Program& program, const Rep& rep) : program_(program), rep_(rep) {}

  Value eval(const Expr& expr) const {
    switch (expr.kind) {
      case ExprKind::Const: return ofConstant(expr.constant);
      case ExprKind::RepField: return fieldOf(rep_, static_cast<RepFieldId>(expr.index));
      case ExprKind::Retype: return eval(*expr.args[0]);
      case ExprKind::IntToNumber: {
        Value v = eval(*expr.args[0]);
        v.bits *= 10'000;
        return v;
      }
      case ExprKind::And:
      case ExprKind::Or: return chain(expr);
      case ExprKind::Not: {
        const Value v = eval(*expr.args[0]);
        return v.decided ? Value::truth(kleeneNot(v.asTruth())) : v;
      }
      case ExprKind::IsKnown: {
        const Value v = eval(*expr.args[0]);
        return v.decided ? Value::truth(v.missing ? 0 : 1) : v;
      }
      case ExprKind::Coalesce: {
        const Value v = eval(*expr.args[0]);
        return v.decided && v.missing ? eval(*expr.args[1]) : v;
      }
      case ExprKind::InSet: return inSet(expr);
      case ExprKind::InTextSet: {
        const Value left = eval(*expr.args[0]), right = eval(*expr.args[1]);
        if (!left.decided || !right.decided) return Value::undecided();
        if (left.missing) return Value::truth(kMissing);
        return Value::truth(std::find(right.texts.begin(), right.texts.end(), left.text) != right.texts.end());
      }
      case ExprKind::Equal: case ExprKind::NotEqual: case ExprKind::Less: case ExprKind::LessEqual: case ExprKind::Greater: case ExprKind::GreaterEqual:
      case ExprKind::Contains: case ExprKind::BeginsWith: case ExprKind::EndsWith: return compare(expr);
      default: return Value::undecided();
    }
  }

 private:
  Value chain(const Expr& expr) const {
    const bool all = expr.kind == ExprKind::And;
    Slot result = all ? 1 : 0;
    bool decided = true;
    for (const auto& arg : expr.args) {
      const Value v = eval(*arg);
      if (!v.decided) decided = false;
      else result = all ? kleeneAnd(result, v.asTruth()) : kleeneOr(result, v.asTruth());
    }
    if (!decided && result != (all ? 0 : 1)) return Value::undecided();
    return Value::truth(result);
  }

  Value inSet(const Expr& expr) const {
    const Value left = eval(*expr.args[0]);
    if (!left.decided) return left;
    if (left.missing) return Value::truth(kMissing);
    for (const typed::Constant& constant : program_.sets[expr.index].values) {
      const Value right = ofConstant(constant);
      if (isText(*expr.args[0]) ? left.text == right.text : left.bits == right.bits) return Value::truth(1);
    }
    return Value::truth(0);
  }

  Value compare(const Expr& expr) const {
    const Value left = eval(*expr.args[0]), right = eval(*expr.args[1]);
    if (!left.decided || !right.decided) return Value::undecided();
    if (left.missing || right.missing) return Value::truth(kMissing);
    const bool text = isText(*expr.args[0]);
    const std::string_view a = left.text, b = right.text;
    switch (expr.kind) {
      case ExprKind::Equal: return Value::truth(text ? a == b : left.bits == right.bits);
      case ExprKind::NotEqual: return Value::truth(text ? a != b : left.bits != right.bits);
      case ExprKind::Less: return Value::truth(left.bits < right.bits);
      case ExprKind::LessEqual: return Value::truth(left.bits <= right.bits);
      case ExprKind::Greater: return Value::truth(left.bits > right.bits);
      case ExprKind::GreaterEqual: return Value::truth(left.bits >= right.bits);
      case ExprKind::Contains: return Value::truth(a.find(b) != std::string_view::npos);
      case ExprKind::BeginsWith: return Value::truth(a.substr(0, b.size()) == b);
      default: return Value::truth(a.size() >= b.size() && a.substr(a.size() - b.size()) == b);
    }
  }

  const typed::Program& program_;
  const Rep& rep_;
};

}  // namespace

std::optional<bool> inPool(const typed::Program& program, const typed::Pool& pool, const Rep& rep) {
  if (!pool.where) return true;
  const Value v = Evaluator(program, rep).eval(*pool.where);
  if (!v.decided) return std::nullopt;
  return holds(v.asTruth());
}

std::optional<std::vector<const Rep*>> membersOf(const typed::Program& program, const typed::Pool& pool) {
  if (!program.roster) return std::nullopt;
  std::vector<const Rep*> members;
  for (const Rep& rep : *program.roster) {
    const auto in = inPool(program, pool, rep);
    if (!in) return std::nullopt;
    if (*in) members.push_back(&rep);
  }
  return members;
}

const Rep* findRep(const typed::Program& program, std::string_view id) {
  if (!program.roster) return nullptr;
  for (const Rep& rep : *program.roster)
    if (rep.id == id) return &rep;
  return nullptr;
}

}  // namespace leadflow::lint
