// Random routes, actions, and the stages that hold them.
#include "tests/lives/make/maker.hpp"

namespace leadflow::lives {

Choice Maker::choiceOf(const std::string& pool) {
  Choice choice;
  choice.kind = Choice::Kind::RoundRobin;
  if (has(Feature::Sharing)) choice.kind = static_cast<Choice::Kind>(r_.below(4));
  choice.name = pool;
  choice.available = r_.chance(15);
  choice.under_capacity = r_.chance(40);
  return choice;
}
Choice Maker::queueOf(const std::string& name) {
  Choice choice;
  choice.kind = Choice::Kind::Queue;
  choice.name = name;
  return choice;
}

void Maker::routes() {
  for (const char* name : {"go", "on"}) {
    Route route;
    route.name = name;
    const std::string pool = std::string(name) == "go" ? "pa" : "pb", other = pool == "pa" ? "pb" : "pa";
    const int rules = r_.between(0, 2);
    for (int i = 0; i < rules; ++i) {
      Rule rule;
      rule.name = "rule_" + std::to_string(i + 1);
      rule.when = condition(1, false);
      const int what = r_.below(7);
      if (what == 0) {
        Choice rep;
        rep.kind = Choice::Kind::Rep;
        rep.name = r_.pick(roster_).id;
        rule.choices = {rep};
      } else if (what <= 3 && has(Feature::Sharing)) {
        Choice split;
        split.kind = Choice::Kind::Split;
        const int share = r_.between(1, 4) * 20;
        split.shares = {choiceOf("pa"), choiceOf("pb")};
        split.shares[0].percent = share;
        split.shares[1].percent = 100 - share;
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
    } else if (r_.chance(std::string(name) == "on" && has(Feature::SeatQueues) && !b_.seats.empty() ? 40 : 12)) {
      rest.choices = {queueOf("desk")};
    } else {
      rest.choices = {choiceOf(pool)};
      if (r_.chance(80)) rest.choices.push_back(queueOf("desk"));
    }
    route.rules.push_back(rest);
    b_.routes.push_back(route);
  }
}

Action Maker::plainAction() {
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

Action Maker::startOf(const std::string& sequence) {
  Action a;
  a.kind = K::Start;
  a.name = sequence;
  return a;
}

Action Maker::mail(const std::string& name) {
  Action a;
  a.kind = K::Email;
  a.name = name;
  uses_mail_ = true;
  return a;
}

std::vector<Action> Maker::someActions(int least, int most) {
  std::vector<Action> actions;
  const int count = r_.between(least, most);
  for (int i = 0; i < count; ++i) actions.push_back(plainAction());
  return actions;
}

void Maker::stage(std::size_t index) {
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
      const int what = r_.below(5);
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
      } else if (what <= 3 && !sequence_names_.empty()) {
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

}  // namespace leadflow::lives
