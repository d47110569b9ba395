#include "runtime/workflow/clock_history.hpp"

#include <algorithm>

#include "runtime/value/duration.hpp"
#include "runtime/value/wide.hpp"
#include "runtime/workflow/scribe.hpp"

namespace leadflow::workflow {

using bytecode::ApprovalState;
using bytecode::HandoffState;
using bytecode::SlaState;
using port::Clock;
using port::ClockRun;
using port::Holding;
using port::LeadState;
using port::QueueStay;

namespace {

constexpr std::int64_t kNever = INT64_MAX / 2;   // a target that the calendar does not hold

SlaState stateOf(const Clock& clock) { return static_cast<SlaState>(clock.state); }

/// One run, of a clock at hand or of an earlier one. `open`: the interval that is not closed begins there.
struct Run {
  std::int32_t calendar;
  std::int64_t target, span, started, open;
  const port::Intervals& ran;
};
Run runOf(const World& world, const Clock& clock) { return {hoursOf(world, clock), clock.target, clock.span, clock.started, clock.resumed, clock.ran}; }
Run runOf(const World& world, const ClockRun& run) { return {hoursOf(world, run), run.target, run.span, run.started, kMissing, run.ran}; }

std::int64_t elapsedIn(const World& world, const Run& run, std::int64_t instant) {
  std::int64_t elapsed = 0;
  const auto add = [&](std::int64_t from, std::int64_t to) {
    if (to > from) elapsed += std::max<std::int64_t>(0, timeBetween(world, run.calendar, from, to));
  };
  for (const auto& [from, to] : run.ran) add(from, std::min(to, instant));
  if (!isMissing(run.open)) add(run.open, instant);
  return elapsed;
}

std::int64_t dueIn(const World& world, const Run& run, std::int64_t percent = kWholePercent) {
  if (run.target >= kNever) return kMissing;
  std::int64_t used = 0;
  const auto reached = [&](std::int64_t from) {
    if (run.calendar >= 0 && used == 0 && from == run.started)
      return world.desk->program().calendar(static_cast<std::uint32_t>(run.calendar)).shareAt(from, run.span, percent).value_or(kMissing);
    return addTime(world, run.calendar, from, std::max<std::int64_t>(0, shareOf(run.target, percent) - used));
  };
  for (const auto& [from, to] : run.ran) {
    if (const std::int64_t due = reached(from); !isMissing(due) && due <= to) return due;
    used += std::max<std::int64_t>(0, timeBetween(world, run.calendar, from, to));
  }
  return isMissing(run.open) ? kMissing : reached(run.open);
}

/// A clock that paused under format 1, which did not write down when it ran.
bool lacksIntervals(const Clock& clock) { return clock.ran.empty() && clock.elapsed > 0; }

void add(std::vector<Kept>& all, const std::string& who, std::uint64_t met, std::uint64_t missed, std::uint64_t overdue) {
  if (met + missed + overdue == 0) return;
  auto found = std::find_if(all.begin(), all.end(), [&](const Kept& kept) { return kept.who == who; });
  if (found == all.end()) found = all.insert(all.end(), Kept{who});
  found->met += met;
  found->missed += missed;
  found->overdue += overdue;
}

std::int32_t queueNamed(const World& world, const std::string& name) {
  const auto& queues = world.chunk().queues;
  for (std::size_t i = 0; i < queues.size(); ++i)
    if (queues[i].name == name) return static_cast<std::int32_t>(i);
  return -1;
}

}  // namespace

// ---- time on a calendar

std::int64_t shareOf(std::int64_t target, std::int64_t percent) { return static_cast<std::int64_t>((Int128{target} * percent + kWholePercent / 2) / kWholePercent); }

std::int64_t addTime(const World& world, std::int32_t calendar, std::int64_t from, std::int64_t ms) {
  if (calendar < 0) return from > INT64_MAX - ms ? kMissing : from + ms;
  return world.desk->program().calendar(static_cast<std::uint32_t>(calendar)).addOpen(from, ms).value_or(kMissing);
}

std::int64_t timeBetween(const World& world, std::int32_t calendar, std::int64_t from, std::int64_t to) {
  if (calendar < 0) return to - from;
  return world.desk->program().calendar(static_cast<std::uint32_t>(calendar)).openBetween(from, to);
}

std::int64_t dueAfter(const World& world, const bytecode::TimeSpan& span, std::int64_t from, std::int32_t calendar) {
  if (!span.given) return from;
  if (!span.business) return addTime(world, -1, from, span.slot);
  if (calendar < 0) calendar = world.chunk().calendar;
  if (calendar < 0) return addTime(world, -1, from, businessDays(span.slot) * kDayMs + businessMillis(span.slot));
  return world.desk->program().calendar(static_cast<std::uint32_t>(calendar)).addBusiness(from, span.slot).value_or(kMissing);
}

std::int32_t calendarOfRep(const World& world, const std::string& rep) {
  const decide::People& people = world.desk->people();
  const Slot slot = rep.empty() ? kMissing : people.exactly(rep);
  return isMissing(slot) ? world.chunk().calendar : people.hoursOf(static_cast<std::uint32_t>(slot));
}

std::int32_t hoursOf(const World& world, const Clock& clock) { return world.desk->program().hoursIn(clock.calendar, clock.zone); }
std::int32_t hoursOf(const World& world, const ClockRun& run) { return world.desk->program().hoursIn(run.calendar, run.zone); }

// ---- clocks

Began beganFirst(const Clock& clock) {
  std::int64_t at = clock.started;
  bool restarted = clock.restarted;
  std::size_t run = clock.past.size();
  for (; restarted && run > 0; --run) {
    at = clock.past[run - 1].started;
    restarted = clock.past[run - 1].restarted;
  }
  return {at, run > 0 ? clock.past[run - 1].ended : clock.older.empty() ? INT64_MIN : INT64_MAX};
}

bool isLive(const Clock& clock) {
  const SlaState state = stateOf(clock);
  return state == SlaState::Running || state == SlaState::Paused || state == SlaState::Overdue;
}

std::int64_t elapsedAt(const World& world, const Clock& clock, std::int64_t instant) {
  if (!lacksIntervals(clock)) return elapsedIn(world, runOf(world, clock), instant);
  if (!isMissing(clock.resumed) && instant >= clock.resumed) return clock.elapsed + timeBetween(world, hoursOf(world, clock), clock.resumed, instant);
  return std::max<std::int64_t>(0, std::min(clock.elapsed, timeBetween(world, hoursOf(world, clock), clock.started, instant)));
}
std::int64_t elapsedAt(const World& world, const ClockRun& run, std::int64_t instant) { return elapsedIn(world, runOf(world, run), instant); }

std::int64_t dueOf(const World& world, const Clock& clock, std::int64_t percent) {
  if (isMissing(clock.started) || clock.target >= kNever) return kMissing;
  if (!lacksIntervals(clock)) return dueIn(world, runOf(world, clock), percent);
  if (percent == kWholePercent && !isMissing(clock.breached)) return clock.breached;
  return isMissing(clock.resumed) ? kMissing : addTime(world, hoursOf(world, clock), clock.resumed, std::max<std::int64_t>(0, shareOf(clock.target, percent) - clock.elapsed));
}
std::int64_t dueOf(const World& world, const ClockRun& run) { return dueIn(world, runOf(world, run)); }

void keepRun(Clock& clock) {
  clock.past.push_back({clock.state, clock.restarted, clock.started, clock.stopped, clock.calendar, clock.target, clock.span, std::move(clock.ran), std::move(clock.who), clock.zone});
  clock.ran.clear();
  clock.who.clear();
  if (clock.past.size() <= port::kPastRuns) return;
  const ClockRun& oldest = clock.past.front();
  const bool met = static_cast<SlaState>(oldest.state) == SlaState::Met;
  if (met || static_cast<SlaState>(oldest.state) == SlaState::Missed) {
    auto tally = std::find_if(clock.older.begin(), clock.older.end(), [&](const port::ClockTally& each) { return each.who == oldest.who; });
    if (tally == clock.older.end()) tally = clock.older.insert(tally, {oldest.who});
    ++(met ? tally->met : tally->missed);
  }
  clock.past.erase(clock.past.begin());
}

// ---- who

Holding holdingAt(const World& world, const LeadState& state, std::int64_t instant, bool before) {
  if (!state.holdings.empty() && (instant >= state.holdings.front().since || state.holdings.front().since <= state.created)) {   // before it came: who had it first
    const Holding* held = &state.holdings.front();
    for (const Holding& holding : state.holdings)
      if (before ? holding.since < instant : holding.since <= instant) held = &holding;
    return *held;
  }
  // A lead of format 1: who lost it later had it then.
  for (const auto& [rep, at] : state.owners_before)
    if (at >= instant) return {instant, rep, {}};
  if (!state.holdings.empty()) return state.holdings.front();
  return {instant, ownerOf(world, state), queueName(world, state)};
}

Holding holdingWhenDue(const World& world, const LeadState& state, std::int64_t begun, std::int64_t due) {
  return holdingAt(world, state, due, due > begun);
}

std::string queueOwner(const World& world, std::uint32_t queue) {
  const bytecode::QueueInfo& info = world.chunk().queues[queue];
  if (info.owner.empty()) return {};
  const decide::People& people = world.desk->people();
  const Slot rep = info.owner_is_role ? people.inRole(info.owner) : people.find(info.owner);
  return isMissing(rep) ? std::string() : people.rep(rep).id;
}

std::string personOf(const World& world, const Holding& holding) {
  if (!holding.rep.empty() || holding.queue.empty()) return holding.rep;
  const std::int32_t queue = queueNamed(world, holding.queue);
  return queue < 0 ? std::string() : queueOwner(world, static_cast<std::uint32_t>(queue));
}

std::vector<Kept> keptBy(const World& world, const LeadState& state, std::uint32_t sla, std::int64_t now) {
  std::vector<Kept> all;
  if (sla >= state.clocks.size()) return all;
  const Clock& clock = state.clocks[sla];
  std::uint64_t met = 0, missed = 0;   // of which the history knows whose they are
  for (const port::ClockTally& tally : clock.older) add(all, tally.who, tally.met, tally.missed, 0), met += tally.met, missed += tally.missed;
  const auto outcome = [&](SlaState is, const std::string& who) {
    if (is == SlaState::Met) add(all, who, 1, 0, 0), ++met;
    if (is == SlaState::Missed) add(all, who, 0, 1, 0), ++missed;
  };
  for (const ClockRun& run : clock.past) outcome(static_cast<SlaState>(run.state), run.who);
  if (!state.holdings.empty()) outcome(stateOf(clock), clock.who);
  // Format 1 counted without saying whose it was: who had the lead when the clock began.
  const std::string& then = clock.owner.empty() ? ownerOf(world, state) : clock.owner;
  add(all, then, clock.met > met ? clock.met - met : 0, clock.missed > missed ? clock.missed - missed : 0, 0);
  if (!isLive(clock)) return all;
  const std::int64_t due = isMissing(clock.breached) ? dueOf(world, clock) : clock.breached;
  if (stateOf(clock) != SlaState::Overdue && (isMissing(due) || due > now)) return all;
  const bool known = !isMissing(clock.breached) && !state.holdings.empty();
  add(all, known ? clock.who : isMissing(due) ? then : personOf(world, holdingWhenDue(world, state, clock.started, due)), 0, 0, 1);
  return all;
}

QueueStay stayFrom(const World& world, std::uint32_t queue, std::int64_t since) {
  const bytecode::QueueInfo& info = world.chunk().queues[queue];
  QueueStay stay;
  stay.queue = info.name;
  stay.since = since;
  if (info.within > 0) stay.due = dueAfter(world, {true, info.within_is_business, info.within}, since, calendarOfRep(world, queueOwner(world, queue)));
  return stay;
}

QueueStay presentStay(const World& world, const LeadState& state) {
  if (state.queue < 0 || static_cast<std::size_t>(state.queue) >= world.chunk().queues.size()) return {};
  if (!state.queue_stays.empty() && isMissing(state.queue_stays.back().left)) return state.queue_stays.back();
  QueueStay stay = stayFrom(world, static_cast<std::uint32_t>(state.queue), state.queued);   // before stays were written down, or the queue had a time
  if (state.final) stay.due = kMissing;
  return stay;
}

namespace {

/// Whose the present stay is: its owner's now, or who that was when its time ran out, which may have been nobody.
std::string whoHasQueue(const World& world, const LeadState& state, const QueueStay& stay) {
  if (!stay.who.empty()) return stay.who;
  const bool told = !state.queue_stays.empty() && !isMissing(stay.due) && stay.due <= state.now &&
                    std::none_of(state.timers.begin(), state.timers.end(), [](const port::Timer& timer) { return timer.kind == port::TimerKind::QueueWithin; });
  return told ? std::string() : queueOwner(world, static_cast<std::uint32_t>(state.queue));
}

}  // namespace

std::vector<Kept> queueKeptBy(const World& world, const LeadState& state, std::uint32_t queue, std::int64_t now) {
  std::vector<Kept> all;
  const std::string& name = world.chunk().queues[queue].name;
  for (const QueueStay& stay : state.queue_stays)
    if (stay.queue == name && !isMissing(stay.left) && !isMissing(stay.due)) add(all, stay.who, stay.left <= stay.due ? 1 : 0, stay.left > stay.due ? 1 : 0, 0);
  if (state.queue == static_cast<std::int32_t>(queue))
    if (const QueueStay stay = presentStay(world, state); !isMissing(stay.due) && stay.due <= now)
      add(all, whoHasQueue(world, state, stay), 0, 0, 1);
  return all;
}

std::vector<Kept> handoffKeptBy(const World& world, const LeadState& state, std::uint32_t handoff, std::int64_t now) {
  std::vector<Kept> all;
  if (handoff >= state.handoffs.size()) return all;
  const port::Handover& handover = state.handoffs[handoff];
  const bool waits = static_cast<HandoffState>(handover.state) == HandoffState::Waiting && (isMissing(handover.due) || now <= handover.due);
  const auto offers = [&](const std::string& who, std::uint32_t made, std::uint32_t accepted, bool last) {
    const std::uint32_t answered = made - (waits && last && made > accepted ? 1 : 0);
    if (answered > 0) add(all, who, accepted, answered - accepted, 0);
  };
  for (const port::HandoffTally& tally : handover.tally) offers(tally.who, tally.offers, tally.accepted, tally.who == handover.asked);
  if (handover.tally.empty()) offers(handover.to.empty() ? ownerOf(world, state) : handover.to, handover.offers, handover.accepted, true);   // format 1
  return all;
}

// ---- what is overdue

std::vector<Deadline> openOf(const World& world, const LeadState& state) {
  using Kind = Deadline::Kind;
  std::vector<Deadline> all;
  const bytecode::WorkflowInfo& flow = world.workflow();
  const auto one = [](std::string who) { return who.empty() ? std::vector<std::string>() : std::vector<std::string>{std::move(who)}; };
  for (std::size_t i = 0; i < flow.slas.size() && i < state.clocks.size(); ++i) {
    const Clock& clock = state.clocks[i];
    if (!isLive(clock)) continue;
    const std::int64_t due = isMissing(clock.breached) ? dueOf(world, clock) : clock.breached;
    if (isMissing(due)) continue;
    const Holding held = holdingWhenDue(world, state, clock.started, due);
    const bool known = !isMissing(clock.breached) && !state.holdings.empty();
    all.push_back({Kind::Sla, "sla " + flow.slas[i].name, one(known ? clock.who : personOf(world, held)), held.rep.empty() ? held.queue : std::string(), clock.started, due});
  }
  if (const QueueStay stay = presentStay(world, state); !isMissing(stay.due))
    all.push_back({Kind::Queue, "queue " + stay.queue, one(whoHasQueue(world, state, stay)), stay.queue, stay.since, stay.due});
  const std::string owner = ownerOf(world, state);
  for (std::size_t i = 0; i < flow.handoffs.size() && i < state.handoffs.size(); ++i) {
    const port::Handover& handoff = state.handoffs[i];
    const auto is = static_cast<HandoffState>(handoff.state);
    if (is == HandoffState::Waiting || is == HandoffState::Late) {
      const std::uint32_t seat = flow.handoffs[i].to;
      const std::string& holder = seat < state.seats.size() ? state.seats[seat].rep : owner;
      const bool known = !handoff.tally.empty();   // format 1 did not write down whose an offer was whose time had passed
      const std::string& whose = is == HandoffState::Waiting ? holder : known ? handoff.asked : holder.empty() ? handoff.to : holder;
      all.push_back({Kind::Handoff, "handoff " + flow.handoffs[i].name, one(whose), {}, handoff.offered, handoff.due});
    }
    if (is == HandoffState::Accepted && flow.handoffs[i].feedback_high > 0 && isMissing(handoff.feedback_at) && !(isMissing(handoff.feedback_since) && isMissing(handoff.feedback_due)))
      all.push_back({Kind::Feedback, "feedback on handoff " + flow.handoffs[i].name, handoff.tally.empty() ? one(handoff.to) : handoff.judges, {}, handoff.answered, handoff.feedback_due});
  }
  for (std::size_t i = 0; i < flow.approvals.size() && i < state.approvals.size(); ++i) {
    const port::Approval& approval = state.approvals[i];
    const auto is = static_cast<ApprovalState>(approval.state);
    if (is != ApprovalState::Asked && is != ApprovalState::Late) continue;
    std::vector<std::string> who = approval.asked_of;
    const auto& asks = flow.approvals[i].asks;
    if (who.empty() && approval.ask >= 0 && static_cast<std::size_t>(approval.ask) < asks.size()) who = {asks[static_cast<std::size_t>(approval.ask)].who.text};
    std::int64_t due = approval.due;
    if (isMissing(due) && flow.approvals[i].within.given) due = dueAfter(world, flow.approvals[i].within, approval.asked, world.chunk().calendar);   // asked under format 1
    all.push_back({Kind::Approval, "approval " + flow.approvals[i].name, std::move(who), {}, approval.asked, due});
  }
  return all;
}

std::vector<Deadline> deadlinesOf(const World& world, const LeadState& state) {
  std::vector<Deadline> all = openOf(world, state);
  std::erase_if(all, [](const Deadline& open) { return isMissing(open.due); });
  return all;
}

}  // namespace leadflow::workflow
