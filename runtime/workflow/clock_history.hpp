// What the history of a lead says about its time: how much of a clock's target had passed at an instant, when the target was used
// up, who had the lead then, and what is overdue now. The transition, reports, `late`, `status` and `simulate` all ask here.
//
//     sla first { starts when owner assigned  stops when outreach  pauses in stage Hold  target 3 hours }
//
//     runs 08:00 ── Hold 09:00 ── runs 12:00 ── Hold 14:30      a call of 12:10 that is told of at 16:00 came after 1 hour 10 minutes
//
// A target is met when the answer came at or before the instant at which it was used up. Open time alone does not say that: 8
// business hours from 09:00 are used up at the closing at 17:00, and no more of them passes until the next opening (ADR 12).
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/port/lead_state.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/workflow/world.hpp"

namespace leadflow::workflow {

// ---- time on a calendar (-1: the clock on the wall)

std::int64_t shareOf(std::int64_t target, std::int64_t percent);   ///< half up; percents as kWholePercent counts them
std::int64_t addTime(const World& world, std::int32_t calendar, std::int64_t from, std::int64_t ms);   ///< kMissing: beyond the calendar
std::int64_t timeBetween(const World& world, std::int32_t calendar, std::int64_t from, std::int64_t to);
/// `from` and a length of time that the playbook names; a business one without a calendar counts on the playbook's.
std::int64_t dueAfter(const World& world, const bytecode::TimeSpan& span, std::int64_t from, std::int32_t calendar);
/// The rep's own calendar, else the playbook's, on the rep's own clocks (Program::hoursIn).
std::int32_t calendarOfRep(const World& world, const std::string& rep);

/// The calendar that a clock runs on, on the clocks that it was started by.
std::int32_t hoursOf(const World& world, const port::Clock& clock);
std::int32_t hoursOf(const World& world, const port::ClockRun& run);

// ---- clocks

bool isLive(const port::Clock& clock);          ///< running, paused or overdue
/// When the present run began first - it may have begun again since because the owner changed -, and when the run before that ended:
/// INT64_MIN: there was none; INT64_MAX: it is not known any more.
struct Began { std::int64_t at, behind; };
Began beganFirst(const port::Clock& clock);
/// The present run goes among the earlier ones; of those that are too many only whose they were is kept.
void keepRun(port::Clock& clock);
/// How much of the target had passed at that instant of the run.
std::int64_t elapsedAt(const World& world, const port::Clock& clock, std::int64_t instant);
std::int64_t elapsedAt(const World& world, const port::ClockRun& run, std::int64_t instant);
/// The instant at which the target, or that share of it, was used up, or will be as things stand. kMissing: neither (paused before it,
/// ended before it).
std::int64_t dueOf(const World& world, const port::Clock& clock, std::int64_t percent = kWholePercent);
std::int64_t dueOf(const World& world, const port::ClockRun& run);

// ---- who

/// Who had the lead at the instant; `before`: what changed in that very instant does not count yet, as timers see it.
port::Holding holdingAt(const World& world, const port::LeadState& state, std::int64_t instant, bool before);
/// Who had the lead when the time ran out of what began at `begun`.
port::Holding holdingWhenDue(const World& world, const port::LeadState& state, std::int64_t begun, std::int64_t due);
/// The owner, or in a queue the queue's owner, as the roster has it today. Empty: nobody.
std::string personOf(const World& world, const port::Holding& holding);
std::string queueOwner(const World& world, std::uint32_t queue);

/// Of one person: times kept, times missed, and clocks that are over their time now.
struct Kept {
  std::string who;
  std::uint64_t met = 0, missed = 0, overdue = 0;
};
/// All runs of a service level over the lead's life. A miss is of whoever had the lead when the time ran out, an answer of who gave it.
std::vector<Kept> keptBy(const World& world, const port::LeadState& state, std::uint32_t sla, std::int64_t now);
/// All stays in a queue that has a `within`: its owner's.
std::vector<Kept> queueKeptBy(const World& world, const port::LeadState& state, std::uint32_t queue, std::int64_t now);
/// All offers of a handoff: of whom each was to answer. `met`: accepted, `missed`: not; one that may still be accepted in time is neither.
std::vector<Kept> handoffKeptBy(const World& world, const port::LeadState& state, std::uint32_t handoff, std::int64_t now);
/// A stay in a queue that begins then; `due` is kMissing where the queue has no time.
port::QueueStay stayFrom(const World& world, std::uint32_t queue, std::int64_t since);
/// The stay in a queue that goes on; `due` is kMissing where the lead waits in none, or in one without a time.
port::QueueStay presentStay(const World& world, const port::LeadState& state);

// ---- what is overdue

struct Deadline {
  enum class Kind : std::uint8_t { Sla, Queue, Handoff, Feedback, Approval } kind = Kind::Sla;
  std::string what;                ///< "sla first", "queue desk": what an escalation of it is about
  std::vector<std::string> who;    ///< whose it is; empty: nobody's
  std::string queue;               ///< they have it as the owner of this queue
  std::int64_t begun = kMissing, due = kMissing;
};
/// The same, and answers that are waited for without a time: their `due` is kMissing.
std::vector<Deadline> openOf(const World& world, const port::LeadState& state);
/// What is open and has a time, whether that has come or not.
std::vector<Deadline> deadlinesOf(const World& world, const port::LeadState& state);

}  // namespace leadflow::workflow
