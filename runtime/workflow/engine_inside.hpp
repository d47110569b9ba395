// What the engine keeps while it runs: programs by version, the world of today, the turns, the totals. Shared by engine.cpp
// (the loop) and engine_world.cpp (playbooks, roster, tables, schedules).
#pragma once
#include <map>
#include <unordered_map>

#include "runtime/workflow/carry_over.hpp"
#include "runtime/workflow/engine.hpp"
#include "runtime/workflow/roster_change.hpp"
#include "runtime/workflow/scribe.hpp"
#include "runtime/workflow/stepper.hpp"
#include "runtime/workflow/turn_book.hpp"

namespace leadflow::workflow {

/// A lead in a batch: as claimed, and what has become of it so far.
struct Claimed {
  std::string id;                ///< of the lead: its state is away while it is decided
  port::Work work;
  port::LeadState before;        ///< timers, and as many activities as there were
  port::Write write;
  std::size_t next_event = 0;
  bool touched = false;
  bool activities_replaced = false;   ///< all are written anew
  bool forget = false;           ///< what the store keeps of the person goes
  std::vector<Answer> answers;
};

/// The order of all work: by instant, then by lead. A batch of any size decides in this order.
using Place = std::pair<std::int64_t, std::string>;

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
  std::shared_ptr<const bytecode::Program> program(std::uint64_t version);
  std::shared_ptr<const World> world(std::uint64_t version);
  bool concernsLeads(const RosterChange& change);
  /// See deploy.hpp.
  std::uint64_t versionFor(const std::string& lead, std::int64_t now, std::initializer_list<std::uint64_t> pilots = {});
  std::vector<Rep> reps() const;
  const CarryOver& carryOver(const World& from, const World& to);
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::unique_ptr<CarryOver>> crossings;   ///< by version from and to
  port::Status worldEvent(Claimed& claimed, const port::Event& event, std::int64_t now, std::vector<port::Event>& messages, std::string& outcome);
  static port::Event worldMessage(std::string id, port::EventType type, std::int64_t at);
  port::Status comeInForce(const port::Event& event, std::int64_t now, std::vector<port::Event>& messages);
  port::Status scheduled(Claimed& claimed, std::uint32_t index, std::int64_t now, std::vector<port::Event>& messages);
  void planSchedules(port::LeadState& state, std::int64_t now);

  // ---- turns: the store's rows, locked from the first question to the commit
  TurnBook book;
  bool desk_locked = false, desk_known = false;
  port::Status desk_status;
  decide::Pools& turns(const World& world);
  port::Status writeTurns();
  void forgetTurns();

  // ---- engine_keys.cpp
  bool keys_by_content = false;
  port::Status keysByContent();
  // ---- engine_begin.cpp
  bool meaning_known = false;               ///< the store has gone over to the present meaning version
  port::Status takeOverMeaning();
  port::Status beginStore(const Beginning& beginning);
  port::Status anybodyDecided(bool& decided);

  // ---- engine_zones.cpp
  bool zones_known = false;                 ///< the store's instants are worked out by the time zone data of this machine, or it is behind
  bool told_behind = false;
  port::Status takeOverZones();
  port::Status watchZones();
  port::Status sayZones(const std::string& from, ZonesTurned& turned);
  void tellBehind(const std::string& stored);
  void moveSchedules(port::LeadState& state, std::int64_t now, std::string& told);

  // ---- engine.cpp
  port::Status goOver(port::LeadState& lead, const port::Event& event, std::string& stays);
  void begin(port::LeadState& lead, std::int64_t now);
  port::Status batch(std::int64_t until, bool& idle);
  port::Status writeBack(std::vector<Claimed>& all, std::size_t touched);
  port::Status process(Claimed& claimed, std::vector<Claimed>& all, Place& limit);
  port::Status reachedClock();
  std::string reachedText() const;
  port::Status sealJournal(std::int64_t now);
  // ---- engine_erase.cpp
  port::Status eraseMerged(Step& step);
  port::Status eraseNow(const std::string& lead, const std::string& by, std::int64_t now, Erased& erased);
  std::int64_t clock = kMissing;            ///< high-water
  std::int64_t clock_of_leads = kMissing;   ///< the same of leads alone: what the world does at that instant comes before them
  std::int64_t sealed = kMissing;
  std::unordered_map<std::string, std::size_t> in_batch;
  std::vector<std::pair<port::Event, Unread>> unread;        ///< of the batch
  std::vector<std::pair<port::Event, std::string>> refusals;   ///< of the batch, each with its outcome
  void refuse(const port::Event& event, const std::string& outcome);
  static port::Event told(const port::Event& event);
  port::Write together;                         ///< journal, effects and messages of the batch, in the order decided
};

}  // namespace leadflow::workflow
