// Everything that is kept about one lead between two events: plain data, whole, and enough to go on after a crash.
//
//     stage Working since 10:00, owner ana, sla first_response running (due 14:00), sequence first_touch at step 2
//
// Indexes (stages, slas, …) are those of the playbook version that the lead is pinned to (`version`); deploying another
// version translates them by name. Reps are kept by id, because rosters change weekly.
// INVARIANT: `now` never goes back; timers are sorted as they fire.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/value/bits.hpp"
#include "runtime/value/slot.hpp"

namespace leadflow::port {

/// In the order in which timers of one instant fire.
enum class TimerKind : std::uint8_t { SequenceStep, Reminder, Breach, Escalation, Aging, QueueWithin, HandoffAccept, HandoffFeedback, ApprovalWithin, PauseEnds, Review, Retention };
const char* timerName(TimerKind kind);

struct Timer {
  std::int64_t due = 0;
  TimerKind kind = TimerKind::Review;
  std::uint32_t index = 0;   ///< sequence, sla, climb (its number), stage's aging line, queue, handoff, approval, keep line
  std::uint32_t part = 0;    ///< sla: point; else 0
  friend bool operator==(const Timer&, const Timer&) = default;
  friend auto operator<=>(const Timer&, const Timer&) = default;
};

/// `ActivityEntry::by` of what the engine itself sent: nobody's own touch.
inline constexpr std::string_view kAutomation = "automation";

struct ActivityEntry {
  std::int64_t at = 0;
  std::string type;          ///< the activity's name
  std::string body;          ///< its fields as a JSON object, or empty
  std::string by;            ///< rep, kAutomation, or empty
};

struct Seat {
  std::string rep;           ///< empty: nobody
  std::int64_t since = kMissing;
  bool manual = false;       ///< a person said so: stays until the stage changes
  std::int32_t pool = -1;    ///< whose turn it was: credited when the lead is taken away
  std::string route, rule;   ///< how it got there
};

/// From when to when a clock ran: time in pauses lies between two of them.
using Intervals = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// A run of a clock that is over and has another one behind it. A touch told of later may still fall into it.
struct ClockRun {
  std::uint8_t state = 0;    ///< bytecode::SlaState: Met, Missed; Idle: ended without an answer before it was due
  bool restarted = false;    ///< it began because the owner changed while the run before it was going
  std::int64_t started = kMissing, ended = kMissing;
  std::int32_t calendar = -1;
  std::int64_t target = 0, span = 0;
  Intervals ran;
  std::string who;           ///< Met: who answered; Missed: who had the lead when the time ran out; a rep, or empty
  std::string zone;          ///< as Clock::zone
};

/// How often somebody kept a clock's time. Of runs that no longer stand in Clock::past.
struct ClockTally {
  std::string who;
  std::uint32_t met = 0, missed = 0;
};

struct Clock {
  std::uint8_t state = 0;    ///< bytecode::SlaState
  std::int64_t started = kMissing, stopped = kMissing, breached = kMissing;
  std::int32_t calendar = -1;       ///< fixed at the start: index in Chunk::calendars; -1: wall clock
  std::int64_t target = 0;          ///< ms on that calendar
  std::int64_t span = 0;            ///< the target as the playbook says it: packed when `calendar` is one, so that days stay days
  std::int64_t elapsed = 0;         ///< ms on that calendar before `resumed`
  std::int64_t resumed = kMissing;  ///< since when it runs; kMissing while paused
  std::int64_t paused_ms = 0;       ///< wall time spent in `pauses until`
  Bits fired;                       ///< points whose actions were done
  std::uint32_t runs = 0, met = 0, missed = 0;  ///< of this lead, over its life
  std::int64_t last_response = kMissing;  ///< ms on the calendar of the last run that was stopped
  std::string owner;                ///< who had the lead when it started
  std::uint32_t target_line = 0;    ///< which `target` line gave it
  Bits held;                        ///< whether the n-th `starts when CONDITION` held last time
  Intervals ran;                    ///< closed ones of this run; the open one begins at `resumed`. Empty with `elapsed`: format 1
  bool restarted = false;           ///< this run began because the owner changed while the run before it was going
  std::string who;                  ///< as ClockRun::who; also of a run that is overdue
  std::vector<ClockRun> past;       ///< the runs before, oldest first; at most kPastRuns
  std::vector<ClockTally> older;    ///< what became of those before them
  std::string zone;                 ///< on whose clocks `calendar` is read, fixed at the start; empty: the calendar's own
};
inline constexpr std::size_t kPastRuns = 16;

struct Run {                 ///< a sequence
  std::uint8_t state = 0;    ///< bytecode::SequenceState
  std::uint32_t step = 0;    ///< the next one
  std::int64_t started = kMissing, ended = kMissing;
  std::uint32_t runs = 0;
  std::string variant;       ///< the last split's choice
  std::int64_t since = kMissing;  ///< when it began to wait for what its timer says
  bool window = false;       ///< it waits for the hour at which `step` may be sent; false: for the end of the `wait` before `step`
};

/// How many offers of a handoff were somebody's to answer, and how many of them they accepted.
struct HandoffTally {
  std::string who;
  std::uint32_t offers = 0, accepted = 0;
};

struct Handover {
  std::uint8_t state = 0;    ///< bytecode::HandoffState
  std::int64_t offered = kMissing, answered = kMissing, due = kMissing;
  std::string by, reason, comment, from, to;
  std::int32_t feedback = 0;
  std::int64_t feedback_at = kMissing;
  std::string feedback_by;
  std::uint32_t offers = 0, accepted = 0, rejected = 0, late = 0;
  std::int64_t feedback_due = kMissing;
  std::int64_t feedback_since = kMissing;  ///< from when on the time for it is counted
  std::string asked;                       ///< whose the present offer is: who has the lead, who let its time pass, or who answered; a rep, or empty
  std::vector<HandoffTally> tally;         ///< of all offers; empty with `offers`: format 1
  std::vector<std::string> judges;         ///< who was asked for feedback when it was accepted; reps
  std::vector<std::pair<std::string, std::int64_t>> holders;   ///< who had to answer the present offer, since when; empty: nobody. None: not written down
};

struct Approval {
  std::uint8_t state = 0;    ///< bytecode::ApprovalState
  std::int64_t asked = kMissing, decided = kMissing;
  std::int32_t ask = -1;     ///< the line that asks highest
  std::string by, comment;
  std::int64_t due = kMissing;
  std::vector<std::string> asked_of;   ///< reps
};

/// What an escalation is about: something with a name of its own, or what the present stage did on entry or by aging. Those of the
/// stage are over when the lead leaves it, whatever a later version of the playbook calls it.
enum class ClimbOf : std::uint8_t { Named, StageEnter, StageAging };

struct Climb {               ///< an escalation on its way up, or over
  std::uint32_t escalation = 0;
  std::string source;        ///< "sla first_response", "handoff …", "queue review"
  std::int32_t calendar = -1;
  std::uint32_t next_level = 0;
  std::int64_t opened = 0, resumes = kMissing, closed = kMissing;
  std::string acknowledged_by, resolved_by, comment;
  std::vector<std::pair<std::string, std::int64_t>> told;   ///< rep, when
  std::string zone;          ///< on whose clocks the calendar is read; empty: its own
  std::uint8_t of = 0;       ///< ClimbOf; Named too in states of format 1: there `source` says it in words
  std::int32_t stage = -1;   ///< of StageEnter, StageAging: which stage it is about; -1 in states of format 1
  std::string held_by;       ///< who acknowledged it last for a time that is over
};

/// Who had the lead from `since` on, until the next one: its owner, else the queue in which it waited.
struct Holding {
  std::int64_t since = kMissing;
  std::string rep, queue;    ///< both empty: nobody
  bool assigned = false;     ///< somebody was given the lead then; else who has the seat of the stage it went to, or nobody
};

struct QueueStay {           ///< one stay in a queue that has a `within`
  std::string queue;
  std::int64_t since = kMissing, due = kMissing, left = kMissing;   ///< left: missing while it waits
  std::string who;           ///< the queue's owner when the time ran out, or when the lead left; a rep, or empty
};

struct Visit {               ///< one stay in a stage
  std::uint32_t stage = 0;
  std::int64_t at = 0;
  std::int32_t reason = -1;
  std::string by;            ///< a person; empty: the rules
};

struct RecordBefore {        ///< the record as it was until somebody said otherwise
  std::int64_t until = kMissing;
  std::vector<std::pair<std::string, std::string>> record;
  std::uint32_t behind = 0;  ///< so many activities were known then: of one instant they were judged before it was said
  std::vector<std::string> said;   ///< names that were said then and read as before: what was told of a time before another word of them
};

struct GuardEdge {           ///< from when on a guard of privacy held, or did not
  std::int64_t since = kMissing;
  bool held = false;
  std::uint32_t behind = 0;  ///< as of RecordBefore
};

/// Of LeadState::words, what a person says of a seat.
inline std::string seatWord(const std::string& seat) { return "seat " + seat; }

struct LeadState {
  std::string id;
  std::uint64_t version = 0;         ///< Chunk::content_hash of the playbook that it lives under
  std::uint64_t revision = 0;        ///< events applied
  std::int64_t now = kMissing;       ///< instant of the last one
  std::int64_t created = kMissing;
  std::vector<std::pair<std::string, std::string>> record;  ///< field or column name, value as JSON; in the order first met
  std::vector<ActivityEntry> activities;                    ///< as they came in

  std::int32_t stage = -1;
  std::int64_t entered = kMissing;
  std::int32_t reason = -1;
  std::vector<Visit> visits;
  std::vector<Seat> seats;
  std::vector<std::pair<std::string, std::int64_t>> owners_before;   ///< every rep it was taken from, when
  std::int32_t queue = -1;
  std::int64_t queued = kMissing;
  std::vector<std::vector<std::int8_t>> checklists;         ///< by checklist and item: 1 yes, 0 no, -1 open
  std::vector<Clock> clocks;
  std::vector<Run> sequences;
  std::vector<Handover> handoffs;
  std::vector<Approval> approvals;
  std::vector<Climb> climbs;
  std::vector<std::int64_t> milestones;                     ///< stamps; kMissing: not reached
  std::vector<std::uint32_t> move_counts;                   ///< by stage and transition line, flattened
  std::vector<std::uint8_t> aged;                           ///< lines of the present stage that have fired
  std::vector<std::uint32_t> reassigned;                    ///< by stage: how often its aging reassigned the lead
  std::vector<std::int64_t> carried_points;                 ///< by score: points brought by merged leads (score merge policy)
  std::vector<std::uint8_t> reactions;                      ///< by privacy reaction: whether its condition held last time
  std::vector<std::pair<std::string, std::string>> flags;   ///< id of a lead that this one seems to repeat, rule
  std::vector<Bits> handoff_held;                           ///< by handoff: whether the n-th `when CONDITION` held last time
  std::vector<std::string> violations;                      ///< "call at 2026-…: consent is denied", newest last
  std::string merged_into;
  bool erased = false, final = false;
  bool unsettled = false;                                   ///< its lines were not asked to their end: one led back, or it was adopted
  bool set_aside = false;                                   ///< its record cannot be used: it waits in the queue of `rejected records`
  std::vector<std::pair<std::string, std::int64_t>> asked_in;  ///< leads that were asked to go into this one, when
  std::vector<std::vector<GuardEdge>> guards;               ///< by guard of privacy, oldest first
  std::vector<RecordBefore> records_before;                 ///< oldest first; where a guard can change by time alone
  std::vector<std::pair<std::string, std::int64_t>> said;   ///< names of the record that an update said, and when that was last; of a new lead those that it leaves empty and privacy asks for
  std::vector<std::pair<std::string, std::int64_t>> words;  ///< of when the last word of a person is ("stage", "seat ae", "checklist fit: budget"); since when something waits, where that was told late ("handoff h")
  std::vector<std::string> merged;                          ///< ids of the leads that were merged into this one
  std::vector<std::string> told_elsewhere;                  ///< as `violations`, told of those leads before their touches came here

  /// What earlier versions of the playbook knew of the lead and the present one has no place for, by what it is of and how that
  /// reads ("aging\x1fOpen\x1f6 hours …"): found again when a version brings it back, so that nothing is done twice.
  std::vector<std::pair<std::string, std::string>> aside;

  std::vector<Timer> timers;                                ///< sorted
  std::uint64_t journal_seq = 0;                            ///< entries so far
  std::string journal_hash;                                 ///< of the last one (hex), empty at first

  std::vector<Holding> holdings;                            ///< who had the lead when, oldest first
  std::vector<QueueStay> queue_stays;                       ///< oldest first; the last one may be going on
  std::int32_t queue_seat = -1;                             ///< for which seat it waits in `queue`; -1: for the present stage's
  std::uint32_t meaning = 1;                                ///< meaning version of the engine that made the last one (workflow/meaning.hpp)
};

/// The state in bytes and back: little endian, a format number first. Activities and timers are left out: stores keep them in
/// rows of their own. False: damaged, or of a format that this version does not read.
std::string encodeState(const LeadState& state);
bool decodeState(std::string_view bytes, LeadState& state);

/// One part of a state by itself: a Clock, Run, Handover or Approval.
template <class T> std::string encodePart(const T& part);
template <class T> bool decodePart(std::string_view bytes, T& part);

}  // namespace leadflow::port
