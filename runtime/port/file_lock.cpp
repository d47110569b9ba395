#include "runtime/port/file_lock.hpp"

#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>

namespace leadflow::port {

void lockFile(int fd) {
  while (::flock(fd, LOCK_EX) != 0 && errno == EINTR) {
  }
}

void unlockFile(int fd) { ::flock(fd, LOCK_UN); }

bool standsAt(int fd, const std::string& path) {
  struct stat open{}, there{};
  return ::fstat(fd, &open) == 0 && ::stat(path.c_str(), &there) == 0 && open.st_dev == there.st_dev && open.st_ino == there.st_ino;
}

}  // namespace leadflow::port
