// A chunk is a compiled playbook as plain data: what `leadflow build` writes into an .lfb file and the VM executes after
// the verifier has agreed. It needs no compiler to be loaded.
//
//     score fit { +20 when company_size > 500 }
//
//     r3 company_size:Int   r9 fit.1:Points   r10 fit:Points
//     0000 LoadConst r20, k4 (500)      0001 Less r21, r20, r3     0002 JumpUnlessTrue r21, 0005 …
//
// Registers hold 8-byte slots (runtime/value/slot.hpp). Each register has ONE type for the whole program, so that the
// verifier can check every instruction by itself. Registers 0 .. fields-1 are the lead's fields in order.
// Control flow only goes forward: every function ends, and its cost is at most its length.
// Names, spans and source texts travel along so that a decision can be explained without the playbook.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/bytecode/place.hpp"
#include "runtime/bytecode/workflow.hpp"
#include "runtime/calendar/calendar.hpp"
#include "runtime/match/rule_set.hpp"
#include "runtime/value/rep.hpp"
#include "runtime/value/type_kind.hpp"

namespace leadflow::bytecode {

inline constexpr std::uint16_t kNone = 0xFFFF;

struct EnumInfo {
  std::string name;
  struct Value {
    std::string name;
    std::vector<std::string> labels;
  };
  std::vector<Value> values;
  std::int32_t otherwise = -1;
};

struct FieldInfo {
  std::string name;
  Type type;
  bool key = false, required = false, strict = false, pii = false;
  std::vector<std::string> columns;
  std::vector<std::string> missing_texts;
  std::string format;
  bool has_low = false, has_high = false;
  std::int64_t low = 0, high = 0;
  bool has_fallback = false;
  std::uint32_t fallback = 0;  ///< constant
  Place place;
};

struct ActivityInfo {
  std::string name;
  bool outreach = false;
  std::vector<FieldInfo> fields;
};

/// `bits` is the slot, except for Text, Code, Email (bits = index in Chunk::texts) and Rep (bits = index in Chunk::rep_names).
struct ConstantInfo {
  Type type;
  std::int64_t bits = 0;
};

struct Instruction {
  std::uint16_t op = 0, a = 0, b = 0, c = 0;
};

/// code[begin, end): ends at `end` or at Return. `result`: the register that holds the outcome, or kNone.
struct Function {
  std::uint32_t begin = 0, end = 0;
  std::uint16_t result = kNone;
};

struct QueryInfo {
  std::vector<std::uint32_t> activities;
  std::int32_t where = -1;             ///< function giving a Bool; it reads the activity registers below
  std::uint16_t at_register = kNone;   ///< receives the activity's instant before `where` runs
  std::uint16_t first_register = kNone;///< receives the activity's fields (as many as the first activity has)
  std::uint16_t field = kNone;         ///< LastField: which field
};

struct DecayInfo {
  enum class Kind : std::uint8_t { None, Half, Linear, Steps } kind = Kind::None;
  std::int64_t millis = 0;
  struct Step { std::int64_t until_millis = 0, percent = 0; };
  std::vector<Step> steps;
};

/// What ScorePer and ScoreField need to know.
struct PerInfo {
  std::uint32_t query = 0;       ///< ScorePer
  std::int64_t points = 0;       ///< scaled, signed
  std::int32_t decay = -1;
  std::uint16_t since = kNone;   ///< register of the instant of `decay … since`; kNone: each activity's own time
  bool has_max_points = false, has_max_times = false;
  std::int64_t max_points = 0, max_times = 0;
};

/// A set of constants for InSet: slots ascending, or (text) indexes in Chunk::texts.
struct SetInfo {
  std::string name;
  Type type;
  std::vector<std::int64_t> values;
};

struct TableInfo {
  std::string name;
  bool live = false;                 ///< its rows are the store's: the cells here are those of the file when compiled
  struct Column { std::string name; Type type; };
  std::vector<Column> columns;
  std::uint32_t key = 0;             ///< column; kAny: none, only `match` looks into the table
  std::vector<std::uint32_t> cells;  ///< constants, row after row
};

/// A condition that an explanation shows piece by piece: the parts of an `and`.
struct Conjunct {
  std::uint32_t function = 0;    ///< gives a Bool
  std::string text;              ///< as written
  std::vector<std::uint16_t> reads;  ///< registers whose values tell why (fields, derived, scores)
  Place place;
};

struct DecisionInfo {
  std::string name;
  struct Output { std::string name; Type type; };
  std::vector<Output> outputs;
  std::uint16_t row_register = kNone;  ///< receives the row's index (Int) or missing
  match::RuleSet rules;
  std::vector<std::uint32_t> cells;    ///< constants, row after row
  std::vector<Place> row_places;
};

struct TermInfo {
  std::uint16_t reg = kNone;     ///< the term's points after caps and decay
  std::int64_t points = 0;       ///< as written, scaled
  std::string text;              ///< as written, without `because`
  std::string because;
  std::int32_t when = -1;        ///< function giving the condition, for explanations; -1: none
  std::int32_t parent = -1;      ///< a term of `best of`: the group's term in the same list (its reg holds the best); else -1
  std::vector<std::uint16_t> reads;
  Place place;
};

struct ScoreInfo {
  std::string name;
  std::uint16_t reg = kNone;
  bool has_max = false, has_min = false;
  std::int64_t max = 0, min = 0;
  std::vector<TermInfo> terms;
  std::string formula;           ///< as written, or empty
  Place place;
};

struct GradeInfo {
  std::string name;
  std::uint16_t reg = kNone, of = kNone;
  Type type;
  struct Band { std::uint32_t value = 0; bool has_low = false, has_high = false, low_inclusive = true, high_inclusive = true; std::int64_t low = 0, high = 0; };
  std::vector<Band> bands;
  Place place;
};

struct DerivedInfo {
  std::string name;
  std::uint16_t reg = kNone;
  std::string text;
  Place place;
};

struct MilestoneInfo {
  std::string name;
  std::uint16_t reached = kNone, at = kNone;  ///< Bool, Instant
  Place place;
};

struct ChoiceInfo {
  enum class Kind : std::uint8_t { Queue, Route, Rep, RoundRobin, Weighted, LeastLoaded, LongestWaiting, Split };
  Kind kind = Kind::Rep;
  std::uint32_t index = 0;           ///< queue, route or pool
  std::int32_t function = -1;        ///< Rep: gives a Rep slot
  bool available = false, under_capacity = false;
  std::vector<std::string> with_skill, preferring_skill;
  struct Share { std::int64_t percent = 0; std::uint32_t choice = 0; };  ///< choice in Chunk::choices
  std::vector<Share> shares;
  std::string text;                  ///< as written
};

struct RuleInfo {
  std::string name;
  bool urgent = false, is_otherwise = false;
  std::vector<Conjunct> conjuncts;
  std::vector<std::uint32_t> choices;
  std::string because;
  std::string text;                  ///< the condition as written
  Place place;
};

struct RouteInfo {
  std::string name;
  bool exclusive = false, called_only = false;
  std::vector<RuleInfo> rules;
  match::RuleSet match;              ///< one match rule a rule, `otherwise` included (no atoms)
  std::uint16_t rule_register = kNone, owner_register = kNone, queue_register = kNone;
};

struct PoolInfo {
  std::string name;
  std::int32_t where = -1;           ///< function over the rep registers
  std::string text;
  Place place;
};

struct QueueInfo {
  std::string name;
  bool owner_is_role = false;
  std::string owner, text;
  std::int64_t within = 0;
  bool within_is_business = false;
  Place place;
};

struct PatternInfo {
  std::string regex;
  bool ignore_case = false;
};

struct Chunk {
  // what it is
  std::string name, version, contact, timezone = "UTC", record_link;
  std::int32_t currency = -1, calendar = -1;
  std::int64_t review_millis = 86'400'000;
  std::uint64_t content_hash = 0;
  std::uint64_t cost_bound = 0;      ///< VM steps at most for one lead without activities
  std::uint64_t cost_per_activity = 0;
  std::vector<std::string> files;

  // what it speaks of
  std::vector<EnumInfo> enums;
  std::vector<FieldInfo> fields;
  std::vector<ActivityInfo> activities;
  std::vector<std::string> texts;        ///< text constants as written
  std::vector<std::string> rep_names;    ///< reps named in the playbook and its tables
  std::vector<ConstantInfo> constants;
  std::vector<SetInfo> sets;
  std::vector<TableInfo> tables;
  std::vector<DecisionInfo> decisions;
  std::vector<PatternInfo> patterns;
  std::vector<calendar::CalendarRules> calendars;
  std::vector<QueryInfo> queries;
  std::vector<DecayInfo> decays;
  std::vector<PerInfo> pers;

  // what it computes
  std::vector<Type> registers;
  std::vector<std::uint16_t> personal;   ///< ascending: fields, and what is worked out for every lead, whose values are somebody's own or made of such
  std::vector<Instruction> code;
  std::vector<Function> functions;
  std::uint32_t compute = 0;             ///< the function that computes derived fields, scores, grades, milestones
  std::uint16_t rep_registers = kNone;   ///< first of the registers for the fields of rep_fields.def
  std::vector<DerivedInfo> derived;
  std::vector<ScoreInfo> scores;
  std::vector<GradeInfo> grades;
  std::vector<MilestoneInfo> milestones;
  std::vector<std::pair<std::uint8_t, std::uint32_t>> output_order;  ///< unused by the VM; 0 derived 1 score 2 grade 3 milestone

  // who gets it
  std::vector<std::string> roles;
  std::vector<PoolInfo> pools;
  std::vector<QueueInfo> queues;
  std::uint32_t queue_enum = 0;
  std::vector<ChoiceInfo> choices;
  std::vector<RouteInfo> routes;
  std::vector<Rep> roster;               ///< `roster from`, as read when compiled
  bool has_roster = false;

  // what becomes of it
  WorkflowInfo workflow;
};

}  // namespace leadflow::bytecode
