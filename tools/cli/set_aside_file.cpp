#include "tools/cli/set_aside_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "runtime/port/file_lock.hpp"
#include "runtime/port/sink.hpp"
#include "runtime/value/hash.hpp"

namespace leadflow::cli {

namespace {

constexpr int kFlags = O_APPEND | O_CREAT | O_CLOEXEC;
constexpr std::size_t kPiece = 1U << 18;

std::uint64_t sizeOf(int fd) {
  struct stat info{};
  return ::fstat(fd, &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

/// A file that is new is lost with its folder's entry.
void syncFolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

}  // namespace

SetAsideFile::~SetAsideFile() {
  if (fd_ >= 0) ::close(fd_);
}

bool SetAsideFile::failed(int number) {
  error_ = "`" + path_ + "` cannot be written: " + port::reasonOf(number);
  return false;
}

bool SetAsideFile::open() { return openAnew(); }

bool SetAsideFile::openAnew() {
  if (fd_ >= 0) ::close(fd_);
  struct stat info{};
  const bool there = ::stat(path_.c_str(), &info) == 0;
  regular_ = !there || S_ISREG(info.st_mode);
  fd_ = regular_ ? ::open(path_.c_str(), O_RDWR | kFlags, 0600) : -1;
  readable_ = fd_ >= 0;
  if (fd_ < 0) fd_ = ::open(path_.c_str(), O_WRONLY | kFlags, 0600);
  if (fd_ < 0) return failed(errno);
  if (!there) syncFolderOf(path_);
  learned_ = 0;
  lines_.clear();
  return true;
}

bool SetAsideFile::current() {
  port::lockFile(fd_);
  for (int tried = 0; tried < kTries && !port::standsAt(fd_, path_); ++tried) {
    if (!openAnew()) return false;
    port::lockFile(fd_);
  }
  return true;
}

void SetAsideFile::learn() {
  if (!readable_) return;
  if (sizeOf(fd_) < learned_) {   // somebody shortened it
    learned_ = 0;
    lines_.clear();
  }
  std::string rest;
  std::vector<char> piece(kPiece);
  for (;;) {
    const ssize_t got = ::pread(fd_, piece.data(), piece.size(), static_cast<off_t>(learned_ + rest.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    rest.append(piece.data(), static_cast<std::size_t>(got));
    std::size_t begin = 0;
    for (std::size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n', begin)) {
      lines_.emplace(fnv1a64(std::string_view(rest).substr(begin, end + 1 - begin)), learned_ + begin);
      begin = end + 1;
    }
    learned_ += begin;
    rest.erase(0, begin);
  }
}

bool SetAsideFile::stands(const std::string& line) const {
  const auto [first, last] = lines_.equal_range(fnv1a64(line));
  std::string there(line.size(), '\0');
  for (auto at = first; at != last; ++at)
    if (::pread(fd_, there.data(), there.size(), static_cast<off_t>(at->second)) == static_cast<ssize_t>(there.size()) && there == line) return true;
  return false;
}

bool SetAsideFile::add(const std::vector<std::string>& lines) {
  if (!error_.empty()) return false;
  if (lines.empty()) return true;
  std::string text;
  if (regular_) {
    if (!current()) return false;
    learn();
    const std::uint64_t size = sizeOf(fd_);
    char last = '\n';
    if (size > 0 && readable_ && ::pread(fd_, &last, 1, static_cast<off_t>(size - 1)) == 1 && last != '\n') text = "\n";   // somebody's last line has no end
    for (const std::string& line : lines)
      if (!stands(line)) text += line;
    if (text.empty() || text == "\n") text.clear();
  } else {
    for (const std::string& line : lines) text += line;
  }
  const std::uint64_t before = sizeOf(fd_);
  bool written = true;
  int number = 0;
  for (std::string_view left = text; !left.empty() && written;) {
    const ssize_t count = ::write(fd_, left.data(), left.size());
    if (count >= 0) left.remove_prefix(static_cast<std::size_t>(count));
    else if (errno != EINTR) written = false, number = errno;
  }
  if (regular_ && written && !text.empty() && ::fsync(fd_) != 0) written = false, number = errno;
  if (regular_ && !written && ::ftruncate(fd_, static_cast<off_t>(before)) != 0) number = errno;   // no half of a line
  if (regular_) port::unlockFile(fd_);
  return written || failed(number);
}

}  // namespace leadflow::cli
