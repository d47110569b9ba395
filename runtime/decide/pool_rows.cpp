// Turns as rows with names, so that counts outlive the process, the roster and the version of the playbook.
#include <algorithm>
#include <unordered_map>

#include "runtime/decide/pools.hpp"
#include "runtime/port/store.hpp"

namespace leadflow::decide {
namespace {

/// `inbound/americas/0`: the n-th `split` among the targets of a rule.
std::vector<std::pair<std::string, std::uint32_t>> splitNames(const bytecode::Chunk& chunk) {
  std::vector<std::pair<std::string, std::uint32_t>> names;
  for (const bytecode::RouteInfo& route : chunk.routes)
    for (const bytecode::RuleInfo& rule : route.rules) {
      int number = 0;
      for (const std::uint32_t choice : rule.choices)
        if (!chunk.choices[choice].shares.empty()) names.emplace_back(route.name + '/' + rule.name + '/' + std::to_string(number++), choice);
    }
  return names;
}

}  // namespace

port::DeskRows Pools::rows() const {
  port::DeskRows rows;
  rows.turn = turn_;
  for (std::uint32_t pool = 0; pool < members_.size(); ++pool)
    for (const Member& member : members_[pool]) {
      port::TurnRow row;
      row.pool = chunk_.pools[pool].name;
      row.rep = people_->reps()[member.rep].id;
      row.served = member.served;
      row.last_turn = member.last_turn;
      row.present = member.present;
      row.joined = member.joined;
      rows.turns.push_back(std::move(row));
    }
  for (std::uint32_t rep = 0; rep < open_.size(); ++rep) {
    port::TurnRow row;
    row.rep = people_->reps()[rep].id;
    row.last_turn = last_assigned_[rep];
    row.open = open_[rep];
    rows.turns.push_back(std::move(row));
  }
  for (const auto& [name, choice] : splitNames(chunk_)) rows.shares.push_back({name, share_counts_[choice]});
  return rows;
}

port::DeskRows Pools::takeChanges() {
  port::DeskRows rows;
  rows.turn = turn_;
  const auto once = [](auto& places) {
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
  };
  once(changed_members_);
  once(changed_reps_);
  once(changed_shares_);
  for (const auto& [pool, rep] : changed_members_)
    for (const Member& member : members_[pool])
      if (member.rep == rep) {
        port::TurnRow row;
        row.pool = chunk_.pools[pool].name;
        row.rep = people_->reps()[rep].id;
        row.served = member.served;
        row.last_turn = member.last_turn;
        row.present = member.present;
        row.joined = member.joined;
        rows.turns.push_back(std::move(row));
      }
  for (const std::uint32_t rep : changed_reps_) {
    port::TurnRow row;
    row.rep = people_->reps()[rep].id;
    row.last_turn = last_assigned_[rep];
    row.open = open_[rep];
    rows.turns.push_back(std::move(row));
  }
  if (!changed_shares_.empty())
    for (const auto& [name, choice] : splitNames(chunk_))
      if (std::binary_search(changed_shares_.begin(), changed_shares_.end(), choice)) rows.shares.push_back({name, share_counts_[choice]});
  changed_members_.clear();
  changed_reps_.clear();
  changed_shares_.clear();
  return rows;
}

void Pools::setRows(const port::DeskRows& rows) {
  turn_ = rows.turn;
  std::unordered_map<std::string, std::uint32_t> pools;
  for (std::uint32_t pool = 0; pool < members_.size(); ++pool) pools.emplace(chunk_.pools[pool].name, pool);
  for (const port::TurnRow& row : rows.turns) {
    const Slot found = people_->find(row.rep);
    if (isMissing(found)) continue;
    const auto rep = static_cast<std::uint32_t>(found);
    if (row.pool.empty()) {
      open_[rep] = row.open;
      last_assigned_[rep] = row.last_turn;
      continue;
    }
    const auto pool = pools.find(row.pool);
    if (pool == pools.end()) continue;
    for (Member& member : members_[pool->second])
      if (member.rep == rep) {
        member.served = row.served;
        member.last_turn = row.last_turn;
        member.present = row.present;
        member.joined = row.joined;
      }
  }
  for (const auto& [name, choice] : splitNames(chunk_))
    for (const port::ShareRow& row : rows.shares)
      if (row.choice == name && row.counts.size() == share_counts_[choice].size()) share_counts_[choice] = row.counts;
  changed_members_.clear();
  changed_reps_.clear();
  changed_shares_.clear();
}

}  // namespace leadflow::decide
