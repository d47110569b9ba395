// Each lint fires where it should, and stays quiet where a reader would shrug.
#include <catch2/catch.hpp>

#include "tests/unit/people/compiled.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

const std::string kBase =
    "playbook p { version \"1\"  timezone \"UTC\"  currency USD }\n"
    "lead {\n  id text key\n  size int\n  country country\n  state text\n  owner_id rep\n  source one of web, list, referral\n}\n"
    "role revops\n"
    "queue rest { owner role revops }\n";
const std::string kPeople = "id,team,role,skills,active,stand_in\nana,na,,senior,yes,\nben,na,,,no,\nrudi,,revops,,yes,\n";

/// Kebab names of what the lints found, in order.
Codes lints(const std::string& text, const std::string& base = kBase, driver::Options options = {}) {
  Compiled c;
  c.lints = true;
  c.with("r.csv", kPeople).compile(base + text, options);
  Codes out;
  for (const auto& finding : c.result->diags.all()) out.emplace_back(diag::info(finding.code).kebab);
  return out;
}
std::string route(const std::string& rules) { return "route r {\n" + rules + "  rest otherwise -> queue rest\n}\n"; }

}  // namespace

TEST_CASE("unused-declaration") {
  CHECK(lints("list a = [\"x\"]\n") == Codes{"unused-declaration"});
  CHECK(lints("list a = [\"x\"]\nscore s { +1 when state in a }\n") == Codes{});
  CHECK(lints("activity call\n") == Codes{"unused-declaration"});
  CHECK(lints("activity call\noutreach call\n") == Codes{});
}

TEST_CASE("constant-condition") {
  CHECK(lints("score s { +1 when size > 5 and size < 3 }\n") == Codes{"constant-condition"});
  CHECK(lints("score s { +1 when size > 3 and size < 5 }\n") == Codes{});
  CHECK(lints("score s { +1 when source is web and source is list }\n") == Codes{"constant-condition"});
  CHECK(lints("score s { +1 when source is web or source is list }\n") == Codes{});
  CHECK(lints("score s { +1 when size is missing and size > 3 }\n") == Codes{"constant-condition"});
  CHECK(lints("score s { +1 when true }\n") == Codes{"constant-condition"});
  CHECK(lints("score s { +1 when size > 3 }\nmilestone m when s is known\n") == Codes{"constant-condition"});
  CHECK(lints("param on bool = true\nscore s { +1 when on and size > 3 }\n") == Codes{});
}

TEST_CASE("naming") {
  CHECK(lints("score fitScore { +1 when size > 3 }\n") == Codes{"naming"});
  CHECK(lints("score fit_score { +1 when size > 3 }\n") == Codes{});
}

TEST_CASE("route-duplicate and route-conflict") {
  CHECK(lints("pool q = reps\n" + route("  a when size > 3 and source is web -> queue rest\n  b when source is web and size > 3 -> queue rest\n  c when size < 3 -> round robin q\n")) == Codes{"route-duplicate"});
  CHECK(lints("pool q = reps\n" + route("  a when source in [web, list] -> queue rest\n  b when source in [list, web] -> round robin q\n")) == Codes{"route-conflict"});
  CHECK(lints("pool q = reps\n" + route("  a when size > 3 -> queue rest\n  b when size > 4 -> round robin q\n")) == Codes{});
}

TEST_CASE("pools against the roster") {
  const std::string people = "roster from \"r.csv\"\n";
  CHECK(lints(people + "pool q = reps where team is \"nope\"\n" + route("  a when size > 3 -> round robin q\n")) == Codes{"pool-empty"});
  CHECK(lints(people + "pool q = reps where team is \"NA\"\n" + route("  a when size > 3 -> round robin q\n")) == Codes{});
  CHECK(lints(people + "pool q = reps where team is \"na\"\n" + route("")) == Codes{"pool-unused"});
  CHECK(lints(people + "pool q = reps where team is \"na\"\n" + route("  a when size > 3 -> round robin q with skill \"seniro\"\n")) == Codes{"pool-skill-unsatisfiable"});
  CHECK(lints(people + "pool q = reps where \"senior\" in skills\n" + route("  a when size > 3 -> round robin q with skill \"Senior\"\n")) == Codes{});
}

TEST_CASE("people named") {
  const std::string people = "roster from \"r.csv\"\n";
  CHECK(lints(people + route("  a when size > 3 -> ana\n")) == Codes{});
  CHECK(lints(people + route("  a when size > 3 -> ben\n")) == Codes{"rep-inactive"});
  const std::string table = "table t {\n  | state text key | who rep |\n  | \"CA\" | ana |\n}\n";
  CHECK(lints(people + table + route("  a when state in t -> t[state].who\n")) == Codes{});
  Compiled c;
  c.lints = true;
  c.with("r.csv", kPeople).with("t.csv", "state,who\nCA,ana\nTX,bne\n");
  c.compile(kBase + people + "table t from \"t.csv\" { state text key, who rep }\n" + route("  a when state in t -> t[state].who\n"));
  REQUIRE(c.codes() == Codes{"LF0508"});
  CHECK(c.place(0) == "LF0508 t.csv:3:1");
  CHECK(lints("role nobody_has\nqueue q { owner role nobody_has }\n" + people + route("  a when size > 3 -> queue q\n")) == Codes{"owner-unknown"});
}

TEST_CASE("score-threshold-gap and score-threshold-overlap") {
  const std::string score = "score s max 100 min 0 { +60 when size > 3\n +40 when source is web }\n";
  CHECK(lints(score + "grade g of s { A at least 60, B at least 30, C otherwise }\n") == Codes{});
  CHECK(lints(score + "grade g of s { A 60..100, B 30..59, C 0..29 }\n") == Codes{});
  CHECK(lints(score + "grade g of s { A 60..100, B 30..59 }\n") == Codes{"score-threshold-gap"});
  CHECK(lints(score + "grade g of s { A 60..100, B 30..60, C below 30 }\n") == Codes{"score-threshold-overlap"});
  CHECK(lints(score + "grade g of s { B at least 30, A at least 60, C otherwise }\n") == Codes{"score-threshold-overlap"});
  const std::string faded = "activity call\nscore s max 100 min 0 {\n  decay half every 30 days\n  +60 per call\n}\n";
  CHECK(lints(faded + "grade g of s { A 60..100, B 30..59, C 0..29 }\n") == Codes{"score-threshold-gap"});
}

TEST_CASE("unmapped-column") {
  driver::Options options;
  options.lead_columns = {"ID", "Size", "country", "state", "owner_id", "source", "activities"};
  CHECK(lints("", kBase, options) == Codes{});
  options.lead_columns = {"id", "size", "country", "state", "owner_id", "source", "phone", "fax"};
  CHECK(lints("", kBase, options) == Codes{"unmapped-column"});
  options.lead_columns = {"id", "size", "country", "state", "owner_id"};
  CHECK(lints("", kBase, options) == Codes{"unmapped-column"});
}

TEST_CASE("enum-unhandled") {
  const std::string use = "score s { +1 when d.x is 1 }\n";
  CHECK(lints("decision d {\n  | source | -> x |\n  | web | 1 |\n  | list | 2 |\n}\n" + use) == Codes{"enum-unhandled"});
  CHECK(lints("decision d {\n  | source | -> x |\n  | web | 1 |\n  | list, referral | 2 |\n}\n" + use) == Codes{});
  CHECK(lints("decision d {\n  | source | -> x |\n  | web | 1 |\n  | - | 2 |\n}\n" + use) == Codes{});
}

TEST_CASE("a comment allows a finding, and says when it is of no use") {
  CHECK(lints("# leadflow: allow unused-declaration because we need it in May\nlist a = [\"x\"]\n") == Codes{});
  CHECK(lints("# leadflow: allow LF0501 because we need it in May\nlist a = [\"x\"]\nlist b = [\"x\"]\n") == Codes{"unused-declaration"});
  CHECK(lints("# leadflow: allow unused-declaration because shared\n\nlist a = [\"x\"]\nlist b = [\"x\"]\n") == Codes{});
  CHECK(lints("# leadflow: allow naming because old\nlist a = [\"x\"]\nscore s { +1 when state in a }\n") == Codes{"suppression-unused"});
  CHECK(lints("# leadflow: allow nameing because old\nscore s { +1 when size > 3 }\n") == Codes{"suppression-unused"});
}
