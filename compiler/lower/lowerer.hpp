// The state that the lowering of one program shares: the module under construction, the function at hand, and the
// tables that keep constants, texts and rep names unique.
#pragma once
#include <string>
#include <unordered_map>

#include "compiler/ir/module.hpp"
#include "compiler/lower/lower.hpp"

namespace leadflow::lower {

using ir::Inst;
using ir::kNoReg;
using ir::Op;
using ir::Reg;

class Lowerer {
 public:
  Lowerer(const typed::Program& program, const Options& options) : p_(program), options_(options) {}
  ir::Module run();

 private:
  // lower.cpp: registers, constants, functions
  Reg persistent(typed::Type type);
  Reg temporary(typed::Type type);
  std::uint32_t constant(const typed::Constant& value);
  std::uint32_t constant(typed::Type type, std::int64_t bits);
  std::uint32_t text(const std::string& value);
  std::uint32_t repName(const std::string& value);
  std::uint32_t beginFunction(std::string name, int level);  ///< functions nest while building: a stack
  void endFunction(Reg result);
  Inst& add(Op op, Reg d, Reg a = kNoReg, Reg b = kNoReg, std::uint32_t imm = 0);
  std::uint32_t newLabel();
  void place(std::uint32_t label);
  void jump(std::uint32_t label) { add(Op::Jump, kNoReg, kNoReg, kNoReg, label); }
  ir::Function& current();
  void declareRegisters();
  void lowerFields();
  void lowerCompute();
  void lowerWorkflow();
  void lowerOutputs();

  // lower_expression.cpp
  Reg value(const typed::Expr& expr);
  void into(const typed::Expr& expr, Reg destination);
  void branchUnlessTrue(const typed::Expr& expr, std::uint32_t label);
  Reg load(const typed::Constant& value);
  Reg loadBits(typed::Type type, std::int64_t bits);
  Reg binary(Op op, typed::Type type, Reg a, Reg b);
  Reg arithmetic(const typed::Expr& expr);
  Reg comparison(const typed::Expr& expr);
  Reg membership(const typed::Expr& expr);
  Reg rangeTest(Reg value, const typed::Expr& expr);
  Reg choose(const typed::Expr& expr, Reg destination);
  Reg bandOf(Reg value, typed::Type of, const std::vector<typed::Band>& bands, typed::Type type, Reg destination);
  Reg call(const typed::Expr& expr);
  std::uint32_t query(const typed::Query& query, std::int32_t field);
  Reg persistentOf(const typed::Expr& expr) const;  ///< the register of a plain name, or kNoReg
  void reads(const typed::Expr& expr, std::vector<Reg>& out) const;
  std::uint32_t functionOf(const typed::Expr& expr, std::string name, int level);

  // lower_scoring.cpp
  void lowerScore(std::uint32_t index);
  Reg lowerTerm(std::uint32_t score, const typed::Term& term, std::int32_t parent, std::int32_t decay, Reg since);
  void lowerGrade(std::uint32_t index);
  void lowerMilestone(std::uint32_t index);
  Reg stampOf(std::uint32_t milestone) const;

  // lower_tables.cpp
  void lowerTables();
  void lowerDecision(std::uint32_t index);
  ir::MatchRule decisionRow(const typed::Decision& decision, const typed::Decision::Row& row,
                            const std::vector<Reg>& inputs);

  // lower_routing.cpp
  void lowerPools();
  void lowerRoutes();
  std::uint32_t lowerChoice(const typed::Choice& choice);
  bool atomOf(const typed::Expr& expr, ir::Atom& atom);
  Reg atomOperand(const typed::Expr& expr);  ///< persistent register, hoisting what is worth it
  void flatten(const typed::Expr& expr, std::vector<const typed::Expr*>& parts) const;

  const typed::Program& p_;
  Options options_;
  ir::Module m_;
  std::vector<std::uint32_t> building_;  ///< stack of functions being built
  std::unordered_map<std::string, std::uint32_t> constants_, texts_, rep_names_;
  std::unordered_map<std::string, Reg> hoisted_;
  std::vector<std::pair<Reg, const typed::Expr*>> hoists_;  ///< computed at the end of `compute`
  Reg now_ = kNoReg;                                        ///< persistent copy of the clock, for `valid from`
  Reg where_at_ = kNoReg, where_first_ = kNoReg;            ///< while a query's `where` is lowered
};

/// Texts compare by symbol, everything else by slot.
inline bool isText(typed::Type type) {
  return type.kind == TypeKind::Text || type.kind == TypeKind::Code || type.kind == TypeKind::Email;
}
/// A key that is equal for equal expressions: hoisting shares what several rules test.
std::string structuralKey(const typed::Expr& expr);

}  // namespace leadflow::lower
