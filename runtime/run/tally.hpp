// What a run comes to: leads by grade, by rule, by stage, by owner. The last thing `leadflow run` prints.
//
//     Leads by rule of inbound        Leads by stage           Leads by owner             Effects
//       emea       798  15.9%           Working  4,559  91.1%    ana             402  8%    remind  4,559
//       americas   773  15.4%           Review     441   8.9%    queue review    441  9%
//
// With stages the routes are those that the stages took, and the owner is who has the lead where it came to rest.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/run/decided.hpp"

namespace leadflow::run {

struct Tally {
  struct Route {
    std::uint32_t route = 0;
    std::vector<std::uint64_t> rules;    ///< by the rule that took the lead
    std::uint64_t leads = 0;             ///< that went through it
    std::uint64_t no_rule = 0;           ///< no rule held
    std::uint64_t nobody = 0;            ///< nobody could take it, no_rule included
    std::uint64_t fell_through = 0;      ///< another rule took it than the one that held first
  };
  std::uint64_t leads = 0;
  std::uint64_t merged = 0;              ///< of them: duplicates that went into another, counted below by what would be sent alone
  std::uint64_t faults = 0;              ///< overflows and divisions by zero
  std::uint64_t leads_with_faults = 0;
  std::vector<std::vector<std::uint64_t>> grades;  ///< by grade, by value; the last one: missing
  std::vector<std::uint64_t> milestones;           ///< reached
  std::vector<Route> routes;                       ///< one a route of the playbook
  std::vector<std::uint64_t> reps, queues;         ///< leads that went there, by any route; with stages: that are there
  std::uint64_t nobody = 0;                        ///< with stages: leads with no owner, in no queue
  bool staged = false;
  std::vector<std::uint64_t> stages;               ///< leads by where they came to rest
  std::vector<std::uint64_t> effects;              ///< by port::EffectKind

  Tally() = default;
  explicit Tally(const decide::Names& names);
  /// Decided::tallied: appended while the machine knows the lead. Grades, then whether milestones are reached.
  static void appendValues(std::vector<Slot>& values, const bytecode::Chunk& chunk, const vm::Machine& machine);
  void add(const Decided& decided, const decide::Names& names);
  void add(const Tally& other);

 private:
  /// What counts of a lead, for as long as one that comes later may take it in.
  struct Counted {
    std::vector<Slot> tallied;
    std::vector<decide::Taken> routes;
    std::string stage, owner, queue;
  };
  /// `more`: 1, or its complement to zero for a lead that was counted and has gone into another.
  template <class Lead>
  void count(const Lead& lead, const decide::Names& names, std::uint64_t more);
  template <class Lead>
  void countRest(const Lead& lead, const decide::Names& names, std::uint64_t more);
  void countRoute(const decide::Taken& taken, std::uint64_t more);
  bool keeps_ = false;                             ///< `duplicates` may merge a lead into one that comes later
  std::unordered_map<std::string, Counted> kept_;  ///< by lead
};

/// The table above, `width` columns at most; of many reps the 20 with the most leads.
std::string tallyText(const Tally& tally, const decide::Names& names, std::size_t width = 100, bool colour = false);

}  // namespace leadflow::run
