// Events on their way into a store: a file read in chunks, the clock of the work following the file; lines set aside.
//
//     chunk 1   run up to its first instant, feed it       so timers fire in the order of time
//     chunk 2   run up to its first instant, feed it …     and at the end up to the last event, or --until
//
// One mistyped year must not carry all leads into the future: without --until an event takes time no farther than kAhead beyond
// the clock on the wall and what happened before it. One that lies farther off waits, and is told.
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/ingest/lead_events.hpp"
#include "runtime/workflow/engine.hpp"
#include "tools/cli/output_file.hpp"
#include "tools/cli/set_aside_file.hpp"

namespace leadflow::cli {

inline constexpr std::size_t kFeedChunk = 10'000;
inline constexpr int kAheadDays = 90;

/// Lines that are no events: counted, the first few told, all kept in a file where one was named.
class Aside {
 public:
  /// Where nothing is given again what a file holds is of one run: it is made anew. An empty path: none is kept. False: error().
  bool open(const std::string& path, bool anew);
  void add(const std::string& name, const ingest::EventReject& reject);
  /// A value of an event that was taken: kept in the file only.
  void keep(std::string json);
  std::uint64_t count() const { return count_; }
  /// Before what stands behind the lines is committed: they are on the disk then. False: error().
  bool flush();
  bool close();   ///< flush(); a file that is made anew comes to its place
  const std::string& error() const { return error_; }

 private:
  std::unique_ptr<SetAsideFile> file_;
  std::unique_ptr<OutputFile> anew_;
  std::vector<std::string> lines_;   ///< not written yet
  std::string error_;
  std::uint64_t count_ = 0;
};

/// The line that an event of a file stands on, while it is likely to be asked for.
class EventLinesKnown {
 public:
  void add(const std::string& file, const std::vector<port::Event>& events, const std::vector<std::uint64_t>& lines);
  /// Activities that went into the record of another file's lead stand where they stood.
  void addWithin(const std::string& file, std::unordered_map<std::string, ingest::ActivityLines::Within> lines);
  /// Of an event that came from a file of leads or activities its id says it. `activity`: the one of its record that is asked for. 0: not known.
  std::uint64_t find(const std::string& id, std::string& file, std::int32_t activity = -1) const;
  bool several = false;   ///< there are several files: a place names its own

 private:
  struct Chunk {
    std::string file;
    std::unordered_map<std::string, std::uint64_t> lines;
  };
  std::deque<Chunk> chunks_;   ///< the newest last
  std::string within_file_;
  std::unordered_map<std::string, ingest::ActivityLines::Within> within_;
};

/// What came for one reason, with the first of it.
struct Kind {
  std::string field, text, reason, file, event, lead, value, nearest;
  std::uint64_t count = 0, line = 0;
  /// " (line 2, event 2, lead U1)", as far as they are known; of several files " (leads.csv:2, lead U1)".
  std::string place(bool several) const;
};

/// What is counted apart, in the order in which it came; so many kinds that a bad export of millions costs no memory.
class Kinds {
 public:
  /// Null: there are too many kinds already.
  Kind* of(const std::string& key);
  const std::vector<Kind>& all() const { return all_; }
  /// "and 88 other reasons; --rejects FILE keeps all\n"; empty: `shown` are all.
  std::string rest(std::size_t shown, const char* what) const;

 private:
  static constexpr std::size_t kKept = 10'000;
  std::vector<Kind> all_;
  std::unordered_map<std::string, std::size_t> places_;
  bool full_ = false;   ///< others came
};

/// What events said in vain: counted by field and reason, the first of each named, each kept in the file of rejects.
class NotRead {
 public:
  NotRead(Aside& aside, const EventLinesKnown& lines) : aside_(aside), lines_(lines) {}
  /// keep() and count().
  void add(const port::Event& event, const workflow::Unread& what);
  void keep(const port::Event& event, const workflow::Unread& what);    ///< into the file of rejects
  void count(const port::Event& event, const workflow::Unread& what);
  /// A name that nobody reads, of a member of events or a column of a file.
  void addName(const std::string& file, const std::string& name, const std::string& reason, std::uint64_t count, std::uint64_t line);
  std::uint64_t count() const { return count_; }
  /// "not read  4   size 2: `900 people` is not a whole number (line 2, event 2, lead U1)"; empty: everything was read.
  std::string text() const;
  std::string json() const;     ///< a list of {field, reason, count, file, line, event, lead, value, nearest}

 private:
  Kind* group(const std::string& field, const std::string& reason, const std::string& file = {});   ///< of names those of one file
  Aside& aside_;
  const EventLinesKnown& lines_;
  Kinds kinds_;
  std::uint64_t count_ = 0;
};

/// Events that were refused where no store keeps them: counted by kind and reason, the first of each named, each kept in the file
/// of rejects.
class Refusals {
 public:
  Refusals(Aside& aside, const EventLinesKnown& lines) : aside_(aside), lines_(lines) {}
  void add(const port::Event& event, const std::string& outcome);
  /// "lead.created: required field `country` is missing (line 2, lead 00Q1)", one a line, each but the first behind `indent`.
  std::string text(const std::string& indent) const;

 private:
  Aside& aside_;
  const EventLinesKnown& lines_;
  Kinds kinds_;
};

struct Fed {
  std::uint64_t read = 0, added = 0, known = 0;
  std::int64_t last = kMissing;    ///< the latest instant that an event took time to
  std::vector<std::pair<std::int64_t, std::string>> far;   ///< instants, ascending, and ids of events that lie too far ahead to take time there
  std::function<void(const port::Event&, const std::string& why)> unfit;   ///< an event that the store cannot keep
};

/// Where the life of a new store begins: the first event's instant, unless that lies far ahead of the others. kMissing: there is none.
std::int64_t firstInstant(const std::vector<port::Event>& events);

/// Runs and feeds chunk by chunk, never beyond `until`. Then runs up to `until` (kMissing: the last event that is not too far off).
port::Status feedInTime(workflow::Engine& engine, const std::function<bool(std::vector<port::Event>&)>& next, std::int64_t until,
                        const std::function<bool()>& stop, Fed& fed);

/// "1,204 read, 3 known before"; timers, refused, effects by kind, commits: what a run came to, for standard error. `refusals`: of a
/// run whose store nobody can ask afterwards.
std::string totalsText(const workflow::RunTotals& totals, const Fed& fed, std::uint64_t aside, const NotRead& not_read, const TimeZone& zone,
                       const Refusals* refusals = nullptr);

}  // namespace leadflow::cli
