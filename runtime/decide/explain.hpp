// Why a lead was decided as it was: the lead is looked at again, slowly, and every step is kept with the values it read and
// its line in the playbook. The machine decides; this only tells.
//
//     +20 when uses_competitor        0 points: unknown, uses_competitor is missing      inbound.leadflow:84
//     emea_ent failed on `segment is enterprise`: segment = mid_market                   inbound.leadflow:129
//     weighted sdr_emea available     ana 12 -> 13, ben skipped: out until 2026-03-09
//
// Parts that need the lead (values, rules) are told right after the machine has decided; who got it is told when the turns
// are known. explain_json.hpp writes the account for programs, narrate.hpp for people.
#pragma once
#include <string>
#include <vector>

#include "runtime/decide/router.hpp"
#include "runtime/decide/value_text.hpp"

namespace leadflow::decide {

enum class Truth : std::uint8_t { No, Yes, Unknown };

/// A value that a condition looked at: a field, a score, the last call, whether a calendar is open.
struct Read {
  std::string name;
  Value value;
};

struct DerivedStep {
  std::string name, text, line;
  Value value;
};

struct DecisionStep {
  std::string name, line;            ///< line: of the row that held, in the playbook or its data file
  std::int64_t row = -1;             ///< from 0; -1: none held
  std::vector<Read> gives;
};

struct TermStep {
  std::string text, because, line;
  Slot given = 0, written = 0;       ///< points
  bool conditional = false;
  Truth held = Truth::Yes;
  std::int32_t parent = -1;          ///< the `best of` that it stands in
  bool hidden = false;               ///< its points would tell somebody's own value
  std::vector<Read> reads;
};

struct ScoreStep {
  std::string name, formula, line;
  Slot points = kMissing;
  Slot before_caps = kMissing;       ///< sum of the terms; kMissing for formulas
  Slot max = kMissing, min = kMissing;
  std::vector<TermStep> terms;
  std::vector<Read> reads;           ///< of a formula
  bool hidden = false;               ///< as of a term
  bool capped() const { return !isMissing(before_caps) && before_caps != points; }
};

/// A term that would have added points: one that did not hold, or a negative one that did.
struct WayUp {
  std::string score, text, line;
  Slot gain = 0;
  Truth held = Truth::No;
  std::vector<Read> reads;
};

struct GradeStep {
  std::string name, line, of;        ///< of: name of the score, where it is one
  Value value, measured;
  std::string next;                  ///< the next better grade; empty at the top
  Value next_from;                   ///< where it begins
  Slot short_by = kMissing;
  std::vector<WayUp> alone;          ///< each of them is enough
  std::vector<WayUp> together;       ///< none is: the largest first until it is reached; empty when all would not do
};

struct MilestoneStep {
  std::string name, line;
  bool reached = false;
  Value at;
};

struct RuleStep {
  std::string name, text, line, because;
  std::size_t number = 0;            ///< from 1
  bool held = false;
  std::string failed;                ///< the first part of the condition that did not hold
  Truth truth = Truth::No;           ///< of that part
  std::size_t parts = 0, parts_held = 0;
  std::vector<Read> reads;           ///< of the failed part; of all parts when it held
};

struct RouteStep {
  std::uint32_t route = 0;
  std::uint32_t nth = 0;             ///< of the routes that a step took, in its order: from 0
  std::string name;
  std::size_t tried = 0, left_out = 0;
  std::vector<RuleStep> rules;       ///< in order; of a long run only the nearest
};

struct CandidateStep {
  std::string rep, skipped;          ///< skipped: empty, or why
  bool chosen = false;
  std::int64_t served_before = 0, served_after = 0, open = 0, capacity = -1;
  Slot weight = 0;
};

struct TargetStep {
  std::string route, rule, target, outcome, line;
  bool taken = false, wish_dropped = false;
  std::vector<CandidateStep> candidates;
};

struct WhoStep {
  std::uint32_t nth = 0;             ///< as in RouteStep
  std::string route, rule, instead_of, then, rep, queue, via, stands_in_for, line;
  std::string queue_owner, queue_text;
  std::vector<TargetStep> targets;
};

struct Explanation {
  std::string lead, playbook, version, timezone;
  std::int64_t at = 0;
  std::string at_words;
  std::uint32_t faults = 0;
  std::size_t routes_declared = 0;   ///< in the playbook
  std::vector<DerivedStep> derived;
  std::vector<DecisionStep> decisions;
  std::vector<ScoreStep> scores;
  std::vector<GradeStep> grades;
  std::vector<MilestoneStep> milestones;
  std::vector<RouteStep> routes;     ///< those asked, and those that they ended in
  std::vector<WhoStep> who;          ///< one a route asked
};

class Explainer {
 public:
  explicit Explainer(const Names& names);

  /// Needs machine.compute(). Starts the account: derived fields, decisions, scores, grades, milestones.
  void values(vm::Machine& machine, const bytecode::LeadRow& row, Explanation& told) const;
  /// Which rules were tried, of this route and of those that its targets end in.
  void rules(vm::Machine& machine, const bytecode::LeadRow& row, std::uint32_t route, const RouteFacts& facts, Explanation& told) const;
  /// Who got it. `assignment` was made with `explain`.
  void who(std::uint32_t route, const Assignment& assignment, std::int64_t now, Explanation& told) const;
  /// Leaves out the called routes that no target led to in the end. Last.
  void finish(Explanation& told) const;
  /// Values of personal fields become `…`: what goes into a journal says what decided, not who the lead is.
  void hidePersonal(Explanation& told) const;
  /// Another route that the same step took: values as of `next`, routes of both.
  static void append(Explanation& told, Explanation next);
  /// Why a candidate was passed over: "out until 2026-03-09"; empty for one who was not.
  std::string skipped(const Candidate& candidate, const bytecode::ChoiceInfo& choice) const;

 private:
  struct Lead {
    vm::Machine& machine;
    const bytecode::LeadRow& row;
  };
  std::vector<Read> readsOf(const Lead& lead, const std::vector<std::uint16_t>& registers, std::int32_t function) const;
  void activityReads(const Lead& lead, std::uint32_t query, bool counted, std::vector<Read>& reads) const;
  ScoreStep score(const Lead& lead, std::size_t index) const;
  GradeStep grade(const Lead& lead, std::size_t index, const Explanation& told) const;
  void waysUp(const Lead& lead, std::size_t score, Slot target, bool inclusive, const Explanation& told, GradeStep& step) const;
  void route(const Lead& lead, std::uint32_t route, std::int32_t rule, const RouteFacts& facts, Explanation& told) const;
  RuleStep rule(const Lead& lead, const bytecode::RuleInfo& info, std::size_t index, bool held) const;

  const Names& names_;
  std::vector<std::int32_t> per_of_register_;   ///< the PerInfo that a term's register is filled by; -1
  std::vector<std::uint16_t> copy_of_;          ///< the register that another one repeats; kNone
  std::vector<std::vector<std::size_t>> summands_;  ///< by score: the scores that its formula adds up; empty: anything else
};

}  // namespace leadflow::decide
