// A clock gone through again from an instant of before: what is told late may have stopped it, begun it, or kept it from beginning, and
// what happened since counts for what it was then.
//
//     sla first { starts when owner assigned  stops when call  restarts when owner changes  target 2 hours }
//
//     08:00 ana    09:30 Work, hal          first runs from 08:00, and for hal from 09:30 on
//     told at 10:00: ana called at 09:00    first is met at 09:00; it begins at 09:30 all the same: another owner, in another stage
//
// The history says when stages, owners, values and touches changed. At each of these instants the lead is put back to what it was, and
// the clock is asked as it was asked then (clocks.cpp). What the history does not say - answers to checklists, other clocks, sequences,
// tables, the roster - is as it is today. Only the clock changes: what was told and done in between stays so.
#include <algorithm>

#include "runtime/workflow/as_it_was.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/stepper.hpp"

namespace leadflow::workflow {

using bytecode::SlaInfo;
using bytecode::SlaState;
using bytecode::TriggerInfo;
using port::Clock;
using port::Timer;
using port::TimerKind;

namespace {

std::string sourceOf(const SlaInfo& sla) { return "sla " + sla.name; }
bool ofClock(const Timer& timer, std::uint32_t sla) {
  return timer.index == sla && (timer.kind == TimerKind::PauseEnds || timer.kind == TimerKind::Reminder || timer.kind == TimerKind::Breach);
}

/// Makes the run at `number` of `real` (as many as it has earlier ones: the present one) the present run of `clock`.
void makePresent(const World& world, Clock& clock, const Clock& real, std::size_t number) {
  Clock run = real;
  if (number < real.past.size()) {
    const port::ClockRun& past = real.past[number];
    run.state = past.state;
    run.restarted = past.restarted;
    run.started = past.started;
    run.stopped = past.ended;
    run.calendar = past.calendar;
    run.zone = past.zone;
    run.target = past.target;
    run.span = past.span;
    run.ran = past.ran;
    run.who = past.who;
    run.resumed = kMissing;
    run.paused_ms = 0;
    run.fired = {};
    run.elapsed = run.last_response = elapsedAt(world, past, past.ended);
    run.breached = static_cast<SlaState>(past.state) == SlaState::Missed ? dueOf(world, past) : kMissing;
  }
  run.runs = clock.runs;
  run.met = clock.met;
  run.missed = clock.missed;
  run.past = std::move(clock.past);
  run.older = std::move(clock.older);
  clock = std::move(run);
}

}  // namespace

/// The lead as it was at an instant, and what happened in it, for as long as this lives; then it is as before, but for the one clock
/// (kAny: none) and its timers. What the event at hand did itself is not there, save for what it tells of: values and touches, and at
/// its own instant (`own`) the stage and the owner.
class Stepper::Then {
 public:
  Then(Stepper& step, std::int64_t at, std::uint32_t sla, std::vector<Timer>& its, bool own = false)
      : step_(step), sla_(sla), its_(its), present_((step.needRecord(), step.s_)), now_(step.now_), unread_(step.step_.unread.size()), account_(step.step_.account.size()),
        fresh_activities_(step.fresh_activities_), fresh_(step.fresh_), touches_(std::move(step.touches_)), touches_seen_(step.touches_seen_), became_(std::move(step.became_)),
        accepted_(std::move(step.handoffs_accepted_)), begun_(std::move(step.begun_)),
        flags_{step.owner_assigned_, step.owner_changed_, step.created_, step.queued_, step.values_told_} {
    port::LeadState& lead = step_.s_;
    if (step_.remembered_) lead.records_before.push_back({step_.said_then_, step_.record_before_, static_cast<std::uint32_t>(step_.activities_before_), {}});
    if (!lead.records_before.empty()) {
      record_ = std::exchange(lead.record, recordAt(lead, at, SIZE_MAX));
      another_ = record_ != lead.record;
    }
    const bool moved = own && !step_.entered_.empty(), given = own && step_.was_assigned_;
    if (!moved) {
      lead.visits.resize(std::min(lead.visits.size(), step_.visits_before_));
      stageAt(lead, at);
      std::erase_if(lead.visits, [at](const port::Visit& visit) { return visit.at > at; });
      if (at >= now_) hideNews(lead, at);
    }
    if (!given && (!moved || step_.flow_.seats.size() < 2)) putOwner(lead, at);
    lead.now = at;
    if (lead.stage >= 0) lead.final = step_.flow_.stages[static_cast<std::size_t>(lead.stage)].final;
    lead.timers = its;
    std::erase_if(lead.holdings, [at](const port::Holding& holding) { return holding.since >= at; });
    step_.now_ = at;
    step_.row_stale_ = step_.row_stale_ || another_ || !news_.empty();
    step_.computed_ = false;   // it is another time
    step_.dirty();
    whatHappened(at);
  }
  Then(const Then&) = delete;
  Then& operator=(const Then&) = delete;
  ~Then() {
    port::LeadState& lead = step_.s_;
    if (sla_ != bytecode::kAny) {
      its_.clear();
      std::copy_if(lead.timers.begin(), lead.timers.end(), std::back_inserter(its_), [this](const Timer& timer) { return ofClock(timer, sla_); });
    }
    const std::int64_t at = step_.now_;
    present_.putBack(lead);
    if (step_.remembered_) lead.records_before.pop_back();
    if (!lead.records_before.empty() || step_.remembered_) lead.record = std::move(record_);
    const bool hid = !news_.empty();
    if (hid) {
      lead.activities.resize(step_.activities_before_);
      lead.activities.insert(lead.activities.end(), std::make_move_iterator(news_.begin()), std::make_move_iterator(news_.end()));
    }
    step_.now_ = now_;
    step_.step_.unread.resize(unread_);
    tellOnly(at);
    step_.fresh_activities_ = fresh_activities_;
    step_.fresh_ = std::move(fresh_);
    step_.touches_ = std::move(touches_);
    step_.touches_seen_ = touches_seen_;
    step_.became_ = std::move(became_);
    step_.handoffs_accepted_ = std::move(accepted_);
    step_.begun_ = std::move(begun_);
    step_.owner_assigned_ = flags_.assigned;
    step_.owner_changed_ = flags_.changed;
    step_.created_ = flags_.created;
    step_.queued_ = flags_.queued;
    step_.values_told_ = flags_.values;
    step_.row_stale_ = step_.row_stale_ || another_ || hid;
    step_.computed_ = false;
    step_.dirty();
  }

  /// What it was that happened, for who did it: a move, else a touch.
  port::Event event() const {
    port::Event event;
    event.at = step_.now_;
    event.type = port::EventType::Timer;
    if (!step_.became_.empty()) event.type = port::EventType::StageMoved, event.by = step_.s_.visits.back().by;
    else if (!step_.touches_.empty()) event.type = port::EventType::Activity, event.by = step_.s_.activities[step_.touches_.front().activity].by;
    return event;
  }

 private:
  /// Of this very instant only what was told before the event at hand: it asks itself. Touches of later times do not count by themselves.
  void hideNews(port::LeadState& lead, std::int64_t at) {
    if (lead.activities.size() <= step_.activities_before_) return;
    const auto news = lead.activities.begin() + static_cast<std::ptrdiff_t>(step_.activities_before_);
    news_.assign(news, lead.activities.end());
    lead.activities.erase(std::remove_if(news, lead.activities.end(), [at](const port::ActivityEntry& entry) { return entry.at == at; }), lead.activities.end());
  }

  void putOwner(port::LeadState& lead, std::int64_t at) {
    const port::Holding held = holdingAt(step_.world_, lead, at, false);
    lead.seats[step_.seat()].rep = held.rep;
    lead.queue = -1;
    for (std::size_t i = 0; held.rep.empty() && i < step_.chunk_.queues.size(); ++i)
      if (step_.chunk_.queues[i].name == held.queue) lead.queue = static_cast<std::int32_t>(i);
  }

  void whatHappened(std::int64_t at) {
    const port::LeadState& lead = step_.s_;
    step_.touches_.clear();
    step_.touches_seen_ = 0;
    step_.became_.clear();
    step_.handoffs_accepted_.clear();
    step_.begun_.clear();
    step_.owner_assigned_ = step_.owner_changed_ = step_.created_ = step_.queued_ = step_.values_told_ = false;
    for (std::size_t i = 0; i < lead.activities.size(); ++i)
      if (lead.activities[i].at == at)
        if (const int type = step_.world_.desk->program().findActivity(lead.activities[i].type); type >= 0)
          step_.touches_.push_back({i, static_cast<std::uint32_t>(type), at, true});
    if (!lead.visits.empty() && lead.visits.back().at == at) step_.became_.push_back(lead.visits.back().stage);
    for (std::uint32_t i = 0; i < lead.handoffs.size(); ++i)
      if (static_cast<bytecode::HandoffState>(lead.handoffs[i].state) == bytecode::HandoffState::Accepted && lead.handoffs[i].answered == at) step_.handoffs_accepted_.push_back(i);
    const port::Holding* before = nullptr;
    std::string last;   // who had it last, with nobody since
    for (const port::Holding& holding : present_.holdings) {
      if (holding.since == at) {
        step_.owner_assigned_ = holding.assigned;
        step_.owner_changed_ = !holding.rep.empty() && !last.empty() && holding.rep != last;
        step_.queued_ = holding.rep.empty() && !holding.queue.empty() && (before == nullptr || before->queue != holding.queue);
      }
      if (!holding.rep.empty()) last = holding.rep;
      before = &holding;
    }
  }

  /// What of the clock was told is told of that instant; its pauses are not.
  void tellOnly(std::int64_t at) {
    auto& account = step_.step_.account;
    for (std::size_t i = account_; i < account.size();) {
      const std::string& what = account[i].what;
      if (what != "clock started" && what != "clock stopped" && what != "clock restarted" && what != "breached") {
        account.erase(account.begin() + static_cast<std::ptrdiff_t>(i));
        continue;
      }
      account[i].text += " (at ";
      step_.appendWall(account[i].text, at);
      account[i++].text += ')';
    }
  }

  Stepper& step_;
  const std::uint32_t sla_;
  std::vector<Timer>& its_;
  struct Present {   ///< what of the lead is another then, or may change with a clock
    std::int64_t now, entered;
    std::int32_t stage, reason, queue;
    bool final;
    std::vector<port::Visit> visits;
    std::vector<std::int64_t> milestones;
    std::vector<port::Seat> seats;
    std::vector<port::Holding> holdings;
    std::vector<port::Climb> climbs;
    std::vector<Timer> timers;
    explicit Present(const port::LeadState& lead)
        : now(lead.now), entered(lead.entered), stage(lead.stage), reason(lead.reason), queue(lead.queue), final(lead.final), visits(lead.visits), milestones(lead.milestones),
          seats(lead.seats), holdings(lead.holdings), climbs(lead.climbs), timers(lead.timers) {}
    void putBack(port::LeadState& lead) {
      lead.now = now;
      lead.entered = entered;
      lead.stage = stage;
      lead.reason = reason;
      lead.queue = queue;
      lead.final = final;
      lead.visits = std::move(visits);
      lead.milestones = std::move(milestones);
      lead.seats = std::move(seats);
      lead.holdings = std::move(holdings);
      lead.climbs = std::move(climbs);
      lead.timers = std::move(timers);
    }
  } present_;
  std::vector<std::pair<std::string, std::string>> record_;   ///< of the present
  bool another_ = false;                                      ///< the record was another then
  std::vector<port::ActivityEntry> news_;                     ///< the touches of the event at hand, where some of them are hidden
  const std::int64_t now_;
  const std::size_t unread_, account_, fresh_activities_;
  std::vector<std::string> fresh_;
  std::vector<Touch> touches_;
  const std::size_t touches_seen_;
  std::vector<std::uint32_t> became_, accepted_;
  std::vector<Begun> begun_;
  struct { bool assigned, changed, created, queued, values; } flags_;
};

/// The instants behind `from`, up to `to`, at which something happened before the event at hand.
std::vector<std::int64_t> Stepper::momentsSince(std::int64_t from, std::int64_t to) const {
  std::vector<std::int64_t> all;
  const auto add = [&](std::int64_t at) {
    if (at > from && at <= to) all.push_back(at);
  };
  for (std::size_t i = 0; i < s_.visits.size() && i < visits_before_; ++i) add(s_.visits[i].at);
  for (std::size_t i = 0; i < s_.activities.size(); ++i)
    if (i < activities_before_ || s_.activities[i].at < now_) add(s_.activities[i].at);
  for (const port::Holding& holding : s_.holdings) add(holding.since);
  for (const port::RecordBefore& before : s_.records_before) add(before.until);
  for (const port::Handover& handoff : s_.handoffs)
    if (!isMissing(handoff.answered)) add(handoff.answered);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

bool Stepper::heldThen(bytecode::FunctionRef condition, std::int64_t at) {
  const bool own = at == said_then_;
  const auto since = [at](std::int64_t instant) { return instant > at; };
  const bool same = std::none_of(s_.visits.begin(), s_.visits.end(), [&](const port::Visit& visit) { return since(visit.at); }) &&
                    std::none_of(s_.holdings.begin(), s_.holdings.end(), [&](const port::Holding& holding) { return since(holding.since); }) &&
                    std::none_of(s_.records_before.begin(), s_.records_before.end(), [&](const port::RecordBefore& before) { return since(before.until); });
  if (same && own) return holdsAt(condition, at);   // the lead is what it was then
  std::vector<Timer> none;
  const Then then(*this, at, bytecode::kAny, none, own);
  return holds(condition);
}

/// The answer of that instant, in whichever run it lies; where that one was answered before, nothing.
void Stepper::stopAt(std::uint32_t number, std::int64_t at, const std::string& who) {
  const Clock& clock = s_.clocks[number];
  if (at >= clock.started) {
    if (isLive(clock) || at < clock.stopped) at < now_ ? stopRun(number, clock.past.size(), at, who) : stopClock(number, at, who);
    return;
  }
  for (std::size_t run = clock.past.size(); run-- > 0;) {
    if (at < clock.past[run].started) continue;
    if (at < clock.past[run].ended) stopRun(number, run, at, who);
    return;
  }
}

/// An answer that is told when the clock has gone on. Runs that only a change of owner began while it went would not have begun; what
/// else would have begun the clock since, had it not been running, begins it now. Is it stopped again by the time at which it had
/// stopped in truth, the runs behind that time are kept as they are.
void Stepper::stopRun(std::uint32_t number, std::size_t run, std::int64_t at, const std::string& who) {
  const Clock real = s_.clocks[number];
  const std::size_t present = real.past.size();
  const auto endOf = [&](std::size_t k) { return k < present ? real.past[k].ended : isLive(real) ? now_ : real.stopped; };
  const auto forget = [&](std::size_t k) {
    Clock& clock = s_.clocks[number];
    const auto state = static_cast<SlaState>(k < present ? real.past[k].state : real.state);
    --clock.runs;
    if (state == SlaState::Met) --clock.met;
    if (state == SlaState::Missed) --clock.missed;
  };
  std::size_t last = run;
  while (last < present && (last + 1 < present ? real.past[last + 1].restarted : real.restarted)) forget(++last);
  const std::vector<Timer> timers = s_.timers;
  const std::vector<port::Climb> climbs = s_.climbs;
  const std::size_t before = step_.account.size();
  if (run < present) {
    Clock& clock = s_.clocks[number];
    clock.past.resize(run);
    makePresent(world_, clock, real, run);
  }
  stopClock(number, at, who);
  if (run < present && static_cast<SlaState>(s_.clocks[number].state) == SlaState::Met) s_.clocks[number].breached = kMissing;
  const std::size_t told = step_.account.size();
  std::vector<Timer> its;
  {
    const Then then(*this, at, number, its);
    noteLevels(number);
  }
  std::int64_t to = endOf(last);
  retrace(number, at, to, its);
  if (isLive(s_.clocks[number]) && to < now_) {   // it goes on where it had come to rest
    while (last < present) forget(++last);
    retrace(number, std::exchange(to, now_), now_, its);
  }
  if (last == present) {
    if (isLive(s_.clocks[number]) && isLive(real) && s_.clocks[number].started == real.started) {
      goesOn(number, real, timers, climbs);
      for (std::size_t i = told; i-- > before;)
        if (step_.account[i].what != "clock stopped") step_.account.erase(step_.account.begin() + static_cast<std::ptrdiff_t>(i));
    }
    planAgain(number, its);
    if (last > run && told == step_.account.size()) step_.account.back().text += "; it did not have to begin again";
  } else {
    while (last < present) {
      keepRun(s_.clocks[number]);
      makePresent(world_, s_.clocks[number], real, ++last);
    }
    s_.timers = timers;
    s_.climbs = climbs;
  }
  s_.clocks[number].held = real.held;
  dirty();
}

/// A touch that is told late begins the clock at its own instant, unless something that stops it held then.
void Stepper::startLate(std::uint32_t number, std::int64_t from, std::size_t starter) {
  const Bits held = s_.clocks[number].held;
  const std::uint32_t runs = s_.clocks[number].runs;
  const std::size_t activity = starter == SIZE_MAX ? SIZE_MAX : touches_[starter].activity;
  std::vector<Timer> its;
  {
    const Then then(*this, from, number, its);
    if (!s_.final && stopsNow(flow_.slas[number]) == nullptr) {
      startClock(number, from, false);
      const auto began = std::find_if(touches_.begin(), touches_.end(), [activity](const Touch& touch) { return touch.activity == activity; });
      begun_.push_back({number, static_cast<std::size_t>(began - touches_.begin())});
      touchClock(number);
    }
    noteLevels(number);
  }
  if (s_.clocks[number].runs > runs) retrace(number, from, now_, its);
  planAgain(number, its);
  s_.clocks[number].held = held;
}

/// The last run had begun before, as is told late: what was told and begun because of it stays so. False: it had not, or something
/// that stops it held then, or no target did.
bool Stepper::beganBefore(std::uint32_t number, std::int64_t from, std::size_t starter) {
  const Began first = beganFirst(s_.clocks[number]);
  if (from >= first.at || from < first.behind) return false;
  const Clock real = s_.clocks[number];
  const std::vector<Timer> timers = s_.timers;
  const std::vector<port::Climb> climbs = s_.climbs;
  undoRun(number);
  const std::uint32_t runs = s_.clocks[number].runs;
  startLate(number, from, starter);
  const Clock& clock = s_.clocks[number];
  if (clock.runs == runs) {
    s_.clocks[number] = real;
    s_.timers = timers;
    s_.climbs = climbs;
    return false;
  }
  if (isLive(clock)) {
    goesOn(number, real, timers, climbs);
    planClock(number);
  } else {
    closeClimbs(sourceOf(flow_.slas[number]));
  }
  return true;
}

/// What was told of the clock was told, and what was begun because of it goes on.
void Stepper::goesOn(std::uint32_t number, const Clock& real, const std::vector<Timer>& timers, const std::vector<port::Climb>& climbs) {
  s_.clocks[number].fired = real.fired;
  s_.climbs = climbs;
  for (const Timer& timer : timers)
    if (timer.kind == TimerKind::Escalation) setTimer(timer.kind, timer.index, timer.part, timer.due);
}

/// A stop held when it began, as is told late: so it began later, or not at all.
void Stepper::neverBegan(std::uint32_t number) {
  const Bits held = s_.clocks[number].held;
  closeClimbs(sourceOf(flow_.slas[number]));
  const std::int64_t began = undoRun(number);
  tell("clock stopped", flow_.slas[number].name + " did not have to begin", flow_.slas[number].place);
  std::vector<Timer> its;
  {
    const Then then(*this, began, number, its);
    noteLevels(number);
  }
  retrace(number, began, now_, its);
  planAgain(number, its);
  s_.clocks[number].held = held;
}

/// The last run goes, with those before it that it continued when the owner changed.
std::int64_t Stepper::undoRun(std::uint32_t number) {
  const Clock real = s_.clocks[number];
  Clock& clock = s_.clocks[number];
  --clock.runs;
  if (static_cast<SlaState>(real.state) == SlaState::Met) --clock.met;
  if (static_cast<SlaState>(real.state) == SlaState::Missed) --clock.missed;
  std::int64_t began = real.started;
  for (bool restarted = real.restarted; restarted && !clock.past.empty(); clock.past.pop_back()) {   // nor again when the owner changed
    const port::ClockRun& run = clock.past.back();
    --clock.runs;
    if (static_cast<SlaState>(run.state) == SlaState::Missed) --clock.missed;
    began = run.started;
    restarted = run.restarted;
  }
  if (clock.past.empty()) {
    Clock none;
    none.runs = clock.runs;
    none.met = clock.met;
    none.missed = clock.missed;
    none.older = std::move(clock.older);
    none.last_response = clock.last_response;
    none.held = clock.held;
    clock = std::move(none);
  } else {
    const std::size_t last = clock.past.size() - 1;
    clock.past.pop_back();
    makePresent(world_, clock, real, last);
  }
  return began;
}

/// What happened to the clock behind `from`, up to `to`. `its`: the clock's timers as things stood.
void Stepper::retrace(std::uint32_t number, std::int64_t from, std::int64_t to, std::vector<Timer>& its) {
  const bool asks = bound_.sla_asks[number];
  for (const std::int64_t at : momentsSince(from, to)) {
    if (!asks && !concerns(number, at)) continue;
    passTime(number, from, at, its);
    const Then then(*this, from = at, number, its);
    const port::Event event = then.event();
    considerStop(number, event);
    if (!s_.final || !became_.empty()) considerStart(number, event);   // in a final stage nothing begins but what ends with the lead
    if (s_.final && isLive(s_.clocks[number])) endRun(number);
  }
  passTime(number, from, to, its, to < now_);   // at the instant at hand the event asks itself
}

/// Whether something happened then that a clock without conditions waits for as it stands: most touches begin and stop nothing.
bool Stepper::concerns(std::uint32_t number, std::int64_t at) const {
  const SlaInfo& sla = flow_.slas[number];
  const auto named = [&](const std::vector<TriggerInfo>& triggers, int type) {
    return std::any_of(triggers.begin(), triggers.end(), [&](const TriggerInfo& trigger) {
      return trigger.kind == TriggerInfo::Kind::Activity && std::find(trigger.indexes.begin(), trigger.indexes.end(), static_cast<std::uint32_t>(type)) != trigger.indexes.end();
    });
  };
  const auto happened = [at](const auto& each) { return each.at == at; };
  if (std::any_of(s_.visits.begin(), s_.visits.end(), happened)) return true;
  if (std::any_of(s_.holdings.begin(), s_.holdings.end(), [at](const port::Holding& holding) { return holding.since == at; })) return true;
  if (std::any_of(s_.handoffs.begin(), s_.handoffs.end(), [at](const port::Handover& handoff) { return handoff.answered == at; })) return true;
  return std::any_of(s_.activities.begin(), s_.activities.end(), [&](const port::ActivityEntry& entry) {
    return entry.at == at && named(isLive(s_.clocks[number]) ? sla.stops : sla.starts, world_.desk->program().findActivity(entry.type));
  });
}

/// Time passes, and that is all: pauses end, targets are used up, conditions change; at `to` as well, where `whole`.
void Stepper::passTime(std::uint32_t number, std::int64_t from, std::int64_t to, std::vector<Timer>& its, bool whole) {
  for (;;) {
    const std::int64_t turn = nextTurn(number, from);
    if (const bool fires = !its.empty() && its.front().due <= to && (isMissing(turn) || its.front().due <= turn); fires) {
      const Timer timer = its.front();
      its.erase(its.begin());
      if (!isLive(s_.clocks[number])) continue;
      const Then then(*this, from = std::max(from, timer.due), number, its);
      if (timer.kind == TimerKind::Breach && !isMissing(s_.clocks[number].resumed)) breach(number);
      if (timer.kind == TimerKind::PauseEnds || timer.due < to) nothingHappens(number);   // a condition may change at that very instant
    } else if (!isMissing(turn) && (turn < to || (whole && turn == to))) {
      const Then then(*this, from = turn, number, its);
      nothingHappens(number);
    } else {
      return;
    }
  }
}

void Stepper::nothingHappens(std::uint32_t number) {
  touches_.clear();
  became_.clear();
  handoffs_accepted_.clear();
  owner_assigned_ = owner_changed_ = queued_ = false;
  considerStop(number, {});
  if (!s_.final) considerStart(number, {});
}

/// The next instant at which time alone may change a condition of the clock; kMissing: none.
std::int64_t Stepper::nextTurn(std::uint32_t number, std::int64_t from) {
  std::vector<std::int32_t> all;
  for (const auto* triggers : {&flow_.slas[number].starts, &flow_.slas[number].stops, &flow_.slas[number].pauses})
    for (const TriggerInfo& trigger : *triggers)
      if (trigger.kind == TriggerInfo::Kind::Condition && trigger.condition)
        if (const std::int32_t timed_as = bound_.timed_of[static_cast<std::size_t>(trigger.condition.index)]; timed_as >= 0) all.push_back(timed_as);
  if (const bytecode::FunctionRef until = flow_.slas[number].pauses_until)
    if (const std::int32_t timed_as = bound_.timed_of[static_cast<std::size_t>(until.index)]; timed_as >= 0) all.push_back(timed_as);
  if (all.empty()) return kMissing;
  std::vector<Timer> none;
  const Then then(*this, from, bytecode::kAny, none);
  NextLook next;
  ++bound_.plans;
  look();
  for (const std::int32_t each : all) timed(each, Both, next);
  if (next.tick) next.add(nextTick());
  return next.at;
}

/// Whether each `starts when CONDITION` holds.
void Stepper::noteLevels(std::uint32_t number) {
  std::size_t condition = 0;
  for (const TriggerInfo& trigger : flow_.slas[number].starts)
    if (trigger.kind == TriggerInfo::Kind::Condition || trigger.kind == TriggerInfo::Kind::InStage) s_.clocks[number].held.set(condition++, triggered(trigger));
}

/// The clock's timers from now on.
void Stepper::planAgain(std::uint32_t number, const std::vector<Timer>& its) {
  clearTimers(TimerKind::PauseEnds, number);
  planClock(number);
  for (const Timer& timer : its)
    if (timer.kind == TimerKind::PauseEnds && isLive(s_.clocks[number])) setTimer(timer.kind, timer.index, timer.part, timer.due);
  dirty();
}

}  // namespace leadflow::workflow
