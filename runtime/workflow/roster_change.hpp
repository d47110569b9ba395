// What a change of the roster means to the leads: who is gone, who came, and of whom something else is said.
//
//     stage Working { to Emea when owner.team is "emea" }
//     {"type":"roster.changed","reps":[{"id":"ana","team":"emea"}]}     Ana's leads are looked at now, and move
//     {"type":"roster.changed","reps":[{"id":"ana","gone":true}]}       they are routed anew; those that have ended keep her
//     {"type":"roster.changed","reps":[{"id":"rio","role":"revops"}]}   is asked where an approval waits for a revops and none was there
//     {"type":"roster.changed","reps":[{"id":"ana","capacity":9}]}      nobody is told: no condition asks for it
//
// The engine, a replay and the test runner ask here, so that they tell the same leads the same.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/port/event.hpp"
#include "runtime/workflow/world.hpp"

namespace leadflow::workflow {

struct RosterChange {
  std::set<std::string> gone;          ///< ids of those who are not in the roster any more, or not active
  std::set<std::string> back;          ///< who is there now, active, and was not
  std::set<std::string> came_or_went;  ///< ids that nobody had before, or that nobody has any more
  std::map<std::string, std::uint32_t> other;   ///< of those who stay: which of rep_fields.def are otherwise, a bit each, as in bytecode::RosterAskedInfo
};

RosterChange rosterChange(const std::vector<Rep>& before, const std::vector<Rep>& after);

/// Whether a condition of the playbook may read something else of some lead, or an approval may be asked of somebody else.
bool mayConcern(const RosterChange& change, const bytecode::WorkflowInfo& flow);
/// What the change tells a lead: `owner.left`, or `roster.changed` (a look at it, where a condition of its playbook may read something
/// else of it, or somebody stands there now for an approval). `value` says of whom; id and time are the caller's. `world`: of the lead's
/// version, with the roster as it is now; null: the version is not known here.
std::optional<port::Event> toldBy(const RosterChange& change, const World* world, const port::LeadState& lead, std::int64_t now);

}  // namespace leadflow::workflow
