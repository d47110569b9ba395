// What is told of late stops a clock at its own instant, whichever way the clock asks for it: the lead is looked at as the event
// itself leaves it, before anything follows from it. Touches that a clock names are found by clocks.cpp (touchClock).
//
//     sla s { … stops when stage is Warm }      a move of 09:00 that is told at 12:00: answered at 09:00
//     sla t { … stops when had call }           a call of 09:00 that is told at 12:00: answered at 09:00
//     stage Open { to Warm when size > 3 }      an update of 09:00 that is told at 12:00: the rule moves it at 12:00
#include <algorithm>

#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/stepper.hpp"

namespace leadflow::workflow {

using bytecode::TriggerInfo;
using port::Event;
using port::EventType;

bool saysWhen(EventType type) {
  switch (type) {
    case EventType::LeadCreated:
    case EventType::LeadUpdated:
    case EventType::ConsentChanged:
    case EventType::Activity:
    case EventType::StageMoved:
    case EventType::OwnerAssigned:
    case EventType::QueueClaimed:
    case EventType::ChecklistAnswered:
    case EventType::HandoffAccepted:
    case EventType::HandoffRejected:
    case EventType::FeedbackGiven:
    case EventType::ApprovalDecided: return true;
    default: return false;
  }
}

namespace {

/// Of when the word about it is (LeadState::words); kMissing: none is known.
std::int64_t wordAbout(const port::LeadState& state, const std::string& what) {
  for (const auto& [about, at] : state.words)
    if (about == what) return at;
  return kMissing;
}

void keepWord(port::LeadState& state, const std::string& what, std::int64_t at) {
  std::erase_if(state.words, [&](const auto& each) { return each.first == what; });
  state.words.emplace_back(what, at);
}

}  // namespace

/// Of when the last word of a person about it is, where that is later than what the event at hand tells; else kMissing.
std::int64_t Stepper::laterWord(const std::string& what) const {
  const std::int64_t known = wordAbout(s_, what);
  return !isMissing(known) && known > said_then_ ? known : kMissing;
}

void Stepper::noteWord(const std::string& what) {
  const std::int64_t known = wordAbout(s_, what);
  if (isMissing(known) || known < said_then_) keepWord(s_, what, said_then_);
}

/// Something begins to wait for an answer. What is told late asks when it is told; who answered it in truth did so behind the event.
void Stepper::noteBegan(const std::string& what, std::int64_t since) {
  if (since < now_) keepWord(s_, what, since);
  else std::erase_if(s_.words, [&](const auto& each) { return each.first == what; });
}

/// Since when it has waited, `at` by what is known of it: before that there was nothing to answer.
std::int64_t Stepper::beganThen(const std::string& what, std::int64_t at) const {
  const std::int64_t known = wordAbout(s_, what);
  return isMissing(known) ? at : known;
}

/// An answer to what began only after it: refused, whenever it is told.
bool Stepper::answersBefore(std::int64_t began, const std::string& what) {
  if (isMissing(began) || said_then_ >= began) return false;
  std::string why = what + " at ";
  appendWall(why, began);
  why += ", and this is of ";
  appendWall(why, said_then_);
  refuse(std::move(why));
  return true;
}

/// Who did what happened at that instant, where somebody of the roster did.
std::string Stepper::whoDidThen(std::int64_t at) const {
  std::string who;
  const auto known = [&](const std::string& by) {
    if (const Slot rep = by.empty() || by == port::kAutomation ? kMissing : world_.desk->people().find(by); !isMissing(rep)) who = world_.desk->people().rep(rep).id;
  };
  for (const port::ActivityEntry& entry : s_.activities)
    if (entry.at == at) known(entry.by);
  for (const port::Handover& handoff : s_.handoffs)
    if (handoff.answered == at) known(handoff.by);
  for (const port::Approval& approval : s_.approvals)
    if (approval.decided == at) known(approval.by);
  for (const port::Visit& visit : s_.visits)
    if (visit.at == at) known(visit.by);
  return who;
}

/// The instants of before that the event tells of: its own, and where it changes no value those of its touches.
std::vector<std::int64_t> Stepper::instantsTold(const Event& event) const {
  std::vector<std::int64_t> all;
  if ((!saysWhen(event.type) && event.type != EventType::LeadMerged) || isMissing(last_)) return all;
  if (!isMissing(event.at) && event.at < now_) all.push_back(event.at);
  if (!record_changed_ || event.type == EventType::LeadMerged)
    for (const Touch& touch : touches_)
      if (touch.at < now_) all.push_back(touch.at);
  std::sort(all.begin(), all.end());
  return all;
}

/// The earliest of them since which the trigger has what it waits for; kMissing: the event did not bring it, or not of before.
std::int64_t Stepper::heldSince(std::uint32_t number, const TriggerInfo& trigger, const std::vector<std::int64_t>& instants) {
  using Kind = TriggerInfo::Kind;
  const port::Clock& clock = s_.clocks[number];
  switch (trigger.kind) {
    case Kind::Condition: {
      if (!isLive(clock)) return kMissing;   // what held before does not tell since when
      const std::int64_t begun = beganFirst(clock).at;
      std::vector<std::int64_t> all = momentsSince(std::max(instants.front(), begun), now_);   // with what is told late it may have come true at any of them
      for (const std::int64_t instant : instants) all.push_back(std::max(instant, begun));
      std::sort(all.begin(), all.end());
      for (std::size_t i = 0; i < all.size(); ++i) {
        if ((all[i] < now_ || (all[i] == begun && instants.front() < all[i])) && heldThen(trigger.condition, all[i])) return all[i];
        const std::int64_t next = i + 1 < all.size() ? all[i + 1] : now_;
        for (std::int64_t at = nextTurn(number, all[i]); !isMissing(at) && at < next; at = nextTurn(number, at))
          if (heldThen(trigger.condition, at)) return at;
      }
      return kMissing;
    }
    case Kind::OwnerAssigned: return owner_assigned_ || told_owner_ ? instants.front() : kMissing;
    case Kind::HandoffAccepted:
      for (const auto* accepted : {&handoffs_accepted_, &accepted_before_})
        for (const std::uint32_t handoff : *accepted)
          if (std::find(trigger.indexes.begin(), trigger.indexes.end(), handoff) != trigger.indexes.end()) return s_.handoffs[handoff].answered;
      return kMissing;
    case Kind::StageBecomes:
    case Kind::InStage: {
      const bool moved = !entered_.empty() && std::find(trigger.indexes.begin(), trigger.indexes.end(), static_cast<std::uint32_t>(s_.stage)) != trigger.indexes.end();
      return moved ? instants.front() : kMissing;
    }
    default: return triggered(trigger) ? instants.front() : kMissing;
  }
}

void Stepper::stopLate(const Event& event) {
  const std::vector<std::int64_t> instants = instantsTold(event);
  if (instants.empty()) return;
  noteOwner();
  touchHandoffs();
  for (std::uint32_t i = 0; i < flow_.slas.size(); ++i) {
    const port::Clock& clock = s_.clocks[i];
    if (clock.runs == 0) continue;
    const auto never = [&](const TriggerInfo& trigger, std::int64_t since) { return trigger.kind == TriggerInfo::Kind::Condition && isLive(clock) && since == beganFirst(clock).at && instants.front() < since; };
    const TriggerInfo* stop = nullptr;
    std::int64_t at = kMissing;
    for (const TriggerInfo& trigger : flow_.slas[i].stops) {
      if (trigger.kind == TriggerInfo::Kind::Activity) continue;
      const std::int64_t since = heldSince(i, trigger, instants);
      if (isMissing(since) || (since >= now_ && !never(trigger, since)) || (!isMissing(at) && since >= at)) continue;
      stop = &trigger;
      at = since;
    }
    if (stop == nullptr) continue;
    if (never(*stop, at)) {   // it does not begin while a stop holds
      neverBegan(i);
      continue;
    }
    const bool came_true_since = stop->kind == TriggerInfo::Kind::Condition && std::find(instants.begin(), instants.end(), at) == instants.end();
    std::string who = came_true_since ? whoDidThen(at) : whoDid(event, *stop);
    if (who.empty()) who = personOf(world_, holdingAt(world_, s_, at, false));
    stopAt(i, at, who);
  }
}

/// Where the lead rests: who has it is another than who had it when it rested last, with nobody in between or not.
void Stepper::noteOwner() {
  if (arriving_ || owner().empty() || owner() == had_last_) return;
  owner_changed_ = owner_changed_ || !had_last_.empty();
  had_last_ = owner();
}

}  // namespace leadflow::workflow
