// Forgetting a person: the lead that was named, the copies that were merged into it, the lead that it was merged into.
//
//     leadflow erase 00Q7        00Q7 went into 00Q1, as 00Q9 did: all three are erased, in one transaction
//
// Whoever was merged into a lead stands in its state, and of leads that an earlier version kept, in its journal.
#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>
#include <set>

#include "runtime/port/ids.hpp"
#include "runtime/workflow/engine_inside.hpp"
#include "runtime/workflow/own_id.hpp"

namespace leadflow::workflow {

using port::EventType;
using port::Status;

namespace {

constexpr int kTries = 5;

/// The leads of which the journal tells that they brought what they had into this one.
Status mergedInto(port::Store& store, const std::string& lead, std::vector<std::string>& others) {
  return store.eachEntry(lead, 0, [&](const port::JournalEntry& entry) {
    if (entry.kind != port::eventName(EventType::LeadMerged)) return true;
    const auto body = nlohmann::json::parse(entry.body, nullptr, false);
    if (!body.is_object() || !body.contains("event") || !body["event"].contains("body")) return true;
    const auto& value = body["event"].value("value", nlohmann::json());
    if (value.is_string()) others.push_back(value.get<std::string>());
    return true;
  });
}

}  // namespace

Status samePerson(port::Store& store, const std::string& lead, std::vector<std::string>& leads) {
  leads = {lead};
  const auto add = [&](const std::string& other) {
    if (!other.empty() && std::find(leads.begin(), leads.end(), other) == leads.end()) leads.push_back(other);
  };
  for (std::size_t i = 0; i < leads.size(); ++i) {
    const std::string one = leads[i];
    std::optional<port::LeadState> state;
    if (Status status = store.load(one, state); !status.ok()) return status;
    if (!state) continue;
    add(state->merged_into);
    for (const std::string& other : state->merged) add(other);
    std::vector<std::string> others;
    if (Status status = mergedInto(store, one, others); !status.ok()) return status;
    for (const std::string& other : others) add(other);
  }
  return {};
}

/// A step that erased a lead asks its copies to forget as well: those of its state did already.
Status Engine::Inside::eraseMerged(Step& step) {
  const port::LeadState& lead = step.after;
  std::vector<std::string> others;
  if (options.journal)
    if (Status status = mergedInto(store, lead.id, others); !status.ok()) return status;
  for (const std::string& other : others) {
    const std::string id = ownId({"erase", lead.id, std::to_string(lead.revision), other});
    if (other == lead.id || std::any_of(step.messages.begin(), step.messages.end(), [&](const port::Event& message) { return message.id == id; })) continue;
    port::Event& message = step.messages.emplace_back();
    message.id = id;
    message.type = EventType::LeadErased;
    message.lead = other;
    message.at = lead.now;
  }
  return {};
}

Status Engine::Inside::eraseNow(const std::string& lead, const std::string& by, std::int64_t now, Erased& erased) {
  erased = {};
  if (Status status = reachedClock(); !status.ok()) return status;
  if (Status status = refreshWorld(); !status.ok()) return status;
  if (Status status = keysByContent(); !status.ok()) return status;
  if (Status status = store.begin(); !status.ok()) return status;
  if (Status status = store.lockWorld(false); !status.ok()) return status;
  if (Status status = refreshWorld(); !status.ok()) return status;
  in_batch.clear();
  together = {};
  std::vector<Claimed> all;
  std::deque<std::string> asked{lead};
  std::set<std::string> known{lead};
  const auto ask = [&](const std::string& other) {
    if (known.insert(other).second) asked.push_back(other);
  };
  for (; !asked.empty(); asked.pop_front()) {
    Claimed claimed;
    claimed.id = asked.front();
    if (Status status = store.claimLead(claimed.id, claimed.work); !status.ok()) return status;
    port::LeadState& state = claimed.work.lead;
    // What waits goes too; a lead on its way into this one is a copy like the others.
    for (const port::StoredEvent& stored : claimed.work.events) {
      if (stored.event.type == EventType::LeadMerged && !stored.event.body.empty()) ask(stored.event.value);
      claimed.write.outcomes.push_back({stored.number, "ignored: the lead's personal data were erased"});
    }
    if (!state.merged_into.empty()) ask(state.merged_into);
    for (const std::string& other : state.merged) ask(other);
    // What was asked for is erased whatever there is of it: the caller knows of lines that were set aside. An order to merge may name nobody.
    const bool nobody = claimed.work.is_new && state.journal_seq == 0 && claimed.work.events.empty() && claimed.id != lead;
    if (state.erased || nobody) {   // what came since, and what was merged into it, goes all the same
      if (state.erased) erased.already.push_back(claimed.id);
      std::vector<std::string> others;
      if (Status status = mergedInto(store, claimed.id, others); !status.ok()) return status;
      for (const std::string& other : others) ask(other);
      if (Status status = store.erase(claimed.id); !status.ok()) return status;
      continue;
    }
    claimed.before.timers = std::move(state.timers);
    state.timers.clear();
    claimed.before.activities.resize(state.activities.size());
    port::Event event;
    event.id = ownId({"erase", claimed.id, std::to_string(state.revision)});
    event.type = EventType::LeadErased;
    event.lead = claimed.id;
    event.at = isMissing(state.now) ? now : std::max(now, state.now);
    event.by = by;
    claimed.work.events = {{0, std::move(event)}};
    Place limit{INT64_MAX, {}};
    const std::int64_t reached = clock;
    if (Status status = process(claimed, all, limit); !status.ok()) return status;
    clock = reached;
    for (const port::Event& message : together.messages) ask(message.lead);
    together.messages.clear();
    if (isMissing(claimed.work.lead.created)) ++erased.refused;
    erased.leads.push_back(claimed.id);
    all.push_back(std::move(claimed));
  }
  if (Status status = writeBack(all, all.size()); !status.ok()) return status;
  if (Status status = writeTurns(); !status.ok()) return status;
  if (Status status = store.commit(); !status.ok()) return status;
  desk_locked = false;
  ++totals.commits;
  return {};
}

Status Engine::erase(const std::string& lead, const std::string& by, std::int64_t now, Erased& erased) {
  if (lead.empty()) return Status::failed("a lead's id is not empty");   // the lead of no id is the engine's own: schedules live in it
  Inside& in = *in_;
  Status status;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    status = in.eraseNow(lead, by, now, erased);
    if (status.ok()) return status;
    in.store.rollback();
    in.forgetTurns();
    in.world_known = false;
    if (!status.retry) break;
  }
  return status;
}

}  // namespace leadflow::workflow
