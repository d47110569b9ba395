// The functions that expressions may call, one row each: stdlib/functions.def over runtime/bytecode/natives.def.
//
//     segment = ranges of round(revenue / company_size) { thrifty below 1000, lavish otherwise }
//
// INVARIANT: the index of a function here is the number of its native in the bytecode.
#pragma once

#include <cstdint>
#include <iterator>
#include <string_view>

namespace leadflow::stdlib {

struct Function {
  std::string_view name;       // "round"
  std::string_view arguments;  // a letter each: i int, n number, points, money or percent, t text, e email, w instant
  char result;                 // the same letters; n after an n argument: of that argument's type
  std::string_view doc;        // a sentence
  std::string_view example;    // "round(2.5)"
  std::string_view gives;      // "2"
  std::string_view sql;        // "round_even({0}, 0)"
};

namespace detail {
enum class NativeId : std::uint32_t {
#define LEADFLOW_NATIVE(id, name, arguments, result, doc) id,
#include "runtime/bytecode/natives.def"
#undef LEADFLOW_NATIVE
  Count
};
enum class FunctionId : std::uint32_t {
#define LEADFLOW_FUNCTION(id, example, gives, sql) id,
#include "stdlib/functions.def"
#undef LEADFLOW_FUNCTION
  Count
};
#define LEADFLOW_FUNCTION(id, example, gives, sql)                                                     \
  static_assert(static_cast<std::uint32_t>(NativeId::id) == static_cast<std::uint32_t>(FunctionId::id), \
                #id " stands in another place in functions.def than in natives.def");
#include "stdlib/functions.def"
#undef LEADFLOW_FUNCTION
static_assert(static_cast<std::uint32_t>(NativeId::Count) == static_cast<std::uint32_t>(FunctionId::Count),
              "natives.def has a row that functions.def lacks");

struct Native {
  std::string_view name, arguments;
  char result;
  std::string_view doc;
};
inline constexpr Native kNatives[] = {
#define LEADFLOW_NATIVE(id, name, arguments, result, doc) {name, arguments, result, doc},
#include "runtime/bytecode/natives.def"
#undef LEADFLOW_NATIVE
};
constexpr Function join(FunctionId id, std::string_view example, std::string_view gives, std::string_view sql) {
  const Native& native = kNatives[static_cast<std::uint32_t>(id)];
  return {native.name, native.arguments, native.result, native.doc, example, gives, sql};
}
}  // namespace detail

inline constexpr Function kFunctions[] = {
#define LEADFLOW_FUNCTION(id, example, gives, sql) detail::join(detail::FunctionId::id, example, gives, sql),
#include "stdlib/functions.def"
#undef LEADFLOW_FUNCTION
};
inline constexpr int kFunctionCount = static_cast<int>(std::size(kFunctions));

// The function of that name taking so many arguments: its index in kFunctions, or -1. With `arguments` -1 the first of that name.
constexpr int findFunction(std::string_view name, int arguments = -1) {
  for (int i = 0; i < kFunctionCount; ++i)
    if (kFunctions[i].name == name && (arguments < 0 || static_cast<int>(kFunctions[i].arguments.size()) == arguments)) return i;
  return -1;
}

}  // namespace leadflow::stdlib
