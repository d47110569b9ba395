// Decides a file of leads: reading, scoring and matching run in parallel, turns are taken one after the other in the file's
// order, so the result does not depend on the number of threads.
//
//     split -> decode, compute, match -> drop repeated keys, take turns -> write the records out -> sink
//     in order      any thread                   in order                      any thread         in order
//
//     Runner runner(desk, {.now = now, .threads = 4});
//     RunResult result = runner.run(reader, out, &rejects);
//     if (!result.error.empty()) …
//
// A few batches are on their way at once; memory does not grow with the file (but for the reader's list of keys).
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "runtime/decide/desk.hpp"
#include "runtime/decide/flat_rows.hpp"
#include "runtime/decide/tally.hpp"
#include "runtime/ingest/lead_reader.hpp"
#include "runtime/ingest/rejects.hpp"
#include "runtime/port/sink.hpp"

namespace leadflow::decide {

enum class OutputFormat : std::uint8_t { Ndjson, Csv, Table };

struct Progress {
  std::uint64_t leads = 0, rejected = 0;  ///< written so far
  std::uint64_t bytes = 0;                ///< of the lead file, read so far
};

struct RunOptions {
  std::int64_t now = 0;
  unsigned threads = 1;                   ///< 0: as many as the machine has
  bool explain = false;                   ///< `why` in NDJSON records
  OutputFormat format = OutputFormat::Ndjson;
  std::vector<OutputColumn> columns;      ///< instead of the usual record
  std::size_t width = 100;                ///< of the terminal, for tables
  std::size_t batch_rows = 512;
  const ingest::ActivityFile* activities = nullptr;  ///< the reader's, where it has one; asked by playbooks with stages
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

class Runner {
 public:
  /// The desk is kept. Counts of turns go on from run to run.
  Runner(std::shared_ptr<const Desk> desk, RunOptions options);

  /// `reader` was made with desk->schema(). `rejects` may be null. Never throws: what goes wrong is in the result.
  RunResult run(ingest::LeadReader& reader, port::Sink& out, port::Sink* rejects = nullptr);

  Pools& pools() { return pools_; }

 private:
  std::shared_ptr<const Desk> desk_;
  RunOptions options_;
  Pools pools_;
};

}  // namespace leadflow::decide
