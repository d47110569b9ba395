// The instructions as an enum with their operands, both made from opcodes.def: one row there is one instruction.
//
//     +20 when company_size > 500        0001 Less r21, r20, r3        info(Op::Less).operands == "drr"
#pragma once
#include <cstdint>
#include <string_view>

namespace leadflow::bytecode {

enum class Op : std::uint16_t {
#define LEADFLOW_OP(name, operands, meaning) name,
#include "runtime/bytecode/opcodes.def"
#undef LEADFLOW_OP
  Count_
};

struct OpInfo {
  std::string_view name;
  std::string_view operands;  ///< a letter for each of a, b, c: see opcodes.def; f, k and y stand for b and c together
  std::string_view meaning;
};

inline constexpr OpInfo kOps[] = {
#define LEADFLOW_OP(name, operands, meaning) {#name, operands, meaning},
#include "runtime/bytecode/opcodes.def"
#undef LEADFLOW_OP
};

inline constexpr std::uint16_t kOpCount = static_cast<std::uint16_t>(Op::Count_);

constexpr const OpInfo& info(Op op) { return kOps[static_cast<std::uint16_t>(op)]; }

/// Instructions whose second word is an Extra.
constexpr bool takesExtra(Op op) { return op == Op::TableGet || op == Op::DecisionGet; }
constexpr bool isJump(Op op) { return info(op).operands.find('f') != std::string_view::npos; }
/// b and c as one number: how far a jump goes beyond the next instruction, the constant of LoadConst, the name of LoadRep.
constexpr std::uint32_t wide(std::uint16_t b, std::uint16_t c) { return std::uint32_t{b} | (std::uint32_t{c} << 16); }

}  // namespace leadflow::bytecode
