// The outbox of a SQLite store, for the dispatcher.
#include "runtime/store/rows.hpp"
#include "runtime/store/sqlite.hpp"

namespace leadflow::store {

using port::Status;

bool SqliteStore::outboxDone(Status status) {
  outbox_error_ = status.error;
  return status.ok();
}

void SqliteStore::outboxRows(std::vector<Row>& rows, Query& query) {
  while (query.step()) {
    Row row;
    if (!port::fromJson(query.bytes(0), row.effect)) {
      db_.fail(Status::failed("`" + db_.path() + "` is damaged: the effect `" + query.text(5) + "` cannot be read"));
      return;
    }
    row.attempts = static_cast<int>(query.number(1));
    row.next_try = query.number(2);
    row.status = query.text(3);
    row.reason = query.text(4);
    row.reached = port::readPositions(query.bytes(6));
    rows.push_back(std::move(row));
  }
}

bool SqliteStore::claim(std::int64_t now, std::size_t limit, std::int64_t lease_ms, std::vector<Row>& rows) {
  rows.clear();
  // Looking needs no lock: most of the time nothing is due.
  if (!open_) {
    Query due(db_, "SELECT 1 FROM outbox WHERE status = 'waiting' AND next_try <= ? LIMIT 1", now);
    if (!due.step()) return outboxDone(finish());
  }
  return outboxDone(whole([&] {
    {
      Query query(db_,
                  "SELECT effect, attempts, next_try, status, reason, key, reached FROM outbox WHERE status = 'waiting' AND next_try <= ? "
                  "ORDER BY next_try, number LIMIT ?",
                  now, static_cast<std::uint64_t>(limit));
      outboxRows(rows, query);
    }
    for (const Row& row : rows) Query(db_, "UPDATE outbox SET next_try = ? WHERE key = ?", now + lease_ms, row.effect.key).run();
    if (!db_.ok()) rows.clear();
  }));
}

bool SqliteStore::done(const std::string& key, std::int64_t now) {
  return outboxDone(whole([&] {
    Query(db_, "UPDATE outbox SET status = 'delivered', next_try = ?, reason = '' WHERE key = ? AND status = 'waiting'", now, key).run();
  }));
}

bool SqliteStore::reached(const std::string& key, const std::vector<std::uint32_t>& positions) {
  return outboxDone(whole([&] {
    Query(db_, "UPDATE outbox SET reached = ? WHERE key = ? AND status = 'waiting'", port::positionsText(positions), key).run();
  }));
}

bool SqliteStore::later(const std::string& key, int attempts, std::int64_t next_try, const std::string& reason) {
  return outboxDone(whole([&] {
    Query(db_, "UPDATE outbox SET attempts = ?, next_try = ?, reason = ? WHERE key = ? AND status = 'waiting'", attempts, next_try, reason, key)
        .run();
  }));
}

bool SqliteStore::dead(const std::string& key, int attempts, std::int64_t now, const std::string& reason) {
  return outboxDone(whole([&] {
    Query(db_, "UPDATE outbox SET status = 'dead', attempts = ?, next_try = ?, reason = ? WHERE key = ? AND status = 'waiting'", attempts,
          now, reason, key)
        .run();
  }));
}

bool SqliteStore::list(const std::string& status, std::size_t limit, std::vector<Row>& rows) {
  rows.clear();
  Query query(db_,
              "SELECT effect, attempts, next_try, status, reason, key, reached FROM outbox WHERE ?1 = '' OR status = ?1 ORDER BY number LIMIT ?2",
              status, static_cast<std::int64_t>(limit > INT64_MAX ? INT64_MAX : limit));
  outboxRows(rows, query);
  return outboxDone(finish());
}

bool SqliteStore::retry(const std::string& key, std::int64_t now) {
  std::string refusal;
  Status status = whole([&] {
    std::string found;
    {
      Query row(db_, "SELECT status FROM outbox WHERE key = ?", key);
      if (row.step()) found = row.text(0);
    }
    if (found.empty()) {
      refusal = port::noSuchEffect(key);
    } else if (found == "delivered") {
      refusal = port::alreadyDelivered(key);
    } else {
      Query(db_, "UPDATE outbox SET status = 'waiting', attempts = 0, next_try = ? WHERE key = ?", now, key).run();
    }
  });
  if (status.ok() && !refusal.empty()) status = Status::failed(refusal);
  return outboxDone(std::move(status));
}

}  // namespace leadflow::store
