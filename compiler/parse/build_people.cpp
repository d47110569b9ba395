// Calendars, rosters, pools, queues.
#include <array>

#include "compiler/parse/build.hpp"

namespace leadflow::parse {
namespace {

constexpr int minutes_a_day = 24 * 60;

int dayNumber(std::string_view day) {
  constexpr std::array<std::string_view, 7> days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  for (std::size_t i = 0; i < days.size(); ++i)
    if (days[i] == day) return static_cast<int>(i);
  return 0;
}

/// 09:00-17:30; a close at or before the opening is on the next day.
void addSpan(Node time_span, std::vector<std::pair<int, int>>& into) {
  int open = -1, close = -1;
  for (const Node time : time_span.children()) (open < 0 ? open : close) = buildClockTime(time);
  if (open < 0 || close < 0) return;
  if (close <= open) close += minutes_a_day;
  into.emplace_back(open, close);
}

syntax::Hours buildHours(Node group) {
  syntax::Hours hours;
  hours.span = group.span();
  bool first = true;
  for (const Node child : group.children()) {
    if (child.is(Kind::day_name)) {
      hours.last_day = dayNumber(child.text());
      if (first) hours.first_day = hours.last_day;
      first = false;
    } else {
      addSpan(child, hours.spans);
    }
  }
  return hours;
}

syntax::Calendar::Day buildDay(Node line) {
  syntax::Calendar::Day day;
  day.span = line.span();
  for (const Node child : line.children()) {
    if (child.is(Kind::calendar_day)) day.date = buildInstant(child)->text;
    else if (child.is(Kind::time_span)) addSpan(child, day.spans);
    else day.text = buildText(child);
  }
  return day;
}

}  // namespace

syntax::Calendar buildCalendar(Node node) {
  syntax::Calendar calendar;
  calendar.name = buildName(node.find(Kind::name));
  for (const Node statement : node.children()) {
    if (!statement.is(Kind::calendar_statement)) continue;
    const Node line = statement.first();
    switch (line.kind()) {
      case Kind::timezone_line:
        if (calendar.timezone_span.known()) repeated(line, "timezone");
        calendar.timezone = buildText(line.first());
        calendar.timezone_span = line.first().span();
        break;
      case Kind::hours_line:
        for (const Node group : line.children()) calendar.hours.push_back(buildHours(group));
        break;
      case Kind::holidays_line:
        if (line.first().is(Kind::file_ref)) {
          calendar.holiday_files.push_back(buildFileRef(line.first()));
        } else {
          for (syntax::Name& name : buildNames(line)) calendar.holidays.push_back(std::move(name));
        }
        break;
      case Kind::closed_line: calendar.closed.push_back(buildDay(line)); break;
      case Kind::special_line: calendar.special.push_back(buildDay(line)); break;
      default: break;
    }
  }
  return calendar;
}

syntax::Roster buildRoster(Node node) {
  syntax::Roster roster;
  roster.from = buildFileRef(node.find(Kind::file_ref));
  for (const Node child : node.children()) {
    if (!child.is(Kind::roster_entry)) continue;
    syntax::RosterEntry entry;
    entry.span = child.span();
    entry.id = buildName(child.find(Kind::name));
    entry.properties = buildProperties(child, Kind::roster_property);
    roster.entries.push_back(std::move(entry));
  }
  return roster;
}

syntax::Pool buildPool(Node node) {
  syntax::Pool pool;
  pool.name = buildName(node.find(Kind::name));
  pool.where = buildChildCondition(node);
  return pool;
}

syntax::Queue buildQueue(Node node) {
  syntax::Queue queue;
  queue.name = buildName(node.find(Kind::name));
  for (const Node statement : node.children()) {
    if (!statement.is(Kind::queue_statement)) continue;
    const Node line = statement.first();
    if (line.is(Kind::queue_owner)) {
      if (queue.owner) repeated(line, "owner");
      queue.owner_is_role = static_cast<bool>(line.find(Kind::owner_role));
      queue.owner = buildName(line.find(Kind::name));
    } else if (line.is(Kind::queue_within)) {
      if (queue.within) repeated(line, "within");
      queue.within = buildChildSum(line);
      if (const Node escalate = line.find(Kind::queue_escalate)) queue.escalate = buildName(escalate.first());
    } else {
      queue.text = buildText(line);
    }
  }
  return queue;
}

}  // namespace leadflow::parse
