// How people read a register of the workflow's context: `stage`, `owner.team`, `sla first_response`, `account.parent.owner`.
#pragma once
#include <string>

#include "runtime/bytecode/chunk.hpp"

namespace leadflow::bytecode {

/// Of a verified chunk; of a damaged one as far as its tables reach.
std::string contextName(const Chunk& chunk, const ContextInfo& info);

}  // namespace leadflow::bytecode
