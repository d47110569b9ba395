// What the checker makes of playbooks that are right.
#include <catch2/catch.hpp>

#include "tests/unit/check/playbook.hpp"

using namespace leadflow;
using typed::ExprKind;

namespace {

const std::string lead = R"(
playbook p { timezone "America/New_York"  currency USD }
lead {
  id           text key
  email        email
  title        text
  company_size int 0..
  ratio        number
  revenue      money
  discount     percent
  country      country
  state        text
  source       one of website = "Web", paid, other otherwise other
  products     some of platform, security
  consent      one of granted, denied default granted
  account_owner rep
  created_at   instant
  uses_it      bool
)";
const std::string rest = "}\nactivity call { outcome one of connected, voicemail }\nactivity demo_request, visit\n";

/// The condition of one score term, typed.
struct Condition {
  Checked checked;
  const typed::Expr* expr = nullptr;
  explicit Condition(const std::string& condition) {
    checked.run({{"main.leadflow", lead + rest + "score s { +1 when " + condition + " }\n"}});
    INFO(checked.text());
    REQUIRE(checked.codes() == "");
    expr = checked.program.scores.at(0).terms.at(0).when.get();
    REQUIRE(expr);
    REQUIRE(expr->type.kind == TypeKind::Bool);
  }
};

}  // namespace

TEST_CASE("numbers take the type of what they are compared with") {
  CHECK(Condition("company_size > 500").expr->args[1]->type.kind == TypeKind::Int);
  const Condition number("ratio >= 3");
  CHECK(number.expr->args[1]->type.kind == TypeKind::Number);
  CHECK(number.expr->args[1]->constant.bits == 30'000);
  const Condition grown("company_size > 2.5");
  CHECK(grown.expr->args[0]->kind == ExprKind::IntToNumber);
  CHECK(Condition("revenue > 500k USD").expr->args[1]->constant.bits == 5'000'000'000);
  CHECK(Condition("discount > 15%").expr->args[1]->constant.bits == 150'000);
}

TEST_CASE("a bare name right of `is` is a value of the left side's type before it is a field") {
  const Condition value("source is other");
  CHECK(value.expr->kind == ExprKind::Equal);
  CHECK(value.expr->args[1]->constant.bits == 2);
  CHECK(Condition("country is DE").expr->args[1]->constant.type.kind == TypeKind::Country);
  CHECK(Condition("account_owner is ana").expr->args[1]->constant.text == "ana");
  CHECK(Condition("website is source").expr->args[0]->constant.bits == 0);
}

TEST_CASE("`in` takes lists, ranges and sets of values") {
  const Condition list("country in [US, CA]");
  CHECK(list.expr->kind == ExprKind::InSet);
  CHECK(list.checked.program.sets.at(list.expr->index).values.size() == 2);
  CHECK(Condition("company_size in 50..500").expr->kind == ExprKind::InRange);
  CHECK(Condition("company_size in 500..").expr->open_high);
  CHECK(Condition("security in products").expr->kind == ExprKind::InEnumSet);
  CHECK(Condition("products contains security").expr->kind == ExprKind::InEnumSet);
  CHECK(Condition("source not in [website, paid]").expr->kind == ExprKind::Not);
  CHECK(Condition("company_size in [1..5, 10, 20]").expr->kind == ExprKind::Or);
}

TEST_CASE("arithmetic keeps its units") {
  CHECK(Condition("revenue * 10% > 5 USD").expr->args[0]->scale_percent);
  CHECK(Condition("revenue / revenue > 1").expr->args[0]->type.kind == TypeKind::Number);
  CHECK(Condition("now - created_at > 30 days").expr->args[0]->type.kind == TypeKind::Duration);
  CHECK(Condition("created_at + 2 days is before now").expr->kind == ExprKind::Less);
  CHECK(Condition("company_size / 2 > 1.5").expr->args[0]->type.kind == TypeKind::Number);
  CHECK(Condition("round(ratio, 2) is 1.25").expr->args[0]->kind == ExprKind::Call);
  CHECK(Condition("max(company_size, 3) > 2").expr->args[0]->type.kind == TypeKind::Number);
}

TEST_CASE("activities are asked with windows and conditions") {
  const Condition had("had call in last 7 days where outcome is connected");
  REQUIRE(had.expr->kind == ExprKind::Had);
  CHECK(had.expr->query->activities == std::vector<std::uint32_t>{0});
  CHECK(had.expr->query->window->constant.bits == 7 * 86'400'000LL);
  CHECK(had.expr->query->where->args[0]->kind == ExprKind::ActivityField);
  CHECK(Condition("count visit >= 3").expr->args[0]->type.kind == TypeKind::Int);
  CHECK(Condition("last call.outcome is connected").expr->args[0]->column == 0);
  CHECK(Condition("had activity in last 1 day").expr->query->activities.size() == 3);
}

TEST_CASE("missing values are asked for, or replaced") {
  CHECK(Condition("email is known").expr->kind == ExprKind::IsKnown);
  CHECK(Condition("email is missing").expr->kind == ExprKind::Not);
  CHECK(Condition("(company_size ?? 0) < 10").expr->args[0]->kind == ExprKind::Coalesce);
}

TEST_CASE("derived fields find their types whatever the order") {
  Checked checked(lead + R"(
  level  = ranges of doubled { small below 10, large otherwise }
  doubled = company_size * 2
  domain = email.domain
  kind   = first of { good when level is large; bad otherwise }
}
score s { +1 when kind is good and domain in ["a.com"] }
)");
  INFO(checked.text());
  REQUIRE(checked.codes() == "");
  CHECK(checked.program.derived[0].type.kind == TypeKind::Enum);
  CHECK(checked.program.derived[1].type.kind == TypeKind::Int);
  CHECK(checked.program.derived[2].type.kind == TypeKind::Text);
  REQUIRE(checked.program.order.size() == 5);
  CHECK(checked.program.order[0].index == 1);  // `doubled` stands before `level`, which needs it
  CHECK(checked.program.order[1].index == 0);
}

TEST_CASE("scores, grades and milestones use each other") {
  Checked checked(lead + rest + R"(
grade rating of total { A at least 100, B at least 60.5, D otherwise }
score total = fit + engagement / 2
score fit max 120 { +20 when company_size > 5; best of { +30 when uses_it, +10 when ratio > 1 }; -15 when state is "NY" because "far" }
score engagement max 150 points { decay half every 30 days; +10 per visit max 4 times; +1 per company_size max 10 points; +5 per call where outcome is connected }
milestone mql when fit >= 40 and rating in [A, B]
score bonus { +5 when mql is reached and mql.at is after 2026-01-01 }
)");
  INFO(checked.text());
  REQUIRE(checked.codes() == "");
  const auto& program = checked.program;
  CHECK(program.grades[0].bands[1].low == 605'000);
  CHECK(program.scores[1].terms[2].points == -150'000);
  CHECK(program.scores[1].terms[1].best_of.size() == 2);
  CHECK(program.scores[2].terms[0].max_times == 4);
  CHECK(program.scores[2].terms[1].per_field);
  REQUIRE(program.order.size() == 6);
  CHECK(program.order[2].kind == typed::Computed::Kind::Score);  // fit, engagement, total, rating
  CHECK(program.order[3].kind == typed::Computed::Kind::Grade);
}

TEST_CASE("lists take the type that asks for them") {
  Checked checked(R"(
lead { id text key; source one of website, paid; country country; state text }
list online = [website, paid]
list markets = [US, DE]
list states = ["NY", "CA"]
score s { +1 when source in online and country in markets and state in states }
)");
  INFO(checked.text());
  REQUIRE(checked.codes() == "");
  CHECK(checked.program.sets.size() == 3);
}

TEST_CASE("params are constants, in files and in templates") {
  Checked checked(R"(
param hot number = 80
param wait duration = 4 business hours
lead { id text key; size int; country country }
template unit(team_name text, least int, places list) {
  score fit { +10 when size >= param.least and country in param.places; +param.least when size > hot }
  grade level of fit { high at least least, low otherwise }
  pool reps_of = reps where team is param.team_name
}
instance emea of unit with { team_name "emea", least 5, places [DE, FR] }
instance apac of unit with { team_name "apac", least 7, places far }
list far = [JP, AU]
score all = emea.fit + apac.fit
milestone good when emea.level is high
)");
  INFO(checked.text());
  REQUIRE(checked.codes() == "");
  REQUIRE(checked.program.scores.size() == 3);
  CHECK(checked.program.scores[0].name == "emea.fit");
  CHECK(checked.program.scores[0].terms[1].points == 50'000);
  CHECK(checked.program.scores[1].terms[1].points == 70'000);
  CHECK(checked.program.pools.size() == 2);
}

TEST_CASE("std modules bring only what is used") {
  Checked checked("use std.geo\nlead { id text key; country country }\nscore s { +1 when country in emea }\n");
  INFO(checked.text());
  REQUIRE(checked.codes() == "");
  CHECK(checked.program.sets.size() == 1);
}

TEST_CASE("used files see the main file, and own names shadow imported ones") {
  Checked checked(std::map<std::string, std::string>{{"main.leadflow", "use \"a.leadflow\"\nlead { id text key; size int }\nparam least int = 3\n"},
                  {"a.leadflow", "param least int = 5\nscore s { +least when size > 1 }\n"}});
  INFO(checked.text());
  REQUIRE(checked.codes() == "");
  CHECK(checked.program.scores[0].terms[0].points == 50'000);
}

TEST_CASE("10,000 rules are checked in linear time and without a deep stack") {
  std::string text = "lead { id text key; size int; country country }\nscore s {\n";
  for (int i = 0; i < 10'000; ++i) text += "  +1 when size > " + std::to_string(i) + " and country in [US, DE]\n";
  Checked checked(text + "}\n");
  INFO(checked.text().substr(0, 1000));
  REQUIRE(checked.codes() == "");
  CHECK(checked.program.scores[0].terms.size() == 10'000);
}

TEST_CASE("tests speak of what became of a lead, in whatever words queues and rules have") {
  Checked checked(R"(
lead { id text key; size int }
role revops
queue closed { owner role revops }
queue open_desk { owner role revops }
route inbound { finished when size > 5 -> queue closed; rest otherwise -> queue open_desk }
test "a large one is finished" {
  at 2026-03-02 10:00
  given lead { size 9 }
  expect route is finished and queue is closed and owner is missing
  expect inbound is finished and inbound.queue is closed
}
)");
  INFO(checked.text());
  CHECK(checked.codes() == "");
  CHECK(checked.program.tests.at(0).expectations.size() == 2);
}

TEST_CASE("a sum of as many parts as can be read can be checked") {
  std::string sum = "size";
  for (int i = 1; i < 1000; ++i) sum += " + size";
  Checked checked("lead {\n id text key\n size int\n all = " + sum + "\n}\n");
  INFO(checked.text().substr(0, 2000));
  CHECK(checked.codes() == "");
}
