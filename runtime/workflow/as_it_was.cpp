#include "runtime/workflow/as_it_was.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace leadflow::workflow {

namespace {

using Record = std::vector<std::pair<std::string, std::string>>;

const std::string* valueIn(const Record& record, const std::string& name) {
  const auto found = std::find_if(record.begin(), record.end(), [&](const auto& entry) { return entry.first == name; });
  return found == record.end() ? nullptr : &found->second;
}

}  // namespace

Record recordAt(const port::LeadState& state, std::int64_t at, std::size_t place) {
  const auto& before = state.records_before;
  if (before.empty()) return state.record;
  Record record = before.front().record;
  std::map<std::string, std::int64_t> latest;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::int64_t from = before[i].until;
    if (from > at || (from == at && place < before[i].behind)) continue;
    const Record &old = before[i].record, &told = i + 1 < before.size() ? before[i + 1].record : state.record;
    std::set<std::string> names;
    for (const auto& [name, value] : old) names.insert(name);
    for (const auto& [name, value] : told) names.insert(name);
    names.insert(before[i].said.begin(), before[i].said.end());
    for (const std::string& name : names) {
      const std::string *was = valueIn(old, name), *is = valueIn(told, name);
      const bool same = is == was || (is != nullptr && was != nullptr && *is == *was);
      if (same && std::find(before[i].said.begin(), before[i].said.end(), name) == before[i].said.end()) continue;
      if (const auto known = latest.find(name); known != latest.end() && known->second > from) continue;
      latest[name] = from;
      std::erase_if(record, [&name](const auto& entry) { return entry.first == name; });
      if (is != nullptr) record.emplace_back(name, *is);
    }
  }
  return record;
}

void backTo(port::LeadState& lead, std::int64_t at, std::size_t except) {
  std::size_t place = 0;
  std::erase_if(lead.activities, [&](const port::ActivityEntry& entry) {
    const std::size_t here = place++;
    return entry.at > at || (entry.at == at && here >= except);
  });
  stageAt(lead, at);
}

void stageAt(port::LeadState& lead, std::int64_t at) {
  for (const port::Visit& visit : lead.visits)
    if (visit.at <= at) {
      lead.stage = static_cast<std::int32_t>(visit.stage);
      lead.entered = visit.at;
      lead.reason = visit.reason;
    }
  for (std::int64_t& stamp : lead.milestones)
    if (stamp > at) stamp = kMissing;
}

}  // namespace leadflow::workflow
