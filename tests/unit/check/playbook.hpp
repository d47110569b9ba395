// A playbook in memory, read and checked: what the tests of this folder look at.
//
//     Checked checked("lead { id text key }");     checked.codes() == ""
#pragma once
#include <memory>
#include <string>

#include "compiler/check/context.hpp"
#include "compiler/diag/render.hpp"

namespace leadflow {

struct Checked {
  resolve::MemoryFiles files;
  SourceMap sources;
  diag::Diagnostics diags;
  std::unique_ptr<resolve::Names> names;
  typed::Program program;

  Checked() = default;
  explicit Checked(const std::string& text) { run({{"main.leadflow", text}}); }
  explicit Checked(std::map<std::string, std::string> texts) { run(std::move(texts)); }

  void run(std::map<std::string, std::string> texts, const check::CheckOptions& options = {}) {
    files.texts = std::move(texts);
    names = resolve::resolveNames("main.leadflow", files, sources, diags);
    check::Context context(sources, diags, files, *names, program);
    check::checkProgram(context, options);
  }

  /// The codes found, in order of place: "LF0201 LF0301".
  std::string codes() const {
    std::string out;
    for (const auto& finding : diags.sorted()) out += (out.empty() ? "" : " ") + std::string(diag::info(finding.code).name);
    return out;
  }
  std::string text() const { return diag::renderText(diags.sorted(), sources); }
};

}  // namespace leadflow
