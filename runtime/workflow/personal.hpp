// Which fields are somebody's own: those that the playbook marks `pii`, and addresses whether it does or not.
//
//     email email        personal        company text        not        phone text pii        personal
#pragma once
#include "runtime/bytecode/chunk.hpp"

namespace leadflow::workflow {

inline bool isPersonal(const bytecode::FieldInfo& field) { return field.pii || field.type.kind == TypeKind::Email; }

}  // namespace leadflow::workflow
