// Escalations: who hears, when the next level does, and what stops the climb.
#include "tests/unit/workflow/fixture.hpp"

#include "runtime/value/duration.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

const std::string kStages = R"(
stages { New initial; Working; Done final }
stage New     { to Working by role revops }
stage Working { enter { route inbound }; to Done by owner }
)";

// The clock breaches on Monday at 11:00.
Flow breached(const std::string& escalation, std::vector<Rep> team = usualTeam()) {
  Flow flow(kHead + kStages + "sla first { starts when owner assigned; stops when outreach; target 1 hour; at 100% { escalate chain } }\n" + escalation, std::move(team));
  flow.create("2026-03-02 10:00", R"({"company":"Acme"})");
  flow.move("2026-03-02 10:00", "Working", "otto");
  return flow;
}

port::Event acknowledged(std::string by, std::int64_t ms = 0) {
  port::Event event = Flow::of(EventType::EscalationAcknowledged, "chain");
  event.by = std::move(by);
  event.number = ms;
  return event;
}

const std::string kChain = R"(escalation chain {
  level owner.manager                              { notify email "{company}: overdue" }
  level role sales_director after 30 minutes       { notify email "{company}: still overdue" }
  level role revops         after 1 hour           { reassign to queue review } })";

}  // namespace

TEST_CASE("level one at once, each further one so long after the one before") {
  Flow flow = breached(kChain);
  flow.until("2026-03-02 10:59");
  CHECK(flow.state.climbs.empty());
  flow.until("2026-03-02 11:00");
  CHECK(flow.effects("notify") == Lines{"2026-03-02 11:00 notify maria: Acme: overdue (escalation chain level 1)"});
  CHECK(flow.timers("escalation") == Lines{"2026-03-02 11:30 escalation 0 0"});
  flow.until("2026-03-02 11:30");
  CHECK(flow.effects("notify").back() == "2026-03-02 11:30 notify dora: Acme: still overdue (escalation chain level 2)");
  flow.until("2026-03-02 12:30");
  REQUIRE(flow.state.climbs.size() == 1);
  CHECK(flow.state.climbs[0].source == "sla first");
  CHECK(flow.state.climbs[0].told == std::vector<std::pair<std::string, std::int64_t>>{
                                         {"maria", instantOf("2026-03-02 11:00")}, {"dora", instantOf("2026-03-02 11:30")}, {"otto", instantOf("2026-03-02 12:30")}});
  CHECK(flow.effects("escalate") == Lines{"2026-03-02 12:30 escalate otto chain: sla first (escalation chain level 3)"});
  CHECK(flow.state.queue == 0);
  CHECK(flow.owner().empty());
}

TEST_CASE("business time of the levels runs on the clock's calendar") {
  Flow flow(kHead + kStages + R"(
sla first { starts when owner assigned; stops when outreach; target 1 business hour; on berlin; at 100% { escalate chain } }
escalation chain { level owner.manager { notify email }; level role sales_director after 2 business hours { notify email } })");
  flow.create("2026-03-02 15:00");
  flow.assign("2026-03-02 15:00", "ana");
  flow.until("2026-03-02 16:00");
  CHECK(flow.timers("escalation") == Lines{"2026-03-03 09:00 escalation 0 0"});  // Berlin: 17:00 to 18:00, then 09:00 to 10:00
}

TEST_CASE("a first level may wait too") {
  Flow flow = breached("escalation chain { level owner.manager after 15 minutes { notify email } }");
  flow.until("2026-03-02 11:00");
  CHECK(flow.effects("notify").empty());
  flow.until("2026-03-02 11:15");
  CHECK(flow.effects("notify").size() == 1);
}

TEST_CASE("a level with nobody passes to the next at once") {
  auto team = usualTeam();
  std::erase_if(team, [](const Rep& rep) { return rep.id == "dora"; });
  Flow flow = breached(R"(escalation chain {
    level role sales_director                  { notify email "a" }
    level role sales_manager after 3 days      { notify email "b" } })", std::move(team));
  flow.until("2026-03-02 11:00");
  CHECK(flow.effects("notify") == Lines{"2026-03-02 11:00 notify maria: b (escalation chain level 2)"});
  CHECK(flow.timers("escalation").empty());
}

TEST_CASE("a last level with nobody still does what needs no listener") {
  auto team = usualTeam();
  std::erase_if(team, [](const Rep& rep) { return rep.id == "dora"; });
  Flow flow = breached(R"(escalation chain { level role sales_director { notify email "a"; reassign to queue review } })", std::move(team));
  flow.until("2026-03-02 11:00");
  CHECK(flow.effects("notify").empty());
  CHECK(flow.state.queue == 0);
}

TEST_CASE("a touch ends the climb") {
  Flow flow = breached(kChain);
  flow.activity("2026-03-02 11:10", "call", "ana");
  REQUIRE(flow.state.climbs.size() == 1);
  CHECK(flow.state.climbs[0].closed == instantOf("2026-03-02 11:10"));
  CHECK(flow.timers("escalation").empty());
  flow.until("2026-03-03 12:00");
  CHECK(flow.effects("notify").size() == 1);
}

TEST_CASE("acknowledged for good: the climb stands, and opens no second one") {
  Flow flow = breached(kChain);
  flow.happens(acknowledged("maria"), "2026-03-02 11:05");
  CHECK_FALSE(flow.step.refused);
  CHECK(flow.timers("escalation").empty());
  flow.until("2026-03-05 12:00");
  CHECK(flow.effects("notify").size() == 1);
  CHECK(flow.state.climbs[0].acknowledged_by == "maria");
  CHECK(isMissing(flow.state.climbs[0].closed));
}

TEST_CASE("acknowledged for a time: it goes on when the time is over, not before the level was due") {
  Flow flow = breached(kChain);
  flow.happens(acknowledged("maria", 2 * kHourMs), "2026-03-02 11:05");
  CHECK(flow.timers("escalation") == Lines{"2026-03-02 13:05 escalation 0 0"});
  flow.until("2026-03-02 13:05");
  CHECK(flow.state.climbs[0].acknowledged_by.empty());
  CHECK(flow.state.climbs[0].held_by == "maria");
  CHECK(flow.effects("notify").back() == "2026-03-02 13:05 notify dora: Acme: still overdue (escalation chain level 2)");
  CHECK(flow.timers("escalation") == Lines{"2026-03-02 14:05 escalation 0 0"});
  Flow soon = breached(kChain);
  soon.happens(acknowledged("maria", 5 * kMinuteMs), "2026-03-02 11:05");
  CHECK(soon.timers("escalation") == Lines{"2026-03-02 11:30 escalation 0 0"});
}

TEST_CASE("resolved: by whom and why is kept") {
  Flow flow = breached(kChain);
  port::Event event = Flow::of(EventType::EscalationResolved, "chain");
  event.by = "maria";
  event.comment = "called them myself";
  flow.happens(event, "2026-03-02 11:20");
  CHECK(flow.state.climbs[0].resolved_by == "maria");
  CHECK(flow.state.climbs[0].comment == "called them myself");
  CHECK(flow.state.climbs[0].closed == instantOf("2026-03-02 11:20"));
  CHECK(flow.timers("escalation").empty());
  flow.happens(event, "2026-03-02 11:30");
  CHECK(flow.step.outcome == "refused: the escalation `chain` is not open for this lead");
}

TEST_CASE("one climb for one cause, two for two") {
  Flow flow(kHead + kStages + R"(
sla one { starts when owner assigned; stops when outreach; target 1 hour; at 100% { escalate chain }; at 200% { escalate chain } }
sla two { starts when owner assigned; stops when outreach; target 1 hour; at 100% { escalate chain } }
escalation chain { level owner.manager { notify email "x" } })");
  flow.create("2026-03-02 10:00");
  flow.assign("2026-03-02 10:00", "ana");
  flow.until("2026-03-02 13:00");
  CHECK(flow.state.climbs.size() == 2);
  CHECK(flow.effects("notify").size() == 2);
}

TEST_CASE("the end of the lead ends its climbs") {
  Flow flow = breached(kChain);
  flow.move("2026-03-02 11:10", "Done", "ana");
  CHECK_FALSE(isMissing(flow.state.climbs.at(0).closed));
  CHECK(flow.timers().empty());
}

TEST_CASE("what escalated because of a stage is over when the stage is left") {
  Flow flow(kHead + R"(
stages { New initial; Working; Done final }
stage New     { to Working by role revops; aging 2 hours { escalate chain } }
stage Working { to Done by role revops }
escalation chain { level role sales_manager { notify email "waits" }; level role sales_director after 4 hours { notify email "still" } })");
  flow.create("2026-03-02 10:00");
  flow.until("2026-03-02 12:00");
  CHECK(flow.state.climbs.at(0).source == "aging of stage New");
  CHECK(flow.timers("escalation") == Lines{"2026-03-02 16:00 escalation 0 0"});
  flow.move("2026-03-02 13:00", "Working", "otto");
  CHECK(flow.state.climbs.at(0).closed == instantOf("2026-03-02 13:00"));
  flow.until("2026-03-03 13:00");
  CHECK(flow.effects("notify") == Lines{"2026-03-02 12:00 notify maria: waits (escalation chain level 1)"});
}

TEST_CASE("a queue that keeps a lead too long escalates, until somebody takes it") {
  Flow flow(kHead + R"(
stages { New initial; Done final }
stage New { enter { queue slow }; to Done by role revops }
queue slow { owner role sales_manager  within 2 business hours otherwise escalate chain }
escalation chain { level queue owner { notify email "waits" }; level role sales_director after 2 business hours { notify email "still" } })");
  flow.create("2026-03-02 16:00");
  flow.until("2026-03-03 10:00");
  CHECK(flow.effects("notify") == Lines{"2026-03-03 10:00 notify maria: waits (escalation chain level 1)"});
  CHECK(flow.timers("escalation") == Lines{"2026-03-03 12:00 escalation 0 0"});
  port::Event claim = Flow::of(EventType::QueueClaimed);
  claim.by = "ana";
  flow.happens(claim, "2026-03-03 11:00");
  CHECK(flow.state.climbs.at(0).closed == instantOf("2026-03-03 11:00"));
  CHECK(flow.state.climbs.at(0).resolved_by.empty());
  CHECK(flow.timers("escalation").empty());
}

TEST_CASE("a place is told with those it tags; a message without words says what it is about") {
  Flow flow = breached(R"(escalation chain { level owner.manager { notify slack "#sdr" tagging owner "{company} waits"; notify email } })");
  flow.until("2026-03-02 11:00");
  CHECK(flow.effects("notify") == Lines{"2026-03-02 11:00 notify #sdr: Acme waits (escalation chain level 1)",
                                        "2026-03-02 11:00 notify maria: escalation chain level 1 (sla first): lead 00Q1 (escalation chain level 1)"});
  REQUIRE(flow.all.size() == 2);
  CHECK(flow.all[0].tagging == Lines{"ana"});
  CHECK(flow.all[1].to_email == Lines{"maria@acme.example"});
}
