// How a lead moves: the `to` lines of its stage in order until none holds, then what the stage arrived at does on entry.
//
//     New ── to Working otherwise ──> Working { enter { route inbound } }     New is passed through: its `enter` does not run
//
// A stage is entered at most once per event, so moving ends. A line whose stage was entered in this event already stops the
// moving instead of leaving the choice to the lines below it.
#include <algorithm>

#include "runtime/value/duration.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/carry_over.hpp"

namespace leadflow::workflow {

using bytecode::AgingInfo;
using bytecode::StageInfo;
using bytecode::TransitionInfo;
using bytecode::WhoInfo;
using port::TimerKind;

bool Stepper::hasEntered(std::uint32_t stage) const { return std::find(entered_.begin(), entered_.end(), stage) != entered_.end(); }

void Stepper::settle() {
  if (s_.stage < 0) return;
  s_.unsettled = false;
  for (;;) {
    while (!s_.erased && moveByRule()) {}
    if (!arriving_ || s_.erased) return;
    arriving_ = false;
    arrive();
    noteMilestones();
  }
}

bool Stepper::moveByRule() {
  const auto here = static_cast<std::uint32_t>(s_.stage);
  const StageInfo& stage = flow_.stages[here];
  for (std::size_t i = 0; i < stage.transitions.size(); ++i) {
    const TransitionInfo& line = stage.transitions[i];
    if (line.by_person || line.to == here || (stage.final && !line.reopens)) continue;
    std::uint32_t& count = s_.move_counts[bound_.line_offsets[here] + i];
    if (line.limit > 0 && count >= line.limit) continue;
    if (!holds(line.when)) continue;
    if (hasEntered(line.to)) {
      s_.unsettled = true;
      return false;
    }
    ++count;
    std::string why = "the line `" + line.text + "`";
    if (const std::string values = valuesOf(line.reads); !values.empty()) why += " (" + values + ")";
    return moveTo(line.to, reasonOf(line.reason), {}, why, line.place);
  }
  return false;
}

bool Stepper::moveTo(std::uint32_t stage, std::int32_t reason, const std::string& by, const std::string& why, const bytecode::Place& place) {
  if (stage >= flow_.stages.size()) return false;
  const StageInfo& info = flow_.stages[stage];
  if (s_.stage == static_cast<std::int32_t>(stage) || hasEntered(stage)) {
    if (s_.stage != static_cast<std::int32_t>(stage)) tell("stayed", "not moved to " + info.name + " again within one event: " + why, place);
    return false;
  }
  std::string text = s_.stage < 0 ? "entered " + info.name : "moved from " + flow_.stages[static_cast<std::size_t>(s_.stage)].name + " to " + info.name;
  if (!by.empty()) text += " by " + by;
  text += ": " + why;
  if (reason >= 0) text += ", reason " + flow_.reasons[static_cast<std::size_t>(reason)].name;
  if (s_.stage >= 0) leaveStage();
  tell("moved", std::move(text), place);

  if (!loaded_ && !info.final) {  // open again: its owners have it to do again
    loaded_ = true;
    for (const port::Seat& taken : s_.seats) {
      const Slot rep = taken.rep.empty() ? kMissing : world_.desk->people().exactly(taken.rep);
      if (isMissing(rep)) continue;
      step_.used_turns = true;
      decide::Pools& turns = surroundings_.turns();
      turns.setOpen(static_cast<std::uint32_t>(rep), turns.open(static_cast<std::uint32_t>(rep)) + 1);
    }
  }
  const bool opened = s_.final && !info.final;
  s_.final = ending_ = false;
  if (info.final) comeToEnd();
  s_.stage = static_cast<std::int32_t>(stage);
  if (opened) planQueue(now_);
  s_.entered = now_;
  s_.reason = reason;
  s_.aged.assign(info.aging.size(), 0);
  s_.visits.push_back({stage, now_, reason, by});
  entered_.push_back(stage);
  stage_changed_ = true;
  arriving_ = true;
  // What the stage will start anew is not finished from the last time: `to Nurturing when sequence touch is finished` waits.
  for (const std::uint32_t sequence : bound_.sequences_of[stage])
    if (s_.sequences[sequence].state != static_cast<std::uint8_t>(bytecode::SequenceState::Running))
      s_.sequences[sequence].state = static_cast<std::uint8_t>(bytecode::SequenceState::Idle);
  dirty();
  if (reason >= 0) {
    const bytecode::ReasonInfo& given = flow_.reasons[static_cast<std::size_t>(reason)];
    act(given.actions, Cause{"reason " + given.name, chunk_.calendar});
  }
  return true;
}

/// In a final stage, by a move or because a version made the stage one: what runs ends when the lines have been asked.
void Stepper::comeToEnd() {
  if (loaded_)   // open to nobody, whatever the stage still does with it
    for (const port::Seat& taken : s_.seats) unload(taken);
  loaded_ = false;
  s_.final = ending_ = true;
  dirty();
}

/// What belongs to the stage alone ends with it: its aging, a person's word on the owner, the sequences and climbs that it started.
void Stepper::leaveStage() {
  clearTimers(TimerKind::Aging, bytecode::kAny);
  for (port::Seat& taken : s_.seats) taken.manual = false;
  const auto here = static_cast<std::size_t>(s_.stage);
  for (const std::uint32_t sequence : bound_.sequences_of[here])
    if (s_.sequences[sequence].state == static_cast<std::uint8_t>(bytecode::SequenceState::Running))
      stopSequence(sequence, "the lead left stage " + flow_.stages[here].name);
  std::erase_if(s_.aside, [&](const auto& entry) {   // and those that the stage began as an earlier version had it
    if (!entry.first.starts_with(kOfStay)) return false;
    for (std::uint32_t i = 0; i < flow_.sequences.size(); ++i)
      if (flow_.sequences[i].name == std::string_view(entry.first).substr(kOfStay.size())) stopSequence(i, "the lead left stage " + flow_.stages[here].name);
    return true;
  });
  closeClimbs(port::ClimbOf::StageEnter);  // what escalated because of the stage is over
  closeClimbs(port::ClimbOf::StageAging);
}

void Stepper::arrive() {
  const auto here = static_cast<std::uint32_t>(s_.stage);
  const StageInfo& info = flow_.stages[here];
  became_.push_back(here);
  told_at_ = std::exchange(moved_at_, kMissing);
  if (info.releases_owner) {  // nobody has to do anything with it here, so it waits for nobody either
    release(seat(), false);
    leaveQueue();
  }
  told_at_ = kMissing;
  const Cause cause{"stage " + info.name + " enter", chunk_.calendar, {}, port::ClimbOf::StageEnter, s_.stage};
  act(info.enter, cause);
  if (s_.stage != static_cast<std::int32_t>(here)) {  // an action moved on: the lead did not come to rest here
    std::erase(became_, here);
    return;
  }
  std::string lacking;
  for (const std::uint32_t field : info.requires_fields)
    if (isMissing(fieldSlot(field))) lacking += (lacking.empty() ? "" : ", ") + chunk_.fields[field].name;
  if (!lacking.empty()) {
    port::Effect& wanted = effect(port::EffectKind::Task, Cause{"stage " + info.name + " requires", chunk_.calendar});
    wanted.target = "complete";
    wanted.text = "Fill in " + lacking + ": stage " + info.name + " needs it";
    address(wanted, {WhoInfo{}});
    tell("requires", "missing in stage " + info.name + ": " + lacking, info.place);
  }
  planAging();
}

void Stepper::planAging() {
  const StageInfo& info = flow_.stages[static_cast<std::size_t>(s_.stage)];
  for (std::uint32_t line = 0; line < info.aging.size() && !info.final; ++line)
    setTimer(TimerKind::Aging, line, 0, dueAfter(info.aging[line].after, s_.entered, chunk_.calendar));
}

// ---- aging

void Stepper::age(std::uint32_t line) {
  if (s_.stage < 0 || line >= s_.aged.size() || s_.aged[line] != 0) return;
  if (holds(flow_.stages[static_cast<std::size_t>(s_.stage)].aging[line].when)) fireAging(line);
}

bool Stepper::ageDeferred() {
  if (s_.stage < 0 || s_.final) return false;
  bool fired = false;
  const auto here = static_cast<std::size_t>(s_.stage);
  for (std::uint32_t line = 0; !s_.erased && here == static_cast<std::size_t>(s_.stage) && line < s_.aged.size(); ++line) {
    if (!agingDeferred(line)) continue;
    const AgingInfo& info = flow_.stages[here].aging[line];
    const std::int64_t due = dueAfter(info.after, s_.entered, chunk_.calendar);
    if (isMissing(due)) continue;
    if (due > now_) {  // a version of the playbook added it
      setTimer(TimerKind::Aging, line, 0, due);
      continue;
    }
    if (!holds(info.when)) continue;
    fireAging(line);
    fired = true;
  }
  return fired;
}

bool Stepper::agingDeferred(std::uint32_t line) const {
  return s_.aged[line] == 0 &&
         std::none_of(s_.timers.begin(), s_.timers.end(), [&](const port::Timer& timer) { return timer.kind == TimerKind::Aging && timer.index == line; });
}

void Stepper::fireAging(std::uint32_t line) {
  const StageInfo& stage = flow_.stages[static_cast<std::size_t>(s_.stage)];
  const AgingInfo& info = stage.aging[line];
  s_.aged[line] = 1;
  tell("aged", "in stage " + stage.name + " for " + info.text, info.place);
  act(info.actions, Cause{"aging of stage " + stage.name, chunk_.calendar, {}, port::ClimbOf::StageAging, s_.stage});
}

// ---- moves that people make

/// `by` fits when the line's people hold the name, a manager above the owner too; a role, when the rep has it.
bool Stepper::fits(const WhoInfo& who, const std::string& by) {
  const decide::People& people = world_.desk->people();
  const Slot rep = people.find(by);
  if (isMissing(rep)) return false;
  const std::string& id = people.rep(rep).id;
  if (who.kind == WhoInfo::Kind::Role && who.up == 0 && normalText(people.rep(rep).role) == normalText(who.name)) return true;
  for (const std::string& meant : resolve(who)) {
    Slot above = people.find(meant);
    for (std::size_t steps = 0; steps <= people.reps().size() && !isMissing(above); ++steps) {
      if (people.rep(above).id == id) return true;
      if (who.kind == WhoInfo::Kind::Role) break;
      above = people.rep(above).manager.empty() ? kMissing : people.find(people.rep(above).manager);
    }
  }
  return false;
}

std::string Stepper::waysByPerson() const {
  const StageInfo& stage = flow_.stages[static_cast<std::size_t>(s_.stage)];
  std::vector<std::uint32_t> ways;
  std::string text;
  for (const TransitionInfo& line : stage.transitions) {
    if (!line.by_person || std::find(ways.begin(), ways.end(), line.to) != ways.end()) continue;
    ways.push_back(line.to);
    text += (text.empty() ? "" : ", ") + flow_.stages[line.to].name;
  }
  return text.empty() ? "people move no lead out of stage " + stage.name : "a person may move it to: " + text;
}

bool Stepper::moveByPerson(const port::Event& event) {
  if (s_.stage < 0) return refuse("the playbook has no stages");
  std::vector<std::string_view> names;
  std::uint32_t to = bytecode::kAny;
  for (std::uint32_t i = 0; i < flow_.stages.size(); ++i) {
    names.emplace_back(flow_.stages[i].name);
    const auto& was = flow_.stages[i].was;
    if (flow_.stages[i].name == event.name || (to == bytecode::kAny && std::find(was.begin(), was.end(), event.name) != was.end())) to = i;
  }
  if (to == bytecode::kAny) {
    const int near = nearest(event.name, names);
    return refuse("`" + event.name + "` is not a stage of the playbook" +
                  (near >= 0 ? "; did you mean `" + std::string(names[static_cast<std::size_t>(near)]) + "`?" : std::string()));
  }
  const auto here = static_cast<std::uint32_t>(s_.stage);
  const StageInfo& stage = flow_.stages[here];
  if (event.by.empty()) return refuse("a move needs `by`: who moves the lead");
  if (isMissing(world_.desk->people().find(event.by))) return refuse(notInRoster(event.by));
  const auto given = std::find_if(flow_.reasons.begin(), flow_.reasons.end(), [&](const bytecode::ReasonInfo& info) { return info.name == event.reason; });
  if (!event.reason.empty() && given == flow_.reasons.end()) return refuse("`" + event.reason + "` is not a reason of the playbook");
  if (to == here) return ignore("the lead is in stage " + stage.name + " already");
  if (const std::int64_t later = laterWord("stage"); !isMissing(later)) {
    std::string why = "a person's move of ";
    appendWall(why, later);
    return refuse(why + " is later, and stays");
  }

  std::string why_not;
  for (std::size_t i = 0; i < stage.transitions.size(); ++i) {
    const TransitionInfo& line = stage.transitions[i];
    if (!line.by_person || line.to != to || (stage.final && !line.reopens)) continue;
    if (!fits(line.by, event.by)) {
      why_not = "`" + line.text + "` is not for " + event.by;
      continue;
    }
    std::uint32_t& count = s_.move_counts[bound_.line_offsets[here] + i];
    if (line.limit > 0 && count >= line.limit) {
      why_not = "`" + line.text + "` has been used " + std::to_string(count) + " times";
      continue;
    }
    if (!holds(line.when)) {
      const std::string values = valuesOf(line.reads);
      why_not = "`" + line.text + "` does not hold" + (values.empty() ? std::string() : ": " + values);
      continue;
    }
    std::int32_t reason = reasonOf(line.reason);
    if (!event.reason.empty()) {
      reason = static_cast<std::int32_t>(given - flow_.reasons.begin());
    } else if (line.reason.required) {
      std::string known;
      for (const bytecode::ReasonInfo& info : flow_.reasons) known += (known.empty() ? "" : ", ") + info.name;
      return refuse("a move to " + flow_.stages[to].name + " needs a reason: " + known);
    }
    ++count;
    moved_at_ = told_at_;
    noteWord("stage");
    return moveTo(to, reason, world_.desk->people().rep(world_.desk->people().find(event.by)).id, "`" + line.text + "`", line.place);
  }
  if (!why_not.empty()) return refuse(why_not);
  return refuse("no line of stage " + stage.name + " lets a person move a lead to " + flow_.stages[to].name + "; " + waysByPerson());
}

std::int32_t Stepper::reasonOf(const bytecode::ReasonValue& reason) {
  const Slot slot = value(reason.function);
  return isMissing(slot) || slot < 0 || static_cast<std::size_t>(slot) >= flow_.reasons.size() ? -1 : static_cast<std::int32_t>(slot);
}

// ---- milestones, the end

void Stepper::noteMilestones() {
  for (std::size_t i = 0; i < chunk_.milestones.size(); ++i) {
    if (!isMissing(s_.milestones[i])) continue;
    look();
    const bytecode::MilestoneInfo& info = chunk_.milestones[i];
    if (bound_.machine.reg(info.reached) != 1) continue;
    s_.milestones[i] = now_;
    dirty();
    tell("milestone", "milestone " + info.name + " reached", info.place);
  }
}

void Stepper::endLead(const std::string& why) {
  endOpen();
  stopSequence(bytecode::kAny, why);
  if (s_.queue >= 0) leaveQueue();
  std::erase_if(s_.timers, [](const port::Timer& timer) { return timer.kind != TimerKind::Retention; });
  if (loaded_)
    for (const port::Seat& taken : s_.seats) unload(taken);
  loaded_ = false;
  ending_ = false;
  dirty();
}

void Stepper::leaveFinal() { endLead("the lead came to stage " + flow_.stages[static_cast<std::size_t>(s_.stage)].name); }

}  // namespace leadflow::workflow
