// Decay: what an activity's points are still worth after a while.
//
//     score engagement max 150 points { decay half every 30 days   +10 per pricing_view }
//     decay linear over 90 days
//     decay steps { 30 days 100%, 60 days 50%, 90 days 25% }
//
// Everything is integers, so every back end agrees bit for bit. Half-life: T[i] = 2^(-i/1024) scaled by 2^30, i =
// 0..1024; with k = age / half, rest = age % half, i = rest * 1024 / half and r = rest * 1024 % half, the factor is f =
// T[i] - (T[i] - T[i+1]) * r / half (divisions truncate), and the result is points * f / 2^(30 + k), half-even.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "runtime/value/slot.hpp"

namespace leadflow {

inline constexpr int kDecayEntries = 1025;
inline constexpr int kDecayBits = 30;

// The table T.
const std::array<std::int64_t, kDecayEntries>& decayTable();

// All take points of any scale and ages in milliseconds, never negative (an activity after `now` is no activity), and
// return points of the same scale, half-even. Missing points or age: kMissing.
Slot decayHalfLife(Slot points, std::int64_t age_ms, std::int64_t half_life_ms);  // half_life_ms > 0
Slot decayLinear(Slot points, std::int64_t age_ms, std::int64_t span_ms);         // 0 from span_ms on

struct DecayStep {
  std::int64_t until_ms;  // included
  std::int64_t percent;   // 100 % is 1,000,000 (percent.hpp)
};

// The first step whose end the age does not pass; 0 after the last. Steps ascend.
Slot decaySteps(Slot points, std::int64_t age_ms, std::span<const DecayStep> steps);

}  // namespace leadflow
