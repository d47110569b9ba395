// leadflow test: keeps the promises that stand beside the rules.
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "tools/cli/command.hpp"
#include "tools/testrunner/report.hpp"

namespace leadflow::cli {

namespace {

struct TestCommand {
  std::vector<std::string> paths;
  std::string format;
  bool coverage = false;
};

/// Whether the terminal says that it shows UTF-8.
bool showsUtf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (!value || !*value) continue;
    return std::strstr(value, "UTF-8") || std::strstr(value, "utf8") || std::strstr(value, "UTF8") || std::strstr(value, "utf-8");
  }
  return false;
}

int test(const TestCommand& command) {
  if (command.paths.empty()) return fail("nothing to test", "leadflow test playbook.leadflow");
  std::vector<std::string> paths;
  for (const std::string& path : command.paths) {
    const std::size_t before = paths.size();
    collectPlaybooks(path, paths);
    if (paths.size() == before) return fail("no playbook below `" + path + "`", "a playbook is a .leadflow file with a `playbook` block");
  }
  int exit = kOk;
  std::vector<testrunner::TestRun> runs;
  for (const std::string& path : paths) {
    driver::Options compile;
    compile.lints = false;
    compile.tests = true;
    if (endsWith(path, ".lfb")) return fail("`" + path + "` is a compiled playbook, which has no tests", "give the .leadflow file");
    auto compiled = driver::compileFile(path, compile);
    if (compiled->compile_errors) {
      printFindings(*compiled, diag::Severity::Error);
      exit = kError;
      continue;
    }
    if (compiled->program.is_module) return fail("`" + path + "` is a module: its tests run with the playbook that uses it", "give that playbook");
    auto run = testrunner::runTests(path, *compiled);
    if (!run.error.empty()) return fail("`" + path + "` is refused: " + run.error);
    if (run.failed() > 0) exit = std::max(exit, kFindings);
    runs.push_back(std::move(run));
  }
  testrunner::ReportOptions report;
  report.colour = terminal().colour;
  report.symbols = terminal().out_is_terminal && showsUtf8();
  report.timing = terminal().out_is_terminal;
  report.coverage = command.coverage;
  if (command.format == "junit") print(testrunner::reportJunit(runs, report));
  else if (command.format == "json") print(testrunner::reportJson(runs, report));
  else print(testrunner::reportText(runs, report));
  return exit;
}

}  // namespace

void addTest(CLI::App& app, Result& result) {
  auto options = std::make_shared<TestCommand>();
  CLI::App* command = app.add_subcommand("test", "Run the `test` blocks of a playbook and of what it uses");
  command->add_option("paths", options->paths, "Playbooks, or folders to look through")->type_name("PATH");
  command->add_flag("--coverage", options->coverage, "Also list the rules, score terms, decision rows and grades that no test reaches");
  command->add_option("--format", options->format, "text (default), junit or json")->check(CLI::IsMember({"text", "junit", "json"}));
  command->footer(
      "Exit code: 0 all pass (or there are none), 1 one fails, 2 a playbook does not compile.\n\n"
      "Examples:\n"
      "  leadflow test inbound.leadflow\n"
      "  leadflow test inbound.leadflow --coverage\n"
      "  leadflow test playbooks/ --format junit > tests.xml");
  command->callback([options, &result] { result.exit = test(*options); });
}

}  // namespace leadflow::cli
