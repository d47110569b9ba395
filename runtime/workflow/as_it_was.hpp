// A lead as it was at an instant of before, by all that is known of it today: what is told late is judged by what was so then.
//
//     09:00 size 4   10:00 stage Work   11:00 size 6      at 10:30: size 4, stage Work; told late that size was 5 from 10:15 on: size 5
#pragma once
#include <functional>

#include "runtime/port/lead_state.hpp"

namespace leadflow::workflow {

/// The record of that instant by all that is known today: of each field, what was said last of the latest time up to it. Versions
/// lie in the order in which they were told; what differs between two of them was said then. Of that very instant the activity at
/// `place` knows what was told before it.
std::vector<std::pair<std::string, std::string>> recordAt(const port::LeadState& state, std::int64_t at, std::size_t place);

/// How many activities had been told when a name was said at that very instant; 0: it came with the lead, or was said again. `last`:
/// the record behind the last change that is remembered.
std::size_t saidBehind(const port::LeadState& state, const std::vector<std::pair<std::string, std::string>>& last, std::int64_t at,
                       const std::function<bool(const std::string&)>& named);

/// The lead as it stood at that instant, but for its record: of the activities of the very instant, those before place `except`.
void backTo(port::LeadState& lead, std::int64_t at, std::size_t except);

/// The same of its stage and milestones alone.
void stageAt(port::LeadState& lead, std::int64_t at);

}  // namespace leadflow::workflow
