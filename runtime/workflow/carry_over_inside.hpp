// What carry_over.cpp (the tables between two versions), crossing.cpp (one lead by them) and aside.hpp (what has no place for now)
// share: the same line in two versions is known by what it says in the words of one of them.
//
//     stage Sold was Won { … }          `to Won when paid` of the version before is `to Sold when paid`
#pragma once
#include <algorithm>

#include "runtime/value/nearest.hpp"
#include "runtime/workflow/carry_over.hpp"
#include "runtime/workflow/line_text.hpp"

namespace leadflow::workflow::crossing {

using bytecode::ActionInfo;
using bytecode::Chunk;

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

/// What is written in one version, in the words of another: with its stages as that one calls them.
struct Said {
  const Chunk &of, &to;
  std::string stage(const std::string& name) const {
    const int place = stageNamed(of, to, name);
    return place < 0 ? name : to.workflow.stages[static_cast<std::size_t>(place)].name;
  }
  std::string operator()(const std::string& written) const {
    return lineText(written, [this](const std::string& name) { return stage(name); });
  }
  std::string operator()(const std::vector<ActionInfo>& actions) const {
    std::string text;
    for (const ActionInfo& action : actions) text += action.text_written + "; ";
    return (*this)(text);
  }
  /// Of `when n > 5 { … }` the part before what is done: a reaction is the same when it waits for the same.
  std::string operator()(const bytecode::ReactionInfo& reaction) const {
    std::string text = reaction.text;
    if (!reaction.actions.empty())
      if (const std::size_t at = text.find(reaction.actions.front().text_written); at != std::string::npos) text.erase(at);
    while (!text.empty() && (text.back() == ' ' || text.back() == '{')) text.pop_back();
    return (*this)(text);
  }
};

using Levels = std::vector<std::vector<std::string>>;

/// Those that act when they come true: their places in Clock::held and LeadState::handoff_held, in this order.
inline Levels heldTexts(const Said& said, const std::vector<bytecode::TriggerInfo>& triggers) {
  Levels levels(1);
  for (const bytecode::TriggerInfo& trigger : triggers)
    if (trigger.kind == bytecode::TriggerInfo::Kind::Condition || trigger.kind == bytecode::TriggerInfo::Kind::InStage) levels[0].push_back(said(trigger.text));
  return levels;
}

/// `role boss | notify email "two"`: whom a level tells, then what it does.
inline std::string levelText(const Said& said, const bytecode::EscalationInfo::Level& level) {
  std::string text = level.who.text + " | ";
  for (const ActionInfo& action : level.actions) text += action.text_written + "; ";
  return said(text);
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
inline bool everWas(const port::Clock& clock) { return clock.runs > 0 || !clock.held.empty(); }
inline bool everWas(const port::Run& run) { return run.runs > 0; }
inline bool everWas(const port::Handover& handover) { return handover.offers > 0; }
inline bool everWas(const port::Approval& approval) { return approval.state != 0; }

}  // namespace leadflow::workflow::crossing
