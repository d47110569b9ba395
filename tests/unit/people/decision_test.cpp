// Decision tables.
#include <catch2/catch.hpp>

#include "compiled.hpp"
#include "tests/unit/own_time.hpp"

using namespace leadflow;
using namespace leadflow::test;
using Kind = typed::CellTest::Kind;


TEST_CASE("an inline decision in its parts") {
  Compiled c;
  c.compile(kHead +
            "list dach = [DE, AT, CH]\n"
            "decision d {\n"
            "  | source    | size in     | country in | state begins with | -> target          | -> tier |\n"
            "  | web, list | 50..500     | dach, FR   | \"C\"             | 5 business minutes | gold    |\n"
            "  | -         | 9, 1000..   | -          | -                 | 1 business hour    | silver  |\n"
            "}\n");
  REQUIRE(c.codes() == Codes{});
  const auto& d = c.program().decisions.at(0);
  REQUIRE(d.rows.size() == 2);
  REQUIRE(d.inputs.size() == 4);
  CHECK(d.rows[0].tests[0].kind == Kind::InSet);
  CHECK(d.rows[0].tests[0].values.size() == 2);
  CHECK(d.rows[0].tests[1].kind == Kind::Ranges);
  CHECK(d.rows[0].tests[1].ranges.at(0).low == 50);
  CHECK(d.rows[0].tests[2].values.size() == 4);
  CHECK(d.rows[0].tests[3].kind == Kind::Prefix);
  CHECK(d.rows[1].tests[0].kind == Kind::Any);
  REQUIRE(d.rows[1].tests[1].ranges.size() == 2);
  CHECK(d.outputs[0].type.kind == TypeKind::BusinessDuration);
  CHECK(d.outputs[1].type.kind == TypeKind::Enum);
  CHECK(d.rows[1].outputs[1].bits == 1);
}

TEST_CASE("a decision from a file") {
  Compiled c;
  const std::string head = kHead +
                           "decision d from \"d.csv\" {\n"
                           "  country is column country\n"
                           "  state in column states\n"
                           "  size in column size\n"
                           "  source is column source\n"
                           "  valid from column since until column till\n"
                           "  gives who rep from column owner\n"
                           "  gives tier from column tier\n"
                           "  gives limit from column limit\n"
                           "}\n";
  c.with("d.csv",
         "country,states,size,source,since,till,owner,tier,limit\n"
         "Germany; FR,\"CA;OR, WA\",50..500,Website,2026-01-01,2026-04-01,ana,gold,1.5\n"
         "-,,< 50,,,,ben,silver,2\n"
         ",,\"50,000..\",web|list,,,,gold,3\n");
  c.compile(head);
  REQUIRE(c.codes() == Codes{});
  const auto& d = c.program().decisions.at(0);
  REQUIRE(d.rows.size() == 3);
  CHECK(d.rows[0].tests[0].values.size() == 2);
  CHECK(d.rows[0].tests[1].values.size() == 3);
  CHECK(d.rows[0].tests[3].values.at(0).bits == 0);
  CHECK(d.rows[0].has_from);
  CHECK(d.rows[0].valid_from == 1767243600000);
  CHECK(d.rows[0].valid_until == 1775016000000);
  CHECK(d.rows[1].tests[2].ranges.at(0).high == 50);
  CHECK(!d.rows[1].tests[2].ranges.at(0).high_inclusive);
  CHECK(d.rows[2].tests[2].ranges.at(0).low == 50'000);
  CHECK(d.rows[2].outputs[0].isMissing());
  CHECK(d.outputs[2].type.kind == TypeKind::Number);
  CHECK(d.rows[1].outputs[2].bits == 20'000);
  CHECK(d.outputs[1].type.kind == TypeKind::Enum);

  c.with("d.csv", "country,states,size,source,since,till,owner,tier,limit\nDE,,,Wbe,,,ana,gold,1\n").compile(head);
  CHECK(c.place(0) == "LF0620 d.csv:2:6");
  c.with("d.csv", "country,states,size,source,since,till,owner,tier,limit\nDE,,,,2026-02-01,2026-01-01,ana,gold,1\n").compile(head);
  CHECK(c.place(0) == "LF0624 d.csv:2:18");
  c.with("d.csv", "country,states,size,source,since,till,owner,tier,limit\nDE,,,,soon,,ana,gold,1\n").compile(head);
  CHECK(c.place(0) == "LF0620 d.csv:2:7");
  c.with("d.csv", "country,states,size,source,since,till,owner,tier,limit\nDE,,,,,,ana,gold,1\nDE,,,,,,ana,gold,10%\n").compile(head);
  CHECK(c.place(0) == "LF0623 d.csv:3:18");
  c.with("d.csv", "country,states,size,source,since,owner,tier,limit\nDE,,,,,ana,gold,1\n").compile(head);
  CHECK(c.codes() == Codes{"LF0602"});
}

TEST_CASE("operators that a type does not know, and cells that no value fits") {
  Compiled c;
  c.compile(kHead + "decision d {\n  | size begins with | -> x |\n  | \"1\" | 1 |\n}\n");
  CHECK(c.codes() == Codes{"LF0621"});
  c.compile(kHead + "decision d {\n  | state < | -> x |\n  | \"1\" | 1 |\n}\n");
  CHECK(c.codes() == Codes{"LF0621"});
  c.compile(kHead + "decision d {\n  | state | -> x |\n  | 1..5 | 1 |\n}\n");
  CHECK(c.codes() == Codes{"LF0620"});
  c.compile(kHead + "decision d {\n  | size | -> x |\n  | 500..50 | 1 |\n}\n");
  CHECK(c.codes() == Codes{"LF0319"});
  c.compile(kHead + "decision d {\n  | size | -> x |\n  | 5 | 1 |\n  | 6 | \"a\" |\n}\n");
  CHECK(c.codes() == Codes{"LF0623"});
}

TEST_CASE("20,000 rows are read once each") {
  Compiled c;
  std::string text = "country,states,zip,owner\n";
  static const char* countries[] = {"US", "DE", "FR", "GB", "CA"};
  for (int i = 0; i < 20'000; ++i)
    text += std::string(countries[i % 5]) + ",S" + std::to_string(i % 97) + ";T" + std::to_string(i % 89) + "," + std::to_string(10'000 + i) + ",rep" + std::to_string(i % 60) + "\n";
  c.with("d.csv", text);
  const double start = test::ownMilliseconds();
  c.compile(kHead + "decision d from \"d.csv\" { country is column country\n state in column states\n id begins with column zip\n gives who rep from column owner }\n");
  const double took = test::ownMilliseconds() - start;
  REQUIRE(c.codes() == Codes{});
  CHECK(c.program().decisions.at(0).rows.size() == 20'000);
  WARN("20,000 rows took " << took << " ms");
  CHECK(took < 20'000);
}
