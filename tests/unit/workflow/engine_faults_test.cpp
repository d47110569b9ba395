// A store that fails at any call, a process that dies at any call: what is left, worked on, ends as if nothing had happened.
#include "tests/unit/workflow/faulty_store.hpp"
#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

std::vector<port::Event> fewEvents() {
  return {event("1", "2026-03-02 10:00", "lead.created", "b", R"("record":{"email":"x@y.example","company":"Delos"})"),
          event("2", "2026-03-02 10:05", "lead.created", "a", R"("record":{"email":"x@y.example","company":"Acme"})"),
          event("3", "2026-03-02 10:10", "activity", "a", R"("activity":"call","by":"ana")"),
          event("4", "2026-03-02 11:00", "roster.changed", "", R"("reps":[{"id":"ana","gone":true}])"),
          event("5", "2026-03-02 12:00", "table.changed", "", R"("table":"vips","rows":[{"company":"Cyb","boss":"eva"}])"),
          event("6", "2026-03-02 13:00", "lead.created", "c", R"("record":{"company":"Cyb","email":"c@y.example"})"),
          event("7", "2026-03-02 14:00", "lead.erased", "c"),
          event("8", "2026-03-03 09:00", "activity", "b", R"("activity":"reply","fields":{"sentiment":"positive"})")};
}

struct World {
  store::Opened opened = store::openStore("memory:");
  FaultyStore faulty{*opened.store};
  std::unique_ptr<workflow::Salts> salts = workflow::seededSalts(7);
  std::unique_ptr<workflow::Engine> engine;
  const Book& book;

  explicit World(const Book& book_in) : book(book_in) {}
  void anew(std::size_t batch) {
    workflow::EngineOptions options;
    options.batch = batch;
    engine = std::make_unique<workflow::Engine>(faulty, options, *salts);
  }
  /// Everything from the first call on; a failure comes back.
  port::Status work(std::size_t batch, bool same_process) {
    if (!engine || !same_process) anew(batch);
    const workflow::Beginning beginning{book.program, book.bytes, {}, usualTeam(), false, instantOf(Station::kStart)};
    if (port::Status status = engine->adopt(beginning); !status.ok()) return status;
    port::Appended appended;
    if (port::Status status = engine->feed(fewEvents(), appended); !status.ok()) return status;
    return engine->runUntil(instantOf("2026-03-04 10:00"));
  }
};

}  // namespace

TEST_CASE("whichever call fails, the store ends as if none had") {
  const Book book = bookOf(kLife, kLifeFiles);
  for (const std::size_t batch : {std::size_t{256}, std::size_t{1}}) {
    World undisturbed(book);
    ok(undisturbed.work(batch, false));
    const Lines expected = wholeOf(*undisturbed.opened.store, undisturbed.opened.outbox);
    const std::uint64_t calls = undisturbed.faulty.calls;
    CHECK(calls > 40);
    struct How { bool retry, same_process, after_commit; };
    for (const How how : {How{true, true, false}, How{false, true, false}, How{false, false, false}, How{true, true, true}, How{false, false, true}})
      for (std::uint64_t n = 1; n <= calls; ++n) {
        INFO("batch " << batch << ", call " << n << " of " << calls << (how.retry ? ", worth another try" : ", for good") << (how.same_process ? ", same process" : ", new process")
                      << (how.after_commit ? ", commits are done before they fail" : ""));
        World world(book);
        world.faulty.fail_at = n;
        world.faulty.retry = how.retry;
        world.faulty.after_commit = how.after_commit;
        port::Status status = world.work(batch, how.same_process);
        if (!status.ok()) {
          CHECK(status.error != "");
          status = world.work(batch, how.same_process);
        }
        ok(status);
        const std::string wrong = difference(wholeOf(*world.opened.store, world.opened.outbox), expected);
        REQUIRE(wrong == "");
      }
  }
}

TEST_CASE("a store that goes on failing ends the work with what it says; later it goes on") {
  const Book book = bookOf(kLife, kLifeFiles);
  World world(book);
  ok(world.work(256, false));
  CHECK(world.engine->totals().retries == 0);
  world.faulty.retry = true;
  world.faulty.fail_at = world.faulty.calls + 2;
  port::Appended appended;
  ok(world.engine->feed(std::vector{event("z", "2026-03-04 11:00", "lead.created", "z")}, appended));
  ok(world.engine->runUntil(instantOf("2026-03-04 12:00")));
  CHECK(world.engine->totals().retries == 1);
}

TEST_CASE("messages between leads arrive once, whoever dies on the way") {
  const Book book = bookOf(kHead + R"(
stages { New "Go" initial; Done "x" final }
stage New { enter { route inbound }; to Done when had reply in stage where sentiment is positive }
duplicates { same email -> keep oldest, merge others }
)");
  Lines expected;
  for (const char* kind : {"memory:", "sqlite:"})
    for (const bool anew : {false, true}) {
      workflow::EngineOptions options;
      options.batch = anew ? 1 : 256;
      Station station(kind, book, options);
      station.feed({event("1", "2026-03-02 10:00", "lead.created", "old", R"("record":{"email":"x@y.example"})"),
                    event("2", "2026-03-02 10:05", "lead.created", "new", R"("record":{"email":"X@Y.example","company":"Acme"})"),
                    event("3", "2026-03-02 10:06", "activity", "new", R"("activity":"call","by":"ben")"),
                    event("4", "2026-03-02 10:07", "lead.updated", "new", R"("record":{"country":"DE"})"),
                    event("5", "2026-03-02 10:08", "activity", "new", R"("activity":"reply","fields":{"sentiment":"positive"})")});
      for (bool idle = false; !idle;) {
        ok(station.engine->runOnce(instantOf("2026-03-02 12:00"), idle));
        if (anew) station.anew();
      }
      // The first had no address when the second came; what came to the absorbed one later went on to the one that was kept.
      const port::LeadState kept = station.lead("old"), gone = station.lead("new");
      CHECK(gone.merged_into == "old");
      CHECK(gone.final);
      CHECK(gone.timers.empty());
      REQUIRE(kept.activities.size() == 2);
      CHECK(kept.activities[0].type == "call");
      CHECK(kept.activities[0].by == "ben");
      CHECK(station.stage("old") == "Done");
      std::map<std::string, std::string> record(kept.record.begin(), kept.record.end());
      CHECK(record["company"] == R"("Acme")");
      CHECK(record["country"] == R"("DE")");
      CHECK(record["email"] == R"("x@y.example")");
      CHECK(station.turns("", "ana").open + station.turns("", "ben").open == 0);
      CHECK(station.proof() == "");
      if (expected.empty()) expected = station.whole();
      CHECK(difference(station.whole(), expected) == "");
    }
}

TEST_CASE("two that are there already become one when an address changes; in one batch or in two") {
  const Book book = bookOf(kHead + R"(
stages { New "Go" initial; Over "x" final }
stage New { enter { route inbound }; to Over by owner }
duplicates { same email -> keep newest, merge others }
)");
  for (const std::size_t batch : {std::size_t{1}, std::size_t{256}}) {
    workflow::EngineOptions options;
    options.batch = batch;
    Station station("memory:", book, options);
    station.feed({event("1", "2026-03-02 10:00", "lead.created", "a", R"("record":{"email":"a@y.example","company":"Acme"})"),
                  event("2", "2026-03-02 10:05", "lead.created", "b", R"("record":{"email":"b@y.example"})"),
                  event("3", "2026-03-02 11:00", "lead.updated", "a", R"("record":{"email":"b@y.example"})"),
                  event("4", "2026-03-02 11:00", "lead.updated", "b", R"("record":{"country":"FR"})")});
    station.until("2026-03-02 12:00");
    CHECK(station.lead("a").merged_into == "b");
    CHECK(station.lead("b").record.size() == 3);
    CHECK(station.proof() == "");
    CHECK(station.held()["ana"] + station.held()["ben"] == 1);
    CHECK(station.turns("", "ana").open + station.turns("", "ben").open == 1);
  }
}
