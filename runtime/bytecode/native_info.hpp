// The built-in functions as the verifier and the checker see them: name, argument kinds, result kind (natives.def).
// What they do stands in runtime/vm/natives.cpp.
//
//     segment = ranges of round(revenue_per_head) { … }        round: "n" -> 'n'
#pragma once
#include <cstdint>
#include <string_view>

#include "runtime/value/type_kind.hpp"

namespace leadflow::bytecode {

enum class NativeId : std::uint16_t {
#define LEADFLOW_NATIVE(id, name, arguments, result, sentence) id,
#include "runtime/bytecode/natives.def"
#undef LEADFLOW_NATIVE
  Count_
};

struct NativeInfo {
  std::string_view name, arguments;
  char result;
  std::string_view sentence;
};

inline constexpr NativeInfo kNatives[] = {
#define LEADFLOW_NATIVE(id, name, arguments, result, sentence) {name, arguments, result, sentence},
#include "runtime/bytecode/natives.def"
#undef LEADFLOW_NATIVE
};
inline constexpr std::uint16_t kNativeCount = static_cast<std::uint16_t>(NativeId::Count_);

/// The kind that a letter of natives.def stands for.
constexpr TypeKind nativeKind(char letter) {
  switch (letter) {
    case 'i': return TypeKind::Int;
    case 'n': return TypeKind::Number;
    case 't': return TypeKind::Text;
    case 'e': return TypeKind::Email;
    case 'w': return TypeKind::Instant;
    default: return TypeKind::Missing;
  }
}

}  // namespace leadflow::bytecode
