#include "runtime/workflow/schedule.hpp"

#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"

namespace leadflow::workflow {
namespace {

using bytecode::ScheduleInfo;

constexpr std::int64_t kMonday = 4;  // 1970-01-05

std::int64_t floorDiv(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0); }

// The n-th time since the beginning, as the wall clock shows it; times of one schedule grow with n.
std::int64_t localOf(const ScheduleInfo& s, std::int64_t n) {
  const std::int64_t minute = s.minute * kMinuteMs;
  switch (s.kind) {
    case ScheduleInfo::Kind::Every: return kMonday * kDayMs + n * s.millis;
    case ScheduleInfo::Kind::Daily: return n * kDayMs + minute;
    case ScheduleInfo::Kind::Weekly: return (kMonday + n * 7 + s.weekday) * kDayMs + minute;
    case ScheduleInfo::Kind::MonthStart:
    case ScheduleInfo::Kind::QuarterStart: {
      const std::int64_t months = n * (s.kind == ScheduleInfo::Kind::MonthStart ? 1 : 3);
      const std::int64_t year = 1970 + floorDiv(months, 12);
      const std::int64_t month = months - floorDiv(months, 12) * 12 + 1;
      return daysFromCivil({static_cast<int>(year), static_cast<int>(month), 1}) * kDayMs + minute;
    }
  }
  return kMissing;
}

// The n whose time is at most `local` and whose successor's is not, give or take one.
std::int64_t numberNear(const ScheduleInfo& s, std::int64_t local) {
  const std::int64_t day = floorDiv(local, kDayMs);
  switch (s.kind) {
    case ScheduleInfo::Kind::Every: return floorDiv(local - kMonday * kDayMs, s.millis);
    case ScheduleInfo::Kind::Daily: return day;
    case ScheduleInfo::Kind::Weekly: return floorDiv(day - kMonday, 7);
    case ScheduleInfo::Kind::MonthStart:
    case ScheduleInfo::Kind::QuarterStart: {
      const CivilDate date = civilFromDays(day);
      const std::int64_t months = (std::int64_t{date.year} - 1970) * 12 + date.month - 1;
      return s.kind == ScheduleInfo::Kind::MonthStart ? months : floorDiv(months, 3);
    }
  }
  return 0;
}

bool runsThrough(const ScheduleInfo& s) {
  return s.kind == ScheduleInfo::Kind::Every && s.millis % kDayMs != 0 && kDayMs % s.millis != 0;
}
bool isShort(const ScheduleInfo& s) {
  return s.kind == ScheduleInfo::Kind::Every && s.millis <= kHourMs && kDayMs % s.millis == 0;
}
std::int64_t midnight(const TimeZone& zone, std::int64_t instant, std::int64_t days_later) {
  return toInstant((splitDays(toLocal(instant, zone)).days + days_later) * kDayMs, zone);
}

}  // namespace

std::int64_t nextInstant(const ScheduleInfo& s, const TimeZone& zone, std::int64_t after) {
  if (isMissing(after) || (s.kind == ScheduleInfo::Kind::Every && s.millis <= 0)) return kMissing;
  if (runsThrough(s)) {
    const std::int64_t origin = toInstant(kMonday * kDayMs, zone);
    return origin + (floorDiv(after - origin, s.millis) + 1) * s.millis;
  }
  if (isShort(s)) {
    const std::int64_t origin = midnight(zone, after, 0), tomorrow = midnight(zone, after, 1);
    const std::int64_t at = origin + (floorDiv(after - origin, s.millis) + 1) * s.millis;
    return at < tomorrow ? at : tomorrow;
  }
  // A change of the clocks may hide or repeat up to a few hours: begin a day before and go on to the first that is later.
  for (std::int64_t n = numberNear(s, toLocal(after, zone) - kDayMs);; ++n)
    if (const std::int64_t at = toInstant(localOf(s, n), zone); at > after) return at;
}

std::int64_t lastInstant(const ScheduleInfo& s, const TimeZone& zone, std::int64_t at) {
  if (isMissing(at) || (s.kind == ScheduleInfo::Kind::Every && s.millis <= 0)) return kMissing;
  if (runsThrough(s)) {
    const std::int64_t origin = toInstant(kMonday * kDayMs, zone);
    return origin + floorDiv(at - origin, s.millis) * s.millis;
  }
  if (isShort(s)) {
    const std::int64_t origin = midnight(zone, at, 0);
    return origin + floorDiv(at - origin, s.millis) * s.millis;
  }
  for (std::int64_t n = numberNear(s, toLocal(at, zone) + kDayMs);; --n)
    if (const std::int64_t instant = toInstant(localOf(s, n), zone); instant <= at) return instant;
}

}  // namespace leadflow::workflow
