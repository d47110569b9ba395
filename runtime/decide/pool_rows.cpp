// Turns as rows with names, so that counts outlive the process, the roster and the version of the playbook.
#include <algorithm>
#include <unordered_map>

#include "runtime/decide/pools.hpp"
#include "runtime/port/store.hpp"
#include "runtime/value/decimal.hpp"

namespace leadflow::decide {
namespace {

/// A `split` among the targets of a rule, by what it says and not by where it stands.
struct Split {
  std::string name;                   ///< `inbound/americas/30% round robin pb, 70% round robin pa`: other shares begin anew
  std::string numbered;               ///< `inbound/americas/0`: the n-th of its rule, as 0.1.0 kept it, with counts as written
  std::uint32_t choice = 0;
  std::vector<std::size_t> order;     ///< places in ChoiceInfo::shares, as the name and the stored counts have them

  std::vector<std::int64_t> stored(const std::vector<std::int64_t>& counts) const {
    std::vector<std::int64_t> sorted;
    for (const std::size_t place : order) sorted.push_back(counts[place]);
    return sorted;
  }
};

std::vector<Split> splitsOf(const bytecode::Chunk& chunk) {
  std::vector<Split> all;
  for (const bytecode::RouteInfo& route : chunk.routes)
    for (const bytecode::RuleInfo& rule : route.rules) {
      int number = 0;
      for (const std::uint32_t choice : rule.choices) {
        const auto& shares = chunk.choices[choice].shares;
        if (shares.empty()) continue;
        const std::string of = route.name + '/' + rule.name + '/';
        Split split{of, of + std::to_string(number++), choice, {}};
        std::vector<std::string> words;
        for (const auto& share : shares) {
          std::string percent;
          appendDecimal(percent, share.percent);
          words.push_back(percent + "% " + chunk.choices[share.choice].text);
          split.order.push_back(split.order.size());
        }
        std::stable_sort(split.order.begin(), split.order.end(), [&](std::size_t a, std::size_t b) { return words[a] < words[b]; });
        for (const std::size_t place : split.order) split.name += (split.name.size() > of.size() ? ", " : "") + words[place];
        const auto same = std::count_if(all.begin(), all.end(), [&](const Split& other) { return other.name == split.name; });
        if (same > 0) split.name += ", again " + std::to_string(same);
        all.push_back(std::move(split));
      }
    }
  return all;
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
  for (const Split& split : splitsOf(chunk_)) rows.shares.push_back({split.name, split.stored(share_counts_[split.choice])});
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
    for (const Split& split : splitsOf(chunk_))
      if (std::binary_search(changed_shares_.begin(), changed_shares_.end(), split.choice)) rows.shares.push_back({split.name, split.stored(share_counts_[split.choice])});
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
  for (const Split& split : splitsOf(chunk_)) {
    std::vector<std::int64_t>& counts = share_counts_[split.choice];
    const auto kept = [&](const std::string& name) {
      const auto found = std::find_if(rows.shares.begin(), rows.shares.end(), [&](const port::ShareRow& row) { return row.choice == name && row.counts.size() == counts.size(); });
      return found == rows.shares.end() ? nullptr : &found->counts;
    };
    if (const auto* sorted = kept(split.name))
      for (std::size_t i = 0; i < counts.size(); ++i) counts[split.order[i]] = (*sorted)[i];
    else if (const auto* as_written = kept(split.numbered)) counts = *as_written;
  }
  changed_members_.clear();
  changed_reps_.clear();
  changed_shares_.clear();
}

}  // namespace leadflow::decide
