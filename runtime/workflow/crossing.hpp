// One lead from a version to another, by the tables of carry_over.cpp: everything that it knows finds its place by name or by what it
// says, is laid aside (aside.hpp), or is told as lacking.
//
//     stage Sold was Won { … }          a lead in Won is in Sold, its aging lines that fired stay fired, its timers keep their instants
//
// crossing.cpp: stages and what belongs to them, people, queues. crossing_runs.cpp: what runs. crossing_timers.cpp: what is due.
#pragma once
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "runtime/workflow/aside.hpp"
#include "runtime/workflow/carry_over.hpp"
#include "runtime/workflow/carry_over_inside.hpp"

namespace leadflow::workflow {

/// One lead on its way.
class Crossing : private Aside {
 public:
  Crossing(const CarryOver& map, port::LeadState& state, std::vector<Lacking>& missing, Changes* changes)
      : Aside(state, crossing::Said{map.from_, map.to_}), m_(map), from_(map.from_), to_(map.to_), old_(map.from_.workflow), now_(map.to_.workflow), s_(state), missing_(missing), changes_(changes) {}

  bool run();

 private:
  void lost(const char* kind, const std::string& name, std::string near, std::string why = {});
  void tell(std::string of, std::string what) {
    if (changes_ != nullptr) changes_->add(std::move(of), std::move(what));
  }
  void tellPlanned(std::string of, std::string what, port::TimerKind kind, std::size_t index) {
    if (changes_ != nullptr) changes_->plan(std::move(of), std::move(what), kind, static_cast<std::uint32_t>(index));
  }

  template <class Info, class T>
  void byName(const std::vector<int>& places, const std::vector<Info>& from, const std::vector<Info>& to, std::vector<T>& values, T empty, const char* kind) {
    std::vector<T> moved(to.size(), empty);
    std::vector<bool> given(to.size(), false);
    for (std::size_t i = 0; i < from.size() && i < values.size(); ++i) {
      if (places[i] >= 0) {
        moved[static_cast<std::size_t>(places[i])] = values[i];
        given[static_cast<std::size_t>(places[i])] = true;
      } else if (values[i] != empty) {
        put(key(kind, from[i].name), static_cast<std::int64_t>(values[i]));
      }
    }
    std::int64_t value = 0;
    for (std::size_t i = 0; i < to.size(); ++i)
      if (!given[i] && take(key(kind, to[i].name), value)) moved[i] = static_cast<T>(value);
    values = std::move(moved);
  }

  // ---- stages and what belongs to them
  void visits();
  /// What ends with the stay goes on to do so, also where the new version has another stage there, or that stage does not begin it.
  void stay(std::int32_t old_stage);
  template <class Info>
  std::int32_t placeOrPut(const std::vector<Info>& to, const std::string& name, const std::string& under) {
    const int place = crossing::placeOf(to, name);
    if (place < 0) put(under, name);
    return place;
  }

  /// Lines that fired in this stay do not fire again, also when a version between did not have them.
  void aging(std::int32_t old_stage);

  void moveCounts();
  void reassigned();
  void reactions();

  /// A guard that reads the same keeps its history; of a new one, what holds at the next event has held so far.
  void guards();

  // ---- people and queues
  void seats();
  void queue();

  // ---- what runs
  /// Moves by name; what ended and has no place is laid aside by `pack`, what comes back is opened by `unpack`.
  template <class Info, class T, class Pack, class Unpack>
  void running(const std::vector<int>& places, const std::vector<Info>& from, const std::vector<Info>& to, std::vector<T>& values, const char* kind, Pack pack, Unpack unpack) {
    std::vector<T> moved(to.size());
    std::vector<bool> given(to.size(), false);
    for (std::size_t i = 0; i < from.size() && i < values.size(); ++i) {
      if (places[i] >= 0) {
        moved[static_cast<std::size_t>(places[i])] = values[i];
        given[static_cast<std::size_t>(places[i])] = true;
      } else if (crossing::runs(values[i])) {
        lost(kind, from[i].name, crossing::nearestOf(to, from[i].name));
      } else if (crossing::everWas(values[i])) {
        put(key(kind, from[i].name), pack(i, values[i]) + '\x1f' + port::encodePart(values[i]));
      }
    }
    for (std::size_t i = 0; i < to.size(); ++i) {
      std::string bytes;
      if (given[i] || !take(key(kind, to[i].name), bytes)) continue;
      const std::size_t at = bytes.find('\x1f');
      if (T value; at != std::string::npos && port::decodePart(std::string_view(bytes).substr(at + 1), value)) {
        unpack(i, bytes.substr(0, at), value);
        moved[i] = std::move(value);
      }
    }
    values = std::move(moved);
  }

  void clocks();
  void clockLines(std::size_t number, const port::Clock& before, port::Clock& clock);
  /// The line that gave the run its target: of a version before the old one, where the old one did not have it either.
  void targetLine(const bytecode::SlaInfo& old, const bytecode::SlaInfo& now, const CarryOver::ClockLines& lines, const port::Clock& before, port::Clock& clock);
  /// Which conditions of a clock or a handoff held when they were asked last; also of one that only one of the versions has.
  using Triggers = std::vector<bytecode::TriggerInfo>;
  Bits held(const char* kind, const std::string& of, const Triggers& old, const Triggers& now, const std::vector<int>& places, const Bits& before);
  void handoffsHeld();

  void sequences();
  void step(std::size_t number, const port::Run& before, port::Run& run);

  void handoffs();
  void approvals();
  void climbs();
  /// Levels that were told and have no place are laid aside; returned: those of the new version that one with them has told.
  std::set<std::string> toldBefore(std::size_t number, const SideBySide& levels);
  void checklists();

  // ---- timers keep their instants; those of what is gone go, and a new line's is planned when the lead takes the version up
  void timers(std::int32_t old_stage);
  void added(port::TimerKind kind, const std::string& what, int index, const bytecode::TimeSpan& before, const bytecode::TimeSpan& after, std::int64_t since, const char* which = "within added");
  void withinsAdded();
  /// Who was not asked for feedback when it was accepted, is not asked now: `feedback_since` says who was. Nobody is reminded twice,
  /// also where a version between did not wait for it.
  void feedbackAdded();
  void levelsAdded();
  bool timed(port::TimerKind kind, std::size_t index) const;

  const CarryOver& m_;
  const bytecode::Chunk &from_, &to_;
  const bytecode::WorkflowInfo &old_, &now_;
  const crossing::Said before_{from_, to_}, after_{to_, to_};
  port::LeadState& s_;
  std::vector<Lacking>& missing_;
  Changes* changes_;
  std::int32_t old_queue_ = -1;
  std::vector<std::int64_t> reminded_;   ///< by old handoff: since when the feedback is wanted of which its people were reminded
  bool ok_ = true;
};

}  // namespace leadflow::workflow
