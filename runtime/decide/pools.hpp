// Whose turn it is. Each (pool, rep) keeps how many leads it was served; every method is a comparison of such counts, so
// a choice is deterministic, survives vacations, and can be shown: counts before, counts after, who was skipped and why.
//
//     emea  when country in emea -> round robin sdr_emea available under capacity
//
//     ana 12 -> 13    ben 12 (later turn)    chloé skipped: out until 2026-03-09
//
// round robin: lowest served. weighted: lowest (served + 1) / weight, cross-multiplied. least loaded: lowest open /
// capacity. longest waiting: the oldest last assignment of any kind. Ties: longest since the last turn, then roster order.
// INVARIANT: a rep who joins or returns starts at the floor of the pool's average served (by weight where turns go by weight), never lower than before. A pool that
// was never asked has no average: its first reps start level. What is kept of a pool (rows()) says who has been counted into it,
// so a Pools that is made anew from rows goes on as the one before would have.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "runtime/decide/people.hpp"

namespace leadflow::port { struct DeskRows; }

namespace leadflow::decide {

/// Why somebody was not considered.
enum class Skip : std::uint8_t { No, Inactive, Out, OffHours, AtCapacity, LacksSkill, NoWeight, Excluded };
const char* skipText(Skip skip);

struct Candidate {
  std::uint32_t rep = 0;
  Skip skip = Skip::No;
  std::int64_t served_before = 0, served_after = 0;
  std::int64_t open_before = 0;
};

struct Turn {
  Slot rep = kMissing;                 ///< kMissing: nobody could take it
  std::vector<Candidate> candidates;   ///< filled only when asked for
  bool wish_dropped = false;           ///< `preferring skill` had nobody
};

class Pools {
 public:
  Pools(const bytecode::Chunk& chunk, std::shared_ptr<const People> people);

  /// Chooses by a method choice (RoundRobin … LongestWaiting) and counts the turn. `except`: a rep that may not get it.
  Turn choose(const bytecode::ChoiceInfo& choice, std::int64_t now, bool explain, Slot except = kMissing);
  /// Reps who may not get the lead at hand, besides `except`: it was taken from them. Empty when it is decided.
  void setExcluded(std::vector<Slot> reps) { excluded_ = std::move(reps); }
  bool isExcluded(Slot rep) const {
    for (const Slot excluded : excluded_)
      if (excluded == rep) return true;
    return false;
  }
  /// The share of a `split` whose turn it is: the one farthest behind its percentage. Counts it, also when its target then
  /// finds nobody: shares say whom leads are offered to, so a team that was away does not get all of them when it returns.
  std::size_t chooseShare(std::uint32_t choice_index, const bytecode::ChoiceInfo& choice);
  /// A lead went to a rep outside any pool: it counts for load and waiting.
  void assigned(std::uint32_t rep, std::int64_t now);
  /// A rejected or reassigned lead gives the turn back.
  void credit(std::uint32_t pool, std::uint32_t rep);
  /// A lead of the rep was closed.
  void closed(std::uint32_t rep);
  void setOpen(std::uint32_t rep, std::int64_t leads) {
    open_[rep] = leads;
    changed_reps_.push_back(rep);
  }
  std::int64_t open(std::uint32_t rep) const { return open_[rep]; }
  std::int64_t served(std::uint32_t pool, std::uint32_t rep) const;
  const People& people() const { return *people_; }
  /// Another roster: counts follow the reps by id; those of who is gone wait for a return.
  void rebind(std::shared_ptr<const People> people);
  /// A weight that is another than it was keeps the standing: 20 turns of weight 1 count as 60 of weight 3. Only where a pool goes by
  /// weight and by nothing else; who had no weight comes in like one who was away. Once for each change of the roster.
  void weighAnew(const People& before);
  /// The counts by names, to be kept: a row for each rep of a pool, for each rep, and for each `split` (pool_rows.cpp).
  port::DeskRows rows() const;
  /// Those rows that changed since the last call (or since setRows); `turn` is the present one.
  port::DeskRows takeChanges();
  /// The counts as they were kept; rows of pools, reps or splits that are not there any more are passed over.
  void setRows(const port::DeskRows& rows);

 private:
  struct Member {
    std::uint32_t rep = 0;
    std::int64_t served = 0;
    std::uint64_t last_turn = 0;   ///< running number of the turn, 0: never
    bool present = true;           ///< was there when last looked at
    bool joined = false;           ///< has been counted into the pool's average
  };
  void welcome(std::uint32_t pool, bool weighted, std::int64_t now);
  const bytecode::Chunk& chunk_;
  std::shared_ptr<const People> people_;
  std::vector<std::vector<Member>> members_;
  std::vector<std::vector<std::string>> with_, preferring_;  ///< folded skills of each choice
  std::vector<Slot> excluded_;
  std::vector<std::int64_t> open_;
  std::vector<std::uint64_t> last_assigned_;
  std::vector<std::vector<std::int64_t>> share_counts_;
  std::map<std::pair<std::uint32_t, std::string>, Member> away_;   ///< by pool and rep: who was in it under an earlier roster
  std::map<std::string, std::uint64_t> last_away_;                  ///< last assignments by rep, of all that were ever bound
  std::uint64_t turn_ = 0;
  // what takeChanges() tells: places, possibly several times
  std::vector<std::pair<std::uint32_t, std::uint32_t>> changed_members_;
  std::vector<std::uint32_t> changed_reps_, changed_shares_;
};

}  // namespace leadflow::decide
