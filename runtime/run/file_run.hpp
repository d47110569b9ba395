// Decides a file of leads, in the file's order.
//
//     split -> decode, begin -> drop repeated keys, settle -> finish, write the records out -> sink
//     in order   any thread          in order                    any thread                  in order
//
//     FileRun run(desk, {.now = now, .threads = 4});
//     RunResult result = run.go(reader, out, &rejects);
//     if (!result.error.empty()) …
//
// Where the playbook has no stages, reading, scoring and matching run on many threads and turns are taken one after the other, so
// the result does not depend on the number of threads. With stages the leads go through them one after the other, on one thread:
// what a step does may depend on the one before. A few batches are on their way at once; memory does not grow with the file (but
// for the reader's list of keys, and the leads themselves where the playbook looks for duplicates).
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "runtime/ingest/lead_reader.hpp"
#include "runtime/ingest/rejects.hpp"
#include "runtime/port/sink.hpp"
#include "runtime/run/record.hpp"
#include "runtime/run/tally.hpp"
#include "runtime/run/turns.hpp"

namespace leadflow::run {

enum class OutputFormat : std::uint8_t { Ndjson, Csv, Table };

struct Progress {
  std::uint64_t leads = 0, rejected = 0;  ///< written so far
  std::uint64_t bytes = 0;                ///< of the lead file, read so far
};

struct RunOptions {
  std::int64_t now = 0;
  unsigned threads = 1;                   ///< 0: as many as the machine has; with stages one is used
  bool explain = false;                   ///< `why` and, with stages, `account` in NDJSON records
  OutputFormat format = OutputFormat::Ndjson;
  std::vector<OutputColumn> columns;      ///< instead of the usual record
  std::size_t width = 100;                ///< of the terminal, for tables
  std::size_t batch_rows = 512;
  const ingest::ActivityFile* activities = nullptr;  ///< the reader's, where it has one: part of a lead's record
  bool strict = false;                    ///< stops at the first bad value or record; the leads before it are decided
  std::function<bool(const Progress&)> progress;  ///< now and then, from the calling thread; false stops the run
};

struct RunResult {
  std::string error;                      ///< why the run ended early; empty: it did not
  bool stopped = false;                   ///< by `progress`, or because the reader of the output went away
  std::string strict_problem;             ///< with `strict`: the line and what is wrong there
  std::uint64_t strict_line = 0;          ///< the same in parts; column: character in that line, 0: the whole record
  std::uint32_t strict_column = 0;
  std::string strict_what;
  Tally tally;
  ingest::RunSummary summary;
};

class FileRun {
 public:
  /// The desk is kept. Counts of turns go on from run to run.
  FileRun(std::shared_ptr<const decide::Desk> desk, RunOptions options);

  /// `reader` was made with desk->schema(). `rejects` may be null. Never throws: what goes wrong is in the result.
  RunResult go(ingest::LeadReader& reader, port::Sink& out, port::Sink* rejects = nullptr);

 private:
  std::shared_ptr<const decide::Desk> desk_;
  RunOptions options_;
  std::shared_ptr<Turns> turns_;
};

}  // namespace leadflow::run
