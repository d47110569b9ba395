// Live tables, and leads finding their accounts in them.
#include <catch2/catch.hpp>
#include <random>

#include "runtime/decide/live_tables.hpp"
#include "runtime/decide/match_account.hpp"
#include "runtime/value/nearest.hpp"
#include "tests/unit/bytecode/assembler_workflow.hpp"

using namespace leadflow;
using namespace leadflow::decide;
using bytecode::kAny;
using bytecode::MatchInfo;
using bytecode::test::Lifecycle;
using Row = port::WorldRows::TableRow;

namespace {

Rep repOf(std::string id) {
  Rep rep;
  rep.id = std::move(id);
  return rep;
}

std::shared_ptr<const Desk> deskOf(bytecode::Chunk chunk) {
  auto loaded = bytecode::Program::load(std::move(chunk));
  INFO(loaded.error);
  REQUIRE(loaded.program);
  return Desk::open(loaded.program, People::bind(loaded.program, {repOf("zoe"), repOf("ana"), repOf("ben")}));
}

/// A lead with a company, decided with its account.
struct Asked {
  Lifecycle life;
  std::shared_ptr<const Desk> desk;
  std::shared_ptr<const vm::LiveTables> tables;
  vm::Machine machine;
  Arena arena;

  explicit Asked(Lifecycle made = {}, std::vector<Row> rows = {})
      : life(std::move(made)), desk(deskOf(life.a.chunk)), tables(liveTables(*desk, rows)), machine(desk->names().sharedProgram(), &desk->people().names()) {
    machine.setLiveTables(tables);
  }
  bool ask(std::string_view company) {
    const std::vector<Slot> fields{company.empty() ? kMissing : slotOf(makeText(arena, desk->program().symbols(), company)), kMissing, kMissing, kMissing, kMissing, kMissing};
    machine.begin({fields.data(), {}, "x", 1}, 1'000);
    machine.compute();
    const bool changed = AccountMatcher::of(desk, tables)->fill(machine);
    if (changed) machine.compute();
    return changed;
  }
  std::string rep(std::uint16_t reg) { return isMissing(machine.reg(reg)) ? "-" : desk->people().rep(machine.reg(reg)).id; }
  Slot known() { return machine.reg(life.known); }
};

}  // namespace

TEST_CASE("names lose punctuation and legal forms from the end, and nothing else") {
  CHECK(normalisedName("ACME, Inc.") == "acme");
  CHECK(normalisedName("A.C.M.E. GmbH & Co. KG") == "acme");
  CHECK(normalisedName("  Société Générale S.A. ") == "société générale");
  CHECK(normalisedName("McDonald’s Corp") == "mcdonalds");
  CHECK(normalisedName("AB Volvo") == "ab volvo");
  CHECK(normalisedName("Inc.") == "inc");
  CHECK(normalisedName("Co Op") == "co op");
  CHECK(normalisedName("Procter & Gamble Co.") == "procter gamble");
  CHECK(normalisedName("...") == "");
}

TEST_CASE("the bound on similar names spares comparisons and loses none") {
  std::mt19937_64 random(20261124);
  const std::vector<std::string> parts = {"acme", "globex", "initech", "umbrella", "stark", "wayne", "soylent", "tyrell", "hooli", "vandelay", "société", "group", "systems"};
  std::vector<std::string> names;
  for (int i = 0; i < 3'000; ++i) {
    std::string name = parts[random() % parts.size()] + " " + parts[random() % parts.size()];
    for (std::uint64_t edits = random() % 4; edits > 0; --edits) name[random() % name.size()] = static_cast<char>('a' + random() % 26);
    names.push_back(fold(name.substr(0, 3 + random() % 20)));
  }
  SimilarNames index;
  for (std::uint32_t i = 0; i < names.size(); ++i) index.add(names[i], i);
  index.finish();
  std::size_t compared = 0, found = 0;
  for (const Slot threshold : {600'000, 720'000, 850'000, 900'000, 950'000, 1'000'000}) {
    for (int i = 0; i < 40; ++i) {
      std::string name = names[random() % names.size()];
      name[random() % name.size()] = 'q';
      name = fold(name);
      Slot most = threshold;
      std::vector<std::uint32_t> expected;
      for (std::uint32_t n = 0; n < names.size(); ++n) {
        const Slot similarity = jaroWinkler(name, names[n]);
        if (similarity < most) continue;
        if (similarity > most) expected.clear();
        most = similarity;
        expected.push_back(n);
      }
      std::vector<std::uint32_t> actual;
      for (const auto& hit : index.best(name, threshold)) {
        actual.push_back(hit.id);
        CHECK(hit.similarity == most);
      }
      CHECK(actual == expected);
      found += !expected.empty();
      if (threshold == 900'000) compared += index.compared(name, threshold);
    }
  }
  CHECK(found > 100);
  CHECK(compared < 40 * names.size() / 4);
}

TEST_CASE("a lead finds its account by the first key that finds one, and the account's parent") {
  Asked asked;
  CHECK(asked.ask("acme.example"));  // same domain, in the rows compiled in
  CHECK(asked.known() == 1);
  CHECK(asked.rep(asked.life.account_owner) == "ana");
  CHECK(asked.rep(asked.life.parent_owner) == "-");
  CHECK(asked.ask("ACME.DE"));
  CHECK(asked.rep(asked.life.account_owner) == "ben");
  CHECK(asked.rep(asked.life.parent_owner) == "ana");
  CHECK(asked.ask("Acme Corp."));  // two rows are Acme: the one with an open deal
  CHECK(asked.rep(asked.life.account_owner) == "ben");
  CHECK(asked.ask("Initech"));
  CHECK(asked.rep(asked.life.account_owner) == "ana");
  CHECK(asked.rep(asked.life.parent_owner) == "-");  // its parent is nobody's key
  CHECK(asked.ask("Globex Corporaton"));
  CHECK(asked.rep(asked.life.account_owner) == "ben");
  CHECK(asked.ask("Vandelay"));  // known: no
  CHECK(asked.known() == 0);
  CHECK(asked.rep(asked.life.account_owner) == "-");
  asked.ask("");
  CHECK(asked.known() == 0);
}

TEST_CASE("preferences break ties in turn, missing last, then the table's order") {
  const auto owner = [](MatchInfo::Preference::Order order, std::uint32_t column) {
    Lifecycle life;
    life.a.chunk.workflow.matches[0].prefer = {{column, order}};
    life.a.chunk.workflow.matches[0].keys = {{2, life.words, 0, true}};
    Asked asked(std::move(life));
    asked.ask("acme");
    return asked.rep(asked.life.account_owner);
  };
  CHECK(owner(MatchInfo::Preference::Order::True, 4) == "ben");
  CHECK(owner(MatchInfo::Preference::Order::Latest, 5) == "ben");
  CHECK(owner(MatchInfo::Preference::Order::Oldest, 5) == "ana");
  CHECK(owner(MatchInfo::Preference::Order::Highest, 6) == "ana");
  CHECK(owner(MatchInfo::Preference::Order::Lowest, 6) == "ben");
  Lifecycle life;
  life.a.chunk.workflow.matches[0].prefer.clear();
  Asked asked(std::move(life));
  asked.ask("acme");
  CHECK(asked.rep(asked.life.account_owner) == "ana");
}

TEST_CASE("stored rows of a live table stand for those compiled in") {
  std::vector<std::string> issues;
  const Lifecycle life;
  const auto desk = deskOf(life.a.chunk);
  CHECK(liveTables(*desk, std::vector<Row>{}) == nullptr);
  CHECK(liveTables(*desk, std::vector<Row>{{"others", "x", "{}"}}) == nullptr);
  const std::vector<Row> rows = {{"accounts", "acme.example", R"({"Domain":" Acme.Example ","owner":"zoe","name":"Acme","open_deal":"yes","seen":"2026-03-02","worth":1.5})"},
                                 {"accounts", "b", R"({"domain":"b.example","owner":"nobody","open_deal":"maybe"})"},
                                 {"accounts", "c", R"({"owner":"ana"})"},
                                 {"accounts", "d", "[1]"},
                                 {"accounts", "again", R"({"domain":"ACME.example","owner":"ben"})"}};
  const auto tables = liveTables(*desk, rows, &issues);
  REQUIRE(tables);
  const vm::LiveTable* table = tables->table(0);
  REQUIRE(table);
  CHECK(tables->table(7) == nullptr);
  CHECK(issues.size() == 4);
  CHECK(issues[2] == "accounts c: the row has no key");
  CHECK(issues[3] == "accounts d: the row is no object");
  REQUIRE(table->rows() == 3);
  Arena arena;
  const auto key = [&](std::string_view text) { return table->find(slotOf(makeText(arena, desk->program().symbols(), text))); };
  CHECK(key("acme.EXAMPLE") == 0);
  CHECK(key("b.example") == 1);  // no constant of the program
  CHECK(key("globex.example") == -1);
  CHECK(table->cell(0, 1) == 0);
  CHECK(table->cell(0, 4) == 1);
  CHECK(table->cell(0, 6) == 15'000);
  CHECK(isMissing(table->cell(1, 1)));
  CHECK(isMissing(table->cell(1, 4)));

  Asked asked({}, rows);
  asked.ask("Acme Ltd");
  CHECK(asked.rep(asked.life.account_owner) == "zoe");
  asked.ask("Initech");
  CHECK(asked.known() == 0);
  Asked empty({}, {{"accounts", "", ""}});  // the table is there, without rows
  empty.ask("acme.example");
  CHECK(empty.known() == 0);
}

TEST_CASE("conditions look into live rows, by folded text, beside constants and other cells") {
  Lifecycle life;
  auto& a = life.a;
  const std::uint16_t owner = a.reg(bytecode::test::kRep), name = a.reg(bytecode::test::kText), there = a.reg(bytecode::test::kBool), same = a.reg(bytecode::test::kBool);
  a.op(bytecode::Op::TableGet, owner, life.company, 0), a.op(bytecode::Op::Extra, 1);
  const std::uint32_t get_owner = a.close(owner);
  a.op(bytecode::Op::InTable, there, life.company, 0);
  const std::uint32_t is_there = a.close(there);
  a.op(bytecode::Op::TableGet, name, life.company, 0), a.op(bytecode::Op::Extra, 2);
  a.op(bytecode::Op::EqualText, same, name, a.loadText("Umbrella"));
  const std::uint32_t is_umbrella = a.close(same);
  a.op(bytecode::Op::TableGet, name, life.company, 0), a.op(bytecode::Op::Extra, 2);
  a.op(bytecode::Op::EqualText, same, name, life.company);
  const std::uint32_t is_company = a.close(same);
  Asked asked(std::move(life), {{"accounts", "u", R"({"domain":"umbrella.example","owner":"zoe","name":"UMBRELLA"})"}, {"accounts", "o", R"({"domain":"odd","name":"Odd"})"}});
  asked.ask("Umbrella.EXAMPLE");
  CHECK(asked.machine.run(is_there) == 1);
  CHECK(asked.machine.run(get_owner) == 0);
  CHECK(asked.machine.run(is_umbrella) == 1);
  CHECK(asked.machine.run(is_company) == 0);
  asked.ask("odd");
  CHECK(asked.machine.run(is_company) == 1);
  CHECK(asked.machine.run(is_umbrella) == 0);
  CHECK(isMissing(asked.machine.run(get_owner)));
  asked.ask("acme.example");
  CHECK(asked.machine.run(is_there) == 0);
  asked.machine.setLiveTables(nullptr);
  CHECK(asked.machine.run(is_there) == 1);
  CHECK(asked.machine.run(get_owner) == 1);
}
