#include "compiler/ir/module.hpp"

namespace leadflow::ir {

namespace {
constexpr const char* kNames[] = {
#define LEADFLOW_OP(name, operands, meaning) #name,
#include "runtime/bytecode/opcodes.def"
#undef LEADFLOW_OP
    "Label"};
constexpr const char* kOperands[] = {
#define LEADFLOW_OP(name, operands, meaning) operands,
#include "runtime/bytecode/opcodes.def"
#undef LEADFLOW_OP
    "i"};

std::string reg(Reg r) { return "%" + std::to_string(r); }
}  // namespace

const char* nameOf(Op op) { return kNames[static_cast<std::size_t>(op)]; }
const char* operandsOf(Op op) { return kOperands[static_cast<std::size_t>(op)]; }

std::string print(const Module&, const Function& function) {
  std::string out = function.name + ":\n";
  for (const Inst& inst : function.code) {
    if (inst.op == Op::Label) {
      out += "L" + std::to_string(inst.imm) + ":\n";
      continue;
    }
    out += "  ";
    if (inst.d != kNoReg) out += reg(inst.d) + " = ";
    out += nameOf(inst.op);
    if (inst.a != kNoReg) out += " " + reg(inst.a);
    if (inst.b != kNoReg) out += " " + reg(inst.b);
    for (Reg arg : inst.args) out += " " + reg(arg);
    const std::string operands = operandsOf(inst.op);
    for (char letter : operands)
      if (letter == 'f') out += " L" + std::to_string(inst.imm);
      else if (letter != 'd' && letter != 'r' && letter != '-') out += " #" + std::to_string(inst.imm);
    out += "\n";
  }
  if (function.result != kNoReg) out += "  -> " + reg(function.result) + "\n";
  return out;
}

}  // namespace leadflow::ir
