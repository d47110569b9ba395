// Names: every file of a playbook read once, every declaration found, and what a name means where it stands.
//
//     use std.geo                                           a unit of its own; its lists are found from here
//     list free_mail = ["gmail.com"]                        Entity{List, "free_mail"} in the scope of this file
//     instance unit_emea of unit with { team_name "emea" }  a scope below the template's file, prefix "unit_emea."
//
// A name is looked up in its own scope, then (inside an instance) in the file of the template, then in the files that this
// file uses, then in the playbook's main file and whatever that uses. Own names so shadow imported ones; two imported ones
// clash only when somebody asks for them. Values (fields, scores, lists, …) share one space; other kinds have one each.
#pragma once
#include <array>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/resolve/files.hpp"
#include "compiler/source/source_map.hpp"
#include "compiler/syntax/declaration.hpp"

namespace leadflow::resolve {

enum class Kind : std::uint8_t {
  // in the one space of values
  Field, Derived, Score, Grade, Milestone, List, Table, Param, Decision, Checklist, Match, Seat,
  // each in a space of its own (Template and Instance share one)
  Activity, Calendar, HolidaySet, Pool, Role, Queue, Route, Template, Instance,
  Stage, Reason, Sla, Escalation, Handoff, Sequence, Approval, Report
};
/// "field", "derived field", "score", … as messages say it; with an article: "a field".
std::string_view kindName(Kind kind);
std::string withArticle(Kind kind);

enum class Space : std::uint8_t { Values, Activities, Calendars, Holidays, Pools, Roles, Queues, Routes, Templates, Stages, Reasons, Slas, Escalations, Handoffs, Sequences, Approvals, Reports };
inline constexpr int kSpaceCount = 17;
Space spaceOf(Kind kind);

struct Scope;
struct Unit;

/// Something that has a name.
struct Entity {
  Kind kind;
  std::string name;                     ///< bare: `reps_of`
  std::string qualified;                ///< as the program calls it: `unit_emea.reps_of`; equal to `name` outside instances
  Span span;                            ///< of the name where it is declared (a template's declarations: in the template)
  Scope* scope = nullptr;               ///< where the names in its body are looked up
  const syntax::Declaration* declaration = nullptr;  ///< null for fields of a `lead` only when built in
  const syntax::Field* field = nullptr; ///< Field, Derived
  const syntax::Param* param = nullptr; ///< Param: of a file or of a template
  const syntax::Expr* argument = nullptr;  ///< Param of an instance: the value given in `with { … }`; null: the default
  Scope* argument_scope = nullptr;         ///< where the argument was written
  Scope* inner = nullptr;               ///< Instance: its scope
  std::uint32_t ordinal = 0;            ///< which of the names of `activity a, b`, `role a, b`, `owners a, b`; which line of `stages`, `reasons`
  bool lazy = false;                    ///< of a std module: becomes part of the program only when something refers to it

  // kept by check
  enum class State : std::uint8_t { Untouched, Open, Done, Failed };
  State state = State::Untouched;       ///< Open while its body is being checked: meeting it again is a circle
  std::int32_t index = -1;              ///< in the program's vector of its kind
  bool used = false;                    ///< something refers to it (for the lint)

  /// The declaration as its syntax: entity.as<syntax::List>().
  template <class T>
  const T& as() const { return std::get<T>(declaration->node); }
};

/// The names of one file or of one instance of a template.
struct Scope {
  Unit* unit = nullptr;
  Scope* parent = nullptr;              ///< an instance: the scope of the template's file
  Scope* caller = nullptr;              ///< an instance: the scope that `instance … of` stands in
  std::string prefix;                   ///< "unit_emea." in an instance, else empty
  std::array<std::unordered_map<std::string, Entity*>, kSpaceCount> names;
};

/// A declaration in a scope: one for each of a file, and for each of a template's body in each of its instances.
struct Item {
  const syntax::Declaration* declaration;
  Scope* scope;
  std::vector<Entity*> entities;        ///< what it declares (several for `lead`, `activity a, b`, `role a, b`; none for `use`, `test`, …)
};

/// One file.
struct Unit {
  std::string path;                     ///< below the root: `shared/segments.leadflow`; of a std module `std.geo`
  bool is_std = false;
  const SourceFile* source = nullptr;
  syntax::File tree;
  Scope scope;
  std::vector<Unit*> uses;              ///< in the order written, each once
  std::vector<std::pair<Unit*, Span>> use_spans;
  std::vector<std::pair<Unit*, int>> reachable;  ///< all that it uses, directly (1) or through others (2, 3, …), nearest first
  std::vector<Item> items;              ///< in the order written; an instance's follow its `instance` line
};

struct Lookup {
  Entity* found = nullptr;
  Entity* other = nullptr;              ///< a second import with the same name: an ambiguity, already reported by `find`
  explicit operator bool() const { return found != nullptr; }
};

/// All files of a playbook, main first, and their names.
class Names {
 public:
  Names() = default;
  Names(const Names&) = delete;
  Names& operator=(const Names&) = delete;

  Unit* main() const { return units_.empty() ? nullptr : units_.front().get(); }
  const std::vector<std::unique_ptr<Unit>>& units() const { return units_; }

  /// What `name` (bare, or dotted through an instance: `unit_emea.inside`) means in a scope; nothing when it is unknown.
  /// Reports a clash of imports, once a name. Marks what it finds as used.
  Entity* find(const Scope& scope, Space space, std::string_view name, Span span, diag::Diagnostics& diags) const;
  /// The same without reports and marks.
  Lookup look(const Scope& scope, Space space, std::string_view name) const;
  /// Every name of a space that could be meant here, for "did you mean".
  std::vector<std::string_view> candidates(const Scope& scope, Space space) const;
  /// An activity without fields that the language itself declares, found from everywhere as if the main file had it.
  Entity& addActivity(std::string name, Span span);
  /// Everything declared in the whole playbook, main file first, as written.
  template <class F>
  void forEachItem(F&& f) const {
    for (const auto& unit : units_)
      for (Item& item : unit->items) f(item);
  }

 private:
  friend class Loader;
  std::vector<std::unique_ptr<Unit>> units_;
  std::deque<Entity> entities_;         ///< pointers stay valid
  std::deque<Scope> instance_scopes_;
  std::deque<syntax::Declaration> built_in_;
  mutable std::unordered_set<std::string> clashes_;  ///< names whose clash has been reported
};

/// Reads the main file and all it uses, expands instances, collects names. Always gives an object; errors are in `diags`
/// (LF00xx, LF01xx, LF02xx). `main()` is null when the main file could not be read.
std::unique_ptr<Names> resolveNames(const std::string& main_path, Files& files, SourceMap& sources, diag::Diagnostics& diags);

/// `dir/../file` in the form that Files takes: `file`. Empty with `problem` set when the path is absolute, empty, or leaves the root.
enum class PathProblem : std::uint8_t { None, Empty, Absolute, LeavesRoot };
std::string normalisePath(std::string_view path, PathProblem& problem);

}  // namespace leadflow::resolve
