// The walk over a lead's activities that had, count, last and `per` terms share: newest first, within a window.
//
//     had reply in last 3 days where sentiment is positive
#pragma once
#include "runtime/vm/machine.hpp"

namespace leadflow::vm {

/// A window without an end.
inline constexpr Slot kEver = INT64_MAX;

/// Milliseconds from `since` to `now`; 0 when that lies ahead.
std::int64_t ageOf(Slot since, std::int64_t now);

/// Visits the query's activities with 0 <= now - at <= window, newest first, until `visit` gives false.
template <class Visit>
void Machine::eachActivity(std::uint32_t index, Slot window, Visit visit) {
  const bytecode::QueryInfo& query = program_->chunk().queries[index];
  const std::vector<bool>& wanted = wanted_[index];
  for (const bytecode::ActivityRow& activity : row_.activities) {
    if (activity.at > now_) continue;
    std::int64_t age = 0;
    if (__builtin_sub_overflow(now_, activity.at, &age)) age = kEver;
    if (age > window) break;
    if (!wanted[activity.type] || (query.where >= 0 && !where(query, activity))) continue;
    if (!visit(activity)) break;
  }
}

}  // namespace leadflow::vm
