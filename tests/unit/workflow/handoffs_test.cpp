// Handoffs: what is carried, who accepts, what lateness and rejection do, and the marks that are given.
#include "tests/unit/workflow/fixture.hpp"

#include "runtime/value/duration.hpp"

using namespace leadflow;
using namespace leadflow::test;
using bytecode::HandoffState;

namespace {

const std::string kStages = R"(
reasons { bad_data "Cannot be used" -> task role revops "Repair the record"; no_budget "No budget now" }
stages { New initial; Working; Nurturing; Done final }
stage New       { to Working by role revops }
stage Working   { enter { route inbound }; to Nurturing by owner; to Done by owner }
stage Nurturing releases owner { to Working by role revops }
)";
const std::string kChain = "escalation chain { level owner.manager { notify email \"late\" } }\n";
const std::string kHandoff = R"(handoff to_sales {
  when stage becomes Working
  carries company, vip, activities in last 90 days
  accept within 4 business hours otherwise escalate chain
  reject reason bad_data -> New
  reject reason in [no_budget] -> Nurturing
  feedback 1..5 from owner within 5 days
})";

Flow offered(const char* at = "2026-03-02 10:00", const std::string& handoff = kHandoff) {
  Flow flow(kHead + kStages + kChain + handoff);
  flow.create(at, R"({"company":"Acme","vip":true})");
  flow.move(at, "Working", "otto");
  return flow;
}
const port::Handover& handover(const Flow& flow) { return flow.state.handoffs.at(0); }
HandoffState stateOf(const Flow& flow) { return static_cast<HandoffState>(handover(flow).state); }
port::Event answer(EventType type, std::string by, std::string reason = {}, std::string name = "to_sales") {
  port::Event event = Flow::of(type, std::move(name));
  event.by = std::move(by);
  event.reason = std::move(reason);
  return event;
}

}  // namespace

TEST_CASE("a handoff is offered to the owner with what it carries") {
  Flow flow(kHead + kStages + kChain + kHandoff);
  flow.create("2026-03-02 09:00", R"({"company":"Acme"})");
  flow.activity("2026-03-02 09:10", "reply", "", R"({"sentiment":"positive"})");
  CHECK(stateOf(flow) == HandoffState::None);
  flow.move("2026-03-02 10:00", "Working", "otto");
  CHECK(stateOf(flow) == HandoffState::Waiting);
  CHECK(handover(flow).to == "ana");
  CHECK(handover(flow).offers == 1);
  CHECK(flow.timers("handoff accept") == Lines{"2026-03-02 14:00 handoff accept 0 0"});
  const port::Effect* packet = nullptr;
  for (const port::Effect& effect : flow.all)
    if (effect.target == "to_sales") packet = &effect;
  REQUIRE(packet != nullptr);
  CHECK(packet->to == Lines{"ana"});
  CHECK(packet->fields == std::vector<std::pair<std::string, std::string>>{
                              {"accept_by", "\"2026-03-02T14:00:00Z\""},
                              {"company", "\"Acme\""},
                              {"vip", "null"},
                              {"activities", R"([{"type":"reply","at":"2026-03-02T09:10:00Z","fields":{"sentiment":"positive"}}])"}});
}

TEST_CASE("the time to accept runs on the calendar of whoever gets the lead") {
  Flow flow(kHead + kStages + kChain + kHandoff);
  flow.create("2026-03-02 10:00");
  flow.assign("2026-03-02 10:00", "ben");
  flow.move("2026-03-02 15:00", "Working", "otto");
  CHECK(flow.owner() == "ben");
  CHECK(flow.timers("handoff accept") == Lines{"2026-03-03 10:00 handoff accept 0 0"});  // Berlin: 16:00 to 18:00, then 09:00 to 11:00
}

TEST_CASE("accepted by word: no lateness, and the mark is asked for") {
  Flow flow = offered();
  flow.happens(answer(EventType::HandoffAccepted, "ana"), "2026-03-02 11:00");
  CHECK(stateOf(flow) == HandoffState::Accepted);
  CHECK(handover(flow).answered == instantOf("2026-03-02 11:00"));
  CHECK(handover(flow).by == "ana");
  CHECK(flow.timers("handoff accept").empty());
  CHECK(flow.effects("task") == Lines{"2026-03-02 11:00 task ana feedback: How good was this lead? 1 to 5 (handoff to_sales feedback)"});
  CHECK(flow.timers("handoff feedback") == Lines{"2026-03-07 11:00 handoff feedback 0 0"});
  CHECK(handover(flow).judges == Lines{"ana"});
}

TEST_CASE("a first touch accepts: by the owner or by nobody named, not by somebody else, not by a reply") {
  Flow flow = offered();
  flow.activity("2026-03-02 10:30", "reply");
  CHECK(stateOf(flow) == HandoffState::Waiting);
  flow.activity("2026-03-02 10:40", "call", "ben");
  CHECK(stateOf(flow) == HandoffState::Waiting);
  flow.activity("2026-03-02 10:50", "call", "ana");
  CHECK(stateOf(flow) == HandoffState::Accepted);
  CHECK(handover(flow).by == "ana");
  Flow unnamed = offered();
  unnamed.activity("2026-03-02 10:50", "email_sent");
  CHECK(stateOf(unnamed) == HandoffState::Accepted);
  CHECK(handover(unnamed).by == "ana");
}

TEST_CASE("late: it is escalated, and can still be accepted, which ends the climb") {
  Flow flow = offered();
  flow.until("2026-03-02 14:00");
  CHECK(stateOf(flow) == HandoffState::Late);
  CHECK(handover(flow).late == 1);
  CHECK(flow.effects("notify").back() == "2026-03-02 14:00 notify maria: late (escalation chain level 1)");
  CHECK(flow.state.climbs.at(0).source == "handoff to_sales");
  flow.activity("2026-03-02 15:00", "call", "ana");
  CHECK(stateOf(flow) == HandoffState::Accepted);
  CHECK(handover(flow).late == 1);
  CHECK_FALSE(isMissing(flow.state.climbs.at(0).closed));
  CHECK(flow.state.climbs.at(0).resolved_by.empty());   // ana took it over; that the climb is settled nobody said
}

TEST_CASE("a touch that was in time but told of late takes the lateness back") {
  Flow flow = offered();
  port::Event touch = Flow::of(EventType::Activity, "call");
  touch.by = "ana";
  flow.late(touch, "2026-03-02 13:00", "2026-03-02 16:00");
  CHECK(stateOf(flow) == HandoffState::Accepted);
  CHECK(handover(flow).answered == instantOf("2026-03-02 13:00"));
  CHECK(handover(flow).late == 0);
}

TEST_CASE("rejected with a reason of a line: the lead goes where the line says, without its owner") {
  Flow flow = offered();
  const std::int64_t served = flow.around->turns().served(0, 0);
  flow.happens(answer(EventType::HandoffRejected, "ana", "no_budget"), "2026-03-02 11:00");
  CHECK(stateOf(flow) == HandoffState::Rejected);
  CHECK(handover(flow).reason == "no_budget");
  CHECK(flow.stage() == "Nurturing");
  CHECK(flow.owner().empty());
  CHECK(flow.around->turns().served(0, 0) == served - 1);
  CHECK(flow.timers("handoff accept").empty());
}

TEST_CASE("the reason's own actions follow the rejection") {
  Flow flow = offered();
  flow.happens(answer(EventType::HandoffRejected, "ana", "bad_data"), "2026-03-02 11:00");
  CHECK(flow.stage() == "New");
  REQUIRE(flow.effects("task").size() == 1);
  CHECK(flow.all.back().text == "Repair the record");
  CHECK(flow.all.back().to == Lines{"otto"});
}

TEST_CASE("a rejection without a reason of the handoff changes nothing") {
  Flow flow = offered();
  flow.happens(answer(EventType::HandoffRejected, "ana", "lazy"), "2026-03-02 11:00");
  CHECK(flow.step.outcome == "refused: `lazy` is no reason to reject `to_sales`: bad_data, no_budget");
  flow.happens(answer(EventType::HandoffRejected, "ana"), "2026-03-02 11:00");
  CHECK(flow.step.outcome == "refused: a rejection needs a reason: bad_data, no_budget");
  CHECK(stateOf(flow) == HandoffState::Waiting);
  flow.happens(answer(EventType::HandoffAccepted, "ana", {}, ""), "2026-03-02 11:10");
  flow.happens(answer(EventType::HandoffAccepted, "ana"), "2026-03-02 11:20");
  CHECK(flow.step.outcome == "refused: the handoff `to_sales` does not wait for an answer");
}

TEST_CASE("feedback: within its range, once answered, reminded of when it does not come") {
  Flow flow = offered();
  port::Event mark = answer(EventType::FeedbackGiven, "ana");
  mark.number = 4;
  flow.happens(mark, "2026-03-02 10:30");
  CHECK(flow.step.outcome == "refused: the handoff `to_sales` is not answered yet");
  flow.happens(answer(EventType::HandoffAccepted, "ana"), "2026-03-02 11:00");
  mark.number = 6;
  flow.happens(mark, "2026-03-02 12:00");
  CHECK(flow.step.outcome == "refused: feedback on `to_sales` is from 1 to 5, not 6");
  flow.until("2026-03-07 11:00");
  CHECK(flow.effects("remind") == Lines{"2026-03-07 11:00 remind ana: to_sales still waits for feedback, 1 to 5 (handoff to_sales feedback)"});
  mark.number = 2;
  mark.name.clear();
  flow.happens(mark, "2026-03-07 12:00");
  CHECK_FALSE(flow.step.refused);
  CHECK(handover(flow).feedback == 2);
  CHECK(handover(flow).feedback_by == "ana");
  CHECK(handover(flow).feedback_at == instantOf("2026-03-07 12:00"));
  CHECK(flow.timers("handoff feedback").empty());
}

TEST_CASE("each time the stage is entered it is offered anew; while it waits it is not") {
  Flow flow = offered();
  flow.move("2026-03-02 11:00", "Nurturing", "ana");
  CHECK(stateOf(flow) == HandoffState::Waiting);
  flow.move("2026-03-02 11:30", "Working", "otto");
  CHECK(handover(flow).offers == 1);
  flow.happens(answer(EventType::HandoffAccepted, "ana"), "2026-03-02 11:40");
  flow.move("2026-03-02 12:00", "Nurturing", flow.owner());
  flow.move("2026-03-02 12:30", "Working", "otto");
  CHECK(handover(flow).offers == 2);
  CHECK(stateOf(flow) == HandoffState::Waiting);
}

TEST_CASE("from one seat to another, routed") {
  Flow flow(kHead + R"(
owners sdr, closer
route to_closer { all otherwise -> round robin ae }
stages { New initial; Selling; Done final }
stage New owned by sdr        { enter { route inbound }; to Selling by owner }
stage Selling owned by closer { to Done by owner }
escalation chain { level owner.manager { notify email "late" } }
sla kickoff { starts when handoff over accepted; stops when outreach; target 1 hour }
handoff over { when stage becomes Selling; from sdr to closer by route to_closer; accept within 24 hours otherwise escalate chain })");
  flow.create("2026-03-02 10:00");
  CHECK(flow.owner(0) == "ana");
  flow.move("2026-03-02 11:00", "Selling", "ana");
  CHECK(flow.owner(1) == "eva");
  CHECK(handover(flow).from == "ana");
  CHECK(handover(flow).to == "eva");
  CHECK(flow.timers("handoff accept") == Lines{"2026-03-03 11:00 handoff accept 0 0"});
  flow.activity("2026-03-02 11:10", "call", "ana");
  CHECK(stateOf(flow) == HandoffState::Waiting);  // she does not have the lead any more
  flow.happens(answer(EventType::HandoffAccepted, "eva", {}, "over"), "2026-03-02 12:00");
  CHECK(flow.clockState() == bytecode::SlaState::Running);
  CHECK(flow.clock().started == instantOf("2026-03-02 12:00"));
}

TEST_CASE("a final stage still hands over, and lateness is escalated") {
  Flow flow(kHead + R"(
stages { New initial; Won final }
stage New { enter { route inbound }; to Won by owner }
escalation chain { level role sales_director { notify email "late" } }
handoff to_success { when stage becomes Won; accept within 5 business days otherwise escalate chain })");
  flow.create("2026-03-02 10:00");
  flow.move("2026-03-02 11:00", "Won", "ana");
  CHECK(stateOf(flow) == HandoffState::Waiting);
  CHECK(flow.timers() == Lines{"2026-03-09 11:00 handoff accept 0 0"});
  flow.until("2026-03-09 11:00");
  CHECK(stateOf(flow) == HandoffState::Late);
  CHECK(flow.effects("notify").back() == "2026-03-09 11:00 notify dora: late (escalation chain level 1)");
  flow.happens(answer(EventType::HandoffAccepted, "eva", {}, "to_success"), "2026-03-10 11:00");
  CHECK(stateOf(flow) == HandoffState::Accepted);
}

TEST_CASE("handed over by an action, and by a condition that becomes true") {
  Flow flow(kHead + R"(
stages { New initial; Done final }
stage New { enter { route inbound }; to Done by owner; aging 1 hour { hand over by asked } }
handoff asked { accept within 1 hour }
handoff ready { when ready; accept within 1 hour })");
  flow.create("2026-03-02 10:00");
  CHECK(flow.state.handoffs[0].offers == 0);
  flow.until("2026-03-02 11:00");
  CHECK(flow.state.handoffs[0].offers == 1);
  flow.update("2026-03-02 11:10", R"({"ready":true})");
  flow.update("2026-03-02 11:20", R"({"company":"Acme"})");
  CHECK(flow.state.handoffs[1].offers == 1);
  CHECK(flow.state.handoffs[1].offered == instantOf("2026-03-02 11:10"));
  flow.happens(answer(EventType::HandoffAccepted, "ana", {}, ""), "2026-03-02 11:30");
  CHECK(flow.step.outcome == "refused: several handoffs wait for an answer: say which one");
}
