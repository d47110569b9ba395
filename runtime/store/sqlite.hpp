// The store in one SQLite file: the default of `leadflow work`.
//
// One writer at a time: begin() takes the file's write lock, so a batch of leads is one transaction and one sync of the disk
// (group commit), and turns need no lock of their own. Readers (`status`, `why`) go on beside it (WAL).
// INVARIANT: what commit() reported is on the disk; a killed process or a power cut takes nothing back, half of a transaction
// is never seen.
#pragma once
#include <unordered_map>

#include "runtime/store/open.hpp"
#include "runtime/store/sqlite_db.hpp"

namespace leadflow::store {

class SqliteStore final : public port::Store, public port::OutboxStore {
 public:
  using Status = port::Status;
  explicit SqliteStore(StoreOptions options) : options_(std::move(options)) {}
  ~SqliteStore() override { rollback(); }
  Status open(const std::string& path);
  void release() { db_.release(); }   ///< for the thread that calls next

  std::string name() const override { return "sqlite:" + db_.path(); }
  Status append(std::span<const port::Event> events, port::Appended& appended) override;
  Status begin() override;
  Status beginReading() override;
  Status claim(std::int64_t now, std::size_t limit, std::vector<port::Work>& work, std::int64_t& horizon) override;
  Status claimLead(const std::string& lead, port::Work& work) override;
  Status desk(port::DeskRows& rows) override;
  Status writeDesk(const port::DeskRows& changed) override;
  Status write(const port::Write& write) override;
  Status writeWorld(const port::WorldRows& world, const std::vector<port::JournalEntry>& journal) override;
  Status duplicates(std::uint32_t rule, const std::string& key, const std::string& except, std::vector<std::string>& leads) override;
  Status duplicateKeys(std::uint32_t rule, std::vector<std::pair<std::string, std::string>>& lead_and_key) override;
  Status commit() override;
  void rollback() override;
  Status world(port::WorldRows& rows) override;
  Status worldVersions(std::uint64_t& roster, std::uint64_t& tables, std::uint64_t& playbooks) override;
  Status load(const std::string& lead, std::optional<port::LeadState>& state) override;
  Status nextWork(std::int64_t& instant) override;
  Status summaries(std::vector<port::LeadSummary>& leads) override;
  Status eachLead(const std::function<bool(const port::LeadState&)>& visit) override;
  Status eachEntry(const std::string& lead, std::uint64_t after, const std::function<bool(const port::JournalEntry&)>& visit) override;
  Status held(const std::string& lead, const std::function<void(const port::Held&)>& visit) override;
  Status erasing(const std::string& lead, std::int64_t until, bool& waits) override;
  Status waitingEvents(std::uint64_t& count) override;
  Status refusedEvents(std::size_t limit, std::vector<std::pair<port::StoredEvent, std::string>>& events, std::uint64_t before) override;
  Status retryRefused(std::span<const std::uint64_t> numbers, const port::Event& mark, std::uint64_t& again) override;
  Status unanchored(std::size_t limit, std::vector<std::pair<std::uint64_t, std::string>>& order_and_hash) override;
  Status writeAnchor(const port::Anchor& anchor, const std::vector<std::uint64_t>& orders) override;
  Status anchors(std::vector<port::Anchor>& anchors) override;
  Status anchoredHashes(std::uint64_t anchor, std::vector<std::string>& hashes) override;
  Status deploy(const port::PlaybookRow& row) override;
  Status renew(const port::PlaybookRow& row) override;
  Status playbookFiles(std::uint64_t version, std::vector<port::PlaybookFile>& files) override;
  Status withdraw(std::uint64_t version) override;
  Status erase(const std::string& lead) override;
  Status pack() override;
  Status setting(const std::string& name, std::string& value) override;
  Status setSetting(const std::string& name, const std::string& value) override;

  // ---- OutboxStore (sqlite_outbox.cpp)
  bool claim(std::int64_t now, std::size_t limit, std::int64_t lease_ms, std::vector<Row>& rows) override;
  bool done(const std::string& key, std::int64_t now) override;
  bool reached(const std::string& key, const std::vector<std::uint32_t>& positions) override;
  bool later(const std::string& key, int attempts, std::int64_t next_try, const std::string& reason) override;
  bool dead(const std::string& key, int attempts, std::int64_t now, const std::string& reason) override;
  bool list(const std::string& status, std::size_t limit, std::vector<Row>& rows) override;
  bool retry(const std::string& key, std::int64_t now) override;
  std::string error() const override { return outbox_error_; }

 private:
  struct Claimed { std::uint64_t keys_hash = 0; };

  /// How a method ends: a failure inside a transaction ends that too.
  Status finish();
  /// Runs `work` in the open transaction, or in one of its own.
  template <class F>
  Status whole(F work) {
    if (open_) {
      work();
      return finish();
    }
    if (Status status = begin(); !status.ok()) return status;
    work();
    if (Status status = finish(); !status.ok()) return status;
    return commit();
  }
  bool outboxDone(Status status);
  /// Writing goes on into a file that nobody can reach any more: what is said to be kept would be lost.
  Status gone() const;
  bool put(const port::Event& event);
  void keepFiles(const port::PlaybookRow& row);
  /// State, timers and activities of a lead; false when nothing was applied to it yet, or on failure.
  bool read(const std::string& lead, port::LeadState& state, std::uint64_t* keys_hash);
  void readEvents(const std::string& lead, std::int64_t until, std::vector<port::StoredEvent>& events);   ///< that wait
  void record(const port::JournalEntry& entry);
  void writeKeys(const port::Write& write, std::uint64_t hash);
  void outboxRows(std::vector<Row>& rows, class Query& query);

  StoreOptions options_;
  SqliteDb db_;
  bool open_ = false, reading_ = false, erased_ = false;
  std::uint64_t device_ = 0, inode_ = 0;  // of the file; 0: it has none
  std::unordered_map<std::string, Claimed> claimed_;  // of the open transaction
  std::string outbox_error_;
};

}  // namespace leadflow::store
