// Stops LeadFlow at each call of SQLite's file layer and looks what another process makes of what it left behind.
//
//     at_each_call --script tests/crash/desk.calls --events 40
//
// A script is a store's life in commands. They are run once undisturbed, and what the store holds behind each is kept. Then they
// are run again in a process whose every file call is listened to. Wherever the files are others than at the call before - also
// in the middle of each write, and with everything lost that was not yet asked to be on the disk - they are copied, as a process
// that was stopped there leaves them. On each copy another process is given the same command again, as an operator would, and
// the store must hold, row by row, what it holds undisturbed, of which a replay makes the same; and its journal verifies.
//
// In a script, one line each:
//     # a comment
//     % a command of the shell, to get files ready; $TESTS is the folder of the script, $ROOT that of the project
//     $ leadflow …      stopped at each of its calls; UNTIL1, UNTIL2, UNTIL3 are instants behind events1.ndjson, …
//     again TEXT        what it says, with an exit code, when it is given again although all of it had been done
//     gone TEXT         stands in no byte of the store's files from then on
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "runtime/audit/verify.hpp"
#include "runtime/store/open.hpp"
#include "runtime/workflow/replay.hpp"
#include "tests/crash/dump.hpp"
#include "tests/crash/events.hpp"
#include "tests/crash/stop_vfs.hpp"
#include "tools/cli/command.hpp"

using namespace leadflow;
namespace fs = std::filesystem;

namespace {

constexpr const char* kStore = "leads.db";
constexpr std::int64_t kSector = 512;   // bytes that are written together or not at all
constexpr std::size_t kAtOnce = 2;   // recoveries side by side
constexpr unsigned kHangs = 300;     // seconds, after which a recovery counts as one that does not end
const int console = ::dup(2);        // while a command's words go into a file

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void write(const fs::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

/// The store's files by name: the database, its log, the index of that.
using Files = std::map<std::string, std::string>;
Files filesOf(const fs::path& folder) {
  Files files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (const std::string name = entry.path().filename(); name.starts_with(kStore)) files[name] = read(entry.path());
  return files;
}

struct Command {
  std::vector<std::string> words;
  std::string text, again;
  std::vector<std::string> gone;   ///< so far
};

struct Script {
  std::vector<std::string> setup;
  std::vector<Command> commands;
};

bool readScript(const std::string& path, const std::map<std::string, std::string>& names, Script& script) {
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] == '#') continue;
    const std::string rest = line.find(' ') == std::string::npos ? "" : line.substr(line.find(' ') + 1);
    if (line[0] == '%') script.setup.push_back(rest);
    else if (line[0] == '$') {
      Command& command = script.commands.emplace_back();
      command.text = rest;
      if (script.commands.size() > 1) command.gone = script.commands[script.commands.size() - 2].gone;
      std::istringstream words(rest);
      for (std::string word; words >> word;) command.words.push_back(names.contains(word) ? names.at(word) : word);
    } else if (line.starts_with("again ") && !script.commands.empty()) script.commands.back().again = rest;
    else if (line.starts_with("gone ") && !script.commands.empty()) script.commands.back().gone.push_back(rest);
    else return false;
  }
  return !script.commands.empty();
}

/// A command in this process, its words into a file.
int runHere(const std::vector<std::string>& words, std::string& said) {
  std::fflush(nullptr);
  const int out = dup(1), error = dup(2), log = ::open("said", O_CREAT | O_TRUNC | O_WRONLY, 0600);
  dup2(log, 1);
  dup2(log, 2);
  std::vector<const char*> arguments;
  for (const std::string& word : words) arguments.push_back(word.c_str());
  const int exit = cli::runLeadflow(static_cast<int>(arguments.size()), arguments.data());
  std::fflush(nullptr);
  dup2(out, 1);
  dup2(error, 2);
  for (const int fd : {out, error, log}) ::close(fd);
  said = read("said");
  return exit;
}

// ---- other processes, on what was left behind

/// Empty, or what is wrong with the store in this folder. `whole`: its decisions are made again too.
std::string lookOver(bool whole) {
  store::StoreOptions how;
  how.create = false;
  store::Opened opened = store::openStore(std::string("sqlite:") + kStore, how);
  if (!opened.store) return opened.error;
  audit::Verified verified;
  if (const port::Status status = audit::verify(*opened.store, verified); !status.ok()) return status.error;
  if (!verified.findings.empty()) return "audit: " + verified.findings.front().text;
  workflow::ReplayResult result;
  if (!whole) return {};
  if (const port::Status status = workflow::replay(*opened.store, result); !status.ok()) return status.error;
  if (!result.same()) return "a replay makes something else of it";
  return {};
}

/// In a folder with what was left behind: gives the command again and compares. Empty, or what is wrong.
std::string recover(const std::string& folder, const std::string& expected, const Command& command) {
  fs::current_path(folder);
  std::string said;
  if (const int exit = runHere(command.words, said); exit != 0 && (command.again.empty() || said.find(command.again) == std::string::npos)) return "exit code " + std::to_string(exit) + ": " + said;
  if (std::string wrong = crash::difference(crash::fromText(read(expected)), crash::dumpOf(kStore)); !wrong.empty()) return wrong;
  if (std::string wrong = lookOver(false); !wrong.empty()) return wrong;
  for (const std::string& gone : command.gone)
    for (const auto& [name, bytes] : filesOf("."))
      if (bytes.find(gone) != std::string::npos) return "`" + gone + "` still stands in " + name;
  return {};
}

/// Forks a process for each store that was left behind; a process of its own, so that they know nothing of the one that is stopped.
class Recoveries {
 public:
  Recoveries(const Script& script, const fs::path& root) {
    int ask[2], answer[2];
    if (::pipe(ask) != 0 || ::pipe(answer) != 0) std::abort();
    server_ = fork();
    if (server_ == 0) {
      ::close(ask[1]);
      ::close(answer[0]);
      serve(script, root, ask[0], answer[1]);
      _exit(0);
    }
    ::close(ask[0]);
    ::close(answer[1]);
    ask_ = ask[1];
    answer_ = answer[0];
  }

  std::uint64_t asked = 0, failures = 0;

  /// stopN in the root, of the command of that number.
  void start(std::size_t command, const std::string& where) {
    while (waiting_ >= 2 * kAtOnce) take();
    dprintf(ask_, "%zu %llu %s\n", command, static_cast<unsigned long long>(++asked), where.c_str());
    ++waiting_;
  }
  void finish() {
    while (waiting_ > 0) take();
    ::close(ask_);
    ::waitpid(server_, nullptr, 0);
  }

 private:
  void take() {
    char answer = 'x';
    if (::read(answer_, &answer, 1) != 1) std::abort();
    failures += answer == 'x';
    --waiting_;
  }

  static void serve(const Script& script, const fs::path& root, int ask, int answer) {
    std::map<pid_t, std::string> at_work;
    const auto reap = [&] {
      int status = 0;
      const pid_t ended = ::wait(&status);
      const bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
      if (well) fs::remove_all(at_work[ended]);
      else dprintf(console, "  kept for a look: %s\n", at_work[ended].c_str());
      at_work.erase(ended);
      if (::write(answer, well ? "." : "x", 1) != 1) _exit(1);
    };
    std::FILE* asks = fdopen(ask, "r");
    std::setvbuf(asks, nullptr, _IONBF, 0);
    std::size_t command = 0;
    unsigned long long number = 0;
    char where[200];
    while (std::fscanf(asks, "%zu %llu %199[^\n]", &command, &number, where) == 3) {
      const std::string folder = root / ("stop" + std::to_string(number));
      const pid_t child = fork();
      if (child == 0) {
        ::alarm(kHangs);
        const std::string wrong = recover(folder, root / ("expected" + std::to_string(command)), script.commands[command]);
        if (!wrong.empty()) dprintf(console, "FAILED: %s\n  stopped at: %s\n%s\n", script.commands[command].text.c_str(), where, wrong.c_str());
        _exit(wrong.empty() ? 0 : 1);
      }
      at_work[child] = folder;
      // The next request may be a long time off: whoever has ended is told of before it is waited for.
      while (at_work.size() >= kAtOnce || (!at_work.empty() && !waits(ask))) reap();
    }
  }
  static bool waits(int fd) {
    pollfd wanted{fd, POLLIN, 0};
    return ::poll(&wanted, 1, 0) > 0;
  }

  pid_t server_ = -1;
  int ask_ = -1, answer_ = -1;
  std::size_t waiting_ = 0;
};

// ---- the process that is stopped

class Stops {
 public:
  Stops(Recoveries& recoveries, fs::path root, fs::path folder) : recoveries_(recoveries), root_(std::move(root)), folder_(std::move(folder)) {}

  std::uint64_t calls = 0;

  void listen(std::size_t command) {
    command_ = command;
    durable_ = last_ = filesOf(folder_);
    crash::StopVfs::listen([this](const crash::FileCall& call) { at(call); });
  }
  /// Also what it leaves at its end.
  void end() {
    crash::StopVfs::listen({});
    stopHere(filesOf(folder_), "its end");
  }

 private:
  void at(const crash::FileCall& call) {
    ++calls;
    const std::string name = fs::path(call.path).filename();
    Files now = filesOf(folder_);
    if (now != last_) stopHere(now, std::string(call.name) + ' ' + name);
    last_ = now;
    if (call.bytes != nullptr && call.amount > kSector && now.contains(name)) {   // half of it reached the file
      const auto half = static_cast<std::size_t>(call.amount / 2), offset = static_cast<std::size_t>(call.offset);
      std::string& bytes = now[name];
      if (bytes.size() < offset + half) bytes.resize(offset + half);
      std::memcpy(bytes.data() + offset, call.bytes, half);
      if (now != last_) stopHere(now, "half of a write to " + name);
    }
    if (std::strcmp(call.name, "sync") != 0) return;
    // A power cut before this: of each file what was last asked to be on the disk; the index of the log is memory.
    Files cut;
    for (const auto& [file, bytes] : last_)
      if (!file.ends_with("-shm")) cut[file] = durable_.contains(file) ? durable_[file] : std::string();
    if (cut != last_) stopHere(cut, "a power cut before a sync of " + name);
    durable_[name] = last_[name];
  }

  void stopHere(const Files& files, const std::string& where) {
    const fs::path stop = root_ / ("stop" + std::to_string(recoveries_.asked + 1));
    fs::create_directory(stop);
    for (const auto& entry : fs::directory_iterator(folder_))
      if (const std::string name = entry.path().filename(); !name.starts_with(kStore) && name != "said") fs::create_hard_link(entry.path(), stop / name);
    for (const auto& [name, bytes] : files) write(stop / name, bytes);
    recoveries_.start(command_, where);
  }

  Recoveries& recoveries_;
  fs::path root_, folder_;
  std::size_t command_ = 0;
  Files last_, durable_;
};

int fail(const std::string& text) {
  std::fprintf(stderr, "%s\n", text.c_str());
  return 1;
}

bool prepare(const fs::path& folder, const Script& script, const std::string& tests) {
  fs::create_directory(folder);
  fs::current_path(folder);
  setenv("TESTS", tests.c_str(), 1);
  setenv("ROOT", fs::path(tests).parent_path().parent_path().c_str(), 1);
  for (const std::string& line : script.setup)
    if (std::system(line.c_str()) != 0) return fail("this failed: " + line) == 0;
  return true;
}

/// events1.ndjson … events3.ndjson in `folder`, a third each, and the instants behind them.
bool writeParts(const fs::path& folder, std::uint64_t count, std::map<std::string, std::string>& names) {
  std::string until;
  if (!crash::writeEvents(folder / "events.ndjson", count, std::max<std::uint64_t>(2, count / 4), 30, 1, until)) return false;
  std::vector<std::string> lines;
  std::ifstream file(folder / "events.ndjson");
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  for (std::size_t part = 0; part < 3; ++part) {
    std::ofstream out(folder / ("events" + std::to_string(part + 1) + ".ndjson"));
    const std::size_t end = (part + 1) * lines.size() / 3;
    for (std::size_t i = part * lines.size() / 3; i < end; ++i) out << lines[i] << '\n';
    const std::string mark = "\"at\":\"";
    const std::size_t at = end < lines.size() ? lines[end].find(mark) + mark.size() : 0;
    names["UNTIL" + std::to_string(part + 1)] = end < lines.size() ? lines[end].substr(at, lines[end].find('"', at) - at) : until;
  }
  return true;
}

unsigned long long shown(std::uint64_t number) { return number; }

int stopEverywhere(const std::string& path, std::uint64_t events) {
  std::string name = (access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") + std::string("/leadflow-calls-XXXXXX");
  const fs::path root = mkdtemp(name.data());
  const std::string tests = fs::absolute(path).parent_path();
  std::map<std::string, std::string> names;
  Script script;
  fs::create_directory(root / "parts");
  if (!writeParts(root / "parts", events, names)) return fail("the events cannot be written");
  if (!readScript(path, names, script)) return fail("`" + path + "` is no script");
  script.setup.insert(script.setup.begin(), "cp " + (root / "parts").string() + "/*.ndjson .");
  const auto expected = [&](std::size_t command) { return root / ("expected" + std::to_string(command)); };

  if (!prepare(root / "whole", script, tests)) return 1;
  for (std::size_t i = 0; i < script.commands.size(); ++i) {
    std::string said;
    if (const int exit = runHere(script.commands[i].words, said); exit != 0) return fail("undisturbed, `" + script.commands[i].text + "` ends with " + std::to_string(exit) + ":\n" + said);
    write(expected(i), crash::toText(crash::dumpOf(kStore)));
  }
  if (const std::string wrong = lookOver(true); !wrong.empty()) return fail("undisturbed: " + wrong);

  Recoveries recoveries(script, root);
  if (!prepare(root / "stopped", script, tests)) return 1;
  Stops stops(recoveries, root, root / "stopped");
  for (std::size_t i = 0; i < script.commands.size(); ++i) {
    const std::uint64_t calls = stops.calls, asked = recoveries.asked;
    std::string said;
    stops.listen(i);
    runHere(script.commands[i].words, said);
    stops.end();
    if (const std::string wrong = crash::difference(crash::fromText(read(expected(i))), crash::dumpOf(kStore)); !wrong.empty())
      return fail("`" + script.commands[i].text + "` comes to something else the second time: " + wrong);
    std::printf("%6llu calls, %5llu stops  %s\n", shown(stops.calls - calls), shown(recoveries.asked - asked), script.commands[i].text.c_str());
    std::fflush(stdout);
  }
  recoveries.finish();
  std::printf("%6llu calls, %5llu stops, %llu failed\n", shown(stops.calls), shown(recoveries.asked), shown(recoveries.failures));
  fs::current_path("/");
  if (recoveries.failures == 0) fs::remove_all(root);
  return recoveries.failures == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  std::string script;
  std::uint64_t events = 40;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i], value = words[i + 1];
    if (name == "--script") script = value;
    else if (name == "--events") events = std::stoull(value);
  }
  if (script.empty()) {
    std::fprintf(stderr, "usage: at_each_call --script FILE [--events N]\n");
    return 2;
  }
  return stopEverywhere(script, events);
}
