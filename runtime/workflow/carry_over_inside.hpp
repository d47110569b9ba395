// What carry_over.cpp (the tables between two versions) and crossing.cpp (one lead by them) share.
#pragma once
#include <algorithm>

#include "runtime/value/nearest.hpp"
#include "runtime/workflow/carry_over.hpp"

namespace leadflow::workflow::crossing {

using bytecode::ActionInfo;
using bytecode::Chunk;

inline constexpr std::size_t kBits = 32;        ///< of Clock::fired
inline constexpr std::size_t kHeldBits = 8;     ///< of Clock::held

template <class Info>
int placeOf(const std::vector<Info>& infos, const std::string& name) {
  for (std::size_t i = 0; i < infos.size(); ++i)
    if (infos[i].name == name) return static_cast<int>(i);
  return -1;
}
template <class Info>
std::string nearestOf(const std::vector<Info>& infos, const std::string& name) {
  std::vector<std::string> names;
  for (const Info& info : infos) names.push_back(info.name);
  const int found = nearest(name, names);
  return found < 0 ? std::string() : names[static_cast<std::size_t>(found)];
}

/// The stage of that name, or the one that says it once had it.
inline int stageNamed(const Chunk& chunk, const std::string& name) {
  const auto& stages = chunk.workflow.stages;
  if (const int same = placeOf(stages, name); same >= 0) return same;
  for (std::size_t i = 0; i < stages.size(); ++i)
    if (std::find(stages[i].was.begin(), stages[i].was.end(), name) != stages[i].was.end()) return static_cast<int>(i);
  return -1;
}

/// Where a stage of one version is in another: by its name, by what that one says it was, or back to what it was itself.
inline int stageNamed(const Chunk& from, const Chunk& to, const std::string& name) {
  if (const int there = stageNamed(to, name); there >= 0) return there;
  const int own = placeOf(from.workflow.stages, name);
  if (own < 0) return -1;
  for (const std::string& was : from.workflow.stages[static_cast<std::size_t>(own)].was)
    if (const int there = placeOf(from.workflow.stages, was) < 0 ? placeOf(to.workflow.stages, was) : -1; there >= 0) return there;
  return -1;
}

inline std::string doings(const std::vector<ActionInfo>& actions) {
  std::string text;
  for (const ActionInfo& action : actions) text += action.text_written + "; ";
  return text;
}

using Levels = std::vector<std::vector<std::string>>;

/// Those starts that are edges: their bits in Clock::held, in this order.
inline Levels heldTexts(const bytecode::SlaInfo& sla) {
  Levels levels(1);
  for (const bytecode::TriggerInfo& trigger : sla.starts)
    if (trigger.kind == bytecode::TriggerInfo::Kind::Condition || trigger.kind == bytecode::TriggerInfo::Kind::InStage) levels[0].push_back(trigger.text);
  return levels;
}

inline std::string askText(const bytecode::ApprovalInfo& approval, std::int32_t line) {
  return line >= 0 && static_cast<std::size_t>(line) < approval.asks.size() ? approval.asks[static_cast<std::size_t>(line)].text : std::string();
}

inline bool runs(const port::Clock& clock) {
  const auto state = static_cast<bytecode::SlaState>(clock.state);
  return state == bytecode::SlaState::Running || state == bytecode::SlaState::Paused || state == bytecode::SlaState::Overdue;
}
inline bool runs(const port::Run& run) { return static_cast<bytecode::SequenceState>(run.state) == bytecode::SequenceState::Running; }
inline bool runs(const port::Handover& handover) {
  const auto state = static_cast<bytecode::HandoffState>(handover.state);
  return state == bytecode::HandoffState::Waiting || state == bytecode::HandoffState::Late;
}
inline bool runs(const port::Approval& approval) {
  const auto state = static_cast<bytecode::ApprovalState>(approval.state);
  return state == bytecode::ApprovalState::Asked || state == bytecode::ApprovalState::Late;
}
inline bool everWas(const port::Clock& clock) { return clock.runs > 0 || clock.held != 0; }
inline bool everWas(const port::Run& run) { return run.runs > 0; }
inline bool everWas(const port::Handover& handover) { return handover.offers > 0; }
inline bool everWas(const port::Approval& approval) { return approval.state != 0; }

}  // namespace leadflow::workflow::crossing
