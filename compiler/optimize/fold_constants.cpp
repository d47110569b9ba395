// A conversion or negation of a constant is a constant.
#include <unordered_map>

#include "compiler/optimize/optimize.hpp"
#include "runtime/value/decimal.hpp"

namespace leadflow::optimize {

using ir::Inst;
using ir::Op;

void foldConstants(ir::Module& module, ir::Function& function) {
  std::unordered_map<ir::Reg, std::uint32_t> known;  // temporaries that hold one constant
  std::unordered_map<ir::Reg, std::uint32_t> writes;
  for (const Inst& inst : function.code)
    if (inst.d != ir::kNoReg) ++writes[inst.d];
  for (Inst& inst : function.code) {
    if (inst.d == ir::kNoReg) continue;
    if ((inst.op == Op::IntToScaled || inst.op == Op::Negate) && known.count(inst.a)) {
      std::int64_t bits = module.constants[known[inst.a]].bits;
      bits = inst.op == Op::IntToScaled ? intToScaled(bits) : negChecked(bits);
      if (isMissing(bits)) continue;  // an overflow stays where it is counted
      module.constants.push_back({module.registers[inst.d].type, bits});
      inst.op = Op::LoadConst;
      inst.a = ir::kNoReg;
      inst.imm = static_cast<std::uint32_t>(module.constants.size() - 1);
    }
    if (inst.op == Op::LoadConst && !module.registers[inst.d].persistent && writes[inst.d] == 1)
      known[inst.d] = inst.imm;
  }
}

}  // namespace leadflow::optimize
