// A chunk of another format is compiled anew from the texts beside it, or from what is brought; leads stay under their version.
#include <algorithm>
#include <catch2/catch.hpp>

#include "compiler/driver/kept.hpp"
#include "runtime/workflow/upkeep.hpp"
#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using namespace leadflow::test;
using workflow::Upkeep;

namespace {

const std::string kText = kHead + R"(
stages { New "Go" initial; Done "x" final }
stage New { enter { route inbound; log "one" }; to Done when had reply in stage where sentiment is positive; aging 1 day { log "old" } }
)";

std::vector<port::PlaybookFile> filesOf(const std::string& text) { return {{"playbook", "main.leadflow", text}}; }

workflow::Recompiled recompile(const std::vector<port::PlaybookFile>& files) {
  auto made = driver::compileKept(files);
  if (made->compile_errors) return {{}, made->diags.sorted().front().title};
  return {std::move(made->chunk), {}};
}

/// As another leadflow wrote it: the format's number is another, and nothing behind it can be relied on.
std::string ofFormat(std::string chunk, std::uint32_t format) {
  for (int i = 0; i < 4; ++i) chunk[static_cast<std::size_t>(4 + i)] = static_cast<char>(format >> (8 * i));
  for (std::size_t i = 24; i < chunk.size(); ++i) chunk[i] = static_cast<char>(~chunk[i]);
  return chunk;
}

struct Kept {
  Station station;
  explicit Kept(const std::string& text = kText) : station("memory:", bookOf(text)) {}
  port::Store& store() { return station.store(); }
  port::PlaybookRow row(std::size_t number = 0) {
    port::WorldRows rows;
    ok(store().world(rows));
    return rows.playbooks.at(number);
  }
  void age(std::uint32_t format, const std::vector<port::PlaybookFile>& files, std::size_t number = 0) {
    port::PlaybookRow old = row(number);
    old.chunk = ofFormat(old.chunk, format);
    old.files = files;
    ok(store().renew(old));
  }
  Upkeep keepUp(const std::vector<workflow::Brought>& brought = {}) {
    Upkeep upkeep;
    ok(workflow::bringUpToDate(store(), recompile, brought, upkeep));
    return upkeep;
  }
  Upkeep look() {
    Upkeep upkeep;
    ok(workflow::lookAtUpkeep(store(), upkeep));
    return upkeep;
  }
};

}  // namespace

TEST_CASE("a chunk of another format is compiled anew from its texts, and its leads go on") {
  Kept kept;
  kept.station.feed({event("1", "2026-03-02 10:00", "lead.created", "a", R"("record":{"company":"Acme"})")});
  kept.station.until("2026-03-02 11:00");
  const std::uint64_t version = kept.row().version;
  kept.age(bytecode::kFormatVersion - 1, filesOf(kText));
  REQUIRE(kept.look().missing.size() == 1);
  CHECK(kept.look().missing[0].leads == 1);
  CHECK(kept.row().chunk[4] == bytecode::kFormatVersion - 1);   // looking changes nothing
  const Upkeep done = kept.keepUp();
  CHECK(done.sound());
  REQUIRE(done.renewed.size() == 1);
  CHECK(done.renewed[0].version == version);
  CHECK(kept.look().sound());
  CHECK(kept.row().version == version);
  CHECK(kept.row().text == 0);
  CHECK(kept.keepUp().renewed.empty());   // once
  kept.station.anew();
  kept.station.until("2026-03-03 11:00");
  CHECK(kept.station.effects("log") == Lines{"2026-03-02 10:00 log: one", "2026-03-03 10:00 log: old"});
  CHECK(kept.station.proof() == "");
}

TEST_CASE("leads stay pinned to the version of their time where the same text counts otherwise now") {
  Kept kept;
  kept.station.feed({event("1", "2026-03-02 10:00", "lead.created", "a", R"("record":{"company":"Acme"})")});
  kept.station.until("2026-03-02 11:00");
  const std::uint64_t version = kept.row().version;
  const std::string later = kText + "# the text that this version had, as this compiler counts it\n";
  kept.age(1, filesOf(later));
  CHECK(kept.keepUp().sound());
  const Book book = bookOf(later);
  REQUIRE(book.version() != version);
  CHECK(kept.row().version == version);
  CHECK(kept.row().text == book.version());
  CHECK(bytecode::decode(kept.row().chunk).chunk.content_hash == version);
  // The playbook that counts so is the one that the store runs.
  kept.station.engine = std::make_unique<workflow::Engine>(kept.store(), kept.station.options, *kept.station.salts);
  ok(kept.station.engine->adopt({book.program, book.bytes, filesOf(later), usualTeam(), false, instantOf("2026-03-02 11:00")}));
  kept.station.feed({event("2", "2026-03-02 12:00", "lead.created", "b", R"("record":{"company":"Acme"})")});
  kept.station.until("2026-03-03 11:00");
  CHECK(kept.station.lead("a").version == version);
  CHECK(kept.station.lead("b").version == version);
  CHECK(kept.station.effects("log").size() == 3);
  CHECK(kept.station.proof() == "");
}

TEST_CASE("a chunk without texts asks for them once, and takes them from what is brought") {
  Kept kept;
  kept.age(2, {});
  const Book book = bookOf(kText), other = bookOf(kText + "# another\n");
  Upkeep asked = kept.keepUp();
  REQUIRE(asked.missing.size() == 1);
  CHECK(asked.missing[0].name == "p");
  CHECK(asked.missing[0].error == "");
  asked = kept.keepUp({{&other.program->chunk(), filesOf(kText + "# another\n"), {other.version()}}});
  CHECK(asked.missing.size() == 1);
  CHECK(asked.completed.empty());
  const Upkeep done = kept.keepUp({{&book.program->chunk(), filesOf(kText), {77, book.version()}}});
  CHECK(done.sound());
  CHECK(done.completed.size() == 1);
  std::vector<port::PlaybookFile> files;
  ok(kept.store().playbookFiles(book.version(), files));
  REQUIRE(files.size() == 1);
  CHECK(files[0].text == kText);
  CHECK(kept.look().sound());
  CHECK(kept.keepUp({{&book.program->chunk(), filesOf(kText), {book.version()}}}).completed.empty());
}

TEST_CASE("a running chunk without texts gets them when they are at hand") {
  Kept kept;
  const Book book = bookOf(kText);
  CHECK(kept.keepUp().completed.empty());
  CHECK(kept.keepUp({{&book.program->chunk(), {}, {book.version()}}}).completed.empty());   // only compiled: nothing to keep
  CHECK(kept.keepUp({{&book.program->chunk(), filesOf(kText), {book.version()}}}).completed.size() == 1);
  kept.age(1, {});
  CHECK(kept.keepUp().renewed.size() == 1);
}

TEST_CASE("what does not compile, what a newer leadflow wrote, and what nobody needs") {
  Kept kept;
  kept.age(1, filesOf("playbook v { timezone \"UTC\" }\nlead { id text key; x nonsense }\n"));
  Upkeep upkeep = kept.keepUp();
  REQUIRE(upkeep.missing.size() == 1);
  CHECK_THAT(upkeep.missing[0].error, Catch::Contains("nonsense"));
  CHECK(kept.row().chunk[4] == 1);
  kept.age(bytecode::kFormatVersion + 1, filesOf(kText));
  upkeep = kept.keepUp();
  REQUIRE(upkeep.missing.size() == 1);
  CHECK(upkeep.missing[0].error == "a newer leadflow compiled it");

  // An old version that no lead lives under is nobody's concern; one that a lead lives under is.
  const Book next = bookOf(kText + "# the next version\n");
  port::PlaybookRow row;
  row.version = next.version();
  row.name = "p";
  row.chunk = next.bytes;
  ok(kept.store().deploy(row));
  kept.age(1, {}, 0);
  CHECK(kept.keepUp().sound());
  CHECK(kept.look().sound());
  kept.age(1, filesOf(kText), 0);
  CHECK(kept.keepUp().renewed.size() == 1);
  kept.station.feed({event("1", "2026-03-02 10:00", "lead.created", "a", R"("record":{"company":"Acme"})")});
  kept.station.until("2026-03-02 11:00");
}

TEST_CASE("every file of a compilation is handed out, and compiles to the same program again") {
  resolve::MemoryFiles files;
  files.texts["main.leadflow"] = R"(playbook p { timezone "UTC" }
use std.free_mail
use "more.leadflow"
lead { id text key; email email pii; company text }
list big from "big.txt"
calendar office { hours mon..fri 09:00-17:00  holidays from "days.csv" }
roster from "people.csv"
pool all_reps = reps where team is "d"
role boss
queue rest { owner role boss }
route r { big when company in big and email.domain not in free_mail_domains -> round robin all_reps otherwise queue rest; all otherwise -> queue rest }
stages { New "x" initial; End "z" final }
stage New { enter { route r }; to End by owner }
)";
  files.texts["more.leadflow"] = "param days number = 3\n";
  files.texts["big.txt"] = "Acme\n";
  files.texts["days.csv"] = "date,name\n2026-01-01,New Year\n";
  files.texts["people.csv"] = "id,team,role\nana,d,\nmax,,boss\n";
  driver::Options options;
  options.lints = false;
  const auto made = driver::compile("main.leadflow", files, options);
  INFO(diag::renderText(made->diags.sorted(), made->sources));
  REQUIRE_FALSE(made->compile_errors);
  std::map<std::string, std::string> roles;
  const auto kept = driver::filesOf(*made, options);
  for (const port::PlaybookFile& file : kept) roles[file.path] = file.role;
  CHECK(roles == std::map<std::string, std::string>{{"main.leadflow", "playbook"}, {"more.leadflow", "file"}, {"std.free_mail", "std"}, {"big.txt", "file"}, {"days.csv", "file"}, {"people.csv", "file"}});
  const auto again = driver::compileKept(kept);
  REQUIRE_FALSE(again->compile_errors);
  CHECK(bytecode::encode(again->chunk) == bytecode::encode(made->chunk));

  // The standard library as it was kept, not as it is.
  auto changed = kept;
  for (port::PlaybookFile& file : changed)
    if (file.role == "std") file.text += "list only_then = [\"then.example\"]\n";
  const auto then = driver::compileKept(changed);
  REQUIRE_FALSE(then->compile_errors);
  CHECK(then->chunk.content_hash != made->chunk.content_hash);

  // A roster that was named takes the place of the playbook's own, and is kept as that.
  driver::Options named = options;
  named.roster_path = "/elsewhere/team.csv";
  named.roster_text = "id,team,role\nzoe,d,\nmax,,boss\n";
  const auto with = driver::compile("main.leadflow", files, named);
  REQUIRE_FALSE(with->compile_errors);
  CHECK(with->chunk.content_hash == made->chunk.content_hash);   // people make no other version
  const auto theirs = driver::filesOf(*with, named);
  CHECK(std::count_if(theirs.begin(), theirs.end(), [](const port::PlaybookFile& file) { return file.role == "roster" && file.path == "/elsewhere/team.csv"; }) == 1);
  CHECK(bytecode::encode(driver::compileKept(theirs)->chunk) == bytecode::encode(with->chunk));
}
