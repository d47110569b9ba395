// The modules are LeadFlow: the parser reads each without a word, and finds in it what the texts promise.
#include <catch2/catch.hpp>

#include <set>

#include "compiler/diag/render.hpp"
#include "compiler/parse/parse.hpp"
#include "stdlib/stdlib.hpp"

using namespace leadflow;

TEST_CASE("every module parses, and says what it is before each declaration") {
  std::set<std::string> templates, decisions;
  std::size_t lists = 0, calendars = 0, holidays = 0;
  for (const stdlib::Module& module : stdlib::modules()) {
    CAPTURE(std::string(module.name));
    SourceMap sources;
    diag::Diagnostics diags;
    const SourceFile& file = *sources.add("std." + std::string(module.name), std::string(module.text));
    const syntax::File tree = parse::parseFile(file, diags);
    INFO(diag::renderText(diags.sorted(), sources));
    CHECK_FALSE(diags.hasErrors());
    CHECK(diags.sorted().empty());
    for (const syntax::Declaration& declaration : tree.declarations) {
      CHECK_FALSE(std::holds_alternative<syntax::Playbook>(declaration.node));
      lists += std::holds_alternative<syntax::List>(declaration.node);
      calendars += std::holds_alternative<syntax::Calendar>(declaration.node);
      holidays += std::holds_alternative<syntax::HolidaySet>(declaration.node);
      if (const auto* made = std::get_if<syntax::Template>(&declaration.node)) {
        templates.insert(made->name.text);
        CHECK(made->params.size() == 6);
        CHECK(made->body.size() == 4);  // two scores, their total, a grade
      }
      if (const auto* made = std::get_if<syntax::Decision>(&declaration.node)) {
        decisions.insert(made->name.text);
        CHECK(made->inputs.size() == 1);
        CHECK(made->outputs.size() == 1);
        CHECK(made->rows.size() > 40);
        for (const syntax::Decision::Row& row : made->rows) {
          CHECK_FALSE(row.inputs.front().alternatives.empty());
          CHECK(row.outputs.front() != nullptr);
        }
      }
    }
  }
  CHECK(templates == std::set<std::string>{"fit_and_engagement"});
  CHECK(decisions == std::set<std::string>{"job_seniority", "job_department"});
  CHECK(lists > 70);
  CHECK(calendars == 6);
  CHECK(holidays == 21);
}
