// The outbox of a PostgreSQL store, for the dispatcher: several may claim at once.
#include <algorithm>

#include "runtime/store/postgres/postgres.hpp"
#include "runtime/store/rows.hpp"

namespace leadflow::store {
namespace {

// effect, attempts, next_try, status, reason, reached
port::OutboxStore::Row rowOf(const pqxx::row& row) {
  port::OutboxStore::Row made;
  const std::string json = text(row[0]);
  if (!port::fromJson(json, made.effect)) throw std::runtime_error("damaged: an effect of the outbox cannot be read");
  made.attempts = static_cast<int>(number(row[1]));
  made.next_try = number(row[2]);
  made.status = text(row[3]);
  made.reason = text(row[4]);
  made.reached = port::readPositions(text(row[5]));
  return made;
}

}  // namespace

bool PostgresStore::outboxDone(Status status) {
  outbox_error_ = status.error;
  return status.ok();
}

bool PostgresStore::claim(std::int64_t now, std::size_t limit, std::int64_t lease_ms, std::vector<Row>& rows) {
  rows.clear();
  return outboxWhole([&] {
    std::vector<std::pair<std::pair<std::int64_t, std::int64_t>, Row>> found;
    for (const pqxx::row& row :
         link_.run("WITH due AS (SELECT number, next_try AS was FROM outbox WHERE status = 'waiting' AND next_try <= $1 "
                   "ORDER BY next_try, number LIMIT $2 FOR UPDATE SKIP LOCKED) "
                   "UPDATE outbox o SET next_try = $3 FROM due WHERE o.number = due.number "
                   "RETURNING o.effect, o.attempts, due.was, o.status, o.reason, o.reached, o.number",
                   {std::to_string(now), std::to_string(std::min<std::size_t>(limit, INT64_MAX)), std::to_string(now + lease_ms)})) {
      found.emplace_back(std::pair(number(row[2]), number(row[6])), rowOf(row));
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [place, row] : found) rows.push_back(std::move(row));
  });
}

bool PostgresStore::done(const std::string& key, std::int64_t now) {
  return outboxWhole([&] {
    link_.run("UPDATE outbox SET status = 'delivered', next_try = $1, reason = '' WHERE key = $2 AND status = 'waiting'",
              {std::to_string(now), key});
  });
}

bool PostgresStore::reached(const std::string& key, const std::vector<std::uint32_t>& positions) {
  return outboxWhole([&] {
    link_.run("UPDATE outbox SET reached = $1 WHERE key = $2 AND status = 'waiting'", {port::positionsText(positions), key});
  });
}

bool PostgresStore::later(const std::string& key, int attempts, std::int64_t next_try, const std::string& reason) {
  return outboxWhole([&] {
    link_.run("UPDATE outbox SET attempts = $1, next_try = $2, reason = $3 WHERE key = $4 AND status = 'waiting'",
              {std::to_string(attempts), std::to_string(next_try), reason, key});
  });
}

bool PostgresStore::dead(const std::string& key, int attempts, std::int64_t now, const std::string& reason) {
  return outboxWhole([&] {
    link_.run("UPDATE outbox SET status = 'dead', attempts = $1, next_try = $2, reason = $3 WHERE key = $4 AND status = 'waiting'",
              {std::to_string(attempts), std::to_string(now), reason, key});
  });
}

bool PostgresStore::list(const std::string& status, std::size_t limit, std::vector<Row>& rows) {
  rows.clear();
  return outboxWhole([&] {
    for (const pqxx::row& row : link_.run("SELECT effect, attempts, next_try, status, reason, reached FROM outbox WHERE $1 = '' OR status = $1 "
                                          "ORDER BY number LIMIT $2",
                                          {status, std::to_string(std::min<std::size_t>(limit, INT64_MAX))})) {
      rows.push_back(rowOf(row));
    }
  });
}

bool PostgresStore::retry(const std::string& key, std::int64_t now) {
  std::string refusal;
  Status status = whole([&] {
    const pqxx::result found = link_.run("SELECT status FROM outbox WHERE key = $1 FOR UPDATE", {key});
    if (found.empty()) {
      refusal = port::noSuchEffect(key);
    } else if (text(found[0][0]) == "delivered") {
      refusal = port::alreadyDelivered(key);
    } else {
      link_.run("UPDATE outbox SET status = 'waiting', attempts = 0, next_try = $1 WHERE key = $2", {std::to_string(now), key});
    }
  });
  if (status.ok() && !refusal.empty()) status = Status::failed(refusal);
  return outboxDone(std::move(status));
}

}  // namespace leadflow::store
