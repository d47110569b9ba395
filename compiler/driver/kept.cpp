#include "compiler/driver/kept.hpp"

#include <string_view>

#include "compiler/resolve/kept_files.hpp"

namespace leadflow::driver {
namespace {

constexpr std::string_view kStandard = "std.";

bool isStandard(const std::string& path) { return path.starts_with(kStandard) && path.find('.', kStandard.size()) == std::string::npos; }

}  // namespace

std::vector<port::PlaybookFile> filesOf(const Compilation& made, const Options& options) {
  std::vector<port::PlaybookFile> files;
  for (const auto& source : made.sources.files()) {
    if (source->given) continue;
    const bool named = !options.roster_path.empty() && source->path == options.roster_path;
    const char* role = files.empty() ? "playbook" : named ? "roster" : isStandard(source->path) ? "std" : "file";
    files.push_back({role, source->path, source->text});
  }
  return files;
}

std::unique_ptr<Compilation> compileKept(const std::vector<port::PlaybookFile>& files, Options options) {
  resolve::KeptFiles kept;
  std::string main;
  for (const port::PlaybookFile& file : files) {
    if (file.role == "playbook") main = file.path;
    if (file.role == "std") {
      kept.modules[file.path.substr(kStandard.size())] = file.text;
    } else if (file.role == "roster") {
      options.roster_path = file.path;
      options.roster_text = file.text;
    } else {
      kept.texts[file.path] = file.text;
    }
  }
  options.lints = false;
  options.in_force = true;
  return compile(main, kept, options);
}

}  // namespace leadflow::driver
