#include "runtime/workflow/own_id.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace leadflow::workflow {
namespace {

constexpr std::string_view kForward = "forward";
constexpr std::size_t kLongest = 4 * port::kLongestId;   // as a store takes it

std::string plainPart(std::string_view part) {
  std::string out;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] != '~' || i + 1 == part.size()) out += part[i];
    else out += part[++i] == '1' ? '/' : '~';
  }
  return out;
}

std::vector<std::string> partsOf(std::string_view id) {
  std::vector<std::string> parts;
  for (id.remove_prefix(port::kOwnIds.size());; id.remove_prefix(1)) {
    const std::size_t end = std::min(id.find('/'), id.size());
    parts.push_back(plainPart(id.substr(0, end)));
    id.remove_prefix(end);
    if (id.empty()) return parts;
  }
}

}  // namespace

std::string forwardId(std::string_view lead, std::uint64_t revision, std::string_view event) {
  const std::string number = std::to_string(revision);
  std::string id = ownId({kForward, lead, number, event});
  return id.size() <= kLongest ? id : ownId({kForward, lead, number});
}

void asSent(port::Event& event) {
  while (event.id.starts_with(port::kOwnIds)) {
    std::vector<std::string> parts = partsOf(event.id);
    if (parts.size() != 4 || parts[0] != kForward) return;
    event.lead = std::move(parts[1]);
    event.id = std::move(parts[3]);
  }
}

}  // namespace leadflow::workflow
