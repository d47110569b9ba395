// Holidays by rule against dates known from almanacs and from the gazettes.
#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "runtime/calendar/holiday_rule.hpp"

using namespace leadflow;
using namespace leadflow::calendar;

namespace {

std::vector<HolidayRule> rulesOf(std::string_view set) {
  std::vector<HolidayRule> rules;
  REQUIRE(appendHolidaySet(set, rules));
  return rules;
}

// "2026-01-01 2026-01-19 …", each day once.
std::string daysOf(std::string_view set, int year) {
  const std::vector<HolidayRule> rules = rulesOf(set);
  std::string text;
  std::int64_t last = -1;
  for (const Holiday& holiday : holidaysBetween(rules, year, year)) {
    if (holiday.day == last) continue;
    last = holiday.day;
    if (!text.empty()) text += ' ';
    std::string date;
    appendDate(date, civilFromDays(holiday.day));
    text += date.substr(5);
  }
  return text;
}

std::string easter(int year) {
  std::string date;
  appendDate(date, civilFromDays(easterSunday(year)));
  return date;
}

}  // namespace

TEST_CASE("Easter Sunday, from the almanacs") {
  for (const char* date : {"1970-03-29", "1981-04-19", "1997-03-30", "2000-04-23", "2008-03-23", "2011-04-24", "2016-03-27",
                           "2019-04-21", "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20",
                           "2026-04-05", "2027-03-28", "2030-04-21", "2038-04-25", "2049-04-18", "2076-04-19", "2100-03-28"})
    CHECK(easter(std::stoi(std::string(date).substr(0, 4))) == date);
  for (int year = 1583; year < 3000; ++year) {
    CHECK(weekday(easterSunday(year)) == 6);
    const CivilDate day = civilFromDays(easterSunday(year));
    CHECK((day.month == 3 ? day.day >= 22 : day.month == 4 && day.day <= 25));
  }
}

TEST_CASE("US federal holidays") {
  CHECK(daysOf("us_federal", 2014) == "01-01 01-20 02-17 05-26 07-04 09-01 10-13 11-11 11-27 12-25");
  // 2020: Independence Day on a Saturday; no Juneteenth yet.
  CHECK(daysOf("us_federal", 2020) == "01-01 01-20 02-17 05-25 07-03 07-04 09-07 10-12 11-11 11-26 12-25");
  // 2021: Juneteenth, Independence Day and Christmas on weekends, and New Year's Day 2022 kept on 31 December.
  CHECK(daysOf("us_federal", 2021) ==
        "01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31");
  CHECK(daysOf("us_federal", 2022) == "01-01 01-17 02-21 05-30 06-19 06-20 07-04 09-05 10-10 11-11 11-24 12-25 12-26");
  CHECK(daysOf("us_federal", 2023) == "01-01 01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-11 11-23 12-25");
  CHECK(daysOf("us_federal", 2026) == "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25");
  // Veterans Day was the fourth Monday of October from 1971 to 1977; Martin Luther King Day began in 1986.
  CHECK(daysOf("us_federal", 1975) == "01-01 02-17 05-26 07-04 09-01 10-13 10-27 11-27 12-25");
  CHECK(daysOf("us_federal", 1978) == "01-01 01-02 02-20 05-29 07-04 09-04 10-09 11-10 11-11 11-23 12-25");
  CHECK(daysOf("us_federal", 1986).substr(0, 11) == "01-01 01-20");
  const char* thanksgiving[] = {"2015-11-26", "2016-11-24", "2017-11-23", "2018-11-22", "2019-11-28", "2024-11-28", "2025-11-27", "2027-11-25", "2030-11-28"};
  for (const char* date : thanksgiving)
    CHECK(daysOf("us_federal", std::stoi(std::string(date).substr(0, 4))).find(std::string(date).substr(5)) != std::string::npos);
}

TEST_CASE("UK bank holidays with substitute days and one-offs") {
  CHECK(daysOf("uk", 2019) == "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26");
  CHECK(daysOf("uk", 2020) == "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-26 12-28");
  // Christmas on a Saturday: Monday for it, Tuesday for Boxing Day.
  CHECK(daysOf("uk", 2021) == "01-01 04-02 04-05 05-03 05-31 08-30 12-25 12-26 12-27 12-28");
  // Christmas on a Sunday: Boxing Day keeps Monday, Christmas gets Tuesday. The Jubilee, and the State Funeral.
  CHECK(daysOf("uk", 2022) == "01-01 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-25 12-26 12-27");
  CHECK(daysOf("uk", 2023) == "01-01 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26");
  CHECK(daysOf("uk", 2012) == "01-01 01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26");
  CHECK(daysOf("uk", 2011).find("04-29") != std::string::npos);
  CHECK(daysOf("uk", 2026) == "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28");
  CHECK(daysOf("uk", 1995).find("05-08") != std::string::npos);
  CHECK(daysOf("uk", 1995).find("05-01") == std::string::npos);
  CHECK(daysOf("uk_scotland", 2022) == "01-01 01-02 01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-25 12-26 12-27");
  CHECK(daysOf("uk_scotland", 2023) == "01-01 01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26");
  CHECK(daysOf("uk_scotland", 2026).find("06-15") != std::string::npos);
  CHECK(daysOf("uk_northern_ireland", 2024) == "01-01 03-17 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26");
  // Christmas is in both sets, and still asks for one substitute only.
  std::vector<HolidayRule> both = rulesOf("uk");
  REQUIRE(appendHolidaySet("uk_scotland", both));
  CHECK(std::count_if(both.begin(), both.end(), [](const HolidayRule& rule) { return rule.name == "Christmas Day"; }) == 1);
}

TEST_CASE("German holidays, nationwide and by state") {
  CHECK(daysOf("germany", 2026) == "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26");
  CHECK(daysOf("germany", 2024) == "01-01 03-29 04-01 05-01 05-09 05-20 10-03 12-25 12-26");
  CHECK(daysOf("germany", 2017) == "01-01 04-14 04-17 05-01 05-25 06-05 10-03 10-31 12-25 12-26");
  CHECK(daysOf("germany", 1989) == "01-01 03-24 03-27 05-01 05-04 05-15 06-17 12-25 12-26");
  CHECK(daysOf("germany", 1990).find("06-17 10-03") != std::string::npos);
  CHECK(daysOf("germany_bavaria", 2025) == "01-01 01-06 04-18 04-21 05-01 05-29 06-09 06-19 08-15 10-03 11-01 12-25 12-26");
  CHECK(daysOf("germany_saxony", 2023).find("11-22") != std::string::npos);  // Buß- und Bettag
  CHECK(daysOf("germany_saxony", 2025).find("11-19") != std::string::npos);
  CHECK(daysOf("germany_saxony", 2026).find("11-18") != std::string::npos);
  CHECK(daysOf("germany_hamburg", 2017) == daysOf("germany", 2017));
  CHECK(daysOf("germany_hamburg", 2018).find("10-31") != std::string::npos);
  CHECK(daysOf("germany_berlin", 2018).find("03-08") == std::string::npos);
  CHECK(daysOf("germany_berlin", 2025).find("05-01 05-08 05-29") != std::string::npos);
  CHECK(daysOf("germany_thuringia", 2024).find("09-20 10-03 10-31") != std::string::npos);
  CHECK(daysOf("germany_north_rhine_westphalia", 2024).find("05-30 10-03 11-01") != std::string::npos);
}

TEST_CASE("every set has unique days' names, a title, and holidays in every year") {
  std::vector<std::string_view> names;
  for (const HolidaySet& set : holidaySets()) {
    CAPTURE(std::string(set.name));
    CHECK_FALSE(set.title.empty());
    CHECK(std::count(names.begin(), names.end(), set.name) == 0);
    names.push_back(set.name);
    for (int year = kFirstYear; year <= kLastYear; ++year) CHECK(daysOf(set.name, year).size() >= 35);
  }
  CHECK(names.size() == 21);
  std::vector<HolidayRule> rules;
  CHECK_FALSE(appendHolidaySet("uk_common", rules));
  CHECK_FALSE(appendHolidaySet("atlantis", rules));
  CHECK(rules.empty());
}

TEST_CASE("each kind of rule, at its edges") {
  HolidayRule rule;
  rule.name = "day";
  const auto days = [&](int first, int last) {
    std::string text;
    for (const Holiday& holiday : holidaysBetween({&rule, 1}, first, last)) {
      appendDate(text, civilFromDays(holiday.day));
      text += holiday.substitute ? "s " : " ";
    }
    return text;
  };
  rule.kind = RuleKind::Fixed, rule.month = 2, rule.day = 29;
  CHECK(days(2023, 2028) == "2024-02-29 2028-02-29 ");
  rule = {RuleKind::NthWeekday, Observed::AsIs, 0, 0, 2, 0, 0, 5, 0, "day"};  // a fifth Monday in February
  CHECK(days(2025, 2060) == "2044-02-29 ");
  rule = {RuleKind::LastWeekday, Observed::AsIs, 0, 0, 2, 0, 6, 0, 0, "day"};
  CHECK(days(2026, 2026) == "2026-02-22 ");
  rule = {RuleKind::WeekdayOnOrAfter, Observed::AsIs, 0, 0, 6, 20, 4, 0, 0, "day"};  // Swedish Midsummer's Eve is near
  CHECK(days(2026, 2026) == "2026-06-26 ");
  rule = {RuleKind::WeekdayOnOrBefore, Observed::AsIs, 0, 0, 5, 24, 0, 0, 0, "day"};  // Victoria Day of Canada
  CHECK(days(2024, 2027) == "2024-05-20 2025-05-19 2026-05-18 2027-05-24 ");
  rule = {RuleKind::Once, Observed::AsIs, 2026, 2026, 6, 15, 0, 0, 0, "day"};
  CHECK(days(2020, 2030) == "2026-06-15 ");
  rule = {RuleKind::Fixed, Observed::Nearest, 0, 0, 1, 1, 0, 0, 0, "day"};  // kept in the year before
  CHECK(days(2021, 2021) == "2021-01-01 2021-12-31s ");
  CHECK(days(2022, 2022) == "2022-01-01 ");
}
