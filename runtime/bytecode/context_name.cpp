#include "runtime/bytecode/context_name.hpp"

namespace leadflow::bytecode {
namespace {

template <class T>
std::string named(const std::vector<T>& all, std::uint32_t index) {
  return index < all.size() ? all[index].name : std::to_string(index);
}

std::string columnOf(const Chunk& chunk, const ContextInfo& info, const char* between) {
  const auto& matches = chunk.workflow.matches;
  if (info.index >= matches.size()) return "account";
  const MatchInfo& match = matches[info.index];
  return match.name + between + (match.table < chunk.tables.size() ? named(chunk.tables[match.table].columns, info.part) : std::to_string(info.part));
}

}  // namespace

std::string contextName(const Chunk& chunk, const ContextInfo& info) {
  const WorkflowInfo& w = chunk.workflow;
  switch (info.kind) {
    case ContextKind::Stage: return "stage";
    case ContextKind::StageEntered: return "stage.entered";
    case ContextKind::StageReason: return "stage.reason";
    case ContextKind::Owner: return "owner";
    case ContextKind::OwnerSince: return "owner.since";
    case ContextKind::OwnerField: return std::string("owner.") + (info.part < std::size(kRepFields) ? kRepFields[info.part].name : "?");
    case ContextKind::Seat: return info.index < w.seats.size() ? w.seats[info.index] : "seat " + std::to_string(info.index);
    case ContextKind::Queue: return "queue";
    case ContextKind::Created: return "created";
    case ContextKind::ChecklistItem: {
      const bool there = info.index < w.checklists.size() && info.part < w.checklists[info.index].items.size();
      return named(w.checklists, info.index) + "." + (there ? w.checklists[info.index].items[info.part] : std::to_string(info.part));
    }
    case ContextKind::ChecklistState: return named(w.checklists, info.index);
    case ContextKind::SequenceState: return "sequence " + named(w.sequences, info.index);
    case ContextKind::SequenceStarted: return "start of sequence " + named(w.sequences, info.index);
    case ContextKind::SlaState: return "sla " + named(w.slas, info.index);
    case ContextKind::SlaStarted: return "start of sla " + named(w.slas, info.index);
    case ContextKind::SlaDue: return "due of sla " + named(w.slas, info.index);
    case ContextKind::HandoffState: return "handoff " + named(w.handoffs, info.index);
    case ContextKind::ApprovalState: return "approval " + named(w.approvals, info.index);
    case ContextKind::MilestoneAt: return "stamp of " + named(chunk.milestones, info.index);
    case ContextKind::AccountKnown: return named(w.matches, info.index);
    case ContextKind::AccountColumn: return columnOf(chunk, info, ".");
    case ContextKind::AccountParentColumn: return columnOf(chunk, info, ".parent.");
  }
  return {};
}

}  // namespace leadflow::bytecode
