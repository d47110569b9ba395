// Met or missed, against the history walked minute by minute: random calendars, starts, pauses, touches told of late. And whose.
#include "tests/unit/workflow/fixture.hpp"

#include <map>
#include <random>

#include "runtime/value/duration.hpp"
#include "runtime/workflow/clock_history.hpp"

using namespace leadflow;
using namespace leadflow::test;
using bytecode::SlaState;

namespace {

using Random = std::mt19937_64;
std::int64_t below(Random& random, std::int64_t n) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n)); }

constexpr int kDays = 42;
constexpr std::int64_t kMinutes = kDays * 24 * 60;
std::int64_t instantAt(std::int64_t minute) { return instantOf("2026-03-02 00:00") + minute * kMinuteMs; }

std::string two(std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }
std::string clockText(std::int64_t minute) { return two(minute / 60) + ":" + two(minute % 60); }

/// Hours of a week and of single days, as text for a playbook and as a table of open minutes: nothing of runtime/calendar in it.
struct Hours {
  std::string text;
  std::vector<bool> open = std::vector<bool>(kMinutes, false);

  explicit Hours(Random& random) {
    struct Span { std::int64_t from, to; };
    const auto day_of = [&random] {
      const std::int64_t opens = 6 * 60 + 15 * below(random, 24), length = 60 + 15 * below(random, 28);
      std::vector<Span> spans{{opens, opens + length}};
      if (below(random, 2) == 0) {   // a break
        const std::int64_t at = opens + 15 + 15 * below(random, length / 15 - 2);
        spans = {{opens, at}, {std::min(at + 15, opens + length - 5), opens + length}};
      }
      return spans;
    };
    const auto written = [](const std::vector<Span>& spans) {
      std::string out;
      for (const Span& span : spans) out += " " + clockText(span.from) + "-" + clockText(span.to);
      return out;
    };
    const std::vector<Span> week = day_of(), friday = day_of();
    const bool saturday = below(random, 4) == 0;
    text = "calendar office { timezone \"UTC\"  hours mon..thu" + written(week) + ", fri" + written(friday) + (saturday ? ", sat 10:00-12:00" : "");
    const auto set = [&](std::int64_t day, const std::vector<Span>& spans) {
      for (std::int64_t m = 0; m < 24 * 60; ++m) {
        open[static_cast<std::size_t>(day * 1440 + m)] = false;
        for (const Span& span : spans)
          if (m >= span.from && m < span.to) open[static_cast<std::size_t>(day * 1440 + m)] = true;
      }
    };
    for (std::int64_t day = 0; day < kDays; ++day) {
      const std::int64_t weekday = day % 7;
      set(day, weekday < 4 ? week : weekday == 4 ? friday : weekday == 5 && saturday ? std::vector<Span>{{600, 720}} : std::vector<Span>{});
    }
    std::map<std::int64_t, bool> special;
    for (int i = 0; i < 3; ++i) {
      const std::int64_t day = below(random, 20);
      if (!special.emplace(day, true).second) continue;
      const std::string date = day < 30 ? "2026-03-" + two(2 + day) : "";
      if (below(random, 2) == 0) {
        text += "\n  closed " + date + " \"a day off\"";
        set(day, {});
      } else {
        const std::vector<Span> spans = {{9 * 60, 9 * 60 + 15 * (1 + below(random, 20))}};
        text += "\n  on " + date + written(spans);
        set(day, spans);
      }
    }
    text += " }\n";
  }
};

/// The minute whose beginning is the due instant: after `target` minutes that count. -1: not within the days looked at.
std::int64_t dueMinute(std::int64_t start, std::int64_t target, const std::function<bool(std::int64_t)>& counts) {
  std::int64_t used = 0;
  for (std::int64_t m = start; m < kMinutes; ++m) {
    if (counts(m)) ++used;
    if (used == target) return m + 1;
  }
  return -1;
}

/// `n` business days by the rules of ADR 12, for hours within one day.
std::int64_t afterBusinessDays(const Hours& hours, std::int64_t start, std::int64_t n) {
  while (!hours.open[static_cast<std::size_t>(start)]) ++start;
  const auto opens = [&](std::int64_t day) {
    for (std::int64_t m = day * 1440; m < (day + 1) * 1440; ++m)
      if (hours.open[static_cast<std::size_t>(m)]) return true;
    return false;
  };
  std::int64_t day = start / 1440;
  for (std::int64_t left = n; left > 0;)
    if (opens(++day)) --left;
  std::int64_t last = 0;
  for (std::int64_t m = day * 1440; m < (day + 1) * 1440; ++m)
    if (hours.open[static_cast<std::size_t>(m)]) last = m + 1;
  const std::int64_t same = day * 1440 + start % 1440;
  if (same >= last) return last;
  std::int64_t at = same;
  while (!hours.open[static_cast<std::size_t>(at)]) ++at;
  return at;
}

const std::string kWatched = R"(
stages { Open initial; Hold; Done final }
stage Open { to Hold by role revops; to Done by role revops }
stage Hold { to Open by role revops; to Done by role revops }
)";

std::string headWith(const std::string& calendar) {
  std::string head = kHead;
  const std::size_t at = head.find("calendar office { ");
  head.replace(at, head.find('\n', at) + 1 - at, calendar);
  return head;
}

}  // namespace

TEST_CASE("met if and only if the answer came at or before the due instant: random calendars, pauses and late touches") {
  Random random(20260504);
  std::uint64_t met = 0, missed = 0, evening = 0, paused = 0, late = 0, days = 0;
  for (int life = 0; life < 900; ++life) {
    const Hours hours(random);
    const int kind = static_cast<int>(below(random, 6));   // minutes, hours, days, weeks; business hours or minutes; business days
    std::int64_t target = 0, whole_days = 0;
    std::string written;
    switch (kind) {
      case 0: target = 1 + below(random, 600); written = std::to_string(target) + " minutes"; break;
      case 1: whole_days = 1 + below(random, 4); target = whole_days * 1440; written = std::to_string(whole_days) + " days"; break;
      case 2: target = 7 * 1440; written = "1 week"; break;
      case 3: target = 60 * (1 + below(random, 20)); written = std::to_string(target / 60) + " business hours"; break;
      case 4: target = 15 * (1 + below(random, 60)); written = std::to_string(target) + " business minutes"; break;
      default: whole_days = 1 + below(random, 4); written = std::to_string(whole_days) + " business days"; break;
    }
    const bool business = kind >= 3;
    const std::int64_t start = 60 + below(random, 5 * 1440);
    std::int64_t evening_touch = -1;
    if (kind == 4 && below(random, 2) == 0) {   // used up exactly at a closing, and the answer comes behind it
      std::int64_t closing = start + 1 + below(random, 3 * 1440), open = 0;
      while (!hours.open[static_cast<std::size_t>(closing - 1)] || hours.open[static_cast<std::size_t>(closing)]) ++closing;
      for (std::int64_t m = start; m < closing; ++m) open += hours.open[static_cast<std::size_t>(m)] ? 1 : 0;
      target = open;
      written = std::to_string(target) + " business minutes";
      evening_touch = closing + below(random, 90);
    }
    Flow flow(headWith(hours.text) + kWatched + "sla s { starts when lead created; stops when call; pauses in stage Hold; target " + written + "; on office }");
    const auto at = [](std::int64_t minute) { return shown(instantAt(minute)); };

    // What happens, each in a minute of its own.
    struct Happening { enum { Pause, Resume, Assign, Touch } kind; std::int64_t at, touched; std::string who; };
    std::map<std::int64_t, Happening> life_of;
    const std::int64_t span = std::max<std::int64_t>(120, (kind == 5 ? whole_days * 1440 : business ? target * 4 : target) * 2);
    if (kind != 5 && evening_touch < 0)
      for (std::int64_t n = below(random, 4), from = start + 1; n > 0; --n) {
        const std::int64_t begin = from + below(random, span / 4 + 1), end = begin + 1 + below(random, span / 4 + 1);
        life_of[begin] = {Happening::Pause, begin, 0, {}};
        life_of[end] = {Happening::Resume, end, 0, {}};
        from = end + 1;
      }
    for (std::int64_t n = below(random, 3); n > 0; --n) {
      const std::int64_t when = start + 1 + below(random, span);
      if (!life_of.contains(when)) life_of[when] = {Happening::Assign, when, 0, below(random, 2) == 0 ? "ana" : "ben"};
    }
    std::int64_t first = -1;
    for (std::int64_t n = below(random, 3) == 0 ? 1 + below(random, 3) : 1; n > 0; --n) {
      const std::int64_t touched = evening_touch >= 0 ? evening_touch + n - 1 : start + below(random, span), told = below(random, 2) == 0 ? touched : touched + below(random, span);
      std::int64_t when = std::max(told, start + 1);
      while (life_of.contains(when)) ++when;
      life_of[when] = {Happening::Touch, when, touched, "eva"};
      if (first < 0 || touched < first) first = touched;
      late += when > touched ? 1 : 0;
    }
    if (life_of.rbegin()->first + span >= kMinutes - 20 * 1440) continue;

    // The history as it was: in pauses after the first touch nothing counts any more, which changes nothing.
    std::vector<bool> runs(kMinutes, true);
    for (auto it = life_of.begin(); it != life_of.end(); ++it)
      if (it->second.kind == Happening::Pause) {
        auto end = std::find_if(it, life_of.end(), [](const auto& each) { return each.second.kind == Happening::Resume; });
        for (std::int64_t m = it->first; m < (end == life_of.end() ? kMinutes : end->first); ++m) runs[static_cast<std::size_t>(m)] = false;
      }
    const auto counts = [&](std::int64_t m) { return runs[static_cast<std::size_t>(m)] && (!business || hours.open[static_cast<std::size_t>(m)]); };
    const std::int64_t due = kind == 5 ? afterBusinessDays(hours, start, whole_days) : dueMinute(start, target, counts);
    const bool in_time = due < 0 || first <= due;
    std::int64_t elapsed = 0;
    for (std::int64_t m = start; m < first; ++m) elapsed += counts(m) ? 1 : 0;
    std::string holder;
    for (const auto& [when, what] : life_of)
      if (what.kind == Happening::Assign && when < due) holder = what.who;

    flow.create(at(start));
    for (const auto& [when, what] : life_of) {
      switch (what.kind) {
        case Happening::Pause: flow.move(at(when), "Hold", "otto"); break;
        case Happening::Resume: flow.move(at(when), "Open", "otto"); break;
        case Happening::Assign: flow.assign(at(when), what.who); break;
        case Happening::Touch: {
          port::Event touch = Flow::of(EventType::Activity, "call");
          touch.by = what.who;
          flow.late(touch, at(what.touched), at(when));
          break;
        }
      }
    }
    INFO(hours.text << "target " << written << ", from " << at(start) << ", due " << (due < 0 ? "never" : at(due)) << ", touched " << at(first) << ", life " << life);
    CHECK(flow.clockState() == (in_time ? SlaState::Met : SlaState::Missed));
    CHECK(flow.clock().met == (in_time ? 1 : 0));
    CHECK(flow.clock().missed == (in_time ? 0 : 1));
    CHECK(flow.clock().last_response == elapsed * kMinuteMs);
    CHECK(flow.clock().who == (in_time ? "eva" : holder));
    (in_time ? met : missed) += 1;
    paused += std::any_of(life_of.begin(), life_of.end(), [](const auto& each) { return each.second.kind == Happening::Pause; }) ? 1 : 0;
    evening += !in_time && business && kind != 5 && elapsed == target ? 1 : 0;   // late, though no open time had passed since
    days += kind == 5 ? 1 : 0;
  }
  CHECK(met > 100);
  CHECK(missed > 100);
  CHECK(evening > 5);
  CHECK(paused > 50);
  CHECK(late > 100);
  CHECK(days > 30);
}

TEST_CASE("touches told of late, with owners that change and clocks that restart, come to what they would have come to in time") {
  Random random(7);
  std::uint64_t undone = 0, missed = 0;
  const std::string text = kHead + kWatched + "sla s { starts when lead created; stops when call; restarts when owner changes; target 30 minutes }";
  for (int life = 0; life < 400; ++life) {
    struct Happening { std::int64_t at, told; std::string owner; };   // an owner: assigned; none: a touch
    std::vector<Happening> all;
    std::vector<std::int64_t> taken;
    const auto free_minute = [&] {
      std::int64_t minute = 0;
      do minute = 1 + below(random, 180);
      while (std::find(taken.begin(), taken.end(), minute) != taken.end() || minute % 30 == 0);
      taken.push_back(minute);
      return minute;
    };
    std::string last = "ana";
    std::vector<std::int64_t> changes;
    for (std::int64_t n = below(random, 5); n > 0; --n) changes.push_back(free_minute());
    std::sort(changes.begin(), changes.end());
    for (const std::int64_t at : changes) all.push_back({at, at, last = last == "ana" ? "ben" : "ana"});
    for (std::int64_t n = 1 + below(random, 3); n > 0; --n) {
      const std::int64_t at = free_minute();
      all.push_back({at, below(random, 3) == 0 ? at : std::max(at, 200 + below(random, 200)), {}});
    }
    const auto lived = [&](bool in_time) {
      auto flow = std::make_unique<Flow>(text);
      flow->create("2026-03-02 00:00");
      flow->assign("2026-03-02 00:00", "ana");
      std::vector<Happening> order = all;
      std::stable_sort(order.begin(), order.end(), [&](const Happening& a, const Happening& b) { return (in_time ? a.at : a.told) < (in_time ? b.at : b.told); });
      for (const Happening& each : order) {
        if (!each.owner.empty()) {
          flow->assign(shown(instantAt(each.at)), each.owner);
          continue;
        }
        port::Event touch = Flow::of(EventType::Activity, "call");
        touch.by = "eva";
        flow->late(touch, shown(instantAt(each.at)), shown(instantAt(in_time ? each.at : each.told)));
      }
      flow->until("2026-03-02 12:00");
      return flow;
    };
    // In time, by hand: a run at a time until somebody calls.
    std::map<std::string, std::pair<int, int>> expected;
    std::vector<Happening> order = all;
    std::sort(order.begin(), order.end(), [](const Happening& a, const Happening& b) { return a.at < b.at; });
    std::int64_t began = 0;
    std::string owner = "ana";
    bool live = true;
    int runs = 1;
    for (const Happening& each : order) {
      if (!live) break;
      const bool over = each.owner.empty() ? each.at > began + 30 : each.at >= began + 30;   // an answer at the due instant is in time; what else happens then comes after it
      if (each.owner.empty()) {
        ++(over ? expected[owner].second : expected["eva"].first);
        live = false;
      } else {
        if (over) ++expected[owner].second;
        owner = each.owner;
        began = each.at;
        ++runs;
      }
    }
    for (const bool in_time : {true, false}) {
      const auto flow = lived(in_time);
      std::map<std::string, std::pair<int, int>> got;
      for (const workflow::Kept& kept : workflow::keptBy(flow->world, flow->state, 0, flow->state.now)) {
        got[kept.who] = {static_cast<int>(kept.met), static_cast<int>(kept.missed)};
        CHECK(kept.overdue == 0);
      }
      INFO("life " << life << (in_time ? " in time" : " late"));
      CHECK(got == expected);
      CHECK(flow->clock().runs == static_cast<std::uint32_t>(runs));
      CHECK_FALSE(workflow::isLive(flow->clock()));
      if (!in_time) undone += flow->told("clock stopped").back().ends_with("it did not have to begin again") ? 1 : 0;
    }
    for (const auto& [who, kept] : expected) missed += static_cast<std::uint64_t>(kept.second);
  }
  CHECK(undone > 20);
  CHECK(missed > 50);
}

TEST_CASE("a touch in a record is one: in the record that a lead comes with from its creation on, in one that is told of later at its own time") {
  const std::string text = kHead + kWatched + "sla s { starts when lead created; stops when call; target 1 hour }\nsla demo { starts when demo_request; stops when call; target 1 hour }";
  Flow flow(text);
  flow.create("2026-03-02 10:00", R"({"activities":[{"type":"call","at":"2026-03-02T10:00:00Z"},{"type":"demo_request","at":"2026-03-01T10:00:00Z"}]})");
  CHECK(flow.clockState(0) == SlaState::Met);
  CHECK(flow.clock(0).last_response == 0);
  CHECK(flow.clockState(1) == SlaState::Idle);   // what came before the lead starts nothing
  Flow before(text);
  before.create("2026-03-02 10:00", R"({"activities":[{"type":"call","at":"2026-03-02T09:59:00Z"}]})");
  CHECK(before.clockState(0) == SlaState::Running);
  before.until("2026-03-02 12:00");
  before.update("2026-03-02 12:00", R"({"activities":[{"type":"call","at":"2026-03-02T10:30:00Z"},{"type":"call","at":"2026-03-02T13:00:00Z"}]})");
  CHECK(before.clockState(0) == SlaState::Met);
  CHECK(before.clock(0).last_response == 30 * kMinuteMs);
}

TEST_CASE("in a queue the miss is the queue's owner's, and the queue's time is kept or missed like a clock's") {
  Flow flow(kHead + R"(
queue desk { owner role sales_manager  within 2 hours }
stages { Open initial; Done final }
stage Open { enter { queue desk }; to Done by owner }
sla s { starts when lead created; stops when call; target 1 hour })");
  flow.create("2026-03-02 10:00");
  CHECK(workflow::presentStay(flow.world, flow.state).due == instantOf("2026-03-02 12:00"));
  flow.until("2026-03-02 11:00");
  CHECK(flow.clock().who == "maria");
  port::Event claim = Flow::of(EventType::QueueClaimed);
  claim.by = "ana";
  flow.happens(claim, "2026-03-02 12:00");   // its timer comes first: it was told, and yet in time
  flow.activity("2026-03-02 12:10", "call", "ana");
  CHECK(flow.clockState() == SlaState::Missed);
  CHECK(flow.clock().who == "maria");
  const auto kept = workflow::queueKeptBy(flow.world, flow.state, 2, flow.state.now);
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].who == "maria");
  CHECK(kept[0].met == 1);
  CHECK(kept[0].missed == 0);
}

TEST_CASE("a lead that came over from format 1 goes on, and its outcomes are theirs who had it") {
  Flow flow(kHead + kWatched + "sla s { starts when lead created; stops when call; pauses in stage Hold; target 3 hours }");
  flow.create("2026-03-02 08:00");
  flow.assign("2026-03-02 08:00", "ana");
  flow.move("2026-03-02 09:00", "Hold", "otto");
  flow.move("2026-03-02 12:00", "Open", "otto");
  flow.until("2026-03-02 14:00");
  flow.assign("2026-03-02 14:30", "ben");
  // What format 1 did not hold.
  flow.state.holdings.clear();
  flow.state.clocks[0].ran.clear();
  flow.state.clocks[0].who.clear();
  CHECK(workflow::dueOf(flow.world, flow.state.clocks[0]) == instantOf("2026-03-02 14:00"));
  CHECK(workflow::holdingAt(flow.world, flow.state, instantOf("2026-03-02 14:00"), true).rep == "ana");
  flow.activity("2026-03-02 15:00", "call", "ben");
  CHECK(flow.clockState() == SlaState::Missed);
  CHECK(flow.clock().who == "ana");
  CHECK(flow.clock().last_response == 4 * kHourMs);
}
