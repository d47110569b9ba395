// Deciding leads inside another program: one lead, one JSON record, or a text of many, in the caller's thread.
//
//     auto desk  = Desk::open(program, people);            // shared by all threads
//     auto turns = std::make_shared<SharedPools>(desk);    // shared by all threads: whose turn it is
//     Evaluator evaluator(desk, turns);                    // one a thread
//     Outcome outcome = evaluator.decideJson(R"({"id":"00Q1","country":"DE"})", now);
//     if (outcome.decision) use(outcome.decision->routes[0].rep);
//
// A decision holds texts only: it may be kept after the lead, the evaluator and the desk are gone. Nothing here throws but
// std::bad_alloc.
#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/decide/desk.hpp"
#include "runtime/decide/narrate.hpp"
#include "runtime/ingest/format.hpp"
#include "runtime/ingest/worker.hpp"

namespace leadflow::decide {

/// The turns that several evaluators take together. Every lead's routes are decided under one lock.
class SharedPools {
 public:
  explicit SharedPools(std::shared_ptr<const Desk> desk) : desk_(std::move(desk)), pools_(desk_->chunk(), desk_->names().sharedPeople()) {}
  /// One assignment a route of desk->routes().
  std::vector<Assignment> assign(const std::vector<RouteFacts>& facts, std::int64_t now, bool explain);
  /// Another roster over the same program: counts follow the reps by id. Evaluators must be given the new desk as well.
  void rebind(std::shared_ptr<const Desk> desk);
  /// How many open leads the rep has, as the CRM says. False when the roster has no such rep.
  bool setOpen(std::string_view rep, std::int64_t leads);
  /// A lead of the rep was closed. False when the roster has no such rep.
  bool closed(std::string_view rep);
  std::shared_ptr<const Desk> desk() const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Desk> desk_;
  Pools pools_;
};

struct NamedValue {
  std::string name;
  Value value;
};

struct Decision {
  std::string lead;
  std::int64_t at = 0;
  std::vector<NamedValue> derived, scores, grades, milestones;  ///< as declared; a milestone's value is its instant
  std::vector<RouteOutcome> routes;
  std::uint32_t faults = 0;                                     ///< overflows and divisions by zero
  std::string json;                                             ///< the decision record, without a line end
  std::shared_ptr<const Explanation> explanation;               ///< null unless asked for

  const std::string& toJson() const { return json; }
  /// The readable account; empty unless an explanation was asked for.
  std::string explain(const NarrateOptions& options = {}) const { return explanation ? narrate(*explanation, options) : std::string(); }
  /// A derived field, score, grade or milestone by name; null when there is none.
  const Value* find(std::string_view name) const;
  const RouteOutcome* route(std::string_view name) const;
};

/// What became of one record.
struct Outcome {
  std::optional<Decision> decision;
  std::string rejected;              ///< why the record was set aside; empty when it was decided
  std::vector<std::string> issues;   ///< values that could not be read: "country: `Germnay` is not a country; did you mean …"
};

class Evaluator {
 public:
  Evaluator(std::shared_ptr<const Desk> desk, std::shared_ptr<SharedPools> pools);

  /// A row whose texts were looked up in the program's symbols, such as one of an ingest::Batch.
  Decision decide(const bytecode::LeadRow& row, std::int64_t now, bool explain = false);
  /// One JSON object.
  Outcome decideJson(std::string_view record, std::int64_t now, bool explain = false);
  /// Many records: NDJSON, a JSON array, or CSV with a header. `error` says why reading ended early.
  struct Outcomes {
    std::vector<Outcome> outcomes;   ///< in the order of the records
    std::string error;
  };
  Outcomes decideText(std::string_view text, std::int64_t now, ingest::Format format = ingest::Format::Auto, bool explain = false);

  const Desk& desk() const { return *desk_; }
  /// The same rules with another roster; see SharedPools::rebind.
  void rebind(std::shared_ptr<const Desk> desk);

 private:
  void collect(const ingest::Batch& batch, std::int64_t now, bool explain, std::vector<Outcome>& outcomes);
  std::shared_ptr<const Desk> desk_;
  std::shared_ptr<SharedPools> pools_;
  vm::Machine machine_;
  std::unique_ptr<ingest::Worker> worker_;  ///< for single records
  ingest::Batch batch_;
  std::vector<RouteFacts> facts_;
};

}  // namespace leadflow::decide
