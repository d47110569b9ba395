// What the checker's parts share: the program being made, the names, and the few calls between them.
//
// Checking is on demand. Every named thing is an Entity with a state; `require` checks its body the first time somebody
// needs it, so the order of declarations is free, a circle is met as an entity that is still open, and the order in
// which computed things are finished is an order in which each stands after what it needs (Program::order).
//
//     score total = fit + engagement        checking `total` requires `fit`, then `engagement`, then finishes `total`
//
// The order of a whole check: (1) `declareAll`: every entity that is not lazy gets its index, name and span in the program
// (queue and route enums are complete then); (2) header, params, lead fields, activities, roster; (3) each entity in the
// order written; (4) tests. Lazy entities (std modules) get their index when first required.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/resolve/names.hpp"
#include "compiler/types/program.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow::check {

using resolve::Entity;
using resolve::Scope;
using resolve::Space;
using typed::Constant;
using typed::Type;

/// Where an expression stands decides which names it may use.
enum class Place : std::uint8_t {
  Lead,      ///< rules, scores, derived fields: the lead's fields and everything computed
  Activity,  ///< `where` after had, count, last, per: the activity's fields first
  Pool,      ///< `reps where …`: the rep's fields (rep_fields.def), params and constants
  Outcome,   ///< `expect …` and --columns: as Lead, and `route`, `owner`, `queue`, names of routes
  Constant,  ///< bounds, defaults, parameters: literals and params
};

struct ExprScope {
  Scope* scope = nullptr;
  Place place = Place::Lead;
  const std::vector<std::uint32_t>* activities = nullptr;  ///< Place::Activity: those the query looks at
  std::string_view enum_name = {};                          ///< what a new enum (undeclared names of `first of`) is called
  std::int32_t sequence = -1;                               ///< what a plain `in sequence` means here; -1: nothing
};

class Context {
 public:
  Context(SourceMap& sources_in, diag::Diagnostics& diags_in, resolve::Files& files_in, resolve::Names& names_in, typed::Program& program_in)
      : sources(sources_in), diags(diags_in), files(files_in), names(names_in), program(program_in), zone(&utcZone()) {}

  SourceMap& sources;
  diag::Diagnostics& diags;
  resolve::Files& files;
  resolve::Names& names;
  typed::Program& program;
  const TimeZone* zone;                 ///< the playbook's

  // ---- reports (short forms; the reference is valid until the next report)
  diag::Diagnostic& error(diag::Code code, Span span, std::string title) { return diags.report(code, span, std::move(title)); }
  /// "unknown pool `sdr_n`", with the nearest name of the space as help and edit.
  diag::Diagnostic& unknownName(diag::Code code, std::string_view what, const syntax::Name& name, const Scope& scope, Space space);

  // ---- entities
  /// The enums of stages and reasons, made when first needed.
  std::uint32_t stageEnum();
  std::uint32_t reasonEnum();
  /// Gives the entity its place in the program (name, span filled) if it has none yet. Never checks the body.
  std::uint32_t indexOf(Entity& entity);
  /// Checks the body now unless done; false when it has errors or stands in a circle (reported at `from`).
  bool require(Entity& entity, Span from);
  /// Finds by name and reports when unknown (LF02xx by space) or of another kind. Null after a report. Does not `require`.
  Entity* findPool(const Scope& scope, const syntax::Name& name);
  Entity* findQueue(const Scope& scope, const syntax::Name& name);
  Entity* findRoute(const Scope& scope, const syntax::Name& name);
  Entity* findRole(const Scope& scope, const syntax::Name& name);
  Entity* findCalendar(const Scope& scope, const syntax::Name& name);
  Entity* findActivity(const Scope& scope, const syntax::Name& name);
  /// What an `email` step or action is: declared here when the playbook does not.
  Entity& emailSent(const Scope& scope, Span span);
  /// The same for any space; `what` is its word in messages: "stage", "SLA".
  Entity* findIn(const Scope& scope, Space space, std::string_view what, const syntax::Name& name);

  // ---- the workflow
  bool hasStages() const { return program.workflow.present; }
  /// What the workflow knows about a lead, as an index of Program::workflow.context: one entry for each thing asked.
  std::uint32_t contextValue(bytecode::ContextKind kind, std::uint32_t index, std::uint32_t part, Type type);
  /// The built-in enum of a status (workflow_states.def).
  std::uint32_t stateEnum(bytecode::ContextKind kind);
  /// A condition or value of the workflow, kept by the program; none for null.
  bytecode::FunctionRef addFunction(typed::ExprPtr expr);
  bytecode::Place placeOf(Span span);
  /// The source text on one line, without comments.
  std::string words(Span span) const;

  // ---- enums
  std::uint32_t addEnum(typed::EnumType type);
  /// The value's position by its exact name, or -1.
  int enumValue(std::uint32_t enum_index, std::string_view name) const;
  const typed::EnumType& enumOf(Type type) const { return program.enums[type.ref]; }

  // ---- constants and sets
  std::uint32_t addSet(typed::Set set);
  std::uint32_t addPattern(typed::Program::Pattern pattern);   ///< equal patterns share one
  /// The set of a list for values of `wanted` (an enum, Country, Text, …; kind Missing: what the list itself says). -1 after a report.
  std::int32_t setOfList(Entity& list, Type wanted);
  /// The constant of a param (bound by its instance, or its default); nullopt after a report.
  std::optional<Constant> constantOfParam(Entity& param, Span from);
  /// A param of type `list`: the list it stands for (an entity), or null when a literal `[…]` was given (then `literal`).
  Entity* listOfParam(Entity& param, const syntax::Expr*& literal, Scope*& literal_scope);

  /// Whether a name is the id of a rep of the compiled roster; true when no roster is known.
  bool mayBeRep(std::string_view id) const;
  std::unordered_set<std::string> rep_ids;   ///< filled by checkRoster (Program::roster)
  bool roster_known = false;
  bool calendar_named = false;          ///< the `playbook` block names a calendar (which may not exist)

  int depth = 0;                        ///< nested expressions and required entities, against kMaxDepth
  std::unordered_set<std::uint32_t> reported_reasons;  ///< lines of `reasons` whose mistakes are reported
  int suggestions = 100;                ///< "did you mean" is worked out so many times; after that the list of errors is long enough
  std::vector<Entity*> open;            ///< entities being checked, outermost first: a circle is its tail

 private:
  std::unordered_map<std::uint64_t, std::int32_t> list_sets_;
  std::unordered_map<std::string, std::uint32_t> patterns_;
  mutable std::vector<std::unordered_map<std::string, int>> enum_maps_;  ///< made when first asked for
  std::unordered_map<const Entity*, std::optional<Constant>> params_;
  std::unordered_set<std::string> taken_;   ///< names in the program, by space
  std::int32_t next_id_ = 0;                ///< of what has no vector in the program: lists, params, …
  std::unordered_map<std::string, std::uint32_t> context_values_;
  std::unordered_map<int, std::uint32_t> state_enums_;
  bool stage_enum_made_ = false, reason_enum_made_ = false;
};

inline constexpr int kMaxDepth = 1000;

// ---- expressions (check_expression*.cpp). A null result means that an error was reported.

/// An expression of any type, or, with `expected`, of that type (names of its values resolve; int becomes number or points).
/// `expected` of kind Missing: no wish. A different type than expected is LF0310, saying `what` wants it ("a queue's `within`").
typed::ExprPtr checkExpression(Context& context, const syntax::Expr& expr, const ExprScope& where, Type expected = {}, std::string_view what = {});
/// A Bool. A plain value where a condition is needed is an error with a suggestion.
typed::ExprPtr checkCondition(Context& context, const syntax::Expr& expr, const ExprScope& where);
/// A value known now: literals, params, arithmetic over them. `what` names it in messages: "the most points".
std::optional<Constant> checkConstant(Context& context, const syntax::Expr& expr, Scope& scope, Type expected, std::string_view what);
/// Turns a written text of a data cell into a constant of the type; nullopt when it is not one (no report). Empty text: missing.
std::optional<Constant> constantOfText(Context& context, std::string_view text, Type type);
/// A constant as messages show it: `40`, `50k USD`, "Software", DE.
std::string showConstant(const Context& context, const Constant& constant);
/// A type as messages say it: "a number", "money in USD", "one of smb, mid_market, enterprise", "text".
std::string describe(const Context& context, Type type);
/// int -> number, points; number -> points: the conversions that happen by themselves. The same pointer when nothing is to do; null when there is none.
typed::ExprPtr convert(typed::ExprPtr expr, Type to);

// ---- types of fields, columns, params (check_type.cpp)
/// Reports unknown words and faulty values. `owner` names the enum made for `one of`. nullopt after a report.
std::optional<Type> checkType(Context& context, const syntax::TypeRef& type, std::string_view owner);

// ---- one per declaration. Each fills what `indexOf` reserved; returns false after reporting an error.
bool checkField(Context& context, Entity& entity);
bool checkDerived(Context& context, Entity& entity);
bool checkActivity(Context& context, Entity& entity);
bool checkScore(Context& context, Entity& entity);
bool checkGrade(Context& context, Entity& entity);
bool checkMilestone(Context& context, Entity& entity);
bool checkParam(Context& context, Entity& entity);
// data, time and people (check_table.cpp, check_decision.cpp, check_calendar.cpp, roster.cpp, check_route.cpp, check_test.cpp, …)
bool checkTable(Context& context, Entity& entity);
bool checkDecision(Context& context, Entity& entity);
bool checkCalendar(Context& context, Entity& entity);
bool checkPool(Context& context, Entity& entity);
bool checkQueue(Context& context, Entity& entity);
bool checkRole(Context& context, Entity& entity);
bool checkRoute(Context& context, Entity& entity);
bool checkMatch(Context& context, Entity& entity);
bool checkChecklist(Context& context, Entity& entity);
bool checkSla(Context& context, Entity& entity);
bool checkEscalation(Context& context, Entity& entity);
bool checkHandoff(Context& context, Entity& entity);
bool checkSequence(Context& context, Entity& entity);
bool checkApproval(Context& context, Entity& entity);
bool checkReport(Context& context, Entity& entity);
bool checkReason(Context& context, Entity& entity);
bool checkRoster(Context& context, const syntax::Roster& roster, Scope& scope, Span span);
bool checkTest(Context& context, const syntax::Test& test, Scope& scope, Span span);
/// After everything: what only the whole shows (called_only of routes, a queue's escalation, …).
void finishRouting(Context& context);
/// Reads a list's file; values are Text unless `wanted` says otherwise. nullopt after a report (LF06xx).
std::optional<typed::Set> loadListFile(Context& context, const Entity& list, Type wanted);

struct CheckOptions {
  std::string roster_path;                 ///< as messages show it
  std::optional<std::string> roster_text;  ///< a roster that stands for the playbook's own
  bool roster_apart = false;               ///< neither is looked at but for the ids of its people
  std::vector<GivenExpression> columns;    ///< Program::columns
};

/// The whole: names to typed program. Errors are in the context's diags; the program is complete only without them.
void checkProgram(Context& context, const CheckOptions& options = {});

}  // namespace leadflow::check
