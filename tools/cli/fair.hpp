// How fairly a pool's leads are shared: what each rep was served against what the weights say. Shared by `fair` and `simulate`.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "runtime/decide/pools.hpp"
#include "runtime/port/store.hpp"
#include "runtime/workflow/world.hpp"

namespace leadflow::cli {

struct FairRow {
  std::string rep, skipped;         ///< skipped: why the rep would get nothing now; empty: is in turn
  std::int64_t served = 0, open = 0, capacity = -1;
  std::uint64_t last_turn = 0;      ///< 0: never
  Slot weight = 0;                  ///< scaled
  double share = 0, expected = 0;   ///< percent of all served; of all weights
};

/// Rows in roster order. `turns`: the rows that a store keeps.
std::vector<FairRow> fairness(const workflow::World& world, std::uint32_t pool, const std::vector<port::TurnRow>& turns, std::int64_t now);
/// The pool of that name, -1: there is none.
std::int32_t poolNamed(const workflow::World& world, const std::string& name);
/// `12.5%`
std::string shareText(double percent);

}  // namespace leadflow::cli
