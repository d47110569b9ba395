// The workflow's constructs: what the tree keeps of each written form.
#include <catch2/catch.hpp>

#include "compiler/diag/render.hpp"
#include "tests/unit/parse/dump.hpp"

using namespace leadflow;
using parse::dump;

namespace {

struct Read {
  SourceMap sources;
  diag::Diagnostics diags;
  syntax::File file;

  explicit Read(std::string text) { file = parse::parseFile(*sources.add("test.leadflow", std::move(text)), diags); }
  std::string codes() const {
    std::string out;
    for (const auto& d : diags.sorted()) out += (out.empty() ? "" : " ") + std::string(diag::info(d.code).name);
    return out;
  }
  template <typename T>
  const T& only(std::size_t i = 0) const {
    INFO(diag::renderText(diags.sorted(), sources));
    REQUIRE(diags.all().empty());
    REQUIRE(file.declarations.size() > i);
    REQUIRE(std::holds_alternative<T>(file.declarations[i].node));
    return std::get<T>(file.declarations[i].node);
  }
};

std::string words(const std::vector<syntax::Name>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : " ") + name.text;
  return out;
}

/// role:sales_manager, owner+1, queue, ana
std::string who(const syntax::Who& w) {
  using Kind = syntax::Who::Kind;
  std::string out = w.kind == Kind::Owner ? "owner" : w.kind == Kind::Role ? "role:" + w.name.text : w.kind == Kind::QueueOwner ? "queue" : w.name.text;
  return w.up > 0 ? out + "+" + std::to_string(w.up) : out;
}
std::string who(const std::vector<syntax::Who>& list) {
  std::string out;
  for (const auto& w : list) out += (out.empty() ? "" : " ") + who(w);
  return out;
}

}  // namespace

TEST_CASE("actions keep who, what and how") {
  using Do = syntax::Action::Kind;
  const Read read(R"(sequence s {
    route unit.inside
    stop sequences; stop sequence x
    reassign to queue review at most 2 times otherwise escalate chain when size > 5
    notify slack "#late" tagging owner, owner.manager.manager "{company} waits"
    notify role revops, queue owner, ana "x"
    task call ana.manager "ring" within 2 business days when size > 5
    email "hello" at 09:05 between 08:00 and 17:30 lead time split 70% "a", 30% "b"
    set f to missing
    webhook "erp" { amount revenue, company name }
    create opportunity { close_on now + 30 days }
    move to Lost reason first of { a when x is 1; b otherwise }
    wait 3 days unless had reply in sequence
    stop when consent is denied
    rebalance p, at most 50 moves a rep
    notify email
  })");
  const auto& steps = read.only<syntax::Sequence>().steps;
  REQUIRE(steps.size() == 16);
  CHECK(steps[0].kind == Do::Route);
  CHECK(steps[0].name.text == "unit.inside");
  CHECK(!steps[1].name);
  CHECK(steps[2].kind == Do::StopSequence);
  CHECK(steps[2].name.text == "x");
  CHECK(steps[3].name.text == "review");
  CHECK(steps[3].limit == 2);
  REQUIRE(steps[3].otherwise);
  CHECK(steps[3].otherwise->kind == Do::Escalate);
  CHECK(!steps[3].otherwise->condition);
  CHECK(dump(steps[3].condition.get()) == "(> size 50000i)");
  CHECK(steps[4].channel.text == "slack");
  CHECK(steps[4].target == "#late");
  CHECK(who(steps[4].tagging) == "owner owner+2");
  CHECK(dump(steps[4].text.get()) == "(template \"\" company \" waits\")");
  CHECK(who(steps[5].to) == "role:revops queue ana");
  CHECK(steps[6].word.text == "call");
  CHECK(who(steps[6].to) == "ana+1");
  CHECK(dump(steps[6].within.get()) == "2bd");
  CHECK(dump(steps[6].condition.get()) == "(> size 50000i)");
  CHECK(steps[7].target == "hello");
  CHECK(steps[7].at == 545);
  CHECK(steps[7].from == 480);
  CHECK(steps[7].until == 1050);
  CHECK(steps[7].lead_time);
  REQUIRE(steps[7].variants.size() == 2);
  CHECK(steps[7].variants[1].text == "b");
  CHECK(dump(steps[8].value.get()) == "missing");
  REQUIRE(steps[9].fields.size() == 2);
  CHECK(steps[9].fields[1].first.text == "company");
  CHECK(steps[10].word.text == "opportunity");
  CHECK(steps[11].name.text == "Lost");
  CHECK(dump(steps[11].reason.value.get()) == "(first a:(is x 10000i) b:otherwise)");
  CHECK(dump(steps[12].within.get()) == "259200000ms");
  CHECK(dump(steps[12].condition.get()) == "(had reply since=sequence)");
  CHECK(steps[13].kind == Do::StopWhen);
  CHECK(steps[14].limit == 50);
  CHECK(steps[15].kind == Do::Notify);
  CHECK(steps[15].to.empty());
}

TEST_CASE("stages keep their order, ways out and ages") {
  const Read read(R"(stages { New "Assign" initial; Won final }
stage Working was Contacted owned by ae releases owner {
  enter { route inbound; log "x" }
  requires a, b
  to Won when x is 1, at most 3 times reason good
  to Lost otherwise
  to Lost by role sales_manager reason required
  reopens to New when y is 2
  aging 48 hours when no outreach in stage -> queue review
}
migrate Old to Working
owners sdr, ae
reasons { a, b "Text" -> task role revops "x"
          c }
)");
  const auto& stages = read.only<syntax::Stages>();
  REQUIRE(stages.lines.size() == 2);
  CHECK(stages.lines[0].text == "Assign");
  CHECK(stages.lines[0].initial);
  CHECK(stages.lines[1].final);
  const auto& stage = read.only<syntax::Stage>(1);
  CHECK(stage.was.text == "Contacted");
  CHECK(stage.seat.text == "ae");
  CHECK(stage.releases_owner);
  CHECK(stage.enter.size() == 2);
  CHECK(words(stage.requires_fields) == "a b");
  REQUIRE(stage.transitions.size() == 4);
  CHECK(stage.transitions[0].limit == 3);
  CHECK(dump(stage.transitions[0].reason.value.get()) == "good");
  CHECK(!stage.transitions[1].when);
  CHECK(!stage.transitions[1].by_person);
  CHECK(who(stage.transitions[2].by) == "role:sales_manager");
  CHECK(stage.transitions[2].reason.required);
  CHECK(stage.transitions[3].reopens);
  REQUIRE(stage.aging.size() == 1);
  CHECK(dump(stage.aging[0].when.get()) == "(nohad outreach since=stage)");
  CHECK(stage.aging[0].actions.size() == 1);
  CHECK(read.only<syntax::Migrate>(2).to.text == "Working");
  CHECK(words(read.only<syntax::Owners>(3).names) == "sdr ae");
  const auto& reasons = read.only<syntax::Reasons>(4);
  REQUIRE(reasons.lines.size() == 2);
  CHECK(words(reasons.lines[0].names) == "a b");
  CHECK(reasons.lines[0].actions.size() == 1);
}

TEST_CASE("clocks keep what starts, stops and pauses them") {
  using T = syntax::Trigger::Kind;
  const Read read(R"(sla s {
  starts when owner assigned or stage becomes [A, B], queued or flag is true
  stops when call where outcome is connected
  stops when handoff h accepted
  pauses in stage Nurturing; pauses until callback_on at most 90 days
  restarts when owner changes
  target 1 business hour when rating is A
  target t.target
  on owner.calendar otherwise us_sales
  at 50% { log "half" }
  at 100% -> escalate chain
}
escalation e { level owner.manager { notify email }  ; level role x after 2 business hours -> notify email }
approval a { ask role m when discount > 15%; within 1 day otherwise { escalate e; log "x" } })");
  const auto& sla = read.only<syntax::Sla>();
  REQUIRE(sla.starts.size() == 4);
  CHECK(sla.starts[0].kind == T::OwnerAssigned);
  CHECK(sla.starts[1].kind == T::StageBecomes);
  CHECK(words(sla.starts[1].names) == "A B");
  CHECK(sla.starts[2].kind == T::QueueEntered);
  CHECK(sla.starts[3].kind == T::Condition);
  REQUIRE(sla.stops.size() == 2);
  CHECK(sla.stops[0].kind == T::Activity);
  CHECK(dump(sla.stops[0].where.get()) == "(is outcome connected)");
  CHECK(sla.stops[1].kind == T::HandoffAccepted);
  REQUIRE(sla.pauses.size() == 1);
  CHECK(sla.pauses[0].kind == T::InStage);
  CHECK(dump(sla.pauses_until.get()) == "callback_on");
  CHECK(dump(sla.pauses_at_most.get()) == "7776000000ms");
  CHECK(sla.restarts_when_owner_changes);
  REQUIRE(sla.targets.size() == 2);
  CHECK(dump(sla.targets[1].value.get()) == "t.target");
  CHECK(sla.on_owner);
  CHECK(sla.calendar.text == "us_sales");
  REQUIRE(sla.points.size() == 2);
  CHECK(dump(sla.points[1].percent.get()) == "1000000%");
  const auto& levels = read.only<syntax::Escalation>(1).levels;
  REQUIRE(levels.size() == 2);
  CHECK(who(levels[0].who) == "owner+1");
  CHECK(dump(levels[1].after.get()) == "7200000bms");
  CHECK(levels[1].actions.size() == 1);
  const auto& approval = read.only<syntax::Approval>(2);
  REQUIRE(approval.asks.size() == 1);
  CHECK(approval.late.size() == 2);
}

TEST_CASE("in a handoff and in privacy a line that begins with `when` is a statement") {
  const Read read(R"(handoff h {
  from sdr to ae by route to_ae
  when stage becomes Working
  when size > 5
  carries source, activities in last 90 days, call in last 5 days
  accept within 4 business hours
    otherwise escalate e
  reject reason in [a, b] -> Nurturing
  feedback 1..5 from owner within 5 days
}
privacy {
  call only when consent is granted
  when consent becomes denied { stop sequences
    log "x"
      when size > 5 }
  when size > 5 -> log "x"
  mask email, name in notify, log when country in eu
  keep Lost, Won 365 days then erase pii
}
stage A { to B
  when size > 5 })");
  const auto& handoff = read.only<syntax::Handoff>();
  CHECK(handoff.when.size() == 2);
  CHECK(handoff.from.text == "sdr");
  CHECK(handoff.to.text == "ae");
  CHECK(handoff.route.text == "to_ae");
  REQUIRE(handoff.carries.size() == 3);
  CHECK(handoff.carries[1].activities);
  CHECK(handoff.carries[1].window);
  CHECK(!handoff.carries[2].activities);
  CHECK(handoff.late.size() == 1);
  REQUIRE(handoff.rejections.size() == 1);
  CHECK(words(handoff.rejections[0].reasons) == "a b");
  CHECK(handoff.feedback_low == 1);
  CHECK(handoff.feedback_high == 5);
  const auto& privacy = read.only<syntax::Privacy>(1);
  REQUIRE(privacy.reactions.size() == 2);
  CHECK(dump(privacy.reactions[0].becomes.get()) == "(is consent denied)");
  REQUIRE(privacy.reactions[0].actions.size() == 2);
  CHECK(privacy.reactions[0].actions[1].condition);
  REQUIRE(privacy.masks.size() == 1);
  CHECK(words(privacy.masks[0].fields) == "email name");
  CHECK(words(privacy.masks[0].where) == "notify log");
  CHECK(words(privacy.keeps[0].stages) == "Lost Won");
  CHECK(read.only<syntax::Stage>(2).transitions[0].when);
}

TEST_CASE("duplicates, data rules and matches keep their keys") {
  const Read read(R"(duplicates { same domain and similar company 90% -> keep best, merge others; same id -> flag; scores latest }
data rules { a when x is 1 require y is known "Text"; b require y is no; rejected records -> queue fix }
match account in accounts { same domain; same normalised name to company; similar name to company 90%; prefer open_deal, then latest touch; parent up })");
  const auto& duplicates = read.only<syntax::Duplicates>();
  REQUIRE(duplicates.rules.size() == 2);
  REQUIRE(duplicates.rules[0].keys.size() == 2);
  CHECK(dump(duplicates.rules[0].keys[1].similar.get()) == "900000%");
  CHECK(duplicates.rules[0].keep.text == "best");
  CHECK(duplicates.rules[0].others.text == "merge");
  CHECK(!duplicates.rules[1].keep);
  CHECK(duplicates.rules[1].others.text == "flag");
  CHECK(duplicates.scores.text == "latest");
  const auto& rules = read.only<syntax::DataRules>(1);
  REQUIRE(rules.lines.size() == 2);
  CHECK(rules.lines[0].text == "Text");
  CHECK(dump(rules.lines[1].require.get()) == "(is y no)");
  CHECK(rules.rejected_queue.text == "fix");
  const auto& match = read.only<syntax::Match>(2);
  CHECK(match.table.text == "accounts");
  REQUIRE(match.keys.size() == 3);
  CHECK(!match.keys[0].value);
  CHECK(match.keys[1].normalised);
  CHECK(match.keys[1].column.text == "name");
  CHECK(dump(match.keys[2].value.get()) == "company");
  CHECK(dump(match.keys[2].similar.get()) == "900000%");
  REQUIRE(match.prefer.size() == 2);
  CHECK(match.prefer[1].order.text == "latest");
  CHECK(match.parent.text == "up");
}

TEST_CASE("reports, scorecards and schedules keep what they count and when") {
  using M = syntax::Metric::Kind;
  using S = syntax::Schedule::Kind;
  const Read read(R"(report p for sales, ops over last 30 days every monday 08:00 to slack "#x" {
  count leads when size > 5 by stage, owner.team
  median time from created to first outreach
  rate Won of leads; rate sla s met; rate handoff h accepted; histogram age in stage; average feedback; data rules kept
  response bands 5 minutes, 1 hour; count reasons; count escalations; sum revenue; rate queue desk met; queue desk met
}
scorecard by owner { 50% sla s met; 50% data rules kept }
every quarter start { rebalance p }
every 2 hours -> log "x"
every day 18:30 { log "x" })");
  const auto& report = read.only<syntax::Report>();
  CHECK(words(report.audience) == "sales ops");
  CHECK(dump(report.over.get()) == "2592000000ms");
  REQUIRE(report.schedule);
  CHECK(report.schedule->kind == S::Weekly);
  CHECK(report.schedule->weekday == 0);
  CHECK(report.schedule->minute == 480);
  CHECK(report.channel.text == "slack");
  const std::vector<M> wanted{M::CountLeads, M::MedianTime, M::StageRate, M::SlaRate, M::HandoffRate, M::Histogram,
                              M::AverageFeedback, M::DataRulesKept, M::ResponseBands, M::CountReasons, M::CountEscalations, M::Sum, M::QueueRate, M::QueueRate};
  REQUIRE(report.metrics.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(report.metrics[i].kind == wanted[i]);
  CHECK(report.metrics[0].by.size() == 2);
  CHECK(dump(report.metrics[0].by[1].get()) == "owner.team");
  CHECK(report.metrics[1].from.word.text == "created");
  CHECK(report.metrics[1].to.word.text == "first");
  CHECK(report.metrics[1].to.name.text == "outreach");
  CHECK(report.metrics[8].bands.size() == 2);
  CHECK(read.only<syntax::Scorecard>(1).lines.size() == 2);
  CHECK(read.only<syntax::Every>(2).schedule.kind == S::QuarterStart);
  CHECK(dump(read.only<syntax::Every>(3).schedule.span_of_time.get()) == "7200000ms");
  CHECK(read.only<syntax::Every>(4).schedule.minute == 1110);
}

TEST_CASE("tests keep what happens and what must be sent") {
  const Read read(R"(test "t" {
  after 2 hours happens stage moved to Won by ana reason good
  after 1 day happens bant answered { budget yes }
  after 1 day happens ben out until 2026-03-09
  after 3 minutes expect no escalation chain level 2 to owner.manager
  expect task call to ana "ring"
  expect handoff h is waiting
  expect email is known
})");
  const auto& test = read.only<syntax::Test>();
  REQUIRE(test.happenings.size() == 3);
  CHECK(words(test.happenings[0].words) == "stage moved to Won by ana");
  CHECK(test.happenings[0].reason.text == "good");
  CHECK(dump(test.happenings[0].after.get()) == "7200000ms");
  CHECK(test.happenings[1].values.size() == 1);
  CHECK(dump(test.happenings[2].amount.get()) == "@2026-03-09");
  REQUIRE(test.expect.size() == 4);
  REQUIRE(test.expect[0].sent);
  CHECK(test.expect[0].sent->none);
  CHECK(test.expect[0].sent->what.text == "escalation");
  CHECK(test.expect[0].sent->name.text == "chain");
  CHECK(test.expect[0].sent->level == 2);
  CHECK(who(test.expect[0].sent->to) == "owner+1");
  CHECK(test.expect[0].after);
  REQUIRE(test.expect[1].sent);
  CHECK(test.expect[1].sent->name.text == "call");
  CHECK(test.expect[1].sent->text.text == "ring");
  CHECK(dump(test.expect[2].condition.get()) == "(is-waiting handoff:h)");
  CHECK(dump(test.expect[3].condition.get()) == "(known email)");
}

TEST_CASE("conditions about the workflow") {
  const Read read(R"(milestone m when sequence s is not finished and not sla c is breached or no call in last 5 days where outcome is connected
milestone n when bant.budget is no and approval is granted
milestone o when approval contains "x" and no contains "y" and (handoff in [a] or sequence not in [no, b]))");
  CHECK(dump(read.only<syntax::Milestone>(2).when.get()) ==
        "(and (contains approval \"x\") (contains no \"y\") (or (in handoff (list a)) (notin sequence (list no b))))");
  CHECK(dump(read.only<syntax::Milestone>().when.get()) ==
        "(or (and (isnot-finished sequence:s) (not (is-breached sla:c))) (nohad call last=432000000ms where=(is outcome connected)))");
  CHECK(dump(read.only<syntax::Milestone>(1).when.get()) == "(and (is bant.budget no) (is approval granted))");
}

TEST_CASE("a mistake in a workflow block costs its line only") {
  const Read read("sla s {\n  strats when outreach\n  stops when outreach\n  at 50% { remind \"x\"; log \"kept\" }\n  at 100% { log \"x\" }\n}\nowners a\n");
  CHECK(read.codes() == "LF0121 LF0126");
  REQUIRE(read.file.declarations.size() == 2);
  const auto& sla = std::get<syntax::Sla>(read.file.declarations[0].node);
  CHECK(sla.stops.size() == 1);
  REQUIRE(sla.points.size() == 2);
  CHECK(sla.points[0].actions.size() == 1);
}

TEST_CASE("what contains itself without a bracket ends in a message, not at the end of the stack") {
  const auto chain = [](const std::string& link, const std::string& head, const std::string& tail) {
    std::string text = head;
    for (int i = 0; i < 20'000; ++i) text += link;
    return Read(text + tail).codes();
  };
  CHECK(chain("had a where ", "milestone m when ", "x is 1\n") == "LF0900");
  CHECK(chain("no a where ", "milestone m when ", "x is 1\n") == "LF0900");
  CHECK(chain("count a in last ", "score s = ", "1 day\n") == "LF0900");
  CHECK(chain("ranges of ", "score s = ", "x { a otherwise }\n") == "LF0900");
  CHECK(chain("split 50% ", "route r { a otherwise -> ", "ana }\n") == "LF0900");
  CHECK(chain("reassign otherwise ", "sequence s { ", "queue q }\n") == "LF0148");
}
