// IR to chunk: virtual registers get numbers, labels become distances, names and places are written down so that a
// decision can be explained without the playbook.
//
//     %412 = Less %399, %3        0017 Less r61, r58, r3
//
// Persistent registers keep their order (fields first); temporaries share registers of their type once their last
// reader is behind them. Functions that run inside others (rows, `where`) use registers of their own.
#pragma once
#include <string>

#include "compiler/ir/module.hpp"
#include "compiler/source/source_map.hpp"
#include "runtime/bytecode/chunk.hpp"

namespace leadflow::emit {

struct Emitted {
  bytecode::Chunk chunk;
  std::vector<std::uint32_t> columns;                      ///< functions of Program::columns
  std::vector<std::vector<std::uint32_t>> test_functions;  ///< functions of the tests' expectations; ir::kNoFunction: of effects
  std::string error;  ///< a named limit was passed: `more than 65,534 registers`, …; empty when all is well
};
Emitted emit(const ir::Module& module, const typed::Program& program, const SourceMap& sources);

}  // namespace leadflow::emit
