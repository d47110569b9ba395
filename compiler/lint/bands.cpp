#include "compiler/lint/bands.hpp"

#include <algorithm>

#include "runtime/value/decimal.hpp"

namespace leadflow::lint {
namespace {

constexpr std::int64_t kFar = INT64_MAX / 4;  ///< beyond any points; sums of two stay in range

std::int64_t clampFar(std::int64_t value) { return std::clamp(value, -kFar, kFar); }

/// What one term adds: never, or its points; `per` up to its cap, in between by decay or a fraction.
Interval termRange(const typed::Term& term) {
  if (!term.best_of.empty()) {
    Interval all{0, 0};
    for (const typed::Term& part : term.best_of) {
      const Interval one = termRange(part);
      all.low = std::min(all.low, one.low);
      all.high = std::max(all.high, one.high);
    }
    return all;
  }
  std::int64_t most = term.points;
  if (term.per || term.per_field) {
    most = term.points < 0 ? -kFar : kFar;
    if (term.max_times) {
      std::int64_t product;
      if (!__builtin_mul_overflow(term.points, *term.max_times, &product)) most = clampFar(product);
    }
    if (term.max_points) most = term.points < 0 ? std::max(most, -*term.max_points) : std::min(most, *term.max_points);
    if (term.per_field) return {term.points < 0 ? most : -kFar, term.points < 0 ? kFar : most};  // a field may be negative
  }
  if (!term.when && !term.per) return {most, most};
  return {std::min<std::int64_t>(most, 0), std::max<std::int64_t>(most, 0)};
}

bool wholeTerm(const typed::Term& term) {
  if (term.points % kScale != 0 || (term.max_points && *term.max_points % kScale != 0)) return false;
  return std::all_of(term.best_of.begin(), term.best_of.end(), wholeTerm);
}

Points scorePoints(const typed::Program& program, const typed::Score& score) {
  Points points{{0, 0}, kScale};
  if (score.formula) {
    points = pointsOf(program, *score.formula);
  } else {
    for (const typed::Term& term : score.terms) {
      const Interval one = termRange(term);
      points.range.low = clampFar(points.range.low + one.low);
      points.range.high = clampFar(points.range.high + one.high);
      if (!wholeTerm(term)) points.step = 1;
    }
    if (score.decay.kind != typed::Decay::Kind::None) points.step = 1;
  }
  if (score.max) points.range = {std::min(points.range.low, *score.max), std::min(points.range.high, *score.max)};
  if (score.min) points.range = {std::max(points.range.low, *score.min), std::max(points.range.high, *score.min)};
  if ((score.max && *score.max % kScale != 0) || (score.min && *score.min % kScale != 0)) points.step = 1;
  return points;
}

}  // namespace

Points pointsOf(const typed::Program& program, const typed::Expr& value) {
  using typed::ExprKind;
  switch (value.kind) {
    case ExprKind::Score: return scorePoints(program, program.scores[value.index]);
    case ExprKind::Retype:
    case ExprKind::IntToNumber: {
      Points inner = pointsOf(program, *value.args[0]);
      if (value.kind == ExprKind::IntToNumber) inner = {{-kFar, kFar}, kScale};
      return inner;
    }
    case ExprKind::Const:
      if (!value.constant.isMissing()) return {{value.constant.bits, value.constant.bits}, value.constant.bits % kScale == 0 ? kScale : 1};
      break;
    case ExprKind::Add:
    case ExprKind::Subtract: {
      const Points a = pointsOf(program, *value.args[0]), b = pointsOf(program, *value.args[1]);
      const bool add = value.kind == ExprKind::Add;
      return {{clampFar(a.range.low + (add ? b.range.low : -b.range.high)), clampFar(a.range.high + (add ? b.range.high : -b.range.low))},
              std::min(a.step, b.step)};
    }
    default: break;
  }
  if (value.type.kind == TypeKind::Int) return {{-kFar, kFar}, 1};
  return {{-kFar, kFar}, 1};
}

Interval intervalOf(const typed::Band& band, const Points& points) {
  const auto floorTo = [&](std::int64_t v) {
    const std::int64_t rest = ((v % points.step) + points.step) % points.step;
    return v - rest;
  };
  Interval out = points.range;
  if (band.has_low) {
    std::int64_t low = floorTo(band.low);
    if (low < band.low) low += points.step;                            // the first point at or above
    else if (!band.low_inclusive) low += points.step;
    out.low = std::max(out.low, low);
  }
  if (band.has_high) {
    std::int64_t high = floorTo(band.high);
    if (high == band.high && !band.high_inclusive) high -= points.step;
    out.high = std::min(out.high, high);
  }
  return out;
}

}  // namespace leadflow::lint
