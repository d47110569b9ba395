// A lead from one version of the playbook to another: everything of its state that is a position goes over by name or by what
// it says; what the new version has no place for is laid aside, and found again when a version brings it back.
//
//     sequence hello { email "one"   wait 3 days   email "two" }
//     sequence hello { log "a"   email "one"   wait 3 days   email "two" }        in the wait: step 2 becomes step 3
//
//     what                                        goes over by                      where it is not found again
//     stage, queue, calendar, escalation          name (stages: `was`, `migrate`)   refused while a lead lives in it
//     seat, clock, sequence, handoff, approval    name                              refused while it lives
//     a sequence that the stage began             ends with the stay, whatever the new stage begins
//     steps of a running sequence                 what they do, side by side        refused when one would be doubled or left out
//     lines of an open approval                   whom they ask                     refused
//     points of a clock                           percent, then what they do        laid aside
//     target of a running clock                   what it says                      laid aside for this run
//     `starts when CONDITION`, reactions, guards  what they wait for                laid aside
//     aging lines                                 what they say, what they do, age  laid aside for this stay
//     how often a line was taken, was reassigned  stage, target, condition          laid aside
//     checklist items, milestones, merged points  name                              laid aside
//     ended clocks, sequences, handoffs, approvals name                             laid aside
//     levels of an open escalation                whom they tell, side by side      refused when one would be told twice or left out
//     levels of it that were told                 whom they tell and what they do   laid aside
//     feedback that was asked for                 name of the handoff               not waited for; who was reminded is laid aside
//
// What lines say is compared in the words of the new version (line_text.hpp): blanks, and what it calls a stage, make no difference.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/port/lead_state.hpp"
#include "runtime/workflow/same_lines.hpp"

namespace leadflow::workflow {

/// What a lead would lose.
struct Lacking {
  std::string kind, name, nearest;
  std::string why;                          ///< beyond "the new version does not have it"
  std::uint64_t leads = 0;
};

/// What changes for leads in flight, counted by the same words.
struct Changes {
  struct Of {
    std::uint64_t leads = 0;
    std::int64_t first_due = kMissing;
  };
  using Words = std::pair<std::string, std::string>;   ///< "sequence hello", "step 2 `wait 3 days` -> step 3 `wait 3 days`"
  struct Planned { Words words; port::TimerKind kind{}; std::uint32_t index = 0; };
  std::map<Words, Of> all;
  std::vector<Planned> planned;   ///< of the lead at hand: due when its timer is, which is known once it has taken the version up
  void add(std::string of, std::string what, std::int64_t due = kMissing);
  void plan(std::string of, std::string what, port::TimerKind kind, std::uint32_t index);
  /// The lead as it has taken the version up.
  void dueBy(const std::vector<port::Timer>& timers);

 private:
  static void first(Of& entry, std::int64_t due);
};

class CarryOver {
 public:
  CarryOver(const bytecode::Chunk& from, const bytecode::Chunk& to);
  CarryOver(const CarryOver&) = delete;
  /// False: something that lives is missing; `state` is then not to be used.
  bool carry(port::LeadState& state, std::vector<Lacking>& missing, Changes* changes = nullptr) const;
  /// How many leads the new version can compare by rules that the old one did not have.
  const std::vector<std::string>& newDuplicateRules() const { return new_rules_; }

 private:
  friend class Crossing;
  struct StageLines {
    std::vector<int> lines, aging;                  ///< old to new, of the new stage
    std::vector<bool> aging_as_was;                 ///< by new line: the same age as its partner
    std::vector<bool> aging_new;                    ///< by new line: no partner
  };
  struct ClockLines { std::vector<int> points, held, targets; };
  const bytecode::Chunk &from_, &to_;
  std::vector<int> stages_, seats_, reasons_, pools_, queues_, calendars_, slas_, sequences_, handoffs_, approvals_, escalations_, checklists_, milestones_, scores_, reactions_, guards_;
  std::vector<StageLines> of_stage_;                ///< by old stage
  std::vector<ClockLines> of_clock_;                ///< by old clock
  std::vector<std::unique_ptr<SideBySide>> steps_, levels_;
  std::vector<std::vector<int>> asks_, handoffs_held_;
  std::vector<std::size_t> offsets_from_, offsets_to_;   ///< of a stage's lines in LeadState::move_counts
  std::vector<std::string> new_rules_;
};

/// The sequences that a stage begins, on entry or by aging: they end with the stay.
std::vector<std::uint32_t> startedBy(const bytecode::StageInfo& stage);
/// Before the name of a sequence in LeadState::aside: it ends with the stay that began at the instant which is laid aside, though
/// the stage as this version has it does not begin it.
inline constexpr std::string_view kOfStay = "of stay\x1f";

/// By what duplicates are found under a rule, as it stands before each key: "email", "domain & ~company".
std::string keyedBy(const bytecode::DuplicateInfo& rule);
/// A key of a duplicate rule as it is kept: other versions of the playbook number their rules otherwise.
std::string wholeKey(const bytecode::DuplicateInfo& rule, const std::string& key);

}  // namespace leadflow::workflow
