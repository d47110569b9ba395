// How long a command waits for a store that is locked, restarted or out of reach, and how it is told to stop.
#pragma once
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <string>

#include "tools/cli/store_session.hpp"

namespace leadflow::cli {

inline constexpr int kRetryMs = 1'000;
inline constexpr std::int64_t kBatchPatienceMs = 15 * 60'000;   // a restart, a failover, a long lock; a service waits for ever

inline std::atomic<bool> stopping{false};   ///< a signal came
inline bool stopWanted() { return stopping.load(); }

/// Waits for a store that is locked, restarted or out of reach: says so once a reason, looks again every second.
class Patience {
 public:
  explicit Patience(std::int64_t limit_ms) : limit_ms_(limit_ms) {}
  /// True: try again. False: a signal came, or it has been too long.
  bool wait(const port::Status& status) {
    const std::int64_t now = readClock();
    if (isMissing(last_) || now - last_ > 60'000) first_ = now;   // it has answered meanwhile
    last_ = now;
    if (stopWanted() || (limit_ms_ > 0 && now - first_ > limit_ms_)) return false;
    if (said_ != status.error) printNote("the store waits: " + status.error);
    said_ = status.error;
    ::usleep(kRetryMs * 1'000);
    return !stopWanted();
  }

 private:
  std::int64_t limit_ms_, first_ = kMissing, last_ = kMissing;
  std::string said_;
};

}  // namespace leadflow::cli
