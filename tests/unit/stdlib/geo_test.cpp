// std.geo against the tables of countries and states that the runtime reads data with.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "runtime/value/country.hpp"
#include "runtime/value/region.hpp"
#include "tests/unit/stdlib/read_module.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

std::set<std::string> setOf(const std::map<std::string, Items>& lists, const std::string& name) {
  CAPTURE(name);
  REQUIRE(lists.count(name) == 1);
  const auto& items = lists.at(name).items;
  return {items.begin(), items.end()};
}

bool within(const std::set<std::string>& part, const std::set<std::string>& whole) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

}  // namespace

TEST_CASE("every country is in exactly one sales region") {
  const auto lists = listsOf("geo");
  std::map<std::string, int> regions_of;
  for (const char* region : {"emea", "apac", "latam", "north_america"})
    for (const std::string& code : lists.at(region).items) ++regions_of[code];
  for (int country = 0; country < kCountryCount; ++country) {
    CAPTURE(std::string(countryCode(country)));
    CHECK(regions_of[std::string(countryCode(country))] == 1);
  }
  CHECK(regions_of.size() == static_cast<std::size_t>(kCountryCount));
}

TEST_CASE("lists of countries hold known codes, each once") {
  int countries = 0;
  for (const auto& [name, list] : listsOf("geo")) {
    CAPTURE(name);
    REQUIRE_FALSE(list.items.empty());
    CHECK(std::set<std::string>(list.items.begin(), list.items.end()).size() == list.items.size());
    if (list.quoted) continue;
    ++countries;
    for (const std::string& code : list.items) {
      CAPTURE(code);
      CHECK(countryByCode(code) >= 0);
    }
  }
  CHECK(countries >= 50);
}

TEST_CASE("the lists nest as their names say") {
  const auto lists = listsOf("geo");
  const auto set = [&](const char* name) { return setOf(lists, name); };
  for (const char* part : {"europe", "eu", "eea", "middle_east", "africa", "mena", "gcc", "caucasus", "central_asia", "cis", "dach", "baltics"}) {
    CAPTURE(part);
    CHECK(within(set(part), set("emea")));
  }
  for (const char* part : {"asean", "anz", "east_asia", "south_asia", "oceania", "greater_china"}) {
    CAPTURE(part);
    CHECK(within(set(part), set("apac")));
  }
  for (const char* part : {"central_america", "caribbean", "south_america", "mercosur", "andean"}) {
    CAPTURE(part);
    CHECK(within(set(part), set("latam")));
  }
  std::set<std::string> nordics = set("nordics");
  CHECK(nordics.erase("GL") == 1);  // Greenland is nordic, and in north_america
  CHECK(within(nordics, set("emea")));
  CHECK(set("eu").size() == 27);
  CHECK(set("eea").size() == 30);
  CHECK(within(set("eu"), set("eea")));
  CHECK(within(set("eea"), set("gdpr")));
  CHECK(within(set("eurozone"), set("eu")));
  CHECK(within(set("g7"), set("g20")));
  CHECK(within(set("scandinavia"), set("nordics")));
  CHECK(set("dach") == std::set<std::string>{"DE", "AT", "CH", "LI"});
  CHECK(set("benelux") == std::set<std::string>{"BE", "NL", "LU"});
  CHECK(set("africa").size() == 60);
  CHECK(set("emea").count("GB") == 1);
  CHECK(set("apac").count("IN") == 1);
  CHECK(set("latam").count("MX") == 1);
}

TEST_CASE("lists of states hold code, name and spellings that the runtime knows too") {
  const auto lists = listsOf("geo");
  const std::map<std::string, std::string> areas = {{"Northeast", "us_north_east"}, {"Midwest", "us_midwest"}, {"South", "us_south"}, {"West", "us_west"}};
  std::map<std::string, std::set<std::string>> expected;
  int states = 0;
  for (const Region& region : regions()) {
    const std::string code(region.code), name(region.name), area(region.area);
    CAPTURE(code, name, area);
    if (region.country == "US" && !area.empty()) {
      ++states;
      REQUIRE(areas.count(area) == 1);
      for (const auto& [other, list] : areas) {
        CHECK(setOf(lists, list).count(code) == (other == area ? 1 : 0));
        CHECK(setOf(lists, list).count(name) == (other == area ? 1 : 0));
      }
      CHECK(setOf(lists, "us_states").count("US-" + code) == 1);
      CHECK(setOf(lists, "us_states").count(name) == 1);
    }
    if (region.country == "CA") {
      CHECK(setOf(lists, "ca_provinces").count(code) == 1);
      CHECK(setOf(lists, "ca_provinces").count(name) == 1);
    }
  }
  CHECK(states == 51);
  std::set<std::string> divisions;
  for (const char* division : {"us_new_england", "us_middle_atlantic", "us_east_north_central", "us_west_north_central", "us_south_atlantic",
                               "us_east_south_central", "us_west_south_central", "us_mountain", "us_pacific"}) {
    const std::set<std::string> part = setOf(lists, division);
    for (const std::string& spelling : part) {
      CAPTURE(division, spelling);
      CHECK(divisions.insert(spelling).second);
    }
  }
  CHECK(divisions == setOf(lists, "us_states"));
}
