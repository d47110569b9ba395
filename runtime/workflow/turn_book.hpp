// Whose turn it is, across versions of the playbook and rosters: rows by the names of pools and reps are what counts; a Pools
// object is made of them for the version at hand. A rep who left keeps the counts, and finds them on coming back.
#pragma once
#include <map>
#include <memory>
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
  /// The row of a pool and rep (pool empty: the rep's own), null when there is none.
  const port::TurnRow* find(const std::string& pool, const std::string& rep) const;
  decide::Pools* present() { return pools_.get(); }
  /// What changed since the last call: a step's account of the turns that it took.
  port::DeskRows takeStep();
  /// What changed since the last call of this: the rows to be written.
  port::DeskRows takeBatch();
  /// The rep is not in the roster any more: nothing is open with them; what they were served stays.
  void leave(const std::string& rep);
  /// Rows as somebody else recorded them.
  void set(const port::DeskRows& rows);

 private:
  void keep(const port::DeskRows& changes);
  port::DeskRows all() const;
  std::unordered_map<std::string, port::TurnRow> turns_;   ///< by pool, a zero byte, rep
  std::map<std::string, port::ShareRow> shares_;
  std::map<std::string, bool> changed_turns_, changed_shares_;
  std::uint64_t turn_ = 0, written_turn_ = 0;
  std::unique_ptr<decide::Pools> pools_;
  std::shared_ptr<const decide::Desk> desk_;
};

/// `[["sdrs","ana",12,40,0,true,true],…]`: pool, rep, served, last turn, open, present, joined.
std::string turnsJson(const port::DeskRows& rows);

}  // namespace leadflow::workflow
