// When something that repeats comes next: reports, `every`, reviews.
//
//     every monday 08:00        every quarter start        every 6 hours
//
// Times of day are those of the wall clock of the playbook: 08:00 in winter and in summer. A time that a spring change skips
// comes when the clocks have moved; one that autumn brings twice comes the first time only. Whole days (`every 2 days`) and
// parts of a day (`every 6 hours`) lie on the wall clock too, counted from midnight of Monday, 1970-01-05, so that weeks begin
// on Mondays; lengths that neither make up days nor divide one run through from there. An hour and its parts (`every 5
// minutes`) run through each day from its midnight: no hour of autumn passes without them.
#pragma once
#include <cstdint>

#include "runtime/bytecode/workflow.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow::workflow {

/// The first instant after `after`; kMissing when it never comes (a length of 0).
std::int64_t nextInstant(const bytecode::ScheduleInfo& schedule, const TimeZone& zone, std::int64_t after);
/// The last instant at or before `at`; kMissing when there is none.
std::int64_t lastInstant(const bytecode::ScheduleInfo& schedule, const TimeZone& zone, std::int64_t at);

}  // namespace leadflow::workflow
