#include "runtime/ingest/rejects.hpp"

#include "tests/unit/ingest/leads_fixture.hpp"

using namespace leadflow;
using namespace leadflow::ingest;
using namespace leadflow::ingest::test;

TEST_CASE("rejects: one JSON line each, whatever the record holds") {
  Reject reject;
  reject.line = 17;
  reject.reason = "the key `id` is missing";
  reject.record = std::string_view(",\"a\nb\",\xFF\0", 9);
  std::string out;
  appendReject(out, reject);
  CHECK(out == "{\"line\":17,\"key\":null,\"reason\":\"the key `id` is missing\",\"record\":\",\\\"a\\nb\\\",\xEF\xBF\xBD\\u0000\"}\n");
  reject.key = "x\"y";
  out.clear();
  appendReject(out, reject);
  CHECK(out.find("\"key\":\"x\\\"y\"") != std::string::npos);
}

TEST_CASE("summary: what was read, set aside, missed") {
  const Fixture f;
  MemorySource source("id,created_at,company_size,country,Zodiac\n"
                      "a,2026-01-01,many,Germnay,leo\n"
                      "b,2026-01-01,few,DE,\n"
                      "a,2026-01-01,1,DE,\n"
                      " a ,2026-01-01,1,DE,\n"
                      ",2026-01-01,1,DE,\n"
                      ",,,,\n");
  LeadReader reader(f.schema, source, {.name = "x.csv"});
  RunSummary summary;
  Batch batch;
  while (reader.next(batch, 2)) summary.add(batch);
  summary.addArithmeticFaults(3);
  const std::string text = summary.render(reader);
  CHECK(text.rfind(
      "read               5   leads\n"
      "decided            2\n"
      "set aside          3   2 the key was already seen\n"
      "                       1 the key is missing\n"
      "missed             3   company_size 2   `many` is not a whole number (line 2, column `company_size`)\n"
      "                       country      1   `Germnay` is not a country; did you mean `Germany`? (line 2, column `country`)\n"
      "arithmetic         3   results too large or divided by zero: taken as missing\n"
      "blank              1   line of empty cells\n"
      "unread             1   `Zodiac`\n"
      "unfed ", 0) == 0);
  INFO(text);
  REQUIRE(summary.issues().size() == 3);
  std::string line;
  appendIssue(line, "x.csv", summary.issues()[0]);
  CHECK(line == "x.csv:2:14: company_size: `many` is not a whole number");
}
