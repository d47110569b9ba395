// Every lint has a page whose first example earns it, first of all, and whose second is clean.
#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

#include "compiler/lint/lint.hpp"
#include "tests/unit/people/compiled.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

std::string block(const std::string& page, const std::string& fence) {
  const std::size_t begin = page.find(fence + '\n');
  if (begin == std::string::npos) return {};
  const std::size_t start = begin + fence.size() + 1;
  return page.substr(start, page.find("```", start) - start);
}

}  // namespace

TEST_CASE("the pages of the lints hold") {
  int pages = 0;
  for (int i = 0; i < static_cast<int>(diag::Code::Count_); ++i) {
    const auto code = static_cast<diag::Code>(i);
    if (!lint::isLint(code)) continue;
    const std::string name(diag::info(code).kebab);
    INFO(name);
    std::ifstream in("docs/lints/" + name + ".md");
    REQUIRE(in.good());
    std::stringstream text;
    text << in.rdbuf();
    ++pages;
    const std::string wrong = block(text.str(), "```leadflow wrong"), right = block(text.str(), "```leadflow");
    if (wrong.empty()) {
      CHECK(code == diag::Code::UnmappedColumn);  // needs a file of leads: lint_test.cpp
      continue;
    }
    Compiled c;
    c.lints = true;
    c.compile(wrong);
    REQUIRE(!c.result->diags.all().empty());
    CHECK(diag::info(c.result->diags.all().front().code).kebab == name);
    c.compile(right);
    CHECK(c.codes() == Codes{});
  }
  CHECK(pages == 17);
}
