// What an event itself says, before anything follows from it: the record changes (record.cpp), an activity is added (activities.cpp),
// a person decides, a lead begins.
//
//     {"type":"lead.created","lead":"00Q1","stage":"Working","owner":"ana","record":{…}}      adopted: it is in that stage already
#include <algorithm>
#include <span>
#include <utility>

#include "runtime/port/ids.hpp"
#include "runtime/value/instant.hpp"
#include "runtime/value/json_scan.hpp"
#include "runtime/value/json_text.hpp"
#include "runtime/value/nearest.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/find_name.hpp"
#include "runtime/workflow/personal.hpp"
#include "runtime/workflow/unread_text.hpp"

namespace leadflow::workflow {

using port::Event;
using port::EventType;
using port::Timer;
using port::TimerKind;

bool Stepper::refuse(std::string why) {
  step_.refused = true;
  std::erase_if(step_.unread, [](const Unread& each) { return !each.ofEvent(); });
  if (!step_.unread.empty()) why += "; " + unreadText(step_.unread);
  unread_told_ = 0;
  step_.outcome = "refused: " + why;
  tell("refused", std::move(why));
  return false;
}

bool Stepper::ignore(std::string why) {
  ignored_ = true;
  step_.changed = false;
  std::erase_if(step_.unread, [](const Unread& each) { return !each.ofEvent(); });
  if (step_.unread.empty()) step_.outcome = "ignored: " + std::move(why);
  else step_.outcome = withUnread("applied", step_.unread) + "; the rest changes nothing: " + std::move(why);   // listed all the same
  return false;
}

void Stepper::take(const Event& event) {
  switch (event.type) {
    case EventType::LeadCreated: return create(event);
    case EventType::LeadUpdated:
      if (changeRecord(event)) setRight();
      return;
    case EventType::ConsentChanged: return consent(event);
    case EventType::Activity: return addActivity(event);
    case EventType::StageMoved:
      if (moveByPerson(event)) s_.set_aside = false;   // a person has looked at it
      return;
    case EventType::OwnerAssigned: return assignByPerson(event);
    case EventType::QueueClaimed: return claim(event);
    case EventType::ChecklistAnswered: return answerChecklist(event);
    case EventType::HandoffAccepted:
    case EventType::HandoffRejected: return answerHandoff(event);
    case EventType::FeedbackGiven: return feedback(event);
    case EventType::ApprovalDecided: return decideApproval(event);
    case EventType::EscalationAcknowledged: return acknowledge(event);
    case EventType::EscalationResolved: return resolve(event);
    case EventType::LeadMerged: return mergeIn(event);
    case EventType::Absorbed: return absorb(event);
    case EventType::Flagged: return flagOther(event);
    case EventType::LeadErased: return erase();
    case EventType::OwnerLeft: return ownerLeft();
    case EventType::OwnerRebalanced: return rebalanced(event);
    case EventType::Timer: return fireTimer(event);
    case EventType::Deployed: return goneOver();
    case EventType::ZonesChanged: return reckonAnew(event);
    case EventType::RosterChanged:
      tell("roster", "the roster says something else of " + event.value);
      return;
    case EventType::TableChanged:
    case EventType::Tick: quiet_ = true; return;
  }
}

// ---- a lead begins

void Stepper::create(const Event& event) {
  if (!isMissing(s_.created)) {
    if (!changeRecord(event)) return;
    for (Unread& each : membersOfNew(event)) unread(each.kind, std::move(each.field), each.value, {}, each.pii);
    tell("updated", "the lead was there already: its record is updated");
    setRight();
    return;
  }
  s_.created = isMissing(event.at) ? now_ : std::min(event.at, now_);
  std::string aside;
  if (given_) takeRow();
  else changeRecord(event, true);
  std::int32_t stage = -1;
  if (!step_.refused && !event.name.empty()) {
    std::string near;
    stage = positionOf(flow_.stages, event.name, near);
    for (std::size_t i = 0; stage < 0 && i < flow_.stages.size(); ++i)
      for (const std::string& was : flow_.stages[i].was)
        if (was == event.name) stage = static_cast<std::int32_t>(i);
    if (stage < 0) refuse("`" + event.name + "` is not a stage of the playbook" + near);
  }
  if (!step_.refused && !given_) {   // of a row that was given its reader has set aside what cannot be used
    decodeNow();   // what the stage will look at anyway
    aside = unusable(false);
    if (!aside.empty() && flow_.rejected_queue < 0) refuse(aside);
  }
  if (step_.refused) {
    s_.created = kMissing;
    s_.record.clear();
    s_.activities.clear();
    fresh_.clear();
    row_stale_ = true;
    return;
  }
  created_ = true;
  record_changed_ = true;
  tell("created", "lead created");
  if (!aside.empty()) {
    s_.set_aside = true;
    tell("set aside", "the record cannot be used: " + aside, {}, true);
    for (const auto& [name, value] : {std::pair("stage", &event.name), std::pair("owner", &event.value), std::pair("queue", &event.target)})
      if (!value->empty()) unread(ingest::FaultKind::SetAside, name, *value, {}, true);   // once it can be used it begins as a lead that says none of them
    if (flow_.present) moveTo(flow_.initial, -1, {}, "where leads begin", flow_.stages[flow_.initial].place);
    arriving_ = false;
    enqueue(static_cast<std::uint32_t>(flow_.rejected_queue), seat(), Cause{"rejected records"});
    judgeTouches();
    return;
  }
  if (stage >= 0) {
    // A lead that lives elsewhere comes as it is: it does not enter the stage, it is in it.
    adopted_ = s_.unsettled = true;
    s_.stage = stage;
    s_.entered = s_.created;
    s_.visits.push_back({static_cast<std::uint32_t>(stage), s_.entered, -1, event.by});
    const bytecode::StageInfo& info = flow_.stages[static_cast<std::size_t>(stage)];
    s_.aged.assign(info.aging.size(), 0);
    s_.final = info.final;
    loaded_ = true;
    dirty();
    tell("adopted", "adopted in stage " + info.name, info.place);
  } else if (flow_.present) {
    moveTo(flow_.initial, -1, {}, "where leads begin", flow_.stages[flow_.initial].place);
  }
  adopt(event);
  judgeTouches();   // those in the record of this very instant, in the stage and with the owner with which it comes
  if (adopted_) {
    became_.push_back(static_cast<std::uint32_t>(stage));
    planAging();
    ending_ = s_.final;
  }
  if (!flow_.present && s_.seats.front().rep.empty() && s_.queue < 0)
    for (const std::uint32_t r : world_.desk->routes()) route(r, 0, {}, Cause{"route " + chunk_.routes[r].name});
}

bool Stepper::adopt(const Event& event) {
  if (!event.value.empty()) {
    const Slot rep = world_.desk->people().find(event.value);
    if (isMissing(rep)) {
      unread(ingest::FaultKind::UnknownRep, "owner", event.value, nearestRep(event.value), false);
    } else {
      surroundings_.turns().assigned(static_cast<std::uint32_t>(rep), now_);
      step_.used_turns = true;
      assign(seat(), world_.desk->people().rep(rep).id, false, -1, {}, {});
    }
  }
  if (event.target.empty()) return true;
  std::string near;
  const std::int32_t queue = positionOf(chunk_.queues, event.target, near);
  if (queue >= 0) {
    enqueue(static_cast<std::uint32_t>(queue), seat(), Cause{"lead.created"});
    came_in_queue_ = true;
    return true;
  }
  std::vector<std::string> names;
  for (const auto& each : chunk_.queues) names.push_back(each.name);
  const int place = nearest(event.target, names);
  unread(ingest::FaultKind::UnknownQueue, "queue", event.target, place < 0 ? std::string() : names[static_cast<std::size_t>(place)], false);
  return true;
}

void Stepper::answerChecklist(const Event& event) {
  std::string near;
  const std::int32_t found = positionOf(flow_.checklists, event.name, near);
  if (found < 0) {
    refuse("`" + event.name + "` is not a checklist of the playbook" + near);
    return;
  }
  const bytecode::ChecklistInfo& info = flow_.checklists[static_cast<std::size_t>(found)];
  if (!json::valid(event.body) || json::bare(event.body).front() != '{') {
    refuse("the answers to " + info.name + " are not a JSON object");
    return;
  }
  tellStranger(event.by);
  std::vector<std::int8_t>& answers = s_.checklists[static_cast<std::size_t>(found)];
  std::string told, stays;
  std::vector<std::string_view> items(info.items.begin(), info.items.end());
  std::set<std::string, std::less<>> said;
  json::eachMember(event.body, [&](std::string_view name, std::string_view raw) {
    const auto item = std::find(info.items.begin(), info.items.end(), name);
    if (item == info.items.end()) {
      const int place = nearest(name, items);
      unread(ingest::FaultKind::UnknownItem, info.name + '.' + std::string(ingest::clipped(name)), raw, place < 0 ? std::string() : std::string(items[static_cast<std::size_t>(place)]), false);
      return;
    }
    if (!said.emplace(name).second) {
      unread(ingest::FaultKind::RepeatedName, info.name + '.' + *item, raw, {}, false);   // the first counts, also where it cannot be read
      return;
    }
    const std::string_view said_of_it = raw.front() == '"' ? raw.substr(1, raw.size() - 2) : raw;
    const std::int8_t answer = said_of_it == "true" || said_of_it == "yes" ? 1 : said_of_it == "false" || said_of_it == "no" ? 0 : -1;
    if (answer < 0 && said_of_it != "null" && said_of_it != "open") {
      unread(ingest::FaultKind::NotABool, info.name + "." + *item, said_of_it, {}, false);
      return;
    }
    const std::string word = "checklist " + info.name + ": " + *item;
    if (const std::int64_t later = laterWord(word); !isMissing(later)) {
      stays += (stays.empty() ? "" : "; ") + info.name + '.' + *item + ": what was said ";
      appendWall(stays, later);
      stays += " is later, and stays";
      return;
    }
    noteWord(word);
    answers[static_cast<std::size_t>(item - info.items.begin())] = answer;
    told += (told.empty() ? " " : ", ") + *item + (answer == 1 ? " yes" : answer == 0 ? " no" : " open");
  });
  if (told.empty() && stays.empty()) {
    refuse("no answer to " + info.name + " can be read" + (step_.unread.empty() ? "" : ": ") + unreadText(step_.unread));
    return;
  }
  if (!stays.empty()) tell("checklist", std::move(stays));
  if (told.empty()) return;
  dirty();
  tell("checklist", info.name + ":" + told + (event.by.empty() ? std::string() : " (" + event.by + ")"));
}

// ---- timers

void Stepper::fireTimer(const Event& event) {
  const auto part = static_cast<std::uint32_t>(std::strtoul(event.value.c_str(), nullptr, 10));
  const auto index = static_cast<std::uint32_t>(event.number);
  TimerKind kind = TimerKind::SequenceStep;
  while (kind < TimerKind::Retention && event.name != port::timerName(kind)) kind = static_cast<TimerKind>(static_cast<int>(kind) + 1);
  if (event.name != port::timerName(kind)) {
    ignore("`" + event.name + "` is no timer");
    return;
  }
  // Whoever took it from the list may have left it there.
  std::erase_if(s_.timers, [&](const Timer& timer) { return timer.kind == kind && timer.index == index && timer.part == part && timer.due <= now_; });
  quiet_ = true;  // unless something happens, which tells
  noteForetold();
  switch (kind) {
    case TimerKind::SequenceStep: return runSequence(index);
    case TimerKind::Reminder:
    case TimerKind::Breach: return firePoint(index, part);
    case TimerKind::Escalation: return climb(index);
    case TimerKind::Aging: return age(index);
    case TimerKind::QueueWithin: return queueLate(index);
    case TimerKind::HandoffAccept: return lateHandoff(index);
    case TimerKind::HandoffFeedback: return feedbackDue(index);
    case TimerKind::ApprovalWithin: return lateApproval(index);
    case TimerKind::Retention: return erase();
    case TimerKind::PauseEnds: return;
    case TimerKind::Review: looking_ = true; return;
  }
}

}  // namespace leadflow::workflow
