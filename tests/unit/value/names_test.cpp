// Countries, states, nearest names, similarity.
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "runtime/value/country.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/value/region.hpp"

using namespace leadflow;

namespace {

std::vector<std::string> split(std::string_view spellings) {
  std::vector<std::string> parts;
  while (!spellings.empty()) {
    const auto bar = spellings.find('|');
    parts.emplace_back(spellings.substr(0, bar));
    spellings = bar == std::string_view::npos ? std::string_view{} : spellings.substr(bar + 1);
  }
  return parts;
}

std::string code(std::string_view spelling) {
  const int country = findCountry(spelling);
  return country < 0 ? "none" : std::string(countryCode(country));
}

std::string state(std::string_view spelling) {
  const int index = findUsState(spelling);
  return index < 0 ? "none" : std::string(regions()[static_cast<std::size_t>(index)].code);
}

}  // namespace

TEST_CASE("Every country finds itself by code, number, name and each spelling") {
  std::set<std::string_view> codes;
  for (int i = 0; i < kCountryCount; ++i) {
    CAPTURE(countryName(i));
    CHECK(findCountry(countryCode(i)) == i);
    CHECK(findCountry(countryAlpha3(i)) == i);
    CHECK(findCountry(countryName(i)) == i);
    CHECK(findCountry(std::to_string(countryNumeric(i))) == i);
    CHECK(countryByCode(countryCode(i)) == i);
    for (const std::string& spelling : split(countrySpellings(i))) {
      CAPTURE(spelling);
      CHECK(findCountry(spelling) == i);
    }
    codes.insert(countryAlpha3(i));
  }
  CHECK(codes.size() == kCountryCount);
}

TEST_CASE("Countries as people write them") {
  CHECK(code("usa") == "US");
  CHECK(code("U.S.A.") == "US");
  CHECK(code("  the United  States ") == "US");
  CHECK(code("UNITED STATES OF AMERICA") == "US");
  CHECK(code("uk") == "GB");
  CHECK(code("Scotland") == "GB");
  CHECK(code("Deutschland") == "DE");
  CHECK(code("276") == "DE");
  CHECK(code("004") == "AF");
  CHECK(code("4") == "AF");
  CHECK(code("ÖSTERREICH") == "AT");
  CHECK(code("Cote d’Ivoire") == "CI");
  CHECK(code("CÔTE D'IVOIRE") == "CI");
  CHECK(code("Korea, Republic of") == "KR");
  CHECK(code("South Korea") == "KR");
  CHECK(code("Czech Republic") == "CZ");
  CHECK(code("Holland") == "NL");
  CHECK(code("Turkiye") == "TR");
  CHECK(code("Turkey") == "TR");
  CHECK(code("Bosnia & Herzegovina") == "BA");
  CHECK(code("Guinea-Bissau") == "GW");
  CHECK(code("Guinea") == "GN");
  CHECK(code("Niger") == "NE");
  CHECK(code("Nigeria") == "NG");
  CHECK(code("Congo") == "CG");
  CHECK(code("DR Congo") == "CD");
  CHECK(code("hong_kong") == "HK");
  CHECK(code("日本") == "JP");
  for (const char* none : {"", " ", "Select", "N/A", "Atlantis", "EU", "XX", "999", ".", "the"}) {
    CAPTURE(none);
    CHECK(code(none) == "none");
  }
  CHECK(findCountry(std::string(100'000, 'a')) == -1);
  CHECK(findCountry(std::string(100'000, ' ')) == -1);
  CHECK(findCountry("\xFF\xFE") == -1);
  CHECK(countryByCode("us") == -1);
  CHECK(countryByCode("") == -1);
  CHECK(countryByCode("ZZ") == -1);
}

TEST_CASE("States and provinces find themselves") {
  int us = 0, ca = 0;
  std::set<std::string_view> divisions;
  for (std::size_t i = 0; i < regions().size(); ++i) {
    const Region& region = regions()[i];
    CAPTURE(region.name);
    const auto index = static_cast<int>(i);
    CHECK(findRegion(region.country, region.code) == index);
    CHECK(findRegion(region.country, region.name) == index);
    CHECK(findRegion(region.country, std::string(region.country) + "-" + std::string(region.code)) == index);
    for (const std::string& spelling : split(region.spellings)) {
      CAPTURE(spelling);
      CHECK(findRegion(region.country, spelling) == index);
    }
    (region.country == "US" ? us : ca)++;
    if (!region.division.empty()) divisions.insert(region.division);
  }
  CHECK(us == 50 + 1 + 6);
  CHECK(ca == 13);
  CHECK(divisions.size() == 9);
  CHECK(state("Calif.") == "CA");
  CHECK(state("new york") == "NY");
  CHECK(state("N.Y.") == "NY");
  CHECK(state("Washington") == "WA");
  CHECK(state("Washington, D.C.") == "DC");
  CHECK(state("Ontario") == "none");
  CHECK(findCanadianProvince("Québec") == findCanadianProvince("QC"));
  CHECK(findCanadianProvince("B.C.") >= 0);
  CHECK(findRegion("DE", "BY") == -1);
  const Region& massachusetts = regions()[static_cast<std::size_t>(findUsState("MA"))];
  CHECK(massachusetts.area == "Northeast");
  CHECK(massachusetts.division == "New England");
}

TEST_CASE("Edit distance counts inserts, deletes, replacements and swaps") {
  CHECK(editDistance("", "") == 0);
  CHECK(editDistance("abc", "") == 3);
  CHECK(editDistance("kitten", "sitting") == 3);
  CHECK(editDistance("idustry", "industry") == 1);
  CHECK(editDistance("indsutry", "industry") == 1);
  CHECK(editDistance("ca", "abc") == 3);  // optimal string alignment edits no part twice
  CHECK(editDistance("müller", "muller") == 1);
  CHECK(editDistance("A", "a") == 1);
  CHECK(editCost("Industry", "industry") == 1);
  CHECK(editCost("trade-show", "trade_show") == 1);
  CHECK(editCost("É", "é") == 1);
  CHECK(editCost("abc", "abd") == 4);
  CHECK(editDistance(std::string(300, 'a'), "a") == INT_MAX);
}

TEST_CASE("The nearest name") {
  const std::vector<std::string> fields = {"industry", "company", "company_size", "country", "state", "source"};
  CHECK(nearest("idustry", fields) == 0);
  CHECK(nearest("compnay", fields) == 1);
  CHECK(nearest("CompanySize", fields) == 2);
  CHECK(nearest("county", fields) == 3);
  CHECK(nearest("revenue", fields) == -1);
  CHECK(nearest("x", fields) == -1);
  CHECK(nearest("", fields) == -1);
  CHECK(nearest("a", std::vector<std::string_view>{"b"}) == -1);  // any letter is one edit from any other
  CHECK(nearest("a", std::vector<std::string_view>{"b", "A"}) == 1);  // one edit is always near
  CHECK(nearest("State", std::vector<std::string_view>{"slate", "state"}) == 1);
  CHECK(nearest("abcd", std::vector<std::string_view>{"abce", "abcf"}) == 0);  // first of equals
}

TEST_CASE("Jaro-Winkler in integers") {
  CHECK(jaroWinkler("martha", "marhta") == 961'111);
  CHECK(jaroWinkler("dwayne", "duane") == 840'000);
  CHECK(jaroWinkler("dixon", "dicksonx") == 813'333);
  CHECK(jaroWinkler("acme", "acme") == 1'000'000);
  CHECK(jaroWinkler("", "") == 1'000'000);
  CHECK(jaroWinkler("", "a") == 0);
  CHECK(jaroWinkler("abc", "xyz") == 0);
  CHECK(jaroWinkler("a", "b") == 0);
  CHECK(jaroWinkler("müller gmbh", "müller gmbh & co") > 900'000);
  CHECK(jaroWinkler("crate", "trace") == 733'333);  // above 70 %, but no common prefix
  const char* names[] = {"acme", "acme inc", "globex", "initech llc", "umbrella corp", "a", "umbrela corporation"};
  for (const char* a : names) {
    for (const char* b : names) {
      CHECK(jaroWinkler(a, b) == jaroWinkler(b, a));
      CHECK(jaroWinkler(a, b) <= 1'000'000);
    }
  }
  CHECK(jaroWinkler(std::string(5'000, 'a'), std::string(5'000, 'a') + "b") ==
        1'000'000);  // alike in the compared part
}
