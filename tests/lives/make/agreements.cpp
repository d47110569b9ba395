// Handoffs, approvals, privacy and duplicates of a random playbook.
#include "tests/lives/make/maker.hpp"

namespace leadflow::lives {

void Maker::handoffs() {
  for (const std::string& name : handoff_names_) {
    Handoff h;
    h.name = name;
    Trigger when;
    when.kind = Trigger::Kind::StageBecomes;
    if (b_.seats.empty() && has(Feature::HandoffConditions) && r_.chance(60)) {
      when.kind = Trigger::Kind::Holds;
      when.when = oftenTimed(60);
    } else if (b_.seats.empty()) {
      when.names = {b_.stages[1].name};
    } else {
      for (const Stage& stage : b_.stages)
        if (stage.seat == "closer" && !stage.final) when.names.push_back(stage.name);
      // Or while the one who gives still has it: then a queue at the end of its route is for the other seat.
      if (has(Feature::SeatQueues) && r_.chance(50))
        for (const Stage& stage : b_.stages)
          if (stage.seat.empty() && !stage.final && r_.chance(50)) when.names.push_back(stage.name);
      h.from = "hunter";
      h.to = "closer";
      h.route = "on";
      // Its route finds the closer; the stage does not look for another.
      for (Stage& stage : b_.stages)
        if (stage.seat == "closer") std::erase_if(stage.enter, [](const Action& action) { return action.kind == K::Route; });
    }
    h.when = {when};
    if (has(Feature::HandoffConditions) && !when.names.empty() && r_.chance(30)) {
      Trigger other;
      other.kind = Trigger::Kind::Holds;
      other.when = oftenTimed(60);
      h.when.push_back(other);
    }
    if (r_.chance(80)) {
      h.accept_within = someSpan(24);
      Action late = plainAction();
      late.conditional = false, late.when = {};
      if (!chains_.empty() && r_.chance(60)) {
        late = {};
        late.kind = K::Escalate;
        late.name = r_.pick(chains_);
      }
      h.late = {late};
    }
    h.rejections.push_back({{"no_fit"}, !when.names.empty() && b_.stages[0].name == when.names.front() ? b_.stages[2].name : b_.stages[0].name});
    if (r_.chance(75)) {
      h.feedback = 5;
      if (r_.chance(60)) h.feedback_within = wall(r_.between(1, 3) * kDay);
    }
    b_.handoffs.push_back(h);
  }
}

void Maker::approvals() {
  for (const std::string& name : approval_names_) {
    Approval a;
    a.name = name;
    Ask low, high;
    low.who = role("lead_desk");
    low.conditional = !(has(Feature::ApprovalAlways) && r_.chance(40));
    if (low.conditional) low.when.is = Is::AtLeast, low.when.field = Field::Size, low.when.amount = 20;
    if (low.conditional && has(Feature::AskInTime) && has(Feature::TimeConditions) && r_.chance(55)) low.when = timedLeaf();
    high.who = role("boss");
    high.conditional = true;
    high.when.is = Is::AtLeast;
    high.when.field = Field::Size;
    high.when.amount = 40;
    a.asks = {low};
    if (r_.chance(85)) a.asks.push_back(high);
    if (r_.chance(70)) {
      a.within = someSpan(24);
      Action late = plainAction();
      late.conditional = false, late.when = {};
      a.late = {late};
    }
    b_.approvals.push_back(a);
  }
}

void Maker::privacy() {
  if (!has(Feature::Privacy) || !r_.chance(60)) return;
  b_.privacy = true;
  Guard mail_guard;
  mail_guard.act = Act::EmailSent;
  mail_guard.only_when.is = Is::ConsentIs;
  if (r_.chance(60)) {
    Condition denied = mail_guard.only_when;
    denied.amount = 1;
    mail_guard.only_when = {};
    mail_guard.only_when.is = Is::Not;
    mail_guard.only_when.of = {denied};
  }
  if (uses_mail_ || r_.chance(30)) b_.guards.push_back(mail_guard);
  if (r_.chance(75)) {
    Guard call_guard;
    call_guard.act = Act::Call;
    call_guard.only_when.is = Is::True;
    call_guard.only_when.field = Field::Ready;
    if (has(Feature::LateGuards) && has(Feature::TimeConditions) && r_.chance(50)) {   // one that time itself changes
      Condition timed, ready = call_guard.only_when;
      if (r_.chance(50)) timed.is = Is::BeforeNow, timed.field = Field::Due, timed.amount = r_.between(-1, 2) * kDay;
      else timed.is = Is::Had, timed.act = Act::Demo, timed.since = Condition::Since::Last, timed.amount = r_.between(1, 2) * kDay;
      if (r_.chance(25)) {   // no more than one in a while
        Condition again;
        again.is = Is::Had;
        again.act = Act::Call;
        again.where = r_.chance(50) ? r_.below(2) : -1;
        again.since = r_.chance(70) ? Condition::Since::Last : Condition::Since::Ever;
        again.amount = r_.between(1, 2) * kDay;
        timed = {};
        timed.is = Is::Not;
        timed.of = {again};
      }
      call_guard.only_when = timed;
      if (r_.chance(50)) call_guard.only_when = {}, call_guard.only_when.is = Is::Any, call_guard.only_when.of = {ready, timed};
    }
    b_.guards.push_back(call_guard);
  }
  if (r_.chance(60)) {
    Reaction reaction;
    reaction.when.is = Is::ConsentIs;
    reaction.when.amount = 1;
    if (has(Feature::FlowReactions) && r_.chance(50)) reaction.when = condition(1, true);
    Action stop;
    stop.kind = K::StopAll;
    reaction.actions = {stop};
    for (Action& each : someActions(1, 1)) reaction.actions.push_back(each);
    b_.reactions.push_back(reaction);
  }
  if (has(Feature::FlowReactions) && r_.chance(75)) {
    Reaction reaction;
    reaction.when = has(Feature::TimeConditions) && r_.chance(30) ? timedLeaf() : has(Feature::FlowConditions) && r_.chance(40) ? flowLeaf() : condition(1, true);
    reaction.actions = someActions(1, 1);
    b_.reactions.push_back(reaction);
  }
  if (has(Feature::Erasure) && r_.chance(40)) b_.keeps.push_back({b_.stages.back().name, r_.between(1, 3)});
  if (b_.guards.empty() && b_.reactions.empty() && b_.keeps.empty()) b_.privacy = false;
}

void Maker::duplicates() {
  Duplicate rule;
  rule.same = {Field::Email};
  const int what = r_.below(has(Feature::Flags) ? 6 : 3);
  rule.keep = what >= 3 ? Duplicate::Keep::Nothing : what == 2 ? Duplicate::Keep::Newest : Duplicate::Keep::Oldest;
  rule.merge = what < 3;
  b_.duplicates.push_back(rule);
}

}  // namespace leadflow::lives
