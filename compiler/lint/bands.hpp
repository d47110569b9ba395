// The letters of a grade as intervals of points, and the points that the graded score can have.
//
//     score fit min 0 max 100 { … }
//     grade rating of fit { A 60..100, B 30..59 }     0..29 has no letter, and 59.5 only where points can be fractions
#pragma once
#include <cstdint>
#include <vector>

#include "compiler/types/program.hpp"

namespace leadflow::lint {

/// Both ends included, in slots; the smallest and the largest slot stand for open ends.
struct Interval {
  std::int64_t low = INT64_MIN + 1, high = INT64_MAX;
  bool empty() const { return low > high; }
};

/// The points a score can come to by its own `min`, `max` and terms, and the step between two of them.
struct Points {
  Interval range;
  std::int64_t step = 1;
};
Points pointsOf(const typed::Program& program, const typed::Expr& value);

/// What a band takes of the possible points, with its ends moved to points that exist.
Interval intervalOf(const typed::Band& band, const Points& points);

}  // namespace leadflow::lint
