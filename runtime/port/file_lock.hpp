// Files that several processes write: each holds a lock while it writes, and looks first whether the file that it has open is still the
// one that stands at the path, for a rotation or an erasure may have put another there.
//
//     const port::FileLock lock(fd);
//     if (!port::standsAt(fd, path)) …    open it anew
#pragma once
#include <string>

namespace leadflow::port {

/// Locks an open file until it is closed or let go. A file system that has no locks has one writer.
void lockFile(int fd);
void unlockFile(int fd);
/// Whether the open file is what stands at the path.
bool standsAt(int fd, const std::string& path);

class FileLock {
 public:
  explicit FileLock(int fd) : fd_(fd) { lockFile(fd_); }
  ~FileLock() { unlockFile(fd_); }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int fd_;
};

}  // namespace leadflow::port
