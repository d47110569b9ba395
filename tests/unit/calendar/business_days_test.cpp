// Business days, targets and shares of them, and looking back: what a reader expects, then against slow and obvious counts.
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include "runtime/calendar/calendar.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/value/percent.hpp"

using namespace leadflow;
using namespace leadflow::calendar;

namespace {

std::int64_t at(std::string_view text, std::string_view zone = "UTC") {
  const auto instant = parseInstant(text, *findTimeZone(zone), "");
  REQUIRE(instant.has_value());
  return *instant;
}

// An instant as its zone's wall clock shows it.
std::string show(std::optional<std::int64_t> instant, std::string_view zone = "UTC") {
  if (!instant) return "never";
  const DayTime split = splitDays(toLocal(*instant, *findTimeZone(zone)));
  std::string text;
  appendInstant(text, split.days * kDayMs + split.ms);
  text.pop_back();
  return text;
}

DayHours hours(int open, int close) { return {static_cast<std::int16_t>(open * 60), static_cast<std::int16_t>(close * 60)}; }

CalendarRules office(std::string zone, std::vector<DayHours> day = {hours(9, 17)}) {
  CalendarRules rules;
  rules.name = "office";
  rules.timezone = std::move(zone);
  for (std::size_t weekday = 0; weekday < 5; ++weekday) rules.weekly[weekday] = day;
  return rules;
}

constexpr const char* kNewYork = "America/New_York";

}  // namespace

TEST_CASE("a business day is the same time of day, an open day later") {
  CalendarRules rules = office(kNewYork);
  rules.special_days.push_back({{2026, 12, 24}, {hours(9, 12)}, "half day"});
  rules.special_days.push_back({{2026, 12, 25}, {}, "Christmas"});
  rules.special_days.push_back({{2026, 12, 30}, {hours(11, 17)}, "opens late"});
  const auto calendar = Calendar::bind(rules);
  const auto due = [&](std::string_view from, std::int64_t days, std::int64_t ms = 0) {
    return show(calendar->addBusiness(at(from, kNewYork), makeBusiness(days, ms)), kNewYork);
  };
  CHECK(due("2026-06-02 15:20", 1) == "2026-06-03T15:20:00");
  CHECK(due("2026-06-05 15:20", 1) == "2026-06-08T15:20:00");          // over a weekend
  CHECK(due("2026-06-02 15:20", 10) == "2026-06-16T15:20:00");
  CHECK(due("2026-03-06 15:20", 1) == "2026-03-09T15:20:00");          // clocks went forward on Sunday
  CHECK(due("2026-06-02 07:00", 1) == "2026-06-03T09:00:00");          // before hours: as if it came at the opening
  CHECK(due("2026-06-02 17:00", 1) == "2026-06-04T09:00:00");          // at the closing and after it: as if the next day
  CHECK(due("2026-06-02 22:00", 1) == "2026-06-04T09:00:00");
  CHECK(due("2026-06-06 11:00", 1) == "2026-06-09T09:00:00");          // on a Saturday
  CHECK(due("2026-12-23 15:20", 1) == "2026-12-24T12:00:00");          // the half day ends first
  CHECK(due("2026-12-23 10:00", 1) == "2026-12-24T10:00:00");
  CHECK(due("2026-12-23 15:20", 2) == "2026-12-28T15:20:00");          // a half day counts as a day
  CHECK(due("2026-12-29 09:30", 1) == "2026-12-30T11:00:00");          // the late day has not opened yet
  CHECK(due("2026-06-02 15:20", 1, 2 * kHourMs) == "2026-06-04T09:20:00");  // days first, then hours
  CHECK(due("2026-12-23 15:20", 1, kHourMs) == "2026-12-28T10:00:00");
  CHECK(due("2026-06-02 15:20", 0, 2 * kHourMs) == "2026-06-03T09:20:00");
  CHECK(due("2026-06-02 15:20", 0) == "2026-06-02T15:20:00");
  CHECK(due("2026-06-06 15:20", 0) == "2026-06-08T09:00:00");
  CHECK(due("2026-06-02 15:20", kMaxBusinessDays) == "never");
  CHECK_FALSE(calendar->addBusiness(at("2026-06-02"), kMissing).has_value());
  CHECK_FALSE(calendar->addBusiness(kMissing, makeBusiness(1, 0)).has_value());
  CHECK_FALSE(Calendar::bind(CalendarRules{})->addBusiness(at("2026-06-02"), makeBusiness(1, 0)).has_value());
  // Back: the mirror image.
  const auto back = [&](std::string_view from, std::int64_t days) {
    return show(calendar->addBusinessDays(at(from, kNewYork), -days), kNewYork);
  };
  CHECK(back("2026-06-08 15:20", 1) == "2026-06-05T15:20:00");
  CHECK(back("2026-06-08 09:00", 1) == "2026-06-04T17:00:00");
  CHECK(back("2026-06-07 12:00", 1) == "2026-06-04T17:00:00");
  CHECK(back("2026-12-28 15:20", 1) == "2026-12-24T12:00:00");
}

TEST_CASE("breaks: a time of day within one is its end, looking back its beginning") {
  CalendarRules rules = office("Europe/Berlin", {hours(9, 18)});
  rules.weekly[4] = {hours(9, 12), hours(13, 16)};
  const auto calendar = Calendar::bind(rules);
  const std::int64_t thursday = at("2026-06-04 12:30", "Europe/Berlin"), monday = at("2026-06-08 12:30", "Europe/Berlin");
  CHECK(show(calendar->addBusinessDays(thursday, 1), "Europe/Berlin") == "2026-06-05T13:00:00");
  CHECK(show(calendar->addBusinessDays(monday, -1), "Europe/Berlin") == "2026-06-05T12:00:00");
  CHECK(show(calendar->addBusinessDays(at("2026-06-04 17:30", "Europe/Berlin"), 1), "Europe/Berlin") == "2026-06-05T16:00:00");
  CHECK(calendar->spanAfter(at("2026-06-05 12:10", "Europe/Berlin")) ==
        Span{at("2026-06-05 13:00", "Europe/Berlin"), at("2026-06-05 16:00", "Europe/Berlin")});
  CHECK(calendar->spanBefore(at("2026-06-05 12:10", "Europe/Berlin")) ==
        Span{at("2026-06-05 09:00", "Europe/Berlin"), at("2026-06-05 12:00", "Europe/Berlin")});
  CHECK(calendar->spanBefore(at("2026-06-05 10:10", "Europe/Berlin")) ==
        Span{at("2026-06-05 09:00", "Europe/Berlin"), at("2026-06-05 10:10", "Europe/Berlin")});
}

TEST_CASE("a night shift belongs to the day on which it began") {
  CalendarRules rules = office("Europe/London", {hours(22, 30)});
  const auto calendar = Calendar::bind(rules);
  const auto due = [&](std::string_view from, std::int64_t days) {
    return show(calendar->addBusinessDays(at(from, "Europe/London"), days), "Europe/London");
  };
  CHECK(due("2026-06-05 23:00", 1) == "2026-06-08T23:00:00");
  CHECK(due("2026-06-06 02:00", 1) == "2026-06-09T02:00:00");   // 26:00 of Friday, 26:00 of Monday
  CHECK(due("2026-06-06 07:00", 1) == "2026-06-09T22:00:00");   // after hours: Monday, then Tuesday
  CHECK(due("2027-01-01 02:00", 1) == "2027-01-02T02:00:00");   // 31 December's shift in the new year
  CHECK(due("2027-01-02 02:00", -1) == "2027-01-01T02:00:00");
  CHECK(calendar->spanBefore(at("2027-01-01 02:00")) == Span{at("2026-12-31 22:00"), at("2027-01-01 02:00")});
  CHECK(show(calendar->subOpen(at("2027-01-01 02:00"), 3 * kHourMs)) == "2026-12-31T23:00:00");
  // Around the clock: midnight begins a day.
  for (auto& day : rules.weekly) day = {hours(0, 24)};
  const auto always = Calendar::bind(rules);
  CHECK(show(always->addBusinessDays(at("2026-06-06 00:00", "Europe/London"), 3), "Europe/London") == "2026-06-09T00:00:00");
  CHECK(show(always->addBusinessDays(at("2026-06-09 00:00", "Europe/London"), -3), "Europe/London") == "2026-06-06T00:00:00");
  CHECK(show(always->addBusinessDays(at("2026-03-28 02:15", "Europe/London"), 1), "Europe/London") == "2026-03-29T02:15:00");
  CHECK(show(always->addBusinessDays(at("2026-03-28 01:15", "Europe/London"), 1), "Europe/London") == "2026-03-29T02:15:00");  // 01:15 is not there
}

TEST_CASE("where days and years meet") {
  CalendarRules rules = office("UTC", {hours(0, 24)});
  const auto weekdays = Calendar::bind(rules);
  // Tuesday's midnight opens Tuesday; looking back it closes Monday, 24:00, and the open day before that is Friday.
  CHECK(show(weekdays->addBusinessDays(at("2026-06-09"), 1)) == "2026-06-10T00:00:00");
  CHECK(show(weekdays->addBusinessDays(at("2026-06-09"), -1)) == "2026-06-06T00:00:00");
  const auto days = Calendar::bind(office("UTC"));
  CHECK(show(days->subOpen(at("2026-01-01 10:00"), kHourMs)) == "2026-01-01T09:00:00");
  CHECK(show(days->subOpen(at("2026-01-01 10:00"), kHourMs + 1)) == "2025-12-31T16:59:59.999");
  CHECK(show(days->addOpen(at("2025-12-31 16:00"), kHourMs)) == "2025-12-31T17:00:00");
  const auto early = Calendar::bind(office("UTC", {hours(0, 8)}));
  CHECK(early->spanBefore(at("2026-01-01 05:00")) == Span{at("2026-01-01"), at("2026-01-01 05:00")});
  CHECK(early->spanBefore(at("2026-01-01")) == Span{at("2025-12-31"), at("2025-12-31 08:00")});
  // The instants at which years begin, in a zone that is never at the guess.
  CalendarRules always = office("Pacific/Kiritimati");
  for (auto& day : always.weekly) day = {hours(0, 24)};
  const auto kiritimati = Calendar::bind(always);
  for (int year = kFirstYear + 1; year <= kLastYear; ++year) {
    const std::int64_t start = toInstant(daysFromCivil({year, 1, 1}) * kDayMs, kiritimati->zone());
    CHECK(kiritimati->isOpen(start));
    CHECK(kiritimati->openBetween(start - 1, start + 1) == 2);
  }
}

TEST_CASE("dates: open days between and after") {
  CalendarRules rules = office("UTC");
  rules.special_days.push_back({{2026, 1, 1}, {}, "New Year"});
  const auto calendar = Calendar::bind(rules);
  const auto day = [](int year, int month, int number) { return daysFromCivil({year, month, number}); };
  CHECK(calendar->addOpenDays(day(2025, 12, 31), 0) == day(2025, 12, 31));
  CHECK(calendar->addOpenDays(day(2025, 12, 31), 1) == day(2026, 1, 2));
  CHECK(calendar->addOpenDays(day(2026, 1, 1), 0) == day(2026, 1, 2));
  CHECK(calendar->addOpenDays(day(2026, 1, 1), 1) == day(2026, 1, 5));
  CHECK(calendar->addOpenDays(day(2026, 1, 1), -1) == day(2025, 12, 30));
  CHECK(calendar->openDaysBetween(day(2025, 12, 31), day(2026, 1, 5)) == 2);
  CHECK(calendar->openDaysBetween(day(2026, 1, 5), day(2025, 12, 31)) == -2);
  CHECK(calendar->openDaysBetween(INT64_MIN, INT64_MAX) == calendar->openDaysBetween(day(1969, 12, 31), day(2100, 12, 31)));
  CHECK(calendar->openDaysBetween(INT64_MIN, day(1970, 1, 2)) == 2);
  CHECK_FALSE(calendar->addOpenDays(INT64_MAX, 0).has_value());
  CHECK_FALSE(calendar->addOpenDays(INT64_MIN, -1).has_value());
  CHECK(calendar->addOpenDays(INT64_MIN, 0) == day(1970, 1, 1));
  CHECK_FALSE(calendar->addOpenDays(0, INT64_MIN).has_value());
  CHECK_FALSE(calendar->isOpenDay(INT64_MIN));
  CHECK_FALSE(calendar->isOpenDay(day(2026, 1, 1)));
  CHECK(calendar->isOpenDay(day(2026, 1, 2)));
}

TEST_CASE("shares of a target") {
  CalendarRules rules = office(kNewYork);
  rules.special_days.push_back({{2026, 12, 24}, {hours(9, 12)}, "half day"});
  const auto calendar = Calendar::bind(rules);
  const std::int64_t from = at("2026-12-23 15:00", kNewYork);
  const Slot day = makeBusiness(1, 0), two = makeBusiness(2, 2 * kHourMs);
  const auto share = [&](Slot business, std::int64_t percent) {
    return show(calendar->shareAt(from, business, percent * kWholePercent / 100), kNewYork);
  };
  CHECK(calendar->targetMillis(from, day) == 5 * kHourMs);   // two hours on the 23rd, three on the half day
  CHECK(calendar->targetMillis(from, two) == 13 * kHourMs);  // to Friday 15:00, and two hours
  CHECK(calendar->targetMillis(from, makeBusiness(0, 4 * kHourMs)) == 4 * kHourMs);
  CHECK(calendar->targetMillis(from, kMissing) == kMissing);
  CHECK(calendar->targetMillis(from, makeBusiness(kMaxBusinessDays, 0)) == kMissing);
  CHECK(share(day, 0) == "2026-12-23T15:00:00");
  CHECK(share(day, 50) == "2026-12-24T09:30:00");
  CHECK(share(day, 100) == "2026-12-24T12:00:00");
  CHECK(share(day, 200) == "2026-12-25T14:00:00");
  CHECK_FALSE(calendar->shareAt(from, day, -1).has_value());
  CHECK_FALSE(calendar->shareAt(from, day, kMissing).has_value());
  // From an opening: 100 % is the promised hour, though no work lies between the closing before and it.
  const std::int64_t opening = at("2026-06-02 09:00", kNewYork);
  CHECK(show(calendar->shareAt(opening, day, kWholePercent), kNewYork) == "2026-06-03T09:00:00");
  CHECK(show(calendar->shareAt(opening, day, kWholePercent - 1), kNewYork) < "2026-06-02T17:00:01");
  CHECK(calendar->targetMillis(opening, day) == 8 * kHourMs);
  // A share that is no whole millisecond has passed a millisecond later.
  CHECK(calendar->shareAt(opening, makeBusiness(0, 3), kWholePercent / 2) == opening + 2);
  CHECK_FALSE(calendar->shareAt(opening, makeBusiness(9000, 0), INT64_MAX).has_value());
}

TEST_CASE("business days and looking back agree with a walk by minutes and by days") {
  std::mt19937 random(20261122);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const char* zones[] = {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"};
  for (int round = 0; round < 120; ++round) {
    CalendarRules rules;
    rules.timezone = zones[round % 4];
    rules.weekly[static_cast<std::size_t>(below(7))] = {hours(8, 20)};  // never closed for good
    for (auto& day : rules.weekly)
      for (int i = below(3); i > 0; --i) {
        const int open = below(1440), close = open + 1 + below(round % 3 == 0 ? 2880 - open - 1 : 1440 - open);
        day.push_back({static_cast<std::int16_t>(open), static_cast<std::int16_t>(close)});
      }
    // Around the turn of the year and the changes of the clock.
    const std::int64_t first = daysFromCivil(round % 3 == 0 ? CivilDate{2026, 12, 10} : CivilDate{2027, round % 3 == 1 ? 3 : 10, 10});
    for (int i = 0; i < 6; ++i) rules.special_days.push_back({civilFromDays(first + below(60)), {}, "closed"});
    const auto calendar = Calendar::bind(rules);
    REQUIRE(calendar);
    const TimeZone& zone = calendar->zone();

    // Every day's own first opening and last closing, from the rules.
    std::vector<OpenDay> days;
    for (std::int64_t day = first - 120; day < first + 200; ++day) {
      const bool closed = std::any_of(rules.special_days.begin(), rules.special_days.end(),
                                      [&](const SpecialDay& special) { return daysFromCivil(special.date) == day; });
      OpenDay whole{day, INT64_MAX, INT64_MIN};
      for (const DayHours& span : rules.weekly[static_cast<std::size_t>(weekday(day))]) {
        const std::int64_t open = toInstant(day * kDayMs + span.open * kMinuteMs, zone), close = toInstant(day * kDayMs + span.close * kMinuteMs, zone);
        if (closed || close <= open) continue;
        whole.open = std::min(whole.open, open), whole.close = std::max(whole.close, close);
      }
      if (whole.open < whole.close) days.push_back(whole);
    }
    const auto open = [&](std::int64_t t) { return calendar->isOpen(t); };

    for (int query = 0; query < 8; ++query) {
      const std::int64_t from = first * kDayMs + below(30 * 1440) * kMinuteMs;
      CAPTURE(round, rules.timezone, from);
      std::int64_t start = from;
      while (!open(start)) start += kMinuteMs;
      CHECK(calendar->nextOpen(from) == start);
      std::int64_t end = from;
      while (!open(end - 1)) end -= kMinuteMs;
      CHECK(calendar->prevOpenOrClose(from) == end);

      const auto span = calendar->spanBefore(from);
      REQUIRE(span.has_value());
      std::int64_t opening = end;
      while (open(opening - 1)) opening -= kMinuteMs;
      CHECK(*span == Span{opening, end});
      std::int64_t closing = start;
      while (open(closing)) closing += kMinuteMs;
      CHECK(calendar->spanAfter(from) == Span{start, closing});

      const std::int64_t minutes = 1 + below(2000);
      std::int64_t since = end;
      for (std::int64_t left = minutes; left > 0; since -= kMinuteMs) left -= open(since - kMinuteMs);
      CHECK(calendar->subOpen(from, minutes * kMinuteMs) == since);
      CHECK(calendar->addOpen(from, -minutes * kMinuteMs) == since);
      CHECK(calendar->openBetween(since, from) == minutes * kMinuteMs);

      for (const bool forward : {true, false}) {
        const std::int64_t begin = forward ? start : end, n = 1 + below(8);
        std::size_t owner = 0;
        while (owner + 1 < days.size() && (forward ? days[owner + 1].open <= begin : days[owner + 1].open < begin)) ++owner;
        REQUIRE(owner >= 8);
        const OpenDay& target = days[forward ? owner + static_cast<std::size_t>(n) : owner - static_cast<std::size_t>(n)];
        std::int64_t wall = toInstant(toLocal(begin, zone) + (target.day - days[owner].day) * kDayMs, zone);
        wall = std::clamp(wall, target.open, target.close);
        if (forward) {
          while (wall < target.close && !open(wall)) wall += kMinuteMs;
        } else {
          while (wall > target.open && !open(wall - 1)) wall -= kMinuteMs;
        }
        CAPTURE(forward, n);
        CHECK(calendar->addBusinessDays(from, forward ? n : -n) == wall);
        if (!forward) continue;
        const std::int64_t extra = below(600) * kMinuteMs;
        const Slot business = makeBusiness(n, extra);
        const auto due = calendar->addBusiness(from, business);
        REQUIRE(due.has_value());
        std::int64_t walked = wall;
        for (std::int64_t left = extra; left > 0; walked += kMinuteMs) left -= open(walked) ? kMinuteMs : 0;
        CHECK(due == walked);
        const std::int64_t target_ms = calendar->targetMillis(from, business);
        CHECK(target_ms > 0);
        // The shares climb, each the first instant at which that much has passed.
        std::int64_t last = start;
        for (const std::int64_t percent : {10, 50, 99, 100, 101, 150}) {
          const auto reached = calendar->shareAt(from, business, percent * kWholePercent / 100);
          REQUIRE(reached.has_value());
          CHECK(*reached >= last);
          CHECK(calendar->openBetween(from, *reached) * 100 >= target_ms * percent);
          if (percent != 100) CHECK(calendar->openBetween(from, *reached - 1) * 100 < target_ms * percent);
          last = *reached;
        }
      }

      const std::int64_t day = first + below(40), other = first + below(40);
      const auto opens = [&](std::int64_t d) { return std::any_of(days.begin(), days.end(), [&](const OpenDay& each) { return each.day == d; }); };
      std::int64_t count = 0;
      for (std::int64_t d = std::min(day, other) + 1; d <= std::max(day, other); ++d) count += opens(d);
      CHECK(calendar->openDaysBetween(day, other) == (day <= other ? count : -count));
      CHECK(calendar->isOpenDay(day) == opens(day));
      std::int64_t later = day, left = below(5);
      while (!opens(later)) ++later;
      const std::int64_t n = left;
      while (left > 0) left -= opens(++later);
      CHECK(calendar->addOpenDays(day, n) == later);
    }
  }
}
