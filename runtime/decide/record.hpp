// The decision record: what `leadflow run` writes for a lead, one JSON object a line, keys always in this order:
//
//     {"lead":"00Q1","at":"2026-03-02T15:00:00Z","derived":{"segment":"mid_market"},"scores":{"fit":100},"grades":{"rating":"A"},
//      "milestones":{"mql":"2026-03-02T15:00:00Z"},"routes":{"inbound":{"rule":"emea_ent","to":{"rep":"ana"},"via":"weighted sdr_emea"}}}
//
// `milestones` only where the playbook has some, `faults` (overflows, divisions by zero) only when there were some, `why` only
// when asked. A missing value is null. In a route: `instead_of` names the rule that held first when none of its targets could
// take the lead, `stands_in_for` the rep who was meant, `then` the rule of the route that `via` names; `to` null is nobody.
//
// Written in two pieces, because what a lead is worth is known before it is known whose turn it is.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "runtime/decide/router.hpp"
#include "runtime/decide/value_text.hpp"

namespace leadflow::decide {

/// The routes that every lead runs through: all but those that only other routes end in.
std::vector<std::uint32_t> topRoutes(const bytecode::Chunk& chunk);

/// What a route decided, in names.
struct RouteOutcome {
  std::string route, rule, instead_of, rep, queue, via, then, stands_in_for;  ///< empty: does not apply
};
RouteOutcome outcomeOf(const Names& names, std::uint32_t route, const Assignment& assignment);
/// `{"rule":"emea_ent","to":{"rep":"ana"},"via":"weighted sdr_emea"}`
void appendOutcome(std::string& out, const RouteOutcome& outcome);

class RecordWriter {
 public:
  explicit RecordWriter(const Names& names);
  /// From `{"lead":` to the end of the milestones. Needs machine.compute().
  void appendComputed(std::string& out, const vm::Machine& machine, const bytecode::LeadRow& row) const;
  /// From `,"routes":` to the faults; one assignment for each of topRoutes(). The caller adds `,"why":…` and the brace.
  void appendRouted(std::string& out, std::span<const Assignment> assignments, std::uint32_t faults) const;
  const std::vector<std::uint32_t>& routes() const { return routes_; }

 private:
  struct Member {
    std::string key;  ///< `"segment":`, with a comma in front where one belongs
    std::uint16_t reg = 0;
  };
  void group(std::string& out, const std::vector<Member>& members, const vm::Machine& machine) const;
  const Names& names_;
  std::vector<std::uint32_t> routes_;
  std::vector<Member> derived_, scores_, grades_, milestones_;
  std::vector<std::string> route_keys_;
};

}  // namespace leadflow::decide
