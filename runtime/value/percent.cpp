#include "runtime/value/percent.hpp"

#include "runtime/value/decimal.hpp"
#include "runtime/value/text.hpp"

namespace leadflow {

std::optional<std::int64_t> parsePercent(std::string_view text, bool fraction) {
  text = trim(text);
  if (!text.empty() && text.back() == '%') {
    text.remove_suffix(1);
    return parseDecimal(text);
  }
  if (!fraction) return parseDecimal(text);
  // 0.123456 is 12.3456 %: two more decimals are exact here, so the shift is part of the reading.
  std::string shifted(text);
  if (shifted.find_first_of("eEkKMB") != std::string::npos) {
    const auto value = parseDecimal(text);
    if (!value) return std::nullopt;
    const Slot percent = mulInt(*value, 100);
    return isMissing(percent) ? std::nullopt : std::optional(percent);
  }
  shifted += "e2";
  return parseDecimal(shifted);
}

void appendPercent(std::string& out, Slot percent) {
  appendDecimal(out, percent);
  if (!isMissing(percent)) out += '%';
}

Slot percentOf(Slot amount, Slot percent) { return mulDiv(amount, percent, kWholePercent); }

}  // namespace leadflow
