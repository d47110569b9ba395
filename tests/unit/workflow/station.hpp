// A store, a playbook and an engine that can be thrown away and made anew at any instant: what stays is what was committed.
//
//     Station station("memory:", bookOf(kLife));
//     station.feed({event("e1", "2026-03-02 10:00", "lead.created", "a", R"("record":{"company":"Acme"})")});
//     station.until("2026-03-03 10:00");
//     CHECK(station.whole() == other.whole());              // everything that the store keeps, line by line
#pragma once
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include "runtime/audit/verify.hpp"
#include "runtime/bytecode/codec.hpp"
#include "runtime/ingest/event_file.hpp"
#include "runtime/store/open.hpp"
#include "runtime/workflow/deploy.hpp"
#include "runtime/workflow/engine.hpp"
#include "runtime/workflow/replay.hpp"
#include "tests/unit/workflow/fixture.hpp"

namespace leadflow::test {

struct Book {
  std::shared_ptr<const bytecode::Program> program;
  std::string bytes;
  std::int32_t pilot = -1;      ///< function of the condition asked for
  std::uint64_t version() const { return program->chunk().content_hash; }
};

inline Book bookOf(const std::string& text, const std::map<std::string, std::string>& files = {}, const std::string& condition = {}) {
  resolve::MemoryFiles there;
  for (const auto& [name, content] : files) there.texts[name] = content;
  there.texts["main.leadflow"] = text;
  driver::Options options;
  options.lints = false;
  if (!condition.empty()) options.column_expressions.push_back({"pilot", "--pilot-when", condition});
  auto compiled = driver::compile("main.leadflow", there, options);
  INFO(diag::renderText(compiled->diags.sorted(), compiled->sources));
  REQUIRE(compiled->ok());
  Book book;
  if (!condition.empty()) book.pilot = static_cast<std::int32_t>(compiled->columns.front().function);
  book.bytes = bytecode::encode(compiled->chunk);
  auto loaded = bytecode::Program::load(std::move(compiled->chunk));
  INFO(loaded.error);
  REQUIRE(loaded.program);
  book.program = loaded.program;
  return book;
}

/// `members`: what else the event says, as the inside of a JSON object.
inline port::Event event(const std::string& id, const std::string& at, const std::string& type, const std::string& lead = {}, const std::string& members = {}) {
  std::string json = R"({"event":")" + id + R"(","at":")" + at + R"(","type":")" + type + '"';
  if (!lead.empty()) json += R"(,"lead":")" + lead + '"';
  if (!members.empty()) json += ',' + members;
  json += '}';
  port::Event made;
  const std::string wrong = ingest::readEvent(json, utcZone(), kMissing, made);
  INFO(json << ": " << wrong);
  REQUIRE(wrong.empty());
  return made;
}

inline void ok(const port::Status& status) {
  INFO(status.error);
  REQUIRE(status.ok());
}

/// Everything that a store keeps, one line a fact, in an order of its own.
inline Lines wholeOf(port::Store& store, port::OutboxStore* outbox, bool journal = true) {
  Lines lines;
  ok(store.eachLead([&](const port::LeadState& lead) {
    std::string line = "lead " + lead.id + " rev " + std::to_string(lead.revision) + " now " + shown(lead.now) + ' ' + port::encodeState(lead);
    for (const port::Timer& timer : lead.timers)
      line += " | " + shown(timer.due) + ' ' + port::timerName(timer.kind) + ' ' + std::to_string(timer.index) + '/' + std::to_string(timer.part);
    for (const port::ActivityEntry& activity : lead.activities) line += " | " + shown(activity.at) + ' ' + activity.type + activity.body + activity.by;
    lines.push_back(line);
    return true;
  }));
  std::vector<port::LeadSummary> summaries;
  ok(store.summaries(summaries));
  for (const port::LeadSummary& lead : summaries) lines.push_back("summary " + lead.id + ' ' + lead.stage + ' ' + lead.owner + ' ' + lead.queue + ' ' + shown(lead.next_due));
  std::vector<std::pair<std::string, std::string>> keys;
  ok(store.duplicateKeys(port::kKeysByContent, keys));
  for (const auto& [lead, key] : keys) lines.push_back("key " + key + ' ' + lead);
  std::vector<std::pair<port::StoredEvent, std::string>> refused;
  ok(store.refusedEvents(1000, refused));
  for (const auto& [stored, why] : refused) lines.push_back("refused " + stored.event.id + ' ' + why);
  std::uint64_t waiting = 0;
  ok(store.waitingEvents(waiting));
  lines.push_back("waiting " + std::to_string(waiting));
  port::DeskRows desk;
  ok(store.begin());
  ok(store.desk(desk));
  store.rollback();
  lines.push_back("turn " + std::to_string(desk.turn));
  for (const port::TurnRow& row : desk.turns)
    lines.push_back("turn " + row.pool + ' ' + row.rep + " served " + std::to_string(row.served) + " last " + std::to_string(row.last_turn) + " open " + std::to_string(row.open) + (row.present ? " present" : "") +
                    (row.joined ? " joined" : ""));
  for (const port::ShareRow& row : desk.shares) {
    lines.push_back("share " + row.choice);
    for (const std::int64_t count : row.counts) lines.back() += ' ' + std::to_string(count);
  }
  port::WorldRows world;
  ok(store.world(world));
  lines.push_back("roster " + std::to_string(world.roster_version) + ' ' + world.roster);
  for (const auto& row : world.tables) lines.push_back("table " + row.table + ' ' + row.key + ' ' + row.body);
  std::sort(lines.begin(), lines.end());
  if (outbox != nullptr) {
    std::vector<port::OutboxStore::Row> rows;
    REQUIRE(outbox->list("", 1'000'000, rows));
    Lines effects;
    for (const auto& row : rows) effects.push_back("effect " + port::toJson(row.effect));
    std::sort(effects.begin(), effects.end());
    lines.insert(lines.end(), effects.begin(), effects.end());
  }
  if (journal)
    ok(store.eachEntry({}, 0, [&](const port::JournalEntry& entry) {
      lines.push_back("journal " + entry.lead + ' ' + std::to_string(entry.seq) + ' ' + entry.hash + ' ' + entry.body);
      return true;
    }));
  return lines;
}

/// Empty, or the first line in which two wholes differ.
inline std::string difference(const Lines& a, const Lines& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string left = i < a.size() ? a[i] : "(nothing)", right = i < b.size() ? b[i] : "(nothing)";
    if (left != right) return left + "\n  instead of\n" + right;
  }
  return {};
}

/// A file that goes away with its owner.
class Folder {
 public:
  Folder() {
    char name[] = "/tmp/leadflow-engine-XXXXXX";
    REQUIRE(mkdtemp(name) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class Station {
 public:
  static constexpr const char* kStart = "2026-03-02 00:00";   // a Monday

  explicit Station(const std::string& kind, Book book_in, workflow::EngineOptions options_in = {}, std::vector<Rep> roster = usualTeam())
      : book(std::move(book_in)), options(std::move(options_in)), salts(workflow::seededSalts(7)) {
    std::string address = kind;
    store::StoreOptions how;
    how.durable = false;
    if (kind == "sqlite:") {
      folder = std::make_unique<Folder>();
      address += folder->path() + "/leads.db";
    }
    opened = store::openStore(address, how);
    INFO(opened.error);
    REQUIRE(opened.store);
    engine = std::make_unique<workflow::Engine>(*opened.store, options, *salts);
    ok(engine->adopt(book.program, book.bytes, std::move(roster), instantOf(kStart)));
  }
  port::Store& store() { return *opened.store; }

  /// The process was killed: all that it knew is gone.
  void anew() {
    engine.reset();
    engine = std::make_unique<workflow::Engine>(*opened.store, options, *salts);
    ok(engine->resume());
  }
  port::Appended feed(const std::vector<port::Event>& events) {
    port::Appended appended;
    ok(engine->feed(events, appended));
    return appended;
  }
  void until(std::string_view at) { ok(engine->runUntil(instantOf(at))); }
  Lines whole() { return wholeOf(store(), opened.outbox); }

  port::LeadState lead(const std::string& id) {
    std::optional<port::LeadState> state;
    ok(store().load(id, state));
    REQUIRE(state);
    return *state;
  }
  const bytecode::WorkflowInfo& flowOf(const port::LeadState& state) { return engine->world(state.version)->workflow(); }
  std::string stage(const std::string& id) {
    const port::LeadState state = lead(id);
    return state.stage < 0 ? "none" : flowOf(state).stages[static_cast<std::size_t>(state.stage)].name;
  }
  std::string owner(const std::string& id) { return lead(id).seats.front().rep; }
  std::string queue(const std::string& id) {
    const port::LeadState state = lead(id);
    return state.queue < 0 ? std::string() : engine->world(state.version)->chunk().queues[static_cast<std::size_t>(state.queue)].name;
  }
  const port::TurnRow turns(const std::string& pool, const std::string& rep) {
    port::DeskRows rows;
    ok(store().begin());
    ok(store().desk(rows));
    store().rollback();
    for (const port::TurnRow& row : rows.turns)
      if (row.pool == pool && row.rep == rep) return row;
    return {};
  }
  /// Open leads by owner, as the states say.
  std::map<std::string, std::int64_t> held() {
    std::map<std::string, std::int64_t> count;
    ok(store().eachLead([&](const port::LeadState& lead) {
      for (const port::Seat& seat : lead.seats)
        if (!seat.rep.empty() && !lead.final && !lead.erased) ++count[seat.rep];
      return true;
    }));
    return count;
  }
  /// "2026-03-02 12:00 remind ana: text", in the order of time.
  Lines effects(const std::string& kind = {}) {
    std::vector<port::OutboxStore::Row> rows;
    REQUIRE(opened.outbox->list("", 1'000'000, rows));
    std::vector<std::pair<std::int64_t, std::string>> lines;
    for (const auto& row : rows) {
      if (!kind.empty() && kind != port::effectName(row.effect.kind)) continue;
      std::string line = shown(row.effect.at) + ' ' + port::effectName(row.effect.kind);
      for (const std::string& to : row.effect.to) line += ' ' + to;
      lines.emplace_back(row.effect.at, line + ": " + row.effect.text);
    }
    std::sort(lines.begin(), lines.end());
    Lines texts;
    for (auto& [at, line] : lines) texts.push_back(std::move(line));
    return texts;
  }
  std::vector<port::JournalEntry> journal(const std::string& id = {}) {
    std::vector<port::JournalEntry> entries;
    ok(store().eachEntry(id, 0, [&](const port::JournalEntry& entry) {
      entries.push_back(entry);
      return true;
    }));
    return entries;
  }
  /// Empty when everything is decided again as it was and the journal is sound; else what is not.
  std::string proof(std::uint64_t* skipped = nullptr) {
    workflow::ReplayResult result;
    ok(workflow::replay(store(), result));
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(1, result.differences.size()); ++i)
      text += "differs: " + result.differences[i].lead + ' ' + std::to_string(result.differences[i].seq) + "\nrecorded " + result.differences[i].recorded + "\nreplayed " + result.differences[i].replayed + '\n';
    if (result.different != 0) text += std::to_string(result.different) + " different\n";
    if (result.state_differences != 0) text += std::to_string(result.state_differences) + " states differ\n";
    for (const std::string& turn : result.turn_differences) text += turn + '\n';
    if (skipped != nullptr) *skipped = result.skipped_entries;
    audit::Verified verified;
    ok(audit::verify(store(), verified));
    for (const audit::Finding& finding : verified.findings) text += finding.lead + ' ' + std::to_string(finding.seq) + ' ' + finding.text + '\n';
    return text;
  }

  Book book;
  workflow::EngineOptions options;
  std::unique_ptr<workflow::Salts> salts;
  std::unique_ptr<Folder> folder;
  store::Opened opened;
  std::unique_ptr<workflow::Engine> engine;
};

/// Two weeks in the life of a desk: assignments, clocks, escalations, a sequence, a handoff, re-queues, mergers, erasure, what
/// repeats by the calendar, a live table.
inline const std::string kLife = kHead + R"(
table vips live from "vips.csv" { company text key, boss rep }
stages { New "Look at it" initial; Fast "Call at once"; Working "Find out"; Nurture "Keep warm"; Won "Hand over" final; Lost "Say why" final }
reasons { silent "No answer"; no_fit "Does not fit" }
stage New { to Fast when company in vips; to Working otherwise }
stage Fast { enter { route inbound; notify slack "#vip" "{company}" }; to Won when had reply in stage where sentiment is positive; to Lost by owner reason required }
stage Working {
  enter { route inbound; start sequence hello }
  to Won     when had reply in stage where sentiment is positive
  to Nurture when had reply in stage where sentiment is negative reason no_fit
  to Nurture when sequence hello is finished reason silent
  to Lost    by owner reason required
  aging 48 hours when no outreach in stage { reassign at most 2 times otherwise queue review; log "re-queued" }
}
stage Nurture releases owner { to Working when had demo_request in stage, at most 2 times; to Lost by owner reason required }
sequence hello {
  email "hello" at 09:00 lead time
  wait 3 days unless had reply in sequence
  email "again" split 50% "a", 50% "b"
  wait 4 days unless had reply in sequence
}
sla first {
  starts when owner assigned
  stops  when outreach
  pauses in stage Nurture
  target 4 business hours when vip is true
  target 8 business hours
  on owner.calendar otherwise office
  at 50%  { remind owner "{company} waits" }
  at 100% { escalate chain }
}
escalation chain {
  level owner.manager                     { notify email "{company}: no response" }
  level role revops after 4 business hours { notify slack "#ops" "{company}" }
}
handoff take { when stage becomes Working; carries company; accept within 8 business hours otherwise escalate chain; reject reason in [no_fit] -> Nurture }
privacy { email_sent only when consent is not denied; when consent becomes denied { stop sequences }; keep Lost 5 days then erase pii }
duplicates { same email -> keep oldest, merge others }
every day 18:00 { rebalance sdr, at most 5 moves a rep }
report pipe for sales over last 30 days every monday 08:00 to slack "#sales" { count leads by stage }
)";
inline const std::map<std::string, std::string> kLifeFiles = {{"vips.csv", "company,boss\nAcme,eva\nBorg,dora\n"}};

}  // namespace leadflow::test
