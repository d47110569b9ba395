// Lines as they come on a pipe, without waiting for the next: what a long-running worker reads from standard input.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace leadflow::cli {

class EventLines {
 public:
  explicit EventLines(int fd) : fd_(fd) {}
  /// Waits at most `wait_ms` for bytes; appends the whole lines that are there, at most about 4 MiB of them.
  void read(int wait_ms, std::vector<std::string>& lines);
  bool ended() const { return ended_; }
  std::uint64_t line() const { return line_; }   ///< lines so far
  const std::string& error() const { return error_; }

 private:
  int fd_;
  bool ended_ = false;
  std::uint64_t line_ = 0;
  std::string rest_, error_;
};

}  // namespace leadflow::cli
