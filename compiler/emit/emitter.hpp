// What the emission of one chunk shares.
#pragma once
#include <map>
#include <unordered_map>

#include "compiler/emit/emit.hpp"

namespace leadflow::emit {

class Emitter {
 public:
  Emitter(const ir::Module& module, const typed::Program& program, const SourceMap& sources)
      : m_(module), p_(program), sources_(sources) {}
  Emitted run();

 private:
  // emit_code.cpp
  void numberRegisters();
  void emitFunctions();
  void emitFunction(const ir::Function& function);
  std::uint16_t reg(ir::Reg virtual_register);
  std::uint16_t addRegister(bytecode::Type type);
  std::uint16_t argumentBlock(const ir::Inst& inst);
  void limit(std::string text);

  // emit_meaning.cpp: everything that is not code
  void emitHeader();
  void emitSchema();
  void emitConstants();
  void emitTables();
  void emitQueries();
  // emit_scoring.cpp
  void emitComputed();
  void emitPersonal();
  void emitScore(std::size_t index);
  // emit_routing.cpp
  void emitPeople();
  void emitRoutes();
  match::RuleSet ruleSet(const std::vector<const ir::MatchRule*>& rules);
  void emitCost();
  // emit_workflow.cpp
  void emitWorkflow();

  bytecode::Type type(typed::Type from) const { return {from.kind, from.ref}; }
  bytecode::FieldInfo field(const typed::Field& source, std::int32_t fallback);
  bytecode::Place place(Span span);
  std::string words(Span span) const;  ///< the source text on one line, without comments
  std::vector<std::uint16_t> registersOf(const std::vector<ir::Reg>& from);

  const ir::Module& m_;
  const typed::Program& p_;
  const SourceMap& sources_;
  Emitted out_;
  bytecode::Chunk& c_ = out_.chunk;
  std::vector<std::int32_t> numbers_;  ///< physical number of each virtual register, -1: none yet
  std::map<std::pair<int, std::pair<int, std::uint32_t>>, std::vector<std::uint16_t>>
      free_;                                                                    ///< (level, type) -> registers
  std::map<std::vector<std::pair<int, std::uint32_t>>, std::uint16_t> blocks_;  ///< argument types -> first register
  std::unordered_map<const SourceFile*, std::uint16_t> files_;
};

}  // namespace leadflow::emit
