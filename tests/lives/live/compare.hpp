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

/// How much was compared beside the lives themselves.
struct Compared {
  int created = 0;                                ///< leads at the instant of their creation
  int kills = 0, power_cuts = 0;                  ///< of processes, at calls of the file layer
  int forgotten = 0, changed = 0;                 ///< addresses looked for on a disk, rows changed behind the engine's back
  int beside = 0;                                 ///< lives in which the worker went on while somebody read the store
  int tests = 0, expectations = 0;                ///< lives told as `test` blocks, and what those expected
};

/// The first way that differs from the reference. `seen`: what the life contains. A life that meets what is switched off is
/// left out: it differs in nothing, and `left_out` says so.
Difference differs(const Features& features, const Book& book, const Compiled& compiled, const Story& story, std::uint64_t chance, Compared& compared, std::map<std::string, int>* seen = nullptr,
                   bool* left_out = nullptr);

/// What the reference says of the life, sorted. `seen`: what the life contains; `halfway`: what was open then.
std::vector<std::string> told(const Book& book, const Story& story, std::map<std::string, int>& seen, std::vector<std::string>* halfway = nullptr);
/// Whether it contains something that is switched off and may happen all the same.
bool meetsWhatIsOff(const Features& features, const std::map<std::string, int>& seen);

struct Run {
  Features features;
  int lives = 100, only_book = -1, only_life = -1, most = 1;
  std::uint64_t seed = 1;
  bool table_only = false;
  int go();
};

}  // namespace leadflow::lives
