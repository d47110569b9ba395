// Deciding one lead: stages or none, the record asked for only when a step writes to it, rosters that are replaced between calls.
#include <catch2/catch.hpp>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "compiler/diag/render.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/resolve/files.hpp"
#include "runtime/run/evaluator.hpp"
#include "runtime/run/file_run.hpp"
#include "runtime/value/instant.hpp"

using namespace leadflow;

namespace {

using Json = nlohmann::ordered_json;

const std::int64_t kNow = *parseInstant("2026-03-02 10:00", utcZone(), "");

std::shared_ptr<const decide::Desk> deskOf(const std::shared_ptr<const bytecode::Program>& program, std::vector<Rep> reps) {
  return decide::Desk::open(program, decide::People::bind(program, std::move(reps)));
}

std::shared_ptr<const decide::Desk> compiled(const std::string& text) {
  resolve::MemoryFiles files;
  files.texts["main.leadflow"] = text;
  driver::Options options;
  options.lints = false;
  auto made = driver::compile("main.leadflow", files, options);
  INFO(diag::renderText(made->diags.sorted(), made->sources));
  REQUIRE(made->ok());
  auto loaded = bytecode::Program::load(std::move(made->chunk));
  INFO(loaded.error);
  REQUIRE(loaded.program);
  return deskOf(loaded.program, loaded.program->chunk().roster);
}

const std::string kHead = R"(
playbook p { version "1"  timezone "UTC" }
lead { id text key; email email pii; size int; tier one of small, large }
activity demo { budget int }
activity email_sent
activity call
outreach call, email_sent
roster { ana team "s"; ben team "s"; max role boss }
pool s = reps where team is "s"
role boss
queue later { owner role boss }
route r { large when size > 10 -> round robin s; small otherwise -> queue later }
)";
const std::string kStages = R"(
stages { New "x" initial; Work "y"; Done "z" final }
stage New { to Work otherwise }
)";

struct Counted final : workflow::RecordSource {
  explicit Counted(std::string text) : text_(std::move(text)) {}
  std::string json() const override {
    ++asked;
    return text_;
  }
  mutable int asked = 0;

 private:
  std::string text_;
};

/// Decides one JSON record and says how often its text was asked for.
std::pair<Json, int> decided(const std::shared_ptr<const decide::Desk>& desk, const std::string& text) {
  const auto decider = run::Decider::open(std::make_shared<run::Turns>(desk));
  const auto worker = ingest::makeJsonWorker(*desk->schema(), nullptr);
  ingest::Batch batch;
  batch.bytes = text + std::string(ingest::kReadablePadding, '\0');
  ingest::RecordRange range;
  range.size = text.size();
  range.line = range.number = 1;
  batch.records.push_back(range);
  batch.issue_room = 10;
  worker->decode(batch);
  REQUIRE(batch.rows.size() == 1);
  const Counted record(text);
  run::Decided made;
  decider->decide({batch.rows[0], record}, kNow, {.record = true, .explain = true}, made);
  std::string out;
  run::RecordWriter(desk->names()).append(out, made);
  return {Json::parse(out), record.asked};
}

}  // namespace

TEST_CASE("a row goes through stages without its record, as long as no step writes to it", "[run]") {
  const std::string lead = R"({"id":"1","size":20,"email":"a@b.example","activities":[{"type":"demo","at":"2026-03-01T09:00:00Z","budget":7},{"type":"demo","at":"2026-02-01T09:00:00Z"}]})";
  const auto [plain, asked] = decided(compiled(kHead + kStages + "stage Work { enter { route r; remind owner \"size {size}\" when had demo where budget is 7 }; to Done by owner }"), lead);
  CHECK(asked == 0);
  CHECK(plain["stage"] == "Work");
  CHECK(plain["owner"] == "ana");
  CHECK(plain["effects"][0]["text"] == "size 20");

  // `set` writes to the record: what the lead brought is still there, its activities too.
  const auto [written, once] = decided(compiled(kHead + kStages + "stage Work { enter { set tier to large; route r; remind owner \"{tier} {size}\" when had demo where budget is 7 and email is known }; to Done by owner }"), lead);
  CHECK(once == 1);
  CHECK(written["owner"] == "ana");
  CHECK(written["effects"][1]["text"] == "large 20");

  // A mail is a touch: it stands beside those that the lead brought.
  const auto [mailed, for_mail] = decided(compiled(kHead + kStages + "stage Work { enter { route r; start sequence hi; log \"{size}\" when count demo is 2 and had email_sent }; to Done by owner }\nsequence hi { email \"hi\" }"), lead);
  CHECK(for_mail == 1);
  CHECK(mailed["effects"].size() == 2);
  CHECK(mailed["effects"][1]["text"] == "20");
}

TEST_CASE("a handoff's packet carries activities as they were told", "[run]") {
  const auto [record, asked] = decided(compiled(kHead + R"(
owners first, second
stages { New "x" initial; Work "y"; Done "z" final }
stage New owned by first { to Work otherwise }
stage Work owned by second { to Done by owner }
handoff over { when stage becomes Work; to second by route r; carries size, demo in last 90 days; accept within 1 day }
)"), R"({"id":"1","size":20,"activities":[{"type":"demo","at":"2026-03-01T09:00:00Z","budget":7}]})");
  CHECK(asked == 1);
  CHECK(record["owner"] == "ana");
  CHECK(record["effects"][0].dump().find("\"budget\":7") != std::string::npos);
}

TEST_CASE("without stages a lead runs through all routes, with stages through those that they take", "[run]") {
  const std::string two = kHead + "route t { all otherwise -> ben }\n";
  const auto all = decided(compiled(two), R"({"id":"1","size":20})").first;
  CHECK(all["routes"].dump() == R"({"r":{"rule":"large","to":{"rep":"ana"},"via":"round robin s"},"t":{"rule":"all","to":{"rep":"ben"},"via":"ben"}})");
  CHECK_FALSE(all.contains("stage"));
  const auto staged = decided(compiled(two + kStages + "stage Work { enter { route t }; to Done by owner }"), R"({"id":"1","size":20})").first;
  CHECK(staged["routes"].dump() == R"({"t":{"rule":"all","to":{"rep":"ben"},"via":"ben"}})");
  CHECK(staged["owner"] == "ben");
}

TEST_CASE("two routes of one step are explained both, a route that keeps the owner is none", "[run]") {
  const auto record = decided(compiled(kHead + "route t { vip when tier is large -> ben; all otherwise -> round robin s }\n" + kStages +
                                       "stage Work { enter { route r; route t; route r }; to Done by owner }"), R"({"id":"1","size":2,"tier":"small"})").first;
  std::string steps;
  for (const Json& step : record["why"])
    if (step["step"] == "rule" || step["step"] == "target") steps += step["step"].get<std::string>() + " " + step["route"].get<std::string>() + "." + step["rule"].get<std::string>() + " " + std::to_string(step.value("nth", 1)) + "; ";
  CHECK(steps == "rule r.large 1; rule r.small 1; rule t.vip 2; rule t.all 2; target r.small 1; target t.all 2; ");
  std::string told;
  for (const Json& line : record["account"])
    if (line["what"] == "routed" || line["what"] == "kept") told += line["what"].get<std::string>() + ": " + line["text"].get<std::string>() + "; ";
  CHECK(told == "routed: routed to queue later by rule small of route r (queue later); routed: routed to ana by rule all of route t (round robin s); "
                "kept: route r keeps ana, who has the lead already; ");
  CHECK(record["owner"] == "ana");
}

TEST_CASE("a route that a step takes twice stands once in the record, as it went the last time, and is counted once", "[run]") {
  const auto desk = compiled(kHead + R"(
stages { New "x" initial; Work "y"; More "m"; Done "z" final }
stage New { to Work otherwise }
stage Work { enter { route r; set size to 50 }; to More when size is 50 }
stage More { enter { route r }; to Done by owner }
)");
  const auto record = decided(desk, R"({"id":"1","size":2})").first;
  CHECK(record["routes"].dump() == R"({"r":{"rule":"large","to":{"rep":"ana"},"via":"round robin s"}})");
  ingest::MemorySource source("{\"id\":\"1\",\"size\":2}\n{\"id\":\"2\",\"size\":3}\n");
  ingest::LeadReader reader(desk->schema(), source, {});
  port::MemorySink out(SIZE_MAX);
  run::RunOptions options;
  options.now = kNow;
  options.threads = 4;
  const auto result = run::FileRun(desk, options).go(reader, out);
  CHECK(result.error == "");
  CHECK(result.tally.routes[0].rules == std::vector<std::uint64_t>{2, 0});
  CHECK(result.tally.stages == std::vector<std::uint64_t>{0, 0, 2, 0});
  CHECK(result.tally.reps == std::vector<std::uint64_t>{1, 1, 0});
}

TEST_CASE("duplicates are looked for among the leads of one call", "[run]") {
  const auto desk = compiled(kHead + kStages + "stage Work { enter { route r }; to Done by owner }\nduplicates { same email -> flag }");
  run::Evaluator evaluator(std::make_shared<run::Turns>(desk));
  const std::string two = R"([{"id":"1","email":"a@b.example"},{"id":"2","email":"a@b.example"}])";
  for (int call = 0; call < 2; ++call) {
    const auto all = evaluator.decideText(two, kNow, ingest::Format::Auto, true);
    REQUIRE(all.outcomes.size() == 2);
    CHECK(all.outcomes[0].decision->json.find("seems to repeat") == std::string::npos);
    CHECK(all.outcomes[1].decision->json.find("seems to repeat 1: same email") != std::string::npos);
  }
}

TEST_CASE("a roster is replaced between calls, never within one", "[run]") {
  for (const bool stages : {false, true}) {
    const auto desk = compiled(kHead + (stages ? kStages + "stage Work { enter { route r }; to Done by owner }" : std::string()));
    const auto turns = std::make_shared<run::Turns>(desk);
    std::atomic<bool> over{false};
    std::atomic<int> wrong{0};
    const auto decide = [&] {
      run::Evaluator evaluator(turns);
      while (!over) {
        std::string text;
        for (int i = 0; i < 40; ++i) text += "{\"id\":\"" + std::to_string(i) + "\",\"size\":20}\n";
        std::string team;
        for (const auto& outcome : evaluator.decideText(text, kNow).outcomes) {
          const std::string rep = outcome.decision->route()->rep;
          const std::string of = rep == "ana" || rep == "ben" ? "old" : rep == "zoe" ? "new" : "nobody";
          if (team.empty()) team = of;
          if (of != team || of == "nobody") ++wrong;
        }
      }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) threads.emplace_back(decide);
    const std::vector<Rep> old = desk->people().reps();
    std::vector<Rep> fresh(1);
    fresh[0].id = "zoe";
    fresh[0].team = "s";
    for (int i = 0; i < 50; ++i) turns->rebind(deskOf(desk->names().sharedProgram(), i % 2 == 0 ? fresh : old));
    over = true;
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == 0);
  }
}
