#include "runtime/decide/match_account.hpp"

#include <algorithm>

namespace leadflow::decide {

using bytecode::ContextInfo;
using bytecode::ContextKind;
using bytecode::MatchInfo;
using bytecode::TableInfo;

std::shared_ptr<const AccountMatcher> AccountMatcher::of(std::shared_ptr<const Desk> desk, std::shared_ptr<const vm::LiveTables> tables) {
  if (desk->chunk().workflow.matches.empty()) return nullptr;
  return std::shared_ptr<const AccountMatcher>(new AccountMatcher(std::move(desk), std::move(tables)));
}

AccountMatcher::AccountMatcher(std::shared_ptr<const Desk> desk, std::shared_ptr<const vm::LiveTables> tables)
    : desk_(std::move(desk)), tables_(std::move(tables)), indexes_(desk_->chunk().workflow.matches.size()) {
  for (std::uint32_t match = 0; match < indexes_.size(); ++match) build(match);
}

void AccountMatcher::build(std::uint32_t match) {
  const MatchInfo& info = desk_->chunk().workflow.matches[match];
  const TableInfo& table = desk_->chunk().tables[info.table];
  const vm::LiveTable* live = tables_ ? tables_->table(info.table) : nullptr;
  Index& index = indexes_[match];
  index.info = &info;
  index.rows = live != nullptr ? live->rows() : table.cells.size() / table.columns.size();
  index.keys.resize(info.keys.size());
  for (std::size_t k = 0; k < info.keys.size(); ++k) {
    const MatchInfo::Key& key = info.keys[k];
    KeyIndex& made = index.keys[k];
    const bool textual = isTextual(table.columns[key.column].type.kind);
    for (std::uint32_t row = 0; row < index.rows; ++row) {
      const Slot slot = cell(match, row, key.column);
      if (isMissing(slot)) continue;
      if (!textual) {
        made.by_slot[slot].push_back(row);
      } else if (key.similar > 0) {
        made.similar.add(textOf(slot)->foldedText(), row);
      } else {
        std::string text = key.normalised ? normalisedName(textOf(slot)->rawText()) : std::string(textOf(slot)->foldedText());
        if (!text.empty()) made.by_text[std::move(text)].push_back(row);
      }
    }
    made.similar.finish();
  }
}

Slot AccountMatcher::cell(std::uint32_t match, std::int64_t row, std::uint32_t column) const {
  if (row < 0) return kMissing;
  const std::uint32_t number = desk_->chunk().workflow.matches[match].table;
  if (tables_)
    if (const vm::LiveTable* live = tables_->table(number)) return live->cell(static_cast<std::size_t>(row), column);
  const TableInfo& table = desk_->chunk().tables[number];
  return desk_->names().constant(table.cells[static_cast<std::size_t>(row) * table.columns.size() + column]);
}

/// The best by the preferences in turn; equals keep the table's order.
std::uint32_t AccountMatcher::preferred(std::uint32_t match, const std::vector<std::uint32_t>& rows) const {
  const MatchInfo& info = *indexes_[match].info;
  const auto better = [&](std::uint32_t a, std::uint32_t b) {
    using Order = MatchInfo::Preference::Order;
    for (const MatchInfo::Preference& preference : info.prefer) {
      Slot x = cell(match, a, preference.column), y = cell(match, b, preference.column);
      if (preference.order == Order::True) x = x == 1, y = y == 1;
      if (x == y) continue;
      if (isMissing(x) || isMissing(y)) return isMissing(y);
      const bool most = preference.order == Order::True || preference.order == Order::Latest || preference.order == Order::Highest;
      return most ? x > y : x < y;
    }
    return a < b;
  };
  return *std::min_element(rows.begin(), rows.end(), better);
}

AccountMatcher::Found AccountMatcher::find(std::uint32_t match, std::span<const Slot> values) const {
  const Index& index = indexes_[match];
  const MatchInfo& info = *index.info;
  const TableInfo& table = desk_->chunk().tables[info.table];
  Found found;
  for (std::size_t k = 0; k < info.keys.size() && found.row < 0; ++k) {
    const MatchInfo::Key& key = info.keys[k];
    const Slot value = values[k];
    if (isMissing(value)) continue;
    if (!isTextual(table.columns[key.column].type.kind)) {
      const auto rows = index.keys[k].by_slot.find(value);
      if (rows != index.keys[k].by_slot.end()) found.row = preferred(match, rows->second);
    } else if (key.similar > 0) {
      std::vector<std::uint32_t> rows;
      for (const SimilarNames::Hit& hit : index.keys[k].similar.best(textOf(value)->foldedText(), key.similar)) {
        rows.push_back(hit.id);
        found.similarity = hit.similarity;
      }
      if (!rows.empty()) found.row = preferred(match, rows);
    } else {
      const std::string text = key.normalised ? normalisedName(textOf(value)->rawText()) : std::string(textOf(value)->foldedText());
      const auto rows = index.keys[k].by_text.find(text);
      if (!text.empty() && rows != index.keys[k].by_text.end()) found.row = preferred(match, rows->second);
    }
    if (found.row >= 0) found.key = static_cast<std::int32_t>(k);
  }
  if (found.row < 0 || info.parent == bytecode::kAny) return found;
  const Slot parent = cell(match, found.row, info.parent);
  const vm::LiveTable* live = tables_ ? tables_->table(info.table) : nullptr;
  if (!isMissing(parent)) found.parent = live != nullptr ? live->find(parent) : desk_->program().tableRow(info.table, parent);
  return found;
}

bool AccountMatcher::fill(vm::Machine& machine) const {
  std::vector<Found> found(indexes_.size());
  std::vector<Slot> values;
  for (std::uint32_t match = 0; match < indexes_.size(); ++match) {
    values.clear();
    for (const MatchInfo::Key& key : indexes_[match].info->keys) values.push_back(machine.run(static_cast<std::uint32_t>(key.value.index)));
    found[match] = find(match, values);
  }
  bool changed = false;
  for (const ContextInfo& context : desk_->chunk().workflow.context) {
    Slot slot = kMissing;
    switch (context.kind) {
      case ContextKind::AccountKnown: slot = found[context.index].row >= 0; break;
      case ContextKind::AccountColumn: slot = cell(context.index, found[context.index].row, context.part); break;
      case ContextKind::AccountParentColumn: slot = cell(context.index, found[context.index].parent, context.part); break;
      default: continue;
    }
    changed = changed || machine.reg(context.reg) != slot;
    machine.setReg(context.reg, slot);
  }
  return changed;
}

}  // namespace leadflow::decide
