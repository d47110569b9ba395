// Whose turn it is while people come and go: in a running engine, killed at any instant, made anew for each transaction, and
// decided again from the journal.
//
//     kay and lou have four each; ned joins: he begins at four, and the next turns are ned, kay, lou, ned, …
#include <set>

#include "runtime/value/decimal.hpp"

#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

/// `how`: the target of the only rule, for instance `round robin d`.
std::string desk(const std::string& how, const std::string& more = {}) {
  return R"(
playbook v { version "1" timezone "UTC" }
lead { id text key; email email pii }
activity call
outreach call
role lead_desk
pool d = reps where team is "d"
pool e = reps where team is "e"
queue desk { owner role lead_desk }
route go { all otherwise -> )" + how + R"( otherwise queue desk }
stages { Open "o" initial; Shut "s" final }
stage Open { enter { route go }; to Shut by owner }
)" + more;
}

Rep person(const std::string& id, const std::string& team, std::int64_t weight = 1, std::int64_t capacity = -1) {
  Rep rep;
  rep.id = id;
  rep.team = team;
  rep.weight = weight * kScale;
  rep.capacity = capacity;
  return rep;
}

std::vector<Rep> kayAndLou() { return {person("kay", "d"), person("lou", "d"), person("max", "e")}; }

/// A life of a desk, told by what happens in order; a minute lies between two things.
class Desk {
 public:
  enum class How { Whole, Killed, Shared };   ///< one process; a new one for each event; turns read anew in each transaction
  Desk(const std::string& store, How how, const std::string& text, std::vector<Rep> roster = kayAndLou())
      : how_(how), station_(store, bookOf(text), optionsOf(how), std::move(roster)) {}

  /// Who gets the next `count` leads.
  std::string leads(int count) {
    std::string got;
    for (int i = 0; i < count; ++i) {
      const std::string id = "L" + std::to_string(100 + number_++);
      happens("lead.created", id);
      got += (got.empty() ? "" : " ") + (station_.owner(id).empty() ? "-" : station_.owner(id));
    }
    return got;
  }
  void roster(const std::string& reps) { happens("roster.changed", {}, R"("reps":)" + reps); }
  void happens(const std::string& type, const std::string& lead = {}, const std::string& members = {}) {
    const std::int64_t at = instantOf("2026-03-02 08:00") + 60'000 * ++minute_;
    station_.feed({event("e" + std::to_string(minute_), shown(at), type, lead, members)});
    if (how_ == How::Killed) station_.anew();
    ok(station_.engine->runUntil(at));
  }
  Station& station() { return station_; }

 private:
  static workflow::EngineOptions optionsOf(How how) {
    workflow::EngineOptions options;
    options.exclusive = how != How::Shared;
    if (how != How::Whole) options.batch = 1;
    return options;
  }
  How how_;
  Station station_;
  int number_ = 0, minute_ = 0;
};

/// In every way in which an engine runs, and the journal decides the same again.
void everyWay(const std::string& text, const std::function<void(Desk&)>& life, const std::vector<Rep>& roster = kayAndLou()) {
  for (const char* store : {"memory:", "sqlite:"})
    for (const Desk::How how : {Desk::How::Whole, Desk::How::Killed, Desk::How::Shared}) {
      INFO(store << " way " << static_cast<int>(how));
      Desk desk(store, how, text, roster);
      life(desk);
      CHECK(desk.station().proof() == "");
    }
}

}  // namespace

TEST_CASE("who joins a pool starts at the floor of its average, and is not flooded") {
  everyWay(desk("round robin d"), [](Desk& desk) {
    CHECK(desk.leads(8) == "kay lou kay lou kay lou kay lou");
    desk.roster(R"([{"id":"ned","team":"d"}])");
    CHECK(desk.leads(6) == "ned kay lou ned kay lou");
    desk.roster(R"([{"id":"oda","team":"d"},{"id":"pia","team":"d"}])");   // the others stand at 6 each
    CHECK(desk.leads(5) == "oda pia ned kay lou");
  });
}

TEST_CASE("who moves in from another team, and back, starts at the average, never lower than before") {
  everyWay(desk("round robin d"), [](Desk& desk) {
    CHECK(desk.leads(9) == "kay lou kay lou kay lou kay lou kay");          // kay 5, lou 4
    desk.roster(R"([{"id":"max","team":"d"}])");                            // floor of 4.5
    CHECK(desk.leads(3) == "max lou kay");                                  // max 5, lou 5, kay 6
    desk.roster(R"([{"id":"kay","team":"e"}])");
    CHECK(desk.leads(8) == "max lou max lou max lou max lou");              // 9 each
    desk.roster(R"([{"id":"kay","team":"d"}])");                            // not 6, but 9; her last turn is longest ago
    CHECK(desk.leads(4) == "kay max lou kay");
    desk.roster(R"([{"id":"kay","team":"e"}])");                            // kay 11
    desk.roster(R"([{"id":"kay","team":"d"}])");                            // back at once: the others stand at 10
    CHECK(desk.leads(3) == "max lou kay");
  });
}

TEST_CASE("who was gone and comes back starts at the average; the leads that were taken away are not counted as open") {
  everyWay(desk("round robin d"), [](Desk& desk) {
    desk.leads(4);
    desk.roster(R"([{"id":"kay","gone":true}])");
    CHECK(desk.station().turns("", "kay").open == 0);
    CHECK(desk.leads(10) == "lou lou lou lou lou lou lou lou lou lou");     // lou 2 + 2 of kay's + 10
    desk.roster(R"([{"id":"kay","team":"d"}])");
    CHECK(desk.leads(5) == "kay lou kay lou kay");
    CHECK(desk.station().turns("", "kay").open == 3);
  });
}

TEST_CASE("who is not active is away like who is gone") {
  everyWay(desk("round robin d"), [](Desk& desk) {
    desk.leads(4);
    desk.roster(R"([{"id":"kay","active":false}])");
    desk.leads(6);
    desk.roster(R"([{"id":"kay","active":true}])");
    CHECK(desk.leads(4) == "kay lou kay lou");
  });
}

TEST_CASE("gone and back at one instant: what is open with them stays counted") {
  everyWay(desk("least loaded d"), [](Desk& desk) {
    CHECK(desk.leads(4) == "kay lou kay lou");
    Station& station = desk.station();
    station.feed({event("r1", "2026-03-02 09:00", "roster.changed", "", R"("reps":[{"id":"kay","gone":true}])"),
                  event("r2", "2026-03-02 09:00", "roster.changed", "", R"("reps":[{"id":"kay","team":"d"}])")});
    station.until("2026-03-02 09:00");
    CHECK(station.held()["kay"] == station.turns("", "kay").open);
  });
}

TEST_CASE("weighted: who joins takes what the weight gives, from the average on") {
  everyWay(
      desk("weighted d"),
      [](Desk& desk) {
        CHECK(desk.leads(8) == "lou lou kay lou lou lou kay lou");   // (served + 1) / weight, 1 against 3: kay 2, lou 6
        desk.roster(R"([{"id":"ned","team":"d","weight":2}])");      // ned 4: (4 + 1) / 2 = 2.5, kay 3 / 1, lou 7 / 3 = 2.33
        CHECK(desk.leads(3) == "lou ned lou");                       // 2.33; then 2.5 of ned against 8 / 3; then 2.67 of lou against 3 of ned
      },
      {person("kay", "d", 1), person("lou", "d", 3), person("max", "e")});
}

TEST_CASE("weighted: who joins or comes back is neither flooded nor left out") {
  for (const char* weight : {"1", "3"})
    everyWay(
        desk("weighted d"),
        [&](Desk& desk) {
          desk.leads(40);                                            // kay 30, lou 10
          desk.roster(std::string(R"([{"id":"ned","team":"d","weight":)") + weight + "}]");
          if (*weight == '1') CHECK(desk.leads(5) == "kay kay ned lou kay");           // ned 10: 31 / 3, 32 / 3, then 11 against 33 / 3 and 11, longest ago first
          else CHECK(desk.leads(7) == "ned kay ned kay lou ned kay");                 // ned 30: as kay; then 33 / 3 of both against 11 of lou, longest ago first
        },
        {person("kay", "d", 3), person("lou", "d", 1), person("max", "e")});
}

TEST_CASE("least loaded and longest waiting go by what they are called") {
  everyWay(desk("least loaded d"), [](Desk& desk) {
    CHECK(desk.leads(4) == "kay lou kay lou");
    desk.roster(R"([{"id":"ned","team":"d"}])");
    CHECK(desk.leads(4) == "ned ned kay lou");                        // until all have two; then longest since the last turn
    desk.roster(R"([{"id":"lou","gone":true}])");                     // lou's three go to whoever has least
    CHECK(desk.station().held() == std::map<std::string, std::int64_t>{{"kay", 4}, {"ned", 4}});
    desk.roster(R"([{"id":"lou","team":"d"}])");
    CHECK(desk.leads(4) == "lou lou lou lou");
  });
  everyWay(desk("longest waiting d"), [](Desk& desk) {
    CHECK(desk.leads(4) == "kay lou kay lou");
    desk.roster(R"([{"id":"ned","team":"d"}])");
    CHECK(desk.leads(4) == "ned kay lou ned");
    desk.roster(R"([{"id":"ned","gone":true}])");
    desk.leads(4);
    desk.roster(R"([{"id":"ned","team":"d"}])");
    CHECK(desk.leads(3) == "ned kay lou");
  });
}

TEST_CASE("a pool that a version redefines: who is new in it starts at the average too") {
  for (const char* store : {"memory:", "sqlite:"}) {
    Desk desk(store, Desk::How::Whole, ::desk("round robin d"));
    desk.leads(8);
    std::string wider = ::desk("round robin d");
    wider.replace(wider.find("team is \"d\""), 11, "team is \"d\" or team is \"e\"");
    wider.replace(wider.find("version \"1\""), 11, "version \"2\"");
    const Book next = bookOf(wider);
    workflow::DeployOptions options;
    options.now = instantOf("2026-03-02 08:30");
    workflow::DeployPlan plan;
    ok(workflow::deploy(desk.station().store(), next.program, next.bytes, options, plan));
    desk.station().anew();
    desk.station().until("2026-03-02 08:30");
    std::string got;
    for (int i = 0; i < 4; ++i) {
      desk.station().feed({event("n" + std::to_string(i), "2026-03-02 09:0" + std::to_string(i), "lead.created", "N" + std::to_string(i))});
      desk.station().until("2026-03-02 09:0" + std::to_string(i));
      got += desk.station().owner("N" + std::to_string(i)) + ' ';
    }
    CHECK(got == "max kay lou max ");
    CHECK(desk.station().proof() == "");
  }
}

TEST_CASE("`rebalance` is no person: its leads are the rules' to take, and turns stay as they were") {
  everyWay(desk("kay otherwise round robin d", "every day 12:00 { rebalance d, at most 9 moves a rep }\n") , [](Desk& desk) {
    CHECK(desk.leads(4) == "kay kay kay kay");
    Station& station = desk.station();
    station.until("2026-03-02 12:00");
    CHECK(station.held() == std::map<std::string, std::int64_t>{{"kay", 2}, {"lou", 2}});
    const port::Seat seat = station.lead("L103").seats.front();       // the newest move first
    CHECK(seat.rep == "lou");
    CHECK_FALSE(seat.manual);
    CHECK(seat.route == "go");
    CHECK(station.turns("", "lou").open == 2);
    CHECK(station.turns("d", "lou").served == 0);
    bool told = false;
    for (const port::JournalEntry& entry : station.journal("L103"))
      told = told || (entry.kind == "owner.rebalanced" && entry.body.find("moved from kay to lou: rebalance of pool d") != std::string::npos);
    CHECK(told);
  });
}

TEST_CASE("a lead that `rebalance` moved is reassigned like any other") {
  std::string text = desk("round robin d", "every day 12:00 { rebalance d }\n");
  text.replace(text.find("to Shut by owner }"), 18, "to Shut by owner; aging 3 days { reassign } }");
  everyWay(
      text,
      [](Desk& desk) {
        Station& station = desk.station();
        desk.leads(3);
        desk.happens("owner.assigned", "L101", R"("owner":"kay","by":"kay")");
        desk.happens("owner.assigned", "L102", R"("owner":"kay","by":"kay")");
        station.until("2026-03-02 12:00");                              // kay 3, lou 0, ned 0: two of hers move
        CHECK(station.held() == std::map<std::string, std::int64_t>{{"kay", 1}, {"lou", 1}, {"ned", 1}});
        station.until("2026-03-05 09:00");
        for (const char* id : {"L101", "L102"})
          for (const port::JournalEntry& entry : station.journal(id)) CHECK(entry.body.find("a person gave them the lead") == std::string::npos);
      },
      {person("kay", "d"), person("lou", "d"), person("ned", "d")});
}
