#include "runtime/outbox/ndjson.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/port/file_lock.hpp"
#include "runtime/port/sink.hpp"

namespace leadflow::outbox {

using port::FileLock;
using port::reasonOf;

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
  const FileLock lock(fd_);
  char last = '\n';
  struct stat about {};
  if (::fstat(fd_, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0 && ::pread(fd_, &last, 1, about.st_size - 1) == 1 &&
      last != '\n') {
    return put("\n");
  }
  return true;
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
  if (fd_ >= 0 && !port::standsAt(fd_, path_)) close();
  if (fd_ < 0 && !open()) return false;
  {
    const FileLock lock(fd_);
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
