// The intermediate form between typed trees and bytecode: functions of simple instructions over typed virtual
// registers.
//
//     score fit { +20 when company_size > 500 }
//
//     compute:  %20 = LoadConst 500     %21 = Less %20, %3     JumpUnlessTrue %21, L0
//               %9  = LoadConst 20 points                      L0:
//
// Persistent registers (fields, scores, terms, …) live for the whole lead and keep the order in which they were made;
// temporaries belong to one function. INVARIANT: jumps go forward only; a temporary is written before it is read on
// every path.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "compiler/source/span.hpp"
#include "compiler/types/program.hpp"
#include "runtime/match/rule_set.hpp"

namespace leadflow::ir {

using Reg = std::uint32_t;
inline constexpr Reg kNoReg = 0xFFFFFFFF;
inline constexpr std::uint32_t kNoFunction = 0xFFFFFFFF;

enum class Op : std::uint16_t {
#define LEADFLOW_OP(name, operands, meaning) name,
#include "runtime/bytecode/opcodes.def"
#undef LEADFLOW_OP
  Label,  ///< `imm` is the label; emits nothing
};
/// The operand letters of opcodes.def.
const char* operandsOf(Op op);
const char* nameOf(Op op);

struct Inst {
  Op op = Op::Return;
  Reg d = kNoReg, a = kNoReg, b = kNoReg;
  std::uint32_t imm = 0;    ///< constant, set, query, table, decision, native, …; jumps and Label: the label
  std::uint32_t extra = 0;  ///< TableGet: column; DecisionGet: output
  std::vector<Reg> args;    ///< Native
};

struct Function {
  std::string name;  ///< for the disassembly of IR in tests
  std::vector<Inst> code;
  Reg result = kNoReg;
  int level = 0;  ///< functions of a higher level may run while one of a lower level is at work
  std::uint32_t labels = 0;
};

struct Register {
  typed::Type type;
  bool persistent = false;
};

struct Query {
  std::vector<std::uint32_t> activities;
  std::int32_t where = -1;
  Reg at = kNoReg, first = kNoReg;
  std::int32_t field = -1;
};

struct Per {
  std::uint32_t query = 0;
  std::int64_t points = 0;
  std::int32_t decay = -1;
  Reg since = kNoReg;
  bool has_max_points = false, has_max_times = false;
  std::int64_t max_points = 0, max_times = 0;
};

struct Atom {
  match::AtomKind kind = match::AtomKind::InSet;
  bool text = false;
  Reg reg = kNoReg;
  std::vector<std::int64_t> values;  ///< slots, or indexes in Module::texts
  std::int64_t low = 0, high = 0;
};

struct MatchRule {
  std::vector<Atom> atoms;
  std::int32_t residue = -1;
};

struct Conjunct {
  std::uint32_t function = 0;
  std::vector<Reg> reads;
  Span span;
};

struct Term {
  Reg reg = kNoReg;
  const typed::Term* source = nullptr;
  std::int32_t when = -1;
  std::int32_t parent = -1;
  std::vector<Reg> reads;
};

struct Decision {
  Reg row = kNoReg;
  std::vector<MatchRule> rules;
};

struct Rule {
  std::vector<Conjunct> conjuncts;
  MatchRule match;
  std::vector<std::uint32_t> choices;
};

struct Choice {
  const typed::Choice* source = nullptr;
  std::int32_t function = -1;
  std::vector<std::uint32_t> shares;
};

struct Route {
  Reg rule = kNoReg, owner = kNoReg, queue = kNoReg;
  std::vector<Rule> rules;
};

struct Constant {
  typed::Type type;
  std::int64_t bits = 0;  ///< texts: index in texts; Rep: index in rep_names
};

struct Module {
  std::vector<Register> registers;  ///< fields first
  std::vector<Function> functions;
  std::uint32_t compute = 0;
  std::vector<std::string> texts, rep_names;
  std::vector<Constant> constants;
  std::vector<Query> queries;
  std::vector<typed::Decay> decays;
  std::vector<Per> pers;
  std::vector<Decision> decisions;
  std::vector<std::vector<std::uint32_t>> table_cells;  ///< constants, row after row, one list a table
  std::vector<std::vector<std::uint32_t>> decision_cells;
  std::vector<Reg> derived, scores, grades, grade_of, milestone_reached, milestone_at;
  std::vector<std::vector<Term>> terms;  ///< one list a score
  Reg rep_first = kNoReg;
  std::vector<Reg> context;                      ///< one a Program::workflow.context, right behind the fields
  std::vector<std::int32_t> workflow_functions;  ///< one a Program::workflow_functions; -1: none
  std::vector<std::vector<Reg>> workflow_reads;  ///< what each of them looks at
  std::vector<std::int32_t> pool_where;
  std::vector<Choice> choices;
  std::vector<Route> routes;
  std::vector<std::uint32_t> columns;  ///< functions
  std::vector<std::vector<std::uint32_t>> test_functions;  ///< kNoFunction: an expectation of effects
  std::vector<std::int32_t> field_fallback;  ///< constant or -1
  std::vector<std::vector<std::int32_t>> activity_fallback;
};

/// One function as text, for tests of the passes.
std::string print(const Module& module, const Function& function);

}  // namespace leadflow::ir
