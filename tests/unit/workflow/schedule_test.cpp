// When reports and `every` come next, to the millisecond, over changes of the clocks; and where a lead's clock hangs.
#include <catch2/catch.hpp>

#include "runtime/ingest/lead_zone.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/country.hpp"
#include "runtime/workflow/schedule.hpp"

using namespace leadflow;
using bytecode::ScheduleInfo;
using workflow::lastInstant;
using workflow::nextInstant;

namespace {

std::int64_t at(std::string_view text, const char* zone = "UTC") {
  const auto instant = parseInstant(text, *findTimeZone(zone), "");
  REQUIRE(instant.has_value());
  return *instant;
}
std::string show(std::int64_t instant) {
  std::string text;
  appendInstant(text, instant);
  return text;
}
ScheduleInfo schedule(ScheduleInfo::Kind kind, std::int32_t weekday, std::int32_t minute) {
  ScheduleInfo s;
  s.kind = kind;
  s.weekday = weekday;
  s.minute = minute;
  return s;
}
ScheduleInfo every(std::int64_t millis) {
  ScheduleInfo s;
  s.kind = ScheduleInfo::Kind::Every;
  s.millis = millis;
  return s;
}
std::string next(const ScheduleInfo& s, std::string_view after, const char* zone = "America/New_York") {
  return show(nextInstant(s, *findTimeZone(zone), at(after, zone)));
}

}  // namespace

TEST_CASE("a weekly report comes at its time of day, in winter and in summer") {
  const auto monday = schedule(ScheduleInfo::Kind::Weekly, 0, 8 * 60);
  CHECK(next(monday, "2026-03-02 07:59") == "2026-03-02T13:00:00Z");
  CHECK(next(monday, "2026-03-02 08:00") == "2026-03-09T12:00:00Z");  // strictly after; the clocks went forward on the 8th
  CHECK(next(monday, "2026-03-04 23:00") == "2026-03-09T12:00:00Z");
  const auto sunday = schedule(ScheduleInfo::Kind::Weekly, 6, 0);
  CHECK(next(sunday, "2026-03-02 00:00") == "2026-03-08T05:00:00Z");
  CHECK(next(sunday, "1969-12-31 12:00") == "1970-01-04T05:00:00Z");
}

TEST_CASE("a daily time that spring skips comes when the clocks have moved, one that autumn repeats comes once") {
  const auto daily = schedule(ScheduleInfo::Kind::Daily, 0, 150);  // 02:30
  CHECK(next(daily, "2026-03-07 02:30") == "2026-03-08T07:30:00Z");  // 03:30 EDT
  CHECK(next(daily, "2026-03-08 12:00") == "2026-03-09T06:30:00Z");
  const auto half_past_one = schedule(ScheduleInfo::Kind::Daily, 0, 90);
  const std::int64_t first = at("2026-11-01T05:30:00Z");  // 01:30 EDT, the first of two
  CHECK(next(half_past_one, "2026-10-31 12:00") == show(first));
  CHECK(show(nextInstant(half_past_one, *findTimeZone("America/New_York"), first)) == "2026-11-02T06:30:00Z");
}

TEST_CASE("months and quarters begin on their first day") {
  const auto month = schedule(ScheduleInfo::Kind::MonthStart, 0, 0);
  CHECK(next(month, "2026-01-31 10:00") == "2026-02-01T05:00:00Z");
  CHECK(next(month, "2026-12-01 00:00") == "2027-01-01T05:00:00Z");
  const auto quarter = schedule(ScheduleInfo::Kind::QuarterStart, 0, 6 * 60);
  CHECK(next(quarter, "2026-01-01 06:00") == "2026-04-01T10:00:00Z");
  CHECK(next(quarter, "2026-03-31 23:59") == "2026-04-01T10:00:00Z");
  CHECK(next(quarter, "2026-11-15 00:00") == "2027-01-01T11:00:00Z");
  CHECK(next(quarter, "1969-11-15 00:00") == "1970-01-01T11:00:00Z");
}

TEST_CASE("every so many days lies on midnights, weeks on Mondays") {
  CHECK(next(every(kDayMs), "2026-03-08 00:00") == "2026-03-09T04:00:00Z");
  CHECK(next(every(kWeekMs), "2026-03-02 10:00") == "2026-03-09T04:00:00Z");
  CHECK(next(every(2 * kWeekMs), "2026-03-09 10:00") == next(every(2 * kWeekMs), "2026-03-10 10:00"));
  CHECK(next(every(2 * kDayMs), "2026-03-02 10:00") == "2026-03-04T05:00:00Z");
}

TEST_CASE("every six hours keeps to the wall clock") {
  CHECK(next(every(6 * kHourMs), "2026-03-08 00:00") == "2026-03-08T10:00:00Z");  // 06:00 EDT, five hours later
  CHECK(next(every(6 * kHourMs), "2026-11-01 00:00") == "2026-11-01T11:00:00Z");  // 06:00 EST, seven hours later
}

TEST_CASE("short times run through the hour that autumn brings twice") {
  const TimeZone& zone = *findTimeZone("America/New_York");
  std::int64_t t = at("2026-11-01 00:00", "America/New_York");
  int count = 0;
  for (const std::int64_t end = at("2026-11-02 00:00", "America/New_York"); t < end; t = nextInstant(every(5 * kMinuteMs), zone, t)) ++count;
  CHECK(count == 25 * 12);
  CHECK(next(every(5 * kHourMs), "2026-03-02 10:00") != next(every(5 * kHourMs), "2026-03-02 16:00"));
  CHECK(isMissing(nextInstant(every(0), zone, t)));
  CHECK(isMissing(nextInstant(every(kDayMs), zone, kMissing)));
}

TEST_CASE("the next of the last is never earlier, whatever the schedule and the zone") {
  const ScheduleInfo all[] = {every(7 * kMinuteMs), every(20 * kMinuteMs), every(kHourMs), every(8 * kHourMs), every(3 * kDayMs), every(kWeekMs),
                              schedule(ScheduleInfo::Kind::Daily, 0, 125), schedule(ScheduleInfo::Kind::Weekly, 2, 0),
                              schedule(ScheduleInfo::Kind::MonthStart, 0, 30), schedule(ScheduleInfo::Kind::QuarterStart, 0, 480)};
  for (const char* name : {"America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "UTC"}) {
    const TimeZone& zone = *findTimeZone(name);
    for (const ScheduleInfo& s : all) {
      for (std::int64_t t = at("2025-12-30"); t < at("2027-01-04"); t += 37 * kHourMs + 11 * kMinuteMs) {
        const std::int64_t before = lastInstant(s, zone, t), after = nextInstant(s, zone, t);
        REQUIRE(before <= t);
        REQUIRE(after > t);
        REQUIRE(nextInstant(s, zone, before) == after);
        REQUIRE(lastInstant(s, zone, after) == after);
      }
    }
  }
}

TEST_CASE("a lead's zone by state, else by country, else not known") {
  CHECK(ingest::zoneOfRegion("US", "California") == "America/Los_Angeles");
  CHECK(ingest::zoneOfRegion("US", "tx") == "America/Chicago");
  CHECK(ingest::zoneOfRegion("CA", "Québec") == "America/Toronto");
  CHECK(ingest::zoneOfRegion("DE", "Bavaria").empty());
  CHECK(ingest::zoneOfCountry("DE") == "Europe/Berlin");
  CHECK(ingest::zoneOfCountry("US") == "America/New_York");
  CHECK(ingest::zoneOfCountry("XX").empty());
  for (int country = 0; country < kCountryCount; ++country)
    if (const auto zone = ingest::zoneOfCountry(countryCode(country)); !zone.empty()) {
      INFO(countryCode(country));
      CHECK(findTimeZone(zone) != nullptr);
    }
}
