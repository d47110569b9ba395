// Opening a store by its address: the one place that knows which kinds there are.
//
//     leadflow work inbound.leadflow --store sqlite:leads.db
//     leadflow work inbound.leadflow --store postgres://leads@db.example.com/crm
//
// A store object serves one thread: the one that calls it first after it was opened. A call from another fails (thread_owner.hpp);
// only the outbox of `memory:` takes calls from any. Workers and the dispatcher open a store each: those of one SQLite file or one
// PostgreSQL see the same leads, a `memory:` store is its opener's alone.
// INVARIANT: a call that fails inside a transaction has ended it: nothing of it is kept, the next call is begin().
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "runtime/port/outbox_store.hpp"
#include "runtime/port/store.hpp"

namespace leadflow::store {

struct StoreOptions {
  bool create = true;            ///< false: an address where no store is yet is an error
  bool read_only = false;        ///< for `status` and its like: nothing is created, migrated or written
  int busy_ms = 10'000;          ///< how long to wait for somebody else's lock before Status::retry
  /// PostgreSQL: how long the server lets our transaction stand idle before it ends it. A worker that is stopped or hangs holds
  /// its leads and the turns for no longer.
  int idle_ms = 15'000;
  /// SQLite: a commit is on the disk when it returns. False: it survives a killed process, a power cut may take the last
  /// ones (never half of one). For simulations.
  bool durable = true;
  std::string vfs;               ///< SQLite: the file system to use; empty: the system's
  std::string schema = "leadflow";  ///< PostgreSQL: where the tables stand
  // Memory: a simulation looks at what was decided and keeps nothing of it.
  bool keep_journal = true, keep_effects = true;
  std::function<void(const port::JournalEntry&)> on_entry;  ///< each one as it is committed
  std::function<void(const port::Effect&)> on_effect;
};

struct Opened {
  std::unique_ptr<port::Store> store;
  port::OutboxStore* outbox = nullptr;  ///< the same store as the dispatcher sees it; lives as long
  std::string error;                    ///< says why there is no store
  bool retry = false;                   ///< worth another try: the server is down, the file is locked
};

/// "memory:", "sqlite:PATH", "postgres:URI" (also postgres://… and postgresql://… as they stand).
Opened openStore(const std::string& address, const StoreOptions& options = {});

/// The forms of addresses, for messages and help.
std::string storeForms();

// One each, for openStore and for tests.
Opened openMemory(const StoreOptions& options);
Opened openSqlite(const std::string& path, const StoreOptions& options);
Opened openPostgres(const std::string& uri, const StoreOptions& options);  ///< an error where it was not built in

}  // namespace leadflow::store
