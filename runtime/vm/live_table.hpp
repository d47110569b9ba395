// Tables whose rows change while the playbook runs: a snapshot that conditions look into instead of the rows compiled in.
//
//     table accounts live from "accounts.csv" { domain text key, owner rep, open_deal bool }
//     event table.changed accounts [{"domain":"acme.example","owner":"ana"}]       a new snapshot, set on each machine
//
// Rows are slots of the columns' types; texts are cells in the table's own arena, made with the program's symbols, so that they
// compare with everything else. Keys are found by their folded text, because a live row's text need not be a constant of the
// program. Immutable: a lead that is being decided keeps the snapshot it began with.
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/bytecode/chunk.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::vm {

class LiveTable {
 public:
  /// `cells`: row after row, as many as the table has columns; `arena` holds their texts. The first row of a key counts.
  LiveTable(const bytecode::TableInfo& info, Arena arena, std::vector<Slot> cells);

  /// The row with that key (a slot as registers hold it), or -1.
  std::int64_t find(Slot key) const;
  std::size_t rows() const { return cells_.size() / width_; }
  Slot cell(std::size_t row, std::uint32_t column) const { return cells_[row * width_ + column]; }

 private:
  std::size_t width_;
  bool textual_ = false;
  Arena arena_;
  std::vector<Slot> cells_;
  std::unordered_map<std::string_view, std::uint32_t> by_text_;  ///< folded; the views point into the arena
  std::unordered_map<Slot, std::uint32_t> by_slot_;
};

class LiveTables {
 public:
  /// One entry a Chunk::tables of the program that the cells were made for; null: the rows compiled in.
  explicit LiveTables(std::vector<std::shared_ptr<const LiveTable>> tables) : tables_(std::move(tables)) {}
  const LiveTable* table(std::uint32_t t) const { return t < tables_.size() ? tables_[t].get() : nullptr; }

 private:
  std::vector<std::shared_ptr<const LiveTable>> tables_;
};

}  // namespace leadflow::vm
