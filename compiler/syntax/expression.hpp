// Expressions as written. One node type with a kind, its words and its children: the shape of an expression is small
// and uniform, and parser, formatter and checker all switch over the kind.
//
//     country in emea and (segment is enterprise or had demo_request in last 1 hour)
//     └ And( In(Name country, Name emea), Or( Is(Name segment, Name enterprise), Had(demo_request, 1 hour) ) )
//
// INVARIANT: `args` has the arity that the kind's row below states, and none of them is null.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "compiler/source/span.hpp"

namespace leadflow::syntax {

/// A name as written, with its place.
struct Name {
  std::string text;
  Span span;
  explicit operator bool() const { return !text.empty(); }
};

enum class ExprKind : std::uint8_t {
  // literals                                                                args
  Number,     ///< 42  1_000  3.5  50k  2M: `scaled` x 10,000; is_integer when written without a fraction     0
  Percent,    ///< 15%: `scaled` (15 % = 150,000)                              0
  Money,      ///< 50k USD: `scaled`, `text` = currency as written              0
  Duration,   ///< 4 hours, 2 business days: `millis`, `days` (business days), `business`                    0
  Text,       ///< "..." after escapes: `text`                                 0
  Template,   ///< "Hello {first_name}": `parts` text pieces, args between them (parts = args + 1)           n
  Instant,    ///< 2026-03-02 10:00, 2026-03-02, 2026-03-02T10:00:00+01:00: `text` as written                 0
  Bool,       ///< true false: `scaled` 1 or 0                                  0
  Missing,    ///< the word `missing` as a value (`given lead { country missing }`)  0
  Pattern,    ///< /regex/i: `text` the pattern, `flag` = case-insensitive; only right of Matches            0
  // names
  Name,       ///< company_size: `text`                                        0
  Member,     ///< email.domain, territory.owner: args[0] . `text`             1
  Index,      ///< named_accounts[domain]: args[0] [ args[1] ]                 2
  Call,       ///< round(x, 2): `text` the function                            n
  // operators
  And, Or,    ///< n-ary, as written left to right                             n
  Not,        ///<                                                             1
  Negate,     ///< -x                                                          1
  Add, Subtract, Multiply, Divide,  ///<                                       2
  Coalesce,   ///< x ?? 0                                                      2
  Is, IsNot,  ///< left is right; `flag` when written == or != (gets a fix)    2
  Less, LessEqual, Greater, GreaterEqual,  ///<                                2
  Before, After,  ///< callback_on is before now: same meaning as < and >      2
  In, NotIn,  ///< left in right                                               2
  Contains, BeginsWith, EndsWith, Matches,  ///< title contains "director"     2
  List,       ///< [a, b, c]                                                   n
  Range,      ///< 50..500, 500.., ..49: `open_low` / `open_high` mark a missing end (then that arg is left out)  1..2
  IsKnown, IsMissing,    ///< owner is known, country is not missing (parsed as IsKnown)                     1
  Workflow,   ///< `sequence first_touch`, `sla first_response`, `handoff h`, `approval a`: `text` the kind, `activity` the name; left of IsState    0
  NoHad,      ///< `no outreach in stage`: as Had, negated (fields as Had)   0
  IsState,    ///< `mql is reached`, `us_sales is closed`, `bant is complete`: args[0], `text` the word; `flag` = is not   1
  // activities
  Had,        ///< had call in last 7 days where outcome is connected: `activity`     window?, where?  (see fields)
  Count,      ///< count pricing_view in last 7 days
  Last,       ///< last demo_request (an instant); last call.outcome (`text` = outcome)
  // choices
  FirstOf,    ///< first of { a when C  b otherwise }: `arms`                  0
  RangesOf,   ///< ranges of E { smb below 50, ... otherwise }: `bands`         1
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

/// One arm of `first of`: a value (usually a bare name) and its condition; no condition means `otherwise`.
struct Arm {
  ExprPtr value;
  ExprPtr when;
  Span span;
};

/// One band of `ranges of` or `grade`.
struct Band {
  enum class Kind : std::uint8_t { Below, AtMost, AtLeast, Above, Range, Otherwise };
  syntax::Name name;
  Kind kind = Kind::Otherwise;
  ExprPtr bound;  ///< Below 50: 50; Range: an Expr of kind Range; Otherwise: null
  Span span;
};

struct Expr {
  ExprKind kind;
  Span span;       ///< the whole expression
  Span op_span;    ///< the operator or keyword (`is`, `>`, `in`), where there is one
  std::string text;
  std::vector<ExprPtr> args;

  std::int64_t scaled = 0;      ///< Number, Percent, Money, Bool
  std::int64_t millis = 0;      ///< Duration
  std::int32_t days = 0;        ///< Duration: business days
  bool business = false;        ///< Duration
  bool is_integer = false;      ///< Number
  bool flag = false;
  bool open_low = false, open_high = false;  ///< Range
  bool parenthesised = false;   ///< kept for the formatter

  std::vector<std::string> parts;  ///< Template
  std::vector<Arm> arms;           ///< FirstOf
  std::vector<Band> bands;         ///< RangesOf

  syntax::Name activity;     ///< Had, Count, Last: an activity, or the word `activity` or `outreach`
  ExprPtr window;            ///< Had, Count, Last: the duration of `in last W`; null without a window
  syntax::Name since;        ///< `in stage`, `in sequence [name]`: the word; empty otherwise
  ExprPtr where;             ///< Had, Count, Last: the condition, or null

  Expr(ExprKind k, Span s) : kind(k), span(s) {}
};

}  // namespace leadflow::syntax
