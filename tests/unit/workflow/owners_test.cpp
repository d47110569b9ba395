// Who has the lead: routes, people's word, queues, reassigning, reps who are gone.
#include "tests/unit/workflow/fixture.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

const std::string kStages = R"(
stages { New initial; Working; Done final }
stage New     { to Working otherwise }
stage Working { enter { route inbound }; aging 48 hours { reassign at most 2 times otherwise queue review } }
)";

std::int64_t served(const Flow& flow, std::uint32_t rep) { return flow.around->turns().served(0, rep); }
std::int64_t open(const Flow& flow, std::uint32_t rep) { return flow.around->turns().open(rep); }

port::Event of(EventType type, std::string by, std::string value = {}) {
  port::Event event = Flow::of(type);
  event.by = std::move(by);
  event.value = std::move(value);
  return event;
}

}  // namespace

TEST_CASE("a route gives the lead to whose turn it is, and tells why") {
  Flow flow(kHead + kStages);
  flow.create("2026-03-02 10:00");
  CHECK(flow.owner() == "ana");
  CHECK(flow.state.seats[0].rule == "all");
  CHECK(flow.told("routed") == Lines{"2026-03-02 10:00 routed to ana by rule all of route inbound (round robin sdr)"});
  CHECK(flow.step.routed.find("\"step\":\"rule\"") != std::string::npos);
  CHECK(flow.step.used_turns);
  CHECK(open(flow, 0) == 1);
}

TEST_CASE("reassigning never returns to those it was taken from, credits their turn, and ends in the queue") {
  Flow flow(kHead + kStages, {repOf("ana", "sdr", {}, "maria"), repOf("ben", "sdr", {}, "maria"), repOf("maria", "leads", "sales_manager")});
  flow.create("2026-03-02 10:00");
  CHECK(flow.owner() == "ana");
  CHECK(served(flow, 0) == 1);
  flow.until("2026-03-04 10:00");
  CHECK(flow.owner() == "ben");
  CHECK(served(flow, 0) == 0);
  CHECK(open(flow, 0) == 0);
  CHECK(open(flow, 1) == 1);
  REQUIRE(flow.state.owners_before.size() == 1);
  CHECK(flow.state.owners_before[0].first == "ana");
  CHECK(flow.state.reassigned[1] == 1);
}

TEST_CASE("when everybody had it, the lead waits in a queue") {
  Flow flow(kHead + R"(
stages { New initial; Done final }
stage New { enter { route inbound }
  aging 1 day { reassign otherwise queue review }
  aging 2 days { reassign otherwise queue review }
  aging 3 days { reassign otherwise queue review } }
)");
  flow.create("2026-03-02 10:00");
  CHECK(flow.owner() == "ana");
  flow.until("2026-03-03 10:00");
  CHECK(flow.owner() == "ben");
  flow.until("2026-03-04 10:00");
  CHECK(flow.owner().empty());
  CHECK(flow.state.queue == 0);
  CHECK(open(flow, 0) == 0);
  CHECK(open(flow, 1) == 0);
}

TEST_CASE("so many times, then the other thing") {
  Flow flow(kHead + R"(
stages { New initial; Done final }
stage New { enter { route inbound }
  aging 1 day  { reassign at most 1 times otherwise queue review }
  aging 2 days { reassign at most 1 times otherwise queue review } }
)");
  flow.create("2026-03-02 10:00");
  flow.until("2026-03-04 10:00");
  CHECK(flow.state.queue == 0);
  CHECK(flow.state.reassigned[0] == 1);
}

TEST_CASE("an owner whom a person chose stays until the stage changes") {
  Flow flow(kHead + R"(
stages { New initial; Working; Done final }
stage New     { enter { route inbound }; aging 1 day { reassign }; to Working when ready }
stage Working { aging 1 day { reassign } }
)");
  flow.create("2026-03-02 10:00");
  flow.assign("2026-03-02 11:00", "ben");
  CHECK(flow.owner() == "ben");
  CHECK(open(flow, 0) == 0);
  CHECK(open(flow, 1) == 1);
  flow.until("2026-03-03 12:00");
  CHECK(flow.owner() == "ben");
  CHECK(flow.told("reassigned") == Lines{"2026-03-03 10:00 not taken from ben: a person gave them the lead"});
  flow.update("2026-03-03 13:00", R"({"ready":true})");
  CHECK_FALSE(flow.state.seats[0].manual);
  flow.until("2026-03-04 13:00");
  CHECK(flow.owner() != "ben");
}

TEST_CASE("a route keeps an active owner") {
  Flow flow(kHead + R"(
stages { New initial; Working; Done final }
stage New     { enter { route inbound }; to Working when ready }
stage Working { enter { route inbound } }
)");
  flow.create("2026-03-02 10:00");
  flow.update("2026-03-02 11:00", R"({"ready":true})");
  CHECK(flow.owner() == "ana");
  CHECK(served(flow, 0) == 1);
  CHECK(flow.told("kept").back() == "2026-03-02 11:00 route inbound keeps ana, who has the lead already");
}

TEST_CASE("who is not there cannot be given a lead") {
  auto team = usualTeam();
  team[1].active = false;
  Flow flow(kHead + kStages, team);
  flow.create("2026-03-02 10:00");
  CHECK(flow.assign("2026-03-02 11:00", "zoe").outcome == "refused: `zoe` is not in the roster");
  CHECK(flow.assign("2026-03-02 11:00", "ben").outcome == "refused: ben is not active");
  CHECK(flow.owner() == "ana");
}

TEST_CASE("a queue tells its owner when a lead waits too long, and gives it to whoever takes it") {
  Flow flow(kHead + R"(
escalation chain { level role sales_director { notify email "waits" } }
queue slow   { owner role sales_manager  within 4 hours }
queue urgent { owner role sales_manager  within 2 business hours otherwise escalate chain }
stages { New initial; Done final }
stage New { enter { queue slow }; to Done when ready }
)");
  flow.create("2026-03-02 10:00");
  CHECK(flow.state.queue == 2);
  CHECK(flow.timers("queue within") == Lines{"2026-03-02 14:00 queue within 2 0"});
  flow.until("2026-03-02 15:00");
  CHECK(flow.effects("notify") == Lines{"2026-03-02 14:00 notify maria: Lead 00Q1 waits in queue slow longer than 4 hours (queue slow)"});
  CHECK(flow.happens(of(EventType::QueueClaimed, ""), "2026-03-02 15:00").outcome == "refused: a claim needs `by`: who takes the lead");
  CHECK_FALSE(flow.happens(of(EventType::QueueClaimed, "ben"), "2026-03-02 16:00").refused);
  CHECK(flow.owner() == "ben");
  CHECK(flow.state.queue == -1);
  CHECK(flow.timers("queue within").empty());
  CHECK(open(flow, 1) == 1);
  CHECK(flow.happens(of(EventType::QueueClaimed, "ana"), "2026-03-02 17:00").outcome == "refused: the lead waits in no queue; ben has it");
}

TEST_CASE("a queue's deadline escalates until somebody takes the lead") {
  Flow flow(kHead + R"(
escalation chain { level role sales_director { notify email "waits" }; level role revops after 1 hour { notify email "still waits" } }
queue urgent { owner role sales_manager  within 2 business hours otherwise escalate chain }
stages { New initial; Done final }
stage New { enter { queue urgent } }
)");
  flow.create("2026-03-02 10:00");
  flow.until("2026-03-02 12:30");
  REQUIRE(flow.state.climbs.size() == 1);
  CHECK(flow.state.climbs[0].source == "queue urgent");
  flow.happens(of(EventType::QueueClaimed, "ben"), "2026-03-02 12:40");
  CHECK_FALSE(isMissing(flow.state.climbs[0].closed));
  flow.until("2026-03-02 17:00");
  CHECK(flow.effects("notify").size() == 1);
}

TEST_CASE("a lead whose owner is gone is routed anew with its clocks") {
  Flow flow(kHead + kStages + "sla first { starts when owner assigned; stops when outreach; target 4 business hours }\n");
  flow.create("2026-03-02 10:00");
  REQUIRE(flow.owner() == "ana");
  const std::int64_t started = flow.clock().started;
  auto team = usualTeam();
  team.erase(team.begin());
  auto people = decide::People::bind(flow.program, team);
  flow.world.desk = decide::Desk::open(flow.program, people);
  flow.around->turns().rebind(people);
  CHECK_FALSE(flow.happens(Flow::of(EventType::OwnerLeft), "2026-03-02 11:00").refused);
  CHECK(flow.owner() == "ben");
  CHECK(flow.clock().started == started);
  CHECK(flow.stage() == "Working");
  CHECK(flow.happens(Flow::of(EventType::OwnerLeft), "2026-03-02 12:00").outcome == "ignored: the owner is there");
}

TEST_CASE("several seats: each stage has its own owner") {
  Flow flow(kHead + R"(
owners sdr_seat, ae_seat
route to_ae { all otherwise -> round robin ae }
stages { New initial; Selling; Done final }
stage New owned by sdr_seat     { enter { route inbound }; to Selling when ready }
stage Selling owned by ae_seat  { enter { route to_ae } }
)");
  flow.create("2026-03-02 10:00");
  CHECK(flow.owner(0) == "ana");
  flow.update("2026-03-02 11:00", R"({"ready":true})");
  CHECK(flow.owner(0) == "ana");
  CHECK(flow.owner(1) == "eva");
}

TEST_CASE("a stage that releases the owner takes the lead off their list") {
  Flow flow(kHead + R"(
stages { New initial; Nurturing; Done final }
stage New { enter { route inbound }; to Nurturing when ready }
stage Nurturing releases owner { to New when vip }
)");
  flow.create("2026-03-02 10:00");
  CHECK(open(flow, 0) == 1);
  flow.update("2026-03-02 11:00", R"({"ready":true})");
  CHECK(flow.owner().empty());
  CHECK(open(flow, 0) == 0);
  CHECK(served(flow, 0) == 1);
}

TEST_CASE("where nobody has to have the lead it waits in no queue") {
  Flow flow(kHead + R"(
queue slow { owner role sales_manager  within 4 hours }
stages { New initial; Nurturing; Done final }
stage New { enter { queue slow }; to Nurturing when ready }
stage Nurturing releases owner { to New when vip }
)");
  flow.create("2026-03-02 10:00");
  CHECK(flow.state.queue == 2);
  flow.update("2026-03-02 11:00", R"({"ready":true})");
  CHECK(flow.state.queue == -1);
  CHECK(flow.timers("queue within").empty());
}

TEST_CASE("roles, managers and nobody") {
  auto team = usualTeam();
  team.push_back(repOf("mia", "leads", "sales_manager"));
  team[2].out_from = instantOf("2026-03-01");
  Flow flow(kHead + R"(
stages { New initial; Done final }
stage New { enter { remind owner "nobody"; route inbound; remind owner.manager.manager "dora"; notify role sales_manager "mia, maria being away" } }
)", team);
  flow.create("2026-03-02 10:00");
  CHECK(flow.effects("remind") == Lines{"2026-03-02 10:00 remind dora: dora (stage New enter)"});
  CHECK(flow.effects("notify") == Lines{"2026-03-02 10:00 notify mia: mia, maria being away (stage New enter)"});
  CHECK(flow.told("reminded").front() == "2026-03-02 10:00 nobody to tell: `remind owner \"nobody\"`");
}
