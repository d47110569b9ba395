// The words of a piece of source text on one line, without its comments: what explanations and versions know it by.
//
//     n > 5      # big
//       and stage is Open        ->        n > 5 and stage is Open
#pragma once
#include <string>
#include <string_view>

namespace leadflow {

/// White space and comments made single spaces; texts in quotes and patterns keep their `#`.
std::string wordsOf(std::string_view source);

}  // namespace leadflow
