// What repeats by the calendar: a rebalance moves the newest open leads from who has most of a pool to who has fewest.
//
//     every day 12:00 { rebalance pa, at most 1 moves a rep }      ana 3, ben 1: one of hers, the newest, is his
#include <algorithm>

#include "runtime/value/duration.hpp"
#include "runtime/value/instant.hpp"
#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

/// Planned anew when a version comes into force: the next time of day, in the playbook's zone, behind now.
void Interpreter::planSchedules(Instant now) {
  every_.clear();
  for (const Rebalance& each : versions_[static_cast<std::size_t>(present_)].every) every_.push_back(nextDay(each, now));
}

Instant Interpreter::nextDay(const Rebalance& line, Instant behind) const {
  const TimeZone& zone = *findTimeZone(versions_[static_cast<std::size_t>(present_)].zone);
  for (std::int64_t day = splitDays(toLocal(behind, zone)).days;; ++day)
    if (const Instant at = toInstant(day * kDayMs + line.minute * kMinuteMs, zone); at > behind) return at;
}

void Interpreter::rebalance(std::size_t index, Instant now) {
  const Playbook& book = versions_[static_cast<std::size_t>(present_)];
  const Rebalance line = book.every[index];
  every_[index] = nextDay(line, now);
  struct Load {
    std::string rep;
    std::vector<const Life*> open;   ///< the newest first
    int moved = 0;
  };
  std::vector<Load> loads;
  for (const Person& each : roster_)
    if (each.team == named(book.pools, line.pool)->team && here(each, now)) loads.push_back({each.id, {}, 0});
  for (const auto& [id, life] : lives_)
    for (Load& load : loads)
      if (life.inFlight() && Step(*this, lives_[id], now).owner() == load.rep) load.open.push_back(&life);
  for (Load& load : loads)
    std::sort(load.open.begin(), load.open.end(), [](const Life* a, const Life* b) { return a->created != b->created ? a->created > b->created : a->id < b->id; });
  for (;;) {
    Load *most = nullptr, *least = nullptr;
    for (Load& load : loads) {
      if (line.limit > 0 && load.moved >= line.limit) continue;
      if (most == nullptr || load.open.size() > most->open.size()) most = &load;
      if (least == nullptr || load.open.size() < least->open.size()) least = &load;
    }
    if (most == nullptr || most->open.size() < least->open.size() + 2) return;
    Event event;
    event.kind = Kind::Rebalanced;
    event.lead = most->open.front()->id;
    event.at = now;
    event.by = most->rep;
    event.value = least->rep;
    lives_[event.lead].waiting.push_back(event);
    least->open.push_back(most->open.front());
    most->open.erase(most->open.begin());
    ++most->moved, ++least->moved;
  }
}

/// The calendar's word, not a person's: it may be taken again. Nothing happens where the lead has meanwhile gone elsewhere.
void Step::rebalanced(const Event& event) {
  const std::string place = seat();
  const Person* person = world_.person(event.value);
  if (l_.final || l_.seats[place].rep != event.by || person == nullptr || !person->active) return ignore("not to be moved any more");
  say("moved by rebalance");
  count(event.value);
  assign(place, event.value, false, {}, l_.seats[place].route);
}

}  // namespace leadflow::lives
