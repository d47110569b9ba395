// The roster bound to a program: who is in which pool, who stands in for whom, whose calendar says when.
//
//     pool sdr_emea = reps where team is "sdr_emea"        ana, ben, chloé: in roster order
//     roster { tom team "sdr_apac" timezone "Asia/Tokyo" } the hours of tom's calendar, on the clocks of Tokyo
//
// Rules name pools, files name people: a roster is bound when a run begins, and again whenever it changes, without
// touching the program. Immutable after bind; shared by threads.
#pragma once
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/bytecode/program.hpp"
#include "runtime/vm/machine.hpp"

namespace leadflow::decide {

class People {
 public:
  /// Something the roster says that the playbook cannot use: an unknown calendar, manager or stand-in.
  struct Issue {
    std::uint32_t rep = 0;
    std::string text;
  };
  static std::shared_ptr<const People> bind(std::shared_ptr<const bytecode::Program> program, std::vector<Rep> roster);

  const std::vector<Rep>& reps() const { return reps_; }
  const Rep& rep(Slot slot) const { return reps_[static_cast<std::size_t>(slot)]; }
  /// Index of the rep with that id (exact, else in any case), kMissing when there is none.
  Slot find(std::string_view id) const;
  /// Index of the rep of exactly that id: whom a store names, who is not the one that is written almost alike.
  Slot exactly(const std::string& id) const;
  /// Members of pool p, in roster order.
  const std::vector<std::uint32_t>& pool(std::uint32_t p) const { return pools_[p]; }
  /// The first active rep in roster order with that role, kMissing when nobody fills it.
  Slot inRole(std::string_view role) const;
  bool hasSkill(std::uint32_t rep, const std::string& folded_skill) const;
  bool isActive(std::uint32_t rep, std::int64_t now) const { return reps_[rep].active && !reps_[rep].outAt(now); }
  /// Whether the rep's calendar (the playbook's where the rep has none) is open on the rep's own wall clock; true without any
  /// calendar.
  bool atWork(std::uint32_t rep, std::int64_t now) const;
  /// Index in Chunk::calendars of the calendar that says when the rep works, -1: always.
  std::int32_t calendarOf(std::uint32_t rep) const { return calendars_[rep]; }
  /// The zone in which the rep's calendar is read where it is not the calendar's own; empty: the calendar's own.
  std::string zoneOf(std::uint32_t rep) const { return program_->zoneOfHours(hours_[rep]); }
  /// That calendar on the rep's wall clock, for Program::calendar; -1: always at work.
  std::int32_t hoursOf(std::uint32_t rep) const { return hours_[rep]; }
  /// Who takes the rep's leads at `now`: the rep, or the first stand-in of the chain who is there, or kMissing.
  Slot standIn(Slot rep, std::int64_t now) const;
  const vm::People& names() const { return names_; }
  const std::vector<Issue>& issues() const { return issues_; }

 private:
  People() = default;
  std::shared_ptr<const bytecode::Program> program_;
  std::vector<Rep> reps_;
  std::unordered_map<std::string, std::uint32_t> by_id_, by_folded_id_;
  std::vector<std::vector<std::uint32_t>> pools_;
  std::vector<std::vector<std::string>> skills_;  ///< folded
  std::vector<std::int32_t> calendars_;           ///< of Chunk::calendars, -1 none
  std::vector<std::int32_t> hours_;               ///< the same on the rep's own clocks (Program::hoursIn)
  vm::People names_;
  std::vector<Issue> issues_;
};

}  // namespace leadflow::decide
