// Random conditions, of the record, of activities and of what the workflow did.
#include "tests/lives/make/maker.hpp"

namespace leadflow::lives {

std::vector<std::string> Maker::someStages(int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) {
    const std::string& name = r_.pick(b_.stages).name;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

Condition Maker::leaf(bool flow) {
  for (;;) {
    Condition c;
    switch (r_.below(16)) {
      case 0:
        c.is = Is::Known;
        c.field = static_cast<Field>(r_.below(8));
        return c;
      case 1:
      case 2:
        c.is = Is::True;
        c.field = r_.chance(50) ? Field::Vip : Field::Ready;
        return c;
      case 3:
        c.is = Is::AtLeast;
        c.field = Field::Size;
        c.amount = r_.between(1, 4) * 10;
        return c;
      case 4:
        c.is = Is::ConsentIs;
        c.amount = r_.below(3);
        return c;
      case 5:
        c.is = Is::TextIs;
        c.field = Field::Company;
        c.word = r_.chance(50) ? "Acme" : "Borg";
        return c;
      case 6:
      case 7:
      case 8:
        c.is = Is::Had;
        c.outreach = r_.chance(25);
        c.act = static_cast<Act>(r_.below(3));
        c.since = r_.chance(60) ? Condition::Since::Stage : Condition::Since::Ever;
        if (!c.outreach && r_.chance(40)) {
          if (c.act == Act::Call) c.where = r_.below(2);
          if (c.act == Act::Reply) c.where = 2 + r_.below(2);
        }
        if (has(Feature::TimeConditions) && r_.chance(20)) c.since = Condition::Since::Last, c.amount = r_.between(1, 3) * kDay;
        if (c.since == Condition::Since::Ever && c.where < 0 && !c.outreach && r_.chance(50)) c.since = Condition::Since::Stage;
        if (c.since == Condition::Since::Ever) continue;
        return c;
      case 9:
        if (!has(Feature::TimeConditions)) break;
        c.is = Is::BeforeNow;
        c.field = Field::Due;
        c.amount = r_.between(-2, 2) * kDay;
        return c;
      case 10:
        if (!has(Feature::TimeConditions)) break;
        c.is = r_.chance(50) ? Is::CreatedBefore : Is::Open;
        c.amount = -r_.between(1, 5) * kDay;
        c.name = "office";
        return c;
      case 11:
        if (b_.checklists.empty()) break;
        c.name = "bant";
        if (r_.chance(50)) {
          c.is = Is::ListIs;
          c.word = r_.chance(50) ? "complete" : "failed";
        } else {
          c.is = Is::ItemIs;
          c.word = r_.chance(50) ? "budget" : "need";
          c.amount = r_.below(2);
        }
        return c;
      case 12:
        if (!flow || clock_names_.empty()) break;
        c.is = Is::ClockIs;
        c.name = r_.pick(clock_names_);
        c.word = r_.pick(std::vector<std::string>{"running", "met", "breached", "stopped"});
        return c;
      case 13:
        if (!flow || sequence_names_.empty()) break;
        c.is = Is::SequenceIs;
        c.name = r_.pick(sequence_names_);
        c.word = r_.pick(std::vector<std::string>{"finished", "stopped", "running"});
        return c;
      case 14:
        if (!flow) break;
        if (!approval_names_.empty() && r_.chance(50)) {
          c.is = Is::ApprovalIs;
          c.name = approval_names_.front();
          c.word = r_.pick(std::vector<std::string>{"granted", "refused"});
          return c;
        }
        if (!handoff_names_.empty()) {
          c.is = Is::HandoffIs;
          c.name = handoff_names_.front();
          c.word = r_.pick(std::vector<std::string>{"accepted", "late", "rejected"});
          return c;
        }
        break;
      default:
        if (!flow) break;
        if (!b_.milestones.empty() && r_.chance(50)) {
          c.is = Is::Reached;
          c.name = "grown";
          return c;
        }
        c.is = has(Feature::RosterTurns) && r_.chance(75) ? Is::OwnerTeam : Is::OwnerKnown;
        c.word = r_.chance(70) ? "a" : "b";
        return c;
    }
  }
}

Condition Maker::condition(int depth, bool flow) {
  flow = flow && has(Feature::FlowConditions);
  if (depth <= 0 || r_.chance(60)) return leaf(flow);
  Condition c;
  const int what = r_.below(5);
  c.is = what < 2 ? Is::All : what < 4 ? Is::Any : Is::Not;
  const int parts = c.is == Is::Not ? 1 : 2;
  for (int i = 0; i < parts; ++i) c.of.push_back(condition(depth - 1, flow));
  if (c.of.size() == 2 && c.of[0] == c.of[1]) return c.of[0];
  return c;
}

/// One that time alone makes true, or no longer true.
Condition Maker::timedLeaf() {
  Condition c;
  switch (r_.below(4)) {
    case 0:
      c.is = Is::BeforeNow;
      c.field = Field::Due;
      c.amount = r_.between(-2, 2) * kDay;
      return c;
    case 1:
      c.is = Is::CreatedBefore;
      c.amount = -r_.between(2, 60) * kHour;
      return c;
    default: break;
  }
  c.is = Is::Had;
  c.act = static_cast<Act>(r_.below(3));
  c.since = Condition::Since::Last;
  c.amount = r_.between(1, 3) * kDay;
  if (r_.chance(40)) return c;
  Condition none;
  none.is = Is::Not;
  none.of = {c};
  return none;
}

/// One about what the workflow did.
Condition Maker::flowLeaf() {
  for (;;) {
    const Condition c = leaf(true);
    if (c.is == Is::ClockIs || c.is == Is::SequenceIs || c.is == Is::ApprovalIs || c.is == Is::HandoffIs || c.is == Is::Reached || c.is == Is::OwnerKnown || c.is == Is::OwnerTeam) return c;
  }
}

Condition Maker::oftenTimed(int percent) { return has(Feature::TimeConditions) && r_.chance(percent) ? timedLeaf() : condition(1, false); }

Condition Maker::leafInStage() {
  Condition c;
  c.is = Is::Had;
  c.act = static_cast<Act>(r_.below(3));
  c.since = Condition::Since::Stage;
  return c;
}

}  // namespace leadflow::lives
