// What the memory store keeps beside its leads: the world, duplicate keys, the journal's anchors, settings; and what it tells.
#include <algorithm>

#include "runtime/store/memory.hpp"
#include "runtime/store/rows.hpp"

namespace leadflow::store {

using port::Status;

Status MemoryStore::writeWorld(const port::WorldRows& world, const std::vector<port::JournalEntry>& journal) {
  if (!open_) return noTransaction();
  onRollback([this, old = world_] { world_ = old; });
  std::vector<port::PlaybookRow> playbooks = std::move(world_.playbooks);
  world_ = world;
  world_.playbooks = std::move(playbooks);
  for (const port::JournalEntry& entry : journal) record(port::JournalEntry(entry));
  return {};
}

Status MemoryStore::duplicates(std::uint32_t rule, const std::string& key, const std::string& except, std::vector<std::string>& leads) {
  leads.clear();
  for (auto at = keys_.lower_bound({rule, key, ""}); at != keys_.end(); ++at) {
    const auto& [its_rule, its_key, lead] = *at;
    if (its_rule != rule || its_key != key) break;
    if (lead != except) leads.push_back(lead);
  }
  return {};
}

Status MemoryStore::duplicateKeys(std::uint32_t rule, std::vector<std::pair<std::string, std::string>>& lead_and_key) {
  lead_and_key.clear();
  for (auto at = keys_.lower_bound({rule, "", ""}); at != keys_.end(); ++at) {
    const auto& [its_rule, key, lead] = *at;
    if (its_rule != rule) break;
    lead_and_key.emplace_back(lead, key);
  }
  return {};
}

Status MemoryStore::world(port::WorldRows& rows) {
  rows = world_;
  return {};
}

Status MemoryStore::worldVersions(std::uint64_t& roster, std::uint64_t& tables, std::uint64_t& playbooks) {
  roster = world_.roster_version;
  tables = world_.tables_version;
  playbooks = playbooks_version_;
  return {};
}

Status MemoryStore::load(const std::string& lead, std::optional<port::LeadState>& state) {
  state.reset();
  const auto found = nodes_.find(lead);
  if (found != nodes_.end() && found->second->known) state = found->second->state;
  return {};
}

Status MemoryStore::nextWork(std::int64_t& instant) {
  instant = heap_.empty() ? kMissing : heap_.front()->next;
  for (const Node* lead : claimed_) {
    const std::int64_t next = workOf(*lead);
    if (!isMissing(next) && (isMissing(instant) || next < instant)) instant = next;
  }
  return {};
}

Status MemoryStore::summaries(std::vector<port::LeadSummary>& leads) {
  leads.clear();
  for (const auto& [id, node] : nodes_) {
    if (!node->known || id.empty()) continue;
    const port::LeadState& state = node->state;
    leads.push_back({id, node->stage, node->owner, node->queue, state.version, state.created, state.entered,
                     state.timers.empty() ? kMissing : state.timers.front().due, state.final, state.erased});
  }
  std::sort(leads.begin(), leads.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return {};
}

Status MemoryStore::eachLead(const std::function<bool(const port::LeadState&)>& visit) {
  std::vector<const Node*> leads;
  for (const auto& [id, node] : nodes_) {
    if (node->known && !id.empty()) leads.push_back(node.get());
  }
  std::sort(leads.begin(), leads.end(), [](const Node* a, const Node* b) { return a->state.id < b->state.id; });
  for (const Node* lead : leads) {
    if (!visit(lead->state)) break;
  }
  return {};
}

Status MemoryStore::eachEntry(const std::string& lead, std::uint64_t after, const std::function<bool(const port::JournalEntry&)>& visit) {
  if (lead.empty()) {
    const auto from = std::upper_bound(journal_.begin(), journal_.end(), after,
                                       [](std::uint64_t order, const port::JournalEntry& entry) { return order < entry.order; });
    for (auto i = static_cast<std::size_t>(from - journal_.begin()); i < journal_.size(); ++i) {
      if (!visit(journal_[i])) break;
    }
    return {};
  }
  const auto found = nodes_.find(lead);
  if (found == nodes_.end()) return {};
  for (const std::size_t i : found->second->entries) {
    if (journal_[i].order > after && !visit(journal_[i])) break;
  }
  return {};
}

Status MemoryStore::waitingEvents(std::uint64_t& count) {
  count = waiting_;
  return {};
}

Status MemoryStore::retryRefused(std::span<const std::uint64_t> numbers, const port::Event& mark, std::uint64_t& again) {
  again = 0;
  if (open_) return insideTransaction("retryRefused()");
  for (const std::uint64_t number : numbers) {
    const auto at = std::find_if(refused_.begin(), refused_.end(), [&](const auto& each) { return each.first.number == number; });
    if (at == refused_.end() || refusedInPart(at->second) || at->second == kErasedRefusal) continue;
    Node& owner = node(at->first.event.lead);
    if (owner.state.erased) continue;
    const auto place_of = std::find_if(owner.waiting.begin(), owner.waiting.end(), [&](const port::StoredEvent& each) {
      return std::pair(dueOf(each.event.at), each.number) > std::pair(dueOf(at->first.event.at), number);
    });
    owner.waiting.insert(place_of, std::move(at->first));
    refused_.erase(at);
    ++waiting_;
    ++again;
    place(owner);
  }
  if (again > 0) put(mark);
  return {};
}

Status MemoryStore::refusedEvents(std::size_t limit, std::vector<std::pair<port::StoredEvent, std::string>>& events, std::uint64_t before) {
  events = refused_;
  if (before > 0) std::erase_if(events, [&](const auto& each) { return each.first.number >= before; });
  std::sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.first.number > b.first.number; });
  if (events.size() > limit) events.resize(limit);
  return {};
}

Status MemoryStore::unanchored(std::size_t limit, std::vector<std::pair<std::uint64_t, std::string>>& order_and_hash) {
  order_and_hash.clear();
  if (!open_) return noTransaction();
  while (first_open_ < seals_.size() && seals_[first_open_] != 0) ++first_open_;
  for (std::size_t i = first_open_; i < journal_.size() && order_and_hash.size() < limit; ++i) {
    if (seals_[i] == 0) order_and_hash.emplace_back(journal_[i].order, journal_[i].hash);
  }
  return {};
}

Status MemoryStore::writeAnchor(const port::Anchor& anchor, const std::vector<std::uint64_t>& orders) {
  if (!open_) return noTransaction();
  anchors_.push_back(anchor);
  onRollback([this, first = first_open_] {
    anchors_.pop_back();
    first_open_ = first;
  });
  for (const std::uint64_t order : orders) {
    const auto at = std::lower_bound(journal_.begin(), journal_.end(), order,
                                     [](const port::JournalEntry& entry, std::uint64_t wanted) { return entry.order < wanted; });
    const auto place = static_cast<std::size_t>(at - journal_.begin());
    if (at == journal_.end() || at->order != order || seals_[place] != 0) {
      rollback();
      return Status::failed("the journal has no entry " + std::to_string(order) + " without an anchor");
    }
    seals_[place] = anchor.number;
    onRollback([this, place] { seals_[place] = 0; });
  }
  return {};
}

Status MemoryStore::anchors(std::vector<port::Anchor>& anchors) {
  anchors = anchors_;
  return {};
}

Status MemoryStore::anchoredHashes(std::uint64_t anchor, std::vector<std::string>& hashes) {
  hashes.clear();
  for (std::size_t i = 0; i < journal_.size(); ++i) {
    if (seals_[i] == anchor) hashes.push_back(journal_[i].hash);
  }
  return {};
}

Status MemoryStore::deploy(const port::PlaybookRow& row) {
  onRollback([this, old = world_.playbooks, version = playbooks_version_] { world_.playbooks = old, playbooks_version_ = version; });
  std::erase_if(world_.playbooks, [&](const port::PlaybookRow& there) { return there.version == row.version; });
  world_.playbooks.push_back(row);
  keepFiles(row);
  ++playbooks_version_;
  return {};
}

void MemoryStore::keepFiles(const port::PlaybookRow& row) {
  for (port::PlaybookRow& there : world_.playbooks) there.files.clear();
  if (row.files.empty()) return;
  onRollback([this, old = files_] { files_ = old; });
  files_[row.version] = row.files;
}

Status MemoryStore::renew(const port::PlaybookRow& row) {
  const auto found = std::find_if(world_.playbooks.begin(), world_.playbooks.end(), [&](const port::PlaybookRow& there) { return there.version == row.version; });
  if (found == world_.playbooks.end()) {
    rollback();
    return Status::failed("the store holds no version " + std::to_string(row.version) + " of a playbook");
  }
  onRollback([this, old = world_.playbooks, version = playbooks_version_] { world_.playbooks = old, playbooks_version_ = version; });
  found->chunk = row.chunk;
  found->text = row.text;
  keepFiles(row);
  ++playbooks_version_;
  return {};
}

Status MemoryStore::playbookFiles(std::uint64_t version, std::vector<port::PlaybookFile>& files) {
  const auto found = files_.find(version);
  files = found == files_.end() ? std::vector<port::PlaybookFile>() : found->second;
  return {};
}

Status MemoryStore::withdraw(std::uint64_t version) {
  for (port::PlaybookRow& row : world_.playbooks) {
    if (row.version != version) continue;
    onRollback([this, old = world_.playbooks, number = playbooks_version_] { world_.playbooks = old, playbooks_version_ = number; });
    row.withdrawn = true;
    ++playbooks_version_;
    break;
  }
  return {};
}

Status MemoryStore::held(const std::string& lead, const std::function<void(const port::Held&)>& visit) {
  const auto event = [&](port::Place place, const port::StoredEvent& stored, const std::string& outcome) {
    const port::Event& e = stored.event;
    visit({place,
           {{"number", std::to_string(stored.number)}, {"id", e.id}, {"type", std::to_string(static_cast<int>(e.type))}, {"at", std::to_string(dueOf(e.at))}, {"by", e.by}, {"name", e.name},
            {"value", e.value}, {"target", e.target}, {"reason", e.reason}, {"comment", e.comment}, {"amount", std::to_string(e.number)}, {"body", e.body}, {"strange", e.strange}, {"outcome", outcome}}});
  };
  for (const auto& [stored, outcome] : refused_)
    if (stored.event.lead == lead) event(port::Place::Refused, stored, outcome);
  const auto found = nodes_.find(lead);
  if (found == nodes_.end()) return {};
  for (const port::StoredEvent& stored : found->second->waiting) event(port::Place::Waiting, stored, {});
  for (const auto& [rule, key] : found->second->keys) visit({port::Place::Keys, {{"rule", std::to_string(rule)}, {"key", key}}});
  std::vector<port::OutboxStore::Row> rows;
  outbox_.list("", SIZE_MAX, rows);
  for (const port::OutboxStore::Row& row : rows)
    if (row.effect.lead == lead)
      visit({row.status == "delivered" ? port::Place::Delivered : port::Place::Undelivered,
             {{"key", row.effect.key}, {"status", row.status}, {"attempts", std::to_string(row.attempts)}, {"next_try", std::to_string(row.next_try)}, {"reason", row.reason}, {"effect", toJson(row.effect)}}});
  return {};
}

Status MemoryStore::erasing(const std::string& lead, std::int64_t until, bool& waits) {
  const auto found = nodes_.find(lead);
  waits = found != nodes_.end() && std::any_of(found->second->waiting.begin(), found->second->waiting.end(), [&](const port::StoredEvent& stored) {
            return stored.event.type == port::EventType::LeadErased && dueOf(stored.event.at) <= until;
          });
  return {};
}

Status MemoryStore::erase(const std::string& lead) {
  if (!open_) return noTransaction();
  Node& its = node(lead);
  onRollback([owner = &its, old = its.state.activities] { owner->state.activities = old; });
  for (port::ActivityEntry& activity : its.state.activities) activity.body.clear();
  for (const std::size_t place : its.entries) {
    onRollback([this, place, old = journal_[place].secrets] { journal_[place].secrets = old; });
    journal_[place].secrets.clear();
  }
  const auto strip = [](port::Event& event) {
    for (std::string* text : {&event.by, &event.name, &event.value, &event.target, &event.reason, &event.comment, &event.body, &event.strange}) text->clear();
    event.number = 0;
  };
  for (std::size_t i = 0; i < refused_.size(); ++i) {
    if (refused_[i].first.event.lead != lead) continue;
    onRollback([this, i, old = refused_[i]] { refused_[i] = old; });
    strip(refused_[i].first.event);
    refused_[i].second = erasedRefusal(refused_[i].second);
  }
  onRollback([this, owner = &its, old = its.waiting, waiting = waiting_] {
    owner->waiting = old;
    waiting_ = waiting;
    if (!owner->claimed) place(*owner);
  });
  waiting_ -= std::erase_if(its.waiting, [](const port::StoredEvent& stored) { return stored.event.type != port::EventType::LeadMerged; });
  if (!its.claimed) place(its);
  setKeys(its, {});
  std::erase_if(effects_, [&](const port::Effect& effect) { return (effect.lead == lead || effect.lead.empty()) && personal(effect); });
  for (port::JournalEntry& entry : entries_) {
    if (entry.lead == lead) entry.secrets.clear();
  }
  erased_.push_back(lead);
  return {};
}

Status MemoryStore::setting(const std::string& name, std::string& value) {
  const auto found = settings_.find(name);
  value = found == settings_.end() ? std::string() : found->second;
  return {};
}

Status MemoryStore::setSetting(const std::string& name, const std::string& value) {
  const auto [at, added] = settings_.try_emplace(name, value);
  if (added) {
    onRollback([this, name] { settings_.erase(name); });
  } else {
    onRollback([this, name, old = at->second] { settings_[name] = old; });
    at->second = value;
  }
  return {};
}

}  // namespace leadflow::store
