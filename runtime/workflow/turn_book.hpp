// Whose turn it is, across versions of the playbook and rosters: rows by the names of pools and reps are what counts; a Pools
// object is made of them for the version at hand. A rep who left keeps the counts, and finds them on coming back.
//
//     pool d = reps where team is "d"        kay served 4, lou served 4; ned joins: no row yet, so ned comes in at 4
//     kay moves to team "e"                  her row of d stays, not present: back in d she starts at d's average, never lower
#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>

#include "runtime/decide/pools.hpp"
#include "runtime/port/store.hpp"
#include "runtime/workflow/world.hpp"

namespace leadflow::workflow {

class TurnBook {
 public:
  /// What the store holds; everything noted so far is forgotten.
  void load(const port::DeskRows& rows);
  decide::Pools& pools(const World& world);
  decide::Pools* present() { return pools_.get(); }
  /// What changed since the last call: a step's account of the turns that it took.
  port::DeskRows takeStep();
  /// What changed since the last call of this: the rows to be written.
  port::DeskRows takeBatch();
  /// What is open with the rep, counted anew: nothing when the rep is gone, what was not taken away yet on coming back.
  void setOpen(const std::string& rep, std::int64_t open);
  /// All that it knows, as of the last takeStep(): load() goes back to it.
  port::DeskRows all() const;
  /// Rows as somebody else recorded them.
  void set(const port::DeskRows& rows);

 private:
  void keep(const port::DeskRows& changes);
  void noteAbsent(const World& world);
  void note(const port::TurnRow& row);
  std::unordered_map<std::string, port::TurnRow> turns_;   ///< by pool, a zero byte, rep
  std::map<std::string, port::ShareRow> shares_;
  std::map<std::string, bool> changed_turns_, changed_shares_;
  std::vector<port::TurnRow> noted_;                       ///< changed by the book itself since the last takeStep()
  std::uint64_t turn_ = 0, written_turn_ = 0;
  std::unique_ptr<decide::Pools> pools_;
  std::shared_ptr<const decide::Desk> desk_;
};

/// `[["sdrs","ana",12,40,0,true,true],…]`: pool, rep, served, last turn, open, present, joined.
std::string turnsJson(const port::DeskRows& rows);

}  // namespace leadflow::workflow
