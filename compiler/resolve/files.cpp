#include "compiler/resolve/files.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace leadflow::resolve {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{1} << 30;

/// Whether `path` lies in `root` once all symbolic links are followed.
bool isBelow(const fs::path& root, const fs::path& path) {
  auto r = root.begin();
  auto p = path.begin();
  for (; r != root.end(); ++r, ++p) {
    if (r->empty()) continue;
    if (p == path.end() || *p != *r) return false;
  }
  return true;
}

}  // namespace

ReadResult DiskFiles::read(const std::string& path) {
  std::error_code fault;
  const fs::path root = fs::canonical(root_.empty() ? fs::path(".") : fs::path(root_), fault);
  if (fault) return {};
  const fs::path real = fs::canonical(root / path, fault);
  if (fault) {
    const bool missing = fault == std::errc::no_such_file_or_directory || fault == std::errc::not_a_directory;
    return {missing ? ReadResult::Status::Missing : ReadResult::Status::Unreadable, {}};
  }
  if (!isBelow(root, real)) return {ReadResult::Status::Outside, {}};
  const fs::file_status status = fs::status(real, fault);
  if (fault) return {ReadResult::Status::Unreadable, {}};
  if (fs::is_directory(status)) return {ReadResult::Status::Directory, {}};
  if (!fs::is_regular_file(status)) return {ReadResult::Status::Unreadable, {}};
  const std::uintmax_t size = fs::file_size(real, fault);
  if (fault) return {ReadResult::Status::Unreadable, {}};
  if (size > kMaxFileBytes) return {ReadResult::Status::TooLarge, {}};
  std::ifstream in(real, std::ios::binary);
  if (!in) return {ReadResult::Status::Unreadable, {}};
  ReadResult result{ReadResult::Status::Ok, std::string(static_cast<std::size_t>(size), '\0')};
  in.read(result.text.data(), static_cast<std::streamsize>(size));
  if (in.bad()) return {ReadResult::Status::Unreadable, {}};
  result.text.resize(static_cast<std::size_t>(in.gcount()));  // the file may have shrunk meanwhile
  return result;
}

}  // namespace leadflow::resolve
