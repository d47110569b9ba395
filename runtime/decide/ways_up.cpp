// What would have made the next grade: terms that did not hold, and how far each of them would have carried the score.
#include <algorithm>

#include "runtime/decide/explain.hpp"
#include "runtime/value/decimal.hpp"

namespace leadflow::decide {

namespace {

constexpr std::size_t kShownWays = 6;

struct Rung {
  std::size_t score = 0, term = 0;
  Slot gain = 0;
};

/// The values that two conditions read, by name: conditions over one and the same field seldom hold together.
bool sameReads(const TermStep& a, const TermStep& b) {
  if (a.reads.empty() || a.reads.size() != b.reads.size()) return false;
  for (std::size_t i = 0; i < a.reads.size(); ++i)
    if (a.reads[i].name != b.reads[i].name) return false;
  return true;
}

class Ladder {
 public:
  Ladder(const std::vector<ScoreStep>& scores, const std::vector<std::vector<std::size_t>>& summands) : scores_(scores), summands_(summands) {}

  /// Scores with terms that the score is made of, itself included; false when a part of it is another formula.
  bool collect(std::size_t score, std::vector<std::size_t>& leaves, int depth = 0) const {
    if (scores_[score].formula.empty()) {
      if (std::find(leaves.begin(), leaves.end(), score) != leaves.end()) return false;  // counted twice: not a plain sum
      leaves.push_back(score);
      return true;
    }
    if (summands_[score].empty() || depth > 16) return false;
    return std::all_of(summands_[score].begin(), summands_[score].end(), [&](std::size_t part) { return collect(part, leaves, depth + 1); });
  }

  /// The score if the chosen terms had held as well, caps included.
  Slot with(std::size_t score, const std::vector<Rung>& chosen) const {
    const ScoreStep& step = scores_[score];
    Slot sum = 0;
    if (step.formula.empty()) {
      sum = step.before_caps;
      for (const Rung& candidate : chosen)
        if (candidate.score == score) sum = addChecked(sum, candidate.gain);
    } else {
      for (const std::size_t part : summands_[score]) sum = addChecked(sum, with(part, chosen));
    }
    if (isMissing(sum)) return sum;
    if (!isMissing(step.max)) sum = std::min(sum, step.max);
    if (!isMissing(step.min)) sum = std::max(sum, step.min);
    return sum;
  }

 private:
  const std::vector<ScoreStep>& scores_;
  const std::vector<std::vector<std::size_t>>& summands_;
};

}  // namespace

void Explainer::waysUp(const Lead&, std::size_t score_index, Slot target, bool inclusive, const Explanation& told, GradeStep& step) const {
  const bytecode::Chunk& chunk = names_.chunk();
  const Ladder ladder(told.scores, summands_);
  std::vector<std::size_t> leaves;
  if (!ladder.collect(score_index, leaves)) return;
  const auto enough = [&](const std::vector<Rung>& chosen) {
    const Slot reached = ladder.with(score_index, chosen);
    return !isMissing(reached) && (inclusive ? reached >= target : reached > target);
  };

  std::vector<Rung> candidates;
  for (const std::size_t leaf : leaves) {
    const ScoreStep& score_step = told.scores[leaf];
    for (std::size_t t = 0; t < score_step.terms.size(); ++t) {
      const TermStep& term = score_step.terms[t];
      Slot gain = 0;
      if (term.given < 0 && term.conditional && term.held == Truth::Yes && term.parent < 0) {
        gain = -term.given;  // what a negative term took
      } else if (term.given == 0 && term.written > 0 && (!term.conditional || term.held != Truth::Yes)) {
        const std::int32_t per = per_of_register_[chunk.scores[leaf].terms[t].reg];
        if (!term.conditional && per < 0) continue;
        gain = term.written;
        if (per >= 0 && chunk.pers[static_cast<std::size_t>(per)].has_max_points)
          gain = std::min(gain, chunk.pers[static_cast<std::size_t>(per)].max_points);
        Slot replaced = 0;
        if (term.parent >= 0) replaced = score_step.terms[static_cast<std::size_t>(term.parent)].given;
        else
          for (const TermStep& other : score_step.terms)
            if (other.parent < 0 && other.held == Truth::Yes && other.conditional && other.given > 0 && sameReads(term, other))
              replaced = std::max(replaced, other.given);
        gain -= replaced;
      }
      if (gain > 0) candidates.push_back({leaf, t, gain});
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const Rung& a, const Rung& b) { return a.gain > b.gain; });

  const auto wayUp = [&](const Rung& candidate) {
    const TermStep& term = told.scores[candidate.score].terms[candidate.term];
    const Truth held = term.given < 0 ? Truth::Yes : term.held == Truth::Unknown ? Truth::Unknown : Truth::No;
    return WayUp{told.scores[candidate.score].name, term.text, term.line, candidate.gain, held, term.reads};
  };
  for (const Rung& candidate : candidates)
    if (step.alone.size() < kShownWays && enough({candidate})) step.alone.push_back(wayUp(candidate));
  if (!step.alone.empty()) return;
  std::vector<Rung> chosen;
  for (const Rung& candidate : candidates) {
    const TermStep& term = told.scores[candidate.score].terms[candidate.term];
    const bool clashes = std::any_of(chosen.begin(), chosen.end(), [&](const Rung& other) {
      const TermStep& taken = told.scores[other.score].terms[other.term];
      return other.score == candidate.score && ((term.parent >= 0 && term.parent == taken.parent) || sameReads(term, taken));
    });
    if (clashes) continue;
    std::vector<Rung> more = chosen;
    more.push_back(candidate);
    if (ladder.with(score_index, more) <= ladder.with(score_index, chosen)) continue;  // a cap eats it
    chosen = std::move(more);
    if (!enough(chosen)) continue;
    for (const Rung& taken : chosen) step.together.push_back(wayUp(taken));
    return;
  }
}

}  // namespace leadflow::decide
