#include "runtime/workflow/turn_differences.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

namespace leadflow::workflow {

namespace {

std::string nameOf(const port::TurnRow& row) { return (row.pool.empty() ? std::string() : row.pool + ' ') + row.rep; }
std::string countsOf(const port::TurnRow& row) { return "served " + std::to_string(row.served) + ", open " + std::to_string(row.open); }

}  // namespace

std::vector<std::string> turnDifferences(const port::DeskRows& stored, const port::DeskRows& replayed) {
  std::vector<std::string> differences;
  if (stored.turn != replayed.turn) differences.push_back("all pools: " + std::to_string(stored.turn) + " were taken; replayed: " + std::to_string(replayed.turn));
  std::map<std::pair<std::string, std::string>, const port::TurnRow*> there, made;
  for (const port::TurnRow& row : stored.turns) there[{row.pool, row.rep}] = &row;
  for (const port::TurnRow& row : replayed.turns) made[{row.pool, row.rep}] = &row;
  for (const port::TurnRow& row : replayed.turns)
    if ((row.served > 0 || row.open > 0) && there.count({row.pool, row.rep}) == 0) differences.push_back(nameOf(row) + ": not there; replayed: " + countsOf(row));
  std::map<std::string, std::vector<std::int64_t>> shares;
  for (const port::ShareRow& row : stored.shares) shares[row.choice] = row.counts;
  for (const port::ShareRow& row : replayed.shares) {
    const std::vector<std::int64_t>& kept = shares[row.choice];
    const bool none = kept.empty() && std::all_of(row.counts.begin(), row.counts.end(), [](std::int64_t count) { return count == 0; });
    if (kept != row.counts && !none) differences.push_back("shares of " + row.choice + " are not those that were decided");
  }
  for (const port::TurnRow& row : stored.turns) {
    const auto found = made.find({row.pool, row.rep});
    if (found != made.end() && *found->second == row) continue;
    differences.push_back(nameOf(row) + ": " + countsOf(row) + (found == made.end() ? "; not replayed" : "; replayed: " + countsOf(*found->second)));
  }
  return differences;
}

}  // namespace leadflow::workflow
