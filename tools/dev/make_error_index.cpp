// Writes docs/errors/README.md, the index of the pages of every diagnostic code, from compiler/diag/codes.def.
//
//     make_error_index [ROOT]            writes ROOT/docs/errors/README.md
//     make_error_index --check [ROOT]    says whether it is current (exit 1 when it is not)
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.hpp"

namespace {

using leadflow::diag::Code;
using leadflow::diag::CodeInfo;
using leadflow::diag::Severity;

struct Block {
  std::string_view digits;
  std::string_view title;
};
constexpr Block blocks[] = {
    {"00", "Files and sources"}, {"01", "Writing"}, {"02", "Names"}, {"03", "Types and units"}, {"04", "Declarations"},
    {"05", "Lints"}, {"06", "Data files"}, {"07", "People"}, {"08", "Tests"}, {"09", "Limits"}, {"10", "The workflow"},
};

std::string makeIndex() {
  std::string out =
      "# Messages\n\n"
      "Every message of LeadFlow has a number and a name. `leadflow check` prints the number; the page says what it means,\n"
      "shows a playbook that earns it, and what to write instead. Errors stop a playbook from running, warnings do not.\n\n"
      "This index is made by `tools/dev/make_error_index.cpp` from `compiler/diag/codes.def`.\n";
  for (const Block& block : blocks) {
    std::map<std::string_view, std::string> rows;  // by number
    for (int i = 0; i < static_cast<int>(Code::Count_); ++i) {
      const CodeInfo& info = leadflow::diag::info(static_cast<Code>(i));
      if (std::string_view(info.name).substr(2, 2) != block.digits) continue;
      const std::string name(info.name);
      const char* severity = info.severity == Severity::Error ? "error" : info.severity == Severity::Warning ? "warning" : "note";
      std::string summary(info.summary);
      for (std::size_t bar = summary.find('|'); bar != std::string::npos; bar = summary.find('|', bar + 2)) summary.insert(bar, "\\");
      rows[info.name] = "| [" + name + "](" + name + ".md) | " + std::string(info.kebab) + " | " + severity + " | " + summary + " |\n";
    }
    if (rows.empty()) continue;
    out += "\n## " + std::string(block.title) + "\n\n| code | name | severity | what is wrong |\n| --- | --- | --- | --- |\n";
    for (const auto& row : rows) out += row.second;
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  bool check = false;
  std::string root = ".";
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--check")
      check = true;
    else
      root = argv[i];
  }
  const std::string path = root + "/docs/errors/README.md";
  const std::string text = makeIndex();
  if (!check) {
    std::ofstream(path, std::ios::binary) << text;
    return 0;
  }
  std::ifstream in(path, std::ios::binary);
  std::stringstream now;
  now << in.rdbuf();
  if (now.str() == text) return 0;
  std::fprintf(stderr, "%s is not current: run make_error_index\n", path.c_str());
  return 1;
}
