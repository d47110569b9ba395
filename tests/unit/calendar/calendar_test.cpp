// Open spans: boundaries, daylight saving, night shifts, holidays, sums; each checked against a slow, obvious count.
#include <catch2/catch.hpp>

#include <random>
#include <thread>

#include "runtime/calendar/calendar.hpp"
#include "runtime/value/duration.hpp"

using namespace leadflow;
using namespace leadflow::calendar;

namespace {

std::int64_t at(std::string_view text, std::string_view zone = "UTC") {
  const auto instant = parseInstant(text, *findTimeZone(zone), "");
  REQUIRE(instant.has_value());
  return *instant;
}

std::string show(std::optional<std::int64_t> instant) {
  if (!instant) return "never";
  std::string text;
  appendInstant(text, *instant);
  return text;
}

CalendarRules office(std::string zone, int open = 9 * 60, int close = 17 * 60) {
  CalendarRules rules;
  rules.name = "office";
  rules.timezone = std::move(zone);
  for (std::size_t day = 0; day < 5; ++day)
    rules.weekly[day] = {{static_cast<std::int16_t>(open), static_cast<std::int16_t>(close)}};
  return rules;
}

// The same question, asked minute by minute.
std::int64_t openMinutes(const Calendar& calendar, std::int64_t from, std::int64_t to) {
  std::int64_t count = 0;
  for (std::int64_t t = from; t < to; t += kMinuteMs) count += calendar.isOpen(t);
  return count;
}

}  // namespace

TEST_CASE("opening is open, closing is not") {
  const auto calendar = Calendar::bind(office("America/New_York"));
  REQUIRE(calendar);
  CHECK_FALSE(calendar->isOpen(at("2026-03-02T13:59:59.999Z")));
  CHECK(calendar->isOpen(at("2026-03-02T14:00:00Z")));
  CHECK(calendar->isOpen(at("2026-03-02T21:59:59.999Z")));
  CHECK_FALSE(calendar->isOpen(at("2026-03-02T22:00:00Z")));
  CHECK(show(calendar->nextOpen(at("2026-03-02T15:00:00Z"))) == "2026-03-02T15:00:00Z");
  CHECK(show(calendar->nextOpen(at("2026-03-06T22:00:00Z"))) == "2026-03-09T13:00:00Z");  // clocks went forward on Sunday
  CHECK(show(calendar->nextClose(at("2026-03-02T15:00:00Z"))) == "2026-03-02T22:00:00Z");
  CHECK(show(calendar->nextClose(at("2026-03-02T22:00:00Z"))) == "2026-03-03T22:00:00Z");
  CHECK(show(calendar->nextClose(at("2026-03-07T12:00:00Z"))) == "2026-03-09T21:00:00Z");
}

TEST_CASE("daylight saving: hours are local, time is elapsed") {
  CalendarRules rules;
  rules.timezone = "Europe/Berlin";
  rules.weekly[6] = {{0, 24 * 60}};  // Sundays, all day
  const auto sundays = Calendar::bind(rules);
  REQUIRE(sundays);
  const auto open = [&](std::string_view from, std::string_view to) {
    return sundays->openBetween(at(from, "Europe/Berlin"), at(to, "Europe/Berlin")) / kHourMs;
  };
  CHECK(open("2026-03-28", "2026-03-31") == 23);
  CHECK(open("2026-10-24", "2026-10-27") == 25);
  CHECK(open("2026-06-06", "2026-06-09") == 24);
  // 02:30 does not exist on 29 March: it is 03:30, so 02:30-03:15 is empty and 01:00-02:30 lasts an hour and a half.
  rules.weekly[6] = {{150, 195}};
  CHECK(Calendar::bind(rules)->openBetween(at("2026-03-29"), at("2026-03-30")) == 0);
  CHECK(Calendar::bind(rules)->openBetween(at("2026-04-05"), at("2026-04-06")) == 45 * kMinuteMs);
  rules.weekly[6] = {{60, 150}};
  CHECK(Calendar::bind(rules)->openBetween(at("2026-03-29"), at("2026-03-30")) == 90 * kMinuteMs);
  // Midnight does not exist in Beirut on 29 March 2026: the day begins at 01:00.
  rules.timezone = "Asia/Beirut";
  rules.weekly[6] = {{0, 24 * 60}};
  const auto beirut = Calendar::bind(rules);
  CHECK(show(beirut->nextOpen(at("2026-03-28T12:00:00Z"))) == "2026-03-28T22:00:00Z");
  CHECK(beirut->openBetween(at("2026-03-28T12:00:00Z"), at("2026-03-30T12:00:00Z")) == 23 * kHourMs);
}

TEST_CASE("night shifts run into the next day, over the turn of the year and into holidays") {
  CalendarRules rules;
  rules.timezone = "Europe/London";
  for (auto& day : rules.weekly) day = {{22 * 60, 30 * 60}};
  HolidayRule boxing_day;
  boxing_day.month = 12, boxing_day.day = 26, boxing_day.name = "Boxing Day";
  rules.holidays.push_back(boxing_day);
  const auto calendar = Calendar::bind(rules);
  REQUIRE(calendar);
  CHECK(calendar->isOpen(at("2026-01-01T00:00:00Z")));
  CHECK(show(calendar->nextClose(at("2025-12-31T23:00:00Z"))) == "2026-01-01T06:00:00Z");
  CHECK(show(calendar->nextClose(at("2026-01-01T05:59:00Z"))) == "2026-01-01T06:00:00Z");
  CHECK(calendar->openBetween(at("2025-12-31T20:00:00Z"), at("2026-01-01T12:00:00Z")) == 8 * kHourMs);
  CHECK(calendar->isOpen(at("2026-12-26T05:00:00Z")));        // the shift of Christmas Day
  CHECK_FALSE(calendar->isOpen(at("2026-12-26T23:00:00Z")));  // none begins on Boxing Day
  CHECK_FALSE(calendar->isOpen(at("2026-12-27T05:00:00Z")));
  CHECK(show(calendar->addOpen(at("2025-12-31T23:00:00Z"), 2 * kHourMs)) == "2026-01-01T01:00:00Z");
}

TEST_CASE("holidays, closed dates, half days: the more particular wins") {
  CalendarRules rules = office("America/New_York");
  REQUIRE(appendHolidaySet("us_federal", rules.holidays));
  HolidayRule eve;
  eve.month = 12, eve.day = 24, eve.name = "Christmas Eve";
  rules.special_rules.push_back({eve, {{9 * 60, 12 * 60}}});
  rules.special_days.push_back({{2026, 12, 23}, {}, "inventory"});
  rules.special_days.push_back({{2026, 7, 3}, {{9 * 60, 11 * 60}}, "open although the federal holiday is observed"});
  rules.special_days.push_back({{2027, 12, 24}, {{10 * 60, 11 * 60}}, "shorter still"});
  rules.special_days.push_back({{2026, 3, 7}, {{10 * 60, 14 * 60}}, "a Saturday"});
  const auto calendar = Calendar::bind(rules);
  REQUIRE(calendar);
  const auto minutes = [&](std::string_view day) {
    const std::int64_t start = at(day, "America/New_York");
    return calendar->openBetween(start, start + kDayMs) / kMinuteMs;
  };
  CHECK(minutes("2026-11-26") == 0);
  CHECK(minutes("2026-11-27") == 480);
  CHECK(minutes("2025-12-24") == 180);
  CHECK(minutes("2026-12-24") == 180);
  CHECK(minutes("2027-12-24") == 60);  // Christmas 2027 is observed on this Friday; the date of its own wins
  CHECK(minutes("2026-12-23") == 0);
  CHECK(minutes("2026-07-03") == 120);
  CHECK(minutes("2026-03-07") == 240);
  CHECK(minutes("2026-03-08") == 0);
  CHECK(calendar->isHolidayAt(at("2026-11-26 23:59", "America/New_York")));
  CHECK_FALSE(calendar->isHolidayAt(at("2026-11-27 00:00", "America/New_York")));
  CHECK(calendar->isHoliday(daysFromCivil({2026, 12, 23})));
  CHECK_FALSE(calendar->isHoliday(daysFromCivil({2026, 12, 24})));
}

TEST_CASE("always open, never open, and the ends of what is known") {
  CalendarRules rules;
  const auto never = Calendar::bind(rules);
  REQUIRE(never);
  CHECK_FALSE(never->isOpen(at("2026-03-02")));
  CHECK_FALSE(never->nextOpen(at("2026-03-02")).has_value());
  CHECK_FALSE(never->nextClose(at("2026-03-02")).has_value());
  CHECK_FALSE(never->addOpen(at("2026-03-02"), 1).has_value());
  CHECK(never->openBetween(at("2026-03-02"), at("2099-03-02")) == 0);
  CHECK_FALSE(never->subOpen(at("2026-03-02"), 1).has_value());
  CHECK_FALSE(never->prevOpenOrClose(at("2026-03-02")).has_value());
  CHECK_FALSE(never->spanAfter(at("2026-03-02")).has_value());
  CHECK_FALSE(never->spanBefore(at("2026-03-02")).has_value());
  for (auto& day : rules.weekly) day = {{0, 24 * 60}};
  const auto always = Calendar::bind(rules);
  CHECK(always->isOpen(at("2026-12-31T23:59:59.999Z")));
  CHECK_FALSE(always->nextClose(at("2026-03-02")).has_value());
  CHECK(always->openBetween(at("1999-06-01"), at("2031-06-01")) == at("2031-06-01") - at("1999-06-01"));
  CHECK(always->addOpen(at("2026-03-02"), 5 * 366 * kDayMs) == at("2026-03-02") + 5 * 366 * kDayMs);
  CHECK_FALSE(always->isOpen(at("1969-12-31T23:59:59Z")));
  CHECK(always->isOpen(at("2100-12-31T23:59:59Z")));
  CHECK_FALSE(always->isOpen(at("2101-01-01T00:00:00Z")));
  CHECK_FALSE(always->isOpen(INT64_MIN));
  CHECK_FALSE(always->isOpen(INT64_MAX));
  CHECK_FALSE(always->nextOpen(INT64_MAX).has_value());
  CHECK(always->nextOpen(INT64_MIN) == 0);
  CHECK(always->addOpen(at("2026-03-02"), -1) == at("2026-03-02") - 1);
  CHECK_FALSE(always->addOpen(at("2026-03-02"), INT64_MIN).has_value());
  CHECK_FALSE(always->subOpen(at("2026-03-02"), INT64_MIN).has_value());
  CHECK_FALSE(always->subOpen(1, 2).has_value());
  CHECK(always->prevOpenOrClose(INT64_MAX) == at("2101-01-01"));
  CHECK_FALSE(always->prevOpenOrClose(INT64_MIN).has_value());
  CHECK(always->spanAfter(at("2026-03-02")) == Span{at("2026-03-02"), at("2101-01-01")});
  CHECK(always->spanBefore(at("2026-03-02")) == Span{0, at("2026-03-02")});
}

TEST_CASE("rules that cannot be bound say why") {
  CalendarRules rules = office("Mars/Olympus");
  CHECK(validate(rules) == "there is no time zone `Mars/Olympus`");
  CHECK(Calendar::bind(rules) == nullptr);
  rules = office("UTC", 17 * 60, 9 * 60);
  CHECK(validate(rules) == "`17:00-09:00` on monday ends before it begins");
  rules = office("UTC", 23 * 60, 2881);
  CHECK(validate(rules) == "`23:00-48:01` on monday runs past 48:00");
  rules = office("UTC", 1441, 1500);
  CHECK_FALSE(validate(rules).empty());
  rules = office("UTC");
  rules.special_days.push_back({{2026, 2, 30}, {}, ""});
  CHECK(validate(rules) == "a special day has a date that does not exist");
  rules.special_days = {{{2026, 2, 28}, {{60, 60}}, ""}};
  CHECK(validate(rules) == "`01:00-01:00` on 2026-02-28 ends before it begins");
  rules = office("UTC");
  HolidayRule bad;
  bad.name = "day";
  rules.holidays = {bad};
  CHECK(validate(rules) == "the holiday `day` names a day that does not exist");
  bad.kind = RuleKind::NthWeekday, bad.month = 5, bad.nth = 6;
  rules.holidays = {bad};
  CHECK(validate(rules) == "the holiday `day` counts to a weekday that no month has");
  CHECK(validate(office("UTC")).empty());
}

TEST_CASE("sums agree with a count of minutes") {
  std::mt19937 random(20260302);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const char* zones[] = {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo", "Pacific/Apia"};
  for (int round = 0; round < 60; ++round) {
    CalendarRules rules;
    rules.timezone = zones[round % 6];
    for (auto& day : rules.weekly)
      for (int i = below(3); i > 0; --i) {
        const int open = below(1440);
        day.push_back({static_cast<std::int16_t>(open), static_cast<std::int16_t>(open + 1 + below(2880 - open - 1))});
      }
    REQUIRE(appendHolidaySet(round % 2 ? "uk" : "germany_bavaria", rules.holidays));
    const auto calendar = Calendar::bind(rules);
    REQUIRE(calendar);
    const std::int64_t from = at("2005-12-20") + below(20 * 365) * kDayMs + below(1440) * kMinuteMs;
    const std::int64_t to = from + below(30 * 1440) * kMinuteMs;
    CAPTURE(rules.timezone, from, to);
    const std::int64_t open = calendar->openBetween(from, to);
    CHECK(open == openMinutes(*calendar, from, to) * kMinuteMs);
    CHECK(calendar->openBetween(to, from) == -open);
    if (open > 0) {
      const auto landed = calendar->addOpen(from, open);
      REQUIRE(landed.has_value());
      CHECK(*landed <= to);
      CHECK(calendar->openBetween(from, *landed) == open);
      CHECK(calendar->isOpen(*landed - 1));  // the near side: the last open millisecond has just passed
    }
    const auto next = calendar->nextOpen(to);
    if (next) {
      CHECK(calendar->isOpen(*next));
      CHECK(calendar->openBetween(to, *next) == 0);
      const auto close = calendar->nextClose(*next);
      if (close) {
        CHECK_FALSE(calendar->isOpen(*close));
        CHECK(calendar->isOpen(*close - 1));
        CHECK(calendar->openBetween(*next, *close) == *close - *next);
      }
    }
  }
}

TEST_CASE("one calendar, many threads") {
  CalendarRules rules = office("America/Chicago");
  REQUIRE(appendHolidaySet("us_federal", rules.holidays));
  const auto calendar = Calendar::bind(rules);
  const auto fresh = Calendar::bind(rules);
  const std::int64_t start = at("1990-01-01");
  std::vector<std::int64_t> sums(8);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < sums.size(); ++t)
    threads.emplace_back([&, t] {
      for (std::int64_t day = 0; day < 14600; day += 7) sums[t] += calendar->openBetween(start + day * kDayMs, start + (day + 3) * kDayMs);
    });
  for (std::thread& thread : threads) thread.join();
  std::int64_t expected = 0;
  for (std::int64_t day = 0; day < 14600; day += 7) expected += fresh->openBetween(start + day * kDayMs, start + (day + 3) * kDayMs);
  for (const std::int64_t sum : sums) CHECK(sum == expected);
  CHECK(expected > 0);
}
