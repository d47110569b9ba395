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
#include "runtime/store/open.hpp"
#include "runtime/workflow/replay.hpp"
#include "tests/crash/dump.hpp"
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

void compare(const std::string& undisturbed, const std::string& killed) {
  const crash::Dump left = crash::dumpOf(undisturbed), right = crash::dumpOf(killed);
  for (const auto& [name, rows] : left.tables) std::printf("  %-15s %8zu rows\n", name.c_str(), rows.size());
  if (const std::string wrong = crash::difference(left, right); !wrong.empty()) fail(wrong);
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
  if (!result.same()) fail("decisions are not the same when they are made again");
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
