// One thing that happens to one lead, and all that follows from it.
//
// The order is that of docs/language/stages.md: the record changes; clocks stop or pause; lines are tried until none holds and
// the stage come to rest in does what it does on entry; then handoffs, approvals and clocks begin.
#pragma once
#include <functional>

#include "tests/lives/reference/interpreter.hpp"

namespace leadflow::lives {

class Step {
 public:
  Step(Interpreter& world, Life& life, Instant now);
  void apply(const Event& event, const std::string& timer, const std::string& timer_name, std::size_t timer_index, std::size_t timer_part);
  bool refused() const { return refused_; }
  bool ignored() const { return ignored_; }
  std::string owner() const;
  static std::string seatOf(const Playbook& book, const Life& life);   ///< of its stage
  static std::string ownerOf(const Playbook& book, const Life& life);
  const std::string& why() const { return why_; }
  std::vector<Event> messages;

  // ---- time.cpp, also for what is due
  static Instant after(const Interpreter& world, const Playbook& book, const Span& span, Instant from, const std::string& calendar);
  static std::int64_t elapsed(const Interpreter& world, const ClockRun& run, Instant until);
  static Instant due(const Interpreter& world, const ClockRun& run, int percent, Instant known_until);
  static bool metAt(const Interpreter& world, const ClockRun& run);

  // ---- condition.cpp
  enum class Truth : std::uint8_t { False, True, Unknown };
  Truth truth(const Condition& condition) const;
  bool holds(const Condition& condition) const { return truth(condition) == Truth::True; }
  static const char* clockWord(const ClockLife& clock, const Interpreter& world);
  static void eachCondition(const Playbook& book, const std::function<void(const Condition&)>& visit);
  struct Asked {
    bool owner = false, team = false;
  };
  static Asked askedOfOwner(const Playbook& book);   ///< by its conditions, wherever they stand
  bool hasToAsk() const;   ///< an approval waits, nobody who was asked is there, and somebody else is (handoffs.cpp)
  std::vector<Condition> matter() const;
  bool timeChanged();
  static Instant flips(const Interpreter& world, const Life& life, const Condition& atom);

  // ---- outlook.cpp
  using Tell = std::function<void(const std::string&)>;
  void open(const Tell& tell) const;
  std::string hadIt(Instant at, bool before) const;
  void stuck(const Tell& tell) const;

 private:
  struct Cause { std::string source, calendar; std::string of_stage; };

  // ---- step.cpp: what happens, and the order of what follows
  void take(const Event& event);
  void fire(const std::string& what, const std::string& name, std::size_t index, std::size_t part);
  void follow(Instant said);
  void round();
  void refuse(std::string why) { refused_ = true, why_ = std::move(why); }
  void ignore(std::string why) { ignored_ = true, why_ = std::move(why); }
  void create(const Event& event);
  void change(const std::vector<std::pair<Field, Value>>& record);
  struct Since { Instant at; Field field; Value stands; bool bad; };
  std::vector<Since> saidLater(const Event& event);
  void keepLater(const Event& event, std::vector<Since> later);
  bool guardsAsk(Field field) const;
  void rewriteGuards(const std::set<std::size_t>& guards, Instant from, Instant until, bool told);

  // ---- record.cpp: what a record says, and what of it nobody can read
  bool update(const Event& event);
  bool unusable() const;
  void setAside();
  void setRight();
  void noteOdd(const Event& event);
  void touch(const Event& event);
  void takeDeeds(const Event& event);
  void foretold();
  void judge(const Touch& touch, std::size_t place);
  void judge(std::size_t guard, const std::function<bool(const Touch&)>& of);
  void stranger(const Event& event, const std::string& by);
  void answer(const Event& event);
  void goOver(const Event& event);
  void say(const std::string& what) { world_.say(what); }

  // ---- stages.cpp
  void settle();
  bool moveByLine();
  bool moveTo(const std::string& stage, const std::string& reason, const std::string& by = {});
  void leaveStage();
  void arrive();
  void noteMilestones();
  void moveByPerson(const Event& event);
  bool fits(const Who& who, const std::string& by) const;
  void age(std::size_t line);
  bool ageDeferred();
  void fireAging(std::size_t line);
  void end();
  const Stage& here() const;
  bool lineMayGo(const Line& line) const;

  // ---- owners.cpp
  std::string seat() const;
  struct Found { std::string rep, queue, pool; };
  Found find(const Route& route);
  bool tryRule(const Route& route, const Rule& rule, Found& found, int depth);
  bool tryChoice(const std::string& key, const Choice& choice, Found& found, int depth);
  std::string turnOf(const Choice& choice);
  void count(const std::string& rep);
  void route(const std::string& name, const std::string& place, const std::string& except, const Cause& cause);
  void assign(const std::string& place, const std::string& rep, bool manual, const std::string& pool, const std::string& route_name);
  void release(const std::string& place, bool credit);
  std::string routeOf(const std::string& place) const;
  void reassign(const Action& action, const Cause& cause);
  void enqueue(const std::string& queue, const std::string& place, const Cause& cause);
  void waitFromNow();
  void leaveQueue();
  std::string waitsFor() const;
  void queueLate();
  std::string queueOwner(const std::string& queue) const;
  void claim(const Event& event);
  void assignByPerson(const Event& event);
  void ownerLeft();
  void rebalanced(const Event& event);        // schedule.cpp
  std::vector<std::string> meant(const Who& who) const;

  // ---- actions.cpp
  void act(const std::vector<Action>& actions, const Cause& cause);
  void act(const Action& action, const Cause& cause);
  Effect& effect(const std::string& kind);
  void address(Effect& effect, const std::vector<Who>& who) const;
  bool word(const std::string& kind, const std::string& target, const std::vector<Who>& who);   ///< false: nobody would get it
  void email(const Action& action);
  bool guarded(Act act) const;

  // ---- escalations
  void escalate(const std::string& name, const Cause& cause);
  void climb(std::size_t number);
  void closeClimbs(const std::string& source);
  void acknowledge(const Event& event);
  void resolve(const Event& event);

  // ---- sequences.cpp
  void start(const std::string& name, const Cause& cause);
  void stop(const std::string& name);
  void stopAll();
  void checkSequences();
  void run(const std::string& name);
  Instant sendAt(const Action& action) const;

  // ---- clocks.cpp
  bool happened(const Trigger& trigger) const;
  bool touches(const Trigger& trigger, const Touch& touch) const;
  const Trigger* stopsNow(const Sla& sla) const;
  Instant heldSince(const Sla& sla, const Trigger& trigger, const std::vector<Instant>& told);
  void stopLate();
  void noteOwner();
  bool nothingSince(Life before) const;
  void stopClocks();
  void startClocks();
  void considerStop(const Sla& sla);
  void considerStart(const Sla& sla);
  void touchClock(const Sla& sla);
  void startClock(const Sla& sla, Instant at, bool restarted);
  void answer(ClockRun& run, Instant at, const std::string& who) const;
  std::string whoDid(const Trigger& stop) const;
  std::string whoStopped(const Trigger& stop) const;
  std::string hasIt() const;
  std::string answeredBy(const Touch& touch) const;
  void noteWhoHasIt();
  void stopClock(const Sla& sla, Instant at, const std::string& who);
  void considerPause(const Sla& sla);
  void firePoint(const Sla& sla, int percent);
  void endOpen();

  // ---- retrace.cpp: a clock gone through again, with what is told late
  void asOf(Instant at, const std::string& sla, bool own, const std::function<void()>& what);
  bool heldThen(const Condition& condition, Instant at);
  std::vector<Instant> momentsSince(Instant from, Instant to) const;
  void stopAt(const Sla& sla, Instant at, const std::string& who);
  void stopRun(const Sla& sla, std::size_t run, Instant at, const std::string& who);
  void startLate(const Sla& sla, Instant from, std::size_t starter);
  void neverBegan(const Sla& sla);
  Instant beganAnew(const Sla& sla);
  static void closeOld(ClockLife& life);
  bool beganBefore(const Sla& sla, Instant from, std::size_t starter);
  bool before(const Event& event, const std::string& what, Instant known) const;
  void begins(const std::string& what, Instant since);
  Instant waitsSince(const std::string& what, Instant known) const;
  bool overtaken(const Event& event, const std::string& of);
  std::string whoDidAt(Instant at) const;
  void goThrough(const Sla& sla, Instant from, Instant to);
  void passTime(const Sla& sla, Instant from, Instant to, bool whole = false);
  void noteLevels(const Sla& sla);
  Instant nextTurn(const Sla& sla, Instant from);

  // ---- handoffs.cpp
  void startHandoffs();
  void offer(const Handoff& handoff);
  std::string offeredTo(const Handoff& handoff, Instant at);
  void touchHandoffs();
  void tellOffer(const Handoff& handoff);
  void offerOn(const std::string& place, const std::string& rep);
  void askAnew();
  std::vector<std::string> instead(const Approval& approval) const;
  void accept(const Handoff& handoff, Instant at, const std::string& by);
  void answerHandoff(const Event& event);
  void feedback(const Event& event);
  void askApprovals();
  void decide(const Event& event);

  // ---- outlook.cpp
  std::string nobodyHasIt() const;
  enum class Looks : std::uint8_t { None, Perhaps, Some };
  Looks looks() const;

  // ---- privacy.cpp
  bool heldAt(std::size_t guard, Instant at, bool again = false, std::size_t touch = SIZE_MAX);   ///< of a touch: what was told before it counts
  void noteGuards(Instant said, std::size_t touches);
  void noteSaid(Instant said, std::size_t behind);
  void judgeAgain(std::size_t guard, Instant from);
  void react();
  void erase();
  void planKeeps();
  void duplicates();
  void sendAway(const std::string& kept);
  bool goesInto(const std::string& lead, const std::string& kept) const;
  bool forgets(const Life& life) const;
  void absorb(const std::string& kept);
  struct Silence {                          ///< of a merger: what the one lead said, and the other one later did not
    Value word;
    Instant at = kMissing;                  ///< of what came with the other lead
    bool theirs = false;                    ///< the silence did; else the word
  };
  void weigh(const std::map<Field, Silence>& silences, const Life& other);
  static bool mustHave(const Playbook& book, Field field, bool bad);
  void orderMerger(const std::string& other);
  void bring(const Event& event);
  bool forward(const Event& event);
  Event& send(Kind kind, const std::string& lead);

  Interpreter& world_;
  Life& l_;
  Instant now_;
  const Instant last_;                      ///< when something happened to the lead before
  const Playbook* book_;
  bool refused_ = false, ignored_ = false, nothing_ = false;
  std::set<std::string> duplicates_asked_;   ///< in this event: rules with what they compare
  Kind answer_ = Kind::Timer;            ///< the event at hand
  Instant answered_at_ = kMissing;       ///< when somebody did or said what it tells
  std::string answered_by_;              ///< who did what may stop a clock
  std::size_t judged_ = SIZE_MAX;        ///< the touch at hand: those of its instant that were told after it come behind it
  bool told_owner_ = false;              ///< who has the lead had been given it before that was known
  bool was_assigned_ = false;            ///< somebody was given the lead in this event
  std::size_t visits_before_ = 0, touches_before_ = 0;   ///< what there was before it
  std::string had_last_;                 ///< the owner when it rested last, and since then nobody or the same
  bool values_told_ = false;             ///< the event changed the record before anything followed
  Instant rewritten_ = kMissing;         ///< since when guards held otherwise than was noted
  std::size_t own_touches_ = SIZE_MAX; ///< those behind came with another lead in this event
  Instant brought_since_ = kMissing;   ///< when the last word that a merger brought was said
  bool in_part_ = false;                    ///< something of the event nobody can read, or nobody knows
  std::string why_;
  bool came_in_queue_ = false;              ///< the event that brought it says where it waits
  bool looked_ = false;                     ///< only time has passed
  bool first_ = false;                      ///< the event that brought the lead
  // what has happened in this step
  bool created_ = false, adopted_ = false, record_changed_ = false, owner_assigned_ = false, owner_changed_ = false, queued_ = false, arriving_ = false, ending_ = false;
  std::vector<std::string> entered_, became_, accepted_, had_accepted_;
  std::vector<Touch> touches_;              ///< of this event
  std::size_t recorded_ = 0;                ///< so many of them stood in a record, or came with another lead
  bool took_in_ = false;                    ///< another lead brought what it had
  std::size_t news_ = 0;                    ///< those from here on are news of this round
  std::map<std::string, std::size_t> begun_;   ///< clocks that began in this event, and which touch began them
  std::set<std::size_t> reacted_;           ///< a reaction acts at most once an event
  bool barred_ = false;                     ///< routed anew: not to a rep it was taken from in this stay
};

}  // namespace leadflow::lives
