// Whole files: what is accepted, what is said about what is not, how reading goes on after a mistake, and the limits.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/diag/render.hpp"
#include "tests/unit/own_time.hpp"
#include "tests/unit/parse/dump.hpp"

using namespace leadflow;
namespace fs = std::filesystem;

namespace {

struct Parsed {
  SourceMap sources;
  diag::Diagnostics diags;
  syntax::File file;

  explicit Parsed(std::string text) { file = parse::parseFile(*sources.add("test.leadflow", std::move(text)), diags); }
  std::string codes() const {
    std::string out;
    for (const auto& d : diags.sorted()) out += (out.empty() ? "" : " ") + std::string(diag::info(d.code).name);
    return out;
  }
  template <typename T>
  const T& only(std::size_t i = 0) const {
    REQUIRE(file.declarations.size() > i);
    REQUIRE(std::holds_alternative<T>(file.declarations[i].node));
    return std::get<T>(file.declarations[i].node);
  }
};

std::string readAll(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<fs::path> playbooks(const char* folder) {
  std::vector<fs::path> list;
  if (fs::exists(folder))
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.path().extension() == ".leadflow") list.push_back(entry.path());
  return list;
}

double milliseconds(const std::string& text) {
  const double begin = test::ownMilliseconds();
  const Parsed parsed(text);
  CHECK(!parsed.diags.hasErrors());
  return test::ownMilliseconds() - begin;
}

}  // namespace

TEST_CASE("every playbook that is right is read without a finding") {
  for (const char* folder : {"tests/grammar/accept", "examples", "stdlib/modules"})
    for (const fs::path& path : playbooks(folder)) {
      const Parsed parsed(readAll(path));
      INFO(path.string() << "\n" << diag::renderText(parsed.diags.all(), parsed.sources));
      CHECK(parsed.diags.all().empty());
      CHECK(!parsed.file.declarations.empty());
    }
  CHECK(playbooks("tests/grammar/accept").size() >= 3);
}

TEST_CASE("every playbook that is wrong gets all the findings that its first line names") {
  const auto list = playbooks("tests/grammar/reject");
  CHECK(list.size() >= 5);
  for (const fs::path& path : list) {
    const std::string text = readAll(path);
    const std::string head = "# expect: ";
    REQUIRE(text.compare(0, head.size(), head) == 0);
    const std::string wanted = text.substr(head.size(), text.find('\n') - head.size());
    const Parsed parsed(text);
    INFO(path.string() << "\n" << diag::renderText(parsed.diags.sorted(), parsed.sources));
    std::istringstream wants(wanted), gets(parsed.codes());
    std::vector<std::string> want, got;
    for (std::string code; wants >> code;) want.push_back(code);
    for (std::string code; gets >> code;) got.push_back(code);
    std::sort(want.begin(), want.end());
    std::sort(got.begin(), got.end());
    CHECK(got == want);
  }
}

TEST_CASE("a mistake costs its statement, not its block") {
  const Parsed parsed("score s {\n  +1 when a\n  +2 wen b\n  +3 when c\n}\npool p = reps\n");
  CHECK(parsed.codes() == "LF0106");
  CHECK(parsed.only<syntax::Score>().terms.size() == 2);
  CHECK(parsed.only<syntax::Pool>(1).name.text == "p");
  const auto& finding = parsed.diags.all().front();
  CHECK(finding.help == "did you mean `when`?");
  CHECK(parsed.sources.text(finding.primary) == "wen");
}

TEST_CASE("fields keep everything that is written") {
  const Parsed parsed(
      "lead {\n  ## The one.\n  ## Really.\n  a one of x = \"X\" | \"Ex\", y  from \"A\", \"B\"  missing \"N/A\"  otherwise y  default x pii\n"
      "  b int 0..10 required strict\n  c instant format \"DD-MM-YYYY\" key\n  d = a.b\n}\n");
  CHECK(parsed.codes().empty());
  const auto& fields = parsed.only<syntax::Lead>().fields;
  REQUIRE(fields.size() == 4);
  CHECK(fields[0].doc == "The one.\nReally.");
  CHECK(fields[0].type->word.text == "one");
  REQUIRE(fields[0].type->values.size() == 2);
  CHECK(fields[0].type->values[0].labels == std::vector<std::string>{"X", "Ex"});
  CHECK(fields[0].type->otherwise.text == "y");
  CHECK(fields[0].from == std::vector<std::string>{"A", "B"});
  CHECK(fields[0].missing == std::vector<std::string>{"N/A"});
  CHECK(parse::dump(fields[0].fallback.get()) == "x");
  CHECK(fields[0].pii);
  CHECK(parse::dump(fields[1].range.get()) == "(range 0i 100000i)");
  CHECK((fields[1].required && fields[1].strict && !fields[1].key));
  CHECK(fields[2].format == "DD-MM-YYYY");
  CHECK(fields[2].key);
  CHECK(parse::dump(fields[3].derived.get()) == "a.b");
  CHECK(!fields[3].type);
}

TEST_CASE("scores, terms, decay") {
  const Parsed parsed(
      "score s max 120 min 0 {\n  decay half every 30 days since seen\n  -15 when a because \"b\"\n  +param.hot per v where x is y max 4 times max 10 points\n"
      "  best of { +3 when a, +2 when b }\n}\nscore t = s + 1\n");
  CHECK(parsed.codes().empty());
  const auto& score = parsed.only<syntax::Score>();
  CHECK(parse::dump(score.max.get()) == "1200000i");
  CHECK(parse::dump(score.min.get()) == "0i");
  REQUIRE(score.decay);
  CHECK(parse::dump(score.decay->span_of_time.get()) == "2592000000ms");
  CHECK(score.decay->since.text == "seen");
  REQUIRE(score.terms.size() == 3);
  CHECK(score.terms[0].negative);
  CHECK(score.terms[0].because == "b");
  CHECK(parse::dump(score.terms[1].points.get()) == "param.hot");
  CHECK(score.terms[1].per.text == "v");
  CHECK(parse::dump(score.terms[1].where.get()) == "(is x y)");
  CHECK(parse::dump(score.terms[1].max_times.get()) == "40000i");
  CHECK(parse::dump(score.terms[1].max_points.get()) == "100000i");
  CHECK(score.terms[2].best_of.size() == 2);
  CHECK(parse::dump(parsed.only<syntax::Score>(1).formula.get()) == "(+ s 10000i)");
}

TEST_CASE("routes and their targets") {
  const Parsed parsed(
      "route r exclusive {\n  hot urgent when a -> round robin p available under capacity with skill \"x\" preferring skill \"y\" otherwise queue q because \"z\"\n"
      "  own when b -> named[domain].owner\n  share otherwise -> split 70% weighted p, 30% longest waiting q\n  in when c -> route unit.inside\n}\n");
  CHECK(parsed.codes() == "LF0126");  // `in` is reserved: that rule alone is lost
  const auto& route = parsed.only<syntax::Route>();
  CHECK(route.exclusive);
  REQUIRE(route.rules.size() == 3);
  const auto& hot = route.rules[0];
  CHECK(hot.urgent);
  CHECK(hot.because == "z");
  REQUIRE(hot.targets.size() == 2);
  CHECK(hot.targets[0].kind == syntax::Choice::Kind::RoundRobin);
  CHECK((hot.targets[0].available && hot.targets[0].under_capacity));
  CHECK(parse::dump(hot.targets[0].with_skill.at(0).get()) == "\"x\"");
  CHECK(parse::dump(hot.targets[0].preferring_skill.at(0).get()) == "\"y\"");
  CHECK(hot.targets[1].kind == syntax::Choice::Kind::Queue);
  CHECK(parse::dump(route.rules[1].targets[0].rep.get()) == "named[domain].owner");
  CHECK(route.rules[2].when == nullptr);
  REQUIRE(route.rules[2].targets[0].shares.size() == 2);
  CHECK(parse::dump(route.rules[2].targets[0].shares[1].percent.get()) == "300000%");
  CHECK(route.rules[2].targets[0].shares[1].choice->kind == syntax::Choice::Kind::LongestWaiting);
}

TEST_CASE("calendars count minutes") {
  const Parsed parsed("calendar c { timezone \"Europe/Berlin\" hours mon..fri 09:00-17:30, sat 22:00-06:00 closed 2026-12-24 \"Eve\" on 2026-12-31 09:00-24:00 }\n");
  CHECK(parsed.codes().empty());
  const auto& calendar = parsed.only<syntax::Calendar>();
  REQUIRE(calendar.hours.size() == 2);
  CHECK(calendar.hours[0].first_day == 0);
  CHECK(calendar.hours[0].last_day == 4);
  CHECK(calendar.hours[0].spans == std::vector<std::pair<int, int>>{{540, 1050}});
  CHECK(calendar.hours[1].spans == std::vector<std::pair<int, int>>{{1320, 1800}});
  CHECK(calendar.closed.at(0).text == "Eve");
  CHECK(calendar.special.at(0).spans == std::vector<std::pair<int, int>>{{540, 1440}});
}

TEST_CASE("decision tables keep empty cells apart from values") {
  const Parsed parsed("decision d {\n  | a | b in | -> c |\n  | x, y | - | 5 days |\n  | -5 | 1..3, 7.. | |\n}\n");
  CHECK(parsed.codes().empty());
  const auto& decision = parsed.only<syntax::Decision>();
  REQUIRE(decision.inputs.size() == 2);
  CHECK(decision.inputs[1].op == syntax::DecisionInput::Operator::In);
  CHECK(decision.outputs.at(0).name.text == "c");
  REQUIRE(decision.rows.size() == 2);
  CHECK(decision.rows[0].inputs[0].alternatives.size() == 2);
  CHECK(decision.rows[0].inputs[1].alternatives.empty());
  CHECK(parse::dump(decision.rows[1].inputs[0].alternatives.at(0).get()) == "(neg 50000i)");
  CHECK(parse::dump(decision.rows[1].inputs[1].alternatives.at(1).get()) == "(..range 70000i)");
  CHECK(decision.rows[1].outputs.at(0) == nullptr);
}

TEST_CASE("what this version does not know is kept as balanced text") {
  const Parsed parsed("model intent \"}\" {\n  to X when t matches /}/\n  # }\n}\nrates { a; b }\nlead { id text }\n");
  CHECK(parsed.codes().empty());
  REQUIRE(parsed.file.declarations.size() == 3);
  CHECK(parsed.only<syntax::Later>(0).keyword.text == "model");
  CHECK(parsed.only<syntax::Later>(0).name.text == "intent");
  CHECK(parsed.sources.text(parsed.only<syntax::Later>(1).body) == " { a; b }");
}

TEST_CASE("comments that allow a finding are collected") {
  const Parsed parsed("# leadflow: allow LF0501 because we know\nlead { id text }  # leadflow: allow naming\n");
  REQUIRE(parsed.file.allows.size() == 2);
  CHECK(parsed.file.allows[0].code == "LF0501");
  CHECK(parsed.file.allows[0].reason == "we know");
  CHECK(parsed.file.allows[1].code == "naming");
}

TEST_CASE("what is no playbook text is refused at once") {
  CHECK(Parsed("").codes() == "LF0004");
  CHECK(Parsed(" \n\r\n\t").codes() == "LF0004");
  CHECK(Parsed("lead { id text }\n\xFF").codes() == "LF0005");
  CHECK(Parsed("lead { id \"\xC0\x80\" }").codes() == "LF0005");
  CHECK(Parsed(std::string("lead {\0 }", 9)).codes() == "LF0006");
  CHECK(Parsed(std::string("lead { id text from \"\0\" }", 25)).codes() == "LF0006");
  CHECK(Parsed("\xEF\xBB\xBFlead { id text }\r\n").codes().empty());
  const Parsed invalid("lead { id text }\n  \xFF");
  CHECK(invalid.sources.locate(invalid.diags.all().at(0).primary.begin).line == 2);
}

TEST_CASE("nesting and length have limits, not crashes") {
  auto times = [](const char* piece, int n) {
    std::string out;
    for (int i = 0; i < n; ++i) out += piece;
    return out;
  };
  CHECK(Parsed("score a = " + times("(", 100'000) + "1" + times(")", 100'000)).codes() == "LF0900");
  CHECK(Parsed("score a = " + times("(", 200) + "1" + times(")", 200)).codes().empty());
  CHECK(Parsed("score a = " + times("(", 201) + "1" + times(")", 201)).codes() == "LF0900");
  CHECK(Parsed("milestone a when " + times("not ", 100'000) + "b").codes() == "LF0900");
  CHECK(Parsed("score a = " + times("- ", 100'000) + "b").codes() == "LF0900");
  CHECK(Parsed("score a = " + times("b + ", 1000) + "b").codes() == "LF0901");
  CHECK(Parsed("score a = b" + times(".c", 100'000)).codes() == "LF0900");
  CHECK(Parsed("milestone a when " + times("b and ", 100'000) + "b").codes().empty());
  CHECK(Parsed("lead {\n" + times("broken\n", 1000) + "}\n").diags.errorCount() == 101);
  CHECK(Parsed(times("\"\n", 10'000)).diags.errorCount() == 101);
  CHECK(Parsed(times("{", 100'000)).codes() == "LF0900");
  CHECK(Parsed(times("}", 50)).diags.errorCount() == 50);
}

TEST_CASE("reading takes time in proportion to the text") {
  auto rules = [](int n) {
    std::string out = "route big {\n";
    for (int i = 0; i < n; ++i)
      out += "  rule_" + std::to_string(i) + " when country in emea and segment is enterprise and size > " + std::to_string(i) +
             " -> round robin sdr_emea available otherwise queue review\n";
    return out + "}\n";
  };
  const std::string small = rules(500), large = rules(5000);
  milliseconds(small);
  double few = 1e9, many = 1e9;
  for (int i = 0; i < 3; ++i) {
    few = std::min(few, milliseconds(small));
    many = std::min(many, milliseconds(large));
  }
  WARN("500 rules " << few << " ms, 5,000 rules " << many << " ms");
  CHECK(many < 30 * few);
}

TEST_CASE("no prefix of a playbook crashes the reader") {
  const std::string text = readAll("tests/grammar/accept/forms.leadflow");
  for (std::size_t n = 1; n < text.size(); n += 3) {
    const Parsed parsed(text.substr(0, n));
    for (const auto& d : parsed.diags.all()) {
      CHECK(d.primary.end <= n + 1);
      CHECK(d.primary.begin <= d.primary.end);
    }
  }
}
