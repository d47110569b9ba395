// Approvals: who is asked, who may decide, and how long a decision stands.
#include "tests/unit/workflow/fixture.hpp"

using namespace leadflow;
using namespace leadflow::test;
using bytecode::ApprovalState;

namespace {

const std::string kTerms = R"(
stages { New initial; Done final }
stage New { to Done when approval terms is granted }
escalation chain { level role sales_director { notify email "late" } }
approval terms {
  ask role sales_manager  when discount > 15%
  ask role sales_director when discount > 30%
  within 1 business day otherwise escalate chain
})";

Flow lead(const std::string& body, const std::string& text = kTerms) {
  Flow flow(kHead + text);
  flow.create("2026-03-02 10:00", body);
  return flow;
}
const port::Approval& approval(const Flow& flow) { return flow.state.approvals.at(0); }
ApprovalState stateOf(const Flow& flow) { return static_cast<ApprovalState>(approval(flow).state); }
port::Event decided(std::string value, std::string by) {
  port::Event event = Flow::of(EventType::ApprovalDecided, "terms");
  event.value = std::move(value);
  event.by = std::move(by);
  return event;
}

}  // namespace

TEST_CASE("the highest line that holds is asked, once") {
  CHECK(stateOf(lead(R"({"discount":15})")) == ApprovalState::None);
  CHECK(stateOf(lead("{}")) == ApprovalState::None);
  Flow flow = lead(R"({"discount":20})");
  CHECK(stateOf(flow) == ApprovalState::Asked);
  REQUIRE(flow.effects("task").size() == 1);
  CHECK(flow.all.back().to == Lines{"maria"});
  CHECK(flow.all.back().target == "approval");
  CHECK(flow.timers("approval within") == Lines{"2026-03-03 10:00 approval within 0 0"});
  flow.update("2026-03-02 11:00", R"({"discount":25})");
  CHECK(flow.effects("task").size() == 1);
  Flow high = lead(R"({"discount":40})");
  CHECK(high.all.back().to == Lines{"dora"});
  CHECK(approval(high).ask == 1);
}

TEST_CASE("a higher line asks anew, also after a decision; a lower one does not") {
  Flow flow = lead(R"({"discount":20})");
  flow.update("2026-03-02 11:00", R"({"discount":40})");
  CHECK(flow.all.back().to == Lines{"dora"});
  CHECK(approval(flow).asked == instantOf("2026-03-02 11:00"));
  CHECK(flow.timers("approval within") == Lines{"2026-03-03 11:00 approval within 0 0"});
  flow.update("2026-03-02 12:00", R"({"discount":20})");
  CHECK(approval(flow).ask == 1);
  CHECK(flow.effects("task").size() == 2);
  Flow refused = lead(R"({"discount":20})");
  refused.happens(decided("refused", "maria"), "2026-03-02 11:00");
  CHECK(stateOf(refused) == ApprovalState::Refused);
  refused.update("2026-03-02 11:30", R"({"discount":22})");
  CHECK(stateOf(refused) == ApprovalState::Refused);
  refused.update("2026-03-02 12:00", R"({"discount":35})");
  CHECK(stateOf(refused) == ApprovalState::Asked);
}

TEST_CASE("a decision stays until no line holds any more") {
  Flow flow = lead(R"({"discount":20})");
  flow.happens(decided("refused", "maria"), "2026-03-02 11:00");
  flow.update("2026-03-02 12:00", R"({"discount":10})");
  CHECK(stateOf(flow) == ApprovalState::None);
  flow.update("2026-03-02 13:00", R"({"discount":20})");
  CHECK(stateOf(flow) == ApprovalState::Asked);
  Flow withdrawn = lead(R"({"discount":20})");
  withdrawn.update("2026-03-02 12:00", R"({"discount":5})");
  CHECK(stateOf(withdrawn) == ApprovalState::None);
  CHECK(withdrawn.timers("approval within").empty());
}

TEST_CASE("granted: the stage may wait for it") {
  Flow flow = lead(R"({"discount":20})");
  flow.happens(decided("granted", "maria"), "2026-03-02 11:00");
  CHECK(approval(flow).by == "maria");
  CHECK(approval(flow).decided == instantOf("2026-03-02 11:00"));
  CHECK(flow.stage() == "Done");
  CHECK(flow.timers("approval within").empty());
}

TEST_CASE("only who is asked decides, or who stands above") {
  for (const char* above : {"maria", "dora"}) {
    Flow flow = lead(R"({"discount":20})");
    flow.happens(decided("refused", above), "2026-03-02 11:00");
    INFO(above);
    CHECK(stateOf(flow) == ApprovalState::Refused);
  }
  Flow flow = lead(R"({"discount":20})");
  flow.happens(decided("granted", "ana"), "2026-03-02 11:00");
  CHECK(flow.step.outcome == "refused: `ana` may not decide `terms`: role sales_manager is asked");
  flow.happens(decided("granted", ""), "2026-03-02 11:00");
  CHECK(flow.step.outcome == "refused: nobody is named who decides `terms`: role sales_manager is asked");
  flow.happens(decided("perhaps", "maria"), "2026-03-02 11:00");
  CHECK(flow.step.outcome == "refused: an approval is `granted` or `refused`, not `perhaps`");
  CHECK(stateOf(flow) == ApprovalState::Asked);
  Flow high = lead(R"({"discount":40})");
  high.happens(decided("granted", "maria"), "2026-03-02 11:00");
  CHECK(high.step.refused);
  Flow none = lead(R"({"discount":1})");
  none.happens(decided("granted", "maria"), "2026-03-02 11:00");
  CHECK(none.step.outcome == "refused: the approval `terms` is not asked for");
}

TEST_CASE("late: its actions run, and it can still be decided, which ends the climb") {
  Flow flow = lead(R"({"discount":20})");
  flow.until("2026-03-03 10:00");
  CHECK(stateOf(flow) == ApprovalState::Late);
  CHECK(flow.effects("notify") == Lines{"2026-03-03 10:00 notify dora: late (escalation chain level 1)"});
  flow.happens(decided("refused", "maria"), "2026-03-03 11:00");
  CHECK(stateOf(flow) == ApprovalState::Refused);
  CHECK_FALSE(isMissing(flow.state.climbs.at(0).closed));
}

TEST_CASE("a line without a condition is asked only by an action") {
  const std::string text = R"(
stages { New initial; Done final }
stage New { to Done by role revops; aging 2 hours { ask approval terms } }
approval terms { ask role revops })";
  Flow flow = lead("{}", text);
  CHECK(stateOf(flow) == ApprovalState::None);
  flow.until("2026-03-02 12:00");
  CHECK(stateOf(flow) == ApprovalState::Asked);
  CHECK(flow.all.back().to == Lines{"otto"});
  flow.happens(decided("granted", "otto"), "2026-03-02 13:00");
  CHECK(stateOf(flow) == ApprovalState::Granted);
  flow.update("2026-03-02 14:00", R"({"company":"Acme"})");
  CHECK(stateOf(flow) == ApprovalState::Granted);
}
