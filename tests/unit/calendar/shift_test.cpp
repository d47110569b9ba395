// One person's time: calendar less absences, checked minute by minute against the wall clock.
#include <catch2/catch.hpp>

#include <random>

#include "runtime/calendar/shift.hpp"
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

CalendarRules office(std::string zone) {
  CalendarRules rules;
  rules.timezone = std::move(zone);
  for (std::size_t day = 0; day < 5; ++day) rules.weekly[day] = {{9 * 60, 17 * 60}};
  return rules;
}

}  // namespace

TEST_CASE("a week away, over a weekend and a change of the clock") {
  const char* zone = "America/New_York";
  const Shift ana(Calendar::bind(office(zone)), {{at("2026-03-05 12:00", zone), at("2026-03-10 11:00", zone)}});
  CHECK(ana.isOpen(at("2026-03-05 11:59:59", zone)));
  CHECK_FALSE(ana.isOpen(at("2026-03-05 12:00", zone)));
  CHECK_FALSE(ana.isOpen(at("2026-03-10 10:59:59.999", zone)));
  CHECK(ana.isOpen(at("2026-03-10 11:00", zone)));
  CHECK_FALSE(ana.isOpen(at("2026-03-10 17:00", zone)));
  CHECK(ana.isAway(at("2026-03-08", zone)));
  CHECK_FALSE(ana.isAway(at("2026-03-10 11:00", zone)));
  CHECK(ana.nextOpen(at("2026-03-05 10:00", zone)) == at("2026-03-05 10:00", zone));
  CHECK(ana.nextOpen(at("2026-03-05 12:00", zone)) == at("2026-03-10 11:00", zone));
  CHECK(ana.nextOpen(at("2026-03-07 12:00", zone)) == at("2026-03-10 11:00", zone));
  CHECK(ana.nextOpen(at("2026-03-05 03:00", zone)) == at("2026-03-05 09:00", zone));
  CHECK(ana.openBetween(at("2026-03-05 11:00", zone), at("2026-03-10 12:00", zone)) == 2 * kHourMs);
  CHECK(ana.openBetween(at("2026-03-10 12:00", zone), at("2026-03-05 11:00", zone)) == -2 * kHourMs);
  CHECK(ana.openBetween(at("2026-03-06", zone), at("2026-03-09", zone)) == 0);
  CHECK(ana.addOpen(at("2026-03-05 11:00", zone), kHourMs) == at("2026-03-05 12:00", zone));      // done as she leaves
  CHECK(ana.addOpen(at("2026-03-05 11:00", zone), kHourMs + 1) == at("2026-03-10 11:00", zone) + 1);
  CHECK(ana.addOpen(at("2026-03-08 00:00", zone), 6 * kHourMs) == at("2026-03-10 17:00", zone));
  CHECK(ana.addOpen(at("2026-03-08 00:00", zone), 0) == at("2026-03-10 11:00", zone));
  CHECK_FALSE(ana.addOpen(at("2026-03-08 00:00", zone), -1).has_value());
  CHECK_FALSE(ana.addOpen(at("2026-03-08 00:00", zone), INT64_MAX).has_value());
}

TEST_CASE("absences without an end, overlapping, empty; nobody's calendar") {
  const auto calendar = Calendar::bind(office("UTC"));
  const Shift gone(calendar, {{at("2026-03-02 12:00"), INT64_MAX}});
  CHECK(gone.nextOpen(at("2026-03-02 11:00")) == at("2026-03-02 11:00"));
  CHECK_FALSE(gone.nextOpen(at("2026-03-02 12:00")).has_value());
  CHECK(gone.addOpen(at("2026-03-02 11:00"), kHourMs) == at("2026-03-02 12:00"));
  CHECK_FALSE(gone.addOpen(at("2026-03-02 11:00"), kHourMs + 1).has_value());
  CHECK(gone.openBetween(at("2026-03-01"), at("2030-01-01")) == 3 * kHourMs);
  const Shift joins(calendar, {{INT64_MIN, at("2026-03-02 12:00")}});
  CHECK(show(joins.nextOpen(INT64_MIN)) == "2026-03-02T12:00:00Z");
  CHECK(show(joins.addOpen(at("2025-01-01"), 6 * kHourMs)) == "2026-03-03T10:00:00Z");
  CHECK(joins.openBetween(at("1999-01-01"), at("2026-03-03")) == 5 * kHourMs);
  const Shift never(calendar, {{INT64_MIN, INT64_MAX}});
  CHECK_FALSE(never.isOpen(at("2026-03-02 12:00")));
  CHECK_FALSE(never.nextOpen(at("2026-03-02 12:00")).has_value());
  CHECK(never.openBetween(at("2000-01-01"), at("2030-01-01")) == 0);
  const Shift mixed(calendar, {{at("2026-03-04"), at("2026-03-05")}, {at("2026-03-02"), at("2026-03-03")}, {at("2026-03-02 20:00"), at("2026-03-04")},
                               {at("2026-03-09"), at("2026-03-09")}, {at("2026-03-12"), at("2026-03-11")}});
  CHECK(mixed.absences() == std::vector<Span>{{at("2026-03-02"), at("2026-03-05")}});
  CHECK(show(mixed.nextOpen(at("2026-03-02"))) == "2026-03-05T09:00:00Z");
  const Shift always(nullptr, {{at("2026-03-02"), at("2026-03-03")}});
  CHECK(show(always.addOpen(at("2026-03-01 12:00"), 24 * kHourMs)) == "2026-03-03T12:00:00Z");
  CHECK(show(always.nextOpen(at("2026-03-02 12:00"))) == "2026-03-03T00:00:00Z");
  CHECK(Shift(nullptr).openBetween(at("2026-03-01"), at("2026-04-01")) == 31 * kDayMs);
  CHECK(Shift(calendar).nextOpen(at("2026-03-07")) == calendar->nextOpen(at("2026-03-07")));
}

TEST_CASE("absences of a roster's row") {
  Rep rep;
  CHECK(absencesOf(rep).empty());
  for (const std::int64_t from : {kMissing, at("2026-03-02")})
    for (const std::int64_t until : {kMissing, at("2026-03-09")}) {
      rep.out_from = from, rep.out_until = until;
      const Shift shift(nullptr, absencesOf(rep));
      for (const char* day : {"2026-03-01", "2026-03-02", "2026-03-08", "2026-03-09", "2026-03-10"})
        CHECK(shift.isAway(at(day)) == rep.outAt(at(day)));
    }
}

TEST_CASE("shifts agree with the wall clock, minute by minute") {
  std::mt19937 random(20261101);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  // Windows with a change of the clock within, where the zone has one.
  struct Place {
    const char* zone;
    CivilDate begins;
  };
  const Place places[] = {{"America/New_York", {2026, 2, 20}}, {"America/New_York", {2026, 10, 20}}, {"Europe/Berlin", {2026, 3, 15}},
                          {"Europe/Berlin", {2026, 12, 15}},   {"Asia/Kolkata", {2026, 5, 1}},       {"Australia/Lord_Howe", {2026, 3, 20}},
                          {"Australia/Lord_Howe", {2026, 9, 20}}};
  constexpr int kDays = 35, kMinutes = kDays * 1440;
  int decided = 0, away_queries = 0;
  for (int round = 0; round < 70; ++round) {
    const Place& place = places[round % 7];
    CalendarRules rules;
    rules.timezone = place.zone;
    for (auto& day : rules.weekly)
      for (int i = below(3), open = 4 * 60; i > 0 && open < 1300; --i) {  // clocks change before 04:00
        open += below(400);
        if (open >= 1440) break;
        const int close = open + 1 + below(1440 - open);
        day.push_back({static_cast<std::int16_t>(open), static_cast<std::int16_t>(close)});
        open = close + 1;
      }
    const std::int64_t first_day = daysFromCivil(place.begins), begin = first_day * kDayMs;
    std::vector<std::int64_t> closed;
    for (int i = 0; i < 3; ++i) {
      closed.push_back(first_day + below(kDays));
      rules.special_days.push_back({civilFromDays(closed.back()), {}, "closed"});
    }
    std::vector<Span> absences;
    for (int i = below(12); i > 0; --i) {
      const std::int64_t from = begin + below(kMinutes) * kMinuteMs;
      absences.push_back({from, from + below(i % 3 == 0 ? 6 * 1440 : 300) * kMinuteMs});
    }
    const Shift shift(Calendar::bind(rules), absences);
    const TimeZone& zone = *findTimeZone(place.zone);

    std::vector<bool> open(kMinutes);  // by what the wall clock shows, nothing of the calendar's
    for (int m = 0; m < kMinutes; ++m) {
      const std::int64_t instant = begin + m * kMinuteMs;
      const DayTime local = splitDays(toLocal(instant, zone));
      bool works = false;
      for (const DayHours& span : rules.weekly[static_cast<std::size_t>(weekday(local.days))])
        works = works || (local.ms >= span.open * kMinuteMs && local.ms < span.close * kMinuteMs);
      for (const std::int64_t day : closed) works = works && local.days != day;
      for (const Span& away : absences) works = works && (instant < away.open || instant >= away.close);
      open[static_cast<std::size_t>(m)] = works;
    }
    std::vector<int> sum(kMinutes + 1);
    for (std::size_t m = 0; m < kMinutes; ++m) sum[m + 1] = sum[m] + open[m];

    for (int query = 0; query < 60; ++query) {
      const int from = below(kMinutes), to = below(kMinutes), need = 1 + below(3000);
      const std::int64_t start = begin + from * kMinuteMs;
      CAPTURE(round, place.zone, from, to, need);
      CHECK(shift.isOpen(start) == open[static_cast<std::size_t>(from)]);
      CHECK(shift.isOpen(start + kMinuteMs - 1) == open[static_cast<std::size_t>(from)]);
      CHECK(shift.openBetween(start, begin + to * kMinuteMs) == (sum[static_cast<std::size_t>(to)] - sum[static_cast<std::size_t>(from)]) * kMinuteMs);
      away_queries += shift.isAway(start);
      int next = from;
      while (next < kMinutes && !open[static_cast<std::size_t>(next)]) ++next;
      if (next < kMinutes) CHECK(shift.nextOpen(start) == begin + next * kMinuteMs);
      int end = from;
      while (end <= kMinutes && sum[static_cast<std::size_t>(end)] - sum[static_cast<std::size_t>(from)] < need) ++end;
      if (end > kMinutes) continue;
      ++decided;
      CHECK(shift.addOpen(start, need * kMinuteMs) == begin + end * kMinuteMs);
    }
  }
  CHECK(decided > 1000);
  CHECK(away_queries > 200);
}
