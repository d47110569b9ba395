// Durations, the civil calendar, instants, time zones.
#include <catch2/catch.hpp>
#include <cmath>
#include <thread>

#include "runtime/value/decay.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/timezone.hpp"

using namespace leadflow;

namespace {

std::string shown(Slot instant) {
  std::string out;
  appendInstant(out, instant);
  return out;
}

// A text in a zone, as UTC; "refused" if it cannot be read.
std::string read(const char* text, const char* zone = "UTC", const char* format = "") {
  const TimeZone* found = findTimeZone(zone);
  REQUIRE(found != nullptr);
  const auto instant = parseInstant(text, *found, format);
  return instant ? shown(*instant) : "refused";
}

std::string words(Slot duration, bool business = false) {
  std::string out;
  appendDuration(out, duration, business);
  return out;
}

}  // namespace

TEST_CASE("Durations in words") {
  CHECK(words(5 * kMinuteMs) == "5 minutes");
  CHECK(words(kHourMs) == "1 hour");
  CHECK(words(90 * kMinuteMs) == "1 hour 30 minutes");
  CHECK(words(36 * kHourMs) == "1 day 12 hours");
  CHECK(words(14 * kDayMs) == "2 weeks");
  CHECK(words(90 * kDayMs) == "90 days");
  CHECK(words(1500) == "1.5 seconds");
  CHECK(words(kMinuteMs + 250) == "1 minute 0.25 seconds");
  CHECK(words(0) == "0 seconds");
  CHECK(words(-kDayMs) == "-1 day");
  CHECK(words(kMissing) == "missing");
  CHECK(words(makeBusiness(2, 0), true) == "2 business days");
  CHECK(words(makeBusiness(0, 4 * kHourMs), true) == "4 business hours");
  CHECK(words(makeBusiness(1, 30 * kMinuteMs), true) == "1 business day 30 business minutes");
  CHECK(words(makeBusiness(0, 25 * kHourMs), true) == "25 business hours");
  CHECK(words(makeBusiness(0, 0), true) == "0 business days");
}

TEST_CASE("Business durations keep days and milliseconds apart") {
  const Slot both = makeBusiness(3, 4 * kHourMs);
  CHECK(businessDays(both) == 3);
  CHECK(businessMillis(both) == 4 * kHourMs);
  CHECK(addBusiness(both, makeBusiness(1, 30 * kHourMs)) == makeBusiness(4, 34 * kHourMs));
  CHECK(isMissing(makeBusiness(-1, 0)));
  CHECK(isMissing(makeBusiness(0, -1)));
  CHECK(isMissing(makeBusiness(kMaxBusinessDays + 1, 0)));
  CHECK_FALSE(isMissing(makeBusiness(kMaxBusinessDays, kBusinessMillisMask)));
  CHECK(isMissing(makeBusiness(0, kBusinessMillisMask + 1)));
  CHECK(isMissing(addBusiness(makeBusiness(kMaxBusinessDays, 0), makeBusiness(1, 0))));
}

TEST_CASE("Durations in data cells") {
  const auto wall = [](const char* text) {
    const auto duration = parseDuration(text);
    return duration && !duration->business ? duration->value : kMissing;
  };
  CHECK(wall("5 minutes") == 5 * kMinuteMs);
  CHECK(wall("1 Hour 30 Minutes") == 90 * kMinuteMs);
  CHECK(wall("1 hour, 30 minutes") == 90 * kMinuteMs);
  CHECK(wall("1 hour and 30 minutes") == 90 * kMinuteMs);
  CHECK(wall("1.5h") == 90 * kMinuteMs);
  CHECK(wall("90s") == 90 * kSecondMs);
  CHECK(wall("2w") == 14 * kDayMs);
  CHECK(wall("250 ms") == 250);
  CHECK(wall("01:30") == 90 * kMinuteMs);
  CHECK(wall("48:00:05") == 48 * kHourMs + 5 * kSecondMs);
  CHECK(wall("P1DT2H") == 26 * kHourMs);
  CHECK(wall("PT0.5S") == 500);
  CHECK(wall("P2W") == 14 * kDayMs);
  for (const char* bad :
       {"", "5", "minutes", "5 parsecs", "P1Y", "P1M", "PT", "P", "1:2", "01:60", "5 minutes 2 business days",
        "2 business weeks", "0.0001 ms", "1.5 business days", "99999999999999 weeks", "-5 minutes"}) {
    CAPTURE(bad);
    CHECK_FALSE(parseDuration(bad).has_value());
  }
  const auto business = parseDuration("2 business days 4 business hours");
  REQUIRE(business.has_value());
  CHECK(business->business);
  CHECK(business->value == makeBusiness(2, 4 * kHourMs));
  for (const std::int64_t ms :
       {kSecondMs, 61 * kSecondMs, kHourMs, 25 * kHourMs, 14 * kDayMs, std::int64_t{1234567}, std::int64_t{1}})
    CHECK(wall(words(ms).c_str()) == ms);
}

TEST_CASE("The civil calendar, both ways, over eleven thousand years") {
  CHECK(daysFromCivil({1970, 1, 1}) == 0);
  CHECK(daysFromCivil({2026, 3, 2}) == 20'514);
  CHECK(weekday(0) == 3);                            // Thursday
  CHECK(weekday(daysFromCivil({2026, 3, 2})) == 0);  // Monday
  CHECK(weekday(daysFromCivil({1600, 2, 29})) == 1);
  std::int64_t day = daysFromCivil({-500, 1, 1});
  for (int year = -500; year <= 10'500; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const CivilDate first{year, month, 1}, last{year, month, daysInMonth(year, month)};
      if (daysFromCivil(first) != day || civilFromDays(day) != first) FAIL(year << "-" << month);
      day += last.day;
      if (civilFromDays(day - 1) != last) FAIL(year << "-" << month);
    }
  }
  CHECK(validDate({2024, 2, 29}));
  CHECK_FALSE(validDate({2026, 2, 29}));
  CHECK_FALSE(validDate({1900, 2, 29}));
  CHECK_FALSE(validDate({2026, 13, 1}));
  CHECK_FALSE(validDate({2026, 4, 31}));
  CHECK(splitDays(-1).days == -1);
  CHECK(splitDays(-1).ms == kDayMs - 1);
}

TEST_CASE("ISO 8601 in its usual variants") {
  CHECK(read("2026-03-02") == "2026-03-02T00:00:00Z");
  CHECK(read("20260302") == "2026-03-02T00:00:00Z");
  CHECK(read("2026/03/02 9:05") == "2026-03-02T09:05:00Z");
  CHECK(read(" 2026-03-02 10:00 ") == "2026-03-02T10:00:00Z");
  CHECK(read("2026-03-02T15:00:00Z") == "2026-03-02T15:00:00Z");
  CHECK(read("2026-03-02T15:00:00.25Z") == "2026-03-02T15:00:00.250Z");
  CHECK(read("2026-03-02T15:00:00.123999Z") == "2026-03-02T15:00:00.123Z");
  CHECK(read("2026-03-02T15:00:00+01:00") == "2026-03-02T14:00:00Z");
  CHECK(read("2026-03-02T15:00:00-0530") == "2026-03-02T20:30:00Z");
  CHECK(read("2026-03-02T15:00+05") == "2026-03-02T10:00:00Z");
  CHECK(read("2026-03-02 15:00:00 Z") == "2026-03-02T15:00:00Z");
  CHECK(read("20260302T150000Z") == "2026-03-02T15:00:00Z");
  CHECK(read("2026-03-02T24:00") == "2026-03-03T00:00:00Z");
  CHECK(read("2016-12-31T23:59:60Z") == "2017-01-01T00:00:00Z");
  CHECK(read("0000-01-01") == "0000-01-01T00:00:00Z");
  CHECK(read("9999-12-31T23:59:59.999Z") == "9999-12-31T23:59:59.999Z");
  CHECK(read("1969-12-31T23:59:59.999Z") == "1969-12-31T23:59:59.999Z");
  CHECK(read("2026-03-02 10:00", "America/New_York") == "2026-03-02T15:00:00Z");
  CHECK(read("2026-03-02T10:00Z", "America/New_York") == "2026-03-02T10:00:00Z");
  for (const char* bad : {"",
                          "2026",
                          "2026-03",
                          "2026-02-30",
                          "2026-13-01",
                          "2026-03-02x",
                          "2026-03-02T",
                          "2026-03-02T25:00",
                          "2026-03-02T10:60",
                          "2026-03-02T24:01",
                          "26-03-02",
                          "12026-03-02",
                          "2026-03-02T10:00+",
                          "2026-03-02T10:00+25:00",
                          "yesterday",
                          "2026-03-02 10",
                          "-2026-03-02",
                          "2026-03/02",
                          "02.03.2026",
                          "2026-00-10"}) {
    CAPTURE(bad);
    CHECK(read(bad) == "refused");
  }
}

TEST_CASE("Instants in other formats") {
  CHECK(read("02-03-2026", "UTC", "DD-MM-YYYY") == "2026-03-02T00:00:00Z");
  CHECK(read("3/2/2026", "UTC", "MM/DD/YYYY") == "2026-03-02T00:00:00Z");
  CHECK(read("2 Mar, 2026 09:15:30", "UTC", "D MMM, YYYY HH:mm:ss") == "2026-03-02T09:15:30Z");
  CHECK(read("2 september 2026", "UTC", "D MMMM YYYY") == "2026-09-02T00:00:00Z");
  CHECK(read("Sept. 2, 2026", "UTC", "MMM D, YYYY") == "2026-09-02T00:00:00Z");
  CHECK(read("03/02/26 12:05 AM", "UTC", "MM/DD/YY hh:mm A") == "2026-03-02T00:05:00Z");
  CHECK(read("03/02/26 12:05 pm", "UTC", "MM/DD/YY hh:mm A") == "2026-03-02T12:05:00Z");
  CHECK(read("03/02/99 1:05 PM", "UTC", "MM/DD/YY h:mm A") == "1999-03-02T13:05:00Z");
  CHECK(read("20260302-101530.5", "UTC", "YYYYMMDD-HHmmss.SSS") == "2026-03-02T10:15:30.500Z");
  CHECK(read("2026-03-02T10:00:00+02:00", "UTC", "YYYY-MM-DDTHH:mm:ssZ") == "2026-03-02T08:00:00Z");
  CHECK(read("02.03.2026  10:00", "Europe/Berlin", "DD.MM.YYYY HH:mm") == "2026-03-02T09:00:00Z");
  CHECK(read("1760000000", "UTC", "unix s") == "2025-10-09T08:53:20Z");
  CHECK(read("1760000000.5", "UTC", "unix s") == "2025-10-09T08:53:20.500Z");
  CHECK(read("1760000000123", "UTC", "unix ms") == "2025-10-09T08:53:20.123Z");
  CHECK(read("-1", "UTC", "unix s") == "1969-12-31T23:59:59Z");
  CHECK(read("999999999999999", "UTC", "unix s") == "refused");
  CHECK(read("soon", "UTC", "unix ms") == "refused");
  CHECK(read("31-02-2026", "UTC", "DD-MM-YYYY") == "refused");
  CHECK(read("2026-03-02", "UTC", "DD-MM-YYYY") == "refused");
  CHECK(read("02-03-2026 10:00", "UTC", "DD-MM-YYYY") == "refused");
  CHECK(read("2 Foo 2026", "UTC", "D MMM YYYY") == "refused");
  CHECK(read("13:00 PM 02-03-2026", "UTC", "hh:mm A DD-MM-YYYY") == "refused");
  for (const char* good : {"", "unix s", "unix ms", "DD-MM-YYYY", "MM/DD/YYYY", "D MMM, YYYY HH:mm:ss",
                           "YYYY-MM-DDTHH:mm:ssZ", "MM/DD/YY hh:mm A"}) {
    CAPTURE(good);
    CHECK(validInstantFormat(good));
  }
  for (const char* bad : {"dd/mm/yyyy", "YYYY", "MM-DD", "YYYY-MM-DD hh:mm", "YYYY-MM-DD A", "YYYY-YY-MM-DD", "unix",
                          "unix us", "YYYY-MM-DD at HH:mm", "YYY-MM-DD"}) {
    CAPTURE(bad);
    CHECK_FALSE(validInstantFormat(bad));
  }
}

TEST_CASE("Instants are written in UTC") {
  CHECK(shown(0) == "1970-01-01T00:00:00Z");
  CHECK(shown(-1) == "1969-12-31T23:59:59.999Z");
  CHECK(shown(kMissing) == "missing");
  CHECK(shown(253'402'300'800'000) == "+010000-01-01T00:00:00Z");
  std::uint64_t random = 7;
  for (int i = 0; i < 5'000; ++i) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    const auto instant = static_cast<Slot>(random % 315'569'519'999'999) - 62'167'219'200'000;
    if (parseInstant(shown(instant), utcZone(), "") != instant) FAIL(instant);
  }
}

TEST_CASE("Daylight saving: gaps move forward, overlaps take the earlier") {
  // New York 2026: 8 March 02:00 -> 03:00, 1 November 02:00 -> 01:00.
  CHECK(read("2026-03-08 01:59:59", "America/New_York") == "2026-03-08T06:59:59Z");
  CHECK(read("2026-03-08 02:00", "America/New_York") == "2026-03-08T07:00:00Z");  // = 03:00 EDT
  CHECK(read("2026-03-08 02:30", "America/New_York") == "2026-03-08T07:30:00Z");  // = 03:30 EDT
  CHECK(read("2026-03-08 03:00", "America/New_York") == "2026-03-08T07:00:00Z");
  CHECK(read("2026-11-01 00:59", "America/New_York") == "2026-11-01T04:59:00Z");
  CHECK(read("2026-11-01 01:30", "America/New_York") == "2026-11-01T05:30:00Z");  // EDT, the earlier
  CHECK(read("2026-11-01 02:00", "America/New_York") == "2026-11-01T07:00:00Z");
  // Berlin 2026: 29 March 02:00 -> 03:00, 25 October 03:00 -> 02:00.
  CHECK(read("2026-03-29 02:30", "Europe/Berlin") == "2026-03-29T01:30:00Z");
  CHECK(read("2026-10-25 02:30", "Europe/Berlin") == "2026-10-25T00:30:00Z");
  CHECK(read("2026-10-25 03:00", "Europe/Berlin") == "2026-10-25T02:00:00Z");
  // Lord Howe moves by half an hour; Apia skipped 30 December 2011.
  CHECK(read("2026-10-04 02:15", "Australia/Lord_Howe") == "2026-10-03T15:45:00Z");
  CHECK(read("2011-12-30 12:00", "Pacific/Apia") == "2011-12-30T22:00:00Z");
  CHECK(read("2026-07-01 12:00", "Asia/Kolkata") == "2026-07-01T06:30:00Z");
}

TEST_CASE("Summer time goes on after the tables of the time zone data end") {
  CHECK(read("2045-07-01 12:00", "America/New_York") == "2045-07-01T16:00:00Z");
  CHECK(read("2045-01-15 12:00", "America/New_York") == "2045-01-15T17:00:00Z");
  CHECK(read("2199-07-01 12:00", "Europe/Berlin") == "2199-07-01T10:00:00Z");
  CHECK(read("3000-07-01 12:00", "Europe/Berlin") == "3000-07-01T10:00:00Z");
  CHECK(read("9999-01-15 12:00", "Europe/Berlin") == "9999-01-15T11:00:00Z");
  CHECK(read("2045-07-01 12:00", "Australia/Sydney") == "2045-07-01T02:00:00Z");
  CHECK(read("2045-07-01 12:00", "Asia/Tokyo") == "2045-07-01T03:00:00Z");
}

TEST_CASE("Local time and instant agree hour by hour across the changes") {
  for (const char* name : {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu",
                           "America/Sao_Paulo", "Africa/Casablanca", "UTC"}) {
    const TimeZone* zone = findTimeZone(name);
    REQUIRE(zone != nullptr);
    CAPTURE(name);
    const std::int64_t start = daysFromCivil({2017, 1, 1}) * kDayMs;
    for (std::int64_t at = start; at < start + 3 * 365 * kDayMs; at += 15 * kMinuteMs) {
      const Slot local = toLocal(at, *zone);
      const Slot back = toInstant(local, *zone);
      // Back at the same instant, or at the earlier one that shows the same time.
      if (back > at || toLocal(back, *zone) != local || at - back > kHourMs) FAIL(shown(at));
    }
  }
  CHECK(isMissing(toLocal(kMissing, utcZone())));
  CHECK(isMissing(toInstant(kMissing, utcZone())));
}

TEST_CASE("Time zones are found by name, once, from any thread") {
  CHECK(findTimeZone("Mars/Olympus") == nullptr);
  CHECK(findTimeZone("") == nullptr);
  CHECK(findTimeZone("../etc/passwd") == nullptr);
  const TimeZone* berlin = findTimeZone("Europe/Berlin");
  CHECK(berlin->name() == "Europe/Berlin");
  CHECK(timeZoneNames().size() > 300);
  std::vector<std::thread> threads;
  std::vector<std::int64_t> sums(4);
  for (std::size_t t = 0; t < sums.size(); ++t) {
    threads.emplace_back([&sums, t] {
      const TimeZone& zone = *findTimeZone("Europe/Berlin");
      for (std::int64_t day = 0; day < 20'000; ++day) sums[t] += zone.offsetAt(day * kDayMs);
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto sum : sums) CHECK(sum == sums[0]);
  CHECK(findTimeZone("Europe/Berlin") == berlin);
}

TEST_CASE("The decay table is 2^(-i/1024), falling") {
  const auto& table = decayTable();
  CHECK(table[0] == 1 << 30);
  CHECK(table[1024] == 1 << 29);
  CHECK(table[512] == 759'250'125);  // 2^30 / sqrt(2) = 759250124.99...
  CHECK(table[256] == 902'905'651);  // 2^(30 - 1/4) = 902905650.96...
  for (std::size_t i = 1; i < table.size(); ++i) CHECK(table[i] < table[i - 1]);
  // T[i] * T[1024 - i] = 2^59, up to the rounding of both.
  for (std::size_t i = 0; i <= 1024; ++i) {
    const std::int64_t off = table[i] * table[1024 - i] - (std::int64_t{1} << 59);
    CHECK(std::abs(off) <= (std::int64_t{1} << 30));
  }
}

TEST_CASE("Half-life decay is exact at whole half-lives and falls in between") {
  const std::int64_t half = 30 * kDayMs;
  CHECK(decayHalfLife(100'000, 0, half) == 100'000);
  CHECK(decayHalfLife(100'000, half, half) == 50'000);
  CHECK(decayHalfLife(100'000, 2 * half, half) == 25'000);
  CHECK(decayHalfLife(100'000, 3 * half, half) == 12'500);
  CHECK(decayHalfLife(-100'000, half, half) == -50'000);
  CHECK(decayHalfLife(100'000, half / 2, half) == 70'711);
  CHECK(decayHalfLife(1, half, half) == 0);  // half a unit, even
  CHECK(decayHalfLife(3, half, half) == 2);  // one and a half
  CHECK(decayHalfLife(5, half, half) == 2);
  CHECK(decayHalfLife(-3, half, half) == -2);
  CHECK(decayHalfLife(100'000, 100 * half, half) == 0);
  CHECK(decayHalfLife(INT64_MAX, 62 * half, half) == 2);
  CHECK(decayHalfLife(INT64_MAX, 70 * half, half) == 0);
  CHECK(isMissing(decayHalfLife(kMissing, half, half)));
  CHECK(isMissing(decayHalfLife(1, kMissing, half)));
  Slot before = 500'000;
  for (std::int64_t age = 0; age < 5 * half; age += 7'777'777) {
    const Slot now = decayHalfLife(500'000, age, half);
    if (now > before) FAIL(age);
    before = now;
  }
  // Close to the real curve everywhere: linear interpolation over 1024 steps is good to 1e-7.
  for (int i = 0; i < 1'000; ++i) {
    const double real = 1e9 * std::exp2(-3.0 * i / 1'000);
    CHECK(std::abs(static_cast<double>(decayHalfLife(1'000'000'000, 3 * half / 1'000 * i, half)) - real) < 150);
  }
  CHECK(decayHalfLife(1'000, INT64_MAX / 3, INT64_MAX / 3) == 500);  // no overflow on absurd half-lives
  CHECK(decayHalfLife(1'000, INT64_MAX / 6, INT64_MAX / 3) == 707);
}

TEST_CASE("Linear and stepped decay") {
  const std::int64_t span = 90 * kDayMs;
  CHECK(decayLinear(100'000, 0, span) == 100'000);
  CHECK(decayLinear(100'000, span / 2, span) == 50'000);
  CHECK(decayLinear(100'000, span, span) == 0);
  CHECK(decayLinear(100'000, span + 1, span) == 0);
  CHECK(decayLinear(1, span / 2, span) == 0);
  CHECK(decayLinear(3, span / 2, span) == 2);
  CHECK(isMissing(decayLinear(kMissing, 1, span)));
  const DecayStep steps[] = {{30 * kDayMs, 1'000'000}, {60 * kDayMs, 500'000}, {90 * kDayMs, 250'000}};
  CHECK(decaySteps(100'000, 0, steps) == 100'000);
  CHECK(decaySteps(100'000, 30 * kDayMs, steps) == 100'000);
  CHECK(decaySteps(100'000, 30 * kDayMs + 1, steps) == 50'000);
  CHECK(decaySteps(100'000, 90 * kDayMs, steps) == 25'000);
  CHECK(decaySteps(100'000, 90 * kDayMs + 1, steps) == 0);
  CHECK(decaySteps(100'000, 0, {}) == 0);
  CHECK(isMissing(decaySteps(kMissing, 0, steps)));
}
