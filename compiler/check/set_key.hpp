// When two constants of a list are the same value: texts by their folded form, reps and codes by their letters, the rest by
// their slots.
//
//     list countries = [US, DE, US]        "US stands twice in this list"
#pragma once
#include <string>

#include "compiler/types/typed_expression.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::check {

inline std::string setKey(const typed::Constant& value) {
  switch (value.type.kind) {
    case TypeKind::Text:
    case TypeKind::Email: return normalText(value.text);
    case TypeKind::Code:
    case TypeKind::Rep: return value.text;
    default: return std::to_string(value.bits);
  }
}

}  // namespace leadflow::check
