// Any text as a playbook: parse, check, lint, lower, emit; what compiles must pass the verifier and decide an empty
// lead; the formatter must neither crash nor lose a word.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/format/format.hpp"
#include "runtime/vm/machine.hpp"

using namespace leadflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  resolve::MemoryFiles files;
  files.texts["fuzz.leadflow"] = text;
  auto compiled = driver::compile("fuzz.leadflow", files);
  diag::renderText(compiled->diags.sorted(), compiled->sources);
  diag::renderJson(compiled->diags.sorted(), compiled->sources);
  std::string formatted = format::formatText(text);
  if (format::formatText(formatted) != formatted) std::abort();
  if (compiled->compile_errors || compiled->program.is_module) return 0;
  auto loaded = bytecode::Program::load(std::move(compiled->chunk));
  if (!loaded.program) std::abort();  // the compiler never makes what the verifier refuses
  static const vm::People nobody;
  vm::People people;
  people.rep_of_name.assign(loaded.program->chunk().rep_names.size(), kMissing);
  vm::Machine machine(loaded.program, &people);
  std::vector<Slot> fields(loaded.program->chunk().fields.size(), kMissing);
  bytecode::LeadRow row;
  row.fields = fields.data();
  machine.begin(row, 1'772'463'600'000);
  machine.compute();
  for (std::uint32_t route = 0; route < loaded.program->chunk().routes.size(); ++route) machine.matchRoute(route);
  return 0;
}
