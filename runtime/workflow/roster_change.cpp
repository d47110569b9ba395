#include "runtime/workflow/roster_change.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "runtime/workflow/roster_json.hpp"

namespace leadflow::workflow {
namespace {

/// The row without what no condition asks for: who is out when, and who stands in.
std::string readable(Rep rep) {
  rep.stand_in.clear();
  rep.out_from = rep.out_until = kMissing;
  return rosterJson({std::move(rep)});
}

bool asksWhoHasIt(const bytecode::WorkflowInfo& flow) {
  return std::any_of(flow.context.begin(), flow.context.end(), [](const bytecode::ContextInfo& info) {
    return info.kind == bytecode::ContextKind::Owner || info.kind == bytecode::ContextKind::OwnerField;
  });
}

}  // namespace

RosterChange rosterChange(const std::vector<Rep>& before, const std::vector<Rep>& after) {
  RosterChange change;
  std::map<std::string, const Rep*> was;
  for (const Rep& rep : before) {
    was[rep.id] = &rep;
    if (rep.active) change.gone.insert(rep.id);
  }
  for (const Rep& rep : after) {
    if (rep.active && change.gone.erase(rep.id) == 0) change.back.insert(rep.id);
    const auto row = was.find(rep.id);
    if (row == was.end() || readable(*row->second) != readable(rep)) change.other.insert(rep.id);
    if (row != was.end()) was.erase(row);
  }
  for (const auto& [id, rep] : was) change.other.insert(id);
  return change;
}

std::optional<port::Event> toldBy(const RosterChange& change, const World* world, const port::LeadState& lead) {
  if (lead.id.empty() || isMissing(lead.created) || lead.erased || !lead.merged_into.empty()) return std::nullopt;
  const auto heldBy = [&](const std::set<std::string>& reps) {
    return std::find_if(lead.seats.begin(), lead.seats.end(), [&](const port::Seat& seat) { return reps.count(seat.rep) != 0; });
  };
  const auto left = heldBy(change.gone), other = heldBy(change.other);
  const bool leaves = !lead.final && left != lead.seats.end();   // one that has ended keeps who had it
  if (!leaves && (other == lead.seats.end() || world == nullptr || !asksWhoHasIt(world->workflow()))) return std::nullopt;
  port::Event told;
  told.type = leaves ? port::EventType::OwnerLeft : port::EventType::RosterChanged;
  told.lead = lead.id;
  told.value = leaves ? left->rep : other->rep;
  return told;
}

}  // namespace leadflow::workflow
