// The part of a listing that tells of stages, clocks and what belongs to them; disassemble() calls it.
//
//     stage Working  seat 0            # inbound.leadflow:140:1
//       to Nurturing when sequence first_touch is finished  f41 reading r12
#pragma once
#include <string>

#include "runtime/bytecode/chunk.hpp"

namespace leadflow::bytecode {

/// Appends nothing for a chunk without a workflow.
void listWorkflow(std::string& out, const Chunk& chunk);

}  // namespace leadflow::bytecode
