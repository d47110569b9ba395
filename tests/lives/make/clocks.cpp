// What time brings to a random playbook: sequences, clocks, escalations.
#include "tests/lives/make/maker.hpp"

namespace leadflow::lives {

void Maker::sequences() {
  for (const std::string& name : sequence_names_) {
    Sequence sequence;
    sequence.name = name;
    const int steps = r_.between(2, 5);
    for (int i = 0; i < steps; ++i) {
      Action a;
      if (i % 2 == 1) {
        a.kind = K::Wait;
        a.within = r_.chance(25) ? businessHours(r_.between(1, 8)) : wall(r_.between(1, 60) * kHour);
        if (r_.chance(50)) {
          a.conditional = true;
          a.when = condition(1, false);
        }
      } else if (has(Feature::Mail) && r_.chance(65)) {
        a = mail(name + "_" + std::to_string(i + 1));
        if (r_.chance(30)) a.at = r_.between(6, 20) * 60;
        else if (r_.chance(30)) a.from = r_.between(7, 11) * 60, a.until = r_.between(13, 20) * 60;
      } else {
        a = plainAction();
      }
      sequence.steps.push_back(a);
    }
    if (r_.chance(30)) {
      Action stop;
      stop.kind = K::StopWhen;
      stop.when = condition(1, false);
      sequence.steps.insert(sequence.steps.begin() + r_.below(static_cast<int>(sequence.steps.size())), stop);
    }
    b_.sequences.push_back(sequence);
  }
}

Trigger Maker::touchTrigger(bool starts) {
  Trigger t;
  t.kind = Trigger::Kind::Touch;
  if (starts) {
    t.act = r_.chance(50) ? Act::Demo : Act::Reply;
    if (t.act == Act::Reply && r_.chance(50)) t.where = 2;
    return t;
  }
  t.outreach = r_.chance(60);
  t.act = Act::Call;
  if (!t.outreach && r_.chance(40)) t.where = r_.below(2);
  return t;
}

void Maker::clocks() {
  for (std::size_t i = 0; i < clock_names_.size(); ++i) {
    Sla sla;
    sla.name = clock_names_[i];
    Trigger start;
    switch (i == 0 ? r_.below(2) : r_.below(8)) {
      case 0: start.kind = Trigger::Kind::OwnerAssigned; break;
      case 1: start.kind = Trigger::Kind::Created; break;
      case 2: start.kind = Trigger::Kind::StageBecomes, start.names = someStages(2); break;
      case 3: start.kind = Trigger::Kind::InStage, start.names = someStages(1); break;
      case 4: start.kind = Trigger::Kind::Queued; break;
      case 5: start.kind = Trigger::Kind::OwnerChanges; break;
      case 6: start = touchTrigger(true); break;
      default: start.kind = Trigger::Kind::Holds, start.when = condition(1, false); break;
    }
    sla.starts.push_back(start);
    if (i > 0 && r_.chance(35)) {
      Trigger other;
      other.kind = Trigger::Kind::StageBecomes;
      other.names = someStages(1);
      sla.starts.push_back(other);
    }
    sla.stops.push_back(touchTrigger(false));
    if (r_.chance(80) && std::none_of(sla.starts.begin(), sla.starts.end(), [](const Trigger& each) { return each.kind == Trigger::Kind::OwnerAssigned; })) {
      Trigger stop;
      stop.kind = Trigger::Kind::OwnerAssigned;
      sla.stops.push_back(stop);
    }
    if (has(Feature::StopConditions) && r_.chance(75)) {
      Trigger stop;
      stop.kind = Trigger::Kind::Holds;
      stop.when = oftenTimed(75);
      if (has(Feature::LateGuards) && r_.chance(50)) {   // what is often told of late
        stop.when = {};
        stop.when.is = Is::Had;
        stop.when.act = r_.chance(50) && start.kind != Trigger::Kind::Touch ? Act::Demo : Act::Call;
        if (i > 0 && r_.chance(90)) {   // and keeps it from beginning
          sla.starts.front() = {};
          sla.starts.front().kind = r_.pick(std::vector<Trigger::Kind>{Trigger::Kind::OwnerChanges, Trigger::Kind::Queued, Trigger::Kind::StageBecomes, Trigger::Kind::StageBecomes});
          if (sla.starts.front().kind == Trigger::Kind::StageBecomes) sla.starts.front().names = someStages(2);
          std::erase_if(sla.stops, [](const Trigger& each) { return each.kind == Trigger::Kind::OwnerAssigned; });
        }
      }
      if (stop.when.is == Is::Had && r_.chance(i == 0 ? 80 : 35)) {   // and what comes true behind it
        Condition stage, both;
        if (r_.chance(45)) sla.stops.clear();
        stage.is = Is::StageIn, stage.names = someStages(4);
        std::erase(stage.names, b_.stages.front().name);
        if (stage.names.empty()) stage.names = {b_.stages[1].name};
        both.is = Is::All, both.of = {stop.when, stage};
        stop.when = both;
      }
      sla.stops.push_back(stop);
    } else if (r_.chance(30)) {
      Trigger stop;
      stop.kind = r_.chance(50) ? Trigger::Kind::StageBecomes : Trigger::Kind::InStage;
      for (const Stage& stage : b_.stages)
        if (stage.final && r_.chance(60)) stop.names.push_back(stage.name);
      if (stop.names.empty()) stop.names = {b_.stages[b_.stages.size() - 2].name};
      sla.stops.push_back(stop);
    }
    if (has(Feature::Pauses) && r_.chance(60)) {
      Trigger pause;
      if (r_.chance(60)) pause.kind = Trigger::Kind::InStage, pause.names = {b_.stages[static_cast<std::size_t>(r_.between(1, 2))].name};
      else pause.kind = Trigger::Kind::Holds, pause.when = condition(0, false);
      sla.pauses.push_back(pause);
    }
    if (has(Feature::PausesUntil) && r_.chance(25)) {
      sla.until = true;
      if (r_.chance(70)) sla.at_most = wall(r_.between(1, 4) * kDay);
    }
    sla.restarts = has(Feature::Restarts) && r_.chance(25);
    const int targets = r_.between(1, 2);
    for (int t = 0; t < targets; ++t) {
      Target target;
      target.span = has(Feature::BusinessClocks) && r_.chance(45) ? businessHours(r_.chance(60) ? 8 : r_.between(2, 16)) : someSpan(48);   // eight: from morning to closing
      target.conditional = t + 1 < targets || r_.chance(10);
      if (target.conditional) target.when = condition(1, false);
      sla.targets.push_back(target);
    }
    const bool business = std::any_of(sla.targets.begin(), sla.targets.end(), [](const Target& target) { return target.span.business; });
    if (business && r_.chance(60)) {
      sla.on_owner = r_.chance(60);
      sla.calendar = b_.calendars.back().name;
    }
    for (const int percent : {25, 50, 100, 150}) {
      const bool always = percent == 100 && !has(Feature::VersionClocks);
      if (!always && !r_.chance(percent == 100 ? 60 : 25)) continue;
      Point point;
      point.percent = percent;
      point.actions = someActions(1, 1);
      if (!chains_.empty() && percent >= 100 && r_.chance(60)) {
        Action escalate;
        escalate.kind = K::Escalate;
        escalate.name = r_.pick(chains_);
        point.actions.push_back(escalate);
      }
      sla.points.push_back(point);
    }
    b_.slas.push_back(sla);
  }
}

void Maker::escalations() {
  for (const std::string& name : chains_) {
    Escalation chain;
    chain.name = name;
    const int levels = r_.between(1, 3);
    for (int i = 0; i < levels; ++i) {
      Level level;
      level.who = i == 0 ? (r_.chance(60) ? manager() : Who{}) : r_.chance(20) ? role("nobody_yet") : role(i == 1 ? "lead_desk" : "boss");
      if (i > 0 || r_.chance(15)) level.after = someSpan(12);
      if (i > 0 && r_.chance(20)) level.after = {};
      Action a;
      if (r_.chance(60)) {
        a.kind = K::Notify;
        a.channel = "email";
        a.text = text();
      } else if (r_.chance(50)) {
        a.kind = K::Log;
        a.text = text();
      } else {
        a.kind = K::Reassign;
        a.limit = 2;
      }
      level.actions = {a};
      chain.levels.push_back(level);
    }
    b_.escalations.push_back(chain);
  }
}

}  // namespace leadflow::lives
