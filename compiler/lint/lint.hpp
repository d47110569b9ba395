// Lints: what a playbook says that its author can hardly mean. They look at the typed program after a clean check, one lint a
// file in rules/, listed in registry.def.
//
//     warning[LF0507]: no route chooses from the pool `sdr_apac`
//
// A finding is turned off by a comment with a reason, `# leadflow: allow pool-unused because the desk opens in May`:
// it covers the line it stands on and the statement on the next line; followed by a blank line, it covers the whole file.
#pragma once
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/resolve/names.hpp"
#include "compiler/source/source_map.hpp"
#include "compiler/types/program.hpp"

namespace leadflow::lint {

struct Facts {
  const typed::Program& program;
  const resolve::Names& names;           ///< who is used by whom, and the `allow` comments
  const SourceMap& sources;
  const std::vector<std::string>& lead_columns;  ///< header of a lead file, for unmapped-column; empty: not looked at
};

/// Runs every lint and adds what no comment allows to `diags`, in the order of the registry.
void runLints(const Facts& facts, diag::Diagnostics& diags);

/// Whether a code belongs to a lint: only those can be allowed.
bool isLint(diag::Code code);

}  // namespace leadflow::lint
