// SQLite's file layer in memory, under a process that can be killed at any of its calls: from that call on every call fails, as it
// would for nobody, and what the files hold stays. The next process finds just that.
//
//     MortalDisk disk(true);
//     store::openStore("sqlite:/leads.db", {.vfs = disk.vfs()});
//     disk.dieAt(140);                     // the 140th call from here on is the last; a write may get half way
//     … every call fails …  close the store
//     disk.restart(nullptr);               // killed: all that was written is there
//     disk.restart(&random);               // a power cut: of what was not yet synced, any part may be lost
//
// One connection at a time, as a worker has: locks are always granted. tests/crash/stop_vfs.hpp listens to the system's file layer
// instead, for other processes that look at real files.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/lives/make/random.hpp"

namespace leadflow::lives {

class MortalDisk {
 public:
  /// `remembers`: what is not synced, for power cuts.
  explicit MortalDisk(bool remembers);
  ~MortalDisk();
  MortalDisk(const MortalDisk&) = delete;
  MortalDisk& operator=(const MortalDisk&) = delete;

  /// For StoreOptions::vfs.
  const char* vfs() const;
  /// The process dies at that many calls from here; 0: it does not.
  void dieAt(std::uint64_t calls) { last_ = calls == 0 ? 0 : calls_ + calls; }
  bool dead() const { return dead_; }
  std::uint64_t calls() const { return calls_; }
  /// Another process, once the store of the one before is closed.
  void restart(Random* power_cut);

  /// Whether a file holds these bytes anywhere.
  bool holds(const std::string& bytes) const;

  struct Layer;                           ///< what SQLite calls (mortal_disk.cpp)

 private:
  /// A write or a truncation that may not have reached the disk.
  struct Change {
    std::size_t at = 0, size_before = 0;
    std::string before, after;
    bool truncates = false;
  };
  struct File {
    std::string bytes;
    std::vector<Change> unsynced;
    std::vector<std::unique_ptr<char[]>> index;   ///< shared memory beside the log: gone with the process
  };
  bool alive();
  static void apply(std::string& bytes, const Change& change);
  static void undo(std::string& bytes, const Change& change);

  std::map<std::string, std::unique_ptr<File>> files_;
  std::uint64_t calls_ = 0, last_ = 0, temporary_ = 0;
  bool dead_ = false, remembers_ = false;
  std::unique_ptr<Layer> layer_;
};

}  // namespace leadflow::lives
