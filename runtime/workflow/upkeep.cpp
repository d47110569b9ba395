#include "runtime/workflow/upkeep.hpp"

#include <algorithm>
#include <unordered_map>

#include "runtime/bytecode/codec.hpp"

namespace leadflow::workflow {

using port::PlaybookRow;
using port::Status;

namespace {

bool current(const PlaybookRow& row) { return bytecode::formatOf(row.chunk) == bytecode::kFormatVersion; }

/// How many leads live under each version.
Status countLeads(port::Store& store, std::unordered_map<std::uint64_t, std::uint64_t>& leads) {
  std::vector<port::LeadSummary> all;
  Status status = store.summaries(all);
  for (const port::LeadSummary& lead : all)
    if (!lead.erased) ++leads[lead.version];
  return status;
}

/// Somebody may ask for it: leads live under it, or new ones will.
bool needed(const port::WorldRows& rows, const PlaybookRow& row, std::uint64_t leads) {
  if (leads > 0) return true;
  for (auto newest = rows.playbooks.rbegin(); newest != rows.playbooks.rend(); ++newest) {
    if (newest->withdrawn) continue;
    if (newest->version == row.version) return true;
    const bool everybody = newest->pilot_percent == 0 && newest->pilot_condition.empty() && isMissing(newest->effective_from);
    if (everybody) return false;   // what is older comes back only by a rollback, which says what it lacks
  }
  return false;
}

class Keeper {
 public:
  Keeper(port::Store& store, const Recompile& recompile, const std::vector<Brought>& brought, Upkeep& upkeep)
      : store_(store), recompile_(recompile), brought_(brought), upkeep_(upkeep) {}

  Status run() {
    if (Status status = store_.worldAlone(rows_); !status.ok()) return status;
    if (std::any_of(rows_.playbooks.begin(), rows_.playbooks.end(), [](const PlaybookRow& row) { return !current(row); }))
      if (Status status = countLeads(store_, leads_); !status.ok()) return status;
    for (const PlaybookRow& row : rows_.playbooks)
      if (Status status = keep(row); !status.ok()) return status;
    return {};
  }
  bool changed() const { return changed_; }

 private:
  Status keep(const PlaybookRow& row) {
    const bool runs = current(row);
    const Brought* brought = find(row);
    if (runs && brought == nullptr) return {};
    std::vector<port::PlaybookFile> files;
    if (Status status = store_.playbookFiles(row.version, files); !status.ok()) return status;
    Upkeep::Version version{row.version, row.name, row.label, leads_[row.version], {}};
    PlaybookRow next = row;
    next.files.clear();
    if (bytecode::formatOf(row.chunk) > bytecode::kFormatVersion) {
      version.error = "a newer leadflow compiled it";
      upkeep_.missing.push_back(std::move(version));
      return {};
    }
    if (!files.empty()) {
      if (runs) return {};
      Recompiled made = recompile_(files);
      if (!made.error.empty()) {
        version.error = std::move(made.error);
        if (needed(rows_, row, version.leads)) upkeep_.missing.push_back(std::move(version));
        return {};
      }
      pin(next, std::move(made.chunk));
      upkeep_.renewed.push_back(std::move(version));
    } else if (brought != nullptr) {
      if (runs && brought->files.empty()) return {};
      next.files = brought->files;
      if (!runs) pin(next, *brought->chunk);
      upkeep_.completed.push_back(std::move(version));
    } else {
      if (needed(rows_, row, version.leads)) upkeep_.missing.push_back(std::move(version));
      return {};
    }
    changed_ = true;
    return store_.renew(next);
  }

  const Brought* find(const PlaybookRow& row) const {
    for (const Brought& each : brought_)
      if (std::find(each.known_as.begin(), each.known_as.end(), row.version) != each.known_as.end()) return &each;
    return nullptr;
  }

  /// The chunk under the version that leads are pinned to.
  static void pin(PlaybookRow& row, bytecode::Chunk chunk) {
    row.text = chunk.content_hash == row.version ? 0 : chunk.content_hash;
    chunk.content_hash = row.version;
    row.chunk = bytecode::encode(chunk);
  }

  port::Store& store_;
  const Recompile& recompile_;
  const std::vector<Brought>& brought_;
  Upkeep& upkeep_;
  port::WorldRows rows_;
  std::unordered_map<std::uint64_t, std::uint64_t> leads_;
  bool changed_ = false;
};

}  // namespace

Status lookAtUpkeep(port::Store& store, Upkeep& upkeep) {
  upkeep = {};
  port::WorldRows rows;
  if (Status status = store.world(rows); !status.ok()) return status;
  if (std::all_of(rows.playbooks.begin(), rows.playbooks.end(), current)) return {};
  std::unordered_map<std::uint64_t, std::uint64_t> leads;
  if (Status status = countLeads(store, leads); !status.ok()) return status;
  for (const PlaybookRow& row : rows.playbooks)
    if (!current(row) && needed(rows, row, leads[row.version])) upkeep.missing.push_back({row.version, row.name, row.label, leads[row.version], {}});
  return {};
}

Status bringUpToDate(port::Store& store, const Recompile& recompile, const std::vector<Brought>& brought, Upkeep& upkeep) {
  upkeep = {};
  Status status = store.begin();
  if (!status.ok()) return status;
  Keeper keeper(store, recompile, brought, upkeep);
  status = keeper.run();
  if (status.ok() && keeper.changed()) return store.commit();
  store.rollback();
  return status;
}

}  // namespace leadflow::workflow
