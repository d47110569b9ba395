// Which constructs are made: the list, in one place, of what lives contain (features.def).
#pragma once
#include <bitset>
#include <string>

namespace leadflow::lives {

enum class Feature : unsigned char {
#define LEADFLOW_FEATURE(name, text, on, situation) name,
#include "tests/lives/make/features.def"
#undef LEADFLOW_FEATURE
  Count_
};

struct Features {
  std::bitset<static_cast<std::size_t>(Feature::Count_)> on;
  bool has(Feature feature) const { return on[static_cast<std::size_t>(feature)]; }
};

inline constexpr struct { const char* name; bool on; const char* situation; } kFeatures[] = {
#define LEADFLOW_FEATURE(name, text, on, situation) {text, on, situation},
#include "tests/lives/make/features.def"
#undef LEADFLOW_FEATURE
};

inline Features usualFeatures() {
  Features features;
  for (std::size_t i = 0; i < std::size(kFeatures); ++i) features.on[i] = kFeatures[i].on;
  return features;
}

}  // namespace leadflow::lives
