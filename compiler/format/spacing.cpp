#include "compiler/format/spacing.hpp"

#include <algorithm>
#include <iterator>

namespace leadflow::format {
namespace {

template <std::size_t Size>
bool among(const Word& word, const std::string_view (&list)[Size]) {
  return std::any_of(std::begin(list), std::end(list), [&](std::string_view wanted) { return word.is(wanted); });
}

constexpr std::string_view operators[] = {"=", "==", "!=", ">", ">=", "<", "<=", "->", "??", "|"};
constexpr std::string_view reserved[] = {"and", "or", "not", "in", "is", "when", "otherwise", "where", "require", "only", "per"};

bool opens(const Word& word) { return word.is("(") || word.is("["); }
bool closes(const Word& word) { return word.is(")") || word.is("]"); }
bool isSign(const Word& word) { return word.kind == WordKind::Mark && (word.text == "+" || word.text == "-"); }
bool isProduct(const Word& word) { return word.kind == WordKind::Mark && (word.text == "*" || word.text == "/"); }
bool isValue(const Word& word) {
  if (word.kind == WordKind::Mark) return closes(word) || word.is("}");
  return !among(word, reserved);
}
bool hasClock(const Word& word) { return word.kind == WordKind::Number && word.text.find(':') != std::string_view::npos; }

/// A sign or * / between two values that the author did not set as `a -5`.
bool isBinary(const Line& words, std::size_t index, bool in_cell) {
  const Word& word = words[index];
  if (in_cell || index == 0 || index + 1 >= words.size() || words[index + 1].kind == WordKind::Comment) return false;
  const Word& next = words[index + 1];
  if (!isSign(word) && !isProduct(word)) return false;
  if (!isValue(words[index - 1]) || (next.kind == WordKind::Mark && !opens(next))) return false;
  if (hasClock(words[index - 1]) && hasClock(next)) return false;  // 09:00-17:30
  return isProduct(word) || word.glued || !next.glued;
}

}  // namespace

bool blankBefore(const Line& words, std::size_t index, bool in_cell) {
  const Word& before = words[index - 1];
  const Word& word = words[index];
  const bool as_written = !word.glued;
  if (in_cell && (word.is("|") || before.is("|"))) return true;
  if (word.is(",") || word.is(";")) return false;
  if (before.is(",") || before.is(";")) return true;
  if (opens(before) || closes(word)) return false;
  if (before.is("{") && word.is("}")) return as_written;
  if (before.is("{") || word.is("{") || word.is("}")) return true;
  if (among(word, operators) || among(before, operators)) return true;
  if (isBinary(words, index, in_cell) || isBinary(words, index - 1, in_cell)) return true;
  if (opens(word)) return as_written || among(before, reserved);
  if (closes(before) && word.kind != WordKind::Mark) return true;
  if (before.is("}") && word.kind != WordKind::Mark) return true;
  return as_written;
}

}  // namespace leadflow::format
