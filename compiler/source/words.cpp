#include "compiler/source/words.hpp"

namespace leadflow {

std::string wordsOf(std::string_view source) {
  std::string out;
  bool gap = false;
  char inside = 0;   // of a text or a pattern: what ends it
  for (std::size_t i = 0; i < source.size(); ++i) {
    const char c = source[i];
    if (inside == 0 && c == '#') {
      const std::size_t end = source.find('\n', i);
      if (end == std::string_view::npos) break;
      i = end;
      gap = true;
      continue;
    }
    if (inside == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
      gap = true;
      continue;
    }
    const bool pattern = c == '/' && (out.ends_with(" matches") || out == "matches");
    if (gap && !out.empty()) out += ' ';
    gap = false;
    out += c;
    if (inside != 0) {
      if (c == '\\' && i + 1 < source.size()) out += source[++i];
      else if (c == inside) inside = 0;
    } else if (c == '"' || pattern) {
      inside = c;
    }
  }
  return out;
}

}  // namespace leadflow
