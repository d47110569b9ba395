// A step at work. The parts of the workflow are files over this one class: look.cpp (the lead as the VM sees it), events.cpp,
// record.cpp, activities.cpp, stages.cpp, owners.cpp, actions.cpp, text.cpp, clocks.cpp, escalations.cpp, sequences.cpp, handoffs.cpp, approvals.cpp,
// privacy.cpp, duplicates.cpp, mergers.cpp, packet.cpp, told_late.cpp, retrace.cpp.
//
//     stepper.apply(event)  ->  what the event says, then rounds of: stopClocks, settle (stages), begin (handoffs, approvals,
//                               clocks), react; until a round changes nothing; then the next review is planned
#pragma once
#include <set>

#include "runtime/decide/router.hpp"
#include "runtime/ingest/row_builder.hpp"
#include "runtime/ingest/worker.hpp"
#include "runtime/vm/machine.hpp"
#include "runtime/workflow/step.hpp"

namespace leadflow::workflow {

/// What is kept between steps: one a thread.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  bool explain = true;                           ///< false: no Step::explained (simulations of many leads)
  bool tell_unread = true;                       ///< false: whoever read the record has told what nobody reads (`run`)
  std::vector<std::uint16_t> not_asked;          ///< required fields that nobody asks for unless an event names them (a test names what matters)

 private:
  friend class Stepper;
  struct Bound;                                  ///< machine, JSON worker, batch for one desk
  std::vector<std::unique_ptr<Bound>> bound_;    ///< by desk; a few versions may be in flight
  Bound& of(const World& world);
};

/// Why something is done: names effects' `why` and escalations' source.
struct Cause {
  std::string text;                ///< "sla first_response at 50%", "stage Working enter", "aging of stage New"
  std::int32_t calendar = -1;      ///< whose business time an escalation's `after` counts on
  std::string source = {};         ///< what it is about, for escalations: "sla first_response"; empty: `text`
  port::ClimbOf of = port::ClimbOf::Named;  ///< for escalations: what the stage did itself
  std::int32_t stage = -1;         ///< which stage
};

/// Whether somebody outside says with it what was so at `Event::at` (told_late.cpp).
bool saysWhen(port::EventType type);

class Stepper {
 public:
  Stepper(const World& world, Surroundings& surroundings, Scratch& scratch, Step& step, std::int64_t now);
  void apply(const port::Event& event);
  /// Before `lead.created` is applied: the record is read already, its event has no body. Both outlive the stepper.
  void give(const bytecode::LeadRow& row, const RecordSource& record) { given_ = &row, record_ = &record; }

  // ---- view.cpp: a look from outside
  vm::Machine& machine();                         ///< looked at
  const bytecode::LeadRow& row() const;
  std::int64_t dueOf(std::uint32_t sla) const;    ///< as clockDue
  void seeOwner(const std::string* rep);          ///< View::seeOwner
  bool readsAs(const std::vector<std::uint32_t>& fields, const port::Effect& mail);   ///< View::readsAs

 private:
  // ---- look.cpp: the lead as the VM sees it
  void dirty() { looked_ = false; }
  void look();                                    ///< decodes record and activities, fills the context registers, computes; cheap when nothing is dirty
  bool fillContext();                             ///< true: something differs from what was computed with
  void computeAt(std::int64_t instant);
  std::uint64_t lookNumber();                     ///< grows whenever the lead looks otherwise than before; looked at
  bool holds(bytecode::FunctionRef condition);    ///< true only when true; no function: true
  Slot fieldSlot(std::uint32_t field);            ///< the register of a field, looked at
  Slot value(bytecode::FunctionRef function);     ///< kMissing when there is none
  bool holdsAt(bytecode::FunctionRef condition, std::int64_t instant);   ///< with another `now`
  bool holdsFor(bytecode::FunctionRef condition, std::size_t activity, const std::vector<std::uint32_t>& types);   ///< of those types and of its instant, for this one
  std::string placeOf(const bytecode::Place& place) const;
  void tell(std::string what, std::string text, const bytecode::Place& place = {}, bool pii = false);
  std::string valuesOf(const std::vector<std::uint16_t>& reads);         ///< "fit is 75, rating is B" (pii values as `…`)

  // ---- events.cpp
  void take(const port::Event& event);            ///< what the event itself says
  bool refuse(std::string why);                   ///< outcome and account; false
  bool ignore(std::string why);                   ///< nothing happens; false
  void create(const port::Event& event);
  bool adopt(const port::Event& event);           ///< stage, owner and queue that a lead brings from elsewhere
  void answerChecklist(const port::Event& event);
  /// SequenceStep: runSequence(index). Reminder, Breach: firePoint(index, part). Escalation: climb(index). HandoffAccept:
  /// lateHandoff. HandoffFeedback: feedbackDue. ApprovalWithin: lateApproval. PauseEnds: stopClocks does it.
  void fireTimer(const port::Event& event);

  // ---- step.cpp
  void goOn(const port::Event& event);            ///< what follows from it, round by round
  void round(const port::Event& event);           ///< every condition once, in the order of a step
  bool happened() const;                          ///< something that the next round's triggers wait for
  void forgetHappened();

  // ---- record.cpp
  bool changeRecord(const port::Event& event, bool begins = false);   ///< false: refused, and nothing is changed
  void storeValue(std::string_view name, std::string_view raw);
  void notesSaid(std::string_view name, std::int32_t target);
  void notesNothing(std::string_view name);       ///< of a new lead
  void keepSaidSince();                           ///< what was said later stands
  void consent(const port::Event& event);
  bool saysConsent() const;
  struct Silence {                                ///< in a merger: a word of the one lead, and that the other one's record has nothing there, later
    std::int32_t target;
    std::string name, word;
    std::int64_t at;                              ///< of whichever of them came with the other lead
    bool theirs;                                  ///< the silence did; else the word
    bool forbids = false;                         ///< some guard forbids by the word
  };
  void weigh(std::vector<Silence>& silences, std::size_t& filled);
  bool saysNothing(std::int32_t target) const;    ///< what the record's name feeds, in the row at hand
  bool mustHave(std::int32_t target, bool read) const;
  bool guardsAskFor(std::uint32_t field) const;
  bool guardsAsk(std::int32_t target) const;      ///< for a field that the record's name feeds
  void setRight();                                ///< a lead that was set aside, once its record can be used
  void takeRow();                                 ///< of give(): instead of changeRecord
  void needRecord();                              ///< whoever reads or writes s_.record or bodies of activities needs more than a row

  // ---- activities.cpp
  void addActivity(const port::Event& event);
  void storeActivities(std::string_view list);
  bool storeActivity(std::string_view raw);       ///< a member of `activities`
  /// The id that an activity's body says, the event's or its own.
  ingest::ActivityId idOf(std::uint32_t activity, std::string_view body);
  std::optional<ingest::FaultKind> byOf(std::uint32_t activity, std::string_view body, std::string& by);
  bool countedBefore(std::uint32_t activity, std::int64_t at, const ingest::ActivityId& id);   ///< told, if so
  void withEventId(std::uint32_t activity, const std::string& id, std::string& body);
  void recordActivity(std::uint32_t activity, std::int64_t at, std::string body, const std::string& by);
  void unknownMember(std::uint32_t activity, std::string_view name, std::string_view value);
  std::string asInRoster(const std::string& id) const;   ///< as the roster spells the id; who is not there: as it came
  std::string nearestRep(const std::string& id) const;   ///< whom somebody who is not in the roster may have meant; empty: nobody
  std::string notInRoster(const std::string& id) const;  ///< "`anna` is not in the roster; did you mean `ana`?"
  bool fromRoster(const std::string& by);         ///< false: refused, nobody there is called so
  void tellStranger(const std::string& by);       ///< who did it is nobody of the roster: taken, and told

  // ---- look.cpp: what cannot be read
  std::int32_t placeInRecord(std::size_t activity) const;
  void issue(const ingest::FieldDecoder& decoder, ingest::FaultKind fault, const ingest::JsonValue& value);   ///< its items are the bound ones
  void unread(ingest::FaultKind kind, std::string field, std::string_view value, std::string nearest, bool pii);
  void tellUnread();                              ///< what was found since it was asked last, into the account
  void decodeNow();                               ///< the record as it stands, told and remembered as read
  void readFresh();                               ///< decodes what the event brought, so that what cannot be read is told
  /// Why the record cannot be used: "required field `country` is missing"; empty: it can. `touched`: only fields that the event named.
  std::string unusable(bool touched);

  // ---- stages.cpp
  void settle();                                  ///< the loop of `to` lines and `enter`
  bool moveTo(std::uint32_t stage, std::int32_t reason, const std::string& by, const std::string& why, const bytecode::Place& place);
  void arrive();                                  ///< enter actions, requires, aging timers, handoffs `when stage becomes`
  bool moveByPerson(const port::Event& event);
  void age(std::uint32_t line);
  std::int32_t reasonOf(const bytecode::ReasonValue& reason);
  void noteMilestones();
  void leaveFinal();                              ///< cancels clocks, sequences, timers
  bool moveByRule();                              ///< one line of the present stage; false: none holds
  void leaveStage();
  void comeToEnd();
  void planAging();
  bool ageDeferred();                             ///< lines whose time came while their `when` did not hold; plans those that have no timer
  void fireAging(std::uint32_t line);
  bool hasEntered(std::uint32_t stage) const;
  bool fits(const bytecode::WhoInfo& who, const std::string& by);
  std::string waysByPerson() const;               ///< "a person may move it to: Disqualified"

  // ---- owners.cpp
  std::uint32_t seat() const;                     ///< of the present stage
  const std::string& owner() const;
  void route(std::uint32_t route, std::uint32_t seat, const std::string& except, const Cause& cause);
  void assign(std::uint32_t seat, const std::string& rep, bool manual, std::int32_t pool, std::string route, std::string rule);
  void release(std::uint32_t seat, bool credit);  ///< the seat falls empty; pools are credited
  void reassign(const bytecode::ActionInfo& action, const Cause& cause);
  void enqueue(std::uint32_t queue, std::uint32_t seat, const Cause& cause);   ///< it waits there for somebody who fills the seat
  std::uint32_t queueSeat() const;
  void planQueue(std::int64_t since);
  void leaveQueue();
  void leftQueueBefore();
  std::string seatWord(std::uint32_t place) const;   ///< LeadState::words
  void ownerLeft();
  void rebalanced(const port::Event& event);
  std::vector<std::string> resolve(const bytecode::WhoInfo& who) const;  ///< rep ids, in order; empty: nobody
  void claim(const port::Event& event);
  void assignByPerson(const port::Event& event);
  void queueLate(std::uint32_t queue);
  std::string queueOwner(std::uint32_t queue) const;   ///< rep id; empty: nobody
  std::int32_t routeOf(std::uint32_t seat) const;      ///< by which the lead would be routed anew; -1: none
  void unload(const port::Seat& seat);                 ///< the rep has one open lead less
  void explainRoute(std::uint32_t route, const decide::Assignment& assignment, decide::Explanation told);

  // ---- actions.cpp, text.cpp
  void act(const std::vector<bytecode::ActionInfo>& actions, const Cause& cause);
  void act(const bytecode::ActionInfo& action, const Cause& cause);
  port::Effect& effect(port::EffectKind kind, const Cause& cause);
  /// What no line of the playbook writes. Null: nobody would get it, so it is not sent, which the account says.
  port::Effect* wordTo(port::EffectKind kind, const std::vector<bytecode::WhoInfo>& who, const Cause& cause, const std::string& text, const bytecode::Place& place);
  /// Task, Remind: to the person who works the lead. Send: to the lead itself, never masked.
  enum class Audience : std::uint8_t { Notify, Log, Report, Task, Remind, Send };
  /// `links`: where the template itself writes a link (Effect::links).
  std::string fill(const bytecode::TemplateInfo& text, Audience audience, bool& pii, std::vector<std::uint32_t>* links = nullptr);
  std::string json(const bytecode::TemplateInfo::Value& value, Audience audience, bool& pii);
  void address(port::Effect& effect, const std::vector<bytecode::WhoInfo>& who);
  bool masked(const bytecode::TemplateInfo::Value& shown, Audience audience);
  void setField(const bytecode::ActionInfo& action, const Cause& cause);
  void message(const bytecode::ActionInfo& action, const Cause& cause);   ///< remind, notify
  void task(const bytecode::ActionInfo& action, const Cause& cause);
  void payload(const bytecode::ActionInfo& action, const Cause& cause);   ///< webhook, create
  std::string recordLink(port::EffectKind kind, bool& pii);
  void slotText(std::string& out, bytecode::Type type, Slot slot) const;  ///< as a person reads it in a message

  // ---- clocks.cpp: a round goes stopClocks, checkSequences, settle, startHandoffs, askApprovals, startClocks, react
  void stopClocks(const port::Event& event);      ///< stops and pauses by what has just happened
  void startClocks(const port::Event& event);
  void firePoint(std::uint32_t sla, std::uint32_t point);
  void planClock(std::uint32_t sla);              ///< its timers, as things stand
  void startClock(std::uint32_t sla, std::int64_t at, bool restarted);
  void stopClock(std::uint32_t sla, std::int64_t at, std::string who);
  void endRun(std::uint32_t sla);                 ///< without an answer: restarted, or ended with the lead
  /// What this event brought of touches: told of, within a record, or sent in this step. `recorded`: within a record.
  struct Touch { std::size_t activity; std::uint32_t type; std::int64_t at; bool recorded; };
  void noteTouch(std::uint32_t type, bool recorded);
  void noteForetold();                            ///< touches that a record told of before they came
  bool touches(const bytecode::TriggerInfo& trigger, const Touch& touch);
  void touchClock(std::uint32_t sla);
  void considerStop(std::uint32_t sla, const port::Event& event);
  void considerStart(std::uint32_t sla, const port::Event& event);
  std::string whoDid(const port::Event& event, const bytecode::TriggerInfo& stop) const;   ///< empty: a machine, or nobody of the roster
  std::string whoStopped(const port::Event& event, const bytecode::TriggerInfo& stop) const;
  std::string hasIt() const;                      ///< the owner, else the queue's owner, else who had it last
  std::string answeredBy(const Touch& touch) const;
  std::string missedBy(std::int64_t begun, std::int64_t due) const;
  void noteHolding();                             ///< LeadState::holdings, at the end of a step
  void beginHoldings();
  bool triggered(const bytecode::TriggerInfo& trigger);
  std::int64_t addTime(std::int32_t calendar, std::int64_t from, std::int64_t ms) const;  ///< calendar -1: wall
  std::int64_t between(std::int32_t calendar, std::int64_t from, std::int64_t to) const;
  std::int64_t dueAfter(const bytecode::TimeSpan& span, std::int64_t from, std::int32_t calendar) const;
  std::int32_t calendarOf(bool on_owner, std::int32_t otherwise) const;   ///< the owner's, else that one, else the playbook's
  std::int32_t calendarOfRep(const std::string& rep) const;                ///< the rep's own, else the playbook's
  std::int64_t clockDue(std::uint32_t sla) const;  ///< when it breaches as things stand; kMissing when it does not run
  std::int64_t pointDue(std::uint32_t sla, std::int64_t percent) const;
  void considerPause(std::uint32_t sla);          ///< pauses or resumes by what holds now; the PauseEnds timer needs nothing else
  const bytecode::TriggerInfo* stopsNow(const bytecode::SlaInfo& sla);   ///< by anything but a touch; null: it goes on
  void breach(std::uint32_t sla);
  void endOpen();                                 ///< clocks, climbs, handoffs, approvals of a lead that came to its end

  // ---- escalations.cpp
  void escalate(std::uint32_t escalation, const Cause& cause);
  void climb(std::uint32_t number);
  std::int32_t hoursOf(const port::Climb& climb_up) const;   ///< the calendar of its `after`, on the clocks of who it began with
  void acknowledge(const port::Event& event);
  std::int64_t beganThen(const port::Climb& climb_up) const;
  bool meantBy(const port::Event& event, const port::Climb& climb_up) const;
  bool speaksTo(const port::Climb& climb_up, const port::Event& event) const;
  void noEscalation(const port::Event& event);    ///< refused: of that name none is open
  void resolve(const port::Event& event);
  void closeClimbs(const std::string& source);    ///< what it was about is over
  void closeClimbs(port::ClimbOf of);             ///< of the present stage, which the lead leaves
  void closeClimb(std::uint32_t number);          ///< over by itself: nobody resolved it

  // ---- retrace.cpp: a clock's history, where something that is told late comes in between
  class Then;                                     ///< the lead as it was at an instant
  bool heldThen(bytecode::FunctionRef condition, std::int64_t at);
  std::vector<std::int64_t> momentsSince(std::int64_t from, std::int64_t to) const;
  void stopAt(std::uint32_t sla, std::int64_t at, const std::string& who);
  void stopRun(std::uint32_t sla, std::size_t run, std::int64_t at, const std::string& who);
  void startLate(std::uint32_t sla, std::int64_t from, std::size_t starter);
  bool beganBefore(std::uint32_t sla, std::int64_t from, std::size_t starter);
  void goesOn(std::uint32_t sla, const port::Clock& real, const std::vector<port::Timer>& timers, const std::vector<port::Climb>& climbs);
  std::int64_t undoRun(std::uint32_t sla);        ///< since when it had run
  void neverBegan(std::uint32_t sla);
  void retrace(std::uint32_t sla, std::int64_t from, std::int64_t to, std::vector<port::Timer>& its);
  void passTime(std::uint32_t sla, std::int64_t from, std::int64_t to, std::vector<port::Timer>& its, bool whole = false);
  void nothingHappens(std::uint32_t sla);
  std::int64_t nextTurn(std::uint32_t sla, std::int64_t from);
  bool concerns(std::uint32_t sla, std::int64_t at) const;
  void noteLevels(std::uint32_t sla);
  void planAgain(std::uint32_t sla, const std::vector<port::Timer>& its);

  // ---- told_late.cpp
  std::vector<std::int64_t> instantsTold(const port::Event& event) const;
  std::int64_t laterWord(const std::string& what) const;
  void noteWord(const std::string& what);
  void noteBegan(const std::string& what, std::int64_t since);
  std::int64_t beganThen(const std::string& what, std::int64_t at) const;
  bool answersBefore(std::int64_t began, const std::string& what);
  std::string whoDidThen(std::int64_t at) const;
  std::int64_t heldSince(std::uint32_t sla, const bytecode::TriggerInfo& trigger, const std::vector<std::int64_t>& instants);
  void stopLate(const port::Event& event);        ///< before anything follows from the event
  void noteOwner();                               ///< `owner changes`

  // ---- sequences.cpp
  void startSequence(std::uint32_t sequence, const Cause& cause);
  void stopSequence(std::uint32_t sequence, const std::string& why);   ///< kAny: all
  void runSequence(std::uint32_t sequence);       ///< steps until one waits
  void checkSequences(const port::Event& event);  ///< reply, consent, `stop when`, leaving the stage
  bool waitsForLeadTime(std::uint32_t sequence) const;
  void beginWindows();                            ///< remembers by which zone a step waits for its hour
  void followZone();                              ///< a step waits for that hour where the lead is now
  std::int64_t sendInstant(const bytecode::ActionInfo& step, std::int64_t from);   ///< `from`, or the next instant of `at` / `between` in the lead's time zone
  const std::string& variantOf(const bytecode::ActionInfo& step, const std::string& name);
  bool guarded(std::uint32_t activity, std::string& why);              ///< privacy: true when automation must not
  bool refusedByGuard(const bytecode::ActionInfo& action, std::string& why);  ///< an email, or a task that names a guarded activity
  std::string fieldJson(std::uint32_t field);                          ///< what a mail says of the lead's field; empty: missing
  void sendEmail(const bytecode::ActionInfo& action, const Cause& cause);  ///< act() of Kind::Email; checks the guard, not `when`
  void readZones();                               ///< a zone that the event brought and that is none is told
  const TimeZone& leadZone();                                          ///< ingest/lead_zone.hpp; else the playbook's
  std::vector<ingest::LeadZone::Unread> unreadZones();                 ///< what should say it, and cannot be read

  // ---- handoffs.cpp, approvals.cpp, packet.cpp
  void startHandoffs();
  void offer(std::uint32_t handoff);
  void tellOffer(std::uint32_t handoff);
  void endHandoff(std::uint32_t handoff);
  void offerOn(std::uint32_t seat, const std::string& rep);   ///< an open handoff is theirs who has the seat now, and they hear of it; empty: nobody's
  void answerHandoff(const port::Event& event);
  void feedback(const port::Event& event);
  void lateHandoff(std::uint32_t handoff);
  std::string offeredTo(std::uint32_t handoff, std::int64_t at) const;   ///< empty: nobody
  void touchHandoffs();                           ///< a first touch accepts; part of stopClocks
  void acceptHandoff(std::uint32_t handoff, std::int64_t at, const std::string& by);
  void feedbackDue(std::uint32_t handoff);        ///< timer HandoffFeedback
  std::vector<std::pair<std::string, std::string>> packet(const bytecode::HandoffInfo& handoff);  ///< name, JSON
  void askApprovals();
  void ask(std::uint32_t approval);               ///< act() of Kind::Ask
  void openApproval(std::uint32_t approval, std::int32_t line);
  void askOf(std::uint32_t approval, const std::vector<std::string>& people);
  void askAnew(std::uint32_t approval);           ///< where none of those who were asked is there (any more)
  void decideApproval(const port::Event& event);
  void lateApproval(std::uint32_t approval);

  // ---- gone_over.cpp
  void goneOver();                                ///< the lead was carried over to this version

  // ---- zones_changed.cpp
  void reckonAnew(const port::Event& event);      ///< what is due by the rules of time zones, by those of today
  void reckonClock(std::uint32_t sla);
  void reckonTimer(const port::Timer& timer);     ///< of anything but a clock
  void reckonSequence(const port::Timer& timer);
  std::int64_t reckonClimb(std::uint32_t number); ///< kMissing: it stays
  void noteZone(const TimeZone& zone);            ///< Step::zoned, unless the zone is UTC
  void noteHours(std::int32_t hours);             ///< the same of a calendar's; -1: wall time
  void appendWall(std::string& text, std::int64_t instant);   ///< as the playbook's wall clock shows it

  // ---- privacy.cpp, duplicates.cpp, mergers.cpp
  void rememberRecord(std::int64_t until, std::vector<std::pair<std::string, std::string>> record, std::size_t behind);
  std::vector<std::uint32_t> guardsOfThen(std::int64_t from) const;   ///< those that the record at hand answers as it was from then on
  void rewriteGuards(const std::vector<std::uint32_t>& guards, std::int64_t from, std::int64_t until, bool told);   ///< with the record at hand, which held then; `told`: by the event at hand, else from a later word on
  void broughtAt(std::int64_t said);              ///< a merger brings a value that a guard asks for, said then
  std::vector<bool> countedByPoints() const;      ///< by type of activity: `+10 per visit`, and no outreach
  bool forward(const port::Event& event);         ///< of a merged lead: to the one that was kept
  void react();                                   ///< `when consent becomes denied`
  void checkTouch(const port::ActivityEntry& entry);   ///< a person's touch against a guard: a violation; before it is recorded
  void judgeTouches();                            ///< those of this event that stood in a record
  void judge(std::uint32_t guard, const std::function<bool(const port::ActivityEntry&)>& of);
  void judgeRecorded(const port::Event& event);   ///< the touches that a later record tells of, behind its values
  bool heldAt(std::uint32_t guard, std::int64_t at, std::size_t except);  ///< whether the guard held then; without the activity at `except`
  std::string violationText(const port::ActivityEntry& entry, const bytecode::GuardInfo& guard) const;
  void beginGuards();                             ///< those that the lead has no history of, as things stand
  void noteGuards(const port::Event& event) { noteGuards(event, s_.activities.size()); }   ///< which guards hold from here on
  void noteGuards(const port::Event& event, std::size_t activities);                        ///< behind so many activities of this very instant
  void judgeAgain(std::uint32_t guard, std::int64_t from);  ///< touches that were told before what was said of their time
  void erase();
  std::set<std::string> whoHadIt() const;
  void eraseRefused(const port::Event& event);     ///< of a lead that never came to be: the events that were refused or wait
  void mergedTooLate(const port::Event& event);   ///< a lead that went into this one just before it was erased
  void planRetention();
  void findDuplicates();
  void absorb(const port::Event& event);
  void mergeIn(const port::Event& event);
  void flagOther(const port::Event& event);
  struct Candidate { std::string lead; std::int64_t created = 0; Slot points = kMissing; std::vector<std::string> similar; bool remembered = false; };   // `remembered`: Surroundings::remembered
  struct Found { std::uint32_t rule; std::string key; Candidate self; };
  std::vector<Found> noteKeys();
  std::string duplicateKey(const bytecode::DuplicateInfo& rule, std::vector<std::string>& similar);  ///< empty: a part is missing
  bool candidate(const bytecode::DuplicateInfo& rule, const std::string& lead, Candidate& found);
  void duplicateFound(const bytecode::DuplicateInfo& rule, const Candidate& self, const std::vector<Candidate>& others);
  Slot pointsHere(bool all);                      ///< the first score of the lead in the machine, or all added up
  void sayMerged(const std::string& kept);        ///< sends what this lead brings, and ends it
  port::Event& send(port::EventType type, std::string lead, std::string id);
  void endLead(const std::string& why);           ///< clocks, sequences, queue, timers, open counts

  // ---- the lead as a row (look.cpp)
  void decodeRow(const port::LeadState& state, bool tell_issues);
  bool closesCircle(const std::string& kept);     ///< whether `kept` is, or is about to be, part of this lead
  void askIn(const std::string& other);
  void fillAccounts();
  void recordSent();                              ///< automation sent an email: `email_sent`, where the playbook has it

  // ---- timers
  void setTimer(port::TimerKind kind, std::uint32_t index, std::uint32_t part, std::int64_t due);
  void clearTimers(port::TimerKind kind, std::uint32_t index);
  void finish();

  // ---- reviews.cpp: the next look at what changes by time alone
  struct NextLook {
    std::int64_t at = kMissing;                   ///< the earliest boundary
    bool tick = false;                            ///< something fades: look again at the next review as well
    void add(std::int64_t instant);
  };
  void planReview();
  NextLook nextLook();
  std::int64_t nextTick() const;
  /// Every condition that time can change and that matters to the lead as it is: visit(number in `timed`, edge, milestone or -1).
  template <class Visit> void eachTimed(const Visit& visit);
  bool timeChanged();                             ///< whether one of them is other than when something last happened
  enum Edge : std::uint8_t { Rises = 1, Falls = 2, Both = 3 };   ///< which change of a condition does something
  void timed(std::int32_t index, Edge edge, NextLook& next);
  std::int64_t boundaryAfter(std::uint32_t boundary);            ///< after now; kMissing: none
  std::int64_t windowAfter(const bytecode::BoundaryInfo& boundary);
  template <class Visit> void eachTimedOpen(const Visit& visit);   ///< of a lead that is not at its end
  bool agingDeferred(std::uint32_t line) const;   ///< its time has come, its condition has not

  const World& world_;
  const bytecode::Chunk& chunk_;
  const bytecode::WorkflowInfo& flow_;
  Surroundings& surroundings_;
  Scratch::Bound& bound_;
  Step& step_;
  port::LeadState& s_;                            ///< step_.after
  std::int64_t now_;                              ///< of the event; while a clock is retraced (retrace.cpp), the instant of before
  const std::int64_t last_;                       ///< when something happened to the lead before; kMissing: never
  bool looking_ = false;                          ///< nothing happens but that time has passed
  bool looked_ = false, row_stale_ = true, computed_ = false;
  bool row_read_ = false;                         ///< the row is another than was computed with
  std::uint64_t looks_ = 0;                       ///< how often the lead looked otherwise
  std::vector<bool> reacted_;                     ///< by reaction of privacy: in this event
  const bytecode::LeadRow* given_ = nullptr;      ///< null: the record is in the state
  const RecordSource* record_ = nullptr;
  std::vector<std::uint32_t> entered_;            ///< stages entered in this event
  bool stage_changed_ = false, owner_assigned_ = false, owner_changed_ = false, created_ = false, queued_ = false;
  std::vector<std::uint32_t> became_;             ///< stages that the lead came to rest in during this event
  std::vector<std::uint32_t> handoffs_accepted_;
  std::vector<std::uint32_t> accepted_before_;    ///< handoffs that had been accepted before that was known, as the event at hand tells
  std::vector<Touch> touches_;
  bool values_told_ = false;                      ///< the event changed the record before anything followed: what begins need not be by its touches
  std::size_t touches_seen_ = 0;                  ///< those before it have begun what they begin: triggers look at the others
  struct Begun { std::uint32_t sla; std::size_t starter; };
  std::vector<Begun> begun_;                      ///< clocks that began in this event, with the touch that began them
  std::uint32_t effects_ = 0;
  std::string had_last_;                          ///< the owner when the lead last rested; with nobody since, still
  bool told_owner_ = false;                       ///< who has the lead had been given it before that was known
  bool was_assigned_ = false;                     ///< somebody was given the lead in this event
  std::size_t visits_before_ = 0;                 ///< how many stages it had seen before the event at hand
  bool came_in_queue_ = false;                    ///< its first event says in which queue it waits
  bool arriving_ = false;                         ///< in a stage whose `enter` has not run
  const TimeZone* waits_by_ = nullptr;            ///< the zone by which a step waits for `lead time`; nullptr: none does
  bool window_passed_ = false;                    ///< the sequence at hand need not wait for its hour: by the rules of today it was before now
  bool ending_ = false;                           ///< came to a final stage in this event
  const std::string* seen_owner_ = nullptr;       ///< View::seeOwner
  bool loaded_ = true;                            ///< the lead counts among its owners' open leads
  bool adopted_ = false, ignored_ = false, record_changed_ = false;
  bool quiet_ = false;                            ///< a timer: when nothing is told, nothing happened
  bool remembers_ = false, remembered_ = false;   ///< a guard depends on time: the record before this step is in record_before_
  std::size_t own_activities_ = SIZE_MAX;         ///< those from there on came with another lead in this event, and were judged there
  std::size_t activities_before_ = 0;             ///< how many there were before the event at hand told of its own
  std::vector<std::pair<std::string, std::string>> record_before_;
  struct SaidSince {
    std::int64_t at = 0;                          ///< when it was said
    std::string name;                             ///< of the record, of what is told of late
    std::vector<std::pair<std::string, std::string>> stands;   ///< the entries that feed the same field; none: missing
    std::size_t behind = 0;                       ///< how many activities had been told when it was said
  };
  std::vector<SaidSince> said_since_;             ///< of the update at hand: fields of which something later was said before
  std::int64_t said_at_ = kMissing;               ///< the update's instant; missing: what is stored is no update
  std::set<std::string> duplicates_asked_;        ///< in this event: rules with what they compare
  std::int64_t said_then_ = kMissing;             ///< when it was so what the event at hand tells
  std::int64_t told_at_ = kMissing;               ///< of what somebody tells of late, while it is taken: when it was so
  std::int64_t moved_at_ = kMissing;              ///< the same of a person's move, until the lead arrives
  std::int64_t brought_since_ = kMissing;         ///< when the last value that a merger brought, and a guard asks for, was said
  std::int64_t guards_rewritten_ = kMissing;      ///< since when answers of guards are others than those that were noted
  std::vector<std::string> fresh_;                ///< names of the record that this event changed: only their faults are told
  using SaidHere = std::set<std::pair<std::int32_t, std::string>>;
  SaidHere* said_here_ = nullptr;                 ///< what the record at hand has said, null too: by what it feeds, else by its name
  std::size_t unread_told_ = 0;
  bool merging_ = false;                          ///< the record at hand was told about where it came from
  std::size_t fresh_activities_ = 0;              ///< index of the first activity that this event brought
  std::int32_t activity_told_ = -1, activities_told_ = 0;   ///< which activity of the event's record is read (Unread::activity); how many were
  std::vector<std::pair<std::size_t, std::int32_t>> stored_here_;   ///< those that the lead has now: their index, and which of the record they were
  std::string link_;
  bool link_made_ = false, link_pii_ = false;
};

}  // namespace leadflow::workflow
