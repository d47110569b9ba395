// Kills `leadflow work` again and again and looks whether anything is lost, done twice, or decided differently.
//
//     crash --leadflow build/bin/leadflow --playbook tests/crash/desk.leadflow --events 10000 --kills 20
//     crash … --events 100000 --kills 200                      the full figure
//     crash … --postgres URI --workers 4 --kills 5             several processes on one PostgreSQL
//     crash … --postgres URI --workers 8 --kills 0 --fair desk   every event a new lead: turns of that pool differ by one at most
//
// SQLite: one worker, so time has one order: state, timers, activities, turns, outbox and journal must equal those of a run that
// nobody disturbed, row by row (salts are random, so commitments are compared by what they commit to). PostgreSQL: workers race,
// so the journal is the order that counts: every event applied once, every chain sound, every decision replayed the same, the
// turns exact.
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "runtime/audit/verify.hpp"
#include "runtime/port/lead_state.hpp"
#include "runtime/store/open.hpp"
#include "runtime/workflow/replay.hpp"
#include "tests/crash/events.hpp"

using namespace leadflow;
namespace fs = std::filesystem;

namespace {

struct Options {
  std::string leadflow, playbook, postgres, fair;
  std::uint64_t events = 10'000, seed = 1;
  int kills = 20, workers = 1;
};

int failures = 0;
void fail(const std::string& text) {
  std::fprintf(stderr, "FAILED: %s\n", text.c_str());
  ++failures;
}

pid_t start(const std::vector<std::string>& words, const std::string& log) {
  std::fflush(nullptr);   // what stands in our buffers is not the child's to print
  const pid_t child = fork();
  if (child != 0) return child;
  if (std::freopen(log.c_str(), "a", stderr) == nullptr || std::freopen("/dev/null", "w", stdout) == nullptr) _exit(126);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

/// 0: it ended well; -1: it is still at work.
int stateOf(pid_t child, bool wait) {
  int status = 0;
  const pid_t ended = waitpid(child, &status, wait ? 0 : WNOHANG);
  if (ended == 0) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// What an entry says once the random parts are out of it.
std::string withoutSalts(std::string body) {
  static const std::string mark = "{\"$pii\":\"";
  for (std::size_t at = body.find(mark); at != std::string::npos; at = body.find(mark, at + mark.size())) body.erase(at + mark.size(), 64);
  return body;
}

class Rows {
 public:
  explicit Rows(const std::string& path) {
    if (sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) fail("cannot open " + path);
  }
  ~Rows() { sqlite3_close(db_); }
  /// Every row as one text, with what is random taken out.
  std::vector<std::string> of(const std::string& query) {
    std::vector<std::string> rows;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_, query.c_str(), -1, &statement, nullptr) != SQLITE_OK) fail(query + ": " + sqlite3_errmsg(db_));
    while (statement != nullptr && sqlite3_step(statement) == SQLITE_ROW) {
      std::string row;
      for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        std::string cell(reinterpret_cast<const char*>(sqlite3_column_blob(statement, column)), static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
        if (sqlite3_column_type(statement, column) == SQLITE_BLOB) {
          port::LeadState state;
          if (!port::decodeState(cell, state)) fail("a state cannot be read");
          state.journal_hash.clear();
          cell = port::encodeState(state);
        }
        row += withoutSalts(std::move(cell)) + '\x1f';
      }
      rows.push_back(std::move(row));
    }
    sqlite3_finalize(statement);
    return rows;
  }

 private:
  sqlite3* db_ = nullptr;
};

void compare(const std::string& undisturbed, const std::string& killed) {
  const std::map<std::string, std::string> tables = {
      {"leads", "SELECT id, state, version, stage, owner, queue, created, entered, next_timer, final, erased FROM leads ORDER BY id"},
      {"events", "SELECT id, lead, at, outcome FROM events ORDER BY id"},
      {"timers", "SELECT * FROM timers ORDER BY lead, due, kind, line, part"},
      {"activities", "SELECT * FROM activities ORDER BY lead, number"},
      {"outbox", "SELECT key, lead, status, effect FROM outbox ORDER BY key"},
      {"journal", "SELECT lead, seq, at, kind, body FROM journal ORDER BY lead, seq"},
      {"journal order", "SELECT lead, seq FROM journal ORDER BY \"order\""},
      {"secrets", "SELECT j.lead, j.seq, s.position, s.value FROM secrets s JOIN journal j USING (\"order\") ORDER BY j.lead, j.seq, s.position"},
      {"turns", "SELECT * FROM turns ORDER BY pool, rep"},
      {"shares", "SELECT * FROM shares ORDER BY choice"},
      {"duplicate keys", "SELECT * FROM duplicate_keys ORDER BY rule, key, lead"}};
  Rows left(undisturbed), right(killed);
  for (const auto& [name, query] : tables) {
    const auto a = left.of(query), b = right.of(query);
    std::printf("  %-15s %8zu rows", name.c_str(), a.size());
    if (a == b) {
      std::printf("  the same\n");
      continue;
    }
    std::printf("  DIFFERENT (%zu)\n", b.size());
    fail(name + " differ");
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
      if (a[i] != b[i]) {
        std::fprintf(stderr, "  undisturbed: %.600s\n  killed:      %.600s\n", a[i].c_str(), b[i].c_str());
        break;
      }
  }
}

/// Chains, anchors, decisions made again, turns.
void lookOver(const std::string& url) {
  store::Opened opened = store::openStore(url, {});
  if (!opened.store) return fail(opened.error);
  audit::Verified verified;
  if (const port::Status status = audit::verify(*opened.store, verified); !status.ok()) return fail(status.error);
  std::printf("  journal: %llu entries of %llu leads, %llu anchors, %llu problems\n", static_cast<unsigned long long>(verified.entries), static_cast<unsigned long long>(verified.leads),
              static_cast<unsigned long long>(verified.anchors), static_cast<unsigned long long>(verified.problems));
  for (const audit::Finding& finding : verified.findings) fail(finding.lead + ' ' + std::to_string(finding.seq) + ": " + finding.text);
  workflow::ReplayResult result;
  if (const port::Status status = workflow::replay(*opened.store, result); !status.ok()) return fail(status.error);
  std::printf("  replay: %llu entries, %llu different, %llu leads with another end, %zu turns that differ\n", static_cast<unsigned long long>(result.entries),
              static_cast<unsigned long long>(result.different), static_cast<unsigned long long>(result.state_differences), result.turn_differences.size());
  if (result.different > 0 || result.state_differences > 0) fail("decisions are not the same when they are made again");
  for (std::size_t i = 0; i < std::min<std::size_t>(1, result.differences.size()); ++i)
    std::fprintf(stderr, "  %s %llu\n  recorded: %.1500s\n  replayed: %.1500s\n", result.differences[i].lead.c_str(), static_cast<unsigned long long>(result.differences[i].seq),
                 result.differences[i].recorded.c_str(), result.differences[i].replayed.c_str());
  for (std::size_t i = 0; i < std::min<std::size_t>(5, result.turn_differences.size()); ++i) fail(result.turn_differences[i]);
  std::uint64_t waiting = 0;
  if (opened.store->waitingEvents(waiting).ok() && waiting > 0) fail(std::to_string(waiting) + " events still wait");
}

double seconds(std::chrono::steady_clock::time_point since) { return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count(); }

class Test {
 public:
  explicit Test(Options options) : o_(std::move(options)), random_(o_.seed) {}

  int run() {
    char name[] = "/tmp/leadflow-crash-XXXXXX";
    folder_ = mkdtemp(name);
    if (!crash::writeEvents(folder_ + "/events.ndjson", o_.events, o_.fair.empty() ? std::max<std::uint64_t>(1, o_.events / 10) : o_.events, 90, o_.seed, until_)) return fail("cannot write the events"), 1;
    if (o_.postgres.empty()) sqlite();
    else postgres();
    if (failures == 0) fs::remove_all(folder_);
    else std::fprintf(stderr, "kept for a look: %s\n", folder_.c_str());
    std::printf("%s\n", failures == 0 ? "nothing lost, nothing twice" : "FAILED");
    return failures == 0 ? 0 : 1;
  }

 private:
  std::vector<std::string> words(const std::string& url) const {
    return {o_.leadflow, "work", o_.playbook, "--store", url, "--events", folder_ + "/events.ndjson", "--until", until_};
  }

  void sqlite() {
    const std::string whole = folder_ + "/whole.db", killed = folder_ + "/killed.db";
    const auto began = std::chrono::steady_clock::now();
    if (const int exit = stateOf(start(words("sqlite:" + whole), folder_ + "/whole.log"), true); exit != 0) return fail("the undisturbed run ended with " + std::to_string(exit));
    const double length = seconds(began);
    std::printf("undisturbed: %llu events in %.1f s\n", static_cast<unsigned long long>(o_.events), length);
    const int kills = killAgainAndAgain({"sqlite:" + killed}, 0.6 * length);   // all of them before it is done
    std::printf("killed %d times, then left to finish\n", kills);
    if (kills < o_.kills) fail("it was at its end after " + std::to_string(kills) + " kills");
    compare(whole, killed);
    lookOver("sqlite:" + killed);
  }

  void postgres() {
    const int kills = killAgainAndAgain(std::vector<std::string>(static_cast<std::size_t>(o_.workers), "postgres:" + o_.postgres), static_cast<double>(o_.events) / 6400.0);
    std::printf("%d workers, killed %d times, then left to finish\n", o_.workers, kills);
    if (kills < o_.kills) fail("they were at their end after " + std::to_string(kills) + " kills");
    lookOver("postgres:" + o_.postgres);
    if (!o_.fair.empty()) lookAtTurns("postgres:" + o_.postgres);
  }

  /// Every lead has one owner, and nobody in the pool has two leads more than another.
  void lookAtTurns(const std::string& url) {
    store::Opened opened = store::openStore(url, {});
    if (!opened.store) return fail(opened.error);
    port::DeskRows rows;
    if (const port::Status status = opened.store->begin(); !status.ok()) return fail(status.error);
    const port::Status status = opened.store->desk(rows);
    opened.store->rollback();
    if (!status.ok()) return fail(status.error);
    std::map<std::string, std::int64_t> owned;
    std::uint64_t leads = 0;
    opened.store->eachLead([&](const port::LeadState& lead) {
      ++leads;
      if (lead.seats.size() != 1 || lead.seats[0].rep.empty() || !lead.owners_before.empty()) fail(lead.id + " has not exactly one owner");
      else ++owned[lead.seats[0].rep];
      return true;
    });
    if (leads != o_.events) fail(std::to_string(leads) + " leads of " + std::to_string(o_.events));
    std::int64_t least = INT64_MAX, most = 0;
    for (const port::TurnRow& row : rows.turns) {
      if (row.pool != o_.fair) continue;
      least = std::min(least, row.served);
      most = std::max(most, row.served);
      if (owned[row.rep] != row.served) fail(row.rep + " was served " + std::to_string(row.served) + " and owns " + std::to_string(owned[row.rep]));
    }
    std::printf("  turns of %s: %lld to %lld\n", o_.fair.c_str(), static_cast<long long>(least), static_cast<long long>(most));
    if (most > least + 1) fail("the turns differ by more than one");
  }

  /// Starts a worker for each url; kills one at a random instant and starts it anew, as often as asked for; then all may finish.
  int killAgainAndAgain(const std::vector<std::string>& urls, double length) {
    std::vector<pid_t> workers;
    for (const std::string& url : urls) workers.push_back(start(words(url), folder_ + "/killed.log"));
    // Each start costs the time in which the playbook is compiled and known events are passed over; the rest is work.
    std::exponential_distribution<double> pause(static_cast<double>(std::max(1, o_.kills)) / length);
    int kills = 0;
    while (kills < o_.kills) {
      std::this_thread::sleep_for(std::chrono::duration<double>(std::min(pause(random_), length) + 0.02));
      const std::size_t chosen = random_() % workers.size();
      if (const int exit = stateOf(workers[chosen], false); exit != -1) {   // it found nothing left to do
        if (exit != 0) fail("a worker ended with " + std::to_string(exit) + "; see " + folder_ + "/killed.log");
        workers.erase(workers.begin() + static_cast<std::ptrdiff_t>(chosen));
        break;
      }
      kill(workers[chosen], SIGKILL);
      stateOf(workers[chosen], true);
      ++kills;
      workers[chosen] = start(words(urls[chosen]), folder_ + "/killed.log");
    }
    for (std::size_t i = 0; i < workers.size(); ++i)
      if (const int exit = stateOf(workers[i], true); exit != 0) fail("a worker ended with " + std::to_string(exit) + "; see " + folder_ + "/killed.log");
    return kills;
  }

  Options o_;
  std::mt19937_64 random_;
  std::string folder_, until_;
};

}  // namespace

int main(int count, char** words) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i], value = words[i + 1];
    if (name == "--leadflow") options.leadflow = value;
    else if (name == "--playbook") options.playbook = value;
    else if (name == "--postgres") options.postgres = value;
    else if (name == "--fair") options.fair = value;
    else if (name == "--events") options.events = std::stoull(value);
    else if (name == "--seed") options.seed = std::stoull(value);
    else if (name == "--kills") options.kills = std::stoi(value);
    else if (name == "--workers") options.workers = std::stoi(value);
  }
  if (options.leadflow.empty() || options.playbook.empty()) {
    std::fprintf(stderr, "usage: crash --leadflow BINARY --playbook FILE [--events N] [--kills N] [--seed N] [--postgres URI --workers N]\n");
    return 2;
  }
  return Test(options).run();
}
