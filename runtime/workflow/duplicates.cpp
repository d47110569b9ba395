// Leads that repeat each other.
//
//     duplicates { same email -> keep oldest, merge others   same domain and similar company 90% -> flag   scores sum }
//
//     00Q1 (2026-03-01) and 00Q7 (2026-03-02) share an address: 00Q7 sends 00Q1 what it has and ends; its later events go to 00Q1
//
// Asked before anything else follows from an event, so that a lead which is merged away is neither routed nor written to.
// Candidates share the text of the exact parts; where a rule has none, the first letter of the similar text. What is merged
// fills only what the kept lead lacks. Activities of both count under `scores sum`; of those for which a score gives points, and that
// are no outreach, under `max` the ones of the lead with more points (all scores added up) stay, under `latest` those of the one created
// later; between equals the kept lead's own.
#include <algorithm>

#include "runtime/audit/digest.hpp"
#include "runtime/bytecode/opcode.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/value/decimal.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/value/json_text.hpp"
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

// ---- merging

/// As missing as what was never said.
bool Stepper::unreadable(std::int32_t target) const {
  if (target < 0 || bound_.desk->schema()->feeds(target).empty()) return false;
  const auto& feeds = bound_.desk->schema()->feeds(target);
  return std::all_of(feeds.begin(), feeds.end(), [&](const ingest::Feed& feed) { return bound_.outcomes[feed.field] == ingest::Outcome::Bad; });
}

void Stepper::sayMerged(const std::string& kept) {
  needRecord();
  look();
  std::string body = "{\"record\":{", between;
  for (const auto& [name, value] : s_.record) {
    if (unreadable(bound_.targetOf(name))) continue;
    body += std::exchange(between, ",");
    appendJsonString(body, name);
    body += ':' + value;
  }
  body += "},\"activities\":[";
  for (std::size_t i = 0; i < s_.activities.size(); ++i) {
    const port::ActivityEntry& entry = s_.activities[i];
    if (i > 0) body += ',';
    body += "{\"type\":";
    appendJsonString(body, entry.type);
    body += ",\"at\":";
    appendInt(body, entry.at);
    if (!entry.by.empty()) {
      body += ",\"by\":";
      appendJsonString(body, entry.by);
    }
    if (!entry.body.empty()) body += ",\"fields\":" + entry.body;
    body += '}';
  }
  body += "],\"said\":{";
  for (std::size_t i = 0; i < s_.said.size(); ++i) {
    if (i > 0) body += ',';
    appendJsonString(body, s_.said[i].first);
    body += ':';
    appendInt(body, s_.said[i].second);
  }
  body += "},\"points\":";
  appendInt(body, pointsHere(true));
  body += ",\"created\":";
  appendInt(body, s_.created);
  body += '}';
  Event& message = send(EventType::LeadMerged, kept, ownId({"merge", s_.id, std::to_string(s_.revision)}));
  message.value = s_.id;
  message.body = std::move(body);
  endLead("the lead was merged into " + kept);
  s_.timers.clear();
  arriving_ = false;
  s_.merged_into = kept;
  s_.final = true;
}

void Stepper::askIn(const std::string& other) {
  std::erase_if(s_.asked_in, [&](const auto& asked) { return asked.second != now_ || asked.first == other; });   // older ones have been answered
  s_.asked_in.emplace_back(other, now_);
}

/// Orders of one instant cross: each lead may have asked the other before either was asked. The lead that comes first stays.
bool Stepper::closesCircle(const std::string& kept) {
  const bool both = std::any_of(s_.asked_in.begin(), s_.asked_in.end(), [&](const auto& asked) { return asked.first == kept && asked.second == now_; });
  if (both) return s_.id < kept;
  return surroundings_.takesIn(s_.id, kept, now_, s_);
}

void Stepper::absorb(const Event& event) {
  if (event.value.empty() || event.value == s_.id) {
    refuse("a lead is merged into another one");
    return;
  }
  if (closesCircle(event.value)) {
    refuse(event.value + " goes into this lead itself, by an order that came first: mergers do not go in a circle");
    return;
  }
  if (surroundings_.forgets(event.value)) {   // nobody would be left
    refuse("the lead `" + event.value + "` is erased, and nothing is merged into it");
    return;
  }
  tell("duplicate", "merged into " + event.value + (event.name.empty() ? std::string() : ": " + event.name));
  sayMerged(event.value);
}

void Stepper::mergeIn(const Event& event) {
  if (event.value.empty() || event.value == s_.id) {
    refuse(event.value.empty() ? "`other` must name the lead that is merged into this one" : "`other` names this lead itself: a lead is merged into another one");
    return;
  }
  if (json::bare(event.body).empty()) {  // from outside: the other lead brings what it has
    if (surroundings_.takesIn(event.value, s_.id, now_, s_)) {
      refuse("this lead goes into " + event.value + ", by an order that came first: mergers do not go in a circle");
      return;
    }
    if (!surroundings_.isThere(event.value)) {
      refuse("there is no lead `" + event.value + "` that could go into this one: it never came, was erased, or went into another one");
      return;
    }
    askIn(event.value);
    send(EventType::Absorbed, event.value, ownId({"absorb", s_.id, std::to_string(s_.revision), event.value})).value = s_.id;
    tell("merge", event.value + " is asked to bring what it has");
    return;
  }
  std::string_view record, activities;
  Slot points = 0;
  std::int64_t created = kMissing;
  std::vector<std::pair<std::string, std::int64_t>> their_said;
  const auto number = [](std::string_view raw) { return static_cast<std::int64_t>(std::strtoll(std::string(raw).c_str(), nullptr, 10)); };
  const bool whole = json::eachMember(event.body, [&](std::string_view name, std::string_view raw) {
    if (name == "record") record = raw;
    else if (name == "activities") activities = raw;
    else if (name == "said") json::eachMember(raw, [&](std::string_view said, std::string_view at) { their_said.emplace_back(said, number(at)); });
    else if (name == "points") points = number(raw);
    else if (name == "created") created = number(raw);
  });
  if (!whole) {
    refuse("what " + event.value + " brings is not a JSON object");
    return;
  }
  // What a guard of privacy asks for goes by who said it last, so that a no is not lost; of one instant that is the lead that came last.
  const auto saidAt = [](const auto& list, const auto& same) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& each) { return same(each.first); });
    return found == list.end() ? kMissing : found->second;
  };
  const auto theyComeLast = [&](std::int64_t theirs, std::int64_t ours) {
    return std::tuple(isMissing(theirs) ? created : theirs, created, std::string_view(event.value)) > std::tuple(isMissing(ours) ? s_.created : ours, s_.created, std::string_view(s_.id));
  };
  const auto told = [](std::string_view of, const auto& same) {
    bool found = false;
    json::eachMember(of, [&](std::string_view name, std::string_view) { found = found || same(std::string(name)); });
    return found;
  };
  look();
  const Slot own = pointsHere(true);
  std::size_t filled = 0;
  merging_ = true;                                 // what cannot be read was told where it came from
  json::eachMember(record, [&](std::string_view name, std::string_view raw) {
    const std::int32_t target = bound_.targetOf(name);
    const auto same = [&](const std::string& known) { return known == name || bound_.sameField(bound_.targetOf(known), target); };
    const auto mine = std::find_if(s_.record.begin(), s_.record.end(), [&](const auto& entry) { return same(entry.first); });
    const bool asked = guardsAsk(target), known = mine != s_.record.end() && !unreadable(target);
    if (known && (mine->second == raw || !asked)) return;
    const std::int64_t theirs = saidAt(their_said, same), ours = saidAt(s_.said, same);
    if (asked && (known || !isMissing(ours)) && !theyComeLast(theirs, ours)) return;
    std::erase_if(s_.said, [&](const auto& each) { return same(each.first); });
    const std::int64_t since = isMissing(theirs) && asked && known ? created : theirs;   // what won as the later word stands as that
    if (!isMissing(since)) s_.said.emplace_back(name, since);   // with its time: what is older and told later does not stand against it
    if (asked) broughtAt(isMissing(since) ? created : since);
    storeValue(name, raw);
    ++filled;
  });
  for (const auto& [name, at] : their_said) {   // `null` is a word too
    const std::int32_t target = bound_.targetOf(name);
    const auto same = [&, of = std::string_view(name)](const std::string& known) { return known == of || bound_.sameField(bound_.targetOf(known), target); };
    const auto mine = std::find_if(s_.record.begin(), s_.record.end(), [&](const auto& entry) { return same(entry.first); });
    if (mine == s_.record.end() || !guardsAsk(target) || told(record, same) || !theyComeLast(at, saidAt(s_.said, same))) continue;
    std::erase_if(s_.said, [&](const auto& each) { return same(each.first); });
    s_.said.emplace_back(name, at);
    broughtAt(at);
    storeValue(name, "null");
    ++filled;
  }
  merging_ = false;
  using Scores = bytecode::WorkflowInfo::Scores;
  const bool theirs = flow_.merge_scores == Scores::Max ? points > own : flow_.merge_scores == Scores::Latest && created > s_.created;
  // Of what only points count the one lead's stay; nobody was called or answered in vain, so all else is of both.
  const std::vector<bool> counted = countedByPoints();
  const bool mine = !theirs && flow_.merge_scores != Scores::Sum;
  const auto left = [&](int type) { return type >= 0 && counted[static_cast<std::size_t>(type)]; };
  if (theirs && std::erase_if(s_.activities, [&](const port::ActivityEntry& entry) { return left(world_.desk->program().findActivity(entry.type)); }) > 0) step_.activities_replaced = true;
  std::size_t taken = 0;
  touches_.clear();
  json::eachItem(activities, [&](std::string_view item) {
    std::string type, by, body, scratch;
    std::int64_t at = kMissing;
    json::eachMember(item, [&](std::string_view name, std::string_view raw) {
      if (name == "type") type = json::plain(raw, scratch);
      else if (name == "by") by = json::plain(raw, scratch);
      else if (name == "at") at = number(raw);
      else if (name == "fields") body = raw;
    });
    const int activity = bound_.desk->schema()->findActivity(type, bound_.scratch);
    if (activity < 0 || isMissing(at) || (mine && left(activity))) return;
    const auto known = static_cast<std::uint32_t>(activity);
    if (countedBefore(known, at, idOf(known, body))) return;
    recordActivity(known, at, std::move(body), std::move(by));
    noteTouch(known, true);                      // the same person was called, whichever of the two was known then
    ++taken;
  });
  row_stale_ = true;
  fresh_.clear();
  fresh_activities_ = s_.activities.size();
  dirty();
  std::erase_if(s_.flags, [&](const auto& flag) { return flag.first == event.value; });
  if (std::find(s_.merged.begin(), s_.merged.end(), event.value) == s_.merged.end()) s_.merged.push_back(event.value);
  tell("merge", event.value + " was merged into this lead: " + std::to_string(filled) + " values and " + std::to_string(taken) + " activities");
  setRight();
}

/// What a guard asks for and a merger brings counts for the guard from when the last of it was said.
void Stepper::broughtAt(std::int64_t said) { brought_since_ = std::min(now_, isMissing(brought_since_) ? said : std::max(brought_since_, said)); }

std::vector<bool> Stepper::countedByPoints() const {
  std::vector<bool> counted(chunk_.activities.size());
  for (const bytecode::Instruction& instruction : chunk_.code)
    if (static_cast<bytecode::Op>(instruction.op) == bytecode::Op::ScorePer)
      for (const std::uint32_t type : chunk_.queries[chunk_.pers[instruction.b].query].activities) counted[type] = !chunk_.activities[type].outreach;
  return counted;
}

/// What happens to a lead that was merged happens to the one that was kept.
bool Stepper::forward(const Event& event) {
  switch (event.type) {
    case EventType::Timer:
    case EventType::OwnerLeft:
    case EventType::OwnerRebalanced:
    case EventType::Deployed:
    case EventType::ZonesChanged:
    case EventType::Flagged:
    case EventType::Absorbed:
    case EventType::RosterChanged:
    case EventType::TableChanged:
    case EventType::Tick: ignore("the lead was merged into " + s_.merged_into); return true;
    default: break;
  }
  if (surroundings_.takesIn(s_.id, s_.merged_into, now_, s_)) {   // in stores of 0.1.0 two leads may have been merged into each other
    refuse("the leads that this one was merged into go in a circle");
    return true;
  }
  ++s_.revision;
  s_.now = now_;
  Event copy = event;
  copy.id = forwardId(s_.id, s_.revision, event.id);
  copy.lead = s_.merged_into;
  if (isMissing(copy.at)) copy.at = now_;
  if (copy.type == EventType::Activity)   // its id goes with it: the lead may have been told of it already, or be told again
    if (const int activity = world_.desk->program().findActivity(event.name); activity >= 0) withEventId(static_cast<std::uint32_t>(activity), event.id, copy.body);
  if (copy.type == EventType::LeadCreated) {
    for (Unread& each : membersOfNew(event)) unread(each.kind, std::move(each.field), each.value, {}, each.pii);
    if (!copy.body.empty()) copy.type = EventType::LeadUpdated;   // one without a record says that the lead is there, and updates nothing
    copy.name.clear();
    copy.value.clear();
    copy.target.clear();
  }
  step_.messages.push_back(std::move(copy));
  step_.outcome = "applied: handed on to " + s_.merged_into + ", which this lead was merged into";
  step_.handed_on = true;
  tell("forwarded", "handed on to " + s_.merged_into);
  tellUnread();
  if (event.type != EventType::LeadErased) return true;
  --s_.revision;  // the lead itself forgets too
  return false;
}

}  // namespace leadflow::workflow
