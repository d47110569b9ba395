// leadflow fmt: one house style, so that a diff shows what changed and nothing else.
#include "compiler/diag/render.hpp"
#include "compiler/format/format.hpp"
#include "compiler/parse/parse.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/text_diff.hpp"

namespace leadflow::cli {

namespace {

struct FmtOptions {
  std::vector<std::string> paths;
  bool check = false, diff = false;
};

int fmt(const FmtOptions& options) {
  if (options.paths.empty())
    return fail("nothing to format", "leadflow fmt playbook.leadflow, or `-` for standard input");
  int exit = kOk;
  for (const auto& path : options.paths) {
    std::string text, error;
    if (!readFile(path, text, error)) return fail(error);
    SourceMap sources;
    diag::Diagnostics diags;
    const SourceFile* file = sources.add(path == "-" ? "standard input" : path, text);
    if (!file) return fail("`" + path + "` is too large");
    parse::parseFile(*file, diags);
    if (diags.hasErrors()) {
      diag::RenderOptions render;
      render.colour = terminal().colour;
      render.width = terminal().width;
      printError(diag::renderText(diags.sorted(), sources, render));
      printError("`" + path + "` is left as it is: what cannot be read cannot be formatted\n");
      exit = kError;
      continue;
    }
    std::string formatted = format::formatText(text);
    if (options.check || options.diff) {
      if (formatted == text) continue;
      if (options.diff) print(textDiff(text, formatted, path));
      else print(path + "\n");
      if (options.check) exit = std::max(exit, kFindings);
    } else if (path == "-") {
      printBytes(formatted);
    } else if (formatted != text) {
      if (!writeFile(path, formatted, error)) return fail(error);
      print("formatted " + path + "\n");
    }
  }
  return exit;
}

}  // namespace

void addFmt(CLI::App& app, Result& result) {
  auto options = std::make_shared<FmtOptions>();
  CLI::App* command = app.add_subcommand("fmt", "Lay a playbook out in the house style; comments stay, meaning stays");
  command->add_option("paths", options->paths, "Files, or - for standard input")->type_name("FILE");
  command->add_flag("--check", options->check,
                    "Change nothing; list the files that would change and exit with 1 if there are any");
  command->add_flag("--diff", options->diff, "Change nothing; show what would change");
  command->footer(
      "Examples:\n"
      "  leadflow fmt inbound.leadflow\n"
      "  leadflow fmt --check playbooks/*.leadflow\n"
      "  leadflow fmt - < draft.leadflow > tidy.leadflow");
  command->callback([options, &result] { result.exit = fmt(*options); });
}

}  // namespace leadflow::cli
