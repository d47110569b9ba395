// When a failed delivery is tried again, and when it is given up: arithmetic only.
//
//     attempt  1     2     3     4   …  12
//     waits   ≤1 s  ≤2 s  ≤4 s  ≤8 s    dead letter
//
// Full jitter (each wait is drawn from the whole range up to its limit) spreads the effects that failed together; the draw is
// a hash of key and attempt, so the same outbox always makes the same schedule.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/outbox/adapter.hpp"
#include "runtime/port/outbox_store.hpp"

namespace leadflow::outbox {

struct RetryPolicy {
  std::int64_t base_ms = 1'000;
  int factor = 2;
  std::int64_t cap_ms = 3'600'000;
  int attempts = 12;  ///< after so many failures: a dead letter
};

inline constexpr std::int64_t kLongestRetryAfterMs = 86'400'000;  // a receiver may ask for a day, not for more

/// The longest wait after the n-th failure (n from 1): base × factor^(n-1), at most the cap.
std::int64_t longestWait(const RetryPolicy& policy, int attempt);
/// The wait after the n-th failure of this key: 1 … longestWait.
std::int64_t waitAfter(const RetryPolicy& policy, std::string_view key, int attempt);

struct Verdict {
  enum class What : std::uint8_t { Done, Later, Dead } what = What::Done;
  int attempts = 0;
  std::int64_t next_try = 0;
  std::string reason;
};

/// What becomes of a row after an attempt that ended at `now`.
Verdict settle(const RetryPolicy& policy, const port::OutboxStore::Row& row, const Attempt& attempt, std::int64_t now);

}  // namespace leadflow::outbox
