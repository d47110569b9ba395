// What every store promises about leads and their events, said once and run on all three.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include "tests/unit/store/backends.hpp"

using namespace leadflow;
using namespace leadflow::storetest;
using port::TimerKind;

#define ON_EVERY_STORE(name) TEMPLATE_TEST_CASE(name, "[contract]", Memory, Sqlite, Postgres)
#define REQUIRE_STORE()            \
  if (!TestType::there()) return;  \
  TestType backend;                \
  port::Store& store = backend.store()
#define OK(call) REQUIRE((call).error == "")

namespace {

port::Appended append(port::Store& store, std::vector<port::Event> events) {
  port::Appended appended;
  OK(store.append(events, appended));
  return appended;
}

std::vector<port::Work> claim(port::Store& store, std::int64_t now, std::size_t limit = 100) {
  std::vector<port::Work> work;
  std::int64_t horizon = 0;
  OK(store.claim(now, limit, work, horizon));
  return work;
}

std::vector<std::string> ids(const std::vector<port::Work>& work) {
  std::vector<std::string> found;
  for (const port::Work& item : work) found.push_back(item.lead.id);
  return found;
}

std::string eventsOf(const port::Work& work) {
  std::string text;
  for (const port::StoredEvent& stored : work.events) text += stored.event.id + " ";
  return text;
}

/// Claims all work until `now` and applies it.
void work(port::Store& store, std::int64_t now) {
  OK(store.begin());
  for (const port::Work& item : claim(store, now, 1000)) OK(store.write(step(item, now)));
  OK(store.commit());
}

std::vector<port::JournalEntry> journal(port::Store& store, const std::string& lead = "", std::uint64_t after = 0) {
  std::vector<port::JournalEntry> entries;
  OK(store.eachEntry(lead, after, [&](const port::JournalEntry& each) { return entries.push_back(each), true; }));
  return entries;
}

std::int64_t nextWork(port::Store& store) {
  std::int64_t instant = 0;
  OK(store.nextWork(instant));
  return instant;
}

std::uint64_t waiting(port::Store& store) {
  std::uint64_t count = 0;
  OK(store.waitingEvents(count));
  return count;
}

std::optional<port::LeadState> load(port::Store& store, const std::string& lead) {
  std::optional<port::LeadState> state;
  OK(store.load(lead, state));
  return state;
}

}  // namespace

ON_EVERY_STORE("an event comes back whole, a known id is skipped") {
  REQUIRE_STORE();
  const port::Event first = event("e1", "L1", kT0);
  port::Event bare;
  bare.id = "e2";
  bare.lead = "L1";
  bare.at = kT0 + 1;
  bare.type = port::EventType::OwnerLeft;
  port::Event again = event("e1", "L2", kT0 + 9);
  const port::Appended appended = append(store, {first, bare, again, bare});
  CHECK(appended.added == 2);
  CHECK(appended.known == 2);
  CHECK(append(store, {first}).known == 1);
  CHECK(waiting(store) == 2);

  OK(store.begin());
  const auto work = claim(store, kT0 + 100);
  REQUIRE(ids(work) == std::vector<std::string>{"L1"});
  CHECK(work[0].is_new);
  REQUIRE(work[0].events.size() == 2);
  CHECK(shown(work[0].events[0].event) == shown(first));
  CHECK(work[0].events[0].event.number == 7);
  CHECK(shown(work[0].events[1].event) == shown(bare));
  CHECK(work[0].events[0].number < work[0].events[1].number);
  OK(store.write(step(work[0], kT0 + 100)));
  OK(store.commit());
  CHECK(append(store, {first, bare}).known == 2);  // also once applied
  CHECK(waiting(store) == 0);
  CHECK(nextWork(store) == kMissing);
}

ON_EVERY_STORE("an event that no store can keep stops no other") {
  REQUIRE_STORE();
  port::Appended appended;
  std::vector<port::Event> events = {event("e1", "L1", kT0), event("e2", std::string("L\0x", 3), kT0)};
  using Unfit = std::vector<std::pair<std::size_t, std::string>>;
  OK(store.append(events, appended));
  CHECK(appended.added == 1);
  CHECK(appended.unfit == Unfit{{1, "the lead of the event `e2` is not text: it holds a NUL or is not UTF-8"}});
  events = {event("e2", "L\xff", kT0), event("", "L1", kT0), event("e3", std::string(600, 'L'), kT0), event("e1", "L1", kT0), event("e4", "L1", kT0)};
  OK(store.append(events, appended));
  CHECK(appended.unfit.size() == 3);
  CHECK(appended.unfit[1] == std::pair<std::size_t, std::string>{1, "an event has no id"});
  CHECK(appended.unfit[2] == std::pair<std::size_t, std::string>{2, "the lead of the event is longer than 512 bytes"});
  CHECK(appended.known == 1);
  CHECK(appended.added == 1);
  CHECK(waiting(store) == 2);
}

ON_EVERY_STORE("work is claimed by instant, then by lead; the horizon is the earliest work left") {
  REQUIRE_STORE();
  append(store, {event("e1", "b", kT0 + 2), event("e2", "a", kT0 + 2), event("e3", "c", kT0 + 1), event("e4", "c", kT0 + 3),
                 event("e5", "d", kT0 + 9), event("e6", "c", kT0 + 1), event("e7", "z", kMissing)});
  CHECK(nextWork(store) < kT0);
  CHECK(nextWork(store) != kMissing);
  OK(store.begin());
  std::vector<port::Work> work;
  std::int64_t horizon = 0;
  OK(store.claim(kT0 + 3, 3, work, horizon));
  CHECK(ids(work) == std::vector<std::string>{"z", "c", "a"});
  CHECK(horizon == kT0 + 2);
  CHECK(work[0].events[0].event.at == kMissing);
  CHECK(eventsOf(work[1]) == "e3 e6 e4 ");
  OK(store.claim(kT0 + 3, 3, work, horizon));
  CHECK(ids(work) == std::vector<std::string>{"b"});
  CHECK(horizon == kT0 + 9);  // not yet due, but left
  OK(store.claim(kT0 + 9, 3, work, horizon));
  CHECK(ids(work) == std::vector<std::string>{"d"});
  CHECK(horizon == kMissing);
  OK(store.claim(kT0 + 9, 3, work, horizon));
  CHECK(work.empty());
  store.rollback();
  OK(store.begin());
  CHECK(claim(store, kT0 + 9).size() == 5);  // all of it is there again
  store.rollback();
}

ON_EVERY_STORE("a lead with many waiting events does not hide the others") {
  REQUIRE_STORE();
  std::vector<port::Event> events;
  for (int i = 0; i < 2000; ++i) events.push_back(event("m" + std::to_string(i), "many", kT0 + i));
  events.push_back(event("x", "other", kT0 + 1500));
  events.push_back(event("y", "third", kT0 + 2500));
  append(store, events);
  OK(store.begin());
  std::vector<port::Work> work;
  std::int64_t horizon = 0;
  OK(store.claim(kT0 + 2000, 10, work, horizon));
  REQUIRE(ids(work) == std::vector<std::string>{"many", "other"});
  CHECK(work[0].events.size() == 2000);
  CHECK(horizon == kT0 + 2500);
  for (const port::Work& item : work) OK(store.write(step(item, kT0 + 2000)));
  OK(store.commit());
  CHECK(waiting(store) == 1);
}

ON_EVERY_STORE("a state comes back whole with its timers and activities") {
  REQUIRE_STORE();
  append(store, {event("e1", "L1", kT0)});
  OK(store.begin());
  auto work = claim(store, kT0);
  REQUIRE(work.size() == 1);
  port::Write first = step(work[0], kT0);
  first.after = fullState("L1");
  OK(store.write(first));
  OK(store.commit());
  REQUIRE(load(store, "L1"));
  CHECK(shown(*load(store, "L1")) == shown(first.after));
  CHECK_FALSE(load(store, "L2"));
  CHECK(nextWork(store) == kT0 + 60);

  // Some timers go, some come, one stays; an activity is added.
  OK(store.begin());
  work = claim(store, kT0 + 60);
  REQUIRE(work.size() == 1);
  CHECK_FALSE(work[0].is_new);
  CHECK(work[0].events.empty());
  CHECK(shown(work[0].lead) == shown(first.after));
  port::Write second = step(work[0], kT0 + 60, {{kT0 + 50, TimerKind::Review, 0, 0}, {kT0 + 60, TimerKind::Breach, 0, 2}, {kT0 + 99, TimerKind::Aging, 1, 0}});
  second.after.activities.push_back({kT0 + 60, "visit", "{}", "bob"});
  OK(store.write(second));
  OK(store.commit());
  CHECK(shown(*load(store, "L1")) == shown(second.after));
  CHECK(nextWork(store) == kT0 + 50);

  // Two steps of one lead in one transaction: the second builds on the first.
  OK(store.begin());
  work = claim(store, kT0 + 60);
  REQUIRE(work.size() == 1);
  const port::Write third = step(work[0], kT0 + 61, {{kT0 + 70, TimerKind::Aging, 1, 0}});
  OK(store.write(third));
  port::Write fourth = third;
  fourth.before = &third.after;
  fourth.after.timers.clear();
  fourth.after.activities.clear();  // fewer than before: all are written anew
  fourth.after.activities.push_back({kT0, "only", "", ""});
  fourth.stage = "Closed";
  OK(store.write(fourth));
  OK(store.commit());
  CHECK(shown(*load(store, "L1")) == shown(fourth.after));
  CHECK(nextWork(store) == kMissing);
}

ON_EVERY_STORE("rollback leaves nothing behind") {
  REQUIRE_STORE();
  append(store, {event("e1", "L1", kT0), event("e2", "L2", kT0)});
  work(store, kT0);
  append(store, {event("e3", "L1", kT0 + 1), event("e4", "L3", kT0 + 1)});
  const std::string before = shown(*load(store, "L1"));
  const std::size_t entries = journal(store).size();

  OK(store.begin());
  port::DeskRows desk;
  OK(store.desk(desk));
  desk.turn = 99;
  desk.turns = {{"pool", "ana", 5, 6, true, true, 7}};
  desk.shares = {{"main/rule/0", {1, 2}}};
  OK(store.writeDesk(desk));
  for (const port::Work& item : claim(store, kT0 + 1)) {
    port::Write made = step(item, kT0 + 1, {{kT0 + 5, TimerKind::Aging, 0, 0}});
    made.duplicate_keys = {{0, "key"}};
    made.duplicate_keys_changed = true;
    made.messages = {event("m-" + item.lead.id, "L9", kT0)};
    OK(store.write(made));
  }
  port::WorldRows world;
  world.roster_version = 3;
  world.roster = "[]";
  OK(store.writeWorld(world, {entry("", 1, "roster")}));
  OK(store.setSetting("clock", "5"));
  OK(store.deploy({77, "inbound", "", "bytes", kT0, kMissing, 0, "", false}));
  store.rollback();

  CHECK(shown(*load(store, "L1")) == before);
  CHECK_FALSE(load(store, "L3"));
  CHECK(waiting(store) == 2);
  CHECK(nextWork(store) == kT0 + 1);
  CHECK(journal(store).size() == entries);
  std::vector<port::OutboxStore::Row> rows;
  REQUIRE(backend.outbox().list("", 100, rows));
  CHECK(rows.size() == 2);
  std::string value;
  OK(store.setting("clock", value));
  CHECK(value.empty());
  port::WorldRows read;
  OK(store.world(read));
  CHECK(read.roster_version == 0);
  CHECK(read.playbooks.empty());
  OK(store.begin());
  OK(store.desk(desk));
  CHECK(desk.turn == 0);
  CHECK(desk.turns.empty());
  CHECK(desk.shares.empty());
  std::vector<std::string> leads;
  OK(store.duplicates(0, "key", "", leads));
  CHECK(leads.empty());
  const auto again = claim(store, kT0 + 1);
  CHECK(ids(again) == std::vector<std::string>{"L1", "L3"});
  CHECK(shown(again[0].lead) == before);
  store.rollback();
  CHECK(append(store, {event("m-L1", "L9", kT0)}).added == 1);  // the message's id was not kept
}

ON_EVERY_STORE("messages of a step wait for their leads") {
  REQUIRE_STORE();
  append(store, {event("e1", "L1", kT0), event("e2", "L2", kT0)});
  OK(store.begin());
  auto work = claim(store, kT0);
  REQUIRE(work.size() == 2);
  port::Write first = step(work[0], kT0);
  first.messages = {event("m1", "L2", kT0 - 5), event("m2", "new", kT0 + 5), event("e1", "new", kT0)};  // e1 is known
  OK(store.write(first));
  OK(store.write(step(work[1], kT0)));  // L2's step knows nothing of m1
  OK(store.commit());
  CHECK(waiting(store) == 2);
  CHECK(nextWork(store) == kT0 - 5);
  OK(store.begin());
  work = claim(store, kT0 + 10);
  REQUIRE(ids(work) == std::vector<std::string>{"L2", "new"});
  CHECK(eventsOf(work[0]) == "m1 ");
  CHECK(work[1].is_new);
  store.rollback();
}

ON_EVERY_STORE("an event that got no outcome goes on waiting, a refused one can be looked at") {
  REQUIRE_STORE();
  append(store, {event("e1", "L1", kT0), event("e2", "L1", kT0 + 1), event("e3", "L1", kT0 + 2)});
  OK(store.begin());
  auto work = claim(store, kT0 + 5);
  port::Write made = step(work[0], kT0);
  made.outcomes = {{work[0].events[0].number, "applied"}, {work[0].events[2].number, "refused: `reply` is unknown"}, {0, "applied"}};
  OK(store.write(made));
  OK(store.commit());
  CHECK(waiting(store) == 1);
  CHECK(nextWork(store) == kT0 + 1);
  std::vector<std::pair<port::StoredEvent, std::string>> refused;
  OK(store.refusedEvents(10, refused));
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].second == "refused: `reply` is unknown");
  CHECK(shown(refused[0].first.event) == shown(event("e3", "L1", kT0 + 2)));
  OK(store.refusedEvents(0, refused));
  CHECK(refused.empty());
}

ON_EVERY_STORE("a refused event is given again once; one that was applied, or refused in part, never") {
  REQUIRE_STORE();
  append(store, {event("e1", "L1", kT0), event("e2", "L1", kT0 + 1), event("e3", "L1", kT0 + 2)});
  OK(store.begin());
  auto work = claim(store, kT0 + 5);
  port::Write made = step(work[0], kT0);
  std::vector<std::uint64_t> numbers;
  for (const auto& each : work[0].events) numbers.push_back(each.number);
  REQUIRE(numbers.size() == 3);
  made.outcomes = {{numbers[0], "applied"}, {numbers[1], "refused: no"}, {numbers[2], "refused in part: `x` is not a field of the lead"}};
  OK(store.write(made));
  OK(store.commit());
  std::vector<std::pair<port::StoredEvent, std::string>> refused;
  OK(store.refusedEvents(10, refused));
  REQUIRE(refused.size() == 2);
  OK(store.refusedEvents(10, refused, refused[0].first.number));   // the next page
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].first.event.id == "e2");
  std::uint64_t again = 0;
  const port::Event mark = event("leadflow:mark", "", kT0 + 9, port::EventType::Tick);
  OK(store.retryRefused(numbers, mark, again));
  CHECK(again == 1);
  CHECK(waiting(store) == 2);   // the event and the mark
  OK(store.retryRefused(numbers, mark, again));
  CHECK(again == 0);
  CHECK(waiting(store) == 2);
  OK(store.begin());
  work = claim(store, kT0 + 5);
  REQUIRE(work.size() == 1);
  REQUIRE(work[0].events.size() == 1);
  CHECK(shown(work[0].events[0].event) == shown(event("e2", "L1", kT0 + 1)));
  CHECK(work[0].events[0].number == numbers[1]);
  store.rollback();
}

ON_EVERY_STORE("what happens to no single lead is claimed like a lead, and counted as none") {
  REQUIRE_STORE();
  append(store, {event("e1", "", kT0, port::EventType::RosterChanged), event("e2", "L1", kT0)});
  OK(store.begin());
  const auto found = claim(store, kT0);
  REQUIRE(ids(found) == std::vector<std::string>{"", "L1"});
  CHECK(found[0].is_new);
  for (const port::Work& item : found) OK(store.write(step(item, kT0)));
  OK(store.commit());
  std::vector<port::LeadSummary> leads;
  OK(store.summaries(leads));
  CHECK(leads.size() == 1);
  int visited = 0;
  OK(store.eachLead([&](const port::LeadState&) { return ++visited, true; }));
  CHECK(visited == 1);
  CHECK(journal(store).size() == 2);
}

ON_EVERY_STORE("summaries say what `status` asks for") {
  REQUIRE_STORE();
  append(store, {event("e1", "b", kT0), event("e2", "a", kT0), event("e3", "c", kT0 + 99)});
  OK(store.begin());
  for (const port::Work& item : claim(store, kT0)) {
    port::Write made = step(item, kT0, {{kT0 + 7, TimerKind::Aging, 0, 0}});
    made.after.version = 0xffff'ffff'ffff'fff0u;
    made.after.entered = kT0 - 3;
    made.after.final = item.lead.id == "a";
    OK(store.write(made));
  }
  OK(store.commit());
  std::vector<port::LeadSummary> leads;
  OK(store.summaries(leads));
  REQUIRE(leads.size() == 2);  // `c` has had nothing applied yet
  CHECK(leads[0].id == "a");
  CHECK(leads[0].stage == "Working");
  CHECK(leads[0].owner == "ana");
  CHECK(leads[0].queue == "q");
  CHECK(leads[0].version == 0xffff'ffff'ffff'fff0u);
  CHECK(leads[0].created == kT0);
  CHECK(leads[0].entered == kT0 - 3);
  CHECK(leads[0].next_due == kT0 + 7);
  CHECK(leads[0].final);
  CHECK_FALSE(leads[1].final);
  CHECK_FALSE(leads[1].erased);
}

ON_EVERY_STORE("every lead is visited once, in the order of ids, also by the hundreds") {
  REQUIRE_STORE();
  std::vector<port::Event> events;
  for (int i = 0; i < 700; ++i) events.push_back(event("e" + std::to_string(i), "L" + std::to_string(i), kT0));
  append(store, events);
  work(store, kT0);
  std::vector<std::string> seen;
  OK(store.eachLead([&](const port::LeadState& state) {
    REQUIRE(state.activities.size() == 1);
    seen.push_back(state.id);
    return true;
  }));
  CHECK(seen.size() == 700);
  CHECK(std::is_sorted(seen.begin(), seen.end()));
  int visited = 0;
  OK(store.eachLead([&](const port::LeadState&) { return ++visited < 300; }));
  CHECK(visited == 300);
  const auto entries = journal(store);
  CHECK(entries.size() == 700);
  CHECK(std::is_sorted(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.order < b.order; }));
  CHECK(journal(store, "", entries[399].order).size() == 300);
}

ON_EVERY_STORE("calls outside their transaction say so") {
  REQUIRE_STORE();
  std::vector<port::Work> work;
  std::int64_t horizon = 0;
  CHECK_FALSE(store.claim(kT0, 1, work, horizon).ok());
  CHECK_FALSE(store.commit().ok());
  CHECK_FALSE(store.write({}).ok());
  OK(store.begin());
  CHECK_FALSE(store.begin().ok());
  port::Appended appended;
  OK(store.append({}, appended));   // part of it
  OK(store.commit());
  CHECK_FALSE(store.commit().ok());
  OK(store.append({}, appended));   // a transaction of its own
}

ON_EVERY_STORE("a second opener sees what was committed and nothing else") {
  if (!TestType::kShared) return;
  REQUIRE_STORE();
  append(store, {event("e1", "L1", kT0)});
  store::Opened other = backend.another();
  REQUIRE(other.error == "");
  OK(store.begin());
  const auto found = claim(store, kT0);
  OK(store.write(step(found[0], kT0)));
  CHECK_FALSE(load(*other.store, "L1"));
  OK(store.commit());
  CHECK(load(*other.store, "L1"));
  CHECK(journal(*other.store, "L1").size() == 1);
  work(*other.store, kT0);
  CHECK(append(*other.store, {event("e1", "L1", kT0)}).known == 1);
}
