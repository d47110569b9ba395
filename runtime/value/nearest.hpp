// "Did you mean": the candidate nearest to a misspelt word; and how similar two names are.
//
//     error: unknown field `idustry`               help: did you mean `industry`?
//     match account in accounts { similar name to company 90% }
#pragma once

#include <climits>
#include <cstddef>
#include <string_view>

#include "runtime/value/slot.hpp"

namespace leadflow {

// Damerau-Levenshtein distance (optimal string alignment) in code points: insert, delete, replace, swap neighbours
// cost 1. Texts of which one exceeds 256 code points are INT_MAX apart.
int editDistance(std::string_view a, std::string_view b);

// The same in quarters of an edit; a difference of case alone, or among space, `-` and `_`, costs one quarter.
int editCost(std::string_view a, std::string_view b);

// Quarters of an edit up to which a candidate still counts as near: a third of the word, at least one edit.
// A single letter has only its other case near it.
int nearestCutoff(std::string_view word);

// The index of the nearest candidate (first of equals), or -1 when none is near. A range of anything that converts to
// std::string_view.
template <class Range>
int nearest(std::string_view word, const Range& candidates) {
  int best = -1, index = 0, best_cost = nearestCutoff(word) + 1;
  for (const auto& candidate : candidates) {
    const int cost = editCost(word, std::string_view(candidate));
    if (cost < best_cost) best = index, best_cost = cost;
    ++index;
  }
  return best;
}

// Jaro-Winkler similarity of two folded texts as a percent (percent.hpp: 1,000,000 is 100 %), computed in integers,
// half-even. The prefix bonus (0.1, up to 4) applies above 70 %, as in Winkler's program. Two empty texts are 100 %
// alike; of texts beyond 256 code points the first 256 are compared.
Slot jaroWinkler(std::string_view a, std::string_view b);

}  // namespace leadflow
