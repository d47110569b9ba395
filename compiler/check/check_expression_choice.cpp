// `first of { … }` and `ranges of … { … }`: values by condition and by size. Names that nothing declares make a new enum.
#include <algorithm>
#include <unordered_map>

#include "compiler/check/expression.hpp"
#include "runtime/value/decimal.hpp"

namespace leadflow::check {

using diag::Code;
using syntax::ExprKind;

/// Every arm is a bare name, and one of them is nothing known: they are values of a list of their own.
bool ExprChecker::makesEnum(const syntax::Expr& expr, Type wanted) {
  if (wanted.kind == TypeKind::Enum || wanted.kind == TypeKind::Country || wanted.kind == TypeKind::Rep) return false;
  bool undeclared = false;
  for (const syntax::Arm& arm : expr.arms) {
    if (arm.value->kind == ExprKind::Missing) continue;
    if (arm.value->kind != ExprKind::Name) return false;
    if (arm.value->text == "now") return false;
    if (!c_.names.look(scope(), Space::Values, arm.value->text)) undeclared = true;
  }
  return undeclared;
}

typed::ExprPtr ExprChecker::firstOf(const syntax::Expr& expr, Type wanted) {
  Type type = wanted;
  if (makesEnum(expr, wanted)) {
    typed::EnumType values{std::string(where_.enum_name.empty() ? "first of" : where_.enum_name), {}, -1};
    std::unordered_map<std::string, bool> seen;
    for (const syntax::Arm& arm : expr.arms)
      if (arm.value->kind == ExprKind::Name && seen.emplace(arm.value->text, true).second) values.values.push_back({arm.value->text, {}});
    type = {TypeKind::Enum, c_.addEnum(std::move(values))};
  } else if (wanted.kind == TypeKind::Bool || wanted.kind == TypeKind::Text) {
    type = kNoType;  // the arms speak for themselves
  }

  std::vector<ExprPtr> conditions, values;
  bool good = true, typed_yet = false;
  const syntax::Arm* otherwise = nullptr;
  for (const syntax::Arm& arm : expr.arms) {
    if (otherwise) {
      error(Code::OtherwiseNotLast, arm.span, "this can never be chosen: it stands after `otherwise`")
          .label(otherwise->span, "takes everything that is left").withHelp("move `otherwise` to the end");
      good = false;
      break;
    }
    if (!arm.when) otherwise = &arm;
    ExprPtr when = arm.when ? condition(*arm.when) : nullptr;
    if (arm.when && !when) good = false;
    ExprPtr value = arm.value->kind == ExprKind::Missing ? constant(typed_yet ? type : kNoType, kMissing, arm.value->span) : check(*arm.value, type);
    if (!value) {
      good = false;
      continue;
    }
    if (value->type.kind != TypeKind::Missing && !typed_yet) {
      type = value->type;
      typed_yet = true;
    }
    conditions.push_back(std::move(when));
    values.push_back(std::move(value));
  }
  if (values.empty()) {
    if (good) error(Code::EmptyList, expr.span, "`first of` without cases");
    return nullptr;
  }
  if (!typed_yet && good) {
    error(Code::MissingAsValue, expr.span, "every case is `missing`").withHelp("give at least one case a value");
    return nullptr;
  }
  // One type for all: int grows to number, number to points.
  for (const ExprPtr& value : values)
    if (isNumeric(value->type) && isNumeric(type) && static_cast<int>(value->type.kind) > static_cast<int>(type.kind)) type = value->type;
  for (ExprPtr& value : values) {
    if (converts(*value, type)) {
      value = convert(std::move(value), type);
      continue;
    }
    error(Code::BranchesDiffer, value->span, "the cases give values of different types: " + describe(c_, value->type) + " here, " + describe(c_, type) + " before")
        .label(values.front()->span, origin(*values.front()));
    good = false;
  }
  if (!good) return nullptr;
  auto made = make(Kind::FirstOf, type, expr.span);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (conditions[i]) made->args.push_back(std::move(conditions[i]));
    made->args.push_back(std::move(values[i]));
  }
  return made;
}

typed::ExprPtr ExprChecker::rangesOf(const syntax::Expr& expr) {
  ExprPtr value = check(*expr.args[0]);
  if (!value) return nullptr;
  if (!hasOrder(value->type) || leadflow::isTextual(value->type.kind)) {
    error(Code::RangeWithoutOrder, value->span, "`ranges` sorts by size, and " + describe(c_, value->type) + " has none").at(origin(*value));
    return nullptr;
  }
  if (value->type.kind == TypeKind::Int)
    for (const syntax::Band& band : expr.bands) {
      if (!band.bound) continue;
      const bool fraction = (band.bound->kind == ExprKind::Number && !band.bound->is_integer) ||
                            (band.bound->kind == ExprKind::Range && std::any_of(band.bound->args.begin(), band.bound->args.end(), [](const auto& end) {
                              return end->kind == ExprKind::Number && !end->is_integer;
                            }));
      if (!fraction) continue;
      value = convert(std::move(value), kNumber);
      break;
    }
  if (expr.bands.empty()) {
    error(Code::EmptyList, expr.span, "`ranges` without cases").withHelp("write `{ small below 50, large otherwise }`");
    return nullptr;
  }
  typed::EnumType names{std::string(where_.enum_name.empty() ? "ranges" : where_.enum_name), {}, -1};
  for (const syntax::Band& band : expr.bands) names.values.push_back({band.name.text, {}});
  const std::uint32_t ref = c_.addEnum(std::move(names));
  auto made = make(Kind::RangesOf, {TypeKind::Enum, ref}, expr.span);
  if (!bands(expr.bands, value->type, ref, made->bands)) return nullptr;
  made->args.push_back(std::move(value));
  return made;
}

bool ExprChecker::bands(const std::vector<syntax::Band>& written_bands, Type of, std::uint32_t values, std::vector<typed::Band>& out) {
  bool good = true;
  const syntax::Band* otherwise = nullptr;
  std::unordered_map<std::string, Span> seen;
  for (const syntax::Band& band : written_bands) {
    if (otherwise) {
      error(Code::OtherwiseNotLast, band.span, inBackticks(band.name.text) + " can never be reached: it stands after `otherwise`")
          .label(otherwise->span, "takes everything that is left").withHelp("move `otherwise` to the end");
      return false;
    }
    const auto [place, added] = seen.emplace(band.name.text, band.name.span);
    if (!added) {
      error(Code::RepeatedBand, band.name.span, inBackticks(band.name.text) + " stands here twice").label(place->second, "the first is here");
      good = false;
      continue;
    }
    typed::Band made;
    made.value = static_cast<std::uint32_t>(c_.enumValue(values, band.name.text));
    made.span = band.span;
    const auto bound = [&](const syntax::Expr& expr) -> std::optional<std::int64_t> {
      const auto value = checkConstant(c_, expr, scope(), of, "the bound of " + inBackticks(band.name.text));
      if (!value) return std::nullopt;
      return value->bits;
    };
    switch (band.kind) {
      case syntax::Band::Kind::Otherwise: otherwise = &band; break;
      case syntax::Band::Kind::Below:
      case syntax::Band::Kind::AtMost:
        if (const auto at = bound(*band.bound)) made.has_high = true, made.high = *at, made.high_inclusive = band.kind == syntax::Band::Kind::AtMost;
        else good = false;
        break;
      case syntax::Band::Kind::AtLeast:
      case syntax::Band::Kind::Above:
        if (const auto at = bound(*band.bound)) made.has_low = true, made.low = *at, made.low_inclusive = band.kind == syntax::Band::Kind::AtLeast;
        else good = false;
        break;
      case syntax::Band::Kind::Range: {
        std::size_t next = 0;
        if (!band.bound->open_low) {
          if (const auto at = bound(*band.bound->args[next++])) made.has_low = true, made.low = *at;
          else good = false;
        }
        if (!band.bound->open_high) {
          if (const auto at = bound(*band.bound->args[next++])) made.has_high = true, made.high = *at;
          else good = false;
        }
        if (made.has_low && made.has_high && made.low > made.high) {
          error(Code::RangeReversed, band.bound->span, "this range ends before it begins: nothing is in it");
          good = false;
        }
        break;
      }
    }
    out.push_back(made);
  }
  return good;
}

}  // namespace leadflow::check
