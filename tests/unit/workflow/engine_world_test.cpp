// What is true for all leads changes while they live: people leave and come back, tables get other rows, what repeats comes round.
#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

const std::string kDesk = kHead + R"(
stages { New "Go" initial; Done "x" final }
stage New { enter { route inbound }; to Done when had reply in stage }
sla first { starts when owner assigned; stops when outreach; target 8 business hours; on owner.calendar otherwise office; at 50% { remind owner "half" }; at 100% { remind owner "all" } }
)";

std::vector<port::Event> created(int from, int to, const std::string& day) {
  std::vector<port::Event> events;
  for (int i = from; i < to; ++i) events.push_back(event("c" + std::to_string(i), day + " 10:" + std::to_string(10 + i), "lead.created", "L" + std::to_string(10 + i)));
  return events;
}

}  // namespace

TEST_CASE("who leaves hands the open leads on, clocks and all; who returns finds the counts") {
  for (const char* kind : {"memory:", "sqlite:"}) {
    INFO(kind);
    Station station(kind, bookOf(kDesk));
    station.feed(created(0, 6, "2026-03-02"));
    station.feed({event("d", "2026-03-02 10:30", "activity", "L11", R"("activity":"reply")")});   // ben's, done
    station.until("2026-03-02 11:00");
    CHECK(station.held() == std::map<std::string, std::int64_t>{{"ana", 3}, {"ben", 2}});
    const port::TurnRow before = station.turns("sdr", "ben");
    CHECK(before.served == 3);
    const port::Clock clock = station.lead("L13").clocks.front();
    const port::Clock taken = station.lead("L10").clocks.front();

    station.feed({event("r1", "2026-03-02 12:00", "roster.changed", "", R"("reps":[{"id":"ben","gone":true},{"id":"cleo","team":"sdr"}])")});
    station.until("2026-03-02 12:00");
    CHECK(station.held() == std::map<std::string, std::int64_t>{{"ana", 4}, {"cleo", 1}});   // cleo begins at ana's three: one each
    for (const char* id : {"L13", "L15"}) {
      const port::LeadState lead = station.lead(id);
      CHECK(lead.owners_before == std::vector<std::pair<std::string, std::int64_t>>{{"ben", instantOf("2026-03-02 12:00")}});
      CHECK(lead.clocks.front().state == clock.state);
      CHECK(lead.clocks.front().runs == 1);                       // it did not start anew
    }
    CHECK(station.lead("L13").clocks.front().started == clock.started);
    CHECK(station.lead("L13").clocks.front().target == clock.target);
    CHECK(station.lead("L10").clocks.front().started == taken.started);
    CHECK(station.stage("L11") == "Done");
    CHECK(station.owner("L11") == "ben");                         // what is over stays whose it was
    CHECK(station.turns("", "ben").open == 0);
    CHECK(station.turns("", "cleo").open == 1);

    station.feed(created(6, 8, "2026-03-03"));
    station.feed({event("r2", "2026-03-03 12:00", "roster.changed", "", R"("reps":[{"id":"ben","team":"sdr"}])")});
    station.until("2026-03-03 12:00");
    CHECK(station.turns("sdr", "ben").served >= before.served);
    station.feed(created(8, 11, "2026-03-04"));
    station.until("2026-03-04 12:00");
    CHECK(station.held()["ben"] == 1);                            // one of three: no flood for who was away
    CHECK(station.turns("", "ben").open == 1);
    CHECK(station.proof() == "");
    station.anew();
    CHECK(station.proof() == "");
  }
}

TEST_CASE("absences hold assignments back, for as long as they last") {
  Station station("memory:", bookOf(kDesk));
  station.feed({event("r1", "2026-03-02 09:00", "roster.changed", "", R"("reps":[{"id":"ana","out_from":"2026-03-02T10:00:00Z","out_until":"2026-03-03T10:00:00Z"}])")});
  station.feed(created(0, 4, "2026-03-02"));
  station.feed(created(4, 8, "2026-03-03"));
  station.until("2026-03-02 23:00");
  CHECK(station.held() == std::map<std::string, std::int64_t>{{"ben", 4}});
  station.until("2026-03-03 23:00");
  CHECK(station.held()["ana"] == 2);
  CHECK(station.held()["ben"] == 6);
  CHECK(station.proof() == "");
}

TEST_CASE("who is inactive is gone too; the last of a pool leaves the leads to the queue") {
  Station station("memory:", bookOf(kDesk));
  station.feed(created(0, 2, "2026-03-02"));
  station.feed({event("r1", "2026-03-02 12:00", "roster.changed", "", R"("reps":[{"id":"ana","active":false},{"id":"ben","active":false}])")});
  station.until("2026-03-02 13:00");
  CHECK(station.held().empty());
  for (const char* id : {"L10", "L11"}) CHECK(station.queue(id) != "");
  CHECK(station.turns("", "ana").open == 0);
  CHECK(station.turns("", "ben").open == 0);
  station.feed({event("r2", "2026-03-02 14:00", "roster.changed", "", R"("reps":[{"id":"ana","active":true}])"), event("q", "2026-03-02 14:10", "queue.claimed", "L10", R"("by":"ana")")});
  station.until("2026-03-02 15:00");
  CHECK(station.owner("L10") == "ana");
  CHECK(station.proof() == "");
}

TEST_CASE("a roster change that cannot be read changes nothing and says why") {
  Station station("memory:", bookOf(kDesk));
  station.feed({event("r1", "2026-03-02 12:00", "roster.changed", "", R"("reps":[{"id":"ben","gone":true},{"id":"ana","capacity":"many"}])")});
  station.until("2026-03-02 13:00");
  port::WorldRows rows;
  ok(station.store().world(rows));
  CHECK(rows.roster_version == 1);
  CHECK(rows.roster.find("ben") != std::string::npos);
  std::vector<std::pair<port::StoredEvent, std::string>> refused;
  ok(station.store().refusedEvents(10, refused));
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].second == "refused: row 2: `capacity` is not a whole number from 0 on");
  CHECK(station.engine->totals().refused == 1);
  CHECK(station.proof() == "");
}

TEST_CASE("another roster file at the next start is a roster change") {
  const Book book = bookOf(kDesk);
  Station station("memory:", book);
  station.feed(created(0, 2, "2026-03-02"));
  station.until("2026-03-02 11:00");
  std::vector<Rep> roster = usualTeam();
  std::erase_if(roster, [](const Rep& rep) { return rep.id == "ana"; });
  for (int time = 0; time < 2; ++time) {   // the second start finds what the first brought
    station.anew();
    ok(station.engine->adopt(book.program, book.bytes, roster, instantOf("2026-03-03 09:00")));
    station.until("2026-03-03 10:00");
    CHECK(station.held() == std::map<std::string, std::int64_t>{{"ben", 2}});
    port::WorldRows rows;
    ok(station.store().world(rows));
    CHECK(rows.roster_version == 2);
  }
  CHECK(station.proof() == "");
}

TEST_CASE("rows of a live table come, change and go; when the last is gone the compiled ones stay away") {
  for (const char* kind : {"memory:", "sqlite:"}) {
    INFO(kind);
    Station station(kind, bookOf(kHead + R"(
table vips live from "vips.csv" { company text key, boss rep }
stages { New "Go" initial; Fast "Call"; Slow "Mail" }
stage New { to Fast when company in vips; to Slow otherwise }
stage Fast { enter { notify slack "#vip" "{company}" }; to Slow by owner }
stage Slow { to Fast by owner }
)", kLifeFiles));
    int number = 0;
    const auto come = [&](const std::string& hour, const std::string& company) {
      const std::string id = "L" + std::to_string(++number);
      station.feed({event("c" + id, "2026-03-02 " + hour, "lead.created", id, R"("record":{"company":")" + company + "\"}")});
      station.until("2026-03-02 " + hour);
      return station.stage(id);
    };
    const auto change = [&](const std::string& hour, const std::string& members) {
      station.feed({event("t" + hour, "2026-03-02 " + hour, "table.changed", "", R"("table":"vips",)" + members)});
      station.until("2026-03-02 " + hour);
    };
    CHECK(come("09:00", "Acme") == "Fast");
    CHECK(come("09:01", "Cyb") == "Slow");
    change("10:00", R"("rows":[{"company":"Cyb","boss":"eva"}])");
    CHECK(come("10:01", "Cyb") == "Fast");
    CHECK(come("10:02", "Acme") == "Fast");
    change("11:00", R"("value":"remove","rows":[{"company":"Cyb"}])");
    CHECK(come("11:01", "Cyb") == "Slow");
    change("11:30", R"("value":"remove","rows":[{"company":"Never"}])");   // refused: there is no such row
    CHECK(come("11:31", "Acme") == "Fast");
    change("12:00", R"("value":"remove","rows":[{"company":"Acme"},{"company":"Borg"}])");
    CHECK(come("12:01", "Acme") == "Slow");
    station.anew();
    CHECK(come("12:02", "Borg") == "Slow");
    port::WorldRows rows;
    ok(station.store().world(rows));
    REQUIRE(rows.tables.size() == 1);
    CHECK(rows.tables[0].body == "");
    change("13:00", R"("rows":[{"company":"Borg"}])");
    ok(station.store().world(rows));
    CHECK(rows.tables.size() == 1);
    CHECK(come("13:01", "Borg") == "Fast");
    CHECK(come("13:02", "Acme") == "Slow");
    change("14:00", R"("rows":[{"boss":"eva"}])");
    change("14:01", R"("rows":[{"company":""}])");
    station.feed({event("tx", "2026-03-02 14:02", "table.changed", "", R"("table":"vipz","rows":[{"company":"Acme"}])")});
    station.until("2026-03-02 15:00");
    std::vector<std::pair<port::StoredEvent, std::string>> refused;
    ok(station.store().refusedEvents(10, refused));
    REQUIRE(refused.size() == 4);   // the newest first
    CHECK(refused[2].second == "refused: a row has no `company`");
    CHECK(refused[1].second == "refused: a row has no `company`");
    CHECK(refused[0].second == "refused: the playbook has no live table `vipz`; did you mean `vips`?");
    CHECK(station.proof() == "");
  }
}

TEST_CASE("what repeats comes each time, also when nobody ran meanwhile: a rebalance") {
  for (const bool pause : {false, true}) {
    Station station("memory:", bookOf(kDesk + "every day 18:00 { rebalance sdr, at most 2 moves a rep }\n"));
    std::vector<port::Event> events = created(0, 8, "2026-03-02");
    for (int i = 0; i < 8; ++i) events.push_back(event("o" + std::to_string(i), "2026-03-02 11:00", "owner.assigned", "L" + std::to_string(10 + i), R"("owner":"ana","by":"maria")"));
    station.feed(events);
    if (!pause) {
      station.until("2026-03-02 17:59");
      CHECK(station.held() == std::map<std::string, std::int64_t>{{"ana", 8}});
      station.until("2026-03-02 18:00");
      CHECK(station.held() == std::map<std::string, std::int64_t>{{"ana", 6}, {"ben", 2}});
      CHECK(station.owner("L17") == "ben");      // the newest move first
      CHECK(station.owner("L10") == "ana");
      station.until("2026-03-03 17:00");
      station.anew();
    }
    station.until("2026-03-05 17:00");            // two more evenings in one go: four each, and no more to do
    CHECK(station.held() == std::map<std::string, std::int64_t>{{"ana", 4}, {"ben", 4}});
    CHECK(station.turns("", "ana").open == 4);
    CHECK(station.turns("", "ben").open == 4);
    std::size_t evenings = 0;
    for (const port::JournalEntry& entry : station.journal())
      if (entry.lead.empty() && entry.kind == "timer") ++evenings;
    CHECK(evenings == 3);
    CHECK(station.proof() == "");
  }
}

TEST_CASE("a scheduled report goes out at its hour, once, with the text as of then") {
  workflow::EngineOptions options;
  options.report = [](port::Store& store, const workflow::World&, const bytecode::ReportInfo& report, std::int64_t now) {
    std::vector<port::LeadSummary> leads;
    ok(store.summaries(leads));
    return report.name + " at " + shown(now) + ": " + std::to_string(leads.size()) + " leads";
  };
  Station station("memory:", bookOf(kDesk + "report pipe for sales over last 30 days every monday 08:00 to slack \"#sales\" { count leads by stage }\n"), options);
  station.feed(created(0, 3, "2026-03-04"));
  station.until("2026-03-17 00:00");
  station.anew();
  station.until("2026-03-17 00:00");
  const Lines sent = station.effects("report");
  REQUIRE(sent.size() == 3);   // the first Monday is the day on which the work began
  CHECK(sent[0] == "2026-03-02 08:00 report: pipe at 2026-03-02 08:00: 0 leads");
  CHECK(sent[1] == "2026-03-09 08:00 report: pipe at 2026-03-09 08:00: 3 leads");
  CHECK(sent[2] == "2026-03-16 08:00 report: pipe at 2026-03-16 08:00: 3 leads");
  CHECK(station.proof() == "");
}
