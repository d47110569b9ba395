// Conditions that time alone changes: the engine acts at exactly the instant at which one comes true. Random conditions are
// evaluated here by themselves, at every instant at which any part of them can change, and compared to the millisecond with when a
// reaction, a line of a stage, a clock, a handoff and an approval did something.
#include "tests/unit/workflow/fixture.hpp"

#include <functional>
#include <random>

#include "runtime/value/duration.hpp"
#include "runtime/value/timezone.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

enum class Truth { No, Yes, Unknown };

Truth truth(bool value) { return value ? Truth::Yes : Truth::No; }
Truth opposite(Truth value) { return value == Truth::Unknown ? value : truth(value == Truth::No); }

/// The lead of one life: its instants, what it did and when.
struct Life {
  std::int64_t created = 0, end = 0;
  std::int64_t due = kMissing, recall = kMissing;
  bool vip = false;
  std::vector<std::int64_t> calls;   ///< ascending
  const TimeZone* zone = nullptr;

  std::int64_t localDay(std::int64_t at) const { return splitDays(toLocal(at, *zone)).days; }
  std::int64_t localHour(std::int64_t at) const { return (toLocal(at, *zone) - localDay(at) * kDayMs) / kHourMs; }
  std::int64_t weekday(std::int64_t at) const { return ((localDay(at) + 3) % 7 + 7) % 7 + 1; }   // 1970-01-01 was a Thursday
  bool open(std::int64_t at) const {
    const std::int64_t day = at / kDayMs, minute = at % kDayMs / kMinuteMs;
    return (day + 3) % 7 < 5 && minute >= 9 * 60 && minute < 17 * 60;   // the office keeps UTC
  }
  int callsSince(std::int64_t from, std::int64_t now) const {
    return static_cast<int>(std::count_if(calls.begin(), calls.end(), [&](std::int64_t at) { return at >= from && at <= now; }));
  }
};

/// A condition as a text, with its meaning and the instants at which it may change beside midnights, hours and the office's hours.
struct Condition {
  std::string text;
  std::function<Truth(const Life&, std::int64_t now)> at;
  std::function<void(const Life&, std::vector<std::int64_t>&)> changes = [](const Life&, std::vector<std::int64_t>&) {};
};

class Maker {
 public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}
  std::int64_t below(std::int64_t n) { return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random_); }

  Condition condition(int depth) {
    if (depth == 0 || below(3) == 0) return part();
    Condition left = condition(depth - 1), right = condition(depth - 1);
    const bool both = below(2) == 0, turned = below(4) == 0;
    Condition made;
    made.text = "(" + left.text + (both ? " and " : " or ") + right.text + ")";
    if (turned) made.text = "(not " + made.text + ")";
    made.at = [=](const Life& life, std::int64_t now) {
      const Truth a = left.at(life, now), b = right.at(life, now), strong = both ? Truth::No : Truth::Yes;
      const Truth joined = a == strong || b == strong ? strong : a == Truth::Unknown || b == Truth::Unknown ? Truth::Unknown : opposite(strong);
      return turned ? opposite(joined) : joined;
    };
    made.changes = [=](const Life& life, std::vector<std::int64_t>& out) {
      left.changes(life, out);
      right.changes(life, out);
    };
    return made;
  }

 private:
  struct Amount { std::string text; std::int64_t ms; };
  Amount amount() {
    if (const std::int64_t days = below(4); days > 0 && below(2) == 0) return {std::to_string(days) + " days", days * kDayMs};
    const std::int64_t minutes = 10 + below(3000);
    return {std::to_string(minutes) + " minutes", minutes * kMinuteMs};
  }

  Condition part() {
    Condition made;
    const bool recall = below(2) == 0;
    const std::string name = recall ? "recall" : "due_on";
    const auto field = [recall](const Life& life) { return recall ? life.recall : life.due; };
    const Amount some = amount();
    const auto around = [field, some](const Life& life, std::vector<std::int64_t>& out) {
      for (const std::int64_t by : {std::int64_t{0}, some.ms, -some.ms, 2 * some.ms, some.ms / 2, 9 * kDayMs})
        for (const std::int64_t next : {0, 1, 2})
          if (!isMissing(field(life))) out.push_back(field(life) + by + next - 1);
    };
    const auto meets = [&](std::string text, std::function<bool(std::int64_t value, std::int64_t now)> holds) {
      made.text = std::move(text);
      made.at = [field, holds](const Life& life, std::int64_t now) { return isMissing(field(life)) ? Truth::Unknown : truth(holds(field(life), now)); };
      made.changes = around;
    };
    const auto of_life = [&](std::string text, std::function<bool(const Life&, std::int64_t now)> holds) {
      made.text = std::move(text);
      made.at = [holds](const Life& life, std::int64_t now) { return truth(holds(life, now)); };
    };
    const auto windows = [some](const Life& life, std::vector<std::int64_t>& out) {
      for (const std::int64_t call : life.calls)
        for (const std::int64_t old : {some.ms, kDayMs, 2 * kDayMs}) out.insert(out.end(), {call + old, call + old + 1});
    };
    const std::int64_t n = below(20), small = 1 + below(3), hour = below(24), day = 1 + below(7);
    switch (n) {
      case 0: meets(name + " is before now", [](auto v, auto now) { return v < now; }); break;
      case 1: meets(name + " is before now - " + some.text, [some](auto v, auto now) { return v < now - some.ms; }); break;
      case 2: meets(name + " is after now + " + some.text, [some](auto v, auto now) { return v > now + some.ms; }); break;
      case 3: meets("now - " + name + " > " + some.text, [some](auto v, auto now) { return now - v > some.ms; }); break;
      case 4: meets("now - " + name + " >= " + some.text, [some](auto v, auto now) { return now - v >= some.ms; }); break;
      case 5: meets(name + " - now <= " + some.text, [some](auto v, auto now) { return v - now <= some.ms; }); break;
      case 6: meets(some.text + " > " + name + " - now", [some](auto v, auto now) { return some.ms > v - now; }); break;
      case 7: meets("now is after " + name + " + " + some.text, [some](auto v, auto now) { return now > v + some.ms; }); break;
      case 8:
        if (recall) meets("recall_age in " + some.text + "..9 days", [some](auto v, auto now) { return now - v >= some.ms && now - v <= 9 * kDayMs; });
        else meets("due_age * 2 > " + some.text, [some](auto v, auto now) { return (now - v) * 2 > some.ms; });
        break;
      case 9:
        of_life("had call in last " + some.text, [some](const Life& life, auto now) { return life.callsSince(now - some.ms, now) > 0; });
        made.changes = windows;
        break;
      case 10:
        of_life("not had call in last " + some.text, [some](const Life& life, auto now) { return life.callsSince(now - some.ms, now) == 0; });
        made.changes = windows;
        break;
      case 11:
        of_life("count call in last " + some.text + " >= " + std::to_string(small), [some, small](const Life& life, auto now) { return life.callsSince(now - some.ms, now) >= small; });
        made.changes = windows;
        break;
      case 12:
        of_life("fresh >= 15", [](const Life& life, auto now) {
          return 10 * life.callsSince(now - kDayMs, now) + 5 * (life.callsSince(now - 2 * kDayMs, now) - life.callsSince(now - kDayMs, now)) >= 15;
        });
        made.changes = windows;
        break;
      case 13: of_life("office is open", [](const Life& life, auto now) { return life.open(now); }); break;
      case 14: of_life("office is closed", [](const Life& life, auto now) { return !life.open(now); }); break;
      case 15: of_life("hour(now) >= " + std::to_string(hour), [hour](const Life& life, auto now) { return life.localHour(now) >= hour; }); break;
      case 16: of_life("weekday(now) is " + std::to_string(day), [day](const Life& life, auto now) { return life.weekday(now) == day; }); break;
      case 17:
        made.text = "days_between(" + name + ", now) >= " + std::to_string(small);
        made.at = [field, small](const Life& life, std::int64_t now) {
          return isMissing(field(life)) ? Truth::Unknown : truth(life.localDay(now) - life.localDay(field(life)) >= small);
        };
        break;
      case 18:
        made.text = "today() is after " + name;
        made.at = [field](const Life& life, std::int64_t now) {
          return isMissing(field(life)) ? Truth::Unknown : truth(toInstant(life.localDay(now) * kDayMs, *life.zone) > field(life));
        };
        break;
      default: of_life("vip", [](const Life& life, auto) { return life.vip; }); break;
    }
    return made;
  }

  std::mt19937 random_;
};

std::string playbookOf(const Condition& condition, const std::string& zone) {
  return "playbook p { timezone \"" + zone + "\" }\n" + R"(
calendar office { timezone "UTC"  hours mon..fri 09:00-17:00 }
lead {
  id     text key
  due_on instant
  recall instant
  vip    bool
  due_age    = now - due_on
  recall_age = now - recall
}
activity call
activity reply
score fresh { decay steps { 1 day 100%, 2 days 50% }; +10 per call }
role boss
queue review { owner role boss }
stages { Open initial; Moved; Done final }
stage Open  { to Moved when )" + condition.text + R"( }
stage Moved { to Done by role boss }
sla s { starts when )" + condition.text + R"(; stops when reply; target 100 days }
sla p { starts when lead created; stops when reply; pauses when )" + condition.text + R"(; target 100 days }
handoff h { when )" + condition.text + R"( }
approval a { ask role boss when )" + condition.text + R"( }
sequence q { stop when )" + condition.text + R"(; wait 100 days; log "end" }
privacy { when )" + condition.text + R"( { log "up" } }
)";
}

/// The instants of what was told, to the millisecond.
std::vector<std::int64_t> instants(const Flow& flow, std::string_view what, std::string_view has) {
  std::vector<std::int64_t> found;
  for (const auto& [at, reason] : flow.account)
    if (reason.what == what && reason.text.find(has) != std::string::npos) found.push_back(at);
  return found;
}

std::string json(std::int64_t instant) {
  std::string text;
  appendInstant(text, instant);
  return '"' + text + '"';
}

}  // namespace

TEST_CASE("whatever a condition is made of, it is acted upon in the millisecond in which it comes true") {
  static const char* const kZones[] = {"UTC", "Europe/Berlin", "America/New_York"};
  std::uint64_t rises_seen = 0, by_time = 0;
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    Maker maker(seed);
    const Condition condition = maker.condition(3);
    const std::string zone = kZones[maker.below(3)];
    Life life;
    life.zone = findTimeZone(zone);
    life.created = instantOf("2026-03-26 10:00") + maker.below(3 * kDayMs / 1000) * 1000 + 7;   // the clocks of Berlin change on the 29th
    life.end = life.created + 8 * kDayMs;
    if (maker.below(5) > 0) life.due = life.created + (maker.below(8 * 24 * 60) - 2 * 24 * 60) * kMinuteMs;
    if (maker.below(5) > 0) life.recall = life.created + (maker.below(8 * 24 * 60) - 2 * 24 * 60) * kMinuteMs;
    life.vip = maker.below(2) == 0;
    for (std::int64_t calls = maker.below(5); calls > 0; --calls) life.calls.push_back(life.created + maker.below(6 * kDayMs / 1000) * 1000 + 331);
    std::sort(life.calls.begin(), life.calls.end());
    life.calls.erase(std::unique(life.calls.begin(), life.calls.end()), life.calls.end());

    // Every instant at which anything can change, the quarters of all hours for midnights and offices, and some at random.
    std::vector<std::int64_t> instants_of_change{life.created};
    condition.changes(life, instants_of_change);
    instants_of_change.insert(instants_of_change.end(), life.calls.begin(), life.calls.end());
    for (std::int64_t at = life.created - life.created % (15 * kMinuteMs); at <= life.end; at += 15 * kMinuteMs) instants_of_change.push_back(at);
    for (int i = 0; i < 200; ++i) instants_of_change.push_back(life.created + maker.below(8 * kDayMs));
    std::erase_if(instants_of_change, [&](std::int64_t at) { return at < life.created || at > life.end; });
    std::sort(instants_of_change.begin(), instants_of_change.end());
    instants_of_change.erase(std::unique(instants_of_change.begin(), instants_of_change.end()), instants_of_change.end());
    std::vector<std::int64_t> rises, falls;
    bool before = false;
    for (const std::int64_t at : instants_of_change) {
      const bool holds = condition.at(life, at) == Truth::Yes;
      if (holds != before) (holds ? rises : falls).push_back(at);
      before = holds;
    }

    Flow flow(playbookOf(condition, zone));
    std::string record = std::string("{\"vip\":") + (life.vip ? "true" : "false");
    if (!isMissing(life.due)) record += ",\"due_on\":" + json(life.due);
    if (!isMissing(life.recall)) record += ",\"recall\":" + json(life.recall);
    const auto wall = [](std::int64_t at) { std::string text; appendInstant(text, at); return text; };
    flow.create(wall(life.created), record + "}");
    for (const std::int64_t call : life.calls) flow.activity(wall(call), "call");
    flow.until(wall(life.end));

    CAPTURE(seed, condition.text, zone, json(life.created), json(life.due), json(life.recall), life.vip);
    std::vector<std::int64_t> reacted;
    for (const port::Effect& effect : flow.all)
      if (effect.text == "up") reacted.push_back(effect.at);
    CHECK(reacted == rises);
    CHECK(instants(flow, "approval", " is asked of ") == rises);
    CHECK(instants(flow, "approval", " is no longer needed") == falls);
    CHECK(instants(flow, "clock paused", "p pauses") == rises);
    CHECK(instants(flow, "clock resumed", "p goes on") == falls);
    const std::vector<std::int64_t> first = rises.empty() ? rises : std::vector<std::int64_t>{rises.front()};
    CHECK(instants(flow, "moved", "from Open to Moved") == first);
    CHECK(instants(flow, "clock started", "s starts") == first);
    CHECK(instants(flow, "handoff offered", "h is offered") == first);
    rises_seen += rises.size();
    for (const std::int64_t at : rises) by_time += at != life.created && std::find(life.calls.begin(), life.calls.end(), at) == life.calls.end();
    // Nothing waits that nothing reads, and no look comes twice at one instant.
    CHECK(flow.timers("review").size() <= 1);
  }
  CHECK(rises_seen > 400);
  CHECK(by_time > 200);
}

TEST_CASE("looks are planned where something can change, ticks only where points fade") {
  const auto reviews = [](const std::string& stages, const std::string& record = "{}") {
    Flow flow(kHead + "score warmth { decay half every 10 days; +50 per call }\n" + stages);
    flow.create("2026-03-02 10:00", record);
    return flow.timers("review");
  };
  CHECK(reviews("stages { Open initial; Gone }\nstage Open { to Gone when warmth >= 40 }").empty());   // points that fade reach nothing
  CHECK(reviews("stages { Open initial; Gone }\nstage Open { to Gone when warmth < 40 and vip }").empty());
  const std::string cold = "stages { Open initial; Gone }\nstage Open { to Gone when warmth < 40 and ready }";
  CHECK(reviews(cold, R"({"ready":false})").empty());
  {
    Flow flow(kHead + "score warmth { decay half every 10 days; +50 per call }\n" + "stages { Open initial; Gone }\nstage Open { to Gone when warmth < 40 and had call }");
    flow.create("2026-03-02 10:00");
    CHECK(flow.timers("review").empty());          // no call, no points to fade
    flow.activity("2026-03-02 11:00", "call");
    CHECK(flow.timers("review") == Lines{"2026-03-03 00:00 review 0 0"});
    flow.until("2026-03-20 00:00");
    CHECK(flow.stage() == "Gone");                 // 50 halves in ten days; 40 are left after 3.22: midnight of the 6th
    CHECK(flow.told("moved").back().substr(0, 16) == "2026-03-06 00:00");
    CHECK(flow.timers("review").empty());
  }
  CHECK(reviews("stages { Open initial; Gone }\nstage Open { to Gone when callback_on is before now }", R"({"callback_on":"2026-03-05T07:00:00Z"})") ==
        Lines{"2026-03-05 07:00 review 0 0"});
  CHECK(reviews("stages { Open initial; Gone }\nstage Open { to Gone when callback_on is before now }").empty());
  CHECK(reviews("stages { Open initial; Gone }\nstage Open { to Gone by role revops when callback_on is before now }", R"({"callback_on":"2026-03-05T07:00:00Z"})").empty());
  CHECK(reviews("stages { Open initial; Gone }\nstage Open { to Gone when office is closed }") == Lines{"2026-03-02 17:00 review 0 0"});
}

TEST_CASE("conditions that change each other come to an end") {
  Flow flow(kHead + R"(
stages { Open initial; Done final }
stage Open { to Done by role revops }
sla a { starts when lead created; stops when reply; pauses when not sla a is paused; target 4 hours }
)");
  CHECK(flow.create("2026-03-02 10:00").outcome == "applied");
  CHECK(flow.told("stayed").size() == 1);
}
