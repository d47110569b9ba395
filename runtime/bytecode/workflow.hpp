// The workflow part of a chunk: stages, clocks, escalations, handoffs, sequences, approvals, privacy, duplicates, data rules,
// reports, as plain data over functions of the chunk. The engine (runtime/workflow) reads nothing else.
//
//     sla first_response { starts when owner assigned  stops when outreach  target 4 business hours  at 100% { escalate chain } }
//     clocks[0] = { starts {OwnerAssigned}, stops {Activity outreach}, targets { function giving a business duration }, … }
//
// Conditions and values are functions of the chunk that run after `compute`. The typed program holds the same structure, its
// FunctionRefs pointing at trees and its Places at spans: lowering and emitting only renumber them (members.hpp lists them all).
// Indexes of stages, reasons, sequences, … are positions in the vectors below; kAny means "none" or "all", as said.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "runtime/bytecode/place.hpp"
#include "runtime/bytecode/timed_condition.hpp"
#include "runtime/value/slot.hpp"

namespace leadflow::bytecode {

inline constexpr std::uint32_t kAny = 0xFFFFFFFF;

enum class ContextKind : std::uint8_t {
#define LEADFLOW_CONTEXT(kind, type, form, meaning) kind,
#include "runtime/bytecode/context_kinds.def"
#undef LEADFLOW_CONTEXT
};

enum class SequenceState : std::uint8_t { Idle, Running, Finished, Stopped };
enum class SlaState : std::uint8_t { Idle, Running, Paused, Overdue, Met, Missed };
enum class HandoffState : std::uint8_t { None, Waiting, Accepted, Rejected, Late };
enum class ApprovalState : std::uint8_t { None, Asked, Granted, Refused, Late };
enum class ChecklistState : std::uint8_t { Open, Complete, Failed };

/// A length of time known when compiled; `slot` packed when business.
struct TimeSpan {
  bool given = false, business = false;
  std::int64_t slot = 0;
};

struct WhoInfo {
  enum class Kind : std::uint8_t { Owner, Role, Rep, Seat, QueueOwner };
  Kind kind = Kind::Owner;
  std::string name;          ///< Role, Rep
  std::uint32_t index = 0;   ///< Seat
  std::uint32_t up = 0;      ///< managers up from there
  std::string text;          ///< as written
};

/// "{company} is still waiting": parts[0] value[0] parts[1] …; a value is text made of a function's slot.
struct TemplateInfo {
  std::vector<std::string> parts;          ///< empty: no text
  struct Value {
    FunctionRef function;
    Type type;
    std::vector<std::uint32_t> fields;     ///< whose values it is, or is worked out from, ascending: masked where one of them is
    bool personal = false;                 ///< one of those is personal, or such a field of an activity
    std::int32_t standing = -1;            ///< not in a file. Of a report that no playbook wrote, which has no functions: a field, or what report_counter.hpp names
  };
  std::vector<Value> values;
};

struct TriggerInfo {
  enum class Kind : std::uint8_t { OwnerAssigned, OwnerChanges, StageBecomes, InStage, QueueEntered, Created, Activity, HandoffAccepted, Condition };
  Kind kind = Kind::Condition;
  std::vector<std::uint32_t> indexes;      ///< stages; activities; handoff
  FunctionRef condition;                   ///< Condition: a Bool. Activity with `where`: `had X in last 0 seconds where …`, asked at the activity's instant
  std::string text;
};

struct ReasonValue {
  bool required = false;
  FunctionRef function;              ///< gives an Enum of reasons
};

struct ActionInfo {
  /// As syntax::Action::Kind, in the same order.
  enum class Kind : std::uint8_t { Route, StartSequence, StopSequence, Move, Reassign, Queue, Remind, Notify, Escalate, Task, Email, Set, Log, Webhook, Create, Ask, Handoff, Rebalance, Wait, StopWhen, Erase };
  Kind kind = Kind::Log;
  std::uint32_t index = kAny;              ///< route, sequence (kAny: all), stage, queue (Reassign: kAny = somebody else), escalation, field, approval, handoff, pool
  FunctionRef condition;             ///< `when`; Wait: `unless`; StopWhen
  FunctionRef value;                 ///< Set
  ReasonValue reason;                      ///< Move
  std::string channel, target;
  std::vector<WhoInfo> to, tagging;
  TemplateInfo text;
  TimeSpan within;                          ///< Wait: how long; Task: until when
  std::uint32_t limit = 0;                 ///< Reassign, Rebalance; 0: none
  std::vector<ActionInfo> otherwise;       ///< none or one
  std::int32_t at = -1, from = -1, until = -1;  ///< minutes of the day
  bool lead_time = false;
  struct Variant { std::int64_t percent = 0; std::string text; };
  std::vector<Variant> variants;
  struct Field { std::string name; TemplateInfo::Value value; };
  std::vector<Field> fields;
  std::string text_written;                ///< the action as written, for explanations
  Place place;
};

struct ReasonInfo {
  std::string name, text;
  std::vector<ActionInfo> actions;
};

struct TransitionInfo {
  std::uint32_t to = 0;
  FunctionRef when;                  ///< -1: always
  bool by_person = false, reopens = false;
  WhoInfo by;
  std::uint32_t limit = 0;
  ReasonValue reason;
  std::string text;                        ///< as written
  std::vector<std::uint16_t> reads;        ///< registers that tell why
  Place place;
};

struct AgingInfo {
  TimeSpan after;
  FunctionRef when;
  std::vector<ActionInfo> actions;
  std::string text;
  Place place;
  std::string written;                     ///< the whole line: by it another version knows it again
};

struct StageInfo {
  std::string name, text;
  std::vector<std::string> was;            ///< names of earlier versions: `was`, `migrate … to`
  bool initial = false, final = false, releases_owner = false;
  std::uint32_t seat = 0;
  std::vector<ActionInfo> enter;
  std::vector<std::uint32_t> requires_fields;
  std::vector<TransitionInfo> transitions;
  std::vector<AgingInfo> aging;
  Place place;
};

struct SlaInfo {
  std::string name;
  std::vector<TriggerInfo> starts, stops, pauses;
  bool restarts_when_owner_changes = false;
  FunctionRef pauses_until;          ///< function giving an Instant
  TimeSpan pauses_at_most;
  struct Target { FunctionRef value, when; bool business = false; std::string text; };  ///< value: function giving a duration
  std::vector<Target> targets;
  bool on_owner = false;
  std::int32_t calendar = -1;              ///< -1: the playbook's; without one: wall clock
  struct Point { std::int64_t percent = 0; std::vector<ActionInfo> actions; };  ///< percent scaled (100 % = 1,000,000), ascending
  std::vector<Point> points;
  Place place;
};

struct EscalationInfo {
  std::string name;
  struct Level { WhoInfo who; TimeSpan after; std::vector<ActionInfo> actions; };
  std::vector<Level> levels;
  Place place;
};

struct HandoffInfo {
  std::string name;
  std::vector<TriggerInfo> when;
  std::uint32_t from = kAny, to = kAny;    ///< seats
  std::uint32_t route = kAny;
  struct Carried { std::string name; TemplateInfo::Value value; std::vector<std::uint32_t> types; std::int64_t window = 0; bool activities = false; };  ///< window ms, 0: ever
  std::vector<Carried> carries;
  TimeSpan accept_within;
  std::vector<ActionInfo> late;
  struct Rejection { std::vector<std::uint32_t> reasons; std::uint32_t to = kAny; };
  std::vector<Rejection> rejections;
  std::int32_t feedback_low = 0, feedback_high = 0;
  WhoInfo feedback_from;
  TimeSpan feedback_within;
  Place place;
};

struct SequenceInfo {
  std::string name;
  std::vector<ActionInfo> steps;
  Place place;
};

struct ApprovalInfo {
  std::string name;
  struct Ask { WhoInfo who; FunctionRef when; std::string text; };
  std::vector<Ask> asks;
  TimeSpan within;
  std::vector<ActionInfo> late;
  bool by_action = false;                  ///< some `ask approval` names it: lines without a condition wait for that
  Place place;
};

struct ChecklistInfo {
  std::string name;
  std::vector<std::string> items;
  std::uint32_t complete_at = 0;           ///< so many yes: complete
};

struct GuardInfo {
  std::vector<std::uint32_t> activities;
  FunctionRef only_when;
  std::string text;
  Place place;
  bool time_dependent = true;              ///< it can change by time alone, or asks what was done
  std::vector<std::uint32_t> fields;       ///< of the lead, that it asks for, by name or through what is worked out; ascending
};
struct ReactionInfo { FunctionRef becomes; std::vector<ActionInfo> actions; Place place; std::string text; std::vector<std::uint32_t> fields; };
struct MaskInfo { std::vector<std::uint32_t> fields; bool notify = false, log = false, report = false; FunctionRef when; bool task = false, remind = false; };
struct KeepInfo { std::vector<std::uint32_t> stages; std::int64_t millis = 0; };

struct DuplicateInfo {
  struct Key { std::uint32_t field = 0; std::int64_t similar = 0; FunctionRef function; std::string name; };  ///< similar scaled percent, 0: the same; function gives the text
  std::vector<Key> keys;
  enum class Keep : std::uint8_t { Nothing, Oldest, Newest, Best } keep = Keep::Nothing;
  bool merge = false;
  std::string text;
  Place place;
};

struct DataRuleInfo { std::string name, text; FunctionRef when, require; Place place; };

struct ScheduleInfo {
  enum class Kind : std::uint8_t { Every, Daily, Weekly, MonthStart, QuarterStart };
  Kind kind = Kind::Daily;
  std::int64_t millis = 0;
  std::int32_t weekday = 0, minute = 0;
};

struct MetricInfo {
  /// As syntax::Metric::Kind, in the same order.
  enum class Kind : std::uint8_t { CountLeads, MedianTime, StageRate, SlaRate, Histogram, AverageFeedback, DataRulesKept, ResponseBands, CountReasons, CountEscalations, HandoffRate, Sum, QueueRate };
  Kind kind = Kind::CountLeads;
  std::uint32_t index = kAny;              ///< stage, sla, handoff, field, queue
  struct Point {
    enum class Kind : std::uint8_t { Created, Activity, Stage, OwnerAssigned, Milestone } kind = Kind::Created;
    std::vector<std::uint32_t> indexes;    ///< Activity: those of `first X`
    bool outreach = false;                 ///< `first outreach`: a person's; `first email_sent` is whoever's it was
  };
  Point from, to;
  std::vector<std::int64_t> bands;         ///< ms
  FunctionRef when;
  std::vector<TemplateInfo::Value> by;
  std::vector<std::string> by_text;
  std::string text;                        ///< as written
};

struct ReportInfo {
  std::string name;
  std::vector<std::string> audience;
  std::int64_t over_millis = 0;            ///< 0: ever
  bool scheduled = false;
  ScheduleInfo schedule;
  std::string channel, target;
  std::vector<MetricInfo> metrics;
};

struct ScorecardInfo {
  bool given = false;
  struct Line { std::int64_t percent = 0; MetricInfo metric; };
  std::vector<Line> lines;
};

struct EveryInfo { ScheduleInfo schedule; std::vector<ActionInfo> actions; std::string text; };

struct MatchInfo {
  std::string name;
  std::uint32_t table = 0;                 ///< Chunk::tables
  struct Key { std::uint32_t column = 0; FunctionRef value; std::int64_t similar = 0; bool normalised = false; };  ///< value: function giving a Text
  std::vector<Key> keys;
  struct Preference { std::uint32_t column = 0; enum class Order : std::uint8_t { True, Latest, Oldest, Highest, Lowest } order = Order::True; };
  std::vector<Preference> prefer;
  std::uint32_t parent = kAny;             ///< column with the key of the parent's row
};

/// A register that the engine fills before `compute`.
struct ContextInfo {
  ContextKind kind = ContextKind::Stage;
  std::uint32_t index = 0, part = 0;
  std::uint16_t reg = 0xFFFF;
};

/// What the playbook's conditions ask of the roster, by name or through what is worked out: so it is known which leads a change of it
/// concerns. Pools, texts and reports ask when they are used.
struct RosterAskedInfo {
  bool owner = false;                      ///< who it is, and whether it is somebody of the roster
  std::uint32_t owner_fields = 0;          ///< of rep_fields.def: `owner.team`; a bit each, the first row's the lowest
  std::vector<std::uint32_t> seats;        ///< `ae is known`; ascending
  std::vector<std::uint32_t> fields;       ///< of the lead, that name a rep: `account_owner is known`; ascending
};

struct WorkflowInfo {
  bool present = false;                    ///< the playbook declares stages
  std::uint32_t stage_enum = 0, reason_enum = 0;  ///< Chunk::enums
  std::uint32_t initial = 0;
  std::int64_t effective_from = kMissing;
  std::vector<std::string> seats;          ///< at least one: "owner" without `owners`
  std::vector<ContextInfo> context;
  std::vector<StageInfo> stages;           ///< in the order of the stage enum
  std::vector<ReasonInfo> reasons;         ///< in the order of the reason enum
  std::vector<SlaInfo> slas;
  std::vector<EscalationInfo> escalations;
  std::vector<HandoffInfo> handoffs;
  std::vector<SequenceInfo> sequences;
  std::vector<ApprovalInfo> approvals;
  std::vector<ChecklistInfo> checklists;
  std::vector<GuardInfo> guards;
  std::vector<ReactionInfo> reactions;
  std::vector<MaskInfo> masks;
  std::vector<KeepInfo> keeps;
  std::vector<DuplicateInfo> duplicates;
  enum class Scores : std::uint8_t { Sum, Max, Latest } merge_scores = Scores::Sum;
  std::vector<DataRuleInfo> data_rules;
  std::int32_t rejected_queue = -1;
  std::vector<ReportInfo> reports;
  ScorecardInfo scorecard;
  std::vector<EveryInfo> every;
  std::vector<MatchInfo> matches;
  std::vector<std::int32_t> queue_escalation;  ///< one a queue: escalation of `otherwise escalate`, -1: none
  std::vector<std::uint32_t> live_tables;      ///< Chunk::tables that events change
  std::vector<BoundaryInfo> boundaries;
  std::vector<TimedConditionInfo> timed;       ///< the conditions that time alone can change
  std::vector<std::int32_t> milestone_timed;   ///< one a milestone: in `timed`, -1: time does not change its condition
  RosterAskedInfo roster_asked;
};

}  // namespace leadflow::bytecode
