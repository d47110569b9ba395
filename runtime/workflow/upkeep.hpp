// A store outlives the programs that work on it. Before one of them decides anything, the playbooks that the store holds must be in
// the format that this program runs: a chunk of another format is compiled anew from the texts that are kept beside it.
//
//     leadflow work sla_desk.leadflow --store sqlite:leads.db
//     note: version 2026.1 of the playbook `sla_desk` was compiled anew for this leadflow
//
// Leads stay pinned to the version that they live under: its number is what the playbook's text hashed to when it was deployed,
// whatever a later compiler counts (docs/adr/0024-stores-outlive-programs.md). The compiler stands above this library, so it
// comes as a port.
//
// leadflow 0.1.0 kept no texts. A chunk of its time is completed from a playbook that is brought along and hashes to that very
// version, once; from then on the store has it.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "runtime/bytecode/chunk.hpp"
#include "runtime/port/store.hpp"

namespace leadflow::workflow {

struct Recompiled {
  bytecode::Chunk chunk;
  std::string error;             ///< in words; empty: compiled
};
using Recompile = std::function<Recompiled(const std::vector<port::PlaybookFile>& files)>;

/// A playbook at hand, as it was just compiled.
struct Brought {
  const bytecode::Chunk* chunk = nullptr;
  std::vector<port::PlaybookFile> files; ///< empty: only its compiled form is at hand
  std::vector<std::uint64_t> known_as;   ///< versions that this text has had: by this compiler, by that of 0.1.0
};

struct Upkeep {
  struct Version {
    std::uint64_t version = 0;
    std::string name, label;
    std::uint64_t leads = 0;     ///< not erased, that live under it
    std::string error;           ///< why it could not be compiled anew
  };
  std::vector<Version> renewed;    ///< compiled anew from the texts in the store
  std::vector<Version> completed;  ///< its text came with what was brought
  std::vector<Version> missing;    ///< needed, and there is no text of it, or it does not compile
  bool sound() const { return missing.empty(); }
};

/// Whether every playbook that is needed can be run as it stands. `upkeep.missing`: those that cannot, or not yet; looks only.
port::Status lookAtUpkeep(port::Store& store, Upkeep& upkeep);
/// Brings the store up to date in one transaction, as far as the texts reach.
port::Status bringUpToDate(port::Store& store, const Recompile& recompile, const std::vector<Brought>& brought, Upkeep& upkeep);

}  // namespace leadflow::workflow
