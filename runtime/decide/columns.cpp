#include "runtime/decide/columns.hpp"

#include <utf8proc.h>

#include <algorithm>

#include "runtime/value/rim_text.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::decide {

namespace {

constexpr std::size_t kNarrowest = 14;  // a column is not squeezed below this
constexpr std::size_t kGap = 2;

std::size_t widthOf(char32_t code) {
  const int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(code));
  return width < 0 ? 0 : static_cast<std::size_t>(width);
}

/// Breaks at blanks; a word longer than the width is cut.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t used = 0;
  const auto flush = [&] {
    while (!line.empty() && line.back() == ' ') line.pop_back();
    lines.push_back(std::move(line));
    line.clear();
    used = 0;
  };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && text[end] != ' ') ++end;
    const std::string_view word = text.substr(at, end - at);
    const std::size_t size = shownWidth(word);
    if (used > 0 && used + size > width) flush();
    if (size > width) {
      for (std::size_t i = 0; i < word.size();) {
        const std::size_t begin = i;
        const std::size_t one = widthOf(decodeUtf8(word, i));
        if (used + one > width && used > 0) flush();
        line += word.substr(begin, i - begin);
        used += one;
      }
    } else {
      line += word;
      used += size;
    }
    at = end;
    while (at < text.size() && text[at] == ' ') {
      if (used > 0) {
        line += ' ';
        ++used;
      }
      ++at;
    }
  }
  if (!line.empty() || lines.empty()) flush();
  return lines;
}

}  // namespace

std::size_t shownWidth(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) width += widthOf(decodeUtf8(text, at));
  return width;
}

std::string shownText(std::string_view text) { return terminalText(oneLine(text), false); }

std::string clippedTo(std::string_view text, std::size_t width) {
  if (shownWidth(text) <= width) return std::string(text);
  std::string out;
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const std::size_t one = widthOf(decodeUtf8(text, at));
    if (used + one + 1 > width) break;
    out += text.substr(begin, at - begin);
    used += one;
  }
  return out + "…";
}

void appendStyled(std::string& out, std::string_view text, Style style, bool colour) {
  static constexpr std::string_view kCodes[] = {"", "\x1b[1m", "\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[2m"};
  if (!colour || style == Style::Plain || text.empty()) {
    out += text;
    return;
  }
  out += kCodes[static_cast<std::size_t>(style)];
  out += text;
  out += "\x1b[0m";
}

void appendColumns(std::string& out, std::vector<std::vector<Cell>> rows, std::size_t indent, std::size_t width, bool colour) {
  for (auto& row : rows)
    for (Cell& cell : row) cell.text = shownText(cell.text);
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    if (row.size() > widths.size()) widths.resize(row.size(), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], shownWidth(row[i].text));
  }
  const auto total = [&] {
    std::size_t sum = indent;
    for (std::size_t i = 0; i < widths.size(); ++i) sum += widths[i] + (i > 0 ? kGap : 0);
    return sum;
  };
  for (std::size_t sum = total(); sum > width; sum = total()) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (widest == widths.end() || *widest <= kNarrowest) break;
    // Down to the second widest or as far as needed, whichever comes first: a column at a time would take long.
    std::size_t second = kNarrowest;
    for (auto other = widths.begin(); other != widths.end(); ++other)
      if (other != widest && *other < *widest) second = std::max(second, *other);
    const std::size_t enough = *widest - std::min(*widest, sum - width);
    *widest = std::max({kNarrowest, enough, std::min(second, *widest - 1)});
  }
  for (const auto& row : rows) {
    std::vector<std::vector<std::string>> lines;
    std::size_t height = 1;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t room = std::max<std::size_t>(widths[i], 1);
      lines.push_back(row[i].rule ? std::vector<std::string>{row[i].text.substr(0, room)} : wrapped(row[i].text, room));
      height = std::max(height, lines.back().size());
    }
    for (std::size_t l = 0; l < height; ++l) {
      std::string line(indent, ' ');
      std::size_t owed = 0;  // blanks that only come when something follows them
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string text = l < lines[i].size() ? lines[i][l] : std::string();
        const std::size_t rest = widths[i] - std::min(widths[i], shownWidth(text));
        if (i > 0) owed += kGap;
        if (text.empty()) {
          owed += widths[i];
          continue;
        }
        line.append(owed + (row[i].right ? rest : 0), ' ');
        appendStyled(line, text, row[i].style, colour);
        owed = row[i].right ? 0 : rest;
      }
      out += line;
      out += '\n';
    }
  }
}

}  // namespace leadflow::decide
