#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "compiler/diag/render.hpp"
#include "compiler/diag/suggest.hpp"

using namespace leadflow;
using namespace leadflow::diag;

TEST_CASE("codes are found by number and by name, and are unique") {
  std::set<std::string_view> seen;
  for (int i = 0; i < static_cast<int>(Code::Count_); ++i) {
    const auto code = static_cast<Code>(i);
    INFO(info(code).name);
    CHECK(findCode(info(code).name) == code);
    CHECK(findCode(info(code).kebab) == code);
    CHECK(seen.insert(info(code).name).second);
    CHECK(seen.insert(info(code).kebab).second);
  }
  CHECK(findCode("LF9999") == Code::Count_);
  CHECK(info(Code::Count_).name == "LF0000");
}

TEST_CASE("findings are counted and sorted by place") {
  Diagnostics findings;
  findings.report(Code::FileMissing, {9, 10}, "late");
  findings.report(Code::FileMissing, {2, 4}, "early");
  findings.report(Code::FileMissing, {}, "nowhere");
  CHECK(findings.hasErrors());
  CHECK(findings.errorCount() == 3);
  CHECK(findings.all()[0].title == "late");
  const auto sorted = findings.sorted();
  CHECK(sorted[0].title == "nowhere");
  CHECK(sorted[1].title == "early");
  CHECK(sorted[2].title == "late");
}

TEST_CASE("JSON carries places, labels and edits") {
  SourceMap sources;
  const SourceFile* file = sources.add("a.leadflow", "x = 1\ny = \xC3\xA9\xFF\n");
  Diagnostics findings;
  findings.report(Code::FileMissing, {file->base + 6, file->base + 7}, "bad `\xFF`")
      .at("here").label({file->base, file->base + 1}, "there").note("n").withHelp("h").edit({file->base + 8, file->base + 8}, "==");
  findings.report(Code::FileEmpty, {}, "nowhere");
  const std::string text = renderJson(findings.all(), sources);
  CHECK(text.find("{\"findings\":[{\"code\":\"LF0001\",\"name\":\"file-missing\",\"severity\":\"error\",\"title\":\"bad `\xEF\xBF\xBD`\","
                  "\"file\":\"a.leadflow\",\"line\":2,\"column\":1,\"end_line\":2,\"end_column\":2,") == 0);
  const auto json = nlohmann::json::parse(text);
  CHECK(json["errors"] == 2);
  CHECK(json["warnings"] == 0);
  CHECK(json["notes"] == 0);
  const auto& first = json["findings"][0];
  CHECK(first["text"] == "here");
  CHECK(first["labels"][0]["line"] == 1);
  CHECK(first["labels"][0]["text"] == "there");
  CHECK(first["notes"][0] == "n");
  CHECK(first["help"] == "h");
  CHECK(first["edits"][0]["column"] == 3);
  CHECK(first["edits"][0]["end_column"] == 3);
  CHECK(first["edits"][0]["text"] == "==");
  CHECK(json["findings"][1]["file"].is_null());
}

TEST_CASE("a misspelt name gets the nearest known one") {
  const std::vector<std::string_view> fields{"company_size", "company", "country", "state"};
  CHECK(suggest("compny_size", fields) == "company_size");
  CHECK(suggest("contry", fields) == "country");
  CHECK(suggest("zebra", fields).empty());
  CHECK(suggest("state", fields).empty());
  CHECK(suggest("x", {}).empty());
}
