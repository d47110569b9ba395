// Clocks, escalations, handoffs, sequences, approvals.
#include "compiler/parse/build.hpp"

namespace leadflow::parse {
namespace {

using syntax::Trigger;

std::vector<syntax::Name> namesOf(Node parent) {
  const Node set = parent.find(Kind::name_set);
  return set ? buildNames(set) : std::vector<syntax::Name>{};
}

Trigger buildTrigger(Node node) {
  Trigger t;
  t.span = node.span();
  const Node what = node.first();
  switch (what.kind()) {
    case Kind::owner_assigned: t.kind = Trigger::Kind::OwnerAssigned; break;
    case Kind::owner_changes: t.kind = Trigger::Kind::OwnerChanges; break;
    case Kind::lead_queued: t.kind = Trigger::Kind::QueueEntered; break;
    case Kind::lead_created: t.kind = Trigger::Kind::Created; break;
    case Kind::stage_becomes:
    case Kind::in_stage:
      t.kind = what.is(Kind::in_stage) ? Trigger::Kind::InStage : Trigger::Kind::StageBecomes;
      t.names = namesOf(what);
      break;
    case Kind::handoff_accepted:
      t.kind = Trigger::Kind::HandoffAccepted;
      t.names = {buildName(what.find(Kind::dotted_name))};
      break;
    case Kind::trigger_activity:
      t.kind = Trigger::Kind::Activity;
      t.names = buildNames(what);
      if (const Node where = what.find(Kind::where)) t.where = buildCondition(where.find(Kind::where_condition));
      break;
    default: t.condition = buildCondition(what); break;
  }
  return t;
}

void addTriggers(Node parent, std::vector<Trigger>& into) {
  for (const Node child : parent.children())
    if (child.is(Kind::trigger)) into.push_back(buildTrigger(child));
}

std::vector<syntax::Action> late(Node parent) {
  const Node otherwise = parent.find(Kind::late_actions);
  return otherwise ? buildActions(otherwise) : std::vector<syntax::Action>{};
}

void addClockLine(Node line, syntax::Sla& sla) {
  switch (line.kind()) {
    case Kind::sla_starts: addTriggers(line, sla.starts); break;
    case Kind::sla_stops: addTriggers(line, sla.stops); break;
    case Kind::sla_pauses:
      addTriggers(line, sla.pauses);
      if (const Node until = line.find(Kind::pause_until)) {
        if (sla.pauses_until) repeated(line, "pauses until");
        sla.pauses_until = buildChildSum(until);
        if (const Node limit = until.find(Kind::pause_limit)) sla.pauses_at_most = buildChildSum(limit);
      }
      break;
    case Kind::sla_restarts: sla.restarts_when_owner_changes = true; break;
    case Kind::sla_target: {
      syntax::Sla::Target target;
      target.span = line.span();
      target.value = buildChildSum(line);
      if (const Node when = line.find(Kind::when_clause)) target.when = buildChildCondition(when);
      sla.targets.push_back(std::move(target));
      break;
    }
    case Kind::sla_on:
      if (sla.on_owner || sla.calendar) repeated(line, "on");
      sla.on_owner = static_cast<bool>(line.find(Kind::owner_calendar));
      sla.calendar = buildName(line.find(Kind::name));
      break;
    case Kind::sla_at: {
      syntax::Sla::Point point;
      point.span = line.span();
      point.percent = buildPercent(line.find(Kind::amount));
      point.actions = buildActions(line);
      sla.points.push_back(std::move(point));
      break;
    }
    default: break;
  }
}

void addHandoffLine(Node line, syntax::Handoff& handoff) {
  switch (line.kind()) {
    case Kind::handoff_when: addTriggers(line, handoff.when); break;
    case Kind::handoff_from:
      if (handoff.from) repeated(line, "from");
      handoff.from = handoff.to = {};
      for (const Node child : line.children()) {
        if (child.is(Kind::dotted_name)) handoff.route = buildName(child);
        else (handoff.from ? handoff.to : handoff.from) = buildName(child);
      }
      break;
    case Kind::handoff_to:
      if (handoff.to) repeated(line, "to");
      handoff.from = handoff.to = {};
      for (const Node child : line.children()) (child.is(Kind::dotted_name) ? handoff.route : handoff.to) = buildName(child);
      break;
    case Kind::handoff_carries:
      for (const Node child : line.children()) {
        syntax::Handoff::Carried carried;
        carried.span = child.span();
        carried.name = buildName(child.find(Kind::name));
        carried.window = buildChildSum(child);
        carried.activities = carried.name.text == "activities";
        handoff.carries.push_back(std::move(carried));
      }
      break;
    case Kind::handoff_accept:
      if (handoff.accept_within) repeated(line, "accept within");
      handoff.accept_within = buildChildSum(line);
      handoff.late = late(line);
      break;
    case Kind::handoff_reject: {
      syntax::Handoff::Rejection rejection;
      rejection.span = line.span();
      rejection.reasons = namesOf(line);
      rejection.to = buildName(line.find(Kind::name));
      handoff.rejections.push_back(std::move(rejection));
      break;
    }
    case Kind::handoff_feedback: {
      if (handoff.feedback_high != 0) repeated(line, "feedback");
      bool low = true;
      for (const Node child : line.children()) {
        if (!child.is(Kind::amount)) continue;
        (low ? handoff.feedback_low : handoff.feedback_high) = buildWhole(child);
        low = false;
      }
      if (const Node from = line.find(Kind::feedback_from)) handoff.feedback_from = buildWho(from.first());
      if (const Node within = line.find(Kind::within_clause)) handoff.feedback_within = buildChildSum(within);
      break;
    }
    default: break;
  }
}

}  // namespace

syntax::Sla buildSla(Node node) {
  syntax::Sla sla;
  sla.name = buildName(node.find(Kind::name));
  for (const Node child : node.children())
    if (child.is(Kind::sla_statement) && child.first()) addClockLine(child.first(), sla);
  return sla;
}

syntax::Escalation buildEscalation(Node node) {
  syntax::Escalation escalation;
  escalation.name = buildName(node.find(Kind::name));
  for (const Node child : node.children()) {
    if (!child.is(Kind::level_statement)) continue;
    syntax::Escalation::Level level;
    level.span = child.span();
    level.who = buildWho(child.find(Kind::who));
    if (const Node after = child.find(Kind::after_clause)) level.after = buildChildSum(after);
    level.actions = buildActions(child);
    escalation.levels.push_back(std::move(level));
  }
  return escalation;
}

syntax::Handoff buildHandoff(Node node) {
  syntax::Handoff handoff;
  handoff.name = buildName(node.find(Kind::name));
  for (const Node child : node.children())
    if (child.is(Kind::handoff_statement) && child.first()) addHandoffLine(child.first(), handoff);
  return handoff;
}

syntax::Sequence buildSequence(Node node) { return {buildName(node.find(Kind::name)), buildSteps(node)}; }

syntax::Approval buildApproval(Node node) {
  syntax::Approval approval;
  approval.name = buildName(node.find(Kind::name));
  for (const Node child : node.children()) {
    if (!child.is(Kind::approval_statement)) continue;
    const Node line = child.first();
    if (line.is(Kind::approval_ask)) {
      syntax::Approval::Ask ask;
      ask.span = line.span();
      ask.who = buildWho(line.find(Kind::who));
      if (const Node when = line.find(Kind::when_clause)) ask.when = buildChildCondition(when);
      approval.asks.push_back(std::move(ask));
    } else {
      if (approval.within) repeated(line, "within");
      approval.within = buildChildSum(line);
      approval.late = late(line);
    }
  }
  return approval;
}

}  // namespace leadflow::parse
