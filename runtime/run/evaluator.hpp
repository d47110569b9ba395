// Deciding leads inside another program: one lead, one JSON record, or a text of many, in the caller's thread.
//
//     auto turns = std::make_shared<Turns>(Desk::open(program, people));   // shared by all threads: whose turn it is
//     Evaluator evaluator(turns);                                          // one a thread
//     Outcome outcome = evaluator.decideJson(R"({"id":"00Q1","country":"DE"})", now);
//     if (outcome.decision) use(outcome.decision->owner());
//
// A decision holds texts only: it may be kept after the lead, the evaluator and the desk are gone. A roster that is replaced
// counts from the next call on. Nothing here throws but std::bad_alloc.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/decide/narrate.hpp"
#include "runtime/decide/route_outcome.hpp"
#include "runtime/ingest/format.hpp"
#include "runtime/ingest/worker.hpp"
#include "runtime/run/decider.hpp"
#include "runtime/run/file_records.hpp"
#include "runtime/run/record.hpp"

namespace leadflow::run {

struct NamedValue {
  std::string name;
  decide::Value value;
};

struct Decision : StageResult {
  std::string lead;
  std::int64_t at = 0;
  std::vector<NamedValue> derived, scores, grades, milestones;  ///< as declared; a milestone's value is its instant
  std::vector<decide::RouteOutcome> routes;                     ///< with stages those that were taken, in order
  std::uint32_t faults = 0;                                     ///< overflows and divisions by zero
  std::string json;                                             ///< the decision record, without a line end
  std::shared_ptr<const decide::Explanation> explanation;       ///< null unless asked for

  /// The readable account; empty unless an explanation was asked for.
  std::string explain(const decide::NarrateOptions& options = {}) const;
  /// A derived field, score, grade or milestone by name; null when there is none.
  const decide::Value* find(std::string_view name) const;
  /// A route by name, as it was taken the last time; without a name the first route, with stages the last that was taken. Null: none.
  const decide::RouteOutcome* route(std::string_view name = {}) const;
};

/// What became of one record.
struct Outcome {
  std::optional<Decision> decision;
  std::string rejected;              ///< why the record was set aside; empty when it was decided
  std::vector<std::string> issues;   ///< values that could not be read: "country: `Germnay` is not a country; did you mean …"
};

class Evaluator {
 public:
  explicit Evaluator(std::shared_ptr<Turns> turns);

  /// One JSON object.
  Outcome decideJson(std::string_view record, std::int64_t now, bool explain = false);
  /// Many records: NDJSON, a JSON array, or CSV with a header. `error` says why reading ended early.
  struct Outcomes {
    std::vector<Outcome> outcomes;   ///< in the order of the records
    std::string error;
  };
  Outcomes decideText(std::string_view text, std::int64_t now, ingest::Format format = ingest::Format::Auto, bool explain = false);

 private:
  void follow();                            ///< a roster that was replaced
  Decision decide(const RecordForm& form, const ingest::Batch& batch, std::size_t row, std::int64_t now, bool explain);
  void collect(const RecordForm& form, const ingest::Batch& batch, std::int64_t now, bool explain, std::vector<Outcome>& outcomes);
  std::shared_ptr<Turns> turns_;
  std::unique_ptr<Decider> decider_;
  std::unique_ptr<RecordWriter> records_;
  std::unique_ptr<ingest::Worker> worker_;  ///< for single records
  ingest::Batch batch_;
  Decided decided_;
};

}  // namespace leadflow::run
