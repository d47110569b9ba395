#include "tests/lives/live/processes.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/lives/live/compare.hpp"
#include "tests/lives/live/facts.hpp"
#include "tests/lives/live/looks.hpp"

namespace leadflow::lives {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Time = std::chrono::microseconds;

constexpr unsigned kLongest = 60;   // seconds of a process

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void write(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

/// One life in one folder.
class Operator {
 public:
  Operator(const Processes& run, fs::path folder, const Book& book, const Story& story, Random& random) : run_(run), folder_(std::move(folder)), book_(book), story_(story), random_(random) {}

  int commands = 0, kills = 0;

  /// Empty, or what went wrong or differs.
  std::string go(const std::vector<std::string>& expected) {
    for (std::size_t i = 0; i < book_.versions.size(); ++i) write(folder_ / playbook(static_cast<int>(i)), textOf(book_.versions[i], book_.roster));
    for (std::size_t i = 0; i < story_.deliveries.size(); ++i)
      if (std::string wrong = deliver(i); !wrong.empty()) return wrong;
    if (std::string wrong = farAway(); !wrong.empty()) return wrong;
    if (std::string wrong = command({"replay"}); !wrong.empty()) return wrong;
    if (std::string wrong = command({"audit", "verify"}); !wrong.empty()) return wrong;
    store::StoreOptions how;
    how.create = false;
    how.read_only = true;
    store::Opened opened = store::openStore(address(), how);
    if (!opened.store) return opened.error;
    std::vector<std::string> facts;
    if (std::string wrong = storeFacts(opened, story_.end, facts); !wrong.empty()) return wrong;
    if (std::string wrong = difference(expected, facts, "processes"); !wrong.empty()) return wrong;
    const Command asks = [&](const std::vector<std::string>& words) { return ask(words); };
    if (std::string wrong = answersAreJson(asks, expected); !wrong.empty()) return wrong;
    return refusedByPages(asks, expected);
  }

  /// A store that somebody deletes under a worker is an error.
  std::string deleted() {
    int lines[2];
    if (::pipe2(lines, O_CLOEXEC) != 0) return "no pipe";
    const std::string store = (folder_ / "gone.db").string();
    const pid_t child = begin({"work", playbook(0), "--events", "-", "--once"}, "sqlite:" + store, lines[0]);
    ::close(lines[0]);
    const auto say = [&](const char* id) {
      const std::string line = std::string(R"({"event":")") + id + R"(","type":"tick","at":")" + instantText(story_.start) + "\"}\n";
      return ::write(lines[1], line.data(), line.size()) == static_cast<ssize_t>(line.size());
    };
    bool said = say("t1");
    for (int i = 0; i < 500 && ask({"status"}, "sqlite:" + store).exit != 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    fs::remove(store);
    said = say("t2") && said;
    ::close(lines[1]);
    const int status = wait(child, Time::zero());
    if (said && WIFEXITED(status) && WEXITSTATUS(status) == 2) return {};
    return "  the store was deleted under a worker, and that is no exit code 2\n" + read(folder_ / "said") + read(folder_ / "complained");
  }

 private:
  static std::string playbook(int version) { return "v" + std::to_string(version + 1) + ".leadflow"; }
  std::string address() const { return "sqlite:" + (folder_ / "leads.db").string(); }

  /// What is told at one time, and what follows until something is told again.
  std::string deliver(std::size_t number) {
    const Delivery& delivery = story_.deliveries[number];
    if (delivery.deploy >= 0) {
      if (std::string wrong = command({"deploy", playbook(delivery.deploy), "--now", instantText(delivery.at)}); !wrong.empty()) return wrong;
      version_ = delivery.deploy;
    }
    const Instant next = number + 1 < story_.deliveries.size() ? story_.deliveries[number + 1].at : story_.end;
    // Two steps: one with the events, one with nothing but time.
    const Instant cut = delivery.at + static_cast<Instant>(random_.next() % static_cast<std::uint64_t>(std::max<Instant>(1, next - delivery.at)));
    if (!delivery.events.empty()) {
      const std::string file = "events" + std::to_string(number + 1) + ".ndjson";
      std::string text;
      std::vector<std::string> lines;
      for (const Event& event : delivery.events) lines.push_back(jsonOf(event));
      const std::vector<std::string> aside = unreadable(delivery.events.front(), number + 1);
      for (const std::string& line : aside) lines.insert(lines.begin() + random_.below(static_cast<int>(lines.size())), line);
      for (const std::string& line : lines) text += line + "\n";
      write(folder_ / file, text);
      const std::string rejects = "rejected" + std::to_string(number + 1) + ".ndjson";
      if (std::string wrong = work({"--events", file, "--until", instantText(cut), "--rejects", rejects}); !wrong.empty()) return wrong;
      if (std::string wrong = keptWhole(read(folder_ / rejects), aside); !wrong.empty()) return wrong;
    }
    return work({"--until", instantText(next)});
  }

  /// One event of a mistyped year, at the end: time does not go there.
  std::string farAway() {
    for (const Delivery& delivery : story_.deliveries)
      for (const Event& event : delivery.events) {
        if (event.lead.empty()) continue;
        write(folder_ / "far.ndjson", farYear(event));
        return command({"work", playbook(version_), "--events", "far.ndjson"});
      }
    return {};
  }

  /// Killed every other time, and then the same once more: what was committed is there, and a known event changes nothing.
  std::string work(std::vector<std::string> words) {
    words.insert(words.begin(), {"work", playbook(version_)});
    if (random_.chance(50) && takes_ > Time::zero()) start(words, Time(static_cast<std::int64_t>(random_.next() % static_cast<std::uint64_t>(takes_.count()))));
    const auto begin = Clock::now();
    std::string wrong = command(words);
    takes_ = std::chrono::duration_cast<Time>(Clock::now() - begin);
    return wrong;
  }

  std::string command(const std::vector<std::string>& words) {
    const int status = start(words, Time::zero());
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    std::string text = "  leadflow";
    for (const std::string& word : words) text += " " + word;
    return text + ": " + (WIFEXITED(status) ? "exit code " + std::to_string(WEXITSTATUS(status)) : "signal " + std::to_string(WTERMSIG(status))) + "\n" + (words.front() == "work" ? read(folder_ / "said") + read(folder_ / "complained") : read(folder_ / "answer") + read(folder_ / "asked"));
  }

  Answered ask(const std::vector<std::string>& words, const std::string& store = {}) {
    const int status = wait(begin(words, store.empty() ? address() : store, -1), Time::zero());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read(folder_ / "answer"), read(folder_ / "asked")};
  }

  /// A process in the folder, killed after a while where that is asked for; its wait status.
  int start(const std::vector<std::string>& words, Time killed_after) { return wait(begin(words, address(), -1), killed_after); }

  pid_t begin(std::vector<std::string> words, const std::string& store, int input) {
    ++commands;
    const bool works = words.front() == "work";   // whoever asks meanwhile does not write over what it says
    words.insert(words.begin(), run_.leadflow);
    words.insert(words.end(), {"--store", store});
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
      const auto into = [&](const char* name, int as) {
        const int file = ::open((folder_ / name).c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
        return file >= 0 && dup2(file, as) >= 0;
      };
      if (!into(works ? "said" : "answer", 1) || !into(works ? "complained" : "asked", 2) || (input >= 0 && dup2(input, 0) < 0) || chdir(folder_.c_str()) != 0) _exit(127);
      ::alarm(kLongest);   // whoever goes on for ever is ended
      execv(arguments.front(), arguments.data());
      _exit(127);
    }
    return child;
  }

  int wait(pid_t child, Time killed_after) {
    int status = 0;
    if (killed_after > Time::zero()) {
      std::this_thread::sleep_for(killed_after);
      ::kill(child, SIGKILL);
    }
    ::waitpid(child, &status, 0);
    kills += WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && killed_after > Time::zero();
    return status;
  }

  const Processes& run_;
  fs::path folder_;
  const Book& book_;
  const Story& story_;
  Random& random_;
  int version_ = 0;
  Time takes_{5'000};   ///< the last step that was not killed
};

}  // namespace

int Processes::go() {
  std::string name = (::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") + std::string("/leadflow-lives-XXXXXX");
  if (::mkdtemp(name.data()) == nullptr) return std::fprintf(stderr, "no folder for the lives\n"), 2;
  leadflow = fs::absolute(leadflow);
  int lived = 0, different = 0, commands = 0, kills = 0, deployed = 0;
  for (int number = 0; lived < lives; ++number) {
    Random random(seed * 1'000'003 + static_cast<std::uint64_t>(number));
    const Book book = makeBook(random, features);
    Random fate((seed * 7'919 + static_cast<std::uint64_t>(number)) * 2'654'435'761);
    const Story story = makeStory(fate, features, book);
    std::map<std::string, int> seen;
    const std::vector<std::string> expected = told(book, story, seen);
    if (meetsWhatIsOff(features, seen)) continue;
    ++lived;
    deployed += std::any_of(story.deliveries.begin(), story.deliveries.end(), [](const Delivery& delivery) { return delivery.deploy >= 0; });
    const fs::path folder = fs::path(name) / std::to_string(number);
    fs::create_directory(folder);
    Operator by_hand(*this, folder, book, story, random);
    std::string wrong = by_hand.go(expected);
    if (wrong.empty() && lived == 1) wrong = by_hand.deleted();   // once is enough
    commands += by_hand.commands;
    kills += by_hand.kills;
    if (wrong.empty()) {
      fs::remove_all(folder);
      continue;
    }
    ++different;
    std::printf("the life under playbook %d (seed %llu) differs; kept in %s\n%s", number, static_cast<unsigned long long>(seed), folder.c_str(), wrong.c_str());
  }
  std::printf("%d lives through %d processes, %d of them killed, %d lives with another version: %d different from the reference\n", lived, commands, kills, deployed, different);
  if (different == 0) fs::remove_all(name);
  const bool tried = lived < 40 || (kills > 0 && deployed > 0);
  if (!tried) std::printf("no process was killed, or no version deployed\n");
  return different == 0 && tried ? 0 : 1;
}

}  // namespace leadflow::lives
