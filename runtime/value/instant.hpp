// Instants: milliseconds since 1970-01-01 00:00 UTC, leap seconds ignored. Reading and writing them, and the civil
// calendar.
//
//     created_at instant required
//     signed_on  instant format "DD-MM-YYYY"
//     synced_at  instant format "unix ms"
//
// A text without an offset is wall-clock time in the playbook's zone; a date alone is 00:00 (timezone.hpp has the rule
// for gaps and overlaps).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/value/slot.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow {

struct CivilDate {
  int year, month, day;
  friend constexpr bool operator==(const CivilDate&, const CivilDate&) = default;
};

// Days since 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date
// algorithms").
constexpr std::int64_t daysFromCivil(CivilDate date) {
  const std::int64_t y = std::int64_t{date.year} - (date.month <= 2);
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t yoe = y - era * 400;
  const std::int64_t doy = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

constexpr CivilDate civilFromDays(std::int64_t days) {
  const std::int64_t z = days + 719468;
  const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const std::int64_t doe = z - era * 146097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153;
  const int month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  return {static_cast<int>(yoe + era * 400 + (month <= 2)), month, static_cast<int>(doy - (153 * mp + 2) / 5 + 1)};
}

// 0 Monday .. 6 Sunday.
constexpr int weekday(std::int64_t days) { return static_cast<int>(((days + 3) % 7 + 7) % 7); }

constexpr bool isLeapYear(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
constexpr int daysInMonth(int year, int month) {
  return month == 2 ? 28 + isLeapYear(year) : 30 + ((month + (month > 7)) & 1);
}
constexpr bool validDate(CivilDate date) {
  return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= daysInMonth(date.year, date.month);
}

// Local milliseconds split into days since 1970 and milliseconds of the day (0..86399999), also before 1970.
struct DayTime {
  std::int64_t days, ms;
};
constexpr DayTime splitDays(std::int64_t local_ms) {
  constexpr std::int64_t day = 86'400'000;
  const std::int64_t days = local_ms / day - (local_ms % day < 0);
  return {days, local_ms - days * day};
}

// Reads an instant. Format "" takes ISO 8601 and its usual variants: `2026-03-02`, `20260302`, `2026-03-02 10:00`,
// `2026-03-02T15:00:00.25Z`, `...+01:00`, `...+0100`, `...-05`. Any other format is made of YYYY YY MM M DD D HH H hh h
// mm ss SSS MMM MMMM A Z and literal characters, or is `unix s` or `unix ms`. White space around the text is allowed;
// anything left over, a date that does not exist, and years outside 0000-9999 are refused. `24:00` is the next day's
// midnight; a leap second's :60 is the next minute.
std::optional<std::int64_t> parseInstant(std::string_view text, const TimeZone& zone, std::string_view format);

// Whether parseInstant understands the format: it must fix a full date.
bool validInstantFormat(std::string_view format);

// Appends `2026-03-02T15:00:00Z`, with `.250` only where there are milliseconds. Missing appends `missing`; years
// outside 0000-9999 take a sign and more digits (ISO 8601's expanded form).
void appendInstant(std::string& out, Slot instant);

// Appends `2026-03-02`.
void appendDate(std::string& out, CivilDate date);

}  // namespace leadflow
