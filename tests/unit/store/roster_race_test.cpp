// A roster changes while several workers decide: whoever decides under the old roster is done before the new one comes, so nobody
// is left with a lead who is gone, and the journal's order is the order in which things were true.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include "tests/unit/store/backends.hpp"
#include "tests/unit/workflow/faulty_store.hpp"
#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using leadflow::storetest::Postgres;
using leadflow::test::instantOf;

namespace {

const char* kDesk = R"(
playbook v { version "1" timezone "UTC" }
lead { id text key; email email pii }
activity call
outreach call
role lead_desk
pool d = reps where team is "d"
queue desk { owner role lead_desk }
route go { all otherwise -> round robin d otherwise queue desk }
stages { Open "o" initial; Shut "s" final }
stage Open { enter { route go }; to Shut by owner }
)";

Rep person(const std::string& id) {
  Rep rep;
  rep.id = id;
  rep.team = "d";
  return rep;
}

port::Event created(const std::string& id, std::int64_t at) {
  port::Event event;
  event.id = "c/" + id;
  event.type = port::EventType::LeadCreated;
  event.lead = id;
  event.at = at;
  return event;
}

port::Event roster(const std::string& id, std::int64_t at, const std::string& reps) {
  port::Event event;
  event.id = id;
  event.type = port::EventType::RosterChanged;
  event.at = at;
  event.body = reps;
  return event;
}

/// Who holds leads that are not over.
std::map<std::string, std::int64_t> held(port::Store& store) {
  std::map<std::string, std::int64_t> count;
  test::ok(store.eachLead([&](const port::LeadState& lead) {
    for (const port::Seat& seat : lead.seats)
      if (!seat.rep.empty() && !lead.final) ++count[seat.rep];
    return true;
  }));
  return count;
}

void checkReplay(port::Store& store) {
  workflow::ReplayResult result;
  test::ok(workflow::replay(store, result));
  INFO((result.differences.empty() ? std::string() : result.differences[0].recorded + "\nreplayed " + result.differences[0].replayed));
  CHECK(result.different == 0);
  CHECK(result.state_differences == 0);
  for (const std::string& turn : result.turn_differences) FAIL_CHECK(turn);
}

}  // namespace

TEST_CASE("a roster change waits for those who are deciding, and they for it - Postgres", "[postgres]") {
  if (!Postgres::there()) return;
  Postgres backend;
  const test::Book book = test::bookOf(kDesk);
  const auto salts = workflow::seededSalts(7);
  workflow::EngineOptions options;
  options.exclusive = false;
  options.batch = 20;

  store::Opened second = backend.another(), third = backend.another();
  REQUIRE(second.store);
  std::mutex mutex;
  std::condition_variable changed;
  bool asked = false, finished = false;
  std::thread changer;

  bool first = true;
  workflow::EngineOptions watching = options;
  watching.watch = [&](const workflow::Step&, const port::Event&, std::int64_t) {
    if (std::exchange(first, false) == false) return;
    // In the middle of a batch under the old roster, another worker takes the news that kay is gone.
    changer = std::thread([&] {
      test::FaultyStore store(*second.store);
      store.on_lock = [&](bool alone) {
        const std::scoped_lock lock(mutex);
        asked = asked || alone;
        changed.notify_all();
      };
      const auto own_salts = workflow::seededSalts(8);
      workflow::Engine engine(store, options, *own_salts);
      port::Status status = engine.resume();
      port::Appended appended;
      if (status.ok()) status = third.store->append(std::vector<port::Event>{roster("r", instantOf("2026-03-02 08:00"), R"([{"id":"kay","gone":true}])")}, appended);
      if (status.ok()) status = engine.runUntil(instantOf("2026-03-02 08:00"));
      const std::scoped_lock lock(mutex);
      finished = true;
      changed.notify_all();
      if (!status.ok()) std::fprintf(stderr, "%s\n", status.error.c_str());
    });
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return asked || finished; });
  };
  workflow::Engine engine(backend.store(), watching, *salts);
  test::ok(engine.adopt(book.program, book.bytes, {person("kay"), person("lou")}, instantOf("2026-03-02 07:00")));
  test::ok(engine.runUntil(instantOf("2026-03-02 07:30")));
  std::vector<port::Event> leads;
  for (int i = 0; i < 40; ++i) leads.push_back(created("L" + std::to_string(100 + i), instantOf("2026-03-02 07:59")));
  port::Appended appended;
  test::ok(engine.feed(leads, appended));
  test::ok(engine.runUntil(instantOf("2026-03-02 08:00")));
  REQUIRE(changer.joinable());
  changer.join();
  test::ok(engine.runUntil(instantOf("2026-03-02 09:00")));
  CHECK(held(backend.store()) == std::map<std::string, std::int64_t>{{"lou", 40}});
  checkReplay(backend.store());
}

TEST_CASE("four workers while people join, leave, come back: nobody is left with who is gone - Postgres", "[postgres]") {
  if (!Postgres::there()) return;
  Postgres backend;
  const test::Book book = test::bookOf(kDesk);
  const auto salts = workflow::seededSalts(7);
  workflow::EngineOptions options;
  options.exclusive = false;
  options.batch = 16;
  workflow::Engine first(backend.store(), options, *salts);
  test::ok(first.adopt(book.program, book.bytes, {person("kay"), person("lou"), person("max")}, instantOf("2026-03-02 07:00")));
  test::ok(first.runUntil(instantOf("2026-03-02 07:30")));

  std::vector<port::Event> events;
  const std::int64_t start = instantOf("2026-03-02 08:00");
  for (int i = 0; i < 600; ++i) events.push_back(created("L" + std::to_string(1000 + i), start + i * 60'000));
  const char* changes[] = {R"([{"id":"kay","gone":true}])", R"([{"id":"ned","team":"d"}])", R"([{"id":"kay","team":"d"}])",   R"([{"id":"lou","team":"x"}])",
                           R"([{"id":"max","active":false}])", R"([{"id":"lou","team":"d"}])", R"([{"id":"ned","gone":true}])", R"([{"id":"max","active":true}])"};
  int number = 0;
  for (const char* change : changes) {
    ++number;
    events.push_back(roster("r" + std::to_string(number), start + number * 65 * 60'000 + 30'000, change));
  }
  port::Appended appended;
  test::ok(first.feed(events, appended));
  std::vector<std::thread> workers;
  std::vector<std::string> errors(4);
  for (std::size_t i = 0; i < errors.size(); ++i)
    workers.emplace_back([&, i] {
      store::Opened mine = backend.another();
      if (!mine.store) {
        errors[i] = mine.error;
        return;
      }
      const auto own_salts = workflow::seededSalts(10 + i);
      workflow::Engine engine(*mine.store, options, *own_salts);
      port::Status status = engine.resume();
      for (std::uint64_t waiting = 1; status.ok() && waiting > 0;) {
        status = engine.runUntil(start + 24 * 3'600'000LL);
        if (status.ok()) status = mine.store->waitingEvents(waiting);
        std::this_thread::yield();
      }
      errors[i] = status.error;
    });
  for (std::thread& worker : workers) worker.join();
  for (const std::string& error : errors) CHECK(error == "");
  const auto leads = held(backend.store());
  CHECK(leads.count("ned") == 0);   // gone at the end, and nobody gave it to him afterwards
  std::int64_t sum = 0;
  for (const auto& [rep, count] : leads) sum += count;
  CHECK(sum == 600);
  checkReplay(backend.store());
}
