// What a run comes to: leads by grade, by rule, by owner. The last thing `leadflow run` prints.
//
//     rating        A    280   B  1,773   C  2,046   D    887
//     inbound       emea           798
//                   americas       773
//     owners        ana            402
//                   queue review   441
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/decide/record.hpp"

namespace leadflow::decide {

struct Tally {
  struct Route {
    std::uint32_t route = 0;
    std::vector<std::uint64_t> rules;    ///< by the rule that took the lead
    std::uint64_t no_rule = 0;           ///< no rule held
    std::uint64_t nobody = 0;            ///< nobody could take it, no_rule included
    std::uint64_t fell_through = 0;      ///< another rule took it than the one that held first
  };
  std::uint64_t leads = 0;
  std::uint64_t faults = 0;              ///< overflows and divisions by zero
  std::uint64_t leads_with_faults = 0;
  std::vector<std::vector<std::uint64_t>> grades;  ///< by grade, by value; the last one: missing
  std::vector<std::uint64_t> milestones;           ///< reached
  std::vector<Route> routes;                       ///< one for each of topRoutes()
  std::vector<std::uint64_t> reps, queues;         ///< leads that went there, by any route

  Tally() = default;
  explicit Tally(const Names& names);
  /// What addComputed will want of a lead, appended while the machine knows it: grades, then whether milestones are reached.
  static void appendValues(std::vector<Slot>& values, const bytecode::Chunk& chunk, const vm::Machine& machine);
  void addComputed(std::span<const Slot> values, std::uint32_t arithmetic_faults);
  void addRouted(std::span<const Assignment> assignments);
  void add(const Tally& other);
};

/// The table above, `width` columns at most; of many reps the 20 with the most leads.
std::string tallyText(const Tally& tally, const Names& names, std::size_t width = 100, bool colour = false);

}  // namespace leadflow::decide
