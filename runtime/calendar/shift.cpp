#include "runtime/calendar/shift.hpp"

#include <algorithm>

namespace leadflow::calendar {

std::shared_ptr<const Calendar> alwaysOpen() {
  static const std::shared_ptr<const Calendar> calendar = [] {
    CalendarRules rules;
    rules.name = "always";
    rules.timezone = utcZone().name();
    for (auto& day : rules.weekly) day = {{0, 24 * 60}};
    return Calendar::bind(std::move(rules));
  }();
  return calendar;
}

std::vector<Span> absencesOf(const Rep& rep) {
  if (isMissing(rep.out_from) && isMissing(rep.out_until)) return {};
  return {{rep.out_from, isMissing(rep.out_until) ? INT64_MAX : rep.out_until}};  // missing is the lowest instant there is
}

Shift::Shift(std::shared_ptr<const Calendar> calendar, std::vector<Span> absences)
    : calendar_(calendar ? std::move(calendar) : alwaysOpen()) {
  std::sort(absences.begin(), absences.end(), [](const Span& x, const Span& y) { return x.open < y.open; });
  for (const Span& away : absences) {
    if (away.close <= away.open) continue;
    if (!absences_.empty() && away.open <= absences_.back().close)
      absences_.back().close = std::max(absences_.back().close, away.close);
    else
      absences_.push_back(away);
  }
  if (absences_.empty()) return;
  // Any instant will do to count from; one near the absences spares sums over years.
  const Span& first = absences_.front();
  base_ = first.open != INT64_MIN ? first.open : first.close != INT64_MAX ? first.close : 0;
  std::int64_t lost = 0;
  for (const Span& away : absences_) {
    lost_.push_back(lost);
    worked_.push_back(calendar_->openBetween(base_, away.open) - lost);
    lost += calendar_->openBetween(away.open, away.close);
  }
  lost_.push_back(lost);
}

std::size_t Shift::begunBefore(std::int64_t instant) const {
  const auto at = std::lower_bound(absences_.begin(), absences_.end(), instant,
                                   [](const Span& away, std::int64_t value) { return away.open < value; });
  return static_cast<std::size_t>(at - absences_.begin());
}

std::int64_t Shift::lostBefore(std::int64_t instant) const {
  const std::size_t begun = begunBefore(instant);
  if (begun == 0) return 0;
  const Span& last = absences_[begun - 1];
  if (last.close <= instant) return lost_[begun];
  return lost_[begun - 1] + calendar_->openBetween(last.open, instant);
}

bool Shift::isAway(std::int64_t instant) const {
  const auto after = std::upper_bound(absences_.begin(), absences_.end(), instant,
                                      [](std::int64_t value, const Span& away) { return value < away.open; });
  return after != absences_.begin() && instant < (after - 1)->close;
}

bool Shift::isOpen(std::int64_t instant) const { return !isAway(instant) && calendar_->isOpen(instant); }

std::int64_t Shift::openBetween(std::int64_t from, std::int64_t to) const {
  return calendar_->openBetween(from, to) - (lostBefore(to) - lostBefore(from));
}

std::optional<std::int64_t> Shift::addOpen(std::int64_t from, std::int64_t open_ms) const {
  if (open_ms < 0) return std::nullopt;
  if (open_ms == 0) return nextOpen(from);
  if (absences_.empty()) return calendar_->addOpen(from, open_ms);
  const std::int64_t lost = lostBefore(from);
  const std::int64_t left = INT64_MAX - open_ms;  // what may be added to it
  const std::int64_t worked = calendar_->openBetween(base_, from) - lost;
  if (worked > left) return std::nullopt;
  // Every absence that begins before that much has been worked lies in between, whole; one that begins just then does not:
  // the work is done by then.
  const auto whole = std::lower_bound(worked_.begin(), worked_.end(), worked + open_ms);
  const std::int64_t skipped = lost_[static_cast<std::size_t>(whole - worked_.begin())] - lost;
  return skipped > left ? std::nullopt : calendar_->addOpen(from, open_ms + skipped);
}

std::optional<std::int64_t> Shift::nextOpen(std::int64_t instant) const {
  if (absences_.empty()) return calendar_->nextOpen(instant);
  const auto after = addOpen(instant, 1);  // the end of the first millisecond of work
  return after ? std::optional(*after - 1) : std::nullopt;
}

}  // namespace leadflow::calendar
