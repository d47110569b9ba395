// What the engine keeps while it runs: programs by version, the world of today, the turns, the totals. Shared by engine.cpp
// (the loop), engine_world.cpp (playbooks, roster, tables, schedules) and engine_turns.cpp (whose turn it is).
#pragma once
#include <map>
#include <unordered_map>

#include "runtime/workflow/engine.hpp"
#include "runtime/workflow/scribe.hpp"
#include "runtime/workflow/stepper.hpp"

namespace leadflow::workflow {

/// A lead in a batch: as claimed, and what has become of it so far.
struct Claimed {
  port::Work work;
  port::LeadState before;        ///< timers, and as many activities as there were
  port::Write write;
  std::size_t next_event = 0;
  bool first = true, touched = false;
  std::vector<Answer> answers;
};

struct Engine::Inside {
  Inside(port::Store& store_in, EngineOptions options_in, Salts& salts_in) : store(store_in), options(std::move(options_in)), salts(salts_in) {}

  port::Store& store;
  EngineOptions options;
  Salts& salts;
  RunTotals totals;
  Scratch scratch;

  // ---- engine_world.cpp
  port::WorldRows rows;                     ///< as last read
  std::uint64_t playbooks_version = 0;
  bool world_known = false;
  std::map<std::uint64_t, std::shared_ptr<const bytecode::Program>> programs;
  std::map<std::uint64_t, std::shared_ptr<const World>> worlds;   ///< of the present roster and tables
  std::uint64_t worlds_roster = 0, worlds_tables = 0;
  port::Status refreshWorld(bool always = false);
  std::shared_ptr<const World> world(std::uint64_t version);
  /// The version that a new lead lives under.
  std::uint64_t versionFor(const std::string& lead, std::int64_t now);
  std::vector<Rep> reps() const;
  port::Status worldEvent(Claimed& claimed, const port::Event& event, std::int64_t now, std::vector<port::Event>& messages, bool& world_changed);
  port::Status scheduled(Claimed& claimed, std::uint32_t index, std::int64_t now, std::vector<port::Event>& messages);
  void planSchedules(port::LeadState& state, std::int64_t now);

  // ---- engine_turns.cpp
  port::DeskRows desk;                      ///< canonical: also of reps and pools that are not there now
  bool desk_locked = false, desk_known = false;
  std::uint64_t pools_version = 0, pools_roster = 0;
  std::unique_ptr<decide::Pools> pools;     ///< of pools_version, changed since `desk` when desk_locked
  decide::Pools& turns(const World& world);
  void foldTurns();                         ///< pools into `desk_after`
  port::Status writeTurns();
  void forgetTurns();
  port::DeskRows desk_before;
  port::Status desk_status;

  // ---- engine.cpp
  port::Status batch(std::int64_t until, bool& idle);
  port::Status process(Claimed& claimed, std::vector<Claimed>& all, std::int64_t& limit);
  port::Status sealJournal(std::int64_t now);
  std::int64_t clock = kMissing;            ///< high-water
  std::int64_t sealed = kMissing;
  std::unordered_map<std::string, std::size_t> in_batch;
};

}  // namespace leadflow::workflow
