// score-threshold-gap: points that a lead can have and for which a grade without `otherwise` has no letter.
#include <algorithm>

#include "compiler/lint/bands.hpp"
#include "compiler/lint/registry.hpp"
#include "compiler/lint/walk.hpp"

namespace leadflow::lint {

void scoreThresholdGap(const Facts& facts, diag::Diagnostics& diags) {
  for (const typed::Grade& grade : facts.program.grades) {
    if (!grade.of) continue;
    const bool otherwise = std::any_of(grade.bands.begin(), grade.bands.end(), [](const typed::Band& band) { return !band.has_low && !band.has_high; });
    if (otherwise) continue;
    const Points points = pointsOf(facts.program, *grade.of);
    std::vector<Interval> taken;
    for (const typed::Band& band : grade.bands)
      if (const Interval interval = intervalOf(band, points); !interval.empty()) taken.push_back(interval);
    std::sort(taken.begin(), taken.end(), [](const Interval& a, const Interval& b) { return a.low < b.low; });
    std::vector<Interval> gaps;
    std::int64_t next = points.range.low;
    bool rest = true;
    for (const Interval& interval : taken) {
      if (interval.low > next) gaps.push_back({next, interval.low - points.step});
      if (interval.high >= points.range.high) {
        rest = false;
        next = interval.high;
        break;
      }
      next = std::max(next, interval.high + points.step);
    }
    if (rest && next <= points.range.high) gaps.push_back({next, points.range.high});
    if (gaps.empty()) continue;
    const auto show = [&](std::int64_t slot) { return showSlot(facts.program, grade.of->type, slot); };
    const auto words = [&](const Interval& gap) {
      const bool from = gap.low > points.range.low, to = gap.high < points.range.high;
      if (gap.low == gap.high) return show(gap.low);
      if (points.step == 1 && gap.high < INT64_MAX && from && to) return "more than " + show(gap.low - 1) + " and less than " + show(gap.high + 1);
      if (!from && to) return "less than " + show(gap.high + points.step);
      if (from && !to) return "more than " + show(gap.low - points.step);
      return show(gap.low) + " to " + show(gap.high);
    };
    auto& finding = diags.report(diag::Code::ScoreThresholdGap, grade.span, "the grade `" + grade.name + "` has no letter for " + words(gaps.front()) + " points");
    for (std::size_t i = 1; i < gaps.size() && i < 4; ++i) finding.note("and none for " + words(gaps[i]));
    finding.note("a lead with such points has no grade: its `" + grade.name + "` is missing");
    finding.withHelp("end the grade with `otherwise`, or move a bound");
  }
}

}  // namespace leadflow::lint
