// The reference by itself: one life, worked out by hand, told by an interpreter that is linked with values and calendars only.
#include <cstdio>

#include "runtime/value/instant.hpp"
#include "tests/lives/reference/interpreter.hpp"

using namespace leadflow;
using namespace leadflow::lives;

namespace {

Instant at(int day, int hour, int minute = 0) { return ((daysFromCivil({2026, 3, 2}) + day - 2) * 24 + hour) * 3'600'000 + minute * 60'000; }

/// Office hours 09:00-17:00; New { enter { route go }; to Done by owner }; four business hours from an assignment to a call.
Playbook playbook() {
  Playbook book;
  CalendarSaid office;
  office.name = office.rules.name = "office";
  for (std::size_t day = 0; day < 5; ++day) office.rules.weekly[day] = {{540, 1020}};
  book.calendars = {office};
  book.calendar = "office";
  book.outreach = {Act::Call};
  book.pools = {{"p", "a"}};
  Route go;
  go.name = "go";
  Choice turn;
  turn.name = "p";
  Rule all;
  all.name = "all";
  all.choices = {turn};
  go.rules = {all};
  book.routes = {go};
  Stage first, done;
  first.name = "New";
  first.initial = true;
  Action route;
  route.kind = Action::Kind::Route;
  route.name = "go";
  first.enter = {route};
  Line by_owner;
  by_owner.to = "Done";
  by_owner.by_person = true;
  first.lines = {by_owner};
  done.name = "Done";
  done.final = true;
  book.stages = {first, done};
  Sla sla;
  sla.name = "answer";
  sla.starts = {Trigger{}};
  Trigger call;
  call.kind = Trigger::Kind::Touch;
  call.outreach = true;
  sla.stops = {call};
  Target target;
  target.span = {true, true, 0, 4 * 3'600'000};
  sla.targets = {target};
  Point half, whole;
  half.percent = 50;
  Action remind;
  remind.kind = Action::Kind::Remind;
  remind.text = "t-half";
  half.actions = {remind};
  whole.actions = {};
  sla.points = {half, whole};
  book.slas = {sla};
  return book;
}

Event event(const char* id, Kind kind, const char* lead, Instant when) {
  Event made;
  made.id = id;
  made.kind = kind;
  made.lead = lead;
  made.at = when;
  return made;
}

}  // namespace

int main() {
  Person ana, ben;
  ana.id = "ana", ana.team = "a";
  ben.id = "ben", ben.team = "a";
  Interpreter it({playbook()}, {ana, ben}, at(2, 0));
  // Monday 15:00, so half is at 17:00 (the closing) and due at 11:00 on Tuesday; answered at 10:59.
  Event call = event("e3", Kind::Activity, "A", at(3, 10, 59));
  call.by = "ana";
  // Monday 13:00: due at 17:00, and answered at 20:00, when no open time has passed: missed all the same.
  Event late = event("e4", Kind::Activity, "B", at(2, 20));
  Event move = event("e5", Kind::Moved, "A", at(3, 12));
  move.name = "Done";
  move.by = "ben";
  Event refused = event("e6", Kind::Moved, "B", at(3, 12));
  refused.name = "Done";
  refused.by = "ben";
  it.deliver({event("e1", Kind::Created, "A", at(2, 15)), event("e2", Kind::Created, "B", at(2, 13)), call, late, move, refused});
  it.runUntil(at(6, 0));
  const char* const expected[] = {
      "A | clock answer met from 2026-03-02T15:00:00Z stopped 2026-03-03T10:59:00Z after 14340 s by ana runs 1 met 1 missed 0",
      "A | did call 1",
      "A | effect 2026-03-02T17:00:00Z remind  to ben: t-half",
      "A | final",
      "A | seat owner ben since 2026-03-02T15:00:00Z",
      "A | stage Done since 2026-03-03T12:00:00Z",
      "A | visits New Done",
      "B | clock answer missed from 2026-03-02T13:00:00Z stopped 2026-03-02T20:00:00Z after 14400 s by ana runs 1 met 0 missed 1",
      "B | did call 1",
      "B | effect 2026-03-02T15:00:00Z remind  to ana: t-half",
      "B | seat owner ana since 2026-03-02T13:00:00Z",
      "B | stage New since 2026-03-02T13:00:00Z",
      "B | visits New",
      "refused e6",
      "turns p ana 1",
      "turns p ben 1",
  };
  bool right = true;
  const std::vector<std::string> facts = it.facts();
  for (std::size_t i = 0; i < std::max(facts.size(), std::size(expected)); ++i) {
    const std::string is = i < facts.size() ? facts[i] : "(nothing)", should = i < std::size(expected) ? expected[i] : "(nothing)";
    if (is == should) continue;
    std::printf("is:     %s\nshould: %s\n", is.c_str(), should.c_str());
    right = false;
  }
  std::printf("%zu facts of two leads, %s\n", facts.size(), right ? "as worked out by hand" : "not as worked out by hand");
  return right ? 0 : 1;
}
