#include "tools/cli/event_lines.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "runtime/ingest/records.hpp"

namespace leadflow::cli {

void EventLines::read(int wait_ms, std::vector<Line>& lines) {
  constexpr std::size_t kAtMost = 4U << 20;
  std::size_t taken = 0;
  for (bool first = true; !ended_ && taken < kAtMost; first = false) {
    pollfd look{fd_, POLLIN, 0};
    const int ready = ::poll(&look, 1, first ? wait_ms : 0);
    if (ready <= 0) break;   // nothing there, or a signal
    char buffer[1 << 16];
    const ssize_t got = ::read(fd_, buffer, sizeof buffer);
    if (got < 0) {
      if (errno == EINTR || errno == EAGAIN) break;
      error_ = std::strerror(errno);
      ended_ = true;
    } else if (got == 0) {
      ended_ = true;
    } else {
      take({buffer, static_cast<std::size_t>(got)}, lines);
      taken += static_cast<std::size_t>(got);
    }
  }
  if (ended_ && !rest_.text.empty()) end(lines);
}

void EventLines::take(std::string_view bytes, std::vector<Line>& lines) {
  while (!bytes.empty()) {
    const std::size_t at = std::min(bytes.find('\n'), bytes.size());
    if (!rest_.too_long) {
      rest_.text += bytes.substr(0, at);
      rest_.too_long = rest_.text.size() > ingest::kMaxRecordBytes;
      if (rest_.too_long) std::string(rest_.text, 0, ingest::kHeadBytes).swap(rest_.text);
    }
    if (at == bytes.size()) return;
    end(lines);
    bytes.remove_prefix(at + 1);
  }
}

void EventLines::end(std::vector<Line>& lines) {
  lines.push_back(std::move(rest_));
  rest_ = {};
}

}  // namespace leadflow::cli
