#include "runtime/port/outbox_store.hpp"

#include <charconv>

#include <algorithm>

namespace leadflow::port {

std::string positionsText(const std::vector<std::uint32_t>& positions) {
  std::string text;
  for (const std::uint32_t position : positions) text += (text.empty() ? "" : ",") + std::to_string(position);
  return text;
}

std::vector<std::uint32_t> readPositions(std::string_view text) {
  std::vector<std::uint32_t> positions;
  for (std::size_t at = 0; at < text.size();) {
    std::uint32_t position = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), position);
    if (error != std::errc()) break;
    positions.push_back(position);
    at = static_cast<std::size_t>(end - text.data()) + 1;
  }
  return positions;
}

std::string noSuchEffect(const std::string& key) { return "no effect `" + key + "`"; }
std::string alreadyDelivered(const std::string& key) { return "the effect `" + key + "` is delivered"; }

void MemoryOutbox::add(const Effect& effect, std::int64_t now) {
  const std::scoped_lock lock(mutex_);
  if (!place_.emplace(effect.key, rows_.size()).second) return;
  Row row;
  row.effect = effect;
  row.next_try = now;
  row.status = "waiting";
  rows_.push_back(std::move(row));
}

OutboxStore::Row* MemoryOutbox::waiting(const std::string& key) {
  const auto found = place_.find(key);
  if (found == place_.end()) return nullptr;
  Row& row = rows_[found->second];
  return row.status == "waiting" ? &row : nullptr;
}

bool MemoryOutbox::claim(std::int64_t now, std::size_t limit, std::int64_t lease_ms, std::vector<Row>& rows) {
  const std::scoped_lock lock(mutex_);
  std::vector<Row*> due;
  for (Row& row : rows_) {
    if (row.status == "waiting" && row.next_try <= now) due.push_back(&row);
  }
  std::stable_sort(due.begin(), due.end(), [](const Row* a, const Row* b) { return a->next_try < b->next_try; });
  if (due.size() > limit) due.resize(limit);
  rows.clear();
  for (Row* row : due) {
    rows.push_back(*row);
    row->next_try = now + lease_ms;
  }
  return true;
}

bool MemoryOutbox::done(const std::string& key, std::int64_t now) {
  const std::scoped_lock lock(mutex_);
  if (Row* row = waiting(key)) {
    row->status = "delivered";
    row->next_try = now;
    row->reason.clear();
  }
  return true;
}

bool MemoryOutbox::reached(const std::string& key, const std::vector<std::uint32_t>& positions) {
  const std::scoped_lock lock(mutex_);
  if (Row* row = waiting(key)) row->reached = positions;
  return true;
}

bool MemoryOutbox::later(const std::string& key, int attempts, std::int64_t next_try, const std::string& reason) {
  const std::scoped_lock lock(mutex_);
  if (Row* row = waiting(key)) {
    row->attempts = attempts;
    row->next_try = next_try;
    row->reason = reason;
  }
  return true;
}

bool MemoryOutbox::dead(const std::string& key, int attempts, std::int64_t now, const std::string& reason) {
  const std::scoped_lock lock(mutex_);
  if (Row* row = waiting(key)) {
    row->status = "dead";
    row->attempts = attempts;
    row->next_try = now;
    row->reason = reason;
  }
  return true;
}

bool MemoryOutbox::list(const std::string& status, std::size_t limit, std::vector<Row>& rows) {
  const std::scoped_lock lock(mutex_);
  rows.clear();
  for (const Row& row : rows_) {
    if (rows.size() == limit) break;
    if (status.empty() || row.status == status) rows.push_back(row);
  }
  return true;
}

bool MemoryOutbox::retry(const std::string& key, std::int64_t now) {
  const std::scoped_lock lock(mutex_);
  const auto found = place_.find(key);
  if (found == place_.end() || rows_[found->second].status == "delivered") {
    error_ = found == place_.end() ? noSuchEffect(key) : alreadyDelivered(key);
    return false;
  }
  Row& row = rows_[found->second];
  row.status = "waiting";
  row.attempts = 0;
  row.next_try = now;
  return true;
}

std::string MemoryOutbox::error() const {
  const std::scoped_lock lock(mutex_);
  return error_;
}

}  // namespace leadflow::port
