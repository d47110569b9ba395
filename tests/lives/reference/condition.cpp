// Conditions: true, false, or unknown where a value is missing; unknown does not hold.
#include <algorithm>

#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

using Is = Condition::Is;
using Truth = Step::Truth;

namespace {

Truth of(bool yes) { return yes ? Truth::True : Truth::False; }
template <class List>
bool has(const List& list, const std::string& item) { return std::find(list.begin(), list.end(), item) != list.end(); }
const char* const kSequenceWords[] = {"idle", "running", "finished", "stopped"};
const char* const kHandoffWords[] = {"none", "waiting", "accepted", "rejected", "late"};
const char* const kApprovalWords[] = {"none", "asked", "granted", "refused", "late"};

template <class Map>
const typename Map::mapped_type& at(const Map& map, const std::string& name) {
  static const typename Map::mapped_type none{};
  const auto found = map.find(name);
  return found == map.end() ? none : found->second;
}

}  // namespace

const char* Step::clockWord(const ClockLife& clock, const Interpreter& world) {
  if (clock.runs.empty()) return "idle";
  const ClockRun& run = clock.runs.back();
  if (run.live()) return run.paused() ? "paused" : isMissing(run.breached) ? "running" : "overdue";
  if (run.cancelled) return isMissing(run.breached) ? "idle" : "missed";
  return metAt(world, run) ? "met" : "missed";
}

Truth Step::truth(const Condition& c) const {
  const auto value = [&]() -> Value {
    const Field field = c.is == Is::ConsentIs ? Field::Consent : c.field;
    const auto found = l_.record.find(field);
    if (found != l_.record.end()) return found->second;
    return field == Field::Consent ? Value{true, 2, {}} : Value{};
  };
  switch (c.is) {
    case Is::Always: return Truth::True;
    case Is::All: {
      Truth all = Truth::True;
      for (const Condition& each : c.of) {
        const Truth one = truth(each);
        if (one == Truth::False) return Truth::False;
        if (one == Truth::Unknown) all = Truth::Unknown;
      }
      return all;
    }
    case Is::Any: {
      Truth any = Truth::False;
      for (const Condition& each : c.of) {
        const Truth one = truth(each);
        if (one == Truth::True) return Truth::True;
        if (one == Truth::Unknown) any = Truth::Unknown;
      }
      return any;
    }
    case Is::Not: {
      const Truth one = truth(c.of.front());
      return one == Truth::Unknown ? one : of(one == Truth::False);
    }
    case Is::Known: return of(value().known);
    case Is::True: return value().known ? of(value().number != 0) : Truth::Unknown;
    case Is::AtLeast: return value().known ? of(value().number >= c.amount) : Truth::Unknown;
    case Is::ConsentIs: return of(value().number == c.amount);
    case Is::TextIs: return value().known ? of(value().text == c.word) : Truth::Unknown;
    case Is::BeforeNow: return value().known ? of(value().number < now_ + c.amount) : Truth::Unknown;
    case Is::CreatedBefore: return of(l_.created < now_ + c.amount);
    case Is::Had: {
      Instant since = INT64_MIN;
      if (c.since == Condition::Since::Stage) since = l_.entered;
      if (c.since == Condition::Since::Last) since = now_ - c.amount;
      if (c.since == Condition::Since::Sequence) {
        since = at(l_.sequences, c.name).started;
        if (isMissing(since)) return Truth::False;
      }
      for (std::size_t i = 0; i < l_.touches.size(); ++i) {
        const Touch& touch = l_.touches[i];
        if (touch.at < since || touch.at > now_ || (touch.at == now_ && i >= judged_)) continue;
        const bool named = c.outreach ? std::find(book_->outreach.begin(), book_->outreach.end(), touch.act) != book_->outreach.end() : touch.act == c.act;
        if (named && (c.where < 0 || c.where == touch.where)) return Truth::True;
      }
      return Truth::False;
    }
    case Is::StageIn: return of(has(c.names, l_.stage));
    case Is::OwnerKnown: return of(!owner().empty() && world_.person(owner()) != nullptr);
    case Is::OwnerIs: return owner().empty() || world_.person(owner()) == nullptr ? Truth::Unknown : of(owner() == c.name);
    case Is::OwnerTeam: {
      const Person* person = world_.person(owner());
      return person == nullptr || person->team.empty() ? Truth::Unknown : of(person->team == c.word);
    }
    case Is::QueueIs: return l_.queue.empty() ? Truth::Unknown : of(l_.queue == c.name);
    case Is::ClockIs: {
      const std::string word = clockWord(at(l_.clocks, c.name), world_);
      if (c.word == "running") return of(word == "running" || word == "overdue");
      if (c.word == "breached") return of(word == "overdue" || word == "missed");
      if (c.word == "stopped") return of(word == "met" || word == "missed");
      return of(word == c.word);
    }
    case Is::SequenceIs: return of(kSequenceWords[static_cast<int>(at(l_.sequences, c.name).state)] == c.word);
    case Is::HandoffIs: {
      const std::string word = kHandoffWords[static_cast<int>(at(l_.handoffs, c.name).state)];
      return of(word == c.word || (c.word == "waiting" && word == "late"));
    }
    case Is::ApprovalIs: {
      const std::string word = kApprovalWords[static_cast<int>(at(l_.approvals, c.name).state)];
      return of(word == c.word || (c.word == "asked" && word == "late"));
    }
    case Is::ListIs: {
      const Checklist* list = named(book_->checklists, c.name);
      int yes = 0, no = 0;
      for (const auto& [item, said] : at(l_.lists, c.name)) yes += said == 1, no += said == 0;
      if (c.word == "complete") return of(yes == static_cast<int>(list->items.size()));
      if (c.word == "failed") return of(no > 0);
      return of(no == 0 && yes < static_cast<int>(list->items.size()));
    }
    case Is::ItemIs: {
      const auto& answers = at(l_.lists, c.name);
      const auto said = answers.find(c.word);
      return said == answers.end() || said->second < 0 ? Truth::Unknown : of(said->second == c.amount);
    }
    case Is::Open: {
      const calendar::Calendar* on = world_.calendarNamed(c.name);
      return of(on->isOpen(now_));
    }
    case Is::Reached: {   // it holds now, or did before
      const Milestone* milestone = named(book_->milestones, c.name);
      return of(l_.milestones.count(c.name) != 0 || (milestone != nullptr && holds(milestone->when)));
    }
  }
  return Truth::Unknown;
}

// ---- conditions that time alone changes

void Step::eachCondition(const Playbook& book, const std::function<void(const Condition&)>& visit) {
  const std::function<void(const Condition&)> deep = [&](const Condition& c) {
    visit(c);
    for (const Condition& each : c.of) deep(each);
  };
  const std::function<void(const std::vector<Action>&)> actions = [&](const std::vector<Action>& list) {
    for (const Action& action : list) {
      if (action.kind == Action::Kind::Wait || action.kind == Action::Kind::StopWhen) deep(action.when);   // others are asked when they are done
      actions(action.otherwise);
    }
  };
  const auto triggers = [&](const std::vector<Trigger>& list) {
    for (const Trigger& trigger : list) deep(trigger.when);
  };
  for (const Stage& stage : book.stages) {
    for (const Line& line : stage.lines) deep(line.when);
    for (const Aging& line : stage.aging) deep(line.when);
  }
  for (const Sla& sla : book.slas) triggers(sla.starts), triggers(sla.stops), triggers(sla.pauses);
  for (const Sequence& sequence : book.sequences) actions(sequence.steps);
  for (const Handoff& handoff : book.handoffs) triggers(handoff.when);
  for (const Approval& approval : book.approvals)
    for (const Ask& ask : approval.asks) deep(ask.when);
  for (const Reaction& reaction : book.reactions) deep(reaction.when);
  for (const Milestone& milestone : book.milestones) deep(milestone.when);
}

Step::Asked Step::askedOfOwner(const Playbook& book) {
  Asked asked;
  const std::function<void(const Condition&)> look = [&](const Condition& c) {
    asked.owner = asked.owner || c.is == Is::OwnerKnown || c.is == Is::OwnerIs || c.is == Is::OwnerTeam;
    asked.team = asked.team || c.is == Is::OwnerTeam;
    for (const Condition& each : c.of) look(each);
  };
  const std::function<void(const std::vector<Action>&)> actions = [&](const std::vector<Action>& list) {
    for (const Action& action : list) look(action.when), actions(action.otherwise);
  };
  eachCondition(book, look);
  for (const Route& route : book.routes)
    for (const Rule& rule : route.rules) look(rule.when);
  for (const Reason& reason : book.reasons) actions(reason.actions);
  for (const Stage& stage : book.stages) {
    actions(stage.enter);
    for (const Aging& line : stage.aging) actions(line.actions);
  }
  for (const Sla& sla : book.slas) {
    for (const Target& target : sla.targets) look(target.when);
    for (const Point& point : sla.points) actions(point.actions);
  }
  for (const Escalation& escalation : book.escalations)
    for (const Level& level : escalation.levels) actions(level.actions);
  for (const Sequence& sequence : book.sequences) actions(sequence.steps);
  for (const Handoff& handoff : book.handoffs) actions(handoff.late);
  for (const Approval& approval : book.approvals) actions(approval.late);
  for (const Guard& guard : book.guards) look(guard.only_when);
  for (const Reaction& reaction : book.reactions) actions(reaction.actions);
  return asked;
}

/// Those that matter to the lead as it is (docs/language/stages.md, "When only time passes").
std::vector<Condition> Step::matter() const {
  std::vector<Condition> list;
  const auto triggers = [&](const std::vector<Trigger>& all) {
    for (const Trigger& trigger : all)
      if (trigger.kind == Trigger::Kind::Holds) list.push_back(trigger.when);
  };
  for (const Reaction& reaction : book_->reactions) list.push_back(reaction.when);
  for (const Milestone& milestone : book_->milestones)
    if (l_.milestones.count(milestone.name) == 0) list.push_back(milestone.when);
  const Stage& stage = *named(book_->stages, l_.stage);
  for (const Line& line : stage.lines) {
    const auto moves = l_.moves.find(stage.name + "|" + line.to + "|rule");
    const bool spent = line.limit > 0 && moves != l_.moves.end() && moves->second >= line.limit;
    if (!line.by_person && !spent && (!stage.final || line.reopens)) list.push_back(line.when);
  }
  if (l_.final) return list;
  for (const std::size_t line : l_.deferred) list.push_back(stage.aging[line].when);
  for (const Sla& sla : book_->slas) {
    triggers(sla.starts);
    const auto clock = l_.clocks.find(sla.name);
    if (clock == l_.clocks.end() || clock->second.runs.empty() || !clock->second.runs.back().live()) continue;
    triggers(sla.stops);
    triggers(sla.pauses);
  }
  for (const Handoff& handoff : book_->handoffs) triggers(handoff.when);
  for (const Approval& approval : book_->approvals)
    for (const Ask& ask : approval.asks) list.push_back(ask.when);
  for (const Sequence& sequence : book_->sequences) {
    const auto run = l_.sequences.find(sequence.name);
    if (run == l_.sequences.end() || run->second.state != SequenceLife::State::Running) continue;
    for (std::size_t i = 0; i < sequence.steps.size(); ++i) {
      const Action& step = sequence.steps[i];
      if (step.kind == Action::Kind::StopWhen || (step.kind == Action::Kind::Wait && step.conditional && i + 1 == run->second.step)) list.push_back(step.when);
    }
  }
  return list;
}

/// Whether one of them is other, for the lead as it is, than when something last happened to it.
bool Step::timeChanged() {
  const Instant now = now_;
  bool changed = std::any_of(l_.touches.begin(), l_.touches.end(), [this](const Touch& touch) { return touch.at > last_ && touch.at <= now_; });   // told before it came
  for (const Condition& condition : matter()) {
    const bool held = holds(condition);
    now_ = last_;
    changed = changed || holds(condition) != held;
    now_ = now;
  }
  return changed;
}

/// The next instant at which time alone changes it; kMissing: none.
Instant Step::flips(const Interpreter& world, const Life& life, const Condition& atom) {
  const Instant now = isMissing(life.looked) ? life.now : std::max(life.now, life.looked);
  const auto later = [now](Instant at) { return at > now ? at : kMissing; };
  switch (atom.is) {
    case Is::BeforeNow: {
      const auto found = life.record.find(atom.field);
      return found == life.record.end() ? kMissing : later(found->second.number - atom.amount + 1);
    }
    case Is::CreatedBefore: return later(life.created - atom.amount + 1);
    case Is::Had: {
      if (atom.since != Condition::Since::Last) return kMissing;
      Instant first = kMissing;
      for (const Touch& touch : life.touches) {
        const Instant at = later(touch.at + atom.amount + 1);
        if (!isMissing(at) && (isMissing(first) || at < first)) first = at;
      }
      return first;
    }
    case Is::Open: {
      const calendar::Calendar* on = world.calendarNamed(atom.name);
      const auto change = on->isOpen(now) ? on->nextClose(now) : on->nextOpen(now);
      return change ? later(*change) : kMissing;
    }
    default: return kMissing;
  }
}

}  // namespace leadflow::lives
