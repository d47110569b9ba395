// What an answer hangs on, by name or through what is worked out from it: derived fields, points, grades, decisions, milestones, the
// keys of tables, what the matched account is found by.
//
//     score fit { +10 when consent is granted }   grade rating of fit { OK at least 5, NO otherwise }
//     email_sent only when rating is OK            asks for `consent`
//     email_sent only when account.tier is "gold"  asks for what the account is matched by
//     to Emea when owner.team is "emea"            asks the roster for the owner's team
#pragma once
#include <set>
#include <utility>

#include "compiler/types/program.hpp"

namespace leadflow::check {

class Asked {
 public:
  explicit Asked(const typed::Program& program) : program_(program) {}
  /// What this asks for too.
  void add(const typed::Expr& expr);
  void add(bytecode::FunctionRef function);

  const std::set<std::uint32_t>& fields() const { return fields_; }   ///< of the lead
  bool activities() const { return activities_; }                     ///< whether for something that was done with it
  bytecode::RosterAskedInfo roster() const;                           ///< for whom, and for what the roster says of them

 private:
  using ExprPtr = typed::ExprPtr;
  void add(const ExprPtr& expr);
  void add(const typed::Query& query);
  void add(const typed::Term& term);
  void context(const bytecode::ContextInfo& info);
  void score(const typed::Score& score);
  void decision(const typed::Decision& decision);
  void match(const bytecode::MatchInfo& match);
  void everything();   ///< it is not known what
  /// Each is gone through once.
  enum class Part : std::uint8_t { Derived, Score, Grade, Milestone, Decision, Match };
  bool fresh(Part part, std::uint32_t index) { return seen_.emplace(part, index).second; }

  const typed::Program& program_;
  std::set<std::uint32_t> fields_, seats_;
  bool owner_ = false;
  std::uint32_t owner_fields_ = 0;
  bool activities_ = false;
  std::set<std::pair<Part, std::uint32_t>> seen_;
};

/// What the conditions of the playbook ask of the roster. After the items, when nothing is wrong.
bytecode::RosterAskedInfo askedOfRoster(typed::Program& program);

}  // namespace leadflow::check
