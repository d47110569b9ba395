// leadflow build and leadflow disasm: the compiled form, and a look inside it.
#include "compiler/driver/kept.hpp"
#include "runtime/bytecode/codec.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/files_apart.hpp"

namespace leadflow::cli {

namespace {

struct BuildOptions {
  std::string path, out, roster;
};

int build(const BuildOptions& options) {
  driver::Options compile;
  compile.roster_path = options.roster;
  auto compiled = driver::compileFile(options.path, compile);
  if (compiled->compile_errors) {
    printFindings(*compiled, diag::Severity::Error);
    return kError;
  }
  if (compiled->program.is_module)
    return fail("`" + options.path + "` is a module: there is nothing to build", "build the playbook that uses it");
  std::string refused = bytecode::verify(compiled->chunk);
  if (!refused.empty())
    return fail("the compiled playbook is refused by the verifier: " + refused,
                "this is a fault in LeadFlow; please report it with the playbook");
  std::string out = options.out;
  if (out.empty())
    out =
        (endsWith(options.path, ".leadflow") ? options.path.substr(0, options.path.size() - 9) : options.path) + ".lfb";
  FilesApart apart;
  apart.reads(options.path, driver::filesOf(*compiled, compile));
  if (!apart.mayWrite("--out", out)) return kError;
  std::string bytes = bytecode::encode(compiled->chunk), error;
  if (!writeFile(out, bytes, error)) return fail(error);
  if (out != "-")
    print(out + ": " + std::to_string(bytes.size()) + " bytes, " + compiled->chunk.name + " version " +
          (compiled->chunk.version.empty() ? "unnamed" : compiled->chunk.version) + "\n");
  return kOk;
}

int disasm(const std::string& path) {
  bytecode::Chunk chunk;
  if (endsWith(path, ".lfb")) {
    std::string error;
    if (!readCompiled(path, chunk, error)) return fail(error);
    if (std::string refused = bytecode::verify(chunk); !refused.empty())
      return fail("`" + path + "` is refused: " + refused);
  } else {
    auto compiled = driver::compileFile(path);
    if (compiled->compile_errors) {
      printFindings(*compiled, diag::Severity::Error);
      return kError;
    }
    chunk = std::move(compiled->chunk);
  }
  print(bytecode::disassemble(chunk));
  return kOk;
}

}  // namespace

void addBuild(CLI::App& app, Result& result) {
  auto options = std::make_shared<BuildOptions>();
  CLI::App* command =
      app.add_subcommand("build", "Compile a playbook into one .lfb file that runs without the compiler");
  command->add_option("playbook", options->path, "The playbook")->required()->type_name("PLAYBOOK");
  command->add_option("-o,--out", options->out, "Where to write it (default: beside the playbook)")->type_name("FILE");
  command->add_option("--roster", options->roster, "A roster instead of the playbook's own")->type_name("FILE");
  command->footer("Example:\n  leadflow build inbound.leadflow -o inbound.lfb\n  leadflow run inbound.lfb leads.csv");
  command->callback([options, &result] { result.exit = build(*options); });
}

void addDisasm(CLI::App& app, Result& result) {
  auto path = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("disasm", "Show the instructions of a playbook, with its registers and rules");
  command->add_option("playbook", *path, "A .leadflow or .lfb file")->required()->type_name("PLAYBOOK");
  command->footer("Example:\n  leadflow disasm inbound.leadflow | less");
  command->callback([path, &result] { result.exit = disasm(*path); });
}

}  // namespace leadflow::cli
