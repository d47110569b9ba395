#include "tests/unit/decide/team.hpp"

using namespace leadflow;
using namespace leadflow::decide;
using namespace leadflow::decide::test;
using Kind = bytecode::ChoiceInfo::Kind;

namespace {

/// route inbound { rule1 -> a rep   rest otherwise -> queue review }
struct ToRep : Team {
  std::uint32_t person = choice(Kind::Rep, "account_owner"), queue = choice(Kind::Queue, "queue review");
  std::uint32_t inbound = route("inbound", {{person}, {queue}});
  Assignment to(Slot wanted, Slot except = kMissing) { return assign(inbound, {0, {{person, wanted}}}, except); }
};

}  // namespace

TEST_CASE("a rep takes what is theirs; who is out is stood in for", "[router]") {
  ToRep team;
  team.reps[0].stand_in = "BEN";
  team.reps[1].stand_in = "cy";
  team.reps[0].out_from = team.now;
  team.open();
  CHECK(team.name(team.to(2).rep) == "cy");
  CHECK(isMissing(team.to(2).stands_in_for));

  const Assignment stood_in = team.to(0);
  CHECK(team.name(stood_in.rep) == "ben");
  CHECK(team.name(stood_in.stands_in_for) == "ana");
  CHECK(stood_in.rule == 0);
  CHECK(stood_in.attempts.back().outcome == "to ben, who stands in for ana");
  CHECK(team.pools->open(1) == 1);

  ToRep both;
  both.reps = team.reps;
  both.reps[1].out_until = both.now + 1;
  both.open();
  CHECK(both.name(both.to(0).rep) == "cy");
}

TEST_CASE("an owner who cannot take it leaves it to the route's otherwise", "[router]") {
  const auto queued = [](ToRep& team, Slot wanted, std::string_view why, Slot except = kMissing) {
    team.open();
    const Assignment result = team.to(wanted, except);
    CHECK(isMissing(result.rep));
    CHECK(result.queue == 0);
    CHECK(result.first_rule == 0);
    CHECK(result.rule == 1);
    REQUIRE(result.attempts.size() == 2);
    CHECK(result.attempts[0].outcome == why);
    CHECK(result.attempts[1].outcome == "to queue review");
  };
  ToRep unknown;
  queued(unknown, kMissing, "nobody: `account_owner` names no rep of the roster");
  ToRep inactive;
  inactive.reps[0].active = false;
  inactive.reps[0].stand_in = "ben";
  queued(inactive, 0, "ana is not active");
  ToRep out;
  out.reps[0].out_from = 0;
  queued(out, 0, "ana is out and nobody stands in");
  ToRep circle;
  circle.reps[0].out_from = circle.reps[1].out_from = 0;
  circle.reps[0].stand_in = "ben";
  circle.reps[1].stand_in = "ana";
  queued(circle, 0, "ana is out and nobody stands in");
  ToRep stand_in_left;
  stand_in_left.reps[0].out_from = 0;
  stand_in_left.reps[0].stand_in = "ben";
  stand_in_left.reps[1].active = false;
  queued(stand_in_left, 0, "ana is out and nobody stands in");
  ToRep taken_away;
  queued(taken_away, 0, "ana may not get it back", 0);
}

TEST_CASE("targets are tried in turn, then the route's otherwise; without one nobody gets it", "[router]") {
  Team team;
  const auto first = team.choice(Kind::RoundRobin, "first"), second = team.choice(Kind::Weighted, "second"), queue = team.choice(Kind::Queue);
  team[first].with_skill = {"finnish"};
  const auto chain = team.route("chain", {{first, second}, {queue}});
  const auto dead_end = team.route("dead_end", {{first}, {first}});
  team.open();
  const Assignment found = team.assign(chain, {0, {}});
  CHECK(found.choice == static_cast<std::int32_t>(second));
  CHECK(found.rule == 0);
  REQUIRE(found.attempts.size() == 2);
  CHECK(found.attempts[0].outcome == "nobody: lacks the skill (3)");
  CHECK(found.attempts[1].outcome == "to ana");

  const Assignment nobody = team.assign(dead_end, {0, {}});
  CHECK(isMissing(nobody.rep));
  CHECK(nobody.queue == -1);
  CHECK(nobody.choice == -1);
  CHECK(nobody.final_rule == -1);
  CHECK(team.assign(dead_end, {-1, {}}).rule == -1);
}

TEST_CASE("a rule may end in another route, whose rules are its own", "[router]") {
  Team team;
  const auto turn = team.choice(Kind::RoundRobin), queue = team.choice(Kind::Queue), call = team.choice(Kind::Route);
  const auto inside = team.route("inside", {{turn}, {queue}});
  team[call].index = inside;
  team.a.chunk.routes[inside].called_only = true;
  const auto outer = team.route("outer", {{call}, {queue}});
  team.open();
  const Assignment served = team.assign(outer, {0, {{call, 0}}});
  CHECK(team.name(served.rep) == "ana");
  CHECK(served.rule == 0);
  CHECK(served.final_route == inside);
  CHECK(served.final_rule == 0);
  CHECK(served.attempts.front().outcome == "on to route inside");
  const Assignment queued = team.assign(outer, {0, {{call, 1}}});
  CHECK(queued.queue == 0);
  CHECK(queued.final_route == inside);
  CHECK(queued.rule == 0);
  CHECK(queued.final_rule == 1);

  std::vector<Slot> fields;
  bytecode::LeadRow row;
  row.fields = fields.data();
  vm::Machine machine(team.program, &team.people->names());
  machine.begin(row, team.now);
  machine.compute();
  RouteFacts facts;
  gather(machine, outer, facts);
  CHECK(facts.rule == 0);
  CHECK(facts.of(call) == 0);
}

TEST_CASE("a share that finds nobody passes the lead to the others", "[router]") {
  Team team;
  const auto nobody = team.choice(Kind::RoundRobin, "nobody"), all = team.choice(Kind::RoundRobin, "all"), split = team.choice(Kind::Split, "split");
  team[nobody].with_skill = {"finnish"};
  team[split].shares = {{60 * kScale, nobody}, {40 * kScale, all}};
  const auto inbound = team.route("inbound", {{split}, {split}});
  team.open();
  std::string names;
  for (int i = 0; i < 4; ++i) {
    const Assignment result = team.assign(inbound, {0, {}});
    names += team.name(result.rep) + " ";
    CHECK(result.choice == static_cast<std::int32_t>(all));
    CHECK(result.attempts.front().outcome == (i % 2 == 0 ? "the turn of `nobody` (60%)" : "the turn of `all` (40%)"));
  }
  CHECK(names == "ana ben cy ana ");
}

TEST_CASE("routes that fan out to each other end", "[router]") {
  Team team;
  const auto nobody = team.choice(Kind::RoundRobin);
  team[nobody].with_skill = {"finnish"};
  std::uint32_t below = team.route("level0", {{nobody}, {nobody}});
  for (int level = 1; level <= 24; ++level) {
    std::vector<std::uint32_t> targets;
    for (int i = 0; i < 4; ++i) {
      targets.push_back(team.choice(Kind::Route));
      team[targets.back()].index = below;
    }
    below = team.route("level" + std::to_string(level), {targets, targets});
  }
  team.open();
  std::vector<Slot> fields;
  bytecode::LeadRow row;
  row.fields = fields.data();
  vm::Machine machine(team.program, &team.people->names());
  machine.begin(row, team.now);
  RouteFacts facts;
  gather(machine, below, facts);
  CHECK(facts.choices.size() == 96);
  Router router(team.program->chunk(), *team.pools);
  CHECK(isMissing(router.assign(below, facts, team.now, false).rep));
}
