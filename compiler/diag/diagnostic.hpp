// A diagnostic is a value: a code, one title, labelled spans, notes, help and the edit that an editor could apply.
// Renderers turn it into text for people or JSON for machines; nothing else prints.
//
//     error[LF0301]: cannot compare an amount of money with a plain number      <- code, title
//       ┌─ inbound.leadflow:41:10
//     41│   +20 when revenue > 500k
//       │            ------- ^ ---- a number, without a currency                <- labels; the primary one is ^^^
//       = money compares only with money of the same currency                   <- note
//       help: write the currency: `500k USD`                                     <- help (+ edits)
//
// Titles: lower case, no final stop, the user's text in backticks, no compiler vocabulary.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/source/span.hpp"

namespace leadflow::diag {

enum class Severity : std::uint8_t { Note, Warning, Error };

/// Every code of codes.def, `Code::MoneyWithNumber` and so on.
enum class Code : std::uint16_t {
#define LEADFLOW_CODE(name, number, kebab, severity, summary) name,
#include "compiler/diag/codes.def"
#undef LEADFLOW_CODE
  Count_
};

struct CodeInfo {
  std::string_view name;     ///< LF0301
  std::string_view kebab;    ///< money-with-number
  Severity severity;
  std::string_view summary;  ///< one sentence, for --explain and the index of pages
};
const CodeInfo& info(Code code);
/// By number (`LF0301`) or kebab name; Count_ when there is none.
Code findCode(std::string_view text);

struct Label {
  Span span;
  std::string text;
};
struct Edit {
  Span span;  ///< replaced by `text`; an empty span inserts
  std::string text;
};

struct Diagnostic {
  Code code;
  Severity severity;
  std::string title;
  Span primary;
  std::string primary_text;  ///< may be empty
  std::vector<Label> labels;
  std::vector<std::string> notes;
  std::string help;
  std::vector<Edit> edits;

  Diagnostic& at(std::string text) { primary_text = std::move(text); return *this; }
  Diagnostic& label(Span span, std::string text) { labels.push_back({span, std::move(text)}); return *this; }
  Diagnostic& note(std::string text) { notes.push_back(std::move(text)); return *this; }
  Diagnostic& withHelp(std::string text) { help = std::move(text); return *this; }
  Diagnostic& edit(Span span, std::string text) { edits.push_back({span, std::move(text)}); return *this; }
};

/// Collects the findings of one compilation, in the order found; `sorted` gives them by place.
class Diagnostics {
 public:
  /// Severity as the code's row says. The reference is valid until the next report.
  Diagnostic& report(Code code, Span primary, std::string title);
  /// A code that weighs more, or less, where it stands.
  Diagnostic& report(Code code, Severity severity, Span primary, std::string title);
  bool hasErrors() const { return errors_ != 0; }
  std::size_t errorCount() const { return errors_; }
  const std::vector<Diagnostic>& all() const { return list_; }
  std::vector<Diagnostic>& all() { return list_; }
  std::vector<Diagnostic> sorted() const;

 private:
  std::vector<Diagnostic> list_;
  std::size_t errors_ = 0;
};

}  // namespace leadflow::diag
