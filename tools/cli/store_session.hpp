// What the commands over a store begin with: the store by its address, the playbooks it holds, the people of today, the time.
//
//     leadflow status --store sqlite:leads.db
//     leadflow status --store postgres://leads@db.example.com/crm --now 2026-03-02T15:00:00Z
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/store/open.hpp"
#include "runtime/workflow/engine.hpp"
#include "tools/cli/command.hpp"

namespace leadflow::cli {

struct StoreArguments {
  std::string store, now, format = "table";
  bool json() const { return format == "json"; }
};

enum class Access : std::uint8_t {
  Look,    ///< nothing is written; all is read of one state of the store
  Write,   ///< rows of the outbox, settings; beside a running `leadflow work`
  Alone,   ///< as the only worker of an SQLite file
};

/// Only one process may decide over an SQLite file at a time: it keeps turns in memory. Held until it goes.
class WorkerLock {
 public:
  WorkerLock() = default;
  ~WorkerLock();
  WorkerLock(const WorkerLock&) = delete;
  WorkerLock& operator=(const WorkerLock&) = delete;
  /// True also for stores that need none. False: somebody else has it.
  bool take(const std::string& address);

 private:
  int fd_ = -1;
  std::string path_;
};

struct StoreSession {
  WorkerLock lock;
  store::Opened opened;
  std::unique_ptr<workflow::Salts> salts;
  std::unique_ptr<workflow::Engine> engine;
  std::shared_ptr<const workflow::World> world;   ///< of the present version
  std::int64_t now = 0;
  std::int64_t reached = kMissing;                ///< how far time has gone in the store, when it was opened; kMissing: nowhere yet
  port::Store& store() { return *opened.store; }
  const TimeZone& zone() const;
  /// The world of a lead's version; the present one where the store lacks it.
  std::shared_ptr<const workflow::World> worldOf(const port::LeadState& lead);
};

/// Null after the error was printed. The store must hold a playbook.
std::unique_ptr<StoreSession> openStore(const StoreArguments& arguments, Access access, workflow::EngineOptions options = {});

/// What this leadflow must be able to run before it decides anything: playbooks of another format are compiled anew from the
/// texts in the store, or from `brought`; what was done is said. False after the error was printed.
/// `patience`: asked when the store is out of reach for now; true tries again.
bool keepUp(port::Store& store, const std::string& address, const std::vector<const LoadedPlaybook*>& brought, bool quiet = false,
            const std::function<bool(const port::Status&)>& patience = {});

/// The same question without a change.
bool upToDate(port::Store& store, const std::string& address);

/// Whether workers of this store may keep turns between transactions (all but PostgreSQL).
bool isExclusive(const std::string& address);

void addStoreOptions(CLI::App& command, StoreArguments& arguments, bool with_now = true, bool with_format = true);

/// "error: …" of a store's status; gives kError.
int fail(const port::Status& status);

}  // namespace leadflow::cli
