// Scores: terms, limits, decay, formulas.
#include "compiler/check/expression.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/percent.hpp"

namespace leadflow::check {

using diag::Code;

namespace {

class ScoreChecker {
 public:
  ScoreChecker(Context& context, Entity& entity, const syntax::Score& node) : c_(context), entity_(entity), node_(node), where_{entity.scope, Place::Lead, nullptr, entity.name} {}

  bool run() {
    typed::Score made;
    made.name = c_.program.scores[static_cast<std::size_t>(entity_.index)].name;
    made.span = entity_.span;
    made.doc = entity_.declaration->doc;
    bool good = limits(made);
    if (node_.decay) good = decay(*node_.decay, made.decay) && good;
    if (node_.formula) {
      made.formula = checkExpression(c_, *node_.formula, where_, kPoints, "the score " + inBackticks(entity_.name));
      good = good && made.formula;
    } else if (node_.terms.empty()) {
      c_.error(Code::EmptyScore, entity_.span, "the score " + inBackticks(entity_.name) + " has no terms: it is always 0")
          .withHelp("add a line such as `+10 when …` or `+5 per …`");
      good = false;
    }
    for (const syntax::Term& term : node_.terms) {
      typed::Term checked;
      if (this->term(term, checked, false)) made.terms.push_back(std::move(checked));
      else good = false;
    }
    c_.program.scores[static_cast<std::size_t>(entity_.index)] = std::move(made);
    return good;
  }

 private:
  std::optional<std::int64_t> points(const syntax::Expr& expr, std::string_view what) {
    const auto value = checkConstant(c_, expr, *entity_.scope, kPoints, what);
    return value ? std::optional(value->bits) : std::nullopt;
  }

  bool limits(typed::Score& made) {
    bool good = true;
    if (node_.max) {
      made.max = points(*node_.max, "a score's `max`");
      good = made.max.has_value();
    }
    if (node_.min) {
      made.min = points(*node_.min, "a score's `min`");
      good = good && made.min.has_value();
    }
    if (made.max && made.min && *made.max < *made.min) {
      c_.error(Code::ScoreLimits, node_.max->span, "the most points of " + inBackticks(entity_.name) + " are fewer than its least").label(node_.min->span, "the least");
      good = false;
    }
    return good;
  }

  bool decayTime(const syntax::Expr& expr, std::int64_t& millis) {
    const auto value = checkConstant(c_, expr, *entity_.scope, {}, "a decay's time");
    if (!value) return false;
    if (value->type.kind == TypeKind::Duration && value->bits > 0) {
      millis = value->bits;
      return true;
    }
    auto& finding = c_.error(Code::BadDecay, expr.span, value->type.kind == TypeKind::Duration ? "decay over no time" : "decay runs over a duration, and this is " + describe(c_, value->type));
    if (value->type.kind == TypeKind::BusinessDuration) finding.withHelp("decay runs on the wall clock: write it without `business`");
    else finding.withHelp("write a positive duration, such as `30 days`");
    return false;
  }

  bool decay(const syntax::Decay& written, typed::Decay& made) {
    bool good = true;
    made.kind = written.kind == syntax::Decay::Kind::Half ? typed::Decay::Kind::Half
                : written.kind == syntax::Decay::Kind::Linear ? typed::Decay::Kind::Linear : typed::Decay::Kind::Steps;
    if (written.span_of_time) good = decayTime(*written.span_of_time, made.millis);
    std::int64_t before = 0;
    for (const auto& step : written.steps) {
      typed::Decay::Step checked{};
      const auto share = checkConstant(c_, *step.share, *entity_.scope, kPercent, "what is left after a step");
      if (!decayTime(*step.until, checked.until_millis) || !share) {
        good = false;
        continue;
      }
      checked.percent = share->bits;
      if (checked.percent < 0 || checked.percent > kWholePercent) {
        c_.error(Code::DecaySteps, step.share->span, "a step keeps between 0% and 100% of the points");
        good = false;
      } else if (checked.until_millis <= before) {
        c_.error(Code::DecaySteps, step.until->span, "this step does not end after the step before it").withHelp("write the steps from the shortest time to the longest");
        good = false;
      }
      before = checked.until_millis;
      made.steps.push_back(checked);
    }
    if (written.kind == syntax::Decay::Kind::Steps && written.steps.empty() && good) {
      c_.error(Code::DecaySteps, written.span, "decay in steps without a step").withHelp("write `steps { 30 days 100%, 60 days 50% }`");
      good = false;
    }
    if (written.since) {
      Entity* field = c_.names.find(*entity_.scope, Space::Values, written.since.text, written.since.span, c_.diags);
      if (!field) {
        c_.unknownName(Code::UnknownName, "field", written.since, *entity_.scope, Space::Values);
        return false;
      }
      const bool is_field = field->kind == resolve::Kind::Field && c_.require(*field, written.since.span);
      if (!is_field || c_.program.fields[static_cast<std::size_t>(field->index)].type != kInstant) {
        if (field->state != Entity::State::Failed)
          c_.error(Code::DecaySince, written.since.span, "`since` names a field of type instant, as read from the data")
              .label(field->span, resolve::withArticle(field->kind) + ", declared here");
        return false;
      }
      made.since = field->index;
    }
    return good;
  }

  /// `per F`: an activity, or a field of type int.
  bool per(const syntax::Term& written, typed::Term& made) {
    const std::string& name = written.per.text;
    const bool words = name == "activity" || name == "outreach";
    if (words || c_.names.look(*entity_.scope, Space::Activities, name)) {
      ExprChecker checker(c_, where_);
      auto query = std::make_unique<typed::Query>();
      query->activities = checker.activitiesOf(written.per);
      if (query->activities.empty()) return false;
      if (written.where) {
        ExprScope inner = where_;
        inner.place = Place::Activity;
        inner.activities = &query->activities;
        query->where = checkCondition(c_, *written.where, inner);
        if (!query->where) return false;
      }
      made.per = std::move(query);
      return true;
    }
    const auto value = c_.names.look(*entity_.scope, Space::Values, name);
    if (!value) {
      std::vector<std::string_view> known = c_.names.candidates(*entity_.scope, Space::Activities);
      auto& finding = c_.error(Code::UnknownActivity, written.per.span, "there is no activity " + inBackticks(name));
      if (const std::string_view near = diag::suggest(name, known); !near.empty())
        finding.withHelp("did you mean " + inBackticks(near) + "?").edit(written.per.span, std::string(near));
      else
        finding.withHelp("declare it: `activity " + name + "`");
      return false;
    }
    syntax::Expr expr(syntax::ExprKind::Name, written.per.span);
    expr.text = name;
    made.per_field = checkExpression(c_, expr, where_);
    if (!made.per_field) return false;
    if (made.per_field->type != kInt) {
      c_.error(Code::PerWhat, written.per.span, "`per` counts an activity, or multiplies by a field of type int; " + inBackticks(name) + " is " + describe(c_, made.per_field->type))
          .label(value.found->span, "declared here");
      return false;
    }
    if (written.where || written.max_times) {
      const Span at = written.where ? written.where->span : written.max_times->span;
      c_.error(Code::LimitWithoutPer, at, inBackticks(name) + " is a number of the lead, not an activity that could be picked one by one")
          .withHelp("limit it with `max … points`");
      return false;
    }
    return true;
  }

  bool term(const syntax::Term& written, typed::Term& made, bool inside) {
    made.span = written.span;
    made.because = written.because;
    bool good = true;
    if (!written.best_of.empty()) {
      if (inside) {
        c_.error(Code::BestOfPer, written.span, "`best of` inside `best of` is one list").withHelp("move its terms up");
        return false;
      }
      for (const syntax::Term& option : written.best_of) {
        typed::Term checked;
        if (term(option, checked, true)) made.best_of.push_back(std::move(checked));
        else good = false;
      }
      return good;
    }
    if (!written.points) return false;  // reported by the parser, or an empty `best of`
    if (const auto value = points(*written.points, "a term's points")) made.points = written.negative ? -*value : *value;
    else good = false;
    if (written.when) {
      made.when = checkCondition(c_, *written.when, where_);
      good = good && made.when;
    }
    if (written.per) {
      if (inside) {
        c_.error(Code::BestOfPer, written.per.span, "`best of` chooses among conditions and cannot count activities").withHelp("ask `when had …` or `when count … >= …`, or move the term out of `best of`");
        return false;
      }
      good = per(written, made) && good;
    } else if (written.max_times || written.where) {
      c_.error(Code::LimitWithoutPer, written.max_times ? written.max_times->span : written.where->span, "this term counts no activity, so there is nothing to limit or to pick")
          .withHelp("count one: `+10 per demo_request max 2 times`");
      good = false;
    }
    if (written.max_points) {
      made.max_points = points(*written.max_points, "a term's `max`");
      if (!made.max_points) {
        good = false;
      } else if (*made.max_points <= 0) {
        c_.error(Code::TermLimit, written.max_points->span, "the most points of a term are more than 0").withHelp("the limit counts without its sign: `-5 per … max 20 points`");
        good = false;
      }
    }
    if (written.max_times) {
      const auto times = checkConstant(c_, *written.max_times, *entity_.scope, {}, "how many times");
      if (!times) return false;
      if (times->type != kInt || times->bits < 1) {
        c_.error(Code::TermLimit, written.max_times->span, "an activity counts a whole number of times, at least once").withHelp("write `max 3 times`");
        return false;
      }
      made.max_times = times->bits;
    }
    return good;
  }

  Context& c_;
  Entity& entity_;
  const syntax::Score& node_;
  ExprScope where_;
};

}  // namespace

bool checkScore(Context& context, Entity& entity) { return ScoreChecker(context, entity, entity.as<syntax::Score>()).run(); }

bool checkGrade(Context& context, Entity& entity) {
  const auto& node = entity.as<syntax::Grade>();
  const ExprScope where{entity.scope, Place::Lead, nullptr, entity.name};
  typed::EnumType letters{entity.qualified, {}, -1};
  for (const syntax::Band& band : node.bands) letters.values.push_back({band.name.text, {}});
  const std::uint32_t ref = context.addEnum(std::move(letters));
  context.program.grades[static_cast<std::size_t>(entity.index)].type = {TypeKind::Enum, ref};
  typed::ExprPtr of = checkExpression(context, *node.of, where);
  if (!of) return false;
  if (!hasOrder(of->type) || isTextual(of->type.kind)) {
    context.error(Code::RangeWithoutOrder, of->span, "a grade sorts by size, and " + describe(context, of->type) + " has none").withHelp("grade a score or a number");
    return false;
  }
  if (of->type.kind == TypeKind::Int) of = convert(std::move(of), kNumber);
  std::vector<typed::Band> bands;
  if (node.bands.empty()) {
    context.error(Code::EmptyList, entity.span, "the grade " + inBackticks(entity.name) + " has no cases").withHelp("write `{ A at least 100, B at least 60, C otherwise }`");
    return false;
  }
  if (!ExprChecker(context, where).bands(node.bands, of->type, ref, bands)) return false;
  typed::Grade& grade = context.program.grades[static_cast<std::size_t>(entity.index)];
  grade.of = std::move(of);
  grade.bands = std::move(bands);
  return true;
}

bool checkMilestone(Context& context, Entity& entity) {
  const ExprScope where{entity.scope, Place::Lead, nullptr, entity.name};
  typed::ExprPtr when = checkCondition(context, *entity.as<syntax::Milestone>().when, where);
  if (!when) return false;
  context.program.milestones[static_cast<std::size_t>(entity.index)].when = std::move(when);
  return true;
}

}  // namespace leadflow::check
