// Types and constants in the words of messages.
#include "compiler/check/context.hpp"
#include "runtime/value/country.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/money.hpp"
#include "runtime/value/percent.hpp"

namespace leadflow::check {
namespace {

std::string listValues(const typed::EnumType& type) {
  constexpr std::size_t shown = 5;
  std::string out;
  for (std::size_t i = 0; i < type.values.size() && i < shown; ++i) out += (i ? ", " : "") + type.values[i].name;
  if (type.values.size() > shown) out += ", …";
  return out;
}

}  // namespace

std::string describe(const Context& context, Type type) {
  switch (type.kind) {
    case TypeKind::Missing: return "nothing";
    case TypeKind::Bool: return "a yes or no";
    case TypeKind::Int: return "a whole number";
    case TypeKind::Number: return "a number";
    case TypeKind::Points: return "points";
    case TypeKind::Money: {
      const std::string_view code = currencyCode(static_cast<int>(type.ref));
      return code.empty() ? "money" : "money in " + std::string(code);
    }
    case TypeKind::Percent: return "a percent";
    case TypeKind::Duration: return "a duration";
    case TypeKind::BusinessDuration: return "a duration in business time";
    case TypeKind::Text: return "text";
    case TypeKind::Code: return "a code";
    case TypeKind::Email: return "an email address";
    case TypeKind::Country: return "a country";
    case TypeKind::Enum: return "one of " + listValues(context.enumOf(type));
    case TypeKind::EnumSet: return "some of " + listValues(context.enumOf(type));
    case TypeKind::Instant: return "a point in time";
    case TypeKind::Rep: return "a rep";
    case TypeKind::TextSet: return "a set of texts";
  }
  return "a value";
}

std::string showConstant(const Context& context, const Constant& constant) {
  if (constant.isMissing()) return "missing";
  std::string out;
  switch (constant.type.kind) {
    case TypeKind::Missing: return "missing";
    case TypeKind::Bool: return constant.bits ? "true" : "false";
    case TypeKind::Int: return std::to_string(constant.bits);
    case TypeKind::Number:
    case TypeKind::Points: appendDecimal(out, constant.bits); return out;
    case TypeKind::Money: appendMoney(out, constant.bits, static_cast<int>(constant.type.ref)); return out;
    case TypeKind::Percent: appendPercent(out, constant.bits); return out;
    case TypeKind::Duration: appendDuration(out, constant.bits); return out;
    case TypeKind::BusinessDuration: appendDuration(out, constant.bits, true); return out;
    case TypeKind::Text:
    case TypeKind::Code:
    case TypeKind::Email: return '"' + constant.text + '"';
    case TypeKind::Country: return std::string(countryCode(static_cast<int>(constant.bits)));
    case TypeKind::Enum: return context.enumOf(constant.type).values[static_cast<std::size_t>(constant.bits)].name;
    case TypeKind::EnumSet: {
      const auto& values = context.enumOf(constant.type).values;
      for (std::size_t i = 0; i < values.size(); ++i)
        if (constant.bits >> i & 1) out += (out.empty() ? "" : ", ") + values[i].name;
      return '[' + out + ']';
    }
    case TypeKind::Instant: appendInstant(out, constant.bits); return out;
    case TypeKind::Rep: return constant.text;
    case TypeKind::TextSet: return constant.text;
  }
  return out;
}

}  // namespace leadflow::check
