// A timer of a lead in words: what is due then.
//
//     sla first_response at 50%      aging of Working      sequence first_touch goes on
#pragma once
#include <string>

#include "runtime/port/lead_state.hpp"
#include "runtime/workflow/world.hpp"

namespace leadflow::workflow {

/// What will happen when the timer is due.
std::string timerText(const World& world, const port::LeadState& lead, const port::Timer& timer);
/// Whether something will happen then: not a mere look at the conditions, not the end of keeping.
bool isAppointment(const port::Timer& timer);
/// Whether it stands in the lists of what is due: appointments, and looks at conditions that time can change.
bool isDue(const port::Timer& timer);

}  // namespace leadflow::workflow
