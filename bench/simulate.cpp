// A year at a sales desk in virtual time, beside the plain cost of writing it down: 100,000 leads, 2 million events, service
// levels, escalations, sequences, handoffs, re-queues.
//
//     bench/simulate tests/crash/desk.leadflow [--events 2000000] [--leads 100000]
//
// The simulation runs alone over the store in memory. Then it runs again, and whatever it commits is inserted into an SQLite
// file as well, the same rows of all tables in the same batches; the time of those inserts alone is what the simulation is
// held against. Both figures come from one process on one machine.
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "compiler/driver/compile.hpp"
#include "runtime/bytecode/codec.hpp"
#include "runtime/ingest/event_file.hpp"
#include "runtime/store/open.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/workflow/engine.hpp"
#include "tests/crash/events.hpp"

using namespace leadflow;

namespace {

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// Hands everything on to the store in memory, and writes it into the other one as well, by the clock.
class Tee final : public port::Store {
 public:
  Tee(port::Store& first, port::Store& second) : first_(first), second_(second) {}
  double inserting = 0;
  std::uint64_t rows = 0;

  std::string name() const override { return first_.name(); }
  port::Status append(std::span<const port::Event> events, port::Appended& appended) override {
    timed([&] {
      port::Appended counted;
      rows += events.size();
      return second_.append(events, counted);
    });
    return first_.append(events, appended);
  }
  port::Status begin() override {
    timed([&] { return second_.begin(); });
    return first_.begin();
  }
  port::Status beginReading() override { return first_.beginReading(); }
  port::Status lockWorld(port::WorldRows& out) override { return first_.lockWorld(out); }
  port::Status claim(std::int64_t now, std::size_t limit, std::vector<port::Work>& work, std::int64_t& horizon) override { return first_.claim(now, limit, work, horizon); }
  port::Status claimLead(const std::string& lead, port::Work& work) override { return first_.claimLead(lead, work); }
  port::Status held(const std::string& lead, const std::function<void(const port::Held&)>& visit) override { return first_.held(lead, visit); }
  port::Status erasing(const std::string& lead, std::int64_t until, bool& waits) override { return first_.erasing(lead, until, waits); }
  port::Status desk(port::DeskRows& out) override { return first_.desk(out); }
  port::Status writeDesk(const port::DeskRows& changed) override {
    rows += changed.turns.size();
    timed([&] { return second_.writeDesk(changed); });
    return first_.writeDesk(changed);
  }
  port::Status write(const port::Write& write) override {
    copy(write);
    return first_.write(write);
  }
  port::Status take(port::Write&& write) override {
    copy(write);
    return first_.take(std::move(write));
  }
  port::Status writeWorld(const port::WorldRows& world, const std::vector<port::JournalEntry>& journal) override {
    timed([&] { return second_.writeWorld(world, journal); });
    return first_.writeWorld(world, journal);
  }
  port::Status duplicates(std::uint32_t rule, const std::string& key, const std::string& except, std::vector<std::string>& leads) override { return first_.duplicates(rule, key, except, leads); }
  port::Status duplicateKeys(std::uint32_t rule, std::vector<std::pair<std::string, std::string>>& keys) override { return first_.duplicateKeys(rule, keys); }
  port::Status commit() override {
    timed([&] { return second_.commit(); });
    return first_.commit();
  }
  void rollback() override {
    second_.rollback();
    first_.rollback();
  }
  port::Status world(port::WorldRows& out) override { return first_.world(out); }
  port::Status worldVersions(std::uint64_t& roster, std::uint64_t& tables, std::uint64_t& playbooks) override { return first_.worldVersions(roster, tables, playbooks); }
  port::Status load(const std::string& lead, std::optional<port::LeadState>& state) override { return first_.load(lead, state); }
  port::Status nextWork(std::int64_t& instant) override { return first_.nextWork(instant); }
  port::Status summaries(std::vector<port::LeadSummary>& leads) override { return first_.summaries(leads); }
  port::Status eachLead(const std::function<bool(const port::LeadState&)>& visit) override { return first_.eachLead(visit); }
  port::Status eachEntry(const std::string& lead, std::uint64_t after, const std::function<bool(const port::JournalEntry&)>& visit) override { return first_.eachEntry(lead, after, visit); }
  port::Status waitingEvents(std::uint64_t& count) override { return first_.waitingEvents(count); }
  port::Status refusedEvents(std::size_t limit, std::vector<std::pair<port::StoredEvent, std::string>>& events, std::uint64_t before) override { return first_.refusedEvents(limit, events, before); }
  port::Status retryRefused(std::span<const std::uint64_t> numbers, const port::Event& mark, std::uint64_t& again) override { return first_.retryRefused(numbers, mark, again); }
  port::Status unanchored(std::size_t limit, std::vector<std::pair<std::uint64_t, std::string>>& entries) override { return first_.unanchored(limit, entries); }
  port::Status writeAnchor(const port::Anchor& anchor, const std::vector<std::uint64_t>& orders) override { return first_.writeAnchor(anchor, orders); }
  port::Status anchors(std::vector<port::Anchor>& out) override { return first_.anchors(out); }
  port::Status anchoredHashes(std::uint64_t anchor, std::vector<std::string>& hashes) override { return first_.anchoredHashes(anchor, hashes); }
  port::Status deploy(const port::PlaybookRow& row) override {
    timed([&] { return second_.deploy(row); });
    return first_.deploy(row);
  }
  port::Status renew(const port::PlaybookRow& row) override {
    timed([&] { return second_.renew(row); });
    return first_.renew(row);
  }
  port::Status playbookFiles(std::uint64_t version, std::vector<port::PlaybookFile>& files) override { return first_.playbookFiles(version, files); }
  port::Status withdraw(std::uint64_t version) override { return first_.withdraw(version); }
  port::Status erase(const std::string& lead) override { return first_.erase(lead); }
  port::Status setting(const std::string& key, std::string& value) override { return first_.setting(key, value); }
  port::Status setSetting(const std::string& key, const std::string& value) override {
    timed([&] { return second_.setSetting(key, value); });
    return first_.setSetting(key, value);
  }

 private:
  template <class Call>
  void timed(Call call) {
    const double begin = seconds();
    const port::Status status = call();
    inserting += seconds() - begin;
    if (!status.ok()) {
      std::fprintf(stderr, "%s\n", status.error.c_str());
      std::exit(1);
    }
  }
  void copy(const port::Write& write) {
    rows += 1 + write.outcomes.size() + write.effects.size() + write.after.timers.size() + write.after.activities.size() - (write.before != nullptr ? write.before->activities.size() : 0);
    timed([&] { return second_.write(write); });
  }
  port::Store &first_, &second_;
};

struct Input {
  std::shared_ptr<const bytecode::Program> program;
  std::string bytes, events;
  std::int64_t from = 0, until = 0;
};

/// The whole of it: events read from the file, fed by ten thousand, time running along.
workflow::RunTotals simulate(const Input& input, port::Store& store) {
  const auto need = [](const port::Status& status) {
    if (status.ok()) return;
    std::fprintf(stderr, "%s\n", status.error.c_str());
    std::exit(1);
  };
  const auto salts = workflow::seededSalts(1);
  workflow::EngineOptions options;
  options.journal = false;
  options.simulated = true;
  workflow::Engine engine(store, options, *salts);
  need(engine.adopt(input.program, input.bytes, input.program->chunk().roster, input.from));
  ingest::FileSource source(input.events);
  ingest::EventReader reader(source, {.name = input.events, .zone = &input.program->zone()});
  std::vector<port::Event> chunk;
  while (reader.next(chunk, 10'000)) {
    if (chunk.empty()) continue;
    need(engine.runUntil(chunk.front().at));
    port::Appended appended;
    need(engine.feed(chunk, appended));
  }
  need(engine.runUntil(input.until));
  return engine.totals();
}

}  // namespace

int main(int count, char** words) {
  std::string playbook;
  std::uint64_t events = 2'000'000, leads = 100'000;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(words[i], "--events") == 0 && i + 1 < count) events = std::stoull(words[++i]);
    else if (std::strcmp(words[i], "--leads") == 0 && i + 1 < count) leads = std::stoull(words[++i]);
    else playbook = words[i];
  }
  driver::Options options;
  options.lints = false;
  auto compiled = driver::compileFile(playbook, options);
  if (!compiled->ok()) {
    std::fprintf(stderr, "%s does not compile\n", playbook.c_str());
    return 2;
  }
  Input input;
  input.bytes = bytecode::encode(compiled->chunk);
  input.program = bytecode::Program::load(std::move(compiled->chunk)).program;
  char folder[] = "/tmp/leadflow-bench-XXXXXX";
  if (mkdtemp(folder) == nullptr) return 2;
  input.events = std::string(folder) + "/events.ndjson";
  std::string until;
  if (!crash::writeEvents(input.events, events, leads, 365, 1, until)) return 2;
  input.from = *parseInstant("2026-03-02T09:00:00Z", utcZone(), "");
  input.until = *parseInstant(until, utcZone(), "");

  store::StoreOptions quiet;
  quiet.keep_journal = quiet.keep_effects = false;
  double alone = 0;
  {
    store::Opened memory = store::openMemory(quiet);
    const double begin = seconds();
    const workflow::RunTotals totals = simulate(input, *memory.store);
    alone = seconds() - begin;
    std::printf("simulated: %llu events, %llu timers, %llu effects in %.1f s (%.1f us an event or timer)\n", static_cast<unsigned long long>(totals.events),
                static_cast<unsigned long long>(totals.timers), static_cast<unsigned long long>(totals.effects), alone, alone * 1e6 / static_cast<double>(totals.events + totals.timers));
  }
  {
    store::Opened memory = store::openMemory(quiet);
    store::StoreOptions relaxed;
    relaxed.durable = false;
    store::Opened file = store::openSqlite(std::string(folder) + "/rows.db", relaxed);
    Tee tee(*memory.store, *file.store);
    simulate(input, tee);
    std::printf("inserted:  %llu rows of all tables into SQLite in %.1f s\n", static_cast<unsigned long long>(tee.rows), tee.inserting);
    std::printf("ratio:     %.2f\n", alone / tee.inserting);
  }
  std::filesystem::remove_all(folder);
  return 0;
}
