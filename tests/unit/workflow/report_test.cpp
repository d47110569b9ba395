// What reports count, over a store in memory with states written by hand: each figure can be checked on the fingers.
#include "runtime/store/memory.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/workflow/report.hpp"
#include "tests/unit/workflow/fixture.hpp"

using namespace leadflow;
using namespace leadflow::test;
using workflow::FigureTable;
using workflow::ReportData;

namespace {

const std::string kPlaybook = kHead + R"(
owners first, second
route to_ae { all otherwise -> round robin ae }
stages { New initial; Working; Won final }
stage New     owned by first { to Working by owner reason required }
stage Working owned by first { to Won by owner }
reasons { no_budget "No budget"; bad_timing "Not now" }
milestone keen when hours > 3
sla first_response { starts when lead created; stops when outreach; target 4 hours }
escalation chain { level owner.manager { log "up" } }
handoff to_ae { when stage becomes Won; from first to second by route to_ae; accept within 1 day otherwise escalate chain; feedback 1..5 from owner within 5 days }
data rules {
  has_company when stage is Working require company is known "Which company?"
  has_hours   require hours is known "How many?"
}
)";

/// A lead by hand: `with` changes what stands there.
struct Given {
  explicit Given(const std::string& more) : flow(kPlaybook + more), store(store::StoreOptions{}) {}

  template <typename Change>
  void lead(const std::string& id, const Change& change) {
    port::LeadState state = workflow::freshState(flow.world, id);
    state.version = flow.world.version;
    state.created = instantOf("2026-03-02 09:00");
    state.now = state.created;
    state.stage = 0;
    state.entered = state.created;
    state.visits.push_back({0, state.created, -1, {}});
    change(state);
    put(std::move(state));
  }
  void put(port::LeadState state) {
    port::Write write;
    write.after = std::move(state);
    REQUIRE(store.begin().error == "");
    REQUIRE(store.write(write).error == "");
    REQUIRE(store.commit().error == "");
  }
  workflow::WorldOf worlds() const {
    return [this](std::uint64_t version) { return version == flow.world.version ? std::make_shared<const workflow::World>(flow.world) : nullptr; };
  }
  ReportData report(const bytecode::ReportInfo& info, const std::string& at = "2026-03-04 09:00") {
    ReportData data;
    REQUIRE(workflow::makeReport(store, flow.world, worlds(), info, instantOf(at), data).error == "");
    return data;
  }
  ReportData report(const std::string& at = "2026-03-04 09:00") { return report(flow.world.workflow().reports.at(0), at); }

  Flow flow;
  store::MemoryStore store;
};

/// "New 2 | Working 1", the figures of a row by commas.
Lines rows(const FigureTable& table) {
  Lines lines;
  const auto add = [&](const workflow::FigureRow& row, const std::string& first) {
    std::string line = first;
    for (const std::string& key : row.keys) line += (line.empty() ? "" : "/") + key;
    for (std::size_t i = 0; i < row.figures.size(); ++i) line += (i == 0 ? (line.empty() ? "" : " ") : ", ") + row.figures[i].text();
    lines.push_back(line);
  };
  for (const workflow::FigureRow& row : table.rows) add(row, "");
  if (table.all) add(*table.all, "=");
  return lines;
}

void touch(port::LeadState& state, const std::string& type, const std::string& at, const std::string& by = "ana") { state.activities.push_back({instantOf(at), type, {}, by}); }
void go(port::LeadState& state, std::uint32_t stage, const std::string& at, std::int32_t reason = -1) {
  state.stage = static_cast<std::int32_t>(stage);
  state.entered = instantOf(at);
  state.reason = reason;
  state.visits.push_back({stage, state.entered, reason, "ana"});
}
void own(port::LeadState& state, const std::string& rep, const std::string& since = "2026-03-02 09:00") {
  state.seats.at(0).rep = rep;
  state.seats.at(0).since = instantOf(since);
}
void clock(port::LeadState& state, std::uint32_t met, std::uint32_t missed, bool overdue = false) {
  state.clocks.at(0).met = met;
  state.clocks.at(0).missed = missed;
  state.clocks.at(0).runs = met + missed + (overdue ? 1 : 0);
  state.clocks.at(0).state = static_cast<std::uint8_t>(overdue ? bytecode::SlaState::Overdue : missed > 0 ? bytecode::SlaState::Missed : bytecode::SlaState::Met);
}

}  // namespace

TEST_CASE("a store without leads gives every table without rows, and no figure is made up") {
  Given given(R"(
report r {
  count leads by stage; count leads; median time from created to first outreach; rate Won of leads; rate sla first_response met
  response bands 1 hour; histogram age in stage; average feedback; data rules kept; count reasons; count escalations
  rate handoff to_ae accepted; sum hours
}
scorecard by owner { 100% sla first_response met }
)");
  const ReportData data = given.report();
  CHECK(data.leads == 0);
  REQUIRE(data.tables.size() == 13);
  for (const FigureTable& table : data.tables) {
    CHECK(table.rows.empty());
    CHECK_FALSE(table.all);
    CHECK_FALSE(table.columns.empty());
  }
  FigureTable card;
  REQUIRE(workflow::makeScorecard(given.store, given.flow.world, given.worlds(), 0, card).error == "");
  CHECK(card.rows.empty());
  CHECK(card.columns.size() == 2);
}

TEST_CASE("leads are counted by stage in the playbook's order, what is missing comes last") {
  Given given("report r { count leads by stage; count leads by country; count leads by hours; count leads by stage, consent; count leads when vip by stage }");
  given.lead("1", [](port::LeadState& state) { go(state, 2, "2026-03-03 09:00"); state.record = {{"country", "\"US\""}, {"hours", "10"}, {"consent", "\"granted\""}}; });
  given.lead("2", [](port::LeadState& state) { go(state, 1, "2026-03-03 09:00"); state.record = {{"country", "\"DE\""}, {"hours", "9"}, {"vip", "true"}}; });
  given.lead("3", [](port::LeadState&) {});
  given.lead("4", [](port::LeadState& state) { state.record = {{"vip", "false"}}; });
  const ReportData data = given.report();
  CHECK(data.leads == 4);
  CHECK(rows(data.tables[0]) == Lines{"New 2", "Working 1", "Won 1", "= 4"});
  CHECK(data.tables[0].ordered_rows);
  CHECK(rows(data.tables[1]) == Lines{"DE 1", "US 1", "- 2", "= 4"});
  CHECK_FALSE(data.tables[1].ordered_rows);
  CHECK(rows(data.tables[2]) == Lines{"9 1", "10 1", "- 2", "= 4"});   // by size, not by letter
  CHECK(rows(data.tables[3]) == Lines{"New/unknown 2", "Working/unknown 1", "Won/granted 1", "= 4"});
  CHECK(rows(data.tables[4]) == Lines{"Working 1", "= 1"});
}

TEST_CASE("texts that the language takes for the same stand in one group") {
  Given given("report r { count leads by company }");
  given.lead("1", [](port::LeadState& state) { state.record = {{"company", "\"acme\""}}; });
  given.lead("2", [](port::LeadState& state) { state.record = {{"company", "\" Acme \""}}; });
  given.lead("3", [](port::LeadState& state) { state.record = {{"company", "\"Zeta\""}}; });
  const FigureTable table = given.report().tables[0];
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].figures[0].value == 2);
  CHECK(rows(table)[1] == "Zeta 1");
}

TEST_CASE("medians: of an odd and an even number, over all, without leads that never came there") {
  Given given("report r { median time from created to first outreach by owner; median time from created to stage Won; median time from owner assigned to first call; median time from created to milestone keen }");
  given.lead("1", [](port::LeadState& state) { own(state, "ana"); touch(state, "call", "2026-03-02 10:00"); go(state, 2, "2026-03-03 09:00"); });
  given.lead("2", [](port::LeadState& state) { own(state, "ana"); touch(state, "email_sent", "2026-03-02 12:00"); touch(state, "call", "2026-03-02 20:00"); });
  given.lead("3", [](port::LeadState& state) { own(state, "ana"); touch(state, "reply", "2026-03-02 09:30"); touch(state, "call", "2026-03-03 09:00"); });
  given.lead("4", [](port::LeadState& state) { own(state, "ben", "2026-03-02 11:00"); touch(state, "call", "2026-03-02 14:00", "ben"); state.milestones.at(0) = instantOf("2026-03-02 09:45"); });
  given.lead("5", [](port::LeadState& state) { own(state, "ben"); touch(state, "reply", "2026-03-02 14:00"); });
  given.lead("6", [](port::LeadState& state) { own(state, "ben"); touch(state, "call", "2026-03-01 14:00"); });   // before it was a lead
  const ReportData data = given.report();
  CHECK(rows(data.tables[0]) == Lines{"ana 3 hours, 3", "ben 5 hours, 1", "= 4 hours, 4"});   // 1, 3, 24 | 5 | 1, 3, 5, 24
  CHECK(rows(data.tables[1]) == Lines{"1 day, 1"});
  CHECK(rows(data.tables[2]) == Lines{"7 hours, 4"});   // 1, 11, 24, 3
  CHECK(rows(data.tables[3]) == Lines{"45 minutes, 1"});
}

TEST_CASE("shares: of leads, of clocks, of handoffs, of data rules; nothing of nothing is no share") {
  Given given("report r { rate Won of leads by owner; rate sla first_response met by owner.team; rate handoff to_ae accepted by owner; data rules kept by owner; average feedback by owner }");
  given.lead("1", [](port::LeadState& state) {
    own(state, "ana"); go(state, 1, "2026-03-02 10:00"); go(state, 2, "2026-03-03 09:00"); clock(state, 2, 1);
    state.handoffs.at(0).offers = 3; state.handoffs.at(0).accepted = 2; state.handoffs.at(0).feedback = 4;
    state.record = {{"hours", "1"}};
  });
  given.lead("2", [](port::LeadState& state) { own(state, "ana"); clock(state, 0, 0, true); state.handoffs.at(0).offers = 1; state.handoffs.at(0).feedback = 5; });
  given.lead("3", [](port::LeadState& state) { own(state, "dora"); go(state, 1, "2026-03-02 10:00"); state.record = {{"company", "\"Acme\""}}; });
  given.lead("4", [](port::LeadState& state) { own(state, "dora"); clock(state, 1, 0); });
  const ReportData data = given.report();
  CHECK(rows(data.tables[0]) == Lines{"ana 50% (1 of 2)", "dora 0% (0 of 2)", "= 25% (1 of 4)"});
  CHECK(rows(data.tables[1]) == Lines{"leads 100% (1 of 1)", "sdr 50% (2 of 4)", "= 60% (3 of 5)"});   // a clock that is overdue now counts as missed
  CHECK(rows(data.tables[2]) == Lines{"ana 50% (2 of 4)", "= 50% (2 of 4)"});
  CHECK(rows(data.tables[3]) == Lines{"ana 50% (1 of 2)", "dora 33% (1 of 3)", "= 40% (2 of 5)"});
  CHECK(rows(data.tables[4]) == Lines{"ana 4.50", "= 4.50"});
  workflow::Figure none;
  none.kind = workflow::Figure::Kind::Share;
  CHECK(none.text() == "-");
  CHECK(none.number() == 0);
  none.kind = workflow::Figure::Kind::Average;
  CHECK(none.text() == "-");
  CHECK(none.number() == 0);
}

TEST_CASE("bands: what comes at the limit is within it, what has no touch is not yet, final leads have no age") {
  Given given("report r { response bands 5 minutes, 1 hour, 24 hours; histogram age in stage by stage }");
  given.lead("1", [](port::LeadState& state) { touch(state, "call", "2026-03-02 09:05"); });
  given.lead("2", [](port::LeadState& state) { touch(state, "call", "2026-03-02 09:05:01"); });
  given.lead("3", [](port::LeadState& state) { touch(state, "call", "2026-03-03 09:00"); go(state, 1, "2026-03-04 08:00"); });
  given.lead("4", [](port::LeadState& state) { touch(state, "call", "2026-03-03 09:01"); go(state, 1, "2026-03-04 07:59"); });
  given.lead("5", [](port::LeadState& state) { go(state, 2, "2026-03-03 09:00"); state.final = true; });
  const ReportData data = given.report();
  CHECK(data.tables[0].columns == std::vector<std::string>{"within 5 minutes", "within 1 hour", "within 1 day", "later", "not yet"});
  CHECK(data.tables[0].ordered_bands);
  CHECK(rows(data.tables[0]) == Lines{"1, 1, 1, 1, 1"});
  CHECK(data.tables[1].columns.front() == "within 1 hour");
  CHECK(data.tables[1].columns.back() == "later");
  CHECK(rows(data.tables[1]) == Lines{"New 0, 0, 0, 2, 0, 0, 0", "Working 1, 1, 0, 0, 0, 0, 0", "= 1, 1, 0, 2, 0, 0, 0"});
}

TEST_CASE("reasons, escalations and sums") {
  Given given("report r { count reasons by owner; count escalations by owner; sum hours by stage; sum hours when vip }");
  given.lead("1", [](port::LeadState& state) {
    own(state, "ana"); go(state, 1, "2026-03-02 10:00", 1); go(state, 1, "2026-03-02 11:00", 0);
    state.climbs.push_back({});
    state.climbs.back().acknowledged_by = "maria";
    state.climbs.push_back({});
    state.climbs.back().acknowledged_by = state.climbs.back().resolved_by = "dora";
    state.record = {{"hours", "3"}, {"vip", "true"}};
  });
  given.lead("2", [](port::LeadState& state) { own(state, "ben"); go(state, 1, "2026-03-02 10:00", 1); state.climbs.push_back({}); state.climbs.back().held_by = "maria"; state.record = {{"hours", "-5"}}; });
  given.lead("3", [](port::LeadState&) {});
  const ReportData data = given.report();
  CHECK(rows(data.tables[0]) == Lines{"no_budget/ana 1", "bad_timing/ana 1", "bad_timing/ben 1", "= 3"});   // as the playbook lists them
  CHECK(data.tables[0].by == std::vector<std::string>{"reason", "owner"});
  CHECK(rows(data.tables[1]) == Lines{"chain/ana 2, 2, 1", "chain/ben 1, 1, 0", "= 3, 3, 1"});
  CHECK(rows(data.tables[2]) == Lines{"Working -2, 2", "= -2, 2"});
  CHECK(rows(data.tables[3]) == Lines{"3, 1"});
}

TEST_CASE("a window looks at leads created in it, a merged lead is not counted beside the one it went into") {
  Given given("report r over last 7 days { count leads }");
  given.lead("1", [](port::LeadState&) {});
  given.lead("2", [](port::LeadState& state) { state.created = instantOf("2026-02-25 09:00"); });    // seven days to the minute
  given.lead("3", [](port::LeadState& state) { state.created = instantOf("2026-02-25 08:59"); });
  given.lead("4", [](port::LeadState& state) { state.merged_into = "1"; });
  const ReportData data = given.report();
  CHECK(data.leads == 2);
  CHECK(rows(data.tables[0]) == Lines{"2"});
  CHECK(data.from_text == "2026-02-25 09:00");
  CHECK(data.at_text == "2026-03-04 09:00");
}

TEST_CASE("personal data that is masked in reports makes no groups") {
  Given given("report r { count leads by email, country }\nprivacy { mask email in report when country in [DE, FR] }");
  given.lead("1", [](port::LeadState& state) { state.record = {{"email", "\"ada@acme.example\""}, {"country", "\"US\""}}; });
  given.lead("2", [](port::LeadState& state) { state.record = {{"email", "\"bea@bauer.example\""}, {"country", "\"DE\""}}; });
  given.lead("3", [](port::LeadState& state) { state.record = {{"email", "\"cy@cohen.example\""}}; });   // who knows where: masked
  CHECK(rows(given.report().tables[0]) == Lines{"ada@acme.example/US 1", "•••/DE 1", "•••/- 1", "= 3"});
}

TEST_CASE("leads of another version count under the names of their stages; those that have no place are told") {
  Given given("report r { count leads by stage }");
  Flow old(kHead + "stages { Old initial; Working; New; Won final }\nstage Old { to Working by owner }\nstage Working { to Won by owner }\nstage New { to Won by owner }\n");
  given.lead("1", [](port::LeadState&) {});
  for (const std::uint32_t stage : {0U, 1U, 2U}) {
    port::LeadState state = workflow::freshState(old.world, "old" + std::to_string(stage));
    state.version = old.world.version;
    state.created = state.now = state.entered = instantOf("2026-03-02 09:00");
    state.stage = static_cast<std::int32_t>(stage);
    state.visits.push_back({stage, state.created, -1, {}});
    given.put(std::move(state));
  }
  port::LeadState unknown = workflow::freshState(old.world, "unknown");
  unknown.version = 4711;
  unknown.created = unknown.now = instantOf("2026-03-02 09:00");
  given.put(std::move(unknown));
  ReportData data;
  const auto world_of = [&](std::uint64_t version) { return version == old.world.version ? std::make_shared<const workflow::World>(old.world) : nullptr; };
  REQUIRE(workflow::makeReport(given.store, given.flow.world, world_of, given.flow.world.workflow().reports.at(0), instantOf("2026-03-04 09:00"), data).error == "");
  CHECK(rows(data.tables[0]) == Lines{"New 2", "Working 1", "= 3"});
  CHECK(data.leads == 3);
  CHECK(data.left_out == 2);
}

TEST_CASE("the standard report asks for what every lead has, also where no rule reads it") {
  Given given("");
  given.lead("1", [](port::LeadState& state) {
    own(state, "ana"); clock(state, 1, 0); touch(state, "call", "2026-03-02 09:03"); go(state, 1, "2026-03-02 10:00", 1);
    state.climbs.push_back({});
    state.climbs.back().resolved_by = "maria";
  });
  given.lead("2", [](port::LeadState& state) { own(state, "dora"); clock(state, 0, 1); });
  given.lead("3", [](port::LeadState&) {});
  const ReportData data = given.report(workflow::standardReport(given.flow.world));
  const auto table = [&](const std::string& title) {
    for (const FigureTable& each : data.tables)
      if (each.title == title) return rows(each);
    return Lines{"no such table"};
  };
  CHECK(table("count leads by stage") == Lines{"New 2", "Working 1", "= 3"});
  CHECK(table("median time from created to first outreach") == Lines{"3 minutes, 1"});
  CHECK(table("response bands 5 minutes, 1 hour, 24 hours") == Lines{"1, 0, 0, 0, 2"});
  CHECK(table("rate Working of leads") == Lines{"33% (1 of 3)"});
  CHECK(table("rate sla first_response met by owner.team") == Lines{"leads 0% (0 of 1)", "sdr 100% (1 of 1)", "= 50% (1 of 2)"});
  CHECK(table("count escalations by owner") == Lines{"chain/ana 1, 0, 1", "= 1, 0, 1"});
  CHECK(table("count escalations by resolver") == Lines{"chain/maria 1, 0, 1", "= 1, 0, 1"});
  CHECK(table("count reasons") == Lines{"bad_timing 1", "= 1"});
  CHECK(table("data rules kept by owner") == Lines{"ana 0% (0 of 2)", "dora 0% (0 of 1)", "- 0% (0 of 1)", "= 0% (0 of 4)"});
}

TEST_CASE("a scorecard weighs what there is: a line without figures leaves its weight to the others") {
  Given given("scorecard by owner { 50% sla first_response met; 30% average feedback; 20% data rules kept }");
  given.lead("1", [](port::LeadState& state) { own(state, "ana"); clock(state, 3, 1); state.handoffs.at(0).feedback = 5; state.record = {{"hours", "1"}}; });
  given.lead("2", [](port::LeadState& state) { own(state, "ben"); state.record = {{"hours", "1"}}; });
  given.lead("3", [](port::LeadState& state) { own(state, "ben"); });
  given.lead("4", [](port::LeadState&) {});   // nobody's
  FigureTable card;
  REQUIRE(workflow::makeScorecard(given.store, given.flow.world, given.worlds(), instantOf("2026-03-04 09:00"), card).error == "");
  // ana: 75 x 0.5 + 100 x 0.3 + 100 x 0.2 = 87.5; ben: only the data rules, 1 of 2
  CHECK(rows(card) == Lines{"ana 75% (3 of 4), 5.00, 100% (1 of 1), 88", "ben -, -, 50% (1 of 2), 50"});
  CHECK(card.columns.back() == "score");
}
