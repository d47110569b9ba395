// The workflow constructs as written: stages and how leads move, clocks, escalations, handoffs, sequences, approvals,
// privacy, duplicates, data rules, reports. One struct a construct, with the construct in its comment.
//
//     stage Working {
//       enter { route inbound; start sequence first_touch }
//       to Nurturing when sequence first_touch is finished
//       aging 48 hours when no outreach in stage { reassign at most 2 times otherwise queue review }
//     }
//
// What happens is an Action, whatever block it stands in; who is meant is a Who; what starts or stops something is a Trigger.
#pragma once
#include <optional>

#include "compiler/syntax/expression.hpp"

namespace leadflow::syntax {

/// owner | owner.manager | owner.manager.manager | role sales_manager | queue owner | ana | sdr (a seat)
struct Who {
  enum class Kind : std::uint8_t { Owner, Role, QueueOwner, Name };
  Kind kind = Kind::Owner;
  Name name;            ///< Role: the role; Name: a rep of the roster or a seat
  int up = 0;           ///< how many times `.manager`
  Span span;
};

struct Action;

/// What makes a clock start or stop, a handoff begin.
struct Trigger {
  enum class Kind : std::uint8_t {
    OwnerAssigned,   ///< owner assigned
    OwnerChanges,    ///< owner changes
    StageBecomes,    ///< stage becomes Working
    InStage,         ///< in stage Nurturing  |  in stages [A, B]
    QueueEntered,    ///< queued             (lead enters any queue)
    Created,         ///< lead created
    Activity,        ///< outreach | activity | reply | call where outcome is connected
    HandoffAccepted, ///< handoff marketing_to_sales accepted
    Condition,       ///< any condition: becomes true
  };
  Kind kind = Kind::Condition;
  std::vector<Name> names;  ///< StageBecomes, InStage: stages; Activity: `outreach`, `activity` or activities; HandoffAccepted: it
  ExprPtr where;            ///< Activity
  ExprPtr condition;        ///< Condition
  Span span;
};

/// reason bad_data  |  reason required  |  reason first of { no_budget when …, bad_timing otherwise }
struct Reason {
  bool required = false;
  ExprPtr value;        ///< a Name or a FirstOf; null with `required`
  Span span;
  explicit operator bool() const { return span.known(); }
};

/// `subject_a` of `split 50% "subject_a", 50% "subject_b"`
struct Variant {
  ExprPtr percent;
  std::string text;
  Span span;
};

/// One thing to do. Which members a kind uses stands in its comment.
struct Action {
  enum class Kind : std::uint8_t {
    Route,           ///< route inbound                                           name
    StartSequence,   ///< start sequence first_touch                              name
    StopSequence,    ///< stop sequence first_touch | stop sequences              name (empty: all)
    Move,            ///< move to Nurturing reason bad_timing                     name, reason
    Reassign,        ///< reassign [to queue review] [at most 2 times] [otherwise queue review]   name (queue), limit, otherwise
    Queue,           ///< queue review  (the lead waits there, without an owner)  name
    Remind,          ///< remind owner "…"                                        to, text
    Notify,          ///< notify email [WHO, …] ["…"] | notify slack "#x" [tagging WHO, …] "…" | notify WHO "…"   channel, target, to, tagging, text
    Escalate,        ///< escalate sales_chain                                    name
    Task,            ///< task [call] [WHO] "…" [within 2 business days]          word, to, text, within
    Email,           ///< email "template" [at 09:00 lead time] [between 09:00 and 17:00 lead time] [split …]   target, variants, at/from/until minutes, lead_time
    Set,             ///< set next_step to "Call" | set score_note to missing     name, value
    Log,             ///< log "…"                                                 text
    Webhook,         ///< webhook "erp" { amount revenue, company company }       target, fields
    Create,          ///< create opportunity { amount revenue, close_on now + 30 days }   word, fields
    Ask,             ///< ask approval special_terms                              name
    Handoff,         ///< hand over by marketing_to_sales                         name
    Rebalance,       ///< rebalance sdr_na, at most 50 moves a rep                name (pool), limit      (only in `every`)
    Wait,            ///< wait 3 days [unless had reply in sequence]              within, condition       (only in `sequence`)
    StopWhen,        ///< stop when had reply in sequence                         condition               (only in `sequence`)
    Erase,           ///< erase pii                                               —
  };
  Kind kind = Kind::Log;
  Name name;
  Name word;                 ///< Task: `call`; Create: `opportunity`
  Name channel;              ///< Notify: `email`, `slack`, `webhook`
  std::string target;        ///< "#sdr-alerts", the template, the webhook's name
  Span target_span;
  std::vector<Who> to, tagging;
  ExprPtr text;              ///< Text or Template
  ExprPtr value;             ///< Set
  ExprPtr condition;         ///< Wait: `unless`; StopWhen; any action: `… when C` (it is done only if C holds)
  ExprPtr within;            ///< a duration
  struct Reason reason;
  int limit = 0;             ///< `at most N times`; 0: none
  std::unique_ptr<Action> otherwise;  ///< Reassign: what then
  int at = -1, from = -1, until = -1; ///< minutes of the day: `at 09:00`, `between 09:00 and 17:00`; -1: none
  bool lead_time = false;    ///< those are in the lead's time zone, else the playbook's
  std::vector<Variant> variants;
  std::vector<std::pair<Name, ExprPtr>> fields;
  Span span;
};

/// reasons { bad_data "Record cannot be used" -> task role revops "Repair the record"   no_need, bad_timing -> … }
struct Reasons {
  struct Line {
    std::vector<Name> names;
    std::string text;
    std::vector<Action> actions;   ///< none, one, or a `{ block }`
    Span span;
  };
  std::vector<Line> lines;
};

/// stages { New "Assign an owner" initial   Converted "Hand over" final }
struct Stages {
  struct Line {
    Name name;
    std::string text;              ///< what to do now
    bool initial = false, final = false;
    Span span;
  };
  std::vector<Line> lines;
};

/// `to Working when C, at most 3 times reason R`, `to X otherwise`, `to Converted by owner`, `reopens to Nurturing when C`
struct Transition {
  Name to;
  ExprPtr when;                    ///< null: `otherwise` (or a manual move without a condition)
  bool by_person = false;          ///< by owner, by role sales_manager
  Who by;
  bool reopens = false;
  int limit = 0;                   ///< at most N times in the lead's life
  struct Reason reason;
  Span span;
};

/// aging 48 hours when no outreach in stage { … }
struct Aging {
  ExprPtr after;
  ExprPtr when;
  std::vector<Action> actions;
  Span span;
};

/// stage Working [was Contacted] [owned by ae] [releases owner] { … }
struct Stage {
  Name name;
  Name was;
  Name seat;
  bool releases_owner = false;
  std::vector<Action> enter;
  std::vector<Name> requires_fields;
  std::vector<Transition> transitions;  ///< in order, manual ones and `reopens` among them
  std::vector<Aging> aging;
};

/// migrate Contacted to Working
struct Migrate {
  Name from, to;
};

/// owners sdr, ae, csm
struct Owners {
  std::vector<Name> names;
};

/// sla first_response { starts when … stops when … pauses … target … on … at 50% { … } }
struct Sla {
  Name name;
  std::vector<Trigger> starts, stops, pauses;
  bool restarts_when_owner_changes = false;
  ExprPtr pauses_until, pauses_at_most;   ///< pauses until callback_on at most 90 days
  struct Target {
    ExprPtr value;                 ///< a duration, a decision's output, …
    ExprPtr when;                  ///< `target 1 business hour when rating is A`; null: any
    Span span;
  };
  std::vector<Target> targets;     ///< the first that holds
  bool on_owner = false;           ///< on owner.calendar otherwise us_sales
  Name calendar;
  struct Point {
    ExprPtr percent;
    std::vector<Action> actions;
    Span span;
  };
  std::vector<Point> points;
};

/// escalation sales_chain { level owner.manager { … }  level role x after 2 business hours { … } }
struct Escalation {
  Name name;
  struct Level {
    Who who;
    ExprPtr after;
    std::vector<Action> actions;
    Span span;
  };
  std::vector<Level> levels;
};

/// handoff marketing_to_sales { when stage becomes Working  from sdr to ae by route to_ae  carries …  accept within …  reject …  feedback … }
struct Handoff {
  Name name;
  std::vector<Trigger> when;
  Name from, to, route;
  struct Carried {
    Name name;                     ///< a field, score, … ; or an activity, `activities`
    ExprPtr window;                ///< activities in last 90 days
    bool activities = false;
    Span span;
  };
  std::vector<Carried> carries;
  ExprPtr accept_within;
  std::vector<Action> late;        ///< otherwise escalate sales_chain | { … }
  struct Rejection {
    std::vector<Name> reasons;
    Name to;                       ///< stage
    Span span;
  };
  std::vector<Rejection> rejections;
  int feedback_low = 0, feedback_high = 0;
  Who feedback_from;
  ExprPtr feedback_within;
};

/// sequence first_touch { email "first_touch" at 09:00 lead time   wait 3 days unless had reply in sequence   … }
struct Sequence {
  Name name;
  std::vector<Action> steps;
};

/// approval special_terms { ask role sales_manager when discount > 15%; within 1 business day otherwise escalate sales_chain }
struct Approval {
  Name name;
  struct Ask {
    Who who;
    ExprPtr when;
    Span span;
  };
  std::vector<Ask> asks;
  ExprPtr within;
  std::vector<Action> late;
};

/// privacy { email_sent only when C   when consent becomes denied { … }   mask f in notify when C   keep Disqualified 365 days then erase pii }
struct Privacy {
  struct Guard {
    std::vector<Name> activities;
    ExprPtr only_when;
    Span span;
  };
  struct Reaction {
    ExprPtr becomes;               ///< the condition `consent is denied`
    std::vector<Action> actions;
    Span span;
  };
  struct Mask {
    std::vector<Name> fields;
    std::vector<Name> where;       ///< notify, log, report
    ExprPtr when;                  ///< null: always
    Span span;
  };
  struct Keep {
    std::vector<Name> stages;
    ExprPtr span_of_time;
    Span span;
  };
  std::vector<Guard> guards;
  std::vector<Reaction> reactions;
  std::vector<Mask> masks;
  std::vector<Keep> keeps;
};

/// duplicates { same email -> keep oldest, merge others   same domain and similar company 90% -> flag   scores latest }
struct Duplicates {
  struct Key {
    Name field;
    ExprPtr similar;               ///< 90%; null: the same
  };
  struct Rule {
    std::vector<Key> keys;
    Name keep;                     ///< oldest, newest, best (the higher first score); empty with a bare `flag`
    Name others;                   ///< flag | merge
    Span span;
  };
  std::vector<Rule> rules;
  Name scores;                     ///< sum | max | latest: how the activities' and score history of a merged lead count
};

/// data rules { dated_step when C require R "Next step is missing or past"   rejected records -> queue data_fix }
struct DataRules {
  struct Line {
    Name name;
    ExprPtr when;                  ///< null: always
    ExprPtr require;
    std::string text;
    Span span;
  };
  std::vector<Line> lines;
  Name rejected_queue;
};

/// every monday 08:00 | every quarter start | every 1 hour | every day 18:00 | every month start
struct Schedule {
  enum class Kind : std::uint8_t { Every, Daily, Weekly, MonthStart, QuarterStart };
  Kind kind = Kind::Daily;
  ExprPtr span_of_time;            ///< Every
  int weekday = 0;                 ///< Weekly: 0 Monday
  int minute = 0;                  ///< of the day
  Span span;
};

/// One line of a report or a scorecard: count leads by stage | median time from created to first outreach by source, owner.team | …
struct Metric {
  enum class Kind : std::uint8_t {
    CountLeads,       ///< count leads [when C] [by …]
    MedianTime,       ///< median time from POINT to POINT [by …]
    StageRate,        ///< rate Scheduling of leads [by …]
    SlaRate,          ///< rate sla first_response met [by …]  |  sla first_response met
    Histogram,        ///< histogram age in stage [by …]
    AverageFeedback,  ///< average feedback [by …]
    DataRulesKept,    ///< data rules kept [by …]
    ResponseBands,    ///< response bands 5 minutes, 1 hour, 24 hours [by …]
    CountReasons,     ///< count reasons [by …]
    CountEscalations, ///< count escalations [by …]
    HandoffRate,      ///< rate handoff marketing_to_sales accepted [by …]
    Sum,              ///< sum FIELD [when C] [by …]
    QueueRate,        ///< rate queue desk met [by …]  |  queue desk met
  };
  Kind kind = Kind::CountLeads;
  Name name;                       ///< stage, sla, handoff, field, queue
  /// created | first outreach | first reply | stage Working | owner assigned | milestone mql
  struct Point {
    Name word;                     ///< created, first, stage, owner, milestone
    Name name;
  };
  Point from, to;
  std::vector<ExprPtr> bands;
  ExprPtr when;
  std::vector<ExprPtr> by;         ///< stage, source, owner, owner.team, …
  Span span;
};

/// report pipeline for sales, marketing over last 30 days every monday 08:00 to slack "#alignment" { metrics }
struct Report {
  Name name;
  std::vector<Name> audience;
  ExprPtr over;
  std::optional<Schedule> schedule;
  Name channel;                    ///< email | slack | webhook; empty: only when asked for
  std::string target;
  std::vector<Metric> metrics;
};

/// scorecard by owner { 50% sla first_response met; 30% average feedback; 20% data rules kept }
struct Scorecard {
  Name by;
  struct Line {
    ExprPtr percent;
    Metric metric;
  };
  std::vector<Line> lines;
};

/// every quarter start { rebalance sdr_na, at most 50 moves a rep }
struct Every {
  Schedule schedule;
  std::vector<Action> actions;
};

/// match account in accounts { same domain; similar name to company 90%; prefer open_deal, then latest last_touch; parent parent_domain }
struct Match {
  Name name, table;
  struct Key {
    Name column;
    ExprPtr value;                 ///< `similar name to company`; null: the lead's value of the same name
    ExprPtr similar;               ///< 90%; null: same
    bool normalised = false;       ///< same normalised name to company: legal forms and punctuation dropped
    Span span;
  };
  std::vector<Key> keys;           ///< tried in order: the first that finds a row
  struct Preference {
    Name column;
    Name order;                    ///< latest, oldest, highest, lowest; empty: true first
  };
  std::vector<Preference> prefer;
  Name parent;                     ///< column that names the key of the parent's row
};

/// After something has happened in a test: `after 2 hours happens reply { sentiment positive }`,
/// `after 1 day happens stage moved to Converted by ana`, `… happens handoff accepted`, `… happens bant answered { budget yes }`,
/// `… happens lead updated { discount 20% }`, `… happens approval special_terms granted`, `… happens ben out until 2026-03-09`
struct Happening {
  ExprPtr after;
  std::vector<Name> words;         ///< all plain words in order: reply | stage moved to Converted by ana | handoff accepted
  std::vector<std::pair<Name, ExprPtr>> values;  ///< { … }
  ExprPtr amount;                  ///< a number, percent or instant among the words: `feedback 4`, `out until …`
  Name reason;
  Span span;
};

/// What a test expects to have been sent, after `expect [no]`: reminder to ana "…" | escalation sales_chain level 1 to maria | task call to ana | …
struct SentExpectation {
  bool none = false;
  Name what;                       ///< reminder, escalation, notification, task, email, webhook, log, handoff, breach, violation, effect
  Name name;                       ///< sales_chain, the sla, the sequence
  int level = 0;
  Who to;
  bool has_to = false;
  Name text;                       ///< contained in the effect's text; of an email or a webhook: its name
  Span span;
};

}  // namespace leadflow::syntax
