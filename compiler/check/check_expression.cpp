// Entry points, literals, logic, missing values.
#include "compiler/check/expression.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/money.hpp"

namespace leadflow::check {

using diag::Code;
using syntax::ExprKind;

std::string inBackticks(std::string_view text) { return '`' + std::string(text) + '`'; }

bool hasOrder(Type type) {
  switch (type.kind) {
    case TypeKind::Int:
    case TypeKind::Number:
    case TypeKind::Points:
    case TypeKind::Money:
    case TypeKind::Percent:
    case TypeKind::Duration:
    case TypeKind::Instant:
    case TypeKind::Text:
    case TypeKind::Code: return true;
    default: return false;
  }
}

typed::ExprPtr ExprChecker::constant(Constant value, Span span) const {
  auto made = make(Kind::Const, value.type, span);
  made->constant = std::move(value);
  return made;
}

typed::ExprPtr ExprChecker::check(const syntax::Expr& expr, Type wanted) {
  constexpr int most = kMaxDepth + 1000;  // a sum of 1,000 parts, the most that is read, nests so deep
  if (c_.depth > most) {
    error(Code::DefinitionsTooDeep, expr.span, "this is nested too deeply to follow").withHelp("give parts of it names, as derived fields");
    return nullptr;
  }
  ++c_.depth;
  ExprPtr made = dispatch(expr, wanted);
  --c_.depth;
  return made;
}

typed::ExprPtr ExprChecker::dispatch(const syntax::Expr& expr, Type wanted) {
  switch (expr.kind) {
    case ExprKind::Number:
    case ExprKind::Percent:
    case ExprKind::Money:
    case ExprKind::Duration:
    case ExprKind::Text:
    case ExprKind::Template:
    case ExprKind::Instant:
    case ExprKind::Bool:
    case ExprKind::Missing:
    case ExprKind::Pattern: return literal(expr, wanted);
    case ExprKind::Name: return name(expr, wanted);
    case ExprKind::Member: return member(expr, wanted);
    case ExprKind::Index:
      error(Code::LookupNeedsTable, expr.span, "a lookup says which column it wants").withHelp("write `" + written(expr.span) + ".column`");
      return nullptr;
    case ExprKind::Call: return call(expr);
    case ExprKind::And:
    case ExprKind::Or:
    case ExprKind::Not: return logic(expr);
    case ExprKind::Negate: return negate(expr, wanted);
    case ExprKind::Add:
    case ExprKind::Subtract:
    case ExprKind::Multiply:
    case ExprKind::Divide: return arithmetic(expr, wanted);
    case ExprKind::Coalesce: return coalesce(expr, wanted);
    case ExprKind::Is:
    case ExprKind::IsNot:
    case ExprKind::Less:
    case ExprKind::LessEqual:
    case ExprKind::Greater:
    case ExprKind::GreaterEqual:
    case ExprKind::Before:
    case ExprKind::After: return comparison(expr);
    case ExprKind::In:
    case ExprKind::NotIn: return membership(expr);
    case ExprKind::Contains:
    case ExprKind::BeginsWith:
    case ExprKind::EndsWith:
    case ExprKind::Matches: return textOperator(expr);
    case ExprKind::List:
      error(Code::WrongType, expr.span, "a list stands where one value is needed").withHelp("a list stands right of `in`");
      return nullptr;
    case ExprKind::Range:
      error(Code::WrongType, expr.span, "a range stands where one value is needed").withHelp("a range stands right of `in`");
      return nullptr;
    case ExprKind::IsKnown:
    case ExprKind::IsMissing: return known(expr);
    case ExprKind::IsState: return state(expr, *expr.args[0], expr.text, expr.op_span.known() ? expr.op_span : expr.span, expr.flag);
    case ExprKind::Workflow:
      error(Code::NotAState, expr.span, "what about " + inBackticks(written(expr.span)) + "?").withHelp("ask for its state: `" + written(expr.span) + (expr.text == "sla" ? " is breached`" : expr.text == "sequence" ? " is finished`" : expr.text == "approval" ? " is granted`" : " is accepted`"));
      return nullptr;
    case ExprKind::NoHad: {
      ExprPtr had = query(expr);
      if (!had) return nullptr;
      auto none = make(Kind::Not, kBool, expr.span);
      none->args.push_back(std::move(had));
      return none;
    }
    case ExprKind::Had:
    case ExprKind::Count:
    case ExprKind::Last: return query(expr);
    case ExprKind::FirstOf: return firstOf(expr, wanted);
    case ExprKind::RangesOf: return rangesOf(expr);
  }
  return nullptr;
}

typed::ExprPtr ExprChecker::literal(const syntax::Expr& expr, Type wanted) {
  switch (expr.kind) {
    case ExprKind::Number:
      if (expr.is_integer) return constant(kInt, expr.scaled / kScale, expr.span);
      return constant(kNumber, expr.scaled, expr.span);
    case ExprKind::Percent: return constant(kPercent, expr.scaled, expr.span);
    case ExprKind::Money: {
      const int currency = findCurrency(expr.text);
      if (currency < 0) {
        error(Code::UnknownCurrency, expr.span, "there is no currency " + inBackticks(expr.text)).withHelp("write its three-letter code, for example `USD`");
        return nullptr;
      }
      if (c_.program.is_module) return constant({TypeKind::Money, static_cast<std::uint32_t>(c_.program.currency)}, expr.scaled, expr.span);
      if (c_.program.currency < 0) {
        error(Code::NoCurrency, expr.span, "money needs a currency, and the playbook names none")
            .withHelp("add `currency " + std::string(currencyCode(currency)) + "` to the `playbook` block");
        return nullptr;
      }
      return constant({TypeKind::Money, static_cast<std::uint32_t>(currency)}, expr.scaled, expr.span);
    }
    case ExprKind::Duration: {
      const Slot bits = expr.business ? makeBusiness(expr.days, expr.millis) : expr.millis;
      if (isMissing(bits)) {
        error(Code::NumberOverflow, expr.span, "this duration is longer than the language can count");
        return nullptr;
      }
      return constant({expr.business ? TypeKind::BusinessDuration : TypeKind::Duration, 0}, bits, expr.span);
    }
    case ExprKind::Text: {
      Type type = kText;
      if (wanted.kind == TypeKind::Code || wanted.kind == TypeKind::Email) type = wanted;
      return constant(Constant{type, 0, expr.text}, expr.span);
    }
    case ExprKind::Instant:
      if (const auto instant = parseInstant(expr.text, *c_.zone, {})) return constant(kInstant, *instant, expr.span);
      error(Code::BadDate, expr.span, inBackticks(expr.text) + " is not a date or time that exists").withHelp("write it as `2026-03-02` or `2026-03-02 10:00`");
      return nullptr;
    case ExprKind::Bool: return constant(kBool, expr.scaled != 0, expr.span);
    case ExprKind::Missing:
      if (wanted.kind != TypeKind::Missing && where_.place == Place::Constant) return constant(wanted, kMissing, expr.span);
      error(Code::MissingAsValue, expr.span, "`missing` is no value").withHelp("ask `… is missing`, or `… is known`");
      return nullptr;
    case ExprKind::Template:
      error(Code::WrongType, expr.span, "a text with `{…}` is filled in only in messages, not in conditions")
          .withHelp("write `{{` for a brace that is meant as a brace");
      return nullptr;
    default:
      error(Code::WrongType, expr.span, "a pattern stands only after `matches`");
      return nullptr;
  }
}

typed::ExprPtr ExprChecker::logic(const syntax::Expr& expr) {
  const Kind kind = expr.kind == ExprKind::And ? Kind::And : expr.kind == ExprKind::Or ? Kind::Or : Kind::Not;
  auto made = make(kind, kBool, expr.span);
  made->args.reserve(expr.args.size());
  bool good = true;
  for (const auto& arg : expr.args) {
    ExprPtr part = condition(*arg);
    if (part) made->args.push_back(std::move(part));
    else good = false;
  }
  return good ? std::move(made) : nullptr;
}

typed::ExprPtr ExprChecker::condition(const syntax::Expr& expr) {
  ExprPtr made = check(expr, kBool);
  if (!made || made->type == kBool) return made;
  auto& finding = error(Code::ConditionNeeded, expr.span, inBackticks(written(expr.span)) + " is " + describe(c_, made->type) + ", not a condition");
  const std::string text = written(expr.span);
  switch (made->type.kind) {
    case TypeKind::Enum:
      if (!c_.enumOf(made->type).values.empty()) finding.withHelp("compare it: `" + text + " is " + c_.enumOf(made->type).values.front().name + "`");
      break;
    case TypeKind::Int:
    case TypeKind::Number:
    case TypeKind::Points: finding.withHelp("compare it: `" + text + " > 0`"); break;
    case TypeKind::EnumSet:
      if (!c_.enumOf(made->type).values.empty()) finding.withHelp("ask for one of its values: `" + c_.enumOf(made->type).values.front().name + " in " + text + "`");
      break;
    default: finding.withHelp("compare it, or ask whether there is one: `" + text + " is known`"); break;
  }
  return nullptr;
}

typed::ExprPtr ExprChecker::coalesce(const syntax::Expr& expr, Type wanted) {
  ExprPtr value = check(*expr.args[0], wanted);
  ExprPtr fallback = check(*expr.args[1], value ? value->type : wanted);
  if (!value || !fallback) return nullptr;
  if (!unify(value, fallback)) {
    mismatch(expr, *value, *fallback, "replace");
    return nullptr;
  }
  auto made = make(Kind::Coalesce, value->type, expr.span);
  made->args.push_back(std::move(value));
  made->args.push_back(std::move(fallback));
  return made;
}

typed::ExprPtr ExprChecker::known(const syntax::Expr& expr) {
  ExprPtr made;
  if (Entity* match = entityOf(*expr.args[0]); match && match->kind == resolve::Kind::Match && where_.place != Place::Constant && where_.place != Place::Pool) {
    made = context(bytecode::ContextKind::AccountKnown, c_.indexOf(*match), 0, kBool, expr.span);  // account is known
  } else {
    ExprPtr value = check(*expr.args[0]);
    if (!value) return nullptr;
    made = make(Kind::IsKnown, kBool, expr.span);
    made->args.push_back(std::move(value));
  }
  if (expr.kind == ExprKind::IsKnown) return made;
  auto negated = make(Kind::Not, kBool, expr.span);
  negated->args.push_back(std::move(made));
  return negated;
}

typed::ExprPtr ExprChecker::expect(const syntax::Expr& expr, Type wanted, std::string_view what) {
  ExprPtr made = check(expr, wanted);
  if (!made || wanted.kind == TypeKind::Missing) return made;
  if (converts(*made, wanted)) return convert(std::move(made), wanted);
  const Type found = made->type;
  const std::string needs = what.empty() ? "this place" : std::string(what);
  Code code = Code::WrongType;
  if (wanted.kind == TypeKind::Money && isNumeric(found)) code = Code::MoneyWithNumber;
  else if (wanted.kind == TypeKind::Money && found.kind == TypeKind::Money) code = Code::DifferentCurrencies;
  else if (wanted.kind == TypeKind::Percent && isNumeric(found)) code = Code::PercentWithNumber;
  else if (isNumeric(wanted) && found.kind == TypeKind::Percent) code = Code::PercentWithNumber;
  else if ((wanted.kind == TypeKind::Duration || wanted.kind == TypeKind::BusinessDuration) && isNumeric(found)) code = Code::DurationWithoutUnit;
  else if (wanted.kind == TypeKind::Duration && found.kind == TypeKind::BusinessDuration) code = Code::WallWithBusinessTime;
  else if (wanted.kind == TypeKind::BusinessDuration && found.kind == TypeKind::Duration) code = Code::WallWithBusinessTime;
  else if (wanted.kind == TypeKind::Enum && found.kind == TypeKind::Enum) code = Code::DifferentEnums;
  else if ((wanted.kind == TypeKind::Enum || wanted.kind == TypeKind::Country || wanted.kind == TypeKind::Rep) && found.kind == TypeKind::Text && isConst(*made))
    code = Code::ValueInQuotes;
  auto& finding = error(code, expr.span, needs + " is " + describe(c_, wanted) + ", not " + describe(c_, found));
  finding.at(origin(*made));
  if (code == Code::MoneyWithNumber && isConst(*made)) {
    const std::string fixed = written(expr.span) + ' ' + std::string(currencyCode(static_cast<int>(wanted.ref)));
    finding.withHelp("write the currency: " + inBackticks(fixed)).edit(expr.span, fixed);
  } else if (code == Code::PercentWithNumber && wanted.kind == TypeKind::Percent && isConst(*made)) {
    finding.withHelp("write the percent sign: `" + written(expr.span) + "%`").edit(expr.span, written(expr.span) + '%');
  } else if (code == Code::DurationWithoutUnit) {
    finding.withHelp("write the unit: `" + written(expr.span) + (wanted.kind == TypeKind::Duration ? " days`" : " business hours`"));
  } else if (code == Code::ValueInQuotes && wanted.kind == TypeKind::Enum && c_.enumValue(wanted.ref, made->constant.text) >= 0) {
    finding.withHelp("write it without quotes: " + inBackticks(made->constant.text)).edit(expr.span, made->constant.text);
  }
  return nullptr;
}

std::string ExprChecker::origin(const typed::Expr& expr) const {
  const std::string what = describe(c_, expr.type);
  Span declared;
  switch (expr.kind) {
    case Kind::Field: declared = c_.program.fields[expr.index].span; break;
    case Kind::Derived: declared = c_.program.derived[expr.index].span; break;
    case Kind::Score: declared = c_.program.scores[expr.index].span; break;
    case Kind::Grade: declared = c_.program.grades[expr.index].span; break;
    default: break;
  }
  if (!declared.known()) return what;
  const Location at = c_.sources.locate(declared.begin);
  if (!at.file) return what;
  return what + ", declared at " + at.file->path + ':' + std::to_string(at.line);
}

// ---- the calls of context.hpp

typed::ExprPtr checkExpression(Context& context, const syntax::Expr& expr, const ExprScope& where, Type expected, std::string_view what) {
  return ExprChecker(context, where).expect(expr, expected, what);
}

typed::ExprPtr checkCondition(Context& context, const syntax::Expr& expr, const ExprScope& where) {
  return ExprChecker(context, where).condition(expr);
}

}  // namespace leadflow::check
