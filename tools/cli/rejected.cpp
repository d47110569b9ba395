#include "tools/cli/rejected.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/port/file_lock.hpp"
#include "runtime/port/sink.hpp"
#include "tools/cli/names_lead.hpp"
#include "tools/cli/set_aside_file.hpp"

namespace leadflow::cli {

using port::Status;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kSetting = "rejects files";

}  // namespace

Status rejectFiles(port::Store& store, const std::vector<std::string>& more, std::vector<std::string>& files) {
  files.clear();
  std::string known;
  if (Status status = store.setting(kSetting, known); !status.ok()) return status;
  const Json list = Json::parse(known.empty() ? "[]" : known, nullptr, false);
  if (list.is_array())
    for (const Json& file : list)
      if (file.is_string()) files.push_back(file.get<std::string>());
  for (const std::string& file : more) {
    std::error_code ignored;
    const std::string whole = std::filesystem::absolute(file, ignored).lexically_normal().string();
    if (std::find(files.begin(), files.end(), whole) == files.end()) files.push_back(whole);
  }
  return {};
}

Status rememberRejects(port::Store& store, const std::string& path) {
  std::vector<std::string> before, files;
  if (Status status = rejectFiles(store, {}, before); !status.ok()) return status;
  if (Status status = rejectFiles(store, {path}, files); !status.ok()) return status;
  return files == before ? Status{} : store.setSetting(kSetting, Json(files).dump(-1, ' ', false, Json::error_handler_t::replace));
}

Status canBeRead(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored) && ::access(file.c_str(), R_OK) != 0)
      return Status::failed("`" + file + "`, in which lines were set aside, cannot be read: " + port::reasonOf(errno));
  }
  return {};
}

std::vector<RejectedLine> linesThatName(const std::vector<std::string>& files, const std::vector<std::string>& leads) {
  std::vector<RejectedLine> found;
  for (const std::string& file : files) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) continue;   // of a pipe nothing is left
    std::ifstream in(file, std::ios::binary);
    std::string text;
    for (std::uint64_t line = 1; std::getline(in, text); ++line)
      if (namesAny(text, leads)) found.push_back({file, line, text});
  }
  return found;
}

namespace {

/// The file itself, not a link to it, open and locked; -1 with `errno`: it is gone, or cannot be opened.
int openToChange(const std::string& file, std::string& path) {
  for (int tried = 0;; ++tried) {
    std::error_code gone;
    path = std::filesystem::canonical(file, gone).string();
    const int fd = gone ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (gone) errno = gone.value();
    if (fd < 0) return -1;
    port::lockFile(fd);
    if (port::standsAt(fd, path) || tried == kTries) return fd;
    ::close(fd);   // somebody has written it anew
  }
}

/// The lines that name nobody of `leads`, in a file beside it with the same owner and rights. -1: it could not be written.
std::int64_t copyOthers(const std::string& path, const std::string& part, const std::vector<std::string>& leads, int fd) {
  struct stat mode{};
  ::unlink(part.c_str());
  const int out = ::fstat(fd, &mode) == 0 ? ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
  if (out < 0) return -1;
  [[maybe_unused]] const int given = ::fchown(out, mode.st_uid, mode.st_gid);   // the superuser takes lines out of a file of somebody else's
  ::fchmod(out, mode.st_mode & 0777);
  std::int64_t taken = 0;
  port::FdSink sink(out);
  std::ifstream in(path, std::ios::binary);
  std::string text;
  while (std::getline(in, text)) {
    if (namesAny(text, leads)) ++taken;
    else sink.write(text + '\n');
  }
  const bool written = sink.flush() && !in.bad() && ::fsync(out) == 0;
  return ::close(out) == 0 && written ? taken : -1;
}

}  // namespace

bool takeLinesThatName(const std::vector<std::string>& files, const std::vector<std::string>& leads, std::uint64_t& taken, std::string& error) {
  taken = 0;
  for (const std::string& file : files) {
    if (linesThatName({file}, leads).empty()) continue;
    std::string path;
    const int fd = openToChange(file, path);
    if (fd < 0 && errno == ENOENT) continue;
    if (fd < 0) {
      error = "`" + file + "` could not be opened: " + std::strerror(errno);
      return false;
    }
    const std::string part = path + ".part";
    const std::int64_t here = copyOthers(path, part, leads, fd);
    const bool moved = here >= 0 && std::rename(part.c_str(), path.c_str()) == 0;
    ::close(fd);   // with its lock: who waits for it sees that another file stands there
    if (!moved) {
      error = "`" + file + (here < 0 ? "` could not be written anew" : "` could not be replaced");
      std::remove(part.c_str());
      return false;
    }
    taken += static_cast<std::uint64_t>(here);
  }
  return true;
}

}  // namespace leadflow::cli
