// The typed program: a playbook whose every name, type and unit is settled. Made by check, read by lower, the lints,
// the test runner and the reference interpreter. Plain data; indexes instead of pointers.
//
//     lead { company_size int }  score fit { +20 when company_size in 50..500 }
//     fields[0] = company_size:Int     scores[0] = fit, one term: 20 points when InRange(Field 0, 50, 500)
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/source/span.hpp"
#include "compiler/types/typed_expression.hpp"
#include "runtime/bytecode/workflow.hpp"
#include "runtime/calendar/calendar.hpp"
#include "runtime/port/event.hpp"
#include "runtime/value/rep.hpp"

namespace leadflow::typed {

struct Field {
  std::string name;
  Type type;
  Span span;  ///< of the name
  std::string doc;
  bool key = false, required = false, strict = false, pii = false;
  std::vector<std::string> columns;  ///< `from`, in order; the field's own name is always tried too
  std::vector<std::string> missing_texts;
  std::string format;
  bool has_low = false, has_high = false;
  std::int64_t low = 0, high = 0;  ///< range, as slots
  std::optional<Constant> fallback;
};

struct Derived {
  std::string name;
  Type type;
  Span span;
  std::string doc;
  ExprPtr value;
};

struct Activity {
  std::string name;
  Span span;
  std::vector<Field> fields;
  bool outreach = false;
  bool implicit = false;    ///< `email_sent`, which nobody declared: `activity` does not mean it
};

struct Decay {
  enum class Kind : std::uint8_t { None, Half, Linear, Steps } kind = Kind::None;
  std::int64_t millis = 0;  ///< half-life, or the span of `linear over`
  struct Step {
    std::int64_t until_millis;
    std::int64_t percent;
  };  ///< percent scaled by 10,000
  std::vector<Step> steps;
  std::int32_t since = -1;  ///< an Instant field
};

struct Term {
  Span span;
  std::string because;
  std::int64_t points = 0;                 ///< scaled, sign included
  ExprPtr when;                            ///< null: always
  std::unique_ptr<Query> per;              ///< per activity
  ExprPtr per_field;                       ///< or per int field (Int)
  std::optional<std::int64_t> max_points;  ///< scaled
  std::optional<std::int64_t> max_times;
  std::vector<Term> best_of;  ///< not empty: the term is the best of these
};

struct Score {
  std::string name;
  Span span;
  std::string doc;
  std::optional<std::int64_t> max, min;  ///< scaled
  Decay decay;
  std::vector<Term> terms;
  ExprPtr formula;  ///< or this: Points
};

struct Grade {
  std::string name;
  Span span;
  Type type;                ///< Enum of its letters, best first as written
  ExprPtr of;               ///< Points (or Number, …)
  std::vector<Band> bands;  ///< first that holds
};

struct Milestone {
  std::string name;
  Span span;
  ExprPtr when;
};

/// A set of constants: a named list, or the `[a, b]` of an `in`.
struct Set {
  std::string name;  ///< empty for a literal
  Span span;
  Type type;
  std::vector<Constant> values;  ///< no duplicates
};

struct Column {
  std::string name;
  Type type;
  bool key = false;
};

struct Table {
  std::string name;
  Span span;
  bool live = false;
  std::vector<Column> columns;
  std::vector<std::vector<Constant>> rows;  ///< first row of a key wins (a duplicate is a diagnostic)
  std::vector<Span> row_spans;              ///< where each row stands, in the playbook or in the data file
  int keyColumn() const;
};

/// One test of a decision cell; several values mean any of them.
struct CellTest {
  enum class Kind : std::uint8_t { Any, InSet, Prefix, Suffix, Contains, Matches, Ranges, Known };
  Kind kind = Kind::Any;
  std::vector<Constant> values;  ///< InSet, Prefix, Suffix, Contains
  std::vector<std::uint32_t> patterns;
  struct Range {
    bool has_low = false, has_high = false;
    bool low_inclusive = true, high_inclusive = true;
    std::int64_t low = 0, high = 0;
  };
  std::vector<Range> ranges;  ///< any of them; mixed `5, 10..20` is all ranges
};

struct Decision {
  std::string name;
  Span span;
  struct Input {
    ExprPtr value;
    Span span;
    std::string title;
  };
  struct Output {
    std::string name;
    Type type;
  };
  std::vector<Input> inputs;
  std::vector<Output> outputs;
  struct Row {
    std::vector<CellTest> tests;  ///< one an input
    bool has_from = false, has_until = false;
    std::int64_t valid_from = 0, valid_until = 0;  ///< instants: from <= now < until
    std::vector<Constant> outputs;
    Span span;  ///< in the playbook or in the data file
  };
  std::vector<Row> rows;
};

struct Calendar {
  std::string name;
  Span span;
  calendar::CalendarRules rules;
};

struct Pool {
  std::string name;
  Span span;
  ExprPtr where;  ///< Bool over RepField, null: everybody
};

struct Queue {
  std::string name;
  Span span;
  bool owner_is_role = false;
  std::string owner;
  std::int64_t within_business = 0;  ///< BusinessDuration slot or Duration, 0: none
  bool within_is_business = false;
  std::string text;
};

struct Choice {
  enum class Kind : std::uint8_t { Queue, Route, Rep, RoundRobin, Weighted, LeastLoaded, LongestWaiting, Split };
  Kind kind = Kind::Rep;
  std::uint32_t index = 0;  ///< queue, route or pool
  ExprPtr rep;              ///< Rep
  bool available = false, under_capacity = false;
  std::vector<std::string> with_skill, preferring_skill;
  struct Share;
  std::vector<Share> shares;  ///< Split
  Span span;
};
struct Choice::Share {
  std::int64_t percent = 0;  ///< scaled; all shares sum to 100 %
  std::unique_ptr<Choice> choice;
};

struct Rule {
  std::string name;
  Span span, name_span;
  bool urgent = false;
  ExprPtr when;  ///< null: otherwise
  std::vector<Choice> targets;
  std::string because;
};

struct Route {
  std::string name;  ///< `inbound`, `unit_emea.inside`
  Span span;
  bool exclusive = false;
  std::vector<Rule> rules;
  std::uint32_t rule_enum = 0;  ///< enum of its rules
  bool called_only = false;     ///< only the target of another route's `-> route NAME`: not run by itself
};

struct GivenActivity {
  std::uint32_t activity;
  std::int64_t at;               ///< instant
  std::vector<Constant> fields;  ///< one a field of the activity, missing where not given
};

/// What was sent, or was not: `expect no reminder to ana`, `expect escalation sales_chain level 1 to maria`.
struct Sent {
  bool none = false;
  std::string what;                ///< reminder, escalation, notification, task, email, webhook, log, handoff, breach, violation, effect
  std::vector<std::string> names;  ///< of the escalation, sla, template, …, one of these; empty: any
  int level = 0;                   ///< 0: any
  bool has_to = false;
  bytecode::WhoInfo to;
  std::string text;                ///< contained in the effect's text
};

struct Happening {
  std::int64_t at = 0;             ///< instant: the test's `at` plus `after`
  port::Event event;               ///< id and lead are the runner's
  Span span;
};

struct Expectation {
  std::int64_t at = 0;             ///< instant at which it is asked
  ExprPtr condition;               ///< null: `sent` has it
  std::optional<Sent> sent;
  std::string text;  ///< as written
  Span span;
};

struct Test {
  std::string title;
  Span span;
  std::int64_t at = 0;  ///< instant
  std::optional<std::vector<Rep>> roster;
  std::vector<std::pair<std::uint32_t, Constant>> fields;
  std::vector<GivenActivity> activities;
  std::vector<Happening> happenings;
  std::vector<Expectation> expectations;
};

/// What is computed for every lead, in an order in which everything stands after what it needs.
struct Computed {
  enum class Kind : std::uint8_t { Derived, Score, Grade, Milestone, Decision } kind;
  std::uint32_t index;
};

/// Whose values are somebody's own, or worked out from such, by index (compiler/check/personal_flow.hpp).
struct Personal {
  std::vector<bool> fields;   ///< marked `pii`, an address, or given what is personal
  std::vector<bool> derived, scores;
  std::vector<bool> graded;   ///< what the grade is of; the grade itself is not
  std::vector<bool> context;  ///< of workflow.context
};

struct Program {
  std::string name, version, contact, timezone = "UTC", record_link;
  int currency = -1;  ///< of findCurrency; -1: none declared
  std::int32_t calendar = -1;
  std::int64_t review_millis = 86'400'000;
  bool is_module = false;          ///< no `playbook` declaration
  std::uint64_t content_hash = 0;  ///< of every file read, data included

  std::vector<EnumType> enums;
  std::vector<Field> fields;
  std::vector<Derived> derived;
  std::vector<Activity> activities;
  std::vector<Score> scores;
  std::vector<Grade> grades;
  std::vector<Milestone> milestones;
  std::vector<Set> sets;
  std::vector<Table> tables;
  std::vector<Decision> decisions;
  struct Pattern {
    std::string regex;
    bool ignore_case = false;
    Span span;
  };
  std::vector<Pattern> patterns;
  std::vector<Calendar> calendars;
  std::vector<std::string> roles;
  std::vector<Pool> pools;
  std::vector<Queue> queues;
  std::uint32_t queue_enum = 0;
  std::vector<Route> routes;
  std::vector<Test> tests;
  std::vector<Computed> order;
  Personal personal;

  /// The workflow as the chunk will hold it; its FunctionRefs are indexes in `workflow_functions`, its Places' lines are indexes
  /// in `workflow_spans` plus 1, until they are lowered and emitted.
  bytecode::WorkflowInfo workflow;
  std::vector<ExprPtr> workflow_functions;
  std::vector<Span> workflow_spans;
  std::vector<Type> context_types;   ///< one a workflow.context

  /// `--columns 'name=expression'`: checked like a test's expectation (route, owner, queue are usable).
  struct OutputColumn {
    std::string name;
    ExprPtr value;
  };
  std::vector<OutputColumn> columns;

  std::optional<std::vector<Rep>> roster;  ///< `roster from`, read when compiled
  std::string roster_path;
  Span roster_span;
};

}  // namespace leadflow::typed
