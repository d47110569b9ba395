// What is told of late counts from its own instant: what it answers is looked for there, before anything follows from it.
#include <algorithm>

#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

using T = Trigger::Kind;

void Step::stopAt(const Sla& sla, Instant at, const std::string& who) {
  ClockLife& life = l_.clocks[sla.name];
  const ClockRun& run = life.runs.back();
  if (at >= run.start) {
    if (run.live() || at < run.stopped) stopClock(sla, at, who);
    return;
  }
  // A run before the present one; those that only changes of owner began behind it would never have begun.
  if (!isMissing(life.closed) && at < life.closed) return;
  for (std::size_t r = life.runs.size() - 1; r-- > 0;) {
    if (at < life.runs[r].start) continue;
    if (at >= life.runs[r].stopped) return;
    say("something told late of a run before");
    answer(life.runs[r], at, who);
    while (r + 1 < life.runs.size() && life.runs[r + 1].restarted) life.runs.erase(life.runs.begin() + static_cast<std::ptrdiff_t>(r + 1));
    if (r + 1 == life.runs.size()) closeClimbs("sla " + sla.name);
    return;
  }
}

/// Since when a stop has what it waits for, as far as the event at hand brought it.
Instant Step::heldSince(const ClockLife& life, const Trigger& trigger, const std::vector<Instant>& told) {
  const auto names = [&](const std::string& name) { return std::find(trigger.names.begin(), trigger.names.end(), name) != trigger.names.end(); };
  if (trigger.kind == T::Holds) {
    const ClockRun& run = life.runs.back();
    const Instant now = now_;
    Instant since = kMissing;
    for (const Instant instant : told) {
      now_ = std::max(instant, run.start);
      if (run.live() && isMissing(since) && now_ < now && holds(trigger.when)) since = now_;
      now_ = now;
    }
    return since;
  }
  if (trigger.kind == T::Accepted) {
    for (const std::string& name : accepted_)
      if (names(name)) return l_.handoffs[name].answered;
    return kMissing;
  }
  if (trigger.kind == T::StageBecomes || trigger.kind == T::InStage) return !entered_.empty() && names(l_.stage) ? told.front() : kMissing;
  return happened(trigger) ? told.front() : kMissing;
}

void Step::stopLate() {
  const bool tells = answer_ == Kind::Created || answer_ == Kind::Updated || answer_ == Kind::Consent || answer_ == Kind::Activity || answer_ == Kind::Moved || answer_ == Kind::Assigned ||
                     answer_ == Kind::Claimed || answer_ == Kind::Answered || answer_ == Kind::Accepted || answer_ == Kind::Rejected || answer_ == Kind::Feedback || answer_ == Kind::Decided || answer_ == Kind::Brought;
  if (!tells || isMissing(last_)) return;
  std::vector<Instant> told;
  if (answered_at_ < now_) told.push_back(answered_at_);
  if (!record_changed_ || answer_ == Kind::Brought)
    for (const Touch& touch : touches_)
      if (touch.at < now_) told.push_back(touch.at);
  if (told.empty()) return;
  std::sort(told.begin(), told.end());
  noteOwner();
  touchHandoffs();
  for (const Sla& sla : book_->slas) {
    const ClockLife& life = l_.clocks[sla.name];
    if (life.runs.empty()) continue;
    const Trigger* by = nullptr;
    Instant at = kMissing;
    for (const Trigger& trigger : sla.stops) {
      const Instant since = trigger.kind == T::Touch ? kMissing : heldSince(life, trigger, told);
      if (!isMissing(since) && since < now_ && (isMissing(at) || since < at)) at = since, by = &trigger;
    }
    if (by == nullptr) continue;
    if (life.runs.back().live() || at < life.runs.back().stopped)
      say(answer_ == Kind::Brought ? "a touch that came with another lead stopped a clock" : by->kind == T::Holds ? "a condition told late stopped a clock" : answer_ == Kind::Moved ? "a move told late stopped a clock" : "an answer told late stopped a clock");
    const std::string who = whoDid(*by);
    stopAt(sla, at, who.empty() ? hadIt(at, false) : who);
  }
}

/// Where the lead rests, with another owner than the last one that it had.
void Step::noteOwner() {
  if (arriving_ || owner().empty() || owner() == had_last_) return;
  if (!had_last_.empty()) owner_changed_ = true, say("another owner");
  had_last_ = owner();
}

}  // namespace leadflow::lives
