#include "tools/cli/rejected.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tools/cli/names_lead.hpp"

namespace leadflow::cli {

using port::Status;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kSetting = "rejects files";

bool namesAny(std::string_view line, const std::vector<std::string>& leads) {
  return std::any_of(leads.begin(), leads.end(), [&](const std::string& lead) { return namesLead(line, lead); });
}

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

std::vector<RejectedLine> linesThatName(const std::vector<std::string>& files, const std::vector<std::string>& leads) {
  std::vector<RejectedLine> found;
  for (const std::string& file : files) {
    std::ifstream in(file, std::ios::binary);
    std::string text;
    for (std::uint64_t line = 1; std::getline(in, text); ++line)
      if (namesAny(text, leads)) found.push_back({file, line, text});
  }
  return found;
}

bool takeLinesThatName(const std::vector<std::string>& files, const std::vector<std::string>& leads, std::uint64_t& taken, std::string& error) {
  taken = 0;
  for (const std::string& file : files) {
    if (linesThatName({file}, leads).empty()) continue;
    const std::string part = file + ".part";
    std::uint64_t here = 0;
    {
      std::ifstream in(file, std::ios::binary);
      std::ofstream out(part, std::ios::binary | std::ios::trunc);
      std::string text;
      while (std::getline(in, text)) {
        if (namesAny(text, leads)) ++here;
        else out << text << '\n';
      }
      if (in.bad() || !out.flush()) {
        error = "`" + file + "` could not be written anew";
        std::remove(part.c_str());
        return false;
      }
    }
    struct stat mode{};
    if (::stat(file.c_str(), &mode) == 0) ::chmod(part.c_str(), mode.st_mode & 0777);
    if (std::rename(part.c_str(), file.c_str()) != 0) {
      error = "`" + file + "` could not be replaced";
      std::remove(part.c_str());
      return false;
    }
    taken += here;
  }
  return true;
}

}  // namespace leadflow::cli
