// What was decided about one lead, however it was asked for: what it is worth, the routes that it went through, where its stages
// took it, what follows, and why.
//
//     stage Working { enter { route inbound } }         stage "Working", routes [inbound], owner "ana"
//     sla first { starts when owner assigned … }        due [first 2026-03-02T19:00Z]
//
// One value for `leadflow run`, `explain`, `test`, the C++ and the C API: what they print of a lead is the same. A Decided is
// used again for lead after lead, so that deciding allocates little.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/decide/explain.hpp"
#include "runtime/port/effect.hpp"
#include "runtime/workflow/step.hpp"

namespace leadflow::run {

/// A lead as it comes: read already, and, for a step that writes to its record, the record itself.
struct LeadInput {
  const bytecode::LeadRow& row;
  const workflow::RecordSource& record;
};

struct Wanted {
  bool record = true;                            ///< Decided::head
  bool explain = false;                          ///< Decided::explanation and candidates of routes
};

struct Due {
  std::string clock;
  std::int64_t at = 0;
  std::string words;                             ///< `2026-03-03 14:00` in the playbook's zone; where an explanation is asked
};

/// What stages made of a lead; without stages nothing of this.
struct StageResult {
  bool staged = false;
  std::string stage, owner, queue;               ///< where it came to rest; empty: none, nobody, none
  std::string merged_into;                       ///< the lead that it went into as a duplicate: it is in no stage and nobody's
  std::vector<std::string> merged;               ///< leads decided before it that went into it
  std::vector<Due> due;                          ///< clocks that run, as declared
  std::vector<port::Effect> effects;             ///< marked as simulated: nothing is sent
  std::vector<workflow::Reasoning> account;      ///< what happened, as sentences
};

struct Decided : StageResult {
  // ---- the lead
  bytecode::LeadRow row;                         ///< its values live as long as the input's
  std::int64_t at = 0;
  Wanted wanted;

  // ---- what it is worth
  vm::Machine* machine = nullptr;                ///< has computed the lead, until its decider begins with another one
  std::vector<Slot> tallied;                     ///< Tally::appendValues
  std::string head;                              ///< the decision record up to `routes`
  std::uint32_t faults = 0;                      ///< overflows and divisions by zero

  // ---- who gets it
  std::vector<decide::RouteFacts> facts;         ///< without stages: one a route, worked out before turns are taken
  std::vector<decide::Taken> routes;             ///< without stages all that leads run through; with stages those that they took

  // ---- why, where asked
  std::shared_ptr<decide::Explanation> explanation;

  /// The route by which it went in the end; null: none.
  const decide::Taken* lastRoute() const { return routes.empty() ? nullptr : &routes.back(); }
};

}  // namespace leadflow::run
