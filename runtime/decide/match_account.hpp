// Lead to account: which row of a table a lead belongs to.
//
//     match account in accounts { same domain; similar name to company 90%; prefer open_deal, then latest last_touch }
//
// Keys are tried in order, the first that finds rows decides; among those the preferences, then the table's order. `same`
// compares as `is` does, `normalised` without punctuation and legal forms, `similar` takes the most similar name of at least so
// much. The parent is the row whose key the parent column holds.
//
//     auto accounts = AccountMatcher::of(desk, tables);     // once for a program, a roster and the rows of today
//     machine.compute();
//     if (accounts->fill(machine)) machine.compute();       // what is computed may read the account
#pragma once
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/decide/company_name.hpp"
#include "runtime/decide/desk.hpp"
#include "runtime/vm/live_table.hpp"

namespace leadflow::decide {

class AccountMatcher {
 public:
  struct Found {
    std::int64_t row = -1, parent = -1;  ///< of the table as it is now; -1: none
    std::int32_t key = -1;               ///< which key of the match found it
    Slot similarity = kMissing;          ///< of a `similar` key
  };
  /// `tables` may be null: the rows compiled in. Null when the playbook matches nothing.
  static std::shared_ptr<const AccountMatcher> of(std::shared_ptr<const Desk> desk, std::shared_ptr<const vm::LiveTables> tables);

  /// `values`: one slot a key of the match, as its function gives it.
  Found find(std::uint32_t match, std::span<const Slot> values) const;
  /// A cell of the match's table; row -1: missing.
  Slot cell(std::uint32_t match, std::int64_t row, std::uint32_t column) const;
  /// Asks the lead for its keys and sets the registers of what was found (known, columns, the parent's columns). After
  /// compute(); true when a register has changed.
  bool fill(vm::Machine& machine) const;

 private:
  struct KeyIndex {
    std::unordered_map<std::string, std::vector<std::uint32_t>> by_text;  ///< folded or normalised
    std::unordered_map<Slot, std::vector<std::uint32_t>> by_slot;
    SimilarNames similar;
  };
  struct Index {
    const bytecode::MatchInfo* info = nullptr;
    std::size_t rows = 0;
    std::vector<KeyIndex> keys;
  };
  AccountMatcher(std::shared_ptr<const Desk> desk, std::shared_ptr<const vm::LiveTables> tables);
  void build(std::uint32_t match);
  std::uint32_t preferred(std::uint32_t match, const std::vector<std::uint32_t>& rows) const;

  std::shared_ptr<const Desk> desk_;
  std::shared_ptr<const vm::LiveTables> tables_;
  std::vector<Index> indexes_;  ///< one a WorkflowInfo::matches
};

}  // namespace leadflow::decide
