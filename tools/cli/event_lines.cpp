#include "tools/cli/event_lines.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace leadflow::cli {

void EventLines::read(int wait_ms, std::vector<std::string>& lines) {
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
      rest_.append(buffer, static_cast<std::size_t>(got));
      taken += static_cast<std::size_t>(got);
    }
  }
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = rest_.find('\n', begin)) != std::string::npos; begin = end + 1) {
    ++line_;
    lines.push_back(rest_.substr(begin, end - begin));
  }
  rest_.erase(0, begin);
  if (ended_ && !rest_.empty()) {
    ++line_;
    lines.push_back(std::move(rest_));
    rest_.clear();
  }
}

}  // namespace leadflow::cli
