// Text to syntax tree. The only folder that instantiates PEGTL; rules live in grammar/, builders here as build_<noun>.
//
//     score fit { +20 when company_size > 500 }       a tree
//     score fit { +20 wen company_size > 500 }        LF01xx "expected `when` or `per` after the points", and the rest of the file is still read
//
// A mistake costs its statement: parsing goes on at the next line or the closing brace, so several are reported in one run.
#pragma once
#include "compiler/diag/diagnostic.hpp"
#include "compiler/source/source_map.hpp"
#include "compiler/syntax/declaration.hpp"

namespace leadflow::parse {

/// Reads one file. Always returns a tree, of whatever could be understood; errors are in `diags` (LF01xx, LF0004-6, LF09xx).
/// Nesting deeper than 200 is an error, not a crash.
syntax::File parseFile(const SourceFile& file, diag::Diagnostics& diags);

/// Reads one expression (--columns, cells of a decision file). Null after an error. `base` is the text's place in the map.
syntax::ExprPtr parseExpression(std::string_view text, std::uint32_t base, diag::Diagnostics& diags);

}  // namespace leadflow::parse
