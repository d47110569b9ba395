// What the built-in functions do. Their names and types stand in runtime/bytecode/natives.def, one row each; a row without a
// case here does not compile.
//
//     newcomer when days_between(created_at, now) <= 30
#pragma once
#include "runtime/bytecode/native_info.hpp"
#include "runtime/value/text.hpp"

namespace leadflow {
class TimeZone;
}

namespace leadflow::vm {

/// What a built-in may look at besides its arguments.
struct NativeContext {
  std::int64_t now;
  const TimeZone& zone;
  const SymbolTable& symbols;
  Arena& arena;  ///< for texts that it makes
};

/// Arguments stand side by side; missing in, missing out. An overflow gives missing.
Slot callNative(bytecode::NativeId native, const Slot* arguments, const NativeContext& context);

/// Whether all arguments are known, so that a missing result is a fault of arithmetic and not of the data.
bool argumentsKnown(bytecode::NativeId native, const Slot* arguments);

}  // namespace leadflow::vm
