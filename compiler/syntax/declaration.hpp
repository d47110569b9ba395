// Declarations as written, one struct a construct, in the order of the language design. The tree keeps names and
// places and decides nothing: what a name means is resolve's business, what a type may do is check's.
//
//     score fit max 120 { +20 when company_size in 50..500   best of { +30 when a, +20 when b } }
//
// Comments are not in the tree: the formatter works over the text; `doc` is the `##` comment before a declaration.
#pragma once
#include <optional>
#include <variant>

#include "compiler/syntax/expression.hpp"
#include "compiler/syntax/workflow.hpp"

namespace leadflow::syntax {

struct Declaration;

/// `timezone "America/New_York"`: a property led by its keyword. `currency USD` has a Name expression as value.
struct Property {
  Name key;
  ExprPtr value;  ///< null for a bare flag
  Span span;
};

/// playbook inbound_b2b { version "2026.4"  contact "…"  timezone "…"  currency USD  calendar us_sales  record_link "…"  review every 1 day }
struct Playbook {
  Name name;
  std::vector<Property> properties;  ///< `review every 1 day` has key `review` and the duration as value
};

/// use std.geo | use "shared/segments.leadflow"
struct Use {
  std::string module;  ///< `geo` for std.geo, empty for a path
  std::string path;
  Span target_span;
};

/// A written type: text, int, money, one of a = "A", b otherwise b, some of x, y, rep, …
struct TypeRef {
  struct Value {
    Name name;
    std::vector<std::string> labels;  ///< `website = "Web"`: how data spells it; several with `|`: = "Web" | "Website"
    Span labels_span;
  };
  Name word;                    ///< `text`, `int`, `one` (of), `some` (of), …
  std::vector<Value> values;    ///< one of / some of
  Name otherwise;               ///< `otherwise other`
  Span span;
};

/// param hot_threshold number = 80      (playbook, module or template parameter; `= value` may be left out in a template)
struct Param {
  Name name;
  TypeRef type;
  ExprPtr value;
};

/// template unit(team_name text, first_touch duration = 4 business hours) { … }
struct Template {
  Name name;
  std::vector<Param> params;
  std::vector<Declaration> body;
};

/// instance unit_emea of unit with { team_name "sdr_emea" }
struct Instance {
  Name name;
  Name of;
  std::vector<Property> arguments;
};

/// `from "data/free_mail.csv"`
struct FileRef {
  std::string path;
  Span span;
  explicit operator bool() const { return span.known(); }
};

/// list x = [US, CA]  |  list x from "f.csv" column domain
struct List {
  Name name;
  std::vector<ExprPtr> items;
  FileRef from;
  Name column;  ///< optional; a quoted column name is kept without its quotes
};

/// One column of a table: `domain text key`
struct Column {
  Name name;
  TypeRef type;
  bool key = false;
  Name from;  ///< `from "Header"`
  Span span;
};

/// table accounts live from "accounts.csv" { domain text key, owner rep }
/// table regions { | country country key | manager rep |  then rows  | DE | maria | }
struct Table {
  Name name;
  bool live = false;
  FileRef from;
  std::vector<Column> columns;
  std::vector<std::vector<ExprPtr>> rows;  ///< inline; an empty cell is null
};

/// A cell of an inline decision: nothing for `-` or empty; else alternatives, each a value, a range or a pattern.
struct Cell {
  std::vector<ExprPtr> alternatives;
  Span span;
};

/// One input column. Inline: `| rating | company_size in | title matches |`; from a file: `zip begins with column zip_prefix`.
struct DecisionInput {
  enum class Operator : std::uint8_t { Is, In, BeginsWith, EndsWith, Contains, Matches, Less, LessEqual, Greater, GreaterEqual };
  ExprPtr value;    ///< what is tested: a field, a derived field, email.domain, …
  Operator op = Operator::Is;
  Name column;      ///< from a file
  Span span;
};

/// `gives owner rep from column owner`, inline `-> target` or `-> owner rep`
struct DecisionOutput {
  Name name;
  std::optional<TypeRef> type;
  Name column;
};

/// decision territory from "data/territories.csv" { … }   |   decision first_touch_target { | … | }
struct Decision {
  Name name;
  FileRef from;
  std::vector<DecisionInput> inputs;
  std::vector<DecisionOutput> outputs;
  Name valid_from, valid_until;  ///< columns of `valid from column a until column b`
  struct Row {
    std::vector<Cell> inputs;
    std::vector<ExprPtr> outputs;  ///< null: missing
    Span span;
  };
  std::vector<Row> rows;  ///< inline
};

/// email email pii from "Email" missing "Select", "N/A"   |   domain = email.domain
struct Field {
  Name name;
  std::optional<TypeRef> type;  ///< none for a derived field
  ExprPtr derived;              ///< `= expression`
  bool key = false, required = false, strict = false, pii = false;
  std::vector<std::string> from;       ///< columns, in the order tried
  std::vector<std::string> missing;    ///< texts that stand for nothing
  std::string format;                  ///< "DD-MM-YYYY", "unix s", "fraction"
  ExprPtr fallback;                    ///< `default unknown`
  ExprPtr range;                       ///< `0..` after int, number, money, percent
  Span from_span, format_span;
  std::string doc;
  Span span;
};

/// lead { fields }
struct Lead {
  std::vector<Field> fields;
};

/// activity website_visit, pricing_view   |   activity call { outcome one of connected, voicemail }
struct Activity {
  std::vector<Name> names;
  std::vector<Field> fields;
};

/// outreach call, email_sent
struct Outreach {
  std::vector<Name> names;
};

/// checklist bant { budget, authority, need, timeline; complete when 3 of 4 }
struct Checklist {
  Name name;
  std::vector<Name> items;
  int complete_at = 0;  ///< 0: all
};

/// How activity points fade: half every 30 days | linear over 90 days | steps { 30 days 100%, 60 days 50% } [since FIELD]
struct Decay {
  enum class Kind : std::uint8_t { Half, Linear, Steps };
  Kind kind = Kind::Half;
  ExprPtr span_of_time;  ///< Half, Linear
  struct Step { ExprPtr until; ExprPtr share; };
  std::vector<Step> steps;
  Name since;
  Span span;
};

/// +20 when C because "…"   |   +10 per pricing_view where … max 4 times   |   best of { … }
struct Term {
  bool negative = false;
  ExprPtr points;             ///< a number or a param; null for `best of`
  ExprPtr when;
  Name per;                   ///< an activity, or a field of type int
  ExprPtr where;              ///< of the activities counted
  ExprPtr max_points;         ///< max 10 points
  ExprPtr max_times;          ///< max 4 times
  std::string because;
  std::vector<Term> best_of;
  Span span;
};

/// score engagement max 150 points { … }   |   score total = fit + engagement
struct Score {
  Name name;
  ExprPtr max, min;
  ExprPtr formula;
  std::optional<Decay> decay;
  std::vector<Term> terms;
};

/// grade rating of total { A at least 100, B at least 60, C at least 30, D otherwise }
struct Grade {
  Name name;
  ExprPtr of;
  std::vector<Band> bands;
};

/// milestone mql when fit >= 40 and engagement >= 25
struct Milestone {
  Name name;
  ExprPtr when;
};

/// `mon..fri 09:00-17:30` as minutes since midnight; close may pass 24:00 (22:00-06:00 becomes 22:00-30:00)
struct Hours {
  int first_day = 0, last_day = 0;  ///< 0 = Monday
  std::vector<std::pair<int, int>> spans;
  Span span;
};

/// calendar us_sales { timezone "…"  hours mon..fri 09:00-17:30, fri 09:00-12:00 13:00-16:00  holidays us_federal  holidays from "f.csv"
///                     closed 2026-12-24 "Christmas Eve"   on 2026-12-31 09:00-12:00 }
struct Calendar {
  Name name;
  std::string timezone;
  Span timezone_span;
  std::vector<Hours> hours;
  std::vector<Name> holidays;
  std::vector<FileRef> holiday_files;
  struct Day { std::string date; std::string text; std::vector<std::pair<int, int>> spans; Span span; };
  std::vector<Day> closed, special;
};

/// `holidays us_federal "US federal holidays"` in a module: makes a set of holiday rules that the runtime knows nameable.
struct HolidaySet {
  Name name;
  std::string text;
};

/// ana team "sdr_emea" skills [senior] manager maria
struct RosterEntry {
  Name id;
  std::vector<Property> properties;
  Span span;
};

/// roster from "roster.csv"   |   roster { … }
struct Roster {
  FileRef from;
  std::vector<RosterEntry> entries;
};

/// pool sdr_na = reps where team is "sdr_na"      (`where` null: `reps`, everybody)
struct Pool {
  Name name;
  ExprPtr where;
};

/// role sales_manager, sales_director
struct Role {
  std::vector<Name> names;
};

/// queue review { owner role sales_manager  within 1 business day otherwise escalate sales_chain  "Manual review" }
struct Queue {
  Name name;
  bool owner_is_role = false;
  Name owner;
  ExprPtr within;
  Name escalate;                 ///< `otherwise escalate sales_chain`
  std::string text;
};

struct Choice;

/// `split 70% round robin sdr_na, 30% …`
struct Share {
  ExprPtr percent;
  std::unique_ptr<Choice> choice;
};

/// One try of a target chain.
struct Choice {
  enum class Kind : std::uint8_t { Queue, Route, Rep, RoundRobin, Weighted, LeastLoaded, LongestWaiting, Split };
  Kind kind = Kind::Rep;
  Name name;                 ///< Queue, Route (dotted: `unit_emea.inside`), or the pool of a method
  ExprPtr rep;               ///< Rep: account_owner, named_accounts[domain].owner, ana
  bool available = false, under_capacity = false;
  std::vector<ExprPtr> with_skill;        ///< text
  std::vector<ExprPtr> preferring_skill;
  std::vector<Share> shares;
  Span span;
};

/// fast_track urgent when C -> round robin a available otherwise round robin b
struct Rule {
  Name name;
  bool urgent = false;
  ExprPtr when;                 ///< null: `otherwise`
  std::vector<Choice> targets;  ///< tried in order
  std::string because;
  Span span;
};

/// route inbound exclusive { rules }
struct Route {
  Name name;
  bool exclusive = false;
  std::vector<Rule> rules;
};

/// given lead { company_size 800, country DE }   |   given demo_request { … } 10 minutes ago   |   … at 2026-03-01 09:00
struct Given {
  Name activity;                    ///< empty for `given lead`
  std::vector<Property> values;
  ExprPtr ago, at;
  Span span;
};

/// expect fit is 100 and rating is A      (`after 3 minutes expect …` has `after`)
struct Expect {
  ExprPtr after;
  ExprPtr condition;   ///< null when it speaks of something sent
  std::optional<SentExpectation> sent;
  Span span;
};

/// test "…" { at 2026-03-02 10:00  roster { … }  given …  expect … }
struct Test {
  std::string title;
  ExprPtr at;
  std::optional<Roster> roster;
  std::vector<Given> given;
  std::vector<Happening> happenings;
  std::vector<Expect> expect;
};

/// A construct that is not part of this version (`model`, `rates`), read as balanced text.
struct Later {
  Name keyword;
  Name name;
  Span body;
};

struct Declaration {
  Span span;       ///< the whole declaration
  std::string doc; ///< `##` lines before it, joined by newlines
  std::variant<Playbook, Use, Param, Template, Instance, List, Table, Decision, Lead, Activity, Outreach, Checklist, Score, Grade, Milestone,
               Calendar, HolidaySet, Roster, Pool, Role, Queue, Route, Test, Stages, Stage, Reasons, Owners, Migrate, Sla, Escalation, Handoff, Sequence, Approval, Privacy, Duplicates,
               DataRules, Report, Scorecard, Every, Match, Later>
      node;
};

/// `# leadflow: allow unused-declaration because kept for the next quarter`
struct Allow {
  std::string code, reason;
  Span span;
};

/// One file as written.
struct File {
  std::vector<Declaration> declarations;
  std::vector<Allow> allows;
};

}  // namespace leadflow::syntax
