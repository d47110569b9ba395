#include "runtime/value/decimal.hpp"

#include <charconv>

#include "runtime/value/text.hpp"
#include "runtime/value/wide.hpp"

namespace leadflow {
namespace {

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }

// Collects the digits of a number of any length: up to 36 significant ones exactly, of the rest only whether any is not
// 0.
class Digits {
 public:
  void add(char digit, bool fraction) {
    if (kept_ < kMaxKept) {
      mantissa_ = mantissa_ * 10 + static_cast<unsigned>(digit - '0');
      if (mantissa_ != 0) ++kept_;
      exponent_ -= fraction;
    } else {
      sticky_ |= digit != '0';
      exponent_ += !fraction;
    }
  }

  // mantissa * 10^(exponent + shift) as an integer, half-even; nullopt when it does not fit. `exact`: refuse to round.
  std::optional<std::int64_t> value(bool negative, int shift, bool exact) const {
    UInt128 magnitude = mantissa_;
    int power = exponent_ + shift;
    if (magnitude == 0) return 0;
    for (; power > 0; --power) {
      magnitude *= 10;
      if (magnitude > UInt128{INT64_MAX}) return std::nullopt;
    }
    bool above = sticky_;  // whether something not zero stands below the digit dropped last
    unsigned last = 0;
    for (; power < 0 && (magnitude != 0 || last != 0); ++power) {
      above |= last != 0;
      last = static_cast<unsigned>(magnitude % 10);
      magnitude /= 10;
    }
    if (power < 0) above |= last != 0, last = 0;
    if (exact && (above || last != 0)) return std::nullopt;
    if (last > 5 || (last == 5 && (above || (magnitude & 1) != 0))) ++magnitude;
    if (magnitude > UInt128{INT64_MAX}) return std::nullopt;
    const auto result = static_cast<std::int64_t>(magnitude);
    return negative ? -result : result;
  }

 private:
  static constexpr int kMaxKept = 36;
  UInt128 mantissa_ = 0;
  int kept_ = 0, exponent_ = 0;
  bool sticky_ = false;
};

// The general reader. `places`: decimals of the result's scale.
std::optional<std::int64_t> readNumber(std::string_view text, int places, bool exact) {
  std::size_t at = 0;
  const auto peek = [&](std::size_t ahead = 0) { return at + ahead < text.size() ? text[at + ahead] : '\0'; };
  bool negative = false;
  if (peek() == '+' || peek() == '-') negative = text[at++] == '-';

  Digits digits;
  std::size_t group = 0;  // digits since the start or the last comma
  bool grouped = false, any = false;
  for (;; ++at) {
    const char c = peek();
    if (isDigit(c)) {
      digits.add(c, false);
      any = true;
      ++group;
    } else if (c == '_' && any && isDigit(peek(1)) && text[at - 1] != ',') {
      continue;
    } else if (c == ',' && any && isDigit(peek(1))) {
      if (grouped ? group != 3 : group > 3) return std::nullopt;
      grouped = true;
      group = 0;
    } else {
      break;
    }
  }
  if (grouped && group != 3) return std::nullopt;
  if (peek() == '.' && isDigit(peek(1))) {
    for (++at; isDigit(peek()) || (peek() == '_' && isDigit(peek(1)) && text[at - 1] != '.'); ++at) {
      if (text[at] != '_') digits.add(text[at], true);
    }
    any = true;
  }
  if (!any) return std::nullopt;

  int shift = places;
  switch (peek()) {
    case 'e':
    case 'E': {
      ++at;
      const bool down = peek() == '-';
      if (peek() == '+' || peek() == '-') ++at;
      if (!isDigit(peek())) return std::nullopt;
      int exponent = 0;
      for (; isDigit(peek()); ++at) {
        if (exponent < 10'000) exponent = exponent * 10 + (text[at] - '0');
      }
      shift += down ? -exponent : exponent;
      break;
    }
    case 'k':
    case 'K':
      shift += 3;
      ++at;
      break;
    case 'M':
      shift += 6;
      ++at;
      break;
    case 'B':
      shift += 9;
      ++at;
      break;
    default: break;
  }
  if (at != text.size()) return std::nullopt;
  return digits.value(negative, shift, exact);
}

}  // namespace

Slot mulScaled(Slot a, Slot b) {
  if (isMissing(a) || isMissing(b)) return kMissing;
  Slot product;
  if (!__builtin_mul_overflow(a, b, &product)) return divHalfEven<std::int64_t>(product, kScale);
  return narrow(divHalfEven<Int128>(Int128{a} * b, kScale));
}

Slot divScaled(Slot a, Slot b) {
  if (isMissing(a) || isMissing(b) || b == 0) return kMissing;
  Slot scaled;
  if (!__builtin_mul_overflow(a, kScale, &scaled) && !isMissing(scaled)) return divHalfEven<std::int64_t>(scaled, b);
  return narrow(divHalfEven<Int128>(Int128{a} * kScale, b));
}

Slot mulDiv(Slot a, Slot b, Slot c) {
  if (isMissing(a) || isMissing(b) || isMissing(c) || c == 0) return kMissing;
  Slot product;
  if (!__builtin_mul_overflow(a, b, &product) && !isMissing(product)) return divHalfEven<std::int64_t>(product, c);
  return narrow(divHalfEven<Int128>(Int128{a} * b, c));
}

Slot scaledToInt(Slot scaled) { return isMissing(scaled) ? kMissing : divHalfEven<std::int64_t>(scaled, kScale); }

Slot roundHalfEven(Slot scaled, int places) {
  if (isMissing(scaled) || places >= kScalePlaces) return scaled;
  if (places < -16) return 0;  // half of 10^21 is beyond every slot
  Int128 unit = 1;
  for (int place = places; place < kScalePlaces; ++place) unit *= 10;
  return narrow(divHalfEven<Int128>(scaled, unit) * unit);
}

Slot floorScaled(Slot scaled) {
  if (isMissing(scaled)) return kMissing;
  const Slot rest = scaled % kScale;
  return subChecked(scaled - rest, rest < 0 ? kScale : 0);
}

Slot ceilScaled(Slot scaled) {
  if (isMissing(scaled)) return kMissing;
  const Slot rest = scaled % kScale;
  return addChecked(scaled - rest, rest > 0 ? kScale : 0);
}

std::optional<std::int64_t> parseDecimal(std::string_view text) {
  // The common case: at most 14 digits, at most four of them decimals.
  if (!text.empty() && text.size() <= 16) {
    std::size_t at = text[0] == '-';
    const std::size_t start = at;
    std::int64_t value = 0;
    for (; at < text.size() && isDigit(text[at]); ++at) value = value * 10 + (text[at] - '0');
    if (at > start && at - start <= 14) {
      if (at == text.size()) return (text[0] == '-' ? -value : value) * kScale;
      const std::size_t decimals = text.size() - at - 1;
      if (text[at] == '.' && decimals >= 1 && decimals <= 4) {
        for (++at; at < text.size() && isDigit(text[at]); ++at) value = value * 10 + (text[at] - '0');
        if (at == text.size()) {
          constexpr std::int64_t kPad[] = {10'000, 1'000, 100, 10, 1};
          std::int64_t scaled;
          if (!__builtin_mul_overflow(value, kPad[decimals], &scaled)) return text[0] == '-' ? -scaled : scaled;
        }
      }
    }
  }
  return readNumber(trim(text), kScalePlaces, false);
}

std::optional<std::int64_t> parseInt(std::string_view text) { return readNumber(trim(text), 0, true); }

void appendDecimal(std::string& out, Slot scaled) {
  if (isMissing(scaled)) {
    out += "missing";
    return;
  }
  char buffer[24];
  std::uint64_t magnitude = scaled < 0 ? 0 - static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled);
  if (scaled < 0) out += '-';
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, magnitude / kScale).ptr;
  out.append(buffer, end);
  unsigned fraction = static_cast<unsigned>(magnitude % kScale);
  if (fraction == 0) return;
  out += '.';
  for (unsigned unit = 1'000; fraction != 0; unit /= 10) {
    out += static_cast<char>('0' + fraction / unit);
    fraction %= unit;
  }
}

}  // namespace leadflow
