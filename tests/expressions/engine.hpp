// One playbook, many expressions: compiled once plainly and once optimized, decided by the VM and by the reference
// interpreter, which must all give the same answer. The tables of cases (expressions/, oracles/) stand on it.
//
//     std::string error;
//     auto engine = Engine::make("playbook p { timezone \"UTC\" }\nlead { id text key; a int; d0 = a + 1 }", error);
//     engine->decide({R"({"id":"1","a":41})"}, now, error)[0].at("d0").shown        // "42"
//
// Records are JSON lines and go through the runtime's own reader, as a run's would.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/driver/compile.hpp"
#include "runtime/bytecode/program.hpp"

namespace leadflow::cases {

/// What one expression came to.
struct Answer {
  TypeKind kind = TypeKind::Missing;
  bool known = false;
  std::int64_t number = 0;   ///< everything that is not text, as in its slot
  std::string text;          ///< Text, Code, Email: as it compares
  std::string shown;         ///< true, 42, 2.5, 15%, 50 USD, 2026-03-02T10:00:00Z, 2 days, "acme", red, DE, missing
};

class Engine {
 public:
  /// Null when the playbook does not compile or does not load: `error` then says so as the compiler would.
  static std::unique_ptr<Engine> make(const std::string& playbook, std::string& error);

  /// One map a record, by the name of the derived field. Where VM, optimized VM and reference differ, or a record was set
  /// aside, or a value could not be read and `bad_values_allowed` is false, `error` says which; then the result is empty.
  std::vector<std::map<std::string, Answer>> decide(const std::vector<std::string>& records, std::int64_t now, std::string& error, bool bad_values_allowed = false);

 private:
  std::unique_ptr<driver::Compilation> compiled_[2];           ///< plain, optimized
  std::shared_ptr<const bytecode::Program> programs_[2];
};

}  // namespace leadflow::cases
