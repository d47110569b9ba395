// Random work on two stores side by side: whatever memory answers, the other answers too.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "tests/unit/store/backends.hpp"

using namespace leadflow;
using namespace leadflow::storetest;

namespace {

/// Everything that can be asked, as text.
std::string everything(port::Store& store, port::OutboxStore& outbox) {
  std::string text;
  const auto ok = [&](const port::Status& status) { text += status.ok() ? "" : "ERROR " + status.error + "\n"; };
  ok(store.eachLead([&](const port::LeadState& state) { return text += shown(state) + "\n", true; }));
  std::vector<port::LeadSummary> leads;
  ok(store.summaries(leads));
  for (const auto& lead : leads) text += lead.id + " " + lead.stage + " " + lead.owner + " " + std::to_string(lead.next_due) + "\n";
  // Orders may have gaps; what counts is their sequence.
  ok(store.eachEntry("", 0, [&](const port::JournalEntry& e) {
    text += e.lead + "/" + std::to_string(e.seq) + " " + e.kind + " " + e.body + " " + e.previous + " " + e.hash + " " + std::to_string(e.secrets.size()) + "\n";
    return true;
  }));
  std::uint64_t waiting = 0;
  ok(store.waitingEvents(waiting));
  std::int64_t next = 0;
  ok(store.nextWork(next));
  text += std::to_string(waiting) + " waiting, next " + std::to_string(next) + "\n";
  std::vector<std::pair<port::StoredEvent, std::string>> refused;
  ok(store.refusedEvents(1000, refused));
  for (const auto& [stored, why] : refused) text += shown(stored.event) + " " + why + "\n";
  for (std::uint32_t rule = 0; rule < 2; ++rule) {
    std::vector<std::pair<std::string, std::string>> keys;
    ok(store.duplicateKeys(rule, keys));
    for (const auto& [lead, key] : keys) text += lead + "=" + key + " ";
  }
  std::vector<port::OutboxStore::Row> rows;
  if (!outbox.list("", 100'000, rows)) text += "ERROR " + outbox.error();
  for (const auto& row : rows) text += port::toJson(row.effect) + " " + row.status + " " + std::to_string(row.next_try) + "\n";
  return text;
}

/// One random transaction, the same for the same seed; gives what it saw.
std::string act(port::Store& store, port::OutboxStore& outbox, unsigned seed) {
  std::mt19937 random(seed);
  const auto upTo = [&](unsigned n) { return static_cast<int>(random() % n); };
  std::string text;
  const auto ok = [&](const port::Status& status) { text += status.ok() ? "" : "ERROR " + status.error + "\n"; };
  std::vector<port::Event> events;
  for (int i = upTo(6); i > 0; --i) {
    events.push_back(event("e" + std::to_string(upTo(400)), "L" + std::to_string(upTo(12)), upTo(20) == 0 ? kMissing : kT0 + seed + upTo(40)));
  }
  port::Appended appended;
  ok(store.append(events, appended));
  text += std::to_string(appended.added) + " added\n";

  ok(store.begin());
  const std::int64_t now = kT0 + seed;
  std::vector<port::Work> work;
  std::int64_t horizon = 0;
  ok(store.claim(now, static_cast<std::size_t>(1 + upTo(5)), work, horizon));
  text += "horizon " + std::to_string(horizon) + "\n";
  for (const port::Work& item : work) {
    text += shown(item.lead) + (item.is_new ? " new" : "");
    for (const auto& stored : item.events) text += " " + shown(stored.event);
    std::vector<port::Timer> timers;
    for (int i = upTo(4); i > 0; --i) timers.push_back({now + 1 + upTo(30), static_cast<port::TimerKind>(upTo(12)), static_cast<std::uint32_t>(i), 0});
    std::sort(timers.begin(), timers.end());
    port::Write made = step(item, now, timers);
    if (!made.outcomes.empty() && upTo(4) == 0) made.outcomes.back().text = "refused: no";
    if (made.outcomes.size() > 1 && upTo(4) == 0) made.outcomes.erase(made.outcomes.begin());
    made.duplicate_keys_changed = upTo(2) > 0;
    for (int i = made.duplicate_keys_changed ? upTo(3) : 0; i > 0; --i) made.duplicate_keys.emplace_back(upTo(2), "k" + std::to_string(upTo(5)));
    std::sort(made.duplicate_keys.begin(), made.duplicate_keys.end());
    made.duplicate_keys.erase(std::unique(made.duplicate_keys.begin(), made.duplicate_keys.end()), made.duplicate_keys.end());
    if (upTo(5) == 0) made.messages = {event("m" + std::to_string(upTo(200)), "L" + std::to_string(upTo(12)), now + upTo(10) - 5)};
    for (port::Effect& each : made.effects) each.pii = upTo(2) == 0;
    std::vector<std::string> leads;
    ok(store.duplicates(0, "k1", item.lead.id, leads));
    for (const std::string& lead : leads) text += " dup " + lead;
    ok(store.write(made));
    if (upTo(15) == 0) ok(store.erase(item.lead.id));
  }
  if (upTo(4) == 0) store.rollback();
  else ok(store.commit());

  std::vector<port::OutboxStore::Row> rows;
  if (!outbox.claim(now, static_cast<std::size_t>(upTo(3)), 50, rows)) text += "ERROR";
  for (const auto& row : rows) {
    text += "\nout " + row.effect.key;
    if (upTo(2) == 0) outbox.done(row.effect.key, now);
    else outbox.later(row.effect.key, row.attempts + 1, now + 20, "no");
  }
  return text;
}

/// Empty when equal; else the first line of each that differs.
std::string difference(const std::string& ours, const std::string& models) {
  const auto [a, b] = std::mismatch(ours.begin(), ours.end(), models.begin(), models.end());
  if (a == ours.end() && b == models.end()) return {};
  const auto lines = [](const std::string& text, std::size_t at) {
    const std::size_t from = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    return text.substr(from == 0 ? 0 : text.rfind('\n', from - 2) + 1, 400);
  };
  return "store: " + lines(ours, static_cast<std::size_t>(a - ours.begin())) + "\nmodel: " + lines(models, static_cast<std::size_t>(b - models.begin()));
}

}  // namespace

TEMPLATE_TEST_CASE("random work gives the same as in memory", "[contract]", Sqlite, Postgres) {
  if (!TestType::there()) return;
  TestType backend;
  Memory model;
  for (unsigned seed = 1; seed <= 250; ++seed) {
    INFO("seed " << seed);
    const std::string expected = act(model.store(), model.outbox(), seed);
    REQUIRE(difference(act(backend.store(), backend.outbox(), seed), expected) == "");
    REQUIRE(expected.find("ERROR") == std::string::npos);
    if (seed % 10 == 0) REQUIRE(difference(everything(backend.store(), backend.outbox()), everything(model.store(), model.outbox())) == "");
  }
  const std::string all = everything(model.store(), model.outbox());
  CHECK(all.find("refused") != std::string::npos);
  CHECK(all.find("delivered") != std::string::npos);
}
