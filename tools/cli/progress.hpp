// The line that tells how far a long run is, on a terminal only:
//
//     [############--------]  61%   1,204,000 leads   310,000/s   2 s left
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

namespace leadflow::cli {

class ProgressBar {
 public:
  /// `total_bytes`: -1 where nobody knows (a pipe). Shows nothing unless standard error is a terminal of its own.
  ProgressBar(std::int64_t total_bytes, bool wanted);
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  void show(std::uint64_t leads, std::uint64_t bytes);
  void clear();

 private:
  std::int64_t total_;
  bool wanted_, shown_ = false;
  std::chrono::steady_clock::time_point begin_, last_;
};

/// `1,204,000`
std::string groupedNumber(std::uint64_t number);

}  // namespace leadflow::cli
