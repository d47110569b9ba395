// The store in memory: for simulations of millions of events, and the model that the other two are held against.
//
// Nothing is encoded: leads stand as they are, each in a heap by the instant of its next work. A transaction works on the data
// itself and notes how to take every step back; rollback() does that, commit() forgets the notes. Effects reach the outbox at
// commit, because the dispatcher's thread reads there.
// INVARIANT: a lead claimed stands outside the heap until the transaction ends.
#pragma once
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "runtime/store/memory_outbox.hpp"
#include "runtime/store/open.hpp"

namespace leadflow::store {

class MemoryStore final : public port::Store {
 public:
  using Status = port::Status;
  explicit MemoryStore(StoreOptions options) : options_(std::move(options)) {}
  OutboxRows& outbox() { return outbox_; }
  std::string name() const override { return "memory"; }

  Status append(std::span<const port::Event> events, port::Appended& appended) override;
  Status begin() override;
  Status beginReading() override;
  Status claim(std::int64_t now, std::size_t limit, std::vector<port::Work>& work, std::int64_t& horizon) override;
  Status claimLead(const std::string& lead, port::Work& work) override;
  Status desk(port::DeskRows& rows) override;
  Status writeDesk(const port::DeskRows& changed) override;
  Status write(const port::Write& write) override;
  Status take(port::Write&& step) override;
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

 private:
  struct Node {
    port::LeadState state;
    bool known = false;                       // something was applied
    std::vector<port::StoredEvent> waiting;   // by (at, number)
    std::string stage, owner, queue;
    std::vector<std::pair<std::uint32_t, std::string>> keys;
    std::vector<std::size_t> entries;         // places in journal_
    std::int64_t next = kMissing;             // its work, while it stands in the heap
    std::size_t place = kNowhere;             // in heap_
    bool claimed = false;
  };
  static constexpr std::size_t kNowhere = SIZE_MAX;
  struct Step {                               // how to take one change back
    virtual ~Step() = default;
    virtual void undo() = 0;
  };

  template <class F>
  void onRollback(F undo) {
    struct Made final : Step {
      explicit Made(F f) : f_(std::move(f)) {}
      void undo() override { f_(); }
      F f_;
    };
    if (open_) steps_.push_back(std::make_unique<Made>(std::move(undo)));
  }
  Node& node(const std::string& lead);
  bool put(const port::Event& event);
  void keepFiles(const port::PlaybookRow& row);
  static std::int64_t workOf(const Node& node);
  static bool before(const Node& a, const Node& b) {
    return a.next != b.next ? a.next < b.next : a.state.id < b.state.id;
  }
  void place(Node& node);                     // (re)inserts by its work
  void unplace(Node& node);
  void settle(std::size_t at);
  void record(port::JournalEntry&& entry);
  void setKeys(Node& node, std::vector<std::pair<std::uint32_t, std::string>>&& keys);
  void settleEvents(Node& node, const std::vector<port::Outcome>& outcomes);
  void release();                             // the claimed leads stand in the heap again

  StoreOptions options_;
  OutboxRows outbox_;
  std::unordered_map<std::string, std::unique_ptr<Node>> nodes_;
  std::vector<Node*> heap_;
  std::unordered_set<std::string> known_events_;
  std::uint64_t last_event_ = 0, waiting_ = 0;
  std::vector<std::pair<port::StoredEvent, std::string>> refused_;
  std::set<std::tuple<std::uint32_t, std::string, std::string>> keys_;  // rule, key, lead
  std::vector<port::JournalEntry> journal_;
  std::vector<std::uint64_t> seals_;          // by place in journal_: its anchor, 0 while there is none
  std::size_t first_open_ = 0;                // no entry before it is without an anchor
  std::uint64_t last_order_ = 0;
  std::vector<port::Anchor> anchors_;
  std::map<std::pair<std::string, std::string>, port::TurnRow> turns_;
  std::map<std::string, port::ShareRow> shares_;
  std::uint64_t turn_ = 0;
  port::WorldRows world_;                     // playbooks without their files
  std::map<std::uint64_t, std::vector<port::PlaybookFile>> files_;  // by version
  std::uint64_t playbooks_version_ = 0;
  std::map<std::string, std::string> settings_;

  bool open_ = false, reading_ = false;
  std::vector<std::unique_ptr<Step>> steps_;
  std::vector<Node*> claimed_;
  std::vector<port::Effect> effects_;         // of the open transaction
  std::vector<port::JournalEntry> entries_;   // of the open transaction, where somebody looks on
  std::vector<std::string> erased_;
};

}  // namespace leadflow::store
