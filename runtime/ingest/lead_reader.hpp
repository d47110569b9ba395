// Reads leads: CSV, NDJSON or a JSON array, in batches, streaming.
//
//     auto schema = LeadSchema::of(program, &reps);
//     FileSource file("leads.csv");
//     LeadReader reader(schema, file, {.name = "leads.csv"});
//     Batch batch;
//     while (reader.next(batch, 512)) decide(batch.rows);
//     if (!reader.error().empty()) …
//
// Several threads: split() and finish() in one thread and in order, Worker::decode() between them in any.
//
// Memory: the batches in use (about kBatchBytes of records and their rows each), one record of at most 16 MiB, and for each key
// seen its bytes and 64 to 128 more, which is what it takes to notice a repeated one.
#pragma once
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ingest/batch.hpp"
#include "runtime/ingest/format.hpp"
#include "runtime/ingest/lead_schema.hpp"
#include "runtime/ingest/worker.hpp"

namespace leadflow::ingest {

inline constexpr std::size_t kBatchBytes = 4U << 20;  ///< a batch takes no further record above it

struct ReadOptions {
  std::string name;                          ///< of the file: its extension says the format
  Format format = Format::Auto;
  const ActivityFile* activities = nullptr;  ///< outlives the reader
  std::size_t issue_limit = 1000;            ///< so many bad values are given in detail, all are counted
};

/// What was read, raised by finish().
struct ReadTotals {
  std::uint64_t records = 0;     ///< leads in the file, blank ones aside
  std::uint64_t rows = 0;        ///< of them, decided
  std::uint64_t rejected = 0;
  std::uint64_t blank = 0;
  std::uint64_t activities = 0, repeated_activities = 0;
  std::uint64_t by_reason[kRejectKindCount] = {};
  std::vector<std::uint64_t> bad_values;  ///< as faultCounters (row_builder.hpp) counts them
  std::uint64_t badValues() const;
};

class LeadReader {
 public:
  LeadReader(std::shared_ptr<const LeadSchema> schema, Source& source, ReadOptions options);
  ~LeadReader();

  /// Why nothing can be read (further): the file, or a header without the key's column. Empty: nothing is wrong.
  const std::string& error() const { return error_; }

  /// Fills `batch` with up to `max_rows` decoded records. False at the end or on an error.
  bool next(Batch& batch, std::size_t max_rows);

  /// The three parts of next().
  bool split(Batch& batch, std::size_t max_rows);
  std::unique_ptr<Worker> makeWorker() const;
  void finish(Batch& batch);

  const ReadTotals& totals() const { return totals_; }
  Format format() const { return records_.format(); }
  std::uint64_t bytesRead() const { return records_.splitter().bytesRead(); }
  /// CSV: known at once. JSON: of the records finished so far.
  ColumnReport columns() const;
  const LeadSchema& schema() const { return *schema_; }
  const CsvLayout& layout() const { return layout_; }  ///< of CSV: names and separator

 private:
  void readHeader();
  bool seenBefore(std::uint64_t hash, std::string_view key, std::uint64_t line, std::uint64_t& first_line);

  std::shared_ptr<const LeadSchema> schema_;
  ReadOptions options_;
  OpenedRecords records_;
  CsvLayout layout_;
  std::string error_;
  std::uint64_t number_ = 0;
  std::size_t issues_given_ = 0;
  struct Seen {
    std::uint64_t hash = 0, line = 0;
    std::string_view key;        ///< in seen_keys_
  };
  std::vector<Seen> seen_;       ///< open addressing, a power of two, at most half full; line 0: empty
  std::size_t seen_count_ = 0;
  Arena seen_keys_;
  ReadTotals totals_;
  std::vector<std::uint8_t> fed_;
  std::vector<std::string> unread_;
  std::set<std::string, std::less<>> unread_seen_;
  std::unique_ptr<Worker> worker_;  ///< next()'s own
};

}  // namespace leadflow::ingest
