// Lines as they come on a pipe, without waiting for the next: what a long-running worker reads from standard input. A line that is
// longer than a record of a file may be is skipped as one is there (runtime/ingest/records.hpp): of one without an end no more is held.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace leadflow::cli {

class EventLines {
 public:
  struct Line {
    std::string text;
    bool too_long = false;   ///< `text` is its beginning
  };

  explicit EventLines(int fd) : fd_(fd) {}
  /// Waits at most `wait_ms` for bytes; appends the whole lines that are there, at most about 4 MiB of them.
  void read(int wait_ms, std::vector<Line>& lines);
  bool ended() const { return ended_; }
  const std::string& error() const { return error_; }

 private:
  void take(std::string_view bytes, std::vector<Line>& lines);
  void end(std::vector<Line>& lines);

  int fd_;
  bool ended_ = false;
  Line rest_;          ///< the line that has not ended yet
  std::string error_;
};

}  // namespace leadflow::cli
