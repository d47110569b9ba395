// Where a lead goes, by lines and by people, and what grows old.
#include <algorithm>

#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

const Stage& Step::here() const { return *named(book_->stages, l_.stage); }

bool Step::lineMayGo(const Line& line) const { return !here().final || line.reopens; }

void Step::settle() {
  l_.unsettled = false;
  for (;;) {
    while (!l_.erased && moveByLine()) {}
    if (!arriving_ || l_.erased) return;
    arriving_ = false;
    arrive();
    noteMilestones();
  }
}

bool Step::moveByLine() {
  const Stage& stage = here();
  for (const Line& line : stage.lines) {
    if (line.by_person || line.to == stage.name || !lineMayGo(line)) continue;
    int& times = l_.moves[stage.name + "|" + line.to + "|rule"];
    if (line.limit > 0 && times >= line.limit) continue;
    if (!holds(line.when)) continue;
    if (std::find(entered_.begin(), entered_.end(), line.to) != entered_.end()) {
      say("a line that leads back ends the moving");
      l_.unsettled = true;
      return false;
    }
    ++times;
    return moveTo(line.to, line.reason);
  }
  return false;
}

bool Step::moveTo(const std::string& stage, const std::string& reason, const std::string& by) {
  if (l_.stage == stage || std::find(entered_.begin(), entered_.end(), stage) != entered_.end()) return false;
  const Stage& next = *named(book_->stages, stage);
  if (!l_.stage.empty()) {
    leaveStage();
    if (here().final && !next.final) say("opened again");
  }
  const bool opened = l_.final && !next.final;
  l_.final = ending_ = next.final;
  l_.stage = stage;
  if (opened && !l_.queue.empty() && isMissing(l_.queue_until)) {
    say("opened again in a queue, whose time began then");
    waitFromNow();
  }
  l_.entered = now_;
  l_.reason = reason;
  l_.aged.clear();
  l_.deferred.clear();
  l_.visits.push_back({stage, now_, by});
  entered_.push_back(stage);
  arriving_ = true;
  // What the stage will start, on entry or by aging, is not finished from the last time.
  std::vector<Action> begins = next.enter;
  for (const Aging& line : next.aging) begins.insert(begins.end(), line.actions.begin(), line.actions.end());
  for (const Action& action : begins)
    if (action.kind == Action::Kind::Start && l_.sequences[action.name].state != SequenceLife::State::Running) l_.sequences[action.name].state = SequenceLife::State::Idle;
  if (!reason.empty()) act(named(book_->reasons, reason)->actions, {"reason " + reason, book_->calendar, {}});
  return true;
}

void Step::leaveStage() {
  for (auto& [name, holder] : l_.seats) holder.manual = false;
  for (auto& [name, life] : l_.sequences)
    if (life.state == SequenceLife::State::Running && life.of_stage == l_.stage) {
      stop(name);
      say(life.of_aging ? "a sequence that aging started ended with its stage" : "sequence ended with its stage");
    }
  closeClimbs("stage " + l_.stage);
  closeClimbs("aging of stage " + l_.stage);
}

void Step::arrive() {
  const std::string stage = l_.stage;
  became_.push_back(stage);
  if (here().releases) {
    if (!owner().empty()) say("owner released");
    release(seat(), false);
    leaveQueue();
  }
  act(here().enter, {"stage " + stage, book_->calendar, stage});
  if (l_.stage != stage) std::erase(became_, stage);
}

void Step::noteMilestones() {
  for (const Milestone& milestone : book_->milestones)
    if (l_.milestones.count(milestone.name) == 0 && holds(milestone.when)) {
      l_.milestones[milestone.name] = now_;
      say("milestone reached");
    }
}

// ---- people

bool Step::fits(const Who& who, const std::string& by) const {
  const Person* person = world_.person(by);
  if (person == nullptr) return false;
  if (who.kind == Who::Kind::Role && who.up == 0 && person->role == who.name) return true;
  for (const std::string& id : meant(who)) {
    const Person* above = world_.person(id);
    for (std::size_t i = 0; i <= world_.roster_.size() && above != nullptr; ++i) {
      if (above->id == by) return true;
      if (who.kind == Who::Kind::Role) break;
      above = above->manager.empty() ? nullptr : world_.person(above->manager);
    }
  }
  return false;
}

void Step::moveByPerson(const Event& event) {
  std::string to;
  for (const Stage& stage : book_->stages)
    if (stage.name == event.name) to = stage.name;
  for (const Stage& stage : book_->stages)
    if (to.empty() && std::find(stage.was.begin(), stage.was.end(), event.name) != stage.was.end()) to = stage.name;
  if (to.empty()) return refuse("no such stage");
  if (event.by.empty() || world_.person(event.by) == nullptr) return refuse("by whom?");
  if (!event.reason.empty() && named(book_->reasons, event.reason) == nullptr) return refuse("no such reason");
  if (to == l_.stage) return ignore("is there");
  if (const auto word = l_.words.find("stage"); word != l_.words.end() && std::min(event.at, now_) < word->second) {
    say("a move of later stands");
    return refuse("somebody moved it later");
  }
  for (const Line& line : here().lines) {
    if (!line.by_person || line.to != to || !lineMayGo(line)) continue;
    int& times = l_.moves[l_.stage + "|" + to + "|person"];
    if (!fits(line.by, event.by) || (line.limit > 0 && times >= line.limit) || !holds(line.when)) continue;
    std::string reason = line.reason;
    if (!event.reason.empty()) {
      if (named(book_->reasons, event.reason) == nullptr) return refuse("no such reason");
      reason = event.reason;
    } else if (line.reason_required) {
      return refuse("a reason is needed");
    }
    ++times;
    say("moved by a person");
    overtaken(event, "stage");
    if (l_.set_aside) l_.set_aside = false, say("a person took on a lead that was set aside");
    moveTo(to, reason, event.by);
    return;
  }
  refuse("no line lets them");
}

// ---- aging

void Step::age(std::size_t line) {
  if (holds(here().aging[line].when)) return fireAging(line);
  l_.deferred.insert(line);
}

bool Step::ageDeferred() {
  if (l_.final || l_.stage.empty()) return false;
  bool fired = false;
  const std::string stage = l_.stage;
  const std::set<std::size_t> lines = l_.deferred;
  for (const std::size_t line : lines) {
    if (l_.stage != stage || l_.aged.count(line) != 0 || !holds(here().aging[line].when)) continue;
    say("aging came later, when its condition held");
    fireAging(line);
    fired = true;
  }
  return fired;
}

void Step::fireAging(std::size_t line) {
  l_.aged.insert(line);
  l_.deferred.erase(line);
  say("aged");
  const std::vector<Action> actions = here().aging[line].actions;
  act(actions, {"aging of stage " + l_.stage, book_->calendar, l_.stage});
}

void Step::end() {
  endOpen();
  stopAll();
  leaveQueue();
  ending_ = false;
}

}  // namespace leadflow::lives
