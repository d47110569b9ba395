#include "compiler/diag/suggest.hpp"

#include "runtime/value/nearest.hpp"

namespace leadflow::diag {

std::string_view suggest(std::string_view word, const std::vector<std::string_view>& candidates) {
  std::vector<std::string_view> others;  // the word itself is no help
  others.reserve(candidates.size());
  for (std::string_view candidate : candidates)
    if (!candidate.empty() && candidate != word) others.push_back(candidate);
  const int index = nearest(word, others);
  return index < 0 ? std::string_view{} : others[static_cast<std::size_t>(index)];
}

}  // namespace leadflow::diag
