// What each form of expression is read as, and what is said about those that are written wrong.
#include <catch2/catch.hpp>

#include "tests/unit/parse/dump.hpp"

using namespace leadflow;

namespace {

std::string read(const std::string& text) {
  diag::Diagnostics diags;
  const syntax::ExprPtr e = parse::parseExpression(text, 1, diags);
  if (diags.hasErrors()) return std::string(diag::info(diags.all().front().code).name);
  return parse::dump(e.get());
}

struct Case {
  const char* text;
  const char* tree;
};

}  // namespace

TEST_CASE("literals keep their value and unit") {
  const Case cases[] = {
      {"42", "420000i"}, {"1_000", "10000000i"}, {"3.5", "35000f"}, {"50k", "500000000i"}, {"2M", "20000000000i"}, {"1.5k", "15000000f"},
      {"0.0001", "1f"}, {"15%", "150000%"}, {"0.5%", "5000%"}, {"50k USD", "500000000USD"}, {"-5 EUR", "(neg 50000EUR)"},
      {"30 seconds", "30000ms"}, {"1 minute", "60000ms"}, {"4 hours", "14400000ms"}, {"2 weeks", "1209600000ms"}, {"1.5 hours", "5400000ms"},
      {"30 business minutes", "1800000bms"}, {"4 business hours", "14400000bms"}, {"2 business days", "2bd"},
      {"2026-03-02", "@2026-03-02"}, {"2026-03-02 10:00", "@2026-03-02 10:00"}, {"2026-03-02T10:00:30Z", "@2026-03-02T10:00:30Z"},
      {"2026-03-02 10:00+01:00", "@2026-03-02 10:00+01:00"}, {"2024-02-29", "@2024-02-29"}, {"true", "true"}, {"missing", "missing"},
      {R"("a \"b\" \\ c")", "\"a \"b\" \\ c\""}, {R"("Hi {first_name}, {{x}}")", "(template \"Hi \" first_name \", {x}\")"},
      {R"("{a}{b + 1}")", "(template \"\" a \"\" (+ b 10000i) \"\")"}};
  for (const Case& c : cases) CHECK(read(c.text) == c.tree);
}

TEST_CASE("signs bind as the language says") {
  const Case cases[] = {
      {"a + b * c", "(+ a (* b c))"}, {"a - b - c", "(- (- a b) c)"}, {"a ?? b + 1", "(?? a (+ b 10000i))"}, {"-a * -b", "(* (neg a) (neg b))"},
      {"(a + b) * c", "(* (+ a b) c)"}, {"a or b and c", "(or a (and b c))"}, {"a and b or c and d", "(or (and a b) (and c d))"},
      {"not a and b", "(and (not a) b)"}, {"not a is b", "(not (is a b))"}, {"not (a or b)", "(not (or a b))"}, {"a > b + 1", "(> a (+ b 10000i))"},
      {"a ?? 0 < 5", "(< (?? a 0i) 50000i)"}, {"a and b and c", "(and a b c)"}, {"not not a", "(not (not a))"}};
  for (const Case& c : cases) CHECK(read(c.text) == c.tree);
}

TEST_CASE("comparisons") {
  const Case cases[] = {
      {"a is b", "(is a b)"}, {"a is not b", "(isnot a b)"}, {"a is known", "(known a)"}, {"a is not known", "(unknown a)"}, {"a is missing", "(unknown a)"},
      {"a is not missing", "(known a)"}, {"a is before now", "(before a now)"}, {"a is not after now", "(not (after a now))"}, {"a is before", "(is a before)"},
      {"mql is reached", "(is-reached mql)"}, {"cal is not open", "(isnot-open cal)"}, {"a in [x, y]", "(in a (list x y))"}, {"a not in b", "(notin a b)"},
      {"a is in b", "(in a b)"}, {"a in 50..500", "(in a (range 500000i 5000000i))"}, {"a in 500..", "(in a (..range 5000000i))"},
      {"a in ..49", "(in a (range.. 490000i))"}, {"a in param.low..param.high", "(in a (range param.low param.high))"}, {"a in 500.. and b", "(and (in a (..range 5000000i)) b)"},
      {"a in 0%..100%", "(in a (range 0% 1000000%))"}, {"t contains \"x\"", "(contains t \"x\")"}, {"t begins with \"x\"", "(begins t \"x\")"},
      {"t ends with \"x\"", "(ends t \"x\")"}, {"t matches /a|b\\/c/i", "(matches t /a|b/c/i)"}, {"t[k].c is x", "(is t[k].c x)"}, {"a.b.c", "a.b.c"},
      {"round(x, 2) >= 3", "(>= (call round x 20000i) 30000i)"}, {"f()", "(call f)"}};
  for (const Case& c : cases) CHECK(read(c.text) == c.tree);
}

TEST_CASE("activity forms, and fields with the same names") {
  const Case cases[] = {
      {"had call", "(had call)"}, {"had call in last 7 days", "(had call last=604800000ms)"}, {"had reply in stage", "(had reply since=stage)"},
      {"had reply in stage where sentiment is positive or had call", "(or (had reply since=stage where=(is sentiment positive)) (had call))"},
      {"had call in last 7 days where (a is b and c is d)", "(had call last=604800000ms where=(and (is a b) (is c d)))"},
      {"count pricing_view in last 7 days >= 3", "(>= (count pricing_view last=604800000ms) 30000i)"},
      {"count call where outcome is connected >= 3", "(>= (count call where=(is outcome connected)) 30000i)"},
      {"last demo_request is after now", "(after (last demo_request) now)"}, {"last call.outcome is connected", "(is (last call.outcome) connected)"},
      {"had is known", "(known had)"}, {"count > 3", "(> count 30000i)"}, {"last in [a]", "(in last (list a))"}, {"first is x", "(is first x)"}, {"source is state", "(is source state)"},
      {"count call in last 3 days in 1..5", "(in (count call last=259200000ms) (range 10000i 50000i))"}, {"had activity in sequence", "(had activity since=sequence)"},
      {"first of { a when x  > 1; \"b c\" otherwise }", "(first a:(> x 10000i) \"b c\":otherwise)"},
      {"first of { a when x, b otherwise }", "(first a:x b:otherwise)"},
      {"ranges of n { s below 50, m at most 100, l otherwise }", "(ranges n s:0:500000i m:1:1000000i l:5:null)"}};
  for (const Case& c : cases) CHECK(read(c.text) == c.tree);
}

TEST_CASE("lines end where the language says, also in an expression") {
  CHECK(read("(a\n and b)") == "(and a b)");
  CHECK(read("[a,\n b]") == "(list a b)");
  CHECK(read("a\n  and b") == "(and a b)");
  CHECK(read("a +\n b") == "(+ a b)");
  CHECK(read("a # why\n # more\n\n or b") == "(or a b)");
}

TEST_CASE("mistakes have the code that fits") {
  const Case cases[] = {
      {"a == b", "LF0115"}, {"a = b", "LF0115"}, {"a != b", "LF0115"}, {"a && b", "LF0116"}, {"a || b", "LF0116"}, {"!a", "LF0116"}, {"a < b < c", "LF0124"},
      {"a +", "LF0125"}, {"a is", "LF0125"}, {"(a", "LF0105"}, {"[a, b", "LF0104"}, {"[a b]", "LF0119"}, {"\"abc", "LF0103"}, {"\"a\\qb\"", "LF0110"},
      {"a > 5x", "LF0111"}, {"0.00001", "LF0111"}, {"5 minuts", "LF0112"}, {"3 months", "LF0112"}, {"2 business weeks", "LF0112"}, {"2026-02-30", "LF0113"},
      {"2026-3-2", "LF0113"}, {"2026-03-02 25:00", "LF0114"}, {"a is /x/", "LF0123"}, {"a matches \"x\"", "LF0130"}, {"a matches /x", "LF0129"},
      {"a adn b", "LF0121"}, {"\"{a\"", "LF0136"}, {"99999999999999999999", "LF0137"}, {"", "LF0125"}, {"a b", "LF0100"}, {"a)", "LF0100"}, {"\"{}\"", "LF0125"}};
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(read(c.text) == c.tree);
  }
}

TEST_CASE("every sign that is written wrong comes with the edit that mends it") {
  for (const char* text : {"a == b", "a && b", "!a", "a => b"}) {
    diag::Diagnostics diags;
    (void)parse::parseExpression(text, 1, diags);
    REQUIRE(diags.errorCount() == 1);
    REQUIRE(diags.all().front().edits.size() == 1);
    const diag::Edit& edit = diags.all().front().edits.front();
    std::string mended = text;
    mended.replace(edit.span.begin - 1, edit.span.end - edit.span.begin, edit.text);
    diag::Diagnostics again;
    CHECK(parse::parseExpression(mended, 1, again) != nullptr);
  }
}

TEST_CASE("spans count from the base and cover what they should") {
  diag::Diagnostics diags;
  const syntax::ExprPtr e = parse::parseExpression("  abc  is  d ", 1000, diags);
  REQUIRE(e);
  CHECK(e->span == Span{1002, 1012});
  CHECK(e->op_span == Span{1007, 1009});
  CHECK(e->args[0]->span == Span{1002, 1005});
}
