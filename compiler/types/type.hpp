// What a value may be. A type is a kind and, where the kind needs one, a reference: which enum, which currency.
//
//     rating is A            Enum(rating) with a value of that enum
//     revenue > 500k USD     Money(USD) with Money(USD)
//     revenue > 500k         Money with Number: LF0301
//
// Units never mix silently: the only implicit conversions are int -> number and int/number -> points (exact).
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/value/type_kind.hpp"

namespace leadflow::typed {

struct Type {
  TypeKind kind = TypeKind::Missing;
  std::uint32_t ref = 0;  ///< Enum, EnumSet: index in Program::enums; Money: currency index
  friend bool operator==(Type, Type) = default;
};

struct EnumValue {
  std::string name;
  std::vector<std::string> labels;  ///< how data spells it, besides its name
};

/// An enum: `one of …`, a grade's letters, the bands of `ranges`, the names of `first of`, a route's rules, queues.
struct EnumType {
  std::string name;  ///< the field, grade, … that made it
  std::vector<EnumValue> values;
  int otherwise = -1;  ///< data that is no value becomes this one; -1: it is a bad value
};

}  // namespace leadflow::typed
