#include "compiler/diag/diagnostic.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace leadflow::diag {
namespace {

constexpr CodeInfo table[] = {
#define LEADFLOW_CODE(name, number, kebab, severity, summary) {number, kebab, Severity::severity, summary},
#include "compiler/diag/codes.def"
#undef LEADFLOW_CODE
};
static_assert(std::size(table) == static_cast<std::size_t>(Code::Count_));

constexpr CodeInfo nothing{"LF0000", "unknown-code", Severity::Error, "a code that this version does not know"};

}  // namespace

const CodeInfo& info(Code code) {
  const auto index = static_cast<std::size_t>(code);
  return index < std::size(table) ? table[index] : nothing;
}

Code findCode(std::string_view text) {
  for (std::size_t i = 0; i < std::size(table); ++i)
    if (table[i].name == text || table[i].kebab == text) return static_cast<Code>(i);
  return Code::Count_;
}

Diagnostic& Diagnostics::report(Code code, Span primary, std::string title) { return report(code, info(code).severity, primary, std::move(title)); }

Diagnostic& Diagnostics::report(Code code, Severity severity, Span primary, std::string title) {
  Diagnostic finding{};
  finding.code = code;
  finding.severity = severity;
  finding.title = std::move(title);
  finding.primary = primary;
  if (finding.severity == Severity::Error) ++errors_;
  return list_.emplace_back(std::move(finding));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> list = list_;
  std::stable_sort(list.begin(), list.end(), [](const Diagnostic& a, const Diagnostic& b) {
    if (a.primary.begin != b.primary.begin) return a.primary.begin < b.primary.begin;
    return a.primary.end < b.primary.end;
  });
  return list;
}

}  // namespace leadflow::diag
