#include "compiler/check/timed_conditions.hpp"

#include <algorithm>

#include "compiler/check/asked.hpp"
#include "compiler/check/expression.hpp"
#include "runtime/bytecode/visit.hpp"
#include "stdlib/functions.hpp"

namespace leadflow::check {

using bytecode::FunctionRef;
using typed::ExprKind;

namespace {

constexpr std::uint8_t kTurned[] = {0, 2, 1, 3};   // Direction of -x

typed::ExprPtr constantOf(Type type, std::int64_t bits, Span span) {
  auto made = std::make_unique<typed::Expr>(ExprKind::Const, type, span);
  made->constant = {type, bits, {}};
  return made;
}

typed::ExprPtr differenceOf(typed::ExprPtr left, typed::ExprPtr right) {
  auto made = std::make_unique<typed::Expr>(ExprKind::Subtract, kDuration, left->span);
  made->args.push_back(std::move(left));
  made->args.push_back(std::move(right));
  return made;
}

typed::ExprPtr nowAt(Span span) { return std::make_unique<typed::Expr>(ExprKind::Now, kInstant, span); }

bool sameExpr(const typed::Expr* a, const typed::Expr* b) {
  if (a == nullptr || b == nullptr) return a == b;
  if (a->kind != b->kind || !(a->type == b->type) || a->index != b->index || a->column != b->column || a->query || b->query ||
      !a->bands.empty() || !b->bands.empty() || a->constant.bits != b->constant.bits || a->constant.text != b->constant.text ||
      a->scale_percent != b->scale_percent || a->args.size() != b->args.size())
    return false;
  for (std::size_t i = 0; i < a->args.size(); ++i)
    if (!sameExpr(a->args[i].get(), b->args[i].get())) return false;
  return true;
}

void sortedUnion(std::vector<std::uint32_t>& into, const std::vector<std::uint32_t>& more) {
  into.insert(into.end(), more.begin(), more.end());
  std::sort(into.begin(), into.end());
  into.erase(std::unique(into.begin(), into.end()), into.end());
}

}  // namespace

void TimedConditions::Motion::add(const Motion& other) {
  always = always || other.always;
  sortedUnion(activities, other.activities);
  sortedUnion(boundaries, other.boundaries);
}

void TimedConditions::Motion::lose() {
  fading = kBoth;
  always = true;
  slope = 0;
}

void TimedConditions::Motion::addBoundary(std::uint32_t boundary) { sortedUnion(boundaries, {boundary}); }

/// Answers are kept; while one is being worked out it counts as standing still (a circle cannot occur in a checked program).
template <class F>
const TimedConditions::Motion& TimedConditions::once(std::vector<std::unique_ptr<Motion>>& known, std::size_t index, F&& compute) {
  if (known.size() <= index) known.resize(index + 1);
  if (!known[index]) {
    known[index] = std::make_unique<Motion>();
    Motion found = compute();
    *known[index] = std::move(found);
  }
  return *known[index];
}

std::uint32_t TimedConditions::boundary(Boundary made, ExprPtr value) {
  auto& all = program_.workflow.boundaries;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Boundary& other = all[i];
    const Expr* its = other.value ? program_.workflow_functions[static_cast<std::size_t>(other.value.index)].get() : nullptr;
    if (other.kind == made.kind && other.slope == made.slope && other.at == made.at && other.after == made.after && other.newest == made.newest &&
        other.index == made.index && other.activities == made.activities && other.dates == made.dates && sameExpr(its, value.get()))
      return static_cast<std::uint32_t>(i);
  }
  made.value = context_.addFunction(std::move(value));
  all.push_back(std::move(made));
  return static_cast<std::uint32_t>(all.size() - 1);
}

void TimedConditions::meet(const Expr& left, const Expr& right, std::int64_t slope, bool at, bool after, Motion& motion) {
  if (slope == 0) return;
  if (slope != static_cast<std::int32_t>(slope)) return motion.lose();
  Boundary made;
  made.slope = static_cast<std::int32_t>(slope);
  made.at = at;
  made.after = after;
  motion.addBoundary(boundary(std::move(made), differenceOf(typed::clone(left), typed::clone(right))));
}

// ---- expressions

TimedConditions::Motion TimedConditions::of(const Expr& expr) {
  Motion motion;
  switch (expr.kind) {
    case ExprKind::Now: motion.slope = 1; return motion;
    case ExprKind::CalendarOpen: {
      Boundary made;
      made.kind = Boundary::Kind::Calendar;
      made.index = expr.index;
      motion.addBoundary(boundary(std::move(made), nullptr));
      return motion;
    }
    case ExprKind::Derived:
      return once(derived_, expr.index, [&] { return program_.derived[expr.index].value ? of(*program_.derived[expr.index].value) : Motion{}; });
    case ExprKind::Score: return once(scores_, expr.index, [&] { return score(expr.index); });
    case ExprKind::Grade:
      return once(grades_, expr.index, [&] {
        const typed::Grade& grade = program_.grades[expr.index];
        return grade.of ? bands(*grade.of, grade.bands) : Motion{};
      });
    case ExprKind::DecisionOutput: return once(decisions_, expr.index, [&] { return decision(expr.index); });
    case ExprKind::MilestoneReached:
    case ExprKind::MilestoneAt:   // reached for good: it only comes true, and the engine looks at milestones by themselves
      motion = once(milestones_, expr.index, [&] { return program_.milestones[expr.index].when ? of(*program_.milestones[expr.index].when) : Motion{}; });
      motion.fading = expr.kind == ExprKind::MilestoneReached ? motion.fading & kUp : kStill;
      return motion;
    case ExprKind::Had:
    case ExprKind::Count:
    case ExprKind::Last: return query(expr);
    case ExprKind::Add:
    case ExprKind::Subtract: return sum(expr);
    case ExprKind::Multiply:
    case ExprKind::Divide: return product(expr);
    case ExprKind::Negate:
    case ExprKind::Not:
      motion = of(*expr.args[0]);
      motion.slope = -motion.slope;
      motion.fading = kTurned[motion.fading];
      return motion;
    case ExprKind::IntToNumber:
    case ExprKind::Retype: return of(*expr.args[0]);
    case ExprKind::And:
    case ExprKind::Or:
      for (const ExprPtr& arg : expr.args) {
        const Motion part = of(*arg);
        motion.add(part);
        motion.fading |= part.fading;
      }
      return motion;
    case ExprKind::IsKnown:
      motion = of(*expr.args[0]);
      motion.slope = 0;
      if (motion.fading != kStill) motion.lose();
      return motion;
    case ExprKind::Coalesce:
    case ExprKind::FirstOf: return oneOf(expr);
    case ExprKind::RangesOf: return bands(*expr.args[0], expr.bands);
    case ExprKind::Equal:
    case ExprKind::NotEqual:
    case ExprKind::Less:
    case ExprKind::LessEqual:
    case ExprKind::Greater:
    case ExprKind::GreaterEqual:
    case ExprKind::InRange: return comparison(expr);
    case ExprKind::Call: return call(expr);
    default: return arguments(expr);
  }
}

TimedConditions::Motion TimedConditions::arguments(const Expr& expr) {
  Motion motion;
  for (const ExprPtr& arg : expr.args) {
    const Motion part = of(*arg);
    motion.add(part);
    if (part.fading != kStill || part.slope != 0) motion.lose();
  }
  return motion;
}

TimedConditions::Motion TimedConditions::sum(const Expr& expr) {
  const Motion left = of(*expr.args[0]), right = of(*expr.args[1]);
  const bool minus = expr.kind == ExprKind::Subtract;
  Motion motion = left;
  motion.add(right);
  motion.slope += minus ? -right.slope : right.slope;
  motion.fading |= minus ? kTurned[right.fading] : right.fading;
  return motion;
}

/// By something that stands still and whose sign is known; else nobody knows.
TimedConditions::Motion TimedConditions::product(const Expr& expr) {
  const Motion left = of(*expr.args[0]), right = of(*expr.args[1]);
  Motion motion = left;
  motion.add(right);
  motion.fading |= right.fading;
  const bool left_moves = left.fading != kStill || left.slope != 0, right_moves = right.fading != kStill || right.slope != 0;
  if (!left_moves && !right_moves) return motion;
  const Expr& by = *expr.args[left_moves ? 1 : 0];
  const bool evenly = left.slope != 0 || right.slope != 0;
  const bool divided = expr.kind == ExprKind::Divide;
  if ((left_moves && right_moves) || by.kind != ExprKind::Const || by.constant.isMissing() || (divided && (evenly || right_moves))) {
    motion.lose();
    return motion;
  }
  if (evenly) {   // a duration by a whole number
    if (by.type.kind != TypeKind::Int || by.constant.bits > 1'000'000 || by.constant.bits < -1'000'000) motion.lose();
    else motion.slope = (left_moves ? left.slope : right.slope) * by.constant.bits;
  } else if (by.constant.bits < 0) {
    motion.fading = kTurned[motion.fading];
  }
  return motion;
}

/// Evenly where all the values do, in whichever of them is chosen.
TimedConditions::Motion TimedConditions::oneOf(const Expr& expr) {
  Motion motion;
  bool uneven = false, first = true;
  const auto value = [&](const Expr& arg) {
    const Motion part = of(arg);
    motion.add(part);
    motion.fading |= part.fading;
    if (first) motion.slope = part.slope;
    uneven = uneven || part.slope != motion.slope;
    first = false;
  };
  const bool cases = expr.kind == ExprKind::FirstOf;
  for (std::size_t i = 0; i < expr.args.size(); ++i) {
    if (cases && i % 2 == 0 && i + 1 < expr.args.size()) {
      const Motion when = of(*expr.args[i]);
      motion.add(when);
      uneven = uneven || when.fading != kStill;
    } else if (expr.args[i]->kind != ExprKind::Const || !expr.args[i]->constant.isMissing()) {
      value(*expr.args[i]);
    }
  }
  if (uneven) motion.lose();
  return motion;
}

TimedConditions::Motion TimedConditions::comparison(const Expr& expr) {
  std::vector<Motion> parts;
  Motion motion;
  for (const ExprPtr& arg : expr.args) {
    motion.add(parts.emplace_back(of(*arg)));
    if (expr.kind == ExprKind::InRange && parts.back().fading != kStill) motion.lose();
  }
  if (expr.kind == ExprKind::InRange) {
    const std::int64_t low = parts[0].slope - parts[1].slope, high = parts[0].slope - parts[2].slope;
    if (!expr.open_low) meet(*expr.args[0], *expr.args[1], low, low > 0, low < 0, motion);
    if (!expr.open_high) meet(*expr.args[0], *expr.args[2], high, high < 0, high > 0, motion);
    return motion;
  }
  const std::int64_t slope = parts[0].slope - parts[1].slope;
  const bool greater = expr.kind == ExprKind::Greater || expr.kind == ExprKind::GreaterEqual;
  const bool ordered = expr.kind != ExprKind::Equal && expr.kind != ExprKind::NotEqual;
  if (!ordered) {
    if ((parts[0].fading | parts[1].fading) != kStill) motion.lose();
    meet(*expr.args[0], *expr.args[1], slope, true, true, motion);
    return motion;
  }
  const std::uint8_t grows = parts[0].fading | kTurned[parts[1].fading];   // left minus right
  motion.fading = greater ? grows : kTurned[grows];
  // With left minus right growing, `<` and `>=` are others from the equality on, `<=` and `>` just after it.
  const bool with_equal = expr.kind == ExprKind::LessEqual || expr.kind == ExprKind::GreaterEqual;
  const bool at = (slope > 0) == (greater == with_equal);
  meet(*expr.args[0], *expr.args[1], slope, at, !at, motion);
  return motion;
}

TimedConditions::Motion TimedConditions::bands(const Expr& value, const std::vector<typed::Band>& bands) {
  Motion motion = of(value);
  const std::int64_t slope = motion.slope;
  motion.slope = 0;
  if (motion.fading != kStill) motion.lose();
  for (const typed::Band& band : bands) {
    if (band.has_low) meet(value, *constantOf(value.type, band.low, value.span), slope, true, true, motion);
    if (band.has_high) meet(value, *constantOf(value.type, band.high, value.span), slope, true, true, motion);
  }
  return motion;
}

TimedConditions::Motion TimedConditions::call(const Expr& expr) {
  const std::string_view name = stdlib::kFunctions[expr.index].name;
  const auto calendarDay = [&](const Expr& instant, std::int64_t slope, Motion& motion) {
    if (slope == 0) return;
    if (slope != 1) return motion.lose();
    Boundary made;
    made.kind = name == "hour" ? Boundary::Kind::Hour : Boundary::Kind::Midnight;
    motion.addBoundary(boundary(std::move(made), typed::clone(instant)));
  };
  Motion motion;
  if (name == "today") {
    calendarDay(*nowAt(expr.span), 1, motion);
    return motion;
  }
  std::uint8_t fading = kStill;
  for (const ExprPtr& arg : expr.args) {
    const Motion part = of(*arg);
    motion.add(part);
    fading |= part.fading;
    if (arg->type.kind == TypeKind::Instant) calendarDay(*arg, part.slope, motion);
  }
  if (fading == kStill) return motion;
  if (name == "min" || name == "max" || name == "round" || name == "floor" || name == "ceiling") motion.fading |= fading;
  else motion.lose();
  return motion;
}

// ---- what the lead did

bool TimedConditions::stillWhere(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::Now:
    case ExprKind::CalendarOpen: return false;
    case ExprKind::Call:
      if (stdlib::kFunctions[expr.index].name == "today") return false;
      break;
    case ExprKind::Derived:
    case ExprKind::Score:
    case ExprKind::Grade:
    case ExprKind::DecisionOutput:
    case ExprKind::MilestoneReached:
    case ExprKind::MilestoneAt: return of(expr).still();
    default: break;
  }
  return std::all_of(expr.args.begin(), expr.args.end(), [&](const ExprPtr& arg) { return stillWhere(*arg); });
}

TimedConditions::Motion TimedConditions::query(const Expr& expr) {
  Motion motion;
  const typed::Query& query = *expr.query;
  if (query.where && !stillWhere(*query.where)) motion.lose();
  if (!query.window) return motion;
  const Motion window = of(*query.window);
  motion.add(window);
  if (window.fading != kStill) motion.lose();
  if (window.slope == 1) return motion;   // `in stage` is `now - stage.entered`: it grows as fast as the activities in it age
  if (window.slope != 0) {
    motion.lose();
    return motion;
  }
  Boundary made;
  made.kind = Boundary::Kind::Window;
  made.activities = query.activities;
  made.newest = !query.where && expr.kind != ExprKind::Count;
  motion.addBoundary(boundary(std::move(made), typed::clone(*query.window)));
  return motion;
}

// ---- scores, decisions

void TimedConditions::term(const typed::Score& score, const typed::Term& term, Motion& motion) {
  for (const typed::Term& option : term.best_of) this->term(score, option, motion);
  const auto part = [&](const Motion& of_it) {
    motion.add(of_it);
    motion.fading |= term.points < 0 ? kTurned[of_it.fading] : of_it.fading;
  };
  if (term.when) part(of(*term.when));
  if (term.per_field) part(of(*term.per_field));
  if (term.per && term.per->window) {
    Boundary made;
    const Motion window = of(*term.per->window);
    motion.add(window);
    if (window.fading != kStill || (window.slope != 0 && window.slope != 1)) motion.lose();
    made.kind = Boundary::Kind::Window;
    made.activities = term.per->activities;
    if (window.slope == 0) motion.addBoundary(boundary(std::move(made), typed::clone(*term.per->window)));
  }
  if (term.per && term.per->where && !stillWhere(*term.per->where)) motion.lose();

  const typed::Decay& decay = score.decay;
  const bool since = decay.since >= 0;
  if (decay.kind == typed::Decay::Kind::None || !term.best_of.empty() || (!since && !term.per)) return;
  if (decay.kind != typed::Decay::Kind::Steps) {
    motion.fading |= term.points < 0 ? kUp : kDown;
    if (since) motion.always = true;
    else sortedUnion(motion.activities, term.per->activities);
    return;
  }
  for (const typed::Decay::Step& step : decay.steps) {   // up to and with so old
    ExprPtr until = constantOf(kDuration, step.until_millis, term.span);
    Boundary made;
    if (since) {
      auto field = std::make_unique<Expr>(ExprKind::Field, kInstant, term.span);
      field->index = static_cast<std::uint32_t>(decay.since);
      meet(*differenceOf(nowAt(term.span), std::move(field)), *until, 1, false, true, motion);
    } else {
      made.kind = Boundary::Kind::Window;
      made.activities = term.per->activities;
      motion.addBoundary(boundary(std::move(made), std::move(until)));
    }
  }
}

TimedConditions::Motion TimedConditions::score(std::uint32_t index) {
  const typed::Score& score = program_.scores[index];
  Motion motion;
  if (score.formula) motion = of(*score.formula);
  for (const typed::Term& one : score.terms) term(score, one, motion);
  return motion;
}

TimedConditions::Motion TimedConditions::decision(std::uint32_t index) {
  const typed::Decision& decision = program_.decisions[index];
  Motion motion;
  for (const auto& input : decision.inputs) {
    if (!input.value) continue;
    const Motion part = of(*input.value);
    motion.add(part);
    if (part.fading != kStill || part.slope != 0) motion.lose();
  }
  Boundary made;
  made.kind = Boundary::Kind::Dates;
  for (const auto& row : decision.rows) {
    if (row.has_from) made.dates.push_back(row.valid_from);
    if (row.has_until) made.dates.push_back(row.valid_until);
  }
  std::sort(made.dates.begin(), made.dates.end());
  made.dates.erase(std::unique(made.dates.begin(), made.dates.end()), made.dates.end());
  if (!made.dates.empty()) motion.addBoundary(boundary(std::move(made), nullptr));
  return motion;
}

// ---- the conditions

std::int32_t TimedConditions::enter(FunctionRef condition, const Expr& expr, Motion motion) {
  if (motion.slope != 0) motion.lose();
  if (motion.still()) return -1;
  bytecode::TimedConditionInfo made;
  made.condition = condition;
  made.boundaries = motion.boundaries;
  made.rises = (motion.fading & kUp) != 0;
  made.falls = (motion.fading & kDown) != 0;
  if (!motion.always) made.fading = motion.activities;
  if (expr.kind == ExprKind::And) {
    auto steady = std::make_unique<Expr>(ExprKind::And, kBool, expr.span);
    for (const ExprPtr& arg : expr.args)
      if (of(*arg).still()) steady->args.push_back(typed::clone(*arg));
    if (steady->args.size() == 1) steady = std::move(steady->args.front());
    if (steady->kind != ExprKind::And || !steady->args.empty()) made.steady = context_.addFunction(std::move(steady));
  }
  program_.workflow.timed.push_back(std::move(made));
  return static_cast<std::int32_t>(program_.workflow.timed.size() - 1);
}

void TimedConditions::add(FunctionRef condition) {
  if (!condition) return;
  // The tree stays where it is while functions are added behind it.
  const Expr& expr = *program_.workflow_functions[static_cast<std::size_t>(condition.index)];
  enter(condition, expr, of(expr));
}

void TimedConditions::addValue(FunctionRef value) { add(value); }

bool TimedConditions::moves(FunctionRef function) { return function && !of(*program_.workflow_functions[static_cast<std::size_t>(function.index)]).still(); }

std::int32_t TimedConditions::milestone(std::uint32_t index) {
  const ExprPtr& when = program_.milestones[index].when;
  return when ? enter({}, *when, of(*when)) : -1;
}

void findTimedConditions(Context& context) {
  using bytecode::ActionInfo;
  using bytecode::TriggerInfo;
  TimedConditions timed(context);
  bytecode::WorkflowInfo& workflow = context.program.workflow;
  for (const bytecode::StageInfo& stage : workflow.stages) {
    for (const auto& line : stage.transitions)
      if (!line.by_person) timed.add(line.when);
    for (const auto& aging : stage.aging) timed.add(aging.when);
  }
  const auto triggers = [&](const std::vector<TriggerInfo>& all) {
    for (const TriggerInfo& trigger : all)
      if (trigger.kind == TriggerInfo::Kind::Condition) timed.add(trigger.condition);
  };
  for (const bytecode::SlaInfo& sla : workflow.slas) {
    triggers(sla.starts);
    triggers(sla.stops);
    triggers(sla.pauses);
    timed.addValue(sla.pauses_until);
  }
  for (const bytecode::HandoffInfo& handoff : workflow.handoffs) triggers(handoff.when);
  for (const bytecode::SequenceInfo& sequence : workflow.sequences)
    for (const ActionInfo& step : sequence.steps)
      if (step.kind == ActionInfo::Kind::Wait || step.kind == ActionInfo::Kind::StopWhen) timed.add(step.condition);
  for (const bytecode::ApprovalInfo& approval : workflow.approvals)
    for (const auto& ask : approval.asks) timed.add(ask.when);
  for (const bytecode::ReactionInfo& reaction : workflow.reactions) timed.add(reaction.becomes);
  for (bytecode::GuardInfo& guard : workflow.guards) {   // an activity that is told late changes what was true then
    Asked asked(context.program);
    asked.add(guard.only_when);
    guard.fields.assign(asked.fields().begin(), asked.fields().end());
    guard.time_dependent = timed.moves(guard.only_when) || asked.activities();
  }
  for (bytecode::ReactionInfo& reaction : workflow.reactions) {
    Asked asked(context.program);
    asked.add(reaction.becomes);
    reaction.fields.assign(asked.fields().begin(), asked.fields().end());
  }
  std::vector<std::int32_t> milestones;
  for (std::uint32_t i = 0; i < context.program.milestones.size(); ++i) milestones.push_back(timed.milestone(i));
  workflow.milestone_timed = std::move(milestones);
}

}  // namespace leadflow::check
