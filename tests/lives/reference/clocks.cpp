// The clocks of a lead: when they start, stop, stand still, and what is said at their points.
#include <algorithm>

#include "runtime/value/duration.hpp"
#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

using T = Trigger::Kind;

namespace {

ClockRun* current(ClockLife& life) { return life.runs.empty() ? nullptr : &life.runs.back(); }
bool live(ClockLife& life) { return current(life) != nullptr && current(life)->live(); }

}  // namespace

bool Step::touches(const Trigger& trigger, const Touch& touch) const {
  const bool named_by = trigger.outreach ? std::find(book_->outreach.begin(), book_->outreach.end(), touch.act) != book_->outreach.end() : touch.act == trigger.act;
  return named_by && (trigger.where < 0 || trigger.where == touch.where);
}

bool Step::happened(const Trigger& trigger) const {
  const auto names = [&](const std::string& name) { return std::find(trigger.names.begin(), trigger.names.end(), name) != trigger.names.end(); };
  switch (trigger.kind) {
    case T::OwnerAssigned: return owner_assigned_;
    case T::OwnerChanges: return owner_changed_;
    case T::StageBecomes: return std::any_of(became_.begin(), became_.end(), names);
    case T::InStage: return names(l_.stage);
    case T::Created: return created_;
    case T::Queued: return queued_;
    case T::Accepted: return std::any_of(accepted_.begin(), accepted_.end(), names);
    case T::Touch: return std::any_of(touches_.begin() + static_cast<std::ptrdiff_t>(news_), touches_.end(), [&](const Touch& touch) { return touches(trigger, touch); });
    case T::Holds: return holds(trigger.when);
  }
  return false;
}

/// What stops a clock but for touches, which stop it at their own time.
const Trigger* Step::stopsNow(const Sla& sla) const {
  for (const Trigger& trigger : sla.stops)
    if (trigger.kind != T::Touch && happened(trigger)) return &trigger;
  return nullptr;
}

/// The touches of this event, each at its own instant, in whichever run they fall. Of a clock that began in this event all count
/// but the touch that began it, and none lies before the beginning that it caused.
void Step::touchClock(const Sla& sla) {
  ClockLife& life = l_.clocks[sla.name];
  const auto begun = begun_.find(sla.name);
  for (std::size_t i = 0; i < touches_.size(); ++i) {
    if (life.runs.empty() || (begun != begun_.end() && begun->second == i)) continue;
    if (std::none_of(sla.stops.begin(), sla.stops.end(), [&](const Trigger& trigger) { return trigger.kind == T::Touch && touches(trigger, touches_[i]); })) continue;
    const ClockRun& run = life.runs.back();
    Instant at = touches_[i].at;
    if (begun != begun_.end() && begun->second == SIZE_MAX && !(i < recorded_ && values_told_) && !run.restarted) at = std::max(at, run.start);
    if (at >= run.start) {
      if (!run.live() && at >= run.stopped) continue;
      if (i < recorded_) say(took_in_ ? "a touch that came with another lead stopped a clock" : "a touch in a record stopped a clock");
      if (begun != begun_.end()) say("touched in the event that started the clock");
      else if (touches_[i].by == "automation" && at == now_) say("a touch by automation stopped a clock");
      if (run.live() && !isMissing(run.breached)) say(at < now_ ? "clock missed, then an earlier touch told" : "clock missed, then touched");
      if (!run.live()) say("a touch before the one that stopped a clock");
      if (at < now_ && !run.pauses.empty()) say("a touch told late of a clock that had paused");
    }
    stopAt(sla, at, answeredBy(touches_[i]));
  }
}

void Step::stopClocks() {
  touchHandoffs();
  for (const Sla& sla : book_->slas) considerStop(sla);
}

void Step::considerStop(const Sla& sla) {
  if (l_.clocks[sla.name].runs.empty()) return;
  touchClock(sla);
  if (!live(l_.clocks[sla.name])) return;
  if (stopsNow(sla)) {
    if (std::any_of(sla.stops.begin(), sla.stops.end(), [&](const Trigger& each) { return each.kind == T::Holds && happened(each); })) {
      say("a condition stopped a clock");
      if (looked_) say("time stopped a clock");
    }
    stopClock(sla, now_, whoStopped(*stopsNow(sla)));
  } else {
    considerPause(sla);
  }
}

void Step::startClocks() {
  for (const Sla& sla : book_->slas) considerStart(sla);
}

void Step::considerStart(const Sla& sla) {
  l_.clocks[sla.name].held.resize(sla.starts.size());
  touchClock(sla);   // what the stage did on entry counts as well
  ClockLife& life = l_.clocks[sla.name];
  if (live(life) && stopsNow(sla)) stopClock(sla, now_, whoStopped(*stopsNow(sla)));
  Instant from = kMissing;
  std::size_t starter = SIZE_MAX;
  const auto starts = [&](Instant at, std::size_t by) {
    if (!isMissing(from) && from <= at) return;
    from = at;
    starter = by;
  };
  for (std::size_t i = 0; i < sla.starts.size(); ++i) {
    const Trigger& trigger = sla.starts[i];
    const bool now_so = happened(trigger);
    if (trigger.kind == T::Holds || trigger.kind == T::InStage) {
      if (now_so && !life.held[i]) starts(now_, SIZE_MAX);
      life.held[i] = now_so;
    } else if (trigger.kind == T::OwnerAssigned) {
      // Another owner in the same stay does not begin it again.
      if (now_so && (life.runs.empty() || life.runs.back().start < l_.entered)) starts(now_, SIZE_MAX);
    } else if (trigger.kind == T::Touch) {
      for (std::size_t t = news_; t < touches_.size(); ++t)
        if (touches(trigger, touches_[t])) starts(touches_[t].at, t);
    } else if (now_so) {
      starts(now_, SIZE_MAX);
    }
  }
  const bool begun = begun_.count(sla.name) != 0;   // once an event
  if (!life.runs.empty() && !begun && starter != SIZE_MAX && from < beganAnew(sla) && beganBefore(sla, from, starter)) {
    say(live(l_.clocks[sla.name]) ? "a clock that goes on had begun before, as was told late" : "a clock that was answered had begun before, as was told late");
  } else if (live(life) && sla.restarts && owner_changed_ && !begun) {
    ClockRun& run = life.runs.back();
    if (run.paused()) run.pauses.back().to = now_;
    run.cancelled = true;
    run.stopped = now_;
    say("clock restarted");
    startClock(sla, now_, true);
  } else if (live(life)) {
    return considerPause(sla);
  } else if (!isMissing(from) && !begun && from < now_ && (life.runs.empty() || from >= life.runs.back().stopped)) {
    startLate(sla, from, starter);
  } else if (!isMissing(from) && !begun && from >= now_ && !stopsNow(sla)) {
    startClock(sla, from, false);
  } else {
    return;
  }
  begun_[sla.name] = starter;
  touchClock(sla);
}

void Step::startClock(const Sla& sla, Instant at, bool restarted) {
  ClockLife& life = l_.clocks[sla.name];
  closeClimbs("sla " + sla.name);
  const Target* target = nullptr;
  for (const Target& each : sla.targets)
    if (target == nullptr && (!each.conditional || holds(each.when))) target = &each;
  if (target == nullptr) {
    if (live(life)) {
      life.runs.back().cancelled = true;
      life.runs.back().stopped = now_;
    }
    return;
  }
  ClockRun run;
  run.start = at;
  run.restarted = restarted;
  run.target = target->span;
  if (target->span.business) {
    run.calendar = sla.calendar.empty() ? book_->calendar : sla.calendar;
    const Person* person = sla.on_owner ? world_.person(owner()) : nullptr;
    if (person != nullptr && named(book_->calendars, person->calendar) != nullptr) run.calendar = person->calendar;
  }
  life.runs.push_back(run);
  closeOld(life);
  say("clock started");
  if (target->span.business) say(target->span.days > 0 ? "clock of business days" : "clock of business hours");
  considerPause(sla);
}

/// What happened before the sixteen runs that lie before the present one is looked at no more.
void Step::closeOld(ClockLife& life) {
  constexpr std::size_t kLookedAt = 16;
  if (life.runs.size() < kLookedAt + 2) return;
  const Instant ended = life.runs[life.runs.size() - 2 - kLookedAt].stopped;
  if (isMissing(life.closed) || life.closed < ended) life.closed = ended;
}

// ---- whose time it was

std::string Step::hasIt() const {
  if (!owner().empty()) return owner();
  if (!l_.queue.empty()) return queueOwner(l_.queue);
  if (l_.had.empty()) return {};
  return l_.had.back().rep.empty() && !l_.had.back().queue.empty() ? queueOwner(l_.had.back().queue) : l_.had.back().rep;
}

/// Who did it, where that is somebody of the roster: also whose touch a condition asked for.
std::string Step::whoDid(const Trigger& stop) const {
  const auto known = [&](const std::string& by) { return world_.person(by) != nullptr; };
  if (stop.kind == T::Accepted)
    for (const auto* list : {&accepted_, &had_accepted_})
      for (const std::string& name : *list)
        if (std::find(stop.names.begin(), stop.names.end(), name) != stop.names.end() && known(l_.handoffs.at(name).by)) return l_.handoffs.at(name).by;
  if (known(answered_by_) && (answer_ != Kind::Activity || (stop.kind == T::Holds && answered_by_ != "automation"))) return answered_by_;
  return {};
}

/// Else who had it before this event.
std::string Step::whoStopped(const Trigger& stop) const {
  if (const std::string who = whoDid(stop); !who.empty()) return who;
  if (l_.had.empty()) return hasIt();
  const std::string before = l_.had.back().rep.empty() && !l_.had.back().queue.empty() ? queueOwner(l_.had.back().queue) : l_.had.back().rep;
  return before.empty() ? hasIt() : before;
}

/// Who had the lead at an instant; `before`: what changed in that very instant comes after it.
std::string Step::hadIt(Instant at, bool before) const {
  if (l_.had.empty()) return hasIt();
  const Had* had = &l_.had.front();
  for (const Had& each : l_.had)
    if (before ? each.since < at : each.since <= at) had = &each;
  return had->rep.empty() && !had->queue.empty() ? queueOwner(had->queue) : had->rep;
}

std::string Step::answeredBy(const Touch& touch) const {
  if (touch.by != "automation" && world_.person(touch.by) != nullptr) return touch.by;
  return touch.at >= now_ ? hasIt() : hadIt(touch.at, false);
}

void Step::noteWhoHasIt() {
  const std::string queue = owner().empty() ? l_.queue : std::string();
  if (!was_assigned_ && !l_.had.empty() && l_.had.back().rep == owner() && l_.had.back().queue == queue) return;
  bool assigned = was_assigned_;
  if (!l_.had.empty() && l_.had.back().since == now_) assigned = assigned || l_.had.back().assigned, l_.had.pop_back();
  l_.had.push_back({now_, owner(), queue, assigned});
}

void Step::answer(ClockRun& run, Instant at, const std::string& who) const {
  std::erase_if(run.pauses, [&](const ClockRun::Pause& pause) { return pause.from >= at; });
  if (!run.pauses.empty() && (isMissing(run.pauses.back().to) || run.pauses.back().to > at)) run.pauses.back().to = at;
  run.stopped = at;
  run.cancelled = false;
  run.pause_ends = kMissing;
  const Instant ran_out = due(world_, run, 100, at);
  if (metAt(world_, run)) run.whose = who;
  else if (isMissing(run.breached)) run.whose = hadIt(ran_out, ran_out > run.start);
}

void Step::stopClock(const Sla& sla, Instant at, const std::string& who) {
  ClockRun& run = l_.clocks[sla.name].runs.back();
  answer(run, at, who);
  closeClimbs("sla " + sla.name);
  const bool met = metAt(world_, run);
  say(met ? "clock met" : "clock missed");
  if (!met && elapsed(world_, run, at) == elapsed(world_, run, due(world_, run, 100, at))) say("answered after the due instant, in closed hours");
}

void Step::considerPause(const Sla& sla) {
  ClockRun& run = l_.clocks[sla.name].runs.back();
  if (sla.pauses.empty() && !sla.until) return;
  const bool stands = std::any_of(sla.pauses.begin(), sla.pauses.end(), [&](const Trigger& trigger) { return happened(trigger); });
  run.pause_ends = kMissing;
  bool until_field = false;
  const auto callback = l_.record.find(Field::Callback);
  if (!stands && sla.until && callback != l_.record.end() && callback->second.number > now_) {
    std::int64_t used = 0;
    for (const ClockRun::Pause& pause : run.pauses)
      if (pause.until_field) used += (isMissing(pause.to) ? now_ : pause.to) - pause.from;
    std::int64_t length = callback->second.number - now_;
    if (sla.at_most.given) length = std::min(length, sla.at_most.days * kDayMs + sla.at_most.ms - used);
    if (length > 0) {
      until_field = true;
      run.pause_ends = now_ + length;
    }
  }
  const bool pause = stands || until_field;
  if (run.paused() && (!pause || run.pauses.back().until_field != until_field)) {
    run.pauses.back().to = now_;
    if (run.pauses.back().from == now_) run.pauses.pop_back();   // a stage left at once took no time
    if (!pause) say("clock went on");
  }
  if (pause && !run.paused()) {
    if (run.pauses.empty() || run.pauses.back().to != now_) say(until_field ? "clock paused until an instant" : "clock paused");
    run.pauses.push_back({now_, kMissing, until_field});
    if (run.pauses.size() >= 2) say("clock paused twice");
  }
}

void Step::firePoint(const Sla& sla, int percent) {
  ClockRun& run = l_.clocks[sla.name].runs.back();
  run.told.insert(percent);
  if (percent >= 100 && isMissing(run.breached)) {
    run.breached = std::min(now_, due(world_, run, 100, now_));
    run.whose = hadIt(run.breached, run.breached > run.start);
    say("clock overdue");
  }
  for (const Point& point : sla.points)
    if (point.percent == percent) {
      say("a point of a clock");
      act(point.actions, {"sla " + sla.name, run.calendar, {}});
    }
}

void Step::endOpen() {
  for (auto& [name, life] : l_.clocks) {
    if (!live(life)) continue;
    ClockRun& run = life.runs.back();
    if (run.paused()) run.pauses.back().to = now_;
    run.stopped = now_;
    run.cancelled = true;
    run.pause_ends = kMissing;
    say("clock ended with the lead");
  }
  for (Climb& climb_up : l_.climbs)
    if (isMissing(climb_up.closed)) climb_up.closed = now_, climb_up.next = kMissing;
  for (auto& [name, life] : l_.handoffs)
    if (life.state == HandoffLife::State::Waiting) {
      life.shares.pop_back();   // it could still be accepted in time: neither kept nor missed
      life.state = HandoffLife::State::None;
      say("a handoff was cut off by the lead's end");
    } else if (life.state == HandoffLife::State::Late) {
      life.state = HandoffLife::State::None;
    }
  for (auto& [name, life] : l_.handoffs) life.feedback_due = life.feedback_until = kMissing;
  for (auto& [name, life] : l_.approvals)
    if (life.state == ApprovalLife::State::Asked || life.state == ApprovalLife::State::Late) life.state = ApprovalLife::State::None;
}

}  // namespace leadflow::lives
