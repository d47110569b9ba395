#include "compiler/parse/mistake.hpp"

#include "compiler/diag/suggest.hpp"
#include "grammar/lexical.hpp"

namespace leadflow::parse {
namespace {

using diag::Code;
using grammar::isBlank;
using grammar::isDigit;
using grammar::isNamePart;
using grammar::isNameStart;
using grammar::WordClass;

const std::vector<std::string_view>& units() {
  static const std::vector<std::string_view> list{"seconds", "second", "minutes", "minute", "hours", "hour", "days", "day", "weeks", "week", "business"};
  return list;
}

std::vector<std::string_view> split(std::string_view words) {
  std::vector<std::string_view> list;
  while (!words.empty()) {
    const std::size_t space = words.find(' ');
    list.push_back(words.substr(0, space));
    if (space == std::string_view::npos) break;
    words.remove_prefix(space + 1);
  }
  return list;
}

std::vector<std::string_view> declarationWords() {
  std::vector<std::string_view> list;
#define LEADFLOW_KEYWORD(text, kind) \
  if (WordClass::kind == WordClass::Declaration || WordClass::kind == WordClass::Later) list.push_back(text);
#include "grammar/keywords.def"
#undef LEADFLOW_KEYWORD
  return list;
}

std::string quote(std::string_view text) { return "`" + std::string(text) + "`"; }

struct Found {
  std::uint32_t begin, end;
  std::string_view word;  ///< empty when no word stands there
  bool line_end = false;
};

/// What stands at the mistake; at a line's end, the place right after its last character.
Found look(const Tape& tape, std::uint32_t at) {
  const std::string& text = tape.layout.text;
  std::uint32_t begin = at;
  while (begin < text.size() && isBlank(text[begin])) ++begin;
  const bool ended = begin >= tape.source.size() || text[begin] == '\n' || text[begin] == grammar::missing_brace;
  if (ended) {
    std::uint32_t end = begin < tape.source.size() ? begin : static_cast<std::uint32_t>(tape.source.size());
    while (end > 0 && (isBlank(text[end - 1]) || text[end - 1] == '\n')) --end;
    return {end, end, {}, true};
  }
  std::uint32_t end = begin;
  while (end < text.size() && isNamePart(text[end])) ++end;
  if (end > begin) {
    if (!isNameStart(text[begin])) {
      while (end < text.size() && (isNamePart(text[end]) || (text[end] == '.' && end + 1 < text.size() && isNamePart(text[end + 1])))) ++end;
      return {begin, end, {}, false};
    }
    return {begin, end, tape.source.substr(begin, end - begin), false};
  }
  end = begin + 1;
  for (const std::string_view sign : {"->", "==", "!=", "<=", ">=", "&&", "||", "..", "??"})
    if (std::string_view(text).substr(begin, 2) == sign) return {begin, begin + 2, {}, false};
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) ++end;
  return {begin, end, {}, false};
}

bool numberBefore(const Tape& tape, std::uint32_t at) {
  const std::string& text = tape.layout.text;
  std::uint32_t p = at;
  while (p > 0 && isBlank(text[p - 1])) --p;
  const std::uint32_t end = p;
  while (p > 0 && (isNamePart(text[p - 1]) || text[p - 1] == '.')) --p;
  return p < end && isDigit(text[p]);
}

bool beginsValue(const Tape& tape, const Found& found) {
  if (!found.word.empty()) return !grammar::isReserved(found.word);
  const char c = tape.layout.text[found.begin];
  return isDigit(c) || c == '"';
}

}  // namespace

void reportMistake(Tape& tape, const Mistake& mistake, std::uint32_t statement) {
  diag::Diagnostics& diags = *tape.diags;
  const Found found = look(tape, mistake.at);
  const Span span = tape.span(found.begin, found.end);
  const std::string_view here = tape.source.substr(found.begin, found.end - found.begin);
  Code code = diag::findCode(mistake.code);
  if (code == Code::Count_) code = Code::UnexpectedText;
  std::string title = mistake.text;
  const std::vector<std::string_view> words = split(mistake.words);
  std::string_view near = found.word.empty() ? std::string_view{} : diag::suggest(found.word, words);
  if (near == found.word) near = {};
  if (code == Code::BadWeekday && near.empty())
    for (const std::string_view day : words)  // `monday`, `Mon`
      if (found.word.size() >= 3 && (found.word[0] | 0x20) == day[0] && found.word.substr(1, 2) == day.substr(1)) near = day;

  const bool wants_value = code == Code::MissingValue || code == Code::MissingCondition || code == Code::MissingDuration;
  if (!found.line_end && wants_value && isDigit(tape.layout.text[found.begin])) {
    diags.report(Code::BadNumber, span, quote(here) + " is not a number").withHelp("numbers look like `42`, `1_000`, `3.5`, `50k` or `15%`; names begin with a letter");
    return;
  }
  if (wants_value && !found.line_end && here == "/") {
    diags.report(Code::UnclosedPattern, span, "this pattern has no closing `/`");
    return;
  }
  const bool may_end = code == Code::MissingLineEnd || code == Code::MissingComma || code == Code::MissingWhen || code == Code::UnexpectedText ||
                       code == Code::MissingTarget || code == Code::MisspeltWord || code == Code::UnclosedList || code == Code::UnclosedParenthesis;
  if (code == Code::BadDurationUnit || (near.empty() && !found.word.empty() && may_end && numberBefore(tape, found.begin))) {
    const std::string_view unit = found.word.empty() ? std::string_view{} : diag::suggest(found.word, units());
    if (!unit.empty() && unit != found.word) {
      diags.report(Code::BadDurationUnit, span, quote(here) + " is not a unit of time").withHelp("did you mean " + quote(unit) + "?").edit(span, std::string(unit));
      return;
    }
  }
  if (code == Code::UnknownDeclaration) {
    if (found.word.empty()) {
      diags.report(Code::UnexpectedText, span, "expected a declaration such as `lead`, `score` or `route`").at(found.line_end ? "" : "found " + quote(here));
      return;
    }
    diag::Diagnostic& d = diags.report(code, span, quote(here) + " opens no declaration");
    if (const std::string_view meant = diag::suggest(found.word, declarationWords()); !meant.empty())
      d.withHelp("did you mean " + quote(meant) + "?").edit(span, std::string(meant));
    else
      d.withHelp("a line at the top begins with `lead`, `score`, `pool`, `route` or another such word");
    return;
  }
  if (code == Code::MissingName && !found.word.empty() && grammar::isReserved(found.word) && found.begin != statement) {
    diags.report(Code::WordAsName, span, quote(here) + " is a word of the language and cannot be a name").withHelp(title);
    return;
  }
  if (code == Code::MissingName && found.begin == statement && !found.word.empty() && grammar::isReserved(found.word)) {
    const std::uint32_t after = look(tape, found.end).begin;
    const std::string_view next = look(tape, found.end).word;
    if (after > found.end && !next.empty() && title.find("a field") != std::string::npos) {
      diags.report(Code::WordAsName, span, quote(here) + " is a word of the language and cannot be a name").withHelp(title);
      return;
    }
  }
  if (code == Code::MissingLineEnd && grammar::isReserved(found.word) && title.find("this field") != std::string::npos &&
      tape.source.substr(statement, found.begin - statement).find('\n') != std::string_view::npos) {
    diags.report(Code::WordAsName, span, quote(here) + " is a word of the language and cannot be a name").withHelp("give the field another name");
    return;
  }
  if (code == Code::UnclosedList && !found.line_end && beginsValue(tape, found)) {
    diags.report(Code::MissingComma, span, "expected a comma before " + quote(here)).withHelp("write `,` between the items").edit(tape.span(found.begin, found.begin), ", ");
    return;
  }
  if (code == Code::MissingLineEnd && near.empty() && !found.word.empty() && title.find("this field") != std::string::npos) {
    const std::string_view so_far = tape.source.substr(statement, found.begin - statement);
    if (so_far.find(" of ") != std::string_view::npos && grammar::wordClass(found.word) == WordClass::Name) {
      diags.report(Code::MissingComma, span, "expected a comma before " + quote(here)).withHelp("write `,` between the values").edit(tape.span(found.begin, found.begin), ", ");
      return;
    }
  }
  if (!near.empty() && (code == Code::MissingLineEnd || code == Code::UnexpectedText)) {
    code = Code::MisspeltWord;
    title = quote(here) + " has no meaning here";
  }
  diag::Diagnostic& d = diags.report(code, span, std::move(title));
  d.at(found.line_end ? "the line ends here" : "found " + quote(here));
  if (!near.empty()) {
    d.withHelp("did you mean " + quote(near) + "?").edit(span, std::string(near));
  } else if (code == Code::MissingLineEnd) {
    const bool joined = tape.source.substr(statement, found.begin - statement).find('\n') != std::string_view::npos;
    if (joined && grammar::wordClass(found.word) != WordClass::Name)
      d.withHelp("a line that begins with " + quote(here) + " goes on with the line before; end that line with `;`");
    else
      d.withHelp("two statements on one line need `;` between them");
  } else if (code == Code::MissingComma) {
    d.withHelp("write `,` before it").edit(tape.span(found.begin, found.begin), ", ");
  }
}

}  // namespace leadflow::parse
