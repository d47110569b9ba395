// Values known when the playbook is compiled: bounds, defaults, params, cells of data files.
#include <algorithm>

#include "compiler/check/expression.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/country.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/email.hpp"
#include "runtime/value/enum_key.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/money.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::check {

using diag::Code;

namespace {

std::optional<Constant> enumOfText(const Context& context, std::string_view text, Type type) {
  const auto& values = context.enumOf(type).values;
  if (const int exact = context.enumValue(type.ref, text); exact >= 0) return Constant{type, exact, {}};
  const std::string key = enumKey(text);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (enumKey(values[i].name) == key) return Constant{type, static_cast<std::int64_t>(i), {}};
    for (const std::string& label : values[i].labels)
      if (enumKey(label) == key) return Constant{type, static_cast<std::int64_t>(i), {}};
  }
  return std::nullopt;
}

/// `[security, analytics]` or `security` as a set of an enum's values.
std::optional<Constant> checkEnumSet(Context& context, const syntax::Expr& expr, Scope& scope, Type type, std::string_view what) {
  const Type one{TypeKind::Enum, type.ref};
  if (expr.kind != syntax::ExprKind::List) {
    const auto value = checkConstant(context, expr, scope, one, what);
    if (!value) return std::nullopt;
    return Constant{type, value->isMissing() ? kMissing : std::int64_t{1} << value->bits, {}};
  }
  std::int64_t bits = 0;
  for (const auto& part : expr.args) {
    const auto value = checkConstant(context, *part, scope, one, what);
    if (!value) return std::nullopt;
    if (!value->isMissing()) bits |= std::int64_t{1} << value->bits;
  }
  return Constant{type, bits, {}};
}

}  // namespace

std::optional<Constant> checkConstant(Context& context, const syntax::Expr& expr, Scope& scope, Type expected, std::string_view what) {
  if (expected.kind == TypeKind::EnumSet && expr.kind != syntax::ExprKind::Missing) return checkEnumSet(context, expr, scope, expected, what);
  const ExprScope where{&scope, Place::Constant};
  const typed::ExprPtr made = ExprChecker(context, where).expect(expr, expected, what);
  if (!made) return std::nullopt;
  auto value = evaluate(*made);
  if (!value) {
    context.error(Code::ConstantNeeded, expr.span, std::string(what.empty() ? "this place" : what) + " is a fixed value")
        .withHelp("write a number, a text or a param");
    return std::nullopt;
  }
  if (value->isMissing() && expr.kind != syntax::ExprKind::Missing) {
    context.error(Code::NumberOverflow, expr.span, "this comes out larger than the language can count, or divides by zero");
    return std::nullopt;
  }
  return value;
}

std::optional<Constant> constantOfText(Context& context, std::string_view written, Type type) {
  const std::string_view text = trim(written);
  if (text.empty()) return Constant{type, kMissing, {}};
  const auto scaled = [&](std::optional<std::int64_t> value) -> std::optional<Constant> {
    if (!value) return std::nullopt;
    return Constant{type, *value, {}};
  };
  switch (type.kind) {
    case TypeKind::Missing: return std::nullopt;
    case TypeKind::Bool: {
      const std::string word = fold(text);
      for (const char* yes : {"true", "yes", "1", "on"})
        if (word == yes) return Constant{type, 1, {}};
      for (const char* no : {"false", "no", "0", "off"})
        if (word == no) return Constant{type, 0, {}};
      return std::nullopt;
    }
    case TypeKind::Int: return scaled(parseInt(text));
    case TypeKind::Number:
    case TypeKind::Points: return scaled(parseDecimal(text));
    case TypeKind::Money: {
      const int home = static_cast<int>(type.ref);
      const auto money = parseMoney(text, home);
      if (!money || (money->currency != kNoCurrency && money->currency != home)) return std::nullopt;
      return Constant{type, money->amount, {}};
    }
    case TypeKind::Percent: return scaled(parsePercent(text, false));
    case TypeKind::Duration:
    case TypeKind::BusinessDuration: {
      const auto duration = parseDuration(text);
      if (!duration || duration->business != (type.kind == TypeKind::BusinessDuration)) return std::nullopt;
      return Constant{type, duration->value, {}};
    }
    case TypeKind::Email:
      if (!looksLikeEmail(text)) return std::nullopt;
      return Constant{type, 0, std::string(text)};
    case TypeKind::Text:
    case TypeKind::Code:
    case TypeKind::Rep: return Constant{type, 0, std::string(text)};
    case TypeKind::Country: {
      const int country = findCountry(text);
      if (country < 0) return std::nullopt;
      return Constant{type, country, {}};
    }
    case TypeKind::Enum: return enumOfText(context, text, type);
    case TypeKind::EnumSet: {
      std::int64_t bits = 0;
      std::size_t at = 0;
      while (at <= text.size()) {
        const std::size_t end = std::min(text.find_first_of(";,|", at), text.size());
        const std::string_view part = trim(text.substr(at, end - at));
        at = end + 1;
        if (part.empty()) continue;
        const auto value = enumOfText(context, part, {TypeKind::Enum, type.ref});
        if (!value) return std::nullopt;
        bits |= std::int64_t{1} << value->bits;
      }
      return Constant{type, bits, {}};
    }
    case TypeKind::Instant: return scaled(parseInstant(text, *context.zone, {}));
    case TypeKind::TextSet: return std::nullopt;
  }
  return std::nullopt;
}

// ---- params

namespace {

bool isListParam(const Entity& param) { return param.param->type.word.text == "list"; }

}  // namespace

std::optional<Constant> Context::constantOfParam(Entity& param, Span from) {
  if (const auto known = params_.find(&param); known != params_.end()) return known->second;
  const std::string label = "the param " + inBackticks(param.name);
  if (isListParam(param)) {
    error(Code::WrongKindOfName, from, label + " is a list, not a value").withHelp("a list stands right of `in`");
    return std::nullopt;
  }
  params_.emplace(&param, std::nullopt);  // a param that needs itself finds nothing
  const syntax::Expr* value = param.argument ? param.argument : param.param->value.get();
  if (!value) {
    if (!param.scope->parent)
      error(Code::ParamWithoutValue, param.span, label + " has no value").withHelp("write `= value` after its type");
    return std::nullopt;
  }
  const auto type = checkType(*this, param.param->type, param.name);
  if (!type) return std::nullopt;
  Type wanted = *type;
  if (wanted.kind == TypeKind::Duration && value->kind == syntax::ExprKind::Duration && value->business) wanted.kind = TypeKind::BusinessDuration;
  if (wanted.kind == TypeKind::Duration && value->kind != syntax::ExprKind::Duration) {  // a param of either kind handed on
    const auto any = checkConstant(*this, *value, param.argument ? *param.argument_scope : *param.scope, {}, label);
    if (any && any->type.kind == TypeKind::BusinessDuration) return params_[&param] = any;
  }
  auto made = checkConstant(*this, *value, param.argument ? *param.argument_scope : *param.scope, wanted, label);
  params_[&param] = made;
  return made;
}

Entity* Context::listOfParam(Entity& param, const syntax::Expr*& literal, Scope*& literal_scope) {
  literal = nullptr;
  literal_scope = nullptr;
  Entity* current = &param;
  for (int steps = 0; steps < kMaxDepth; ++steps) {
    if (current->kind == resolve::Kind::List) return current;
    if (current->kind != resolve::Kind::Param || !isListParam(*current)) return nullptr;
    const syntax::Expr* value = current->argument ? current->argument : current->param->value.get();
    Scope* scope = current->argument ? current->argument_scope : current->scope;
    if (!value) return nullptr;
    if (value->kind == syntax::ExprKind::List) {
      literal = value;
      literal_scope = scope;
      return nullptr;
    }
    std::string name = value->text;
    if (value->kind == syntax::ExprKind::Member && value->args[0]->kind == syntax::ExprKind::Name && value->args[0]->text != "param")
      name = value->args[0]->text + '.' + name;
    Entity* next = value->kind == syntax::ExprKind::Name || value->kind == syntax::ExprKind::Member
                       ? names.find(*scope, Space::Values, name, value->span, diags) : nullptr;
    if (!next || (next->kind != resolve::Kind::List && next->kind != resolve::Kind::Param)) {
      if (next) error(Code::WrongKindOfName, value->span, inBackticks(name) + " is " + resolve::withArticle(next->kind) + ", not a list").label(next->span, "declared here");
      else unknownName(Code::UnknownName, "list", syntax::Name{name, value->span}, *scope, Space::Values);
      return nullptr;
    }
    current = next;
  }
  return nullptr;
}

bool checkParam(Context& context, Entity& param) {
  if (isListParam(param)) {
    if (!param.argument && !param.param->value && !param.scope->parent) {
      context.error(Code::ParamWithoutValue, param.span, "the param " + inBackticks(param.name) + " has no value").withHelp("write `= value` after its type");
      return false;
    }
    return true;
  }
  return context.constantOfParam(param, param.span).has_value();
}

}  // namespace leadflow::check
