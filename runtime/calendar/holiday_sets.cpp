// The sets of holidays.def: rows to rules.
#include <algorithm>
#include <iterator>

#include "runtime/calendar/holiday_rule.hpp"

namespace leadflow::calendar {
namespace {

enum class RowKind : std::uint8_t { Set, Extends, Rule };
enum Weekday : std::int8_t { Mon, Tue, Wed, Thu, Fri, Sat, Sun };

// What FIXED, NTH, … of the table stand for.
struct When {
  RuleKind kind;
  int month, day, weekday, nth, offset;
};
constexpr When FIXED(int month, int day) { return {RuleKind::Fixed, month, day, 0, 0, 0}; }
constexpr When NTH(int nth, Weekday weekday, int month) { return {RuleKind::NthWeekday, month, 0, weekday, nth, 0}; }
constexpr When LAST(Weekday weekday, int month) { return {RuleKind::LastWeekday, month, 0, weekday, 0, 0}; }
[[maybe_unused]] constexpr When ON_OR_AFTER(Weekday weekday, int month, int day) {
  return {RuleKind::WeekdayOnOrAfter, month, day, weekday, 0, 0};
}
constexpr When ON_OR_BEFORE(Weekday weekday, int month, int day) {
  return {RuleKind::WeekdayOnOrBefore, month, day, weekday, 0, 0};
}
constexpr When EASTER(int offset) { return {RuleKind::Easter, 0, 0, 0, 0, offset}; }

struct Row {
  RowKind kind;
  std::string_view name;   // of the set, of the set that is extended, of the holiday
  std::string_view title;  // Set
  When when{};
  Observed observed = Observed::AsIs;
  int from_year = 0, until_year = 0;
};

constexpr Row kRows[] = {
#define SET(name, title) {RowKind::Set, #name, title},
#define EXTENDS(name) {RowKind::Extends, #name, ""},
#define DAY(name, when, observed) {RowKind::Rule, name, "", when, Observed::observed},
#define SPAN(name, when, observed, from, until) {RowKind::Rule, name, "", when, Observed::observed, from, until},
#define ONCE(name, year, month, day) \
  {RowKind::Rule, name, "", {RuleKind::Once, month, day, 0, 0, 0}, Observed::AsIs, year, year},
#include "runtime/calendar/holidays.def"
#undef SET
#undef EXTENDS
#undef DAY
#undef SPAN
#undef ONCE
};

const Row* findSet(std::string_view name) {
  const Row* row = std::find_if(std::begin(kRows), std::end(kRows),
                                [&](const Row& r) { return r.kind == RowKind::Set && r.name == name; });
  return row == std::end(kRows) ? nullptr : row;
}

// INVARIANT: the table extends earlier sets only, so this ends.
void appendRules(const Row* set, std::vector<HolidayRule>& rules) {
  for (const Row* row = set + 1; row != std::end(kRows) && row->kind != RowKind::Set; ++row) {
    if (row->kind == RowKind::Extends) {
      const Row* base = findSet(row->name);
      if (base != nullptr && base < set) appendRules(base, rules);
      continue;
    }
    HolidayRule rule;
    rule.kind = row->when.kind;
    rule.observed = row->observed;
    rule.from_year = static_cast<std::int16_t>(row->from_year);
    rule.until_year = static_cast<std::int16_t>(row->until_year);
    rule.month = static_cast<std::int8_t>(row->when.month);
    rule.day = static_cast<std::int8_t>(row->when.day);
    rule.weekday = static_cast<std::int8_t>(row->when.weekday);
    rule.nth = static_cast<std::int8_t>(row->when.nth);
    rule.offset = static_cast<std::int16_t>(row->when.offset);
    rule.name = row->name;
    // Two sets of one country share rules; once is enough, or each copy would ask for a substitute day of its own.
    if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(std::move(rule));
  }
}

}  // namespace

std::span<const HolidaySet> holidaySets() {
  static const std::vector<HolidaySet> sets = [] {
    std::vector<HolidaySet> all;
    for (const Row& row : kRows)
      if (row.kind == RowKind::Set && !row.title.empty()) all.push_back({row.name, row.title});
    return all;
  }();
  return sets;
}

bool appendHolidaySet(std::string_view name, std::vector<HolidayRule>& rules) {
  const Row* set = findSet(name);
  if (set == nullptr || set->title.empty()) return false;
  appendRules(set, rules);
  return true;
}

}  // namespace leadflow::calendar
