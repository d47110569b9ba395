// What the checker makes of workflow constructs.
#include <catch2/catch.hpp>

#include "tests/unit/check/playbook.hpp"

using namespace leadflow;
using bytecode::ActionInfo;
using bytecode::ContextKind;
using bytecode::TriggerInfo;
using bytecode::WhoInfo;
using typed::ExprKind;

namespace {

const std::string head = R"(
playbook p { timezone "UTC"  currency USD  calendar desk }
lead { id text key; email email pii; company text; next_step text; discount percent; callback_on instant
       consent one of granted, denied default granted
       domain = email.domain }
activity reply, visit
activity call { outcome one of connected, voicemail }
activity email_sent
outreach call, email_sent
checklist bant { budget, need }
calendar desk { timezone "UTC"  hours mon..fri 09:00-17:00 }
role manager, revops
roster { ana team "a" role manager; ben team "b" role revops }
pool everybody = reps
queue review { owner role manager }
route inbound { all otherwise -> round robin everybody }
score fit { +10 when company is known }
score heat { decay half every 30 days
  +10 per visit }
milestone hot when fit >= 10
reasons { bad_timing, no_budget "Later" -> task role manager "Nurture" }
stages {
  New "Assign" initial
  Working "Call"
  Nurturing
  Won final
}
)";

struct Workflow {
  Checked checked;
  explicit Workflow(const std::string& text) {
    checked.run({{"main.leadflow", head + text}});
    INFO(checked.text());
    REQUIRE(checked.codes() == "");
  }
  const bytecode::WorkflowInfo& info() const { return checked.program.workflow; }
  const typed::Expr& function(bytecode::FunctionRef ref) const {
    REQUIRE(ref);
    return *checked.program.workflow_functions.at(static_cast<std::size_t>(ref.index));
  }
  const bytecode::ContextInfo& context(const typed::Expr& expr) const {
    REQUIRE(expr.kind == ExprKind::Context);
    return info().context.at(expr.index);
  }
};

std::string codesOf(const std::string& text) {
  Checked checked(head + text);
  INFO(checked.text());
  return checked.codes();
}

}  // namespace

TEST_CASE("stages, their ways out and what happens in them") {
  const Workflow workflow(R"(
sequence touch { email "hello" at 09:00 lead time
  wait 3 days unless had reply in sequence
  task call "Call {company}" }
stage New { to Working otherwise }
stage Working was Contacted {
  enter { route inbound; start sequence touch }
  requires next_step
  to Nurturing when sequence touch is finished and no outreach in sequence reason bad_timing
  to Won by owner
  to Nurturing when had call in stage where outcome is voicemail, at most 3 times
  aging 2 business days when no reply in stage { reassign at most 2 times otherwise queue review }
}
stage Nurturing releases owner { to Working when heat >= 5 }
stage Won { reopens to Nurturing when had visit in stage }
migrate Old to Nurturing
)");
  const auto& info = workflow.info();
  CHECK(info.present);
  CHECK(info.seats == std::vector<std::string>{"owner"});
  REQUIRE(info.stages.size() == 4);
  CHECK(workflow.checked.program.enums.at(info.stage_enum).values.at(1).name == "Working");
  CHECK(info.initial == 0);
  CHECK(info.stages[0].text == "Assign");
  CHECK(info.stages[3].final);
  const auto& working = info.stages[1];
  CHECK(working.was == std::vector<std::string>{"Contacted"});
  CHECK(info.stages[2].was == std::vector<std::string>{"Old"});
  REQUIRE(working.enter.size() == 2);
  CHECK(working.enter[0].kind == ActionInfo::Kind::Route);
  CHECK(working.enter[1].text_written == "start sequence touch");
  CHECK(workflow.checked.program.fields.at(working.requires_fields.at(0)).name == "next_step");
  REQUIRE(working.transitions.size() == 3);

  const typed::Expr& first = workflow.function(working.transitions[0].when);
  REQUIRE(first.kind == ExprKind::And);
  CHECK(first.args[0]->kind == ExprKind::Equal);
  CHECK(workflow.context(*first.args[0]->args[0]).kind == ContextKind::SequenceState);
  REQUIRE(first.args[1]->kind == ExprKind::Not);
  const typed::Expr& had = *first.args[1]->args[0];
  REQUIRE(had.kind == ExprKind::Had);
  CHECK(had.query->activities.size() == 2);
  CHECK(had.query->window->kind == ExprKind::Subtract);
  CHECK(workflow.context(*had.query->window->args[1]).kind == ContextKind::SequenceStarted);
  CHECK(workflow.function(working.transitions[0].reason.function).constant.bits == 0);
  CHECK(working.transitions[1].by_person);
  CHECK(working.transitions[1].by.kind == WhoInfo::Kind::Owner);
  CHECK(working.transitions[2].limit == 3);

  REQUIRE(working.aging.size() == 1);
  CHECK(working.aging[0].after.business);
  CHECK(working.aging[0].actions.at(0).limit == 2);
  CHECK(working.aging[0].actions.at(0).otherwise.at(0).kind == ActionInfo::Kind::Queue);

  const auto& steps = info.sequences.at(0).steps;
  REQUIRE(steps.size() == 3);
  CHECK(steps[0].at == 9 * 60);
  CHECK(steps[0].lead_time);
  CHECK(steps[1].within.slot == 3LL * 86'400'000);
  CHECK(steps[2].channel == "call");
  CHECK(steps[2].text.parts.size() == 2);

  // Only decayed points change by time alone, and they only fall; `in stage` does not change.
  REQUIRE(info.timed.size() == 1);
  CHECK(info.timed[0].condition == info.stages[2].transitions.at(0).when);
  CHECK_FALSE(info.timed[0].rises);
  CHECK(info.timed[0].falls);
  CHECK(info.boundaries.empty());
  CHECK(info.stages[2].releases_owner);
  CHECK(info.stages[3].transitions.at(0).reopens);
}

TEST_CASE("the instants at which time alone can change a condition") {
  using Kind = bytecode::BoundaryInfo::Kind;
  const auto boundaries = [](const std::string& condition) {
    const Workflow workflow("stage New { to Working when " + condition + " }");
    std::string text;
    for (const bytecode::BoundaryInfo& b : workflow.info().boundaries) {
      static const char* const kNames[] = {"equal", "window", "calendar", "midnight", "hour", "dates"};
      text += (text.empty() ? "" : ", ") + std::string(kNames[static_cast<int>(b.kind)]);
      if (b.kind == Kind::Equal) text += " " + std::to_string(b.slope) + (b.at ? " at" : "") + (b.after ? " after" : "");
      if (b.newest) text += " newest";
    }
    for (const bytecode::TimedConditionInfo& t : workflow.info().timed)
      text += std::string(t.steady ? "; steady" : "") + (t.rises ? "; rises" : "") + (t.falls ? "; falls" : "");
    return text;
  };
  CHECK(boundaries("created is before now - 5 days") == "equal -1 after");
  CHECK(boundaries("now - created >= 5 days") == "equal 1 at");
  CHECK(boundaries("not (now - created < 5 days)") == "equal 1 at");
  CHECK(boundaries("created in now - 5 days..now") == "equal -1 after, equal -1 at");
  CHECK(boundaries("now - created < now - owner.since") == "");      // both grow
  CHECK(boundaries("had reply in last 2 days") == "window newest");
  CHECK(boundaries("count reply in last 2 days >= 2 and owner is known") == "window; steady");
  CHECK(boundaries("had reply in stage and not had call in stage") == "");
  CHECK(boundaries("weekday(now) is 1") == "midnight");
  CHECK(boundaries("hour(now) >= 9 and today() is after created") == "hour, midnight");
  CHECK(boundaries("heat >= 5") == "; falls");
  CHECK(boundaries("not (heat >= 5)") == "; rises");
  CHECK(boundaries("heat < 5 or created is before now") == "equal -1 after; rises");
}

TEST_CASE("clocks, escalations, handoffs and approvals") {
  const Workflow workflow(R"(
decision target { | consent | -> target |
  | granted | 1 business hour |
  | - | 4 business hours | }
sla first_response {
  starts when owner assigned
  stops when call where outcome is connected, email_sent
  pauses in stage Nurturing; pauses until callback_on at most 90 days
  target 30 minutes when company is "acme"
  target target.target
  on owner.calendar otherwise desk
  at 50% { remind owner "{email} waits" }
  at 100% { escalate chain }
}
escalation chain {
  level owner.manager { notify slack "#desk" tagging owner "{company} is late" }
  level role revops after 2 business hours { reassign to queue review }
}
handoff over {
  when stage becomes Working
  carries company, fit, activities in last 90 days
  accept within 4 business hours otherwise escalate chain
  reject reason in [bad_timing, no_budget] -> Nurturing
  feedback 1..5 from owner within 5 days
}
approval terms { ask role manager when discount > 15%; within 1 business day otherwise escalate chain }
queue waiting { owner ana within 4 hours otherwise escalate chain }
)");
  const auto& info = workflow.info();
  const auto& sla = info.slas.at(0);
  CHECK(sla.starts.at(0).kind == TriggerInfo::Kind::OwnerAssigned);
  REQUIRE(sla.stops.size() == 2);
  CHECK(sla.stops[0].kind == TriggerInfo::Kind::Activity);
  CHECK(workflow.function(sla.stops[0].condition).kind == ExprKind::Had);
  CHECK(workflow.function(sla.stops[0].condition).query->window->constant.bits == 0);
  CHECK_FALSE(sla.stops[1].condition);
  CHECK(sla.pauses.at(0).kind == TriggerInfo::Kind::InStage);
  CHECK(sla.pauses_at_most.given);
  REQUIRE(sla.targets.size() == 2);
  CHECK_FALSE(sla.targets[0].business);
  CHECK(sla.targets[1].business);
  CHECK(sla.on_owner);
  CHECK(sla.calendar == 0);
  CHECK(sla.points.at(1).percent == 1'000'000);
  const auto& waits = sla.points.at(0).actions.at(0).text;
  CHECK(workflow.checked.program.fields.at(waits.values.at(0).fields.at(0)).name == "email");
  CHECK(info.escalations.at(0).levels.at(0).who.up == 1);
  CHECK(info.escalations.at(0).levels.at(1).who.kind == WhoInfo::Kind::Role);
  CHECK(info.queue_escalation == std::vector<std::int32_t>{-1, 0});
  const auto& handoff = info.handoffs.at(0);
  CHECK(handoff.carries.at(2).activities);
  CHECK(handoff.carries.at(2).types.size() == 4);
  CHECK(handoff.rejections.at(0).reasons == std::vector<std::uint32_t>{0, 1});
  CHECK(handoff.rejections.at(0).to == 2);
  CHECK(info.approvals.at(0).asks.at(0).who.name == "manager");
}

TEST_CASE("what conditions ask of a lead on its way") {
  const Workflow workflow(R"(
owners sdr, ae
table accounts { | domain text key | owner rep | parent_domain text |
  | "acme.example" | ana | "holding.example" |
}
match account in accounts { same domain; similar domain to company 90%; parent parent_domain }
sla response { starts when owner assigned; stops when outreach; target 4 hours }
data rules {
  a require owner is ana and owner.team is "a" and queue is not review
  b require ae is known and account is known and account.owner is known and account.parent.domain is "x"
  c require bant is complete and bant.budget is no and bant.need is open
  d require sla response is breached or stage in [New, Working] or stage.entered is before now
  e require stage.reason is bad_timing and hot is reached and created is before now
}
)");
  const auto& info = workflow.info();
  CHECK(info.seats == std::vector<std::string>{"sdr", "ae"});
  const auto kindOf = [&](const typed::Expr& expr) { return workflow.context(expr).kind; };
  const typed::Expr& a = workflow.function(info.data_rules.at(0).require);
  CHECK(kindOf(*a.args[0]->args[0]) == ContextKind::Owner);
  CHECK(kindOf(*a.args[1]->args[0]) == ContextKind::OwnerField);
  CHECK(kindOf(*a.args[2]->args[0]) == ContextKind::Queue);
  const typed::Expr& b = workflow.function(info.data_rules.at(1).require);
  CHECK(workflow.context(*b.args[0]->args[0]).index == 1);
  CHECK(kindOf(*b.args[1]) == ContextKind::AccountKnown);
  CHECK(kindOf(*b.args[2]->args[0]) == ContextKind::AccountColumn);
  CHECK(kindOf(*b.args[3]->args[0]) == ContextKind::AccountParentColumn);
  const typed::Expr& c = workflow.function(info.data_rules.at(2).require);
  CHECK(kindOf(*c.args[0]->args[0]) == ContextKind::ChecklistState);
  CHECK(kindOf(*c.args[1]->args[0]) == ContextKind::ChecklistItem);
  CHECK(c.args[2]->kind == ExprKind::Not);  // not answered
  const typed::Expr& d = workflow.function(info.data_rules.at(3).require);
  CHECK(d.args[0]->kind == ExprKind::InSet);  // overdue or missed
  CHECK(workflow.checked.program.sets.at(d.args[0]->index).values.size() == 2);
  // One entry for each thing asked, its type beside it.
  CHECK(info.context.size() == workflow.checked.program.context_types.size());
  int milestones = 0;
  for (const auto& context : info.context) milestones += context.kind == ContextKind::MilestoneAt;
  CHECK(milestones == 1);
}

TEST_CASE("what conditions ask of the roster, by name or through what is worked out") {
  const Workflow silent(R"(
stage New { enter { route inbound; notify slack "#leads" "for {owner.name}"; set next_step to owner.email }; to Working when fit >= 10 }
report desks for sales over last 30 days { count leads by owner.team }
)");
  CHECK_FALSE(silent.info().roster_asked.owner);
  CHECK(silent.info().roster_asked.owner_fields == 0);
  CHECK(silent.info().roster_asked.seats.empty());
  CHECK(silent.info().roster_asked.fields.empty());
  const Workflow asking(R"(
owners sdr, ae
score near { +10 when owner.team is "a" }
grade reach of near { here at least 10, there otherwise }
decision desk {
  | owner.role | -> open |
  | "manager"  | "yes"   |
}
stage New { to Working when reach is here or ae is missing }
sla answer {
  starts when lead created
  stops when outreach
  target 1 hour when owner is known
  target 2 hours
}
privacy { call only when desk.open is "yes" }
)");
  const bytecode::RosterAskedInfo& asked = asking.info().roster_asked;
  CHECK(asked.owner);
  CHECK(asked.owner_fields == (1U << static_cast<unsigned>(RepFieldId::team) | 1U << static_cast<unsigned>(RepFieldId::role)));
  CHECK(asked.seats == std::vector<std::uint32_t>{1});
}

TEST_CASE("instances have clocks of their own") {
  const Workflow workflow(R"(
template unit(hours duration) {
  queue overflow { owner role manager }
  escalation chain { level role manager { notify email } }
  sla response { starts when owner assigned; stops when outreach; target param.hours; at 100% { escalate chain } }
  sequence touch { email "hello" }
}
instance emea of unit with { hours 4 business hours }
instance apac of unit with { hours 2 hours }
stage Working { enter { start sequence emea.touch }
  to Won when sla emea.response is met and sequence apac.touch is stopped }
)");
  const auto& info = workflow.info();
  REQUIRE(info.slas.size() == 2);
  CHECK(info.slas[0].name == "emea.response");
  CHECK(info.slas[0].targets.at(0).business);
  CHECK_FALSE(info.slas[1].targets.at(0).business);
  CHECK(info.slas[1].points.at(0).actions.at(0).index == 1);
  CHECK(info.sequences.at(1).name == "apac.touch");
}

TEST_CASE("privacy, duplicates, reports and what runs by the clock") {
  const Workflow workflow(R"(
privacy {
  call, email_sent only when consent is granted
  when consent becomes denied { stop sequences }
  mask email in notify, log when consent is denied
  keep Won 365 days then erase pii
}
duplicates { same email -> keep oldest, merge others
  same domain and similar company 90% -> flag
  scores max }
report pipeline for sales over last 30 days every monday 08:00 to slack "#desk" {
  count leads by stage
  median time from created to first outreach by owner.team
  response bands 5 minutes, 1 hour
}
scorecard by owner { 60% average feedback; 40% data rules kept }
every quarter start { rebalance everybody, at most 50 moves a rep }
)");
  const auto& info = workflow.info();
  CHECK(info.guards.at(0).activities.size() == 2);
  CHECK(info.guards.at(0).fields == std::vector<std::uint32_t>{6});   // consent
  CHECK_FALSE(info.guards.at(0).time_dependent);
  CHECK(info.reactions.at(0).actions.at(0).index == bytecode::kAny);
  CHECK(info.masks.at(0).notify);
  CHECK_FALSE(info.masks.at(0).report);
  CHECK(info.keeps.at(0).millis == 365LL * 86'400'000);
  CHECK(info.duplicates.at(0).merge);
  CHECK(info.duplicates.at(1).keys.at(0).field == bytecode::kAny);  // computed
  CHECK(info.duplicates.at(1).keys.at(1).similar == 900'000);
  CHECK(info.merge_scores == bytecode::WorkflowInfo::Scores::Max);
  const auto& report = info.reports.at(0);
  CHECK(report.schedule.weekday == 0);
  CHECK(report.metrics.at(1).by_text.at(0) == "owner.team");
  CHECK(report.metrics.at(2).bands.size() == 2);
  CHECK(info.scorecard.lines.size() == 2);
  CHECK(info.every.at(0).actions.at(0).limit == 50);
}

TEST_CASE("tests over time") {
  const Workflow workflow(R"(
escalation chain { level role manager { notify email } }
queue late { owner ana within 1 hour otherwise escalate chain }
stage New { to Working otherwise }
stage Working { to Won by owner }
test "later" {
  at 2026-03-02 10:00
  given lead { company "Acme" }
  expect stage is Working
  after 2 hours happens call { outcome connected } by ana
  after 1 day happens stage moved to Won by ana
  after 1 day happens bant answered { budget yes, need no }
  after 2 days happens lead updated { discount 20%, consent denied }
  after 3 days happens ben out until 2026-03-09
  after 3 minutes expect no reminder to ana
  after 5 minutes expect escalation chain level 1 to role manager "late"
}
)");
  const auto& test = workflow.checked.program.tests.at(0);
  REQUIRE(test.happenings.size() == 5);
  CHECK(test.happenings[0].event.type == port::EventType::Activity);
  CHECK(test.happenings[0].event.body == R"({"outcome":"connected"})");
  CHECK(test.happenings[0].event.by == "ana");
  CHECK(test.happenings[0].at == test.at + 7'200'000);
  CHECK(test.happenings[1].event.name == "Won");
  CHECK(test.happenings[2].event.body == R"({"budget":true,"need":false})");
  CHECK(test.happenings[3].event.body == R"({"discount":"20%","consent":"denied"})");
  CHECK(test.happenings[4].event.body.find("\"out_until\":\"2026-03-09") != std::string::npos);
  REQUIRE(test.expectations.size() == 3);
  CHECK(test.expectations[0].at == test.at);
  REQUIRE(test.expectations[1].sent);
  CHECK(test.expectations[1].sent->none);
  CHECK(test.expectations[1].sent->to.name == "ana");
  CHECK(test.expectations[2].sent->level == 1);
  CHECK(test.expectations[2].sent->text == "late");
}

TEST_CASE("mistakes in a workflow are found where they are") {
  CHECK(codesOf("stage Working { to Wonn by owner }\n") == "LF1001");
  CHECK(codesOf("stage Working { to Nurturing when fit > 5 reason bad_timng }\n") == "LF1002");
  CHECK(codesOf("stage Working { to Won by owner\n aging 2 days { escalate chian } }\n") == "LF1003");
  CHECK(codesOf("stage Working { to Working when fit > 5 }\n") == "LF1009");
  CHECK(codesOf("stage Won { to Working when fit > 5 }\n") == "LF1008");
  CHECK(codesOf("stage Working { enter { notify marai \"x\" }\n to Won by owner }\n") == "LF0703");
  CHECK(codesOf("stage Working { enter { set nxt_step to \"x\" }\n to Won by owner }\n") == "LF0201");
  CHECK(codesOf("stage Working { enter { set discount to 5 days }\n to Won by owner }\n") == "LF0310");
  CHECK(codesOf("stage Working { requires fit\n to Won by owner }\n") == "LF0216");
  CHECK(codesOf("stage Working { to Won when bant.bugdet is yes }\n") == "LF0218");
  CHECK(codesOf("stage Working { to Won when bant is finished }\n") == "LF0331");
  CHECK(codesOf("stage Working { to Won when stage is Wrking }\n") == "LF0302");
  CHECK(codesOf("stage Working { to Won when owner.tem is \"x\" }\n") == "LF0218");
  CHECK(codesOf("stage Working { enter { rebalance everybody }\n to Won by owner }\n") == "LF1017");
  CHECK(codesOf("every day 18:00 { move to Won }\n") == "LF1017");
  CHECK(codesOf("sequence s { move to Won }\n") == "LF1017");
}
