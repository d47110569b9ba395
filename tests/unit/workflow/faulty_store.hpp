// A store whose n-th call fails, as a locked file, a lost connection or a killed process would make it; or whose journal was
// changed.
#pragma once
#include "runtime/port/store.hpp"

namespace leadflow::test {

class FaultyStore final : public port::Store {
 public:
  using Status = port::Status;
  explicit FaultyStore(port::Store& inner) : inner_(inner) {}

  std::uint64_t calls = 0, fail_at = 0;   ///< 0: never
  bool retry = true;                      ///< what the failure says of itself
  std::function<void(port::JournalEntry&)> change;   ///< what somebody did to the journal
  std::function<void()> on_call;                     ///< before each call
  std::function<void(bool alone)> on_lock;           ///< before the world is locked
  bool after_commit = false;              ///< a commit fails only once it is done: the answer was lost

  std::string name() const override { return inner_.name(); }
  Status append(std::span<const port::Event> events, port::Appended& appended) override { return due() ? fail() : inner_.append(events, appended); }
  Status begin() override { return due() ? fail() : inner_.begin(); }
  Status lockWorld(bool alone) override {
    if (on_lock) on_lock(alone);
    return due() ? fail() : inner_.lockWorld(alone);
  }
  Status beginReading() override { return due() ? fail() : inner_.beginReading(); }
  Status claim(std::int64_t now, std::size_t limit, std::vector<port::Work>& work, std::int64_t& horizon) override { return due() ? fail() : inner_.claim(now, limit, work, horizon); }
  Status claimLead(const std::string& lead, port::Work& work) override { return due() ? fail() : inner_.claimLead(lead, work); }
  Status held(const std::string& lead, const std::function<void(const port::Held&)>& visit) override { return due() ? fail() : inner_.held(lead, visit); }
  Status erasing(const std::string& lead, std::int64_t until, bool& waits) override { return due() ? fail() : inner_.erasing(lead, until, waits); }
  Status desk(port::DeskRows& rows) override { return due() ? fail() : inner_.desk(rows); }
  Status writeDesk(const port::DeskRows& changed) override { return due() ? fail() : inner_.writeDesk(changed); }
  Status write(const port::Write& write) override { return due() ? fail() : inner_.write(write); }
  Status take(port::Write&& step) override { return due() ? fail() : inner_.take(std::move(step)); }
  Status writeWorld(const port::WorldRows& world, const std::vector<port::JournalEntry>& journal) override { return due() ? fail() : inner_.writeWorld(world, journal); }
  Status duplicates(std::uint32_t rule, const std::string& key, const std::string& except, std::vector<std::string>& leads) override {
    return due() ? fail() : inner_.duplicates(rule, key, except, leads);
  }
  Status duplicateKeys(std::uint32_t rule, std::vector<std::pair<std::string, std::string>>& keys) override { return due() ? fail() : inner_.duplicateKeys(rule, keys); }
  Status commit() override {
    if (!due()) return inner_.commit();
    if (!after_commit) return fail();
    if (Status status = inner_.commit(); !status.ok()) return status;
    return Status::failed("the connection was lost", retry);
  }
  void rollback() override { inner_.rollback(); }
  Status world(port::WorldRows& rows) override { return due() ? fail() : inner_.world(rows); }
  Status worldVersions(std::uint64_t& roster, std::uint64_t& tables, std::uint64_t& playbooks) override { return due() ? fail() : inner_.worldVersions(roster, tables, playbooks); }
  Status load(const std::string& lead, std::optional<port::LeadState>& state) override { return due() ? fail() : inner_.load(lead, state); }
  Status nextWork(std::int64_t& instant) override { return due() ? fail() : inner_.nextWork(instant); }
  Status summaries(std::vector<port::LeadSummary>& leads) override { return due() ? fail() : inner_.summaries(leads); }
  Status eachLead(const std::function<bool(const port::LeadState&)>& visit) override { return due() ? fail() : inner_.eachLead(visit); }
  Status eachEntry(const std::string& lead, std::uint64_t after, const std::function<bool(const port::JournalEntry&)>& visit) override {
    if (due()) return fail();
    if (!change) return inner_.eachEntry(lead, after, visit);
    return inner_.eachEntry(lead, after, [&](const port::JournalEntry& entry) {
      port::JournalEntry changed = entry;
      change(changed);
      return visit(changed);
    });
  }
  Status waitingEvents(std::uint64_t& count) override { return due() ? fail() : inner_.waitingEvents(count); }
  Status refusedEvents(std::size_t limit, std::vector<std::pair<port::StoredEvent, std::string>>& events, std::uint64_t before) override { return due() ? fail() : inner_.refusedEvents(limit, events, before); }
  Status retryRefused(std::span<const std::uint64_t> numbers, const port::Event& mark, std::uint64_t& again) override { return due() ? fail() : inner_.retryRefused(numbers, mark, again); }
  Status unanchored(std::size_t limit, std::vector<std::pair<std::uint64_t, std::string>>& open) override { return due() ? fail() : inner_.unanchored(limit, open); }
  Status writeAnchor(const port::Anchor& anchor, const std::vector<std::uint64_t>& orders) override { return due() ? fail() : inner_.writeAnchor(anchor, orders); }
  Status anchors(std::vector<port::Anchor>& anchors) override { return due() ? fail() : inner_.anchors(anchors); }
  Status anchoredHashes(std::uint64_t anchor, std::vector<std::string>& hashes) override { return due() ? fail() : inner_.anchoredHashes(anchor, hashes); }
  Status deploy(const port::PlaybookRow& row) override { return due() ? fail() : inner_.deploy(row); }
  Status renew(const port::PlaybookRow& row) override { return due() ? fail() : inner_.renew(row); }
  Status playbookFiles(std::uint64_t version, std::vector<port::PlaybookFile>& files) override { return due() ? fail() : inner_.playbookFiles(version, files); }
  Status withdraw(std::uint64_t version) override { return due() ? fail() : inner_.withdraw(version); }
  Status erase(const std::string& lead) override { return due() ? fail() : inner_.erase(lead); }
  Status setting(const std::string& name, std::string& value) override { return due() ? fail() : inner_.setting(name, value); }
  Status setSetting(const std::string& name, const std::string& value) override { return due() ? fail() : inner_.setSetting(name, value); }

 private:
  bool due() {
    if (on_call) on_call();
    return ++calls == fail_at;
  }
  Status fail() {
    inner_.rollback();   // a call that fails inside a transaction has ended it
    return Status::failed("the database is locked", retry);
  }
  port::Store& inner_;
};

}  // namespace leadflow::test
