// Leads that repeat each other.
//
//     duplicates { same email -> keep oldest, merge others   same domain and similar company 90% -> flag   scores sum }
//
//     00Q1 (2026-03-01) and 00Q7 (2026-03-02) share an address: 00Q7 sends 00Q1 what it has and ends; its later events go to 00Q1
//
// Asked before anything else follows from an event, so that a lead which is merged away is neither routed nor written to.
// Candidates share the text of the exact parts; where a rule has none, the first letter of the similar text. How one goes into the
// other is in mergers.cpp.
#include <algorithm>

#include "runtime/audit/digest.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/own_id.hpp"

namespace leadflow::workflow {

using bytecode::DuplicateInfo;
using port::Event;
using port::EventType;
using port::LeadState;

namespace {

constexpr char kDivider = '\x1F';
using Keep = DuplicateInfo::Keep;

}  // namespace

Event& Stepper::send(EventType type, std::string lead, std::string id) {
  Event& message = step_.messages.emplace_back();
  message.id = std::move(id);
  message.type = type;
  message.lead = std::move(lead);
  message.at = now_;
  return message;
}

/// Keys of an index hold what senders write, and an index takes no text of any length (PostgreSQL: 2,704 bytes): of a long one it
/// holds the beginning and the SHA-256 of all of it, which no two texts share.
static std::string boundedKey(std::string key) {
  constexpr std::size_t kLongest = 1'000;
  if (key.size() <= kLongest) return key;
  const std::string digest = audit::sha256(key);
  std::size_t end = kLongest - digest.size() - 1;
  while (end > 0 && (static_cast<unsigned char>(key[end]) & 0xC0U) == 0x80U) --end;
  key.resize(end);
  return key + '#' + digest;
}

/// Of the lead that is in the machine.
std::string Stepper::duplicateKey(const DuplicateInfo& rule, std::vector<std::string>& similar) {
  std::string key;
  bool exact = false;
  similar.clear();
  for (const DuplicateInfo::Key& part : rule.keys) {
    const Slot slot = part.function ? bound_.machine.run(static_cast<std::uint32_t>(part.function.index)) : kMissing;
    if (isMissing(slot)) return {};
    const std::string_view text = textOf(slot)->foldedText();
    if (text.empty()) return {};
    if (part.similar > 0) {
      similar.emplace_back(text);
      continue;
    }
    exact = true;
    key += text;
    key += kDivider;
  }
  if (!exact && !similar.empty()) {
    std::size_t end = 0;
    decodeUtf8(similar.front(), end);
    key = "~" + similar.front().substr(0, end);
  }
  return boundedKey(std::move(key));
}

Slot Stepper::pointsHere(bool all) {
  Slot sum = 0;
  for (const bytecode::ScoreInfo& score : chunk_.scores) {
    const Slot points = bound_.machine.reg(score.reg);
    if (!all) return isMissing(points) ? 0 : points;
    if (!isMissing(points)) sum = addChecked(sum, points);
  }
  return sum;
}

/// Another lead as this playbook sees it. False: it is gone, ended by a merger, or erased.
bool Stepper::candidate(const DuplicateInfo& rule, const std::string& lead, Candidate& found) {
  LeadState state;
  if (!surroundings_.peek(lead, state) || state.erased || !state.merged_into.empty() || isMissing(state.created)) return false;
  found.lead = lead;
  found.created = state.created;
  const bool similar = std::any_of(rule.keys.begin(), rule.keys.end(), [](const DuplicateInfo::Key& part) { return part.similar > 0; });
  if (!similar && rule.keep != Keep::Best) return true;
  if (const auto points = surroundings_.remembered(lead)) {
    found.points = *points;
    found.remembered = true;
    return true;
  }
  decodeRow(state, false);
  bound_.machine.begin(bound_.row, now_);
  bound_.machine.compute();
  duplicateKey(rule, found.similar);
  found.points = pointsHere(false);
  row_stale_ = true;
  dirty();
  return true;
}

/// The keys by which others find this lead, to be kept.
std::vector<Stepper::Found> Stepper::noteKeys() {
  std::vector<Found> keys;
  look();
  for (std::uint32_t i = 0; i < flow_.duplicates.size(); ++i) {
    Found found{i, {}, {}};
    found.key = duplicateKey(flow_.duplicates[i], found.self.similar);
    if (found.key.empty()) continue;
    found.self.lead = s_.id;
    found.self.created = s_.created;
    found.self.points = pointsHere(false);
    keys.push_back(std::move(found));
  }
  step_.duplicate_keys.clear();
  for (const Found& found : keys) step_.duplicate_keys.emplace_back(found.rule, found.key);
  step_.duplicate_keys_changed = true;
  return keys;
}

void Stepper::findDuplicates() {
  if (flow_.duplicates.empty() || (!created_ && !record_changed_)) return;
  record_changed_ = false;
  const std::vector<Found> keys = noteKeys();
  if (s_.final && !created_) return;
  for (const Found& found : keys) {
    const DuplicateInfo& rule = flow_.duplicates[found.rule];
    std::string asked = std::to_string(found.rule) + kDivider + found.key;
    for (const std::string& similar : found.self.similar) asked += kDivider + similar;
    if (!duplicates_asked_.insert(std::move(asked)).second) continue;   // what this event did changed another field
    std::vector<Candidate> others;
    for (const auto& [lead, key] : surroundings_.sameKey(found.rule, found.key, s_.id)) {
      Candidate other;
      if (lead == s_.id || !candidate(rule, lead, other)) continue;
      bool alike = true;
      std::size_t number = 0;
      for (const DuplicateInfo::Key& part : rule.keys) {
        if (part.similar == 0 || other.remembered) continue;
        alike = alike && number < other.similar.size() && jaroWinkler(found.self.similar[number], other.similar[number]) >= part.similar;
        ++number;
      }
      if (alike) others.push_back(std::move(other));
    }
    std::vector<std::string> alike;
    for (const Candidate& other : others) alike.push_back(other.lead);
    surroundings_.alike(alike);
    std::erase_if(others, [&](const Candidate& other) { return closesCircle(other.lead); });   // an order said already which of the two stays
    if (!others.empty()) duplicateFound(rule, found.self, others);
    if (!s_.merged_into.empty()) return;
  }
}

void Stepper::duplicateFound(const DuplicateInfo& rule, const Candidate& self, const std::vector<Candidate>& others) {
  const auto older = [](const Candidate& a, const Candidate& b) { return a.created != b.created ? a.created < b.created : a.lead < b.lead; };
  const auto better = [&](const Candidate& a, const Candidate& b) {
    switch (rule.keep) {
      case Keep::Newest: return older(b, a);
      case Keep::Best: return a.points != b.points ? a.points > b.points : older(a, b);
      default: return older(a, b);
    }
  };
  const Candidate* kept = &self;
  for (const Candidate& other : others)
    if (better(other, *kept)) kept = &other;
  const auto id = [&](const char* what, const std::string& other) { return ownId({what, s_.id, std::to_string(s_.revision), other}); };
  if (rule.keep == Keep::Nothing) {  // a bare `flag` keeps nobody: it says so on both
    for (const Candidate& other : others) {
      if (std::any_of(s_.flags.begin(), s_.flags.end(), [&](const auto& flag) { return flag.first == other.lead; })) continue;
      s_.flags.emplace_back(other.lead, rule.text);
      tell("duplicate", "seems to repeat " + other.lead + ": " + rule.text, rule.place);
      Event& message = send(EventType::Flagged, other.lead, id("flag", other.lead));
      message.value = s_.id;
      message.name = rule.text;
    }
    return;
  }
  if (kept != &self) {
    if (rule.merge) {
      tell("duplicate", "merged into " + kept->lead + ": " + rule.text, rule.place);
      sayMerged(kept->lead);
      return;
    }
    const bool known = std::any_of(s_.flags.begin(), s_.flags.end(), [&](const auto& flag) { return flag.first == kept->lead; });
    if (known) return;
    s_.flags.emplace_back(kept->lead, rule.text);
    tell("duplicate", "seems to repeat " + kept->lead + ": " + rule.text, rule.place);
    return;
  }
  for (const Candidate& other : others) {
    if (rule.merge) askIn(other.lead);
    Event& message = rule.merge ? send(EventType::Absorbed, other.lead, id("absorb", other.lead)) : send(EventType::Flagged, other.lead, id("flag", other.lead));
    message.value = s_.id;
    message.name = rule.text;
    tell("duplicate", other.lead + (rule.merge ? " is merged into this lead: " : " seems to repeat this lead: ") + rule.text, rule.place);
  }
}

void Stepper::flagOther(const Event& event) {
  const bool known = std::any_of(s_.flags.begin(), s_.flags.end(), [&](const auto& flag) { return flag.first == event.value; });
  if (known || event.value.empty() || event.value == s_.id) {
    ignore("that is known already");
    return;
  }
  s_.flags.emplace_back(event.value, event.name);
  tell("duplicate", "seems to repeat " + event.value + (event.name.empty() ? std::string() : ": " + event.name));
}

}  // namespace leadflow::workflow
