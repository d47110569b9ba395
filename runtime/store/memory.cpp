#include "runtime/store/memory.hpp"

#include <algorithm>

#include "runtime/store/rows.hpp"

namespace leadflow::store {

using port::Status;

Opened openMemory(const StoreOptions& options) {
  auto store = std::make_unique<MemoryStore>(options);
  port::OutboxStore* outbox = &store->outbox();
  return {std::move(store), outbox, {}};
}

// ---- the heap of leads by their next work

std::int64_t MemoryStore::workOf(const Node& node) {
  const std::int64_t event = node.waiting.empty() ? INT64_MAX : dueOf(node.waiting.front().event.at);
  const std::int64_t timer = node.state.timers.empty() ? INT64_MAX : node.state.timers.front().due;
  const std::int64_t next = std::min(event, timer);
  return next == INT64_MAX ? kMissing : next;
}

void MemoryStore::settle(std::size_t at) {
  Node* const moving = heap_[at];
  while (at > 0) {
    const std::size_t up = (at - 1) / 4;
    if (!before(*moving, *heap_[up])) break;
    heap_[at] = heap_[up];
    heap_[at]->place = at;
    at = up;
  }
  for (;;) {
    std::size_t best = at * 4 + 1;
    if (best >= heap_.size()) break;
    for (std::size_t child = best + 1; child < std::min(at * 4 + 5, heap_.size()); ++child) {
      if (before(*heap_[child], *heap_[best])) best = child;
    }
    if (!before(*heap_[best], *moving)) break;
    heap_[at] = heap_[best];
    heap_[at]->place = at;
    at = best;
  }
  heap_[at] = moving;
  moving->place = at;
}

void MemoryStore::unplace(Node& node) {
  if (node.place == kNowhere) return;
  const std::size_t hole = node.place;
  node.place = kNowhere;
  Node* const last = heap_.back();
  heap_.pop_back();
  if (hole == heap_.size()) return;
  heap_[hole] = last;
  last->place = hole;
  settle(hole);
}

void MemoryStore::place(Node& node) {
  const std::int64_t next = workOf(node);
  if (isMissing(next)) return unplace(node);
  if (node.place == kNowhere) {
    node.place = heap_.size();
    heap_.push_back(&node);
  } else if (node.next == next) {
    return;
  }
  node.next = next;
  settle(node.place);
}

// ---- the inbox

MemoryStore::Node& MemoryStore::node(const std::string& lead) {
  std::unique_ptr<Node>& found = nodes_[lead];
  if (!found) {
    found = std::make_unique<Node>();
    found->state.id = lead;
  }
  return *found;
}

bool MemoryStore::put(const port::Event& event) {
  if (!known_events_.insert(event.id).second) return false;
  Node& owner = node(event.lead);
  const std::uint64_t number = ++last_event_;
  const std::int64_t due = dueOf(event.at);
  auto at = owner.waiting.end();
  while (at != owner.waiting.begin() && dueOf((at - 1)->event.at) > due) --at;
  owner.waiting.insert(at, {number, event});
  ++waiting_;
  if (!owner.claimed) place(owner);
  onRollback([this, owner = &owner, number, id = event.id] {
    std::erase_if(owner->waiting, [&](const port::StoredEvent& stored) { return stored.number == number; });
    known_events_.erase(id);
    --waiting_;
    --last_event_;
    if (!owner->claimed) place(*owner);
  });
  return true;
}

Status MemoryStore::append(std::span<const port::Event> events, port::Appended& appended) {
  appended = {};
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (std::string why = unfit(events[i]); !why.empty()) appended.unfit.emplace_back(i, std::move(why));
    else ++(put(events[i]) ? appended.added : appended.known);
  }
  return {};
}

// ---- the transaction

Status MemoryStore::begin() {
  if (open_) return insideTransaction("begin()");
  open_ = true;
  return {};
}

Status MemoryStore::beginReading() {
  if (open_) return insideTransaction("beginReading()");
  open_ = reading_ = true;
  return {};
}

Status MemoryStore::claim(std::int64_t now, std::size_t limit, std::vector<port::Work>& work, std::int64_t& horizon) {
  work.clear();
  horizon = kMissing;
  if (!open_) return noTransaction();
  while (work.size() < limit && !heap_.empty() && heap_.front()->next <= now) {
    Node& next = *heap_.front();
    unplace(next);
    next.claimed = true;
    claimed_.push_back(&next);
    port::Work& item = work.emplace_back();
    item.lead = next.state;
    item.is_new = !next.known;
    for (const port::StoredEvent& stored : next.waiting) {
      if (dueOf(stored.event.at) > now) break;
      item.events.push_back(stored);
    }
  }
  if (!heap_.empty()) horizon = heap_.front()->next;
  return {};
}

Status MemoryStore::claimLead(const std::string& lead, port::Work& work) {
  if (!open_) return noTransaction();
  Node& its = node(lead);
  if (!its.claimed) {
    unplace(its);
    its.claimed = true;
    claimed_.push_back(&its);
  }
  work = {};
  work.lead = its.state;
  work.is_new = !its.known;
  work.events = its.waiting;
  return {};
}

Status MemoryStore::desk(port::DeskRows& rows) {
  rows = {};
  if (!open_) return noTransaction();
  rows.turn = turn_;
  for (const auto& [key, row] : turns_) rows.turns.push_back(row);
  for (const auto& [key, row] : shares_) rows.shares.push_back(row);
  return {};
}

Status MemoryStore::writeDesk(const port::DeskRows& changed) {
  if (!open_) return noTransaction();
  onRollback([this, turn = turn_] { turn_ = turn; });
  turn_ = changed.turn;
  const auto set = [&](auto& rows, const auto& key, const auto& row) {
    const auto [at, added] = rows.try_emplace(key, row);
    if (added) {
      onRollback([&rows, key] { rows.erase(key); });
    } else {
      onRollback([&rows, key, old = at->second] { rows[key] = old; });
      at->second = row;
    }
  };
  for (const port::TurnRow& row : changed.turns) set(turns_, std::pair(row.pool, row.rep), row);
  for (const port::ShareRow& row : changed.shares) set(shares_, row.choice, row);
  return {};
}

void MemoryStore::settleEvents(Node& node, const std::vector<port::Outcome>& outcomes) {
  std::vector<std::pair<std::uint64_t, const std::string*>> said;
  for (const port::Outcome& outcome : outcomes) {
    if (outcome.event_number != 0) said.emplace_back(outcome.event_number, &outcome.text);
  }
  if (said.empty()) return;
  std::sort(said.begin(), said.end());
  const auto answer = [&](std::uint64_t number) -> const std::string* {
    const auto at = std::lower_bound(said.begin(), said.end(), number, [](const auto& one, std::uint64_t wanted) { return one.first < wanted; });
    return at != said.end() && at->first == number ? at->second : nullptr;
  };
  const std::size_t refused_before = refused_.size();
  std::vector<port::StoredEvent> gone, left;
  for (port::StoredEvent& stored : node.waiting) {
    const std::string* text = answer(stored.number);
    if (text && refused(*text)) refused_.emplace_back(stored, *text);
    (text ? gone : left).push_back(std::move(stored));
  }
  node.waiting = std::move(left);
  waiting_ -= gone.size();
  onRollback([this, owner = &node, gone = std::move(gone), refused_before]() mutable {
    refused_.resize(refused_before);
    waiting_ += gone.size();
    for (port::StoredEvent& stored : gone) owner->waiting.push_back(std::move(stored));
    std::sort(owner->waiting.begin(), owner->waiting.end(), [](const port::StoredEvent& a, const port::StoredEvent& b) {
      return std::pair(dueOf(a.event.at), a.number) < std::pair(dueOf(b.event.at), b.number);
    });
  });
}

void MemoryStore::setKeys(Node& node, std::vector<std::pair<std::uint32_t, std::string>>&& keys) {
  if (node.keys == keys) return;
  for (const auto& [rule, key] : node.keys) keys_.erase({rule, key, node.state.id});
  for (const auto& [rule, key] : keys) keys_.emplace(rule, key, node.state.id);
  onRollback([this, owner = &node, old = std::move(node.keys)]() mutable { setKeys(*owner, std::move(old)); });
  node.keys = std::move(keys);
}

void MemoryStore::record(port::JournalEntry&& entry) {
  entry.order = ++last_order_;
  onRollback([this] { --last_order_; });
  if (options_.on_entry) entries_.push_back(entry);
  if (!options_.keep_journal) return;
  Node& owner = node(entry.lead);
  owner.entries.push_back(journal_.size());
  journal_.push_back(std::move(entry));
  seals_.push_back(0);
  onRollback([this, of = &owner] {
    of->entries.pop_back();
    journal_.pop_back();
    seals_.pop_back();
  });
}

Status MemoryStore::write(const port::Write& write) { return take(port::Write(write)); }

Status MemoryStore::take(port::Write&& step) {
  if (!open_) return noTransaction();
  if (std::string why = unfit(step.messages); !why.empty()) {
    rollback();
    return Status::failed(std::move(why));
  }
  Node& lead = node(step.after.id);
  onRollback([owner = &lead, state = std::move(lead.state), known = lead.known, stage = std::move(lead.stage),
              said = std::move(lead.owner), queue = std::move(lead.queue)]() mutable {
    owner->state = std::move(state);
    owner->known = known;
    owner->stage = std::move(stage);
    owner->owner = std::move(said);
    owner->queue = std::move(queue);
  });
  lead.state = std::move(step.after);
  lead.known = true;
  lead.stage = std::move(step.stage);
  lead.owner = std::move(step.owner);
  lead.queue = std::move(step.queue);
  if (step.duplicate_keys_changed) setKeys(lead, std::move(step.duplicate_keys));
  settleEvents(lead, step.outcomes);
  for (port::JournalEntry& entry : step.journal) record(std::move(entry));
  for (port::Effect& effect : step.effects) effects_.push_back(std::move(effect));
  for (const port::Event& message : step.messages) put(message);
  if (!lead.claimed) {
    unplace(lead);
    lead.claimed = true;
    claimed_.push_back(&lead);
  }
  return {};
}

void MemoryStore::release() {
  for (Node* lead : claimed_) {
    lead->claimed = false;
    place(*lead);
  }
  claimed_.clear();
}

Status MemoryStore::commit() {
  if (!open_) return noTransaction();
  if (reading_) {
    rollback();
    return onlyReading();
  }
  open_ = false;
  steps_.clear();
  release();
  for (const std::string& lead : erased_) outbox_.forget(lead);
  erased_.clear();
  for (const port::JournalEntry& entry : entries_) options_.on_entry(entry);
  entries_.clear();
  for (port::Effect& effect : effects_) {
    if (options_.on_effect) options_.on_effect(effect);
    if (options_.keep_effects) outbox_.add(std::move(effect));
  }
  effects_.clear();
  return {};
}

void MemoryStore::rollback() {
  if (!open_) return;
  open_ = reading_ = false;  // taking back notes nothing
  while (!steps_.empty()) {
    steps_.back()->undo();
    steps_.pop_back();
  }
  release();
  effects_.clear();
  entries_.clear();
  erased_.clear();
}

}  // namespace leadflow::store
