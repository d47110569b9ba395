#include "tests/lives/reference/step.hpp"

#include <algorithm>
#include <functional>

namespace leadflow::lives {

namespace {

constexpr int kMostRounds = 10;

/// What tells of its own time, and not of what somebody does now.
bool says(const Event& event) {
  return event.kind == Kind::Created || event.kind == Kind::Updated || event.kind == Kind::Consent || event.kind == Kind::Activity || event.kind == Kind::Answered;
}

}  // namespace

Step::Step(Interpreter& world, Life& life, Instant now)
    : world_(world), l_(life), now_(isMissing(life.now) ? now : std::max(now, life.now)), last_(life.now), book_(&world.versions_[static_cast<std::size_t>(life.version < 0 ? world.present_ : life.version)]) {}

void Step::apply(const Event& event, const std::string& timer, const std::string& timer_name, std::size_t timer_index, std::size_t timer_part) {
  const Life before = l_;
  const auto undo = [&] {
    std::vector<Event> waiting = std::move(l_.waiting);
    const bool heard_of = l_.heard_of || refused_;
    l_ = before;
    l_.waiting = std::move(waiting);
    l_.heard_of = heard_of;
  };
  if (l_.erased) {
    if (event.kind != Kind::Brought) return ignore("erased");
    say("merged into a lead that was erased meanwhile");   // the same person: it goes as well
    l_.now = now_;
    send(Kind::Erased, event.value);
    return;
  }
  visits_before_ = l_.visits.size();
  touches_before_ = l_.touches.size();
  if (!l_.merged_into.empty() && forward(event)) return;
  if (!l_.there() && event.kind == Kind::Erased && l_.heard_of) {   // what was refused about it is forgotten, and it stays so
    l_.erased = l_.final = true;
    say("what was refused of a lead that never came was erased");
    return;
  }
  if (!l_.there() && event.kind != Kind::Created) {
    l_.heard_of = true;
    return refuse("no lead");
  }
  if (!l_.there()) l_.version = world_.present_;
  for (const Had& had : l_.had)
    if (!had.rep.empty()) had_last_ = had.rep;
  if (event.kind == Kind::Timer) foretold();
  if (event.kind == Kind::Timer) fire(timer, timer_name, timer_index, timer_part);
  else take(event);
  if (ignored_ && event.odd_member && !event.id.empty()) {
    say("a member that the event does not take");
    world_.refused_in_part_[event.id] = l_.id;
  }
  if (refused_ || ignored_) return undo();
  noteOdd(event);
  if (in_part_ && !event.id.empty()) world_.refused_in_part_[event.id] = l_.id;
  if (nothing_) {
    l_.looked = now_;   // an event that is told late is taken at its own instant, looked at or not
    return;
  }
  l_.now = now_;
  l_.looked = kMissing;
  if (!l_.erased && l_.merged_into.empty()) follow(says(event) ? std::min(event.at, now_) : isMissing(brought_since_) ? now_ : brought_since_);
  noteWhoHasIt();
  if (looked_ && touches_.empty() && messages.empty() && nothingSince(before)) {   // as if it had not been looked at
    l_.now = before.now;
    l_.looked = now_;
    say("a look at which nothing happened");
  }
}

/// Whether the lead is as it was but for what it remembers of conditions.
bool Step::nothingSince(Life before) const {
  before.waiting = l_.waiting;
  before.now = l_.now;
  before.looked = l_.looked;
  before.reacted = l_.reacted;
  before.unsettled = l_.unsettled;
  for (auto& [name, clock] : before.clocks)
    if (const auto now = l_.clocks.find(name); now != l_.clocks.end()) clock.held = now->second.held;
  for (auto& [name, handoff] : before.handoffs)
    if (const auto now = l_.handoffs.find(name); now != l_.handoffs.end()) handoff.held = now->second.held;
  return l_ == before;
}

void Step::take(const Event& event) {
  const bool does = event.kind == Kind::Moved || event.kind == Kind::Claimed || event.kind == Kind::Assigned || event.kind == Kind::Accepted || event.kind == Kind::Rejected || event.kind == Kind::Decided ||
                    event.kind == Kind::Answered || event.kind == Kind::Activity;
  if (does) answered_by_ = event.by;
  answer_ = event.kind;
  answered_at_ = std::min(event.at, now_);
  switch (event.kind) {
    case Kind::Created: return create(event);
    case Kind::Updated:
    case Kind::Consent: update(event); return;
    case Kind::Activity: return touch(event);
    case Kind::Moved: return moveByPerson(event);
    case Kind::Assigned: return assignByPerson(event);
    case Kind::Claimed: return claim(event);
    case Kind::Answered: return answer(event);
    case Kind::Accepted:
    case Kind::Rejected: return answerHandoff(event);
    case Kind::Feedback: return feedback(event);
    case Kind::Decided: return decide(event);
    case Kind::Acknowledged: return acknowledge(event);
    case Kind::Resolved: return resolve(event);
    case Kind::Merged: return orderMerger(event.value);
    case Kind::Brought: return bring(event);
    case Kind::Absorb: return absorb(event.value);
    case Kind::Flagged:
      if (std::find(l_.flags.begin(), l_.flags.end(), event.value) != l_.flags.end() || event.value == l_.id) return ignore("known");
      l_.flags.push_back(event.value);
      return;
    case Kind::Erased: return erase();
    case Kind::Left: return ownerLeft();
    case Kind::Rebalanced: return rebalanced(event);
    case Kind::Deployed: return goOver(event);
    case Kind::Roster:
    case Kind::Tick:
    case Kind::Timer: return;
  }
}

void Step::fire(const std::string& what, const std::string& name, std::size_t index, std::size_t part) {
  if (what == "sequence") return run(name);
  if (what == "point") return firePoint(*named(book_->slas, name), static_cast<int>(part));
  if (what == "climb") return climb(index);
  if (what == "aging") return age(index);
  if (what == "queue") return queueLate();
  if (what == "handoff") {
    HandoffLife& life = l_.handoffs[name];
    const Handoff& handoff = *named(book_->handoffs, name);
    life.state = HandoffLife::State::Late;
    std::string holder;
    for (const auto& [rep, since] : life.holders)
      if (since < life.due || since == life.offered) holder = rep;   // of that very instant: the one before, as with clocks
    if (holder != l_.seats[handoff.to.empty() ? seat() : handoff.to].rep) say("a handoff went on at the instant at which it was late");
    life.whose = life.shares.back().first = holder;
    say("handoff late");
    if (holder.empty()) say("a handoff of nobody was late");
    return act(handoff.late, {"handoff " + name, world_.calendarOf(*book_, life.to), {}});
  }
  if (what == "feedback") {
    l_.handoffs[name].feedback_due = kMissing;
    std::vector<Who> judges;
    for (const std::string& judge : l_.handoffs[name].judges) {
      judges.emplace_back();
      judges.back().kind = Who::Kind::Rep;
      judges.back().name = judge;
    }
    if (!word("remind", {}, judges)) word("remind", {}, {Who{}});   // they are gone
    else if (l_.effects.back().to != meant(Who{})) say("who was asked for feedback is reminded, not who has the lead");
    return;
  }
  if (what == "approval") {
    ApprovalLife& life = l_.approvals[name];
    life.state = ApprovalLife::State::Late;
    say("approval late");
    return act(named(book_->approvals, name)->late, {"approval " + name, book_->calendar, {}});
  }
  if (what == "keep") {
    l_.keeps.erase(index);
    say("erased by retention");
    return erase();
  }
  looked_ = what == "look";
  if (looked_ && l_.unsettled) {   // what its lines would do waits for something to happen, or for time to change something
    nothing_ = !timeChanged();
    say(!nothing_ ? "time let a lead whose lines had not been asked to their end go on" : "a lead whose lines were not asked to their end was looked at");
  }
  // the end of a pause, a look at what time alone has changed: what follows asks
}

/// Rounds, until one changes nothing: conditions are asked of the lead as the event leaves it (decision 18).
void Step::follow(Instant said) {
  values_told_ = record_changed_;
  duplicates();
  if (!l_.merged_into.empty()) return;
  if (l_.set_aside) {   // it waits for a record that can be used, or for a person who moves it
    arriving_ = false;
    noteGuards(said, l_.touches.size());
    return planKeeps();
  }
  noteMilestones();
  stopLate();
  react();   // to what the event itself says, before anything is done
  if (l_.erased) return;
  for (int rounds = 1; rounds <= kMostRounds; ++rounds) {
    const Life before = l_;
    round();
    if (l_.erased) return;
    noteMilestones();
    const bool rests = l_ == before && !arriving_;
    if (rests) react();   // to where the event leaves it
    if (l_.erased) return;
    if (record_changed_) duplicates();
    if (!l_.merged_into.empty()) return;
    if (rounds > 1 && !(l_ == before)) say("a second round changed something");
    if (rests && rounds == 1 && !(l_ == before)) say("a second round changed something");
    if (rests && l_ == before) break;
    if (rounds == kMostRounds) {
      say("ten rounds were the end");
      l_.unsettled = true;
    }
  }
  noteGuards(said, l_.touches.size());
  planKeeps();
}

void Step::round() {
  noteOwner();
  stopClocks();
  checkSequences();
  if (!adopted_ || arriving_) settle();
  if (ageDeferred()) settle();
  if (l_.erased) return;
  noteOwner();
  if (!l_.final) {
    if (!adopted_) startHandoffs();
    askApprovals();
  }
  noteOwner();
  if (!l_.final || ending_) startClocks();
  const bool ended = ending_;
  if (ended) end();
  if (ended && l_.final && !adopted_) startHandoffs();
  // What happened is news in this round only.
  owner_assigned_ = owner_changed_ = created_ = queued_ = false;
  became_.clear();
  accepted_.clear();
  news_ = touches_.size();
}

// ---- what an event says

void Step::create(const Event& event) {
  if (l_.there()) {
    say("created again");
    if (!event.name.empty() || !event.value.empty() || !event.queue.empty()) in_part_ = true, say("created again, with what only a new lead takes");
    update(event);
    return;
  }
  if (!event.name.empty()) {
    std::string stage;
    for (const Stage& each : book_->stages)
      if (each.name == event.name || std::find(each.was.begin(), each.was.end(), event.name) != each.was.end()) stage = each.name;
    if (stage.empty()) return refuse("no such stage");
    adopted_ = true;
    l_.stage = stage;
  }
  l_.created = std::min(event.at, now_);
  first_ = created_ = record_changed_ = true;
  l_.knows_odd = event.odd_name;
  change(event.record);
  for (const auto& [field, value] : event.record)   // `null` is a word too, of what a guard asks for and the lead may be without
    if (!value.known && !value.bad && guardsAsk(field) && !mustHave(*book_, field, false)) l_.last_said[field] = l_.created;
  takeDeeds(event);
  for (std::size_t i = 0, k = 0; i < l_.touches.size() && k < touches_.size(); ++i)
    if (l_.touches[i] == touches_[k]) judge(touches_[k++], i);
  if (unusable()) {
    if (!book_->rejected.empty() && (!event.name.empty() || !event.value.empty() || !event.queue.empty())) in_part_ = true, say("set aside, though it names a stage, an owner or a queue");
    return setAside();
  }
  if (adopted_) {
    l_.entered = l_.created;
    l_.visits.push_back({l_.stage, l_.entered, event.by});
    l_.final = here().final;
    l_.unsettled = true;
    say("adopted");
  } else {
    for (const Stage& stage : book_->stages)
      if (stage.initial) moveTo(stage.name, {});
  }
  if (!event.value.empty() && world_.person(event.value) != nullptr) {
    count(event.value);
    assign(seat(), event.value, false, {}, {});
  } else if (!event.value.empty()) {
    in_part_ = true;
    say("came with an owner whom nobody knows");
  }
  if (!event.queue.empty() && named(book_->queues, event.queue) != nullptr) {
    enqueue(event.queue, seat(), {});
    came_in_queue_ = true;
  } else if (!event.queue.empty()) {
    in_part_ = true;
    say("came in a queue that nobody knows");
  }
  if (adopted_) {
    became_.push_back(l_.stage);
    ending_ = l_.final;
  }
}

// ---- another version

void Step::goOver(const Event& event) {
  const int to = static_cast<int>(event.number);
  if (l_.version == to) return ignore("lives there already");
  const Playbook& old = *book_;
  const Playbook& book = world_.versions_[static_cast<std::size_t>(to)];
  const auto renamed = [&](const std::string& stage) {
    if (named(book.stages, stage) != nullptr) return stage;
    for (const Stage& each : book.stages)
      if (std::find(each.was.begin(), each.was.end(), stage) != each.was.end()) return each.name;
    return std::string();
  };
  // What a line says of stages is compared as the new version calls them.
  const auto call = [&](std::string& name) {
    if (const std::string now = renamed(name); !now.empty()) name = now;
  };
  const std::function<Condition(Condition)> asked = [&](Condition condition) {
    if (condition.is == Condition::Is::StageIn) std::for_each(condition.names.begin(), condition.names.end(), call);
    for (Condition& part : condition.of) part = asked(part);
    return condition;
  };
  const auto begun = [&](Trigger trigger) {
    if (trigger.kind == Trigger::Kind::StageBecomes || trigger.kind == Trigger::Kind::InStage) std::for_each(trigger.names.begin(), trigger.names.end(), call);
    trigger.when = asked(trigger.when);
    return trigger;
  };
  const auto done = [&](Action action) {
    if (action.kind == Action::Kind::Move) call(action.name);
    return action;
  };
  // What was done once a stay goes by what a line says, not by where it stands.
  const Stage* before = named(old.stages, l_.stage);
  const std::string stage = renamed(l_.stage);
  const Stage* after_it = named(book.stages, stage);
  std::set<std::size_t> aged, deferred, mapped, taken;
  if (before != nullptr && after_it != nullptr)
    for (const bool whole : {true, false})   // first those that are as they were, then those that do something else at the same time
      for (std::size_t i = 0; i < after_it->aging.size(); ++i)
        for (std::size_t j = 0; j < before->aging.size(); ++j) {
          const Aging &is = after_it->aging[i], &was = before->aging[j];
          const auto acts = [&](const Action& a, const Action& b) { return a.kind == b.kind && a.name == done(b).name && a.text == b.text; };
          const bool same = is.after == was.after && is.when == asked(was.when) && (!whole || std::equal(is.actions.begin(), is.actions.end(), was.actions.begin(), was.actions.end(), acts));
          if (!same || mapped.count(i) != 0 || taken.count(j) != 0) continue;
          mapped.insert(i), taken.insert(j);
          if (l_.aged.count(j) != 0) aged.insert(i);
          if (l_.deferred.count(j) != 0) deferred.insert(i);
        }
  if (after_it != nullptr)   // of what the version adds, the time of some has passed: they wait for their condition alone
    for (std::size_t i = 0; i < after_it->aging.size(); ++i)
      if (const Instant due = after(world_, book, after_it->aging[i].after, l_.entered, book.calendar); mapped.count(i) == 0 && !isMissing(due) && due <= now_) deferred.insert(i);
  std::map<std::string, int> moves;
  for (const auto& [key, times] : l_.moves) {
    const std::size_t bar = key.find('|');
    const std::string target = key.substr(bar + 1);
    moves[renamed(key.substr(0, bar)) + "|" + renamed(target.substr(0, target.find('|'))) + target.substr(target.find('|'))] += times;
  }
  std::map<std::string, int> reassigned;
  for (const auto& [name, times] : l_.reassigned) reassigned[renamed(name)] += times;
  for (auto& [name, life] : l_.sequences) {
    life.of_stage = renamed(life.of_stage);
    const Sequence *was = named(old.sequences, name), *is = named(book.sequences, name);
    if (life.state != SequenceLife::State::Running || was == nullptr || is == nullptr) continue;
    // Behind the last step that was done: what was done is not done again, what was not is not left out.
    std::size_t step = 0;
    for (std::size_t i = 0; i < life.step; ++i)
      for (std::size_t j = step; j < is->steps.size(); ++j)
        if (is->steps[j] == was->steps[i]) {
          step = j + 1;
          break;
        }
    if (step != life.step) say("went over, with steps put in before");
    life.step = step;
  }
  for (Climb& climb : l_.climbs)
    for (const char* prefix : {"stage ", "aging of stage "})
      if (climb.source.compare(0, std::string(prefix).size(), prefix) == 0) climb.source = prefix + renamed(climb.source.substr(std::string(prefix).size()));
  const auto over = [&](const std::vector<Trigger>& was, const std::vector<Trigger>& is, std::vector<bool>& held) {
    std::vector<bool> then = std::move(held);
    held.assign(is.size(), false);
    for (std::size_t i = 0; i < is.size(); ++i)
      for (std::size_t j = 0; j < was.size() && j < then.size(); ++j)
        if (is[i] == begun(was[j])) held[i] = then[j];
  };
  for (auto& [name, clock] : l_.clocks)
    if (const Sla *was = named(old.slas, name), *is = named(book.slas, name); was != nullptr && is != nullptr) over(was->starts, is->starts, clock.held);
  for (auto& [name, handoff] : l_.handoffs)
    if (const Handoff *was = named(old.handoffs, name), *is = named(book.handoffs, name); was != nullptr && is != nullptr) over(was->when, is->when, handoff.held);
  std::vector<bool> reacted(book.reactions.size());
  for (std::size_t i = 0; i < book.reactions.size(); ++i)
    for (std::size_t j = 0; j < old.reactions.size() && j < l_.reacted.size(); ++j)
      if (book.reactions[i].when == asked(old.reactions[j].when)) reacted[i] = l_.reacted[j];
  if (aged != l_.aged || deferred != l_.deferred) say("went over, with other aging lines");
  if (std::any_of(book.slas.begin(), book.slas.end(), [&](const Sla& sla) { return named(old.slas, sla.name) == nullptr; })) say("went over, with another clock");
  l_.reacted = reacted;
  l_.aged = aged;
  l_.deferred = deferred;
  l_.moves = moves;
  l_.reassigned = reassigned;
  l_.stage = stage;
  for (Visit& visit : l_.visits) visit.stage = renamed(visit.stage);
  l_.version = to;
  l_.keeps.clear();
  book_ = &book;
  setRight();   // where the version asks less of a record
  if (after_it != nullptr && after_it->final && !l_.final && !l_.set_aside) {
    l_.final = ending_ = true;
    say("went over, into a stage that is final there");
  }
  say("went over to another version");
  if (stage != (before == nullptr ? std::string() : before->name)) say("went over, stage renamed");
}

}  // namespace leadflow::lives
