// Looking back in a calendar, and business days: docs/adr/0012-business-time.md has the reasons.
#include <algorithm>

#include "runtime/calendar/year.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/value/wide.hpp"

namespace leadflow::calendar {
namespace {

// More open days than any calendar has.
constexpr std::int64_t kMostDays = (kLastYear - kFirstYear + 1) * 366;

// Local days outside the known years all ask the same question as the one next to those years.
std::int64_t nearKnown(std::int64_t local_day) {
  return std::clamp(local_day, daysFromCivil({kFirstYear, 1, 1}) - 1, daysFromCivil({kLastYear, 12, 31}) + 1);
}

int yearOf(std::int64_t local_day) { return civilFromDays(local_day).year; }

}  // namespace

std::optional<std::int64_t> Calendar::subOpen(std::int64_t from, std::int64_t open_ms) const {
  if (open_ms < 0) return open_ms == INT64_MIN ? std::nullopt : addOpen(from, -open_ms);
  if (open_ms == 0) return prevOpenOrClose(from);
  for (int number = std::min(yearNumberAt(from), kLastYear); number >= kFirstYear; --number) {
    const Year* known = year(number);
    const std::int64_t passed = known->openBefore(std::min(from, known->end));
    if (open_ms > passed) {
      open_ms -= passed;
      continue;
    }
    // The last span that begins at or before the sum: landing on an opening stays there.
    const std::int64_t target = passed - open_ms;
    const auto reach = std::upper_bound(known->before.begin(), known->before.end() - 1, target);
    const auto i = static_cast<std::size_t>(reach - known->before.begin()) - 1;
    return known->spans[i].open + (target - known->before[i]);
  }
  return std::nullopt;
}

std::optional<std::int64_t> Calendar::prevOpenOrClose(std::int64_t instant) const {
  for (int number = std::min(yearNumberAt(instant), kLastYear); number >= kFirstYear; --number) {
    const Year* known = year(number);
    if (const std::size_t i = known->opened(instant); i > 0) return std::min(instant, known->spans[i - 1].close);
  }
  return std::nullopt;
}

std::optional<Span> Calendar::spanAfter(std::int64_t instant) const {
  const auto open = nextOpen(instant);
  if (!open) return std::nullopt;
  return Span{*open, nextClose(*open).value_or(year_starts_.back())};
}

std::optional<Span> Calendar::spanBefore(std::int64_t instant) const {
  const auto close = prevOpenOrClose(instant);
  if (!close) return std::nullopt;
  Span span{*close, *close};
  // A span open at the start of its year may have begun in the year before.
  for (int number = yearNumberAt(*close - 1); number >= kFirstYear; --number) {
    const Year* known = year(number);
    const std::size_t i = known->opened(span.open);
    if (i == 0 || known->spans[i - 1].close < span.open) break;
    span.open = known->spans[i - 1].open;
    if (span.open > known->start) break;
  }
  return span;
}

bool Calendar::isOpenDay(std::int64_t local_day) const {
  const Year* known = nearKnown(local_day) == local_day ? year(yearOf(local_day)) : nullptr;
  if (known == nullptr) return false;
  const std::size_t i = known->daysBefore(local_day);
  return i < known->days.size() && known->days[i].day == local_day;
}

const OpenDay* Calendar::openDayAfter(std::int64_t local_day, std::int64_t n) const {
  local_day = nearKnown(local_day);
  for (int number = std::max(yearOf(local_day), kFirstYear); number <= kLastYear; ++number) {
    const Year* known = year(number);
    const std::size_t i = known->daysBefore(local_day);
    const auto left = static_cast<std::int64_t>(known->days.size() - i);
    if (n < left) return &known->days[i + static_cast<std::size_t>(n)];
    n -= left;
  }
  return nullptr;
}

const OpenDay* Calendar::openDayBefore(std::int64_t local_day, std::int64_t n) const {
  local_day = nearKnown(local_day);
  for (int number = std::min(yearOf(local_day), kLastYear); number >= kFirstYear; --number) {
    const Year* known = year(number);
    const auto left = static_cast<std::int64_t>(known->daysBefore(local_day + 1));
    if (n < left) return &known->days[static_cast<std::size_t>(left - 1 - n)];
    n -= left;
  }
  return nullptr;
}

const OpenDay* Calendar::dayOpenedBy(std::int64_t instant) const {
  for (int number = std::min(yearNumberAt(instant), kLastYear); number >= kFirstYear; --number) {
    const Year* known = year(number);
    const auto after = std::upper_bound(known->days.begin(), known->days.end(), instant,
                                        [](std::int64_t value, const OpenDay& each) { return value < each.open; });
    if (after != known->days.begin()) return &*(after - 1);
  }
  return nullptr;
}

std::optional<std::int64_t> Calendar::addOpenDays(std::int64_t local_day, std::int64_t n) const {
  if (n > kMostDays || n < -kMostDays) return std::nullopt;
  const OpenDay* found = n >= 0 ? openDayAfter(local_day, n) : openDayBefore(local_day, -n);
  return found != nullptr ? std::optional(found->day) : std::nullopt;
}

std::int64_t Calendar::openDaysBetween(std::int64_t from_day, std::int64_t to_day) const {
  if (to_day < from_day) return -openDaysBetween(to_day, from_day);
  const std::int64_t after = nearKnown(from_day), last = nearKnown(to_day);
  std::int64_t count = 0;
  for (int number = std::max(yearOf(after), kFirstYear); number <= std::min(yearOf(last), kLastYear); ++number) {
    const Year* known = year(number);
    count += static_cast<std::int64_t>(known->daysBefore(last + 1)) - static_cast<std::int64_t>(known->daysBefore(after + 1));
  }
  return count;
}

std::optional<std::int64_t> Calendar::addBusinessDays(std::int64_t from, std::int64_t n) const {
  if (n > kMostDays || n < -kMostDays) return std::nullopt;
  const bool forward = n >= 0;
  const auto start = forward ? nextOpen(from) : prevOpenOrClose(from);
  if (!start || n == 0) return start;
  // Looking back, a closing belongs to the day that closes and an opening is never met.
  const OpenDay* day = dayOpenedBy(forward ? *start : *start - 1);
  if (day == nullptr) return std::nullopt;
  const OpenDay* target = forward ? openDayAfter(day->day, n) : openDayBefore(day->day, -n);
  if (target == nullptr) return std::nullopt;
  const std::int64_t time_of_day = toLocal(*start, *zone_) - day->day * kDayMs;
  const std::int64_t wall = toInstant(target->day * kDayMs + time_of_day, *zone_);
  if (wall <= target->open) return target->open;
  if (wall >= target->close) return target->close;
  return forward ? nextOpen(wall) : prevOpenOrClose(wall);
}

std::optional<std::int64_t> Calendar::addBusiness(std::int64_t from, Slot business) const {
  if (isMissing(from) || isMissing(business) || business < 0) return std::nullopt;
  const std::int64_t days = businessDays(business), ms = businessMillis(business);
  if (days == 0) return addOpen(from, ms);
  const auto day = addBusinessDays(from, days);
  return day && ms > 0 ? addOpen(*day, ms) : day;
}

std::int64_t Calendar::targetMillis(std::int64_t from, Slot business) const {
  const auto due = addBusiness(from, business);
  return due ? openBetween(from, *due) : kMissing;
}

std::optional<std::int64_t> Calendar::shareAt(std::int64_t from, Slot business, Slot percent) const {
  if (isMissing(percent) || percent < 0) return std::nullopt;
  const auto due = addBusiness(from, business);
  if (!due || percent == kWholePercent) return due;
  // Rounded up: at that instant the share has passed, a millisecond before it has not.
  const Int128 scaled = Int128{openBetween(from, *due)} * percent;
  const Slot share = narrow((scaled + kWholePercent - 1) / kWholePercent);
  return isMissing(share) ? std::nullopt : addOpen(from, share);
}

}  // namespace leadflow::calendar
