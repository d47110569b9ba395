#include "tools/cli/command.hpp"

#include <dirent.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "compiler/check/content_hash.hpp"
#include "compiler/diag/render.hpp"
#include "compiler/driver/kept.hpp"
#include "runtime/bytecode/codec.hpp"
#include "runtime/ingest/source.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/rim_text.hpp"

namespace leadflow::cli {

const Terminal& terminal() {
  static const Terminal found = [] {
    Terminal t;
    t.out_is_terminal = isatty(STDOUT_FILENO) == 1;
    t.error_is_terminal = isatty(STDERR_FILENO) == 1;
    const char* no_colour = std::getenv("NO_COLOR");
    t.colour = t.out_is_terminal && t.error_is_terminal && (!no_colour || !*no_colour);
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) t.width = size.ws_col;
    else if (const char* columns = std::getenv("COLUMNS")) t.width = std::max(40, std::atoi(columns));
    return t;
  }();
  return found;
}

void printBytes(const std::string& bytes) { std::fwrite(bytes.data(), 1, bytes.size(), stdout); }
void print(const std::string& text) { printBytes(terminalText(text, terminal().colour)); }
void printError(const std::string& text) {
  std::fflush(stdout);
  const std::string shown = terminalText(text, terminal().colour);
  std::fwrite(shown.data(), 1, shown.size(), stderr);
}
void printLine(const std::string& text) { print(oneLine(text) + "\n"); }
void printNote(const std::string& text) { printError("note: " + oneLine(text) + "\n"); }
void steer(const char* sequence) {
  std::fflush(stdout);
  std::fputs(sequence, stderr);
}

int fail(const std::string& message, const std::string& help) {
  bool colour = terminal().colour;
  printError((colour ? "\x1b[1;31merror\x1b[0m: " : "error: ") + oneLine(message) + "\n");
  if (!help.empty()) printError((colour ? "\x1b[36mhelp\x1b[0m: " : "help: ") + oneLine(help) + "\n");
  return kError;
}

bool endsWith(const std::string& text, const char* suffix) {
  std::size_t n = std::strlen(suffix);
  return text.size() >= n && text.compare(text.size() - n, n, suffix) == 0;
}

bool readFile(const std::string& path, std::string& text, std::string& error, std::size_t (*enough)(std::string_view first)) {
  struct stat info{};
  if (path != "-" && stat(path.c_str(), &info) != 0) {
    error = errno == ENOENT ? "there is no file `" + path + "`" : "`" + path + "` cannot be read: " + std::strerror(errno);
    return false;
  }
  if (path != "-" && S_ISDIR(info.st_mode)) {
    error = "`" + path + "` is a directory, not a file";
    return false;
  }
  ingest::FileSource source(path);
  std::string why = source.error();
  if (why.empty() && ingest::readWhole(source, text, why, enough)) return true;
  error = "`" + path + "` cannot be read: " + why;
  return false;
}

bool readCompiled(const std::string& path, bytecode::Chunk& chunk, std::string& error) {
  std::string bytes;
  if (!readFile(path, bytes, error, bytecode::wholeSize)) return false;
  bytecode::Decoded decoded = bytecode::decode(bytes);
  if (!decoded.ok) error = "`" + path + "`: " + decoded.error;
  chunk = std::move(decoded.chunk);
  return error.empty();
}

void collectPlaybooks(const std::string& path, std::vector<std::string>& out) {
  struct stat info{};
  if (stat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    out.push_back(path);
    return;
  }
  std::vector<std::string> names;
  if (DIR* dir = opendir(path.c_str())) {
    while (dirent* entry = readdir(dir))
      if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
    closedir(dir);
  }
  std::sort(names.begin(), names.end());
  for (const auto& name : names) {
    const std::string child = path + (path.back() == '/' ? "" : "/") + name;
    if (stat(child.c_str(), &info) != 0) continue;
    if (S_ISDIR(info.st_mode)) {
      collectPlaybooks(child, out);
    } else if (endsWith(name, ".leadflow")) {
      std::string text, error;
      if (readFile(child, text, error) && (text.rfind("playbook ", 0) == 0 || text.find("\nplaybook ") != std::string::npos)) out.push_back(child);
    }
  }
}

bool writeFile(const std::string& path, const std::string& text, std::string& error) {
  if (path == "-") {
    printBytes(text);
    return true;
  }
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) {
    error = "`" + path + "` cannot be written: " + std::strerror(errno);
    return false;
  }
  bool ok = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  ok = std::fclose(file) == 0 && ok;
  if (!ok) error = "`" + path + "` cannot be written: " + std::strerror(errno);
  return ok;
}

void printFindings(const driver::Compilation& compilation, diag::Severity at_least) {
  std::vector<diag::Diagnostic> shown;
  for (auto& finding : compilation.diags.sorted())
    if (finding.severity >= at_least) shown.push_back(finding);
  diag::RenderOptions options;
  options.colour = terminal().colour;
  options.width = terminal().width;
  printError(diag::renderText(shown, compilation.sources, options));
}

std::unique_ptr<LoadedPlaybook> loadPlaybook(const std::string& path, const driver::Options& options) {
  auto loaded = std::make_unique<LoadedPlaybook>();
  bytecode::Chunk chunk;
  if (endsWith(path, ".lfb")) {
    std::string error;
    if (!readCompiled(path, chunk, error)) {
      fail(error);
      return nullptr;
    }
    if (!options.column_expressions.empty()) {
      fail("`" + options.column_expressions.front().option + "` needs the playbook's text, and `" + path + "` is a compiled one", "give the .leadflow file");
      return nullptr;
    }
  } else {
    loaded->compilation = driver::compileFile(path, options);
    if (loaded->compilation->compile_errors) {
      printFindings(*loaded->compilation, diag::Severity::Error);
      return nullptr;
    }
    if (loaded->compilation->program.is_module) {
      fail("`" + path + "` is a module: it has no `playbook` block, so there is nothing to run", "give the playbook that uses it");
      return nullptr;
    }
    loaded->columns = loaded->compilation->columns;
    loaded->files = driver::filesOf(*loaded->compilation, options);
    loaded->known_as.push_back(check::contentHash(loaded->compilation->program, loaded->compilation->sources, check::StandardLibrary::Released_0_1));
    chunk = std::move(loaded->compilation->chunk);
  }
  loaded->bytes = bytecode::encode(chunk);
  loaded->known_as.push_back(chunk.content_hash);
  auto program = bytecode::Program::load(std::move(chunk));
  if (!program.program) {
    fail("`" + path + "` is refused: " + program.error);
    return nullptr;
  }
  loaded->program = std::move(program.program);
  return loaded;
}

bool parseNow(const std::string& text, const TimeZone& zone, std::int64_t& now) {
  if (auto parsed = parseInstant(text, zone, "")) {
    now = *parsed;
    return true;
  }
  fail("`" + text + "` is no instant", "write it as 2026-03-02T15:00:00Z, or 2026-03-02 10:00 in the playbook's time zone");
  return false;
}

std::int64_t readClock() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace leadflow::cli
