// The lead of a `test` block as the machine sees it: what `given` says, defaults where it says nothing.
//
//     given lead { company_size 800, country DE }          fields[company_size] = 800, fields[country] = DE, the rest missing
//     given demo_request 10 minutes ago                    activities = [ {demo_request, ten minutes before `at`} ]
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "compiler/types/program.hpp"
#include "runtime/bytecode/row.hpp"
#include "runtime/decide/desk.hpp"
#include "runtime/workflow/step.hpp"

namespace leadflow::testrunner {

class TestLead final : public workflow::RecordSource {
 public:
  /// The desk knows the test's roster. `desk` and `test` outlive the lead.
  TestLead(const decide::Desk& desk, const typed::Test& test);
  TestLead(const TestLead&) = delete;
  TestLead& operator=(const TestLead&) = delete;
  const bytecode::LeadRow& row() const { return row_; }
  /// The lead as `lead.created` carries it, activities oldest first.
  std::string json() const override;

 private:
  Slot slot(const typed::Constant& constant);
  const decide::Desk& desk_;
  const typed::Test& test_;
  Arena arena_;
  std::vector<Slot> fields_;
  std::vector<std::vector<Slot>> activity_fields_;
  std::vector<bytecode::ActivityRow> activities_;
  std::string key_;
  bytecode::LeadRow row_;
};

}  // namespace leadflow::testrunner
