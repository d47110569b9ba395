// Approvals: somebody must agree before the lead goes on.
//
//     approval special_terms { ask role sales_manager when discount > 15%; ask role sales_director when discount > 30%; within 1 business day }
//
//     discount 20%: the manager is asked ── 35%: the director is asked instead ── granted ── back to 10%: none, asked again above 15%
//     the manager leaves ── nobody is asked ── another one comes: asked in the time that is left
//
// The lowest line that holds is the highest to ask. A decision stays until no line holds any more, or a higher one does.
// A line without a condition always holds; where some action says `ask approval NAME`, it waits for that action.
#include <algorithm>

#include "runtime/value/instant.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/text.hpp"
#include "runtime/workflow/find_name.hpp"
#include "runtime/workflow/people_meant.hpp"
#include "runtime/workflow/stepper.hpp"

namespace leadflow::workflow {

using bytecode::ApprovalInfo;
using bytecode::ApprovalState;
using port::Approval;
using port::TimerKind;

namespace {

ApprovalState stateOf(const Approval& approval) { return static_cast<ApprovalState>(approval.state); }
void setState(Approval& approval, ApprovalState state) { approval.state = static_cast<std::uint8_t>(state); }
bool isOpen(const Approval& approval) { return stateOf(approval) == ApprovalState::Asked || stateOf(approval) == ApprovalState::Late; }

}  // namespace

std::vector<std::string> standingIn(const World& world, const port::LeadState& lead, std::uint32_t number, std::int64_t now) {
  const Approval& approval = lead.approvals[number];
  const auto& asks = world.workflow().approvals[number].asks;
  if (!isOpen(approval) || approval.ask < 0 || static_cast<std::size_t>(approval.ask) >= asks.size()) return {};
  const decide::People& roster = world.desk->people();
  const auto there = [&](const std::string& rep) { const Slot slot = roster.find(rep); return !isMissing(slot) && roster.rep(slot).active; };
  if (std::any_of(approval.asked_of.begin(), approval.asked_of.end(), there)) return {};
  return peopleMeant(world, lead, asks[static_cast<std::size_t>(approval.ask)].who, now);
}

void Stepper::askApprovals() {
  for (std::uint32_t i = 0; i < flow_.approvals.size(); ++i) {
    const ApprovalInfo& info = flow_.approvals[i];
    Approval& approval = s_.approvals[i];
    std::int32_t line = -1;
    bool by_itself = true;  // the line that was asked came by its condition
    const auto waits = [&info](const ApprovalInfo::Ask& ask) { return !ask.when && info.by_action; };
    for (std::size_t a = 0; a < info.asks.size(); ++a)
      if (!waits(info.asks[a]) && holds(info.asks[a].when)) line = static_cast<std::int32_t>(a);
    if (approval.ask >= 0 && static_cast<std::size_t>(approval.ask) < info.asks.size())
      by_itself = !waits(info.asks[static_cast<std::size_t>(approval.ask)]);
    if (line >= 0) {
      if (stateOf(approval) == ApprovalState::None || line > approval.ask) openApproval(i, line);
    } else if (stateOf(approval) != ApprovalState::None && by_itself) {
      if (isOpen(approval)) tell("approval", info.name + " is no longer needed", info.place);
      setState(approval, ApprovalState::None);
      approval.ask = -1;
      clearTimers(TimerKind::ApprovalWithin, i);
      dirty();
      closeClimbs("approval " + info.name);
    }
    askAnew(i);
  }
}

void Stepper::ask(std::uint32_t number) {
  const ApprovalInfo& info = flow_.approvals[number];
  const Approval& approval = s_.approvals[number];
  std::int32_t line = -1;
  for (std::size_t a = 0; a < info.asks.size(); ++a)
    if (holds(info.asks[a].when)) line = static_cast<std::int32_t>(a);
  if (line < 0) tell("approval", info.name + " is not asked: none of its lines holds", info.place);
  else if (!isOpen(approval) || line > approval.ask) openApproval(number, line);
}

void Stepper::openApproval(std::uint32_t number, std::int32_t line) {
  const ApprovalInfo& info = flow_.approvals[number];
  const ApprovalInfo::Ask& asked = info.asks[static_cast<std::size_t>(line)];
  Approval& approval = s_.approvals[number];
  setState(approval, ApprovalState::Asked);
  approval.asked = now_;
  noteBegan("approval " + info.name, said_then_);
  approval.decided = kMissing;
  approval.ask = line;
  approval.by.clear();
  approval.comment.clear();
  clearTimers(TimerKind::ApprovalWithin, number);
  closeClimbs("approval " + info.name);
  dirty();
  const std::vector<std::string> people = resolve(asked.who);
  const std::int64_t due = info.within.given ? dueAfter(info.within, now_, calendarOfRep(people.empty() ? std::string{} : people.front())) : kMissing;
  approval.due = due;
  approval.asked_of = people;
  if (!isMissing(due)) setTimer(TimerKind::ApprovalWithin, number, 0, due);
  askOf(number, people);
}

void Stepper::askOf(std::uint32_t number, const std::vector<std::string>& people) {
  const ApprovalInfo& info = flow_.approvals[number];
  const Approval& approval = s_.approvals[number];
  const ApprovalInfo::Ask& asked = info.asks[static_cast<std::size_t>(approval.ask)];
  const std::int64_t due = approval.due;
  std::string text = "Approve " + info.name;
  if (!asked.text.empty()) text += ": " + asked.text;
  std::string told = info.name + " is asked of " + (people.empty() ? asked.who.text + ", who is nobody" : people.front());
  if (!asked.text.empty()) told += ": " + asked.text;
  tell("approval", std::move(told), info.place);
  port::Effect& task = effect(port::EffectKind::Task, {"approval " + info.name, chunk_.calendar, "approval " + info.name});
  task.channel = "task";
  task.target = "approval";
  address(task, {asked.who});
  task.text = std::move(text);
  std::string name;
  appendJsonString(name, info.name);
  task.fields.emplace_back("approval", std::move(name));
  if (!isMissing(due)) {
    std::string instant = "\"";
    appendInstant(instant, due);
    task.fields.emplace_back("due", instant + '"');
  }
}

void Stepper::decideApproval(const port::Event& event) {
  std::string near;
  if (!event.name.empty() && positionOf(flow_.approvals, event.name, near) < 0) {
    refuse("there is no approval `" + event.name + "`" + near);
    return;
  }
  std::uint32_t number = bytecode::kAny;
  for (std::uint32_t i = 0; i < flow_.approvals.size(); ++i)
    if (event.name.empty() ? isOpen(s_.approvals[i]) : flow_.approvals[i].name == event.name) number = i;
  if (number == bytecode::kAny || !isOpen(s_.approvals[number])) {
    refuse(event.name.empty() ? "no approval of this lead is asked for" : "the approval `" + event.name + "` is not asked for");
    return;
  }
  const ApprovalInfo& info = flow_.approvals[number];
  Approval& approval = s_.approvals[number];
  if (answersBefore(beganThen("approval " + info.name, approval.asked), "the approval `" + info.name + "` was asked for")) return;
  const bool granted = event.value == "granted";
  if (!granted && event.value != "refused") {
    refuse("an approval is `granted` or `refused`, not `" + event.value + "`");
    return;
  }
  // Whoever was asked, whoever would be asked now, whoever a higher line would ask, and their managers.
  const decide::People& people = world_.desk->people();
  const Slot decider = event.by.empty() ? kMissing : people.find(event.by);
  bool may = !isMissing(decider) && std::any_of(approval.asked_of.begin(), approval.asked_of.end(), [&](const std::string& rep) { return people.exactly(rep) == decider; });
  for (std::size_t a = static_cast<std::size_t>(approval.ask); a < info.asks.size() && !may && !isMissing(decider); ++a) {
    const bytecode::WhoInfo& who = info.asks[a].who;
    if (who.kind == bytecode::WhoInfo::Kind::Role && who.up == 0) may = normalText(people.rep(decider).role) == normalText(who.name);
    for (const std::string& rep : resolve(who)) {
      Slot above = people.find(rep);
      for (std::size_t up = 0; up <= people.reps().size() && !isMissing(above) && !may; ++up) {
        may = above == decider;
        const std::string& manager = people.rep(above).manager;
        above = manager.empty() ? kMissing : people.find(manager);
      }
    }
  }
  if (!may) {
    const std::string& wanted = info.asks[static_cast<std::size_t>(approval.ask)].who.text;
    refuse((event.by.empty() ? std::string("nobody is named who decides") : "`" + event.by + "` may not decide") + " `" + info.name + "`: " + wanted + " is asked");
    return;
  }
  setState(approval, granted ? ApprovalState::Granted : ApprovalState::Refused);
  approval.decided = std::max(approval.asked, said_then_);
  approval.by = event.by;
  approval.comment = event.comment;
  clearTimers(TimerKind::ApprovalWithin, number);
  dirty();
  tell("approval", info.name + " is " + event.value + " by " + event.by, info.place);
  closeClimbs("approval " + info.name);
}

/// Where nobody was there to be asked, or those who were asked are gone, whoever stands there now is, in the time that is left.
void Stepper::askAnew(std::uint32_t number) {
  std::vector<std::string> people = standingIn(world_, s_, number, now_);
  if (people.empty()) return;
  s_.approvals[number].asked_of = people;
  dirty();
  askOf(number, people);
}

void Stepper::lateApproval(std::uint32_t number) {
  if (number >= flow_.approvals.size()) return;
  Approval& approval = s_.approvals[number];
  if (stateOf(approval) != ApprovalState::Asked) return;
  const ApprovalInfo& info = flow_.approvals[number];
  setState(approval, ApprovalState::Late);
  dirty();
  tell("approval late", info.name + " is not decided in time", info.place);
  act(info.late, {"approval " + info.name + " late", chunk_.calendar, "approval " + info.name});
}

}  // namespace leadflow::workflow
