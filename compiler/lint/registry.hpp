// The lints of registry.def as functions.
#pragma once
#include "compiler/lint/lint.hpp"

namespace leadflow::lint {

#define LEADFLOW_LINT(code, function) void function(const Facts& facts, diag::Diagnostics& diags);
#include "compiler/lint/registry.def"
#undef LEADFLOW_LINT

}  // namespace leadflow::lint
