#include "runtime/workflow/as_it_was.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>

namespace leadflow::workflow {

namespace {

using Record = std::vector<std::pair<std::string, std::string>>;
using Values = std::unordered_map<std::string_view, const std::string*>;

const std::string* valueIn(const Values& values, std::string_view name) {
  const auto found = values.find(name);
  return found == values.end() ? nullptr : found->second;
}

/// The names that one version of a record says otherwise than the one before it, and those that it says again.
std::set<std::string_view> saidAnew(const Record& old, const Record& told, const std::vector<std::string>& again) {
  std::set<std::string_view> names(again.begin(), again.end());
  std::size_t same = 0;   // an update leaves the names before it where they are
  for (; same < old.size() && same < told.size() && old[same].first == told[same].first; ++same)
    if (old[same].second != told[same].second) names.insert(old[same].first);
  Values was;
  for (std::size_t i = same; i < old.size(); ++i) was.emplace(old[i].first, &old[i].second);
  for (std::size_t i = same; i < told.size(); ++i) {
    const auto known = was.find(told[i].first);
    if (known == was.end() || *known->second != told[i].second) names.insert(told[i].first);
    if (known != was.end()) was.erase(known);
  }
  for (const auto& [name, value] : was) names.insert(name);
  return names;
}

}  // namespace

Record recordAt(const port::LeadState& state, std::int64_t at, std::size_t place) {
  const auto& before = state.records_before;
  if (before.empty()) return state.record;
  std::unordered_map<std::string_view, std::int64_t> latest;   // of the names that were said anew
  std::vector<std::pair<std::string_view, const std::string*>> said;   // in the order in which they were told; the last of a name counts
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::int64_t from = before[i].until;
    if (from > at || (from == at && place < before[i].behind)) continue;
    const Record& told = i + 1 < before.size() ? before[i + 1].record : state.record;
    const std::set<std::string_view> names = saidAnew(before[i].record, told, before[i].said);
    if (names.empty()) continue;
    Values is;
    for (const auto& [name, value] : told)
      if (names.contains(name)) is.emplace(name, &value);
    for (const std::string_view name : names) {
      const auto known = latest.try_emplace(name, from).first;
      if (known->second > from) continue;
      known->second = from;
      said.emplace_back(name, valueIn(is, name));
    }
  }
  Record record;
  record.reserve(before.front().record.size() + said.size());
  for (const auto& entry : before.front().record)
    if (!latest.contains(entry.first)) record.push_back(entry);
  std::unordered_map<std::string_view, std::size_t> last;
  for (std::size_t i = 0; i < said.size(); ++i) last[said[i].first] = i;
  for (std::size_t i = 0; i < said.size(); ++i)
    if (said[i].second != nullptr && last[said[i].first] == i) record.emplace_back(said[i].first, *said[i].second);
  return record;
}

std::size_t saidBehind(const port::LeadState& state, const Record& last, std::int64_t at, const std::function<bool(const std::string&)>& named) {
  const auto& before = state.records_before;
  for (std::size_t i = before.size(); i-- > 0;) {
    if (before[i].until != at) continue;
    const std::set<std::string_view> names = saidAnew(before[i].record, i + 1 < before.size() ? before[i + 1].record : last, before[i].said);
    if (std::any_of(names.begin(), names.end(), [&](std::string_view name) { return named(std::string(name)); })) return before[i].behind;
  }
  return 0;
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
