// The embedded modules: as in the tree, and consistent with the tables of the runtime.
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "runtime/calendar/holiday_rule.hpp"
#include "runtime/value/timezone.hpp"
#include "stdlib/functions.hpp"
#include "tests/unit/stdlib/read_module.hpp"

using namespace leadflow;
using namespace leadflow::test;

TEST_CASE("the modules are in the library, byte for byte") {
  const std::vector<std::string_view> names(stdlib::moduleNames().begin(), stdlib::moduleNames().end());
  CHECK(names == std::vector<std::string_view>{"calendars", "free_mail", "geo", "scoring", "titles"});
  for (const std::string_view name : names) {
    CAPTURE(std::string(name));
    std::ifstream file("stdlib/modules/" + std::string(name) + ".leadflow", std::ios::binary);
    REQUIRE(file);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    REQUIRE(stdlib::moduleText(name).has_value());
    CHECK(*stdlib::moduleText(name) == text);
    CHECK(text.starts_with("## "));
  }
  CHECK_FALSE(stdlib::moduleText("").has_value());
  CHECK_FALSE(stdlib::moduleText("geo.leadflow").has_value());
  CHECK_FALSE(stdlib::moduleText("../secrets").has_value());
}

TEST_CASE("std.calendars names every set of holidays of the runtime, and no other") {
  std::vector<std::string> declared;
  std::set<std::string> used;
  int calendars = 0;
  for (const std::string& line : linesOf(*stdlib::moduleText("calendars"))) {
    if (line.starts_with("holidays ")) {
      const std::size_t end = line.find(' ', 9);
      const std::string name = line.substr(9, end - 9);
      declared.push_back(name);
      const auto sets = calendar::holidaySets();
      const auto set = std::find_if(sets.begin(), sets.end(), [&](const auto& each) { return each.name == name; });
      CAPTURE(line);
      REQUIRE(set != sets.end());
      CHECK(line == "holidays " + name + " \"" + std::string(set->title) + "\"");
    } else if (line.starts_with("  holidays ")) {
      used.insert(line.substr(11));
    } else if (line.starts_with("  timezone ")) {
      ++calendars;
      CHECK(findTimeZone(line.substr(12, line.size() - 13)) != nullptr);
    }
  }
  CHECK(declared.size() == calendar::holidaySets().size());
  CHECK(std::set<std::string>(declared.begin(), declared.end()).size() == declared.size());
  for (const std::string& name : used) CHECK(std::count(declared.begin(), declared.end(), name) == 1);
  CHECK(used.size() == 3);
  CHECK(calendars == 6);
}

TEST_CASE("std.free_mail: domains, each once, none both free and disposable") {
  const auto lists = listsOf("free_mail");
  REQUIRE(lists.size() == 2);
  std::set<std::string> seen;
  for (const auto& [name, list] : lists)
    for (const std::string& domain : list.items) {
      CAPTURE(name, domain);
      CHECK(seen.insert(domain).second);
      CHECK(domain.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string::npos);
      CHECK(domain.find('.') != std::string::npos);
      CHECK(domain.find("..") == std::string::npos);
      CHECK(domain.front() != '.');
      CHECK(domain.size() - domain.rfind('.') >= 3);
    }
  const auto& free = lists.at("free_mail_domains").items;
  CHECK(free.size() > 600);
  CHECK(lists.at("disposable_mail_domains").items.size() > 200);
  for (const char* domain : {"gmail.com", "outlook.com", "yahoo.co.jp", "gmx.de", "qq.com", "mail.ru", "orange.fr", "libero.it", "uol.com.br", "naver.com"})
    CHECK(std::count(free.begin(), free.end(), domain) == 1);
}

TEST_CASE("functions: found by name and number of arguments, SQL forms fit") {
  using namespace leadflow::stdlib;
  std::set<std::pair<std::string_view, std::size_t>> seen;
  for (const Function& function : kFunctions) {
    CAPTURE(std::string(function.name));
    CHECK(seen.insert({function.name, function.arguments.size()}).second);
    CHECK_FALSE(function.doc.empty());
    CHECK(function.arguments.find_first_not_of("inetw") == std::string_view::npos);
    for (std::size_t i = 0; i < 3; ++i) {
      const std::string hole = "{" + std::to_string(i) + "}";
      CHECK((function.sql.find(hole) != std::string_view::npos) == (i < function.arguments.size()));
    }
    if (function.name != "email_domain") CHECK(function.example.starts_with(std::string(function.name) + "("));
  }
  CHECK(kFunctions[findFunction("round", 2)].arguments == "ni");
  CHECK(kFunctions[findFunction("round", 1)].arguments == "n");
  CHECK(findFunction("round") == findFunction("round", 1));
  CHECK(findFunction("round", 3) == -1);
  CHECK(findFunction("sine") == -1);
}
