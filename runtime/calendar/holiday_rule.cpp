#include "runtime/calendar/holiday_rule.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace leadflow::calendar {
namespace {

constexpr int kSaturday = 5, kSunday = 6;

std::int64_t dayOf(int year, int month, int day) { return daysFromCivil({year, month, day}); }

// The first `wanted` weekday on or after the day.
std::int64_t onOrAfter(std::int64_t day, int wanted) { return day + (wanted - weekday(day) + 7) % 7; }

// The day that the rule names in a year, if any.
std::optional<std::int64_t> dayInYear(const HolidayRule& rule, int year) {
  if (rule.from_year != 0 && year < rule.from_year) return std::nullopt;
  if (rule.until_year != 0 && year > rule.until_year) return std::nullopt;
  switch (rule.kind) {
    case RuleKind::Fixed:
      if (!validDate({year, rule.month, rule.day})) return std::nullopt;  // 29 February
      return dayOf(year, rule.month, rule.day);
    case RuleKind::NthWeekday: {
      const std::int64_t day = onOrAfter(dayOf(year, rule.month, 1), rule.weekday) + 7 * (rule.nth - 1);
      if (civilFromDays(day).month != rule.month) return std::nullopt;
      return day;
    }
    case RuleKind::LastWeekday:
      return onOrAfter(dayOf(year, rule.month, daysInMonth(year, rule.month)) - 6, rule.weekday);
    case RuleKind::WeekdayOnOrAfter: return onOrAfter(dayOf(year, rule.month, rule.day), rule.weekday);
    case RuleKind::WeekdayOnOrBefore: return onOrAfter(dayOf(year, rule.month, rule.day) - 6, rule.weekday);
    case RuleKind::Easter: return easterSunday(year) + rule.offset;
    case RuleKind::Once:
      if (year != rule.from_year || !validDate({year, rule.month, rule.day})) return std::nullopt;
      return dayOf(year, rule.month, rule.day);
  }
  return std::nullopt;
}

}  // namespace

// The anonymous Gregorian algorithm (Nature, 1876; Meeus, Astronomical Algorithms, chapter 8).
std::int64_t easterSunday(int year) {
  const int a = year % 19, b = year / 100, c = year % 100;
  const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4, k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return dayOf(year, n / 31, n % 31 + 1);
}

std::vector<Holiday> holidaysBetween(std::span<const HolidayRule> rules, int first_year, int last_year) {
  // A year more on each side: New Year's Day on a Saturday is kept on the last Friday of the year before.
  std::vector<Holiday> found;
  std::set<std::int64_t> taken;
  struct Weekend {
    std::int64_t day;
    const HolidayRule* rule;
  };
  std::vector<Weekend> weekends;
  for (const HolidayRule& rule : rules) {
    for (int year = first_year - 1; year <= last_year + 1; ++year) {
      const std::optional<std::int64_t> day = dayInYear(rule, year);
      if (!day) continue;
      found.push_back({*day, rule.name, false});
      taken.insert(*day);
      if (rule.observed != Observed::AsIs && weekday(*day) >= kSaturday) weekends.push_back({*day, &rule});
    }
  }
  // Substitutes come after all days that stay where they are: Christmas on a Sunday yields Monday to Boxing Day.
  std::stable_sort(weekends.begin(), weekends.end(), [](const Weekend& x, const Weekend& y) { return x.day < y.day; });
  for (const Weekend& w : weekends) {
    std::int64_t kept = w.day + (weekday(w.day) == kSunday ? 1 : 2);
    if (w.rule->observed == Observed::Nearest) {
      kept = weekday(w.day) == kSunday ? w.day + 1 : w.day - 1;
    } else {
      while (taken.count(kept) != 0 || weekday(kept) >= kSaturday) ++kept;
    }
    taken.insert(kept);
    found.push_back({kept, w.rule->name, true});
  }
  const std::int64_t low = dayOf(first_year, 1, 1), high = dayOf(last_year, 12, 31);
  std::erase_if(found, [&](const Holiday& h) { return h.day < low || h.day > high; });
  std::stable_sort(found.begin(), found.end(), [](const Holiday& x, const Holiday& y) { return x.day < y.day; });
  return found;
}

}  // namespace leadflow::calendar
