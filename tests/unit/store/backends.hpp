// The three stores as the contract suite sees them: each opened fresh, SQLite in a folder of its own, PostgreSQL on a server
// that is started once for the program.
#pragma once
#include <cstdlib>
#include <string>

#include "runtime/store/open.hpp"

namespace leadflow::storetest {

/// A folder that goes away with its owner.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  std::string operator/(const std::string& file) const { return path_ + "/" + file; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// The server of tests/support/postgres.sh; null with a line on the terminal where PostgreSQL is not installed.
class Server {
 public:
  static Server* get();
  ~Server();
  const std::string& uri() const { return uri_; }
  bool stop() { return run("stop"); }
  bool again() { return run("again"); }

 private:
  bool run(const std::string& verb);
  Folder folder_;
  std::string uri_;
};

class Memory {
 public:
  static constexpr bool kShared = false;   // another() opens the same leads
  static constexpr bool kParallel = false; // two transactions at once
  static bool there() { return true; }
  Memory() { opened_ = store::openStore("memory:"); }
  port::Store& store() { return *opened_.store; }
  port::OutboxStore& outbox() { return *opened_.outbox; }
  store::Opened another() { return {}; }

 private:
  store::Opened opened_;
};

class Sqlite {
 public:
  static constexpr bool kShared = true;
  static constexpr bool kParallel = false;
  static bool there() { return true; }
  Sqlite();
  port::Store& store() { return *opened_.store; }
  port::OutboxStore& outbox() { return *opened_.outbox; }
  store::Opened another();

 private:
  Folder folder_;
  store::Opened opened_;
};

class Postgres {
 public:
  static constexpr bool kShared = true;
  static constexpr bool kParallel = true;
  static bool there();
  Postgres();
  port::Store& store() { return *opened_.store; }
  port::OutboxStore& outbox() { return *opened_.outbox; }
  store::Opened another();

 private:
  store::StoreOptions options_;
  store::Opened opened_;
};

// ---- sample data

inline constexpr std::int64_t kT0 = 1'772'442'000'000;  // 2026-03-02T09:00:00Z
inline constexpr std::int64_t kMinute = 60'000;

port::Event event(const std::string& id, const std::string& lead, std::int64_t at, port::EventType type = port::EventType::Activity);
/// A state in which every member holds something.
port::LeadState fullState(const std::string& id);
port::JournalEntry entry(const std::string& lead, std::uint64_t seq, const std::string& body);
port::Effect effect(const std::string& key, const std::string& lead, std::int64_t at);

/// Everything of a state as text, to compare and to show.
std::string shown(const port::LeadState& state);
std::string shown(const port::Event& event);

/// A small engine: applies a lead's work, arms `timers`, and makes the Write.
port::Write step(const port::Work& work, std::int64_t now, std::vector<port::Timer> timers = {});

}  // namespace leadflow::storetest
