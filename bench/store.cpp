// How fast a store takes a workflow's steps: leads are claimed by batches, each applies one event and writes what a decision
// usually leaves: the state, an activity, two timers moved, an effect, a journal entry with one secret.
//
//     bench/store sqlite:/tmp/leads.db [--leads 20000] [--rounds 3] [--batch 64] [--workers 1] [--relaxed]
//
// Prints steps and rows a second; a step is 10 rows written or changed (lead, event twice, activity, timer gone and added,
// outbox, journal, seal, secret).
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "runtime/store/open.hpp"

using namespace leadflow;

namespace {

constexpr std::int64_t kStart = 1'772'442'000'000;
constexpr int kRowsAStep = 10;

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

int fail(const port::Status& status) {
  std::fprintf(stderr, "%s\n", status.error.c_str());
  std::exit(1);
}
void need(const port::Status& status) {
  if (!status.ok()) fail(status);
}

port::LeadState newState(const std::string& id) {
  port::LeadState state;
  state.id = id;
  state.version = 0x1234567890abcdef;
  for (int i = 0; i < 18; ++i) state.record.emplace_back("field_" + std::to_string(i), "\"value " + std::to_string(i * 7919) + "\"");
  state.visits = {{0, kStart, -1, ""}};
  state.seats.resize(2);
  state.clocks.resize(3);
  state.sequences.resize(2);
  state.handoffs.resize(1);
  state.approvals.resize(1);
  state.milestones.assign(4, kMissing);
  state.move_counts.assign(12, 0);
  state.timers = {{kStart + 86'400'000, port::TimerKind::Aging, 0, 0}, {kStart + 90'000'000, port::TimerKind::Breach, 0, 1}};
  return state;
}

port::Write step(const port::Work& work, std::int64_t at) {
  port::Write made;
  made.before = work.is_new ? nullptr : &work.lead;
  made.after = work.is_new ? newState(work.lead.id) : work.lead;
  port::LeadState& after = made.after;
  for (const port::StoredEvent& stored : work.events) {
    after.now = at;
    ++after.revision;
    after.activities.push_back({at, stored.event.name, stored.event.body, "ana"});
    after.timers[0].due += 60'000;
    made.outcomes.push_back({stored.number, "applied"});
    port::Effect effect;
    effect.key = after.id + "/" + std::to_string(after.revision) + "/0";
    effect.kind = port::EffectKind::Remind;
    effect.lead = after.id;
    effect.at = at;
    effect.to = {"ana"};
    effect.text = "Acme is still waiting for a first answer";
    effect.why = "sla first_response at 50%";
    made.effects.push_back(effect);
    port::JournalEntry entry;
    entry.lead = after.id;
    entry.seq = ++after.journal_seq;
    entry.at = at;
    entry.kind = "activity";
    entry.body = "{\"event\":" + port::toJson(stored.event) + ",\"why\":\"" + std::string(500, 'w') + "\"}";
    entry.previous = after.journal_hash;
    entry.hash = std::string(64, static_cast<char>('a' + after.revision % 6));
    entry.secrets = {{std::string(64, 'b'), std::string(32, 'c'), "a@b.example"}};
    after.journal_hash = entry.hash;
    made.journal.push_back(std::move(entry));
  }
  made.stage = "Working";
  made.owner = "ana";
  return made;
}

std::uint64_t drain(port::Store& store, std::int64_t until, std::size_t batch) {
  std::uint64_t steps = 0;
  for (int idle = 0; idle < 20;) {
    std::vector<port::Work> work;
    std::int64_t horizon = 0;
    need(store.begin());
    need(store.claim(until, batch, work, horizon));
    for (const port::Work& item : work) {
      need(store.take(step(item, until)));
      ++steps;
    }
    need(store.commit());
    if (!work.empty()) continue;
    std::uint64_t waiting = 0;
    need(store.waitingEvents(waiting));
    if (waiting == 0) break;
    ++idle;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return steps;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "usage: store ADDRESS [--leads N] [--rounds N] [--batch N] [--workers N] [--relaxed]\n"), 2;
  std::string address = argv[1];
  int leads = 20'000, rounds = 3, workers = 1;
  std::size_t batch = 64;
  store::StoreOptions options;
  for (int i = 2; i < argc; ++i) {
    const std::string flag = argv[i];
    const auto value = [&] { return i + 1 < argc ? std::atoi(argv[++i]) : 0; };
    if (flag == "--leads") leads = value();
    else if (flag == "--rounds") rounds = value();
    else if (flag == "--batch") batch = static_cast<std::size_t>(value());
    else if (flag == "--workers") workers = value();
    else if (flag == "--relaxed") options.durable = false;
  }
  std::vector<store::Opened> opened;
  for (int i = 0; i < workers; ++i) {
    opened.push_back(store::openStore(address, options));
    if (!opened.back().store) fail(port::Status::failed(opened.back().error));
  }
  double append_time = 0, work_time = 0;
  std::uint64_t steps = 0;
  for (int round = 0; round < rounds; ++round) {
    std::vector<port::Event> events;
    for (int i = 0; i < leads; ++i) {
      port::Event event;
      event.id = "e" + std::to_string(round) + "-" + std::to_string(i);
      event.lead = "00Q" + std::to_string(100'000 + i);
      event.at = kStart + round * 1000;
      event.name = "reply";
      event.by = "ana";
      event.body = "{\"sentiment\":\"positive\",\"subject\":\"Re: your question about the offer\"}";
      events.push_back(std::move(event));
    }
    double from = now();
    for (std::size_t i = 0; i < events.size(); i += 1000) {
      port::Appended appended;
      need(opened[0].store->append(std::span(events).subspan(i, std::min<std::size_t>(1000, events.size() - i)), appended));
    }
    append_time += now() - from;
    from = now();
    std::vector<std::thread> threads;
    std::vector<std::uint64_t> done(static_cast<std::size_t>(workers));
    for (std::size_t i = 0; i < done.size(); ++i) {
      threads.emplace_back([&, i] { done[i] = drain(*opened[i].store, kStart + round * 1000, batch); });
    }
    for (std::thread& thread : threads) thread.join();
    work_time += now() - from;
    for (const std::uint64_t count : done) steps += count;
  }
  std::printf("%s: %.0f events/s appended; %llu steps, %.0f steps/s, %.0f rows/s\n", address.c_str(), leads * rounds / append_time,
              static_cast<unsigned long long>(steps), static_cast<double>(steps) / work_time, static_cast<double>(steps) * kRowsAStep / work_time);
  return 0;
}
