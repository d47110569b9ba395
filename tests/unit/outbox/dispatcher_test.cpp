// The dispatcher: backoff, dead letters, leases, receivers that hold up nobody else. Time is the test's own.
#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <mutex>
#include <set>

#include "runtime/outbox/config.hpp"
#include "runtime/outbox/dispatcher.hpp"
#include "runtime/outbox/router.hpp"
#include "tests/unit/outbox/effects.hpp"
#include "tests/unit/outbox/servers.hpp"

using namespace leadflow;
using namespace leadflow::outbox;
using namespace leadflow::outbox::test;
using Result = Attempt::Result;

namespace {

constexpr std::int64_t kStart = 1772463600000;

/// Answers as told, per receiver (the effect's target), and remembers what it was given.
class Scripted final : public Adapter {
 public:
  std::function<Attempt(const port::Effect&)> answer = [](const port::Effect&) { return Attempt{}; };
  Attempt deliver(const port::Effect& effect) override {
    {
      const std::scoped_lock lock(mutex_);
      seen_.push_back(effect.key);
    }
    return answer(effect);
  }
  std::string name() const override { return "scripted"; }
  std::string receiver(const port::Effect& effect) const override { return effect.target; }
  std::vector<std::string> seen() const {
    const std::scoped_lock lock(mutex_);
    return seen_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> seen_;
};

Attempt failed(const std::string& reason, bool down = false, std::int64_t retry_after = 0) {
  Attempt attempt;
  attempt.result = Result::Later;
  attempt.reason = reason;
  attempt.receiver_down = down;
  attempt.retry_after_ms = retry_after;
  return attempt;
}

Attempt never(const std::string& reason) {
  Attempt attempt = failed(reason);
  attempt.result = Result::Never;
  return attempt;
}

port::Effect to(const std::string& target, const std::string& key) {
  port::Effect effect = reminder(key);
  effect.target = target;
  return effect;
}

struct Desk {
  port::MemoryOutbox store;
  port::ManualClock clock{kStart};
  Scripted adapter;
  DispatchOptions options;

  RoundCounts round() {
    if (!dispatcher) dispatcher.emplace(store, adapter, clock, options);
    RoundCounts counts;
    REQUIRE(dispatcher->round(counts));
    return counts;
  }
  port::OutboxStore::Row row(const std::string& key) {
    std::vector<port::OutboxStore::Row> rows;
    store.list("", 10'000, rows);
    for (const auto& one : rows) {
      if (one.effect.key == key) return one;
    }
    FAIL("no row " << key);
    return {};
  }
  std::optional<Dispatcher> dispatcher;
};

/// A store whose connection breaks when told to.
class Breaking final : public port::OutboxStore {
 public:
  explicit Breaking(port::MemoryOutbox& store) : store_(store) {}
  std::atomic<bool> broken{false};
  std::atomic<int> settles_until_broken{1'000'000};

  bool claim(std::int64_t now, std::size_t limit, std::int64_t lease_ms, std::vector<Row>& rows) override {
    return !broken && store_.claim(now, limit, lease_ms, rows);
  }
  bool done(const std::string& key, std::int64_t now) override { return settles() && store_.done(key, now); }
  bool reached(const std::string& key, const std::vector<std::uint32_t>& positions) override { return settles() && store_.reached(key, positions); }
  bool later(const std::string& key, int attempts, std::int64_t next_try, const std::string& reason) override {
    return settles() && store_.later(key, attempts, next_try, reason);
  }
  bool dead(const std::string& key, int attempts, std::int64_t now, const std::string& reason) override {
    return settles() && store_.dead(key, attempts, now, reason);
  }
  bool list(const std::string& status, std::size_t limit, std::vector<Row>& rows) override { return store_.list(status, limit, rows); }
  bool retry(const std::string& key, std::int64_t now) override { return store_.retry(key, now); }
  std::string error() const override { return "the database is gone"; }

 private:
  bool settles() {
    if (--settles_until_broken < 0) broken = true;
    return !broken;
  }
  port::MemoryOutbox& store_;
};

}  // namespace

TEST_CASE("waits double up to the cap and are drawn from their whole range, the same on every machine") {
  const RetryPolicy policy;
  CHECK(longestWait(policy, 1) == 1'000);
  CHECK(longestWait(policy, 2) == 2'000);
  CHECK(longestWait(policy, 11) == 1'024'000);
  CHECK(longestWait(policy, 13) == 3'600'000);
  CHECK(longestWait(policy, 1000) == 3'600'000);
  CHECK(longestWait({5'000, 1, 60'000, 3}, 50) == 5'000);
  CHECK(longestWait({5'000, 10, 3'000, 3}, 1) == 3'000);

  std::int64_t least = INT64_MAX, most = 0, sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::int64_t wait = waitAfter(policy, "00Q" + std::to_string(i) + "/1/0", 5);
    least = std::min(least, wait);
    most = std::max(most, wait);
    sum += wait;
  }
  CHECK(least >= 1);
  CHECK(most <= 16'000);
  CHECK(least < 100);  // full jitter: from nothing …
  CHECK(most > 15'900);  // … to the whole
  CHECK(sum / 10'000 > 7'700);
  CHECK(sum / 10'000 < 8'300);
  CHECK(waitAfter(policy, "00Q1/17/0", 3) == waitAfter(policy, "00Q1/17/0", 3));
  CHECK(waitAfter(policy, "00Q1/17/0", 3) != waitAfter(policy, "00Q1/17/1", 3));
  CHECK(waitAfter(policy, "00Q1/17/0", 3) == 361);  // fixed for good: a restart keeps the schedule
}

TEST_CASE("what becomes of a row is settled by the attempt alone") {
  port::OutboxStore::Row row;
  row.effect = reminder();
  const RetryPolicy policy;
  CHECK(settle(policy, row, Attempt{}, 5).what == Verdict::What::Done);
  const Verdict later = settle(policy, row, failed("x"), 5);
  CHECK(later.what == Verdict::What::Later);
  CHECK(later.attempts == 1);
  CHECK(later.next_try == 5 + waitAfter(policy, "00Q1/17/0", 1));
  CHECK(settle(policy, row, failed("x", false, 90'000), 5).next_try == 90'005);
  CHECK(settle(policy, row, failed("x", false, 400 * 86'400'000LL), 5).next_try == 5 + 86'400'000);
  CHECK(settle(policy, row, failed("x", false, 0), 5).next_try <= 1'005);
  CHECK(settle(policy, row, never("x"), 5).what == Verdict::What::Dead);
  row.attempts = 10;
  CHECK(settle(policy, row, failed("x", false, 1), 5).what == Verdict::What::Later);
  row.attempts = 11;
  const Verdict dead = settle(policy, row, failed("the last word"), 5);
  CHECK(dead.what == Verdict::What::Dead);
  CHECK(dead.attempts == 12);
  CHECK(dead.reason == "the last word");
  CHECK(settle(policy, row, Attempt{}, 5).what == Verdict::What::Done);
}

TEST_CASE("a receiver that never works is tried twelve times at growing distance, then the effect is a dead letter") {
  Desk desk;
  int calls = 0;
  desk.adapter.answer = [&](const port::Effect&) { return failed("attempt " + std::to_string(++calls)); };
  desk.store.add(reminder("k"), kStart);
  std::vector<std::int64_t> tried;
  for (int guard = 0; guard < 100 && desk.row("k").status == "waiting"; ++guard) {
    desk.clock.set(std::max(desk.clock.now(), desk.row("k").next_try));
    const RoundCounts counts = desk.round();
    if (counts.later + counts.dead == 1) tried.push_back(desk.clock.now());
  }
  REQUIRE(tried.size() == 12);
  for (int n = 1; n < 12; ++n) {
    const std::int64_t gap = tried[static_cast<std::size_t>(n)] - tried[static_cast<std::size_t>(n) - 1];
    CHECK(gap == waitAfter({}, "k", n));
  }
  const auto row = desk.row("k");
  CHECK(row.status == "dead");
  CHECK(row.attempts == 12);
  CHECK(row.reason == "attempt 12");
  CHECK(row.next_try == tried.back());
  desk.clock.advance(100 * 86'400'000LL);
  CHECK(desk.round().claimed == 0);

  SECTION("retry gives it another life") {
    desk.adapter.answer = [](const port::Effect&) { return Attempt{}; };
    REQUIRE(desk.store.retry("k", desk.clock.now()));
    CHECK(desk.round().delivered == 1);
    CHECK(desk.row("k").status == "delivered");
    CHECK(desk.row("k").reason.empty());
  }
}

TEST_CASE("what no try can help is dead at once, and holds up nothing") {
  Desk desk;
  desk.adapter.answer = [](const port::Effect& effect) { return effect.key == "bad" ? never("answered 400") : Attempt{}; };
  for (const char* key : {"a", "bad", "b"}) desk.store.add(to("crm", key), kStart);
  const RoundCounts counts = desk.round();
  CHECK(counts.delivered == 2);
  CHECK(counts.dead == 1);
  CHECK(desk.row("bad").attempts == 1);
  CHECK(desk.row("bad").reason == "answered 400");
}

TEST_CASE("Retry-After is kept: the effect and its receiver wait that long") {
  Desk desk;
  desk.adapter.answer = [&](const port::Effect&) { return desk.adapter.seen().size() == 1 ? failed("answered 429", true, 90'000) : Attempt{}; };
  for (const char* key : {"a", "b"}) desk.store.add(to("crm", key), kStart);
  RoundCounts counts = desk.round();
  CHECK(counts.later == 1);
  CHECK(counts.put_back == 1);
  CHECK(desk.row("a").next_try == kStart + 90'000);
  CHECK(desk.row("b").next_try == kStart + 90'000);
  CHECK(desk.row("b").attempts == 0);
  desk.store.add(to("crm", "c"), kStart);
  desk.clock.advance(89'999);
  counts = desk.round();
  CHECK(counts.put_back == 1);  // c, which came meanwhile
  CHECK(counts.delivered == 0);
  desk.clock.advance(1);
  CHECK(desk.round().delivered == 3);
}

TEST_CASE("a receiver that is down costs one attempt, and nobody else anything") {
  Desk desk;
  desk.adapter.answer = [](const port::Effect& effect) { return effect.target == "down" ? failed("no connection", true) : Attempt{}; };
  for (int i = 0; i < 50; ++i) {
    desk.store.add(to("down", "d" + std::to_string(i)), kStart);
    desk.store.add(to("up", "u" + std::to_string(i)), kStart);
  }
  const RoundCounts counts = desk.round();
  CHECK(counts.delivered == 50);
  CHECK(counts.later == 1);
  CHECK(counts.put_back == 49);
  CHECK(desk.row("d0").attempts == 1);
  CHECK(desk.row("d1").attempts == 0);
  CHECK(desk.row("d1").reason.empty());
  CHECK(desk.row("d1").next_try == desk.row("d0").next_try);  // the pause ends when the one that failed is due again
  // More effects than one claim takes, all for a receiver that is down, do not keep others waiting either.
  Desk crowd;
  crowd.options.batch = 10;
  crowd.adapter.answer = desk.adapter.answer;
  for (int i = 0; i < 100; ++i) crowd.store.add(to("down", "d" + std::to_string(i)), kStart - 10);
  crowd.store.add(to("up", "u"), kStart);
  for (int i = 0; i < 11; ++i) crowd.round();
  CHECK(crowd.row("u").status == "delivered");
  CHECK(crowd.adapter.seen().size() == 2);
}

TEST_CASE("a receiver that answers with errors is paused only after several in a row, one bad effect pauses nothing") {
  Desk desk;
  desk.adapter.answer = [](const port::Effect& effect) { return effect.key == "bad" ? failed("answered 500") : Attempt{}; };
  desk.store.add(to("crm", "bad"), kStart);
  for (int i = 0; i < 20; ++i) desk.store.add(to("crm", "k" + std::to_string(i)), kStart);
  RoundCounts counts = desk.round();
  CHECK(counts.delivered == 20);
  CHECK(counts.later == 1);

  Desk broken;
  broken.adapter.answer = [](const port::Effect&) { return failed("answered 500"); };
  for (int i = 0; i < 20; ++i) broken.store.add(to("crm", "k" + std::to_string(i)), kStart);
  counts = broken.round();
  CHECK(counts.later == 5);
  CHECK(counts.put_back == 15);
}

TEST_CASE("a pause ends: the first success lets everything through again") {
  Desk desk;
  bool up = false;
  desk.adapter.answer = [&](const port::Effect&) { return up ? Attempt{} : failed("no connection", true); };
  for (int i = 0; i < 30; ++i) desk.store.add(to("crm", "k" + std::to_string(i)), kStart);
  for (int minute = 0; minute < 10; ++minute) {
    desk.round();
    desk.clock.advance(60'000);
  }
  CHECK(desk.adapter.seen().size() <= 10);
  up = true;
  RoundCounts all;
  for (int minute = 0; minute < 30 && all.delivered < 30; ++minute) {
    all += desk.round();
    desk.clock.advance(60'000);
  }
  CHECK(all.delivered == 30);
  CHECK(all.dead == 0);
}

TEST_CASE("rows of a process that was killed come back after the lease, under the same key") {
  Desk desk;
  desk.store.add(reminder("k"), kStart);
  std::vector<port::OutboxStore::Row> rows;
  REQUIRE(desk.store.claim(kStart, 10, desk.options.lease_ms, rows));  // and then it was killed
  REQUIRE(rows.size() == 1);
  desk.clock.advance(desk.options.lease_ms - 1);
  CHECK(desk.round().claimed == 0);
  desk.clock.advance(1);
  CHECK(desk.round().delivered == 1);
  CHECK(desk.adapter.seen() == std::vector<std::string>{"k"});
  CHECK(decltype(desk.options){}.lease_ms <= 30'000);   // what a killed process had taken is not late by more than that
}

TEST_CASE("a lease is renewed while its effect is being tried, so that nobody else takes it however long that is") {
  Desk desk;
  desk.options.renew_ms = 1;
  desk.store.add(reminder("k"), kStart);
  std::size_t taken = 1;
  desk.adapter.answer = [&](const port::Effect&) {
    desk.clock.advance(desk.options.lease_ms);   // the first lease is over
    std::vector<port::OutboxStore::Row> rows;
    do desk.store.list("", 1, rows);
    while (rows[0].next_try <= desk.clock.now());
    desk.store.claim(desk.clock.now(), 10, 1'000, rows);   // another process looks for work
    taken = rows.size();
    return Attempt{};
  };
  CHECK(desk.round().delivered == 1);
  CHECK(taken == 0);
  CHECK(desk.row("k").status == "delivered");
}

TEST_CASE("a clock that jumps back loses nothing and delivers nothing twice") {
  Desk desk;
  bool up = false;
  desk.adapter.answer = [&](const port::Effect&) { return up ? Attempt{} : failed("no connection", true); };
  desk.store.add(reminder("k"), kStart);
  desk.store.add(reminder("l"), kStart);
  desk.round();
  desk.clock.set(kStart - 30 * 86'400'000LL);
  up = true;
  CHECK(desk.round().claimed == 0);
  desk.store.add(reminder("new"), desk.clock.now());
  CHECK(desk.round().delivered == 1);  // the pause of the future does not count
  desk.clock.set(kStart + 2'000);
  CHECK(desk.round().delivered == 2);
  CHECK(desk.round().claimed == 0);
  CHECK(desk.adapter.seen().size() == 4);
}

TEST_CASE("a store that fails stops the sending, and nothing is lost") {
  Desk desk;
  Breaking store(desk.store);
  for (int i = 0; i < 20; ++i) desk.store.add(to("crm", "k" + std::to_string(i)), kStart);
  Dispatcher dispatcher(store, desk.adapter, desk.clock);
  store.settles_until_broken = 3;
  RoundCounts counts;
  CHECK_FALSE(dispatcher.round(counts));
  CHECK(dispatcher.error() == "the database is gone");
  CHECK_FALSE(dispatcher.round(counts));
  store.settles_until_broken = 1'000'000;
  store.broken = false;
  desk.clock.advance(200'000);
  CHECK(dispatcher.drain(counts));
  std::vector<port::OutboxStore::Row> rows;
  desk.store.list("delivered", 100, rows);
  CHECK(rows.size() == 20);
  std::map<std::string, int> times;
  for (const std::string& key : desk.adapter.seen()) ++times[key];
  CHECK(times.size() == 20);  // each at least once
  CHECK(times["k0"] == 1);    // and those recorded not again
}

TEST_CASE("a stop lets the attempt under way end, and puts the rest back uncounted") {
  Desk desk;
  std::atomic<bool> stop{false};
  desk.adapter.answer = [&](const port::Effect&) {
    stop = true;
    return Attempt{};
  };
  for (int i = 0; i < 5; ++i) desk.store.add(to("crm", "k" + std::to_string(i)), kStart);
  Dispatcher dispatcher(desk.store, desk.adapter, desk.clock);
  RoundCounts counts;
  REQUIRE(dispatcher.drain(counts, &stop));
  CHECK(counts.delivered == 1);
  CHECK(counts.put_back == 4);
  CHECK(desk.row("k1").attempts == 0);
  CHECK(desk.row("k1").next_try == kStart);  // at once for whoever comes next
}

TEST_CASE("a round ends when its time is up, also with a slow receiver") {
  Desk desk;
  desk.options.round_ms = 100;
  desk.adapter.answer = [](const port::Effect&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(40));
    return Attempt{};
  };
  for (int i = 0; i < 20; ++i) desk.store.add(to("slow", "k" + std::to_string(i)), kStart);
  const RoundCounts counts = desk.round();
  CHECK(counts.delivered >= 1);
  CHECK(counts.delivered <= 4);
  CHECK(counts.delivered + counts.put_back == 20);
}

TEST_CASE("two dispatchers on one outbox share the work and deliver each effect once") {
  Desk desk;
  for (int i = 0; i < 400; ++i) desk.store.add(to("r" + std::to_string(i % 7), "k" + std::to_string(i)), kStart);
  desk.options.batch = 16;
  const auto work = [&] {
    Dispatcher dispatcher(desk.store, desk.adapter, desk.clock, desk.options);
    RoundCounts counts;
    dispatcher.drain(counts);
  };
  std::thread other(work);
  work();
  other.join();
  const auto seen = desk.adapter.seen();
  CHECK(seen.size() == 400);
  CHECK(std::set<std::string>(seen.begin(), seen.end()).size() == 400);
}

TEST_CASE("who listens hears of deliveries and failures, and run() ends when it is told to") {
  Desk desk;
  desk.adapter.answer = [](const port::Effect& effect) { return effect.key == "bad" ? never("no") : Attempt{}; };
  desk.store.add(reminder("good"), kStart);
  desk.store.add(reminder("bad"), kStart);
  Breaking store(desk.store);
  store.broken = true;
  Dispatcher dispatcher(store, desk.adapter, desk.clock);
  std::atomic<bool> stop{false};
  std::vector<std::string> heard;
  dispatcher.on_delivered = [&](const port::Effect& effect, std::int64_t) { heard.push_back("delivered " + effect.key); };
  dispatcher.on_failed = [&](const port::Effect& effect, const Verdict& verdict) {
    heard.push_back("failed " + effect.key + ": " + verdict.reason);
    stop = true;
  };
  dispatcher.on_problem = [&](const std::string& problem) {
    heard.push_back("problem: " + problem);
    store.broken = false;
  };
  dispatcher.run(stop, 5);
  CHECK(heard == std::vector<std::string>{"problem: the database is gone", "delivered good", "failed bad: no"});
}

TEST_CASE("a webhook that hangs, one that answers 500, one that talks nonsense: the fourth and the file have theirs at once") {
  const HttpServer hangs([](const HttpCall&, std::size_t) { return HttpServer::kHang; });
  const HttpServer errs([](const HttpCall&, std::size_t) { return http(500, "oops"); });
  const HttpServer babbles([](const HttpCall&, std::size_t) { return "%$#@!\r\n\r\n"; });
  const HttpServer works([](const HttpCall&, std::size_t) { return http(200); });
  OutboxConfig config;
  std::string error;
  const auto webhook = [](const HttpServer& server) { return R"({"timeout_ms":700,"url":")" + server.url() + "\"}"; };
  const std::string json = R"({"webhooks":{"hangs":)" + webhook(hangs) + R"(,"errs":)" + webhook(errs) + R"(,"babbles":)" +
                           webhook(babbles) + R"(,"works":)" + webhook(works) + "}}";
  REQUIRE(parseConfig(json, config, error));
  port::ManualClock clock(kStart);
  Router router(config, clock);
  port::MemoryOutbox store;
  for (int i = 0; i < 10; ++i) {
    for (const char* name : {"hangs", "errs", "babbles", "works"}) {
      port::Effect effect = to(name, name + std::to_string(i));
      effect.kind = port::EffectKind::Webhook;
      store.add(effect, kStart);
    }
  }
  const auto start = std::chrono::steady_clock::now();
  Dispatcher dispatcher(store, router, clock);
  RoundCounts counts;
  REQUIRE(dispatcher.round(counts));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(3));  // one timeout, not ten
  CHECK(counts.delivered == 10);
  CHECK(works.calls().size() == 10);
  CHECK(hangs.calls().size() == 1);
  CHECK(errs.calls().size() == 5);
  CHECK(counts.later == 11);
  CHECK(counts.put_back == 19);
  std::vector<port::OutboxStore::Row> rows;
  store.list("waiting", 100, rows);
  CHECK(rows.size() == 30);  // nothing is lost
  std::map<std::string, std::string> reasons;
  for (const auto& row : rows) {
    if (row.attempts == 1) reasons[row.effect.target] = row.reason;
  }
  CHECK(reasons["hangs"] == "the webhook `hangs`: no answer within 700 ms");
  CHECK(reasons["errs"] == "the webhook `errs` answered 500: oops");
  CHECK(reasons["babbles"] == "the webhook `babbles`: the answer is no HTTP");
}

TEST_CASE("what must not leave any more is asked before each attempt, and is a dead letter; what nobody can be asked about waits") {
  Desk desk;
  desk.store.add(reminder("a"), kStart);
  desk.store.add(reminder("b"), kStart);
  desk.round();
  const std::size_t before = desk.adapter.seen().size();   // both, once
  CHECK(before == 2);
  desk.store.add(reminder("c"), kStart);
  desk.store.add(reminder("d"), kStart);
  desk.dispatcher->withheld = [&](const port::Effect& effect, std::string& why) {
    if (effect.key == "c") why = "the lead cannot be read";
    return effect.key != "c";
  };
  RoundCounts counts = desk.round();
  CHECK(counts.put_back == 1);
  CHECK(counts.delivered == 1);   // it holds up nobody else
  CHECK(desk.row("c").status == "waiting");
  CHECK(desk.row("c").attempts == 0);
  CHECK(desk.row("c").reason == "not sent yet: the lead cannot be read");
  CHECK(desk.row("d").status == "delivered");
  desk.store.add(reminder("e"), kStart);
  desk.clock.advance(desk.options.longest_pause_ms);
  desk.dispatcher->withheld = [&](const port::Effect& effect, std::string& why) {
    if (effect.key == "c") why = "email_sent only when consent is granted";
    return true;
  };
  const RoundCounts then = desk.round();
  CHECK(then.dead == 1);
  CHECK(then.delivered == 1);
  CHECK(desk.row("c").status == "dead");
  CHECK(desk.row("c").attempts == 0);
  CHECK(desk.row("c").reason == "not sent: `email_sent only when consent is granted` does not hold any more");
  CHECK(desk.row("e").status == "delivered");
  CHECK(desk.adapter.seen().size() == before + 2);
}
