// What the tests of a playbook have looked at: which rules took a lead, which terms gave points, which rows of decisions held,
// which grades were reached.
//
//     route inbound      12 of 13 rules    92%    never taken: after_hours (inbound.leadflow:131)
//     score fit           8 of 8 terms    100%
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/decide/desk.hpp"

namespace leadflow::testrunner {

enum class Reach : std::uint8_t {
  Never,    ///< no test came so far
  Tried,    ///< it was looked at and did not hold
  Covered,  ///< it took a lead, gave points, held
};

struct CoverItem {
  std::string name;  ///< the rule, the term as written, `row 3`, the grade
  std::string line;  ///< `inbound.leadflow:131`
  Reach reach = Reach::Never;
};

struct CoverGroup {
  std::string kind;       ///< route, score, decision, grade
  std::string name;
  std::string item_kind;  ///< rules, terms, rows, grades
  std::string line;
  std::vector<CoverItem> items;
  std::size_t covered() const;
  /// Whole percents, rounded down, so that 100 means all; 100 without items.
  int percent() const;
};

class Coverage {
 public:
  explicit Coverage(const decide::Names& names);
  /// One test's lead as a machine knows it: terms, rows, grades.
  void add(const vm::Machine& machine);
  /// The routes that it went through, tried with their attempts.
  void add(std::span<const decide::Taken> routes);
  const std::vector<CoverGroup>& groups() const { return groups_; }
  std::size_t items() const;
  std::size_t covered() const;

 private:
  void tried(std::uint32_t route, std::int64_t rule);
  void took(std::uint32_t route, std::int64_t rule);
  static void raise(CoverItem& item, Reach reach) {
    if (item.reach < reach) item.reach = reach;
  }
  const bytecode::Chunk& chunk_;
  std::vector<CoverGroup> groups_;
  std::vector<std::size_t> route_groups_, score_groups_, decision_groups_, grade_groups_;
};

}  // namespace leadflow::testrunner
