#include "runtime/outbox/dispatcher.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace leadflow::outbox {

namespace {

using Steady = std::chrono::steady_clock;
using Row = port::OutboxStore::Row;

void waitUnless(const std::atomic<bool>& stop, std::int64_t ms) {
  const auto until = Steady::now() + std::chrono::milliseconds(ms);
  while (!stop.load() && Steady::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(std::min<std::int64_t>(ms, 20)));
}

}  // namespace

RoundCounts& RoundCounts::operator+=(const RoundCounts& other) {
  claimed += other.claimed;
  delivered += other.delivered;
  later += other.later;
  dead += other.dead;
  put_back += other.put_back;
  return *this;
}

/// What the threads have found out, in the order in which they did.
class Dispatcher::Results {
 public:
  void put(const std::string& receiver, Outcome outcome) {
    const std::scoped_lock lock(mutex_);
    found_.emplace_back(&receiver, std::move(outcome));
    ready_.notify_one();
  }
  /// Nothing: none came until then.
  std::optional<std::pair<const std::string*, Outcome>> take(Steady::time_point until) {
    std::unique_lock lock(mutex_);
    if (!ready_.wait_until(lock, until, [this] { return !found_.empty(); })) return std::nullopt;
    auto first = std::move(found_.front());
    found_.pop_front();
    return first;
  }

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::pair<const std::string*, Outcome>> found_;
};

bool Dispatcher::keep(bool ok) {
  if (!ok) error_ = store_.error();
  return ok;
}

bool Dispatcher::paused(const std::string& receiver, std::int64_t now) {
  const auto found = receivers_.find(receiver);
  if (found == receivers_.end() || found->second.paused_until <= now) return false;
  const std::int64_t longest = std::max(options_.longest_pause_ms, kLongestRetryAfterMs);
  if (found->second.paused_until <= now + longest) return true;
  found->second.paused_until = 0;  // the clock jumped back: no pause is that long
  return false;
}

bool Dispatcher::putBack(const Row& row, std::int64_t until, RoundCounts& counts) {
  ++counts.put_back;
  return keep(store_.later(row.effect.key, row.attempts, until, row.reason));
}

void Dispatcher::note(const std::string& receiver, const Attempt& attempt, const Verdict& verdict, std::int64_t now) {
  Receiver& state = receivers_[receiver];
  if (attempt.result != Attempt::Result::Later) {
    state = Receiver{};
    return;
  }
  ++state.failures;
  if (!attempt.receiver_down && state.failures < options_.failures_until_pause) return;
  // As long as the effect that failed waits, so that its own next attempt is not held up by the pause that it caused.
  const std::int64_t own = verdict.what == Verdict::What::Later ? verdict.next_try - now : longestWait(options_.retry, state.failures);
  const std::int64_t wished = std::min(attempt.retry_after_ms, kLongestRetryAfterMs);
  state.paused_until = now + std::max(std::min(own, options_.longest_pause_ms), wished);
}

bool Dispatcher::settleOne(const Row& row, const std::string& receiver, const Outcome& outcome, RoundCounts& counts) {
  const std::int64_t now = clock_.now();
  if (!outcome.tried) return putBack(row, std::max(now, receivers_[receiver].paused_until), counts);
  const Verdict verdict = settle(options_.retry, row, outcome.attempt, now);
  note(receiver, outcome.attempt, verdict, now);
  const std::string& key = row.effect.key;
  if (outcome.attempt.reached != row.reached && verdict.what != Verdict::What::Done && !keep(store_.reached(key, outcome.attempt.reached))) return false;
  switch (verdict.what) {
    case Verdict::What::Done:
      ++counts.delivered;
      if (!keep(store_.done(key, now))) return false;
      if (on_delivered) on_delivered(row.effect, now);
      return true;
    case Verdict::What::Later:
      ++counts.later;
      if (!keep(store_.later(key, verdict.attempts, verdict.next_try, verdict.reason))) return false;
      break;
    case Verdict::What::Dead:
      ++counts.dead;
      if (!keep(store_.dead(key, verdict.attempts, now, verdict.reason))) return false;
      break;
  }
  if (on_failed) on_failed(row.effect, verdict);
  return true;
}

/// What is still being tried stays ours. Whoever was stopped for longer than a lease changes nothing of what others settled.
bool Dispatcher::renew(const std::vector<Row>& rows, const std::vector<bool>& settled) {
  const std::int64_t until = clock_.now() + options_.lease_ms;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!settled[i] && !keep(store_.later(rows[i].effect.key, rows[i].attempts, until, rows[i].reason))) return false;
  return true;
}

/// What must not leave any more is a dead letter. What nobody can be asked about waits, no attempt counted, and holds up no other.
bool Dispatcher::holdBack(std::vector<Row>& rows, RoundCounts& counts) {
  std::vector<Row> may;
  const std::int64_t now = clock_.now();
  for (Row& row : rows) {
    std::string why;
    if (!withheld(row.effect, why)) {
      ++counts.put_back;
      if (!keep(store_.later(row.effect.key, row.attempts, now + options_.longest_pause_ms, "not sent yet: " + why))) return false;
      if (why != held_said_ && on_problem) on_problem(why);
      held_said_ = why;
      continue;
    }
    if (why.empty()) {
      may.push_back(std::move(row));
      continue;
    }
    ++counts.dead;
    const Verdict verdict{Verdict::What::Dead, row.attempts, 0, "not sent: `" + why + "` does not hold any more"};
    if (!keep(store_.dead(row.effect.key, row.attempts, now, verdict.reason))) return false;
    if (on_failed) on_failed(row.effect, verdict);
  }
  rows = std::move(may);
  return true;
}

std::vector<Dispatcher::Group> Dispatcher::groupsOf(const std::vector<Row>& rows, RoundCounts& counts, bool& ok) {
  std::vector<Group> groups;
  std::map<std::string, std::size_t> place;
  const std::int64_t now = clock_.now();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string receiver = adapter_.receiver(rows[i].effect);
    if (paused(receiver, now)) {
      ok = ok && putBack(rows[i], receivers_[receiver].paused_until, counts);
      continue;
    }
    const auto [found, fresh] = place.emplace(receiver, groups.size());
    if (fresh) groups.push_back({receiver, {}});
    groups[found->second].rows.push_back(i);
  }
  return groups;
}

bool Dispatcher::round(RoundCounts& counts, const std::atomic<bool>* stop) {
  RoundCounts mine;
  std::vector<Row> rows;
  if (!keep(store_.claim(clock_.now(), options_.batch, options_.lease_ms, rows))) return false;
  mine.claimed = rows.size();
  if (withheld && !holdBack(rows, mine)) return counts += mine, false;
  bool ok = true;
  const std::vector<Group> groups = groupsOf(rows, mine, ok);
  std::size_t open = 0;
  for (const Group& group : groups) open += group.rows.size();

  Results results;
  std::atomic<std::size_t> next{0};
  std::atomic<bool> give_up{!ok};
  const auto until = Steady::now() + std::chrono::milliseconds(options_.round_ms);
  const auto work = [&] {
    for (std::size_t g = next++; g < groups.size(); g = next++) {
      int failures = 0;
      bool down = false;
      for (const std::size_t row : groups[g].rows) {
        Outcome outcome;
        outcome.row = row;
        const bool stopped = stop != nullptr && stop->load();
        if (!down && !stopped && !give_up.load() && Steady::now() < until) {
          outcome.tried = true;
          outcome.attempt = adapter_.deliverRest(rows[row].effect, rows[row].reached);
          failures = outcome.attempt.result == Attempt::Result::Later ? failures + 1 : 0;
          down = outcome.attempt.receiver_down || failures >= options_.failures_until_pause;
        }
        results.put(groups[g].receiver, std::move(outcome));
      }
    }
  };
  std::vector<std::thread> threads;
  const std::size_t wanted = std::min(groups.size(), std::max<std::size_t>(options_.threads, 1));
  for (std::size_t i = 0; i < wanted; ++i) threads.emplace_back(work);
  std::vector<bool> settled(rows.size(), true);
  for (const Group& group : groups)
    for (const std::size_t row : group.rows) settled[row] = false;
  const auto lease = std::chrono::milliseconds(options_.renew_ms);
  for (auto renewal = Steady::now() + lease; open > 0;) {
    const auto found = results.take(renewal);
    if (found) {
      --open;
      settled[found->second.row] = true;
      if (ok) ok = settleOne(rows[found->second.row], *found->first, found->second, mine);
    }
    if (ok && Steady::now() >= renewal) {
      renewal = Steady::now() + lease;
      ok = renew(rows, settled);
    }
    if (!ok) give_up = true;  // what cannot be recorded shall not be sent
    if (!ok) renewal = Steady::now() + std::chrono::hours(1);
  }
  for (std::thread& thread : threads) thread.join();
  counts += mine;
  return ok;
}

bool Dispatcher::drain(RoundCounts& counts, const std::atomic<bool>* stop) {
  while (stop == nullptr || !stop->load()) {
    RoundCounts one;
    const bool ok = round(one, stop);
    counts += one;
    if (!ok) return false;
    if (one.claimed == 0) return true;
  }
  return true;
}

void Dispatcher::run(const std::atomic<bool>& stop, std::int64_t poll_ms) {
  std::string said;
  while (!stop.load()) {
    RoundCounts counts;
    const bool ok = drain(counts, &stop);
    const std::string problem = ok ? std::string() : error_;
    if (!problem.empty() && problem != said && on_problem) on_problem(problem);
    said = problem;
    waitUnless(stop, poll_ms);
  }
}

}  // namespace leadflow::outbox
