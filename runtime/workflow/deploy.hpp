// Another version of the playbook over leads in flight. Stages, clocks, sequences, handoffs and approvals with live leads must
// still exist under their name, or the new playbook says where they went (`stage Contacted was Working`, `migrate A to B`).
//
//     leadflow deploy new.leadflow --store sqlite:leads.db
//     refused: 41 leads are in stage Contacted, which new.leadflow does not have; add `migrate Contacted to …`
//
// Clocks move over as they are: started, elapsed, due and the points done stay; a running clock keeps its target. What goes over
// by what is told in carry_over.hpp. Version, events for the leads and for what repeats are written in one transaction.
#pragma once
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "runtime/port/store.hpp"
#include "runtime/workflow/carry_over.hpp"
#include "runtime/workflow/step.hpp"

namespace leadflow::workflow {

struct DeployPlan {
  using Missing = Lacking;
  std::vector<Missing> missing;             ///< not empty: refused
  struct Change { std::string of, what; std::uint64_t leads = 0; std::int64_t first_due = kMissing; };
  struct Replaced { std::string name, label; std::uint64_t version = 0; std::int64_t from = kMissing; };
  std::vector<Replaced> replaced;           ///< versions that waited for their instant, which does not bring them any more
  std::int64_t from = kMissing;             ///< when what was decided begins to hold
  std::vector<Change> changes;              ///< for leads that go over: "sequence hello", "step 2 `wait 3 days` -> step 4 `wait 3 days`"
  std::map<std::string, std::uint64_t> moved;   ///< "Contacted -> Working": leads
  std::uint64_t leads = 0, staying = 0, there = 0, final = 0;   ///< moved over; not meant by it, under another version; under the one that comes; ended. All leads together
};

struct DeployOptions {
  std::int64_t now = 0;
  std::int64_t today = kMissing;            ///< how far time has come; `now` may lie beyond: until then the version before is in force. kMissing: `now`
  std::int64_t pilot_percent = 0;           ///< scaled percent by stable hash of `playbook-name/lead-id`; 0: everybody
  std::string pilot_condition;              ///< or by a condition over the lead (an expression, compiled by the caller: `pilot_function`)
  std::int32_t pilot_function = -1;         ///< in the new program
  bool dry_run = false;
  std::vector<port::PlaybookFile> files;    ///< what the new version was compiled from
};

/// Translates one lead from a version to another by names. False: something that is live is missing (`what`).
bool translate(const bytecode::Chunk& from, const bytecode::Chunk& to, port::LeadState& state, std::vector<Lacking>& missing);
port::Status deploy(port::Store& store, std::shared_ptr<const bytecode::Program> program, const std::string& chunk_bytes, const DeployOptions& options, DeployPlan& plan);
/// Back to the version before: the same checks the other way round. Of a pilot, only its leads go back.
port::Status rollback(port::Store& store, std::int64_t now, DeployPlan& plan, bool dry_run = false, std::int64_t today = kMissing);

bool isPilot(const port::PlaybookRow& row);
/// What decides at an instant, in the order of asking: pilots, the newest first, then the version for everybody. What was deployed
/// last decides; before its time, what was deployed before it.
std::vector<const port::PlaybookRow*> inForce(const port::WorldRows& rows, std::int64_t now);
/// The version that a lead lives under (empty: everybody outside of pilots). `pilots`: versions to whose pilots it belongs anyway,
/// as the one that it lives under.
std::uint64_t versionFor(const port::WorldRows& rows, const std::string& lead, std::int64_t now, std::initializer_list<std::uint64_t> pilots = {});
/// When a deployed version begins to hold, and leads in flight go over.
std::int64_t beginOf(const port::PlaybookRow& row);

}  // namespace leadflow::workflow
