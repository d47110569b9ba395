// Expressions after the checker: every name resolved to an index, every type known, every conversion written out.
// Lowering, the lints and the reference interpreter read this tree and nothing else.
//
//     country in emea and fit >= 40
//     └ And:Bool( InSet:Bool(Field:Country 7, set {AE, AL, …}), GreaterEqual:Bool(Score:Points 0, Const:Points 40) )
//
// Meaning is three-valued: a Bool is true, false or missing (unknown). See docs/language/expressions.md, "missing values".
// INVARIANT: both sides of a comparison or an arithmetic operator have the same type, except where a row below says
// otherwise.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "compiler/source/span.hpp"
#include "compiler/types/type.hpp"

namespace leadflow::typed {

/// A value known when the playbook is compiled.
struct Constant {
  Type type;
  std::int64_t bits = 0;  ///< as the slot of its kind (slot.hpp, decimal.hpp, duration.hpp, …); kMissing for missing
  std::string text;       ///< Text, Code, Email: the text as written; Rep: the rep's id
  bool isMissing() const;
};

enum class ExprKind : std::uint8_t {
  Const,             ///< `constant`
  Field,             ///< index: lead field as read (not derived)
  Derived,           ///< index in Program::derived
  Score,             ///< index in Program::scores: Points
  Grade,             ///< index in Program::grades: Enum
  MilestoneReached,  ///< index in Program::milestones: Bool
  MilestoneAt,       ///< index: Instant, missing when not reached
  Now,               ///< Instant
  ActivityField,     ///< index in the activity's fields; only inside a Query's `where`
  ActivityAt,        ///< Instant of the activity at hand; only inside a Query's `where`
  RepField,          ///< index in kRepFields; only in a pool's `where`
  Context,           ///< index in Program::workflow.context: stage, owner, sla states, … what the workflow knows
  RouteRule,         ///< index of route: Enum of its rules. Only in tests and --columns
  RouteOwner,        ///< index of route: Rep
  RouteQueue,        ///< index of route: Enum of queues (Program::queue_enum)

  IntToNumber,  ///< args[0] Int -> Number, Points or Percent (x 10,000), exact or missing on overflow
  Retype,       ///< args[0] same bits under another type (Number -> Points)
  Add,
  Subtract,  ///< Int, Number, Points, Money, Percent, Duration; Instant ± Duration -> Instant; Instant - Instant ->
             ///< Duration
  Multiply,  ///< Int x Int; Number x Number (half-even); Points|Money x Number|Percent -> Points|Money (see
             ///< `scale_percent`); Duration x Int
  Divide,    ///< -> Number (both sides scaled) ; Money|Points / Number -> Money|Points; Money / Money -> Number
  Negate,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,  ///< same type both sides -> Bool
  And,
  Or,  ///< n-ary Kleene
  Not,
  IsKnown,    ///< never missing
  Coalesce,   ///< args[0] ?? args[1]
  InSet,      ///< args[0] in Program::sets[index] (constants of its type); missing -> missing
  InRange,    ///< args[0] in args[1]..args[2]; an open end is a Const missing with `open_low` / `open_high`
  InTable,    ///< args[0] is a key of Program::tables[index]
  InEnumSet,  ///< args[0] Enum (value) in args[1] EnumSet
  InTextSet,  ///< args[0] Text in args[1] TextSet (rep skills)
  Contains,
  BeginsWith,
  EndsWith,        ///< texts
  Matches,         ///< args[0] Text against Program::patterns[index]
  Call,            ///< built-in `index` of stdlib/functions.def
  EmailDomain,     ///< args[0] Email -> Text
  TableLookup,     ///< tables[index].columns[column] of the row whose key is args[0]
  DecisionOutput,  ///< decisions[index].outputs[column] of the first row that holds
  CalendarOpen,    ///< calendars[index] is open at `now`
  Had,
  Count,
  Last,      ///< `query`; Last gives the Instant, or field `column` of the newest one when column >= 0
  FirstOf,   ///< args: when0, value0, when1, value1, …, [otherwise value]; odd count: the last is `otherwise`
  RangesOf,  ///< args[0] the value; bands in `bands`; Enum; missing in, missing out
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

/// Which activities `had`, `count`, `last`, `per` look at.
struct Query {
  std::vector<std::uint32_t> activities;  ///< indexes in Program::activities, ascending
  ExprPtr window;                         ///< Duration, or null: ever
  ExprPtr where;  ///< Bool over ActivityField, or null. Only when all activities share the fields
};

struct Band {
  std::uint32_t value = 0;                 ///< enum value
  bool has_low = false, has_high = false;  ///< neither: `otherwise`
  bool low_inclusive = true, high_inclusive = true;
  std::int64_t low = 0, high = 0;  ///< slots of the banded type
  Span span;
};

struct Expr {
  ExprKind kind;
  Type type;
  Span span;
  std::uint32_t index = 0;
  std::int32_t column = -1;
  bool open_low = false, open_high = false;
  bool scale_percent = false;  ///< Multiply by a percent: divide by 100 as well
  Constant constant;
  std::vector<ExprPtr> args;
  std::unique_ptr<Query> query;
  std::vector<Band> bands;

  Expr(ExprKind k, Type t, Span s) : kind(k), type(t), span(s) {}
};

/// A deep copy.
ExprPtr clone(const Expr& expr);

}  // namespace leadflow::typed
