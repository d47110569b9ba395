// score-threshold-overlap: points for which a grade has two letters, where the order alone decides. `at least` from the best
// letter down is no overlap: each takes what those before it left.
#include <algorithm>

#include "compiler/lint/bands.hpp"
#include "compiler/lint/registry.hpp"
#include "compiler/lint/walk.hpp"

namespace leadflow::lint {
namespace {

bool contains(const Interval& outer, const Interval& inner) { return outer.low <= inner.low && inner.high <= outer.high; }

}  // namespace

void scoreThresholdOverlap(const Facts& facts, diag::Diagnostics& diags) {
  for (const typed::Grade& grade : facts.program.grades) {
    if (!grade.of) continue;
    const Points points = pointsOf(facts.program, *grade.of);
    const auto& names = facts.program.enums[grade.type.ref].values;
    const auto show = [&](std::int64_t slot) { return showSlot(facts.program, grade.of->type, slot); };
    for (std::size_t j = 1; j < grade.bands.size(); ++j) {
      const typed::Band& later = grade.bands[j];
      if (!later.has_low && !later.has_high) continue;
      const Interval second = intervalOf(later, points);
      if (second.empty()) continue;
      for (std::size_t i = 0; i < j; ++i) {
        const typed::Band& earlier = grade.bands[i];
        if (!earlier.has_low && !earlier.has_high) continue;
        const Interval first = intervalOf(earlier, points);
        const Interval both{std::max(first.low, second.low), std::min(first.high, second.high)};
        if (first.empty() || both.empty()) continue;
        const bool hidden = contains(first, second);
        if (!hidden && contains(second, first)) continue;  // the cascade
        const std::string a = names[earlier.value].name, b = names[later.value].name;
        auto& finding = diags.report(diag::Code::ScoreThresholdOverlap, later.span.known() ? later.span : grade.span,
                                     hidden ? "no lead can have `" + b + "`: all its points are `" + a + "` already"
                                            : "the letters `" + a + "` and `" + b + "` of `" + grade.name + "` share points");
        if (earlier.span.known()) finding.label(earlier.span, "comes first");
        finding.note("for example: " + show(both.low) + " points are `" + a + '`');
        finding.withHelp(hidden ? "put the letter with the higher bound first" : "let one begin where the other ends");
        break;
      }
    }
  }
}

}  // namespace leadflow::lint
