#include "tests/lives/live/outlook.hpp"

#include <algorithm>

#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/stuck.hpp"

namespace leadflow::lives {

namespace {

constexpr const char* kPerhaps = " | stuck?";

/// But for what the playbook would have to say first, in its own words.
std::string reasonOf(const std::string& because) {
  std::string reason;
  for (std::size_t at = 0; at < because.size();) {
    const std::size_t end = std::min(because.find("; ", at), because.size());
    const std::string part = because.substr(at, end - at);
    if (at == 0) reason = part;
    else if (part.compare(0, 4, "sla ") == 0) reason += "; " + part;
    at = end + 2;
  }
  return reason;
}

}  // namespace

std::string storeOutlook(port::Store& store, workflow::Engine& engine, Instant now, std::vector<std::string>& lines) {
  const port::Status status = store.eachLead([&](const port::LeadState& lead) {
    if (lead.id.empty() || isMissing(lead.created) || lead.final || lead.erased || !lead.merged_into.empty()) return true;
    const auto world = engine.world(lead.version);
    for (const workflow::Deadline& deadline : workflow::deadlinesOf(*world, lead)) {
      std::string who;
      for (const std::string& one : deadline.who) who += (who.empty() ? "" : ", ") + one;
      lines.push_back(lead.id + " | open " + deadline.what + " due " + instantText(deadline.due) + " of " + (who.empty() ? "nobody" : who) + (deadline.queue.empty() ? "" : " (queue " + deadline.queue + ")"));
    }
    if (const std::string because = workflow::stuckBecause(*world, lead, now); !because.empty()) lines.push_back(lead.id + " | stuck: " + reasonOf(because));
    return true;
  });
  std::sort(lines.begin(), lines.end());
  return status.error;
}

void leaveOpen(std::vector<std::string>& expected, std::vector<std::string>& found) {
  for (std::size_t i = expected.size(); i-- > 0;) {
    if (!expected[i].ends_with(kPerhaps)) continue;
    const std::string begin = expected[i].substr(0, expected[i].size() - 1) + ':';
    std::erase_if(found, [&](const std::string& line) { return line.starts_with(begin); });
    expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace leadflow::lives
