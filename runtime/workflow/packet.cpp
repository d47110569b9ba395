// What a handoff carries, as names and JSON values: what the other side would ask first.
//
//     carries source, fit, activities in last 90 days
//     [("source","\"website\""), ("fit","75"), ("activities","[{\"type\":\"reply\",\"at\":\"…\",\"fields\":{…}}]")]
//
// Values are shown as a notification shows them: `mask … in notify` holds here too. Activities come oldest first.
#include <algorithm>

#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/workflow/stepper.hpp"

namespace leadflow::workflow {

std::vector<std::pair<std::string, std::string>> Stepper::packet(const bytecode::HandoffInfo& handoff) {
  std::vector<std::pair<std::string, std::string>> carried;
  carried.reserve(handoff.carries.size());
  look();
  for (const bytecode::HandoffInfo::Carried& line : handoff.carries) {
    if (!line.activities) {
      bool pii = false;
      carried.emplace_back(line.name, json(line.value, Audience::Task, pii));
      continue;
    }
    needRecord();
    std::vector<const port::ActivityEntry*> chosen;
    for (const port::ActivityEntry& entry : s_.activities) {
      if (entry.at > now_ || (line.window > 0 && now_ - entry.at > line.window)) continue;
      const int type = world_.desk->program().findActivity(entry.type);
      if (type < 0) continue;
      const auto index = static_cast<std::uint32_t>(type);
      const bool named = line.types.empty() ? !chunk_.activities[index].outreach
                                            : std::find(line.types.begin(), line.types.end(), index) != line.types.end();
      if (named) chosen.push_back(&entry);
    }
    std::stable_sort(chosen.begin(), chosen.end(), [](const auto* a, const auto* b) { return a->at < b->at; });
    std::string list = "[";
    for (const port::ActivityEntry* entry : chosen) {
      if (list.size() > 1) list += ',';
      list += "{\"type\":";
      appendJsonString(list, entry->type);
      list += ",\"at\":\"";
      appendInstant(list, entry->at);
      list += '"';
      if (!entry->by.empty()) {
        list += ",\"by\":";
        appendJsonString(list, entry->by);
      }
      if (!entry->body.empty() && entry->body != "{}") list += ",\"fields\":" + entry->body;
      list += '}';
    }
    carried.emplace_back(line.name, list + "]");
  }
  return carried;
}

}  // namespace leadflow::workflow
