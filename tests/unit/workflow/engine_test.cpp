// The loop: whatever is done in one go, in small pieces, by batches of any size, or by processes that die in between, the store
// ends the same.
#include <random>

#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

std::string at(int day, int hour, int minute = 0) {
  char text[32];
  std::snprintf(text, sizeof text, "2026-03-%02d %02d:%02d", 2 + day, hour, minute);
  return text;
}

/// What comes in, in two parts: the second is fed when the first has been worked up to the sixth day, and holds late events.
struct Weeks {
  std::vector<port::Event> first, second;
};

Weeks twoWeeks(unsigned seed) {
  std::mt19937 random(seed);
  const auto upTo = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  Weeks weeks;
  int number = 0;
  const auto add = [&](int day, int hour, const std::string& type, const std::string& lead, const std::string& members = {}) {
    // Many fall on the same instant: then the order by lead is what counts.
    const std::string when = at(day, hour, 15 * upTo(2));
    std::vector<port::Event>& part = day < 6 && upTo(12) > 0 ? weeks.first : weeks.second;
    part.push_back(event("e" + std::to_string(++number), when, type, lead, members));
  };
  const char* companies[] = {"Acme", "Borg", "Cyb", "Delos"};
  for (int i = 0; i < 24; ++i) {
    const std::string lead = "L" + std::to_string(i * 7 % 24);
    const int day = upTo(10);
    const std::string email = "p" + std::to_string(upTo(14)) + "@x.example";
    add(day, 8 + upTo(4), "lead.created", lead, R"("record":{"email":")" + email + R"(","company":")" + companies[upTo(4)] + R"(","vip":)" + (upTo(3) == 0 ? "true" : "false") + "}");
    for (int n = upTo(5); n > 0; --n) {
      const int later = day + upTo(4), hour = 8 + upTo(12);
      switch (upTo(9)) {
        case 0: add(later, hour, "activity", lead, R"("activity":"reply","fields":{"sentiment":"positive"})"); break;
        case 1: add(later, hour, "activity", lead, R"("activity":"reply","fields":{"sentiment":"negative"})"); break;
        case 2: add(later, hour, "activity", lead, R"("activity":"call","by":"ana","fields":{"outcome":"connected"})"); break;
        case 3: add(later, hour, "activity", lead, R"("activity":"demo_request")"); break;
        case 4: add(later, hour, "stage.moved", lead, R"("stage":"Lost","reason":"no_fit","by":"maria")"); break;
        case 5: add(later, hour, "owner.assigned", lead, R"("owner":"eva","by":"maria")"); break;
        case 6: add(later, hour, "consent.changed", lead, R"("fields":{"consent":"denied"})"); break;
        case 7: add(later, hour, "handoff.accepted", lead, R"("by":"ana")"); break;
        default: add(later, hour, "lead.updated", lead, R"("record":{"email":")" + email + R"(","hours":)" + std::to_string(upTo(50)) + "}"); break;
      }
    }
  }
  add(3, 12, "roster.changed", "", R"("reps":[{"id":"ben","gone":true},{"id":"cleo","team":"sdr","manager":"maria"}])");
  add(4, 9, "roster.changed", "", R"("reps":[{"id":"ana","out_from":"2026-03-07T00:00:00Z","out_until":"2026-03-09T12:00:00Z"}])");
  add(8, 11, "roster.changed", "", R"("reps":[{"id":"ben","team":"sdr","manager":"maria"}])");
  add(2, 10, "table.changed", "", R"("table":"vips","rows":[{"company":"Cyb","boss":"eva"}])");
  add(7, 10, "table.changed", "", R"("table":"vips","value":"remove","rows":[{"company":"Acme"},{"company":"Borg"},{"company":"Cyb"}])");
  add(9, 10, "lead.erased", "L3");
  return weeks;
}

struct Manner {
  std::string kind = "memory:";
  std::size_t batch = 256;
  int hours = 24 * 20;          // how far one run goes
  bool anew = false;            // the engine is destroyed after every batch
};

std::unique_ptr<Station> worked(const Book& book, const Weeks& weeks, const Manner& manner) {
  workflow::EngineOptions options;
  options.batch = manner.batch;
  auto station = std::make_unique<Station>(manner.kind, book, options);
  const auto work = [&](std::int64_t from, std::int64_t to) {
    for (std::int64_t now = from; now < to;) {
      now = std::min(to, now + manner.hours * std::int64_t{3'600'000});
      if (!manner.anew) {
        ok(station->engine->runUntil(now));
        continue;
      }
      for (bool idle = false; !idle;) {
        ok(station->engine->runOnce(now, idle));
        station->anew();
      }
    }
  };
  const std::int64_t begin = instantOf(Station::kStart), middle = instantOf(at(6, 0)), end = instantOf(at(16, 0));
  station->feed(weeks.first);
  work(begin, middle);
  station->feed(weeks.second);
  work(middle, end);
  return station;
}

}  // namespace

TEST_CASE("one go, many small runs, batches of any size and new processes all end the same") {
  const Book book = bookOf(kLife, kLifeFiles);
  for (const unsigned seed : {1U, 2U, 3U}) {
    const Weeks weeks = twoWeeks(seed);
    const auto whole = worked(book, weeks, {});
    const Lines expected = whole->whole();
    CHECK(whole->proof() == "");
    CHECK(expected.size() > 200);
    const Manner manners[] = {{"memory:", 1, 24 * 20, false}, {"memory:", 7, 24 * 20, false},  {"memory:", 256, 5, false},      {"memory:", 7, 11, true},
                              {"sqlite:", 256, 24 * 20, false}, {"sqlite:", 7, 24 * 20, false}, {"sqlite:", 5, 24 * 20, true}};
    for (const Manner& manner : manners) {
      if (seed > 1 && manner.kind == "sqlite:") continue;
      INFO("seed " << seed << ", " << manner.kind << " batch " << manner.batch << ", runs of " << manner.hours << " hours" << (manner.anew ? ", always anew" : ""));
      const auto other = worked(book, weeks, manner);
      CHECK(difference(other->whole(), expected) == "");
      if (manner.kind == "sqlite:") CHECK(other->proof() == "");
    }
  }
}

TEST_CASE("what is open with each rep is what the states say, and no lead has a rep who left") {
  const Book book = bookOf(kLife, kLifeFiles);
  for (const unsigned seed : {4U, 5U}) {
    const auto station = worked(book, twoWeeks(seed), {});
    const auto held = station->held();
    for (const Rep& rep : usualTeam()) {
      INFO(rep.id);
      const auto found = held.find(rep.id);
      CHECK(station->turns("", rep.id).open == (found == held.end() ? 0 : found->second));
    }
  }
}

TEST_CASE("an event that comes again changes nothing") {
  const Book book = bookOf(kLife, kLifeFiles);
  const Weeks weeks = twoWeeks(1);
  const auto once = worked(book, weeks, {});
  Weeks again = weeks;
  again.first.insert(again.first.end(), weeks.first.begin(), weeks.first.end());
  again.second.insert(again.second.begin(), weeks.first.begin(), weeks.first.end());
  const auto twice = worked(book, again, {});
  CHECK(difference(twice->whole(), once->whole()) == "");
  const port::Appended appended = twice->feed(weeks.second);
  CHECK(appended.added == 0);
  CHECK(appended.known == weeks.second.size());
  // Also under the same id with other words: the first one counts.
  CHECK(twice->feed({event("e1", at(0, 8), "lead.created", "other")}).known == 1);
}

TEST_CASE("timers that were due while nobody ran fire in order, each at its own instant, before later events") {
  for (const char* kind : {"memory:", "sqlite:"}) {
    Station station(kind, bookOf(kHead + R"(
stages { New "Go" initial; Done "x" final }
stage New { enter { route inbound }; to Done when had reply in stage }
sla first { starts when owner assigned; stops when outreach; target 4 hours; at 25% { remind owner "a quarter" }; at 50% { remind owner "half" }; at 100% { remind owner "all" } }
)"));
    station.feed({event("1", "2026-03-02 10:00", "lead.created", "a"), event("2", "2026-03-02 10:30", "lead.created", "b")});
    station.until("2026-03-02 10:30");
    CHECK(station.effects("remind").empty());
    station.anew();   // three days of silence; meanwhile a call was made at 13:00
    station.feed({event("3", "2026-03-02 13:00", "activity", "a", R"("activity":"call","by":"ana")")});
    station.until("2026-03-05 10:00");
    CHECK(station.effects("remind") == Lines{"2026-03-02 11:00 remind ana: a quarter", "2026-03-02 11:30 remind ben: a quarter", "2026-03-02 12:00 remind ana: half",
                                             "2026-03-02 12:30 remind ben: half", "2026-03-02 14:30 remind ben: all"});
    station.until("2026-03-09 10:00");
    CHECK(station.effects("remind").size() == 5);   // and never again
    CHECK(station.proof() == "");
  }
}

TEST_CASE("a late event is taken when it comes, with its own instant for what it says") {
  Station station("memory:", bookOf(kHead + R"(
stages { New "Go" initial; Done "x" final }
stage New { enter { route inbound }; to Done when had reply in last 1 hour }
)"));
  station.feed({event("1", "2026-03-02 10:00", "lead.created", "a"), event("2", "2026-03-02 14:00", "lead.updated", "a", R"("record":{"company":"Acme"})")});
  station.until("2026-03-02 15:00");
  // An hour old at 14:00 and known only now: the reply at 11:30 is too old to move the lead, the one at 13:30 is not.
  station.feed({event("3", "2026-03-02 11:30", "activity", "a", R"("activity":"reply","fields":{"sentiment":"positive"})")});
  station.until("2026-03-02 15:00");
  port::LeadState lead = station.lead("a");
  CHECK(shown(lead.now) == "2026-03-02 14:00");      // never back
  REQUIRE(lead.activities.size() == 1);
  CHECK(shown(lead.activities[0].at) == "2026-03-02 11:30");
  CHECK(station.stage("a") == "New");
  station.feed({event("4", "2026-03-02 13:30", "activity", "a", R"("activity":"reply")")});
  station.until("2026-03-02 15:00");
  CHECK(station.stage("a") == "Done");
  CHECK(shown(station.lead("a").entered) == "2026-03-02 14:00");
  CHECK(station.journal("a").back().at == instantOf("2026-03-02 14:00"));
  CHECK(station.proof() == "");
}

TEST_CASE("events are taken in the order of their instants, whatever order they come in; what lies ahead waits") {
  const Book book = bookOf(kHead + R"(
stages { New "Go" initial; Done "x" final }
stage New { enter { route inbound }; to Done when had reply in stage }
)");
  const std::vector<port::Event> events = {event("1", "2026-03-02 10:00", "lead.created", "a"), event("2", "2026-03-02 10:01", "lead.created", "b"),
                                           event("3", "2026-03-02 10:02", "lead.created", "c"), event("4", "2026-03-02 10:03", "activity", "b", R"("activity":"reply")"),
                                           event("5", "2026-03-02 18:00", "activity", "c", R"("activity":"reply")")};
  Station straight("memory:", book);
  straight.feed(events);
  straight.until("2026-03-02 12:00");
  CHECK(straight.stage("c") == "New");
  Station turned("memory:", book);
  turned.feed({events.rbegin(), events.rend()});
  turned.until("2026-03-02 12:00");
  CHECK(difference(turned.whole(), straight.whole()) == "");
  turned.until("2026-03-02 18:00");
  CHECK(turned.stage("c") == "Done");
}

TEST_CASE("a clock that jumps back stands still: nothing is undone, nothing is left out") {
  for (const char* kind : {"memory:", "sqlite:"}) {
    Station station(kind, bookOf(kHead + R"(
stages { New "Go" initial; Over "x" final }
stage New { enter { route inbound }; to Over by owner }
sla first { starts when owner assigned; stops when outreach; target 4 hours; at 50% { remind owner "half" }; at 100% { remind owner "all" } }
)"));
    station.feed({event("1", "2026-03-02 10:00", "lead.created", "a")});
    station.until("2026-03-02 12:30");
    CHECK(station.effects("remind").size() == 1);
    const Lines before = station.whole();
    station.anew();
    station.until("2026-03-01 08:00");               // the clock on the wall was set back
    CHECK(difference(station.whole(), before) == "");
    station.feed({event("2", "2026-03-02 11:00", "lead.updated", "a", R"("record":{"company":"Acme"})")});
    station.until("2026-03-01 09:00");               // what came in meanwhile is taken at the instant reached
    CHECK(shown(station.lead("a").now) == "2026-03-02 12:00");
    std::uint64_t waiting = 1;
    ok(station.store().waitingEvents(waiting));
    CHECK(waiting == 0);
    station.until("2026-03-02 14:00");
    CHECK(station.effects("remind").size() == 2);
    CHECK(station.proof() == "");
  }
}

TEST_CASE("what is refused is told, changes nothing, and pins nobody to a version") {
  Station station("memory:", bookOf(kLife, kLifeFiles));
  station.feed({event("1", "2026-03-02 10:00", "activity", "a", R"("activity":"call")"), event("2", "2026-03-02 11:00", "lead.created", "a", R"("record":{"company":"Delos"})"),
                event("3", "2026-03-02 12:00", "stage.moved", "a", R"("stage":"Won","by":"ana")")});
  station.until("2026-03-02 13:00");
  std::vector<std::pair<port::StoredEvent, std::string>> refused;
  ok(station.store().refusedEvents(10, refused));
  REQUIRE(refused.size() == 2);
  CHECK(refused[1].second == "refused: no lead `a`");
  CHECK(station.engine->totals().refused == 2);
  CHECK(station.stage("a") == "Working");
  CHECK(station.proof() == "");
}
