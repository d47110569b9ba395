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
    case T::Touch: return std::any_of(fresh_.begin(), fresh_.end(), [&](const Touch& touch) { return touches(trigger, touch); });
    case T::Holds: return holds(trigger.when);
  }
  return false;
}

/// What stops a clock but for touches, which stop it at their own time.
bool Step::stopsNow(const Sla& sla) const {
  return std::any_of(sla.stops.begin(), sla.stops.end(), [&](const Trigger& trigger) { return trigger.kind != T::Touch && happened(trigger); });
}

void Step::stopClocks() {
  touchHandoffs();
  for (const Sla& sla : book_->slas) {
    ClockLife& life = l_.clocks[sla.name];
    if (life.runs.empty()) continue;
    for (const Touch& touch : fresh_)
      for (const Trigger& trigger : sla.stops) {
        if (trigger.kind != T::Touch || !touches(trigger, touch)) continue;
        const ClockRun& run = life.runs.back();
        if (touch.at < run.start) continue;
        if (run.live()) {
          if (!isMissing(run.breached)) say(touch.at < now_ ? "clock missed, then an earlier touch told" : "clock missed, then touched");
          stopClock(sla, touch.at);
        } else if (run.answered() && touch.at < run.stopped) {
          say("a touch before the one that stopped a clock");
          stopClock(sla, touch.at);
        }
      }
    if (!live(life)) continue;
    if (stopsNow(sla)) stopClock(sla, now_);
    else considerPause(sla);
  }
}

void Step::startClocks() {
  for (const Sla& sla : book_->slas) {
    ClockLife& life = l_.clocks[sla.name];
    life.held.resize(sla.starts.size());
    if (live(life) && stopsNow(sla)) stopClock(sla, now_);
    if (live(life))   // what the stage did on entry counts as well
      for (const Touch& touch : fresh_)
        for (const Trigger& trigger : sla.stops)
          if (live(life) && trigger.kind == T::Touch && touches(trigger, touch) && touch.at >= life.runs.back().start) {
            say("a touch by automation stopped a clock");
            stopClock(sla, touch.at);
          }
    Instant from = kMissing;
    const auto starts = [&](Instant at) { from = isMissing(from) ? at : std::min(from, at); };
    for (std::size_t i = 0; i < sla.starts.size(); ++i) {
      const Trigger& trigger = sla.starts[i];
      const bool now_so = happened(trigger);
      if (trigger.kind == T::Holds || trigger.kind == T::InStage) {
        if (now_so && !life.held[i]) starts(now_);
        life.held[i] = now_so;
      } else if (trigger.kind == T::OwnerAssigned) {
        // Another owner in the same stay does not begin it again.
        if (now_so && (life.runs.empty() || life.runs.back().start < l_.entered)) starts(now_);
      } else if (trigger.kind == T::Touch) {
        for (const Touch& touch : fresh_)
          if (touches(trigger, touch)) starts(touch.at);
      } else if (now_so) {
        starts(now_);
      }
    }
    if (live(life) && sla.restarts && owner_changed_) {
      ClockRun& run = life.runs.back();
      run.cancelled = true;
      run.stopped = now_;
      say("clock restarted");
      startClock(sla, now_);
    } else if (live(life)) {
      considerPause(sla);
    } else if (!isMissing(from) && !stopsNow(sla)) {
      startClock(sla, from);
    } else {
      continue;
    }
    // A touch of the same event counts: started and met.
    if (live(life) && life.runs.back().start == (isMissing(from) ? now_ : from))
      for (const Touch& touch : touches_)
        for (const Trigger& trigger : sla.stops)
          if (live(life) && trigger.kind == T::Touch && touches(trigger, touch)) {
            say("touched in the event that started the clock");
            stopClock(sla, std::max(touch.at, life.runs.back().start));
          }
  }
}

void Step::startClock(const Sla& sla, Instant at) {
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
  run.target = target->span;
  if (target->span.business) {
    run.calendar = sla.calendar.empty() ? book_->calendar : sla.calendar;
    const Person* person = sla.on_owner ? world_.person(owner()) : nullptr;
    if (person != nullptr && named(book_->calendars, person->calendar) != nullptr) run.calendar = person->calendar;
  }
  life.runs.push_back(run);
  say("clock started");
  if (target->span.business) say(target->span.days > 0 ? "clock of business days" : "clock of business hours");
  considerPause(sla);
}

void Step::stopClock(const Sla& sla, Instant at) {
  ClockRun& run = l_.clocks[sla.name].runs.back();
  std::erase_if(run.pauses, [&](const ClockRun::Pause& pause) { return pause.from >= at; });
  if (!run.pauses.empty() && (isMissing(run.pauses.back().to) || run.pauses.back().to > at)) run.pauses.back().to = at;
  run.stopped = at;
  run.pause_ends = kMissing;
  closeClimbs("sla " + sla.name);
  const bool met = metAt(world_, run);
  say(met ? "clock met" : "clock missed");
  if (!met && elapsed(world_, run, at) == elapsed(world_, run, due(world_, run, 100, at))) say("answered after the due instant, in closed hours");
  if (run.pauses.size() >= 2) say("clock paused twice");
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
    if (!pause) say("clock went on");
  }
  if (pause && !run.paused()) {
    if (run.pauses.empty() || run.pauses.back().to != now_) say(until_field ? "clock paused until an instant" : "clock paused");
    run.pauses.push_back({now_, kMissing, until_field});
  }
}

void Step::firePoint(const Sla& sla, int percent) {
  ClockRun& run = l_.clocks[sla.name].runs.back();
  run.told.insert(percent);
  if (percent >= 100 && isMissing(run.breached)) {
    run.breached = now_;
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
    if (life.state == HandoffLife::State::Waiting || life.state == HandoffLife::State::Late) life.state = HandoffLife::State::None;
  for (auto& [name, life] : l_.handoffs) life.feedback_due = kMissing;
  for (auto& [name, life] : l_.approvals)
    if (life.state == ApprovalLife::State::Asked || life.state == ApprovalLife::State::Late) life.state = ApprovalLife::State::None;
}

}  // namespace leadflow::lives
