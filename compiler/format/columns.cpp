#include "compiler/format/columns.hpp"

#include <algorithm>
#include <string_view>

#include "compiler/diag/text_width.hpp"

namespace leadflow::format {
namespace {
constexpr int longest_pad = 40;
constexpr int pair_outlier = 20;  // of two rows neither is the rule
}

int displayWidth(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; })) return static_cast<int>(text.size());
  return diag::measureLine(text).width;
}

int commonStart(std::vector<int> starts, int outlier) {
  std::sort(starts.begin(), starts.end());
  const int middle = starts[(starts.size() - 1) / 2];
  std::size_t count = starts.size();
  while (count > 1 && starts[count - 1] > middle + longest_pad) --count;
  if (count == 2 && starts[1] - starts[0] > pair_outlier && outlier < longest_pad) count = 1;
  // A few rows may stand out; when many do, they are the rule.
  std::size_t may_drop = std::max<std::size_t>(1, starts.size() / 4);
  while (count >= 3 && may_drop > 0) {
    // The highest gap that has no more than `may_drop` rows above it.
    std::size_t keep = count;
    for (std::size_t above = 1; above <= may_drop && above < count; ++above)
      if (starts[count - above] - starts[count - above - 1] > outlier) keep = count - above;
    if (keep == count) break;
    may_drop -= count - keep;
    count = keep;
  }
  return starts[count - 1];
}

void alignRows(const std::vector<Row*>& rows, int first_outlier, int later_outlier) {
  struct Progress {
    Row* row;
    std::size_t next;
    int width;
  };
  std::vector<Progress> progress;
  progress.reserve(rows.size());
  int last_column = 0;
  for (Row* row : rows) {
    row->text = row->pieces.front().text;
    progress.push_back({row, 1, displayWidth(row->text)});
    last_column = std::max(last_column, row->pieces.back().column);
  }
  for (int column = 1; column <= last_column; ++column) {
    std::vector<int> starts;
    for (const Progress& at : progress)
      if (at.next < at.row->pieces.size() && at.row->pieces[at.next].column == column) starts.push_back(at.width + at.row->pieces[at.next].gap);
    if (starts.empty()) continue;
    const int target = commonStart(starts, column == 1 ? first_outlier : later_outlier);
    for (Progress& at : progress) {
      if (at.next >= at.row->pieces.size() || at.row->pieces[at.next].column != column) continue;
      const int gap = at.row->pieces[at.next].gap;
      int pad = target - at.width;
      if (pad < gap || pad > 2 * longest_pad) pad = gap;
      at.row->text.append(static_cast<std::size_t>(pad), ' ');
      at.width += pad;
      if (column == 1) at.row->column_start = target;
      const std::string& text = at.row->pieces[at.next].text;
      at.row->text += text;
      at.width += displayWidth(text);
      ++at.next;
    }
  }
}

}  // namespace leadflow::format
