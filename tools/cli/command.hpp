// What the commands share: exit codes, the terminal, messages, and loading a playbook in either form.
//
//     leadflow check inbound.leadflow       0 clean · 1 findings · 2 it does not compile, or the command was misused
//
// One file a command; each adds itself to the CLI11 app and is run by main. Results go to standard output, everything
// else to standard error, so that pipes stay clean.
#pragma once
#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "compiler/driver/compile.hpp"
#include "runtime/bytecode/program.hpp"
#include "runtime/port/store.hpp"

namespace leadflow::cli {

inline constexpr int kOk = 0, kFindings = 1, kError = 2;

/// What a command's callback gives back to main.
struct Result {
  int exit = kOk;
};

/// `leadflow WORDS…` (the first is the program's name), to its exit code; tests call it in their own process.
int runLeadflow(int argc, const char* const* argv);

void addCheck(CLI::App& app, Result& result);
void addFmt(CLI::App& app, Result& result);
void addBuild(CLI::App& app, Result& result);
void addDisasm(CLI::App& app, Result& result);
void addRun(CLI::App& app, Result& result);
void addExplain(CLI::App& app, Result& result);
void addTest(CLI::App& app, Result& result);
void addInit(CLI::App& app, Result& result);

// Leads over time: commands over a store.
void addWork(CLI::App& app, Result& result);
void addSimulate(CLI::App& app, Result& result);
void addStatus(CLI::App& app, Result& result);
void addLate(CLI::App& app, Result& result);
void addStuck(CLI::App& app, Result& result);
void addFair(CLI::App& app, Result& result);
void addRoster(CLI::App& app, Result& result);
void addWhy(CLI::App& app, Result& result);
void addAudit(CLI::App& app, Result& result);
void addReplay(CLI::App& app, Result& result);
void addDeploy(CLI::App& app, Result& result);
void addRollback(CLI::App& app, Result& result);
void addOutbox(CLI::App& app, Result& result);
void addErase(CLI::App& app, Result& result);
void addSubject(CLI::App& app, Result& result);
void addRefused(CLI::App& app, Result& result);
void addClock(CLI::App& app, Result& result);
void addUpgrade(CLI::App& app, Result& result);
void addReport(CLI::App& app, Result& result);

struct Terminal {
  bool out_is_terminal = false, error_is_terminal = false;
  bool colour = false;   ///< a terminal, and NO_COLOR is not set
  int width = 100;
};
const Terminal& terminal();

/// "error: …" on standard error, in red on a terminal; gives kError.
int fail(const std::string& message, const std::string& help = {});
// All words of a command leave through these two, which keep what leads wrote from steering the terminal (rim_text.hpp); JSON
// printed through them means the same.
void print(const std::string& text);        ///< standard output
void printError(const std::string& text);   ///< standard error
void printLine(const std::string& text);    ///< one line on standard output: a line end in it is a value's, shown as `\n`
void printNote(const std::string& text);    ///< "note: …" on standard error, one line as well
void printBytes(const std::string& bytes);  ///< standard output, to the byte: a formatted playbook
void steer(const char* sequence);           ///< standard error: moves the cursor of a terminal (progress)

/// Reads a whole file; `error` says why not ("no file `x`", "`x` is a directory").
/// `enough`: see ingest::readWhole.
bool readFile(const std::string& path, std::string& text, std::string& error, std::size_t (*enough)(std::string_view first) = nullptr);
/// The chunk of an `.lfb` file, decoded and not yet verified.
bool readCompiled(const std::string& path, bytecode::Chunk& chunk, std::string& error);
bool writeFile(const std::string& path, const std::string& text, std::string& error);
bool endsWith(const std::string& text, const char* suffix);
/// The playbooks below a folder: files with a `playbook` block, in order of name. A file stands for itself.
void collectPlaybooks(const std::string& path, std::vector<std::string>& out);

/// A playbook from `.leadflow` (compiled, its findings printed) or `.lfb` (decoded, verified). Null after the error was printed.
struct LoadedPlaybook {
  std::shared_ptr<const bytecode::Program> program;
  std::unique_ptr<driver::Compilation> compilation;   ///< null for `.lfb`
  std::string bytes;                                  ///< the compiled form, as stores keep it
  std::vector<port::PlaybookFile> files;              ///< what it was compiled from, as stores keep it; empty for `.lfb`
  std::vector<std::uint64_t> known_as;                ///< versions that leadflow has counted for this text: now, in 0.1.0
  std::vector<driver::Column> columns;
};
std::unique_ptr<LoadedPlaybook> loadPlaybook(const std::string& path, const driver::Options& options);
/// Findings as text on standard error.
void printFindings(const driver::Compilation& compilation, diag::Severity at_least);

/// `2026-03-02T15:00:00Z`, `2026-03-02 10:00` (in the playbook's zone) to an instant; false and a printed error otherwise.
bool parseNow(const std::string& text, const TimeZone& zone, std::int64_t& now);
std::int64_t readClock();

}  // namespace leadflow::cli
