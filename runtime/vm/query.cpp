// What a lead did: had, count, last, and the points of `per` terms.
#include <algorithm>

#include "runtime/value/decay.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/vm/activities.hpp"

namespace leadflow::vm {

using bytecode::DecayInfo;
using bytecode::PerInfo;
using bytecode::QueryInfo;

bool Machine::where(const QueryInfo& query, const bytecode::ActivityRow& activity) {
  if (query.at_register != bytecode::kNone) registers_[query.at_register] = activity.at;
  if (query.first_register != bytecode::kNone)
    std::copy_n(activity.fields, program_->chunk().activities[activity.type].fields.size(),
                registers_.begin() + query.first_register);
  const auto function = static_cast<std::uint32_t>(query.where);
  execute(function);
  return holds(registers_[program_->chunk().functions[function].result]);
}

Slot Machine::newest(std::uint32_t query, Slot window, bool field) {
  Slot found = kMissing;
  eachActivity(query, window, [&](const bytecode::ActivityRow& activity) {
    found = field ? activity.fields[program_->chunk().queries[query].field] : activity.at;
    return false;
  });
  return found;
}

Slot Machine::faded(Slot points, std::int64_t age, std::int32_t decay) const {
  if (decay < 0) return points;
  const DecayInfo& info = program_->chunk().decays[static_cast<std::size_t>(decay)];
  switch (info.kind) {
    case DecayInfo::Kind::None: break;
    case DecayInfo::Kind::Half: return decayHalfLife(points, age, info.millis);
    case DecayInfo::Kind::Linear: return decayLinear(points, age, info.millis);
    case DecayInfo::Kind::Steps: return leadflow::decaySteps(points, age, program_->decaySteps(static_cast<std::uint32_t>(decay)));
  }
  return points;
}

namespace {

/// At most so many points in either direction.
Slot capped(Slot points, const PerInfo& per) {
  return per.has_max_points ? std::clamp(points, -per.max_points, per.max_points) : points;
}

}  // namespace

std::int64_t ageOf(Slot since, std::int64_t now) {
  std::int64_t age = 0;
  if (__builtin_sub_overflow(now, since, &age)) return now > since ? INT64_MAX : 0;
  return std::max<std::int64_t>(age, 0);
}

Slot Machine::scorePer(const PerInfo& per) {
  const bool one_time = per.since != bytecode::kNone;
  if (one_time && per.decay >= 0 && isMissing(registers_[per.since])) return 0;
  const std::int64_t age = one_time && per.decay >= 0 ? ageOf(registers_[per.since], now_) : 0;
  Slot total = 0;
  std::int64_t times = 0;
  eachActivity(per.query, kEver, [&](const bytecode::ActivityRow& activity) {
    if (per.has_max_times && times == per.max_times) return false;
    ++times;
    total = addChecked(total, faded(per.points, one_time ? age : ageOf(activity.at, now_), per.decay));
    return !isMissing(total);
  });
  if (isMissing(total)) {
    ++faults_;
    return 0;
  }
  return capped(total, per);
}

Slot Machine::scoreField(const PerInfo& per, Slot count) {
  if (isMissing(count)) return 0;
  std::int64_t age = 0;
  if (per.decay >= 0 && per.since != bytecode::kNone) {
    if (isMissing(registers_[per.since])) return 0;
    age = ageOf(registers_[per.since], now_);
  }
  if (per.has_max_times) count = std::min(count, per.max_times);
  const Slot points = mulInt(per.points, count);
  if (isMissing(points)) {
    ++faults_;
    return 0;
  }
  return capped(faded(points, age, per.decay), per);
}

}  // namespace leadflow::vm
