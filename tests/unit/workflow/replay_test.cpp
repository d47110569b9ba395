// A journal decided again: the same, bit for bit, through roster and table changes, mergers, deployments and erasure; what was
// changed is noticed. (Every other test of the engine ends with a replay too.)
#include "tests/unit/workflow/faulty_store.hpp"
#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

/// Ten leads of which two repeat others, people and tables that change, a new version, two leads erased: one that was merged
/// into another, one whose turn counts.
void live(Station& station) {
  std::vector<port::Event> events;
  for (int i = 0; i < 10; ++i) {
    const std::string lead = "L" + std::to_string(i), email = "p" + std::to_string(i % 8) + "@x.example";
    events.push_back(event("c" + lead, "2026-03-0" + std::to_string(2 + i / 4) + " 10:0" + std::to_string(i), "lead.created", lead,
                           R"("record":{"email":")" + email + R"(","company":")" + (i % 3 == 0 ? "Acme" : "Delos") + "\"}"));
  }
  events.push_back(event("r1", "2026-03-03 12:00", "roster.changed", "", R"("reps":[{"id":"ana","gone":true},{"id":"cleo","team":"sdr","out_from":"2026-03-04"}])"));
  events.push_back(event("t1", "2026-03-03 13:00", "table.changed", "", R"("table":"vips","rows":[{"company":"Delos","boss":"eva"}])"));
  events.push_back(event("t2", "2026-03-04 13:00", "table.changed", "", R"("table":"vips","value":"remove","rows":[{"company":"Acme"},{"company":"Borg"},{"company":"Delos"}])"));
  events.push_back(event("x1", "2026-03-04 14:00", "lead.erased", "L9"));
  events.push_back(event("x2", "2026-03-04 14:10", "lead.erased", "L2"));
  events.push_back(event("a1", "2026-03-04 15:00", "activity", "L4", R"("activity":"reply","fields":{"sentiment":"positive"})"));
  events.push_back(event("m1", "2026-03-04 16:00", "stage.moved", "L5", R"("stage":"Lost","reason":"no_fit","by":"maria")"));
  events.push_back(event("z1", "2026-03-04 16:30", "stage.moved", "L6", R"("stage":"Nowhere","by":"maria")"));
  station.feed(events);
  station.until("2026-03-05 00:00");
  std::string text = kLife;
  text.replace(text.find("version \"1\""), 11, "version \"2\"");
  text.replace(text.find("target 8 business hours"), 23, "target 6 business hours");
  const Book next = bookOf(text, kLifeFiles);
  workflow::DeployOptions options;
  options.now = instantOf("2026-03-05 01:00");
  options.pilot_percent = 500'000;
  workflow::DeployPlan plan;
  ok(workflow::deploy(station.store(), next.program, next.bytes, options, plan));
  CHECK(plan.missing.empty());
  CHECK(plan.leads > 0);
  CHECK(plan.staying > 0);
  station.anew();
  station.feed({event("late", "2026-03-03 09:00", "activity", "L1", R"("activity":"call","by":"ben")"),
                event("n1", "2026-03-05 10:00", "lead.created", "N1", R"("record":{"email":"p1@x.example"})"), event("n2", "2026-03-05 10:00", "lead.created", "N2", R"("record":{"company":"Acme"})"),
                event("r2", "2026-03-06 12:00", "roster.changed", "", R"("reps":[{"id":"ana","team":"sdr","manager":"maria"}])"), event("x3", "2026-03-07 12:00", "lead.erased", "L7")});
  station.until("2026-03-20 00:00");
}

}  // namespace

TEST_CASE("everything that a desk goes through is decided again the same; erased leads are skipped and counted, turns stay exact") {
  const Book book = bookOf(kLife, kLifeFiles);
  for (const char* kind : {"memory:", "sqlite:"}) {
    INFO(kind);
    Station station(kind, book);
    live(station);
    std::uint64_t skipped = 0;
    CHECK(station.proof(&skipped) == "");
    workflow::ReplayResult result;
    ok(workflow::replay(station.store(), result));
    std::uint64_t erased = 0, entries = 0, of_erased = 0, leads = 0;
    std::set<std::string> gone;
    ok(station.store().eachLead([&](const port::LeadState& lead) {
      if (lead.erased) gone.insert(lead.id);
      leads += lead.id.empty() || isMissing(lead.created) ? 0 : 1;
      return true;
    }));
    erased = gone.size();
    CHECK(gone.count("L9") == 1);
    CHECK(gone.count("L1") == 1);      // into which L9 was merged: it held the same data
    CHECK(gone.count("L2") == 1);
    CHECK(gone.count("L5") == 1);      // `keep Lost 5 days then erase pii`
    CHECK(gone.count("L7") == 1);
    for (const port::JournalEntry& entry : station.journal()) {
      ++entries;
      of_erased += gone.count(entry.lead);
    }
    CHECK(result.entries == entries);
    CHECK(result.erased_leads == erased);
    CHECK(result.leads == leads - erased);
    CHECK(result.skipped_entries == of_erased);
    CHECK(skipped == of_erased);
    CHECK(of_erased > 10);
  }
}

TEST_CASE("a journal that was changed is noticed, whatever was changed") {
  Station station("memory:", bookOf(kLife, kLifeFiles));
  live(station);
  FaultyStore changed(station.store());
  const auto different = [&](std::function<void(port::JournalEntry&)> change) {
    changed.change = std::move(change);
    workflow::ReplayResult result;
    ok(workflow::replay(changed, result));
    return result.different + result.turn_differences.size();
  };
  const auto swap = [](port::JournalEntry& entry, const std::string& what, const std::string& with) {
    const std::size_t at = entry.body.find(what);
    REQUIRE(at != std::string::npos);
    entry.body.replace(at, what.size(), with);
  };
  CHECK(different({}) == 0);
  const auto first = [](const port::JournalEntry& entry) { return entry.lead == "L4" && entry.seq == 1; };
  CHECK(different([&](port::JournalEntry& entry) { if (first(entry)) swap(entry, "\"applied\"", "\"refused\""); }) > 0);
  CHECK(different([&](port::JournalEntry& entry) { if (first(entry)) swap(entry, "\"stage\":\"", "\"stage\":\"X"); }) > 0);
  CHECK(different([&](port::JournalEntry& entry) { if (first(entry)) swap(entry, "\"timers\":[[", "\"timers\":[[1"); }) > 0);
  CHECK(different([&](port::JournalEntry& entry) { if (first(entry)) entry.at += 60'000; }) > 0);
  CHECK(different([&](port::JournalEntry& entry) { if (first(entry)) entry.hash[0] = entry.hash[0] == '0' ? '1' : '0'; }) > 0);
  CHECK(different([&](port::JournalEntry& entry) { if (first(entry)) entry.secrets.front().value += ' '; }) > 0);
  CHECK(different([&](port::JournalEntry& entry) { if (first(entry)) entry.secrets.clear(); }) > 0);
  CHECK(different([&](port::JournalEntry& entry) { if (first(entry)) entry.kind = "lead.updated"; }) > 0);
  CHECK(different([&](port::JournalEntry& entry) { if (entry.lead.empty() && entry.body.find("cleo") != std::string::npos) swap(entry, "cleo", "clea"); }) > 0);
  CHECK(different([&](port::JournalEntry& entry) { if (entry.lead.empty() && entry.kind == "table.changed") swap(entry, "\"tables\":", "\"tables\":1"); }) > 0);
  CHECK(different([&](port::JournalEntry& entry) { if (first(entry)) entry.body = "not JSON"; }) > 0);
  CHECK(different([&](port::JournalEntry& entry) { if (first(entry)) swap(entry, "\"revision\":0", "\"revision\":\"0\""); }) > 0);
  CHECK(different([&](port::JournalEntry& entry) { if (first(entry)) swap(entry, "\"version\":\"", "\"version\":\"zz"); }) > 0);
}

TEST_CASE("who was most alike decides, and is erased: what came of it is taken as it stands, not called wrong") {
  Station station("memory:", bookOf(kHead + R"(
stages { New "Go" initial; Done "x" final }
stage New { enter { route inbound }; to Done when had reply in stage }
duplicates { similar company 80% -> keep oldest, merge others }
)"));
  station.feed({event("1", "2026-03-02 10:00", "lead.created", "a", R"("record":{"company":"Acme Industries"})"), event("2", "2026-03-02 10:01", "lead.created", "b", R"("record":{"company":"Acme Industry"})"),
                event("3", "2026-03-02 10:02", "lead.created", "c", R"("record":{"company":"Borg"})"), event("4", "2026-03-02 11:00", "lead.erased", "a")});
  station.until("2026-03-02 12:00");
  CHECK(station.lead("b").merged_into == "a");
  CHECK(station.proof() == "");
}
