#include "tests/lives/live/forgotten.hpp"

#include <algorithm>
#include <set>

namespace leadflow::lives {

namespace {

using port::Place;

constexpr const char* kPlanted = "@home.example";

/// What may stay of an event or an effect: when, of which kind; nothing that anybody said.
std::string said(const port::Held& held) {
  static const std::set<std::string> stays = {"number", "id", "type", "at", "outcome", "key", "status", "attempts", "next_try"};
  const auto column = [&](const char* name) {
    const auto found = std::find_if(held.columns.begin(), held.columns.end(), [&](const auto& each) { return each.first == name; });
    return found == held.columns.end() ? std::string() : found->second;
  };
  switch (held.place) {
    case Place::Keys: return "a key of duplicates";
    case Place::Waiting: return column("type") == "16" ? "" : "an event that waits: " + column("body");   // a merger, whose other lead is to hear of it
    case Place::Refused:
      for (const auto& [name, text] : held.columns)
        if (stays.count(name) == 0 && !text.empty() && (name != "amount" || text != "0")) return "of a refused event, " + name + ": " + text;
      return column("outcome") == "refused: (erased)" || column("outcome") == "refused in part: (erased)" ? "" : "why an event was refused: " + column("outcome");
    default: return column("effect").find(kPlanted) == std::string::npos ? "" : "an effect: " + column("effect");
  }
}

}  // namespace

std::string stillHeld(port::Store& store, const Story& story, std::vector<std::string>& gone) {
  std::set<std::string> erased, kept_elsewhere;
  port::Status status;
  const port::Snapshot snapshot(store, status);
  if (!status.ok()) return status.error;
  status = store.eachLead([&](const port::LeadState& lead) {
    if (lead.erased) erased.insert(lead.id);
    else kept_elsewhere.insert(lead.merged.begin(), lead.merged.end());   // who took it in knows what it knew
    return true;
  });
  if (!status.ok()) return status.error;
  std::string found;
  for (const std::string& lead : erased) {
    status = store.held(lead, [&](const port::Held& held) {
      if (const std::string text = said(held); found.empty() && !text.empty()) found = "of the erased lead " + lead + " there is still " + text;
    });
    if (!status.ok()) return status.error;
    status = store.eachEntry(lead, 0, [&](const port::JournalEntry& entry) {
      if (found.empty() && !entry.secrets.empty()) found = "of the erased lead " + lead + " there is still a secret";
      return found.empty();
    });
    if (!status.ok()) return status.error;
  }
  std::set<std::string> only, others;
  for (const Delivery& delivery : story.deliveries)
    for (const Event& event : delivery.events)
      for (const auto& [field, value] : event.record)
        if (field == Field::Email && value.known) (erased.count(event.lead) != 0 && kept_elsewhere.count(event.lead) == 0 ? only : others).insert(value.text);
  std::set_difference(only.begin(), only.end(), others.begin(), others.end(), std::back_inserter(gone));
  return found;
}

}  // namespace leadflow::lives
