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

/// Whether a line of `privacy` asks for the field, by name or through what is worked out from it.
inline bool asksFor(const std::vector<std::uint32_t>& fields, std::uint32_t field) { return std::binary_search(fields.begin(), fields.end(), field); }

/// Whether some line of the playbook's `privacy` does, a condition under which people are contacted or what is done when it changes:
/// an event that names such a field says something about consent.
inline bool saysConsent(const bytecode::WorkflowInfo& flow, std::uint32_t field) {
  const auto asks = [&](const auto& line) { return asksFor(line.fields, field); };
  return std::any_of(flow.guards.begin(), flow.guards.end(), asks) || std::any_of(flow.reactions.begin(), flow.reactions.end(), asks);
}

}  // namespace leadflow::workflow
