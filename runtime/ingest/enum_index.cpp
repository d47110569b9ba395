#include "runtime/ingest/enum_index.hpp"

#include "runtime/value/nearest.hpp"

namespace leadflow::ingest {

bool TextIndex::add(std::string_view text, std::int32_t value) {
  if (find(text) >= 0) return false;
  entries_.push_back({std::string(text), hashText(text), value});
  if (entries_.size() * 2 > buckets_.size()) {
    buckets_.assign(buckets_.empty() ? 16 : buckets_.size() * 2, 0);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      std::size_t at = entries_[i].hash & (buckets_.size() - 1);
      while (buckets_[at] != 0) at = (at + 1) & (buckets_.size() - 1);
      buckets_[at] = static_cast<std::uint32_t>(i + 1);
    }
    return true;
  }
  std::size_t at = entries_.back().hash & (buckets_.size() - 1);
  while (buckets_[at] != 0) at = (at + 1) & (buckets_.size() - 1);
  buckets_[at] = static_cast<std::uint32_t>(entries_.size());
  return true;
}

std::int32_t TextIndex::find(std::string_view text) const {
  if (buckets_.empty()) return -1;
  const std::uint32_t hash = hashText(text);
  for (std::size_t at = hash & (buckets_.size() - 1); buckets_[at] != 0; at = (at + 1) & (buckets_.size() - 1)) {
    const Entry& entry = entries_[buckets_[at] - 1];
    if (entry.hash == hash && entry.text == text) return entry.value;
  }
  return -1;
}

RepTable::RepTable(const std::vector<Rep>& reps) {
  for (std::size_t i = 0; i < reps.size(); ++i) {
    index_.add(trim(reps[i].id), static_cast<std::int32_t>(i));
    folded_.add(normalText(trim(reps[i].id)), static_cast<std::int32_t>(i));
    ids_.emplace_back(trim(reps[i].id));
  }
}

std::string RepTable::nearest(std::string_view id) const {
  const int best = leadflow::nearest(id, ids_);
  return best < 0 ? std::string() : ids_[static_cast<std::size_t>(best)];
}

}  // namespace leadflow::ingest
