// What the makers of playbooks and lives draw.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/splitmix.hpp"

namespace leadflow::lives {

class Random : public support::SplitMix {
 public:
  using SplitMix::SplitMix;
  int below(int n) { return n <= 1 ? 0 : static_cast<int>(((next() >> 32) * static_cast<std::uint64_t>(n)) >> 32); }
  int between(int low, int high) { return low + below(high - low + 1); }
  bool chance(int percent) { return below(100) < percent; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
  }
};

}  // namespace leadflow::lives
