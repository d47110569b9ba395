// The outbox of the memory store: rows by key, the waiting ones in the order in which they are due.
#pragma once
#include <mutex>
#include <set>
#include <unordered_map>

#include "runtime/port/outbox_store.hpp"

namespace leadflow::store {

/// Any thread may call it: the dispatcher does while the engine works.
class OutboxRows final : public port::OutboxStore {
 public:
  void add(port::Effect&& effect);
  /// The personal data of the lead go (rows.hpp).
  void forget(const std::string& lead);

  bool claim(std::int64_t now, std::size_t limit, std::int64_t lease_ms, std::vector<Row>& rows) override;
  bool done(const std::string& key, std::int64_t now) override;
  bool reached(const std::string& key, const std::vector<std::uint32_t>& positions) override;
  bool later(const std::string& key, int attempts, std::int64_t next_try, const std::string& reason) override;
  bool dead(const std::string& key, int attempts, std::int64_t now, const std::string& reason) override;
  bool list(const std::string& status, std::size_t limit, std::vector<Row>& rows) override;
  bool retry(const std::string& key, std::int64_t now) override;
  std::string error() const override;

 private:
  struct Kept {
    Row row;
    std::uint64_t number = 0;
  };
  Kept* waiting(const std::string& key);
  void due(Kept& kept, std::int64_t next_try);

  mutable std::mutex mutex_;
  std::map<std::uint64_t, Kept> rows_;                              // by number
  std::unordered_map<std::string, std::uint64_t> numbers_;          // by key
  std::set<std::pair<std::int64_t, std::uint64_t>> waiting_;        // next try, number
  std::uint64_t last_ = 0;
  std::string error_;
};

}  // namespace leadflow::store
