#include "runtime/outbox/backoff.hpp"

#include <algorithm>

#include "runtime/value/hash.hpp"

namespace leadflow::outbox {

std::int64_t longestWait(const RetryPolicy& policy, int attempt) {
  std::int64_t wait = std::min(policy.base_ms, policy.cap_ms);
  for (int i = 1; i < attempt && wait < policy.cap_ms; ++i) {
    wait = wait > policy.cap_ms / policy.factor ? policy.cap_ms : wait * policy.factor;
    if (policy.factor <= 1) break;
  }
  return std::max<std::int64_t>(wait, 1);
}

std::int64_t waitAfter(const RetryPolicy& policy, std::string_view key, int attempt) {
  const std::uint64_t draw = mixHash(fnv1a64(std::to_string(attempt), fnv1a64("/", fnv1a64(key))));
  return 1 + static_cast<std::int64_t>(draw % static_cast<std::uint64_t>(longestWait(policy, attempt)));
}

Verdict settle(const RetryPolicy& policy, const port::OutboxStore::Row& row, const Attempt& attempt, std::int64_t now) {
  Verdict verdict;
  verdict.attempts = row.attempts + 1;
  verdict.next_try = now;
  verdict.reason = attempt.reason;
  if (attempt.result == Attempt::Result::Delivered) return verdict;
  if (attempt.result == Attempt::Result::Never || verdict.attempts >= policy.attempts) {
    verdict.what = Verdict::What::Dead;
    return verdict;
  }
  verdict.what = Verdict::What::Later;
  const std::int64_t wished = std::min(attempt.retry_after_ms, kLongestRetryAfterMs);
  verdict.next_try = now + std::max(waitAfter(policy, row.effect.key, verdict.attempts), wished);
  return verdict;
}

}  // namespace leadflow::outbox
