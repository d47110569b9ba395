// What stands between a file of unknown origin and the VM. verify.cpp checks what a chunk says about itself (every index,
// type and reference), verify_workflow.cpp the same for its workflow, verify_code.cpp its instructions.
//
// Types are compared by what a slot holds: texts with texts, scaled numbers with scaled numbers, enums only with the same
// enum. Whether points may be added to a percent was the compiler's business.
// INVARIANT: a chunk without complaint cannot make the VM read or write outside its tables, loop, or recurse without end.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/bytecode/chunk.hpp"
#include "runtime/bytecode/opcode.hpp"

namespace leadflow::bytecode {

class Verifier {
 public:
  explicit Verifier(const Chunk& chunk) : c_(chunk) {}
  bool run();
  const std::string& error() const { return error_; }

 private:
  // verify.cpp
  bool fail(std::string what);
  bool inTable(std::uint64_t index, std::size_t size, const char* what);
  bool type(const Type& t);
  bool place(const Place& p);
  bool reg(std::uint16_t r, TypeKind kind);
  bool anyReg(std::uint16_t r);
  bool condition(std::int64_t function);
  bool constantFits(std::uint32_t constant, const Type& t);
  bool head();
  bool schema();
  bool fields(const std::vector<FieldInfo>& all);
  bool constants();
  bool tables();
  bool queries();
  bool ruleSet(const match::RuleSet& set, bool of_decision);
  bool decisions();
  bool outputs();
  bool people();
  bool routes();
  bool noCircle();

  // verify_workflow.cpp
  bool workflow();

  // verify_code.cpp
  bool code();
  bool function(const Function& f, std::uint8_t restrictions);
  bool instruction(std::uint32_t at, const Function& f);
  bool operands(std::uint32_t at, const Instruction& i, const OpInfo& op);
  bool types(std::uint32_t at, const Instruction& i);
  bool badTypes(std::uint32_t at);

  /// What a function may not contain, so that running never nests without end.
  enum Restriction : std::uint8_t { NoQueries = 1, NoDecisions = 2 };

  friend class WorkflowVerifier;
  const Chunk& c_;
  std::string error_;
  std::vector<std::uint8_t> restricted_;  // by function
};

/// Whether a slot of the second type may stand where the first is expected.
bool sameForm(const Type& expected, const Type& given);

}  // namespace leadflow::bytecode
