// What is told late on purpose: beginnings behind their answers, stops behind beginnings, words of people behind later ones, answers to
// what began only behind them.
#include <algorithm>
#include <functional>

#include "tests/lives/make/teller.hpp"

namespace leadflow::lives {

/// What begins a clock is told after what answers it.
void Teller::answeredBefore(const std::string& id, Instant at) {
  for (const Sla& sla : b_.slas)
    for (const Trigger& trigger : sla.starts) {
      if (trigger.kind != Trigger::Kind::Touch) continue;
      Event& start = add(Kind::Activity, id, some(at));
      start.act = trigger.act, start.where = trigger.where;
      late_first_.push_back(start.id);
      const Instant from = start.at;
      if (r_.chance(85)) {   // what is known to have begun it came behind it
        Event& known_start = add(Kind::Activity, id, from + r_.between(1, 24) * kHour / 2);
        known_start.act = trigger.act, known_start.where = trigger.where;
      }
      Event& answer = add(Kind::Activity, id, from + r_.below(10) * kHour / 2);
      answer.act = Act::Call, answer.where = r_.below(2), answer.by = someRep();
      add(Kind::Updated, id, answer.at + r_.between(1, 20) * kHour).record.push_back(someField(from));
      return;
    }
}

/// Something that keeps a clock from beginning, told when it has begun; a call of before somebody else got an offer, told afterwards.
void Teller::doneBefore(const std::string& id, Instant at) {
  const auto early = [&](Act act, const std::string& by) {
    Event& touch = add(Kind::Activity, id, at + r_.below(6) * kHour);
    touch.act = act, touch.by = by;
    if (act == Act::Call) touch.where = 0;
    late_first_.push_back(touch.id);
    add(Kind::Updated, id, touch.at + r_.between(10, 72) * kHour).record.push_back(someField(touch.at));
  };
  const auto asked = [](const Condition& when) { return when.is == Condition::Is::All ? when.of.front() : when; };
  for (const Sla& sla : b_.slas)
    for (const Trigger& trigger : sla.stops)
      if (trigger.kind == Trigger::Kind::Holds && asked(trigger.when).is == Condition::Is::Had && r_.chance(80)) return early(asked(trigger.when).act, someRep());
  if (b_.handoffs.empty() || !r_.chance(50)) return;
  early(Act::Call, {});
  Event& given = add(Kind::Assigned, id, at + r_.between(6, 30) * kHour);
  given.value = someRep(), given.by = "max";
  given.name = b_.handoffs.front().to;
}

/// Told late, beside a value of some other time that everybody agrees on.
void Teller::tellLate(const Event& event) {
  const std::string lead = event.lead;
  const Instant at = event.at;
  late_first_.push_back(event.id);
  add(Kind::Updated, lead, at + r_.between(6, 72) * kHour).record.push_back(someField(at));
}

/// The earlier one of two words of people is told late; and answers that come before what they answer.
void Teller::wordsBefore(const std::string& id, Instant at) {
  const auto somebody = [&] { return r_.chance(60) ? std::string(r_.chance(50) ? "max" : "dora") : someRep(); };
  const auto word = [&](Kind kind, Instant when) -> Event& {
    Event& event = add(kind, id, when);
    event.by = somebody();
    return event;
  };
  const auto twice = [&](const std::function<void(Event&)>& say, Kind kind) {
    const Instant first = at + r_.between(1, 60) * kHour / 2, then = first + r_.between(1, 60) * kHour / 2;
    say(word(kind, then));
    Event& before = word(kind, first);
    say(before);
    tellLate(before);
  };
  if (r_.chance(25)) {
    twice([&](Event& event) {
      std::vector<std::string> ways;
      for (const Stage& stage : b_.stages)
        for (const Line& line : stage.lines)
          if (line.by_person) ways.push_back(line.to);
      event.name = ways.empty() ? r_.pick(b_.stages).name : r_.pick(ways);
      event.reason = "no_fit";
    }, Kind::Moved);
  }
  if (r_.chance(15)) twice([&](Event& event) { event.value = someRep(), event.by = "max"; }, Kind::Assigned);
  if (!b_.checklists.empty() && r_.chance(40)) twice([&](Event& event) { event.name = "bant", event.answers = {{"budget", r_.below(2)}}; }, Kind::Answered);
  if (!b_.handoffs.empty() && r_.chance(40)) twice([&](Event& event) { event.name = r_.chance(50) ? "pass_on" : ""; }, Kind::Accepted);

  const Instant early = at + r_.below(30) * kHour / 2;
  if (!b_.handoffs.empty() && r_.chance(25)) {
    Event& answer = word(r_.chance(60) ? Kind::Accepted : Kind::Rejected, early);
    answer.reason = answer.kind == Kind::Rejected ? "no_fit" : "";
    tellLate(answer);
  }
  if (!b_.approvals.empty() && r_.chance(25)) {
    Event& answer = word(Kind::Decided, early);
    answer.name = "terms", answer.value = r_.chance(50) ? "granted" : "refused";
    tellLate(answer);
  }
  if (!b_.escalations.empty() && r_.chance(25)) tellLate(word(r_.chance(50) ? Kind::Acknowledged : Kind::Resolved, early));
  if (!b_.queues.empty() && r_.chance(15)) tellLate(word(Kind::Claimed, early));
}

}  // namespace leadflow::lives
