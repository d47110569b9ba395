// The store in PostgreSQL: several workers, also on several machines, on one database.
//
// A worker locks the leads that it claims (SELECT … FOR NO KEY UPDATE SKIP LOCKED): others pass them over and take the next
// ones, nobody waits for a lead. Turns are one row that is locked from desk() to the end of the transaction, because round
// robin is a promise about order. A step's rows are gathered and sent at commit(), one statement a table for the whole batch.
//
// READ COMMITTED is enough: what a step reads is locked (leads and their rows by the lead's lock, turns by the desk's,
// duplicate keys by a lock on the key), and each statement after a lock sees what its former holder committed.
// INVARIANT: nothing but `seen_` and the gathered rows is kept between transactions; a lost connection loses only those.
#pragma once
#include <unordered_map>
#include <unordered_set>

#include "runtime/store/open.hpp"
#include "runtime/store/postgres/link.hpp"

namespace leadflow::store {

class PostgresStore final : public port::Store, public port::OutboxStore {
 public:
  using Status = port::Status;
  PostgresStore(std::string uri, StoreOptions options) : options_(std::move(options)), link_(std::move(uri), options_) {}
  ~PostgresStore() override { rollback(); }
  Status open();
  void release() { link_.release(); }   ///< for the thread that calls next

  std::string name() const override { return link_.shown(); }
  Status append(std::span<const port::Event> events, port::Appended& appended) override;
  Status begin() override;
  Status lockWorld(bool alone) override;
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
  Status setting(const std::string& name, std::string& value) override;
  Status setSetting(const std::string& name, const std::string& value) override;

  // ---- OutboxStore (outbox.cpp)
  bool claim(std::int64_t now, std::size_t limit, std::int64_t lease_ms, std::vector<Row>& rows) override;
  bool done(const std::string& key, std::int64_t now) override;
  bool reached(const std::string& key, const std::vector<std::uint32_t>& positions) override;
  bool later(const std::string& key, int attempts, std::int64_t next_try, const std::string& reason) override;
  bool dead(const std::string& key, int attempts, std::int64_t now, const std::string& reason) override;
  bool list(const std::string& status, std::size_t limit, std::vector<Row>& rows) override;
  bool retry(const std::string& key, std::int64_t now) override;
  std::string error() const override { return outbox_error_; }

 private:
  using Keys = std::vector<std::pair<std::uint32_t, std::string>>;
  /// What write() gathered, table by table.
  struct Gathered {
    Rows leads, timers_gone, timers, activities_gone, activities, refusals, outcomes, keys_gone, keys, journal, outbox;
    std::vector<std::pair<std::string, std::vector<port::Secret>>> secrets;  // by row of `journal`: its lead, its secrets
    std::vector<port::Event> messages;
    std::unordered_set<std::string> written;               // leads
    std::unordered_map<std::string, Keys> duplicate_keys;  // of leads whose keys changed
  };
  struct Held { std::uint64_t keys_hash = 0; };

  /// `work` may throw pqxx's exceptions; a failure ends the transaction.
  Status guard(const std::function<void()>& work);
  /// In the open transaction, or in one of its own.
  Status whole(const std::function<void()>& work);
  bool outboxDone(Status status);
  bool outboxWhole(const std::function<void()>& work) { return outboxDone(whole(work)); }
  void holdWorld(bool alone);
  /// The same for what only reads: of one state of the database.
  Status look(const std::function<void()>& work);
  void readWorld(port::WorldRows& rows);
  void forget();                  // what belonged to the transaction
  void flush();
  void flushJournal();
  void record(const port::JournalEntry& entry);
  void keepFiles(const port::PlaybookRow& row);
  std::uint64_t put(std::vector<port::Event> events);   // how many were new
  std::vector<std::string> lock(std::int64_t now, std::size_t limit);
  /// States with their timers and activities; a lead to which nothing was applied is left with `is_new`.
  void read(std::vector<port::Work>& work);

  StoreOptions options_;
  Link link_;
  Gathered gathered_;
  std::unordered_map<std::string, Held> held_;             // leads claimed in this transaction
  std::size_t seen_ = 256;                                 // how many candidates a claim looks at: what sufficed last time
  bool reading_ = false;                                   // the open transaction is beginReading()'s
  std::string outbox_error_;
};


/// From the columns number, id, lead, type, at, by, name, value, target, reason, comment, amount, body, strange.
port::StoredEvent eventOf(const pqxx::row& row);

}  // namespace leadflow::store
