// How a store begins: all of it or nothing; what an earlier leadflow left half begun is completed, or refused.
#include <catch2/catch.hpp>

#include "runtime/workflow/roster_json.hpp"
#include "tests/unit/workflow/faulty_store.hpp"
#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

const std::string kDesk = kHead + R"(
table vips live from "vips.csv" { company text key, boss rep }
stages { New "Go" initial; Done "x" final }
stage New { enter { route inbound }; to Done when had reply in stage where sentiment is positive }
)";
const std::map<std::string, std::string> kDeskFiles = {{"vips.csv", "company,boss\nAcme,ana\n"}};

/// A store, and engines over it that come and go.
struct Place {
  store::Opened opened = store::openStore("memory:");
  FaultyStore faulty{*opened.store};
  std::unique_ptr<workflow::Salts> salts = workflow::seededSalts(7);
  std::unique_ptr<workflow::Engine> engine;
  const Book book = bookOf(kDesk, kDeskFiles);

  port::Status begin(std::vector<Rep> roster, bool named = false) {
    engine = std::make_unique<workflow::Engine>(faulty, workflow::EngineOptions{}, *salts);
    return engine->adopt({book.program, book.bytes, {{"playbook", "main.leadflow", kDesk}}, std::move(roster), named, instantOf(Station::kStart)});
  }
  port::Status work(const std::string& lead) {
    port::Appended appended;
    if (port::Status status = engine->feed(std::vector{event("e-" + lead, "2026-03-02 10:00", "lead.created", lead, R"("record":{"company":"Acme"})")}, appended); !status.ok()) return status;
    return engine->runUntil(instantOf("2026-03-02 12:00"));
  }
  std::string owner(const std::string& lead) {
    std::optional<port::LeadState> state;
    ok(opened.store->load(lead, state));
    return state && !state->seats.empty() ? state->seats.front().rep : std::string("(no lead)");
  }
  port::WorldRows world() {
    port::WorldRows rows;
    ok(opened.store->world(rows));
    return rows;
  }
  std::string setting(const std::string& name) {
    std::string value;
    ok(opened.store->setting(name, value));
    return value;
  }
  std::string replayed() {
    workflow::ReplayResult result;
    ok(workflow::replay(*opened.store, result));
    std::string text;
    if (!result.differences.empty()) text += "recorded " + result.differences.front().recorded + "\nreplayed " + result.differences.front().replayed;
    for (const std::string& each : result.state_texts) text += each + '\n';
    for (const std::string& each : result.turn_differences) text += each + '\n';
    return text;
  }
  /// What leadflow 0.1.0 had committed when it was stopped: the playbook; with `nobody`, also what its next start made of that.
  void halfBegun(bool nobody) {
    port::PlaybookRow row;
    row.version = book.version();
    row.name = "p";
    row.chunk = book.bytes;
    row.deployed = instantOf(Station::kStart);
    ok(opened.store->deploy(row));
    if (!nobody) return;
    port::WorldRows rows;
    rows.roster = "[]";
    rows.roster_version = 1;
    ok(opened.store->begin());
    ok(opened.store->writeWorld(rows, {}));
    ok(opened.store->setSetting("first roster", "[]"));
    ok(opened.store->setSetting("first tables", "[]"));
    ok(opened.store->commit());
  }
};

const std::string kTeam = workflow::rosterJson(usualTeam());

}  // namespace

TEST_CASE("a store begins whole, whichever call its first process is stopped at") {
  Place undisturbed;
  ok(undisturbed.begin(usualTeam()));
  const std::uint64_t calls = undisturbed.faulty.calls;
  REQUIRE(calls > 8);
  const Lines expected = wholeOf(*undisturbed.opened.store, nullptr);
  for (const bool done : {false, true})
    for (std::uint64_t n = 1; n <= calls; ++n) {
      INFO("call " << n << " of " << calls << (done ? ", a commit was done" : ""));
      Place place;
      place.faulty.fail_at = n;
      place.faulty.retry = false;
      place.faulty.after_commit = done;
      const port::Status stopped = place.begin(usualTeam());
      CHECK_FALSE(stopped.ok());
      const port::WorldRows left = place.world();   // all of it, or nothing
      CHECK((left.playbooks.empty() ? left.roster_version == 0 : left.roster_version == 1 && left.roster == kTeam && left.tables.size() == 1));
      CHECK((left.playbooks.empty() == place.setting("first roster").empty()));
      ok(place.begin(usualTeam()));
      CHECK(difference(wholeOf(*place.opened.store, nullptr), expected) == "");
      CHECK(place.world().roster_version == 1);
      CHECK(place.setting("first roster") == kTeam);
      std::vector<port::PlaybookFile> files;
      ok(place.opened.store->playbookFiles(place.book.version(), files));
      CHECK(files.size() == 1);
    }
}

TEST_CASE("who begins second finds the roster that is there, and changes it only when one is named") {
  Place place;
  ok(place.begin(usualTeam()));
  ok(place.begin({}));
  CHECK(place.world().roster == kTeam);
  std::vector<Rep> one = usualTeam();   // without ben
  std::erase_if(one, [](const Rep& rep) { return rep.id == "ben"; });
  ok(place.begin(one));
  ok(place.work("a"));
  CHECK(place.world().roster_version == 1);
  ok(place.begin(one, true));
  ok(place.work("b"));
  CHECK(place.world().roster_version == 2);
  CHECK(place.world().roster == workflow::rosterJson(one));
  CHECK(place.replayed() == "");
}

TEST_CASE("a half-begun store of 0.1.0 is completed as long as nobody was decided") {
  for (const bool nobody : {false, true}) {
    Place place;
    place.halfBegun(nobody);
    ok(place.begin(usualTeam()));
    CHECK(place.world().roster_version == 1);
    CHECK(place.world().roster == kTeam);
    REQUIRE(place.world().tables.size() == 1);
    CHECK(place.world().tables[0].key == "Acme");
    CHECK(place.setting("first roster") == kTeam);
    ok(place.work("a"));
    CHECK(place.owner("a") == "ana");
    CHECK(place.replayed() == "");
  }
}

TEST_CASE("one where leads were decided for nobody is refused, until somebody names the people") {
  Place place;
  place.halfBegun(true);
  place.engine = std::make_unique<workflow::Engine>(place.faulty, workflow::EngineOptions{}, *place.salts);
  ok(place.engine->resume());
  ok(place.work("a"));
  CHECK(place.owner("a") == "");
  const port::Status refused = place.begin(usualTeam());
  CHECK_THAT(refused.error, Catch::Contains("was begun without its roster") && Catch::Contains("--roster FILE"));
  CHECK(place.world().roster == "[]");
  ok(place.begin(usualTeam(), true));
  ok(place.work("b"));
  CHECK(place.owner("b") == "ana");
  CHECK(place.world().roster_version == 2);
  CHECK(place.replayed() == "");
  ok(place.begin(usualTeam()));   // and it is whole from then on
}

TEST_CASE("a playbook without people begins and goes on without them") {
  Place place;
  ok(place.begin({}));
  ok(place.work("a"));
  ok(place.begin({}));
  CHECK(place.world().roster_version == 1);
  CHECK(place.world().roster == "[]");
}
