#include <cstring>

#include "compiler/emit/emitter.hpp"

namespace leadflow::emit {

using bytecode::Instruction;
using ir::Inst;
using ir::kNoReg;
using ir::Op;
using ir::Reg;

Emitted emit(const ir::Module& module, const typed::Program& program, const SourceMap& sources) {
  return Emitter(module, program, sources).run();
}

Emitted Emitter::run() {
  emitHeader();
  emitSchema();
  emitConstants();
  numberRegisters();
  emitFunctions();
  emitTables();
  emitQueries();
  emitComputed();
  emitPersonal();
  emitPeople();
  emitRoutes();
  emitWorkflow();
  emitCost();
  out_.columns = m_.columns;
  out_.test_functions = m_.test_functions;
  return std::move(out_);
}

void Emitter::limit(std::string text) {
  if (out_.error.empty()) out_.error = std::move(text);
}

std::uint16_t Emitter::addRegister(bytecode::Type kind) {
  if (c_.registers.size() >= bytecode::kNone) {
    limit("the playbook needs more than 65,535 values at once");
    return 0;
  }
  c_.registers.push_back(kind);
  return static_cast<std::uint16_t>(c_.registers.size() - 1);
}

void Emitter::numberRegisters() {
  numbers_.assign(m_.registers.size(), -1);
  for (std::size_t r = 0; r < m_.registers.size(); ++r)
    if (m_.registers[r].persistent) numbers_[r] = addRegister(type(m_.registers[r].type));
}

std::uint16_t Emitter::reg(Reg virtual_register) {
  if (virtual_register == kNoReg) return bytecode::kNone;
  return static_cast<std::uint16_t>(numbers_[virtual_register]);
}

std::vector<std::uint16_t> Emitter::registersOf(const std::vector<Reg>& from) {
  std::vector<std::uint16_t> result;
  for (Reg r : from) result.push_back(reg(r));
  return result;
}

void Emitter::emitFunctions() {
  c_.functions.reserve(m_.functions.size());
  for (const auto& function : m_.functions) emitFunction(function);
  c_.compute = m_.compute;
}

std::uint16_t Emitter::argumentBlock(const Inst& inst) {
  std::vector<std::pair<int, std::uint32_t>> key;
  for (Reg arg : inst.args) key.emplace_back(static_cast<int>(m_.registers[arg].type.kind), m_.registers[arg].type.ref);
  if (key.empty()) return 0;
  auto [it, fresh] = blocks_.try_emplace(key, static_cast<std::uint16_t>(0));
  if (fresh) {
    for (std::size_t i = 0; i < inst.args.size(); ++i) {
      std::uint16_t made = addRegister(type(m_.registers[inst.args[i]].type));
      if (i == 0) it->second = made;
    }
  }
  return it->second;
}

void Emitter::emitFunction(const ir::Function& function) {
  // Where each temporary is read last: its register is free for others after that.
  std::unordered_map<Reg, std::size_t> last;
  auto read = [&](Reg r, std::size_t at) {
    if (r != kNoReg && !m_.registers[r].persistent) last[r] = at;
  };
  for (std::size_t i = 0; i < function.code.size(); ++i) {
    const Inst& inst = function.code[i];
    read(inst.d, i);
    read(inst.a, i);
    read(inst.b, i);
    for (Reg arg : inst.args) read(arg, i);
  }
  read(function.result, function.code.size());

  std::vector<Reg> live;
  auto pool = [&](Reg r) -> std::vector<std::uint16_t>& {
    auto kind = m_.registers[r].type;
    return free_[{function.level, {static_cast<int>(kind.kind), kind.ref}}];
  };
  auto number = [&](Reg r) {
    if (r == kNoReg || numbers_[r] >= 0) return;
    auto& available = pool(r);
    if (available.empty()) {
      numbers_[r] = addRegister(type(m_.registers[r].type));
    } else {
      numbers_[r] = available.back();
      available.pop_back();
    }
    live.push_back(r);
  };

  bytecode::Function emitted;
  emitted.begin = static_cast<std::uint32_t>(c_.code.size());
  std::unordered_map<std::uint32_t, std::uint32_t> labels;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> jumps;  // instruction, label
  for (std::size_t i = 0; i < function.code.size(); ++i) {
    const Inst& inst = function.code[i];
    auto here = static_cast<std::uint32_t>(c_.code.size());
    if (inst.op == Op::Label) {
      labels[inst.imm] = here;
    } else {
      number(inst.d);
      Instruction word;
      word.op = static_cast<std::uint16_t>(inst.op);
      const char* operands = ir::operandsOf(inst.op);
      auto narrow = [&](std::uint32_t value) {
        if (value > 0xFFFE) limit("the playbook has more than 65,535 sets, tables or patterns that conditions name");
        return static_cast<std::uint16_t>(value);
      };
      auto wide = [&](std::uint32_t value) {
        word.b = static_cast<std::uint16_t>(value & 0xFFFF);
        word.c = static_cast<std::uint16_t>(value >> 16);
      };
      if (inst.op == Op::LoadConst || inst.op == Op::LoadRep) {
        word.a = reg(inst.d);
        wide(inst.imm);
      } else if (std::strchr(operands, 'f')) {
        word.a = operands[0] == '-' ? 0 : reg(inst.a);
        jumps.emplace_back(here, inst.imm);
      } else if (inst.op == Op::Native) {
        std::uint16_t block = argumentBlock(inst);
        for (std::size_t k = 0; k < inst.args.size(); ++k) {
          Instruction move;
          move.op = static_cast<std::uint16_t>(Op::Move);
          move.a = static_cast<std::uint16_t>(block + k);
          move.b = reg(inst.args[k]);
          c_.code.push_back(move);
        }
        word.a = reg(inst.d);
        word.b = block;
        word.c = narrow(inst.imm);
      } else {
        std::uint16_t* slots[3] = {&word.a, &word.b, &word.c};
        int registers_used = 0;
        for (int k = 0; k < 3 && operands[k]; ++k) switch (operands[k]) {
            case '-': *slots[k] = 0; break;
            case 'd': *slots[k] = reg(inst.d); break;
            case 'r':
              *slots[k] = reg(registers_used == 0 && inst.a != kNoReg ? inst.a : inst.b);
              ++registers_used;
              break;
            default: *slots[k] = narrow(inst.imm); break;
          }
      }
      c_.code.push_back(word);
      if (inst.op == Op::TableGet || inst.op == Op::DecisionGet) {
        Instruction extra;
        extra.op = static_cast<std::uint16_t>(Op::Extra);
        extra.a = narrow(inst.extra);
        c_.code.push_back(extra);
      }
    }
    for (std::size_t k = live.size(); k-- > 0;)
      if (last[live[k]] <= i) {
        pool(live[k]).push_back(static_cast<std::uint16_t>(numbers_[live[k]]));
        live.erase(live.begin() + static_cast<std::ptrdiff_t>(k));
      }
  }
  auto end = static_cast<std::uint32_t>(c_.code.size());
  for (auto [at, label] : jumps) {
    auto found = labels.find(label);
    std::uint32_t distance = (found == labels.end() ? end : found->second) - at - 1;
    c_.code[at].b = static_cast<std::uint16_t>(distance & 0xFFFF);
    c_.code[at].c = static_cast<std::uint16_t>(distance >> 16);
  }
  emitted.end = end;
  emitted.result = reg(function.result);
  for (Reg r : live) pool(r).push_back(static_cast<std::uint16_t>(numbers_[r]));
  c_.functions.push_back(emitted);
}

}  // namespace leadflow::emit
