// The workflow once more, slow and obvious: written from the pages of docs/language and docs/operations, to be held against the
// engine. It keeps histories and works everything out of them; nothing is planned ahead, kept twice, or known by a number.
//
//     Interpreter it({book}, roster, start);
//     it.deliver(events);  it.runUntil(t);      // the order of all work: by instant, then by lead
//     it.facts();                               // what is so now, one line a fact: "a | stage Open", "a | remind ana 10:30"
//
// INVARIANT: this folder includes runtime/value and runtime/calendar, and nothing else of the program.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/lives/reference/model.hpp"

namespace leadflow::lives {

struct Touch {
  Instant at = 0;
  Act act = Act::Call;
  int where = -1;
  std::string by;
  friend bool operator==(const Touch&, const Touch&) = default;
};

struct Holder {
  std::string rep;
  Instant since = kMissing;
  bool manual = false;         ///< a person said so
  std::string pool;            ///< whose turn it was
  std::string route;           ///< by which it came
  friend bool operator==(const Holder&, const Holder&) = default;
};

/// Once from start to stop. What stood still is a list; how long it ran, and when it is due, is worked out from that.
struct ClockRun {
  struct Pause {
    Instant from = 0, to = kMissing;
    bool until_field = false;
    friend bool operator==(const Pause&, const Pause&) = default;
  };
  Instant start = 0;
  Span target;
  std::string calendar;        ///< empty: the wall clock
  std::vector<Pause> pauses;
  Instant stopped = kMissing, breached = kMissing;
  bool restarted = false;      ///< because the owner changed while the run before it was going
  bool cancelled = false;      ///< the lead ended, or the clock began again: nobody answered
  bool answered() const { return !isMissing(stopped) && !cancelled; }
  bool live() const { return isMissing(stopped); }
  bool paused() const { return live() && !pauses.empty() && isMissing(pauses.back().to); }
  std::set<int> told;          ///< points, by percent
  Instant pause_ends = kMissing;
  std::string whose;           ///< met: who answered; over its time: who had the lead when it ran out
  friend bool operator==(const ClockRun&, const ClockRun&) = default;
};
struct ClockLife {
  std::vector<ClockRun> runs;
  std::vector<bool> held;      ///< by line of `starts`: whether it held last time
  Instant closed = kMissing;   ///< runs that ended up to then are counted, and not looked at again
  friend bool operator==(const ClockLife&, const ClockLife&) = default;
};

struct SequenceLife {
  enum class State : std::uint8_t { Idle, Running, Finished, Stopped } state = State::Idle;
  std::size_t step = 0;        ///< the next one
  Instant started = kMissing, ended = kMissing, next = kMissing;
  int runs = 0;
  std::string of_stage;        ///< the stay that started it ends it; empty: nothing of a stage did
  bool of_aging = false;
  friend bool operator==(const SequenceLife&, const SequenceLife&) = default;
};
struct HandoffLife {
  enum class State : std::uint8_t { None, Waiting, Accepted, Rejected, Late } state = State::None;
  Instant offered = kMissing, answered = kMissing, due = kMissing, feedback_due = kMissing, feedback_at = kMissing;
  Instant feedback_until = kMissing;   ///< also when that has been told
  std::string by, from, to, whose;   ///< whose: who let its time pass
  std::vector<std::string> judges;   ///< who was asked for feedback
  int feedback = 0, offers = 0;
  std::vector<bool> held;
  std::vector<std::pair<std::string, Instant>> holders;   ///< who had to answer the present one, since when
  std::vector<std::pair<std::string, bool>> shares;   ///< of all offers: whose each was, and whether it was accepted
  std::vector<std::pair<std::string, bool>> shares_before;   ///< the same before the last one was answered
  friend bool operator==(const HandoffLife&, const HandoffLife&) = default;
};
struct ApprovalLife {
  enum class State : std::uint8_t { None, Asked, Granted, Refused, Late } state = State::None;
  Instant asked = kMissing, decided = kMissing, due = kMissing;
  int ask = -1;
  std::string by;
  std::vector<std::string> of;       ///< who was asked
  friend bool operator==(const ApprovalLife&, const ApprovalLife&) = default;
};
struct Climb {
  std::string escalation, source, calendar;
  std::size_t level = 0;       ///< the next one
  Instant opened = 0, next = kMissing, closed = kMissing;
  bool held = false;           ///< acknowledged
  std::vector<std::string> told;
  friend bool operator==(const Climb&, const Climb&) = default;
};
struct Effect {
  Instant at = 0;
  std::string kind, channel, target, text, fields;   ///< fields: of a mail, the names of what is known of the lead
  std::vector<std::string> to;
  friend bool operator==(const Effect&, const Effect&) = default;
};

/// From when on who had the lead; a queue, where nobody did.
struct Had {
  Instant since = 0;
  std::string rep, queue;
  bool assigned = false;       ///< somebody was given the lead then
  friend bool operator==(const Had&, const Had&) = default;
};
struct Visit {
  std::string stage;
  Instant at = 0;
  std::string by;
  friend bool operator==(const Visit&, const Visit&) = default;
};

struct Life {
  std::string id;
  int version = -1;
  Instant created = kMissing, now = kMissing;
  Instant looked = kMissing;                             ///< what was to be looked at up to then has been; kMissing: up to now
  std::map<Field, Value> record;
  std::set<Field> bad;                                   ///< what was said of them cannot be read
  bool knows_odd = false;                                ///< a name that no field has is kept with its record
  bool set_aside = false;                                ///< its record cannot be used: it waits for one, or for a person
  std::vector<Touch> touches;
  std::string stage, reason;
  Instant entered = kMissing;
  std::vector<Visit> visits;
  std::map<std::string, Holder> seats;
  std::vector<std::pair<std::string, Instant>> taken;    ///< every rep it was taken from, when
  std::vector<Had> had;
  std::string queue, queue_for;                          ///< for which seat it waits, where that is not the present one
  Instant queued = kMissing, queue_due = kMissing, queue_until = kMissing;   ///< queue_until: also when that has been told
  std::string queue_whose;                               ///< its owner when the time ran out
  std::map<std::string, std::map<std::string, int>> lists;
  std::map<std::string, ClockLife> clocks;
  std::map<std::string, SequenceLife> sequences;
  std::map<std::string, HandoffLife> handoffs;
  std::map<std::string, ApprovalLife> approvals;
  std::vector<Climb> climbs;
  std::map<std::string, Instant> milestones;
  std::map<std::string, int> moves;                      ///< by stage and line, how often
  std::set<std::size_t> aged, deferred;                  ///< lines of the present stage that fired; whose time came while they did not hold
  std::map<std::string, int> reassigned;
  std::vector<bool> reacted;
  std::vector<std::string> flags;
  std::vector<std::pair<std::size_t, Touch>> violations; ///< by guard: touches that were against it
  std::vector<std::pair<std::size_t, Touch>> told_there; ///< the same, told of leads that were merged into it
  struct Held {
    Instant from = kMissing;
    bool held = false;
    std::size_t behind = 0;    ///< so many touches were known: of that instant they come before it
    friend bool operator==(const Held&, const Held&) = default;
  };
  std::vector<std::vector<Held>> guarded;                ///< by guard: from when on it held, or did not
  struct Said {
    Instant from = kMissing;   ///< kMissing: when the lead came
    Field field = Field::Email;
    Value value;
    std::size_t behind = 0;
    friend bool operator==(const Said&, const Said&) = default;
  };
  std::vector<Said> said;                                ///< of the record, in the order in which it was told
  std::map<Field, Instant> last_said;                    ///< by updates
  std::map<Field, Value> noted;                          ///< the record after the event before
  std::set<Field> noted_bad;                             ///< and what of it could not be read
  std::map<std::string, Instant> words;                  ///< of stage, seats and answers: of when the last word of a person is
  std::map<std::string, Instant> waits_since;            ///< of what waits for an answer, where that was told late: of when that was
  std::map<std::size_t, Instant> keeps;                  ///< by line of `keep`: when it erases
  bool unsettled = false;                                ///< its lines were not asked to their end: one led back, or it was adopted
  std::string merged_into;
  bool erased = false, final = false;
  std::vector<Event> waiting;
  bool heard_of = false;                 ///< an event of it was refused
  std::vector<Effect> effects;
  bool there() const { return !isMissing(created); }
  bool inFlight() const { return there() && !final && !erased && merged_into.empty(); }
  friend bool operator==(const Life&, const Life&) = default;
};

/// Counts of turns. What a rep has open is not kept: it is counted over all leads.
struct Turns {
  struct Member { std::int64_t served = 0, last = 0; bool joined = false, present = true; };
  std::map<std::string, std::map<std::string, Member>> pools;
  std::map<std::string, std::int64_t> last;              ///< of a rep, from any pool
  std::map<std::string, std::vector<std::int64_t>> shares;
  std::int64_t turn = 0;
};

class Interpreter {
 public:
  Interpreter(std::vector<Playbook> versions, std::vector<Person> roster, Instant start);
  void deliver(const std::vector<Event>& events);
  void runUntil(Instant until);
  /// Another version for the leads in flight, from now on. False, and nothing happens, where one of them could not go over.
  bool deploy(int version, Instant now);
  std::vector<std::string> facts() const;
  /// What is open now, and of whom nothing will come, as `late` and `stuck` have it; sorted (outlook.cpp).
  std::vector<std::string> outlook(Instant now);
  /// What a report under the present version says (figures.cpp).
  std::vector<std::string> figures(Instant now);
  /// What happened in words, for a table of situations: "clock met", "clock missed", …
  const std::map<std::string, int>& seen() const { return seen_; }
  const std::map<std::string, Life>& lives() const { return lives_; }

 private:
  friend class Step;
  struct Due { Instant at = kMissing; int rank = 0; std::size_t index = 0, part = 0; std::string what, name; };
  std::vector<Due> dues(const Life& life) const;
  Instant next(const Life& life) const;
  void work(Life& life);
  void world(const Event& event, Instant now);
  void planSchedules(Instant now);
  Instant nextDay(const Rebalance& line, Instant behind) const;
  void rebalance(std::size_t index, Instant now);
  void say(const std::string& what) { ++seen_[what]; }

  const Person* person(const std::string& id) const;
  bool here(const Person& person, Instant now) const;    ///< active, and not out
  std::int64_t open(const std::string& rep) const;
  const calendar::Calendar* calendarNamed(const std::string& name) const;
  std::string calendarOf(const Playbook& book, const std::string& rep) const;

  std::vector<Playbook> versions_;
  int present_ = 0;
  std::vector<Person> roster_;
  std::map<std::string, std::shared_ptr<const calendar::Calendar>> calendars_;
  std::map<std::string, Life> lives_;
  std::vector<Event> world_waiting_;
  std::vector<Instant> every_;                           ///< next instant of each `every` line
  std::vector<std::string> refused_;
  std::map<std::string, std::string> refused_in_part_;   ///< of which lead; that it was a part only is said of an erased one too
  std::set<std::string> known_;
  Turns turns_;
  Instant clock_ = kMissing;
  std::map<std::string, int> seen_;
};

}  // namespace leadflow::lives
