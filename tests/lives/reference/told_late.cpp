// What is told of late counts from its own instant: what it answers is looked for there, before anything follows from it.
#include <algorithm>

#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

using T = Trigger::Kind;

/// Whether it answers what began only behind it.
bool Step::before(const Event& event, const std::string& what, Instant known) const { return !isMissing(known) && std::min(event.at, now_) < waitsSince(what, known); }

void Step::begins(const std::string& what, Instant since) {
  l_.waits_since.erase(what);
  if (!isMissing(since) && since < now_) l_.waits_since[what] = since, say("a question was told late");
}

Instant Step::waitsSince(const std::string& what, Instant known) const {
  const auto in_truth = l_.waits_since.find(what);
  return in_truth == l_.waits_since.end() ? known : in_truth->second;
}

/// Whether a later word of it is known; else this is the last one.
bool Step::overtaken(const Event& event, const std::string& of) {
  const Instant at = std::min(event.at, now_);
  const auto word = l_.words.find(of);
  if (word != l_.words.end() && word->second > at) return true;
  l_.words[of] = at;
  return false;
}

/// Who did what happened then, where that is somebody of the roster: a move before all else, then decisions, answers, touches.
std::string Step::whoDidAt(Instant at) const {
  std::vector<std::string> all;
  for (const Touch& touch : l_.touches)
    if (touch.at == at) all.push_back(touch.by);
  for (const Handoff& handoff : book_->handoffs)
    if (const auto life = l_.handoffs.find(handoff.name); life != l_.handoffs.end() && life->second.answered == at) all.push_back(life->second.by);
  for (const Approval& approval : book_->approvals)
    if (const auto life = l_.approvals.find(approval.name); life != l_.approvals.end() && life->second.decided == at) all.push_back(life->second.by);
  for (const Visit& visit : l_.visits)
    if (visit.at == at) all.push_back(visit.by);
  while (!all.empty() && (all.back() == "automation" || world_.person(all.back()) == nullptr)) all.pop_back();
  return all.empty() ? std::string() : all.back();
}

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
    for (const auto* list : {&accepted_, &had_accepted_})
      for (const std::string& name : *list)
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
    const bool since = by->kind == T::Holds && std::find(told.begin(), told.end(), at) == told.end();   // something else made it true then
    if (since) say("a condition came true behind what was told late");
    const std::string who = since ? whoDidAt(at) : whoDid(*by);
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
