#include "runtime/workflow/aside.hpp"

#include <cstdlib>

namespace leadflow::workflow {

Aside::Aside(port::LeadState& state, const crossing::Said& said) : state_(state), found_(std::move(state.aside)) {
  state_.aside.clear();
  for (Entry& entry : found_) inWordsOf(said, entry);
}

/// `aging, Hold, aging 2 hours when stage is Hold { … }`: a stage, and a line that may name some.
void Aside::inWordsOf(const crossing::Said& said, Entry& entry) {
  const std::size_t first = entry.first.find('\x1f'), second = first == std::string::npos ? first : entry.first.find('\x1f', first + 1);
  if (second == std::string::npos) return;
  const std::string kind = entry.first.substr(0, first);
  std::string of = entry.first.substr(first + 1, second - first - 1), line = entry.first.substr(second + 1);
  if (kind == "line" || kind == "aging" || kind == "reassigned") of = said.stage(of);
  if (kind == "line" || kind == "aging" || kind == "reaction" || kind == "guard" || kind == "held" || kind == "handoff held" || kind == "level") {
    line = said(line);
  } else if (kind == "point") {
    const std::size_t actions = line.find('|') + 1;
    line = line.substr(0, actions) + said(line.substr(actions));
  } else if (const std::size_t end = entry.second.find('\x1f'); kind == "approval" && end != std::string::npos) {
    entry.second = said(entry.second.substr(0, end)) + entry.second.substr(end);
  }
  entry.first = key(kind, of, line);
}

bool Aside::take(const std::string& name, std::string& value) {
  for (Entry& entry : found_)
    if (entry.first == name) {
      value = std::move(entry.second);
      entry.first.clear();
      return true;
    }
  return false;
}
bool Aside::take(const std::string& name, std::int64_t& value) {
  std::string text;
  if (!take(name, text)) return false;
  value = std::strtoll(text.c_str(), nullptr, 10);
  return true;
}

std::vector<Aside::Entry> Aside::takeAll(const std::string& prefix) {
  std::vector<Entry> taken;
  for (Entry& entry : found_)
    if (entry.first.starts_with(prefix)) {
      taken.emplace_back(entry.first.substr(prefix.size()), std::move(entry.second));
      entry.first.clear();
    }
  return taken;
}

void Aside::close() {
  for (Entry& entry : found_)
    if (!entry.first.empty()) state_.aside.push_back(std::move(entry));
}

}  // namespace leadflow::workflow
