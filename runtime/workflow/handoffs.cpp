// Handoffs: a lead goes from one team to another, with what is known of it, and the other side answers.
//
//     handoff marketing_to_sales { when stage becomes Working  carries source, fit  accept within 4 business hours otherwise escalate chain }
//
//     offered ── accepted, by word or by a first touch ── feedback asked ── given
//        │  └─── rejected with a reason ── the lead goes where the reason's line says
//        └────── late ── its actions ── accepted or rejected all the same
//
// The time to accept runs on the calendar of the rep it is offered to. Whoever has the lead is asked: a touch by somebody else
// accepts nothing.
#include <algorithm>

#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/workflow/find_name.hpp"
#include "runtime/workflow/stepper.hpp"

namespace leadflow::workflow {

using bytecode::HandoffInfo;
using bytecode::HandoffState;
using port::Handover;
using port::TimerKind;

namespace {

bool isOpen(const Handover& handover) {
  const auto state = static_cast<HandoffState>(handover.state);
  return state == HandoffState::Waiting || state == HandoffState::Late;
}
/// Accepted at a later instant, as far as is known: a word or touch of before was the first.
bool acceptedBehind(const Handover& handover, std::int64_t at) { return static_cast<HandoffState>(handover.state) == HandoffState::Accepted && handover.offered <= at && at < handover.answered; }
void setState(Handover& handover, HandoffState state) { handover.state = static_cast<std::uint8_t>(state); }
std::string instantJson(std::int64_t instant) {
  std::string text = "\"";
  appendInstant(text, instant);
  return text + '"';
}
std::string textJson(const std::string& text) {
  std::string json;
  appendJsonString(json, text);
  return json;
}
bytecode::WhoInfo repNamed(const std::string& rep) {
  bytecode::WhoInfo who;
  who.kind = bytecode::WhoInfo::Kind::Rep;
  who.name = who.text = rep;
  return who;
}
std::string nameOr(const std::string& rep, const char* otherwise) { return rep.empty() ? otherwise : rep; }

port::HandoffTally& tallyOf(Handover& handover, const std::string& who) {
  const auto found = std::find_if(handover.tally.begin(), handover.tally.end(), [&](const port::HandoffTally& each) { return each.who == who; });
  return found != handover.tally.end() ? *found : handover.tally.emplace_back(port::HandoffTally{who});
}
/// Format 1 did not write down whose offers were: whom the last one was made to has them all.
void beginTally(Handover& handover) {
  if (!handover.tally.empty() || handover.offers == 0) return;
  handover.asked = handover.to;
  handover.tally.push_back({handover.to, handover.offers, handover.accepted});
}
/// One more offer that is theirs.
void offerTo(Handover& handover, const std::string& who) {
  handover.asked = who;
  ++tallyOf(handover, who).offers;
}
/// The present offer is theirs, and not whose it was.
void offerInstead(Handover& handover, const std::string& who) {
  if (handover.asked == who) return;
  if (const auto before = std::find_if(handover.tally.begin(), handover.tally.end(), [&](const port::HandoffTally& each) { return each.who == handover.asked; });
      before != handover.tally.end() && --before->offers == 0)
    handover.tally.erase(before);
  offerTo(handover, who);
}
/// The present offer is nobody's any more: nobody can answer it, and its time was not over.
void withdrawOffer(Handover& handover) {
  beginTally(handover);
  if (std::uint32_t& offers = tallyOf(handover, handover.asked).offers; offers > 0) --offers;
}
/// Who let its time pass: of two who had it at that very instant the one before, as with clocks.
std::string whoLetPass(const Handover& handover) {
  std::string missed;
  for (const auto& [rep, since] : handover.holders)
    if (since < handover.due || since == handover.offered) missed = rep;
  return missed;
}
/// The acceptance that was known is not the first: the offer is again theirs who let its time pass (`missed`), or who had it.
void takeBack(Handover& handover, const std::string& missed, bool late) {
  if (port::HandoffTally& known = tallyOf(handover, handover.asked); known.accepted > 0) --known.accepted;
  if (handover.accepted > 0) --handover.accepted;
  if (!late || handover.asked == missed) return;
  if (missed.empty()) return offerInstead(handover, missed);
  const auto of = std::find_if(handover.tally.begin(), handover.tally.end(), [&](const port::HandoffTally& each) { return each.who == handover.asked; });
  if (of != handover.tally.end() && --of->offers == 0) handover.tally.erase(of);
  handover.asked = missed;
}
/// An answer in time is theirs who had to give it then, whoever spoke for them; where nobody had to, of who gave it. Who let the time
/// pass keeps that; who answers then in their place has an offer of their own.
void creditAnswer(Handover& handover, const std::string& who, const std::string& holder, bool accepted, bool late) {
  beginTally(handover);
  if (late) {
    if (!who.empty() && who != handover.asked) handover.asked.empty() ? offerInstead(handover, who) : offerTo(handover, who);
  } else {
    offerInstead(handover, holder.empty() ? who : holder);
  }
  if (accepted) ++tallyOf(handover, handover.asked).accepted;
}

}  // namespace

void Stepper::startHandoffs() {
  for (std::uint32_t i = 0; i < flow_.handoffs.size(); ++i) {
    Bits& held = s_.handoff_held[i];
    std::size_t condition = 0;
    bool rises = false;
    for (const bytecode::TriggerInfo& trigger : flow_.handoffs[i].when) {
      const bool level = trigger.kind == bytecode::TriggerInfo::Kind::Condition || trigger.kind == bytecode::TriggerInfo::Kind::InStage;
      const bool now_holds = triggered(trigger);
      if (!level) {
        rises = rises || now_holds;
        continue;
      }
      rises = rises || (now_holds && !held.has(condition));
      held.set(condition++, now_holds);
    }
    if (rises) offer(i);
  }
}

void Stepper::offer(std::uint32_t number) {
  const HandoffInfo& info = flow_.handoffs[number];
  if (isOpen(s_.handoffs[number])) return;
  const std::uint32_t to_seat = info.to == bytecode::kAny ? seat() : info.to;
  const Cause cause{"handoff " + info.name, chunk_.calendar, "handoff " + info.name};
  const std::string from = info.from == bytecode::kAny ? std::string{} : s_.seats[info.from].rep;
  if (info.route != bytecode::kAny) route(info.route, to_seat, {}, cause);
  Handover& handover = s_.handoffs[number];
  beginTally(handover);
  handover.from = from;
  handover.to = s_.seats[to_seat].rep;
  handover.offered = now_;
  noteBegan("handoff " + info.name, said_then_);
  handover.answered = handover.feedback_at = handover.feedback_due = handover.feedback_since = kMissing;
  handover.by.clear();
  handover.reason.clear();
  handover.comment.clear();
  handover.feedback_by.clear();
  handover.feedback = 0;
  handover.due = info.accept_within.given ? dueAfter(info.accept_within, now_, calendarOfRep(handover.to)) : kMissing;
  handover.holders = {{handover.to, now_}};
  offerTo(handover, handover.to);
  ++handover.offers;
  setState(handover, HandoffState::Waiting);
  clearTimers(TimerKind::HandoffFeedback, number);
  if (!isMissing(handover.due)) setTimer(TimerKind::HandoffAccept, number, 0, handover.due);
  dirty();

  tellOffer(number);
}

/// Whoever has the seat now is asked, in the time that was given: the owner of before has gone, or somebody gave the lead to another.
/// While nobody has it, the offer is nobody's.
void Stepper::offerOn(std::uint32_t place, const std::string& rep) {
  for (std::uint32_t i = 0; i < flow_.handoffs.size(); ++i) {
    Handover& handover = s_.handoffs[i];
    if (!isOpen(handover) || handover.to == rep || (flow_.handoffs[i].to == bytecode::kAny ? seat() : flow_.handoffs[i].to) != place) continue;
    beginTally(handover);
    handover.to = rep;
    handover.holders.emplace_back(rep, now_);
    if (static_cast<HandoffState>(handover.state) == HandoffState::Waiting) offerInstead(handover, rep);
    if (!rep.empty()) tellOffer(i);
  }
}

/// The lead has ended. An offer that could still be accepted in time was neither kept nor missed; feedback may still be given, and is
/// not waited for.
void Stepper::endHandoff(std::uint32_t number) {
  Handover& handover = s_.handoffs[number];
  if (static_cast<HandoffState>(handover.state) == HandoffState::Waiting) withdrawOffer(handover);
  if (isOpen(handover)) {
    setState(handover, HandoffState::None);
    tell("handoff ended", flow_.handoffs[number].name + " ends with the lead, without an answer", flow_.handoffs[number].place);
  }
  if (isMissing(handover.feedback_at)) handover.feedback_due = handover.feedback_since = kMissing;
  clearTimers(TimerKind::HandoffAccept, number);
}

void Stepper::tellOffer(std::uint32_t number) {
  const HandoffInfo& info = flow_.handoffs[number];
  const Handover& handover = s_.handoffs[number];
  const std::uint32_t to_seat = info.to == bytecode::kAny ? seat() : info.to;
  const Cause cause{"handoff " + info.name, chunk_.calendar, "handoff " + info.name};
  std::string text = info.name + " is offered to " + nameOr(handover.to, "nobody yet");
  if (!isMissing(handover.due)) {
    text += handover.due < now_ ? ", and was to be accepted by " : ", to be accepted by ";
    appendWall(text, handover.due);
  }
  tell("handoff offered", text, info.place);
  if (handover.to.empty()) return;
  auto carried = packet(info);
  bool pii = false;
  for (const HandoffInfo::Carried& line : info.carries) pii = pii || line.activities || line.value.personal;
  bytecode::WhoInfo who;
  who.kind = bytecode::WhoInfo::Kind::Seat;
  who.index = to_seat;
  port::Effect* offered = wordTo(port::EffectKind::Notify, {who}, cause, text, info.place);
  if (offered == nullptr) return;
  offered->target = info.name;
  if (!isMissing(handover.due)) offered->fields.emplace_back("accept_by", instantJson(handover.due));
  for (auto& [name, json_value] : carried) offered->fields.emplace_back(name, std::move(json_value));
  offered->pii = offered->pii || pii;
}

/// Who had to answer the present offer at that instant: who has its seat now, or had it then.
std::string Stepper::offeredTo(std::uint32_t number, std::int64_t at) const {
  const Handover& handover = s_.handoffs[number];
  const std::uint32_t to = flow_.handoffs[number].to;
  if (at >= now_ || handover.holders.empty()) return s_.seats[to == bytecode::kAny ? seat() : to].rep;
  const std::string* holder = &handover.holders.front().first;
  for (const auto& [rep, since] : handover.holders)
    if (since <= at) holder = &rep;
  return *holder;
}

/// The first touch of the one who takes it accepts, whichever way it was told.
void Stepper::touchHandoffs() {
  if (touches_seen_ == touches_.size() || flow_.handoffs.empty()) return;
  std::vector<Touch> news(touches_.begin() + static_cast<std::ptrdiff_t>(touches_seen_), touches_.end());
  std::stable_sort(news.begin(), news.end(), [](const Touch& a, const Touch& b) { return a.at < b.at; });
  for (const Touch& touch : news) {
    if (!chunk_.activities[touch.type].outreach) continue;
    for (std::uint32_t i = 0; i < flow_.handoffs.size(); ++i) {
      if (!(isOpen(s_.handoffs[i]) || acceptedBehind(s_.handoffs[i], touch.at)) || touch.at < s_.handoffs[i].offered) continue;
      const std::string by = s_.activities[touch.activity].by;
      const std::string holder = offeredTo(i, touch.at);
      if (!by.empty() && by != holder) continue;
      acceptHandoff(i, touch.at, by.empty() ? holder : by);
    }
  }
}

void Stepper::acceptHandoff(std::uint32_t number, std::int64_t at, const std::string& by) {
  const HandoffInfo& info = flow_.handoffs[number];
  Handover& handover = s_.handoffs[number];
  const bool before = static_cast<HandoffState>(handover.state) == HandoffState::Accepted;   // known of a later time
  const bool was_late = before ? !isMissing(handover.due) && handover.answered > handover.due : static_cast<HandoffState>(handover.state) == HandoffState::Late;
  if (before) takeBack(handover, whoLetPass(handover), was_late);
  // A touch that was in time but told of late.
  const bool late = was_late && at > handover.due;
  if (was_late && !late && handover.late > 0) --handover.late;
  creditAnswer(handover, by, offeredTo(number, at), true, late);
  setState(handover, HandoffState::Accepted);
  handover.answered = at;
  handover.by = by;
  ++handover.accepted;
  clearTimers(TimerKind::HandoffAccept, number);
  dirty();
  if (before) {   // what followed from it has followed
    accepted_before_.push_back(number);
    std::string text = info.name + " had been accepted by " + nameOr(by, "somebody who is not named") + " at ";
    appendWall(text, at);
    tell("handoff accepted", text, info.place);
    return;
  }
  handoffs_accepted_.push_back(number);
  tell("handoff accepted", info.name + " is accepted by " + nameOr(by, touches_.empty() ? "somebody who is not named" : "a first touch"), info.place);
  closeClimbs("handoff " + info.name);
  if (info.feedback_high <= 0) return;

  const std::vector<std::string> judges = resolve(info.feedback_from);
  const std::int64_t due = info.feedback_within.given ? dueAfter(info.feedback_within, now_, calendarOfRep(judges.empty() ? std::string() : judges.front())) : kMissing;
  handover.feedback_due = due;
  handover.feedback_since = now_;
  handover.judges = judges;
  if (!isMissing(due)) setTimer(TimerKind::HandoffFeedback, number, 0, due);
  port::Effect& task = effect(port::EffectKind::Task, {"handoff " + info.name + " feedback", chunk_.calendar, "handoff " + info.name});
  task.channel = "task";
  task.target = "feedback";
  address(task, {info.feedback_from});
  task.text = "How good was this lead? " + std::to_string(info.feedback_low) + " to " + std::to_string(info.feedback_high);
  task.fields.emplace_back("handoff", textJson(info.name));
  if (!isMissing(due)) task.fields.emplace_back("due", instantJson(due));
}

void Stepper::answerHandoff(const port::Event& event) {
  std::string near;
  if (!event.name.empty() && positionOf(flow_.handoffs, event.name, near) < 0) {
    refuse("there is no handoff `" + event.name + "`" + near);
    return;
  }
  if (!fromRoster(event.by)) return;
  std::uint32_t number = bytecode::kAny, open = 0;
  const bool accepts = event.type == port::EventType::HandoffAccepted;
  const auto waits = [&](const Handover& handover) { return isOpen(handover) || (accepts && acceptedBehind(handover, said_then_)); };
  const auto began = [&](std::uint32_t i) { return beganThen("handoff " + flow_.handoffs[i].name, s_.handoffs[i].offered); };
  for (std::uint32_t i = 0; i < flow_.handoffs.size(); ++i) {
    if (event.name.empty() ? !waits(s_.handoffs[i]) || began(i) > said_then_ : flow_.handoffs[i].name != event.name) continue;
    number = i;
    ++open;
  }
  for (std::uint32_t i = 0; i < flow_.handoffs.size(); ++i)
    if (isOpen(s_.handoffs[i]) && (event.name.empty() ? number == bytecode::kAny : i == number) && answersBefore(began(i), "the handoff `" + flow_.handoffs[i].name + "` was offered")) return;
  if (number == bytecode::kAny || !waits(s_.handoffs[number])) {
    refuse(event.name.empty() ? "no handoff of this lead waits for an answer" : "the handoff `" + event.name + "` does not wait for an answer");
    return;
  }
  if (open > 1) {
    refuse("several handoffs wait for an answer: say which one");
    return;
  }
  const std::int64_t answered = std::max(said_then_, s_.handoffs[number].offered);
  if (accepts) return acceptHandoff(number, answered, event.by);

  const HandoffInfo& info = flow_.handoffs[number];
  std::int32_t reason = -1;
  for (std::size_t i = 0; i < flow_.reasons.size(); ++i)
    if (flow_.reasons[i].name == event.reason) reason = static_cast<std::int32_t>(i);
  const HandoffInfo::Rejection* line = nullptr;
  std::string allowed;
  for (const HandoffInfo::Rejection& rejection : info.rejections)
    for (const std::uint32_t index : rejection.reasons) {
      allowed += (allowed.empty() ? "" : ", ") + flow_.reasons[index].name;
      if (static_cast<std::int32_t>(index) == reason && line == nullptr) line = &rejection;
    }
  if (line == nullptr) {
    if (allowed.empty()) refuse("the handoff `" + info.name + "` cannot be rejected");
    else refuse((event.reason.empty() ? "a rejection needs a reason" : "`" + event.reason + "` is no reason to reject `" + info.name + "`") + ": " + allowed);
    return;
  }

  Handover& handover = s_.handoffs[number];
  creditAnswer(handover, event.by, offeredTo(number, answered), false, static_cast<HandoffState>(handover.state) == HandoffState::Late && answered > handover.due);
  setState(handover, HandoffState::Rejected);
  handover.answered = answered;
  handover.by = event.by;
  handover.reason = event.reason;
  handover.comment = event.comment;
  ++handover.rejected;
  clearTimers(TimerKind::HandoffAccept, number);
  dirty();
  const Cause cause{"handoff " + info.name + " rejected", chunk_.calendar, "handoff " + info.name};
  const std::string why = info.name + " is rejected by " + nameOr(event.by, "somebody") + ": " + event.reason;
  tell("handoff rejected", why, info.place);
  closeClimbs("handoff " + info.name);
  if (!handover.from.empty()) {
    if (port::Effect* back = wordTo(port::EffectKind::Notify, {repNamed(handover.from)}, cause, why, info.place); back != nullptr) {
      back->target = info.name;
      back->fields.emplace_back("reason", textJson(event.reason));
      if (!event.comment.empty()) {   // whatever somebody wrote goes with the lead
        back->fields.emplace_back("comment", textJson(event.comment));
        back->pii = true;
      }
    }
  }
  release(info.to == bytecode::kAny ? seat() : info.to, true);
  if (line->to != bytecode::kAny) moveTo(line->to, reason, event.by, why, info.place);
  else act(flow_.reasons[static_cast<std::size_t>(reason)].actions, cause);
}

void Stepper::lateHandoff(std::uint32_t number) {
  if (number >= flow_.handoffs.size()) return;
  Handover& handover = s_.handoffs[number];
  if (static_cast<HandoffState>(handover.state) != HandoffState::Waiting) return;
  const HandoffInfo& info = flow_.handoffs[number];
  setState(handover, HandoffState::Late);
  ++handover.late;
  beginTally(handover);
  offerInstead(handover, handover.holders.empty() ? s_.seats[info.to == bytecode::kAny ? seat() : info.to].rep : whoLetPass(handover));
  dirty();
  tell("handoff late", info.name + " is not accepted in time by " + nameOr(handover.asked, "anybody"), info.place);
  act(info.late, {"handoff " + info.name + " late", calendarOfRep(handover.to), "handoff " + info.name});
}

void Stepper::feedback(const port::Event& event) {
  std::uint32_t number = bytecode::kAny, candidates = 0;
  for (std::uint32_t i = 0; i < flow_.handoffs.size(); ++i) {
    const bool wanted = flow_.handoffs[i].feedback_high > 0 && !isMissing(s_.handoffs[i].answered) && static_cast<HandoffState>(s_.handoffs[i].state) != HandoffState::Rejected;
    if (event.name.empty() ? !wanted || !isMissing(s_.handoffs[i].feedback_at) : flow_.handoffs[i].name != event.name) continue;
    number = i;
    ++candidates;
  }
  if (number == bytecode::kAny) {
    std::string near;
    if (!event.name.empty()) (void)positionOf(flow_.handoffs, event.name, near);
    refuse(event.name.empty() ? "no handoff of this lead waits for feedback" : "there is no handoff `" + event.name + "`" + near);
    return;
  }
  if (candidates > 1) {
    refuse("several handoffs wait for feedback: say which one");
    return;
  }
  const HandoffInfo& info = flow_.handoffs[number];
  Handover& handover = s_.handoffs[number];
  if (info.feedback_high <= 0) {
    refuse("the handoff `" + info.name + "` asks for no feedback");
  } else if (isMissing(handover.answered)) {
    refuse("the handoff `" + info.name + "` is not answered yet");
  } else if (static_cast<HandoffState>(handover.state) == HandoffState::Rejected) {
    refuse("the handoff `" + info.name + "` was rejected: there is no work to judge");
  } else if (answersBefore(handover.answered, "the handoff `" + info.name + "` was accepted")) {
    return;
  } else if (event.number < info.feedback_low || event.number > info.feedback_high) {
    const std::string range = std::to_string(info.feedback_low) + " to " + std::to_string(info.feedback_high);
    refuse(event.number == 0 ? "feedback on `" + info.name + "` needs a `mark` from " + range : "feedback on `" + info.name + "` is from " + range + ", not " + std::to_string(event.number));
  } else {
    tellStranger(event.by);
    handover.feedback = static_cast<std::int32_t>(event.number);
    handover.feedback_at = said_then_;
    handover.feedback_by = event.by;
    clearTimers(TimerKind::HandoffFeedback, number);
    tell("feedback", info.name + " is given " + std::to_string(event.number) + " by " + nameOr(event.by, "somebody"), info.place);
  }
}

void Stepper::feedbackDue(std::uint32_t number) {
  if (number >= flow_.handoffs.size() || !isMissing(s_.handoffs[number].feedback_at)) return;
  const HandoffInfo& info = flow_.handoffs[number];
  std::vector<bytecode::WhoInfo> who;   // who was asked, whoever has the lead by now
  for (const std::string& judge : s_.handoffs[number].judges)
    if (!resolve(repNamed(judge)).empty()) who.push_back(repNamed(judge));
  if (who.empty()) who = {info.feedback_from};   // they are all gone, or nobody was there
  const std::string text = info.name + " still waits for feedback, " + std::to_string(info.feedback_low) + " to " + std::to_string(info.feedback_high);
  if (wordTo(port::EffectKind::Remind, who, {"handoff " + info.name + " feedback", chunk_.calendar, "handoff " + info.name}, text, info.place) != nullptr) tell("reminded", text, info.place);
}

}  // namespace leadflow::workflow
