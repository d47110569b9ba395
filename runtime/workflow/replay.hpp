// Replays a journal: every decision is made again from its recorded inputs, in the recorded order, and compared bit for bit
// with what the journal says. Leads that were erased are skipped and counted.
//
//     leadflow replay --store sqlite:leads.db       12,408 decisions of 961 leads: all the same (3 leads erased, skipped)
#pragma once
#include <string>
#include <vector>

#include "runtime/port/store.hpp"

namespace leadflow::workflow {

struct ReplayResult {
  std::uint64_t entries = 0, leads = 0, erased_leads = 0, skipped_entries = 0;
  struct Difference { std::string lead; std::uint64_t seq = 0; std::string recorded, replayed; };
  std::vector<Difference> differences;      ///< the first 100
  std::uint64_t different = 0;
  std::uint64_t state_differences = 0;      ///< leads whose last entry is not the one that their state knows
  std::vector<std::string> turn_differences;   ///< "sdrs ana: served 12, replayed 13"
};
port::Status replay(port::Store& store, ReplayResult& result);

}  // namespace leadflow::workflow
