// Percents: 15 % is the number 15 scaled by 10,000, so 150000 in a slot, and 100 % is kWholePercent.
//
//     discount percent 0%..100%                    # 15, 15%, 15 %
//     discount percent format fraction             # 0.15
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/value/slot.hpp"

namespace leadflow {

inline constexpr std::int64_t kWholePercent = 1'000'000;  // 100 %

// Reads `15`, `15%`, `15 %`, `-2.5%`. With `fraction`, a bare 0.15 is 15 %; a written `%` always means percent.
std::optional<std::int64_t> parsePercent(std::string_view text, bool fraction);

// Appends `15%`, `2.5%`.
void appendPercent(std::string& out, Slot percent);

// `percent` of a scaled or plain amount, half-even: percentOf(200, 15 %) is 30.
Slot percentOf(Slot amount, Slot percent);

}  // namespace leadflow
