// Numbers, points, money and percents: 64-bit integers scaled by 10,000, four exact places.
//
// Sums therefore do not depend on their order, and 59.99999 never misses or meets a threshold of 60 by a rounding
// accident:
//
//     score total = fit + engagement
//     grade rating of total { A at least 100, B at least 60, otherwise D }
//
// Every function is checked: a missing operand, an overflow or a division by zero gives kMissing. Multiplication,
// division and rounding go half to even.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/value/slot.hpp"

namespace leadflow {

inline constexpr std::int64_t kScale = 10'000;
inline constexpr int kScalePlaces = 4;

// Addition and subtraction serve plain and scaled integers alike.
inline Slot addChecked(Slot a, Slot b) {
  Slot sum;
  if (isMissing(a) || isMissing(b) || __builtin_add_overflow(a, b, &sum)) return kMissing;
  return sum;
}

inline Slot subChecked(Slot a, Slot b) {
  Slot difference;
  if (isMissing(a) || isMissing(b) || __builtin_sub_overflow(a, b, &difference)) return kMissing;
  return difference;
}

inline Slot negChecked(Slot a) { return isMissing(a) ? kMissing : -a; }

inline Slot absChecked(Slot a) { return isMissing(a) || a >= 0 ? a : -a; }

// Product of two plain integers, or of a scaled one and a plain one (the result is then scaled).
inline Slot mulInt(Slot a, Slot b) {
  Slot product;
  if (isMissing(a) || isMissing(b) || __builtin_mul_overflow(a, b, &product)) return kMissing;
  return product;
}

// Product of two scaled numbers, half-even at the fourth place.
Slot mulScaled(Slot a, Slot b);

// Quotient of two scaled numbers, half-even at the fourth place. Division by zero: kMissing. Two plain integers divide
// with it too: the result is then scaled.
Slot divScaled(Slot a, Slot b);

// a * b / c, half-even, through 128 bits; c == 0: kMissing. The scale is that of a * b / c.
Slot mulDiv(Slot a, Slot b, Slot c);

// A plain integer as a scaled number.
inline Slot intToScaled(Slot value) { return mulInt(value, kScale); }

// A scaled number as a plain integer, half-even.
Slot scaledToInt(Slot scaled);

// Rounds a scaled number to `places` decimals (4 and more: unchanged; 0: whole; -3: thousands), half-even. Still
// scaled.
Slot roundHalfEven(Slot scaled, int places);

// The whole number at or below, at or above. Still scaled.
Slot floorScaled(Slot scaled);
Slot ceilScaled(Slot scaled);

// Reads `42`, `-3.5`, `+1_000`, `1,000,000.25`, `50k`, `1.5M`, `2B`, `1e3`; white space around is allowed. Commas must
// stand in groups of three. Four decimals are exact, more are rounded half-even. Anything else, or too large: nullopt.
// Scaled.
std::optional<std::int64_t> parseDecimal(std::string_view text);

// Reads a whole number in the same spellings (`1_000`, `50k`, `12.0`); a fraction is refused. Plain.
std::optional<std::int64_t> parseInt(std::string_view text);

// Appends without trailing zeros: 52.5, 152.5, 100, -0.25. Missing appends `missing`.
void appendDecimal(std::string& out, Slot scaled);

}  // namespace leadflow
