// Random playbooks as text, and random records for them. From one seed always the same, on every machine.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "tests/differential/reference.hpp"
#include "tests/support/splitmix.hpp"

namespace leadflow::reference {

class Random : public support::SplitMix {
 public:
  using SplitMix::SplitMix;
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32); }
  bool chance(std::uint32_t percent) { return below(100) < percent; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(static_cast<std::uint32_t>(from.size()))];
  }
};

/// A playbook that compiles.
std::string generatePlaybook(Random& random);
/// A record for it, with missing, extreme and ordinary values; texts that meet the playbook's constants more often than
/// not.
Record generateRecord(Random& random, const typed::Program& program, std::int64_t now);

}  // namespace leadflow::reference
