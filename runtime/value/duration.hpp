// Durations. A wall duration is milliseconds. A business duration counts only while a calendar is open, and a business
// day is not a number of hours (a day may be open from 9 to 17 or not at all), so it keeps days and milliseconds apart
// in one slot: (days << 44) | milliseconds.
//
//     had demo_request in last 1 hour
//     within 4 business hours otherwise escalate sales_chain
//
// INVARIANT: a business duration is never negative; its milliseconds stay below 2^44 (557 years).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/value/slot.hpp"

namespace leadflow {

inline constexpr std::int64_t kSecondMs = 1'000;
inline constexpr std::int64_t kMinuteMs = 60 * kSecondMs;
inline constexpr std::int64_t kHourMs = 60 * kMinuteMs;
inline constexpr std::int64_t kDayMs = 24 * kHourMs;
inline constexpr std::int64_t kWeekMs = 7 * kDayMs;

inline constexpr int kBusinessShift = 44;
inline constexpr std::int64_t kBusinessMillisMask = (std::int64_t{1} << kBusinessShift) - 1;
inline constexpr std::int64_t kMaxBusinessDays = (std::int64_t{1} << (63 - kBusinessShift)) - 1;

// Out of range (negative, or more than fits): kMissing.
constexpr Slot makeBusiness(std::int64_t days, std::int64_t ms) {
  if (days < 0 || days > kMaxBusinessDays || ms < 0 || ms > kBusinessMillisMask) return kMissing;
  return (days << kBusinessShift) | ms;
}
constexpr std::int64_t businessDays(Slot business) { return business >> kBusinessShift; }
constexpr std::int64_t businessMillis(Slot business) { return business & kBusinessMillisMask; }

// Sum of two business durations, days and milliseconds each; kMissing when it does not fit.
constexpr Slot addBusiness(Slot a, Slot b) {
  if (isMissing(a) || isMissing(b)) return kMissing;
  return makeBusiness(businessDays(a) + businessDays(b), businessMillis(a) + businessMillis(b));
}

struct Duration {
  std::int64_t value;  // milliseconds, or the packed form when `business`
  bool business;
};

// Reads `5 minutes`, `1 hour 30 minutes`, `2 business days`, `1.5 h`, `90s`, `01:30:00`, and ISO 8601 `P1DT2H`, `PT4H`.
// A number without a unit is refused; so are months and years, which have no fixed length.
std::optional<Duration> parseDuration(std::string_view text);

// The milliseconds of one unit by its name (`minute`, `minutes`, `min`, `m`), or 0. Units end at the week.
std::int64_t durationUnit(std::string_view name);

// Appends in the largest exact units: `5 minutes`, `1 hour 30 minutes`, `2 weeks` but `90 days`, `2 business days`.
void appendDuration(std::string& out, Slot duration, bool business = false);

}  // namespace leadflow
