// A clock gone through again: what is told late is put where it belongs, and the clock is asked again at every instant since at which
// something is known to have happened. Stages, owners, queues and values are what they were then; everything else is as it is today.
#include <algorithm>

#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

using T = Trigger::Kind;

void Step::asOf(Instant at, const std::string& sla, bool own, const std::function<void()>& what) {
  Life present = std::move(l_);
  l_ = present;   // the copy is changed: what holds a part of the life holds it afterwards
  const Instant now = now_, answered_at = answered_at_;
  const auto answer = answer_;
  const auto by = answered_by_;
  const auto touches = touches_;
  const auto became = became_, accepted = accepted_;
  const auto begun = begun_;
  const auto recorded = recorded_, news = news_;
  const bool assigned = owner_assigned_, changed = owner_changed_, created = created_, queued = queued_, values = values_told_, looked = looked_;

  noteSaid(answered_at_, 0);   // what the event at hand says of the record
  std::map<Field, Instant> latest;
  l_.record.clear();
  for (const Life::Said& each : l_.said) {
    const auto known = latest.find(each.field);
    if (!isMissing(each.from) && (each.from > at || (known != latest.end() && !isMissing(known->second) && each.from < known->second))) continue;
    latest[each.field] = each.from;
    if (each.value.known) l_.record[each.field] = each.value;
    else l_.record.erase(each.field);
  }
  const bool moved = own && !entered_.empty(), given = own && was_assigned_;
  if (!moved) {
    l_.visits.resize(std::min(l_.visits.size(), visits_before_));
    std::erase_if(l_.visits, [&](const Visit& visit) { return visit.at > at; });
    if (!l_.visits.empty()) l_.stage = l_.visits.back().stage, l_.entered = l_.visits.back().at;
    std::erase_if(l_.milestones, [&](const auto& reached) { return reached.second > at; });
  }
  const Had* had = nullptr;   // and whom it was taken from, or given to, in this very instant
  const Had* before = nullptr;
  std::string last;
  owner_assigned_ = owner_changed_ = queued_ = created_ = values_told_ = looked_ = false;
  for (const Had& each : present.had) {
    if (each.since > at) break;
    if (each.since == at) {
      owner_assigned_ = each.assigned;
      owner_changed_ = !each.rep.empty() && !last.empty() && each.rep != last;
      queued_ = each.rep.empty() && !each.queue.empty() && (before == nullptr || before->queue != each.queue);
    }
    if (!each.rep.empty()) last = each.rep;
    before = had = &each;
  }
  if (had == nullptr && !present.had.empty()) had = &present.had.front();
  if (!given && (!moved || book_->seats.size() < 2)) {
    l_.seats[seat()].rep = had == nullptr ? std::string() : had->rep;
    l_.queue = had == nullptr || !had->rep.empty() ? std::string() : had->queue;
  }
  std::erase_if(l_.had, [&](const Had& each) { return each.since >= at; });
  l_.final = here().final;
  now_ = l_.now = at;
  l_.looked = kMissing;
  touches_.clear();
  for (std::size_t i = 0; i < l_.touches.size(); ++i)
    if (l_.touches[i].at == at && (i < touches_before_ || at < now)) touches_.push_back(l_.touches[i]);
  if (at >= now)   // of this very instant only what was told before
    for (std::size_t i = l_.touches.size(); i-- > touches_before_;)
      if (l_.touches[i].at == at) l_.touches.erase(l_.touches.begin() + static_cast<std::ptrdiff_t>(i));
  recorded_ = news_ = 0;
  became_.clear();
  if (!l_.visits.empty() && l_.visits.back().at == at) became_ = {l_.visits.back().stage};
  accepted_.clear();
  for (const auto& [name, life] : l_.handoffs)
    if (life.state == HandoffLife::State::Accepted && life.answered == at) accepted_.push_back(name);
  begun_.clear();
  answer_ = !became_.empty() ? Kind::Moved : !touches_.empty() ? Kind::Activity : Kind::Timer;
  answered_by_ = !became_.empty() ? l_.visits.back().by : !touches_.empty() ? touches_.front().by : std::string();

  what();

  if (!sla.empty()) std::swap(present.clocks[sla], l_.clocks[sla]);
  l_ = std::move(present);
  now_ = now;
  answered_at_ = answered_at;
  answer_ = answer;
  answered_by_ = by;
  touches_ = touches;
  became_ = became;
  accepted_ = accepted;
  begun_ = begun;
  recorded_ = recorded;
  news_ = news;
  owner_assigned_ = assigned, owner_changed_ = changed, created_ = created, queued_ = queued, values_told_ = values, looked_ = looked;
}

bool Step::heldThen(const Condition& condition, Instant at) {
  bool held = false;
  asOf(at, {}, at == answered_at_, [&] { held = holds(condition); });
  return held;
}

/// When something happened, as far as it was known before this event or is told late by it.
std::vector<Instant> Step::momentsSince(Instant from, Instant to) const {
  std::set<Instant> all;
  for (std::size_t i = 0; i < l_.visits.size() && i < visits_before_; ++i) all.insert(l_.visits[i].at);
  for (std::size_t i = 0; i < l_.touches.size(); ++i)
    if (i < touches_before_ || l_.touches[i].at < now_) all.insert(l_.touches[i].at);
  for (const Had& each : l_.had) all.insert(each.since);
  for (const Life::Said& each : l_.said)
    if (!isMissing(each.from)) all.insert(each.from);
  for (const auto& [name, life] : l_.handoffs)
    if (!isMissing(life.answered)) all.insert(life.answered);
  std::vector<Instant> between;
  for (const Instant at : all)
    if (at > from && at <= to) between.push_back(at);
  return between;
}

void Step::stopAt(const Sla& sla, Instant at, const std::string& who) {
  const ClockLife& life = l_.clocks[sla.name];
  const ClockRun& run = life.runs.back();
  if (at >= run.start) {
    if (!run.live() && at >= run.stopped) return;
    if (at >= now_) stopClock(sla, at, who);
    else stopRun(sla, life.runs.size() - 1, at, who);
    return;
  }
  if (!isMissing(life.closed) && at < life.closed) return;
  for (std::size_t r = life.runs.size() - 1; r-- > 0;) {
    if (at < life.runs[r].start) continue;
    if (at >= life.runs[r].stopped) return;
    say("something told late of a run before");
    return stopRun(sla, r, at, who);
  }
}

/// Runs that only a change of owner began while it went would never have begun; but what begins a clock that rests has begun it since.
void Step::stopRun(const Sla& sla, std::size_t number, Instant at, const std::string& who) {
  const ClockLife real = l_.clocks[sla.name];
  const std::vector<Climb> climbs = l_.climbs;
  const std::size_t present = real.runs.size() - 1;
  std::size_t last = number;
  while (last < present && real.runs[last + 1].restarted) ++last;
  l_.clocks[sla.name].runs.resize(number + 1);
  if (number == present) stopClock(sla, at, who);
  else answer(l_.clocks[sla.name].runs.back(), at, who);
  const std::size_t before = l_.clocks[sla.name].runs.size();
  asOf(at, sla.name, false, [&] { noteLevels(sla); });
  Instant to = last == present && real.runs[present].live() ? now_ : real.runs[last].stopped;
  goThrough(sla, at, to);
  if (l_.clocks[sla.name].runs.back().live() && to < now_) {
    last = present;
    goThrough(sla, to, now_);
  }
  ClockLife& life = l_.clocks[sla.name];
  if (life.runs.size() > before) say("a clock began behind an answer told late");
  if (last == present) {
    const ClockRun& was = real.runs.back();
    if (life.runs.back().live() && was.live() && life.runs.back().start == was.start) {   // it goes on, with what was told and begun
      life.runs.back().told = was.told;
      l_.climbs = climbs;
    } else {
      closeClimbs("sla " + sla.name);
    }
  }
  life.runs.insert(life.runs.end(), real.runs.begin() + static_cast<std::ptrdiff_t>(last + 1), real.runs.end());
  closeOld(life);
  life.held = real.held;
}

void Step::startLate(const Sla& sla, Instant from, std::size_t starter) {
  const std::vector<bool> held = l_.clocks[sla.name].held;
  const Touch began = touches_[starter];
  const std::size_t before = l_.clocks[sla.name].runs.size();
  asOf(from, sla.name, false, [&] {
    if (l_.final) say("what begins a clock was told late, of when the lead had ended");
    if (!l_.final && !stopsNow(sla)) {
      startClock(sla, from, false);
      begun_[sla.name] = static_cast<std::size_t>(std::find(touches_.begin(), touches_.end(), began) - touches_.begin());
      if (!l_.clocks[sla.name].runs.empty()) touchClock(sla);
    }
    noteLevels(sla);
  });
  if (l_.clocks[sla.name].runs.size() > before) {
    goThrough(sla, from, now_);
    if (!l_.clocks[sla.name].runs.back().live() || l_.clocks[sla.name].runs.size() > before + 1) say("a clock that began late had been answered");
  }
  l_.clocks[sla.name].held = held;
}

/// What goes on may have begun before: then the run is made anew from there, and only what it told and began is kept.
bool Step::beganBefore(const Sla& sla, Instant from, std::size_t starter) {
  const ClockLife real = l_.clocks[sla.name];
  std::size_t first = real.runs.size() - 1;
  while (first > 0 && real.runs[first].restarted) --first;
  if (first > 0 && from < real.runs[first - 1].stopped) return false;
  if (!isMissing(real.closed) && from < real.closed) return false;
  const std::vector<Climb> climbs = l_.climbs;
  l_.clocks[sla.name].runs.resize(first);
  startLate(sla, from, starter);
  ClockLife& life = l_.clocks[sla.name];
  if (life.runs.size() <= first) return l_.clocks[sla.name] = real, l_.climbs = climbs, false;
  if (life.runs.back().live()) life.runs.back().told = real.runs.back().told, l_.climbs = climbs;
  else closeClimbs("sla " + sla.name);
  return true;
}

/// A stop held when it began, as is told late.
void Step::neverBegan(const Sla& sla) {
  const std::vector<bool> held = l_.clocks[sla.name].held;
  const Instant began = beganAnew(sla);
  say("a clock had not begun, as was told late");
  closeClimbs("sla " + sla.name);
  for (bool again = true; again; l_.clocks[sla.name].runs.pop_back()) again = l_.clocks[sla.name].runs.back().restarted && l_.clocks[sla.name].runs.size() > 1;
  asOf(began, sla.name, false, [&] { noteLevels(sla); });
  goThrough(sla, began, now_);
  l_.clocks[sla.name].held = held;
}

void Step::goThrough(const Sla& sla, Instant from, Instant to) {
  for (const Instant at : momentsSince(from, to)) {
    passTime(sla, from, at);
    from = at;
    asOf(at, sla.name, false, [&] {
      considerStop(sla);
      if (!l_.final || !became_.empty()) considerStart(sla);
      ClockLife& life = l_.clocks[sla.name];
      if (!l_.final || life.runs.empty() || !life.runs.back().live()) return;
      if (life.runs.back().paused()) life.runs.back().pauses.back().to = now_;
      life.runs.back().stopped = now_;
      life.runs.back().cancelled = true;
      life.runs.back().pause_ends = kMissing;
    });
  }
  passTime(sla, from, to, to < now_);
}

/// When time alone may change a condition of the clock next.
Instant Step::nextTurn(const Sla& sla, Instant from) {
  Instant turn = kMissing;
  asOf(from, {}, false, [&] {
    const std::function<void(const Condition&)> ask = [&](const Condition& c) {
      const Instant at = flips(world_, l_, c);
      if (!isMissing(at) && (isMissing(turn) || at < turn)) turn = at;
      for (const Condition& each : c.of) ask(each);
    };
    for (const auto* triggers : {&sla.starts, &sla.stops, &sla.pauses})
      for (const Trigger& trigger : *triggers)
        if (trigger.kind == T::Holds) ask(trigger.when);
  });
  return turn;
}

/// Pauses that end by themselves, targets that are used up, conditions that time changes.
void Step::passTime(const Sla& sla, Instant from, Instant to, bool whole) {
  for (;;) {
    const ClockLife& life = l_.clocks[sla.name];
    const ClockRun none, &run = life.runs.empty() ? none : life.runs.back();
    const bool live = !life.runs.empty() && run.live();
    const Instant used_up = live && isMissing(run.breached) && !run.paused() ? due(world_, run, 100, to) : kMissing;
    Instant first = kMissing;
    enum { Breach, GoesOn, Turn } what = Turn;
    const auto consider = [&](Instant at, bool counts, auto as) {
      if (!isMissing(at) && counts && (isMissing(first) || at < first)) first = at, what = as;
    };
    consider(used_up, used_up <= to, Breach);
    consider(run.pause_ends, live && run.pause_ends <= to, GoesOn);
    const Instant turn = nextTurn(sla, from);
    consider(turn, turn < to || (whole && turn == to), Turn);
    if (isMissing(first)) return;
    asOf(first, sla.name, false, [&] {
      if (what == Breach) {
        ClockRun& here = l_.clocks[sla.name].runs.back();
        here.breached = used_up;
        here.whose = hadIt(used_up, used_up > here.start);
        if (used_up >= to) return;
      }
      touches_.clear(), became_.clear(), accepted_.clear();
      owner_assigned_ = owner_changed_ = queued_ = false;
      answer_ = Kind::Timer;
      considerStop(sla);
      if (!l_.final) considerStart(sla);
    });
    from = std::max(from, first);
  }
}

void Step::noteLevels(const Sla& sla) {
  std::vector<bool>& held = l_.clocks[sla.name].held;
  held.resize(sla.starts.size());
  for (std::size_t i = 0; i < sla.starts.size(); ++i)
    if (sla.starts[i].kind == T::Holds || sla.starts[i].kind == T::InStage) held[i] = happened(sla.starts[i]);
}

}  // namespace leadflow::lives
