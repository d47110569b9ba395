// The open spans and open days of one local year, worked out once: what every question about a calendar is looked up in.
// Only the calendar's own sources read this.
#pragma once

#include <algorithm>
#include <vector>

#include "runtime/calendar/calendar.hpp"

namespace leadflow::calendar {

// Spans that begin before the year or end after it are cut at its ends, so years add up. Days are whole: a night shift of
// 31 December closes in the next year.
struct Calendar::Year {
  std::int64_t start = 0, end = 0;
  std::vector<Span> spans;                 // sorted, disjoint, not touching
  std::vector<std::int64_t> before;        // open time of the year before span i; one more for the total
  std::vector<OpenDay> days;               // the days on which it opens, sorted

  // Index of the first span that closes after the instant.
  std::size_t find(std::int64_t instant) const {
    const auto at = std::upper_bound(spans.begin(), spans.end(), instant,
                                     [](std::int64_t value, const Span& span) { return value < span.close; });
    return static_cast<std::size_t>(at - spans.begin());
  }
  // How many spans open before the instant.
  std::size_t opened(std::int64_t instant) const {
    const auto at = std::lower_bound(spans.begin(), spans.end(), instant,
                                     [](const Span& span, std::int64_t value) { return span.open < value; });
    return static_cast<std::size_t>(at - spans.begin());
  }
  // How many of its open days come before the local day.
  std::size_t daysBefore(std::int64_t local_day) const {
    const auto at = std::lower_bound(days.begin(), days.end(), local_day,
                                     [](const OpenDay& each, std::int64_t value) { return each.day < value; });
    return static_cast<std::size_t>(at - days.begin());
  }
  // Open time from the year's start to the instant (clamped to the year).
  std::int64_t openBefore(std::int64_t instant) const {
    const std::size_t i = find(instant);
    if (i == spans.size()) return before.back();
    return before[i] + std::max<std::int64_t>(0, instant - spans[i].open);
  }
};

}  // namespace leadflow::calendar
