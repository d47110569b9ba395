// Keys of duplicates as stores of 0.1.0 have them: under the position of the rule in the version that the lead lives under. They
// are put under what the rule compares, once, before anything else is decided.
//
//     (0, "ana@x.example\x1f")        ->        (by content, "email\x1eana@x.example\x1f")
#include <algorithm>

#include "runtime/workflow/engine_inside.hpp"

namespace leadflow::workflow {

using port::Status;

namespace {

constexpr const char* kSetting = "duplicate keys";
constexpr const char* kDone = "by content";
constexpr std::size_t kPortion = 500;
constexpr std::uint32_t kMostRules = 1000;   ///< no playbook of that time had as many

}  // namespace

Status Engine::Inside::keysByContent() {
  if (keys_by_content) return {};
  std::string done;
  if (Status status = store.setting(kSetting, done); !status.ok()) return status;
  if (done == kDone) {
    keys_by_content = true;
    return {};
  }
  std::map<std::string, std::vector<std::pair<std::uint32_t, std::string>>> old;   // by lead
  std::uint32_t rules = 0;
  for (const port::PlaybookRow& row : rows.playbooks)
    if (const auto here = world(row.version)) rules = std::max(rules, static_cast<std::uint32_t>(here->workflow().duplicates.size()));
  for (std::uint32_t rule = 0; rule < std::min(rules, kMostRules); ++rule) {
    std::vector<std::pair<std::string, std::string>> found;
    if (Status status = store.duplicateKeys(rule, found); !status.ok()) return status;
    for (auto& [lead, key] : found) old[lead].emplace_back(rule, std::move(key));
  }
  for (auto next = old.begin();;) {
    if (Status status = store.begin(); !status.ok()) return status;
    if (Status status = store.lockWorld(true); !status.ok()) return status;
    for (std::size_t i = 0; i < kPortion && next != old.end(); ++i, ++next) {
      std::optional<port::LeadState> state;
      if (Status status = store.load(next->first, state); !status.ok()) return status;
      const auto here = state ? world(state->version) : nullptr;
      if (!here) continue;
      port::Write write;
      write.after = *state;
      write.before = &*state;
      write.stage = stageName(*here, *state);
      write.owner = ownerOf(*here, *state);
      write.queue = queueName(*here, *state);
      write.duplicate_keys_changed = true;
      for (const auto& [rule, key] : next->second)
        if (rule < here->workflow().duplicates.size()) write.duplicate_keys.emplace_back(port::kKeysByContent, wholeKey(here->workflow().duplicates[rule], key));
      std::sort(write.duplicate_keys.begin(), write.duplicate_keys.end());
      write.duplicate_keys.erase(std::unique(write.duplicate_keys.begin(), write.duplicate_keys.end()), write.duplicate_keys.end());
      if (Status status = store.write(write); !status.ok()) return status;
    }
    const bool last = next == old.end();
    if (last)
      if (Status status = store.setSetting(kSetting, kDone); !status.ok()) return status;
    if (Status status = store.commit(); !status.ok()) return status;
    if (!last) continue;
    keys_by_content = true;
    return {};
  }
}

}  // namespace leadflow::workflow
