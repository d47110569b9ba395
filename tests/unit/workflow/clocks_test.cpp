// Clocks: what starts, stops and pauses them, and at which instant each point comes.
#include "tests/unit/workflow/fixture.hpp"

#include "runtime/value/duration.hpp"

using namespace leadflow;
using namespace leadflow::test;
using bytecode::SlaState;

namespace {

// Leads begin in New, without an owner; people move them on.
const std::string kStages = R"(
stages { New initial; Working; Nurturing; Done final }
stage New       { to Working by role revops }
stage Working   { enter { route inbound }; to Nurturing by owner; to Done by owner }
stage Nurturing { to Working by owner; to Done by owner }
)";

std::string playbook(const std::string& sla) { return kHead + kStages + sla; }

}  // namespace

TEST_CASE("a clock starts with an owner, reminds at half and breaches at its target, to the millisecond") {
  Flow flow(playbook(R"(sla first { starts when owner assigned; stops when outreach; target 3 hours
    at 50% { remind owner "{company} waits" }; at 100% { notify maria "late" } })"));
  flow.create("2026-03-02 10:00", R"({"company":"Acme"})");
  CHECK(flow.clockState() == SlaState::Idle);
  CHECK(flow.timers("reminder").empty());
  flow.move("2026-03-02 10:00:01", "Working", "otto");
  CHECK(flow.owner() == "ana");
  CHECK(flow.clockState() == SlaState::Running);
  CHECK(flow.timers("reminder") == Lines{"2026-03-02 11:30:01 reminder 0 0"});
  CHECK(flow.timers("breach") == Lines{"2026-03-02 13:00:01 breach 0 1"});
  flow.until("2026-03-02 13:00:00");
  CHECK(flow.effects() == Lines{"2026-03-02 11:30:01 remind ana: Acme waits (sla first at 50%)"});
  CHECK(flow.clockState() == SlaState::Running);
  flow.until("2026-03-02 13:00:01");
  CHECK(flow.effects("notify") == Lines{"2026-03-02 13:00:01 notify maria: late (sla first at 100%)"});
  CHECK(flow.clockState() == SlaState::Overdue);
  CHECK(flow.clock().breached == instantOf("2026-03-02 13:00:01"));
}

TEST_CASE("a touch before the due instant meets the clock, one at it too, one after it does not, and it measures on") {
  const std::string text = playbook("sla first { starts when owner assigned; stops when outreach; target 1 hour }");
  const struct { const char* touch; SlaState state; std::int64_t response; } cases[] = {
      {"2026-03-02 10:59:59", SlaState::Met, kHourMs - kSecondMs},
      {"2026-03-02 11:00", SlaState::Met, kHourMs},
      {"2026-03-02 11:00:01", SlaState::Missed, kHourMs + kSecondMs},
      {"2026-03-03 10:00", SlaState::Missed, kDayMs},
  };
  for (const auto& c : cases) {
    Flow flow(text);
    flow.create("2026-03-02 10:00");
    flow.move("2026-03-02 10:00", "Working", "otto");
    flow.activity(c.touch, "call", "ana");
    INFO(c.touch);
    CHECK(flow.clockState() == c.state);
    CHECK(flow.clock().last_response == c.response);
    CHECK(flow.clock().met + flow.clock().missed == 1);
    CHECK(flow.timers("breach").empty());
  }
}

TEST_CASE("an activity that is no outreach does not stop it") {
  Flow flow(playbook("sla first { starts when owner assigned; stops when outreach; target 1 hour }"));
  flow.create("2026-03-02 10:00");
  flow.move("2026-03-02 10:00", "Working", "otto");
  flow.activity("2026-03-02 10:10", "reply");
  CHECK(flow.clockState() == SlaState::Running);
}

TEST_CASE("where counts in what stops a clock") {
  Flow flow(playbook("sla first { starts when owner assigned; stops when call where outcome is connected; target 1 hour }"));
  flow.create("2026-03-02 10:00");
  flow.move("2026-03-02 10:00", "Working", "otto");
  flow.activity("2026-03-02 10:10", "call", "ana", R"({"outcome":"voicemail"})");
  CHECK(flow.clockState() == SlaState::Running);
  flow.activity("2026-03-02 10:20", "call", "ana", R"({"outcome":"connected"})");
  CHECK(flow.clockState() == SlaState::Met);
}

TEST_CASE("a touch told of late stops the clock at its own instant; what was done stays done") {
  Flow flow(playbook(R"(sla first { starts when owner assigned; stops when outreach; target 1 hour; at 100% { notify maria "late" } })"));
  flow.create("2026-03-02 10:00");
  flow.move("2026-03-02 10:00", "Working", "otto");
  flow.until("2026-03-02 12:00");
  CHECK(flow.clockState() == SlaState::Overdue);
  port::Event touch = Flow::of(EventType::Activity, "call");
  touch.by = "ana";
  flow.late(touch, "2026-03-02 10:40", "2026-03-02 12:30");
  CHECK(flow.clockState() == SlaState::Met);
  CHECK(flow.clock().stopped == instantOf("2026-03-02 10:40"));
  CHECK(flow.clock().last_response == 40 * kMinuteMs);
  CHECK(flow.clock().breached == instantOf("2026-03-02 11:00"));
  CHECK(flow.effects("notify").size() == 1);
  // An earlier one still, told of later still, is the first response.
  flow.late(touch, "2026-03-02 10:15", "2026-03-02 13:00");
  CHECK(flow.clock().stopped == instantOf("2026-03-02 10:15"));
  CHECK(flow.clock().met == 1);
  CHECK(flow.clock().missed == 0);
  // One before the clock began says nothing.
  flow.late(touch, "2026-03-02 09:00", "2026-03-02 14:00");
  CHECK(flow.clock().stopped == instantOf("2026-03-02 10:15"));
}

TEST_CASE("a late touch after the due instant leaves the run missed") {
  Flow flow(playbook("sla first { starts when owner assigned; stops when outreach; target 1 hour }"));
  flow.create("2026-03-02 10:00");
  flow.move("2026-03-02 10:00", "Working", "otto");
  flow.late(Flow::of(EventType::Activity, "call"), "2026-03-02 11:10", "2026-03-02 15:00");
  CHECK(flow.clockState() == SlaState::Missed);
  CHECK(flow.clock().last_response == 70 * kMinuteMs);
}

TEST_CASE("another owner does not restart a running clock, nor a stopped one in the same stay; a new stay does") {
  Flow flow(playbook("sla first { starts when owner assigned; stops when outreach; target 4 hours }"));
  flow.create("2026-03-02 10:00");
  flow.move("2026-03-02 10:00", "Working", "otto");
  flow.assign("2026-03-02 11:00", "ben");
  CHECK(flow.clock().started == instantOf("2026-03-02 10:00"));
  flow.activity("2026-03-02 11:30", "call", "ben");
  CHECK(flow.clockState() == SlaState::Met);
  flow.assign("2026-03-02 12:00", "ana");
  CHECK(flow.clockState() == SlaState::Met);
  flow.move("2026-03-02 13:00", "Nurturing", "ana");
  flow.assign("2026-03-02 13:30", "ben");
  CHECK(flow.clockState() == SlaState::Running);
  CHECK(flow.clock().started == instantOf("2026-03-02 13:30"));
  CHECK(flow.clock().runs == 2);
}

TEST_CASE("restarts when owner changes") {
  Flow flow(playbook("sla first { starts when owner assigned; stops when outreach; restarts when owner changes; target 2 hours }"));
  flow.create("2026-03-02 10:00");
  flow.move("2026-03-02 10:00", "Working", "otto");
  flow.assign("2026-03-02 11:00", "ben");
  CHECK(flow.clock().started == instantOf("2026-03-02 11:00"));
  CHECK(flow.timers("breach") == Lines{"2026-03-02 13:00 breach 0 0"});
  CHECK(flow.clock().missed == 0);
  flow.until("2026-03-02 13:00");
  CHECK(flow.clockState() == SlaState::Overdue);
  flow.assign("2026-03-02 14:00", "ana");
  CHECK(flow.clockState() == SlaState::Running);
  CHECK(flow.clock().missed == 1);
}

TEST_CASE("business time runs on the owner's calendar, else on the named one; plain time on the wall") {
  const std::string text = playbook(R"(
sla own   { starts when owner assigned; stops when outreach; target 4 business hours; on owner.calendar otherwise office }
sla named { starts when owner assigned; stops when outreach; target 4 business hours; on berlin }
sla house { starts when owner assigned; stops when outreach; target 4 business hours }
sla plain { starts when owner assigned; stops when outreach; target 4 hours; on berlin })");
  Flow flow(text);
  flow.create("2026-03-02 15:00");                 // Monday; Berlin closes at 17:00 UTC and opens at 08:00 UTC
  flow.assign("2026-03-02 15:00", "ben");
  CHECK(flow.timers("breach") == Lines{"2026-03-02 19:00 breach 3 0", "2026-03-03 10:00 breach 0 0", "2026-03-03 10:00 breach 1 0",
                                       "2026-03-03 11:00 breach 2 0"});
  CHECK(flow.program->chunk().calendars.at(static_cast<std::size_t>(flow.clock(0).calendar)).name == "berlin");
  CHECK(flow.clock(3).calendar == -1);
  Flow other(text);
  other.create("2026-03-02 15:00");
  other.assign("2026-03-02 15:00", "ana");         // ana names no calendar
  CHECK(other.program->chunk().calendars.at(static_cast<std::size_t>(other.clock(0).calendar)).name == "office");
}

TEST_CASE("target and calendar stay as they were at the start") {
  Flow flow(playbook(R"(sla own { starts when owner assigned; stops when outreach
    target 2 business hours when vip; target 4 business hours; on owner.calendar otherwise office })"));
  flow.create("2026-03-02 09:00");
  flow.assign("2026-03-02 10:00", "ana");
  flow.update("2026-03-02 10:30", R"({"vip":true})");
  flow.assign("2026-03-02 10:40", "ben");
  CHECK(flow.timers("breach") == Lines{"2026-03-02 14:00 breach 0 0"});
  CHECK(flow.clock().target_line == 1);
}

TEST_CASE("the first target that holds; none: no clock, and it is told") {
  const std::string text = playbook(R"(sla first { starts when owner assigned; stops when outreach; target 1 hour when vip; target 2 hours when ready })");
  Flow flow(text);
  flow.create("2026-03-02 10:00", R"({"vip":true,"ready":true})");
  flow.assign("2026-03-02 10:00", "ana");
  CHECK(flow.timers("breach") == Lines{"2026-03-02 11:00 breach 0 0"});
  Flow second(text);
  second.create("2026-03-02 10:00", R"({"ready":true})");
  second.assign("2026-03-02 10:00", "ana");
  CHECK(second.timers("breach") == Lines{"2026-03-02 12:00 breach 0 0"});
  Flow none(text);
  none.create("2026-03-02 10:00");
  none.assign("2026-03-02 10:00", "ana");
  CHECK(none.clockState() == SlaState::Idle);
  CHECK(none.clock().runs == 0);
  CHECK(none.told("clock not started") == Lines{"2026-03-02 10:00 first does not start: no target holds"});
}

TEST_CASE("two business days that begin in the evening end with an opening, not with the closing before it") {
  Flow flow(playbook(R"(sla first { starts when owner assigned; stops when outreach; target 2 business days; at 50% { log "half" } })"));
  flow.create("2026-03-02 20:00");
  flow.assign("2026-03-02 20:00", "ana");
  CHECK(flow.timers("breach") == Lines{"2026-03-05 09:00 breach 0 1"});
  CHECK(flow.timers("reminder") == Lines{"2026-03-03 17:00 reminder 0 0"});
  flow.activity("2026-03-05 09:00", "call", "ana");
  CHECK(flow.clockState() == SlaState::Met);
}

TEST_CASE("in a stage that pauses it a clock stands still, and goes on with what is left") {
  Flow flow(playbook(R"(sla first { starts when owner assigned; stops when outreach; pauses in stage Nurturing; target 4 hours; at 50% { remind owner "half" } })"));
  flow.create("2026-03-02 10:00");
  flow.move("2026-03-02 10:00", "Working", "otto");
  flow.move("2026-03-02 11:00", "Nurturing", "ana");
  CHECK(flow.clockState() == SlaState::Paused);
  CHECK(flow.timers("reminder").empty());
  CHECK(flow.timers("breach").empty());
  flow.until("2026-03-04 08:00");
  flow.move("2026-03-04 08:00", "Working", "ana");
  CHECK(flow.clockState() == SlaState::Running);
  CHECK(flow.clock().elapsed == kHourMs);
  CHECK(flow.timers("reminder") == Lines{"2026-03-04 09:00 reminder 0 0"});
  CHECK(flow.timers("breach") == Lines{"2026-03-04 11:00 breach 0 1"});
  flow.activity("2026-03-04 10:00", "call", "ana");
  CHECK(flow.clock().last_response == 3 * kHourMs);
}

TEST_CASE("a clock pauses when a condition holds, also one that is overdue") {
  Flow flow(playbook("sla first { starts when owner assigned; stops when outreach; pauses when ready; target 1 hour }"));
  flow.create("2026-03-02 10:00");
  flow.assign("2026-03-02 10:00", "ana");
  flow.until("2026-03-02 11:30");
  flow.update("2026-03-02 11:30", R"({"ready":true})");
  CHECK(flow.clockState() == SlaState::Paused);
  flow.update("2026-03-02 13:00", R"({"ready":false})");
  CHECK(flow.clockState() == SlaState::Overdue);
  flow.activity("2026-03-02 13:30", "call", "ana");
  CHECK(flow.clockState() == SlaState::Missed);
  CHECK(flow.clock().last_response == 2 * kHourMs);
}

TEST_CASE("a clock that would start in a pause starts paused") {
  Flow flow(playbook("sla first { starts when owner assigned; stops when outreach; pauses when ready; target 1 hour }"));
  flow.create("2026-03-02 10:00", R"({"ready":true})");
  flow.assign("2026-03-02 10:00", "ana");
  CHECK(flow.clockState() == SlaState::Paused);
  CHECK(flow.timers("breach").empty());
  flow.update("2026-03-02 12:00", R"({"ready":false})");
  CHECK(flow.timers("breach") == Lines{"2026-03-02 13:00 breach 0 0"});
}

TEST_CASE("pauses until a date, at most so long, all pauses of a run together") {
  Flow flow(playbook("sla first { starts when owner assigned; stops when outreach; pauses until callback_on at most 3 days; target 4 hours }"));
  flow.create("2026-03-02 10:00");
  flow.assign("2026-03-02 10:00", "ana");
  flow.update("2026-03-02 11:00", R"({"callback_on":"2026-03-03T11:00:00Z"})");
  CHECK(flow.clockState() == SlaState::Paused);
  CHECK(flow.timers("pause ends") == Lines{"2026-03-03 11:00 pause ends 0 0"});
  // Called off after twelve hours: the rest is given back.
  flow.update("2026-03-02 23:00", R"({"callback_on":null})");
  CHECK(flow.clockState() == SlaState::Running);
  CHECK(flow.clock().paused_ms == 12 * kHourMs);
  CHECK(flow.timers("breach") == Lines{"2026-03-03 02:00 breach 0 0"});
  // Two and a half days are left of the three.
  flow.update("2026-03-03 00:00", R"({"callback_on":"2026-03-20T00:00:00Z"})");
  CHECK(flow.timers("pause ends") == Lines{"2026-03-05 12:00 pause ends 0 0"});
  flow.until("2026-03-05 12:00");
  CHECK(flow.clockState() == SlaState::Running);
  CHECK(flow.timers("breach") == Lines{"2026-03-05 14:00 breach 0 0"});
  flow.update("2026-03-05 12:30", R"({"company":"Acme"})");
  CHECK(flow.clockState() == SlaState::Running);  // nothing is left of the three days
  CHECK(flow.clock().paused_ms == 3 * kDayMs);
}

TEST_CASE("a pause ends by itself on its date") {
  Flow flow(playbook("sla first { starts when owner assigned; stops when outreach; pauses until callback_on at most 90 days; target 4 hours }"));
  flow.create("2026-03-02 10:00", R"({"callback_on":"2026-03-04T08:00:00Z"})");
  flow.assign("2026-03-02 10:00", "ana");
  CHECK(flow.clockState() == SlaState::Paused);
  flow.until("2026-03-04 08:00");
  CHECK(flow.clockState() == SlaState::Running);
  CHECK(flow.timers("breach") == Lines{"2026-03-04 12:00 breach 0 0"});
}

TEST_CASE("any number of points, also long after the breach") {
  Flow flow(playbook(R"(sla first { starts when owner assigned; stops when outreach; target 4 hours
    at 25% { log "25" }; at 33.3333% { log "third" }; at 100% { log "100" }; at 150% { log "150" }; at 300% { log "300" } })"));
  flow.create("2026-03-02 10:00");
  flow.assign("2026-03-02 10:00", "ana");
  CHECK(flow.timers("reminder").front() == "2026-03-02 11:00 reminder 0 0");
  CHECK(flow.state.timers[1].due == instantOf("2026-03-02 11:20") - 5);  // 4 h x 33.3333 % = 4,799,995.2 ms
  flow.until("2026-03-02 16:00");
  CHECK(flow.effects("log").size() == 4);
  flow.activity("2026-03-02 17:00", "call", "ana");
  flow.until("2026-03-04 00:00");
  CHECK(flow.effects("log").size() == 4);
}

TEST_CASE("points whose instant has passed while it paused come when it goes on, the breach too") {
  Flow flow(playbook(R"(sla asked { starts when demo_request; stops when outreach; pauses when ready; target 1 hour
    at 50% { log "half" }; at 100% { log "due" }; at 300% { log "long" } })"));
  flow.create("2026-03-02 09:00");
  flow.update("2026-03-02 11:50", R"({"ready":true})");
  flow.late(Flow::of(EventType::Activity, "demo_request"), "2026-03-02 10:00", "2026-03-02 12:00");  // told of two hours late
  CHECK(flow.clockState() == SlaState::Paused);
  CHECK(flow.clock().elapsed == 110 * kMinuteMs);   // up to the pause
  flow.until("2026-03-02 15:00");
  CHECK(flow.effects("log").empty());
  flow.update("2026-03-02 15:00", R"({"ready":false})");
  flow.until("2026-03-02 15:00");
  CHECK(flow.effects("log") == Lines{"2026-03-02 15:00 log: half (sla asked at 50%)", "2026-03-02 15:00 log: due (sla asked at 100%)"});
  CHECK(flow.timers("breach") == Lines{"2026-03-02 16:10 breach 0 2"});
}

TEST_CASE("a clock that begins late, in what makes it pause, stands still from its beginning") {
  Flow flow(playbook(R"(sla asked { starts when demo_request; stops when outreach; pauses when ready; target 1 hour; at 50% { log "half" } })"));
  flow.create("2026-03-02 09:00", R"({"ready":true})");
  flow.late(Flow::of(EventType::Activity, "demo_request"), "2026-03-02 10:00", "2026-03-02 12:00");
  CHECK(flow.clockState() == SlaState::Paused);
  CHECK(flow.clock().elapsed == 0);
  flow.update("2026-03-02 15:00", R"({"ready":false})");
  flow.until("2026-03-02 15:30");
  CHECK(flow.effects("log") == Lines{"2026-03-02 15:30 log: half (sla asked at 50%)"});
}

TEST_CASE("a reassignment by a clock's own point is an owner's change like any other") {
  Flow flow(playbook(R"(sla first { starts when owner assigned; stops when outreach; restarts when owner changes; target 2 hours; at 100% { reassign } })"));
  flow.create("2026-03-02 10:00");
  flow.move("2026-03-02 10:00", "Working", "otto");
  CHECK(flow.owner() == "ana");
  flow.until("2026-03-02 12:00");
  CHECK(flow.owner() == "ben");
  CHECK(flow.clock().started == instantOf("2026-03-02 12:00"));
  CHECK(flow.clock().missed == 1);
  CHECK(flow.timers("breach") == Lines{"2026-03-02 14:00 breach 0 0"});
}

TEST_CASE("conditions ask for a clock's state and its due instant") {
  Flow flow(kHead + R"(
stages { New initial; Hot; Cold; Done final }
stage New { enter { route inbound }; to Hot when sla first is breached; to Cold when sla first is met }
stage Hot { to Done by owner }
stage Cold { to Done by owner }
sla first { starts when owner assigned; stops when outreach; target 1 hour })");
  auto again = flow.state;
  flow.create("2026-03-02 10:00");
  flow.until("2026-03-02 11:00");
  CHECK(flow.stage() == "Hot");
  flow.state = again;
  flow.create("2026-03-02 10:00");
  flow.activity("2026-03-02 10:59", "call");
  CHECK(flow.stage() == "Cold");
}

TEST_CASE("a clock starts when a condition becomes true, not while it stays true") {
  Flow flow(playbook("sla ready_clock { starts when ready; stops when outreach; target 1 hour }"));
  flow.create("2026-03-02 10:00");
  flow.update("2026-03-02 10:30", R"({"ready":true})");
  CHECK(flow.clock().started == instantOf("2026-03-02 10:30"));
  flow.activity("2026-03-02 10:40", "call", "ana");
  flow.update("2026-03-02 10:50", R"({"company":"Acme"})");
  CHECK(flow.clockState() == SlaState::Met);
  flow.update("2026-03-02 11:00", R"({"ready":false})");
  flow.update("2026-03-02 11:10", R"({"ready":true})");
  CHECK(flow.clock().started == instantOf("2026-03-02 11:10"));
  CHECK(flow.clock().runs == 2);
}

TEST_CASE("clocks start with the lead, with a stage, with a queue, with an activity, and stop with a stage or a condition") {
  Flow flow(playbook(R"(
sla created { starts when lead created; stops when stage becomes Working; target 1 hour }
sla staged  { starts when stage becomes Working; stops when ready; target 1 hour }
sla asked   { starts when demo_request; stops when outreach; target 1 hour })"));
  flow.create("2026-03-02 10:00");
  CHECK(flow.clockState(0) == SlaState::Running);
  flow.move("2026-03-02 10:20", "Working", "otto");
  CHECK(flow.clockState(0) == SlaState::Met);
  CHECK(flow.clock(0).last_response == 20 * kMinuteMs);
  CHECK(flow.clockState(1) == SlaState::Running);
  flow.update("2026-03-02 10:30", R"({"ready":true})");
  CHECK(flow.clockState(1) == SlaState::Met);
  flow.activity("2026-03-02 10:40", "demo_request");
  flow.activity("2026-03-02 10:45", "demo_request");
  CHECK(flow.clock(2).started == instantOf("2026-03-02 10:40"));
  flow.activity("2026-03-02 10:50", "call", "ana");
  CHECK(flow.clock(2).met == 1);
  flow.activity("2026-03-02 11:00", "demo_request");
  CHECK(flow.clock(2).runs == 2);
}

TEST_CASE("a final stage cancels the clocks; one that was overdue is missed") {
  Flow flow(playbook(R"(
sla slow { starts when owner assigned; stops when outreach; target 9 hours }
sla fast { starts when owner assigned; stops when outreach; target 1 hour })"));
  flow.create("2026-03-02 10:00");
  flow.move("2026-03-02 10:00", "Working", "otto");
  flow.move("2026-03-02 12:00", "Done", "ana");
  CHECK(flow.clockState(0) == SlaState::Idle);
  CHECK(flow.clockState(1) == SlaState::Missed);
  CHECK(flow.timers().empty());
}

TEST_CASE("a playbook without clocks keeps none") {
  Flow flow(kHead + kStages);
  flow.create("2026-03-02 10:00");
  CHECK(flow.state.clocks.empty());
  CHECK(flow.state.timers.empty());
}
