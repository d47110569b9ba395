// A store whose open instants were worked out by other rules of time zones than those of this machine: which one is behind, and what
// each lead is told (zone_rules.hpp; docs/adr/0028-when-time-zones-change.md).
//
//     setting "tzdata"          2025b     the release by which open instants were worked out; it only goes forward
//     setting "tzdata behind"   2024a     a worker with earlier data has decided since; empty: none
//
// Who starts with a later release, or finds that somebody was behind, puts one event a lead into the inbox and writes the release
// down, in one transaction. Each comes at the lead's own last instant: before a timer that was due since, while nobody worked.
#include <algorithm>

#include "runtime/workflow/engine_inside.hpp"
#include "runtime/workflow/own_id.hpp"
#include "runtime/workflow/schedule.hpp"
#include "runtime/workflow/zone_rules.hpp"

namespace leadflow::workflow {

using port::Event;
using port::EventType;
using port::Status;

namespace {

constexpr const char* kBehind = "tzdata behind";

Status readReleases(port::Store& store, std::string& release, std::string& behind) {
  if (Status status = releaseOf(store, release); !status.ok()) return status;
  return store.setting(kBehind, behind);
}

/// Of the schedule's instants the one that a planned one has become: the nearest, the later of two.
std::int64_t nearestInstant(const bytecode::ScheduleInfo& schedule, const TimeZone& zone, std::int64_t planned) {
  const std::int64_t before = lastInstant(schedule, zone, planned), after = nextInstant(schedule, zone, planned - 1);
  if (isMissing(before) || isMissing(after)) return after;
  return planned - before < after - planned ? before : after;
}

}  // namespace

/// Once a process, before it decides anything. A store that names no release has had no other: it takes this one as it stands.
Status Engine::Inside::takeOverZones() {
  if (zones_known) return {};
  const std::string& here = options.tzdata;
  std::string stored, behind;
  if (Status status = readReleases(store, stored, behind); !status.ok()) return status;
  const bool later = laterRelease(stored, here);
  if ((stored == here && behind.empty()) || (later && behind == here) || (stored.empty() && !isRelease(here))) {
    zones_known = true;
    if (later) tellBehind(stored);
    return {};
  }
  if (Status status = store.begin(); !status.ok()) return status;
  Status status = store.lockWorld(true);
  if (status.ok()) status = refreshWorld(true);
  if (status.ok()) status = readReleases(store, stored, behind);   // another worker may have done it meanwhile
  ZonesTurned turned{behind.empty() ? stored : behind, here};
  if (status.ok() && laterRelease(stored, here)) {
    turned.behind = true;
    status = store.setSetting(kBehind, here);
  } else if (status.ok() && (stored != here || !behind.empty())) {
    if (!stored.empty()) status = sayZones(turned.from, turned);
    if (status.ok()) status = store.setSetting(kRelease, here);
    if (status.ok() && !behind.empty()) status = store.setSetting(kBehind, {});
  }
  if (status.ok()) status = store.commit();
  if (!status.ok()) return status;
  zones_known = true;
  if (turned.behind) tellBehind(stored);
  else if (!stored.empty() && (stored != here || !behind.empty()) && options.zones) options.zones(turned);
  return {};
}

void Engine::Inside::tellBehind(const std::string& stored) {
  if (told_behind) return;
  told_behind = true;
  if (options.zones) options.zones({stored, options.tzdata, 0, true});
}

/// Where others write too: one of them may have gone over to a later release since, and then what this one decides is to be looked
/// at again, when it goes over itself.
Status Engine::Inside::watchZones() {
  if (options.exclusive) return {};
  std::string stored, behind;
  if (Status status = releaseOf(store, stored); !status.ok()) return status;
  if (!laterRelease(stored, options.tzdata)) return {};
  tellBehind(stored);
  if (Status status = store.setting(kBehind, behind); !status.ok()) return status;
  return behind.empty() ? store.setSetting(kBehind, options.tzdata) : Status{};
}

/// One event for each lead in flight that waits for an instant by the rules of a zone, and one for what repeats by the calendar.
Status Engine::Inside::sayZones(const std::string& from, ZonesTurned& turned) {
  std::optional<port::LeadState> all;
  if (Status status = store.load({}, all); !status.ok()) return status;
  if (!all) return {};
  port::Write write;
  const port::LeadState before = *all;
  write.before = &before;
  write.after = std::move(*all);
  const std::string id = "zones/" + options.tzdata + '/' + std::to_string(before.revision);
  const auto say = [&](std::string event_id, const port::LeadState& lead) {
    Event event = worldMessage(std::move(event_id), EventType::ZonesChanged, lead.now);
    event.lead = lead.id;
    event.name = from;
    event.value = options.tzdata;
    write.messages.push_back(std::move(event));
  };
  say(id, before);
  Status status = store.eachLead([&](const port::LeadState& lead) {
    if (lead.id.empty() || lead.version == 0 || isMissing(lead.created) || lead.final || lead.erased || !lead.merged_into.empty()) return true;
    const auto here = world(lead.version);
    if (!here || !waitsByZones(*here, lead)) return true;
    ++turned.leads;
    say(id + '/' + idPart(lead.id), lead);
    return true;
  });
  return status.ok() ? store.write(write) : status;
}

void Engine::Inside::moveSchedules(port::LeadState& state, std::int64_t now, std::string& told) {
  const auto here = world(state.version != 0 ? state.version : versionFor({}, now));
  if (!here) return;
  const bytecode::WorkflowInfo& flow = here->workflow();
  const TimeZone& zone = here->desk->program().zone();
  for (port::Timer& timer : state.timers) {
    const std::size_t report = timer.index - std::min<std::size_t>(timer.index, flow.every.size());
    const bool every = timer.index < flow.every.size();
    if (!every && report >= flow.reports.size()) continue;
    const std::int64_t due = nearestInstant(every ? flow.every[timer.index].schedule : flow.reports[report].schedule, zone, timer.due);
    if (isMissing(due) || due == timer.due) continue;
    told += "; " + (every ? flow.every[timer.index].text : "report " + flow.reports[report].name) + " is due ";
    decide::appendWallClock(told, std::max(due, now), zone);
    told += " instead of ";
    decide::appendWallClock(told, timer.due, zone);
    timer.due = std::max(due, now);
    ++totals.moved;
  }
  std::sort(state.timers.begin(), state.timers.end());
}

}  // namespace leadflow::workflow
