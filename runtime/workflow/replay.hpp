// Replays a journal: every decision is made again from its recorded inputs, in the recorded order, and compared bit for bit
// with what the journal says; then every lead in the store with what was decided. Leads that were erased are skipped and
// counted; of a decision that compared one of them, for `duplicates`, is counted that it did (recorded_answers.hpp).
//
//     leadflow replay --store sqlite:leads.db       12,408 decisions of 961 leads: all the same (3 leads erased, skipped)
//
// What was decided by another release of the time zone data, and comes out otherwise by this machine's, is no difference either: it
// is verified by its chain, counted apart, and its lead goes on from what the journal says of it (zone_rules.hpp).
//
// What an earlier meaning version decided is not made again: it is verified by chain and anchor, and counted apart. Behind it a
// replay begins from the snapshots that the present meaning took (snapshot.hpp). All is read of one state of the store, also
// beside a worker.
#pragma once
#include <string>
#include <vector>

#include "runtime/port/store.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow::workflow {

struct ReplayResult {
  std::uint64_t entries = 0, leads = 0, erased_leads = 0, skipped_entries = 0;
  std::uint64_t leaning = 0;                ///< decisions that compared leads which were erased since: what they read of them is taken from their entries
  std::uint64_t earlier = 0;                ///< entries that an earlier meaning version made: verified, not made again
  std::uint64_t other_zones = 0;            ///< entries that other rules of time zones made: verified, what this machine makes of them is otherwise
  std::vector<std::string> other_releases;  ///< those of the time zone data that made them, in order
  struct Difference { std::string lead; std::uint64_t seq = 0; std::string recorded, replayed; };
  std::vector<Difference> differences;      ///< the first 100
  std::uint64_t different = 0;
  std::uint64_t state_differences = 0;      ///< leads that are not in the store as they were decided
  std::vector<std::string> state_texts;     ///< "lead L-7: its timers are not those that were decided"; the first 100
  std::vector<std::string> turn_differences;   ///< "sdrs ana: served 12, replayed 13"
  std::vector<std::string> world_differences;  ///< "the roster is not the one that was decided"
  bool same() const { return different == 0 && state_differences == 0 && turn_differences.empty() && world_differences.empty(); }
};
/// `tzdata`: the release of this machine's time zone data.
port::Status replay(port::Store& store, ReplayResult& result, const std::string& tzdata = timeZoneDataVersion());
/// The same in the transaction that is open.
port::Status replayOpen(port::Store& store, ReplayResult& result, const std::string& tzdata = timeZoneDataVersion());

}  // namespace leadflow::workflow
