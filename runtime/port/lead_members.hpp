// The members of every part of a lead's state, in the order of the stored bytes: the one list that writing and reading share.
//
//     members(archive, seat)  ->  archive(seat.rep, seat.since, …)      an archive is a Writer or a Reader (lead_state.cpp)
//     since2(archive, clock)  ->  what format 2 added; a state of format 1 has the default there
//
// The order is stored data. `members` is format 1, which stores of 0.1.0 hold: it never changes. A new member goes to the end of
// the newest `sinceN` of its type, until a release; after a release, into a new one with the next format number.
#pragma once
#include "runtime/port/lead_state.hpp"

namespace leadflow::port {

template <class A> auto members(A& a, Visit& v) { return a(v.stage, v.at, v.reason, v.by); }
template <class A> auto members(A& a, Seat& v) { return a(v.rep, v.since, v.manual, v.pool, v.route, v.rule); }
template <class A> auto members(A& a, Clock& v) {
  return a(v.state, v.started, v.stopped, v.breached, v.calendar, v.target, v.elapsed, v.resumed, v.paused_ms, v.fired, v.runs, v.met,
    v.missed, v.last_response, v.owner, v.target_line, v.held, v.span);
}
template <class A> auto members(A& a, Run& v) { return a(v.state, v.step, v.started, v.ended, v.runs, v.variant); }
template <class A> auto members(A& a, Handover& v) {
  return a(v.state, v.offered, v.answered, v.due, v.by, v.reason, v.comment, v.from, v.to, v.feedback, v.feedback_at, v.feedback_by,
    v.offers, v.accepted, v.rejected, v.late);
}
template <class A> auto members(A& a, Approval& v) { return a(v.state, v.asked, v.decided, v.ask, v.by, v.comment); }
template <class A> auto members(A& a, Climb& v) {
  return a(v.escalation, v.source, v.calendar, v.next_level, v.opened, v.resumes, v.closed, v.acknowledged_by, v.resolved_by, v.comment,
    v.told);
}
template <class A> auto members(A& a, LeadState& v) {
  return a(v.id, v.version, v.revision, v.now, v.created, v.record, v.stage, v.entered, v.reason, v.visits, v.seats,
    v.owners_before, v.queue, v.queued, v.checklists, v.clocks, v.sequences, v.handoffs, v.approvals, v.climbs, v.milestones,
    v.move_counts, v.aged, v.reassigned, v.carried_points, v.reactions, v.handoff_held, v.flags, v.violations, v.merged_into,
    v.erased, v.final, v.journal_seq, v.journal_hash);
}

// ---- format 2

template <class A> auto members(A& a, ClockRun& v) {
  return a(v.state, v.restarted, v.started, v.ended, v.calendar, v.target, v.span, v.ran, v.who, v.zone);
}
template <class A> auto members(A& a, ClockTally& v) { return a(v.who, v.met, v.missed); }
template <class A> auto members(A& a, HandoffTally& v) { return a(v.who, v.offers, v.accepted); }
template <class A> auto members(A& a, Holding& v) { return a(v.since, v.rep, v.queue, v.assigned); }
template <class A> auto members(A& a, QueueStay& v) { return a(v.queue, v.since, v.due, v.left, v.who); }

template <class A, class T> auto since2(A& a, T&) { return a(); }
template <class A> auto members(A& a, RecordBefore& v) { return a(v.until, v.record, v.behind, v.said); }
template <class A> auto members(A& a, GuardEdge& v) { return a(v.since, v.held, v.behind); }
template <class A> auto since2(A& a, Clock& v) { return a(v.ran, v.restarted, v.who, v.past, v.older, v.zone); }
template <class A> auto since2(A& a, Run& v) { return a(v.since, v.window); }
template <class A> auto since2(A& a, Handover& v) { return a(v.feedback_due, v.feedback_since, v.asked, v.tally, v.judges, v.holders); }
template <class A> auto since2(A& a, Approval& v) { return a(v.due, v.asked_of); }
template <class A> auto since2(A& a, Climb& v) { return a(v.of, v.zone, v.stage, v.held_by); }
template <class A> auto since2(A& a, LeadState& v) {
  return a(v.set_aside, v.asked_in, v.holdings, v.queue_stays, v.queue_seat, v.guards, v.records_before, v.merged,
    v.aside, v.meaning, v.unsettled, v.said, v.told_elsewhere, v.words);
}

}  // namespace leadflow::port
