// What a lead did: had, count, last, with their windows and conditions.
#include <algorithm>

#include "compiler/check/expression.hpp"
#include "compiler/diag/suggest.hpp"

namespace leadflow::check {

using diag::Code;
using syntax::ExprKind;

std::vector<std::uint32_t> ExprChecker::activitiesOf(const syntax::Name& name) {
  std::vector<std::uint32_t> out;
  if (name.text == "activity" || name.text == "outreach") {
    const bool outreach = name.text == "outreach";
    for (std::size_t i = 0; i < c_.program.activities.size(); ++i)
      if (c_.program.activities[i].outreach == outreach && !(c_.program.activities[i].implicit && !outreach)) out.push_back(static_cast<std::uint32_t>(i));
    if (out.empty())
      error(Code::UnknownActivity, name.span, outreach ? "the playbook does not say what counts as outreach" : "the playbook declares no activity")
          .withHelp(outreach ? "add a line `outreach call, email_sent` with your activities" : "add a line `activity website_visit, demo_request` with your activities");
    return out;
  }
  Entity* entity = c_.findActivity(scope(), name);
  if (!entity) return out;
  c_.require(*entity, name.span);
  out.push_back(static_cast<std::uint32_t>(entity->index));
  return out;
}

/// A bare name inside `where` that is a field of the activities at hand; null (and no report) when it is none.
typed::ExprPtr ExprChecker::activityField(const syntax::Expr& expr, Type) {
  if (!where_.activities) return nullptr;
  const typed::Field* first = nullptr;
  std::size_t index = 0;
  const typed::Activity* without = nullptr;
  for (const std::uint32_t activity : *where_.activities) {
    const typed::Activity& declared = c_.program.activities[activity];
    const typed::Field* found = nullptr;
    for (std::size_t i = 0; i < declared.fields.size(); ++i)
      if (declared.fields[i].name == expr.text && (!first || (i == index && declared.fields[i].type == first->type))) {
        found = &declared.fields[i];
        if (!first) index = i;
      }
    if (!found) without = &declared;
    else if (!first) first = found;
  }
  if (!first) return nullptr;
  if (without) {
    error(Code::WhereOnManyActivities, expr.span, "not every activity meant here has the field " + inBackticks(expr.text))
        .label(without->span, inBackticks(without->name) + " lacks it, or has it otherwise")
        .withHelp("ask about one activity: `had call … where …`");
    // The field is real; go on with its type so that one mistake gives one message.
  }
  auto made = make(Kind::ActivityField, first->type, expr.span);
  made->index = static_cast<std::uint32_t>(index);
  return made;
}

typed::ExprPtr ExprChecker::query(const syntax::Expr& expr) {
  if (where_.place == Place::Constant || where_.place == Place::Pool) {
    const bool pool = where_.place == Place::Pool;
    error(pool ? Code::NameNotHere : Code::ConstantNeeded, expr.span,
          pool ? "what a lead did says nothing about a rep" : "what a lead did differs from lead to lead, and a fixed value is needed here");
    return nullptr;
  }
  if (where_.place == Place::Activity) {
    error(Code::NameNotHere, expr.span, "a `where` looks at one activity and cannot ask for others").withHelp("join two conditions with `and`");
    return nullptr;
  }
  auto made = std::make_unique<typed::Query>();
  made->activities = activitiesOf(expr.activity);
  bool good = !made->activities.empty();
  if (expr.since) {
    made->window = sinceWindow(expr);
    good = good && made->window;
  } else if (expr.window) {
    made->window = check(*expr.window, kDuration);
    if (!made->window) {
      good = false;
    } else if (made->window->type.kind == TypeKind::BusinessDuration) {
      error(Code::BadWindow, expr.window->span, "a window is counted on the wall clock, not in business time").withHelp("write it without `business`");
      good = false;
    } else if (isNumeric(made->window->type)) {
      error(Code::DurationWithoutUnit, expr.window->span, "a window is a duration").withHelp("write the unit: `" + written(expr.window->span) + " days`");
      good = false;
    } else if (made->window->type.kind != TypeKind::Duration) {
      error(Code::BadWindow, expr.window->span, "a window is a duration, and this is " + describe(c_, made->window->type));
      good = false;
    } else if (const auto length = evaluate(*made->window); length && length->bits <= 0) {
      error(Code::BadWindow, expr.window->span, "a window of no time holds nothing").withHelp("write a positive duration, such as `7 days`");
      good = false;
    }
  }
  if (expr.where && !made->activities.empty()) {
    ExprScope inner = where_;
    inner.place = Place::Activity;
    inner.activities = &made->activities;
    made->where = ExprChecker(c_, inner).condition(*expr.where);
    good = good && made->where;
  }
  const bool had = expr.kind == ExprKind::Had || expr.kind == ExprKind::NoHad;
  Type type = had ? kBool : expr.kind == ExprKind::Count ? kInt : kInstant;
  std::int32_t column = -1;
  if (expr.kind == ExprKind::Last && !expr.text.empty() && !made->activities.empty()) {
    std::vector<std::string_view> fields;
    const typed::Activity& first = c_.program.activities[made->activities.front()];
    for (std::size_t i = 0; i < first.fields.size(); ++i) {
      fields.push_back(first.fields[i].name);
      if (fields.back() == expr.text) {
        column = static_cast<std::int32_t>(i);
        type = first.fields[i].type;
      }
    }
    if (column < 0) {
      if (expr.text != "at") {  // `last call.at` is `last call`
        auto& finding = error(Code::UnknownActivityField, expr.span, "the activity " + inBackticks(first.name) + " has no field " + inBackticks(expr.text));
        finding.label(first.span, "declared here");
        if (const std::string_view near = diag::suggest(expr.text, fields); !near.empty()) finding.withHelp("did you mean " + inBackticks(near) + "?");
        good = false;
      }
    } else if (made->activities.size() > 1) {
      error(Code::WhereOnManyActivities, expr.span, "several activities are meant, and a field belongs to one").withHelp("name the activity: `last " + first.name + '.' + expr.text + "`");
      good = false;
    }
  }
  if (!good) return nullptr;
  auto out = make(had ? Kind::Had : expr.kind == ExprKind::Count ? Kind::Count : Kind::Last, type, expr.span);
  out->column = column;
  out->query = std::move(made);
  return out;
}

}  // namespace leadflow::check
