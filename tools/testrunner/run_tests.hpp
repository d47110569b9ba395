// Runs the `test` blocks of a playbook: builds each test's lead, decides it with the test's people at the test's time, and
// asks every expectation. Each test starts with fresh turns, so their order does not matter.
//
//     auto compiled = driver::compileFile(path, {.lints = false, .tests = true});
//     TestRun run = runTests(path, *compiled);
//     if (run.failed() > 0) print(reportText({run}, {}));
//
// An expectation holds when it is true; when it is false or unknown the test fails, with the values that it read:
//
//     expected fit is 100 and rating is A
//       fit is 75
//       rating is B
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/compile.hpp"
#include "tools/testrunner/coverage.hpp"

namespace leadflow::testrunner {

struct Failure {
  std::string expected;              ///< as written
  std::string file;
  std::uint32_t line = 0, column = 0;
  bool unknown = false;              ///< a value was missing, so it is neither true nor false
  std::vector<std::string> actual;   ///< `fit is 75`, "route took rule `rest`, to ana"
};

struct TestResult {
  std::string title, file;
  std::uint32_t line = 0;
  std::size_t expectations = 0;
  std::vector<Failure> failures;
  double seconds = 0;
  bool passed() const { return failures.empty(); }
};

struct TestRun {
  std::string path, playbook;
  std::string error;                 ///< why nothing could be run; empty: it could
  std::vector<TestResult> tests;
  std::vector<CoverGroup> coverage;
  std::size_t cover_items = 0, covered = 0;
  std::size_t failed() const;
};

/// `compiled` was made with Options::tests and is ok(); its chunk is moved into the program that runs. `path` as the user
/// wrote it: lines are shown beside it.
TestRun runTests(const std::string& path, driver::Compilation& compiled);

}  // namespace leadflow::testrunner
