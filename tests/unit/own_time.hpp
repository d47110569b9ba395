// How long something took of this thread's own work, whatever else the machine does: for tests that a cost grows no faster than it should.
#pragma once
#include <ctime>

namespace leadflow::test {

/// Milliseconds of this thread's processor time since it began.
inline double ownMilliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace leadflow::test
