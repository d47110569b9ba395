// The line rules of the language, applied before the grammar reads: which line ends end a statement, where comments are,
// whether braces balance, whether the text is text at all.
//
//     emea when country in emea      # the comment and this line end become blanks,
//          -> round robin sdr_emea   # because a line that begins with `->` goes on with the one before
//
// The prepared text has the same length and offsets as the source (one '\x01' may follow it), so that spans need no map.
// Everything here is one walk over the text; a second walk, which guesses by indentation where a brace is missing, is
// made only for a file whose braces don't balance.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/syntax/declaration.hpp"

namespace leadflow::parse {

inline constexpr std::size_t max_nesting = 200;

/// A `##` line: its place and its words.
struct DocLine {
  std::uint32_t begin = 0, end = 0;
  std::string text;
};

struct Layout {
  std::string text;                           ///< as the grammar reads it
  std::vector<DocLine> docs;                  ///< in order
  std::vector<syntax::Allow> allows;
  std::vector<std::uint32_t> unclosed_texts;  ///< offsets of their quotes: already reported
  bool readable = true;                       ///< false: not text, or nested too deep; nothing more is read
};

/// Offsets in the result count from 0; reported spans from `base`.
Layout layOut(std::string_view source, std::uint32_t base, diag::Diagnostics& diags);

}  // namespace leadflow::parse
