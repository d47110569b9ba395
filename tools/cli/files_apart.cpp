#include "tools/cli/files_apart.hpp"

#include <filesystem>
#include <string_view>

#include "tools/cli/command.hpp"

namespace leadflow::cli {
namespace {

namespace fs = std::filesystem;

/// Empty: the path is no file and will be none.
std::string placeOf(const std::string& path) {
  std::error_code failed;
  if (path.empty() || path == "-") return {};
  const fs::file_status status = fs::status(path, failed);
  if (fs::exists(status) && !fs::is_regular_file(status)) return {};
  const fs::path place = fs::weakly_canonical(fs::absolute(path, failed), failed);
  return failed ? std::string() : place.string();
}

bool isSame(const std::string& a, const std::string& b) {
  std::error_code failed;
  return a == b || (fs::equivalent(a, b, failed) && !failed);
}

}  // namespace

void FilesApart::note(const std::string& path, std::string words) {
  if (std::string place = placeOf(path); !place.empty()) known_.push_back({std::move(place), std::move(words)});
}

void FilesApart::reads(const std::string& path) { note(path, "`" + path + "` is read by this command"); }

void FilesApart::reads(const std::string& path, const std::vector<port::PlaybookFile>& files) {
  reads(path);
  const fs::path folder = fs::path(path).parent_path();
  for (const port::PlaybookFile& file : files) {
    if (file.role == "file") note((folder / file.path).string(), "`" + file.path + "` is read by the playbook");
    else if (file.role == "roster") reads(file.path);
  }
}

bool FilesApart::keeps(const std::string& address) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (!address.starts_with(kSqlite)) return true;
  const std::string path = address.substr(kSqlite.size());
  if (!isFree("--store", placeOf(path))) return false;
  for (const char* beside : {"", "-wal", "-shm", "-journal", ".lock"}) note(path + beside, "`" + path + beside + "` is the store's");
  return true;
}

bool FilesApart::isFree(const std::string& option, const std::string& place) const {
  for (const Known& known : known_) {
    if (place.empty() || !isSame(known.place, place)) continue;
    fail(known.words + "; " + option + " would write over it");
    return false;
  }
  return true;
}

bool FilesApart::mayWrite(const std::string& option, const std::string& path) {
  if (!isFree(option, placeOf(path))) return false;
  note(path, "`" + path + "` is what " + option + " writes");
  return true;
}

}  // namespace leadflow::cli
