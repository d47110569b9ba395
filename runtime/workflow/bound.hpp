// A playbook with its people, made ready for steps on one thread: the machine, the buffers of the lead at hand, and tables that
// are worked out once. Everything a step would otherwise build again for each event.
#pragma once
#include "runtime/decide/match_account.hpp"
#include "runtime/ingest/json_value.hpp"
#include "runtime/workflow/stepper.hpp"

namespace leadflow::workflow {

using ingest::jsonValue;

struct Scratch::Bound {
  explicit Bound(std::shared_ptr<const decide::Desk> of);

  std::shared_ptr<const decide::Desk> desk;
  vm::Machine machine;
  decide::RouteFacts facts;
  bool explain = true;                            ///< Scratch::explain
  bool tell_unread = true;                        ///< as Scratch has it
  const std::vector<std::uint16_t>* not_asked = nullptr;  ///< Scratch::not_asked

  // the lead at hand (look.cpp)
  Arena arena, context_arena;                     ///< texts of record and activities; of the owner's fields
  std::vector<Slot> fields;
  std::vector<std::uint16_t> ranks;               ///< by field: the rank of the column that fed it
  std::vector<ingest::Outcome> outcomes;
  struct Bad {
    std::uint16_t field = 0;
    ingest::FaultKind fault{};
    std::string_view value;
  };
  std::vector<Bad> bad;                           ///< fields whose outcome is Bad
  std::vector<std::uint16_t> touched;             ///< fields that the event at hand names, whether it could be read or not
  std::vector<bytecode::ActivityRow> activities;
  std::vector<std::uint16_t> activity_ranks;      ///< by field of the activity at hand
  bytecode::LeadRow row;
  std::vector<std::string_view> items;
  std::string scratch, text;

  // the accounts of today
  std::shared_ptr<const decide::AccountMatcher> matcher;
  std::shared_ptr<const vm::LiveTables> matched_tables;
  std::vector<Slot> accounts;                     ///< one a WorkflowInfo::context: what was found last for the lead at hand
  std::vector<Slot> context;                      ///< one a WorkflowInfo::context: what was computed with last
  Slot context_owner = kMissing;                  ///< the rep whose fields stand in it

  // worked out once
  std::vector<std::size_t> line_offsets;          ///< by stage: where its lines begin in LeadState::move_counts
  std::size_t lines = 0;
  std::vector<std::vector<std::uint32_t>> sequences_of;  ///< by stage: those that its `enter` and its aging start
  std::vector<bool> sla_asks;                     ///< by sla: it starts, stops or pauses by a condition
  std::vector<std::int32_t> timed_of;             ///< by function: in WorkflowInfo::timed, -1: time does not change it
  std::vector<std::int64_t> boundary_next;        ///< by boundary: the next instant, as of the plan `boundary_plan`
  std::vector<std::uint64_t> boundary_plan;
  std::uint64_t plans = 0;                        ///< how often a review was planned
  std::vector<std::string> context_names;         ///< by register; empty: nothing the engine fills
  struct LinkPart {
    std::string text;
    std::uint16_t reg = bytecode::kNone;          ///< the value behind the text
    bool key = false;                             ///< the lead's id
  };
  std::vector<LinkPart> link;                     ///< record_link in pieces
  bool remembers = false;                         ///< something asks of an instant of before what the record was then
  bool exacting = false;                          ///< some field is required or strict
  std::int32_t email_sent = -1;                   ///< the activity that a sent email records

  /// What feeds which field: LeadSchema::target, remembered by the exact name.
  std::int32_t targetOf(std::string_view name);
  /// An activity by the name that states keep; -1: the playbook has none of it.
  std::int32_t activityOf(std::string_view name);
  /// What a member of an activity's body feeds: ActivitySchema::names, remembered by the exact name.
  std::int32_t activityTarget(std::uint32_t activity, std::string_view name);
  /// Whether the two names feed a field in common.
  bool sameField(std::int32_t a, std::int32_t b) const;

 private:
  ingest::TextIndex targets_;                     ///< target + 1
  ingest::TextIndex activity_names_;
  std::vector<ingest::TextIndex> activity_targets_;  ///< target + 1
};

}  // namespace leadflow::workflow
