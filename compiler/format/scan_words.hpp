// The words of a playbook, line by line, as the formatter needs them: what may never be broken, and what stood glued.
//
//     email when title matches /vp/i   # who        Name Name Name Name Pattern Comment
//     hours 09:00-17:30                             Name Number Mark(glued) Number(glued)
//
// Scanning never fails: a text without its closing quote reaches to the end of its line, a byte that means nothing is a Name.
// INVARIANT: the words of a line, joined, are the line without its blanks (blanks inside texts, patterns, comments stay).
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace leadflow::format {

enum class WordKind : std::uint8_t { Name, Number, Text, Pattern, Mark, Comment };

struct Word {
  WordKind kind = WordKind::Name;
  bool glued = false;  ///< no blank stood before it on its line
  std::string_view text;

  bool is(std::string_view wanted) const { return kind != WordKind::Text && kind != WordKind::Comment && text == wanted; }
};

using Line = std::vector<Word>;  ///< a comment is always the last word

std::vector<Line> scanWords(std::string_view source);

}  // namespace leadflow::format
