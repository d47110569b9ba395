// The kinds of type that a slot may have, made from type_kinds.def: one row says how LeadFlow writes it, what the slot
// holds, and what it is for.
//
//     lead { company_size int 0..   revenue money   country country   products some of platform, security }
#pragma once

#include <cstdint>
#include <string_view>

namespace leadflow {

enum class TypeKind : std::uint8_t {
#define LEADFLOW_TYPE_KIND(kind, name, storage, meaning) kind,
#include "runtime/value/type_kinds.def"
#undef LEADFLOW_TYPE_KIND
};

inline constexpr int kTypeKindCount = 0
#define LEADFLOW_TYPE_KIND(kind, name, storage, meaning) +1
#include "runtime/value/type_kinds.def"
#undef LEADFLOW_TYPE_KIND
    ;

struct TypeKindInfo {
  TypeKind kind;
  std::string_view name;     // as LeadFlow writes it
  std::string_view storage;  // what the slot holds
  std::string_view meaning;  // one sentence
};

inline constexpr TypeKindInfo kTypeKinds[kTypeKindCount] = {
#define LEADFLOW_TYPE_KIND(kind, name, storage, meaning) {TypeKind::kind, name, storage, meaning},
#include "runtime/value/type_kinds.def"
#undef LEADFLOW_TYPE_KIND
};

constexpr const TypeKindInfo& typeKindInfo(TypeKind kind) { return kTypeKinds[static_cast<int>(kind)]; }
constexpr std::string_view typeKindName(TypeKind kind) { return typeKindInfo(kind).name; }

// Kinds whose slots are scaled by 10,000.
constexpr bool isScaled(TypeKind kind) {
  return kind == TypeKind::Number || kind == TypeKind::Points || kind == TypeKind::Money || kind == TypeKind::Percent;
}

// Kinds whose slots are the address of a TextCell.
constexpr bool isTextual(TypeKind kind) {
  return kind == TypeKind::Text || kind == TypeKind::Code || kind == TypeKind::Email;
}

}  // namespace leadflow
