// Events on their way into a store: a file read in chunks, the clock of the work following the file; lines set aside.
//
//     chunk 1   run up to its first instant, feed it       so timers fire in the order of time
//     chunk 2   run up to its first instant, feed it …     and at the end up to the last event, or --until
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runtime/ingest/event_file.hpp"
#include "runtime/port/sink.hpp"
#include "runtime/workflow/engine.hpp"

namespace leadflow::cli {

inline constexpr std::size_t kFeedChunk = 10'000;

/// Lines that are no events: counted, the first few told, all kept in a file where one was named.
class Aside {
 public:
  /// Empty path: none kept. False after the error was printed.
  bool open(const std::string& path);
  void add(const std::string& name, const ingest::EventReject& reject);
  std::uint64_t count() const { return count_; }
  bool close();   ///< false after the error was printed

 private:
  std::unique_ptr<port::FileSink> file_;
  std::string path_;
  std::uint64_t count_ = 0;
};

struct Fed {
  std::uint64_t read = 0, added = 0, known = 0;
  std::int64_t last = kMissing;    ///< the latest instant that an event named
};

/// Runs and feeds chunk by chunk, never beyond `until`. Then runs up to `until` (kMissing: the last event).
port::Status feedInTime(workflow::Engine& engine, const std::function<bool(std::vector<port::Event>&)>& next, std::int64_t until,
                        const std::function<bool()>& stop, Fed& fed);

/// "1,204 read, 3 known before"; timers, refused, effects by kind, commits: what a run came to, for standard error.
std::string totalsText(const workflow::RunTotals& totals, const Fed& fed, std::uint64_t aside);

}  // namespace leadflow::cli
