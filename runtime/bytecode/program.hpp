// A chunk made ready to run: verified, its texts folded and numbered, sets hashed, patterns compiled, calendars laid out,
// route and decision rules indexed. Immutable and shared by threads; each thread has its own vm::Machine.
//
//     auto loaded = bytecode::Program::load(std::move(chunk));     // refuses what the verifier refuses
//     if (!loaded.program) report(loaded.error);
#pragma once
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/bytecode/chunk.hpp"
#include "runtime/calendar/calendar.hpp"
#include "runtime/match/index.hpp"
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

class Program {
 public:
  struct Loaded {
    std::shared_ptr<const Program> program;  ///< null when refused
    std::string error;
  };
  /// Verifies and prepares. Never executes anything of a chunk that the verifier refuses.
  static Loaded load(Chunk chunk);
  ~Program();

  const Chunk& chunk() const { return chunk_; }
  const SymbolTable& symbols() const { return symbols_; }
  /// Constant k as a slot (a TextCell* for texts). Rep constants are not here: they depend on the roster.
  Slot constant(std::uint32_t k) const { return constants_[k]; }
  const SlotSet& set(std::uint32_t s) const { return sets_[s]; }          ///< texts: by symbol
  const re2::RE2& pattern(std::uint32_t m) const { return *patterns_[m]; }
  const calendar::Calendar& calendar(std::uint32_t c) const { return *calendars_[c]; }
  const TimeZone& zone() const { return *zone_; }
  const match::Index& routeIndex(std::uint32_t route) const { return route_indexes_[route]; }
  const match::Index& decisionIndex(std::uint32_t decision) const { return decision_indexes_[decision]; }
  /// Row of table t whose key is `key` (a slot; text by symbol), or -1.
  std::int64_t tableRow(std::uint32_t t, Slot key) const;
  int findField(std::string_view name) const;     ///< any case; -1
  int findActivity(std::string_view name) const;  ///< case, space, - and _ folded; -1

 private:
  Program() = default;
  Chunk chunk_;
  SymbolTable symbols_;
  Arena arena_;
  std::vector<Slot> constants_;
  std::vector<SlotSet> sets_;
  std::vector<std::unique_ptr<re2::RE2>> patterns_;
  std::vector<std::unique_ptr<calendar::Calendar>> calendars_;
  std::vector<match::Index> route_indexes_, decision_indexes_;
  std::vector<std::unordered_map<std::int64_t, std::uint32_t>> table_rows_;
  std::unordered_map<std::string, int> field_names_, activity_names_;
  const TimeZone* zone_ = nullptr;
};

}  // namespace leadflow::bytecode
