#include "runtime/vm/live_table.hpp"

namespace leadflow::vm {

LiveTable::LiveTable(const bytecode::TableInfo& info, Arena arena, std::vector<Slot> cells)
    : width_(info.columns.size()), arena_(std::move(arena)), cells_(std::move(cells)) {
  if (info.key == bytecode::kAny) return;
  textual_ = isTextual(info.columns[info.key].type.kind);
  for (std::size_t row = 0; row < rows(); ++row) {
    const Slot key = cell(row, info.key);
    if (isMissing(key)) continue;
    const auto number = static_cast<std::uint32_t>(row);
    if (textual_) by_text_.emplace(textOf(key)->foldedText(), number);
    else by_slot_.emplace(key, number);
  }
}

std::int64_t LiveTable::find(Slot key) const {
  if (isMissing(key)) return -1;
  if (textual_) {
    const auto found = by_text_.find(textOf(key)->foldedText());
    return found == by_text_.end() ? -1 : static_cast<std::int64_t>(found->second);
  }
  const auto found = by_slot_.find(key);
  return found == by_slot_.end() ? -1 : static_cast<std::int64_t>(found->second);
}

}  // namespace leadflow::vm
