// Where a journal goes over from one meaning version to the next: an entry that holds the lead as the earlier meaning left it,
// written right before the first decision of the new one, so that a replay has something sound to begin from.
//
//     {"meaning":2,"from":1,"revision":7,"version":"91ab…","stage":"Working","owner":"ana","snapshot":{"$pii":"5e88…"}}
//
// A lead's snapshot stands behind its entry as a secret does: it goes when the lead is erased. What concerns no single lead -
// roster, live tables, turns - is written down once, before the first lead goes over; the entry holds its digest, the store's
// settings hold the rest.
#pragma once
#include <string>

#include "runtime/port/store.hpp"
#include "runtime/workflow/engine.hpp"

namespace leadflow::workflow {

/// The kind of such entries: no event brings them.
inline constexpr const char* kMeaningChanged = "meaning.changed";

/// The kind of those that hold a lead as it was before other rules of time zones (zone_rules.hpp): the same on the way from one release
/// of their data to the next.
inline constexpr const char* kBeforeZones = "zones.before";

/// The entry that holds `lead` on its way to the present meaning, or to other rules of time zones; the chain moves on in it. `world`: what
/// names its stage and owner; null for one that is pinned to no version.
port::JournalEntry snapshotEntry(const World* world, port::LeadState& lead, std::int64_t now, Salts& salts, const char* kind = kMeaningChanged);
/// The lead as such an entry holds it, its chain as it was. False: damaged, or erased.
bool readSnapshot(const port::JournalEntry& entry, port::LeadState& lead);

/// What concerns no single lead, as text.
struct WorldSnapshot {
  std::string roster, tables, turns;   ///< JSON: reps; [table, key, row]; turns and shares
};
WorldSnapshot snapshotOf(const port::WorldRows& rows, const port::DeskRows& desk);
port::Status saveSnapshot(port::Store& store, const WorldSnapshot& snapshot);
/// `roster` stays empty where the store began under the present meaning.
port::Status loadSnapshot(port::Store& store, WorldSnapshot& snapshot);
std::vector<port::WorldRows::TableRow> tablesOf(const std::string& json);
port::DeskRows turnsOf(const std::string& json);
port::JournalEntry worldSnapshotEntry(port::LeadState& chain, std::uint32_t from, std::int64_t now, const WorldSnapshot& snapshot, std::uint64_t roster_version, std::uint64_t tables_version);

/// The meaning version that made an entry.
std::uint32_t meaningOf(const port::JournalEntry& entry);

}  // namespace leadflow::workflow
