#include "tests/unit/decide/team.hpp"

using namespace leadflow;
using namespace leadflow::decide;
using namespace leadflow::decide::test;
using Kind = bytecode::ChoiceInfo::Kind;

TEST_CASE("round robin serves everybody alike, in roster order", "[pools]") {
  Team team;
  const auto turn = team.choice(Kind::RoundRobin);
  team.open();
  CHECK(team.turns(turn, 7) == "ana ben cy ana ben cy ana");
  CHECK(team.pools->served(0, 0) == 3);
  CHECK(team.pools->served(0, 2) == 2);
}

TEST_CASE("a turn shows the counts before and after", "[pools]") {
  Team team;
  const auto turn = team.choice(Kind::RoundRobin);
  team.open();
  team.turns(turn, 3);
  const Turn next = team.take(turn);
  REQUIRE(next.candidates.size() == 3);
  CHECK(next.rep == 0);
  CHECK(next.candidates[0].served_before == 1);
  CHECK(next.candidates[0].served_after == 2);
  CHECK(next.candidates[1].served_before == 1);
  CHECK(next.candidates[1].served_after == 1);
  CHECK(next.candidates[0].open_before == 1);
}

TEST_CASE("weighted takes the lowest (served + 1) / weight", "[pools]") {
  Team team;
  const auto turn = team.choice(Kind::Weighted);
  team.reps[1].weight = kScale;
  team.reps[2].weight = 0;
  team.open();
  CHECK(team.turns(turn, 6) == "ana ben ana ana ben ana");
  CHECK(team.pools->served(0, 0) == 4);
  CHECK(team.pools->served(0, 1) == 2);
  CHECK(team.take(turn).candidates[2].skip == Skip::NoWeight);
}

TEST_CASE("weights of any size are compared exactly", "[pools]") {
  Team team;
  const auto turn = team.choice(Kind::Weighted);
  team.reps = {rep("big", INT64_MAX), rep("bigger", INT64_MAX)};
  team.open();
  CHECK(team.turns(turn, 4) == "big bigger big bigger");
}

TEST_CASE("least loaded compares open leads by capacity; no limit counts as the pool's largest", "[pools]") {
  Team team;
  const auto turn = team.choice(Kind::LeastLoaded);
  team.open();
  team.pools->setOpen(0, 5);  // 5 of 10
  team.pools->setOpen(1, 2);  // 2 of 3
  team.pools->setOpen(2, 4);  // 4, counted of 10
  CHECK(team.turns(turn, 1) == "cy");
  CHECK(team.turns(turn, 1) == "ana");  // 5 and 5 of 10: ana's last turn is longer ago
  team.pools->closed(1);
  CHECK(team.turns(turn, 1) == "ben");  // 1 of 3
}

TEST_CASE("longest waiting counts assignments outside the pool too", "[pools]") {
  Team team;
  const auto turn = team.choice(Kind::LongestWaiting);
  team.open();
  CHECK(team.turns(turn, 3) == "ana ben cy");
  team.pools->assigned(0, team.now);
  CHECK(team.turns(turn, 3) == "ben cy ana");
}

TEST_CASE("who comes back starts at the average, never lower than before", "[pools]") {
  Team team;
  const auto turn = team.choice(Kind::RoundRobin);
  team.reps[2].out_from = at("2026-03-01");
  team.reps[2].out_until = at("2026-03-09");
  team.open();
  CHECK(team.turns(turn, 5) == "ana ben ana ben ana");
  const Turn while_out = team.take(turn);
  CHECK(while_out.candidates[2].skip == Skip::Out);
  team.now = at("2026-03-09 00:00");  // out until: back on that instant
  CHECK(team.take(turn).candidates[2].served_before == 3);
  CHECK(team.pools->served(0, 2) == 4);
  CHECK(team.turns(turn, 3) == "ana ben cy");

  Team other;
  const auto again = other.choice(Kind::RoundRobin);
  other.reps[2].out_from = at("2026-03-05");
  other.reps[2].out_until = at("2026-03-09");
  other.open();
  for (const char* id : {"ana", "ben"}) other.pools->credit(0, static_cast<std::uint32_t>(other.people->find(id)));
  other.turns(again, 9);
  other.now = at("2026-03-06");
  for (int i = 0; i < 2; ++i) other.take(again);
  other.pools->credit(0, 0);
  other.pools->credit(0, 1);
  other.pools->credit(0, 0);
  other.pools->credit(0, 1);  // the others stand at 2, cy left at 3
  other.now = at("2026-03-10");
  CHECK(other.take(again).candidates[2].served_before == 3);
}

TEST_CASE("another roster: counts follow the ids, who joins starts at the floor of the average", "[pools]") {
  Team team;
  const auto turn = team.choice(Kind::RoundRobin);
  team.open();
  team.turns(turn, 8);  // ana 3, ben 3, cy 2
  auto roster = team.reps;
  roster = {rep("dee"), roster[1], roster[0]};
  auto people = People::bind(team.program, roster);
  team.people = people;
  team.pools->rebind(people);
  const Turn next = team.take(turn);
  CHECK(next.candidates[0].served_before == 3);
  CHECK(next.candidates[1].served_before == 3);
  CHECK(team.name(next.rep) == "dee");  // all stand at 3, dee has never had a turn
  CHECK(team.turns(turn, 2) == "ana ben");
  CHECK(team.pools->open(1) == 4);
}

TEST_CASE("who leaves a team and comes back finds the counts, or the average where that is more", "[pools]") {
  Team team;
  const auto turn = team.choice(Kind::RoundRobin);
  team.open();
  team.turns(turn, 9);  // 3 each
  const auto all = team.reps;
  const auto bind = [&](std::vector<Rep> roster) {
    team.people = People::bind(team.program, std::move(roster));
    team.pools->rebind(team.people);
  };
  bind({all[0], all[1]});
  CHECK(team.turns(turn, 1) == "ana");
  bind(all);            // ana 4, ben 3: cy's three are the floor of their average
  CHECK(team.turns(turn, 2) == "ben cy");
  bind({all[0], all[1]});
  team.turns(turn, 6);  // 7 each
  bind(all);
  CHECK(team.turns(turn, 3) == "cy ana ben");
}

TEST_CASE("a lead that is given back gives the turn back", "[pools]") {
  Team team;
  const auto turn = team.choice(Kind::RoundRobin);
  team.open();
  team.turns(turn, 3);
  team.pools->credit(0, 1);
  CHECK(team.pools->served(0, 1) == 0);
  CHECK(team.pools->open(1) == 0);
  CHECK(team.turns(turn, 1) == "ben");
  for (int i = 0; i < 5; ++i) team.pools->credit(0, 1);
  CHECK(team.pools->served(0, 1) == 0);
  CHECK(team.pools->open(1) == 0);
}

TEST_CASE("every method skips who is inactive or out; modifiers skip more", "[pools]") {
  Team team;
  const auto plain = team.choice(Kind::RoundRobin), available = team.choice(Kind::RoundRobin), capped = team.choice(Kind::RoundRobin);
  const auto skilled = team.choice(Kind::RoundRobin), wish = team.choice(Kind::RoundRobin), dream = team.choice(Kind::RoundRobin);
  team[available].available = true;
  team[capped].under_capacity = true;
  team[skilled].with_skill = {" SENIOR"};
  team[wish].preferring_skill = {"senior"};
  team[dream].preferring_skill = {"finnish"};
  team.reps[1].calendar = "desk";
  team.reps[2].active = false;
  team.open();

  CHECK(team.take(plain).candidates[2].skip == Skip::Inactive);
  team.now = at("2026-03-02 18:00");
  CHECK(team.take(available).candidates[1].skip == Skip::OffHours);
  CHECK(team.take(plain).candidates[1].skip == Skip::No);
  team.now = at("2026-03-02 16:59");
  CHECK(team.take(available).candidates[1].skip == Skip::No);

  team.pools->setOpen(0, 10);
  team.pools->setOpen(1, 2);
  CHECK(team.take(capped).candidates[0].skip == Skip::AtCapacity);
  CHECK(team.pools->open(1) == 3);
  CHECK(isMissing(team.take(capped).rep));

  CHECK(team.turns(skilled, 3) == "ana ana ana");
  CHECK(team.turns(wish, 2) == "ana ana");
  const Turn dropped = team.take(dream);
  CHECK(dropped.wish_dropped);
  CHECK_FALSE(isMissing(dropped.rep));
  CHECK(isMissing(team.take(skilled, 0).rep));
  CHECK(team.take(skilled, 0).candidates[0].skip == Skip::Excluded);
}

TEST_CASE("shares stay exact over time", "[pools]") {
  Team team;
  const auto a = team.choice(Kind::RoundRobin), b = team.choice(Kind::RoundRobin), c = team.choice(Kind::RoundRobin);
  const auto split = team.choice(Kind::Split);
  team[split].shares = {{70 * kScale, a}, {25 * kScale, b}, {5 * kScale, c}};
  team.open();
  std::int64_t counts[3] = {};
  for (std::int64_t n = 1; n <= 1000; ++n) {
    ++counts[team.pools->chooseShare(split, team.program->chunk().choices[split])];
    const std::int64_t percent[3] = {70, 25, 5};
    for (int i = 0; i < 3; ++i) {
      const std::int64_t behind = percent[i] * n - 100 * counts[i];
      if (behind > 100 || behind < -100) FAIL("after " << n << " leads share " << i << " is off by more than one lead");
    }
  }
  CHECK(counts[0] == 700);
  CHECK(counts[1] == 250);
  CHECK(counts[2] == 50);
}

TEST_CASE("a pool without reps serves nobody", "[pools]") {
  Team team;
  const auto turn = team.choice(Kind::LeastLoaded);
  team.reps.clear();
  team.open();
  CHECK(isMissing(team.take(turn).rep));
}

TEST_CASE("people: ids, roles, what the roster says that the playbook cannot use", "[people]") {
  Team team;
  team.reps[0].manager = "zoe";
  team.reps[1].stand_in = "nobody";
  team.reps[2].calendar = "moon";
  team.reps[1].role = "Manager";
  team.open();
  CHECK(team.people->find("BEN") == 1);
  CHECK(isMissing(team.people->find("zoe")));
  CHECK(team.people->inRole("manager") == 1);
  CHECK(isMissing(team.people->inRole("queen")));
  CHECK(team.people->names().rep_of_name == std::vector<Slot>{0});
  REQUIRE(team.people->issues().size() == 3);
  CHECK(team.people->issues()[0].text == "`cy` works by the calendar `moon`, which the playbook does not declare");
  CHECK(team.people->issues()[1].text == "the manager of `ana`, `zoe`, is not in the roster");
  CHECK(team.people->issues()[2].text == "the stand-in of `ben`, `nobody`, is not in the roster");
}
