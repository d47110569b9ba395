#include "runtime/ingest/source.hpp"

#include <fcntl.h>
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
    do { fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC); } while (fd_ < 0 && errno == EINTR);
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

std::int64_t FileSource::read(char* buffer, std::size_t size) {
  if (!error_.empty()) return -1;
  for (;;) {
    const ssize_t count = ::read(fd_, buffer, size);
    if (count >= 0) return count;
    if (errno == EINTR) continue;
    error_ = systemError(errno);
    return -1;
  }
}

}  // namespace leadflow::ingest
