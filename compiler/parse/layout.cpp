#include "compiler/parse/layout.hpp"

#include <array>

#include "grammar/lexical.hpp"

namespace leadflow::parse {
namespace {

using diag::Code;
using grammar::isBlank;
using grammar::isNamePart;
using grammar::isNameStart;
using grammar::WordClass;
using grammar::wordClass;

template <std::size_t N>
bool oneOf(std::string_view word, const std::array<std::string_view, N>& words) {
  for (const std::string_view w : words)
    if (w == word) return true;
  return false;
}
constexpr std::array<std::string_view, 7> line_goes_on{"and", "or", "when", "otherwise", "because", "per", "reason"};
constexpr std::array<std::string_view, 8> wants_more{"and", "or", "not", "is", "in", "contains", "matches", "with"};

/// The offset of the first byte that is not UTF-8, or npos.
std::size_t invalidUtf8(std::string_view s) {
  std::size_t i = 0;
  while (i < s.size()) {
    const auto c = static_cast<unsigned char>(s[i]);
    if (c < 0x80) {
      ++i;
      continue;
    }
    int more = 0;
    std::uint32_t point = 0;
    if (c >= 0xC2 && c <= 0xDF) more = 1, point = c & 0x1Fu;
    else if (c >= 0xE0 && c <= 0xEF) more = 2, point = c & 0x0Fu;
    else if (c >= 0xF0 && c <= 0xF4) more = 3, point = c & 0x07u;
    else return i;
    if (i + static_cast<std::size_t>(more) >= s.size()) return i;
    for (int k = 1; k <= more; ++k) {
      const auto next = static_cast<unsigned char>(s[i + static_cast<std::size_t>(k)]);
      if ((next & 0xC0u) != 0x80u) return i;
      point = (point << 6u) | (next & 0x3Fu);
    }
    if ((more == 2 && point < 0x800) || (more == 3 && (point < 0x10000 || point > 0x10FFFF)) || (point >= 0xD800 && point <= 0xDFFF)) return i;
    i += static_cast<std::size_t>(more) + 1;
  }
  return std::string_view::npos;
}

struct Problem {
  Code code;
  std::size_t begin, end;
  std::string title, label, help;
};

class Walk {
 public:
  Walk(std::string_view source, std::uint32_t base, bool guess) : source_(source), base_(base), guess_(guess) { out_.text = source; }

  void run() {
    if (source_.substr(0, 3) == "\xEF\xBB\xBF") {
      out_.text.replace(0, 3, "   ");
      pos_ = line_start_ = 3;
    }
    while (pos_ < source_.size() && out_.readable) step();
    if (!out_.readable) return;
    if (!stack_.empty()) {
      unbalanced_ = true;
      closeEverything();
      out_.text += grammar::missing_brace;
    }
  }

  bool unbalanced() const { return unbalanced_; }
  std::vector<Problem>& problems() { return problems_; }
  Layout take() { return std::move(out_); }

 private:
  enum class Tail : std::uint8_t { Done, WantsMore, Fresh };  ///< Fresh: right after `{`, `;` or at the start
  struct Open {
    char bracket;
    std::size_t at;
    bool from_margin;
    bool when_begins;  ///< a block of `privacy` or `handoff`, where `when` begins a statement
  };

  bool inBrackets() const { return !stack_.empty() && stack_.back().bracket != '{'; }

  void step() {
    const char c = source_[pos_];
    if (isBlank(c)) {
      ++pos_;
    } else if (c == '\n') {
      lineEnd();
    } else if (c == '#') {
      comment();
    } else {
      if (!line_has_token_) firstOfLine();
      else if (tail_ == Tail::Fresh) beginStatement(wordHere());
      ++statement_length_;
      token(c);
      last_end_ = pos_;
    }
  }

  void beginStatement(std::string_view word) {
    statement_ = word;
    statement_length_ = 0;
  }
  /// Is the `{` here that of `privacy {` or `handoff NAME {`?
  bool whenBegins() const { return (statement_ == "privacy" && statement_length_ == 2) || (statement_ == "handoff" && statement_length_ == 3); }

  void lineEnd() {
    if (inBrackets() && !keep_line_end_) {
      out_.text[pos_] = ' ';
      joined_.push_back(pos_);
    } else if (tail_ == Tail::WantsMore && !keep_line_end_) {
      out_.text[pos_] = ' ';
    }
    ++pos_;
    line_start_ = pos_;
    line_has_token_ = line_is_row_ = keep_line_end_ = pattern_may_follow_ = false;
  }

  void comment() {
    std::size_t end = source_.find('\n', pos_);
    if (end == std::string_view::npos) end = source_.size();
    const std::string_view words = source_.substr(pos_, end - pos_);
    for (std::size_t i = pos_; i < end; ++i) out_.text[i] = ' ';
    if (words.substr(0, 2) == "##" && words.substr(0, 3) != "###") {
      if (!line_has_token_) {
        std::string_view text = words.substr(2);
        if (!text.empty() && text.front() == ' ') text.remove_prefix(1);
        while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
        out_.docs.push_back({static_cast<std::uint32_t>(pos_), static_cast<std::uint32_t>(end), std::string(text)});
      }
    } else {
      allowance(words);
    }
    pos_ = end;
  }

  /// # leadflow: allow CODE because REASON
  void allowance(std::string_view words) {
    auto trim = [](std::string_view s) {
      while (!s.empty() && isBlank(s.front())) s.remove_prefix(1);
      while (!s.empty() && isBlank(s.back())) s.remove_suffix(1);
      return s;
    };
    auto take = [&](std::string_view& s, std::string_view prefix) {
      s = trim(s);
      if (s.substr(0, prefix.size()) != prefix) return false;
      s = trim(s.substr(prefix.size()));
      return true;
    };
    std::string_view rest = words.substr(1);
    if (!take(rest, "leadflow:") || !take(rest, "allow ")) return;
    const std::size_t because = rest.find(" because ");
    syntax::Allow allow;
    allow.code = trim(rest.substr(0, because));
    if (because != std::string_view::npos) allow.reason = trim(rest.substr(because + 9));
    allow.span = {base_ + static_cast<std::uint32_t>(pos_), base_ + static_cast<std::uint32_t>(pos_ + words.size())};
    out_.allows.push_back(std::move(allow));
  }

  std::string_view wordHere() const {
    std::size_t end = pos_;
    while (end < source_.size() && isNamePart(source_[end])) ++end;
    return source_.substr(pos_, end - pos_);
  }

  void firstOfLine() {
    line_has_token_ = true;
    line_at_margin_ = pos_ == line_start_;
    const std::string_view word = wordHere();
    const bool begins = word == "when" && !stack_.empty() && stack_.back().when_begins;
    const bool goes_on = !begins && (oneOf(word, line_goes_on) || source_.substr(pos_, 2) == "->");
    if (tail_ == Tail::Fresh || (tail_ == Tail::Done && !goes_on && !inBrackets())) beginStatement(word);
    if (goes_on && tail_ != Tail::Fresh) {
      for (std::size_t i = last_end_; i < pos_; ++i)
        if (out_.text[i] == '\n') out_.text[i] = ' ';
    }
    line_is_row_ = source_[pos_] == '|';
    if (guess_ && line_at_margin_ && !stack_.empty() && stack_.front().from_margin && tail_ != Tail::WantsMore) {
      const WordClass kind = wordClass(word);
      if (kind == WordClass::Declaration || kind == WordClass::Later) {
        bool brace = false;
        for (const Open& open : stack_) brace = brace || open.bracket == '{';
        closeEverything();
        if (brace) out_.text[line_start_ - 1] = grammar::missing_brace;
      }
    }
  }

  /// Gives up on everything that is open, and says so for the innermost brace.
  void closeEverything() {
    for (std::size_t i = stack_.size(); i-- > 0;)
      if (stack_[i].bracket == '{') {
        problems_.push_back({Code::MissingBrace, stack_[i].at, stack_[i].at + 1, "this `{` is never closed", "opened here",
                             "write `}` where the block ends"});
        break;
      }
    for (const Open& open : stack_)
      if (open.bracket != '{') {
        separateAfter(open.at);
        break;
      }
    stack_.clear();
    tail_ = Tail::Fresh;
  }

  /// Line ends that an unclosed bracket had swallowed end statements again.
  void separateAfter(std::size_t at) {
    while (!joined_.empty() && joined_.back() > at) {
      out_.text[joined_.back()] = '\n';
      joined_.pop_back();
    }
  }

  void open(char c) {
    if (stack_.size() >= max_nesting) {
      problems_.push_back({Code::NestingTooDeep, pos_, pos_ + 1, "brackets are nested more than 200 deep", "",
                           "give the inner part a name of its own, as a derived field"});
      out_.readable = false;
      return;
    }
    stack_.push_back({c, pos_, line_at_margin_, c == '{' && whenBegins()});
    tail_ = c == '{' ? Tail::Fresh : Tail::Done;
  }

  void close(char c) {
    const char opener = c == '}' ? '{' : c == ')' ? '(' : '[';
    tail_ = Tail::Done;
    if (c == '}') {
      while (inBrackets()) {
        separateAfter(stack_.back().at);
        stack_.pop_back();
      }
      if (stack_.empty()) {
        problems_.push_back({Code::StrayBrace, pos_, pos_ + 1, "this `}` closes nothing", "", "take it out, or write the `{` that it closes"});
        out_.text[pos_] = '\n';
        return;
      }
    } else if (stack_.empty() || stack_.back().bracket != opener) {
      return;
    }
    stack_.pop_back();
    if (!inBrackets()) joined_.clear();
  }

  void token(char c) {
    const bool pattern = pattern_may_follow_;
    pattern_may_follow_ = false;
    switch (c) {
      case '{': case '(': case '[': open(c); ++pos_; return;
      case '}': case ')': case ']': close(c); ++pos_; return;
      case '"': text(); return;
      case ';': tail_ = Tail::Fresh; ++pos_; return;
      case ',': tail_ = Tail::WantsMore; pattern_may_follow_ = line_is_row_; ++pos_; return;
      case '|': tail_ = Tail::Done; pattern_may_follow_ = line_is_row_; ++pos_; return;
      case '/':
        if (pattern && patternHere()) return;
        [[fallthrough]];
      case '+': case '-': case '*': case '<': case '>': case '=': case '?': case '&':
        tail_ = Tail::WantsMore;
        ++pos_;
        return;
      case '\0':
        problems_.push_back({Code::NulByte, pos_, pos_ + 1, "the file holds a NUL byte", "", "save it as plain UTF-8 text"});
        out_.readable = false;
        return;
      default: break;
    }
    tail_ = Tail::Done;
    if (isNamePart(c)) {
      const std::string_view word = wordHere();
      if (oneOf(word, wants_more)) tail_ = Tail::WantsMore;
      pattern_may_follow_ = word == "matches";
      pos_ += word.size();
      return;
    }
    if (c == grammar::missing_brace) out_.text[pos_] = ' ';  // a control character of the source must not pass for ours
    ++pos_;
  }

  void text() {
    const std::size_t begin = pos_++;
    tail_ = Tail::Done;
    while (pos_ < source_.size()) {
      const char c = source_[pos_];
      if (c == '\n') break;
      if (c == '"') {
        ++pos_;
        return;
      }
      if (c == '\0') {
        token(c);
        return;
      }
      if (c == grammar::missing_brace) out_.text[pos_] = ' ';
      pos_ += c == '\\' && pos_ + 1 < source_.size() && source_[pos_ + 1] != '\n' ? 2 : 1;
    }
    std::size_t end = pos_;
    while (end > begin + 1 && isBlank(source_[end - 1])) --end;
    problems_.push_back({Code::UnclosedText, begin, end, "this text has no closing quote", "it begins here", "write `\"` where the text ends"});
    out_.unclosed_texts.push_back(static_cast<std::uint32_t>(begin));
    keep_line_end_ = true;
  }

  bool patternHere() {
    std::size_t end = pos_ + 1;
    while (end < source_.size() && source_[end] != '\n' && source_[end] != '/') end += source_[end] == '\\' && end + 1 < source_.size() && source_[end + 1] != '\n' ? 2 : 1;
    if (end < source_.size() && source_[end] == '/') {
      ++end;
      if (end < source_.size() && source_[end] == 'i') ++end;
    }
    pos_ = end;
    tail_ = Tail::Done;
    return true;
  }

  std::string_view source_;
  std::uint32_t base_;
  bool guess_;
  Layout out_;
  std::vector<Problem> problems_;
  std::vector<Open> stack_;
  std::string_view statement_;       ///< the first word of the statement that is being read
  int statement_length_ = 0;         ///< how many words and signs of it came so far, up to this one
  std::vector<std::size_t> joined_;  ///< line ends that brackets made blank
  std::size_t pos_ = 0, line_start_ = 0, last_end_ = 0;
  Tail tail_ = Tail::Fresh;
  bool line_has_token_ = false, line_at_margin_ = false, line_is_row_ = false, keep_line_end_ = false, pattern_may_follow_ = false;
  bool unbalanced_ = false;
};

}  // namespace

Layout layOut(std::string_view source, std::uint32_t base, diag::Diagnostics& diags) {
  auto span = [&](std::size_t begin, std::size_t end) {
    return Span{base + static_cast<std::uint32_t>(begin), base + static_cast<std::uint32_t>(end)};
  };
  if (const std::size_t bad = invalidUtf8(source); bad != std::string_view::npos) {
    diags.report(Code::InvalidUtf8, span(bad, bad + 1), "the file is not UTF-8 text from here on").withHelp("save it in the encoding UTF-8");
    Layout out;
    out.readable = false;
    return out;
  }
  Walk plain(source, base, false);
  plain.run();
  Walk guessing(source, base, true);
  Walk* chosen = &plain;
  if (plain.unbalanced()) {
    guessing.run();
    chosen = &guessing;
  }
  std::size_t said = 0;
  for (Problem& p : chosen->problems()) {
    if (++said > 100) {
      diags.report(Code::TooManyMistakes, span(p.begin, p.end), "reading stopped after 100 mistakes").withHelp("correct these first");
      Layout out;
      out.readable = false;
      return out;
    }
    diag::Diagnostic& d = diags.report(p.code, span(p.begin, p.end), std::move(p.title));
    if (!p.label.empty()) d.at(std::move(p.label));
    d.withHelp(std::move(p.help));
    if (p.code == Code::UnclosedText) d.edit(span(p.end, p.end), "\"");
    if (p.code == Code::StrayBrace) d.edit(span(p.begin, p.end), "");
  }
  return chosen->take();
}

}  // namespace leadflow::parse
