// What every store promises about all that is no lead: turns, the world, duplicates, journal, anchors, outbox, erasing.
#include <catch2/catch.hpp>

#include <map>

#include "tests/unit/store/backends.hpp"

using namespace leadflow;
using namespace leadflow::storetest;

#define ON_EVERY_STORE(name) TEMPLATE_TEST_CASE(name, "[contract]", Memory, Sqlite, Postgres)
#define REQUIRE_STORE()            \
  if (!TestType::there()) return;  \
  TestType backend;                \
  port::Store& store = backend.store()
#define OK(call) REQUIRE((call).error == "")

namespace {

using Rows = std::vector<port::OutboxStore::Row>;

/// One lead with one entry, one effect and one activity each.
void fill(port::Store& store, const std::vector<std::string>& leads, const std::function<void(port::Write&)>& change = {}) {
  std::vector<port::Event> events;
  for (const std::string& lead : leads) events.push_back(event("e-" + lead, lead, kT0));
  port::Appended appended;
  OK(store.append(events, appended));
  OK(store.begin());
  std::vector<port::Work> work;
  std::int64_t horizon = 0;
  OK(store.claim(kT0, 1000, work, horizon));
  for (const port::Work& item : work) {
    port::Write made = step(item, kT0);
    if (change) change(made);
    OK(store.write(made));
  }
  OK(store.commit());
}

std::vector<port::JournalEntry> journal(port::Store& store, const std::string& lead = "") {
  std::vector<port::JournalEntry> entries;
  OK(store.eachEntry(lead, 0, [&](const port::JournalEntry& each) { return entries.push_back(each), true; }));
  return entries;
}

std::string keys(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) text += row.effect.key + " ";
  return text;
}

}  // namespace

ON_EVERY_STORE("turns and shares are kept row by row") {
  REQUIRE_STORE();
  port::DeskRows rows;
  OK(store.begin());
  OK(store.desk(rows));
  CHECK(rows.turn == 0);
  OK(store.writeDesk({3, {{"p", "bob", 1, 2, true, false, 0}, {"p", "ana", 3, 4, false, true, 0}, {"", "ana", 0, 9, true, true, 5}}, {{"r/a/0", {1, -2, 3}}}}));
  OK(store.commit());
  OK(store.begin());
  OK(store.writeDesk({4, {{"p", "ana", 30, 40, true, true, 0}}, {{"r/b/1", {}}}}));
  OK(store.desk(rows));  // sees its own
  OK(store.commit());
  OK(store.begin());
  port::DeskRows again;
  OK(store.desk(again));
  store.rollback();
  CHECK(again.turn == 4);
  CHECK(again.turns == std::vector<port::TurnRow>{{"", "ana", 0, 9, true, true, 5}, {"p", "ana", 30, 40, true, true, 0}, {"p", "bob", 1, 2, true, false, 0}});
  CHECK(again.shares == std::vector<port::ShareRow>{{"r/a/0", {1, -2, 3}}, {"r/b/1", {}}});
  CHECK(rows.turns == again.turns);
  CHECK(rows.shares == again.shares);
}

ON_EVERY_STORE("roster and tables are kept as a whole, playbooks in the order deployed") {
  REQUIRE_STORE();
  port::WorldRows world;
  world.roster_version = 1;
  world.roster = "[{\"id\":\"ana\"}]";
  world.tables_version = 1;
  world.tables = {{"territories", "DE", "{\"owner\":\"ana\"}"}, {"territories", "AT", "{}"}, {"a", "x", "{}"}};
  OK(store.begin());
  OK(store.writeWorld(world, {entry("", 1, "roster")}));
  OK(store.commit());
  world.tables_version = 2;
  world.tables.erase(world.tables.begin());
  OK(store.begin());
  OK(store.writeWorld(world, {entry("", 2, "tables")}));
  OK(store.commit());
  port::WorldRows read;
  OK(store.world(read));
  CHECK(read.roster == world.roster);
  REQUIRE(read.tables.size() == 2);
  CHECK(read.tables[0].key == "AT");
  CHECK(read.tables[1].table == "a");
  CHECK(journal(store).size() == 2);

  std::uint64_t roster = 0, tables = 0, before = 0, after = 0;
  OK(store.worldVersions(roster, tables, before));
  CHECK(roster == 1);
  CHECK(tables == 2);
  const port::PlaybookRow first{0x8000'0000'0000'0001u, "inbound", "2026.4", std::string("LFB1\0\xff", 6), kT0, kMissing, 0, "", false};
  const port::PlaybookRow second{2, "inbound", "", "x", kT0 + 1, kT0 + 5, 100000, "country is DE", false};
  OK(store.deploy(first));
  OK(store.deploy(second));
  OK(store.worldVersions(roster, tables, after));
  CHECK(after != before);
  OK(store.world(read));
  REQUIRE(read.playbooks.size() == 2);
  CHECK(read.playbooks[0].version == first.version);
  CHECK(read.playbooks[0].chunk == first.chunk);
  CHECK(read.playbooks[0].label == "2026.4");
  CHECK(read.playbooks[0].effective_from == kMissing);
  CHECK(read.playbooks[1].effective_from == kT0 + 5);
  CHECK(read.playbooks[1].pilot_percent == 100000);
  CHECK(read.playbooks[1].pilot_condition == "country is DE");
  OK(store.withdraw(2));
  OK(store.worldVersions(roster, tables, before));
  CHECK(after != before);
  OK(store.deploy(first));  // again: it is the newest now
  OK(store.world(read));
  REQUIRE(read.playbooks.size() == 2);
  CHECK(read.playbooks[0].version == 2);
  CHECK(read.playbooks[0].withdrawn);
  CHECK(read.playbooks[1].version == first.version);
}

ON_EVERY_STORE("a playbook's texts stand beside its chunk, which another may take the place of") {
  REQUIRE_STORE();
  port::PlaybookRow first{0x8000'0000'0000'0001u, "inbound", "2026.4", "one", kT0, kMissing, 0, "", false};
  first.files = {{"playbook", "inbound.leadflow", "playbook inbound { }"}, {"std", "std.geo", "list eu = [DE]"}, {"file", "data/free.txt", std::string("a\0\xff\n", 4)}, {"roster", "/people/all.csv", ""}};
  const port::PlaybookRow second{2, "inbound", "", "two", kT0 + 1, kMissing, 0, "", false};
  OK(store.deploy(first));
  OK(store.deploy(second));
  const auto files = [&](std::uint64_t version) {
    std::vector<port::PlaybookFile> found;
    OK(store.playbookFiles(version, found));
    std::string text;
    for (const port::PlaybookFile& file : found) text += file.role + ' ' + file.path + ' ' + file.text + ';';
    return text;
  };
  const std::string all = "playbook inbound.leadflow playbook inbound { };std std.geo list eu = [DE];file data/free.txt " + std::string("a\0\xff\n", 4) + ";roster /people/all.csv ;";
  CHECK(files(first.version) == all);
  CHECK(files(2) == "");
  CHECK(files(3) == "");
  port::WorldRows read;
  OK(store.world(read));
  REQUIRE(read.playbooks.size() == 2);
  CHECK(read.playbooks[0].files.empty());
  CHECK(read.playbooks[0].text == 0);

  // Another chunk of the first: in its place, not as the newest; everything else of the row stays.
  std::uint64_t roster = 0, tables = 0, before = 0, after = 0;
  OK(store.worldVersions(roster, tables, before));
  port::PlaybookRow anew = first;
  anew.chunk = std::string("new\0", 4);
  anew.text = 0xffff'0000'0000'0007u;
  anew.label = "not this";
  anew.files.clear();
  OK(store.renew(anew));
  OK(store.worldVersions(roster, tables, after));
  CHECK(after != before);
  OK(store.world(read));
  CHECK(read.playbooks[0].version == first.version);
  CHECK(read.playbooks[0].chunk == anew.chunk);
  CHECK(read.playbooks[0].text == anew.text);
  CHECK(read.playbooks[0].label == "2026.4");
  CHECK(files(first.version) == all);   // none given: those that are there stay
  anew.files = {{"playbook", "inbound.leadflow", "other"}};
  OK(store.renew(anew));
  CHECK(files(first.version) == "playbook inbound.leadflow other;");
  anew.version = 9;
  CHECK(store.renew(anew).error == "the store holds no version 9 of a playbook");
  OK(store.deploy({first.version, "inbound", "2026.4", "one", kT0 + 2, kMissing, 0, "", false}));   // back to it, without its texts
  CHECK(files(first.version) == "playbook inbound.leadflow other;");

  // All of it in one transaction with what else begins, or nothing.
  for (const bool commits : {false, true}) {
    OK(store.begin());
    OK(store.worldAlone(read));
    CHECK(read.playbooks.size() == 2);
    OK(store.deploy({3, "inbound", "", "three", kT0, kMissing, 0, "", false, 0, {{"playbook", "p", "t"}}}));
    read.roster = "[]", read.roster_version = 5;
    OK(store.writeWorld(read, {}));
    OK(store.setSetting("first", "yes"));
    port::Appended appended;
    OK(store.append(std::vector{event("in", "A", kT0)}, appended));
    CHECK(appended.added == 1);
    if (commits) OK(store.commit());
    else store.rollback();
    OK(store.world(read));
    CHECK(read.playbooks.size() == (commits ? 3 : 2));
    CHECK(read.roster_version == (commits ? 5 : 0));
    CHECK(files(3) == (commits ? "playbook p t;" : ""));
    std::string value;
    OK(store.setting("first", value));
    CHECK(value == (commits ? "yes" : ""));
    std::uint64_t waiting = 0;
    OK(store.waitingEvents(waiting));
    CHECK(waiting == (commits ? 1 : 0));
  }
  OK(store.begin());
  port::Appended appended;
  OK(store.append(std::vector{event("", "A", kT0)}, appended));   // what no store can keep is told, and stops nothing
  CHECK(appended.unfit.size() == 1);
  port::Write made;
  made.after.id = "A";
  made.messages = {event("", "A", kT0)};
  CHECK_FALSE(store.write(made).ok());
  CHECK(store.commit().error == "no transaction is open: begin() comes first");   // what fails in a transaction ends it
}

ON_EVERY_STORE("a reader sees one state of the store, whatever is written beside it") {
  REQUIRE_STORE();
  fill(store, {"A"});
  OK(store.beginReading());
  CHECK(store.begin().error == "begin() is a transaction of its own, and one is open");
  CHECK(journal(store).size() == 1);
  port::DeskRows desk;
  OK(store.desk(desk));
  if (TestType::kShared) {
    auto other = backend.another();
    fill(*other.store, {"B"});   // nobody waits for who only looks
    CHECK(journal(*other.store).size() == 2);
  }
  CHECK(journal(store).size() == 1);
  std::vector<port::LeadSummary> leads;
  OK(store.summaries(leads));
  CHECK(leads.size() == 1);
  std::uint64_t waiting = 0;
  OK(store.waitingEvents(waiting));
  CHECK(waiting == 0);
  store.rollback();
  CHECK(journal(store).size() == (TestType::kShared ? 2 : 1));
  // Nothing is written in it.
  OK(store.beginReading());
  if (store.setSetting("x", "y").ok()) CHECK(store.commit().error == "the transaction only reads: nothing was written");
  else store.rollback();
  std::string value;
  OK(store.setting("x", value));
  CHECK(value == "");
  OK(store.setSetting("x", "z"));
  OK(store.setting("x", value));
  CHECK(value == "z");
}

ON_EVERY_STORE("duplicate keys are found also before the commit, and follow their lead") {
  REQUIRE_STORE();
  const auto found = [&](std::uint32_t rule, const std::string& key, const std::string& except) {
    std::vector<std::string> leads;
    OK(store.duplicates(rule, key, except, leads));
    return leads;
  };
  using Leads = std::vector<std::string>;
  port::Appended appended;
  OK(store.append(std::vector{event("1", "A", kT0), event("2", "B", kT0), event("3", "C", kT0)}, appended));
  OK(store.begin());
  std::vector<port::Work> work;
  std::int64_t horizon = 0;
  OK(store.claim(kT0, 10, work, horizon));
  REQUIRE(work.size() == 3);
  port::Write a = step(work[0], kT0);
  a.duplicate_keys = {{0, "x@y"}, {1, "acme"}};
  a.duplicate_keys_changed = true;
  OK(store.write(a));
  CHECK(found(0, "x@y", "B") == Leads{"A"});
  port::Write b = step(work[1], kT0);
  b.duplicate_keys = {{0, "x@y"}, {1, "beta"}};
  b.duplicate_keys_changed = true;
  OK(store.write(b));
  CHECK(found(0, "x@y", "C") == Leads{"A", "B"});
  OK(store.write(step(work[2], kT0)));
  OK(store.commit());
  CHECK(found(0, "x@y", "A") == Leads{"B"});
  CHECK(found(1, "x@y", "").empty());
  std::vector<std::pair<std::string, std::string>> all;
  OK(store.duplicateKeys(1, all));
  CHECK(all == std::vector<std::pair<std::string, std::string>>{{"A", "acme"}, {"B", "beta"}});

  OK(store.append(std::vector{event("4", "A", kT0 + 1)}, appended));
  OK(store.begin());
  OK(store.claim(kT0 + 1, 10, work, horizon));
  REQUIRE(work.size() == 1);
  port::Write changed = step(work[0], kT0 + 1);
  changed.duplicate_keys = {{0, "new@y"}, {1, "alpha"}};
  changed.duplicate_keys_changed = true;
  OK(store.write(changed));
  CHECK(found(0, "x@y", "") == Leads{"B"});
  CHECK(found(0, "new@y", "") == Leads{"A"});
  OK(store.duplicateKeys(1, all));
  CHECK(all == std::vector<std::pair<std::string, std::string>>{{"A", "alpha"}, {"B", "beta"}});
  OK(store.commit());
  CHECK(found(0, "x@y", "") == Leads{"B"});
  CHECK(found(0, "new@y", "") == Leads{"A"});

  // A step that says nothing of keys leaves them.
  OK(store.append(std::vector{event("5", "A", kT0 + 2)}, appended));
  OK(store.begin());
  OK(store.claim(kT0 + 2, 10, work, horizon));
  REQUIRE(work.size() == 1);
  OK(store.write(step(work[0], kT0 + 2)));
  OK(store.commit());
  CHECK(found(0, "new@y", "") == Leads{"A"});
  OK(store.append(std::vector{event("6", "A", kT0 + 3)}, appended));
  OK(store.begin());
  OK(store.claim(kT0 + 3, 10, work, horizon));
  REQUIRE(work.size() == 1);
  port::Write none = step(work[0], kT0 + 3);
  none.duplicate_keys_changed = true;
  OK(store.write(none));
  OK(store.commit());
  CHECK(found(0, "new@y", "").empty());
}

ON_EVERY_STORE("the journal keeps every entry in order, with its secrets") {
  REQUIRE_STORE();
  fill(store, {"A", "B"});
  const auto all = journal(store);
  REQUIRE(all.size() == 2);
  CHECK(all[0].order < all[1].order);
  const auto own = journal(store, "B");
  REQUIRE(own.size() == 1);
  CHECK(own[0].lead == "B");
  CHECK(own[0].seq == 1);
  CHECK(own[0].at == kT0 + 1);
  CHECK(own[0].kind == "activity");
  CHECK(own[0].body == "e-B");
  CHECK(own[0].previous.empty());
  CHECK(own[0].hash == "hB1");
  REQUIRE(own[0].secrets.size() == 2);
  CHECK(own[0].secrets[1].hash == "c2");
  CHECK(own[0].secrets[1].salt == "s2");
  CHECK(own[0].secrets[1].value == "more of B");
}

ON_EVERY_STORE("anchors seal exactly the entries that they were given") {
  REQUIRE_STORE();
  fill(store, {"A", "B", "C", "D", "E"});
  std::vector<std::pair<std::uint64_t, std::string>> open;
  OK(store.begin());
  OK(store.unanchored(3, open));
  REQUIRE(open.size() == 3);
  CHECK(open[0].second == "hA1");
  const port::Anchor first{1, kT0, 2, "root", "", "hash"};
  OK(store.writeAnchor(first, {open[0].first, open[2].first}));
  OK(store.commit());
  OK(store.begin());
  OK(store.unanchored(10, open));
  CHECK(open.size() == 3);
  OK(store.writeAnchor({2, kT0 + 1, 3, "r2", "hash", "h2"}, {open[0].first, open[1].first, open[2].first}));
  store.rollback();
  OK(store.begin());
  OK(store.unanchored(10, open));
  REQUIRE(open.size() == 3);
  CHECK(open[0].second == "hB1");
  std::vector<port::Anchor> anchors;
  OK(store.anchors(anchors));
  REQUIRE(anchors.size() == 1);
  CHECK(anchors[0].entries == 2);
  CHECK(anchors[0].hash == "hash");
  std::vector<std::string> hashes;
  OK(store.anchoredHashes(1, hashes));
  CHECK(hashes == std::vector<std::string>{"hA1", "hC1"});
  // An entry is sealed once.
  const auto all = journal(store);
  CHECK_FALSE(store.writeAnchor({2, kT0, 1, "r", "", "h"}, {all[0].order}).ok());
  OK(store.anchors(anchors));
  CHECK(anchors.size() == 1);
}

ON_EVERY_STORE("effects wait in the outbox, leased while they are tried") {
  REQUIRE_STORE();
  port::OutboxStore& outbox = backend.outbox();
  fill(store, {"A", "B", "C"});
  Rows rows;
  REQUIRE(outbox.claim(kT0 - 1, 10, 5000, rows));
  CHECK(rows.empty());
  REQUIRE(outbox.claim(kT0, 2, 5000, rows));
  REQUIRE(keys(rows) == "A/1/0 B/1/0 ");
  CHECK(port::toJson(rows[0].effect) == port::toJson(effect("A/1/0", "A", kT0)));
  CHECK(rows[0].attempts == 0);
  CHECK(rows[0].next_try == kT0);
  CHECK(rows[0].status == "waiting");
  REQUIRE(outbox.claim(kT0 + 1, 10, 5000, rows));
  CHECK(keys(rows) == "C/1/0 ");
  REQUIRE(outbox.done("A/1/0", kT0 + 2));
  REQUIRE(outbox.later("B/1/0", 1, kT0 + 9000, "500 from `hooks.example`"));
  REQUIRE(outbox.dead("C/1/0", 4, kT0 + 3, "no such host"));
  REQUIRE(outbox.later("A/1/0", 7, kT0, "too late"));  // delivered stays delivered
  REQUIRE(outbox.dead("none", 7, kT0, "gone"));
  REQUIRE(outbox.claim(kT0 + 8999, 10, 5000, rows));
  CHECK(rows.empty());
  REQUIRE(outbox.list("", 10, rows));
  REQUIRE(keys(rows) == "A/1/0 B/1/0 C/1/0 ");
  CHECK(rows[0].status == "delivered");
  CHECK(rows[0].next_try == kT0 + 2);
  CHECK(rows[1].attempts == 1);
  CHECK(rows[1].reason == "500 from `hooks.example`");
  CHECK(rows[2].status == "dead");
  CHECK(rows[2].reason == "no such host");
  REQUIRE(outbox.list("dead", 10, rows));
  CHECK(keys(rows) == "C/1/0 ");
  REQUIRE(outbox.list("", 1, rows));
  CHECK(keys(rows) == "A/1/0 ");
  REQUIRE(outbox.retry("C/1/0", kT0 + 10));
  CHECK_FALSE(outbox.retry("A/1/0", kT0));
  CHECK(outbox.error() == "the effect `A/1/0` is delivered");
  CHECK_FALSE(outbox.retry("none", kT0));
  CHECK(outbox.error() == "no effect `none`");
  REQUIRE(outbox.claim(kT0 + 9000, 10, 5000, rows));
  REQUIRE(keys(rows) == "C/1/0 B/1/0 ");
  CHECK(rows[0].attempts == 0);
}

ON_EVERY_STORE("an effect's key is put in once") {
  REQUIRE_STORE();
  fill(store, {"A", "B"}, [](port::Write& made) { made.effects = {effect("same", made.after.id, kT0), effect("same", made.after.id, kT0)}; });
  Rows rows;
  REQUIRE(backend.outbox().list("", 10, rows));
  REQUIRE(keys(rows) == "same ");
  CHECK(rows[0].effect.lead == "A");
}

ON_EVERY_STORE("erasing takes a lead's personal data and leaves the rest") {
  REQUIRE_STORE();
  port::OutboxStore& outbox = backend.outbox();
  fill(store, {"A", "B"}, [](port::Write& made) {
    made.duplicate_keys = {{0, "k-" + made.after.id}};
    made.duplicate_keys_changed = true;
    made.effects.clear();
    for (const char* name : {"sent", "waits", "plain"}) {
      port::Effect each = effect(made.after.id + "/" + name, made.after.id, kT0);
      each.pii = std::string(name) != "plain";
      made.effects.push_back(each);
    }
  });
  REQUIRE(outbox.done("A/sent", kT0));
  port::Appended appended;
  OK(store.append(std::vector{event("x", "A", kT0 + 1)}, appended));
  OK(store.begin());
  std::vector<port::Work> work;
  std::int64_t horizon = 0;
  OK(store.claim(kT0 + 1, 10, work, horizon));
  REQUIRE(work.size() == 1);
  port::Write made = step(work[0], kT0 + 1);
  made.after.erased = true;
  made.after.record.clear();
  made.effects.clear();
  for (auto& activity : made.after.activities) activity.by.clear();
  made.outcomes[0].text = "refused: erased";
  OK(store.write(made));
  OK(store.erase("A"));
  OK(store.commit());

  std::optional<port::LeadState> state;
  OK(store.load("A", state));
  REQUIRE(state);
  CHECK(state->erased);
  REQUIRE(state->activities.size() == 2);
  CHECK(state->activities[0].body.empty());
  CHECK(state->activities[1].body.empty());
  CHECK(state->activities[0].by.empty());
  CHECK(state->activities[0].type == "reply");
  const auto its = journal(store, "A");
  REQUIRE(its.size() == 2);
  CHECK(its[0].secrets.empty());
  CHECK(its[0].body == "e-A");
  CHECK(journal(store, "B")[0].secrets.size() == 2);
  Rows rows;
  REQUIRE(outbox.list("", 10, rows));
  CHECK(keys(rows) == "A/sent A/plain B/sent B/waits B/plain ");
  CHECK(rows[0].effect.text.empty());
  CHECK(rows[0].effect.fields.empty());
  CHECK(rows[0].effect.why == "sla first_response at 50%");
  CHECK_FALSE(rows[1].effect.text.empty());
  std::vector<std::string> leads;
  OK(store.duplicates(0, "k-A", "", leads));
  CHECK(leads.empty());
  std::vector<std::pair<port::StoredEvent, std::string>> refused;
  OK(store.refusedEvents(10, refused));
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].first.event.body.empty());
}

ON_EVERY_STORE("what is held of a person is shown place by place, and nothing of it after erasing") {
  REQUIRE_STORE();
  fill(store, {"A", "B"}, [](port::Write& made) {
    made.duplicate_keys = {{0, "secret key"}};
    made.duplicate_keys_changed = true;
    made.effects.clear();
    for (const char* name : {"sent", "waits"}) {
      port::Effect each = effect(made.after.id + "/" + name, made.after.id, kT0);
      each.pii = true;
      each.text = "secret text";
      made.effects.push_back(each);
    }
  });
  port::OutboxStore& outbox = backend.outbox();
  REQUIRE(outbox.later("A/waits", 1, kT0 + 1, "550 secret address"));
  REQUIRE(outbox.done("A/sent", kT0));
  const auto secret = [](const std::string& id, std::int64_t at) {
    port::Event made = event(id, "A", at);
    for (std::string* text : {&made.by, &made.name, &made.value, &made.target, &made.reason, &made.comment, &made.body, &made.strange}) *text = "secret";
    made.number = 4915112345678;
    return made;
  };
  port::Appended appended;
  port::Event waits = secret("waits", kT0 + kMinute), merges = secret("merges", kT0 + kMinute), erases = event("erases", "A", kT0 + 2, port::EventType::LeadErased);
  merges.type = port::EventType::LeadMerged;
  OK(store.append(std::vector{secret("refused", kT0 + 1), waits, merges, erases}, appended));
  bool erasing = true;
  OK(store.erasing("A", kT0 + 1, erasing));
  CHECK_FALSE(erasing);
  OK(store.erasing("A", kT0 + 2, erasing));
  CHECK(erasing);
  OK(store.erasing("B", kT0 + 2, erasing));
  CHECK_FALSE(erasing);
  OK(store.begin());
  std::vector<port::Work> work;
  std::int64_t horizon = 0;
  OK(store.claim(kT0 + 1, 10, work, horizon));
  REQUIRE(work.size() == 1);
  port::Write refusal = step(work[0], kT0 + 1);
  refusal.effects.clear();
  refusal.outcomes[0].text = "refused: secret word";
  OK(store.write(refusal));
  OK(store.commit());

  const auto held = [&](const std::string& lead) {
    std::map<port::Place, std::string> places;
    OK(store.held(lead, [&](const port::Held& row) {
      for (const auto& [name, value] : row.columns) places[row.place] += name + "=" + value + ";";
    }));
    return places;
  };
  auto before = held("A");
  CHECK(before.size() == 5);
  CHECK(before[port::Place::Refused].find("comment=secret;amount=4915112345678;body=secret;strange=secret;outcome=refused: secret word;") != std::string::npos);
  CHECK(before[port::Place::Waiting].find("id=waits;") != std::string::npos);
  CHECK(before[port::Place::Keys] == "rule=0;key=secret key;");
  CHECK(before[port::Place::Undelivered].find("550 secret address") != std::string::npos);
  CHECK(before[port::Place::Delivered].find("secret text") != std::string::npos);

  OK(store.begin());
  port::Work all;
  OK(store.claimLead("A", all));
  CHECK_FALSE(all.is_new);
  CHECK(all.lead.id == "A");
  CHECK(all.events.size() == 3);       // whatever their time
  port::Work none;
  OK(store.claimLead("nobody", none));
  CHECK(none.is_new);
  CHECK(none.lead.id == "nobody");
  OK(store.erase("A"));
  OK(store.commit());
  auto after = held("A");
  CHECK(after[port::Place::Refused].find("secret") == std::string::npos);
  CHECK(after[port::Place::Refused].find("amount=0;") != std::string::npos);
  CHECK(after[port::Place::Refused].find("id=refused;") != std::string::npos);
  CHECK(after[port::Place::Waiting].find("id=merges;") != std::string::npos);   // who answers it erases the lead that comes
  CHECK(after[port::Place::Waiting].find("id=waits;") == std::string::npos);
  CHECK(after[port::Place::Keys].empty());
  CHECK(after[port::Place::Undelivered].empty());
  CHECK(after[port::Place::Delivered].find("secret") == std::string::npos);
  CHECK(held("B").size() == 2);
  std::uint64_t waiting = 0;
  OK(store.waitingEvents(waiting));
  CHECK(waiting == 1);
}

ON_EVERY_STORE("settings outlive the transaction that made them") {
  REQUIRE_STORE();
  std::string value = "old";
  OK(store.setting("clock", value));
  CHECK(value.empty());
  OK(store.setSetting("clock", "1"));
  OK(store.begin());
  OK(store.setSetting("clock", "2"));
  OK(store.commit());
  OK(store.setting("clock", value));
  CHECK(value == "2");
}

TEST_CASE("an address that names no store says which forms there are") {
  CHECK(store::openStore("leads.db").error ==
        "`leads.db` is not the address of a store: write `sqlite:PATH`, `postgres:URI` (postgres://user@host/database) or `memory:`");
  CHECK(store::openStore("sqlite:").error == "`sqlite:` needs a file: `sqlite:leads.db`");
  CHECK(store::openStore("postgres:").error == "`postgres:` needs a database: `postgres://user@host/database`");
  CHECK(store::openStore("memory:x").error == "`memory:x`: `memory:` takes nothing after it");
}
