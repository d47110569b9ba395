// Explanations: what the steps say, as JSON and as text.
#include <catch2/catch.hpp>

#include "runtime/decide/columns.hpp"
#include "runtime/decide/explain_json.hpp"
#include "runtime/run/evaluator.hpp"
#include "runtime/value/instant.hpp"
#include "tests/unit/decide/scored.hpp"

using namespace leadflow;
using namespace leadflow::decide;
using namespace leadflow::decide::test;

namespace {

struct Told {
  std::shared_ptr<const Desk> desk;
  run::Decision decision;
  const Explanation& why() const { return *decision.explanation; }
};

Told tell(Scored& scored, std::string_view record) {
  Told told;
  told.desk = scored.open();
  run::Evaluator evaluator(std::make_shared<run::Turns>(told.desk));
  run::Outcome outcome = evaluator.decideJson(record, kMonday, true);
  INFO(outcome.rejected);
  REQUIRE(outcome.decision);
  told.decision = std::move(*outcome.decision);
  return told;
}

}  // namespace

TEST_CASE("terms: points given, what they read, unknown because missing", "[explain]") {
  Scored scored;
  const Told told = tell(scored, R"({"id":"1","size":800})");
  const ScoreStep& fit = told.why().scores[0];
  CHECK(fit.points == 30 * kScale);
  REQUIRE(fit.terms.size() == 4);
  CHECK(fit.terms[0].held == Truth::Yes);
  CHECK(fit.terms[0].given == 30 * kScale);
  CHECK(fit.terms[0].reads[0].name == "size");
  CHECK(fit.terms[0].reads[0].value.json == "800");
  CHECK(fit.terms[0].line == "scored.leadflow:11");
  CHECK(fit.terms[1].held == Truth::Unknown);
  CHECK(fit.terms[1].reads[0].value.words == "missing");
  CHECK(fit.terms[3].given == 0);
  CHECK(told.why().scores[1].formula == "fit + extra");
  CHECK(told.why().scores[1].reads.size() == 2);
}

TEST_CASE("a cap is told with the sum before it", "[explain]") {
  Scored scored;
  const Told told = tell(scored, R"({"id":"1","size":800,"hot":true,"vip":true})");
  const ScoreStep& fit = told.why().scores[0];
  CHECK(fit.points == 60 * kScale);
  CHECK(fit.before_caps == 75 * kScale);
  CHECK(fit.capped());
  CHECK(told.decision.json.find(R"({"step":"score","name":"fit","points":60,"before_caps":75,"max":60,"line":"scored.leadflow:10"})") != std::string::npos);
}

TEST_CASE("what would have made the next grade", "[explain]") {
  Scored scored;
  const Told alone = tell(scored, R"({"id":"1","size":800,"free":false})");
  const GradeStep& near = alone.why().grades[0];
  CHECK(near.value.text == "B");
  CHECK(near.next == "A");
  CHECK(near.short_by == 20 * kScale);
  CHECK(near.of == "total");
  REQUIRE(near.alone.size() == 2);
  CHECK(near.alone[0].text == "+25 when hot");
  CHECK(near.alone[0].held == Truth::Unknown);
  CHECK(near.alone[1].text == "+20 when vip");

  Scored again;
  const Told together = tell(again, R"({"id":"2","size":3})");
  const GradeStep& far = together.why().grades[0];
  CHECK(far.value.text == "C");
  CHECK(far.next == "B");
  CHECK(far.short_by == 30 * kScale);
  REQUIRE(far.alone.size() == 1);
  CHECK(far.alone[0].text == "+30 when size > 500");

  Scored third;
  third.reachA = 75;  // above what the score's cap of 60 allows
  const Told never = tell(third, R"({"id":"3","size":800})");
  CHECK(never.why().grades[0].next == "A");
  CHECK(never.why().grades[0].alone.empty());
  CHECK(never.why().grades[0].together.empty());

  Scored fourth;
  const Told minus = tell(fourth, R"({"id":"4","size":800,"free":true,"hot":true})");
  CHECK(minus.why().grades[0].value.text == "B");
  CHECK(minus.why().grades[0].short_by == 10 * kScale);
  bool without = false;
  for (const WayUp& way : minus.why().grades[0].alone) without |= way.text == "-15 when free" && way.gain == 15 * kScale && way.held == Truth::Yes;
  CHECK(without);

  Scored fifth;
  fifth.reachA = 60;
  const Told two = tell(fifth, R"({"id":"5","size":3,"hot":false})");
  CHECK(two.why().grades[0].next == "B");

  Scored top;
  CHECK(tell(top, R"({"id":"6","size":800,"hot":true})").why().grades[0].next.empty());
}

TEST_CASE("none alone is enough, but several are", "[explain]") {
  Scored scored;
  scored.reachA = 55;
  const Told told = tell(scored, R"({"id":"1","size":800,"free":true})");  // 15 points: B begins at 30
  CHECK(told.why().grades[0].next == "B");
  Scored other;
  other.reachA = 60;
  const Told high = tell(other, R"({"id":"1","size":800,"free":true,"hot":false,"vip":false})");
  CHECK(high.why().grades[0].value.text == "C");
  Scored last;
  last.reachA = 60;
  const Told need = tell(last, R"({"id":"1","size":800})");  // 30: needs 30, has +25 and +20
  REQUIRE(need.why().grades[0].together.size() == 2);
  CHECK(need.why().grades[0].together[0].gain == 25 * kScale);
  CHECK(need.why().grades[0].together[1].gain == 20 * kScale);
}

TEST_CASE("rules tried in order: the first part that failed and its values", "[explain]") {
  Scored scored;
  const Told told = tell(scored, R"({"id":"1","size":30,"vip":false})");
  const RouteStep& route = told.why().routes[0];
  CHECK(route.tried == 3);
  REQUIRE(route.rules.size() == 3);
  CHECK(route.rules[0].failed == "vip");
  CHECK(route.rules[0].truth == Truth::No);
  CHECK(route.rules[0].reads[0].value.json == "false");
  CHECK(route.rules[0].parts_held == 1);
  CHECK(route.rules[1].failed == "hot");
  CHECK(route.rules[1].truth == Truth::Unknown);
  CHECK(route.rules[2].held);
  CHECK(told.decision.json.find(R"({"step":"rule","route":"inbound","rule":"hot_ones","number":2,"held":null,"failed":"hot","values":{"hot":null},"line":"scored.leadflow:32"})") !=
        std::string::npos);
}

TEST_CASE("a long run of rules shows the nearest ones", "[explain]") {
  Scored scored;
  scored.many_rules = 500;
  const Told told = tell(scored, R"({"id":"1","size":7,"vip":false})");
  const RouteStep& route = told.why().routes[0];
  CHECK(route.tried == 503);
  CHECK(route.rules.size() == 9);
  CHECK(route.left_out == 494);
  CHECK(route.rules[0].name == "vips");
  CHECK(route.rules.back().name == "rest");
  for (std::size_t i = 1; i < route.rules.size(); ++i) CHECK(route.rules[i - 1].number < route.rules[i].number);
}

TEST_CASE("who: candidates, counts, why they were skipped", "[explain]") {
  Scored scored;
  scored.reps[0].out_until = *parseInstant("2026-03-09", utcZone(), "");
  scored.reps[2].active = false;
  const Told told = tell(scored, R"({"id":"1","size":30})");
  const WhoStep& who = told.why().who[0];
  CHECK(who.rep == "ben");
  CHECK(who.via == "round robin team");
  REQUIRE(who.targets.size() == 1);
  const auto& candidates = who.targets[0].candidates;
  REQUIRE(candidates.size() == 3);
  CHECK(candidates[0].skipped == "out until 2026-03-09");
  CHECK(candidates[1].chosen);
  CHECK(candidates[1].served_after == 1);
  CHECK(candidates[2].skipped == "not active");
  CHECK(told.decision.json.find(R"({"rep":"ana","served_before":0,"served_after":0,"weight":1,"open":0,"capacity":null,"skipped":"out until 2026-03-09"})") !=
        std::string::npos);
}

TEST_CASE("the account for people", "[narrate]") {
  Scored scored;
  scored.reps[0].out_until = *parseInstant("2026-03-09", utcZone(), "");
  const Told told = tell(scored, R"({"id":"1","size":800,"vip":false})");
  const std::string text = told.decision.explain({.width = 90});
  CHECK(text ==
R"(Lead 1  decided at 2026-03-02 15:00 UTC by scored 1

Score
  fit  30  of at most 60  scored.leadflow:10
    +30  +30 when size > 500  yes      size = 800      scored.leadflow:11
      -  +25 when hot         unknown  hot = missing   scored.leadflow:12
      -  +20 when vip         no       vip = no        scored.leadflow:13
      -  -15 when free        unknown  free = missing  scored.leadflow:14
  total  30  = fit + extra   fit = 30, extra = 0  scored.leadflow:16
  extra  0

Grade
  rating  B  total is 30; A begins at 50  scored.leadflow:17

Route
  inbound  rule rest held, the first of 3 rules tried
    no       vips      vip        vip = no       scored.leadflow:31
    unknown  hot_ones  hot        hot = missing  scored.leadflow:32
    yes      rest      otherwise                 scored.leadflow:33

Who
  inbound: ben by round robin team  scored.leadflow:33
    ->  round robin team  to ben  scored.leadflow:33
       ana  served 0       weight 1  0 open  skipped: out until 2026-03-09
       ben  served 0 -> 1  weight 1  0 open  chosen
       cy   served 0       weight 1  0 open

What would have changed it
  rating A needs 20 more of total; each of these alone would have been enough:
      +25  fit  +25 when hot  unknown  hot = missing  scored.leadflow:12
      +20  fit  +20 when vip           vip = no       scored.leadflow:13
  rule vips of inbound would have taken it, had `vip` held (vip = no)  scored.leadflow:31
  rule hot_ones of inbound might have taken it, had we known whether    scored.leadflow:32
  `hot` (hot = missing)
  ana was not considered for round robin team: out until 2026-03-09
)");
  for (const std::size_t width : {50U, 72U}) {
    const std::string narrow = told.decision.explain({.width = width});
    std::size_t widest = 0;
    for (std::size_t at = 0; at < narrow.size();) {
      const std::size_t end = narrow.find('\n', at);
      if (narrow.compare(at, 5, "Lead ") != 0) widest = std::max(widest, shownWidth(narrow.substr(at, end - at)));
      at = end + 1;
    }
    if (width == 72U) CHECK(widest <= width);
    CHECK(narrow.find("What would have changed it") != std::string::npos);
  }
  CHECK(told.decision.explain({.width = 90, .colour = true}).find("\x1b[1mScore\x1b[0m") != std::string::npos);
}

TEST_CASE("text that is not ours cannot move the cursor", "[narrate]") {
  Scored scored;
  const Told told = tell(scored, R"({"id":"1\u001b[31m\u202e","size":800})");
  const std::string text = told.decision.explain();
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
}

TEST_CASE("columns", "[columns]") {
  CHECK(shownWidth("東京 e\xCC\x81") == 6);
  CHECK(clippedTo("東京都", 5) == "東京…");
  CHECK(clippedTo("abc", 3) == "abc");
  std::string out;
  appendColumns(out, {{{"a", Style::Plain, true}, {"one two three four five six"}, {"end"}}, {{"100"}, {"x"}, {}}}, 2, 26, false);
  CHECK(out == "    a  one two three   end\n       four five six\n  100  x\n");
}
