// The order of all work: by instant, then by lead; what is due at an instant before what happens at it. What concerns everybody
// (the roster, what repeats by the calendar) comes before the leads of its instant.
#include "tests/lives/reference/interpreter.hpp"

#include <algorithm>

#include "runtime/value/instant.hpp"
#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

Interpreter::Interpreter(std::vector<Playbook> versions, std::vector<Person> roster, Instant start) : versions_(std::move(versions)), roster_(std::move(roster)), clock_(start) {
  for (const Playbook& book : versions_) {
    for (const CalendarSaid& each : book.calendars)
      if (calendars_.count(each.name) == 0) calendars_[each.name] = calendar::Calendar::bind(each.rules);
    for (const Pool& pool : book.pools)   // the first roster begins level
      for (const Person& person : roster_)
        if (person.team == pool.team) turns_.pools[pool.name][person.id].joined = true;
  }
  planSchedules(start);
}

const Person* Interpreter::person(const std::string& id) const {
  for (const Person& each : roster_)
    if (each.id == id && !id.empty()) return &each;
  return nullptr;
}

bool Interpreter::here(const Person& person, Instant now) const {
  if (!person.active) return false;
  if (isMissing(person.out_from) && isMissing(person.out_until)) return true;
  return now < (isMissing(person.out_from) ? INT64_MIN + 1 : person.out_from) || (!isMissing(person.out_until) && now >= person.out_until);
}

std::int64_t Interpreter::open(const std::string& rep) const {
  std::int64_t count = 0;
  for (const auto& [id, life] : lives_)
    if (life.inFlight())
      for (const auto& [seat, holder] : life.seats) count += holder.rep == rep;
  return count;
}

const calendar::Calendar* Interpreter::calendarNamed(const std::string& name) const {
  const auto found = calendars_.find(name);
  return found == calendars_.end() ? nullptr : found->second.get();
}

std::string Interpreter::calendarOf(const Playbook& book, const std::string& rep) const {
  const Person* found = person(rep);
  return found != nullptr && named(book.calendars, found->calendar) != nullptr ? found->calendar : book.calendar;
}

// ---- what is due

std::vector<Interpreter::Due> Interpreter::dues(const Life& life) const {
  std::vector<Due> list;
  if (!life.there() || life.erased || !life.merged_into.empty()) return list;
  const Playbook& book = versions_[static_cast<std::size_t>(life.version)];
  const auto add = [&](Instant at, int rank, std::size_t index, std::size_t part, std::string what, std::string name) {
    if (!isMissing(at)) list.push_back({std::max(at, life.now), rank, index, part, std::move(what), std::move(name)});
  };
  for (std::size_t i = 0; i < book.keeps.size(); ++i)
    if (const auto keep = life.keeps.find(i); keep != life.keeps.end()) add(keep->second, 11, i, 0, "keep", {});
  // A handoff that a final stage began (`when stage becomes Won`) goes on, and what it escalates; all else has ended.
  const bool ended = life.final;
  for (std::size_t i = 0; i < book.sequences.size(); ++i)
    if (const auto found = life.sequences.find(book.sequences[i].name); !ended && found != life.sequences.end()) add(found->second.next, 0, i, 0, "sequence", book.sequences[i].name);
  for (std::size_t i = 0; i < book.slas.size(); ++i) {
    const auto found = life.clocks.find(book.slas[i].name);
    if (ended || found == life.clocks.end() || found->second.runs.empty()) continue;
    const ClockRun& run = found->second.runs.back();
    if (!run.live()) continue;
    if (run.paused()) {
      add(run.pause_ends, 9, i, 0, "pause", book.slas[i].name);
      continue;
    }
    bool whole = false;
    const auto point = [&](std::size_t part, int percent) { add(Step::due(*this, run, percent, life.now), percent < 100 ? 1 : 2, i, part, "point", book.slas[i].name); };
    std::vector<Due> points;
    for (std::size_t p = 0; p < book.slas[i].points.size(); ++p) {
      whole = whole || book.slas[i].points[p].percent == 100;
      if (run.told.count(book.slas[i].points[p].percent) == 0) point(p, book.slas[i].points[p].percent);
    }
    if (!whole && isMissing(run.breached)) point(book.slas[i].points.size(), 100);
  }
  for (std::size_t i = 0; i < life.climbs.size(); ++i) add(life.climbs[i].next, 3, i, 0, "climb", {});
  if (const Stage* stage = named(book.stages, life.stage); stage != nullptr && !ended && !life.set_aside)
    for (std::size_t i = 0; i < stage->aging.size(); ++i)
      if (life.aged.count(i) == 0 && life.deferred.count(i) == 0) add(Step::after(*this, book, stage->aging[i].after, life.entered, book.calendar), 4, i, 0, "aging", {});
  if (!ended) add(life.queue_due, 5, 0, 0, "queue", {});
  for (std::size_t i = 0; i < book.handoffs.size(); ++i)
    if (const auto found = life.handoffs.find(book.handoffs[i].name); found != life.handoffs.end()) {
      if (found->second.state == HandoffLife::State::Waiting) add(found->second.due, 6, i, 0, "handoff", book.handoffs[i].name);
      add(found->second.feedback_due, 7, i, 0, "feedback", book.handoffs[i].name);
    }
  for (std::size_t i = 0; i < book.approvals.size(); ++i)
    if (const auto found = life.approvals.find(book.approvals[i].name); found != life.approvals.end() && found->second.state == ApprovalLife::State::Asked)
      add(found->second.due, 8, i, 0, "approval", book.approvals[i].name);
  Instant look = kMissing;
  Step::eachCondition(book, [&](const Condition& condition) {
    const Instant at = Step::flips(*this, life, condition);
    if (!isMissing(at) && (isMissing(look) || at < look)) look = at;
  });
  for (const Touch& touch : life.touches)
    if (touch.at > std::max(life.now, isMissing(life.looked) ? life.now : life.looked) && (isMissing(look) || touch.at < look)) look = touch.at;
  if (!life.set_aside) add(look, 10, 0, 0, "look", {});
  return list;
}

Instant Interpreter::next(const Life& life) const {
  Instant first = kMissing;
  for (const Due& due : dues(life))
    if (isMissing(first) || due.at < first) first = due.at;
  for (const Event& event : life.waiting)
    if (isMissing(first) || event.at < first) first = event.at;
  return first;
}

// ---- work

void Interpreter::deliver(const std::vector<Event>& events) {
  for (const Event& event : events) {
    if (!event.id.empty() && !known_.insert(event.id).second) {
      say("an event was known before");
      continue;
    }
    if (event.id.find('/') != std::string::npos) say("an event with an id like the engine's own");
    if (!isMissing(clock_) && event.at < clock_) say("a late event");
    else say("an event of time to come");
    if (event.kind == Kind::Roster || event.kind == Kind::Tick) {
      world_waiting_.push_back(event);
      continue;
    }
    Life& life = lives_[event.lead];
    life.id = event.lead;
    life.waiting.push_back(event);
  }
}

void Interpreter::runUntil(Instant until) {
  if (!isMissing(clock_)) until = std::max(until, clock_);
  for (;;) {
    Life* first = nullptr;
    Instant at = kMissing;
    for (auto& [id, life] : lives_) {
      const Instant due = next(life);
      if (!isMissing(due) && due <= until && (first == nullptr || due < at)) first = &life, at = due;
    }
    std::size_t event = world_waiting_.size();
    for (std::size_t i = 0; i < world_waiting_.size(); ++i)
      if (world_waiting_[i].at <= until && (event == world_waiting_.size() || world_waiting_[i].at < world_waiting_[event].at)) event = i;
    const auto every = static_cast<std::size_t>(std::min_element(every_.begin(), every_.end()) - every_.begin());
    if (every < every_.size() && every_[every] <= until && (event == world_waiting_.size() || every_[every] <= world_waiting_[event].at) && (first == nullptr || every_[every] <= at)) {
      const Instant now = every_[every];
      clock_ = std::max(clock_, now);
      rebalance(every, now);
      continue;
    }
    if (event < world_waiting_.size() && (first == nullptr || world_waiting_[event].at <= at)) {
      const Event taken = world_waiting_[event];
      world_waiting_.erase(world_waiting_.begin() + static_cast<std::ptrdiff_t>(event));
      clock_ = std::max(clock_, taken.at);
      world(taken, taken.at);
      continue;
    }
    if (first == nullptr) return;
    work(*first);
  }
}

/// One thing of one lead: the first that is due, else the first that has happened.
void Interpreter::work(Life& life) {
  std::vector<Due> due = dues(life);
  std::stable_sort(due.begin(), due.end(), [](const Due& a, const Due& b) { return std::tie(a.at, a.rank, a.index, a.part) < std::tie(b.at, b.rank, b.index, b.part); });
  const auto of_roster = [](const Event& each) { return each.kind == Kind::Left || each.kind == Kind::Roster; };
  std::size_t next_event = life.waiting.size();   // of one instant what the roster's change says of the lead comes first, before its timers too
  for (std::size_t i = 0; i < life.waiting.size(); ++i) {
    if (next_event == life.waiting.size() || life.waiting[i].at < life.waiting[next_event].at) next_event = i;
    else if (life.waiting[i].at == life.waiting[next_event].at && of_roster(life.waiting[i]) && !of_roster(life.waiting[next_event])) next_event = i;
  }
  bool timer = !due.empty() && (next_event == life.waiting.size() || due.front().at <= life.waiting[next_event].at);
  if (timer && next_event != life.waiting.size() && of_roster(life.waiting[next_event])) timer = due.front().at < life.waiting[next_event].at;
  Event event;
  Due fired;
  if (timer) {
    fired = due.front();
    event.kind = Kind::Timer;
    event.at = fired.at;
    if (fired.what == "point") {
      const Playbook& book = versions_[static_cast<std::size_t>(life.version)];
      const Sla& sla = *named(book.slas, fired.name);
      fired.part = fired.part < sla.points.size() ? static_cast<std::size_t>(sla.points[fired.part].percent) : 100;
    }
  } else {
    event = life.waiting[next_event];
    life.waiting.erase(life.waiting.begin() + static_cast<std::ptrdiff_t>(next_event));
  }
  clock_ = std::max(clock_, event.at);
  const std::string id = life.id;
  Step step(*this, life, event.at);
  step.apply(event, fired.what, fired.name, fired.index, fired.part);
  if (step.refused()) {
    refused_.push_back(event.id);
    say("refused");
  }
  for (const Event& message : step.messages) {
    Life& other = lives_[message.lead];
    other.id = message.lead;
    other.waiting.push_back(message);
  }
}

void Interpreter::world(const Event& event, Instant) {
  if (event.kind != Kind::Roster) return;
  const std::vector<Person> was = roster_;
  std::set<std::string> known, before;
  for (const Person& each : roster_) {
    known.insert(each.id);
    if (each.active) before.insert(each.id);
  }
  bool sound = true;   // as a whole, or not at all
  std::map<std::string, std::string> above;
  for (const Person& each : roster_) above[each.id] = each.manager;
  for (const RosterRow& row : event.rows) {
    if (row.gone) sound = known.erase(row.person.id) != 0 && sound, above.erase(row.person.id);
    else known.insert(row.person.id);
    for (const std::string& what : row.says)
      if (what == "manager") above[row.person.id] = row.person.manager;
  }
  for (const RosterRow& row : event.rows)
    for (const std::string& what : row.says) {
      if (what != "manager" || row.person.manager.empty()) continue;
      sound = sound && known.count(row.person.manager) != 0;
      std::string one = row.person.manager;
      for (std::size_t steps = 0; steps <= above.size() && !one.empty(); ++steps) {
        if (one == row.person.id) sound = false;   // managers do not go in a circle
        one = above.count(one) != 0 ? above[one] : std::string();
      }
    }
  if (!sound) {
    refused_.push_back(event.id);
    return say("a roster change was refused");
  }
  for (const RosterRow& row : event.rows) {
    auto found = std::find_if(roster_.begin(), roster_.end(), [&](const Person& each) { return each.id == row.person.id; });
    if (row.gone) {
      if (found != roster_.end()) roster_.erase(found);
      say("a rep left");
      continue;
    }
    if (found == roster_.end()) {
      roster_.push_back({});
      found = roster_.end() - 1;
      found->id = row.person.id;
      say("a rep joined");
    } else {
      say("a rep changed");
    }
    for (const std::string& what : row.says) {
      if (what == "team") found->team = row.person.team;
      if (what == "role") found->role = row.person.role;
      if (what == "manager") found->manager = row.person.manager;
      if (what == "active") found->active = row.person.active;
      if (what == "capacity") found->capacity = row.person.capacity;
      if (what == "weight") found->weight = row.person.weight;
      if (what == "out_from") found->out_from = row.person.out_from;
      if (what == "out_until") found->out_until = row.person.out_until;
    }
  }
  const auto gone = [&](const std::string& rep) { return before.count(rep) != 0 && (person(rep) == nullptr || !person(rep)->active); };
  // Who is in a pool no more will have come back to it, should they.
  for (const Playbook& book : versions_)
    for (const Pool& pool : book.pools)
      for (auto& [rep, member] : turns_.pools[pool.name])
        if (person(rep) == nullptr || !person(rep)->active || person(rep)->team != pool.team) member.present = false;
  // A weight that is another keeps the standing where turns go by weight alone; who had none comes in as if they had been away.
  const Playbook& present = versions_[static_cast<std::size_t>(present_)];
  for (const Pool& pool : present.pools) {
    const auto shared = [&](Choice::Kind kind) {
      const std::function<bool(const std::vector<Choice>&)> among = [&](const std::vector<Choice>& choices) {
        return std::any_of(choices.begin(), choices.end(), [&](const Choice& choice) { return (choice.kind == kind && choice.name == pool.name) || among(choice.shares); });
      };
      return std::any_of(present.routes.begin(), present.routes.end(), [&](const Route& route) {
        return std::any_of(route.rules.begin(), route.rules.end(), [&](const Rule& rule) { return among(rule.choices); });
      });
    };
    if (!shared(Choice::Kind::Weighted) || shared(Choice::Kind::RoundRobin)) continue;
    for (const Person& now : roster_) {
      const auto then = std::find_if(was.begin(), was.end(), [&](const Person& each) { return each.id == now.id; });
      if (now.team != pool.team || then == was.end() || then->weight == now.weight || now.weight <= 0) continue;
      Turns::Member& member = turns_.pools[pool.name][now.id];
      if (then->weight <= 0) member.present = false;
      else member.served = member.served * now.weight / then->weight;
      if (member.served > 0) say("a weight changed, and the standing stays");
    }
  }
  // A condition may read something else of who has a lead, of one that has ended too: it is looked at.
  const auto other = [&](const std::string& rep, const Step::Asked& asked) {
    const auto then = std::find_if(was.begin(), was.end(), [&](const Person& each) { return each.id == rep; });
    const Person* now = person(rep);
    if (then == was.end() || now == nullptr) return asked.owner && (then != was.end() || now != nullptr);
    return asked.team && then->team != now->team;
  };
  // Somebody else may stand for what was asked only where somebody is there, or not any more, or is in another role or under another manager.
  const auto find = [](const std::vector<Person>& roster, const std::string& id) {
    const auto found = std::find_if(roster.begin(), roster.end(), [&](const Person& each) { return each.id == id; });
    return found == roster.end() ? nullptr : &*found;
  };
  const auto moved = [&](const Person& each) {
    const Person* then = find(was, each.id);
    const Person* now = find(roster_, each.id);
    if ((then != nullptr && then->active) != (now != nullptr && now->active)) return true;
    return then != nullptr && now != nullptr && (then->role != now->role || then->manager != now->manager);
  };
  const bool stands_otherwise = std::any_of(was.begin(), was.end(), moved) || std::any_of(roster_.begin(), roster_.end(), moved);
  for (auto& [id, life] : lives_) {
    if (!life.there() || life.erased || !life.merged_into.empty()) continue;
    const bool left = life.inFlight() && std::any_of(life.seats.begin(), life.seats.end(), [&](const auto& seat) { return !seat.second.rep.empty() && gone(seat.second.rep); });
    const Playbook& book = versions_[static_cast<std::size_t>(life.version)];
    const std::string owner = Step::ownerOf(book, life);
    const bool asked = stands_otherwise && Step(*this, life, event.at).hasToAsk();
    if (!left && !asked && (owner.empty() || !other(owner, Step::askedOfOwner(book)))) continue;
    if (!left) say(life.final ? "what is said of who had an ended lead changed" : "what is said of who has a lead changed");
    Event told;
    told.kind = left ? Kind::Left : Kind::Roster;
    told.lead = id;
    told.at = event.at;
    life.waiting.push_back(told);
  }
}

bool Interpreter::deploy(int version, Instant now) {
  present_ = version;
  planSchedules(now);
  for (auto& [id, life] : lives_) {
    if (!life.inFlight() || life.version == version) continue;
    Event event;
    event.kind = Kind::Deployed;
    event.lead = id;
    event.at = now;
    event.number = version;
    life.waiting.push_back(event);
  }
  say("deployed");
  return true;
}

// ---- facts

namespace {

std::string when(Instant at) {
  if (isMissing(at)) return "never";
  std::string text;
  appendInstant(text, at);
  return text;
}

}  // namespace

std::vector<std::string> Interpreter::facts() const {
  std::vector<std::string> lines;
  for (const auto& [id, life] : lives_) {
    if (!life.there()) continue;
    const Playbook& book = versions_[static_cast<std::size_t>(life.version)];
    const auto fact = [&, id_of = id](const std::string& text) { lines.push_back(id_of + " | " + text); };
    fact("stage " + life.stage + " since " + when(life.entered) + (life.reason.empty() ? "" : " reason " + life.reason));
    std::string visits = "visits";
    bool ended = life.final;   // its clocks may have been ended by that, and not by an answer
    for (const Visit& visit : life.visits) {
      visits += " " + visit.stage;
      ended = ended || named(book.stages, visit.stage)->final;
    }
    fact(visits);
    const std::vector<std::string> seats = book.seats.empty() ? std::vector<std::string>{"owner"} : book.seats;
    for (const std::string& seat : seats)
      if (const auto holder = life.seats.find(seat); holder != life.seats.end() && !holder->second.rep.empty())
        fact("seat " + seat + " " + holder->second.rep + " since " + when(holder->second.since) + (holder->second.manual ? " by a person" : ""));
    if (!life.queue.empty()) fact("queue " + life.queue + " since " + when(life.queued));
    if (!life.merged_into.empty()) fact("merged into " + life.merged_into);
    if (life.erased) fact("erased");
    if (life.final) fact("final");
    if (life.set_aside) fact("set aside");
    for (const Sla& sla : book.slas) {
      const auto found = life.clocks.find(sla.name);
      if (found == life.clocks.end() || found->second.runs.empty()) continue;
      const ClockRun& run = found->second.runs.back();
      int met = 0, missed = 0;
      for (const ClockRun& each : found->second.runs) {
        if (each.answered()) ++(Step::metAt(*this, each) ? met : missed);
        else if (each.cancelled && !isMissing(each.breached)) ++missed;
      }
      std::string text = "clock " + sla.name + " " + Step::clockWord(found->second, *this) + " from " + when(run.start);
      if (run.live() && !run.paused()) text += isMissing(run.breached) ? " due " + when(Step::due(*this, run, 100, life.now)) : " since " + when(run.breached);
      if (run.answered() && (!ended || Step::metAt(*this, run))) text += " stopped " + when(run.stopped) + " after " + std::to_string(Step::elapsed(*this, run, run.stopped) / 1000) + " s";
      if (run.answered() || !isMissing(run.breached)) text += " by " + run.whose;
      text += " runs " + std::to_string(found->second.runs.size()) + " met " + std::to_string(met) + " missed " + std::to_string(missed);
      fact(text);
    }
    static const char* const sequence_words[] = {"idle", "running", "finished", "stopped"};
    for (const Sequence& sequence : book.sequences)
      if (const auto found = life.sequences.find(sequence.name); found != life.sequences.end() && found->second.runs > 0) {
        const SequenceLife& run = found->second;
        std::string text = "sequence " + sequence.name + " " + sequence_words[static_cast<int>(run.state)] + " from " + when(run.started) + " runs " + std::to_string(run.runs);
        if (run.state == SequenceLife::State::Running) text += " step " + std::to_string(run.step) + " next " + when(run.next);
        else text += " ended " + when(run.ended);
        fact(text);
      }
    static const char* const handoff_words[] = {"none", "waiting", "accepted", "rejected", "late"};
    for (const Handoff& handoff : book.handoffs)
      if (const auto found = life.handoffs.find(handoff.name); found != life.handoffs.end() && found->second.offers > 0) {
        const HandoffLife& h = found->second;
        fact("handoff " + handoff.name + " " + handoff_words[static_cast<int>(h.state)] + " offered " + when(h.offered) + " to " + h.to + " answered " + when(h.answered) + " by " + h.by +
             " feedback " + std::to_string(h.feedback) + " offers " + std::to_string(h.offers));
      }
    static const char* const approval_words[] = {"none", "asked", "granted", "refused", "late"};
    for (const Approval& approval : book.approvals)
      if (const auto found = life.approvals.find(approval.name); found != life.approvals.end() && !isMissing(found->second.asked)) {
        const ApprovalLife& a = found->second;
        std::string of;
        for (const std::string& rep : a.of) of += " " + rep;
        fact("approval " + approval.name + " " + approval_words[static_cast<int>(a.state)] + " line " + std::to_string(a.ask) + " asked " + when(a.asked) + " decided " + when(a.decided) + " by " + a.by + " of" + of);
      }
    for (const Climb& climb : life.climbs) {
      std::string text = "climb " + climb.escalation + " from " + when(climb.opened) + " level " + std::to_string(climb.level) + " closed " + when(climb.closed) + " told";
      for (const std::string& told : climb.told) text += " " + told.substr(told.find(':') + 1);
      fact(text);
    }
    for (const Milestone& milestone : book.milestones)
      if (const auto found = life.milestones.find(milestone.name); found != life.milestones.end()) fact("milestone " + milestone.name + " " + when(found->second));
    for (const std::string& flag : life.flags) fact("seems to repeat " + flag);
    for (const auto& [guard, touch] : life.violations) fact(std::string("violation ") + kActNames[static_cast<int>(touch.act)]);
    std::map<std::string, int> touches;
    for (const Touch& touch : life.touches) ++touches[kActNames[static_cast<int>(touch.act)]];
    for (const auto& [act, count] : touches) fact("did " + act + " " + std::to_string(count));
    for (const Effect& effect : life.effects) {
      std::string text = "effect " + when(effect.at) + " " + effect.kind + " " + effect.target + " to";
      if (life.erased && effect.kind == "email") continue;   // of whom was forgotten: neither words nor mails
      for (const std::string& to : effect.to) text += " " + to;
      if (effect.kind == "email") text += " knows" + effect.fields;
      fact(text + (effect.text.empty() || life.erased ? "" : ": " + effect.text));
    }
  }
  for (const std::string& id : refused_)
    if (!id.empty()) lines.push_back("refused " + id);
  for (const auto& [id, lead] : refused_in_part_)
    if (lives_.count(lead) > 0) lines.push_back("refused in part " + id);
  for (const auto& [pool, members] : turns_.pools)
    for (const auto& [rep, member] : members)
      if (member.served > 0) lines.push_back("turns " + pool + " " + rep + " " + std::to_string(member.served));
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace leadflow::lives
