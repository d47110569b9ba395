#include "runtime/store/memory_outbox.hpp"

#include "runtime/store/rows.hpp"

namespace leadflow::store {

void OutboxRows::add(port::Effect&& effect) {
  const std::scoped_lock lock(mutex_);
  if (!numbers_.emplace(effect.key, last_ + 1).second) return;
  Kept& kept = rows_[++last_];
  kept.number = last_;
  kept.row.next_try = effect.at;
  kept.row.status = "waiting";
  kept.row.effect = std::move(effect);
  waiting_.emplace(kept.row.next_try, kept.number);
}

void OutboxRows::forget(const std::string& lead) {
  const std::scoped_lock lock(mutex_);
  for (auto at = rows_.begin(); at != rows_.end();) {
    Row& row = at->second.row;
    const bool its = (row.effect.lead == lead || row.effect.lead.empty()) && personal(row.effect);
    if (its && row.status != "delivered") {
      waiting_.erase({row.next_try, at->first});
      numbers_.erase(row.effect.key);
      at = rows_.erase(at);
      continue;
    }
    if (its) {
      row.effect = stripped(std::move(row.effect));
      row.reason.clear();
    }
    ++at;
  }
}

OutboxRows::Kept* OutboxRows::waiting(const std::string& key) {
  const auto found = numbers_.find(key);
  if (found == numbers_.end()) return nullptr;
  Kept& kept = rows_[found->second];
  return kept.row.status == "waiting" ? &kept : nullptr;
}

void OutboxRows::due(Kept& kept, std::int64_t next_try) {
  waiting_.erase({kept.row.next_try, kept.number});
  kept.row.next_try = next_try;
  if (kept.row.status == "waiting") waiting_.emplace(next_try, kept.number);
}

bool OutboxRows::claim(std::int64_t now, std::size_t limit, std::int64_t lease_ms, std::vector<Row>& rows) {
  const std::scoped_lock lock(mutex_);
  rows.clear();
  std::vector<Kept*> taken;
  for (const auto& [next_try, number] : waiting_) {
    if (next_try > now || taken.size() == limit) break;
    taken.push_back(&rows_[number]);
  }
  for (Kept* kept : taken) {
    rows.push_back(kept->row);
    due(*kept, now + lease_ms);
  }
  return true;
}

bool OutboxRows::done(const std::string& key, std::int64_t now) {
  const std::scoped_lock lock(mutex_);
  if (Kept* kept = waiting(key)) {
    kept->row.status = "delivered";
    kept->row.reason.clear();
    due(*kept, now);
  }
  return true;
}

bool OutboxRows::reached(const std::string& key, const std::vector<std::uint32_t>& positions) {
  const std::scoped_lock lock(mutex_);
  if (Kept* kept = waiting(key)) kept->row.reached = positions;
  return true;
}

bool OutboxRows::later(const std::string& key, int attempts, std::int64_t next_try, const std::string& reason) {
  const std::scoped_lock lock(mutex_);
  if (Kept* kept = waiting(key)) {
    kept->row.attempts = attempts;
    kept->row.reason = reason;
    due(*kept, next_try);
  }
  return true;
}

bool OutboxRows::dead(const std::string& key, int attempts, std::int64_t now, const std::string& reason) {
  const std::scoped_lock lock(mutex_);
  if (Kept* kept = waiting(key)) {
    kept->row.status = "dead";
    kept->row.attempts = attempts;
    kept->row.reason = reason;
    due(*kept, now);
  }
  return true;
}

bool OutboxRows::list(const std::string& status, std::size_t limit, std::vector<Row>& rows) {
  const std::scoped_lock lock(mutex_);
  rows.clear();
  for (const auto& [number, kept] : rows_) {
    if (rows.size() == limit) break;
    if (status.empty() || kept.row.status == status) rows.push_back(kept.row);
  }
  return true;
}

bool OutboxRows::retry(const std::string& key, std::int64_t now) {
  const std::scoped_lock lock(mutex_);
  const auto found = numbers_.find(key);
  if (found == numbers_.end() || rows_[found->second].row.status == "delivered") {
    error_ = found == numbers_.end() ? port::noSuchEffect(key) : port::alreadyDelivered(key);
    return false;
  }
  Kept& kept = rows_[found->second];
  kept.row.status = "waiting";
  kept.row.attempts = 0;
  due(kept, now);
  return true;
}

std::string OutboxRows::error() const {
  const std::scoped_lock lock(mutex_);
  return error_;
}

}  // namespace leadflow::store
