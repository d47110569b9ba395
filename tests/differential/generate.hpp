// Random playbooks as text, and random records for them. From one seed always the same, on every machine.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "tests/differential/reference.hpp"

namespace leadflow::reference {

/// splitmix64: small, fast, the same everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32); }
  bool chance(std::uint32_t percent) { return below(100) < percent; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(static_cast<std::uint32_t>(from.size()))];
  }

 private:
  std::uint64_t state_;
};

/// A playbook that compiles.
std::string generatePlaybook(Random& random);
/// A record for it, with missing, extreme and ordinary values; texts that meet the playbook's constants more often than
/// not.
Record generateRecord(Random& random, const typed::Program& program, std::int64_t now);

}  // namespace leadflow::reference
