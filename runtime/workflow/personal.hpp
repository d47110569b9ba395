// Which fields are somebody's own: those that the playbook marks `pii`, those that the compiler found to be given what is worked out
// from such (compiler/check/personal_flow.hpp), and addresses, marked or not.
//
//     email email        personal        company text        not        phone text pii        personal
#pragma once
#include <algorithm>

#include "runtime/bytecode/chunk.hpp"

namespace leadflow::workflow {

inline bool isPersonal(const bytecode::FieldInfo& field) { return field.pii || field.type.kind == TypeKind::Email; }

/// Whether one of `fields` flows into the value.
inline bool isMadeOf(const bytecode::TemplateInfo::Value& value, const std::vector<std::uint32_t>& fields) {
  return std::any_of(value.fields.begin(), value.fields.end(), [&](std::uint32_t field) { return std::find(fields.begin(), fields.end(), field) != fields.end(); });
}

/// Whether a line of `privacy` names the field: "email_sent only when consent is granted" asks for `consent`.
inline bool asksFor(const std::string& line, const std::string& field) {
  const auto word = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  for (std::size_t at = line.find(field); at != std::string::npos; at = line.find(field, at + 1))
    if ((at == 0 || !word(line[at - 1])) && (at + field.size() == line.size() || !word(line[at + field.size()]))) return true;
  return false;
}

}  // namespace leadflow::workflow
