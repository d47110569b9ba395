// Reads what the tests need out of a module's text, without the compiler: lists, decision rows, declared names.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/stdlib.hpp"

namespace leadflow::test {

struct Items {
  std::vector<std::string> items;
  bool quoted = false;
};

inline std::vector<std::string> linesOf(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    lines.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// `list name = [a, b]` and `list name = ["a", "b"]`, comments left out.
inline std::map<std::string, Items> listsOf(std::string_view module) {
  std::map<std::string, Items> lists;
  std::string current;
  for (std::string line : linesOf(*stdlib::moduleText(module))) {
    std::string_view rest = line;
    if (rest.starts_with("list ")) {
      const std::size_t end = rest.find(' ', 5);
      current = rest.substr(5, end - 5);
      lists[current];
      rest.remove_prefix(rest.find('[') + 1);
    }
    if (current.empty() || rest.find_first_not_of(' ') == std::string_view::npos || rest[rest.find_first_not_of(' ')] == '#') continue;
    Items& list = lists[current];
    for (std::size_t i = 0; i < rest.size();) {
      if (rest[i] == '"') {
        const std::size_t end = rest.find('"', i + 1);
        list.quoted = true;
        list.items.emplace_back(rest.substr(i + 1, end - i - 1));
        i = end + 1;
      } else if (rest[i] == ']') {
        current.clear();
        break;
      } else if (rest[i] >= 'A' && rest[i] <= 'Z') {
        list.items.emplace_back(rest.substr(i, 2));
        i += 2;
      } else {
        ++i;
      }
    }
  }
  return lists;
}

struct PatternRow {
  std::vector<std::string> patterns;  // RE2, with (?i) in front where the playbook says /i
  std::string output;
};

// The rows of a decision whose only input is `title matches`.
inline std::vector<PatternRow> patternRowsOf(std::string_view module, std::string_view decision) {
  std::vector<PatternRow> rows;
  bool inside = false;
  for (const std::string& line : linesOf(*stdlib::moduleText(module))) {
    if (line.starts_with("decision ")) inside = line.find(" " + std::string(decision) + " {") != std::string::npos;
    if (line == "}") inside = false;
    if (!inside || !line.starts_with("  | /")) continue;
    PatternRow row;
    std::size_t i = 4;
    while (line[i] == '/') {
      const std::size_t end = line.find('/', i + 1);
      const bool ignore_case = line[end + 1] == 'i';
      row.patterns.push_back((ignore_case ? "(?i)" : "") + line.substr(i + 1, end - i - 1));
      i = line.find_first_not_of(", ", end + 1 + ignore_case);
    }
    const std::size_t from = line.find_first_not_of("| ", i);
    row.output = line.substr(from, line.find_first_of(" |", from) - from);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace leadflow::test
