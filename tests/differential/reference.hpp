// The reference interpreter: slow, obvious, over the typed tree with tagged values. It shares no code with lowering, the
// optimizer, the index or the VM (only text folding and calendars), so that the two can be compared.
//
//     Interpreter(program).decide(record, now).scores[0]
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/types/program.hpp"

namespace leadflow::reference {

/// A value with its missingness beside it, as nobody would store it in a fast engine.
struct Value {
  bool known = false;
  std::int64_t number = 0;      ///< everything that is not text
  std::string folded, raw;      ///< texts
  static Value missing() { return {}; }
  static Value of(std::int64_t n) { return {true, n, {}, {}}; }
  static Value truth(bool b) { return of(b ? 1 : 0); }
  static Value text(const std::string& original, bool exact);
};

struct Activity {
  std::uint32_t type = 0;
  std::int64_t at = 0;
  std::vector<Value> fields;
};

struct Record {
  std::vector<Value> fields;
  std::vector<Activity> activities;   ///< in the order read
  std::vector<Value> context;         ///< one a Program::workflow.context: what the engine would know
};

struct Outcome {
  std::vector<Value> derived, scores, grades, reached, reached_at;
  std::vector<std::int64_t> decision_rows;  ///< -1: none
  std::vector<std::int32_t> rules;          ///< one a route, -1: none
  std::vector<Value> workflow;              ///< one a Program::workflow_functions
};

class Interpreter {
 public:
  explicit Interpreter(const typed::Program& program) : p_(program) {}
  Outcome decide(const Record& record, std::int64_t now);

 private:
  Value eval(const typed::Expr& expr);
  Value arithmetic(const typed::Expr& expr, const Value& a, const Value& b);
  Value compare(const typed::Expr& expr, const Value& a, const Value& b);
  Value constant(const typed::Constant& constant);
  Value stampOf(std::uint32_t milestone);
  bool same(typed::Type type, const Value& a, const Value& b);
  std::vector<const Activity*> select(const typed::Query& query);   ///< newest first, within the window, `where` true
  Value band(const std::vector<typed::Band>& bands, const Value& value);
  Value score(const typed::Score& score);
  std::optional<std::int64_t> term(const typed::Score& score, const typed::Term& term);   ///< nullopt: does not hold
  std::int64_t fade(const typed::Decay& decay, std::int64_t points, std::int64_t age);
  std::int64_t decisionRow(const typed::Decision& decision);
  bool cell(const typed::CellTest& test, typed::Type type, const Value& value);
  Value call(const typed::Expr& expr);

  const typed::Program& p_;
  const Record* record_ = nullptr;
  const Activity* activity_ = nullptr;
  std::int64_t now_ = 0;
  Outcome out_;
};

}  // namespace leadflow::reference
