#include "compiler/driver/compile.hpp"

#include <algorithm>
#include <filesystem>

#include "compiler/check/context.hpp"
#include "compiler/emit/emit.hpp"
#include "compiler/lint/lint.hpp"
#include "compiler/lower/lower.hpp"
#include "compiler/optimize/optimize.hpp"
#include "compiler/resolve/names.hpp"

namespace leadflow::driver {
namespace {

namespace fs = std::filesystem;

/// A file anywhere on disk, as the command names it (not bound to the playbook's folder).
resolve::ReadResult readAnywhere(const std::string& path) {
  const fs::path file(path);
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  return resolve::DiskFiles(folder.string()).read(file.filename().string());
}

void readRoster(const Options& options, Compilation& made, check::CheckOptions& out) {
  if (options.roster_path.empty()) return;
  out.roster_path = options.roster_path;
  if (options.roster_text) {
    out.roster_text = options.roster_text;
    return;
  }
  resolve::ReadResult read = readAnywhere(options.roster_path);
  if (read.status == resolve::ReadResult::Status::Ok) {
    out.roster_text = std::move(read.text);
    return;
  }
  const bool missing = read.status == resolve::ReadResult::Status::Missing;
  const bool folder = read.status == resolve::ReadResult::Status::Directory;
  made.diags.report(missing  ? diag::Code::FileMissing
                    : folder ? diag::Code::FileIsDirectory
                             : diag::Code::FileUnreadable,
                    {},
                    missing ? "there is no file `" + options.roster_path + '`'
                            : '`' + options.roster_path + (folder ? "` is a folder, not a file" : "` cannot be read"));
}

/// Errors but those of refusedLater(), which become warnings.
bool refusedFromTheStart(diag::Diagnostics& diags) {
  const auto later = refusedLater();
  bool refused = false;
  for (diag::Diagnostic& finding : diags.all()) {
    if (finding.severity != diag::Severity::Error) continue;
    if (std::find(later.begin(), later.end(), finding.code) != later.end()) finding.severity = diag::Severity::Warning;
    else refused = true;
  }
  return refused;
}

}  // namespace

std::span<const diag::Code> refusedLater() {
  static const std::vector<diag::Code> codes = {diag::Code::ConsentMissing};
  return codes;
}

std::unique_ptr<Compilation> compile(const std::string& path, resolve::Files& files, const Options& options) {
  auto made = std::make_unique<Compilation>();
  check::CheckOptions check_options;
  check_options.columns = options.column_expressions;
  check_options.roster_apart = options.roster_apart;
  readRoster(options, *made, check_options);

  const auto names = resolve::resolveNames(path, files, made->sources, made->diags);
  check::Context context(made->sources, made->diags, files, *names, made->program);
  check::checkProgram(context, check_options);
  made->compile_errors = options.in_force ? refusedFromTheStart(made->diags) : made->diags.hasErrors();
  if (made->compile_errors) return made;

  if (options.lints) lint::runLints({made->program, *names, made->sources, options.lead_columns}, made->diags);
  if (!options.emit) return made;
  ir::Module module = lower::lower(made->program, {options.tests});
  if (options.optimize) optimize::optimize(module);
  emit::Emitted emitted = emit::emit(module, made->program, made->sources);
  if (!emitted.error.empty()) {
    made->diags.report(diag::Code::ProgramTooLarge, {}, "the playbook is too large to compile: " + emitted.error);
    made->compile_errors = true;
    return made;
  }
  made->chunk = std::move(emitted.chunk);
  made->test_functions = std::move(emitted.test_functions);
  for (std::size_t i = 0; i < made->program.columns.size(); ++i) {
    const auto& column = made->program.columns[i];
    made->columns.push_back({column.name, emitted.columns[i], {column.value->type.kind, column.value->type.ref}});
  }
  return made;
}

std::unique_ptr<Compilation> compileFile(const std::string& path, const Options& options) {
  const fs::path file(path);
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  resolve::DiskFiles files(folder.string());
  return compile(file.filename().string(), files, options);
}

}  // namespace leadflow::driver
