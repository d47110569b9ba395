#include "tests/unit/store/backends.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>

// libpqxx 6.4 does not free libpq's answer when the connection was lost under a statement: a few hundred bytes each time.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:pqxx::connection_base::\n"; }

namespace leadflow::storetest {

Folder::Folder() {
  std::string form = (std::filesystem::temp_directory_path() / "leadflow-store-XXXXXX").string();
  if (!::mkdtemp(form.data())) throw std::runtime_error("no folder for temporary files");
  path_ = form;
  std::filesystem::permissions(path_, std::filesystem::perms(0755));
}
Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

namespace {

struct Ran { int status = 0; std::string out; };
Ran shell(const std::string& command) {
  Ran ran;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (!pipe) return {-1, {}};
  std::array<char, 4096> buffer;
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) ran.out.append(buffer.data(), n);
  const int status = ::pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  while (!ran.out.empty() && ran.out.back() == '\n') ran.out.pop_back();
  return ran;
}

const char* kScript = "tests/support/postgres.sh ";

}  // namespace

Server* Server::get() {
  static std::unique_ptr<Server> server = []() -> std::unique_ptr<Server> {
    auto made = std::make_unique<Server>();
    const Ran ran = shell(std::string(kScript) + "start " + (made->folder_ / "pg"));
    if (ran.status == 77) {
      std::fprintf(stderr, "SKIPPED: PostgreSQL is not installed, its store is not tested\n");
      return nullptr;
    }
    if (ran.status != 0) throw std::runtime_error("tests/support/postgres.sh could not start PostgreSQL");
    made->uri_ = ran.out;
    return made;
  }();
  return server.get();
}
Server::~Server() {
  if (!uri_.empty()) run("remove");
}
bool Server::run(const std::string& verb) { return shell(kScript + verb + " " + (folder_ / "pg")).status == 0; }

Sqlite::Sqlite() : opened_(store::openStore("sqlite:" + (folder_ / "leads.db"))) {
  if (!opened_.store) throw std::runtime_error(opened_.error);
}
store::Opened Sqlite::another() { return store::openStore("sqlite:" + (folder_ / "leads.db")); }

bool Postgres::there() {
  static const bool built = [] {
    const std::string why = store::openPostgres("", {}).error;
    const bool without = why.find("built without") != std::string::npos;
    if (without) std::fprintf(stderr, "SKIPPED: %s\n", why.c_str());
    return !without;
  }();
  return built && Server::get() != nullptr;
}
Postgres::Postgres() {
  static int number = 0;
  options_.schema = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
  opened_ = another();
  if (!opened_.store) throw std::runtime_error(opened_.error);
}
store::Opened Postgres::another() { return store::openStore(Server::get()->uri(), options_); }

port::Event event(const std::string& id, const std::string& lead, std::int64_t at, port::EventType type) {
  port::Event made;
  made.id = id;
  made.type = type;
  made.lead = lead;
  made.at = at;
  made.by = "ana";
  made.name = "reply";
  made.value = "a \"quoted\" \\ value, {with} braces";
  made.target = "t";
  made.reason = "r";
  made.comment = "\xc3\xa9\n\t";
  made.number = 7;
  made.strange = "{\"recrd\":1}";
  made.body = "{\"sentiment\":\"positive\",\"id\":\"" + id + "\"}";
  return made;
}

port::LeadState fullState(const std::string& id) {
  port::LeadState s;
  s.id = id;
  s.version = 0xfedcba9876543210u;
  s.revision = 300;
  s.now = kT0;
  s.created = kT0 - 5;
  s.record = {{"email", "\"a@b.example\""}, {"score", "-12.5"}, {"none", "null"}};
  s.activities = {{kT0, "reply", "{\"x\":1}", "ana"}, {kT0 + 1, "call", "", ""}};
  s.stage = 3;
  s.entered = kT0 - 1;
  s.reason = 2;
  s.visits = {{1, kT0, -1, ""}, {3, kT0 + 9, 2, "bob"}};
  s.seats = {{"ana", kT0, true, 4, "main", "rule"}, {}};
  s.owners_before = {{"cid", kT0 - 100}};
  s.queue = 1;
  s.queued = kT0 - 50;
  s.checklists = {{1, 0, -1}, {}};
  s.clocks = {{2, kT0, kMissing, kT0 + 3, 1, 3600000, 3600001, 12, kMissing, 7, {0, 2, 100}, 6, 7, 8, 99, "ana", 2, {0, 1}, {{kT0, kT0 + 1}, {kT0 + 4, kT0 + 9}}, true, "max",
               {{4, false, kT0 - 9, kT0 - 3, 1, 3600000, 3600001, {{kT0 - 9, kT0 - 3}}, "bob", "Europe/Berlin"}}, {{"cid", 1, 2}}, "Asia/Tokyo"},
              {}};
  s.sequences = {{1, 2, kT0, kMissing, 3, "B", kT0 + 7, true}};
  s.handoffs = {{1, kT0, kT0 + 1, kT0 + 2, "a", "b", "c", "d", "e", 5, kT0, "f", 1, 2, 3, 4, kT0 + 5, kT0 + 8, "g", {{"g", 1, 1}}, {"o", "p"}, {{"g", kT0 + 6}, {"", kT0 + 7}}}};
  s.approvals = {{1, kT0, kMissing, 0, "g", "h", kT0 + 6, {"dora"}}};
  s.climbs = {{2, "sla first_response", 0, 1, kT0, kMissing, kMissing, "i", "j", "k", {{"l", kT0}}, "Asia/Kolkata", 3, 4, "m"}};
  s.milestones = {kMissing, kT0, INT64_MAX, INT64_MIN + 1};
  s.move_counts = {0, 1, UINT32_MAX};
  s.aged = {1, 0};
  s.reassigned = {2};
  s.carried_points = {-10000, 0};
  s.reactions = {1};
  s.handoff_held = {{0}, {2, 200}};
  s.flags = {{"other", "same_email"}};
  s.violations = {"call at …: consent is denied"};
  s.merged_into = "m";
  s.guards = {{{kT0, true}, {kT0 + 5, false}}, {}};
  s.records_before = {{kT0 + 5, {{"email", "\"a@x.example\""}}, 2, {"email"}}};
  s.merged = {"n", "o"};
  s.erased = false;
  s.final = true;
  s.timers = {{kT0 + 60, port::TimerKind::Reminder, 0, 1}, {kT0 + 60, port::TimerKind::Breach, 0, 2}, {kT0 + 70, port::TimerKind::Aging, 4, 0}};
  s.journal_seq = 4;
  s.journal_hash = "abc";
  s.holdings = {{kT0 - 5, "ana", "", false}, {kT0, "", "desk", true}};
  s.queue_stays = {{"desk", kT0 - 50, kT0 + 50, kMissing, ""}};
  s.queue_seat = 1;
  s.unsettled = true;
  return s;
}

port::JournalEntry entry(const std::string& lead, std::uint64_t seq, const std::string& body) {
  port::JournalEntry made;
  made.lead = lead;
  made.seq = seq;
  made.at = kT0 + static_cast<std::int64_t>(seq);
  made.kind = "activity";
  made.body = body;
  made.previous = seq == 1 ? "" : "h" + lead + std::to_string(seq - 1);
  made.hash = "h" + lead + std::to_string(seq);
  made.secrets = {{"c1", "s1", "secret of " + lead}, {"c2", "s2", "more of " + lead}};
  return made;
}

port::Effect effect(const std::string& key, const std::string& lead, std::int64_t at) {
  port::Effect made;
  made.key = key;
  made.kind = port::EffectKind::Remind;
  made.lead = lead;
  made.at = at;
  made.to = {"ana"};
  made.to_email = {"ana@example.com"};
  made.text = "Acme \"Inc\" is still waiting";
  made.fields = {{"score", "12.50"}, {"name", "\"x\""}};
  made.why = "sla first_response at 50%";
  return made;
}

std::string shown(const port::LeadState& state) {
  std::string text = state.id + " " + port::encodeState(state) + "\nactivities:";
  for (const auto& a : state.activities) text += "\n " + std::to_string(a.at) + "|" + a.type + "|" + a.body + "|" + a.by;
  text += "\ntimers:";
  for (const auto& t : state.timers) {
    text += "\n " + std::to_string(t.due) + " " + port::timerName(t.kind) + " " + std::to_string(t.index) + " " + std::to_string(t.part);
  }
  return text;
}
std::string shown(const port::Event& event) { return port::toJson(event); }

port::Write step(const port::Work& work, std::int64_t now, std::vector<port::Timer> timers) {
  port::Write made;
  made.before = work.is_new ? nullptr : &work.lead;
  made.after = work.lead;
  port::LeadState& after = made.after;
  after.now = now;
  if (work.is_new) after.created = now;
  for (const port::StoredEvent& stored : work.events) {
    ++after.revision;
    after.activities.push_back({stored.event.at, stored.event.name, stored.event.body, stored.event.by});
    made.outcomes.push_back({stored.number, "applied"});
    port::JournalEntry said = entry(after.id, ++after.journal_seq, stored.event.id);
    after.journal_hash = said.hash;
    made.journal.push_back(std::move(said));
    made.effects.push_back(effect(after.id + "/" + std::to_string(after.revision) + "/0", after.id, now));
  }
  after.timers = std::move(timers);
  made.stage = "Working";
  made.owner = "ana";
  made.queue = "q";
  return made;
}

}  // namespace leadflow::storetest
