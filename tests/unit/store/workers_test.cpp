// Several workers on one store: threads with connections of their own. And a PostgreSQL that goes away in the middle.
#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "tests/unit/store/backends.hpp"

using namespace leadflow;
using namespace leadflow::storetest;

#define OK(call) REQUIRE((call).error == "")

namespace {

std::vector<port::Event> events(const std::string& prefix, int leads, int each) {
  std::vector<port::Event> made;
  for (int i = 0; i < leads; ++i) {
    for (int k = 0; k < each; ++k) {
      made.push_back(event(prefix + std::to_string(i) + "-" + std::to_string(k), prefix + std::to_string(i), kT0 + k));
    }
  }
  return made;
}

/// Works until nothing is left: each step takes a turn of two reps at the desk. Gives the first error that is not worth a retry.
std::string work(port::Store& store, std::size_t limit, const std::function<bool(const std::vector<port::Work>&)>& look = {}) {
  for (int idle = 0; idle < 50;) {
    const auto tell = [&](const port::Status& status) { return status.ok() || status.retry ? std::string() : status.error; };
    port::Status status = store.begin();
    std::vector<port::Work> work;
    std::int64_t horizon = 0;
    if (status.ok()) status = store.claim(kT0 + 1000, limit, work, horizon);
    if (status.ok() && work.empty()) {
      store.rollback();
      std::uint64_t waiting = 0;
      if (store.waitingEvents(waiting).ok() && waiting == 0) return {};
      ++idle;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      continue;
    }
    if (status.ok() && look && !look(work)) return "two workers hold one lead";
    port::DeskRows desk;
    if (status.ok()) status = store.desk(desk);
    if (status.ok()) {
      if (desk.turns.empty()) desk.turns = {{"p", "ana", 0, 0, true, true, 0}, {"p", "bob", 0, 0, true, true, 0}};
      for (const port::Work& item : work) {
        port::TurnRow& next = desk.turns[desk.turns[1].served < desk.turns[0].served ? 1 : 0];
        ++next.served;
        next.last_turn = ++desk.turn;
        port::Write made = step(item, kT0);
        made.owner = next.rep;
        for (port::JournalEntry& said : made.journal) said.kind = next.rep;
        if (status = store.write(made); !status.ok()) break;
      }
    }
    if (status.ok()) status = store.writeDesk(desk);
    if (status.ok()) status = store.commit();
    if (std::string error = tell(status); !error.empty()) return error;
    if (!status.ok()) store.rollback();
  }
  return "events are left waiting";
}

std::string collect(port::Store& store, std::vector<port::JournalEntry>& entries) {
  return store.eachEntry("", 0, [&](const port::JournalEntry& said) { return entries.push_back(said), true; }).error;
}

/// Each event applied once, turns alternate in the order of the journal, counts are exact.
void checkAll(port::Store& store, std::size_t leads, std::size_t each) {
  std::map<std::string, std::uint64_t> entries;
  std::string order;
  std::vector<port::JournalEntry> all;
  REQUIRE(collect(store, all) == "");
  for (const port::JournalEntry& said : all) {
    REQUIRE(said.seq == ++entries[said.lead]);
    if (said.seq == 1) order += said.kind[0];
  }
  // In the order recorded, the turns alternate.
  CHECK(order.find("aa") == std::string::npos);
  CHECK(order.find("bb") == std::string::npos);
  CHECK(entries.size() == leads);
  std::size_t states = 0;
  OK(store.eachLead([&](const port::LeadState& state) {
    ++states;
    REQUIRE(state.revision == each);
    REQUIRE(state.activities.size() == each);
    REQUIRE(entries[state.id] == each);
    return true;
  }));
  CHECK(states == leads);
  std::vector<port::OutboxStore::Row> rows;
  REQUIRE(dynamic_cast<port::OutboxStore&>(store).list("", SIZE_MAX, rows));
  CHECK(rows.size() == leads * each);
  OK(store.begin());
  port::DeskRows desk;
  OK(store.desk(desk));
  store.rollback();
  REQUIRE(desk.turns.size() == 2);
  const auto apart = desk.turns[0].served - desk.turns[1].served;
  CHECK((apart >= -1 && apart <= 1));
  CHECK(desk.turn == static_cast<std::uint64_t>(desk.turns[0].served + desk.turns[1].served));
}

}  // namespace

TEMPLATE_TEST_CASE("four workers never hold one lead twice, and take turns exactly", "[contract]", Sqlite, Postgres) {
  if (!TestType::there()) return;
  TestType backend;
  port::Appended appended;
  const auto sent = events("L", 300, 3);
  OK(backend.store().append(sent, appended));
  std::mutex mutex;
  std::map<std::string, int> times;   // a lead is loaded again only after its first step was committed: never with the same events
  std::set<std::uint64_t> seen;
  const auto look = [&](const std::vector<port::Work>& work) {
    const std::scoped_lock lock(mutex);
    for (const port::Work& item : work) {
      ++times[item.lead.id];
      if (item.events.empty()) return false;
    }
    return true;
  };
  std::vector<std::thread> threads;
  std::vector<std::string> errors(4);
  for (std::size_t i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      store::Opened mine = backend.another();
      errors[i] = mine.store ? work(*mine.store, 8, look) : mine.error;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& error : errors) CHECK(error == "");
  CHECK(times.size() == 300);
  for (const auto& [lead, count] : times) CHECK(count == 1);
  checkAll(backend.store(), 300, 3);
}

TEST_CASE("PostgreSQL: leads that another worker holds are passed over - Postgres", "[postgres]") {
  if (!Postgres::there()) return;
  Postgres backend;
  port::Store& store = backend.store();
  port::Appended appended;
  OK(store.append(events("L", 20, 1), appended));
  store::Opened other = backend.another();
  std::vector<port::Work> mine, theirs, late;
  std::int64_t horizon = 0;
  OK(store.begin());
  OK(store.claim(kT0, 6, mine, horizon));
  OK(other.store->begin());
  OK(other.store->claim(kT0, 100, theirs, horizon));
  CHECK(mine.size() == 6);
  CHECK(theirs.size() == 14);
  std::set<std::string> leads;
  for (const auto& item : mine) leads.insert(item.lead.id);
  for (const auto& item : theirs) leads.insert(item.lead.id);
  CHECK(leads.size() == 20);
  // Neither an append nor a message waits for the holder of a lead.
  store::Opened third = backend.another();
  OK(third.store->append(std::vector{event("more", mine[0].lead.id, kT0)}, appended));
  CHECK(appended.added == 1);
  port::Write said = step(theirs[0], kT0);
  said.messages = {event("message", mine[0].lead.id, kT0)};
  OK(other.store->write(said));
  OK(other.store->commit());
  for (const auto& item : mine) OK(store.write(step(item, kT0)));
  OK(store.commit());
  OK(store.begin());
  OK(store.claim(kT0, 100, late, horizon));
  const auto again = std::find_if(late.begin(), late.end(), [&](const port::Work& item) { return item.lead.id == mine[0].lead.id; });
  REQUIRE(again != late.end());
  CHECK(again->events.size() == 2);
  CHECK(late.size() == 14);  // 13 that the other left, and this one
  store.rollback();
}

TEST_CASE("PostgreSQL: two leads with one key that arrive at once find each other - Postgres", "[postgres]") {
  if (!Postgres::there()) return;
  Postgres backend;
  port::Appended appended;
  OK(backend.store().append(events("L", 2, 1), appended));
  std::atomic<int> found{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      store::Opened mine = backend.another();
      std::vector<port::Work> work;
      std::int64_t horizon = 0;
      std::vector<std::string> leads;
      if (!mine.store->begin().ok() || !mine.store->claim(kT0, 1, work, horizon).ok() || work.size() != 1) return;
      if (!mine.store->duplicates(0, "a@b", work[0].lead.id, leads).ok()) return;
      found += static_cast<int>(leads.size());
      port::Write made = step(work[0], kT0);
      made.duplicate_keys = {{0, "a@b"}};
      made.duplicate_keys_changed = true;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      if (mine.store->write(made).ok()) (void)mine.store->commit();
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(found == 1);
}

TEST_CASE("PostgreSQL: a server that stops in the middle costs a retry and nothing else - Postgres", "[postgres]") {
  if (!Postgres::there()) return;
  Postgres backend;
  port::Store& store = backend.store();
  port::Appended appended;
  OK(store.append(events("L", 40, 1), appended));
  std::vector<port::Work> work_items;
  std::int64_t horizon = 0;
  OK(store.begin());
  OK(store.claim(kT0, 10, work_items, horizon));
  OK(store.write(step(work_items[0], kT0)));
  REQUIRE(Server::get()->stop());
  port::Status status = store.commit();
  CHECK_FALSE(status.ok());
  CHECK(status.retry);
  INFO(status.error);
  CHECK(status.error.find("127.0.0.1") != std::string::npos);
  status = store.begin();
  CHECK(status.retry);
  CHECK(status.error.find("cannot be reached") != std::string::npos);
  CHECK(store.append(events("M", 1, 1), appended).retry);
  REQUIRE(Server::get()->again());
  // Workers in full swing while it restarts once more.
  std::vector<std::thread> threads;
  std::vector<std::string> errors(3);
  OK(store.append(events("M", 400, 1), appended));
  for (std::size_t i = 0; i < errors.size(); ++i) {
    threads.emplace_back([&, i] {
      store::Opened mine = backend.another();
      errors[i] = mine.store ? work(*mine.store, 4) : mine.error;
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
  CHECK(Server::get()->stop());
  CHECK(Server::get()->again());
  for (std::thread& thread : threads) thread.join();
  for (const std::string& error : errors) CHECK(error == "");
  checkAll(store, 440, 1);
}

TEST_CASE("PostgreSQL: what cannot be used is told - Postgres", "[postgres]") {
  if (!Postgres::there()) return;
  store::StoreOptions options;
  options.schema = "nobody_made_this";
  options.create = false;
  CHECK(store::openStore(Server::get()->uri(), options).error == "there is no store at `" + Server::get()->uri() + "`");
  const std::string away = store::openStore("postgres://leadflow:hidden@127.0.0.1:1/leads").error;
  CHECK(away.find("`postgres://leadflow@127.0.0.1:1/leads` cannot be reached") == 0);
  CHECK(away.find("hidden") == std::string::npos);
  Postgres backend;
  OK(backend.store().setSetting("x", "1"));
  CHECK(backend.store().setSetting("x", std::string("\xff")).ok() == false);
  OK(backend.store().setSetting("x", "2"));  // the connection is as good as before
}
