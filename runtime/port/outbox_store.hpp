// The outbox as the dispatcher sees it: rows that wait, rows delivered, dead letters. The stores (SQLite, PostgreSQL) write
// the rows in the transaction that decides them; here they are claimed, tried and settled.
//
//     waiting --claim--> waiting, leased --done-->  delivered
//        ^                  |  |
//        |------- later ----|  |-------- dead -->   dead          dead --retry--> waiting, attempts 0
//
// A claim is a lease and no state of its own: it moves `next_try` to now + lease. A process that is killed in the middle
// settles nothing, so its rows come back when the lease has passed. Therefore a delivery may happen twice, never zero times.
//
// INVARIANT: only a waiting row is settled. A row that is delivered stays so: `later` and `dead` of a slow process whose
// lease had passed change nothing, and `done` wins over a waiting row whoever leased it.
// INVARIANT: two claims at once, in whatever processes, never return the same row while its lease runs.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/port/effect.hpp"

namespace leadflow::port {

class OutboxStore {
 public:
  struct Row {
    Effect effect;
    int attempts = 0;             ///< deliveries tried and failed since it was put in (or since `retry`)
    std::int64_t next_try = 0;    ///< waiting: not before this; delivered or dead: when it was settled
    std::string status;           ///< "waiting", "delivered", "dead"
    std::string reason;           ///< why the last attempt failed; empty when none did
    std::vector<std::uint32_t> reached;  ///< of an effect for several: the positions of those who have it
  };

  virtual ~OutboxStore() = default;
  // Every function: false when the store failed, and error() says why in words for people. A key that the store does not
  // hold (erased with its lead meanwhile) is no failure of done, later and dead: they change nothing.

  /// The waiting rows with next_try <= now, at most `limit`, the ones that have waited longest first (next_try, then the
  /// order in which they were put in); each leased: next_try becomes now + lease_ms. The rows returned show the former
  /// next_try.
  virtual bool claim(std::int64_t now, std::size_t limit, std::int64_t lease_ms, std::vector<Row>& rows) = 0;
  /// Delivered at `now`; the reason is cleared.
  virtual bool done(const std::string& key, std::int64_t now) = 0;
  /// Of a waiting effect for several, these have it: they get it no second time, also when it waits again or is retried.
  virtual bool reached(const std::string& key, const std::vector<std::uint32_t>& positions) = 0;
  /// Failed, waits again: attempts so far, when next, why.
  virtual bool later(const std::string& key, int attempts, std::int64_t next_try, const std::string& reason) = 0;
  /// Failed for good at `now`: a dead letter.
  virtual bool dead(const std::string& key, int attempts, std::int64_t now, const std::string& reason) = 0;
  /// Rows of a status ("" for all) in the order in which they were put in, at most `limit`.
  virtual bool list(const std::string& status, std::size_t limit, std::vector<Row>& rows) = 0;
  /// A dead or waiting row waits again from `now`, with no attempts counted; its reason stays until the next attempt.
  /// False, with the reason in error(), also when there is no such row or it is delivered.
  virtual bool retry(const std::string& key, std::int64_t now) = 0;
  virtual std::string error() const = 0;
};

/// Keeps the rows in memory: for tests and simulations. Any thread may call it.
class MemoryOutbox final : public OutboxStore {
 public:
  /// Puts an effect in, to be tried from `now`; a key that is already there stays as it is.
  void add(const Effect& effect, std::int64_t now);

  bool claim(std::int64_t now, std::size_t limit, std::int64_t lease_ms, std::vector<Row>& rows) override;
  bool done(const std::string& key, std::int64_t now) override;
  bool reached(const std::string& key, const std::vector<std::uint32_t>& positions) override;
  bool later(const std::string& key, int attempts, std::int64_t next_try, const std::string& reason) override;
  bool dead(const std::string& key, int attempts, std::int64_t now, const std::string& reason) override;
  bool list(const std::string& status, std::size_t limit, std::vector<Row>& rows) override;
  bool retry(const std::string& key, std::int64_t now) override;
  std::string error() const override;

 private:
  Row* waiting(const std::string& key);

  mutable std::mutex mutex_;
  std::vector<Row> rows_;
  std::map<std::string, std::size_t> place_;
  std::string error_;
};

/// Positions as stores keep them: "0,2".
std::string positionsText(const std::vector<std::uint32_t>& positions);
std::vector<std::uint32_t> readPositions(std::string_view text);

/// "no effect `00Q1/17/0`", "the effect `00Q1/17/0` is delivered": what retry() answers, the same in every store.
std::string noSuchEffect(const std::string& key);
std::string alreadyDelivered(const std::string& key);

}  // namespace leadflow::port
