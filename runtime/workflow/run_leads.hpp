// `leadflow run` for a playbook with stages: each lead of a file is taken as created at `now` and goes through one step, in the
// file's order, turns shared by all. Nothing is kept and nothing is sent.
//
//     {"lead":"00Q1",…,"routes":{"inbound":{"rule":"emea","to":{"rep":"ana"},"via":"round robin sdr_emea"}},
//      "stage":"Working","owner":"ana","queue":null,"due":{"first_response":"2026-03-02T19:00:00Z"},"effects":[…]}
//
// `routes` holds the routes that the stages took, which may be none. Duplicates are looked for among the leads of the file that
// went before. Playbooks without stages are decided by decide::Runner, in parallel.
#pragma once
#include <map>
#include <memory>

#include "runtime/decide/runner.hpp"

namespace leadflow::workflow {

struct LeadsResult : decide::RunResult {
  std::map<std::string, std::uint64_t> stages, owners, queues;   ///< leads by where they came to rest; "" is nobody, none
  std::map<std::string, std::uint64_t> effects;                  ///< by kind
};

/// `reader` was made with desk->schema(). `options.threads` and `batch_rows` are not used.
LeadsResult runLeads(const std::shared_ptr<const decide::Desk>& desk, const decide::RunOptions& options, ingest::LeadReader& reader,
                     port::Sink& out, port::Sink* rejects);

/// The counts of a result as `leadflow run` prints them under its summary.
std::string leadsText(const LeadsResult& result);

}  // namespace leadflow::workflow
