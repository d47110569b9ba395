// A playbook with stages as plain structs, and what happens to its leads. Whoever makes a playbook's text makes this beside it,
// so that nothing has to be read back: the interpreter knows no grammar, no compiler, no bytecode.
//
//     stage Open { enter { route go }; to Shut when vip }      Stage{"Open", enter = {Route "go"}, lines = {{"Shut", when vip}}}
//
// Everything is known by its name, never by a position: a version that puts its declarations in another order is the same.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/calendar/calendar.hpp"
#include "runtime/value/slot.hpp"

namespace leadflow::lives {

using Instant = std::int64_t;   ///< milliseconds; kMissing: never, none

/// The lead's fields and the activities are the same in every playbook that is made.
enum class Field : std::uint8_t { Email, FirstName, Company, Size, Vip, Ready, Due, Callback, Consent };
inline constexpr int kFields = 9;
inline constexpr const char* kFieldNames[kFields] = {"email", "first_name", "company", "size", "vip", "ready", "due_on", "callback_on", "consent"};
enum class Act : std::uint8_t { Call, Demo, Reply, EmailSent };
inline constexpr int kActs = 4;
inline constexpr const char* kActNames[kActs] = {"call", "demo_request", "reply", "email_sent"};
inline constexpr const char* kConsents[] = {"granted", "denied", "unknown"};
inline constexpr const char* kWheres[] = {"connected", "voicemail", "positive", "negative"};   ///< call: outcome; reply: sentiment

struct Value {
  bool known = false;
  std::int64_t number = 0;   ///< a bool, an int, an instant, a place in kConsents
  std::string text;
  bool bad = false;          ///< not known, since what `text` says cannot be read
  friend bool operator==(const Value&, const Value&) = default;
};

struct Condition {
  enum class Is : std::uint8_t {
    Always, All, Any, Not,
    Known, True, AtLeast, ConsentIs, TextIs,      // of a field
    BeforeNow,                                    // field is before now + amount
    CreatedBefore,                                // created is before now + amount
    Had,                                          // an activity: ever, in the stage, in a sequence, in the last `amount`
    StageIn, OwnerKnown, OwnerIs, OwnerTeam, QueueIs,
    ClockIs, SequenceIs, HandoffIs, ApprovalIs, ListIs, ItemIs, Open, Reached
  };
  Is is = Is::Always;
  std::vector<Condition> of;
  Field field = Field::Email;
  Act act = Act::Call;
  bool outreach = false;                          ///< Had: any activity that is outreach, instead of `act`
  enum class Since : std::uint8_t { Ever, Stage, Sequence, Last } since = Since::Ever;
  int where = -1;                                 ///< place in kWheres
  std::int64_t amount = 0;
  std::string name, word;                         ///< of what; state, item, text
  std::vector<std::string> names;
  friend bool operator==(const Condition&, const Condition&) = default;
};

struct Span {
  bool given = false, business = false;
  std::int64_t days = 0, ms = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

struct Who {
  enum class Kind : std::uint8_t { Owner, Rep, Role, QueueOwner, Seat } kind = Kind::Owner;
  std::string name;
  int up = 0;                                     ///< `.manager` so often
  friend bool operator==(const Who&, const Who&) = default;
};

struct Action {
  enum class Kind : std::uint8_t {
    Route, Reassign, Queue, Move, Remind, Notify, Task, Start, Stop, StopAll, Escalate, Email, Set, Log, Wait, StopWhen
  };
  Kind kind = Kind::Log;
  std::string name, reason, channel, text;
  std::vector<Who> to;
  Span within;                                    ///< Wait: how long
  Condition when;                                 ///< Wait: `unless`; StopWhen: its condition
  bool conditional = false;
  int limit = 0;
  std::vector<Action> otherwise;                  ///< Reassign
  Field field = Field::Email;
  Value value;
  int at = -1, from = -1, until = -1;             ///< Email: minutes of the day, in the playbook's zone
  friend bool operator==(const Action&, const Action&) = default;
};

struct Trigger {
  enum class Kind : std::uint8_t { OwnerAssigned, OwnerChanges, StageBecomes, InStage, Created, Queued, Accepted, Touch, Holds } kind = Kind::OwnerAssigned;
  std::vector<std::string> names;
  Act act = Act::Call;
  bool outreach = false;
  int where = -1;
  Condition when;
  friend bool operator==(const Trigger&, const Trigger&) = default;
};

struct CalendarSaid {
  std::string name, zone, hours;                  ///< hours as the text says them
  calendar::CalendarRules rules;
};

struct Person {
  std::string id, team, role, manager, calendar, stand_in;
  std::int64_t weight = 1, capacity = -1;
  bool active = true;
  Instant out_from = kMissing, out_until = kMissing;
  friend bool operator==(const Person&, const Person&) = default;
};

struct Pool { std::string name, team; };
struct Queue {
  std::string name, role;
  Span within;
  std::string escalation;                         ///< empty: its owner is told
};

struct Choice {
  enum class Kind : std::uint8_t { RoundRobin, Weighted, LeastLoaded, LongestWaiting, Rep, Queue, Route, Split } kind = Kind::RoundRobin;
  std::string name;
  bool available = false, under_capacity = false;
  std::vector<Choice> shares;
  int percent = 0;                                ///< of a share: its part
};
struct Rule {
  std::string name;
  Condition when;
  std::vector<Choice> choices;
};
struct Route { std::string name; std::vector<Rule> rules; };

struct Line {                                     ///< `to STAGE when …`, `to STAGE by …`
  std::string to;
  Condition when;
  bool by_person = false, reopens = false;
  Who by;
  int limit = 0;
  std::string reason;
  bool reason_required = false;
};
struct Aging {
  Span after;
  Condition when;
  std::vector<Action> actions;
};
struct Stage {
  std::string name;
  bool initial = false, final = false, releases = false;
  std::string seat;                               ///< `owned by`; empty: the first
  std::vector<std::string> was;
  std::vector<Action> enter;
  std::vector<Line> lines;
  std::vector<Aging> aging;
};
struct Reason { std::string name; std::vector<Action> actions; };

struct Target { Span span; Condition when; bool conditional = false; };
struct Point { int percent = 100; std::vector<Action> actions; };
struct Sla {
  std::string name;
  std::vector<Trigger> starts, stops, pauses;
  bool until = false;                             ///< `pauses until callback_on at most …`
  Span at_most;
  bool restarts = false;
  std::vector<Target> targets;
  bool on_owner = false;
  std::string calendar;
  std::vector<Point> points;
};
struct Level { Who who; Span after; std::vector<Action> actions; };
struct Escalation { std::string name; std::vector<Level> levels; };
struct Sequence { std::string name; std::vector<Action> steps; };

struct Rejection { std::vector<std::string> reasons; std::string to; };
struct Handoff {
  std::string name;
  std::vector<Trigger> when;
  std::string from, to, route;
  Span accept_within;
  std::vector<Action> late;
  std::vector<Rejection> rejections;
  int feedback = 0;                               ///< 1..feedback from the owner
  Span feedback_within;
};
struct Ask { Who who; Condition when; bool conditional = false; };
struct Approval {
  std::string name;
  std::vector<Ask> asks;
  Span within;
  std::vector<Action> late;
};
struct Guard { Act act = Act::EmailSent; Condition only_when; };
struct Reaction { Condition when; std::vector<Action> actions; };
struct Keep { std::string stage; std::int64_t days = 0; };
struct Duplicate {
  std::vector<Field> same;
  enum class Keep : std::uint8_t { Nothing, Oldest, Newest } keep = Keep::Nothing;
  bool merge = false;
};
struct Checklist { std::string name; std::vector<std::string> items; };
struct Milestone { std::string name; Condition when; };
struct Rebalance { int minute = 0; std::string pool; int limit = 0; };

struct Playbook {
  std::string version;                            ///< the label
  std::string zone = "UTC", calendar;
  std::vector<CalendarSaid> calendars;
  std::vector<Act> outreach;
  std::vector<std::string> seats, roles;
  std::vector<Pool> pools;
  std::vector<Queue> queues;
  std::vector<Route> routes;
  std::vector<Reason> reasons;
  std::vector<Stage> stages;
  std::vector<Sla> slas;
  std::vector<Escalation> escalations;
  std::vector<Sequence> sequences;
  std::vector<Handoff> handoffs;
  std::vector<Approval> approvals;
  std::vector<Guard> guards;
  std::vector<Reaction> reactions;
  std::vector<Keep> keeps;
  bool privacy = false;
  std::vector<Duplicate> duplicates;
  std::vector<Checklist> checklists;
  std::vector<Milestone> milestones;
  std::vector<Rebalance> every;
  std::vector<Field> required, strict;
  std::string rejected;                           ///< the queue of `rejected records`
};

// ---- what happens

enum class Kind : std::uint8_t {
  Created, Updated, Consent, Activity, Moved, Assigned, Claimed, Answered, Accepted, Rejected, Feedback, Decided, Acknowledged, Resolved, Merged, Erased, Roster, Tick,
  // made by the interpreter itself
  Timer, Left, Rebalanced, Absorb, Brought, Flagged, Deployed
};

struct RosterRow {
  Person person;
  bool gone = false;
  std::vector<std::string> says;                  ///< which members of `person` it says
  friend bool operator==(const RosterRow&, const RosterRow&) = default;
};

struct Deed {                                     ///< an activity within a record
  Instant at = 0;
  Act act = Act::Call;
  int where = -1;
  std::string by;
  bool known = true;                              ///< false: no activity of the playbook
  friend bool operator==(const Deed&, const Deed&) = default;
};

struct Event {
  std::string id;
  Kind kind = Kind::Activity;
  std::string lead;
  Instant at = 0;
  int delivered = 0;                              ///< with which delivery it comes
  std::string by, name, value, reason, comment, queue;
  std::int64_t number = 0;
  Act act = Act::Call;
  bool known_act = true;                          ///< false: `name` is no activity of the playbook
  int where = -1;
  std::vector<std::pair<Field, Value>> record;    ///< not known: null
  bool odd_name = false;                          ///< its record, or the fields of its activity, have a name that nobody knows
  bool odd_value = false;                         ///< Activity: its outcome or sentiment cannot be read
  bool odd_member = false;                        ///< it has a member that its type does not take
  std::vector<Deed> deeds;                        ///< Created: what was done before, or at that very instant
  std::vector<std::pair<std::string, int>> answers;   ///< 1 yes, 0 no, -1 open
  std::vector<RosterRow> rows;
  friend bool operator==(const Event&, const Event&) = default;
};

template <class List>
auto* named(List& list, const std::string& name) {
  for (auto& each : list)
    if (each.name == name) return &each;
  return static_cast<decltype(list.data())>(nullptr);
}

}  // namespace leadflow::lives
