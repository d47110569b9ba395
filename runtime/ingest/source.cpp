#include "runtime/ingest/source.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace leadflow::ingest {

namespace {

std::string systemError(int code) {
  switch (code) {
    case ENOENT:
    case ENOTDIR: return "no such file";
    case EISDIR: return "this is a directory, not a file";
    case EACCES:
    case EPERM: return "permission denied";
    case EMFILE:
    case ENFILE: return "too many open files";
    case EIO: return "the disk or device failed while it was read";
    default: break;
  }
  char text[128] = {};
  // GNU and POSIX versions of strerror_r differ in what they return; both may fill `text`.
  const auto result = strerror_r(code, text, sizeof text);
  if constexpr (std::is_pointer_v<decltype(result)>) return result;
  return text;
}

}  // namespace

std::int64_t MemorySource::read(char* buffer, std::size_t size) {
  const std::size_t count = std::min(size, text_.size());
  if (count != 0) std::memcpy(buffer, text_.data(), count);
  text_.remove_prefix(count);
  return static_cast<std::int64_t>(count);
}

FileSource::FileSource(const std::string& path) {
  if (path == "-") {
    fd_ = STDIN_FILENO;
  } else if (path.find('\0') != std::string::npos) {
    error_ = "no such file";
    return;
  } else {
    // A named pipe that nobody writes to yet would hold open() with no way out; read() waits for it.
    do { fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); } while (fd_ < 0 && errno == EINTR);
    if (fd_ < 0) {
      error_ = systemError(errno);
      return;
    }
  }
  struct stat info {};
  if (::fstat(fd_, &info) != 0) {
    error_ = systemError(errno);
  } else if (S_ISDIR(info.st_mode)) {
    error_ = systemError(EISDIR);
  } else if (S_ISREG(info.st_mode)) {
    size_ = info.st_size;
  }
}

FileSource::~FileSource() {
  if (fd_ > STDIN_FILENO) ::close(fd_);
}

/// Of a file that is none on a disk: until it has bytes, or ends. False with the error set.
bool FileSource::waited() {
  constexpr int kAskedEveryMs = 100;
  while (!stopped()) {
    pollfd one{fd_, POLLIN, 0};
    const int ready = ::poll(&one, 1, kAskedEveryMs);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) {
      error_ = systemError(errno);
      return false;
    }
  }
  return false;
}

bool FileSource::stopped() {
  if (stopped_ == nullptr || !stopped_()) return false;
  error_ = "stopped by a signal";
  return true;
}

std::int64_t FileSource::read(char* buffer, std::size_t size) {
  while (error_.empty() && !stopped()) {
    if (size_ < 0 && !waited()) return -1;
    const ssize_t count = ::read(fd_, buffer, size);
    if (count >= 0) return count;
    if (errno != EINTR && errno != EAGAIN) error_ = systemError(errno);
  }
  return -1;
}

bool readWhole(Source& source, std::string& text, std::string& error, std::size_t (*enough)(std::string_view first)) {
  constexpr std::size_t kPiece = 1 << 16;
  std::string piece(kPiece, '\0');
  std::size_t most = kLargestWhole;
  text.clear();
  while (text.size() <= most) {
    const std::int64_t count = source.read(piece.data(), piece.size());
    if (count < 0) {
      error = source.error();
      return false;
    }
    if (count == 0) return true;
    text.append(piece.data(), static_cast<std::size_t>(count));
    if (enough != nullptr) most = enough(text);
  }
  if (enough != nullptr) return true;   // whoever knows how long it should be says what is wrong with it
  error = "it is larger than " + std::to_string(kLargestWhole >> 20) + " MiB";
  return false;
}

}  // namespace leadflow::ingest
