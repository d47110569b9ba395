// From a rule that holds to somebody who gets the lead. Two steps, so that thousands of leads can be matched in parallel
// while turns are taken one after the other:
//
//     gather(machine, route, facts);                              // any thread: which rule, which reps its targets name
//     Assignment a = router.assign(route, facts, now, explain);   // in order: whose turn, stand-ins, fallbacks
//
// A target that is unknown, inactive or out without a stand-in, and a chain that is exhausted, fall to the route's
// `otherwise` rule. INVARIANT: the result depends on the leads' order, never on threads.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "runtime/decide/pools.hpp"
#include "runtime/vm/machine.hpp"

namespace leadflow::decide {

/// What the rules of one route (and of the routes that it ends in) say about one lead.
struct RouteFacts {
  std::int32_t rule = -1;                                  ///< first rule that holds, -1: none
  std::vector<std::pair<std::uint32_t, Slot>> choices;     ///< by choice: the rep (Rep) or the rule of the called route (Route)
  void clear() { rule = -1; choices.clear(); }
  bool has(std::uint32_t choice) const {
    for (const auto& [index, value] : choices)
      if (index == choice) return true;
    return false;
  }
  Slot of(std::uint32_t choice) const {
    for (const auto& [index, value] : choices)
      if (index == choice) return value;
    return kMissing;
  }
};

/// Needs machine.compute(). Everything that `assign` may ask about the lead.
void gather(vm::Machine& machine, std::uint32_t route, RouteFacts& facts);

/// One try on the way to an owner, for explanations.
struct Attempt {
  std::uint32_t route = 0, rule = 0;
  std::uint32_t choice = 0;
  std::string outcome;               ///< `to ana`, `nobody: all 3 reps are out`, `stands in for ben`
  Turn turn;                         ///< candidates, for pool methods
};

struct Assignment {
  std::int32_t rule = -1;            ///< the rule whose target took the lead
  std::int32_t first_rule = -1;      ///< the rule that held first; differs when its targets could not take it
  Slot rep = kMissing;
  std::int32_t queue = -1;
  std::int32_t choice = -1;          ///< the choice that took it
  std::uint32_t final_route = 0;     ///< differs from the route asked when a rule ended in `-> route …`
  std::int32_t final_rule = -1;      ///< rule of final_route
  Slot stands_in_for = kMissing;
  std::vector<Attempt> attempts;     ///< only when explaining
};

/// A route that a lead went through.
struct Taken {
  std::uint32_t route = 0;
  Assignment assignment;
};

class Router {
 public:
  Router(const bytecode::Chunk& chunk, Pools& pools) : chunk_(chunk), pools_(pools) {}
  Assignment assign(std::uint32_t route, const RouteFacts& facts, std::int64_t now, bool explain, Slot except = kMissing);

 private:
  bool tryRoute(std::uint32_t route, std::int32_t rule, int depth);
  bool tryRule(std::uint32_t route, std::uint32_t rule, int depth);
  bool tryChoice(std::uint32_t route, std::uint32_t rule, std::uint32_t choice, int depth);
  const bytecode::Chunk& chunk_;
  Pools& pools_;
  const RouteFacts* facts_ = nullptr;
  std::int64_t now_ = 0;
  bool explain_ = false;
  Slot except_ = kMissing;
  int tries_ = 0;
  Assignment result_;
};

/// `weighted sdr_emea`, `queue review`, `ana`: how the lead got there, as written without the modifiers.
std::string viaText(const bytecode::Chunk& chunk, const bytecode::ChoiceInfo& choice);

}  // namespace leadflow::decide
