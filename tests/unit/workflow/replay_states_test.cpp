// A replay proves also that the store holds what was decided; and neither it nor an audit cries wolf beside a worker.
#include "tests/unit/workflow/faulty_store.hpp"
#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

std::vector<port::Event> weekOf(int leads) {
  std::vector<port::Event> events;
  for (int i = 0; i < leads; ++i) {
    const std::string lead = "L" + std::to_string(i), at = "2026-03-0" + std::to_string(2 + i % 5) + " 1" + std::to_string(i % 7) + ":00";
    events.push_back(event("c" + lead, at, "lead.created", lead, R"("record":{"company":"Delos","email":"p)" + std::to_string(i) + R"(@x.example"})"));
    if (i % 2 == 0) events.push_back(event("a" + lead, at, "activity", lead, R"("activity":"call","by":"ben")"));
  }
  return events;
}

workflow::ReplayResult replayed(port::Store& store) {
  workflow::ReplayResult result;
  ok(workflow::replay(store, result));
  return result;
}

}  // namespace

TEST_CASE("a lead that was changed in the store, and not by a decision, is named with what differs") {
  for (const char* kind : {"memory:", "sqlite:"}) {
    INFO(kind);
    const auto changed = [&](const std::function<void(port::LeadState&, port::Write&)>& change) {
      Station station(kind, bookOf(kLife, kLifeFiles));
      station.feed(weekOf(4));
      station.until("2026-03-06 10:00");
      CHECK(station.proof() == "");
      const port::LeadState before = station.lead("L2");
      port::Write write;
      write.before = &before;
      write.after = before;
      write.stage = station.stage("L2");
      write.owner = station.owner("L2");
      write.queue = station.queue("L2");
      change(write.after, write);
      ok(station.store().begin());
      ok(station.store().write(write));
      ok(station.store().commit());
      const workflow::ReplayResult result = replayed(station.store());
      CHECK(result.different == 0);
      CHECK(result.state_differences == result.state_texts.size());
      return result.state_texts.empty() ? std::string() : result.state_texts.front();
    };
    CHECK(changed([](port::LeadState&, port::Write&) {}) == "");
    CHECK(changed([](port::LeadState& lead, port::Write&) { lead.seats.front().rep = "eva"; }) == "lead L2: its columns (stage, owner, queue) do not say what its state says");
    CHECK(changed([](port::LeadState&, port::Write& write) { write.owner = "eva"; }) == "lead L2: its columns (stage, owner, queue) do not say what its state says");
    CHECK(changed([](port::LeadState& lead, port::Write& write) { lead.seats.front().rep = write.owner = "eva"; }) == "lead L2: its state is not the one that was decided");
    CHECK(changed([](port::LeadState& lead, port::Write&) { ++lead.entered; }) == "lead L2: its state is not the one that was decided");
    CHECK(changed([](port::LeadState& lead, port::Write&) { lead.timers.front().due += 60'000; }) == "lead L2: its timers are not those that were decided");
    CHECK(changed([](port::LeadState& lead, port::Write&) { lead.timers.clear(); }) == "lead L2: its timers are not those that were decided");
    CHECK(changed([](port::LeadState& lead, port::Write&) { lead.activities.push_back({lead.now, "call", "{}", "ana"}); }) == "lead L2: its activities are not those that were told");
    CHECK(changed([](port::LeadState& lead, port::Write&) { lead.journal_hash[0] = lead.journal_hash[0] == '0' ? '1' : '0'; }) == "lead L2: its last entry is not the one that its state knows");
  }
}

TEST_CASE("turns that were changed in the store are named") {
  Station station("memory:", bookOf(kLife, kLifeFiles));
  station.feed(weekOf(4));
  station.until("2026-03-06 10:00");
  CHECK(replayed(station.store()).turn_differences.empty());
  port::DeskRows desk;
  ok(station.store().begin());
  ok(station.store().desk(desk));
  REQUIRE_FALSE(desk.turns.empty());
  ++desk.turns.back().served;
  ok(station.store().writeDesk({desk.turn, {desk.turns.back()}, {}}));
  ok(station.store().commit());
  CHECK(replayed(station.store()).turn_differences.size() == 1);
}

TEST_CASE("beside a worker an audit and a replay see one state of the store") {
  Station station("sqlite:", bookOf(kLife, kLifeFiles));
  station.feed(weekOf(12));
  station.until("2026-03-04 10:00");
  store::StoreOptions how;
  how.create = false;
  how.read_only = true;
  const store::Opened second = store::openStore("sqlite:" + station.folder->path() + "/leads.db", how);
  REQUIRE(second.store);
  FaultyStore reader(*second.store);
  // At every fifth entry that the reader comes to, the worker goes on by some hours.
  int seen = 0, hour = 0;
  std::uint64_t commits = 0;
  reader.change = [&](port::JournalEntry&) {
    if (++seen % 5 != 0 || hour >= 40) return;
    ++hour;
    ok(station.engine->runUntil(instantOf("2026-03-04 10:00") + hour * 3'600'000LL));
    commits = station.engine->totals().commits;
  };
  const std::uint64_t before = station.engine->totals().commits;
  audit::Verified verified;
  ok(audit::verify(reader, verified));
  for (const audit::Finding& finding : verified.findings) FAIL_CHECK(finding.lead << ' ' << finding.text);
  const workflow::ReplayResult result = replayed(reader);
  CHECK(result.different == 0);
  CHECK(result.state_texts == Lines{});
  CHECK(result.turn_differences == Lines{});
  CHECK(commits > before + 3);   // there was something to see
  station.until("2026-03-20 10:00");
  CHECK(station.proof() == "");
}
