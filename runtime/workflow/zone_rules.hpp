// What hangs on the rules of time zones, and so on the release of the time zone data: business time, wall-clock hours, reviews at
// midnight. Rules change a few times a year, mostly for instants to come (docs/adr/0028-when-time-zones-change.md).
//
//     target 4 business hours          hangs on them        target 4 hours          does not
//     email "hi" at 09:00 lead time    hangs on them        in UTC                  nothing does
#pragma once
#include <string_view>

#include "runtime/port/store.hpp"
#include "runtime/workflow/world.hpp"

namespace leadflow::workflow {

/// The store's setting that names it.
inline constexpr const char* kRelease = "tzdata";

/// Whether somebody may change the zone's rules: of all but UTC.
bool hasRules(const TimeZone& zone);
/// The same of the zone of a calendar's hours (Program::hoursIn); -1, wall time, has none.
bool hoursHaveRules(const World& world, std::int32_t hours);

/// Whether other rules may say another instant for this timer of the lead.
bool hangsOnZones(const World& world, const port::LeadState& lead, const port::Timer& timer);
/// Whether one of the lead's timers does.
bool waitsByZones(const World& world, const port::LeadState& lead);
/// Whether the playbook repeats something by the calendar, in a zone that has rules.
bool schedulesHang(const World& world);

/// By which release a store's open instants were worked out; empty: it names none.
port::Status releaseOf(port::Store& store, std::string& release);
/// Of two releases (`2025a`, `2025b`), whether the first is the later one. A machine that does not know its own comes before all.
bool laterRelease(std::string_view a, std::string_view b);
/// Whether it is the name of a release at all.
bool isRelease(std::string_view version);

}  // namespace leadflow::workflow
