// Comments that allow a finding.
//
//     # leadflow: allow unused-declaration because kept for the next quarter
//     list next_quarter = ["Retail"]
#pragma once
#include <vector>

#include "compiler/lint/lint.hpp"

namespace leadflow::lint {

class Suppressions {
 public:
  explicit Suppressions(const Facts& facts);
  /// Whether a comment allows the finding; marks the comment as used.
  bool allows(const diag::Diagnostic& finding);
  /// suppression-unused: comments that allowed nothing, name no lint, or give no reason.
  void reportUnused(diag::Diagnostics& diags) const;

 private:
  struct Allowed {
    const syntax::Allow* allow;
    diag::Code code;
    bool whole_file;
    Span covers;
    bool used = false;
  };
  std::vector<Allowed> list_;
};

}  // namespace leadflow::lint
