// The outcome of tests for people (text), for build servers (JUnit XML), for programs (JSON).
//
//     starter (playbook.leadflow)
//       ✓ the CEO of a large American company is worth a call
//       ✗ a demo request goes to somebody at once, whatever the score
//           playbook.leadflow:63  expected route is hot and owner is ben
//             route inbound took rule `hot`, to ana
//     2 tests: 1 passed, 1 failed
#pragma once
#include <string>
#include <vector>

#include "tools/testrunner/run_tests.hpp"

namespace leadflow::testrunner {

struct ReportOptions {
  bool colour = false;
  bool symbols = false;   ///< ✓ and ✗: the terminal shows UTF-8
  bool timing = false;
  bool coverage = false;
};

std::string reportText(const std::vector<TestRun>& runs, const ReportOptions& options);
std::string reportJunit(const std::vector<TestRun>& runs, const ReportOptions& options);
std::string reportJson(const std::vector<TestRun>& runs, const ReportOptions& options);

}  // namespace leadflow::testrunner
