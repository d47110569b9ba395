// Where and with whom a random playbook lives: zone, calendars, reps, pools, queues, the names of what comes later.
#include "tests/lives/make/maker.hpp"

namespace leadflow::lives {

namespace {

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

}  // namespace

void Maker::frame() {
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

void Maker::people() {
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

void Maker::names() {
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
  if (has(Feature::Exacting) && r_.chance(40)) {
    if (r_.chance(75)) b_.required = {r_.pick(std::vector<Field>{Field::Size, Field::Company, Field::Due})};
    if (b_.required.empty() || r_.chance(60)) b_.strict = {r_.pick(std::vector<Field>{Field::Vip, Field::Email, Field::Callback})};
    if (r_.chance(70)) b_.rejected = r_.pick(b_.queues).name;
  }
  if (has(Feature::Schedules) && r_.chance(60))
    for (const char* pool : {"pa", "pb"})
      if (b_.every.empty() || r_.chance(30)) b_.every.push_back({r_.between(6, 20) * 60, pool, r_.chance(50) ? r_.between(1, 2) : 0});
  if (has(Feature::Milestones) && r_.chance(40)) b_.milestones.push_back({"grown", condition(1, false)});
}

}  // namespace leadflow::lives
