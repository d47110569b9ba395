#include "tools/testrunner/run_tests.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>

#include "runtime/run/decider.hpp"
#include "runtime/run/record.hpp"
#include "tools/testrunner/actual_values.hpp"
#include "tools/testrunner/life.hpp"
#include "tools/testrunner/test_lead.hpp"

namespace leadflow::testrunner {

namespace {

/// One test after the other over one program; the people are bound anew where a test brings its own.
class Session {
 public:
  Session(driver::Compilation& compiled, std::shared_ptr<const bytecode::Program> program)
      : compiled_(compiled), program_(std::move(program)), desk_(open(program_->chunk().roster)), coverage_(desk_->names()) {}

  TestResult test(std::size_t index) {
    const typed::Test& test = compiled_.program.tests[index];
    const auto begin = std::chrono::steady_clock::now();
    const auto desk = test.roster ? open(*test.roster) : desk_;
    TestResult result;
    result.title = test.title;
    const Location place = compiled_.sources.locate(test.span.begin);
    result.file = place.file ? place.file->path : std::string();
    result.line = place.line;
    result.expectations = test.expectations.size();

    if (desk->chunk().workflow.present) {
      live(index, desk, result);
      result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      return result;
    }
    const TestLead lead(*desk, test);
    const auto decider = run::Decider::open(std::make_shared<run::Turns>(desk));
    run::Decided lead_decided;
    decider->decide({lead.row(), lead}, test.at, {.record = false, .explain = true}, lead_decided);
    vm::Machine& machine = *lead_decided.machine;
    run::showRoutes(desk->names(), lead_decided.routes, machine);
    coverage_.add(machine);
    coverage_.add(lead_decided.routes);

    std::string aside;   // as `run` would: of such a lead nothing is decided
    for (const auto& [field, constant] : test.fields)
      if (constant.isMissing() && desk->chunk().fields[field].required) aside = "the lead is set aside: required field `" + desk->chunk().fields[field].name + "` is missing";
    const DecidedTest decided{compiled_.program, test, compiled_.sources, *desk, machine, lead_decided.routes};
    for (std::size_t e = 0; e < test.expectations.size(); ++e) {
      const Slot holds = machine.run(compiled_.test_functions[index][e]);
      if (holds == 1 && aside.empty()) continue;
      Failure failure;
      failure.expected = test.expectations[e].text;
      const Location at = compiled_.sources.locate(test.expectations[e].span.begin);
      failure.file = at.file ? at.file->path : std::string();
      failure.line = at.line;
      failure.column = at.column;
      failure.unknown = isMissing(holds);
      failure.actual = actualValues(decided, *test.expectations[e].condition);
      if (!aside.empty()) failure.actual.push_back(aside);
      result.failures.push_back(std::move(failure));
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
  }

  const Coverage& coverage() const { return coverage_; }

 private:
  /// A lead that lives through the test's time: expectations are asked at their instants, in the order of time.
  void live(std::size_t index, const std::shared_ptr<const decide::Desk>& desk, TestResult& result) {
    const typed::Test& test = compiled_.program.tests[index];
    Life life(desk, test);
    coverage_.add(life.view().machine());
    std::vector<std::size_t> order(test.expectations.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return test.expectations[a].at < test.expectations[b].at; });
    std::vector<std::pair<std::size_t, Failure>> failures;
    for (const std::size_t number : order) {
      const typed::Expectation& expectation = test.expectations[number];
      life.runTo(expectation.at);
      Failure failure;
      if (expectation.sent) {
        if (life.sent(*expectation.sent) != expectation.sent->none) continue;
        failure.actual = life.sentLines();
        if (failure.actual.empty()) failure.actual.push_back("nothing was sent");
      } else {
        vm::Machine& machine = life.view().machine();
        coverage_.add(machine);
        const Slot holds = machine.run(compiled_.test_functions[index][number]);
        if (holds == 1) continue;
        failure.unknown = isMissing(holds);
        const DecidedTest decided{compiled_.program, test, compiled_.sources, life.desk(), machine, life.taken()};
        failure.actual = actualValues(decided, *expectation.condition);
      }
      failure.actual.insert(failure.actual.end(), life.refusals().begin(), life.refusals().end());
      failure.expected = expectation.text;
      const Location at = compiled_.sources.locate(expectation.span.begin);
      failure.file = at.file ? at.file->path : std::string();
      failure.line = at.line;
      failure.column = at.column;
      failures.emplace_back(number, std::move(failure));
    }
    coverage_.add(life.taken());
    std::sort(failures.begin(), failures.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [number, failure] : failures) result.failures.push_back(std::move(failure));
  }

  std::shared_ptr<const decide::Desk> open(std::vector<Rep> roster) const {
    return decide::Desk::open(program_, decide::People::bind(program_, std::move(roster)));
  }
  driver::Compilation& compiled_;
  std::shared_ptr<const bytecode::Program> program_;
  std::shared_ptr<const decide::Desk> desk_;
  Coverage coverage_;
};

}  // namespace

std::size_t TestRun::failed() const {
  return static_cast<std::size_t>(std::count_if(tests.begin(), tests.end(), [](const TestResult& test) { return !test.passed(); }));
}

TestRun runTests(const std::string& path, driver::Compilation& compiled) {
  TestRun run;
  run.path = path;
  run.playbook = compiled.program.name;
  auto loaded = bytecode::Program::load(std::move(compiled.chunk));
  if (!loaded.program) {
    run.error = loaded.error;
    return run;
  }
  Session session(compiled, std::move(loaded.program));
  for (std::size_t i = 0; i < compiled.program.tests.size(); ++i) run.tests.push_back(session.test(i));
  run.coverage = session.coverage().groups();
  run.cover_items = session.coverage().items();
  run.covered = session.coverage().covered();
  return run;
}

}  // namespace leadflow::testrunner
