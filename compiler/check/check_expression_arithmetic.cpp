// Arithmetic with units, and calls of built-in functions.
#include "compiler/check/expression.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/decimal.hpp"
#include "stdlib/functions.hpp"

namespace leadflow::check {

using diag::Code;
using syntax::ExprKind;

namespace {

bool isTime(Type type) { return type.kind == TypeKind::Duration || type.kind == TypeKind::BusinessDuration; }
/// What a factor may scale: 2 x points, 15% of money.
bool isQuantity(Type type) { return type.kind == TypeKind::Points || type.kind == TypeKind::Money; }
bool isPlain(Type type) { return type.kind == TypeKind::Int || type.kind == TypeKind::Number; }

}  // namespace

typed::ExprPtr ExprChecker::arithmetic(const syntax::Expr& expr, Type wanted) {
  const bool sum = expr.kind == ExprKind::Add || expr.kind == ExprKind::Subtract;
  ExprPtr left = check(*expr.args[0], sum ? wanted : kNoType);
  ExprPtr right = check(*expr.args[1], sum ? wanted : kNoType);
  if (!left || !right) return nullptr;
  ExprPtr made;
  if (sum) made = addition(expr, std::move(left), std::move(right));
  else if (expr.kind == ExprKind::Multiply) made = product(expr, std::move(left), std::move(right));
  else made = quotient(expr, std::move(left), std::move(right));
  return made;
}

typed::ExprPtr ExprChecker::addition(const syntax::Expr& expr, ExprPtr left, ExprPtr right) {
  const bool add = expr.kind == ExprKind::Add;
  const Kind kind = add ? Kind::Add : Kind::Subtract;
  const auto pair = [&](Type type) {
    auto made = make(kind, type, expr.span);
    made->args.push_back(std::move(left));
    made->args.push_back(std::move(right));
    return made;
  };
  const Type l = left->type, r = right->type;
  if (l.kind == TypeKind::Instant && r.kind == TypeKind::Duration) return pair(kInstant);
  if (add && l.kind == TypeKind::Duration && r.kind == TypeKind::Instant) {
    std::swap(left, right);
    return pair(kInstant);
  }
  if (!add && l.kind == TypeKind::Instant && r.kind == TypeKind::Instant) return pair(kDuration);
  const std::string_view verb = add ? "add up" : "subtract";
  if ((l.kind == TypeKind::Instant && r.kind == TypeKind::BusinessDuration) || (add && r.kind == TypeKind::Instant && l.kind == TypeKind::BusinessDuration)) {
    error(Code::WallWithBusinessTime, expr.op_span.known() ? expr.op_span : expr.span, "business time cannot be added to a point in time without a calendar")
        .label(left->span, origin(*left)).label(right->span, origin(*right)).withHelp("use a duration on the wall clock, such as `2 days`");
    return nullptr;
  }
  if (!unify(left, right)) {
    mismatch(expr, *left, *right, verb);
    return nullptr;
  }
  const Type type = left->type;
  if (isNumeric(type) || type.kind == TypeKind::Money || type.kind == TypeKind::Percent || type.kind == TypeKind::Duration) return pair(type);
  auto& finding = error(Code::NoArithmetic, expr.op_span.known() ? expr.op_span : expr.span, describe(c_, type) + " cannot be added or subtracted");
  finding.label(left->span, origin(*left));
  if (type.kind == TypeKind::Instant) finding.withHelp("one point in time minus another gives the duration between them");
  return nullptr;
}

typed::ExprPtr ExprChecker::product(const syntax::Expr& expr, ExprPtr left, ExprPtr right) {
  // The quantity first, the factor second.
  const auto rank = [](Type type) { return isQuantity(type) || isTime(type) ? 0 : type.kind == TypeKind::Percent ? 2 : 1; };
  if (rank(right->type) < rank(left->type)) std::swap(left, right);
  const Type l = left->type, r = right->type;
  const auto pair = [&](Type type, bool percent = false) {
    auto made = make(Kind::Multiply, type, expr.span);
    made->scale_percent = percent;
    made->args.push_back(std::move(left));
    made->args.push_back(std::move(right));
    return made;
  };
  if (l.kind == TypeKind::Int && r.kind == TypeKind::Int) return pair(kInt);
  if (l.kind == TypeKind::Duration && r.kind == TypeKind::Int) return pair(kDuration);
  if (isQuantity(l) || isPlain(l)) {
    if (isPlain(r)) {
      if (!isQuantity(l)) left = convert(std::move(left), kNumber);
      right = convert(std::move(right), kNumber);
      return pair(isQuantity(l) ? l : kNumber);
    }
    if (r.kind == TypeKind::Percent) {
      if (!isQuantity(l)) left = convert(std::move(left), kNumber);
      return pair(isQuantity(l) ? l : kNumber, true);
    }
  }
  auto& finding = error(Code::NoArithmetic, expr.op_span.known() ? expr.op_span : expr.span, "cannot multiply " + describe(c_, l) + " by " + describe(c_, r));
  finding.label(left->span, origin(*left)).label(right->span, origin(*right));
  if (l.kind == TypeKind::Duration && r.kind == TypeKind::Number) finding.withHelp("multiply a duration by a whole number");
  return nullptr;
}

typed::ExprPtr ExprChecker::quotient(const syntax::Expr& expr, ExprPtr left, ExprPtr right) {
  if (const auto divisor = evaluate(*right); divisor && divisor->bits == 0 && (isNumeric(divisor->type) || isQuantity(divisor->type) || isTime(divisor->type) || divisor->type.kind == TypeKind::Percent)) {
    error(Code::DivisionByZero, right->span, "a division by zero has no result");
    return nullptr;
  }
  const Type l = left->type, r = right->type;
  const auto pair = [&](Type type, bool percent = false) {
    auto made = make(Kind::Divide, type, expr.span);
    made->scale_percent = percent;
    made->args.push_back(std::move(left));
    made->args.push_back(std::move(right));
    return made;
  };
  if (isPlain(l) && isPlain(r)) {
    left = convert(std::move(left), kNumber);
    right = convert(std::move(right), kNumber);
    return pair(kNumber);
  }
  if (isQuantity(l) && isPlain(r)) {
    right = convert(std::move(right), kNumber);
    return pair(l);
  }
  if (l == r && (isQuantity(l) || l.kind == TypeKind::Duration || l.kind == TypeKind::Percent)) return pair(kNumber);
  if ((isQuantity(l) || isPlain(l)) && r.kind == TypeKind::Percent) {
    if (isPlain(l)) left = convert(std::move(left), kNumber);
    return pair(isQuantity(l) ? l : kNumber, true);
  }
  if (l.kind == TypeKind::Money && r.kind == TypeKind::Money) {
    mismatch(expr, *left, *right, "divide");
    return nullptr;
  }
  error(Code::NoArithmetic, expr.op_span.known() ? expr.op_span : expr.span, "cannot divide " + describe(c_, l) + " by " + describe(c_, r))
      .label(left->span, origin(*left)).label(right->span, origin(*right));
  return nullptr;
}

typed::ExprPtr ExprChecker::negate(const syntax::Expr& expr, Type wanted) {
  ExprPtr value = check(*expr.args[0], wanted);
  if (!value) return nullptr;
  const Type type = value->type;
  if (!isNumeric(type) && type.kind != TypeKind::Money && type.kind != TypeKind::Percent && type.kind != TypeKind::Duration) {
    error(Code::NoArithmetic, expr.span, "`-` turns the sign of a number, and this is " + describe(c_, type)).label(value->span, origin(*value));
    return nullptr;
  }
  if (isConst(*value)) {  // -5 is a constant like 5
    value->constant.bits = negChecked(value->constant.bits);
    value->span = expr.span;
    return value;
  }
  auto made = make(Kind::Negate, type, expr.span);
  made->args.push_back(std::move(value));
  return made;
}

typed::ExprPtr ExprChecker::call(const syntax::Expr& expr) {
  const int any = stdlib::findFunction(expr.text);
  if (any < 0) {
    std::vector<std::string_view> known;
    for (const auto& function : stdlib::kFunctions) known.push_back(function.name);
    auto& finding = error(Code::UnknownFunction, expr.span, "there is no function " + inBackticks(expr.text));
    if (const std::string_view near = diag::suggest(expr.text, known); !near.empty()) {
      finding.withHelp("did you mean " + inBackticks(near) + "?");
      finding.edit({expr.span.begin, expr.span.begin + static_cast<std::uint32_t>(expr.text.size())}, std::string(near));
    }
    return nullptr;
  }
  const int index = stdlib::findFunction(expr.text, static_cast<int>(expr.args.size()));
  if (index < 0) {
    std::string counts;
    for (const auto& function : stdlib::kFunctions)
      if (function.name == expr.text) counts += (counts.empty() ? "" : " or ") + std::to_string(function.arguments.size());
    error(Code::ArgumentCount, expr.span, inBackticks(expr.text) + " takes " + counts + (counts == "1" ? " value" : " values") + ", here are " + std::to_string(expr.args.size()))
        .withHelp("for example " + inBackticks(stdlib::kFunctions[any].example));
    return nullptr;
  }
  const auto& function = stdlib::kFunctions[index];
  std::vector<ExprPtr> args;
  Type numbers = kNoType;  // the kind that the `n` arguments share
  for (std::size_t i = 0; i < expr.args.size(); ++i) {
    ExprPtr arg = check(*expr.args[i], function.arguments[i] == 'n' ? numbers : kNoType);
    if (!arg) return nullptr;
    const Type type = arg->type;
    bool fits = false;
    switch (function.arguments[i]) {
      case 'i': fits = type.kind == TypeKind::Int; break;
      case 'n':
        fits = isNumeric(type) || type.kind == TypeKind::Money || type.kind == TypeKind::Percent;
        if (type.kind == TypeKind::Int) arg = convert(std::move(arg), kNumber);
        break;
      case 't': fits = leadflow::isTextual(type.kind); break;
      case 'e': fits = type.kind == TypeKind::Email; break;
      default: fits = type.kind == TypeKind::Instant; break;
    }
    if (!fits) {
      const char letter = function.arguments[i];
      const char* needs = letter == 'i' ? "a whole number" : letter == 'n' ? "a number" : letter == 't' ? "text" : letter == 'e' ? "an email address" : "a point in time";
      error(Code::ArgumentType, arg->span, inBackticks(expr.text) + " takes " + needs + " here, and this is " + describe(c_, type))
          .at(origin(*arg)).withHelp("for example " + inBackticks(function.example));
      return nullptr;
    }
    if (function.arguments[i] == 'n') {
      if (numbers.kind == TypeKind::Missing) {
        numbers = arg->type;
      } else if (!(numbers == arg->type)) {
        bool good = false;
        for (ExprPtr& before : args) good = unify(before, arg);
        if (!good) {
          mismatch(expr, *args.front(), *arg, "compare");
          return nullptr;
        }
        numbers = arg->type;
      }
    }
    args.push_back(std::move(arg));
  }
  Type result = kNumber;
  switch (function.result) {
    case 'i': result = kInt; break;
    case 'n': result = numbers.kind == TypeKind::Missing ? kNumber : numbers; break;
    case 't': result = kText; break;
    case 'w': result = kInstant; break;
    default: break;
  }
  if (where_.place == Place::Constant) {
    error(Code::ConstantNeeded, expr.span, "a fixed value is needed here, not a calculation by " + inBackticks(expr.text)).withHelp("write its result");
    return nullptr;
  }
  auto made = make(Kind::Call, result, expr.span);
  made->index = static_cast<std::uint32_t>(index);
  made->args = std::move(args);
  return made;
}

}  // namespace leadflow::check
