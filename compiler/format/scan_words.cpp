#include "compiler/format/scan_words.hpp"

#include <algorithm>

namespace leadflow::format {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isBlank(char c) { return c == ' ' || c == '\t'; }

constexpr std::string_view marks = "{}()[],;=<>+-*/|.:?!";

/// Everything that is neither blank nor a mark nor the beginning of a text or comment belongs to names.
bool isNameByte(char c) { return !isBlank(c) && c != '"' && c != '#' && marks.find(c) == std::string_view::npos; }

class LineScanner {
 public:
  explicit LineScanner(std::string_view line) : line_(line) {}

  Line scan() {
    Line words;
    while (at_ < line_.size()) {
      const std::size_t before = at_;
      while (at_ < line_.size() && isBlank(line_[at_])) ++at_;
      if (at_ == line_.size()) break;
      const std::size_t begin = at_;
      const WordKind kind = next();
      words.push_back({kind, begin == before && begin != 0, line_.substr(begin, at_ - begin)});
      const bool row = words.front().is("|");  // there a pattern may stand alone in its cell
      if (kind != WordKind::Comment) after_matches_ = words.back().is("matches") || (row && (words.back().is("|") || words.back().is(",")));
    }
    return words;
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < line_.size() ? line_[at_ + ahead] : '\0'; }

  WordKind next() {
    const char c = peek();
    if (c == '#') return at_ = line_.size(), WordKind::Comment;
    if (c == '"') return text(), WordKind::Text;
    if (c == '/' && after_matches_ && pattern()) return WordKind::Pattern;
    if (isDigit(c)) return number(), WordKind::Number;
    if (marks.find(c) != std::string_view::npos) return mark(), WordKind::Mark;
    while (at_ < line_.size() && isNameByte(line_[at_])) ++at_;
    return WordKind::Name;
  }

  void text() {
    ++at_;
    while (at_ < line_.size() && line_[at_] != '"') at_ += line_[at_] == '\\' && at_ + 1 < line_.size() ? 2 : 1;
    if (at_ < line_.size()) ++at_;
  }

  bool pattern() {
    std::size_t end = at_ + 1;
    while (end < line_.size() && line_[end] != '/') end += line_[end] == '\\' && end + 1 < line_.size() ? 2 : 1;
    if (end >= line_.size()) return false;
    at_ = end + 1;
    while (at_ < line_.size() && isNameByte(line_[at_])) ++at_;
    return true;
  }

  /// The length of `-03-02` or `-3-2` here, or 0.
  std::size_t restOfDate() const {
    std::size_t length = 0;
    for (int part = 0; part < 2; ++part) {
      if (peek(length) != '-' || !isDigit(peek(length + 1))) return 0;
      length += isDigit(peek(length + 2)) ? 3 : 2;
    }
    return length;
  }

  /// 42, 1_000, 3.5, 50k, 15%, 09:30, 2026-03-02, 2026-03-02T10:00:00+02:00
  void number() {
    const std::size_t begin = at_;
    while (at_ < line_.size()) {
      const char c = line_[at_];
      const bool clock = line_.substr(begin, at_ - begin).find(':') != std::string_view::npos;
      if (c == ':' || c == '.') {
        if (!isDigit(peek(1))) return;
        ++at_;
      } else if (c == '-' && at_ - begin == 4 && restOfDate() > 0) {
        at_ += restOfDate();
      } else if ((c == '+' || c == '-') && clock && line_.substr(begin, at_ - begin).find('T') != std::string_view::npos && isDigit(peek(1))) {
        ++at_;
      } else if (isNameByte(c)) {
        ++at_;
      } else {
        return;
      }
    }
  }

  void mark() {
    static constexpr std::string_view pairs[] = {"->", ">=", "<=", "==", "!=", "??", ".."};
    const std::string_view two = line_.substr(at_, 2);
    at_ += std::find(std::begin(pairs), std::end(pairs), two) != std::end(pairs) ? 2 : 1;
  }

  std::string_view line_;
  std::size_t at_ = 0;
  bool after_matches_ = false;
};

}  // namespace

std::vector<Line> scanWords(std::string_view source) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < source.size();) {
    const std::size_t end = std::min(source.find('\n', at), source.size());
    std::string_view line = source.substr(at, end - at);
    while (!line.empty() && (isBlank(line.back()) || line.back() == '\r')) line.remove_suffix(1);
    lines.push_back(LineScanner(line).scan());
    at = end + 1;
  }
  return lines;
}

}  // namespace leadflow::format
