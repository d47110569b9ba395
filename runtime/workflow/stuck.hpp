// Whether anything will come of a lead by itself: `leadflow stuck` asks here.
//
//     nobody has it                 no owner and no queue; an owner who is gone, or out without a stand-in; a queue without an owner
//     nothing will happen to it     no clock that is still to come, no level of an escalation, no step of a sequence, no aging, no
//                                   look at a condition that time can make true
//
// A clock that has told all its levels does nothing any more, and a rule that waits for an event does nothing by itself.
#pragma once
#include <cstdint>
#include <string>

#include "runtime/port/lead_state.hpp"
#include "runtime/workflow/world.hpp"

namespace leadflow::workflow {

/// Why nothing comes of a lead in flight, in words; empty: something does.
std::string stuckBecause(const World& world, const port::LeadState& lead, std::int64_t now);

}  // namespace leadflow::workflow
