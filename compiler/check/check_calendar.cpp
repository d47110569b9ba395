// Calendars: when a team works.
//
//     calendar emea_desk { timezone "Europe/Berlin"  hours mon..thu 09:00-18:00, fri 09:00-12:00 13:00-16:00  holidays germany
//                          holidays from "data/company.csv"   closed 2026-12-24 "Christmas Eve"   on 2026-12-31 09:00-12:00 }
//
// A file of holidays has a column `date` (and perhaps `name`), or no header and the dates in its first column.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "compiler/check/data_file.hpp"
#include "compiler/diag/suggest.hpp"

namespace leadflow::check {
namespace {

using calendar::CalendarRules;
using calendar::DayHours;
using diag::Code;

constexpr std::string_view day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::string clock(int minutes) {
  const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return two(minutes / 60 % 24) + ':' + two(minutes % 60);
}

/// Adds spans to a day; false after a report about hours that overlap.
bool addHours(Context& context, std::vector<DayHours>& day, const std::vector<std::pair<int, int>>& spans, Span span, std::string_view name) {
  for (const auto& [open, close] : spans) {
    if (open >= close || open < 0 || open > 1440 || close > 2880) {
      context.error(Code::OverlappingHours, span, "the hours " + clock(open) + "-" + clock(close) + " end before they begin");
      return false;
    }
    for (const DayHours& other : day)
      if (open < other.close && other.open < close) {
        context.error(Code::OverlappingHours, span, "the hours " + clock(open) + "-" + clock(close) + " overlap others of " + std::string(name))
            .note(std::string(name) + " is open " + clock(other.open) + "-" + clock(other.close) + " already");
        return false;
      }
    day.push_back({static_cast<std::int16_t>(open), static_cast<std::int16_t>(close)});
  }
  std::sort(day.begin(), day.end(), [](const DayHours& a, const DayHours& b) { return a.open < b.open; });
  return true;
}

std::optional<CivilDate> dateOf(std::string_view text) {
  const auto instant = parseInstant(text, utcZone(), {});
  if (!instant) return std::nullopt;
  return civilFromDays(splitDays(*instant).days);
}

bool addZone(Context& context, const syntax::Calendar& syntax, CalendarRules& rules) {
  if (syntax.timezone.empty()) {
    rules.timezone = context.program.timezone;
    return true;
  }
  rules.timezone = syntax.timezone;
  if (findTimeZone(syntax.timezone)) return true;
  auto& finding = context.error(Code::UnknownTimezone, syntax.timezone_span, "there is no time zone " + backticked(syntax.timezone));
  if (const std::string near = nearestTimeZone(syntax.timezone); !near.empty())
    finding.withHelp("did you mean " + backticked(near) + "?").edit(syntax.timezone_span, '"' + near + '"');
  else
    finding.withHelp("write the name of a city's zone, such as `Europe/Berlin`");
  return false;
}

bool addWeek(Context& context, const syntax::Calendar& syntax, const Entity& entity, CalendarRules& rules) {
  bool good = true;
  for (const syntax::Hours& hours : syntax.hours)
    for (int day = hours.first_day;; day = (day + 1) % 7) {  // `sat..tue` runs over the week's end
      good = addHours(context, rules.weekly[static_cast<std::size_t>(day)], hours.spans, hours.span, day_names[day]) && good;
      if (day == hours.last_day) break;
    }
  if (syntax.hours.empty() && syntax.special.empty()) {
    context.error(Code::CalendarWithoutHours, entity.span, "the calendar " + backticked(entity.name) + " is never open")
        .withHelp("add its hours: `hours mon..fri 09:00-17:30`");
    good = false;
  }
  return good;
}

bool addHolidaySets(Context& context, const syntax::Calendar& syntax, Scope& scope, CalendarRules& rules) {
  bool good = true;
  for (const syntax::Name& name : syntax.holidays) {
    const Entity* set = context.names.find(scope, Space::Holidays, name.text, name.span, context.diags);
    if (set && calendar::appendHolidaySet(set->name, rules.holidays)) continue;
    good = false;
    auto& finding = context.error(Code::UnknownHolidays, name.span, "there is no set of holidays " + backticked(name.text));
    std::vector<std::string_view> known;
    bool exists = false;
    for (const calendar::HolidaySet& other : calendar::holidaySets()) {
      known.push_back(other.name);
      exists = exists || other.name == name.text;
    }
    if (exists && !set) finding.withHelp("add `use std.calendars` to this file");
    else if (const std::string_view near = diag::suggest(name.text, known); !near.empty())
      finding.withHelp("did you mean " + backticked(near) + "?").edit(name.span, std::string(near));
    else finding.withHelp("name one of `std.calendars`, such as `us_federal`, or read dates with `holidays from \"file.csv\"`");
  }
  return good;
}

bool addHolidayFile(Context& context, const syntax::FileRef& from, CalendarRules& rules) {
  const std::unique_ptr<DataFile> file = readDataFile(context, from);
  if (!file) return false;
  int date_column = file->column("date"), name_column = file->column("name");
  std::size_t first_row = 1;
  if (date_column < 0) {
    if (!dateOf(file->row(0)[0].text)) {
      findColumn(context, *file, "date", from.span, "holidays");
      return false;
    }
    date_column = 0;
    name_column = file->row(0).size() > 1 ? 1 : -1;
    first_row = 0;
  }
  if (first_row > 0) noteUnreadColumns(context, *file, std::array{date_column, name_column}, from.span, "the calendar");
  CellReports reports(context);
  for (std::size_t i = first_row; i < file->rows(); ++i) {
    const auto row = file->row(i);
    const auto column = static_cast<std::size_t>(date_column);
    const auto date = column < row.size() ? dateOf(row[column].text) : std::nullopt;
    if (!date) {
      const Span span = column < row.size() ? row[column].span : file->rowSpan(i);
      if (auto* finding = reports.report(Code::DataCell, span, column < row.size() ? backticked(row[column].text) + " is not a date" : "this row has no date"))
        finding->withHelp("write year-month-day, such as `2026-12-24`");
      continue;
    }
    const bool already = std::any_of(rules.special_days.begin(), rules.special_days.end(), [&](const auto& day) { return day.date == *date; });
    if (already) continue;  // two files may list the same day
    const bool named = name_column >= 0 && static_cast<std::size_t>(name_column) < row.size();
    rules.special_days.push_back({*date, {}, named ? std::string(row[static_cast<std::size_t>(name_column)].text) : std::string()});
  }
  return reports.finish();
}

bool addDays(Context& context, const syntax::Calendar& syntax, CalendarRules& rules) {
  bool good = true;
  std::unordered_map<std::int64_t, Span> seen;
  std::vector<calendar::SpecialDay> days;
  const auto add = [&](const syntax::Calendar::Day& day, bool closed) {
    const auto date = dateOf(day.date);
    if (!date) {
      context.error(Code::BadDate, day.span, "there is no date " + backticked(day.date)).withHelp("write year-month-day, such as `2026-12-24`");
      good = false;
      return;
    }
    const auto [place, added] = seen.emplace(daysFromCivil(*date), day.span);
    if (!added) {
      context.error(Code::RepeatedDay, day.span, backticked(day.date) + " stands twice in the calendar").label(place->second, "the first is here");
      good = false;
      return;
    }
    calendar::SpecialDay special{*date, {}, day.text};
    if (!closed) good = addHours(context, special.hours, day.spans, day.span, day.date) && good;
    days.push_back(std::move(special));
  };
  for (const auto& day : syntax.closed) add(day, true);
  for (const auto& day : syntax.special) add(day, false);
  // What the calendar says itself wins over a file.
  std::erase_if(rules.special_days, [&](const auto& listed_day) { return seen.count(daysFromCivil(listed_day.date)) != 0; });
  rules.special_days.insert(rules.special_days.end(), days.begin(), days.end());
  return good;
}

}  // namespace

bool checkCalendar(Context& context, Entity& entity) {
  const auto& syntax = entity.as<syntax::Calendar>();
  const std::uint32_t index = context.indexOf(entity);
  CalendarRules rules;
  rules.name = context.program.calendars[index].name;
  bool good = addZone(context, syntax, rules);
  good = addWeek(context, syntax, entity, rules) && good;
  good = addHolidaySets(context, syntax, *entity.scope, rules) && good;
  for (const syntax::FileRef& from : syntax.holiday_files) good = addHolidayFile(context, from, rules) && good;
  good = addDays(context, syntax, rules) && good;
  if (good)
    if (const std::string problem = calendar::validate(rules); !problem.empty()) {
      context.error(Code::OverlappingHours, entity.span, "the calendar " + backticked(entity.name) + " cannot be used: " + problem);
      good = false;
    }
  context.program.calendars[index].rules = std::move(rules);
  return good;
}

}  // namespace leadflow::check
