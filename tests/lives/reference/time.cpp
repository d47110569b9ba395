// Time on a wall clock or a calendar, and what a clock's history comes to: how long it ran, when it is due, whether it was met.
//
//     ran 09:00-10:00, stood still 10:00-12:00, goes on 12:00; target 3 hours      elapsed at 13:00: 2 hours; due 14:00
//
// Met means that the answer came at or before the due instant (never: that the open time is no more than the target).
#include "runtime/value/duration.hpp"
#include "runtime/value/percent.hpp"
#include "runtime/value/wide.hpp"
#include "tests/lives/reference/step.hpp"

namespace leadflow::lives {

namespace {

std::int64_t openBetween(const calendar::Calendar* calendar, Instant from, Instant to) { return calendar == nullptr ? to - from : calendar->openBetween(from, to); }
Instant addOpen(const calendar::Calendar* calendar, Instant from, std::int64_t ms) { return calendar == nullptr ? from + ms : calendar->addOpen(from, ms).value_or(kMissing); }
Slot packed(const Span& span) { return makeBusiness(span.days, span.ms); }
std::int64_t plain(const Span& span) { return span.days * kDayMs + span.ms; }

std::int64_t whole(const calendar::Calendar* calendar, const ClockRun& run) {
  return calendar == nullptr ? plain(run.target) : calendar->targetMillis(run.start, packed(run.target));
}

}  // namespace

Instant Step::after(const Interpreter& world, const Playbook& book, const Span& span, Instant from, const std::string& calendar) {
  if (!span.given) return from;
  if (!span.business) return from + span.ms;
  const std::string& name = calendar.empty() ? book.calendar : calendar;
  const calendar::Calendar* on = world.calendarNamed(name);
  return on == nullptr ? from + plain(span) : on->addBusiness(from, packed(span)).value_or(kMissing);
}

/// How long it ran until then, by its history up to then.
std::int64_t Step::elapsed(const Interpreter& world, const ClockRun& run, Instant until) {
  const calendar::Calendar* on = world.calendarNamed(run.calendar);
  if (!isMissing(run.stopped)) until = std::min(until, run.stopped);
  std::int64_t sum = 0;
  Instant from = run.start;
  for (const ClockRun::Pause& pause : run.pauses) {
    if (pause.from >= until) break;
    if (from < pause.from) sum += openBetween(on, from, pause.from);
    if (isMissing(pause.to) || pause.to >= until) return sum;
    from = pause.to;
  }
  if (from < until) sum += openBetween(on, from, until);
  return sum;
}

/// The instant at which that share of the target has run, by what is known up to `known_until`; kMissing: it stands still before.
Instant Step::due(const Interpreter& world, const ClockRun& run, int percent, Instant known_until) {
  const calendar::Calendar* on = world.calendarNamed(run.calendar);
  const Slot share = static_cast<Slot>(percent) * (kWholePercent / 100);
  const std::int64_t target = static_cast<std::int64_t>((Int128{whole(on, run)} * share + kWholePercent / 2) / kWholePercent);
  Instant from = run.start;
  std::int64_t ran = 0;
  bool first = true;
  for (std::size_t i = 0;; ++i) {
    Instant at = kMissing;
    if (first && on != nullptr) at = on->shareAt(run.start, packed(run.target), share).value_or(kMissing);
    else if (percent < 100 && target <= ran) at = from;
    else at = addOpen(on, from, std::max<std::int64_t>(0, target - ran));   // nothing more, in closed hours: the next opening (decision 12)
    const bool pauses = i < run.pauses.size() && run.pauses[i].from <= known_until;
    if (!pauses) return at;
    const ClockRun::Pause& pause = run.pauses[i];
    if (!isMissing(at) && at <= pause.from && at < known_until) return at;
    if (pause.from > from) ran += openBetween(on, from, pause.from);
    if (isMissing(pause.to) || pause.to > known_until) return !isMissing(at) && at <= pause.from ? at : kMissing;
    from = pause.to;
    first = false;
  }
}

bool Step::metAt(const Interpreter& world, const ClockRun& run) {
  const Instant at = due(world, run, 100, run.stopped);
  return isMissing(at) || run.stopped <= at;
}

}  // namespace leadflow::lives
