// Who has the lead: routes that give it to somebody, people who say so, queues in which it waits, and how it is taken away.
//
//     aging 48 hours when no outreach in stage { reassign at most 2 times otherwise queue review }
//
//     ana ── reassign ── credited back to the pool, routed anew without ana ── ben
//
// Pools count open leads: every way into a seat adds one, every way out takes one off, a lead that ended counts for nobody.
#include <algorithm>

#include "runtime/decide/route_outcome.hpp"
#include "runtime/value/duration.hpp"
#include "runtime/workflow/bound.hpp"
#include "runtime/workflow/clock_history.hpp"
#include "runtime/workflow/people_meant.hpp"

namespace leadflow::workflow {

using bytecode::ActionInfo;
using bytecode::ChoiceInfo;
using bytecode::WhoInfo;
using port::Seat;
using port::TimerKind;

namespace {

std::string durationText(std::int64_t ms) {
  std::string text;
  appendDuration(text, ms);
  return text;
}

std::int32_t poolOf(const bytecode::Chunk& chunk, std::int32_t choice) {
  if (choice < 0) return -1;
  const ChoiceInfo& info = chunk.choices[static_cast<std::size_t>(choice)];
  switch (info.kind) {
    case ChoiceInfo::Kind::RoundRobin:
    case ChoiceInfo::Kind::Weighted:
    case ChoiceInfo::Kind::LeastLoaded:
    case ChoiceInfo::Kind::LongestWaiting: return static_cast<std::int32_t>(info.index);
    default: return -1;
  }
}

}  // namespace

std::uint32_t Stepper::seat() const { return s_.stage < 0 ? 0 : flow_.stages[static_cast<std::size_t>(s_.stage)].seat; }
const std::string& Stepper::owner() const { return s_.seats[seat()].rep; }

void Stepper::unload(const Seat& taken) {
  const Slot rep = taken.rep.empty() ? kMissing : world_.desk->people().exactly(taken.rep);
  if (isMissing(rep)) return;
  step_.used_turns = true;
  surroundings_.turns().closed(static_cast<std::uint32_t>(rep));
}

void Stepper::explainRoute(std::uint32_t number, const decide::Assignment& assignment, decide::Explanation told) {
  const decide::Explainer& explainer = world_.desk->explainer();
  explainer.who(number, assignment, now_, told);
  explainer.finish(told);
  explainer.hidePersonal(told);
  if (step_.explained) explainer.append(*step_.explained, std::move(told));
  else step_.explained = std::make_shared<decide::Explanation>(std::move(told));
}

void Stepper::route(std::uint32_t number, std::uint32_t place, const std::string& except, const Cause& cause) {
  const decide::People& people = world_.desk->people();
  const bytecode::RouteInfo& info = chunk_.routes[number];
  const Seat before = s_.seats[place];
  if (!before.rep.empty() && except.empty()) {
    const Slot rep = people.exactly(before.rep);
    if (!isMissing(rep) && (before.manual || people.isActive(static_cast<std::uint32_t>(rep), now_))) {
      tell("kept", "route " + info.name + " keeps " + before.rep + ", who has the lead already");
      return;
    }
  }
  if (came_in_queue_ && s_.queue >= 0 && place == seat() && except.empty()) {
    tell("kept", "route " + info.name + " leaves it in queue " + chunk_.queues[static_cast<std::size_t>(s_.queue)].name + ", in which it came");
    return;
  }
  look();
  decide::Pools& turns = surroundings_.turns();
  step_.used_turns = true;
  decide::gather(bound_.machine, number, bound_.facts);
  decide::Explanation told;
  const bool explain = bound_.explain;
  if (explain) {
    world_.desk->explainer().values(bound_.machine, bound_.row, told);
    world_.desk->explainer().rules(bound_.machine, bound_.row, number, bound_.facts, told);
  }
  // A lead never returns to those it was taken from during this stay.
  std::vector<Slot> taken_from;
  if (!except.empty()) {
    taken_from.push_back(people.exactly(except));
    for (const auto& [rep, at] : s_.owners_before)
      if (isMissing(s_.entered) || at >= s_.entered) taken_from.push_back(people.exactly(rep));
  }
  turns.setExcluded(std::move(taken_from));
  decide::Assignment assignment = decide::Router(chunk_, turns).assign(number, bound_.facts, now_, explain);
  turns.setExcluded({});
  if (explain) explainRoute(number, assignment, std::move(told));

  const decide::RouteOutcome outcome = decide::outcomeOf(world_.desk->names(), number, assignment);
  const bytecode::Place at = assignment.rule < 0 ? bytecode::Place{} : info.rules[static_cast<std::size_t>(assignment.rule)].place;
  std::string by = "rule " + outcome.rule + " of route " + info.name;
  if (!outcome.via.empty()) by += " (" + outcome.via + ")";
  if (!outcome.stands_in_for.empty()) by += ", standing in for " + outcome.stands_in_for;
  if (!isMissing(assignment.rep)) {
    const std::string rep = people.rep(assignment.rep).id;
    if (!loaded_) turns.closed(static_cast<std::uint32_t>(assignment.rep));
    tell("routed", "routed to " + rep + " by " + by, at);
    assign(place, rep, false, poolOf(chunk_, assignment.choice), info.name, outcome.rule);
  } else if (assignment.queue >= 0) {
    tell("routed", "routed to queue " + outcome.queue + " by " + by, at);
    s_.seats[place].route = info.name;
    enqueue(static_cast<std::uint32_t>(assignment.queue), place, cause);
  } else {
    tell("routed", "nobody could take the lead by route " + info.name, at);
  }
  step_.taken.push_back({number, std::move(assignment)});
}

void Stepper::assign(std::uint32_t place, const std::string& rep, bool manual, std::int32_t pool, std::string route_name, std::string rule) {
  Seat& here = s_.seats[place];
  const bool present = place == seat();
  const std::string before = here.rep;
  if (!before.empty()) {
    if (loaded_) unload(here);
    if (before != rep) s_.owners_before.emplace_back(before, now_);
  }
  const std::int64_t since = before == rep && !isMissing(here.since) ? here.since : now_;
  here = {rep, since, manual, pool, std::move(route_name), std::move(rule)};
  if (s_.queue >= 0 && place == queueSeat()) leaveQueue();
  else if (present && !isMissing(told_at_)) leftQueueBefore();
  if (present && before != rep) owner_assigned_ = was_assigned_ = true;
  dirty();
  offerOn(place, rep);
}

void Stepper::release(std::uint32_t place, bool credit) {
  Seat& here = s_.seats[place];
  if (here.rep.empty()) return;
  const Slot rep = world_.desk->people().exactly(here.rep);
  if (credit && here.pool >= 0 && !isMissing(rep)) {
    step_.used_turns = true;
    decide::Pools& turns = surroundings_.turns();
    const std::int64_t open = turns.open(static_cast<std::uint32_t>(rep));
    turns.credit(static_cast<std::uint32_t>(here.pool), static_cast<std::uint32_t>(rep));
    if (!loaded_) turns.setOpen(static_cast<std::uint32_t>(rep), open);   // a lead that has ended is open to nobody
  } else if (loaded_) {
    unload(here);
  }
  if (credit) s_.owners_before.emplace_back(here.rep, now_);
  tell("released", (credit ? "taken from " : "released by ") + here.rep);
  const std::string route_name = std::move(here.route);
  here = {};
  here.route = route_name;  // by which it would be routed anew
  dirty();
  offerOn(place, {});
}

std::int32_t Stepper::routeOf(std::uint32_t place) const {
  const std::string& name = s_.seats[place].route;
  for (std::size_t i = 0; i < chunk_.routes.size(); ++i)
    if (!name.empty() && chunk_.routes[i].name == name) return static_cast<std::int32_t>(i);
  if (s_.stage < 0) return -1;
  for (const ActionInfo& action : flow_.stages[static_cast<std::size_t>(s_.stage)].enter)
    if (action.kind == ActionInfo::Kind::Route) return static_cast<std::int32_t>(action.index);
  return -1;
}

void Stepper::reassign(const ActionInfo& action, const Cause& cause) {
  const std::uint32_t place = seat();
  std::uint32_t none = 0;
  std::uint32_t& count = s_.stage < 0 ? none : s_.reassigned[static_cast<std::size_t>(s_.stage)];
  if (s_.seats[place].manual) {
    tell("reassigned", "not taken from " + owner() + ": a person gave them the lead", action.place);
    return;
  }
  if (action.limit > 0 && count >= action.limit) {
    tell("reassigned", "reassigned " + std::to_string(count) + " times in this stage already", action.place);
    act(action.otherwise, cause);
    return;
  }
  const std::int32_t anew = routeOf(place);
  if (action.index == bytecode::kAny && anew < 0) {
    tell("reassigned", "no route brought the lead here: nobody else to give it to", action.place);
    act(action.otherwise, cause);
    return;
  }
  ++count;
  const std::string before = owner();
  release(place, true);
  if (action.index != bytecode::kAny) return enqueue(action.index, place, cause);
  // Without an owner it is kept from whoever it was taken from last, in this stay.
  const bool taken = before.empty() && !s_.owners_before.empty() && (isMissing(s_.entered) || s_.owners_before.back().second >= s_.entered);
  route(static_cast<std::uint32_t>(anew), place, taken ? s_.owners_before.back().first : before, cause);
  if (owner().empty() && s_.queue < 0) act(action.otherwise, cause);
}

// ---- queues

std::string Stepper::queueOwner(std::uint32_t queue) const { return workflow::queueOwner(world_, queue); }

/// A handoff whose route ends in a queue fills another seat: whoever has the lead keeps it until somebody takes it from there.
std::uint32_t Stepper::queueSeat() const { return s_.queue_seat < 0 ? seat() : static_cast<std::uint32_t>(s_.queue_seat); }

void Stepper::enqueue(std::uint32_t queue, std::uint32_t place, const Cause& cause) {
  release(place, true);
  if (s_.queue == static_cast<std::int32_t>(queue)) return;
  // From queue to queue it has waited all the time.
  const std::int64_t waits = s_.queue >= 0 && queueSeat() == place ? beganThen("queue", s_.queued) : said_then_;
  if (s_.queue >= 0) leaveQueue();
  noteBegan("queue", waits);
  const bytecode::QueueInfo& info = chunk_.queues[queue];
  s_.queue = static_cast<std::int32_t>(queue);
  s_.queue_seat = place == seat() ? -1 : static_cast<std::int32_t>(place);
  s_.queued = now_;
  queued_ = true;
  dirty();
  tell("queued", "waits in queue " + info.name + " (" + cause.text + ")", info.place);
  planQueue(now_);
}

/// The time of the queue begins: when the lead comes into it, when a version of the playbook gives it a time, or when a lead that
/// had ended and waits there is open again. Nobody has to take one that has ended.
void Stepper::planQueue(std::int64_t since) {
  if (s_.queue < 0 || s_.final || (!s_.queue_stays.empty() && isMissing(s_.queue_stays.back().left))) return;
  const port::QueueStay stay = stayFrom(world_, static_cast<std::uint32_t>(s_.queue), since);
  if (isMissing(stay.due)) return;
  setTimer(TimerKind::QueueWithin, static_cast<std::uint32_t>(s_.queue), 0, std::max(stay.due, now_));
  s_.queue_stays.push_back(stay);
}

void Stepper::leaveQueue() {
  if (s_.queue < 0) return;
  const auto queue = static_cast<std::uint32_t>(s_.queue);
  if (!s_.queue_stays.empty() && isMissing(s_.queue_stays.back().left)) {
    port::QueueStay& stay = s_.queue_stays.back();
    stay.left = isMissing(told_at_) ? now_ : std::max(told_at_, stay.since);
    if (stay.who.empty() && (isMissing(stay.due) || stay.left <= stay.due)) stay.who = queueOwner(queue);
    if (!isMissing(stay.due))
      tell("left queue", "left queue " + stay.queue + (stay.left <= stay.due ? " in time: " : " too late: ") + durationText(stay.left - stay.since), chunk_.queues[queue].place);
  }
  s_.queue = s_.queue_seat = -1;
  s_.queued = kMissing;
  clearTimers(TimerKind::QueueWithin, bytecode::kAny);
  closeClimbs("queue " + chunk_.queues[queue].name);
  dirty();
}

/// Somebody had been given the lead before it left the queue, as is told late: then it had not to wait any longer.
void Stepper::leftQueueBefore() {
  const auto stay = std::find_if(s_.queue_stays.begin(), s_.queue_stays.end(), [this](const port::QueueStay& each) { return each.since <= told_at_ && !isMissing(each.left) && told_at_ < each.left; });
  if (stay == s_.queue_stays.end() || isMissing(stay->due)) return;
  if (stay->left > stay->due && told_at_ <= stay->due) {
    const auto queue = std::find_if(chunk_.queues.begin(), chunk_.queues.end(), [&](const bytecode::QueueInfo& info) { return info.name == stay->queue; });
    if (queue != chunk_.queues.end()) stay->who = queueOwner(static_cast<std::uint32_t>(queue - chunk_.queues.begin()));
  }
  stay->left = told_at_;
  tell("left queue", "left queue " + stay->queue + (stay->left <= stay->due ? " in time: " : " too late: ") + durationText(stay->left - stay->since));
}

void Stepper::queueLate(std::uint32_t queue) {
  if (s_.queue != static_cast<std::int32_t>(queue)) return;
  const bytecode::QueueInfo& info = chunk_.queues[queue];
  const Cause cause{"queue " + info.name, calendarOfRep(queueOwner(queue))};
  // A lead keeps the time under which it came: where the queue has another one by now, how long it has waited is said.
  const port::QueueStay stay = presentStay(world_, s_);
  std::string waited = " longer than ";
  if (info.within > 0 && stayFrom(world_, queue, stay.since).due == stay.due) appendDuration(waited, info.within, info.within_is_business);
  else waited = " for " + durationText(now_ - stay.since);
  if (!s_.queue_stays.empty() && isMissing(s_.queue_stays.back().left)) s_.queue_stays.back().who = queueOwner(queue);
  tell("queue late", "waits in queue " + info.name + waited, info.place);
  const std::int32_t chain = queue < flow_.queue_escalation.size() ? flow_.queue_escalation[queue] : -1;
  if (chain >= 0) return escalate(static_cast<std::uint32_t>(chain), cause);
  WhoInfo who;
  who.kind = WhoInfo::Kind::QueueOwner;
  wordTo(port::EffectKind::Notify, {who}, cause, "Lead " + s_.id + " waits in queue " + info.name + waited, info.place);
}

// ---- what people say

void Stepper::claim(const port::Event& event) {
  if (s_.queue < 0) {
    refuse("the lead waits in no queue" + (owner().empty() ? std::string() : "; " + owner() + " has it"));
    return;
  }
  if (answersBefore(beganThen("queue", s_.queued), "the lead came into queue " + chunk_.queues[static_cast<std::size_t>(s_.queue)].name)) return;
  const decide::People& people = world_.desk->people();
  const Slot rep = event.by.empty() ? kMissing : people.find(event.by);
  if (isMissing(rep)) {
    refuse(event.by.empty() ? std::string("a claim needs `by`: who takes the lead") : notInRoster(event.by));
    return;
  }
  if (!people.rep(rep).active) {
    refuse(people.rep(rep).id + " is not active");
    return;
  }
  tell("claimed", people.rep(rep).id + " takes the lead from queue " + chunk_.queues[static_cast<std::size_t>(s_.queue)].name);
  if (loaded_) surroundings_.turns().assigned(static_cast<std::uint32_t>(rep), now_);
  step_.used_turns = step_.used_turns || loaded_;
  const std::uint32_t place = queueSeat();
  noteWord(seatWord(place));
  assign(place, people.rep(rep).id, false, -1, s_.seats[place].route, {});
  if (const std::uint32_t here = seat(); s_.seats[here].rep.empty()) {   // it waited for another seat, and nobody had it meanwhile
    noteWord(seatWord(here));
    if (loaded_) surroundings_.turns().assigned(static_cast<std::uint32_t>(rep), now_);
    assign(here, people.rep(rep).id, false, -1, s_.seats[here].route, {});
  }
}

std::string Stepper::seatWord(std::uint32_t place) const { return place < flow_.seats.size() ? port::seatWord(flow_.seats[place]) : "seat"; }

void Stepper::assignByPerson(const port::Event& event) {
  const decide::People& people = world_.desk->people();
  std::uint32_t place = seat();
  if (!event.name.empty()) {
    const auto named = std::find(flow_.seats.begin(), flow_.seats.end(), event.name);
    if (named == flow_.seats.end() && event.name != "owner") {
      refuse("`" + event.name + "` is not one of the playbook's owners");
      return;
    }
    if (named != flow_.seats.end()) place = static_cast<std::uint32_t>(named - flow_.seats.begin());
  }
  const Slot rep = people.find(event.value);
  if (isMissing(rep)) {
    refuse(notInRoster(event.value));
    return;
  }
  if (!fromRoster(event.by)) return;
  if (!people.rep(rep).active) {
    refuse(people.rep(rep).id + " is not active");
    return;
  }
  const std::string& id = people.rep(rep).id;
  if (const std::int64_t later = laterWord(seatWord(place)); !isMissing(later) && !s_.seats[place].rep.empty() && s_.seats[place].rep != id) {
    std::string text = id + " had been given the lead; what a person said ";
    appendWall(text, later);
    tell("assigned", text + " is later, and stays");
    if (place != seat()) return;
    told_owner_ = true;
    leftQueueBefore();
    return;
  }
  noteWord(seatWord(place));
  tell("assigned", "assigned to " + id + (event.by.empty() ? std::string() : " by " + event.by));
  if (s_.seats[place].rep == id) {
    s_.seats[place].manual = true;
    if (place != seat() || isMissing(told_at_) || told_at_ >= s_.seats[place].since) return;
    told_owner_ = true;   // they had it before, as is told late
    leftQueueBefore();
    return;
  }
  if (loaded_) surroundings_.turns().assigned(static_cast<std::uint32_t>(rep), now_);
  step_.used_turns = step_.used_turns || loaded_;
  assign(place, id, true, -1, s_.seats[place].route, {});
}

/// Those who are gone from the roster, or not active any more, lose their seats; the lead goes on with its clocks.
void Stepper::ownerLeft() {
  const decide::People& people = world_.desk->people();
  const std::uint32_t present = seat();
  bool any = false;
  for (std::uint32_t place = 0; place < s_.seats.size(); ++place) {
    const std::string before = s_.seats[place].rep;
    if (before.empty()) continue;
    const Slot rep = people.exactly(before);
    if (!isMissing(rep) && people.rep(rep).active) continue;
    any = true;
    tell("owner left", before + (isMissing(rep) ? " is not there any more" : " is not active any more"));
    release(place, true);
    const std::int32_t anew = place == present || !s_.seats[place].route.empty() ? routeOf(place) : -1;
    if (s_.final || s_.set_aside || anew < 0) continue;
    route(static_cast<std::uint32_t>(anew), place, before, Cause{"owner left", chunk_.calendar});
  }
  if (!any) {
    ignore("the owner is there");
    return;
  }
  // Where nobody took it and no route says where it waits: the first queue of the playbook, so that somebody sees it. One that was set
  // aside waits where it did before somebody took it.
  const auto waits = static_cast<std::uint32_t>(s_.set_aside && flow_.rejected_queue >= 0 ? flow_.rejected_queue : 0);
  if (!s_.final && owner().empty() && s_.queue < 0 && !chunk_.queues.empty()) enqueue(waits, present, Cause{"owner left", chunk_.calendar});
}

/// The calendar's word, not a person's: the seat stays the rules' to take. Turns are as they were: they share out leads that come,
/// a rebalance shares out those that are there, and counting it as turns would undo it with the next leads.
void Stepper::rebalanced(const port::Event& event) {
  const decide::People& people = world_.desk->people();
  const std::uint32_t place = seat();
  const Slot rep = people.find(event.value);
  if (s_.final || s_.seats[place].rep != event.by || isMissing(rep) || !people.rep(rep).active) {
    ignore("the lead is not to be moved any more");
    return;
  }
  tell("rebalanced", "moved from " + event.by + " to " + people.rep(rep).id + ": rebalance of pool " + event.name);
  if (loaded_) surroundings_.turns().assigned(static_cast<std::uint32_t>(rep), now_);
  step_.used_turns = step_.used_turns || loaded_;
  assign(place, people.rep(rep).id, false, -1, s_.seats[place].route, s_.seats[place].rule);
}

std::vector<std::string> Stepper::resolve(const WhoInfo& who) const { return peopleMeant(world_, s_, who, now_); }

}  // namespace leadflow::workflow
