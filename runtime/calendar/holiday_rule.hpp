// Holidays by rule: what makes a day a holiday, for every year, instead of a list of dates that runs out.
//
//     calendar us_sales { timezone "America/New_York"  hours mon..fri 09:00-17:30  holidays us_federal }
//
// A rule names a day of each year (the fourth Thursday of November, two days before Easter) and may say which day is kept
// instead when it falls on a weekend. Sets of rules that ship with LeadFlow stand in holidays.def.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/value/instant.hpp"

namespace leadflow::calendar {

// Holidays and open spans are known for these years (both included); outside them every calendar is closed.
inline constexpr int kFirstYear = 1970;
inline constexpr int kLastYear = 2100;

// Weekdays count from 0 Monday to 6 Sunday, as leadflow::weekday does.
enum class RuleKind : std::uint8_t {
  Fixed,             // month, day
  NthWeekday,        // the nth (1..5) `weekday` of `month`; a month without a fifth has no such day
  LastWeekday,       // the last `weekday` of `month`
  WeekdayOnOrAfter,  // the first `weekday` on or after month, day
  WeekdayOnOrBefore, // the last `weekday` on or before month, day
  Easter,            // `offset` days after Easter Sunday of the Gregorian calendar (negative: before)
  Once,              // month, day in `from_year` only
};

enum class Observed : std::uint8_t {
  AsIs,        // the day and no other
  Nearest,     // Saturday: also the Friday before; Sunday: also the Monday after (United States)
  NextWeekday, // weekend: also the next Monday or later weekday that is not a holiday itself (United Kingdom)
};

// Plain data, small, the same on every machine. Fields that a kind does not use are 0.
struct HolidayRule {
  RuleKind kind = RuleKind::Fixed;
  Observed observed = Observed::AsIs;
  std::int16_t from_year = 0;    // 0: since ever
  std::int16_t until_year = 0;   // 0: for ever; the year is included
  std::int8_t month = 0, day = 0;
  std::int8_t weekday = 0, nth = 0;
  std::int16_t offset = 0;
  std::string name;              // "Thanksgiving Day"
  friend bool operator==(const HolidayRule&, const HolidayRule&) = default;
};

// Easter Sunday in the Gregorian calendar, as days since 1970-01-01.
std::int64_t easterSunday(int year);

struct Holiday {
  std::int64_t day;       // days since 1970-01-01
  std::string_view name;  // of the rule; lives as long as the rules given
  bool substitute;        // kept instead of a holiday that fell on a weekend; that day stays a holiday too
};

// All holidays of the rules in the years first..last, by day. Two rules may fall on the same day: both are listed.
std::vector<Holiday> holidaysBetween(std::span<const HolidayRule> rules, int first_year, int last_year);

// A set of holidays that playbooks may name after `use std.calendars`: `holidays us_federal`.
struct HolidaySet {
  std::string_view name;   // "us_federal"
  std::string_view title;  // "US federal holidays"
};

// All sets of holidays.def, in its order.
std::span<const HolidaySet> holidaySets();

// Appends the rules of the set (with those of the set it extends) to `rules`; false, and nothing appended, if there is no
// such set.
bool appendHolidaySet(std::string_view name, std::vector<HolidayRule>& rules);

}  // namespace leadflow::calendar
