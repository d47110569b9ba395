#include "tests/differential/reference.hpp"

#include <date/tz.h>
#include <re2/re2.h>

#include <algorithm>
#include <cmath>

#include "runtime/bytecode/native_info.hpp"
#include "runtime/value/email.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::reference {

using typed::Expr;
using typed::ExprKind;
__extension__ typedef __int128 Wide;

namespace {

bool isText(typed::Type type) { return type.kind == TypeKind::Text || type.kind == TypeKind::Code || type.kind == TypeKind::Email; }
bool whole(typed::Type type) { return type.kind == TypeKind::Int || type.kind == TypeKind::Duration; }

/// Fits in 64 bits (the lowest number is not a value), else missing.
Value narrow(Wide wide) {
  if (wide > INT64_MAX || wide <= INT64_MIN) return Value::missing();
  return Value::of(static_cast<std::int64_t>(wide));
}

/// a / b to the nearest integer, a half to the even one.
Wide halfEven(Wide a, Wide b) {
  if (b < 0) { a = -a; b = -b; }
  Wide quotient = a / b, rest = a % b;
  if (rest < 0) { rest += b; --quotient; }
  if (2 * rest > b || (2 * rest == b && quotient % 2 != 0)) ++quotient;
  return quotient;
}

}  // namespace

Value Value::text(const std::string& original, bool exact) {
  std::string raw(trim(original));
  return {true, 0, exact ? raw : fold(raw), raw};
}

Outcome Interpreter::decide(const Record& record, std::int64_t now) {
  record_ = &record;
  now_ = now;
  out_ = {};
  out_.derived.resize(p_.derived.size());
  out_.scores.resize(p_.scores.size());
  out_.grades.resize(p_.grades.size());
  out_.reached.resize(p_.milestones.size());
  out_.reached_at.resize(p_.milestones.size());
  out_.decision_rows.assign(p_.decisions.size(), -1);
  for (const auto& item : p_.order) switch (item.kind) {
      case typed::Computed::Kind::Derived: out_.derived[item.index] = eval(*p_.derived[item.index].value); break;
      case typed::Computed::Kind::Score: out_.scores[item.index] = score(p_.scores[item.index]); break;
      case typed::Computed::Kind::Grade: out_.grades[item.index] = band(p_.grades[item.index].bands, eval(*p_.grades[item.index].of)); break;
      case typed::Computed::Kind::Milestone: {
        Value holds = eval(*p_.milestones[item.index].when), stamp = stampOf(item.index);
        bool yes = stamp.known || (holds.known && holds.number);
        out_.reached[item.index] = Value::truth(yes);
        out_.reached_at[item.index] = stamp.known ? stamp : yes ? Value::of(now) : Value::missing();
        break;
      }
      case typed::Computed::Kind::Decision: out_.decision_rows[item.index] = decisionRow(p_.decisions[item.index]); break;
    }
  for (const auto& route : p_.routes) {
    std::int32_t found = -1;
    for (std::size_t i = 0; i < route.rules.size() && found < 0; ++i) {
      if (!route.rules[i].when) found = static_cast<std::int32_t>(i);
      else if (Value holds = eval(*route.rules[i].when); holds.known && holds.number) found = static_cast<std::int32_t>(i);
    }
    out_.rules.push_back(found);
  }
  for (const auto& function : p_.workflow_functions) out_.workflow.push_back(function ? eval(*function) : Value::missing());
  return out_;
}

/// When the milestone was first reached, as the workflow remembers it.
Value Interpreter::stampOf(std::uint32_t milestone) {
  for (std::size_t i = 0; i < record_->context.size(); ++i) {
    const auto& info = p_.workflow.context[i];
    if (info.kind == bytecode::ContextKind::MilestoneAt && info.index == milestone) return record_->context[i];
  }
  return Value::missing();
}

Value Interpreter::constant(const typed::Constant& constant) {
  if (constant.isMissing()) return Value::missing();
  if (isText(constant.type)) return Value::text(constant.text, constant.type.kind == TypeKind::Code);
  return Value::of(constant.bits);
}

bool Interpreter::same(typed::Type type, const Value& a, const Value& b) { return isText(type) ? a.folded == b.folded : a.number == b.number; }

Value Interpreter::eval(const Expr& expr) {
  auto arg = [&](std::size_t i) { return eval(*expr.args[i]); };
  switch (expr.kind) {
    case ExprKind::Const: return constant(expr.constant);
    case ExprKind::Field: return record_->fields[expr.index];
    case ExprKind::Derived: return out_.derived[expr.index];
    case ExprKind::Score: return out_.scores[expr.index];
    case ExprKind::Grade: return out_.grades[expr.index];
    case ExprKind::MilestoneReached: return out_.reached[expr.index];
    case ExprKind::MilestoneAt: return out_.reached_at[expr.index];
    case ExprKind::Context: return record_->context[expr.index];
    case ExprKind::Now: return Value::of(now_);
    case ExprKind::ActivityField: return activity_->fields[expr.index];
    case ExprKind::ActivityAt: return Value::of(activity_->at);
    case ExprKind::IntToNumber: {
      Value a = arg(0);
      return a.known ? narrow(static_cast<Wide>(a.number) * 10'000) : a;
    }
    case ExprKind::Retype: return arg(0);
    case ExprKind::Negate: {
      Value a = arg(0);
      return a.known ? narrow(-static_cast<Wide>(a.number)) : a;
    }
    case ExprKind::Add: case ExprKind::Subtract: case ExprKind::Multiply: case ExprKind::Divide: return arithmetic(expr, arg(0), arg(1));
    case ExprKind::Equal: case ExprKind::NotEqual: case ExprKind::Less: case ExprKind::LessEqual: case ExprKind::Greater: case ExprKind::GreaterEqual:
      return compare(expr, arg(0), arg(1));
    case ExprKind::And: case ExprKind::Or: {
      bool deciding = expr.kind == ExprKind::Or;
      bool unknown = false;
      for (const auto& part : expr.args) {
        Value value = eval(*part);
        if (!value.known) unknown = true;
        else if ((value.number != 0) == deciding) return Value::truth(deciding);
      }
      return unknown ? Value::missing() : Value::truth(!deciding);
    }
    case ExprKind::Not: {
      Value a = arg(0);
      return a.known ? Value::truth(!a.number) : a;
    }
    case ExprKind::IsKnown: return Value::truth(arg(0).known);
    case ExprKind::Coalesce: {
      Value a = arg(0);
      return a.known ? a : arg(1);
    }
    case ExprKind::InSet: {
      Value a = arg(0);
      if (!a.known) return a;
      const auto& set = p_.sets[expr.index];
      return Value::truth(std::any_of(set.values.begin(), set.values.end(), [&](const auto& value) { return same(expr.args[0]->type, a, constant(value)); }));
    }
    case ExprKind::InRange: {
      Value a = arg(0);
      Value low = expr.open_low ? Value::truth(true) : Value::missing(), high = expr.open_high ? Value::truth(true) : Value::missing();
      auto atMost = [&](const Value& x, const Value& y) {
        if (!x.known || !y.known) return Value::missing();
        return Value::truth(isText(expr.args[0]->type) ? x.folded <= y.folded : x.number <= y.number);
      };
      if (!expr.open_low) low = atMost(arg(1), a);
      if (!expr.open_high) high = atMost(a, arg(2));
      if (expr.open_low && expr.open_high) return a.known ? Value::truth(true) : a;
      if ((low.known && !low.number) || (high.known && !high.number)) return Value::truth(false);
      return low.known && high.known ? Value::truth(true) : Value::missing();
    }
    case ExprKind::InTable: {
      Value a = arg(0);
      if (!a.known) return a;
      const auto& table = p_.tables[expr.index];
      auto key = static_cast<std::size_t>(table.keyColumn());
      return Value::truth(std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) { return same(expr.args[0]->type, a, constant(row[key])); }));
    }
    case ExprKind::InEnumSet: {
      Value a = arg(0), set = arg(1);
      if (!a.known || !set.known) return Value::missing();
      return Value::truth((set.number >> a.number) & 1);
    }
    case ExprKind::Contains: case ExprKind::BeginsWith: case ExprKind::EndsWith: {
      Value a = arg(0), b = arg(1);
      if (!a.known || !b.known) return Value::missing();
      if (expr.kind == ExprKind::Contains) return Value::truth(a.folded.find(b.folded) != std::string::npos);
      if (expr.kind == ExprKind::BeginsWith) return Value::truth(a.folded.starts_with(b.folded));
      return Value::truth(a.folded.ends_with(b.folded));
    }
    case ExprKind::Matches: {
      Value a = arg(0);
      if (!a.known) return a;
      RE2::Options options;
      options.set_case_sensitive(!p_.patterns[expr.index].ignore_case);
      options.set_log_errors(false);
      return Value::truth(RE2::PartialMatch(a.raw, RE2(p_.patterns[expr.index].regex, options)));
    }
    case ExprKind::EmailDomain: {
      Value a = arg(0);
      if (!a.known) return a;
      std::string domain = emailDomain(a.raw);
      return domain.empty() ? Value::missing() : Value::text(domain, false);
    }
    case ExprKind::Call: return call(expr);
    case ExprKind::TableLookup: {
      Value a = arg(0);
      if (!a.known) return a;
      const auto& table = p_.tables[expr.index];
      auto key = static_cast<std::size_t>(table.keyColumn());
      for (const auto& row : table.rows)
        if (same(expr.args[0]->type, a, constant(row[key]))) return constant(row[static_cast<std::size_t>(expr.column)]);
      return Value::missing();
    }
    case ExprKind::DecisionOutput: {
      std::int64_t row = out_.decision_rows[expr.index];
      return row < 0 ? Value::missing() : constant(p_.decisions[expr.index].rows[static_cast<std::size_t>(row)].outputs[static_cast<std::size_t>(expr.column)]);
    }
    case ExprKind::Had: return Value::truth(!select(*expr.query).empty());
    case ExprKind::Count: return Value::of(static_cast<std::int64_t>(select(*expr.query).size()));
    case ExprKind::Last: {
      auto found = select(*expr.query);
      if (found.empty()) return Value::missing();
      return expr.column < 0 ? Value::of(found[0]->at) : found[0]->fields[static_cast<std::size_t>(expr.column)];
    }
    case ExprKind::FirstOf: {
      for (std::size_t i = 0; i + 1 < expr.args.size(); i += 2)
        if (Value holds = arg(i); holds.known && holds.number) return arg(i + 1);
      return expr.args.size() % 2 ? eval(*expr.args.back()) : Value::missing();
    }
    case ExprKind::RangesOf: return band(expr.bands, arg(0));
    default: return Value::missing();
  }
}

Value Interpreter::arithmetic(const Expr& expr, const Value& a, const Value& b) {
  if (!a.known || !b.known) return Value::missing();
  Wide x = a.number, y = b.number;
  switch (expr.kind) {
    case ExprKind::Add: return narrow(x + y);
    case ExprKind::Subtract: return narrow(x - y);
    case ExprKind::Multiply:
      if (expr.scale_percent) return narrow(halfEven(x * y, 1'000'000));
      return whole(expr.args[0]->type) && whole(expr.args[1]->type) ? narrow(x * y) : narrow(halfEven(x * y, 10'000));
    default:
      if (y == 0) return Value::missing();
      return narrow(halfEven(x * (expr.scale_percent ? 1'000'000 : 10'000), y));
  }
}

Value Interpreter::compare(const Expr& expr, const Value& a, const Value& b) {
  if (!a.known || !b.known) return Value::missing();
  int order = isText(expr.args[0]->type) ? a.folded.compare(b.folded) : a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
  switch (expr.kind) {
    case ExprKind::Equal: return Value::truth(order == 0);
    case ExprKind::NotEqual: return Value::truth(order != 0);
    case ExprKind::Less: return Value::truth(order < 0);
    case ExprKind::LessEqual: return Value::truth(order <= 0);
    case ExprKind::Greater: return Value::truth(order > 0);
    default: return Value::truth(order >= 0);
  }
}

std::vector<const Activity*> Interpreter::select(const typed::Query& query) {
  std::optional<std::int64_t> window;
  if (query.window) {
    Value value = eval(*query.window);
    if (!value.known) return {};
    window = value.number;
  }
  std::vector<const Activity*> found;
  for (const Activity& activity : record_->activities) {
    if (activity.at > now_ || (window && now_ - activity.at > *window)) continue;
    if (std::find(query.activities.begin(), query.activities.end(), activity.type) == query.activities.end()) continue;
    found.push_back(&activity);
  }
  std::stable_sort(found.begin(), found.end(), [](const Activity* a, const Activity* b) { return a->at > b->at; });
  if (!query.where) return found;
  std::vector<const Activity*> kept;
  for (const Activity* activity : found) {
    const Activity* outer = activity_;
    activity_ = activity;
    Value holds = eval(*query.where);
    activity_ = outer;
    if (holds.known && holds.number) kept.push_back(activity);
  }
  return kept;
}

Value Interpreter::band(const std::vector<typed::Band>& bands, const Value& value) {
  if (!value.known) return value;
  for (const auto& band : bands) {
    if (band.has_low && !(band.low_inclusive ? value.number >= band.low : value.number > band.low)) continue;
    if (band.has_high && !(band.high_inclusive ? value.number <= band.high : value.number < band.high)) continue;
    return Value::of(band.value);
  }
  return Value::missing();
}

std::int64_t Interpreter::fade(const typed::Decay& decay, std::int64_t points, std::int64_t age) {
  switch (decay.kind) {
    case typed::Decay::Kind::None: return points;
    case typed::Decay::Kind::Linear:
      return age >= decay.millis ? 0 : static_cast<std::int64_t>(halfEven(static_cast<Wide>(points) * (decay.millis - age), decay.millis));
    case typed::Decay::Kind::Steps:
      for (const auto& step : decay.steps)
        if (age <= step.until_millis) return static_cast<std::int64_t>(halfEven(static_cast<Wide>(points) * step.percent, 1'000'000));
      return 0;
    case typed::Decay::Kind::Half: break;
  }
  // As docs/language/scoring.md says, with the table worked out in long double here and in integers there.
  auto entry = [](std::int64_t i) { return static_cast<std::int64_t>(std::llround(std::exp2l(30.0L - static_cast<long double>(i) / 1024.0L))); };
  std::int64_t half = decay.millis, halves = age / half, rest = age % half;
  if (halves > 90) return 0;
  Wide scaled = static_cast<Wide>(rest) * 1024;
  auto i = static_cast<std::int64_t>(scaled / half);
  Wide part = scaled % half;
  std::int64_t factor = entry(i) - static_cast<std::int64_t>(static_cast<Wide>(entry(i) - entry(i + 1)) * part / half);
  return static_cast<std::int64_t>(halfEven(static_cast<Wide>(points) * factor, static_cast<Wide>(1) << (30 + halves)));
}

std::optional<std::int64_t> Interpreter::term(const typed::Score& score, const typed::Term& term) {
  if (!term.best_of.empty()) {
    std::optional<std::int64_t> best;
    for (const auto& child : term.best_of)
      if (auto points = this->term(score, child); points && (!best || *points > *best)) best = points;
    return best.value_or(0);
  }
  if (term.when) {
    Value holds = eval(*term.when);
    if (!holds.known || !holds.number) return std::nullopt;
  }
  bool single = score.decay.since >= 0;
  std::optional<std::int64_t> since_age;
  if (single && record_->fields[static_cast<std::size_t>(score.decay.since)].known)
    since_age = std::max<std::int64_t>(0, now_ - record_->fields[static_cast<std::size_t>(score.decay.since)].number);
  auto cap = [&](std::int64_t points) { return term.max_points ? std::clamp(points, -*term.max_points, *term.max_points) : points; };
  if (term.per) {
    if (single && !since_age) return 0;
    std::int64_t sum = 0, times = 0;
    for (const Activity* activity : select(*term.per)) {
      if (term.max_times && times == *term.max_times) break;
      ++times;
      sum += fade(score.decay, term.points, single ? *since_age : now_ - activity->at);
    }
    return cap(sum);
  }
  if (term.per_field) {
    Value count = eval(*term.per_field);
    if (!count.known || (single && !since_age)) return 0;
    std::int64_t times = count.number;
    if (term.max_times) times = std::min(times, *term.max_times);
    Wide product = static_cast<Wide>(times) * term.points;
    if (product > INT64_MAX || product <= INT64_MIN) return 0;
    return cap(single ? fade(score.decay, static_cast<std::int64_t>(product), *since_age) : static_cast<std::int64_t>(product));
  }
  if (single) return since_age ? fade(score.decay, term.points, *since_age) : 0;
  return term.points;
}

Value Interpreter::score(const typed::Score& score) {
  Wide sum = 0;
  if (score.formula) {
    Value value = eval(*score.formula);
    if (!value.known) return value;
    sum = value.number;
  } else {
    for (const auto& each : score.terms) sum += term(score, each).value_or(0);
  }
  if (sum > INT64_MAX || sum <= INT64_MIN) return Value::missing();
  if (score.max && sum > *score.max) sum = *score.max;
  if (score.min && sum < *score.min) sum = *score.min;
  return narrow(sum);
}

bool Interpreter::cell(const typed::CellTest& test, typed::Type type, const Value& value) {
  using Kind = typed::CellTest::Kind;
  if (test.kind == Kind::Any) return true;
  if (!value.known) return false;
  auto any = [&](auto&& holds) { return std::any_of(test.values.begin(), test.values.end(), [&](const auto& wanted) { return holds(constant(wanted)); }); };
  switch (test.kind) {
    case Kind::InSet:
      return any([&](const Value& wanted) { return type.kind == TypeKind::EnumSet ? ((value.number >> wanted.number) & 1) != 0 : same(type, value, wanted); });
    case Kind::Prefix: return any([&](const Value& wanted) { return value.folded.starts_with(wanted.folded); });
    case Kind::Suffix: return any([&](const Value& wanted) { return value.folded.ends_with(wanted.folded); });
    case Kind::Contains: return any([&](const Value& wanted) { return value.folded.find(wanted.folded) != std::string::npos; });
    case Kind::Matches:
      return std::any_of(test.patterns.begin(), test.patterns.end(), [&](std::uint32_t pattern) {
        RE2::Options options;
        options.set_case_sensitive(!p_.patterns[pattern].ignore_case);
        return RE2::PartialMatch(value.raw, RE2(p_.patterns[pattern].regex, options));
      });
    case Kind::Ranges:
      return std::any_of(test.ranges.begin(), test.ranges.end(), [&](const auto& range) {
        if (range.has_low && !(range.low_inclusive ? value.number >= range.low : value.number > range.low)) return false;
        return !range.has_high || (range.high_inclusive ? value.number <= range.high : value.number < range.high);
      });
    default: return true;
  }
}

std::int64_t Interpreter::decisionRow(const typed::Decision& decision) {
  std::vector<Value> inputs;
  for (const auto& input : decision.inputs) inputs.push_back(eval(*input.value));
  for (std::size_t r = 0; r < decision.rows.size(); ++r) {
    const auto& row = decision.rows[r];
    if (row.has_from && now_ < row.valid_from) continue;
    if (row.has_until && now_ >= row.valid_until) continue;
    bool all = true;
    for (std::size_t i = 0; i < inputs.size() && all; ++i) all = cell(row.tests[i], decision.inputs[i].value->type, inputs[i]);
    if (all) return static_cast<std::int64_t>(r);
  }
  return -1;
}

Value Interpreter::call(const Expr& expr) {
  std::vector<Value> args;
  for (const auto& arg : expr.args) {
    args.push_back(eval(*arg));
    if (!args.back().known) return Value::missing();
  }
  auto roundTo = [](Wide x, Wide unit) { return narrow(halfEven(x, unit) * unit); };
  auto floorOf = [](std::int64_t x) { return x / 10'000 - (x % 10'000 < 0 ? 1 : 0); };
  std::string name(bytecode::kNatives[expr.index].name);
  if (name == "abs") return narrow(args[0].number < 0 ? -static_cast<Wide>(args[0].number) : static_cast<Wide>(args[0].number));
  if (name == "min") return args[0].number < args[1].number ? args[0] : args[1];
  if (name == "max") return args[0].number > args[1].number ? args[0] : args[1];
  if (name == "round" && args.size() == 1) return roundTo(args[0].number, 10'000);
  if (name == "round") {
    Wide unit = 10'000;
    for (std::int64_t i = 0; i < args[1].number && unit > 1; ++i) unit /= 10;
    return args[1].number < 0 ? Value::missing() : roundTo(args[0].number, unit);
  }
  if (name == "floor") return narrow(static_cast<Wide>(floorOf(args[0].number)) * 10'000);
  if (name == "ceiling") return narrow(-static_cast<Wide>(floorOf(-args[0].number)) * 10'000);
  if (name == "length") {
    std::int64_t points = 0;
    for (char byte : args[0].raw) points += (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    return Value::of(points);
  }
  // The playbook's wall clock, by the date library's own calendar (the VM has its own).
  using Days = date::local_days;
  using Millis = std::chrono::milliseconds;
  const auto* zone = date::locate_zone(p_.timezone);
  auto wall = [&](std::int64_t at) { return zone->to_local(date::sys_time<Millis>(Millis(at))); };
  auto dayOf = [&](std::int64_t at) { return Days(date::floor<date::days>(wall(at))); };
  if (name == "today") return Value::of(zone->to_sys(dayOf(now_), date::choose::earliest).time_since_epoch() / Millis(1));
  const Days day = dayOf(args[0].number);
  const date::year_month_day civil(day);
  if (name == "year") return Value::of(static_cast<int>(civil.year()));
  if (name == "month") return Value::of(static_cast<unsigned>(civil.month()));
  if (name == "day") return Value::of(static_cast<unsigned>(civil.day()));
  if (name == "weekday") return Value::of(date::weekday(day).iso_encoding());
  if (name == "hour") return Value::of((wall(args[0].number) - day) / std::chrono::hours(1));
  if (name == "days_between") return Value::of((dayOf(args[1].number) - day).count());
  return Value::missing();
}

}  // namespace leadflow::reference
