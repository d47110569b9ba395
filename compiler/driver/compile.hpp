// The whole compiler in one call: text to syntax tree, to typed program, to IR, to a chunk.
//
//     auto c = driver::compileFile("inbound.leadflow");
//     if (!c->ok()) print(diag::renderText(c->diags.sorted(), c->sources));
//     auto loaded = bytecode::Program::load(std::move(c->chunk));
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/resolve/files.hpp"
#include "compiler/source/source_map.hpp"
#include "compiler/syntax/declaration.hpp"
#include "compiler/types/program.hpp"
#include "runtime/bytecode/chunk.hpp"

namespace leadflow::driver {

struct Options {
  bool lints = true;  ///< run lint/ after a clean check
  bool emit = true;   ///< make the chunk
  bool optimize = true;
  bool tests = false;       ///< also emit the expectations of `test` blocks (Compilation::test_functions)
  std::string roster_path;  ///< instead of the playbook's own `roster from`; read from disk
  std::optional<std::string> roster_text;  ///< what `roster_path` holds, where it is at hand
  bool roster_apart = false;  ///< of `roster_path` and of the playbook's own roster only the ids count: somebody else looks at what they say
  /// A store runs this text already: what a later leadflow began to refuse, though it has a meaning, is a warning
  /// (refusedLater()). New playbooks and new versions get the error.
  bool in_force = false;
  std::vector<std::string> lead_columns;  ///< header of a lead file, for unmapped-column; empty: not checked
  std::vector<GivenExpression> column_expressions;  ///< appended to the program (see Compilation::columns)
};

struct Column {
  std::string name;
  std::uint32_t function = 0;  ///< in the chunk: gives the column's value
  bytecode::Type type;
};

struct Compilation {
  SourceMap sources;
  diag::Diagnostics diags;
  typed::Program program;
  bytecode::Chunk chunk;  ///< empty when ok() is false or Options::emit is false
  std::vector<Column> columns;
  std::vector<std::vector<std::uint32_t>>
      test_functions;  ///< one function an expectation of Program::tests, giving a Bool
  bool ok() const { return !diags.hasErrors() || !compile_errors; }
  bool compile_errors = false;  ///< something keeps it from compiling (exit 2); lint errors alone leave this false
};

/// Codes of mistakes that releases after 0.1.0 began to refuse. What is listed here must not keep a chunk from being made.
std::span<const diag::Code> refusedLater();

/// Compiles a playbook (or checks a module) on disk; its folder is the root that `use` and data files may not leave.
std::unique_ptr<Compilation> compileFile(const std::string& path, const Options& options = {});
/// The same through a port; `path` names the main file within it.
std::unique_ptr<Compilation> compile(const std::string& path, resolve::Files& files, const Options& options = {});

}  // namespace leadflow::driver
