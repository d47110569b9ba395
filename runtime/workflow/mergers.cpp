// What leads that repeat each other bring, and how one goes into another (duplicates.cpp finds them; `lead.merged` is an order).
//
//     00Q7 -> 00Q1     {"record":{…},"activities":[…],"said":{"consent":1772445600000},"created":…}
//
// What is merged fills only what the kept lead lacks; what a line of `privacy` asks for goes by who said it last. Activities of both
// count under `scores sum`; of those for which a score gives points, and that are no outreach, under `max` the ones of the lead with
// more points (all scores added up) stay, under `latest` those of the one created later; between equals the kept lead's own.
#include <algorithm>

#include "runtime/bytecode/opcode.hpp"
#include "runtime/port/ids.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/own_id.hpp"

namespace leadflow::workflow {

using port::Event;
using port::EventType;

/// An entry of the record that makes its fields missing: empty, a text that `missing` names, or one that cannot be read.
bool Stepper::saysNothing(std::int32_t target) const {
  if (target < 0 || bound_.desk->schema()->feeds(target).empty()) return false;
  const auto& feeds = bound_.desk->schema()->feeds(target);
  return std::all_of(feeds.begin(), feeds.end(), [&](const ingest::Feed& feed) { return bound_.outcomes[feed.field] != ingest::Outcome::Known; });
}

/// Whether a record without it cannot be used, or one in which it cannot be read (`read`: the row at hand is asked): what takes the
/// value away is no word of it then, as an update that does so is refused.
bool Stepper::mustHave(std::int32_t target, bool read) const {
  if (target < 0) return false;
  const auto& feeds = bound_.desk->schema()->feeds(target);
  return std::any_of(feeds.begin(), feeds.end(), [&](const ingest::Feed& feed) {
    const bytecode::FieldInfo& info = chunk_.fields[feed.field];
    return info.required || (info.strict && read && bound_.outcomes[feed.field] == ingest::Outcome::Bad);
  });
}

void Stepper::sayMerged(const std::string& kept) {
  needRecord();
  look();
  std::string body = "{\"record\":{", between;
  std::vector<std::pair<std::string, std::int64_t>> said = s_.said;
  for (const auto& entry : s_.record) {
    const std::string& name = entry.first;
    if (const std::int32_t target = bound_.targetOf(name); saysNothing(target)) {   // a word all the same, said when the lead came or since
      const auto same = [&](const auto& each) { return each.first == name || bound_.sameField(bound_.targetOf(each.first), target); };
      if (!mustHave(target, true) && std::none_of(said.begin(), said.end(), same)) said.emplace_back(name, s_.created);
      continue;
    }
    body += std::exchange(between, ",");
    appendJsonString(body, name);
    body += ':' + entry.second;
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
  for (std::size_t i = 0; i < said.size(); ++i) {
    if (i > 0) body += ',';
    appendJsonString(body, said[i].first);
    body += ':';
    appendInt(body, said[i].second);
  }
  body += "},\"violations\":[";
  between = "";
  for (const auto* list : {&s_.violations, &s_.told_elsewhere})
    for (const std::string& text : *list) {
      body += std::exchange(between, ",");
      appendJsonString(body, text);
    }
  body += "],\"points\":";
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
  std::vector<std::string> their_violations;
  const auto number = [](std::string_view raw) { return static_cast<std::int64_t>(std::strtoll(std::string(raw).c_str(), nullptr, 10)); };
  const bool whole = json::eachMember(event.body, [&](std::string_view name, std::string_view raw) {
    if (name == "record") record = raw;
    else if (name == "activities") activities = raw;
    else if (name == "said") json::eachMember(raw, [&](std::string_view said, std::string_view at) { their_said.emplace_back(said, number(at)); });
    else if (name == "violations") json::eachItem(raw, [&, scratch = std::string()](std::string_view text) mutable { their_violations.emplace_back(json::plain(text, scratch)); });
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
  std::vector<Silence> silences;
  merging_ = true;                                 // what cannot be read was told where it came from
  json::eachMember(record, [&](std::string_view name, std::string_view raw) {
    const std::int32_t target = bound_.targetOf(name);
    const auto same = [&](const std::string& known) { return known == name || bound_.sameField(bound_.targetOf(known), target); };
    const auto mine = std::find_if(s_.record.begin(), s_.record.end(), [&](const auto& entry) { return same(entry.first); });
    const bool asked = guardsAsk(target), known = mine != s_.record.end() && !(saysNothing(target) && (!asked || mustHave(target, true)));
    if (known && !asked) return;
    const std::int64_t theirs = saidAt(their_said, same), ours = saidAt(s_.said, same);
    if (known && mine->second == raw) {   // said again: from then on it stands against what is told of a time between the two
      if (!theyComeLast(theirs, ours)) return;
      std::erase_if(s_.said, [&](const auto& each) { return same(each.first); });
      s_.said.emplace_back(name, isMissing(theirs) ? created : theirs);
      return;
    }
    if (asked && (known || !isMissing(ours)) && !theyComeLast(theirs, ours)) {
      if (!known || saysNothing(target)) silences.push_back({target, std::string(name), std::string(raw), isMissing(theirs) ? created : theirs, false});
      return;
    }
    std::erase_if(s_.said, [&](const auto& each) { return same(each.first); });
    const std::int64_t since = isMissing(theirs) && asked && (known || !isMissing(ours)) ? created : theirs;   // what won as the later word stands as that
    if (!isMissing(since)) s_.said.emplace_back(name, since);   // with its time: what is older and told later does not stand against it
    if (asked) broughtAt(isMissing(since) ? created : since);
    storeValue(name, raw);
    ++filled;
  });
  for (const auto& [name, at] : their_said) {   // `null` is a word too, and what says nothing counts as that
    const std::int32_t target = bound_.targetOf(name);
    const auto same = [&, of = std::string_view(name)](const std::string& known) { return known == of || bound_.sameField(bound_.targetOf(known), target); };
    const auto mine = std::find_if(s_.record.begin(), s_.record.end(), [&](const auto& entry) { return same(entry.first); });
    if (!guardsAsk(target) || mustHave(target, false) || told(record, same) || !theyComeLast(at, saidAt(s_.said, same))) continue;
    if (mine != s_.record.end() && !saysNothing(target)) {
      silences.push_back({target, name, mine->second, at, true});
      continue;
    }
    std::erase_if(s_.said, [&](const auto& each) { return same(each.first); });
    s_.said.emplace_back(name, at);
    if (mine == s_.record.end()) continue;
    broughtAt(at);
    storeValue(name, "null");
    ++filled;
  }
  weigh(silences, filled);
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
  own_activities_ = s_.activities.size();
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
    std::string begins = chunk_.activities[known].name + " at ";
    appendInstant(begins, at);
    for (const std::string& text : their_violations)
      if (text.starts_with(begins)) s_.told_elsewhere.push_back(text);
    std::erase_if(their_violations, [&](const std::string& text) { return text.starts_with(begins); });
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

/// A later silence takes back what allows, never what forbids: where a guard would hold without the word that did not with it, the
/// word stands, whichever of the two leads said it.
void Stepper::weigh(std::vector<Silence>& silences, std::size_t& filled) {
  if (silences.empty()) return;
  const auto field = [&](const Silence& each) { return bound_.desk->schema()->feeds(each.target).front().field; };
  std::sort(silences.begin(), silences.end(), [&](const Silence& a, const Silence& b) { return field(a) < field(b); });
  const auto same = [&](const Silence& each) {
    return [&](const auto& entry) { return entry.first == each.name || bound_.sameField(bound_.targetOf(entry.first), each.target); };
  };
  const auto held = [&] {
    row_stale_ = true;
    dirty();
    std::vector<bool> all;
    for (const bytecode::GuardInfo& guard : flow_.guards) all.push_back(holds(guard.only_when));
    return all;
  };
  const auto record = s_.record;
  const auto say = [&](const Silence& each) {
    std::erase_if(s_.record, same(each));
    s_.record.emplace_back(each.name, each.word);
  };
  for (const Silence& each : silences)
    if (!each.theirs) say(each);
  const std::vector<bool> before = held();
  for (Silence& each : silences) {
    std::erase_if(s_.record, same(each));
    const std::vector<bool> without = held();
    for (std::size_t guard = 0; guard < before.size(); ++guard) each.forbids = each.forbids || (without[guard] && !before[guard]);
    if (each.forbids) say(each);
  }
  s_.record = record;
  row_stale_ = true;
  dirty();
  for (const Silence& each : silences) {
    if (each.forbids) tell("merge", "`" + each.name + "`: what was said before stands, though later a record had nothing there: it forbids");
    if (each.theirs == each.forbids) continue;   // as it is here
    std::erase_if(s_.said, same(each));
    s_.said.emplace_back(each.name, each.at);
    broughtAt(each.at);
    storeValue(each.name, each.forbids ? each.word : "null");
    ++filled;
  }
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
