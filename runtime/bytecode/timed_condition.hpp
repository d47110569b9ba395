// When a condition can change although nothing happens: what the compiler found out about `now` in it.
//
//     to Overdue when due_on is before now and vip        boundary: now - due_on is 0, just after it; steady: vip
//     to Quiet when not had call in last 7 days           boundary: the newest call leaves a window of 7 days
//     to Night when desk is closed                        boundary: the next opening or closing of desk
//     to Cold when engagement < 20                        no boundary: the points fade; looked at again at every `review`
//
// The transition works out the earliest boundary of the conditions that matter to a lead as it is, and sets one timer there.
// A boundary may turn out to change nothing; a condition never changes by time alone but at one of its boundaries, or, where
// it `rises` or `falls`, at any instant.
#pragma once
#include <cstdint>
#include <vector>

#include "runtime/bytecode/place.hpp"

namespace leadflow::bytecode {

struct BoundaryInfo {
  enum class Kind : std::uint8_t {
    Equal,      ///< `value` (a Duration that moves by `slope` ms a ms) is 0
    Window,     ///< an activity becomes older than `value` (a Duration)
    Calendar,   ///< `index` opens or closes
    Midnight,   ///< the local day of `value` (an Instant that moves with `now`) ends
    Hour,       ///< its local hour ends
    Dates,      ///< the next of `dates`
  };
  Kind kind = Kind::Equal;
  FunctionRef value;
  std::int32_t slope = 0;
  bool at = false, after = false;           ///< Equal: the change is at the instant of equality, one millisecond after it, or both
  bool newest = false;                      ///< Window: only the newest of the activities matters
  std::uint32_t index = 0;                  ///< Calendar: in Chunk::calendars
  std::vector<std::uint32_t> activities;    ///< Window
  std::vector<std::int64_t> dates;          ///< ascending
};

struct TimedConditionInfo {
  FunctionRef condition;                    ///< as its user names it; none: of a milestone
  FunctionRef steady;                       ///< those of its parts that time does not change: while they do not hold, nothing else matters
  std::vector<std::uint32_t> boundaries;    ///< in WorkflowInfo::boundaries
  bool rises = false, falls = false;        ///< may come true, or stop being true, at instants that no boundary tells
  std::vector<std::uint32_t> fading;        ///< … while the lead has one of these activities; empty: always
};

}  // namespace leadflow::bytecode
