// Runs the lints, and takes away what a comment allows.
#include "compiler/lint/registry.hpp"

#include <algorithm>

#include "compiler/diag/suggest.hpp"
#include "compiler/lint/suppression.hpp"

namespace leadflow::lint {
namespace {

struct Row {
  diag::Code code;
  void (*run)(const Facts&, diag::Diagnostics&);
};
constexpr Row rows[] = {
#define LEADFLOW_LINT(code, function) {diag::Code::code, function},
#include "compiler/lint/registry.def"
#undef LEADFLOW_LINT
};

}  // namespace

bool isLint(diag::Code code) {
  return code == diag::Code::SuppressionUnused || std::any_of(std::begin(rows), std::end(rows), [&](const Row& row) { return row.code == code; });
}

void runLints(const Facts& facts, diag::Diagnostics& diags) {
  diag::Diagnostics found;
  for (const Row& row : rows) row.run(facts, found);
  Suppressions suppressions(facts);
  for (diag::Diagnostic& finding : found.all()) {
    if (suppressions.allows(finding)) continue;
    diags.report(finding.code, finding.primary, finding.title) = finding;
  }
  suppressions.reportUnused(diags);
}

}  // namespace leadflow::lint
