// A chunk made ready to run: verified, its texts folded and numbered, sets hashed, patterns compiled, calendars laid out,
// route and decision rules indexed. Immutable and shared by threads; each thread has its own vm::Machine.
//
//     auto loaded = bytecode::Program::load(std::move(chunk));     // refuses what the verifier refuses
//     if (!loaded.program) report(loaded.error);
#pragma once
#include <memory>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/bytecode/chunk.hpp"
#include "runtime/bytecode/opcode.hpp"
#include "runtime/calendar/calendar.hpp"
#include "runtime/match/index.hpp"
#include "runtime/value/decay.hpp"
#include "runtime/value/text.hpp"
#include "runtime/value/timezone.hpp"

namespace re2 { class RE2; }

namespace leadflow::bytecode {

/// Slots ascending, with a bit mask when all are below 64 and a hash table when many.
class SlotSet {
 public:
  explicit SlotSet(std::vector<std::int64_t> ascending = {});
  bool contains(std::int64_t value) const {
    if (small_) return value >= 0 && value < 64 && ((mask_ >> value) & 1U);
    return find(value);
  }
 private:
  bool find(std::int64_t value) const;
  bool small_ = true;
  std::uint64_t mask_ = 0;
  std::vector<std::int64_t> table_;
  std::uint64_t table_mask_ = 0;
};

/// Instructions that only a loaded program has: one that depends on types, chosen once.
enum class LoadedOp : std::uint16_t { InSetText = kOpCount, InSetRep, Count_ };

class Program {
 public:
  struct Loaded {
    std::shared_ptr<const Program> program;  ///< null when refused
    std::string error;
  };
  /// Verifies and prepares. Never executes anything of a chunk that the verifier refuses.
  static Loaded load(Chunk chunk);
  ~Program();

  /// INVARIANT: as verified, but `values` of text atoms in rule sets are symbols here, not indexes in Chunk::texts.
  const Chunk& chunk() const { return chunk_; }
  const SymbolTable& symbols() const { return symbols_; }
  /// Constant k as a slot (a TextCell* for texts). Rep constants are not here: they depend on the roster.
  Slot constant(std::uint32_t k) const { return constants_[k]; }
  const SlotSet& set(std::uint32_t s) const { return sets_[s]; }          ///< texts: by symbol
  const re2::RE2& pattern(std::uint32_t m) const { return *patterns_[m]; }
  /// c: an index in Chunk::calendars, or what hoursIn gave.
  const calendar::Calendar& calendar(std::uint32_t c) const { return c < calendars_.size() ? *calendars_[c] : moved(c); }
  /// The hours of a calendar on the clocks of a zone, as an index for calendar(): the calendar's own where the zone is empty or its own.
  /// Good for as long as the program lives, and for it alone; whoever keeps it keeps calendar and zone. Thread-safe.
  std::int32_t hoursIn(std::int32_t calendar, std::string_view zone) const;
  /// Of what hoursIn gave: the index in Chunk::calendars (-1 stays -1), and the zone where it is not the calendar's own.
  std::int32_t calendarOfHours(std::int32_t hours) const;
  std::string zoneOfHours(std::int32_t hours) const;
  const TimeZone& zone() const { return *zone_; }
  const match::Index& routeIndex(std::uint32_t route) const { return route_indexes_[route]; }
  const match::Index& decisionIndex(std::uint32_t decision) const { return decision_indexes_[decision]; }
  /// First instruction of a function: every function ends in a Return here, and jumps to its end lead there.
  const Instruction* entry(std::uint32_t function) const { return code_.data() + entries_[function]; }
  const std::vector<DecayStep>& decaySteps(std::uint32_t decay) const { return decay_steps_[decay]; }
  /// Row of table t whose key is `key` (a slot as registers hold it: a text's cell), or -1.
  std::int64_t tableRow(std::uint32_t t, Slot key) const;
  int findField(std::string_view name) const;     ///< any case; -1
  int findActivity(std::string_view name) const;  ///< case, space, - and _ folded; -1

 private:
  Program() = default;
  std::string prepare();
  void collectTexts();
  void layOutCode();
  void useSymbols(match::RuleSet& rules);
  std::uint32_t symbolOf(std::uint32_t text, const Type& type) const;
  Chunk chunk_;
  SymbolTable symbols_;
  Arena arena_;
  std::vector<Slot> constants_;
  std::vector<SlotSet> sets_;
  std::vector<std::unique_ptr<re2::RE2>> patterns_;
  std::vector<std::shared_ptr<const calendar::Calendar>> calendars_;
  struct Moved { std::int32_t calendar = -1; std::shared_ptr<const calendar::Calendar> hours; };
  const calendar::Calendar& moved(std::uint32_t hours) const;
  mutable std::shared_mutex moved_lock_;
  mutable std::vector<Moved> moved_;
  std::vector<match::Index> route_indexes_, decision_indexes_;
  std::vector<std::unordered_map<std::int64_t, std::uint32_t>> table_rows_;
  std::unordered_map<std::string, int> field_names_, activity_names_;
  const TimeZone* zone_ = nullptr;
  std::vector<Instruction> code_;
  std::vector<std::uint32_t> entries_;
  std::vector<std::vector<DecayStep>> decay_steps_;
  std::vector<std::uint32_t> text_symbols_, code_symbols_;  ///< by index in Chunk::texts; 0: not used as such
};

}  // namespace leadflow::bytecode
