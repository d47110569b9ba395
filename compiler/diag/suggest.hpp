// "did you mean": the nearest known name to a misspelt one.
//
//     unknown field `compny_size`   help: did you mean `company_size`?
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace leadflow::diag {

/// The candidate nearest to `word`, or empty when none is near enough (a third of its length, at least one letter).
std::string_view suggest(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace leadflow::diag
