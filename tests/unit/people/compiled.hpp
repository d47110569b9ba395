// Compiles a playbook from memory and says which codes were found, in the order found.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/resolve/files.hpp"

namespace leadflow::test {

struct Compiled {
  resolve::MemoryFiles files;
  std::unique_ptr<driver::Compilation> result;
  bool lints = false;

  Compiled& with(std::string path, std::string text) {
    files.texts[std::move(path)] = std::move(text);
    return *this;
  }
  Compiled& compile(std::string text, driver::Options options = {}) {
    options.emit = false;
    options.lints = lints;
    files.texts["main.leadflow"] = std::move(text);
    result = driver::compile("main.leadflow", files, options);
    return *this;
  }
  std::vector<std::string> codes() const {
    std::vector<std::string> out;
    for (const auto& finding : result->diags.all()) out.emplace_back(diag::info(finding.code).name);
    return out;
  }
  /// "LF0604 main.leadflow:3:5" of finding i
  std::string place(std::size_t i) const {
    if (i >= result->diags.all().size()) return "nothing";
    const auto& finding = result->diags.all()[i];
    const Location at = result->sources.locate(finding.primary.begin);
    return std::string(diag::info(finding.code).name) + ' ' + (at.file ? at.file->path : "?") + ':' + std::to_string(at.line) + ':' + std::to_string(at.column);
  }
  const typed::Program& program() const { return result->program; }
};

inline const std::string kHead =
    "playbook p { version \"1\"  timezone \"America/New_York\"  currency USD }\n"
    "lead {\n  id text key\n  email email\n  country country\n  state text\n  size int\n  revenue money\n  owner_id rep\n"
    "  source one of web = \"Web\" | \"Website\", list, referral\n  products some of platform, security\n  made_at instant\n  rate percent\n  ok bool\n}\n"
    "activity call { outcome one of connected, voicemail }\n"
    "role revops\n"
    "queue rest { owner role revops }\n";

using Codes = std::vector<std::string>;

}  // namespace leadflow::test
