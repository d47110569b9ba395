// Who has the lead. Turns are counted; what a rep has open is asked of all leads, each time.
#include <algorithm>

#include "runtime/value/wide.hpp"
#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

std::string Step::seatOf(const Playbook& book, const Life& life) {
  const Stage* stage = named(book.stages, life.stage);
  if (stage != nullptr && !stage->seat.empty()) return stage->seat;
  return book.seats.empty() ? std::string("owner") : book.seats.front();
}

std::string Step::ownerOf(const Playbook& book, const Life& life) {
  const auto found = life.seats.find(seatOf(book, life));
  return found == life.seats.end() ? std::string() : found->second.rep;
}

std::string Step::seat() const { return seatOf(*book_, l_); }
std::string Step::owner() const { return ownerOf(*book_, l_); }

void Step::count(const std::string& rep) { world_.turns_.last[rep] = ++world_.turns_.turn; }

// ---- routes

Step::Found Step::find(const Route& route) {
  Found found;
  const Rule* taken = nullptr;
  for (const Rule& rule : route.rules)
    if (taken == nullptr && holds(rule.when)) taken = &rule;
  if (taken != nullptr && tryRule(route, *taken, found, 0)) return found;
  if (taken != &route.rules.back()) tryRule(route, route.rules.back(), found, 0);
  return found;
}

bool Step::tryRule(const Route& route, const Rule& rule, Found& found, int depth) {
  for (std::size_t i = 0; i < rule.choices.size(); ++i)
    if (tryChoice(route.name + "/" + rule.name + "/" + std::to_string(i), rule.choices[i], found, depth)) return true;
  return false;
}

bool Step::tryChoice(const std::string& key, const Choice& choice, Found& found, int depth) {
  switch (choice.kind) {
    case Choice::Kind::Queue: found.queue = choice.name; return true;
    case Choice::Kind::Route: {
      const Route& other = *named(book_->routes, choice.name);
      const Rule* taken = nullptr;
      for (const Rule& rule : other.rules)
        if (taken == nullptr && holds(rule.when)) taken = &rule;
      if (taken != nullptr && tryRule(other, *taken, found, depth + 1)) return true;
      return taken != &other.rules.back() && tryRule(other, other.rules.back(), found, depth + 1);
    }
    case Choice::Kind::Rep: {
      const Person* person = world_.person(choice.name);
      const auto barred = [&](const std::string& id) { return std::any_of(l_.taken.begin(), l_.taken.end(), [&](const auto& each) { return barred_ && each.first == id && each.second >= l_.entered; }); };
      if (person == nullptr || barred(person->id)) return false;
      for (std::size_t i = 0; i <= world_.roster_.size() && person != nullptr; ++i) {
        if (!person->active) return false;
        if (world_.here(*person, now_)) {
          if (barred(person->id)) return false;
          found.rep = person->id;
          count(person->id);
          if (person->id != choice.name) say("a stand-in got it");
          return true;
        }
        person = person->stand_in.empty() ? nullptr : world_.person(person->stand_in);
      }
      return false;
    }
    case Choice::Kind::Split: {
      // The share that is furthest behind what is its; where it finds nobody, the next ones.
      std::vector<std::int64_t>& counts = world_.turns_.shares[key];
      counts.resize(choice.shares.size());
      std::int64_t total = 1;
      for (const std::int64_t each : counts) total += each;
      std::size_t best = 0;
      for (std::size_t i = 1; i < counts.size(); ++i)
        if (choice.shares[i].percent * total - counts[i] * 100 > choice.shares[best].percent * total - counts[best] * 100) best = i;
      ++counts[best];
      say("a split was shared");
      for (std::size_t k = 0; k < counts.size(); ++k)
        if (tryChoice(key + "/" + std::to_string((best + k) % counts.size()), choice.shares[(best + k) % counts.size()], found, depth)) return true;
      return false;
    }
    default:
      found.rep = turnOf(choice);
      if (!found.rep.empty()) found.pool = choice.name;
      return !found.rep.empty();
  }
}

/// Whose turn it is in a pool.
std::string Step::turnOf(const Choice& choice) {
  const Pool& pool = *named(book_->pools, choice.name);
  auto& members = world_.turns_.pools[pool.name];
  std::vector<const Person*> people;
  for (const Person& person : world_.roster_)
    if (person.team == pool.team) people.push_back(&person);
  // Who came, or came back, since the pool was asked last begins at the floor of the average of those who were there.
  // Where turns go by weight, of the average of a weight.
  const auto share = [&](const Person& person) { return choice.kind == Choice::Kind::Weighted ? std::max<std::int64_t>(person.weight, 0) : 1; };
  std::int64_t sum = 0, there = 0;
  for (const Person* person : people) {
    const Turns::Member& member = members[person->id];
    if (member.joined && member.present && world_.here(*person, now_) && share(*person) > 0) sum += member.served, there += share(*person);
  }
  for (const Person* person : people) {
    Turns::Member& member = members[person->id];
    const bool is_here = world_.here(*person, now_);
    if (is_here && (!member.joined || !member.present)) {
      say(member.joined ? "a rep came back to a pool" : "a rep joined a pool");
      if (there > 0) member.served = std::max(member.served, sum * share(*person) / there);
      member.joined = true;
    }
    member.present = is_here;
  }
  std::int64_t largest = 0;
  for (const Person* person : people) largest = std::max(largest, person->capacity);
  if (largest == 0) largest = 1;
  const auto room = [&](const Person& person) { return person.capacity < 0 ? largest : std::max<std::int64_t>(person.capacity, 1); };
  const auto before = [&](const Person& a, const Person& b) {
    const Turns::Member &x = members[a.id], &y = members[b.id];
    Int128 left = x.served, right = y.served;
    if (choice.kind == Choice::Kind::Weighted) left = Int128{x.served + 1} * b.weight, right = Int128{y.served + 1} * a.weight;
    if (choice.kind == Choice::Kind::LeastLoaded) left = Int128{world_.open(a.id)} * room(b), right = Int128{world_.open(b.id)} * room(a);
    if (choice.kind == Choice::Kind::LongestWaiting) left = world_.turns_.last[a.id], right = world_.turns_.last[b.id];
    return left != right ? left < right : x.last < y.last;
  };
  const Person* best = nullptr;
  for (const Person* person : people) {
    if (!world_.here(*person, now_)) {
      say("a rep who is out was passed over");
      continue;
    }
    if (barred_ && std::any_of(l_.taken.begin(), l_.taken.end(), [&](const auto& each) { return each.first == person->id && each.second >= l_.entered; })) continue;
    if (choice.available) {
      const calendar::Calendar* on = world_.calendarNamed(world_.calendarOf(*book_, person->id));
      if (on != nullptr && !on->isOpen(now_)) continue;
    }
    if (choice.under_capacity && person->capacity >= 0 && world_.open(person->id) >= person->capacity) {
      say("a rep was at capacity");
      continue;
    }
    if (choice.kind == Choice::Kind::Weighted && person->weight <= 0) continue;
    if (best == nullptr || before(*person, *best)) best = person;
  }
  if (best == nullptr) return {};
  Turns::Member& member = members[best->id];
  ++member.served;
  count(best->id);
  member.last = world_.turns_.turn;
  return best->id;
}

void Step::route(const std::string& name, const std::string& place, const std::string& except, const Cause& cause) {
  const Holder before = l_.seats[place];
  if (!before.rep.empty() && except.empty()) {
    const Person* person = world_.person(before.rep);
    if (person != nullptr && (before.manual || world_.here(*person, now_))) return;   // an owner who is there is kept
  }
  if (came_in_queue_ && !l_.queue.empty() && place == seat() && except.empty()) return say("a route left a lead in the queue in which it came");
  barred_ = !except.empty();
  const Found found = find(*named(book_->routes, name));
  barred_ = false;
  if (!found.rep.empty()) {
    assign(place, found.rep, false, found.pool, name);
  } else if (!found.queue.empty()) {
    l_.seats[place].route = name;
    enqueue(found.queue, place, cause);
  } else {
    say("nobody could take it");
  }
}

void Step::assign(const std::string& place, const std::string& rep, bool manual, const std::string& pool, const std::string& route_name) {
  Holder& holder = l_.seats[place];
  const std::string before = holder.rep;
  const bool present = place == seat();
  if (!before.empty() && before != rep) l_.taken.emplace_back(before, now_);
  const Instant since = before == rep && !isMissing(holder.since) ? holder.since : now_;
  holder = {rep, since, manual, pool, route_name};
  if (!l_.queue.empty() && place == waitsFor()) leaveQueue();
  if (present && before != rep) owner_assigned_ = was_assigned_ = true;
  offerOn(place, rep);
}

/// The seat falls empty; `credit`: it was taken away, and the turn is given back.
void Step::release(const std::string& place, bool credit) {
  Holder& holder = l_.seats[place];
  if (holder.rep.empty()) return;
  if (credit) {
    if (!holder.pool.empty() && world_.person(holder.rep) != nullptr) {
      const Pool* pool = named(book_->pools, holder.pool);
      Turns::Member& member = world_.turns_.pools[holder.pool][holder.rep];
      if (pool != nullptr && world_.person(holder.rep)->team == pool->team && member.served > 0) --member.served;
    }
    l_.taken.emplace_back(holder.rep, now_);
  }
  holder = {{}, kMissing, false, {}, holder.route};
  offerOn(place, {});
}

std::string Step::routeOf(const std::string& place) const {
  const auto found = l_.seats.find(place);
  if (found != l_.seats.end() && named(book_->routes, found->second.route) != nullptr) return found->second.route;
  if (const Stage* stage = named(book_->stages, l_.stage))
    for (const Action& action : stage->enter)
      if (action.kind == Action::Kind::Route) return action.name;
  return {};
}

void Step::reassign(const Action& action, const Cause& cause) {
  const std::string place = seat();
  if (l_.seats[place].manual) {
    say("not taken from whom a person chose");
    return;
  }
  int& times = l_.reassigned[l_.stage];
  const std::string anew = routeOf(place);
  if ((action.limit > 0 && times >= action.limit) || anew.empty()) return act(action.otherwise, cause);
  ++times;
  say("reassigned");
  const std::string before = owner();
  release(place, true);
  route(anew, place, before.empty() && !l_.taken.empty() ? l_.taken.back().first : before, cause);
  if (owner().empty() && l_.queue.empty()) act(action.otherwise, cause);
}

// ---- queues

std::string Step::queueOwner(const std::string& queue) const {
  for (const Person& person : world_.roster_)
    if (person.active && person.role == named(book_->queues, queue)->role) return person.id;
  return {};
}

/// The seat that whoever takes it from its queue fills.
std::string Step::waitsFor() const { return l_.queue_for.empty() ? seat() : l_.queue_for; }

void Step::enqueue(const std::string& queue, const std::string& place, const Cause&) {
  if (place != seat()) say("the route of another seat ended in a queue");
  release(place, true);
  if (l_.queue == queue) return;
  const Instant since = !l_.queue.empty() && waitsFor() == place ? waitsSince("queue", l_.queued) : answered_at_;   // from one to the other it waits all the time
  leaveQueue();
  begins("queue", since);
  l_.queue = queue;
  l_.queue_for = place == seat() ? std::string() : place;
  l_.queued = now_;
  queued_ = true;
  say("queued");
  l_.queue_due = l_.queue_until = kMissing;
  l_.queue_whose.clear();
  waitFromNow();
}

/// Nobody has to take a lead that has ended; the time of its queue begins when it is open.
void Step::waitFromNow() {
  if (l_.queue.empty() || l_.final || !isMissing(l_.queue_until)) return;
  const Queue& info = *named(book_->queues, l_.queue);
  if (info.within.given) l_.queue_due = l_.queue_until = after(world_, *book_, info.within, now_, world_.calendarOf(*book_, queueOwner(l_.queue)));
}

void Step::leaveQueue() {
  if (l_.queue.empty()) return;
  const std::string queue = l_.queue;
  l_.queue.clear();
  l_.queue_for.clear();
  l_.queued = l_.queue_due = l_.queue_until = kMissing;
  closeClimbs("queue " + queue);
}

void Step::queueLate() {
  const Queue& info = *named(book_->queues, l_.queue);
  l_.queue_due = kMissing;
  l_.queue_whose = queueOwner(l_.queue);
  say("waited in a queue too long");
  if (!info.escalation.empty()) return escalate(info.escalation, {"queue " + info.name, world_.calendarOf(*book_, queueOwner(info.name)), {}});
  Who who;
  who.kind = Who::Kind::QueueOwner;
  word("notify", {}, {who});
}

// ---- what people say

void Step::claim(const Event& event) {
  if (l_.queue.empty()) return refuse("in no queue");
  const Person* person = world_.person(event.by);
  if (before(event, "queue", l_.queued)) return refuse("it was in no queue then");
  if (person == nullptr || !person->active) return refuse("nobody who could");
  say("claimed from a queue");
  if (!l_.final) count(event.by);
  const std::string place = waitsFor();
  overtaken(event, "seat " + place);
  if (place != seat()) say("claimed for another seat");
  assign(place, event.by, false, {}, l_.seats[place].route);
  if (owner().empty()) {   // it waited for another seat, and nobody had it
    say("claimed for two seats");
    overtaken(event, "seat " + seat());
    if (!l_.final) count(event.by);
    assign(seat(), event.by, false, {}, l_.seats[seat()].route);
  }
}

void Step::assignByPerson(const Event& event) {
  std::string place = seat();
  if (!event.name.empty() && event.name != "owner") {
    if (std::find(book_->seats.begin(), book_->seats.end(), event.name) == book_->seats.end()) return refuse("no such seat");
    place = event.name;
  }
  const Person* person = world_.person(event.value);
  if (person == nullptr || !person->active) return refuse("nobody who could");
  if (!event.by.empty() && world_.person(event.by) == nullptr) return refuse("nobody of the roster");
  const bool another = !l_.seats[place].rep.empty() && l_.seats[place].rep != event.value;
  if (another && l_.words.count("seat " + place) != 0 && std::min(event.at, now_) < l_.words["seat " + place]) {
    say("an assignment of later stands");
    told_owner_ = place == seat();
    return;
  }
  overtaken(event, "seat " + place);
  if (l_.seats[place].rep == event.value) {
    l_.seats[place].manual = true;
    told_owner_ = place == seat() && answered_at_ < now_ && answered_at_ < l_.seats[place].since;   // they had it before, as is told late
    if (told_owner_) say("who has a lead had been given it before, as was told late");
    return;
  }
  say("assigned by a person");
  if (!l_.final) count(event.value);
  assign(place, event.value, true, {}, l_.seats[place].route);
}

void Step::ownerLeft() {
  bool any = false;
  std::vector<std::string> places = book_->seats.empty() ? std::vector<std::string>{"owner"} : book_->seats;
  for (const std::string& place : places) {
    const std::string before = l_.seats[place].rep;
    const Person* person = before.empty() ? nullptr : world_.person(before);
    if (before.empty() || (person != nullptr && person->active)) continue;
    any = true;
    release(place, true);
    const std::string anew = place == seat() || !l_.seats[place].route.empty() ? routeOf(place) : std::string();
    if (l_.final || l_.set_aside || anew.empty()) continue;
    route(anew, place, before, {"owner left", book_->calendar, {}});
  }
  if (!any) return ignore("is there");
  say("the owner left");
  if (!l_.final && owner().empty() && l_.queue.empty() && !book_->queues.empty()) enqueue(l_.set_aside && !book_->rejected.empty() ? book_->rejected : book_->queues.front().name, seat(), {});
}

std::vector<std::string> Step::meant(const Who& who) const {
  std::vector<const Person*> found;
  switch (who.kind) {
    case Who::Kind::Owner: found.push_back(world_.person(owner())); break;
    case Who::Kind::Rep: found.push_back(world_.person(who.name)); break;
    case Who::Kind::Seat: {
      const auto seat_of = l_.seats.find(who.name);
      if (seat_of != l_.seats.end()) found.push_back(world_.person(seat_of->second.rep));
      break;
    }
    case Who::Kind::QueueOwner:
      if (!l_.queue.empty()) found.push_back(world_.person(queueOwner(l_.queue)));
      break;
    case Who::Kind::Role: {
      std::vector<const Person*> away;
      for (const Person& person : world_.roster_)
        if (person.active && person.role == who.name) (world_.here(person, now_) ? found : away).push_back(&person);
      if (found.empty()) found = away;
    }
  }
  std::vector<std::string> ids;
  for (const Person* person : found) {
    for (int up = 0; up < who.up && person != nullptr; ++up) person = person->manager.empty() ? nullptr : world_.person(person->manager);
    if (person != nullptr && person->active && std::find(ids.begin(), ids.end(), person->id) == ids.end()) ids.push_back(person->id);
  }
  return ids;
}

}  // namespace leadflow::lives
