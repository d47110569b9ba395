// One batch of leads between the reader and the sink, and what is done to it at each stage. Used by the runner only.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "runtime/decide/runner.hpp"

namespace leadflow::decide {

/// What a thread needs of its own.
struct Hand {
  Hand(const Desk& desk, std::shared_ptr<const bytecode::Program> program, std::unique_ptr<ingest::Worker> decoder_given)
      : machine(std::move(program), &desk.people().names()), decoder(std::move(decoder_given)) {}
  vm::Machine machine;
  std::unique_ptr<ingest::Worker> decoder;
};

struct Flight {
  enum class Stage : std::uint8_t { Free, Split, Computed, Routed, Written };
  Stage stage = Stage::Free;
  bool busy = false;             ///< a thread works on it
  std::string error;             ///< what a thread could not do
  std::uint64_t bytes = 0;       ///< of the file, read when this batch was split

  ingest::Batch batch;
  // One a row as decoded; `origin[i]` is where row i of the finished batch stands in them.
  std::vector<std::uint32_t> origin;
  std::vector<std::uint32_t> records_before;
  std::vector<RouteFacts> facts;                 ///< rows x routes
  std::vector<std::uint32_t> faults;
  std::vector<Slot> tallied;                     ///< rows x (grades + milestones)
  std::vector<std::size_t> text_ends;            ///< in `text`: the record's first part
  std::vector<Explanation> told;
  std::string text;
  // One a row of the finished batch.
  std::vector<Assignment> assignments;           ///< rows x routes
  Tally tally;
  std::string output, rejects;
  std::vector<std::vector<std::string>> cells;   ///< of a table
};

/// The stages that any thread may do, and the one in order that takes turns.
class Stages {
 public:
  Stages(const Desk& desk, const RunOptions& options, const FlatRows& rows) : desk_(desk), options_(options), rows_(rows) {}
  void compute(Flight& flight, Hand& hand) const;
  /// After LeadReader::finish: finds the rows that are left, then whose turn it is.
  void takeTurns(Flight& flight, Router& router) const;
  void write(Flight& flight, Hand& hand) const;

 private:
  bool wantsRecords() const { return options_.format == OutputFormat::Ndjson && !rows_.ownColumns(); }
  const Desk& desk_;
  const RunOptions& options_;
  const FlatRows& rows_;
};

}  // namespace leadflow::decide
