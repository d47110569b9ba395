#include "runtime/workflow/turn_book.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "runtime/value/json_text.hpp"

namespace leadflow::workflow {
namespace {

std::string keyOf(const port::TurnRow& row) { return row.pool + '\0' + row.rep; }

}  // namespace

void TurnBook::load(const port::DeskRows& rows) {
  turns_.clear();
  shares_.clear();
  changed_turns_.clear();
  changed_shares_.clear();
  noted_.clear();
  pools_.reset();
  desk_.reset();
  turn_ = written_turn_ = rows.turn;
  for (const port::TurnRow& row : rows.turns) turns_[keyOf(row)] = row;
  for (const port::ShareRow& row : rows.shares) shares_[row.choice] = row;
}

port::DeskRows TurnBook::all() const {
  port::DeskRows rows;
  rows.turn = turn_;
  rows.turns.reserve(turns_.size());
  for (const auto& [key, row] : turns_) rows.turns.push_back(row);
  for (const auto& [key, row] : shares_) rows.shares.push_back(row);
  return rows;
}

decide::Pools& TurnBook::pools(const World& world) {
  if (pools_ && desk_ == world.desk) return *pools_;
  if (pools_) keep(pools_->takeChanges());
  noteAbsent(world);
  pools_ = std::make_unique<decide::Pools>(world.chunk(), world.desk->names().sharedPeople());
  pools_->setRows(all());
  if (desk_) pools_->weighAnew(desk_->people());
  desk_ = world.desk;
  return *pools_;
}

/// Whoever has a row in a pool of this playbook and is no active member of it now will come back to it later, if at all.
void TurnBook::noteAbsent(const World& world) {
  const decide::People& people = world.desk->people();
  std::unordered_set<std::string> there;
  std::unordered_set<std::string_view> known;
  for (std::uint32_t pool = 0; pool < world.chunk().pools.size(); ++pool) {
    const std::string& name = world.chunk().pools[pool].name;
    known.insert(name);
    for (const std::uint32_t rep : people.pool(pool))
      if (people.reps()[rep].active) there.insert(name + '\0' + people.reps()[rep].id);
  }
  for (auto& [key, row] : turns_) {
    if (row.pool.empty() || !row.present || known.count(row.pool) == 0 || there.count(key) != 0) continue;
    row.present = false;
    changed_turns_[key] = true;
    note(row);
  }
}

/// For the account of the step at hand, in an order of its own.
void TurnBook::note(const port::TurnRow& row) {
  const auto before = [](const port::TurnRow& a, const port::TurnRow& b) { return std::tie(a.pool, a.rep) < std::tie(b.pool, b.rep); };
  const auto place = std::lower_bound(noted_.begin(), noted_.end(), row, before);
  if (place != noted_.end() && place->pool == row.pool && place->rep == row.rep) *place = row;
  else noted_.insert(place, row);
}

void TurnBook::keep(const port::DeskRows& changes) {
  turn_ = std::max(turn_, changes.turn);
  for (const port::TurnRow& row : changes.turns) {
    const std::string key = keyOf(row);
    turns_[key] = row;
    changed_turns_[key] = true;
  }
  for (const port::ShareRow& row : changes.shares) {
    shares_[row.choice] = row;
    changed_shares_[row.choice] = true;
  }
}

port::DeskRows TurnBook::takeStep() {
  if (!pools_) return {};
  port::DeskRows changes = pools_->takeChanges();
  keep(changes);
  if (noted_.empty()) return changes;
  const auto later = [&](const port::TurnRow& row) {
    return std::any_of(changes.turns.begin(), changes.turns.end(), [&](const port::TurnRow& each) { return each.pool == row.pool && each.rep == row.rep; });
  };
  std::erase_if(noted_, later);
  changes.turns.insert(changes.turns.begin(), noted_.begin(), noted_.end());
  noted_.clear();
  return changes;
}

port::DeskRows TurnBook::takeBatch() {
  takeStep();
  port::DeskRows rows;
  rows.turn = turn_;
  for (const auto& [key, yes] : changed_turns_) rows.turns.push_back(turns_[key]);
  for (const auto& [key, yes] : changed_shares_) rows.shares.push_back(shares_[key]);
  changed_turns_.clear();
  changed_shares_.clear();
  written_turn_ = turn_;
  return rows;
}

void TurnBook::setOpen(const std::string& rep, std::int64_t open) {
  if (pools_) keep(pools_->takeChanges());
  port::TurnRow row{{}, rep, 0, 0, true, false, 0};   // of who had no turn yet: a lead that has ended was theirs, and is open again
  if (const auto found = turns_.find(keyOf(row)); found != turns_.end()) row = found->second;
  if (row.open == open) return;
  row.open = open;
  set({turn_, {row}, {}});
  note(row);
}

void TurnBook::set(const port::DeskRows& rows) {
  if (pools_) keep(pools_->takeChanges());
  keep(rows);
  if (pools_) pools_->setRows(all());
}

std::string turnsJson(const port::DeskRows& rows) {
  std::string out = "[";
  for (const port::TurnRow& row : rows.turns) {
    out += out.size() > 1 ? ",[" : "[";
    appendJsonString(out, row.pool);
    out += ',';
    appendJsonString(out, row.rep);
    out += ',';
    appendInt(out, row.served);
    out += ',';
    appendInt(out, static_cast<std::int64_t>(row.last_turn));
    out += ',';
    appendInt(out, row.open);
    out += row.present ? ",true" : ",false";
    out += row.joined ? ",true]" : ",false]";
  }
  return out + ']';
}

}  // namespace leadflow::workflow
