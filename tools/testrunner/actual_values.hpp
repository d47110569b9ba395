// What an expectation looked at, in words: the answer to "what was it instead?".
//
//     expect fit is 100 and rating is A and owner is ana
//
//     fit is 75                                       (parts that held are left out)
//     rating is B
//     route took rule `rest`, to ben
#pragma once
#include <span>
#include <string>
#include <vector>

#include "compiler/source/source_map.hpp"
#include "compiler/types/program.hpp"
#include "runtime/decide/desk.hpp"

namespace leadflow::testrunner {

struct DecidedTest {
  const typed::Program& program;
  const typed::Test& test;
  const SourceMap& sources;
  const decide::Desk& desk;
  vm::Machine& machine;                                ///< it has decided the lead
  std::span<const decide::Taken> routes;               ///< that the lead went through so far
};

std::vector<std::string> actualValues(const DecidedTest& decided, const typed::Expr& condition);

}  // namespace leadflow::testrunner
