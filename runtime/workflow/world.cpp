#include "runtime/workflow/world.hpp"

#include <set>

namespace leadflow::workflow {

bool Surroundings::takesIn(const std::string& kept, const std::string& lead, std::int64_t now, const port::LeadState& self) {
  // Up from the lead, merger by merger. A circle, which stores of 0.1.0 may hold, is walked once.
  std::set<std::string> seen;
  port::LeadState other;
  const auto look = [&](const std::string& id) -> const port::LeadState* { return id == self.id ? &self : peek(id, other) ? &other : nullptr; };
  for (std::string at = lead; seen.insert(at).second;) {
    if (at == kept) return true;
    const port::LeadState* state = look(at);
    if (state == nullptr || state->merged_into.empty()) break;
    at = std::string(state->merged_into);
  }
  // Down from the one that is kept, by what it has asked for and they in turn, answers outstanding.
  seen.clear();
  std::vector<std::string> open{kept};
  while (!open.empty()) {
    const std::string at = std::move(open.back());
    open.pop_back();
    const port::LeadState* state = seen.insert(at).second ? look(at) : nullptr;
    if (state == nullptr) continue;
    for (const auto& [asked, when] : state->asked_in) {
      if (when != now) continue;
      if (asked == lead) return true;
      open.push_back(asked);
    }
  }
  return false;
}

bool Surroundings::forgets(const std::string& lead) {
  port::LeadState other;
  return peek(lead, other) && other.erased;
}

bool Surroundings::isThere(const std::string& lead) {
  port::LeadState other;
  return peek(lead, other) && !other.erased && other.merged_into.empty() && !isMissing(other.created);
}

}  // namespace leadflow::workflow
