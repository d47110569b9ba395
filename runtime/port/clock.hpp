// What time it is, as a port: whoever waits, retries or leases asks this and never the system.
//
//     ManualClock clock(parseIt("2026-03-02T09:00:00Z"));
//     clock.advance(60'000);                            // a test's minute takes no time
//
// Times are milliseconds since 1970-01-01 00:00 UTC, as everywhere (runtime/value/instant.hpp).
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>

namespace leadflow::port {

class TimeSource {
 public:
  virtual ~TimeSource() = default;
  virtual std::int64_t now() const = 0;
};

/// The machine's wall clock. It may jump, also backwards: nobody may conclude an order of events from it.
class SystemClock final : public TimeSource {
 public:
  std::int64_t now() const override {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  }
};

/// Stands still until it is told otherwise. Any thread may read or move it.
class ManualClock final : public TimeSource {
 public:
  explicit ManualClock(std::int64_t now = 0) : now_(now) {}
  std::int64_t now() const override { return now_.load(); }
  void set(std::int64_t now) { now_.store(now); }
  void advance(std::int64_t ms) { now_.fetch_add(ms); }

 private:
  std::atomic<std::int64_t> now_;
};

}  // namespace leadflow::port
