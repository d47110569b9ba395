#include "runtime/decide/flat_rows.hpp"

#include <algorithm>

#include "runtime/decide/columns.hpp"
#include "runtime/value/rim_text.hpp"

namespace leadflow::decide {

namespace {

constexpr std::size_t kNarrowColumn = 4;

bool looksNumeric(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

}  // namespace

void appendCsvRow(std::string& out, std::span<const std::string> cells) {
  bool first = true;
  std::string guarded;
  for (const std::string& written : cells) {
    const bool safe = isPlain(written) && !looksLikeFormula(written);
    if (!safe) guarded = terminalText(spreadsheetText(written), false);
    const std::string& cell = safe ? written : guarded;
    if (!first) out += ',';
    first = false;
    // A record of one empty cell would be a blank line, which readers skip.
    if (cell.find_first_of(",\"\r\n") == std::string::npos && (cells.size() > 1 || !cell.empty())) {
      out += cell;
      continue;
    }
    out += '"';
    for (const char c : cell) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }
  out += "\r\n";
}

TableLayout::TableLayout(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows, std::size_t width) {
  for (const std::string& title : titles) widths_.push_back(shownWidth(shownText(title)));
  numeric_.assign(titles.size(), !rows.empty());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size() && i < widths_.size(); ++i) {
      widths_[i] = std::max(widths_[i], shownWidth(shownText(row[i])));
      if (!row[i].empty() && !looksNumeric(row[i])) numeric_[i] = false;
    }
  const auto total = [&] {
    std::size_t sum = 0;
    for (const std::size_t one : widths_) sum += one + 2;
    return widths_.empty() ? sum : sum - 2;
  };
  while (total() > width) {
    const auto widest = std::max_element(widths_.begin(), widths_.end());
    if (*widest > kNarrowColumn) {
      --*widest;
    } else if (widths_.size() > 1) {
      widths_.pop_back();
      ++hidden_;
    } else {
      break;
    }
  }
}

void TableLayout::append(std::string& out, const std::vector<std::string>& cells) const {
  std::string line;
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    const std::string text = clippedTo(i < cells.size() ? shownText(cells[i]) : std::string(), widths_[i]);
    const std::size_t rest = widths_[i] - std::min(widths_[i], shownWidth(text));
    if (i > 0) line += "  ";
    if (numeric_[i]) line.append(rest, ' ');
    line += text;
    if (!numeric_[i]) line.append(rest, ' ');
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  out += line;
  out += '\n';
}

void TableLayout::appendHeader(std::string& out, const std::vector<std::string>& titles) const {
  append(out, titles);
  std::vector<std::string> rules;
  for (const std::size_t width : widths_) rules.emplace_back(width, '-');
  append(out, rules);
}

void TableLayout::appendRow(std::string& out, const std::vector<std::string>& cells) const { append(out, cells); }

}  // namespace leadflow::decide
