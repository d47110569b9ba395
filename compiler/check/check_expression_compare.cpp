// Comparisons: both sides of one type, or a message that says what to write. States (`is reached`, `is open`). Text operators.
#include "compiler/check/expression.hpp"
#include "compiler/diag/suggest.hpp"
#include "runtime/value/country.hpp"
#include "runtime/value/enum_key.hpp"
#include "runtime/value/money.hpp"

#include <re2/re2.h>

namespace leadflow::check {

using diag::Code;
using syntax::ExprKind;
using Declared = resolve::Kind;

namespace {

bool isTextual(Type type) { return leadflow::isTextual(type.kind); }
bool isTime(Type type) { return type.kind == TypeKind::Duration || type.kind == TypeKind::BusinessDuration; }
bool isValueType(Type type) { return type.kind == TypeKind::Enum || type.kind == TypeKind::Country || type.kind == TypeKind::Rep; }

bool isStateWord(std::string_view word) {
  return word == "reached" || word == "open" || word == "closed" || word == "complete" || word == "failed" || word == "finished";
}

/// "an amount of money", "a plain number": how a mixed comparison names its sides.
std::string side(const Context& context, Type type) {
  if (type.kind == TypeKind::Money) return "an amount of money";
  if (isNumeric(type) && type.kind != TypeKind::Points) return "a plain number";
  return describe(context, type);
}

}  // namespace

bool ExprChecker::unify(ExprPtr& left, ExprPtr& right) {
  if (left->type == right->type) return true;
  if (converts(*right, left->type)) return right = convert(std::move(right), left->type), true;
  if (converts(*left, right->type)) return left = convert(std::move(left), right->type), true;
  return false;
}

void ExprChecker::mismatch(const syntax::Expr& expr, const typed::Expr& left, const typed::Expr& right, std::string_view verb) {
  const Type l = left.type, r = right.type;
  const Span at = expr.op_span.known() ? expr.op_span : expr.span;
  const std::string title = "cannot " + std::string(verb) + ' ' + side(c_, l) + " with " + side(c_, r);
  const auto both = [&](diag::Diagnostic& finding) -> diag::Diagnostic& {
    finding.label(left.span, origin(left));
    finding.label(right.span, origin(right));
    return finding;
  };
  const bool money = l.kind == TypeKind::Money || r.kind == TypeKind::Money;
  const bool percent = l.kind == TypeKind::Percent || r.kind == TypeKind::Percent;
  const bool numeric = isNumeric(l) || isNumeric(r);
  const typed::Expr& plain = isNumeric(l) ? left : right;
  if (money && numeric) {
    auto& finding = error(Code::MoneyWithNumber, at, title);
    const typed::Expr& amount = isNumeric(l) ? right : left;
    finding.label(amount.span, origin(amount)).label(plain.span, isConst(plain) ? "a number, without a currency" : origin(plain));
    finding.note("money compares only with money of the same currency");
    if (isConst(plain)) {
      const std::string fixed = written(plain.span) + ' ' + std::string(currencyCode(static_cast<int>(amount.type.ref)));
      finding.withHelp("write the currency: " + inBackticks(fixed)).edit(plain.span, fixed);
    }
    return;
  }
  if (l.kind == TypeKind::Money && r.kind == TypeKind::Money) {
    both(error(Code::DifferentCurrencies, at, "cannot " + std::string(verb) + " amounts in different currencies")).note("a playbook counts in one currency; a lead's other currencies are converted when its data are read");
    return;
  }
  if (percent && numeric) {
    auto& finding = both(error(Code::PercentWithNumber, at, title));
    if (isConst(plain)) finding.withHelp("write the percent sign: `" + written(plain.span) + "%`").edit(plain.span, written(plain.span) + '%');
    return;
  }
  if (isTime(l) && isTime(r)) {
    both(error(Code::WallWithBusinessTime, at, "cannot " + std::string(verb) + " time on the wall clock with business time"))
        .note("business time passes only while a calendar is open").withHelp("write both with `business`, or both without");
    return;
  }
  if ((isTime(l) || isTime(r)) && numeric) {
    auto& finding = both(error(Code::DurationWithoutUnit, at, title));
    if (isConst(plain)) finding.withHelp("write the unit: `" + written(plain.span) + " days`");
    return;
  }
  if (l.kind == TypeKind::Enum && r.kind == TypeKind::Enum) {
    both(error(Code::DifferentEnums, at, "cannot " + std::string(verb) + " values of two different lists"))
        .note("the left side is " + describe(c_, l) + "; the right side is " + describe(c_, r));
    return;
  }
  const bool quoted_right = isValueType(l) && isTextual(r) && isConst(right);
  const bool quoted_left = isValueType(r) && isTextual(l) && isConst(left);
  if (quoted_right || quoted_left) {
    const typed::Expr& text = quoted_right ? right : left;
    const Type type = quoted_right ? l : r;
    std::string value;
    if (const auto meant = constantOfText(c_, text.constant.text, type)) value = showConstant(c_, *meant);
    if (type.kind == TypeKind::Enum && value.empty()) {
      std::vector<std::string_view> values;
      for (const auto& known : c_.enumOf(type).values) values.push_back(known.name);
      auto& finding = error(Code::ValueNotInEnum, text.span, inBackticks(c_.enumOf(type).name) + " has no value " + inBackticks(text.constant.text));
      finding.note("its values: " + describe(c_, type).substr(7));
      if (const std::string_view near = diag::suggest(text.constant.text, values); !near.empty())
        finding.withHelp("did you mean " + inBackticks(near) + "?").edit(text.span, std::string(near));
      return;
    }
    auto& finding = error(Code::ValueInQuotes, text.span, "text in quotes where " + describe(c_, type) + " is meant");
    finding.label(quoted_right ? left.span : right.span, origin(quoted_right ? left : right));
    if (!value.empty()) finding.withHelp("write it without quotes: " + inBackticks(value)).edit(text.span, value);
    return;
  }
  auto& finding = both(error(Code::IncomparableTypes, at, title));
  if (isTextual(l) && isNumeric(r) && isConst(right)) finding.withHelp("put it in quotes: `\"" + written(right.span) + "\"`").edit(right.span, '"' + written(right.span) + '"');
  else if (l.kind == TypeKind::Instant && isTime(r)) finding.withHelp("compare how long ago it was: `now - " + written(left.span) + " > " + written(right.span) + "`");
  else if (l.kind == TypeKind::Instant && isTextual(r) && isConst(right)) finding.withHelp("write the date without quotes: `2026-03-02`");
  else if (isNumeric(l) && isTextual(r) && isConst(right)) finding.withHelp("write the number without quotes");
  else if (l.kind == TypeKind::EnumSet && r.kind == TypeKind::Enum) finding.withHelp("write it the other way round: `" + written(right.span) + " in " + written(left.span) + "`");
}

/// `mql is reached` may have been read as a comparison of two names.
bool ExprChecker::isStateComparison(const syntax::Expr& expr) {
  if (expr.kind != ExprKind::Is && expr.kind != ExprKind::IsNot) return false;
  if (expr.args[1]->kind != ExprKind::Name || !isStateWord(expr.args[1]->text)) return false;
  if (Entity* entity = entityOf(*expr.args[0])) return entity->kind == Declared::Milestone || entity->kind == Declared::Checklist;
  if (expr.args[0]->kind != ExprKind::Name) return false;
  return static_cast<bool>(c_.names.look(scope(), Space::Calendars, expr.args[0]->text));
}

typed::ExprPtr ExprChecker::comparison(const syntax::Expr& expr) {
  if (isStateComparison(expr)) return state(expr, *expr.args[0], expr.args[1]->text, expr.args[1]->span, expr.kind == ExprKind::IsNot);
  const syntax::Expr& l = *expr.args[0];
  const syntax::Expr& r = *expr.args[1];
  const bool equality = expr.kind == ExprKind::Is || expr.kind == ExprKind::IsNot;

  // `A is rating`: the side that is declared says what the other means.
  const bool right_first = equality && l.kind == ExprKind::Name && !entityOf(l) && (r.kind != ExprKind::Name || entityOf(r)) && l.text != "now" &&
                           !(c_.hasStages() && (l.text == "stage" || l.text == "owner" || l.text == "queue")) && where_.place != Place::Pool &&
                           where_.place != Place::Activity && where_.place != Place::Outcome;
  ExprPtr left, right;
  if (right_first) {
    right = check(r);
    if (right) left = check(l, right->type);
  } else if (where_.place == Place::Outcome && l.kind == ExprKind::Name && l.text == "route" && r.kind == ExprKind::Name &&
             !c_.names.look(scope(), Space::Values, "route")) {
    for (std::size_t i = 0; i < c_.program.routes.size() && !left; ++i)  // of several routes, the one that has the rule
      if (!c_.program.routes[i].called_only && c_.enumValue(c_.program.routes[i].rule_enum, r.text) >= 0) left = outcome("route", static_cast<std::uint32_t>(i), l.span);
    if (!left) left = check(l);
    if (left) right = check(r, left->type);
  } else {
    left = check(l);
    if (left && left->type.kind == TypeKind::EnumSet && r.kind == ExprKind::Name) {
      error(Code::IncomparableTypes, expr.op_span.known() ? expr.op_span : expr.span, inBackticks(written(l.span)) + " holds several values and is never just one")
          .label(l.span, origin(*left))
          .withHelp("ask whether it holds this one: `" + r.text + " in " + written(l.span) + "`").edit(expr.span, r.text + " in " + written(l.span));
      return nullptr;
    }
    if (left) right = check(r, left->type);
    else if (r.kind != ExprKind::Name) check(r);  // for its own mistakes; a bare name may be a value of what was not understood
  }
  if (!left || !right) return nullptr;
  if (!unify(left, right)) {
    mismatch(expr, *left, *right, "compare");
    return nullptr;
  }
  Kind kind = Kind::Equal;
  switch (expr.kind) {
    case ExprKind::IsNot: kind = Kind::NotEqual; break;
    case ExprKind::Less:
    case ExprKind::Before: kind = Kind::Less; break;
    case ExprKind::LessEqual: kind = Kind::LessEqual; break;
    case ExprKind::Greater:
    case ExprKind::After: kind = Kind::Greater; break;
    case ExprKind::GreaterEqual: kind = Kind::GreaterEqual; break;
    default: break;
  }
  const bool time_words = expr.kind == ExprKind::Before || expr.kind == ExprKind::After;
  if (time_words && left->type.kind != TypeKind::Instant) {
    error(Code::WrongType, expr.op_span.known() ? expr.op_span : expr.span, "`before` and `after` compare points in time, not " + describe(c_, left->type))
        .label(left->span, origin(*left)).withHelp("use `<` or `>`");
    return nullptr;
  }
  if (!equality && !hasOrder(left->type)) {
    auto& finding = error(Code::NoOrder, expr.op_span.known() ? expr.op_span : expr.span, describe(c_, left->type) + " is neither larger nor smaller than another");
    finding.label(left->span, origin(*left));
    if (left->type.kind == TypeKind::Enum && isConst(*right)) {
      const auto& values = c_.enumOf(left->type).values;
      std::string list;
      for (std::size_t i = 0; i <= static_cast<std::size_t>(right->constant.bits); ++i) list += (i ? ", " : "") + values[i].name;
      finding.withHelp("list the values that count: `" + written(left->span) + " in [" + list + "]`");
    } else if (left->type.kind == TypeKind::BusinessDuration) {
      finding.note("a business day is no fixed number of hours");
    }
    return nullptr;
  }
  if (equality && (left->type.kind == TypeKind::EnumSet || left->type.kind == TypeKind::TextSet)) {
    error(Code::IncomparableTypes, expr.op_span.known() ? expr.op_span : expr.span, "sets of values do not compare").withHelp("ask for single values with `in`");
    return nullptr;
  }
  auto made = make(kind, kBool, expr.span);
  made->args.push_back(std::move(left));
  made->args.push_back(std::move(right));
  return made;
}

typed::ExprPtr ExprChecker::state(const syntax::Expr& expr, const syntax::Expr& subject, std::string_view word, Span word_span, bool negated) {
  const auto finish = [&](ExprPtr made, bool opposite) -> ExprPtr {
    if (negated == opposite) return made;
    auto turned = make(Kind::Not, kBool, expr.span);
    turned->args.push_back(std::move(made));
    return turned;
  };
  const std::string shown = inBackticks(written(subject.span));
  if (subject.kind == ExprKind::Workflow) return workflowState(expr, subject, word, word_span, negated);
  Entity* entity = entityOf(subject);
  if (entity && entity->kind == Declared::Milestone && word == "reached") {
    if (where_.place == Place::Pool || where_.place == Place::Constant) return valueOf(*entity, subject);
    c_.require(*entity, subject.span);
    auto made = make(Kind::MilestoneReached, kBool, expr.span);
    made->index = static_cast<std::uint32_t>(entity->index);
    return finish(std::move(made), false);
  }
  if (entity && entity->kind == Declared::Checklist) {
    if (!mayAskWorkflow(expr.span, shown)) return nullptr;
    const Type states{TypeKind::Enum, c_.stateEnum(bytecode::ContextKind::ChecklistState)};
    return stateIs(context(bytecode::ContextKind::ChecklistState, c_.indexOf(*entity), 0, states, subject.span), bytecode::ContextKind::ChecklistState,
                   "the checklist " + shown, word, word_span, expr.span, negated);
  }
  // `queue is closed` in a test: the queue of that name, not a calendar.
  const bool routing = subject.kind == ExprKind::Name && (c_.hasStages() || where_.place == Place::Outcome) &&
                       (subject.text == "stage" || subject.text == "queue" || subject.text == "route" || subject.text == "owner" || c_.names.look(scope(), Space::Routes, subject.text));
  if (!entity && !routing && subject.kind == ExprKind::Name && (word == "open" || word == "closed")) {
    Entity* calendar = c_.names.find(scope(), Space::Calendars, subject.text, subject.span, c_.diags);
    if (!calendar) {
      c_.unknownName(Code::UnknownCalendar, "calendar", syntax::Name{subject.text, subject.span}, scope(), Space::Calendars);
      return nullptr;
    }
    if (where_.place == Place::Pool || where_.place == Place::Constant) {
      error(Code::NameNotHere, expr.span, "whether a calendar is open changes by the hour and cannot stand here").withHelp("say `available` behind the pool in a route");
      return nullptr;
    }
    c_.require(*calendar, subject.span);
    auto made = make(Kind::CalendarOpen, kBool, expr.span);
    made->index = static_cast<std::uint32_t>(calendar->index);
    return finish(std::move(made), word == "closed");
  }
  ExprPtr value = check(subject);
  if (!value) return nullptr;
  if (value->kind == Kind::Context && word == "open" && c_.program.workflow.context[value->index].kind == bytecode::ContextKind::ChecklistItem) {  // bant.budget is open
    auto answered = make(Kind::IsKnown, kBool, expr.span);
    answered->args.push_back(std::move(value));
    return finish(std::move(answered), true);
  }
  if (value->type.kind == TypeKind::Enum) {
    const int index = c_.enumValue(value->type.ref, word);
    if (index >= 0) {
      auto made = make(negated ? Kind::NotEqual : Kind::Equal, kBool, expr.span);
      const Type type = value->type;
      made->args.push_back(std::move(value));
      made->args.push_back(constant(type, index, word_span));
      return made;
    }
  }
  auto& finding = error(Code::NotAState, expr.span, shown + " is " + describe(c_, value->type) + " and is never " + inBackticks(word));
  if (word == "reached") finding.note("milestones are reached");
  else if (word == "open" || word == "closed") finding.note("calendars are open or closed");
  if (entity) finding.label(entity->span, resolve::withArticle(entity->kind) + ", declared here");
  return nullptr;
}

typed::ExprPtr ExprChecker::textOperator(const syntax::Expr& expr) {
  const std::string_view word = expr.kind == ExprKind::Contains ? "contains" : expr.kind == ExprKind::BeginsWith ? "begins with"
                                : expr.kind == ExprKind::EndsWith ? "ends with" : "matches";
  ExprPtr left = check(*expr.args[0]);
  if (left && expr.kind == ExprKind::Contains && (left->type.kind == TypeKind::EnumSet || left->type.kind == TypeKind::TextSet)) {
    const bool names = left->type.kind == TypeKind::EnumSet;
    ExprPtr part = expect(*expr.args[1], names ? Type{TypeKind::Enum, left->type.ref} : kText, "the right side of `contains`");
    if (!part) return nullptr;
    auto made = make(names ? Kind::InEnumSet : Kind::InTextSet, kBool, expr.span);
    made->args.push_back(std::move(part));
    made->args.push_back(std::move(left));
    return made;
  }
  if (left && !isTextual(left->type)) {
    auto& finding = error(Code::TextNeeded, expr.op_span.known() ? expr.op_span : expr.span, inBackticks(word) + " looks into text, and this is " + describe(c_, left->type));
    finding.label(left->span, origin(*left));
    if (left->type.kind == TypeKind::Enum) finding.withHelp("compare values with `is` or `in [ … ]`");
    return nullptr;
  }
  if (expr.kind == ExprKind::Matches) {
    const syntax::Expr& pattern = *expr.args[1];
    if (pattern.kind != ExprKind::Pattern) {
      error(Code::MissingPattern, pattern.span, "`matches` takes a pattern between slashes").withHelp("write `/…/i`, or use `contains` for plain text");
      return nullptr;
    }
    RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(!pattern.flag);
    const RE2 compiled(pattern.text, options);
    if (!compiled.ok()) {
      error(Code::BadPattern, pattern.span, "this pattern cannot be read: " + compiled.error())
          .note("patterns are those of RE2: no look-around and no back-references, so that they always end");
      return nullptr;
    }
    if (!left) return nullptr;
    auto made = make(Kind::Matches, kBool, expr.span);
    made->index = c_.addPattern({pattern.text, pattern.flag, pattern.span});
    made->args.push_back(std::move(left));
    return made;
  }
  ExprPtr right = check(*expr.args[1], kText);
  if (!left || !right) return nullptr;
  if (!isTextual(right->type)) {
    auto& finding = error(Code::TextNeeded, right->span, inBackticks(word) + " looks for text, and this is " + describe(c_, right->type));
    if (isConst(*right) && isNumeric(right->type)) finding.withHelp("put it in quotes: `\"" + written(right->span) + "\"`").edit(right->span, '"' + written(right->span) + '"');
    return nullptr;
  }
  if (isConst(*right)) right = convert(std::move(right), left->type.kind == TypeKind::Code ? left->type : kText);
  auto made = make(expr.kind == ExprKind::Contains ? Kind::Contains : expr.kind == ExprKind::BeginsWith ? Kind::BeginsWith : Kind::EndsWith, kBool, expr.span);
  made->args.push_back(std::move(left));
  made->args.push_back(std::move(right));
  return made;
}

}  // namespace leadflow::check
