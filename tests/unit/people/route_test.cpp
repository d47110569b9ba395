// Calendars, rosters, queues, routes and tests of a playbook.
#include <catch2/catch.hpp>

#include "compiled.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {
driver::Options quiet() {
  driver::Options options;
  options.lints = false;
  return options;
}
Codes codesOf(const std::string& text) {
  Compiled c;
  c.compile(kHead + text, quiet());
  return c.codes();
}
const std::string kRoute = "pool all = reps\n";
}  // namespace

TEST_CASE("what a calendar says") {
  Compiled c;
  c.with("h.csv", "date,name\n2026-12-24,Eve\n2026-12-31,Last\n");
  c.compile(kHead +
                "use std.calendars\n"
                "calendar desk { timezone \"Europe/Berlin\"  hours mon..thu 09:00-18:00, fri 09:00-12:00 13:00-16:00  holidays germany  holidays from \"h.csv\"\n"
                "  closed 2026-12-23 \"Party\"   on 2026-12-31 09:00-12:00 }\n"
                "calendar night { hours fri..sun 22:00-06:00 }\n",
            quiet());
  REQUIRE(c.codes() == Codes{});
  const auto& rules = c.program().calendars.at(0).rules;
  CHECK(rules.timezone == "Europe/Berlin");
  CHECK(rules.weekly[4].size() == 2);
  CHECK(rules.weekly[5].empty());
  CHECK(rules.holidays.size() > 5);
  CHECK(rules.special_days.size() == 3);  // the playbook's hours on the 31st win over the file
  const auto& night = c.program().calendars.at(1).rules;
  CHECK(night.timezone == "America/New_York");
  CHECK(night.weekly[6].at(0).close == 30 * 60);
  CHECK(night.weekly[0].empty());

  CHECK(codesOf("calendar x { timezone \"Europe/Berlin\" }\n") == Codes{"LF0450"});
  CHECK(codesOf("calendar x { hours mon 09:00-12:00 11:00-13:00 }\n") == Codes{"LF0451"});
  CHECK(codesOf("calendar x { timezone \"Europe/Berln\"  hours mon 09:00-12:00 }\n") == Codes{"LF0414"});
  CHECK(codesOf("calendar x { hours mon 09:00-12:00  holidays germany }\n") == Codes{"LF0452"});
  CHECK(codesOf("calendar x { hours mon 09:00-12:00  closed 2026-12-24  closed 2026-12-24 }\n") == Codes{"LF0453"});
}

TEST_CASE("a roster is read and checked") {
  Compiled c;
  const std::string head = "id,name,manager,team,skills,weight,capacity,calendar,active,stand_in,out_from,out_until\n";
  const auto codes = [&](const std::string& rows) {
    c.with("r.csv", head + rows).compile(kHead + "calendar desk { hours mon..fri 09:00-17:00 }\nroster from \"r.csv\"\n", quiet());
    return c.codes();
  };
  CHECK(codes("ana,Ana,maria,na,a;b,2,20,desk,yes,maria,2026-03-01,2026-03-05\nmaria,Maria,,,,,,,,,,\n") == Codes{});
  REQUIRE(c.program().roster);
  REQUIRE(c.program().roster->size() == 2);
  CHECK(c.program().roster->at(0).skills == Codes{"a", "b"});
  CHECK(c.program().roster->at(0).weight == 20'000);
  CHECK(codes("ana,,,,,,,,,,,\nana,,,,,,,,,,,\n") == Codes{"LF0701"});
  CHECK(codes("ana,,,,,-1,,,,,,\n") == Codes{"LF0702"});
  CHECK(c.place(0) == "LF0702 r.csv:2:9");
  CHECK(codes("ana,,,,,,,,perhaps,,,\n") == Codes{"LF0702"});
  CHECK(codes("ana,,nobody,,,,,,,,,\n") == Codes{"LF0703"});
  CHECK(codes("ana,,,,,,,,,nobody,,\n") == Codes{"LF0703"});
  CHECK(codes("ana,,,,,,,,,ana,,\nben,,,,,,,,,,,\n") == Codes{"LF0704"});
  CHECK(codes("ana,,,,,,,,,ben,,\nben,,,,,,,,,ana,,\n").empty());  // two may stand in for each other
  CHECK(codes("ana,,,,,,,dsk,,,,\n") == Codes{"LF0705"});
  CHECK(codes("ana,,,,,,,,,,2026-03-05,2026-03-01\n") == Codes{"LF0708"});
}

TEST_CASE("queues have owners") {
  CHECK(codesOf("queue q { owner role revops  within 1 business day  \"x\" }\n") == Codes{});
  CHECK(codesOf("queue q { \"x\" }\n") == Codes{"LF0460"});
  CHECK(codesOf("queue q { owner role revopps }\n") == Codes{"LF0214"});
  CHECK(codesOf("queue q { owner role revops  within 3 }\n") == Codes{"LF0461"});
  CHECK(codesOf("queue q { owner role revops  within 1 day otherwise escalate chain }\n") == Codes{"LF0462"});
}

TEST_CASE("a route ends in otherwise, and its rules have names of their own") {
  CHECK(codesOf("route r { a when size > 1 -> queue rest }\n") == Codes{"LF0470"});
  CHECK(codesOf("route r { a otherwise -> queue rest\n b when size > 1 -> queue rest }\n") == Codes{"LF0471"});
  CHECK(codesOf("route r { a when size > 1 -> queue rest\n a otherwise -> queue rest }\n") == Codes{"LF0472"});
  CHECK(codesOf("route r { a otherwise -> route s }\nroute s { a otherwise -> route r }\n") == Codes{"LF0473"});
}

TEST_CASE("targets") {
  Compiled c;
  c.compile(kHead + kRoute +
                "route r {\n"
                "  owned  when owner_id is known -> owner_id\n"
                "  shared when size > 5 -> split 70% round robin all, 30% longest waiting all otherwise queue rest\n"
                "  tough  when size > 3 -> least loaded all available under capacity with skill \"a\" preferring skill \"b\" otherwise round robin all\n"
                "  rest   otherwise -> route s\n}\n"
                "route s { all otherwise -> queue rest }\n",
            quiet());
  REQUIRE(c.codes() == Codes{});
  const auto& route = c.program().routes.at(0);
  CHECK_FALSE(route.called_only);
  CHECK(c.program().routes.at(1).called_only);
  CHECK(route.rules[1].targets[0].shares[1].percent == 300'000);
  CHECK(route.rules[2].targets[0].with_skill == Codes{"a"});
  CHECK(route.rules[2].targets[0].under_capacity);
  CHECK(c.program().enums[route.rule_enum].values.size() == 4);

  const auto rule = [](const std::string& target) { return codesOf(kRoute + "route r { a otherwise -> " + target + " }\n"); };
  CHECK(rule("all") == Codes{"LF0474"});
  CHECK(rule("rest") == Codes{"LF0474"});
  CHECK(rule("round robin al") == Codes{"LF0211"});
  CHECK(rule("queue rset") == Codes{"LF0212"});
  CHECK(rule("split 70% round robin all, 20% round robin all") == Codes{"LF0475"});
  CHECK(rule("queue rest available") == Codes{"LF0476"});
  CHECK(rule("queue rest otherwise round robin all") == Codes{"LF0477"});
}

TEST_CASE("tests") {
  const auto in = [](const std::string& body) { return codesOf(kRoute + "route r { a otherwise -> round robin all }\ntest \"t\" {\n" + body + "}\n"); };
  CHECK(in("at 2026-03-02 10:00\nroster { ana team \"x\" skills [senior] weight 2 }\n"
           "given lead { size 5, country DE, source \"Website\", products [security], revenue 5k USD, owner_id ana, email \"a@b.example\", made_at 2026-03-01, ok true }\n"
           "given call { outcome connected } 10 minutes ago\ngiven call at 2026-03-01 09:00\nexpect owner is ana and route is a\n") == Codes{});
  CHECK(in("expect size is missing\n") == Codes{"LF0801"});
  CHECK(in("at 2026-03-02\ngiven lead { sise 5 }\nexpect size is missing\n") == Codes{"LF0802"});
  CHECK(in("at 2026-03-02\ngiven lead { source \"Wbe\" }\nexpect size is missing\n") == Codes{"LF0803"});
  CHECK(in("at 2026-03-02\ngiven lead { size 5, size 6 }\nexpect size is missing\n") == Codes{"LF0804"});
  CHECK(in("at 2026-03-02\nafter 3 minutes expect size is missing\n") == Codes{"LF0805"});
  CHECK(in("at 2026-03-02\nexpect reminder to ana\n") == Codes{"LF0805"});
  CHECK(in("at 2026-03-02\ngiven lead { size 5 }\n") == Codes{"LF0806"});
  CHECK(in("at 2026-03-02\ngiven call at 2026-03-03\nexpect size is missing\n") == Codes{"LF0808"});
  CHECK(in("at 2026-03-02\nroster { ana taem \"x\" }\nexpect size is missing\n") == Codes{"LF0707"});
}
