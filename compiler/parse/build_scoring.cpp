// Scores, grades, milestones.
#include "compiler/parse/build.hpp"

namespace leadflow::parse {
namespace {

syntax::Term buildTerm(Node node) {
  syntax::Term term;
  term.span = node.span();
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::minus_sign: term.negative = true; break;
      case Kind::points: term.points = buildOperandOf(child); break;
      case Kind::when_clause:
        if (term.when) repeated(child, "when");
        term.when = buildChildCondition(child);
        break;
      case Kind::per_clause:
        if (term.per) repeated(child, "per");
        term.per = buildName(child.first());
        break;
      case Kind::where:
        if (term.where) repeated(child, "where");
        term.where = buildCondition(child.first());
        break;
      case Kind::max_clause: {
        ExprPtr& limit = child.find(Kind::points_word) ? term.max_points : term.max_times;
        if (limit) repeated(child, "max");
        limit = buildChildSum(child);
        break;
      }
      case Kind::because:
        if (!term.because.empty()) repeated(child, "because");
        term.because = buildBecause(child);
        break;
      default: break;
    }
  }
  return term;
}

syntax::Decay buildDecay(Node node) {
  syntax::Decay decay;
  decay.span = node.span();
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::decay_half: decay.span_of_time = buildChildSum(child); break;
      case Kind::decay_linear:
        decay.kind = syntax::Decay::Kind::Linear;
        decay.span_of_time = buildChildSum(child);
        break;
      case Kind::decay_steps:
        decay.kind = syntax::Decay::Kind::Steps;
        for (const Node step : child.children()) {
          syntax::Decay::Step s;
          for (const Node part : step.children()) (s.until ? s.share : s.until) = buildAmount(part);
          decay.steps.push_back(std::move(s));
        }
        break;
      case Kind::decay_since: decay.since = buildName(child.first()); break;
      default: break;
    }
  }
  return decay;
}

}  // namespace

std::string buildBecause(Node because) { return because ? buildText(because.first()) : std::string(); }

syntax::Score buildScore(Node node) {
  syntax::Score score;
  for (const Node child : node.children()) {
    switch (child.kind()) {
      case Kind::name: score.name = buildName(child); break;
      case Kind::score_max:
      case Kind::score_min: {
        ExprPtr& limit = child.is(Kind::score_max) ? score.max : score.min;
        if (limit) repeated(child, child.is(Kind::score_max) ? "max" : "min");
        limit = buildChildSum(child);
        break;
      }
      case Kind::condition: score.formula = buildCondition(child); break;
      case Kind::formula: score.formula = buildChildCondition(child); break;
      case Kind::score_statement: {
        const Node inner = child.first();
        if (inner.is(Kind::decay)) {
          if (score.decay) repeated(inner, "decay");
          score.decay = buildDecay(inner);
        } else if (inner.is(Kind::term)) {
          score.terms.push_back(buildTerm(inner));
        } else {
          syntax::Term best;
          best.span = inner.span();
          for (const Node term : inner.children()) best.best_of.push_back(buildTerm(term));
          score.terms.push_back(std::move(best));
        }
        break;
      }
      default: break;
    }
  }
  return score;
}

syntax::Grade buildGrade(Node node) {
  syntax::Grade grade;
  grade.name = buildName(node.find(Kind::name));
  grade.of = buildChildSum(node);
  grade.bands = buildBands(node);
  return grade;
}

syntax::Milestone buildMilestone(Node node) {
  syntax::Milestone milestone;
  milestone.name = buildName(node.find(Kind::name));
  milestone.when = buildChildCondition(node);
  return milestone;
}

}  // namespace leadflow::parse
