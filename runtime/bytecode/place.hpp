// Where something stands in the sources, what type a value has, and which function of a chunk is meant: the small parts that
// the language core's and the workflow's half of a chunk share.
#pragma once
#include <cstdint>

#include "runtime/value/type_kind.hpp"

namespace leadflow::bytecode {

struct Type {
  TypeKind kind = TypeKind::Missing;
  std::uint32_t ref = 0;  ///< Enum, EnumSet: Chunk::enums; Money: currency index
  friend bool operator==(Type, Type) = default;
};

/// Place in a source file: index in Chunk::files, line and column from 1; line 0: nowhere.
/// In a typed program that is not emitted yet: `line` is an index in Program::workflow_spans plus 1.
struct Place {
  std::uint16_t file = 0;
  std::uint32_t line = 0, column = 0;
};

/// A function of Chunk::functions (in a typed program: of Program::workflow_functions); -1: none.
struct FunctionRef {
  std::int32_t index = -1;
  explicit operator bool() const { return index >= 0; }
  friend bool operator==(FunctionRef, FunctionRef) = default;
};

}  // namespace leadflow::bytecode
