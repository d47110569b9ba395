#include "tools/cli/column_list.hpp"

#include <algorithm>

namespace leadflow::cli {

namespace {

constexpr const char* kBlanks = " \t\r\n";

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  return begin == std::string::npos ? std::string() : text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

bool isName(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-' || c == ' ';
  });
}

/// Pieces between top-level commas. Quotes keep what stands in them; `matches /…/` too, where a comma may stand in the pattern.
std::vector<std::string> pieces(const std::string& list) {
  std::vector<std::string> out(1);
  int depth = 0;
  bool quoted = false, pattern = false;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const char c = list[i];
    if ((quoted || pattern) && c == '\\' && i + 1 < list.size()) {
      out.back() += c;
      out.back() += list[++i];
      continue;
    }
    if (quoted) {
      quoted = c != '"';
    } else if (pattern) {
      pattern = c != '/';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '/') {
      const std::string before = trimmed(out.back());
      pattern = before.size() >= 7 && before.compare(before.size() - 7, 7, "matches") == 0;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      --depth;
    } else if (c == ',' && depth <= 0) {
      out.emplace_back();
      continue;
    }
    out.back() += c;
  }
  return out;
}

}  // namespace

bool splitColumns(const std::string& list, std::vector<GivenExpression>& columns, std::string& error) {
  std::size_t from = 0;   // of the piece within the list
  for (const std::string& piece : pieces(list)) {
    const std::size_t begins = from;
    from += piece.size() + 1;
    const std::string text = trimmed(piece);
    if (text.empty()) {
      error = "`--columns` has an empty column";
      return false;
    }
    const std::size_t equals = piece.find('=');
    const bool named = equals != std::string::npos && piece.find_first_not_of(kBlanks, equals + 1) != std::string::npos && piece[equals + 1] != '=' && isName(trimmed(piece.substr(0, equals)));
    if (!named && !isName(text)) {
      error = "the column `" + text + "` has no name";
      return false;
    }
    const std::size_t first = piece.find_first_not_of(kBlanks, named ? equals + 1 : 0), last = piece.find_last_not_of(kBlanks);
    std::string name = named ? trimmed(piece.substr(0, equals)) : text;
    if (std::any_of(columns.begin(), columns.end(), [&](const GivenExpression& other) { return other.name == name; })) {
      error = "two columns are called `" + name + "`";
      return false;
    }
    columns.push_back({std::move(name), "--columns", list, begins + first, begins + last + 1});
  }
  return true;
}

}  // namespace leadflow::cli
