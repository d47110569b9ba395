// 128-bit integers and the one rounding rule (half to even), for products that do not fit 64 bits.
#pragma once

#include <cstdint>

#include "runtime/value/slot.hpp"

namespace leadflow {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

// n / d, half-even. d != 0, and not the one quotient that overflows (the type's minimum by -1).
template <class Integer>
constexpr Integer divHalfEven(Integer n, Integer d) {
  const Integer quotient = n / d, rest = n % d;
  if (rest == 0) return quotient;
  const Integer r = rest < 0 ? -rest : rest, whole = d < 0 ? -d : d;
  const bool away = r > whole - r || (r == whole - r && (quotient & 1) != 0);
  if (!away) return quotient;
  return (n < 0) == (d < 0) ? quotient + 1 : quotient - 1;
}

// kMissing when the value does not fit a slot.
constexpr Slot narrow(Int128 value) {
  return value > INT64_MAX || value <= INT64_MIN ? kMissing : static_cast<Slot>(value);
}

}  // namespace leadflow
