// An effect as JSON and back, and the outbox in memory, which the stores' own outboxes must equal.
#include <catch2/catch.hpp>

#include "runtime/port/outbox_store.hpp"
#include "tests/unit/outbox/effects.hpp"

using namespace leadflow;
using namespace leadflow::port;
using leadflow::outbox::test::reminder;

namespace {

using Rows = std::vector<OutboxStore::Row>;

std::string keys(const Rows& rows) {
  std::string out;
  for (const auto& row : rows) out += (out.empty() ? "" : " ") + row.effect.key;
  return out;
}

std::string claimed(OutboxStore& store, std::int64_t now, std::size_t limit = 10, std::int64_t lease = 100) {
  Rows rows;
  REQUIRE(store.claim(now, limit, lease, rows));
  return keys(rows);
}

OutboxStore::Row only(OutboxStore& store, const std::string& status) {
  Rows rows;
  REQUIRE(store.list(status, 10, rows));
  REQUIRE(rows.size() == 1);
  return rows[0];
}

}  // namespace

TEST_CASE("an effect as JSON has its keys always in the same order") {
  Effect effect = reminder();
  effect.fields = {{"z", "\"t\""}, {"a", "12.50"}, {"gone", ""}};
  CHECK(toJson(effect) ==
        R"({"key":"00Q1/17/0","kind":"remind","lead":"00Q1","at":1772463600000,"channel":"","target":"","to":["ana"],"to_email":["ana@house.example"],"tagging":[],)"
        R"("text":"Müller & Söhne <GmbH> is still waiting","fields":{"z":"t","a":12.50,"gone":null},"link":"https://crm.example/leads/00Q1",)"
        R"("why":"sla first_response at 50%","pii":false,"simulated":false})");
}

TEST_CASE("a store keeps where an effect's text has links of its own; nobody else is told") {
  Effect effect = reminder();
  CHECK(toStored(effect) == toJson(effect));
  effect.links = {6, 4000000000U};
  const std::string stored = toStored(effect), told = toJson(effect);
  CHECK(stored == told.substr(0, told.size() - 1) + R"(,"links":[6,4000000000]})");
  Effect read;
  REQUIRE(fromJson(stored, read));
  CHECK(read.links == effect.links);
  CHECK(toStored(read) == stored);
  CHECK_FALSE(fromJson(told.substr(0, told.size() - 1) + R"(,"links":[-1]})", read));
}

TEST_CASE("an effect survives JSON to the byte, numbers with every digit") {
  Effect effect = reminder();
  effect.kind = EffectKind::Report;
  effect.channel = "slack";
  effect.target = "#x";
  effect.tagging = {"bo", ""};
  effect.text = "quotes \" and \\ and\nlines \x01 ü";
  effect.pii = effect.simulated = true;
  effect.at = INT64_MIN;
  effect.fields = {{"z", "12.50"},         {"a", "123456789012345678901234.1234"}, {"t", "\"[{,:\""}, {"n", "null"}, {"b", "true"},
                   {"i", "-9223372036854775808"}, {"list", R"([1,{"y":2.10,"x":[]},"s",[]])"},     {"object", R"({"k":{}})"}, {"z", "2"}};
  Effect read;
  REQUIRE(fromJson(toJson(effect), read));
  CHECK(toJson(read) == toJson(effect));
  CHECK(read.fields == effect.fields);
  CHECK(read.text == effect.text);
  CHECK(read.kind == EffectKind::Report);
}

TEST_CASE("what is no effect is told") {
  Effect effect = reminder("kept");
  for (const char* text : {"", "[]", "{}", "{\"key\":\"a\"}", R"({"key":"","kind":"log","at":1})", R"({"key":"a","kind":"shout","at":1})",
                           R"({"key":"a","kind":"log","at":"1"})", R"({"key":"a","kind":"log","at":1.5})", R"({"key":1,"kind":"log","at":1})",
                           R"({"key":"a","kind":"log","at":1,"to":"ana"})", R"({"key":"a","kind":"log","at":1,"to":[1]})",
                           R"({"key":"a","kind":"log","at":1,"fields":[]})", R"({"key":"a","kind":"log","at":1,"pii":"no"})",
                           R"({"key":"a","kind":"log","at":1} x)", "{\"key\":\"\xff\",\"kind\":\"log\",\"at\":1}"}) {
    CAPTURE(text);
    CHECK_FALSE(fromJson(text, effect));
  }
  CHECK(effect.key == "kept");
  CHECK(fromJson(R"({"at":1,"kind":"log","key":"a"})", effect));
  CHECK(effect.text.empty());
}

TEST_CASE("rows are claimed once while their lease runs, the longest waiting first, and come back after it") {
  MemoryOutbox store;
  store.add(reminder("a"), 20);
  store.add(reminder("b"), 10);
  store.add(reminder("c"), 10);
  store.add(reminder("late"), 1000);
  store.add(reminder("a"), 0);  // the same key again changes nothing
  CHECK(claimed(store, 50, 2) == "b c");
  CHECK(claimed(store, 50) == "a");
  CHECK(claimed(store, 149) == "");
  CHECK(claimed(store, 150) == "a b c");  // nobody settled them: the process was killed
}

TEST_CASE("only waiting rows are settled: a slow process cannot revive what another delivered") {
  MemoryOutbox store;
  store.add(reminder("a"), 0);
  CHECK(claimed(store, 0) == "a");
  REQUIRE(store.done("a", 7));
  CHECK(store.later("a", 1, 9, "late news"));
  CHECK(store.dead("a", 1, 9, "late news"));
  const auto row = only(store, "delivered");
  CHECK(row.next_try == 7);
  CHECK(row.reason.empty());
  CHECK(claimed(store, 1'000'000) == "");
  CHECK_FALSE(store.retry("a", 8));
  CHECK(store.error() == "the effect `a` is delivered");
  CHECK_FALSE(store.retry("b", 8));
  CHECK(store.error() == "no effect `b`");
  CHECK(store.done("b", 8));  // erased with its lead meanwhile
}

TEST_CASE("a dead letter says why, and retry gives it all its attempts again") {
  MemoryOutbox store;
  store.add(reminder("a"), 0);
  REQUIRE(store.later("a", 1, 5, "first"));
  CHECK(only(store, "waiting").reason == "first");
  REQUIRE(store.dead("a", 2, 9, "second"));
  auto row = only(store, "dead");
  CHECK(row.attempts == 2);
  CHECK(row.reason == "second");
  CHECK(row.next_try == 9);
  CHECK(claimed(store, 1'000'000) == "");
  REQUIRE(store.retry("a", 50));
  row = only(store, "waiting");
  CHECK(row.attempts == 0);
  CHECK(row.reason == "second");
  CHECK(claimed(store, 49) == "");
  CHECK(claimed(store, 50) == "a");
}

TEST_CASE("rows are listed in the order in which they were put in") {
  MemoryOutbox store;
  for (const char* key : {"c", "a", "b"}) store.add(reminder(key), 0);
  REQUIRE(store.done("a", 1));
  Rows rows;
  REQUIRE(store.list("", 10, rows));
  CHECK(keys(rows) == "c a b");
  REQUIRE(store.list("waiting", 1, rows));
  CHECK(keys(rows) == "c");
}
