#include "runtime/value/decay.hpp"

#include "runtime/value/decimal.hpp"
#include "runtime/value/wide.hpp"

namespace leadflow {
namespace {

constexpr int kWorkBits = 62;

constexpr std::uint64_t squareRoot(UInt128 square) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 63; bit != 0; bit >>= 1) {
    const std::uint64_t trial = root | bit;
    if (UInt128{trial} * trial <= square) root = trial;
  }
  return root;
}

// T by integers only: the ten roots 2^(-1/2), 2^(-1/4), ... 2^(-1/1024) with 62 bits each, and every entry the product
// of those that its index names. The error stays below 2^-57, far from deciding the 30th bit's rounding.
constexpr std::array<std::int64_t, kDecayEntries> makeTable() {
  std::array<std::uint64_t, 10> roots{};
  std::uint64_t root = std::uint64_t{1} << (kWorkBits - 1);
  for (int bit = 9; bit >= 0; --bit) {
    root = squareRoot(UInt128{root} << kWorkBits);
    roots[static_cast<std::size_t>(bit)] = root;
  }
  std::array<std::int64_t, kDecayEntries> table{};
  for (std::size_t i = 0; i + 1 < table.size(); ++i) {
    std::uint64_t value = std::uint64_t{1} << kWorkBits;
    for (std::size_t bit = 0; bit < 10; ++bit) {
      if ((i >> bit & 1) == 0) continue;
      value = static_cast<std::uint64_t>((UInt128{value} * roots[bit] + (UInt128{1} << (kWorkBits - 1))) >> kWorkBits);
    }
    table[i] = static_cast<std::int64_t>((value + (std::uint64_t{1} << (kWorkBits - kDecayBits - 1))) >>
                                         (kWorkBits - kDecayBits));
  }
  table[kDecayEntries - 1] = std::int64_t{1} << (kDecayBits - 1);
  return table;
}

// Made by the compiler, so it is there before any other file's initialisers run.
constexpr std::array<std::int64_t, kDecayEntries> kTable = makeTable();

Slot shiftHalfEven(Int128 value, int bits) {
  const bool negative = value < 0;
  const UInt128 magnitude = static_cast<UInt128>(negative ? -value : value);
  UInt128 whole = magnitude >> bits;
  const UInt128 rest = magnitude & ((UInt128{1} << bits) - 1), half = UInt128{1} << (bits - 1);
  if (rest > half || (rest == half && (whole & 1) != 0)) ++whole;
  const auto result = static_cast<Int128>(whole);
  return narrow(negative ? -result : result);
}

}  // namespace

const std::array<std::int64_t, kDecayEntries>& decayTable() { return kTable; }

Slot decayHalfLife(Slot points, std::int64_t age_ms, std::int64_t half_life_ms) {
  if (isMissing(points) || isMissing(age_ms)) return kMissing;
  if (age_ms == 0) return points;
  const std::int64_t halves = age_ms / half_life_ms;
  if (halves >= 64) return 0;  // |points| < 2^63, so less than half a unit is left
  const std::int64_t rest = age_ms % half_life_ms;
  std::int64_t position, part;
  if (rest <= INT64_MAX / 1024) {
    position = rest * 1024 / half_life_ms;
    part = rest * 1024 % half_life_ms;
  } else {
    position = static_cast<std::int64_t>(Int128{rest} * 1024 / half_life_ms);
    part = static_cast<std::int64_t>(Int128{rest} * 1024 % half_life_ms);
  }
  const auto index = static_cast<std::size_t>(position);
  std::int64_t factor = kTable[index];
  if (part != 0) {
    const std::int64_t step = factor - kTable[index + 1];
    std::int64_t product;
    factor -= __builtin_mul_overflow(step, part, &product)
                  ? static_cast<std::int64_t>(Int128{step} * part / half_life_ms)
                  : product / half_life_ms;
  }
  return shiftHalfEven(Int128{points} * factor, kDecayBits + static_cast<int>(halves));
}

Slot decayLinear(Slot points, std::int64_t age_ms, std::int64_t span_ms) {
  if (isMissing(points) || isMissing(age_ms)) return kMissing;
  if (age_ms >= span_ms) return 0;
  return mulDiv(points, span_ms - age_ms, span_ms);
}

Slot decaySteps(Slot points, std::int64_t age_ms, std::span<const DecayStep> steps) {
  if (isMissing(points) || isMissing(age_ms)) return kMissing;
  for (const DecayStep& step : steps) {
    if (age_ms <= step.until_ms) return mulDiv(points, step.percent, 1'000'000);
  }
  return 0;
}

}  // namespace leadflow
