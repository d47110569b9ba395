#include "runtime/outbox/ndjson.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace leadflow::outbox {

namespace {

std::string reasonOf(int number) {
  switch (number) {
    case ENOENT: return "no such folder";
    case EACCES: case EPERM: case EROFS: return "permission denied";
    case EISDIR: return "this is a directory";
    case ENOSPC: case EDQUOT: return "no space left";
    default: return std::strerror(number);
  }
}

/// The file is ours alone for a moment. A file system without locks goes on without.
class Lock {
 public:
  explicit Lock(int fd) : fd_(fd) {
    while (::flock(fd_, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
  ~Lock() { ::flock(fd_, LOCK_UN); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  int fd_;
};

}  // namespace

LineFile::~LineFile() { close(); }

void LineFile::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

bool LineFile::open() {
  fd_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);  // what leads said: its owner's alone
  if (fd_ < 0 && errno == EACCES) fd_ = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (fd_ < 0) {
    error_ = reasonOf(errno);
    return false;
  }
  // Others may add to the file as well: who is in the middle of a line has not torn it.
  const Lock lock(fd_);
  char last = '\n';
  struct stat about {};
  if (::fstat(fd_, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0 && ::pread(fd_, &last, 1, about.st_size - 1) == 1 &&
      last != '\n') {
    return put("\n");
  }
  return true;
}

/// Whether the path still names the file that is open: a rotation moves it away, somebody may take it away.
bool LineFile::isCurrent() const {
  struct stat open_file {}, named {};
  return ::fstat(fd_, &open_file) == 0 && ::stat(path_.c_str(), &named) == 0 && open_file.st_ino == named.st_ino && open_file.st_dev == named.st_dev;
}

bool LineFile::put(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd_, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      error_ = reasonOf(errno);
      close();
      return false;
    }
  }
  return true;
}

bool LineFile::write(std::string_view line) {
  error_.clear();
  if (fd_ >= 0 && !isCurrent()) close();
  if (fd_ < 0 && !open()) return false;
  {
    const Lock lock(fd_);
    if (!put(line)) return false;
  }
  if (sync_ && ::fdatasync(fd_) != 0 && errno != EINVAL && errno != EROFS) {  // a pipe or a terminal has no disk
    error_ = reasonOf(errno);
    close();
    return false;
  }
  return true;
}

Attempt NdjsonAdapter::deliver(const port::Effect& effect) {
  Attempt attempt;
  if (!sink_->write(port::toJson(effect) + "\n") || !sink_->flush()) {
    attempt.result = Attempt::Result::Later;
    attempt.receiver_down = true;
    attempt.reason = name_ + ": " + sink_->error();
  }
  return attempt;
}

}  // namespace leadflow::outbox
