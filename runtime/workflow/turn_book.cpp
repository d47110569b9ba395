#include "runtime/workflow/turn_book.hpp"

#include <algorithm>

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

const port::TurnRow* TurnBook::find(const std::string& pool, const std::string& rep) const {
  const auto found = turns_.find(pool + '\0' + rep);
  return found == turns_.end() ? nullptr : &found->second;
}

decide::Pools& TurnBook::pools(const World& world) {
  if (pools_ && desk_ == world.desk) return *pools_;
  if (pools_) keep(pools_->takeChanges());
  pools_ = std::make_unique<decide::Pools>(world.chunk(), world.desk->names().sharedPeople());
  pools_->setRows(all());
  desk_ = world.desk;
  return *pools_;
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

void TurnBook::leave(const std::string& rep) {
  takeStep();
  const auto found = turns_.find(std::string(1, '\0') + rep);
  if (found == turns_.end() || found->second.open == 0) return;
  port::TurnRow row = found->second;
  row.open = 0;
  set({turn_, {row}, {}});
}

void TurnBook::set(const port::DeskRows& rows) {
  takeStep();
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
