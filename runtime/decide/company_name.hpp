// A company's name as people mean it, and names that are nearly the same.
//
//     "ACME, Inc."   "Acme"   "A.C.M.E. GmbH & Co. KG"        normalised: all `acme`
//     "Globex Corp"  "Globx Corp"                             similar: 98 %
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/value/slot.hpp"

namespace leadflow::decide {

/// Folded, punctuation dropped, legal forms (legal_forms.def) dropped from the end; a name of nothing else keeps them.
std::string normalisedName(std::string_view name);

/// Finds the names most similar to one by Jaro-Winkler, exactly: a bound from length, letters and first characters, some
/// nanoseconds a name, spares all comparisons that could not reach the threshold.
class SimilarNames {
 public:
  /// `folded` stays where it is as long as this lives. `id` is the caller's.
  void add(std::string_view folded, std::uint32_t id);
  void finish();  ///< after the last add
  struct Hit {
    std::uint32_t id = 0;
    Slot similarity = 0;
  };
  /// The most similar of at least `threshold` (1,000,000 is 100 %), all of equal similarity, by id; empty: none.
  std::vector<Hit> best(std::string_view folded, Slot threshold) const;
  /// How many names `best` compared letter by letter, for tests of the bound.
  std::size_t compared(std::string_view folded, Slot threshold) const;

 private:
  struct Shape {
    std::uint64_t letters = 0;    ///< a bit a letter, by its code point modulo 64
    std::uint32_t start = 0;      ///< hash of the first character
    std::uint16_t length = 0;     ///< characters, 256 at most
  };
  struct Name {
    std::string_view folded;
    std::uint32_t id;
  };
  static Shape shapeOf(std::string_view folded);
  template <class Visit>
  void candidates(std::string_view folded, Slot& threshold, Visit visit) const;
  std::vector<Shape> shapes_;  ///< by length
  std::vector<Name> names_;    ///< beside them
};

}  // namespace leadflow::decide
