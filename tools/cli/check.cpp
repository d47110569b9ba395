// leadflow check: what is wrong with a playbook, in words its author understands.
#include <algorithm>

#include "compiler/diag/render.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/lead_columns.hpp"
#include "tools/cli/pages.hpp"

namespace leadflow::cli {

namespace {

struct CheckOptions {
  std::vector<std::string> paths;
  std::string leads, roster, format = "text", fail_level = "error", explain;
  bool cost = false;
};

int explainCode(const std::string& wanted) {
  diag::Code code = diag::findCode(wanted);
  if (code == diag::Code::Count_) return fail("there is no code `" + wanted + "`", "codes look like LF0301 or money-with-number");
  const auto& info = diag::info(code);
  for (auto pages : {codePages(), lintPages()})
    for (const Page& page : pages)
      if (page.name == std::string(info.name) + ".md" || page.name == std::string(info.kebab) + ".md") {
        print(std::string(page.text));
        return kOk;
      }
  print(std::string(info.name) + ": " + std::string(info.kebab) + "\n\n" + std::string(info.summary) + "\n");
  return kOk;
}

diag::Severity levelOf(const std::string& word) {
  return word == "note" ? diag::Severity::Note : word == "warning" ? diag::Severity::Warning : diag::Severity::Error;
}

std::string count(std::size_t n, const char* one, const char* many) { return std::to_string(n) + " " + (n == 1 ? one : many); }

int check(const CheckOptions& options) {
  if (!options.explain.empty()) return explainCode(options.explain);
  if (options.paths.empty()) return fail("nothing to check", "leadflow check playbook.leadflow");
  std::vector<std::string> paths;
  for (const auto& path : options.paths) {
    std::size_t before = paths.size();
    collectPlaybooks(path, paths);
    if (paths.size() == before) return fail("no playbook below `" + path + "`", "a playbook is a .leadflow file with a `playbook` block");
  }
  driver::Options compile;
  compile.roster_path = options.roster;
  if (!options.leads.empty()) {
    std::string error;
    if (!leadColumns(options.leads, compile.lead_columns, error)) return fail(error);
  }
  int exit = kOk;
  std::string json;
  std::size_t errors = 0, warnings = 0, notes = 0;
  for (const auto& path : paths) {
    auto compiled = driver::compileFile(path, compile);
    auto findings = compiled->diags.sorted();
    for (const auto& finding : findings) {
      (finding.severity == diag::Severity::Error ? errors : finding.severity == diag::Severity::Warning ? warnings : notes) += 1;
      if (finding.severity >= levelOf(options.fail_level)) exit = std::max(exit, kFindings);
    }
    if (compiled->compile_errors) exit = kError;
    if (options.format == "json") {
      json += (json.empty() ? "" : "\n") + diag::renderJson(findings, compiled->sources);
      continue;
    }
    diag::RenderOptions render;
    render.colour = terminal().colour;
    render.width = terminal().width;
    print(diag::renderText(findings, compiled->sources, render));
    if (options.cost && !compiled->compile_errors && !compiled->program.is_module) {
      print(path + ": at most " + std::to_string(compiled->chunk.cost_bound) + " steps a lead");
      if (compiled->chunk.cost_per_activity) print(", and " + std::to_string(compiled->chunk.cost_per_activity) + " for each of its activities");
      print("\n");
    }
  }
  if (options.format == "json") {
    print(json + (json.empty() || json.back() == '\n' ? "" : "\n"));
  } else {
    std::string what = paths.size() == 1 ? paths[0] : count(paths.size(), "playbook", "playbooks");
    if (errors + warnings + notes == 0) print(what + ": nothing to complain about\n");
    else print(what + ": " + count(errors, "error", "errors") + ", " + count(warnings, "warning", "warnings") + ", " + count(notes, "note", "notes") + "\n");
  }
  return exit;
}

}  // namespace

void addCheck(CLI::App& app, Result& result) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command = app.add_subcommand("check", "Say what is wrong with a playbook: writing, names, types, units, people, rules");
  command->add_option("paths", options->paths, "Playbooks, modules, or folders to look through")->type_name("PATH");
  command->add_option("--leads", options->leads, "A file of leads, to compare its columns with the fields")->type_name("FILE");
  command->add_option("--roster", options->roster, "A roster instead of the playbook's own")->type_name("FILE");
  command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
  command->add_option("--fail-level", options->fail_level, "Lowest severity that makes the exit code 1")->check(CLI::IsMember({"error", "warning", "note"}));
  command->add_option("--explain", options->explain, "Print the page of a code, LF0301 or money-with-number")->type_name("CODE");
  command->add_flag("--cost", options->cost, "Also print how many steps a lead can cost at most");
  command->footer(
      "Exit code: 0 clean, 1 findings at the fail level, 2 it does not compile or cannot be read.\n\n"
      "Examples:\n"
      "  leadflow check inbound.leadflow\n"
      "  leadflow check playbooks/ --format json --fail-level warning\n"
      "  leadflow check inbound.leadflow --leads export.csv\n"
      "  leadflow check --explain LF0301");
  command->callback([options, &result] { result.exit = check(*options); });
}

}  // namespace leadflow::cli
