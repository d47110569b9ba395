// The conversions that happen by themselves, and arithmetic over constants.
#include "compiler/check/expression.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/percent.hpp"

namespace leadflow::check {
namespace {

using typed::ExprKind;

bool isScalable(TypeKind kind) { return kind == TypeKind::Number || kind == TypeKind::Points; }

}  // namespace

bool converts(const typed::Expr& expr, Type to) {
  const Type from = expr.type;
  if (from == to) return true;
  if (isConst(expr) && expr.constant.isMissing() && from.kind == TypeKind::Missing) return true;
  if (from.kind == TypeKind::Int && isScalable(to.kind)) return true;
  if (from.kind == TypeKind::Number && to.kind == TypeKind::Points) return true;
  if (from.kind == TypeKind::Email && to.kind == TypeKind::Text) return true;
  if (from.kind == TypeKind::Text && isConst(expr) && (to.kind == TypeKind::Code || to.kind == TypeKind::Email)) return true;
  return false;
}

typed::ExprPtr convert(typed::ExprPtr expr, Type to) {
  if (!expr || expr->type == to) return expr;
  if (!converts(*expr, to)) return nullptr;
  const bool scale = expr->type.kind == TypeKind::Int && isScalable(to.kind);
  if (isConst(*expr)) {
    if (scale && !expr->constant.isMissing()) expr->constant.bits = intToScaled(expr->constant.bits);
    expr->constant.type = to;
    expr->type = to;
    return expr;
  }
  const Span span = expr->span;
  auto made = std::make_unique<typed::Expr>(scale ? ExprKind::IntToNumber : ExprKind::Retype, to, span);
  made->args.push_back(std::move(expr));
  return made;
}

std::optional<Constant> evaluate(const typed::Expr& expr) {
  switch (expr.kind) {
    case ExprKind::Const: return expr.constant;
    case ExprKind::IntToNumber:
    case ExprKind::Retype:
    case ExprKind::Negate: {
      auto value = evaluate(*expr.args[0]);
      if (!value) return value;
      value->type = expr.type;
      if (expr.kind == ExprKind::IntToNumber) value->bits = intToScaled(value->bits);
      if (expr.kind == ExprKind::Negate) value->bits = negChecked(value->bits);
      return value;
    }
    case ExprKind::Add:
    case ExprKind::Subtract:
    case ExprKind::Multiply:
    case ExprKind::Divide: {
      const auto left = evaluate(*expr.args[0]);
      const auto right = evaluate(*expr.args[1]);
      if (!left || !right) return std::nullopt;
      Slot bits = kMissing;
      if (expr.kind == ExprKind::Add) bits = addChecked(left->bits, right->bits);
      else if (expr.kind == ExprKind::Subtract) bits = subChecked(left->bits, right->bits);
      else if (expr.kind == ExprKind::Divide)
        bits = expr.scale_percent ? mulDiv(left->bits, kWholePercent, right->bits) : divScaled(left->bits, right->bits);
      else if (expr.scale_percent) bits = percentOf(left->bits, right->bits);
      else if (isScaled(left->type.kind) && isScaled(right->type.kind)) bits = mulScaled(left->bits, right->bits);
      else bits = mulInt(left->bits, right->bits);
      return Constant{expr.type, bits, {}};
    }
    default: return std::nullopt;
  }
}

}  // namespace leadflow::check
