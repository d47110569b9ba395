#include "runtime/port/sink.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace leadflow::port {

namespace {

constexpr std::size_t kPiece = 128U << 10;

}  // namespace

std::string reasonOf(int number) {
  switch (number) {
    case ENOENT: return "no such folder";
    case EACCES: case EPERM: case EROFS: return "permission denied";
    case EISDIR: return "this is a directory";
    case ENOSPC: case EDQUOT: return "no space left";
    case EPIPE: return "the reader went away";
    default: return std::strerror(number);
  }
}

bool MemorySink::write(std::string_view bytes) {
  if (failed_ || bytes.size() > limit_ - text_.size()) {
    failed_ = true;
    return false;
  }
  text_ += bytes;
  return true;
}

FdSink::~FdSink() { FdSink::flush(); }

bool FdSink::put(std::string_view bytes) {
  while (!bytes.empty() && error_.empty()) {
    const ssize_t count = ::write(fd_, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      closed_by_reader_ = errno == EPIPE;
      error_ = reasonOf(errno);
    }
  }
  return error_.empty();
}

bool FdSink::write(std::string_view bytes) {
  if (!error_.empty()) return false;
  if (buffer_.size() + bytes.size() < kPiece) {
    buffer_ += bytes;
    return true;
  }
  return flush() && put(bytes);
}

bool FdSink::flush() {
  if (fd_ < 0) return error_.empty();
  const bool done = put(buffer_);
  buffer_.clear();
  return done;
}

FileSink::FileSink(const std::string& path) : FdSink(-1) {
  fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd_ < 0) error_ = reasonOf(errno);
}

FileSink::~FileSink() { close(); }

bool FileSink::close() {
  flush();
  if (fd_ >= 0 && ::close(fd_) != 0 && error_.empty()) error_ = reasonOf(errno);
  fd_ = -1;
  return error_.empty();
}

}  // namespace leadflow::port
