// Calendars: when a team works. Business time, `us_sales is open`, and the hours in which a rep is available.
//
//     calendar emea_desk { timezone "Europe/Berlin"  hours mon..thu 09:00-18:00, fri 09:00-12:00 13:00-16:00  holidays germany }
//     after_hours when us_sales is closed -> round robin sdr_emea available
//
// CalendarRules is what the playbook says: plain data that a compiled playbook carries. A Calendar is made of it when a
// playbook is loaded and answers in UTC. Hours are local: 09:00 is 09:00 on the wall clock in winter and in summer. They belong
// to the day on which they open: a night shift 22:00-30:00 on a Friday runs into Saturday, and goes on into a holiday.
//
// Spans are worked out a year at a time, when first asked for, and kept: sorted, disjoint, with the open time before each,
// so every question is a binary search, sums over months included.
//
// A business day is not a number of hours: `2 business days` are the same time of day two open days later (business_days.cpp
// and docs/adr/0012-business-time.md say what that means after hours, on half days and at night).
// INVARIANT: a shared const Calendar may be asked by any number of threads at once.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/calendar/holiday_rule.hpp"
#include "runtime/value/slot.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow::calendar {

// Open from `open` (0..1440) to `close` (at most 2880: 48:00), in minutes after the local midnight that begins the day.
struct DayHours {
  std::int16_t open = 0, close = 0;
  friend bool operator==(const DayHours&, const DayHours&) = default;
};

// A single date: closed when `hours` is empty, else open at those hours only.
struct SpecialDay {
  CivilDate date{};
  std::vector<DayHours> hours;
  std::string name;
  friend bool operator==(const SpecialDay&, const SpecialDay&) = default;
};

// Other hours on the days of a rule: Christmas Eve 09:00-12:00, the day after Thanksgiving closed (no hours).
struct SpecialRule {
  HolidayRule rule;
  std::vector<DayHours> hours;
  friend bool operator==(const SpecialRule&, const SpecialRule&) = default;
};

// What holds on a day, the first of: a special day that is closed, a special day with hours, a holiday, a special rule, the
// weekly hours. So a date named in the playbook wins over a rule for all years.
struct CalendarRules {
  std::string name;                              // "us_sales"
  std::string timezone = "UTC";                  // IANA name
  std::array<std::vector<DayHours>, 7> weekly;   // 0 Monday .. 6 Sunday
  std::vector<HolidayRule> holidays;             // closed all day
  std::vector<SpecialDay> special_days;          // closed dates, and dates with hours of their own
  std::vector<SpecialRule> special_rules;        // hours of their own by rule
  friend bool operator==(const CalendarRules&, const CalendarRules&) = default;
};

// Why the rules cannot be bound (an unknown zone, hours that end before they begin), in words for the user; empty if they can.
std::string validate(const CalendarRules& rules);

// Open from `open` to before `close`, instants in milliseconds.
struct Span {
  std::int64_t open, close;
  friend bool operator==(const Span&, const Span&) = default;
};

// A day on which a calendar opens: its local date as days since 1970-01-01, its first opening and its last closing.
struct OpenDay {
  std::int64_t day, open, close;
  friend bool operator==(const OpenDay&, const OpenDay&) = default;
};

class Calendar {
 public:
  // nullptr when validate(rules) has something to say.
  static std::shared_ptr<const Calendar> bind(CalendarRules rules);
  ~Calendar();
  Calendar(const Calendar&) = delete;
  Calendar& operator=(const Calendar&) = delete;

  // The same days and hours on the clocks of another zone.
  std::shared_ptr<const Calendar> in(const TimeZone& zone) const;
  const TimeZone& zone() const { return *zone_; }

  // Whether it is open: the instant of opening is open, the instant of closing is not.
  bool isOpen(std::int64_t instant) const;

  // The instant itself when open, else the next opening; nothing when it never opens again (until kLastYear).
  std::optional<std::int64_t> nextOpen(std::int64_t instant) const;

  // The next closing after the instant: of the span at hand when open, else of the next one.
  std::optional<std::int64_t> nextClose(std::int64_t instant) const;

  // Open milliseconds between two instants; negative when `to` is before `from`.
  std::int64_t openBetween(std::int64_t from, std::int64_t to) const;

  // The instant at which `open_ms` of open time have passed. Landing on a closing time stays there; 0 gives nextOpen; less
  // than 0 goes back, as subOpen. Nothing when the calendar does not hold that much time any more.
  std::optional<std::int64_t> addOpen(std::int64_t from, std::int64_t open_ms) const;

  // The instant since which `open_ms` of open time have passed. Landing on an opening stays there; 0 gives prevOpenOrClose;
  // less than 0 goes forward, as addOpen.
  std::optional<std::int64_t> subOpen(std::int64_t from, std::int64_t open_ms) const;

  // nextOpen, looking back: the instant itself when a span opens before it and does not close before it, else the last
  // closing; nothing when it never opened before (since kFirstYear).
  std::optional<std::int64_t> prevOpenOrClose(std::int64_t instant) const;

  // The open span at hand or the next one, from the instant on; the span at hand or the last one, up to the instant. A
  // calendar that never closes again has a span to the end of what is known.
  std::optional<Span> spanAfter(std::int64_t instant) const;
  std::optional<Span> spanBefore(std::int64_t instant) const;

  // Whether it opens on that local day (days since 1970-01-01).
  bool isOpenDay(std::int64_t local_day) const;

  // The local day n open days after the first open day on or after `local_day`; for n below 0, -n open days before the last
  // open day on or before it.
  std::optional<std::int64_t> addOpenDays(std::int64_t local_day, std::int64_t n) const;

  // Open days after `from_day` up to and with `to_day`; negative when `to_day` is before `from_day`.
  std::int64_t openDaysBetween(std::int64_t from_day, std::int64_t to_day) const;

  // From nextOpen(from) (n below 0: from prevOpenOrClose) the same local time n open days later. The answer never leaves that
  // day: before it opens it is the opening, after it closed the last closing, in a break the end of the break (n below 0: its
  // beginning). An instant belongs to the last day that had opened by then: Saturday 02:00 of a Friday 22:00-06:00 is 26:00 of
  // Friday.
  std::optional<std::int64_t> addBusinessDays(std::int64_t from, std::int64_t n) const;

  // When a business duration (duration.hpp) that begins at `from` is over: its days first, then its milliseconds.
  std::optional<std::int64_t> addBusiness(std::int64_t from, Slot business) const;

  // Open milliseconds from `from` to addBusiness: the whole of which openBetween(from, now) is a part. Above 0 for a duration
  // above 0; kMissing where addBusiness has no answer.
  std::int64_t targetMillis(std::int64_t from, Slot business) const;

  // The first instant at which `percent` (percent.hpp; not negative) of the target has passed: `at 50%`. At 100 % exactly
  // addBusiness, which for whole days may be an opening where addOpen(targetMillis) is the closing before it.
  std::optional<std::int64_t> shareAt(std::int64_t from, Slot business, Slot percent) const;

  // Whether the local date (days since 1970-01-01) is a holiday by rule, or a special day without hours.
  bool isHoliday(std::int64_t local_day) const;
  bool isHolidayAt(std::int64_t instant) const;

  // Where all its holidays are dates, from a file or one by one, and the last of them lies before the local day of the instant: " (the
  // holidays of office are known until 2026-12-31)". Else empty: no holidays at all are meant so, and rules do not end.
  std::string holidaysEndBefore(std::int64_t instant) const;

 private:
  struct Year;
  struct Days;   // what does not depend on the zone
  Calendar(std::shared_ptr<const Days> days, const TimeZone* zone);
  const Year* year(int number) const;           // nullptr outside kFirstYear..kLastYear
  int yearNumberAt(std::int64_t instant) const; // may be outside
  std::unique_ptr<Year> build(int number) const;
  const std::vector<DayHours>* hoursOn(std::int64_t local_day) const;
  const OpenDay* openDayAfter(std::int64_t local_day, std::int64_t n) const;   // n-th (from 0) on or after; nullptr: none
  const OpenDay* openDayBefore(std::int64_t local_day, std::int64_t n) const;  // n-th (from 0) on or before
  const OpenDay* dayOpenedBy(std::int64_t instant) const;                      // the last that opens at or before

  std::shared_ptr<const Days> days_;
  const TimeZone* zone_;
  std::vector<std::int64_t> year_starts_;  // of kFirstYear..kLastYear + 1
  mutable std::array<std::atomic<const Year*>, kLastYear - kFirstYear + 1> years_{};
};

}  // namespace leadflow::calendar
