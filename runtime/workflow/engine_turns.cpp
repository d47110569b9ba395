// Whose turn it is, across transactions, versions and processes. The store's rows are the truth; a Pools object is made of them
// for the version at hand, and folded back under the names of pools and reps.
#include <algorithm>
#include <map>

#include "runtime/workflow/engine_inside.hpp"

namespace leadflow::workflow {

using port::Status;

namespace {

/// `changes` over `rows`, by pool and rep: what only `rows` has stays.
void overlay(port::DeskRows& rows, port::DeskRows changes) {
  rows.turn = std::max(rows.turn, changes.turn);
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  for (std::size_t i = 0; i < rows.turns.size(); ++i) places.emplace(std::pair(rows.turns[i].pool, rows.turns[i].rep), i);
  for (port::TurnRow& row : changes.turns) {
    const auto found = places.find({row.pool, row.rep});
    if (found != places.end()) rows.turns[found->second] = std::move(row);
    else rows.turns.push_back(std::move(row));
  }
  for (port::ShareRow& row : changes.shares) {
    const auto found = std::find_if(rows.shares.begin(), rows.shares.end(), [&](const port::ShareRow& old) { return old.choice == row.choice; });
    if (found != rows.shares.end()) *found = std::move(row);
    else rows.shares.push_back(std::move(row));
  }
}

}  // namespace

decide::Pools& Engine::Inside::turns(const World& world) {
  if (!desk_locked) {
    if (!desk_known || !options.exclusive) {
      port::DeskRows stored;
      desk_status = store.desk(stored);
      desk = std::move(stored);
      pools.reset();
      desk_known = desk_status.ok();
    }
    desk_before = desk;
    desk_locked = true;
  }
  if (pools && pools_version == world.version && pools_roster == world.roster_version) return *pools;
  if (pools) foldTurns();
  pools = std::make_unique<decide::Pools>(world.chunk(), world.desk->names().sharedPeople());
  pools->setRows(desk);
  pools_version = world.version;
  pools_roster = world.roster_version;
  return *pools;
}

void Engine::Inside::foldTurns() {
  if (pools) overlay(desk, pools->rows());
}

Status Engine::Inside::writeTurns() {
  if (!desk_locked) return {};
  foldTurns();
  std::map<std::pair<std::string, std::string>, const port::TurnRow*> before;
  for (const port::TurnRow& row : desk_before.turns) before.emplace(std::pair(row.pool, row.rep), &row);
  port::DeskRows changed;
  changed.turn = desk.turn;
  for (const port::TurnRow& row : desk.turns) {
    const auto old = before.find({row.pool, row.rep});
    if (old == before.end() || !(*old->second == row)) changed.turns.push_back(row);
  }
  for (const port::ShareRow& row : desk.shares)
    if (std::find(desk_before.shares.begin(), desk_before.shares.end(), row) == desk_before.shares.end()) changed.shares.push_back(row);
  if (changed.turns.empty() && changed.shares.empty() && changed.turn == desk_before.turn) return {};
  return store.writeDesk(changed);
}

void Engine::Inside::forgetTurns() {
  desk_locked = desk_known = false;
  desk_status = {};
  pools.reset();
}

}  // namespace leadflow::workflow
