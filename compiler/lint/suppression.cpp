#include "compiler/lint/suppression.hpp"

#include <algorithm>

#include "compiler/diag/suggest.hpp"

namespace leadflow::lint {
namespace {

using diag::Code;

std::string_view withoutBlanks(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t\r");
  return begin == std::string_view::npos ? std::string_view{} : line.substr(begin);
}

/// The comment's own line and the statement below it: a whole declaration when one begins there, else that line.
Span coveredBy(const SourceMap& sources, const syntax::File& tree, const SourceFile& file, Span comment, bool& whole_file) {
  const Location at = sources.locate(comment.begin);
  const auto lineCount = static_cast<std::uint32_t>(file.line_starts.size());
  const auto begin = file.base + file.line_starts[at.line - 1];
  const bool alone = withoutBlanks(sources.line(file, at.line)).substr(0, 1) == "#";
  std::uint32_t line = at.line;
  if (alone) {
    do ++line;
    while (line <= lineCount && withoutBlanks(sources.line(file, line)).substr(0, 1) == "#");
    whole_file = line > lineCount || withoutBlanks(sources.line(file, line)).empty();
    if (whole_file) return {};
  }
  const auto start = file.base + file.line_starts[line - 1];
  Span covers{begin, static_cast<std::uint32_t>(start + sources.line(file, line).size())};
  for (const syntax::Declaration& declaration : tree.declarations)
    if (declaration.span.begin >= start && declaration.span.begin <= covers.end) covers.end = std::max(covers.end, declaration.span.end);
  return covers;
}

}  // namespace

Suppressions::Suppressions(const Facts& facts) {
  for (const auto& unit : facts.names.units()) {
    if (unit->is_std) continue;
    for (const syntax::Allow& allow : unit->tree.allows) {
      bool whole_file = false;
      Span covers = coveredBy(facts.sources, unit->tree, *unit->source, allow.span, whole_file);
      if (whole_file) covers = {unit->source->base, static_cast<std::uint32_t>(unit->source->base + unit->source->text.size())};
      list_.push_back({&allow, diag::findCode(allow.code), whole_file, covers});
    }
  }
}

bool Suppressions::allows(const diag::Diagnostic& finding) {
  bool any = false;
  for (Allowed& allowed : list_) {
    if (allowed.code != finding.code || allowed.allow->reason.empty()) continue;
    if (finding.primary.begin < allowed.covers.begin || finding.primary.begin > allowed.covers.end) continue;
    allowed.used = any = true;
  }
  return any;
}

void Suppressions::reportUnused(diag::Diagnostics& diags) const {
  for (const Allowed& allowed : list_) {
    if (allowed.used) continue;
    const std::string code = '`' + allowed.allow->code + '`';
    if (allowed.code == Code::Count_ || !isLint(allowed.code)) {
      auto& finding = diags.report(Code::SuppressionUnused, allowed.allow->span,
                                   allowed.code == Code::Count_ ? "there is no lint " + code : code + " is not a lint and cannot be allowed");
      std::vector<std::string_view> names;
      for (int i = 0; i < static_cast<int>(Code::Count_); ++i)
        if (isLint(static_cast<Code>(i))) names.push_back(diag::info(static_cast<Code>(i)).kebab);
      if (const std::string_view near = diag::suggest(allowed.allow->code, names); !near.empty()) finding.withHelp("did you mean `" + std::string(near) + "`?");
    } else if (allowed.allow->reason.empty()) {
      diags.report(Code::SuppressionUnused, allowed.allow->span, "this comment allows " + code + " without a reason, so it allows nothing")
          .withHelp("add why: `# leadflow: allow " + allowed.allow->code + " because …`");
    } else {
      diags.report(Code::SuppressionUnused, allowed.allow->span, "this comment allows " + code + ", which is not found " + (allowed.whole_file ? "in this file" : "here"))
          .withHelp("remove the comment");
    }
  }
}

}  // namespace leadflow::lint
