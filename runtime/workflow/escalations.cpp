// Escalations: who hears of it, level after level, until somebody acts or it is over.
//
//     escalation sales_chain { level owner.manager { notify email }   level role sales_director after 2 business hours { notify email } }
//
//     opened ── level 1 at once ── 2 business hours ── level 2 ── …      acknowledged: stands still; for a time: goes on after it
//
// A climb belongs to what it is about (`source`): the clock that breached, the handoff that waits. It is closed when that is
// over; as long as it is open, the same cause opens no second one. Who ended what it is about has not resolved it: a person says so.
#include <algorithm>

#include "runtime/workflow/find_name.hpp"
#include "runtime/workflow/stepper.hpp"

namespace leadflow::workflow {

using bytecode::ActionInfo;
using bytecode::EscalationInfo;
using port::Climb;
using port::TimerKind;

namespace {

// Actions that speak to somebody: without a name of their own they speak to the person of their level.
bool speaks(ActionInfo::Kind kind) {
  return kind == ActionInfo::Kind::Notify || kind == ActionInfo::Kind::Remind || kind == ActionInfo::Kind::Task;
}

/// A state of format 1 says in words what its escalations are about.
port::ClimbOf ofStage(const Climb& climb) {
  if (climb.of != 0) return static_cast<port::ClimbOf>(climb.of);
  if (climb.source.rfind("aging of stage ", 0) == 0) return port::ClimbOf::StageAging;
  return climb.source.rfind("stage ", 0) == 0 ? port::ClimbOf::StageEnter : port::ClimbOf::Named;
}

std::string listed(const std::vector<std::string>& reps) {
  std::string text;
  for (const std::string& rep : reps) {
    if (!text.empty()) text += ", ";
    text += rep;
  }
  return text;
}

}  // namespace

std::int32_t Stepper::hoursOf(const Climb& climb_up) const { return world_.desk->program().hoursIn(climb_up.calendar, climb_up.zone); }

void Stepper::escalate(std::uint32_t escalation, const Cause& cause) {
  const EscalationInfo& info = flow_.escalations[escalation];
  const std::string& source = cause.source.empty() ? cause.text : cause.source;
  for (const Climb& open : s_.climbs)
    if (open.escalation == escalation && isMissing(open.closed) && (cause.of == port::ClimbOf::Named ? open.source == source : ofStage(open) == cause.of && (open.stage < 0 || open.stage == cause.stage)))
      return tell("escalation", info.name + " is open already: " + source, info.place);
  Climb climb_up;
  climb_up.escalation = escalation;
  climb_up.source = source;
  climb_up.of = static_cast<std::uint8_t>(cause.of);
  if (cause.of != port::ClimbOf::Named) climb_up.stage = cause.stage;
  climb_up.calendar = world_.desk->program().calendarOfHours(cause.calendar);
  climb_up.zone = world_.desk->program().zoneOfHours(cause.calendar);
  climb_up.opened = now_;
  noteBegan("escalation " + info.name + ' ' + std::to_string(now_), said_then_);
  climb_up.closed = kMissing;
  const auto number = static_cast<std::uint32_t>(s_.climbs.size());
  s_.climbs.push_back(std::move(climb_up));
  tell("escalation", info.name + " begins: " + source, info.place);
  if (info.levels.empty()) return;
  if (info.levels.front().after.given) {
    if (const std::int64_t due = dueAfter(info.levels.front().after, now_, cause.calendar); !isMissing(due))
      setTimer(TimerKind::Escalation, number, 0, due);
  } else {
    climb(number);
  }
}

void Stepper::climb(std::uint32_t number) {
  if (number >= s_.climbs.size()) return;
  if (s_.climbs[number].escalation >= flow_.escalations.size()) return;   // over, and of an earlier version
  const EscalationInfo& info = flow_.escalations[s_.climbs[number].escalation];
  clearTimers(TimerKind::Escalation, number);
  {
    Climb& climb_up = s_.climbs[number];
    if (!isMissing(climb_up.closed)) return;
    if (!climb_up.acknowledged_by.empty()) {
      if (isMissing(climb_up.resumes)) return;
      tell("escalation", info.name + " goes on: `" + climb_up.acknowledged_by + "` held it until now", info.place, isMissing(world_.desk->people().find(climb_up.acknowledged_by)));
      climb_up.held_by = std::move(climb_up.acknowledged_by);
      climb_up.acknowledged_by.clear();
      climb_up.resumes = kMissing;
    }
  }
  // Actions may open other climbs, so this one is looked up anew each time.
  while (isMissing(s_.climbs[number].closed) && s_.climbs[number].next_level < info.levels.size()) {
    const std::uint32_t index = s_.climbs[number].next_level++;
    const EscalationInfo::Level& level = info.levels[index];
    const Cause cause{"escalation " + info.name + " level " + std::to_string(index + 1), hoursOf(s_.climbs[number]), s_.climbs[number].source, ofStage(s_.climbs[number]), s_.climbs[number].stage};
    const std::vector<std::string> people = resolve(level.who);
    const bool last = index + 1 == info.levels.size();
    if (people.empty()) {
      tell("escalation", cause.text + ": " + level.who.text + " is nobody", info.place);
    } else {
      for (const std::string& rep : people) s_.climbs[number].told.emplace_back(rep, now_);
      tell("escalated", cause.text + " to " + listed(people) + ": " + s_.climbs[number].source, info.place);
    }
    // Where nobody is left to pass it to, what needs no listener is done all the same: a lead is not lost.
    if (!people.empty() || last) {
      const bool heard = std::any_of(level.actions.begin(), level.actions.end(), [](const ActionInfo& a) { return speaks(a.kind); });
      if (!heard && !people.empty()) {
        port::Effect& told = effect(port::EffectKind::Escalate, cause);
        told.target = info.name;
        told.text = s_.climbs[number].source;
        address(told, {level.who});
      }
      for (const ActionInfo& action : level.actions) {
        // `notify slack "#sdr-alerts"` speaks to a place; its people are those it tags.
        const bool placed = action.kind == ActionInfo::Kind::Notify && !action.target.empty();
        if (!speaks(action.kind) || !action.to.empty() || placed) {
          act(action, cause);
        } else if (!people.empty()) {
          ActionInfo spoken = action;
          spoken.to.push_back(level.who);
          act(spoken, cause);
        }
      }
    }
    if (last || !isMissing(s_.climbs[number].closed) || people.empty()) continue;
    const bytecode::TimeSpan& after = info.levels[index + 1].after;
    if (!after.given) continue;
    const std::int64_t due = dueAfter(after, now_, hoursOf(s_.climbs[number]));
    if (!isMissing(due)) setTimer(TimerKind::Escalation, number, 0, due);
    return;
  }
}

/// Those of one escalation are told apart by when they began.
std::int64_t Stepper::beganThen(const Climb& climb_up) const {
  return beganThen("escalation " + flow_.escalations[climb_up.escalation].name + ' ' + std::to_string(climb_up.opened), climb_up.opened);
}

bool Stepper::meantBy(const port::Event& event, const Climb& climb_up) const {
  return isMissing(climb_up.closed) && (event.name.empty() || event.name == flow_.escalations[climb_up.escalation].name);
}

bool Stepper::speaksTo(const Climb& climb_up, const port::Event& event) const { return meantBy(event, climb_up) && beganThen(climb_up) <= said_then_; }

void Stepper::noEscalation(const port::Event& event) {
  for (const Climb& climb_up : s_.climbs)
    if (meantBy(event, climb_up) && answersBefore(beganThen(climb_up), "the escalation `" + flow_.escalations[climb_up.escalation].name + "` began")) return;
  std::string near;
  if (event.name.empty()) refuse("no escalation of this lead is open");
  else if (positionOf(flow_.escalations, event.name, near) < 0) refuse("there is no escalation `" + event.name + "`" + near);
  else refuse("the escalation `" + event.name + "` is not open for this lead");
}

void Stepper::acknowledge(const port::Event& event) {
  if (event.number < 0) return void(refuse("`for` is how long it is held, and no time goes back"));
  bool any = false;
  for (std::uint32_t i = 0; i < s_.climbs.size(); ++i) {
    Climb& climb_up = s_.climbs[i];
    if (!speaksTo(climb_up, event)) continue;
    const std::string& name = flow_.escalations[climb_up.escalation].name;
    any = true;
    climb_up.acknowledged_by = event.by.empty() ? "somebody" : event.by;
    std::int64_t due = kMissing;
    for (const port::Timer& timer : s_.timers)
      if (timer.kind == TimerKind::Escalation && timer.index == i) due = timer.due;
    clearTimers(TimerKind::Escalation, i);
    climb_up.resumes = kMissing;
    const bool more = climb_up.next_level < flow_.escalations[climb_up.escalation].levels.size();
    if (event.number > 0 && more) {
      climb_up.resumes = std::max(addTime(-1, std::max(climb_up.opened, said_then_), event.number), due);
      setTimer(TimerKind::Escalation, i, 0, std::max(climb_up.resumes, now_));
    }
    std::string text = name + " acknowledged by " + climb_up.acknowledged_by;
    if (!isMissing(climb_up.resumes)) {
      text += ", goes on ";
      appendWall(text, climb_up.resumes);
    }
    tell("acknowledged", std::move(text));
  }
  if (!any) return noEscalation(event);
  tellStranger(event.by);
}

void Stepper::resolve(const port::Event& event) {
  bool any = false;
  for (std::uint32_t i = 0; i < s_.climbs.size(); ++i) {
    Climb& climb_up = s_.climbs[i];
    if (!speaksTo(climb_up, event)) continue;
    const std::string& name = flow_.escalations[climb_up.escalation].name;
    any = true;
    climb_up.closed = now_;
    climb_up.resumes = kMissing;
    climb_up.resolved_by = event.by.empty() ? "somebody" : event.by;
    climb_up.comment = event.comment;
    clearTimers(TimerKind::Escalation, i);
    tell("resolved", name + " resolved by " + climb_up.resolved_by);
  }
  if (!any) return noEscalation(event);
  tellStranger(event.by);
}

void Stepper::closeClimbs(const std::string& source) {
  for (std::uint32_t i = 0; i < s_.climbs.size(); ++i)
    if (s_.climbs[i].source == source && ofStage(s_.climbs[i]) == port::ClimbOf::Named) closeClimb(i);
}

void Stepper::closeClimbs(port::ClimbOf of) {
  for (std::uint32_t i = 0; i < s_.climbs.size(); ++i)
    if (ofStage(s_.climbs[i]) == of && (s_.climbs[i].stage < 0 || s_.climbs[i].stage == s_.stage)) closeClimb(i);
}

void Stepper::closeClimb(std::uint32_t number) {
  Climb& climb_up = s_.climbs[number];
  if (!isMissing(climb_up.closed)) return;
  climb_up.closed = now_;
  climb_up.resumes = kMissing;
  clearTimers(TimerKind::Escalation, number);
  tell("escalation", flow_.escalations[climb_up.escalation].name + " is over: " + climb_up.source);
}

}  // namespace leadflow::workflow
