// Random playbooks that compile: stages that lead to one another, people, clocks, sequences and all the rest, as far as the
// features say.
#include <algorithm>

#include "tests/lives/make/story.hpp"

namespace leadflow::lives {

namespace {

using Is = Condition::Is;
using K = Action::Kind;

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;

Span wall(std::int64_t ms) { return {true, false, 0, ms}; }
Span businessHours(std::int64_t hours) { return {true, true, 0, hours * kHour}; }
Span businessDays(std::int64_t days) { return {true, true, days, 0}; }

CalendarSaid calendarOf(const std::string& name, const std::string& zone, int open, int close, int days, bool lunch) {
  CalendarSaid said;
  static const char* const ends[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const auto clock = [](int minute) {
    const std::string h = std::to_string(minute / 60), m = std::to_string(minute % 60);
    return (h.size() < 2 ? "0" : "") + h + ":" + (m.size() < 2 ? "0" : "") + m;
  };
  said.name = name;
  said.zone = zone;
  said.rules.name = name;
  said.rules.timezone = zone;
  said.hours = std::string("mon..") + ends[days - 1] + " ";
  std::vector<calendar::DayHours> hours;
  if (lunch) {
    said.hours += clock(open) + "-12:00 13:00-" + clock(close);
    hours = {{static_cast<std::int16_t>(open), 720}, {780, static_cast<std::int16_t>(close)}};
  } else {
    said.hours += clock(open) + "-" + clock(close);
    hours = {{static_cast<std::int16_t>(open), static_cast<std::int16_t>(close)}};
  }
  for (int day = 0; day < days; ++day) said.rules.weekly[static_cast<std::size_t>(day)] = hours;
  return said;
}

class Maker {
 public:
  Maker(Random& random, const Features& features, std::vector<Person>& roster) : r_(random), f_(features), roster_(roster) {}

  Playbook make() {
    frame();
    people();
    names();
    routes();
    for (std::size_t i = 0; i < b_.stages.size(); ++i) stage(i);
    if (has(Feature::Sequences)) sequences();
    if (has(Feature::Clocks)) clocks();
    if (has(Feature::Escalations)) escalations();
    if (has(Feature::Handoffs)) handoffs();
    if (has(Feature::Approvals)) approvals();
    privacy();
    if (has(Feature::Duplicates) && r_.chance(50)) duplicates();
    return b_;
  }

 private:
  bool has(Feature feature) const { return f_.has(feature); }
  std::string text() { return "t-" + std::to_string(++texts_); }
  Who role(const std::string& name) {
    Who who;
    who.kind = Who::Kind::Role;
    who.name = name;
    return who;
  }
  Who manager() {
    Who who;
    who.up = 1;
    return who;
  }
  Span someSpan(int most_hours) {
    switch (r_.below(4)) {
      case 0: return businessHours(r_.between(1, std::min(16, most_hours)));
      case 1: return most_hours >= 24 ? businessDays(r_.between(1, 2)) : wall(r_.between(1, most_hours) * kHour);
      case 2: return wall(r_.between(1, most_hours) * kHour);
      default: return wall(r_.between(1, 6) * 30 * kMinute);
    }
  }

  // ---- the frame: zone, calendars, stages' names

  void frame() {
    b_.version = "1";
    static const std::vector<std::string> zones = {"UTC", "UTC", "Europe/Berlin", "America/New_York"};
    b_.zone = r_.pick(zones);
    b_.calendars.push_back(calendarOf("office", b_.zone, 540, 1020, 5, r_.chance(30)));
    if (r_.chance(60)) b_.calendars.push_back(calendarOf("late_desk", r_.pick(zones), r_.between(10, 13) * 60, r_.between(18, 22) * 60, r_.between(5, 6), false));
    b_.calendar = r_.chance(75) ? "office" : b_.calendars.back().name;
    b_.outreach = {Act::Call};
    if (r_.chance(60)) b_.outreach.push_back(Act::EmailSent);
    const std::vector<std::string> names = {"Open", "Work", "Hold", "Warm", "Deal"};
    const int count = r_.between(3, 5);
    for (int i = 0; i < count; ++i) {
      Stage stage;
      stage.name = names[static_cast<std::size_t>(i)];
      stage.initial = i == 0;
      b_.stages.push_back(stage);
    }
    for (const char* name : {"Won", "Lost"}) {
      if (std::string(name) == "Lost" && r_.chance(30)) continue;
      Stage stage;
      stage.name = name;
      stage.final = true;
      b_.stages.push_back(stage);
    }
    if (has(Feature::Seats) && r_.chance(35)) {
      b_.seats = {"hunter", "closer"};
      for (Stage& stage : b_.stages)
        if (!stage.initial && (stage.name == "Work" || r_.chance(50))) stage.seat = "closer";
    }
  }

  // ---- people, pools, queues

  void people() {
    b_.roles = {"lead_desk", "boss", "nobody_yet"};
    const std::vector<std::string> a = {"ana", "ben", "cid", "dan"}, b = {"eva", "fay", "gus"};
    const auto rep = [&](const std::string& id, const char* team, const char* boss) {
      Person person;
      person.id = id;
      person.team = team;
      if (r_.chance(80)) person.manager = boss;
      if (b_.calendars.size() > 1 && r_.chance(30)) person.calendar = "late_desk";
      if (r_.chance(30)) person.weight = r_.between(2, 3);
      if (r_.chance(40)) person.capacity = r_.between(1, 2);
      roster_.push_back(person);
    };
    const int of_a = r_.between(2, 4), of_b = r_.between(1, 3);
    for (int i = 0; i < of_a; ++i) rep(a[static_cast<std::size_t>(i)], "a", "max");
    for (int i = 0; i < of_b; ++i) rep(b[static_cast<std::size_t>(i)], "b", "dora");
    Person max, dora;
    max.id = "max", max.role = "lead_desk", max.manager = "dora";
    dora.id = "dora", dora.role = "boss";
    roster_.push_back(max);
    roster_.push_back(dora);
    if (r_.chance(30)) roster_.front().stand_in = roster_[1].id;
    b_.pools = {{"pa", "a"}, {"pb", "b"}};
  }

  void names() {
    for (const char* name : {"desk", "later"}) {
      Queue queue;
      queue.name = name;
      queue.role = std::string(name) == "desk" ? "lead_desk" : "boss";
      if (has(Feature::Queues) && r_.chance(60)) {
        queue.within = someSpan(24);
        if (has(Feature::Escalations) && r_.chance(50)) queue.escalation = "chain";
      }
      b_.queues.push_back(queue);
    }
    b_.reasons.push_back({"no_fit", {}});
    b_.reasons.push_back({"no_time", {}});
    if (r_.chance(50)) {
      Action task;
      task.kind = K::Task;
      task.to = {role("lead_desk")};
      task.text = text();
      b_.reasons[0].actions = {task};
    }
    if (has(Feature::Checklists) && r_.chance(40)) b_.checklists.push_back({"bant", {"budget", "need"}});
    if (has(Feature::Sequences))
      for (const char* name : {"hello", "chase"})
        if (r_.chance(70)) sequence_names_.push_back(name);
    if (has(Feature::Clocks))
      for (const char* name : {"first", "reply_in", "keep_up"})
        if (clock_names_.empty() || r_.chance(50)) clock_names_.push_back(name);
    if (has(Feature::Escalations)) chains_ = {"chain"};
    if (has(Feature::Escalations) && r_.chance(40)) chains_.push_back("chain_two");
    if (has(Feature::Approvals) && r_.chance(40)) approval_names_ = {"terms"};
    if (has(Feature::Handoffs) && r_.chance(b_.seats.empty() ? 45 : 80)) handoff_names_ = {"pass_on"};
    if (has(Feature::Milestones) && r_.chance(40)) b_.milestones.push_back({"grown", condition(1, false)});
  }

  // ---- conditions

  std::vector<std::string> someStages(int count) {
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) {
      const std::string& name = r_.pick(b_.stages).name;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    return names;
  }

  Condition leaf(bool flow) {
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
          c.is = Is::OwnerKnown;
          return c;
      }
    }
  }

  Condition condition(int depth, bool flow) {
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

  // ---- routes

  Choice choiceOf(const std::string& pool) {
    Choice choice;
    choice.kind = Choice::Kind::RoundRobin;
    if (has(Feature::Sharing)) choice.kind = static_cast<Choice::Kind>(r_.below(4));
    choice.name = pool;
    choice.available = r_.chance(15);
    choice.under_capacity = r_.chance(40);
    return choice;
  }
  Choice queueOf(const std::string& name) {
    Choice choice;
    choice.kind = Choice::Kind::Queue;
    choice.name = name;
    return choice;
  }

  void routes() {
    for (const char* name : {"go", "on"}) {
      Route route;
      route.name = name;
      const std::string pool = std::string(name) == "go" ? "pa" : "pb", other = pool == "pa" ? "pb" : "pa";
      const int rules = r_.between(0, 2);
      for (int i = 0; i < rules; ++i) {
        Rule rule;
        rule.name = "rule_" + std::to_string(i + 1);
        rule.when = condition(1, false);
        const int what = r_.below(5);
        if (what == 0) {
          Choice rep;
          rep.kind = Choice::Kind::Rep;
          rep.name = r_.pick(roster_).id;
          rule.choices = {rep};
        } else if (what == 1 && has(Feature::Sharing)) {
          Choice split;
          split.kind = Choice::Kind::Split;
          const int share = r_.between(1, 4) * 20;
          split.shares = {{share, choiceOf("pa")}, {100 - share, choiceOf("pb")}};
          rule.choices = {split};
        } else {
          rule.choices = {choiceOf(r_.chance(60) ? pool : other)};
        }
        if (r_.chance(40)) rule.choices.push_back(r_.chance(50) ? choiceOf(pool) : queueOf("later"));
        route.rules.push_back(rule);
      }
      Rule rest;
      rest.name = "rest";
      if (std::string(name) == "on" && r_.chance(20)) {
        Choice there;
        there.kind = Choice::Kind::Route;
        there.name = "go";
        rest.choices = {there};
      } else if (r_.chance(12)) {
        rest.choices = {queueOf("desk")};
      } else {
        rest.choices = {choiceOf(pool)};
        if (r_.chance(80)) rest.choices.push_back(queueOf("desk"));
      }
      route.rules.push_back(rest);
      b_.routes.push_back(route);
    }
  }

  // ---- actions

  Action plainAction() {
    Action a;
    switch (r_.below(7)) {
      case 0:
      case 1:
        a.kind = K::Log;
        a.text = text();
        break;
      case 2:
        a.kind = K::Notify;
        a.channel = "slack";
        a.name = "#leads";
        a.text = text();
        break;
      case 3:
        a.kind = K::Notify;
        a.channel = "email";
        a.to = {r_.chance(50) ? role("boss") : manager()};
        a.text = text();
        break;
      case 4:
        a.kind = K::Remind;
        a.to = {Who{}};
        a.text = text();
        break;
      case 5:
        a.kind = K::Task;
        if (r_.chance(50)) a.to = {role("lead_desk")};
        a.text = text();
        break;
      default:
        a.kind = K::Set;
        a.field = r_.chance(50) ? Field::Ready : Field::Size;
        a.value.known = true;
        a.value.number = a.field == Field::Ready ? r_.below(2) : r_.between(1, 5) * 10;
        break;
    }
    if (r_.chance(25)) {
      a.conditional = true;
      a.when = condition(1, true);
    }
    return a;
  }

  Action startOf(const std::string& sequence) {
    Action a;
    a.kind = K::Start;
    a.name = sequence;
    return a;
  }

  Action mail(const std::string& name) {
    Action a;
    a.kind = K::Email;
    a.name = name;
    uses_mail_ = true;
    return a;
  }

  std::vector<Action> someActions(int least, int most) {
    std::vector<Action> actions;
    const int count = r_.between(least, most);
    for (int i = 0; i < count; ++i) actions.push_back(plainAction());
    return actions;
  }

  // ---- stages

  void stage(std::size_t index) {
    Stage& stage = b_.stages[index];
    std::vector<std::string> others;
    for (const Stage& each : b_.stages)
      if (each.name != stage.name) others.push_back(each.name);
    if (stage.final) {
      if (r_.chance(30)) {
        Line line;
        line.reopens = true;
        line.to = b_.stages[static_cast<std::size_t>(r_.between(0, 1))].name;
        line.when = leafInStage();
        line.limit = r_.chance(50) ? 1 : 0;
        stage.lines.push_back(line);
      }
      if (r_.chance(30)) stage.enter = someActions(1, 1);
      return;
    }
    stage.releases = index > 0 && r_.chance(25);
    if (!stage.releases && (index == 0 ? r_.chance(80) : r_.chance(50))) {
      Action route;
      route.kind = K::Route;
      route.name = stage.seat == "closer" ? "on" : r_.chance(85) ? "go" : "on";
      stage.enter.push_back(route);
    }
    if (!sequence_names_.empty() && r_.chance(40)) stage.enter.push_back(startOf(r_.pick(sequence_names_)));
    if (has(Feature::Mail) && r_.chance(15)) stage.enter.push_back(mail("welcome_" + stage.name));
    for (Action& action : someActions(0, 2)) stage.enter.push_back(action);
    if (r_.chance(10) && index + 1 < b_.stages.size()) {
      Action move;
      move.kind = K::Move;
      move.name = r_.pick(others);
      move.conditional = true;
      move.when = condition(1, false);
      if (r_.chance(40)) move.reason = "no_fit";
      stage.enter.push_back(move);
    }
    // The initial stage leads on; each has a way out by rule and one by hand.
    const int rules = r_.between(1, 3);
    for (int i = 0; i < rules; ++i) {
      Line line;
      line.to = i == 0 && index + 1 < b_.stages.size() && r_.chance(60) ? b_.stages[index + 1].name : r_.pick(others);
      if (std::any_of(stage.lines.begin(), stage.lines.end(), [&](const Line& each) { return each.to == line.to; })) continue;
      line.when = i == 0 && index == 0 && r_.chance(30) ? Condition{} : condition(1, true);
      if (r_.chance(20)) line.limit = r_.between(1, 2);
      if (r_.chance(20)) line.reason = r_.chance(50) ? "no_fit" : "no_time";
      stage.lines.push_back(line);
      if (line.when.is == Is::Always) break;
    }
    for (int i = 0; i < 2; ++i) {
      Line line;
      line.by_person = true;
      line.to = r_.pick(others);
      if (std::any_of(stage.lines.begin(), stage.lines.end(), [&](const Line& each) { return each.by_person && each.to == line.to; })) continue;
      if (r_.chance(25)) line.by = role("lead_desk");
      if (r_.chance(15)) line.when = condition(1, false);
      if (r_.chance(20)) line.limit = 1;
      line.reason_required = r_.chance(20);
      // Lines by hand come first, so that none stands behind one that always holds.
      stage.lines.insert(stage.lines.begin(), line);
    }
    if (has(Feature::Aging) && r_.chance(50)) {
      const int lines = r_.between(1, 2);
      for (int i = 0; i < lines; ++i) {
        Aging aging;
        aging.after = i == 0 ? someSpan(48) : wall(r_.between(49, 100) * kHour);
        if (r_.chance(50)) aging.when = condition(1, true);
        const int what = r_.below(4);
        Action a;
        if (what == 0) {
          a.kind = K::Reassign;
          if (r_.chance(50)) a.limit = r_.between(1, 2);
          if (r_.chance(60)) {
            Action queue;
            queue.kind = K::Queue;
            queue.name = "later";
            a.otherwise = {queue};
          }
          aging.actions = {a};
        } else if (what == 1) {
          a.kind = K::Move;
          a.name = r_.pick(others);
          if (r_.chance(50)) a.reason = "no_time";
          aging.actions = {a};
        } else if (what == 2 && !sequence_names_.empty()) {
          aging.actions = {startOf(r_.pick(sequence_names_))};
        }
        for (Action& each : someActions(aging.actions.empty() ? 1 : 0, 1)) aging.actions.push_back(each);
        if (!chains_.empty() && r_.chance(20)) {
          Action escalate;
          escalate.kind = K::Escalate;
          escalate.name = r_.pick(chains_);
          aging.actions.push_back(escalate);
        }
        stage.aging.push_back(aging);
      }
    }
  }

  Condition leafInStage() {
    Condition c;
    c.is = Is::Had;
    c.act = static_cast<Act>(r_.below(3));
    c.since = Condition::Since::Stage;
    return c;
  }

  // ---- sequences

  void sequences() {
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

  // ---- clocks

  Trigger touchTrigger(bool starts) {
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

  void clocks() {
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
      if (i > 0 && r_.chance(20)) {
        Trigger other;
        other.kind = Trigger::Kind::StageBecomes;
        other.names = someStages(1);
        sla.starts.push_back(other);
      }
      sla.stops.push_back(touchTrigger(false));
      if (r_.chance(30)) {
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
        target.span = someSpan(48);
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

  void escalations() {
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

  void handoffs() {
    for (const std::string& name : handoff_names_) {
      Handoff h;
      h.name = name;
      Trigger when;
      when.kind = Trigger::Kind::StageBecomes;
      if (b_.seats.empty()) {
        when.names = {b_.stages[1].name};
      } else {
        for (const Stage& stage : b_.stages)
          if (stage.seat == "closer" && !stage.final) when.names.push_back(stage.name);
        h.from = "hunter";
        h.to = "closer";
        h.route = "on";
        // Its route finds the closer; the stage does not look for another.
        for (Stage& stage : b_.stages)
          if (stage.seat == "closer") std::erase_if(stage.enter, [](const Action& action) { return action.kind == K::Route; });
      }
      h.when = {when};
      if (r_.chance(80)) {
        h.accept_within = someSpan(24);
        Action late = plainAction();
        late.conditional = false;
        if (!chains_.empty() && r_.chance(60)) {
          late = {};
          late.kind = K::Escalate;
          late.name = r_.pick(chains_);
        }
        h.late = {late};
      }
      h.rejections.push_back({{"no_fit"}, b_.stages[0].name == when.names.front() ? b_.stages[2].name : b_.stages[0].name});
      if (r_.chance(75)) {
        h.feedback = 5;
        if (r_.chance(60)) h.feedback_within = wall(r_.between(1, 3) * kDay);
      }
      b_.handoffs.push_back(h);
    }
  }

  void approvals() {
    for (const std::string& name : approval_names_) {
      Approval a;
      a.name = name;
      Ask low, high;
      low.who = role("lead_desk");
      low.conditional = !(has(Feature::ApprovalAlways) && r_.chance(40));
      if (low.conditional) low.when.is = Is::AtLeast, low.when.field = Field::Size, low.when.amount = 20;
      high.who = role("boss");
      high.conditional = true;
      high.when.is = Is::AtLeast;
      high.when.field = Field::Size;
      high.when.amount = 40;
      a.asks = {low};
      if (r_.chance(60)) a.asks.push_back(high);
      if (r_.chance(70)) {
        a.within = someSpan(24);
        Action late = plainAction();
        late.conditional = false;
        a.late = {late};
      }
      b_.approvals.push_back(a);
    }
  }

  void privacy() {
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
    if (r_.chance(40)) {
      Guard call_guard;
      call_guard.act = Act::Call;
      call_guard.only_when.is = Is::True;
      call_guard.only_when.field = Field::Ready;
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
    if (has(Feature::Erasure) && r_.chance(40)) b_.keeps.push_back({b_.stages.back().name, r_.between(1, 3)});
    if (b_.guards.empty() && b_.reactions.empty() && b_.keeps.empty()) b_.privacy = false;
  }

  void duplicates() {
    Duplicate rule;
    rule.same = {Field::Email};
    const int what = r_.below(has(Feature::Flags) ? 4 : 3);
    rule.keep = what == 3 ? Duplicate::Keep::Nothing : what == 2 ? Duplicate::Keep::Newest : Duplicate::Keep::Oldest;
    rule.merge = what != 3;
    b_.duplicates.push_back(rule);
  }

  Random& r_;
  const Features& f_;
  std::vector<Person>& roster_;
  Playbook b_;
  int texts_ = 0;
  bool uses_mail_ = false;
  std::vector<std::string> sequence_names_, clock_names_, chains_, approval_names_, handoff_names_;
};

template <class T>
void shuffle(Random& random, std::vector<T>& list) {
  for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[static_cast<std::size_t>(random.below(static_cast<int>(i)))]);
}

/// Another version: everything in another order, something more, and where asked for, names and steps changed.
Playbook nextVersion(Random& random, const Features& features, Playbook book) {
  book.version = "2";
  const std::string initial = book.stages.front().name;
  shuffle(random, book.stages);
  shuffle(random, book.slas);
  shuffle(random, book.sequences);
  shuffle(random, book.escalations);
  shuffle(random, book.queues);
  shuffle(random, book.reasons);
  shuffle(random, book.pools);
  if (random.chance(50)) {
    Reason reason;
    reason.name = "no_need";
    book.reasons.insert(book.reasons.begin(), reason);
  }
  if (!book.slas.empty() && random.chance(50)) {
    Sla more = book.slas.front();
    more.name = "added_clock";
    book.slas.insert(book.slas.begin(), more);
  }
  if (features.has(Feature::VersionSteps)) {
    for (Sequence& sequence : book.sequences)
      if (random.chance(60)) {
        Action log;
        log.kind = Action::Kind::Log;
        log.text = "t-new-step-" + sequence.name;
        sequence.steps.insert(sequence.steps.begin(), log);
      }
    for (Stage& stage : book.stages)
      if (!stage.final && random.chance(30)) {
        Aging more;
        more.after = wall(random.between(5, 70) * kHour);
        Action log;
        log.kind = Action::Kind::Log;
        log.text = "t-new-aging-" + stage.name;
        more.actions = {log};
        stage.aging.insert(stage.aging.begin(), more);
      }
  }
  if (features.has(Feature::VersionRenames) && random.chance(70)) {
    const std::string old = "Work", now = "Working";
    const auto rename = [&](std::string& name) {
      if (name == old) name = now;
    };
    const auto renameAll = [&](std::vector<std::string>& names) {
      for (std::string& name : names) rename(name);
    };
    const auto actions = [&](std::vector<Action>& list) {
      for (Action& action : list)
        if (action.kind == Action::Kind::Move) rename(action.name);
    };
    const auto triggers = [&](std::vector<Trigger>& list) {
      for (Trigger& trigger : list)
        if (trigger.kind == Trigger::Kind::StageBecomes || trigger.kind == Trigger::Kind::InStage) renameAll(trigger.names);
    };
    for (Stage& stage : book.stages) {
      if (stage.name == old) stage.was = {old};
      rename(stage.name);
      actions(stage.enter);
      for (Line& line : stage.lines) rename(line.to);
      for (Aging& line : stage.aging) actions(line.actions);
    }
    for (Sla& sla : book.slas) triggers(sla.starts), triggers(sla.stops), triggers(sla.pauses);
    for (Handoff& handoff : book.handoffs) {
      triggers(handoff.when);
      for (Rejection& rejection : handoff.rejections) rename(rejection.to);
    }
    for (Keep& keep : book.keeps) rename(keep.stage);
  }
  return book;
}

}  // namespace

Book makeBook(Random& random, const Features& features) {
  Book book;
  book.versions.push_back(Maker(random, features, book.roster).make());
  if (features.has(Feature::Versions) && random.chance(50)) book.versions.push_back(nextVersion(random, features, book.versions.front()));
  return book;
}

}  // namespace leadflow::lives
