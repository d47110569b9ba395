#include "runtime/calendar/calendar.hpp"

#include <algorithm>
#include <cstdio>

#include "runtime/calendar/year.hpp"
#include "runtime/value/duration.hpp"

namespace leadflow::calendar {
namespace {

constexpr int kMinutesPerDay = 24 * 60;
constexpr const char* kWeekdayNames[7] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

std::string clockText(int minutes) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%02d:%02d", minutes / 60, minutes % 60);
  return buffer;
}

std::string hoursProblem(const std::vector<DayHours>& hours, const std::string& where) {
  for (const DayHours& h : hours) {
    if (h.open < 0 || h.close < 0) return "the hours on " + where + " begin before midnight";
    const std::string text = "`" + clockText(h.open) + "-" + clockText(h.close) + "` on " + where;
    if (h.close <= h.open) return text + " ends before it begins";
    if (h.open > kMinutesPerDay) return text + " begins after the end of the day";
    if (h.close > 2 * kMinutesPerDay) return text + " runs past 48:00";
  }
  return {};
}

std::string ruleProblem(const HolidayRule& rule) {
  const std::string name = "the holiday `" + rule.name + "`";
  if (rule.until_year != 0 && rule.until_year < rule.from_year) return name + " ends before it begins";
  if (rule.weekday < 0 || rule.weekday > 6) return name + " names a weekday that does not exist";
  switch (rule.kind) {
    case RuleKind::Easter: return {};
    case RuleKind::NthWeekday:
      if (rule.nth < 1 || rule.nth > 5) return name + " counts to a weekday that no month has";
      [[fallthrough]];
    case RuleKind::LastWeekday:
      return rule.month >= 1 && rule.month <= 12 ? std::string{} : name + " names a month that does not exist";
    case RuleKind::Fixed:
    case RuleKind::WeekdayOnOrAfter:
    case RuleKind::WeekdayOnOrBefore:
    case RuleKind::Once: {
      // Any year for the yearly ones; a leap year, so that 29 February may be named.
      const int year = rule.kind == RuleKind::Once ? rule.from_year : 2000;
      const bool leap_day = rule.month == 2 && rule.day == 29;
      if (!validDate({year, rule.month, rule.day}) || (leap_day && rule.kind != RuleKind::Fixed && rule.kind != RuleKind::Once))
        return name + " names a day that does not exist";
      return {};
    }
  }
  return name + " is of an unknown kind";
}

}  // namespace

std::string validate(const CalendarRules& rules) {
  if (findTimeZone(rules.timezone) == nullptr) return "there is no time zone `" + rules.timezone + "`";
  for (std::size_t day = 0; day < 7; ++day)
    if (std::string problem = hoursProblem(rules.weekly[day], kWeekdayNames[day]); !problem.empty()) return problem;
  for (const HolidayRule& rule : rules.holidays)
    if (std::string problem = ruleProblem(rule); !problem.empty()) return problem;
  for (const SpecialRule& special : rules.special_rules) {
    if (std::string problem = ruleProblem(special.rule); !problem.empty()) return problem;
    if (std::string problem = hoursProblem(special.hours, "`" + special.rule.name + "`"); !problem.empty()) return problem;
  }
  for (const SpecialDay& special : rules.special_days) {
    std::string date;
    if (!validDate(special.date)) return "a special day has a date that does not exist";
    appendDate(date, special.date);
    if (std::string problem = hoursProblem(special.hours, date); !problem.empty()) return problem;
  }
  return {};
}

struct Calendar::Days {
  struct Override {
    std::int64_t day;
    int rank;  // the lowest rank of a day holds
    const std::vector<DayHours>* hours;
  };
  CalendarRules rules;
  std::vector<std::int64_t> holidays;     // local days, sorted
  std::int64_t holidays_end = INT64_MAX;  // the last of them, where none is by a rule for all years to come
  std::vector<Override> overrides;        // by day, one each

  explicit Days(CalendarRules of);
  Days(const Days&) = delete;
  Days& operator=(const Days&) = delete;
};

Calendar::Days::Days(CalendarRules of) : rules(std::move(of)) {
  static const std::vector<DayHours> kClosed;
  for (const Holiday& holiday : holidaysBetween(rules.holidays, kFirstYear, kLastYear)) {
    holidays.push_back(holiday.day);
    overrides.push_back({holiday.day, 2, &kClosed});
  }
  for (const SpecialDay& special : rules.special_days) {
    const std::int64_t day = daysFromCivil(special.date);
    if (special.hours.empty()) holidays.push_back(day);
    overrides.push_back({day, special.hours.empty() ? 0 : 1, &special.hours});
  }
  for (const SpecialRule& special : rules.special_rules)
    for (const Holiday& day : holidaysBetween({&special.rule, 1}, kFirstYear, kLastYear))
      overrides.push_back({day.day, 3, &special.hours});
  std::sort(holidays.begin(), holidays.end());
  const bool endless = std::any_of(rules.holidays.begin(), rules.holidays.end(), [](const HolidayRule& rule) { return rule.kind != RuleKind::Once && rule.until_year == 0; });
  if (!endless && !holidays.empty()) holidays_end = holidays.back();
  std::stable_sort(overrides.begin(), overrides.end(), [](const Override& x, const Override& y) {
    return x.day != y.day ? x.day < y.day : x.rank < y.rank;
  });
  overrides.erase(std::unique(overrides.begin(), overrides.end(),
                              [](const Override& x, const Override& y) { return x.day == y.day; }),
                  overrides.end());
}

std::shared_ptr<const Calendar> Calendar::bind(CalendarRules rules) {
  if (!validate(rules).empty()) return nullptr;
  const TimeZone* zone = findTimeZone(rules.timezone);
  return std::shared_ptr<const Calendar>(new Calendar(std::make_shared<const Days>(std::move(rules)), zone));
}

std::shared_ptr<const Calendar> Calendar::in(const TimeZone& zone) const { return std::shared_ptr<const Calendar>(new Calendar(days_, &zone)); }

Calendar::Calendar(std::shared_ptr<const Days> days, const TimeZone* zone) : days_(std::move(days)), zone_(zone) {
  year_starts_.reserve(kLastYear - kFirstYear + 2);
  for (int number = kFirstYear; number <= kLastYear + 1; ++number)
    year_starts_.push_back(toInstant(daysFromCivil({number, 1, 1}) * kDayMs, *zone_));
}

Calendar::~Calendar() {
  for (auto& slot : years_) delete slot.load(std::memory_order_acquire);
}

const std::vector<DayHours>* Calendar::hoursOn(std::int64_t local_day) const {
  const auto at = std::lower_bound(days_->overrides.begin(), days_->overrides.end(), local_day,
                                   [](const Days::Override& o, std::int64_t day) { return o.day < day; });
  if (at != days_->overrides.end() && at->day == local_day) return at->hours;
  return &days_->rules.weekly[static_cast<std::size_t>(weekday(local_day))];
}

std::unique_ptr<Calendar::Year> Calendar::build(int number) const {
  auto made = std::make_unique<Year>();
  const auto index = static_cast<std::size_t>(number - kFirstYear);
  made->start = year_starts_[index];
  made->end = year_starts_[index + 1];
  std::vector<Span> all;
  const std::int64_t first = daysFromCivil({number, 1, 1}), last = daysFromCivil({number, 12, 31});
  for (std::int64_t day = first - 1; day <= last; ++day) {
    OpenDay whole{day, INT64_MAX, INT64_MIN};
    for (const DayHours& hours : *hoursOn(day)) {
      Span span{toInstant(day * kDayMs + hours.open * kMinuteMs, *zone_),
                toInstant(day * kDayMs + hours.close * kMinuteMs, *zone_)};
      if (span.open >= span.close) continue;  // it lies where the clocks go forward
      whole.open = std::min(whole.open, span.open);
      whole.close = std::max(whole.close, span.close);
      span.open = std::max(span.open, made->start);
      span.close = std::min(span.close, made->end);
      if (span.open < span.close) all.push_back(span);
    }
    if (day >= first && whole.open < whole.close) made->days.push_back(whole);
  }
  std::sort(all.begin(), all.end(), [](const Span& x, const Span& y) { return x.open < y.open; });
  for (const Span& span : all) {
    if (!made->spans.empty() && span.open <= made->spans.back().close)
      made->spans.back().close = std::max(made->spans.back().close, span.close);
    else
      made->spans.push_back(span);
  }
  std::int64_t sum = 0;
  made->before.reserve(made->spans.size() + 1);
  for (const Span& span : made->spans) {
    made->before.push_back(sum);
    sum += span.close - span.open;
  }
  made->before.push_back(sum);
  return made;
}

const Calendar::Year* Calendar::year(int number) const {
  if (number < kFirstYear || number > kLastYear) return nullptr;
  std::atomic<const Year*>& slot = years_[static_cast<std::size_t>(number - kFirstYear)];
  const Year* known = slot.load(std::memory_order_acquire);
  if (known != nullptr) return known;
  // Two threads may build the same year; the first to publish wins and the other's work is dropped.
  std::unique_ptr<Year> made = build(number);
  if (slot.compare_exchange_strong(known, made.get(), std::memory_order_acq_rel)) return made.release();
  return known;
}

int Calendar::yearNumberAt(std::int64_t instant) const {
  if (instant < year_starts_.front()) return kFirstYear - 1;
  if (instant >= year_starts_.back()) return kLastYear + 1;
  // Years are nearly of one length, so the guess is right or next to right.
  constexpr std::int64_t kMeanYear = 146'097 * kDayMs / 400;
  auto i = std::min<std::size_t>(static_cast<std::size_t>((instant - year_starts_.front()) / kMeanYear), kLastYear - kFirstYear);
  while (instant < year_starts_[i]) --i;
  while (instant >= year_starts_[i + 1]) ++i;
  return kFirstYear + static_cast<int>(i);
}

bool Calendar::isOpen(std::int64_t instant) const {
  const Year* known = year(yearNumberAt(instant));
  if (known == nullptr) return false;
  const std::size_t i = known->find(instant);
  return i < known->spans.size() && known->spans[i].open <= instant;
}

std::optional<std::int64_t> Calendar::nextOpen(std::int64_t instant) const {
  for (int number = std::max(yearNumberAt(instant), kFirstYear); number <= kLastYear; ++number) {
    const Year* known = year(number);
    const std::size_t i = known->find(instant);
    if (i < known->spans.size()) return std::max(instant, known->spans[i].open);
  }
  return std::nullopt;
}

std::optional<std::int64_t> Calendar::nextClose(std::int64_t instant) const {
  bool goes_on = false;  // the span of the year before is open at its end
  std::int64_t close = 0;
  for (int number = std::max(yearNumberAt(instant), kFirstYear); number <= kLastYear; ++number) {
    const Year* known = year(number);
    const std::size_t i = known->find(instant);
    const bool continues = i < known->spans.size() && known->spans[i].open == known->start;
    if (goes_on && !continues) return close;
    if (i == known->spans.size()) continue;
    close = known->spans[i].close;
    if (close < known->end) return close;
    goes_on = true;
  }
  return std::nullopt;  // never again, or open without end
}

std::int64_t Calendar::openBetween(std::int64_t from, std::int64_t to) const {
  if (to < from) return -openBetween(to, from);
  const int first = std::max(yearNumberAt(from), kFirstYear), last = std::min(yearNumberAt(to), kLastYear);
  std::int64_t sum = 0;
  for (int number = first; number <= last; ++number) {
    const Year* known = year(number);
    sum += known->openBefore(std::min(to, known->end)) - known->openBefore(std::max(from, known->start));
  }
  return sum;
}

std::optional<std::int64_t> Calendar::addOpen(std::int64_t from, std::int64_t open_ms) const {
  if (open_ms < 0) return open_ms == INT64_MIN ? std::nullopt : subOpen(from, -open_ms);
  if (open_ms == 0) return nextOpen(from);
  for (int number = std::max(yearNumberAt(from), kFirstYear); number <= kLastYear; ++number) {
    const Year* known = year(number);
    const std::int64_t passed = known->openBefore(std::max(from, known->start));
    const std::int64_t left = known->before.back() - passed;
    if (open_ms > left) {
      open_ms -= left;
      continue;
    }
    // The first span whose end reaches the sum: landing on a closing time stays there.
    const std::int64_t target = passed + open_ms;
    const auto reach = std::lower_bound(known->before.begin() + 1, known->before.end(), target);
    const auto i = static_cast<std::size_t>(reach - known->before.begin()) - 1;
    return known->spans[i].open + (target - known->before[i]);
  }
  return std::nullopt;
}

bool Calendar::isHoliday(std::int64_t local_day) const {
  return std::binary_search(days_->holidays.begin(), days_->holidays.end(), local_day);
}

std::string Calendar::holidaysEndBefore(std::int64_t instant) const {
  if (days_->holidays_end == INT64_MAX || splitDays(toLocal(instant, *zone_)).days <= days_->holidays_end) return {};
  std::string text = " (the holidays of " + days_->rules.name + " are known until ";
  appendDate(text, civilFromDays(days_->holidays_end));
  return text + ")";
}

bool Calendar::isHolidayAt(std::int64_t instant) const { return isHoliday(splitDays(toLocal(instant, *zone_)).days); }

}  // namespace leadflow::calendar
