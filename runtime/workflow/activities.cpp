// What a lead and those around it did: told by an event of its own, or within the record. One whose id was there before counts once.
//
//     {"event":"e7","type":"activity","lead":"00Q1","activity":"call","by":"ana","fields":{"outcome":"connected"}}
//     {"type":"lead.updated","lead":"00Q1","record":{"activities":[{"type":"demo_request","at":"2026-03-02T10:00:00Z"}]}}
#include <algorithm>
#include <utility>

#include "runtime/port/ids.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/find_name.hpp"
#include "runtime/workflow/personal.hpp"

namespace leadflow::workflow {

using port::Event;
using port::EventType;

void Stepper::storeActivities(std::string_view list) {
  const auto store = [&](std::string_view item) {
    activity_told_ = activities_told_++;
    if (storeActivity(item)) stored_here_.emplace_back(s_.activities.size() - 1, activity_told_);
  };
  const bool read = json::eachItem(list, store);
  activity_told_ = -1;
  if (!read && list != "null") unread(ingest::FaultKind::NotAList, "activities", list, {}, true);
}

/// An activity within a record: `{"type":"demo_request","at":"…", fields…}`. One whose id was there before counts once.
bool Stepper::storeActivity(std::string_view raw) {
  using ingest::FaultKind;
  std::string type, at, body, by, scratch;
  const auto unusable = [&](FaultKind kind, std::string_view value, std::string near) {
    unread(kind, "activities", value, std::move(near), false);
    return false;
  };
  if (raw.empty() || raw.front() != '{') return unusable(FaultKind::NotAnActivity, "…", {});
  const auto text = [&](std::string_view value) { return std::string(value.front() == '"' ? json::plain(value, scratch) : value); };
  std::vector<std::string> seen;   // of type, at, who and ids: the first counts, as of the fields
  bool typed = false, timed = false;
  json::eachMember(raw, [&](std::string_view name, std::string_view value) {
    const ingest::ActivityMember says = ingest::activityMember(name);
    if (says == ingest::ActivityMember::Type && !std::exchange(typed, true)) type = text(value);
    else if (says == ingest::ActivityMember::At && !std::exchange(timed, true) && value != "null") at = text(value);
  });
  const ingest::LeadSchema& schema = *bound_.desk->schema();
  const int activity = schema.findActivity(type, bound_.scratch);
  if (activity < 0) return unusable(FaultKind::UnknownActivity, type, schema.nearestActivity(type));
  const auto instant = at.size() > 256 ? std::nullopt : parseInstant(at, world_.desk->program().zone(), "");
  if (!instant) return unusable(at.empty() ? FaultKind::ActivityWithoutTime : FaultKind::NotAnInstant, at.empty() ? type : at, {});
  if (!ingest::isTimeOfEvents(*instant)) return unusable(FaultKind::NoTimeOfEvents, at, {});
  const auto number = static_cast<std::uint32_t>(activity);
  const ingest::ActivityId id = idOf(number, raw);
  if (id.fault) return unusable(*id.fault, id.text, {});
  if (const auto fault = byOf(number, raw, by)) return unusable(*fault, by, {});
  json::eachMember(raw, [&](std::string_view name, std::string_view value) {
    const ingest::ActivityMember says = ingest::activityMember(name);
    const bool field = bound_.activityTarget(number, name) >= 0;
    if (!field && says != ingest::ActivityMember::Field) {
      const auto word = std::string(ingest::activityMemberName(says));
      if (std::find(seen.begin(), seen.end(), word) != seen.end()) {
        if (!merging_) unread(FaultKind::RepeatedName, schema.activities()[number].info->name + '.' + word, value, {}, true);
        return;
      }
      seen.push_back(word);
      if (says == ingest::ActivityMember::Type || says == ingest::ActivityMember::At) return;
    }
    if (!field && says == ingest::ActivityMember::Field) unknownMember(number, name, value);
    body += body.empty() ? '{' : ',';
    appendJsonString(body, name);
    body += ':';
    body += value;
  });
  if (!body.empty()) body += '}';
  if (countedBefore(number, *instant, id)) return false;
  if (!merging_) tellStranger(by);
  recordActivity(number, *instant, std::move(body), by);
  noteTouch(number, true);
  return true;
}

ingest::ActivityId Stepper::idOf(std::uint32_t activity, std::string_view body) {
  ingest::ActivityId id;
  json::eachMember(body, [&](std::string_view name, std::string_view value) {
    const ingest::ActivityMember says = ingest::activityMember(name);
    if (says >= ingest::ActivityMember::Id && bound_.activityTarget(activity, name) < 0) id.offer(says, jsonValue(value, bound_.arena, bound_.text, bound_.items));
  });
  return id;
}

/// Who did it, by the first member that says so; or why that is no text.
std::optional<ingest::FaultKind> Stepper::byOf(std::uint32_t activity, std::string_view body, std::string& by) {
  std::optional<ingest::FaultKind> fault;
  bool said = false;
  json::eachMember(body, [&](std::string_view name, std::string_view value) {
    if (said || ingest::activityMember(name) != ingest::ActivityMember::By || bound_.activityTarget(activity, name) >= 0) return;
    said = true;
    const ingest::JsonValue read = jsonValue(value, bound_.arena, bound_.text, bound_.items);
    fault = ingest::textFault(read, false);
    if (read.kind != ingest::JsonValue::Kind::Null) by = read.text;
  });
  return fault;
}

/// Whether the lead has an activity of that id, whichever way it came; an own id tells apart only what is of one type and instant.
bool Stepper::countedBefore(std::uint32_t activity, std::int64_t at, const ingest::ActivityId& id) {
  if (!id.said() || id.fault) return false;
  needRecord();
  const std::string& type = chunk_.activities[activity].name;
  const bool own = id.member == ingest::ActivityMember::OwnId;
  for (const port::ActivityEntry& entry : s_.activities) {
    if (entry.body.empty() || (own && (entry.at != at || entry.type != type))) continue;
    if (entry.body.find('\\') == std::string::npos && entry.body.find(id.text) == std::string::npos) continue;   // written as it is, it would stand there
    const std::int32_t known = bound_.activityOf(entry.type);
    if (known < 0) continue;
    const ingest::ActivityId there = idOf(static_cast<std::uint32_t>(known), entry.body);
    if (there.text != id.text || (there.member == ingest::ActivityMember::OwnId) != own) continue;
    ++step_.repeated_activities;
    tell("repeated", "activity " + type + ": one of this id was counted before");
    return true;
  }
  return false;
}

std::string Stepper::asInRoster(const std::string& id) const {
  const Slot rep = id.empty() || id == port::kAutomation ? kMissing : world_.desk->people().find(id);
  return isMissing(rep) ? id : world_.desk->people().rep(rep).id;
}

std::string Stepper::nearestRep(const std::string& id) const {
  return world_.desk->schema()->nearestRep(id);
}

std::string Stepper::notInRoster(const std::string& id) const {
  const std::string near = nearestRep(id);
  return "`" + id + "` is not in the roster" + (near.empty() ? std::string() : "; did you mean `" + near + "`?");
}

bool Stepper::fromRoster(const std::string& by) {
  if (by.empty() || by == port::kAutomation || !isMissing(world_.desk->people().find(by))) return true;
  return refuse(notInRoster(by));
}

/// Somebody outside may have done it, and their name is their own; a name that is nearly a rep's is a slip.
void Stepper::tellStranger(const std::string& by) {
  if (by.empty() || by == port::kAutomation || !isMissing(world_.desk->people().find(by))) return;
  std::string near = nearestRep(by);
  const bool personal = near.empty();
  unread(ingest::FaultKind::UnknownRep, "by", by, std::move(near), personal);
}

void Stepper::unknownMember(std::uint32_t activity, std::string_view name, std::string_view value) {
  if (!bound_.tell_unread) return;
  const std::string whole = chunk_.activities[activity].name + '.' + std::string(ingest::clipped(name));
  unread(ingest::FaultKind::UnknownActivityField, whole, value, bound_.desk->schema()->nearestField(whole), true);
}

void Stepper::recordActivity(std::uint32_t activity, std::int64_t at, std::string body, const std::string& by) {
  needRecord();
  s_.activities.push_back({at, chunk_.activities[activity].name, std::move(body), asInRoster(by)});
  row_stale_ = true;
  dirty();
}

void Stepper::addActivity(const Event& event) {
  const int activity = bound_.desk->schema()->findActivity(event.name, bound_.scratch);
  if (activity < 0) {
    const std::string near = bound_.desk->schema()->nearestActivity(event.name);
    refuse("`" + event.name + "` is not an activity of the playbook" + (near.empty() ? std::string() : "; did you mean `" + near + "`?"));
    return;
  }
  std::string body(json::bare(event.body));
  if (!isValidUtf8(body)) body = repairUtf8(body);
  if (!body.empty() && (body.front() != '{' || !json::valid(body))) {
    refuse("the fields of the activity are not a JSON object");
    return;
  }
  const auto number = static_cast<std::uint32_t>(activity);
  if (!body.empty() && bound_.tell_unread)
    json::eachMember(body, [&](std::string_view name, std::string_view value) {
      if (bound_.activityTarget(number, name) >= 0) return;
      // Who did it and its id are said by the event; an event of the engine's keeps the id that the sender gave among the fields.
      const bool id = ingest::activityMember(name) > ingest::ActivityMember::By;
      if (!id || !event.id.starts_with(port::kOwnIds)) unknownMember(number, name, value);
    });
  tellStranger(event.by);
  withEventId(number, event.id, body);
  const std::int64_t at = isMissing(event.at) ? now_ : std::min(event.at, now_);
  if (countedBefore(number, at, idOf(number, body))) return;
  checkTouch({at, chunk_.activities[number].name, {}, event.by});
  recordActivity(number, at, std::move(body), event.by);
  noteTouch(number, false);
}

/// The event's id goes among the activity's members, as within a record: a record that holds the same one later is told it is known.
void Stepper::withEventId(std::uint32_t activity, const std::string& id, std::string& body) {
  if (id.empty() || id.starts_with(port::kOwnIds)) return;
  for (const char* name : {"event", "event_id"}) {
    if (bound_.activityTarget(activity, name) >= 0) continue;
    std::string whole = std::string("{\"") + name + "\":";
    appendJsonString(whole, id);
    const std::size_t first = body.empty() ? std::string::npos : body.find_first_not_of(" \t\r\n", 1);
    if (first == std::string::npos || body[first] == '}') whole += '}';
    else whole += ',' + body.substr(first);
    body = std::move(whole);
    return;
  }
}

}  // namespace leadflow::workflow
