// Texts that travel inside the command, embedded when it is built: the page of every code, the files that `init`
// writes.
#pragma once
#include <span>
#include <string_view>

namespace leadflow::cli {

struct Page {
  std::string_view name;  ///< the file's name: `LF0301.md`
  std::string_view text;
};
std::span<const Page> codePages();     ///< docs/errors/*.md
std::span<const Page> lintPages();     ///< docs/lints/*.md
std::span<const Page> starterFiles();  ///< tools/cli/starter/*
std::span<const Page> reportStyle();   ///< tools/cli/report.css

}  // namespace leadflow::cli
