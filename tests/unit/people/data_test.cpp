// Lists and tables, inline and from files.
#include <catch2/catch.hpp>

#include "compiled.hpp"
#include "tests/unit/own_time.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {
const std::string kUseList = "score s { +1 when state in l }\n";
const std::string kUseTable = "score s { +1 when state in t }\n";
}  // namespace

TEST_CASE("a list takes a column of a file") {
  Compiled c;
  c.with("d.csv", "\xEF\xBB\xBF" "kind;Domain\r\nfree;gmail.com\r\nfree;\" GMAIL.com \"\r\nfree;a;b\r\n\r\n;x.com");
  c.compile(kHead + "list l from \"d.csv\" column domain\n" + kUseList);
  REQUIRE(c.codes() == Codes{});
  const auto& set = c.program().sets.at(0);
  REQUIRE(set.values.size() == 3);  // one spelling twice, the third row's first two cells are read
  CHECK(set.values[0].text == "gmail.com");
  CHECK(set.values[2].text == "x.com");
}

TEST_CASE("a file of one column needs no header") {
  Compiled c;
  c.with("d.csv", "CA\nTX\nCA\n").compile(kHead + "list l from \"d.csv\"\n" + kUseList);
  REQUIRE(c.codes() == Codes{});
  CHECK(c.program().sets.at(0).values.size() == 2);
  c.with("d.csv", "a,b\nCA,1\n").compile(kHead + "list l from \"d.csv\"\n" + kUseList);
  CHECK(c.codes() == Codes{"LF0607"});
}

TEST_CASE("a list of a file that is not as it says") {
  Compiled c;
  c.compile(kHead + "list l from \"d.csv\" column domain\n" + kUseList);
  CHECK(c.codes() == Codes{"LF0001"});
  c.with("d.csv", "").compile(kHead + "list l from \"d.csv\" column domain\n" + kUseList);
  CHECK(c.codes() == Codes{"LF0601"});
  c.with("d.csv", "domian\nx\n").compile(kHead + "list l from \"d.csv\" column domain\n" + kUseList);
  REQUIRE(c.codes() == Codes{"LF0602"});
  CHECK(c.result->diags.all()[0].help == "did you mean `domian`?");
  c.with("d.csv", "a,domain\nx\n").compile(kHead + "list l from \"d.csv\" column domain\n" + kUseList);
  CHECK(c.codes() == Codes{"LF0603"});
  c.with("d.csv", "domain\nx\n").compile(kHead + "list l from \"../d.csv\" column domain\n" + kUseList);
  CHECK(c.codes() == Codes{"LF0008"});
}

TEST_CASE("the values of a list are those of what it is compared with") {
  Compiled c;
  c.with("d.csv", "where\nGermany\nDEU\nfr\n").compile(kHead + "list l from \"d.csv\" column where\nscore s { +1 when country in l }\n");
  REQUIRE(c.codes() == Codes{});
  bool found = false;
  for (const auto& set : c.program().sets) found = found || (set.type.kind == TypeKind::Country && set.values.size() == 2);
  CHECK(found);
  c.with("d.csv", "where\nGermany\nAtlantis\n").compile(kHead + "list l from \"d.csv\" column where\nscore s { +1 when country in l }\n");
  REQUIRE(!c.codes().empty());
  CHECK(c.place(0) == "LF0604 d.csv:3:1");
}

TEST_CASE("a table from a file has typed columns and one row a key") {
  Compiled c;
  c.with("t.csv", "State,owner,quota,since\nCA,ana,\"$1,200\",2026-01-01\nTX,,50k USD,\n");
  const std::string table = "table t from \"t.csv\" { state text key, owner rep, quota money, since instant }\n";
  c.compile(kHead + table + kUseTable);
  REQUIRE(c.codes() == Codes{});
  const auto& made = c.program().tables.at(0);
  REQUIRE(made.rows.size() == 2);
  CHECK(made.rows[0][1].text == "ana");
  CHECK(made.rows[0][2].bits == 12'000'000);
  CHECK(made.rows[0][3].bits == 1767243600000);  // midnight in New York
  CHECK(made.rows[1][1].isMissing());
  CHECK(made.rows[1][2].bits == 500'000'000);

  c.with("t.csv", "State,owner,quota,since\nCA,ana,1,\n ca ,ben,2,\n").compile(kHead + table + kUseTable);
  CHECK(c.place(0) == "LF0605 t.csv:3:1");
  c.with("t.csv", "State,owner,quota,since\nCA,ana,many,\n").compile(kHead + table + kUseTable);
  CHECK(c.place(0) == "LF0604 t.csv:2:8");
  c.with("t.csv", "State,owner,quota,since\n,ana,1,\n").compile(kHead + table + kUseTable);
  CHECK(c.codes() == Codes{"LF0610"});
  c.with("t.csv", "State,owner,quota,since\nCA,ana,1\n").compile(kHead + table + kUseTable);
  CHECK(c.place(0) == "LF0603 t.csv:2:1");
  c.with("t.csv", "State,owner,owner,quota,since\nCA,ana,x,1,\n").compile(kHead + table + kUseTable);
  CHECK(c.codes() == Codes{"LF0606"});
  c.with("t.csv", "State,owner,quota,since\n").compile(kHead + table + kUseTable);
  CHECK(c.codes() == Codes{"LF0613"});
}

TEST_CASE("many bad cells are ten findings and a count") {
  Compiled c;
  std::string text = "state,quota\n";
  for (int i = 0; i < 500; ++i) text += "s" + std::to_string(i) + ",x\n";
  c.with("t.csv", text).compile(kHead + "table t from \"t.csv\" { state text key, quota int }\n" + kUseTable);
  REQUIRE(c.codes().size() == 10);
  REQUIRE(!c.result->diags.all()[9].notes.empty());
  CHECK(c.result->diags.all()[9].notes.back() == "and 490 more of this kind in the file");
}

TEST_CASE("a table inline") {
  Compiled c;
  c.compile(kHead + "table t {\n  | state text key | desk text | quota money |\n  | \"CA\" | \"West\" | 5k USD |\n  | \"TX\" | | |\n}\n" + kUseTable);
  REQUIRE(c.codes() == Codes{});
  CHECK(c.program().tables.at(0).rows.size() == 2);
  CHECK(c.program().tables.at(0).rows[1][1].isMissing());
  c.compile(kHead + "table t {\n  | state text key | desk text |\n  | \"CA\" | \"West\" |\n  | \"ca\" | \"East\" |\n}\n" + kUseTable);
  CHECK(c.codes() == Codes{"LF0605"});
  c.compile(kHead + "table t {\n  | state text | desk text |\n  | \"CA\" | \"West\" |\n}\n" + kUseTable);
  CHECK(!c.codes().empty());
  CHECK(c.codes().front() == "LF0609");
}

TEST_CASE("a table of 100,000 rows") {
  Compiled c;
  std::string text = "domain,owner\n";
  for (int i = 0; i < 100'000; ++i) text += "company-" + std::to_string(i) + ".example,rep" + std::to_string(i % 50) + "\n";
  c.with("t.csv", text);
  const double start = test::ownMilliseconds();
  c.compile(kHead + "table t from \"t.csv\" { domain text key, owner rep }\n" + kUseTable);
  const double took = test::ownMilliseconds() - start;
  REQUIRE(c.codes() == Codes{});
  CHECK(c.program().tables.at(0).rows.size() == 100'000);
  WARN("100,000 rows took " << took << " ms");
  CHECK(took < 20'000);  // quadratic would be minutes, on any machine and build
}
