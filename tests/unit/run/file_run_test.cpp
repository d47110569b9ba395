// Whole runs over a small playbook: records, flat rows, rejects, tallies; the same bytes for any number of threads.
#include <catch2/catch.hpp>

#include "runtime/decide/columns.hpp"
#include "runtime/ingest/source.hpp"
#include "runtime/run/evaluator.hpp"
#include "runtime/run/file_run.hpp"
#include "runtime/value/instant.hpp"
#include "tests/unit/bytecode/assembler.hpp"

using namespace leadflow;
using namespace leadflow::decide;
using namespace leadflow::run;
using bytecode::test::Inbound;

namespace {

const std::int64_t kNow = *parseInstant("2026-03-02 15:00", utcZone(), "");

std::shared_ptr<const Desk> openDesk(std::vector<Rep> reps) {
  Inbound inbound;
  bytecode::Chunk& chunk = inbound.a.chunk;
  // The conditions of the first rule as an explanation shows them.
  auto& a = inbound.a;
  const std::uint16_t germany = a.load(bytecode::test::kCountry, countryByCode("DE"));
  const std::uint32_t in_emea = a.close(a.binary(bytecode::Op::Equal, bytecode::test::kBool, inbound.country, germany));
  const std::uint16_t ten = a.load(bytecode::test::kInt, 10);
  const std::uint32_t large = a.close(a.binary(bytecode::Op::LessEqual, bytecode::test::kBool, ten, inbound.size));
  const std::uint16_t software = a.loadText("Software");
  const std::uint32_t other = a.close(a.binary(bytecode::Op::NotEqualText, bytecode::test::kBool, inbound.industry, software));
  chunk.routes[0].rules[0].conjuncts = {{in_emea, "country is DE", {inbound.country}, {0, 30, 20}},
                                        {large, "company_size >= 10", {inbound.size}, {0, 30, 40}},
                                        {other, "industry is not Software", {inbound.industry}, {0, 30, 60}}};
  const std::uint16_t fifty = a.load(bytecode::test::kInt, 50);
  chunk.scores[0].terms[0].when = static_cast<std::int32_t>(a.close(a.binary(bytecode::Op::LessEqual, bytecode::test::kBool, fifty, inbound.size)));
  chunk.scores[0].terms[1].when =
      static_cast<std::int32_t>(a.close(a.binary(bytecode::Op::InSet, bytecode::test::kBool, inbound.industry, 0)));
  auto loaded = bytecode::Program::load(chunk);
  INFO(loaded.error);
  REQUIRE(loaded.program);
  return Desk::open(loaded.program, People::bind(loaded.program, std::move(reps)));
}

std::vector<Rep> twoReps() {
  Rep ana, ben;
  ana.id = "ana";
  ana.skills = {"senior"};
  ben.id = "ben";
  ben.team = "sdr";
  ben.skills = {"senior"};
  return {ana, ben};
}

struct Ran {
  std::string out, rejects;
  RunResult result;
};

Ran ran(const std::shared_ptr<const Desk>& desk, std::string_view leads, RunOptions options, std::size_t room = SIZE_MAX) {
  options.now = kNow;
  ingest::MemorySource source(leads);
  ingest::LeadReader reader(desk->schema(), source, {});
  port::MemorySink out(room), rejects;
  Ran made;
  made.result = FileRun(desk, std::move(options)).go(reader, out, &rejects);
  made.out = out.text();
  made.rejects = rejects.text();
  return made;
}

constexpr std::string_view kLeads =
    R"({"id":"00Q1","company_size":800,"country":"Germany","industry":"Steel","email":"x@acme.example","source":"website"})" "\n"
    R"({"id":"00Q2","company_size":120,"country":"US","industry":"software","activities":[{"type":"pricing_view","at":"2026-03-02T14:00:00Z"}]})" "\n"
    R"({"id":"00Q1","country":"US"})" "\n"
    R"({"company_size":5})" "\n"
    R"({"id":"00Q4","company_size":"many","country":"Germnay"})" "\n";

std::string manyLeads(int count) {
  std::string text = "id,company_size,country,industry,zip\n";
  for (int i = 0; i < count; ++i) {
    text += i % 97 == 96 ? "L" + std::to_string(i - 5) : "L" + std::to_string(i);
    text += "," + (i % 13 == 0 ? std::string("n/k") : std::to_string(i % 900)) + "," + (i % 3 == 0 ? "DE" : i % 3 == 1 ? "FR" : "US");
    text += i % 4 == 0 ? ",Software,94110\n" : ",\"Mills, Ltd\",10115\n";
  }
  return text;
}

}  // namespace

TEST_CASE("the decision record", "[run]") {
  const Ran one = ran(openDesk(twoReps()), kLeads, {});
  CHECK(one.result.error == "");
  CHECK(one.out ==
        R"({"lead":"00Q1","at":"2026-03-02T15:00:00Z","derived":{"domain":"acme.example"},"scores":{"fit":0,"total":0},"grades":{"rating":"B"},"milestones":{"mql":null},"routes":{"inbound":{"rule":"emea","to":{"rep":"ana"},"via":"round robin sdr"}}})" "\n"
        R"({"lead":"00Q2","at":"2026-03-02T15:00:00Z","derived":{"domain":null},"scores":{"fit":45,"total":54.9904},"grades":{"rating":"B"},"milestones":{"mql":null},"routes":{"inbound":{"rule":"rest","to":{"queue":"unrouted"},"via":"queue unrouted"}}})" "\n"
        R"({"lead":"00Q4","at":"2026-03-02T15:00:00Z","derived":{"domain":null},"scores":{"fit":0,"total":0},"grades":{"rating":"B"},"milestones":{"mql":null},"routes":{"inbound":{"rule":"rest","to":{"queue":"unrouted"},"via":"queue unrouted"}}})" "\n");
  CHECK(one.rejects.find("already seen on line 1") != std::string::npos);
  CHECK(one.rejects.find("the key `id` is missing") != std::string::npos);
  CHECK(one.result.tally.leads == 3);
  CHECK(one.result.tally.grades[0] == std::vector<std::uint64_t>{0, 3, 0});
  CHECK(one.result.tally.routes[0].rules == std::vector<std::uint64_t>{1, 0, 2});
  CHECK(one.result.tally.reps == std::vector<std::uint64_t>{1, 0});
  CHECK(one.result.tally.queues == std::vector<std::uint64_t>{2});
  CHECK(one.result.summary.issues().size() == 2);
}

TEST_CASE("a run gives the same bytes for any number of threads and any size of batch", "[run]") {
  const auto desk = openDesk(twoReps());
  const std::string leads = manyLeads(3000);
  for (const bool explain : {false, true})
    for (const OutputFormat format : {OutputFormat::Ndjson, OutputFormat::Csv}) {
      if (explain && format != OutputFormat::Ndjson) continue;
      RunOptions options;
      options.explain = explain;
      options.format = format;
      options.batch_rows = 3000;
      const Ran one = ran(desk, leads, options);
      REQUIRE(one.result.error == "");
      CHECK(one.result.tally.leads == 2970);
      options.batch_rows = 64;
      for (const unsigned threads : {1U, 2U, 3U, 7U}) {
        options.threads = threads;
        const Ran other = ran(desk, leads, options);
        CHECK(other.result.error == "");
        CHECK((other.out == one.out));
        CHECK((other.rejects == one.rejects));
        CHECK(other.result.tally.reps == one.result.tally.reps);
        CHECK(tallyText(other.result.tally, desk->names()) == tallyText(one.result.tally, desk->names()));
      }
    }
}

TEST_CASE("flat rows: CSV and the user's own columns", "[run]") {
  const auto desk = openDesk(twoReps());
  RunOptions options;
  options.format = OutputFormat::Csv;
  CHECK(ran(desk, kLeads, options).out ==
        "lead,fit,total,rating,inbound.rule,inbound.owner,inbound.queue\r\n"
        "00Q1,0,0,B,emea,ana,\r\n"
        "00Q2,45,54.9904,B,rest,,unrouted\r\n"
        "00Q4,0,0,B,rest,,unrouted\r\n");
  // --columns 'large=company_size >= 10, asked=had call in last 7 days': two functions of the chunk
  const auto& rules = desk->chunk().routes[0].rules;
  options.columns = {{"large, or not", rules[0].conjuncts[1].function, bytecode::test::kBool}, {"asked", rules[1].conjuncts[0].function, bytecode::test::kBool}};
  CHECK(ran(desk, kLeads, options).out == "\"large, or not\",asked\r\ntrue,false\r\ntrue,false\r\n,false\r\n");
  options.format = OutputFormat::Ndjson;
  CHECK(ran(desk, kLeads, options).out ==
        "{\"large, or not\":true,\"asked\":false}\n{\"large, or not\":true,\"asked\":false}\n{\"large, or not\":null,\"asked\":false}\n");
}

TEST_CASE("a column reads what the routes decided", "[run]") {
  const auto desk = openDesk(twoReps());
  vm::Machine machine(desk->names().sharedProgram(), &desk->people().names());
  Taken taken;
  taken.assignment.rule = 0;
  taken.assignment.rep = 1;
  showRoutes(desk->names(), {&taken, 1}, machine);
  const auto& route = desk->chunk().routes[0];
  CHECK(machine.reg(route.rule_register) == 0);
  CHECK(machine.reg(route.owner_register) == 1);
  CHECK(isMissing(machine.reg(route.queue_register)));
}

TEST_CASE("tables are cut to the terminal", "[run]") {
  RunOptions options;
  options.format = OutputFormat::Table;
  const auto desk = openDesk(twoReps());
  CHECK(ran(desk, kLeads, options).out ==
        "lead  fit    total  rating  inbound.rule  inbound.owner  inbound.queue\n"
        "----  ---  -------  ------  ------------  -------------  -------------\n"
        "00Q1    0        0  B       emea          ana\n"
        "00Q2   45  54.9904  B       rest                         unrouted\n"
        "00Q4    0        0  B       rest                         unrouted\n");
  for (const std::size_t width : {60U, 30U, 10U}) {
    options.width = width;
    const std::string text = ran(desk, kLeads, options).out;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      CHECK(shownWidth(text.substr(at, end - at)) <= width);
      at = end + 1;
    }
  }
  CHECK(ran(desk, "id,country\n", options).out.find("lead") == 0);
}

TEST_CASE("strict stops at the first bad value, after the leads before it", "[run]") {
  RunOptions options;
  options.strict = true;
  const auto desk = openDesk(twoReps());
  const Ran one = ran(desk, kLeads, options);
  CHECK(one.result.strict_problem == "line 3: key `00Q1` already seen on line 1");
  CHECK(one.result.tally.leads == 2);
  options.batch_rows = 16;
  options.threads = 3;
  const std::string many = manyLeads(2000) + "L9999,many,DE,Software,1\n";
  const Ran first = ran(desk, many, options);
  CHECK(first.result.strict_problem == "line 2: company_size: `n/k` is not a whole number");
  CHECK(first.out == "");
}

TEST_CASE("a sink that fails and a reader who goes away end the run", "[run]") {
  const auto desk = openDesk(twoReps());
  RunOptions options;
  options.threads = 2;
  options.batch_rows = 50;
  const std::string leads = manyLeads(2000);
  const Ran full = ran(desk, leads, options, 20'000);
  CHECK(full.result.error == "the decisions cannot be written: no space left");
  CHECK(full.result.tally.leads < 2000);
  std::uint64_t seen = 0;
  options.progress = [&](const Progress& progress) {
    CHECK(progress.leads >= seen);
    seen = progress.leads;
    return seen < 200;
  };
  const Ran stopped = ran(desk, leads, options);
  CHECK(stopped.result.stopped);
  CHECK(stopped.result.error == "");
  CHECK(seen >= 200);
  CHECK(seen < 400);
}

TEST_CASE("a file that cannot be read says why", "[run]") {
  const auto desk = openDesk(twoReps());
  CHECK(ran(desk, "", {}).result.error != "");
  CHECK(ran(desk, "company_size,country\n1,DE\n", {}).result.error.find("`id`") != std::string::npos);
}

TEST_CASE("the evaluator decides as a run does, and keeps the turns", "[evaluator]") {
  const auto desk = openDesk(twoReps());
  const auto turns = std::make_shared<Turns>(desk);
  Evaluator evaluator(turns);
  const auto all = evaluator.decideText(kLeads, kNow);
  REQUIRE(all.outcomes.size() == 5);
  CHECK(all.error == "");
  std::string records;
  for (const run::Outcome& outcome : all.outcomes)
    if (outcome.decision) records += outcome.decision->json + "\n";
  CHECK(records == ran(desk, kLeads, {}).out);
  CHECK(all.outcomes[2].rejected == "key `00Q1` already seen on line 1");
  CHECK(all.outcomes[3].rejected == "the key `id` is missing");
  REQUIRE(all.outcomes[4].issues.size() == 2);
  CHECK(all.outcomes[4].issues[0] == "company_size: `many` is not a whole number");
  CHECK(all.outcomes[4].issues[1] == "country: `Germnay` is not a country; did you mean `Germany`?");

  Evaluator other(turns);  // another thread's: the turns are shared
  const run::Outcome next = other.decideJson(R"({"id":"x","country":"DE","industry":"Steel","company_size":90})", kNow);
  REQUIRE(next.decision);
  CHECK(next.decision->route("inbound")->via == "ana");  // the split's other share
  CHECK(next.decision->route("inbound")->rep == "ana");
  CHECK(next.decision->find("fit")->json == "20");
  CHECK(next.decision->find("rating")->text == "B");
  CHECK(next.decision->find("moon") == nullptr);
  CHECK(next.decision->explanation == nullptr);
  CHECK(other.decideJson("{]", kNow).rejected != "");
  CHECK(other.decideJson("", kNow).rejected != "");
  const auto line = other.decideText(R"([{"id":"a","country":"?"},{"id":"b"},{"id":"a"}])", kNow);
  REQUIRE(line.outcomes.size() == 3);
  CHECK(line.outcomes[0].issues.size() == 1);
  CHECK(line.outcomes[1].issues.empty());
  CHECK(line.outcomes[2].rejected == "key `a` already seen on line 1");

  auto roster = twoReps();
  std::swap(roster[0], roster[1]);
  const auto later = Desk::open(desk->names().sharedProgram(), People::bind(desk->names().sharedProgram(), roster));
  turns->rebind(later);
  CHECK(other.decideJson(R"({"id":"y","country":"DE","industry":"Steel","company_size":90})", kNow).decision->route("inbound")->rep == "ben");  // ana had a turn
  CHECK(turns->setOpen("ana", 3));
  CHECK_FALSE(turns->setOpen("zoe", 3));
}
