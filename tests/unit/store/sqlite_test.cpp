// What may happen to a SQLite file: killed writers, full disks, locks, files that are no stores, old and new versions.
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "runtime/store/sqlite_schema.hpp"
#include "tests/unit/store/backends.hpp"
#include "tests/unit/store/full_disk.hpp"

using namespace leadflow;
using namespace leadflow::storetest;

#define OK(call) REQUIRE((call).error == "")

namespace {

store::Opened open(const std::string& path, store::StoreOptions options = {}) { return store::openSqlite(path, options); }

/// One round of a worker: `rounds`-th event for each of eight leads, claimed and applied. Empty: all went well.
std::string round(port::Store& store, int number) {
  std::vector<port::Event> events;
  for (int i = 0; i < 8; ++i) {
    events.push_back(event("e" + std::to_string(number) + "-" + std::to_string(i), "L" + std::to_string(i), kT0 + number));
  }
  port::Appended appended;
  if (auto status = store.append(events, appended); !status.ok()) return status.error;
  if (auto status = store.begin(); !status.ok()) return status.error;
  std::vector<port::Work> work;
  std::int64_t horizon = 0;
  if (auto status = store.claim(kT0 + number, 100, work, horizon); !status.ok()) return status.error;
  for (const port::Work& item : work) {
    const port::Write made = step(item, kT0 + number, {{kT0 + 1'000'000 + number, port::TimerKind::Aging, 0, 0}});
    if (auto status = store.write(made); !status.ok()) return status.error;
  }
  return store.commit().error;
}

/// Every part of a lead tells of the same number of events.
void consistent(port::Store& store) {
  std::map<std::string, std::uint64_t> entries;
  OK(store.eachEntry("", 0, [&](const port::JournalEntry& each) { return ++entries[each.lead], each.secrets.size() == 2; }));
  std::uint64_t all = 0;
  OK(store.eachLead([&](const port::LeadState& state) {
    REQUIRE(state.revision == state.activities.size());
    REQUIRE(state.revision == entries[state.id]);
    REQUIRE(state.timers.size() == 1);
    REQUIRE(state.timers[0].due == kT0 + 1'000'000 + (state.now - kT0));
    all += state.revision;
    return true;
  }));
  std::vector<port::OutboxStore::Row> rows;
  REQUIRE(dynamic_cast<port::OutboxStore&>(store).list("", SIZE_MAX, rows));
  REQUIRE(rows.size() == all);
}

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void runSql(const std::string& path, const std::string& sql) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  char* error = nullptr;
  const int code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &error);
  INFO((error ? error : ""));
  CHECK(code == SQLITE_OK);
  sqlite3_free(error);
  sqlite3_close(db);
}

}  // namespace

TEST_CASE("SQLite: a writer killed at any instant leaves exactly what it committed") {
  const Folder folder;
  const std::string path = folder / "leads.db";
  std::mt19937 random(7);
  int reported = 0;
  for (int kill = 0; kill < 12; ++kill) {
    int pipe_ends[2];
    REQUIRE(::pipe(pipe_ends) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      store::Opened mine = open(path);
      for (int number = reported + 1; mine.store; ++number) {
        const std::string error = round(*mine.store, number);
        if (!error.empty() || ::write(pipe_ends[1], &number, sizeof number) != sizeof number) ::_exit(1);
      }
      ::_exit(2);
    }
    ::close(pipe_ends[1]);
    ::usleep(20'000 + random() % 60'000);
    ::kill(child, SIGKILL);
    for (int number = 0; ::read(pipe_ends[0], &number, sizeof number) == sizeof number;) reported = number;
    ::close(pipe_ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));

    store::Opened again = open(path);
    REQUIRE(again.error == "");
    consistent(*again.store);
    std::optional<port::LeadState> state;
    OK(again.store->load("L0", state));
    const std::uint64_t applied = state ? state->revision : 0;
    INFO("reported " << reported << ", applied " << applied);
    // The one in the middle may have been committed without being reported; its events may wait.
    REQUIRE((applied == static_cast<std::uint64_t>(reported) || applied == static_cast<std::uint64_t>(reported) + 1));
    // What was cut off goes on: the round again, whose events may be known.
    if (applied == static_cast<std::uint64_t>(reported)) REQUIRE(round(*again.store, reported + 1) == "");
    ++reported;
  }
  CHECK(reported > 24);
}

TEST_CASE("SQLite: a full disk loses nothing and says so; with room again the work goes on") {
  const Folder folder;
  const std::string path = folder / "leads.db";
  store::StoreOptions options;
  options.vfs = smallDisk();
  roomLeft(-1);
  store::Opened mine = open(path, options);
  REQUIRE(mine.error == "");
  int applied = 0;
  while (applied < 3) REQUIRE(round(*mine.store, ++applied) == "");
  int full = 0;
  for (std::int64_t room = 0; room < 400'000; room += 7'000) {
    roomLeft(room);
    const std::string error = round(*mine.store, applied + 1);
    roomLeft(-1);
    if (error.empty()) {
      ++applied;
    } else {
      REQUIRE(error == "the disk is full: `" + path + "` could not grow");
      ++full;
      consistent(*mine.store);
      if (room % 2 == 0) REQUIRE(round(*mine.store, ++applied) == "");
    }
    consistent(*mine.store);
  }
  CHECK(full > 5);
  std::optional<port::LeadState> state;
  OK(mine.store->load("L0", state));
  CHECK(state->revision == static_cast<std::uint64_t>(applied));
  mine.store.reset();
  mine = open(path);  // also for somebody who comes later, on the system's own files
  consistent(*mine.store);
  OK(mine.store->load("L0", state));
  CHECK(state->revision == static_cast<std::uint64_t>(applied));
}

TEST_CASE("SQLite: a locked file is worth another try") {
  const Folder folder;
  const std::string path = folder / "leads.db";
  store::StoreOptions options;
  options.busy_ms = 50;
  store::Opened mine = open(path, options), other = open(path, options);
  OK(other.store->begin());
  const port::Status status = mine.store->begin();
  CHECK(status.error == "`" + path + "` is locked by another process");
  CHECK(status.retry);
  port::Appended appended;
  CHECK(mine.store->append(std::vector{event("e1", "L1", kT0)}, appended).retry);
  std::optional<port::LeadState> state;
  OK(mine.store->load("L1", state));  // reading goes on
  OK(other.store->commit());
  OK(mine.store->append(std::vector{event("e1", "L1", kT0)}, appended));
  CHECK(appended.added == 1);
}

TEST_CASE("SQLite: a file that may not be written can be read") {
  const Folder folder;
  const std::string path = folder / "leads.db";
  {
    store::Opened mine = open(path);
    REQUIRE(round(*mine.store, 1) == "");
  }
  namespace fs = std::filesystem;
  fs::permissions(path, fs::perms(0444));
  fs::permissions(folder.path(), fs::perms(0555));
  const bool root = ::geteuid() == 0;  // root may write everywhere
  if (root) REQUIRE(::seteuid(65534) == 0);
  const store::Opened writing = open(path);
  store::StoreOptions options;
  options.read_only = true;
  store::Opened reading = open(path, options);
  std::vector<port::LeadSummary> leads;
  port::Status read, written;
  if (reading.store) {
    read = reading.store->summaries(leads);
    port::Appended appended;
    written = reading.store->append(std::vector{event("e9", "L1", kT0)}, appended);
  }
  if (root) REQUIRE(::seteuid(0) == 0);
  fs::permissions(folder.path(), fs::perms(0755));
  CHECK(writing.error == "`" + path + "` cannot be written: the file or its folder is read-only");
  CHECK(reading.error == "");
  REQUIRE(reading.store);
  CHECK(read.error == "");
  CHECK(leads.size() == 8);
  CHECK(written.error == "`" + path + "` cannot be written: the file or its folder is read-only");
}

TEST_CASE("SQLite: files that are no stores are refused and left alone") {
  const Folder folder;
  const std::string text = folder / "notes.txt", foreign = folder / "other.db", missing = folder / "none/leads.db";
  std::ofstream(text) << std::string(5000, 'x');
  runSql(foreign, "CREATE TABLE other (x)");
  const std::string before = contents(foreign);
  CHECK(open(text).error == "`" + text + "` is not a LeadFlow store");
  CHECK(open(foreign).error == "`" + foreign + "` is not a LeadFlow store: another program made it");
  CHECK(contents(foreign) == before);
  CHECK(contents(text) == std::string(5000, 'x'));
  CHECK(open(missing).error == "`" + missing + "` cannot be opened: its folder is missing or may not be used");
  store::StoreOptions options;
  options.create = false;
  CHECK(open(folder / "typo.db", options).error == "there is no store at `" + (folder / "typo.db") + "`");
  CHECK_FALSE(std::filesystem::exists(folder / "typo.db"));
}

TEST_CASE("SQLite: an older file is brought up to date, a newer one refused") {
  const Folder folder;
  const std::string path = folder / "leads.db";
  const std::size_t known = store::sqliteSteps().size();
  std::vector<const char*> steps(store::sqliteSteps().begin(), store::sqliteSteps().end());
  steps.push_back("CREATE TABLE later (x INTEGER) STRICT; INSERT INTO later VALUES (42);");
  {
    store::Opened mine = open(path);
    REQUIRE(round(*mine.store, 1) == "");
  }
  store::SqliteDb db;
  OK(db.open(path, SQLITE_OPEN_READWRITE, "", 1000));
  CHECK(store::inspect(db, steps).error == "`" + path + "` was made by an older leadflow: open it for writing once, that brings it up to date");
  OK(store::migrate(db, steps));
  CHECK(db.number("SELECT x FROM later") == 42);
  CHECK(db.number("SELECT count(*) FROM events") == 8);
  OK(store::migrate(db, steps));  // a second time: nothing to do
  CHECK(open(path).error == "`" + path + "` was made by a newer leadflow: its format is " + std::to_string(known + 1) + ", this one reads up to " + std::to_string(known));
  // A step that fails leaves the file as it was.
  std::vector<const char*> broken = steps;
  broken.push_back("CREATE TABLE half (x); CREATE TABLE half (x);");
  CHECK_FALSE(store::migrate(db, broken).ok());
  CHECK(db.number("PRAGMA user_version") == static_cast<std::int64_t>(known + 1));
  CHECK(db.number("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == 0);
}

TEST_CASE("SQLite: what applied events of an older file said goes, the journal has it") {
  const Folder folder;
  const std::string path = folder / "leads.db";
  store::SqliteDb db;
  OK(db.open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "", 1000));
  OK(store::migrate(db, store::sqliteSteps().first(1)));
  db.run("INSERT INTO leads (id) VALUES ('L')");
  for (const char* outcome : {"'applied'", "'ignored: known'", "'refused: no'", "NULL"})
    db.run(std::string("INSERT INTO events (id, lead, type, at, \"by\", name, value, target, reason, comment, amount, body, outcome) VALUES (hex(randomblob(8)), 'L', 2, 1, 'kim', 'n', 'v', "
                       "'t', 'r', 'c', 0, '{}', ") + outcome + ")");
  REQUIRE(db.ok());
  OK(store::migrate(db, store::sqliteSteps()));
  CHECK(db.number("SELECT count(*) FROM events WHERE \"by\" = 'kim' AND body = '{}'") == 2);   // the refused one and the one that waits
  CHECK(db.number("SELECT count(*) FROM events WHERE \"by\" = '' AND name = '' AND comment = ''") == 2);
}

TEST_CASE("SQLite: damage is told, not read") {
  const Folder folder;
  const std::string path = folder / "leads.db";
  {
    store::Opened mine = open(path);
    REQUIRE(round(*mine.store, 1) == "");
  }
  runSql(path, "UPDATE leads SET state = CAST(substr(state, 1, 20) || x'00' || substr(state, 22) AS BLOB) WHERE id = 'L3'");
  store::Opened mine = open(path);
  std::optional<port::LeadState> state;
  CHECK(mine.store->load("L3", state).error == "`" + path + "` is damaged: the state of lead `L3` cannot be read");
  OK(mine.store->load("L2", state));
  CHECK(state);
}

TEST_CASE("SQLite: the journal, event ids and seals cannot be changed behind our back") {
  const Folder folder;
  const std::string path = folder / "leads.db";
  store::Opened mine = open(path);
  REQUIRE(round(*mine.store, 1) == "");
  const auto refusal = [&](const char* sql) {
    store::SqliteDb db;
    OK(db.open(path, SQLITE_OPEN_READWRITE, "", 1000));
    return db.run(sql) ? std::string() : db.takeFailure().error;
  };
  CHECK(refusal("UPDATE journal SET body = 'x'").find("append-only") != std::string::npos);
  CHECK(refusal("DELETE FROM journal").find("append-only") != std::string::npos);
  CHECK(refusal("DELETE FROM events").find("for ever") != std::string::npos);
  CHECK(refusal("UPDATE secrets SET value = 'x'").find("never changed") != std::string::npos);
  CHECK(refusal("UPDATE leads SET final = 3").find("CHECK") != std::string::npos);
}

TEST_CASE("SQLite: what was erased is in none of the store's files") {
  const Folder folder;
  const std::string path = folder / "leads.db";
  store::Opened mine = open(path);
  REQUIRE(round(*mine.store, 1) == "");
  const std::string secret = "secret of L3", body = "\"id\":\"e1-3\"";
  const auto anywhere = [&](const std::string& text) {
    return contents(path).find(text) != std::string::npos || contents(path + "-wal").find(text) != std::string::npos;
  };
  CHECK(anywhere(secret));
  CHECK(anywhere(body));
  port::Appended appended;
  OK(mine.store->append(std::vector{event("x", "L3", kT0 + 1, port::EventType::LeadErased)}, appended));
  OK(mine.store->begin());
  std::vector<port::Work> work;
  std::int64_t horizon = 0;
  OK(mine.store->claim(kT0 + 1, 1, work, horizon));
  REQUIRE(work.size() == 1);
  port::Write made = step(work[0], kT0 + 1);
  made.after.erased = true;
  for (auto& activity : made.after.activities) activity.body.clear();
  for (auto& said : made.journal) said.secrets.clear();
  OK(mine.store->write(made));
  OK(mine.store->erase("L3"));
  OK(mine.store->commit());
  CHECK_FALSE(anywhere(secret));
  CHECK_FALSE(anywhere(body));
  CHECK(anywhere("secret of L4"));
}

TEST_CASE("SQLite: who erases does not wait for a reader; the log is emptied by the first commit after its end") {
  const Folder folder;
  const std::string path = folder / "leads.db";
  store::StoreOptions patient;
  patient.busy_ms = 600'000;   // who waited would wait for ever: the reader is this very thread
  store::Opened mine = open(path, patient);
  REQUIRE(mine.store);
  REQUIRE(round(*mine.store, 1) == "");
  store::StoreOptions reading;
  reading.create = false;
  reading.read_only = true;
  store::Opened reader = open(path, reading);
  REQUIRE(reader.store);
  OK(reader.store->beginReading());
  std::optional<port::LeadState> seen;
  OK(reader.store->load("L3", seen));
  const auto erase = [&](const std::string& lead) {
    OK(mine.store->begin());
    OK(mine.store->erase(lead));
    OK(mine.store->commit());
  };
  erase("L3");
  CHECK(std::filesystem::file_size(path + "-wal") > 0);
  reader.store->rollback();
  erase("L4");
  CHECK(std::filesystem::file_size(path + "-wal") == 0);
}
