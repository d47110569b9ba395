// From "this rule failed here" to a finding in the user's words: what stands there, what it was probably meant to be, and
// the code that fits best.
//
//     +20 wen company_size > 500      LF0106 expected `when` or `per` after the points; did you mean `when`?
#pragma once
#include "compiler/parse/tape.hpp"

namespace leadflow::parse {

/// A rule that had to match and did not, as a row of grammar/expected.hpp says it.
struct Mistake {
  std::uint32_t at = 0;
  const char* code = nullptr;
  const char* text = nullptr;
  const char* words = "";
};

/// Reports `mistake`, made in the statement that begins at `statement`.
void reportMistake(Tape& tape, const Mistake& mistake, std::uint32_t statement);

}  // namespace leadflow::parse
