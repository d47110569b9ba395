// Drops temporaries that nobody reads, jumps to the very next instruction, and labels that nobody jumps to.
#include <cstring>
#include <unordered_map>

#include "compiler/optimize/optimize.hpp"

namespace leadflow::optimize {

using ir::Inst;
using ir::kNoReg;
using ir::Op;
using ir::Reg;

namespace {

bool isJump(Op op) { return op != Op::Label && std::strchr(ir::operandsOf(op), 'f') != nullptr; }

/// Arithmetic that may fault is kept: a fault is counted in the run's summary whether or not its result is read.
bool mayFault(Op op) {
  switch (op) {
    case Op::Add:
    case Op::Subtract:
    case Op::MultiplyInt:
    case Op::MultiplyScaled:
    case Op::MultiplyPercent:
    case Op::DivideScaled:
    case Op::DividePercent:
    case Op::Negate:
    case Op::IntToScaled:
    case Op::DecisionRow: return true;
    default: return false;
  }
}

}  // namespace

void dropDead(ir::Module& module, ir::Function& function) {
  std::unordered_map<Reg, std::uint32_t> uses;
  auto use = [&](Reg reg, int by) {
    if (reg != kNoReg) uses[reg] += static_cast<std::uint32_t>(by);
  };
  for (const Inst& inst : function.code) {
    use(inst.a, 1);
    use(inst.b, 1);
    for (Reg arg : inst.args) use(arg, 1);
  }
  use(function.result, 1);
  std::vector<bool> dead(function.code.size(), false);
  for (std::size_t i = function.code.size(); i-- > 0;) {
    const Inst& inst = function.code[i];
    if (inst.d == kNoReg || module.registers[inst.d].persistent || uses[inst.d] != 0 || mayFault(inst.op) ||
        isJump(inst.op))
      continue;
    dead[i] = true;
    use(inst.a, -1);
    use(inst.b, -1);
    for (Reg arg : inst.args) use(arg, -1);
  }
  for (std::size_t i = 0; i < function.code.size(); ++i) {
    if (function.code[i].op != Op::Jump) continue;
    for (std::size_t j = i + 1; j < function.code.size() && (dead[j] || function.code[j].op == Op::Label); ++j)
      if (!dead[j] && function.code[j].imm == function.code[i].imm) dead[i] = true;
  }
  std::unordered_map<std::uint32_t, bool> wanted;
  for (std::size_t i = 0; i < function.code.size(); ++i)
    if (!dead[i] && isJump(function.code[i].op)) wanted[function.code[i].imm] = true;
  std::vector<Inst> kept;
  kept.reserve(function.code.size());
  for (std::size_t i = 0; i < function.code.size(); ++i) {
    Inst& inst = function.code[i];
    if (dead[i] || (inst.op == Op::Label && !wanted.count(inst.imm))) continue;
    kept.push_back(std::move(inst));
  }
  function.code = std::move(kept);
}

}  // namespace leadflow::optimize
