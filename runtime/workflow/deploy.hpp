// Another version of the playbook over leads in flight. Stages, clocks, sequences, handoffs and approvals with live leads must
// still exist under their name, or the new playbook says where they went (`stage Contacted was Working`, `migrate A to B`).
//
//     leadflow deploy new.leadflow --store sqlite:leads.db
//     refused: 41 leads are in stage Contacted, which new.leadflow does not have; add `migrate Contacted to …`
//
// Clocks move over as they are: started, elapsed, due and the points done stay; a running clock keeps its target.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "runtime/port/store.hpp"
#include "runtime/workflow/step.hpp"

namespace leadflow::workflow {

struct DeployPlan {
  struct Missing { std::string kind, name, nearest; std::uint64_t leads = 0; };
  std::vector<Missing> missing;             ///< not empty: refused
  std::map<std::string, std::uint64_t> moved;   ///< "Contacted -> Working": leads
  std::uint64_t leads = 0, staying = 0, final = 0;   ///< moved over; pinned to their version by the pilot; ended
};

struct DeployOptions {
  std::int64_t now = 0;
  std::int64_t pilot_percent = 0;           ///< scaled percent by stable hash of `playbook-name/lead-id`; 0: everybody
  std::string pilot_condition;              ///< or by a condition over the lead (an expression, compiled by the caller: `pilot_function`)
  std::int32_t pilot_function = -1;         ///< in the new program
  bool dry_run = false;
  std::vector<port::PlaybookFile> files;    ///< what the new version was compiled from
};

/// Translates one lead from a version to another by names. False: something that is live is missing (`what`).
bool translate(const bytecode::Chunk& from, const bytecode::Chunk& to, port::LeadState& state, std::vector<DeployPlan::Missing>& missing);
port::Status deploy(port::Store& store, std::shared_ptr<const bytecode::Program> program, const std::string& chunk_bytes, const DeployOptions& options, DeployPlan& plan);
/// Back to the version before: the same checks the other way round.
port::Status rollback(port::Store& store, std::int64_t now, DeployPlan& plan);

}  // namespace leadflow::workflow
