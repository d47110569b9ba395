#include <algorithm>

#include "compiler/lower/lowerer.hpp"

namespace leadflow::lower {

using typed::Expr;
using typed::ExprKind;

void Lowerer::lowerPools() {
  for (const auto& pool : p_.pools)
    m_.pool_where.push_back(pool.where ? static_cast<std::int32_t>(functionOf(*pool.where, "pool " + pool.name, 0))
                                       : -1);
}

void Lowerer::flatten(const Expr& expr, std::vector<const Expr*>& parts) const {
  if (expr.kind != ExprKind::And) {
    parts.push_back(&expr);
    return;
  }
  for (const auto& arg : expr.args) flatten(*arg, parts);
}

/// The register an atom may test. Cheap values that several rules share (email.domain, a table's cell, a decision's
/// output) are computed once a lead, at the end of `compute`; queries stay with the rules that ask them.
Reg Lowerer::atomOperand(const Expr& expr) {
  if (Reg reg = persistentOf(expr); reg != kNoReg) {
    bool decided =
        expr.kind == ExprKind::RouteRule || expr.kind == ExprKind::RouteOwner || expr.kind == ExprKind::RouteQueue;
    return decided ? kNoReg : reg;
  }
  switch (expr.kind) {
    case ExprKind::EmailDomain:
    case ExprKind::TableLookup:
    case ExprKind::DecisionOutput:
    case ExprKind::Add:
    case ExprKind::Subtract:
    case ExprKind::Coalesce:
    case ExprKind::Call: break;
    default: return kNoReg;
  }
  // Only over operands that are themselves plain: a query inside would be asked for every lead.
  for (const auto& arg : expr.args)
    if (arg->kind != ExprKind::Const && atomOperand(*arg) == kNoReg) return kNoReg;
  auto [it, fresh] = hoisted_.try_emplace(structuralKey(expr), kNoReg);
  if (fresh) {
    Reg reg = persistent(expr.type);
    it->second = reg;
    hoists_.emplace_back(reg, &expr);
  }
  return it->second;
}

/// Whether a part of a rule's condition is one atom over a register.
bool Lowerer::atomOf(const Expr& expr, ir::Atom& atom) {
  using match::AtomKind;
  auto operand = [&](const Expr& tested) {
    atom.reg = atomOperand(tested);
    atom.text = isText(tested.type);
    return atom.reg != kNoReg;
  };
  auto constantOf = [&](const typed::Constant& constant_value) {
    return atom.text ? static_cast<std::int64_t>(text(constant_value.text)) : constant_value.bits;
  };
  auto plainConst = [](const Expr& e) {
    return e.kind == ExprKind::Const && !e.constant.isMissing() && e.type.kind != TypeKind::Rep;
  };
  switch (expr.kind) {
    case ExprKind::Equal:
    case ExprKind::NotEqual: {
      const Expr *left = expr.args[0].get(), *right = expr.args[1].get();
      if (!plainConst(*right)) std::swap(left, right);
      if (!plainConst(*right) || !operand(*left)) return false;
      atom.kind = expr.kind == ExprKind::Equal ? AtomKind::InSet : AtomKind::NotInSet;
      atom.values = {constantOf(right->constant)};
      return true;
    }
    case ExprKind::InSet: {
      const typed::Set& set = p_.sets[expr.index];
      if (set.type.kind == TypeKind::Rep || !operand(*expr.args[0])) return false;
      atom.kind = AtomKind::InSet;
      for (const auto& constant_value : set.values) atom.values.push_back(constantOf(constant_value));
      std::sort(atom.values.begin(), atom.values.end());
      return true;
    }
    case ExprKind::IsKnown: atom.kind = AtomKind::Known; return operand(*expr.args[0]);
    case ExprKind::Not:
      if (expr.args[0]->kind == ExprKind::IsKnown) {
        atom.kind = AtomKind::Missing;
        return operand(*expr.args[0]->args[0]);
      }
      if (expr.args[0]->kind == ExprKind::InSet) {
        if (!atomOf(*expr.args[0], atom)) return false;
        atom.kind = AtomKind::NotInSet;
        return true;
      }
      if (persistentOf(*expr.args[0]) == kNoReg || !operand(*expr.args[0])) return false;
      atom.kind = AtomKind::InSet;
      atom.values = {0};
      return true;
    case ExprKind::Field:
    case ExprKind::Derived:
    case ExprKind::MilestoneReached:
    case ExprKind::Context:  // a Bool by itself
      if (!operand(expr)) return false;
      atom.kind = AtomKind::InSet;
      atom.values = {1};
      return true;
    case ExprKind::BeginsWith:
      if (!plainConst(*expr.args[1]) || !operand(*expr.args[0])) return false;
      atom.kind = AtomKind::Prefix;
      atom.values = {constantOf(expr.args[1]->constant)};
      return true;
    case ExprKind::InRange: {
      if ((!expr.open_low && !plainConst(*expr.args[1])) || (!expr.open_high && !plainConst(*expr.args[2])))
        return false;
      if (isText(expr.args[0]->type) || !operand(*expr.args[0])) return false;
      atom.kind = AtomKind::InRange;
      atom.low = expr.open_low ? INT64_MIN + 1 : expr.args[1]->constant.bits;
      atom.high = expr.open_high ? INT64_MAX : expr.args[2]->constant.bits;
      return true;
    }
    case ExprKind::Less:
    case ExprKind::LessEqual:
    case ExprKind::Greater:
    case ExprKind::GreaterEqual: {
      const Expr *left = expr.args[0].get(), *right = expr.args[1].get();
      bool below = expr.kind == ExprKind::Less || expr.kind == ExprKind::LessEqual;
      bool strict = expr.kind == ExprKind::Less || expr.kind == ExprKind::Greater;
      if (!plainConst(*right)) {
        std::swap(left, right);
        below = !below;
      }
      if (!plainConst(*right) || isText(left->type) || !operand(*left)) return false;
      std::int64_t bound = right->constant.bits;
      atom.kind = AtomKind::InRange;
      atom.low = INT64_MIN + 1;
      atom.high = INT64_MAX;
      if (strict && bound == (below ? INT64_MIN + 1 : INT64_MAX)) return false;
      if (below) atom.high = strict ? bound - 1 : bound;
      else atom.low = strict ? bound + 1 : bound;
      return true;
    }
    default: return false;
  }
}

std::uint32_t Lowerer::lowerChoice(const typed::Choice& choice) {
  ir::Choice lowered;
  lowered.source = &choice;
  if (choice.kind == typed::Choice::Kind::Rep)
    lowered.function = static_cast<std::int32_t>(functionOf(*choice.rep, "target", 0));
  for (const auto& share : choice.shares) lowered.shares.push_back(lowerChoice(*share.choice));
  m_.choices.push_back(std::move(lowered));
  return static_cast<std::uint32_t>(m_.choices.size() - 1);
}

void Lowerer::lowerRoutes() {
  for (std::size_t r = 0; r < p_.routes.size(); ++r) {
    std::vector<ir::Rule> rules;
    rules.reserve(p_.routes[r].rules.size());
    for (const auto& rule : p_.routes[r].rules) {
      ir::Rule lowered;
      std::vector<const Expr*> parts, rest;
      if (rule.when) flatten(*rule.when, parts);
      for (const Expr* part : parts) {
        ir::Conjunct conjunct;
        conjunct.function = functionOf(*part, "when", 0);
        conjunct.span = part->span;
        reads(*part, conjunct.reads);
        lowered.conjuncts.push_back(std::move(conjunct));
        ir::Atom atom;
        if (atomOf(*part, atom)) lowered.match.atoms.push_back(std::move(atom));
        else rest.push_back(part);
      }
      if (rest.size() == 1) {
        for (std::size_t i = 0; i < parts.size(); ++i)
          if (parts[i] == rest[0]) lowered.match.residue = static_cast<std::int32_t>(lowered.conjuncts[i].function);
      } else if (!rest.empty()) {
        std::uint32_t function = beginFunction("residue", 0);
        constexpr typed::Type kBool{TypeKind::Bool, 0};
        Reg result = temporary(kBool);
        std::uint32_t no = newLabel(), end = newLabel();
        for (const Expr* part : rest) branchUnlessTrue(*part, no);
        add(Op::LoadConst, result, kNoReg, kNoReg, constant(kBool, 1));
        jump(end);
        place(no);
        add(Op::LoadConst, result, kNoReg, kNoReg, constant(kBool, 0));
        place(end);
        endFunction(result);
        lowered.match.residue = static_cast<std::int32_t>(function);
      }
      for (const auto& target : rule.targets) lowered.choices.push_back(lowerChoice(target));
      rules.push_back(std::move(lowered));
    }
    m_.routes[r].rules = std::move(rules);
  }
}

}  // namespace leadflow::lower
