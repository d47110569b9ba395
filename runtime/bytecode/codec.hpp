// The .lfb file: a chunk in bytes. Little endian; "LFB1", format version, length, checksum, then the chunk's members in
// order. `decode` trusts nothing: every length is checked against what is left, every index against its table (the
// verifier checks meaning). A file from another format version says so.
//
//     leadflow build inbound.leadflow -o inbound.lfb
#pragma once
#include <string>
#include <string_view>

#include "runtime/bytecode/chunk.hpp"

namespace leadflow::bytecode {

inline constexpr std::uint32_t kFormatVersion = 5;

std::string encode(const Chunk& chunk);
struct Decoded {
  bool ok = false;
  Chunk chunk;
  std::string error;  ///< "not a compiled playbook", "damaged: checksum differs", "made by format 3, this reads 1", …
};
Decoded decode(std::string_view bytes);
/// The format version that a chunk was written in; 0: these bytes are no chunk.
std::uint32_t formatOf(std::string_view bytes);
/// How many bytes a file has that begins so; of one that is no chunk, as many as show it.
std::size_t wholeSize(std::string_view first);

/// Empty when every instruction, register, index and function is sound: types agree row by row with opcodes.def, jumps go
/// forward inside their function, `where` functions hold no queries, routes' choices do not form a circle. Else what is wrong.
std::string verify(const Chunk& chunk);

/// Text for people: registers, functions with their instructions and source lines, rules, terms, queries.
std::string disassemble(const Chunk& chunk);

}  // namespace leadflow::bytecode
