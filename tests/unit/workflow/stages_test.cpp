// How a lead moves: lines in order, stages passed through, limits, reopening, people's moves, aging, the end.
#include "tests/unit/workflow/fixture.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

port::Event because(EventType type, std::string name, std::string by) {
  port::Event event = Flow::of(type, std::move(name));
  event.by = std::move(by);
  return event;
}

}  // namespace

TEST_CASE("stages that a lead passes through do nothing on entry, the one it rests in does") {
  Flow flow(kHead + R"(
stages { New initial; Checked; Working; Done final }
stage New     { enter { log "new" }; to Checked otherwise }
stage Checked { enter { log "checked" }; to Working otherwise }
stage Working { enter { log "working"; route inbound } }
)");
  const auto& step = flow.create("2026-03-02 10:00");
  CHECK(step.outcome == "applied");
  CHECK(flow.stage() == "Working");
  CHECK(flow.effects("log") == Lines{"2026-03-02 10:00 log: working (stage Working enter)"});
  CHECK(flow.owner() == "ana");
  REQUIRE(flow.state.visits.size() == 3);
  CHECK(flow.state.visits[1].stage == 1);
}

TEST_CASE("a stage is entered at most once in one event") {
  Flow flow(kHead + R"(
stages { A initial; B; Done final }
stage A { enter { log "a" }; to B when ready }
stage B { enter { log "b" }; to A when vip }
)");
  flow.create("2026-03-02 10:00", R"({"ready":true,"vip":true})");
  // A, then B; back to A would be a second entry
  CHECK(flow.stage() == "B");
  CHECK(flow.effects("log").size() == 1);
  flow.update("2026-03-02 11:00", R"({"hours":1})");
  // to A and once more to B: each once in this event, B being rested in again
  CHECK(flow.stage() == "B");
  CHECK(flow.state.visits.size() == 4);
  CHECK(flow.effects("log").size() == 2);
}

TEST_CASE("lines are looked at in order and what a stage does on entry may open the next one") {
  Flow flow(kHead + R"(
stages { New initial; Hot; Owned; Done final }
stage New   { enter { set hours to 5 }; to Hot when vip; to Owned when hours is 5 }
stage Hot   { }
stage Owned { enter { route inbound } }
)");
  flow.create("2026-03-02 10:00", R"({"vip":false})");
  CHECK(flow.stage() == "Owned");
  CHECK(flow.effects("set") == Lines{"2026-03-02 10:00 set hours (stage New enter)"});
  CHECK(flow.told("moved").back() == "2026-03-02 10:00 moved from New to Owned: the line `to Owned when hours is 5` (hours is 5)");
  Flow hot(kHead + R"(
stages { New initial; Hot; Owned; Done final }
stage New   { to Hot when vip; to Owned when hours is 5 }
)");
  hot.create("2026-03-02 10:00", R"({"vip":true,"hours":5})");
  CHECK(hot.stage() == "Hot");
}

TEST_CASE("a line is used at most so many times in a lead's life") {
  Flow flow(kHead + R"(
stages { Rest initial; Work; Done final }
stage Rest { to Work when had demo_request in stage, at most 2 times }
stage Work { to Rest when had reply in stage }
)");
  flow.create("2026-03-02 10:00");
  for (const char* day : {"03", "04", "05"}) {
    const std::string at = std::string("2026-03-") + day;
    flow.activity(at + " 10:00", "demo_request");
    if (std::string(day) != "05") CHECK(flow.stage() == "Work");
    flow.activity(at + " 11:00", "reply");
    CHECK(flow.stage() == "Rest");
  }
  CHECK(flow.state.move_counts == std::vector<std::uint32_t>{2, 2});
}

TEST_CASE("reasons are chosen by the line and do what they say") {
  Flow flow(kHead + R"(
reasons { bad_data "Record cannot be used" -> task role revops "Repair the record"; no_budget, no_need "Nurture" }
stages { New initial; Lost final; Done final }
stage New { to Lost when company is missing reason bad_data }
)");
  flow.create("2026-03-02 10:00");
  CHECK(flow.stage() == "Lost");
  CHECK(flow.state.reason == 0);
  CHECK(flow.effects("task") == Lines{"2026-03-02 10:00 task otto: Repair the record (reason bad_data)"});
  CHECK(flow.state.final);
}

TEST_CASE("people move leads where a line lets them") {
  const std::string text = kHead + R"(
reasons { bad_data, no_budget }
stages { New initial; Working; Lost final; Converted final }
stage New     { to Working otherwise }
stage Working { enter { route inbound }; to Converted by owner; to Lost by owner reason required; to New by role sales_director when vip }
)";
  Flow flow(text);
  flow.create("2026-03-02 10:00");
  REQUIRE(flow.owner() == "ana");
  SECTION("the owner may") {
    CHECK(flow.move("2026-03-02 11:00", "Converted", "ana").outcome == "applied");
    CHECK(flow.stage() == "Converted");
    CHECK(flow.state.visits.back().by == "ana");
  }
  SECTION("so may a manager above the owner") {
    CHECK_FALSE(flow.move("2026-03-02 11:00", "Converted", "dora").refused);
    CHECK(flow.stage() == "Converted");
  }
  SECTION("a colleague may not") {
    const auto& step = flow.move("2026-03-02 11:00", "Converted", "ben");
    CHECK(step.refused);
    CHECK(step.outcome == "refused: `to Converted by owner` is not for ben");
    CHECK(flow.stage() == "Working");
    CHECK(flow.state.revision == 1);
  }
  SECTION("a reason is asked for, and must be one of the playbook's") {
    CHECK(flow.move("2026-03-02 11:00", "Lost", "ana").outcome == "refused: a move to Lost needs a reason: bad_data, no_budget");
    CHECK(flow.move("2026-03-02 11:00", "Lost", "ana", "bored").outcome == "refused: `bored` is not a reason of the playbook");
    CHECK_FALSE(flow.move("2026-03-02 11:00", "Lost", "ana", "no_budget").refused);
    CHECK(flow.state.reason == 1);
  }
  SECTION("a condition on the line holds for people too") {
    CHECK(flow.move("2026-03-02 11:00", "New", "dora").outcome == "refused: `to New by role sales_director when vip` does not hold: vip is missing");
  }
  SECTION("what no line allows is refused in words") {
    CHECK(flow.move("2026-03-02 11:00", "Convertid", "ana").outcome == "refused: `Convertid` is not a stage of the playbook; did you mean `Converted`?");
    CHECK(flow.move("2026-03-02 11:00", "Working", "ana").outcome == "ignored: the lead is in stage Working already");
    CHECK(flow.move("2026-03-02 11:00", "Lost", "zoe").outcome == "refused: `zoe` is not in the roster");
  }
}

TEST_CASE("a stage without a way for people says which ways there are") {
  Flow flow(kHead + R"(
stages { New initial; Working; Lost final; Converted final }
stage New { to Lost by role revops }
)");
  flow.create("2026-03-02 10:00");
  CHECK(flow.move("2026-03-02 11:00", "Converted", "ana").outcome ==
        "refused: no line of stage New lets a person move a lead to Converted; a person may move it to: Lost");
}

TEST_CASE("a final stage ends clocks, sequences and timers, and reopens when it says so") {
  Flow flow(kHead + R"(
sequence first_touch { wait 1 day; task call "Call"; wait 1 day }
stages { New initial; Working; Converted final }
stage New       { to Working otherwise }
stage Working   { enter { route inbound; start sequence first_touch }; to Converted by owner }
stage Converted { reopens to Working when had reply in stage }
sla first { starts when owner assigned; stops when outreach; target 4 business hours; at 100% { remind owner "late" } }
)");
  flow.create("2026-03-02 10:00");
  CHECK(flow.around->turns().open(0) == 1);
  flow.move("2026-03-02 11:00", "Converted", "ana");
  CHECK(flow.state.final);
  CHECK(flow.timers().empty());
  CHECK(flow.state.sequences[0].state == static_cast<std::uint8_t>(bytecode::SequenceState::Stopped));
  CHECK(flow.around->turns().open(0) == 0);
  flow.until("2026-03-09 10:00");
  CHECK(flow.effects("remind").empty());
  flow.activity("2026-03-10 10:00", "reply");
  CHECK(flow.stage() == "Working");
  CHECK_FALSE(flow.state.final);
  CHECK(flow.owner() == "ana");
  CHECK(flow.around->turns().open(0) == 1);
  CHECK_FALSE(flow.timers("sequence step").empty());
}

TEST_CASE("a sequence that a stage began ends with the stage") {
  Flow flow(kHead + R"(
sequence nudge { wait 1 day; task call "Call" }
stages { New initial; Working; Done final }
stage New     { enter { start sequence nudge }; to Working when ready }
)");
  flow.create("2026-03-02 10:00");
  CHECK(flow.state.sequences[0].state == static_cast<std::uint8_t>(bytecode::SequenceState::Running));
  flow.update("2026-03-02 12:00", R"({"ready":true})");
  CHECK(flow.state.sequences[0].state == static_cast<std::uint8_t>(bytecode::SequenceState::Stopped));
  CHECK(flow.timers("sequence step").empty());
}

TEST_CASE("aging counts from entry, fires once a stay, and waits for its condition") {
  Flow flow(kHead + R"(
stages { New initial; Working; Done final }
stage New     { to Working when ready }
stage Working { enter { route inbound }; aging 48 hours when not vip { remind owner "old" }; to New when company is "back" }
)");
  flow.create("2026-03-02 10:00", R"({"ready":true,"vip":false})");
  CHECK(flow.timers("aging") == Lines{"2026-03-04 10:00 aging 0 0"});
  flow.until("2026-03-10 10:00");
  CHECK(flow.effects("remind") == Lines{"2026-03-04 10:00 remind ana: old (aging of stage Working)"});

  Flow deferred(kHead + R"(
stages { New initial; Done final }
stage New { enter { route inbound }; aging 48 hours when not vip { remind owner "old" } }
)");
  deferred.create("2026-03-02 10:00", R"({"vip":true})");
  deferred.until("2026-03-05 10:00");
  CHECK(deferred.effects("remind").empty());
  deferred.update("2026-03-05 11:00", R"({"vip":false})");
  CHECK(deferred.effects("remind") == Lines{"2026-03-05 11:00 remind ana: old (aging of stage New)"});
}

TEST_CASE("a stage entered without what it requires gives its owner a task") {
  Flow flow(kHead + R"(
stages { New initial; Done final }
stage New { enter { route inbound }; requires company, callback_on }
)");
  flow.create("2026-03-02 10:00", R"({"company":"Acme"})");
  CHECK(flow.effects("task") == Lines{"2026-03-02 10:00 task ana complete: Fill in callback_on: stage New needs it (stage New requires)"});
}

TEST_CASE("a milestone is stamped once, whatever comes later") {
  Flow flow(kHead + R"(
score fit { +40 when vip }
milestone mql when fit >= 40
stages { New initial; Done final }
stage New { to Done when mql is reached and ready }
)");
  flow.create("2026-03-02 10:00", R"({"vip":true})");
  CHECK(shown(flow.state.milestones[0]) == "2026-03-02 10:00");
  flow.update("2026-03-03 10:00", R"({"vip":false})");
  CHECK(shown(flow.state.milestones[0]) == "2026-03-02 10:00");
  flow.update("2026-03-04 10:00", R"({"ready":true})");
  CHECK(flow.stage() == "Done");
}

TEST_CASE("conditions that time alone changes are looked at when they can change") {
  Flow flow(kHead + R"(
stages { New initial; Done final }
stage New { to Done when callback_on is before now }
)");
  flow.create("2026-03-02 10:00", R"({"callback_on":"2026-03-04 15:00"})");
  CHECK(flow.timers("review").size() == 1);
  flow.until("2026-03-04 15:00");
  CHECK(flow.stage() == "New");
  CHECK(flow.step.changed);   // its creation: nothing was looked at since
  flow.until("2026-03-04 15:00:01");
  CHECK(flow.stage() == "Done");
  CHECK(flow.state.entered == instantOf("2026-03-04 15:00") + 1);
  CHECK(flow.timers().empty());
}

TEST_CASE("the answers to a checklist move the lead") {
  Flow flow(kHead + R"(
checklist bant { budget, authority }
stages { New initial; Good; Bad; Done final }
stage New { to Good when bant is complete; to Bad when bant is failed }
)");
  flow.create("2026-03-02 10:00");
  flow.happens(Flow::of(EventType::ChecklistAnswered, "bant", R"({"budget":true,"colour":true})"), "2026-03-02 11:00");
  REQUIRE(flow.step.unread.size() == 1);
  CHECK(flow.step.unread[0].text() == "`bant.colour` is not an item of the checklist");
  CHECK(flow.happens(Flow::of(EventType::ChecklistAnswered, "bant", R"({"budgt":true})"), "2026-03-02 11:00").outcome ==
        "refused: no answer to bant can be read: `bant.budgt` is not an item of the checklist; did you mean `budget`?");
  CHECK(flow.stage() == "New");
  flow.happens(because(EventType::ChecklistAnswered, "bant", "ana"), "2026-03-02 11:30");
  CHECK(flow.step.refused);
  flow.happens(Flow::of(EventType::ChecklistAnswered, "bant", R"({"authority":true})"), "2026-03-02 12:00");
  CHECK(flow.stage() == "Good");
}

TEST_CASE("one no fails a checklist") {
  Flow flow(kHead + R"(
checklist bant { budget, authority }
stages { New initial; Good; Bad; Done final }
stage New { to Good when bant is complete; to Bad when bant is failed }
)");
  flow.create("2026-03-02 10:00");
  flow.happens(Flow::of(EventType::ChecklistAnswered, "bant", R"({"authority":"no"})"), "2026-03-02 11:00");
  CHECK(flow.stage() == "Bad");
}
