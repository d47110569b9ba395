// The workflow's part of the context: what conditions may ask about a lead on its way, and functions and places that the
// typed program keeps for the chunk.
#include "compiler/check/context.hpp"
#include "compiler/source/words.hpp"

namespace leadflow::check {

using bytecode::ContextKind;

namespace {

struct States {
  ContextKind kind;
  std::vector<const char*> values;
};

const std::vector<States>& stateTable() {
  static const std::vector<States> table = {
#define LEADFLOW_STATES(kind, ...) {ContextKind::kind, {__VA_ARGS__}},
#define LEADFLOW_STATE_WORD(...)
#include "runtime/bytecode/workflow_states.def"
#undef LEADFLOW_STATES
#undef LEADFLOW_STATE_WORD
  };
  return table;
}

std::string_view statesName(ContextKind kind) {
  switch (kind) {
    case ContextKind::ChecklistState: return "checklist";
    case ContextKind::SequenceState: return "sequence";
    case ContextKind::SlaState: return "sla";
    case ContextKind::HandoffState: return "handoff";
    default: return "approval";
  }
}

}  // namespace

std::uint32_t Context::stageEnum() {
  if (!stage_enum_made_) {
    program.workflow.stage_enum = addEnum({"stage", {}, -1});
    stage_enum_made_ = true;
  }
  return program.workflow.stage_enum;
}

std::uint32_t Context::reasonEnum() {
  if (!reason_enum_made_) {
    program.workflow.reason_enum = addEnum({"reason", {}, -1});
    reason_enum_made_ = true;
  }
  return program.workflow.reason_enum;
}

std::uint32_t Context::stateEnum(ContextKind kind) {
  const auto [place, added] = state_enums_.emplace(static_cast<int>(kind), 0);
  if (added) {
    typed::EnumType made{std::string(statesName(kind)), {}, -1};
    for (const States& states : stateTable())
      if (states.kind == kind)
        for (const char* value : states.values) made.values.push_back({value, {}});
    place->second = addEnum(std::move(made));
  }
  return place->second;
}

std::uint32_t Context::contextValue(ContextKind kind, std::uint32_t index, std::uint32_t part, Type type) {
  const std::string key = std::to_string(static_cast<int>(kind)) + '/' + std::to_string(index) + '/' + std::to_string(part);
  const auto [place, added] = context_values_.emplace(key, static_cast<std::uint32_t>(program.workflow.context.size()));
  if (added) {
    bytecode::ContextInfo info;
    info.kind = kind;
    info.index = index;
    info.part = part;
    program.workflow.context.push_back(info);
    program.context_types.push_back(type);
  }
  return place->second;
}

bytecode::FunctionRef Context::addFunction(typed::ExprPtr expr) {
  if (!expr) return {};
  program.workflow_functions.push_back(std::move(expr));
  return {static_cast<std::int32_t>(program.workflow_functions.size() - 1)};
}

bytecode::Place Context::placeOf(Span span) {
  program.workflow_spans.push_back(span);
  bytecode::Place place;
  place.line = static_cast<std::uint32_t>(program.workflow_spans.size());
  return place;
}

std::string Context::words(Span span) const { return wordsOf(sources.text(span)); }

}  // namespace leadflow::check
