// Value numbering: what was computed on every path before is not computed again. An instruction counts as "on every
// path" when no jump passes over it. Only registers written once take part, so a shared value can never have changed
// between.
#include <cstring>
#include <map>
#include <tuple>
#include <unordered_map>

#include "compiler/optimize/optimize.hpp"

namespace leadflow::optimize {

using ir::Inst;
using ir::kNoReg;
using ir::Op;
using ir::Reg;

namespace {

bool shareable(Op op) {
  switch (op) {
    case Op::Jump:
    case Op::JumpIfTrue:
    case Op::JumpUnlessTrue:
    case Op::JumpIfMissing:
    case Op::Label:
    case Op::Return:
    case Op::DecisionRow:
    case Op::Extra:
    case Op::Native: return false;
    default: return true;
  }
}

/// For each instruction, whether a jump before it may pass over it.
std::vector<bool> passedOver(const ir::Function& function) {
  std::vector<bool> result(function.code.size(), false);
  std::unordered_map<std::uint32_t, std::size_t> place;
  for (std::size_t i = 0; i < function.code.size(); ++i)
    if (function.code[i].op == Op::Label) place[function.code[i].imm] = i;
  std::size_t until = 0;
  for (std::size_t i = 0; i < function.code.size(); ++i) {
    result[i] = i < until;
    Op op = function.code[i].op;
    if (std::strchr(ir::operandsOf(op), 'f') && op != Op::Label) until = std::max(until, place[function.code[i].imm]);
  }
  return result;
}

}  // namespace

void shareValues(ir::Module& module, ir::Function& function) {
  std::unordered_map<Reg, std::uint32_t> writes;
  for (const Inst& inst : function.code)
    if (inst.d != kNoReg) ++writes[inst.d];
  auto written = [&](Reg reg) {
    auto found = writes.find(reg);
    return found == writes.end() ? 0U : found->second;
  };
  auto steady = [&](Reg reg) {
    return reg == kNoReg || written(reg) == 0 || (written(reg) == 1 && !module.registers[reg].persistent);
  };
  std::vector<bool> conditional = passedOver(function);
  using Key = std::tuple<Op, int, std::uint32_t, Reg, Reg, std::uint32_t, std::uint32_t>;
  std::map<Key, Reg> seen;
  std::unordered_map<Reg, Reg> renamed;
  auto rename = [&](Reg& reg) {
    if (auto found = renamed.find(reg); found != renamed.end()) reg = found->second;
  };
  std::vector<Inst> kept;
  kept.reserve(function.code.size());
  for (std::size_t i = 0; i < function.code.size(); ++i) {
    Inst inst = function.code[i];
    rename(inst.a);
    rename(inst.b);
    for (Reg& arg : inst.args) rename(arg);
    bool candidate = inst.d != kNoReg && shareable(inst.op) && !module.registers[inst.d].persistent &&
                     written(inst.d) == 1 && steady(inst.a) && steady(inst.b);
    if (candidate) {
      auto type = module.registers[inst.d].type;
      Key key{inst.op, static_cast<int>(type.kind), type.ref, inst.a, inst.b, inst.imm, inst.extra};
      if (auto found = seen.find(key); found != seen.end()) {
        renamed[inst.d] = found->second;
        continue;
      }
      if (!conditional[i]) seen.emplace(key, inst.d);
    }
    kept.push_back(std::move(inst));
  }
  function.code = std::move(kept);
  rename(function.result);
}

}  // namespace leadflow::optimize
