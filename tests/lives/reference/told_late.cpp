// What is told of late counts from its own instant: what it answers is looked for there, before anything follows from it.
#include <algorithm>

#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

using T = Trigger::Kind;

/// When the clock that goes on began first; it may have begun again since because the owner changed.
Instant Step::beganAnew(const Sla& sla) {
  const std::vector<ClockRun>& runs = l_.clocks[sla.name].runs;
  std::size_t run = runs.size() - 1;
  while (runs[run].restarted && run > 0) --run;
  return runs[run].start;
}

/// Since when a stop has what it waits for, as far as the event at hand brought it.
Instant Step::heldSince(const Sla& sla, const Trigger& trigger, const std::vector<Instant>& told) {
  const auto names = [&](const std::string& name) { return std::find(trigger.names.begin(), trigger.names.end(), name) != trigger.names.end(); };
  if (trigger.kind == T::Holds) {   // with what is told late it may have come true at any instant since
    if (!l_.clocks[sla.name].runs.back().live()) return kMissing;
    const Instant begun = beganAnew(sla);
    std::vector<Instant> all = momentsSince(std::max(told.front(), begun), now_);
    for (const Instant instant : told) all.push_back(std::max(instant, begun));
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size(); ++i) {
      if ((all[i] < now_ || (all[i] == begun && told.front() < all[i])) && heldThen(trigger.when, all[i])) return all[i];
      const Instant next = i + 1 < all.size() ? all[i + 1] : now_;
      for (Instant at = nextTurn(sla, all[i]); !isMissing(at) && at < next; at = nextTurn(sla, at))
        if (heldThen(trigger.when, at)) return at;
    }
    return kMissing;
  }
  if (trigger.kind == T::OwnerAssigned) return owner_assigned_ || told_owner_ ? told.front() : kMissing;
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
    if (l_.clocks[sla.name].runs.empty()) continue;
    const ClockRun run = l_.clocks[sla.name].runs.back();
    const auto never = [&](const Trigger& trigger, Instant at) { return trigger.kind == T::Holds && run.live() && at == beganAnew(sla) && told.front() < at; };
    const Trigger* by = nullptr;
    Instant at = kMissing;
    for (const Trigger& trigger : sla.stops) {
      const Instant since = trigger.kind == T::Touch ? kMissing : heldSince(sla, trigger, told);
      if (!isMissing(since) && (since < now_ || never(trigger, since)) && (isMissing(at) || since < at)) at = since, by = &trigger;
    }
    if (by == nullptr) continue;
    if (never(*by, at)) {   // it does not begin while a stop holds
      neverBegan(sla);
      continue;
    }
    if (run.live() || at < run.stopped)
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
