// Lives by the hundred: each lived in every way, compared fact by fact with the reference, cut down where it differs.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "tests/lives/live/engine.hpp"

namespace leadflow::lives {

struct Difference {
  std::string way, fact;                          ///< "only the reference: …", "only the engine: …"
  bool any() const { return !way.empty(); }
};

/// The first way that differs from the reference. `seen`: what the life contains. A life that meets what is switched off is
/// left out: it differs in nothing, and `left_out` says so.
Difference differs(const Features& features, const Book& book, const Compiled& compiled, const Story& story, std::uint64_t chance, std::map<std::string, int>* seen, bool* left_out = nullptr);

struct Run {
  Features features;
  int lives = 100, only_book = -1, only_life = -1, most = 1;
  std::uint64_t seed = 1;
  bool table_only = false;
  int go();
};

}  // namespace leadflow::lives
