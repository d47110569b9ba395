// A shift: the business time of one person, their calendar less their absences.
//
//     id,name,calendar,out_from,out_until
//     ana,Ana Souza,us_sales,2026-03-02,2026-03-09         away from the 2nd, back on the 9th
//
// A clock on Ana's own time stands still while she is away, and a lead that must reach her within four hours of her work is
// due on the 9th. Open time lost to each absence is summed once, so every question is a binary search over absences and one
// over the calendar, however long either is.
// INVARIANT: immutable; any number of threads may ask.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "runtime/calendar/calendar.hpp"
#include "runtime/value/rep.hpp"

namespace leadflow::calendar {

// Open all day, every day of the known years: the time of somebody without a calendar.
std::shared_ptr<const Calendar> alwaysOpen();

// The absences that a roster's row names, none or one; an end that is not said lies at the end of time.
std::vector<Span> absencesOf(const Rep& rep);

class Shift {
 public:
  // Absences are [from, until), in any order, and may overlap; those that end before they begin are none. Without a calendar
  // the person always works.
  explicit Shift(std::shared_ptr<const Calendar> calendar, std::vector<Span> absences = {});

  const Calendar& calendar() const { return *calendar_; }
  const std::vector<Span>& absences() const { return absences_; }  // sorted, disjoint, not touching

  bool isAway(std::int64_t instant) const;

  // As Calendar's of the same names, with absences closed.
  bool isOpen(std::int64_t instant) const;
  std::optional<std::int64_t> nextOpen(std::int64_t instant) const;
  std::int64_t openBetween(std::int64_t from, std::int64_t to) const;
  std::optional<std::int64_t> addOpen(std::int64_t from, std::int64_t open_ms) const;  // open_ms not negative

 private:
  std::size_t begunBefore(std::int64_t instant) const;       // absences that begin before it
  std::int64_t lostBefore(std::int64_t instant) const;       // open time of absences before it

  std::shared_ptr<const Calendar> calendar_;
  std::vector<Span> absences_;
  std::vector<std::int64_t> lost_;    // the calendar's open time within the absences before i; one more for the total
  std::vector<std::int64_t> worked_;  // time worked from base_ to the beginning of absence i
  std::int64_t base_ = 0;
};

}  // namespace leadflow::calendar
