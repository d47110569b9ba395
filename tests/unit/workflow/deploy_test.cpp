// Another version of the playbook over leads in flight: nothing that lives is lost, clocks go on as they stand.
#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using namespace leadflow::test;
using workflow::DeployOptions;
using workflow::DeployPlan;

namespace {

/// The head with another version number and whatever else the playbook's block shall say.
std::string head(const std::string& version, const std::string& more = {}) {
  std::string text = kHead;
  const std::string old = "version \"1\"";
  text.replace(text.find(old), old.size(), "version \"" + version + "\"  " + more);
  return text;
}

const std::string kOld = R"(
stages { New "Go" initial; Contacted "Talk"; Done "x" final }
stage New { enter { route inbound; start sequence hello }; to Contacted when had reply in stage }
stage Contacted { to Done when had reply in stage where sentiment is positive }
sequence hello { email "one"; wait 2 days; email "two"; wait 2 days; email "three" }
sla first { starts when owner assigned; stops when stage becomes Done; target 10 hours; at 20% { remind owner "20" }; at 50% { remind owner "50" }; at 100% { remind owner "100" } }
)";
const std::string kRest = R"(
sequence hello { email "one"; wait 2 days; email "two"; wait 2 days; email "three" }
sla first { starts when owner assigned; stops when stage becomes Done; target 10 hours; at 20% { remind owner "20" }; at 50% { remind owner "50" }; at 100% { remind owner "100" } }
)";
const std::string kStagesNew = R"(
stages { New "Go" initial; Working "Talk"; Done "x" final }
stage New { enter { route inbound; start sequence hello }; to Working when had reply in stage }
)";
const std::string kWas = kStagesNew + "stage Working was Contacted { to Done when had reply in stage where sentiment is positive }\n";

DeployPlan deployTo(Station& station, const Book& book, const std::string& at, DeployOptions options = {}) {
  options.now = instantOf(at);
  DeployPlan plan;
  ok(workflow::deploy(station.store(), book.program, book.bytes, options, plan));
  return plan;
}

void threeLeads(Station& station) {
  station.feed({event("1", "2026-03-02 10:00", "lead.created", "a", R"("record":{"email":"a@x.example"})"), event("2", "2026-03-02 10:01", "lead.created", "b", R"("record":{"email":"b@x.example"})"), event("3", "2026-03-02 10:02", "lead.created", "c", R"("record":{"email":"c@x.example"})"),
                event("4", "2026-03-02 11:00", "activity", "b", R"("activity":"reply")"), event("5", "2026-03-02 11:01", "activity", "c", R"("activity":"reply")")});
  station.until("2026-03-02 13:00");
}

}  // namespace

TEST_CASE("a deployment that would lose a stage, a clock or a sequence is refused with counts, and changes nothing") {
  Station station("memory:", bookOf(head("1") + kOld));
  threeLeads(station);
  const Lines before = station.whole();
  struct Case { std::string text, kind, name, nearest; std::uint64_t leads; };
  const std::string contacted = "stages { New \"Go\" initial; Contacts \"Talk\"; Done \"x\" final }\nstage New { enter { route inbound; start sequence hello }; to Contacts when had reply in stage }\nstage Contacts { to Done by owner }\n";
  const std::string same = kOld.substr(0, kOld.find("sequence hello {"));
  const std::string sla = kRest.substr(kRest.find("sla first"));
  const std::string sequence = kRest.substr(0, kRest.find("sla first"));
  std::string renamed_sla = sla, no_sequence = same;
  renamed_sla.replace(0, 9, "sla firsts");
  no_sequence.replace(no_sequence.find("; start sequence hello"), 22, "");
  const Case cases[] = {{contacted + kRest, "stage", "Contacted", "Contacts", 2}, {same + sequence + renamed_sla, "sla", "first", "firsts", 3}, {no_sequence + sla, "sequence", "hello", "", 1}};
  for (const Case& each : cases) {
    INFO(each.text);
    const DeployPlan plan = deployTo(station, bookOf(head("2") + each.text), "2026-03-02 13:30");
    REQUIRE(plan.missing.size() == 1);
    CHECK(plan.missing[0].kind == each.kind);
    CHECK(plan.missing[0].name == each.name);
    CHECK(plan.missing[0].nearest == each.nearest);
    CHECK(plan.missing[0].leads == each.leads);
    station.until("2026-03-02 13:30");
    CHECK(difference(station.whole(), before) == "");
  }
}

TEST_CASE("`was` and `migrate` say where leads went; clocks keep what they measured, timers and steps go on") {
  for (const char* kind : {"memory:", "sqlite:"})
    for (const bool migrate : {false, true}) {
      INFO(kind << (migrate ? " migrate" : " was"));
      // Other declarations stand before those that live, so every number changes.
      const std::string before = "sla zero { starts when stage becomes Done; stops when outreach; target 1 hour }\nsequence aaa { email \"x\" }\n";
      const std::string working = "stage Working { to Done when had reply in stage where sentiment is positive }\nmigrate Contacted to Working\n";
      const Book next = bookOf(head("2") + before + (migrate ? kStagesNew + working : kWas) + kRest);
      Station station(kind, bookOf(head("1") + kOld));
      threeLeads(station);
      const port::LeadState was = station.lead("b");
      CHECK(station.stage("b") == "Contacted");
      CHECK(station.effects("remind").size() == 3);   // 20 % of each, at 12:00
      const DeployPlan plan = deployTo(station, next, "2026-03-02 13:30");
      CHECK(plan.missing.empty());
      CHECK(plan.leads == 3);
      CHECK(plan.moved == std::map<std::string, std::uint64_t>{{"Contacted -> Working", 2}});
      station.anew();
      station.until("2026-03-02 13:30");
      const port::LeadState is = station.lead("b");
      CHECK(is.version == next.version());
      CHECK(station.stage("b") == "Working");
      CHECK(station.stage("a") == "New");
      CHECK(is.entered == was.entered);
      const port::Clock &clock = is.clocks.at(1), &old = was.clocks.at(0);
      CHECK(clock.state == old.state);
      CHECK(clock.started == old.started);
      CHECK(clock.elapsed == old.elapsed);
      CHECK(clock.resumed == old.resumed);
      CHECK(clock.target == old.target);
      CHECK(clock.fired == Bits{0});
      CHECK(is.sequences.at(1).state == was.sequences.at(0).state);
      CHECK(is.sequences.at(1).step == was.sequences.at(0).step);
      REQUIRE(is.timers.size() == was.timers.size());
      for (std::size_t i = 0; i < is.timers.size(); ++i) {
        CHECK(is.timers[i].due == was.timers[i].due);
        CHECK(is.timers[i].kind == was.timers[i].kind);
      }
      CHECK(is.seats.front().rep == was.seats.front().rep);
      CHECK(is.seats.front().since == was.seats.front().since);
      station.until("2026-03-02 23:00");
      const Lines reminded = station.effects("remind");
      REQUIRE(reminded.size() == 9);                  // each point of each lead, once
      CHECK(reminded[4] == "2026-03-02 15:01 remind ben: 50");
      CHECK(reminded[8].substr(0, 16) == "2026-03-02 20:02");
      station.until("2026-03-10 00:00");
      CHECK(station.effects("email").size() == 5);   // leaving the stage ended two of them
      station.feed({event("9", "2026-03-10 01:00", "activity", "b", R"("activity":"reply","fields":{"sentiment":"positive"})")});
      station.until("2026-03-10 02:00");
      CHECK(station.stage("b") == "Done");
      CHECK(station.proof() == "");
    }
}

TEST_CASE("new leads live under the new version; those that ended stay as they were") {
  Station station("memory:", bookOf(head("1") + kOld));
  threeLeads(station);
  station.feed({event("6", "2026-03-02 13:10", "activity", "c", R"("activity":"reply","fields":{"sentiment":"positive"})")});
  station.until("2026-03-02 13:20");
  CHECK(station.stage("c") == "Done");
  const Book next = bookOf(head("2") + kWas + kRest);
  const DeployPlan plan = deployTo(station, next, "2026-03-02 13:30");
  CHECK(plan.leads == 2);
  CHECK(plan.final == 1);
  station.feed({event("7", "2026-03-02 14:00", "lead.created", "d")});
  ok(station.engine->resume());
  station.until("2026-03-02 14:00");
  CHECK(station.lead("c").version == station.book.version());
  CHECK(station.lead("d").version == next.version());
  CHECK(station.lead("a").version == next.version());
  CHECK(station.proof() == "");
}

TEST_CASE("a dry run tells and changes nothing") {
  Station station("memory:", bookOf(head("1") + kOld));
  threeLeads(station);
  const Lines before = station.whole();
  DeployOptions options;
  options.dry_run = true;
  CHECK(deployTo(station, bookOf(head("2") + kWas + kRest), "2026-03-02 13:30", options).leads == 3);
  station.until("2026-03-02 13:30");
  CHECK(difference(station.whole(), before) == "");
}

TEST_CASE("a pilot takes its share by a stable hash, of leads in flight and of new ones; then everybody") {
  Station station("memory:", bookOf(head("1") + kOld));
  std::vector<port::Event> events;
  for (int i = 0; i < 200; ++i) events.push_back(event("c" + std::to_string(i), "2026-03-02 10:00", "lead.created", "L" + std::to_string(i)));
  station.feed(events);
  station.until("2026-03-02 10:00");
  const Book next = bookOf(head("2") + kWas + kRest);
  DeployOptions options;
  options.pilot_percent = 250'000;
  const DeployPlan plan = deployTo(station, next, "2026-03-02 11:00", options);
  CHECK(plan.leads + plan.staying == 200);
  CHECK(plan.leads > 25);
  CHECK(plan.leads < 75);
  events.clear();
  for (int i = 200; i < 400; ++i) events.push_back(event("c" + std::to_string(i), "2026-03-02 12:00", "lead.created", "L" + std::to_string(i)));
  station.feed(events);
  station.anew();
  station.until("2026-03-02 12:00");
  std::set<std::string> pilot;
  std::uint64_t before = 0;
  for (int i = 0; i < 400; ++i)
    if (station.lead("L" + std::to_string(i)).version == next.version()) {
      pilot.insert("L" + std::to_string(i));
      before += i < 200 ? 1 : 0;
    }
  CHECK(before == plan.leads);
  CHECK(pilot.size() - before > 25);
  CHECK(pilot.size() - before < 75);
  // Asked again, the same ones; then the pilot ends and all go over.
  const DeployPlan again = deployTo(station, next, "2026-03-02 12:30", options);
  CHECK(again.leads == 0);
  CHECK(again.staying == 400 - pilot.size());
  const DeployPlan everybody = deployTo(station, next, "2026-03-02 13:00");
  CHECK(everybody.leads == 400 - pilot.size());
  ok(station.engine->resume());
  station.until("2026-03-02 13:00");
  for (int i = 0; i < 400; i += 7) CHECK(station.lead("L" + std::to_string(i)).version == next.version());
  CHECK(station.proof() == "");
}

TEST_CASE("a pilot by a condition takes the leads in flight for which it holds") {
  Station station("memory:", bookOf(head("1") + kOld));
  station.feed({event("1", "2026-03-02 10:00", "lead.created", "a", R"("record":{"country":"DE"})"), event("2", "2026-03-02 10:00", "lead.created", "b", R"("record":{"country":"US"})"),
                event("3", "2026-03-02 10:00", "lead.created", "c")});
  station.until("2026-03-02 10:00");
  const Book next = bookOf(head("2") + kWas + kRest, {}, "country is DE");
  DeployOptions options;
  options.pilot_condition = "country is DE";
  options.pilot_function = next.pilot;
  const DeployPlan plan = deployTo(station, next, "2026-03-02 11:00", options);
  CHECK(plan.leads == 1);
  CHECK(plan.staying == 2);
  station.feed({event("4", "2026-03-02 12:00", "lead.created", "d", R"("record":{"country":"DE"})")});
  station.anew();
  station.until("2026-03-02 12:00");
  CHECK(station.lead("a").version == next.version());
  CHECK(station.lead("b").version == station.book.version());
  CHECK(station.lead("c").version == station.book.version());
  CHECK(station.lead("d").version == station.book.version());   // nothing is known of a new lead yet: it begins under the version for all
  CHECK(station.proof() == "");
}

TEST_CASE("a version for a later day comes into force on that day, for leads in flight, those that came since, and new ones") {
  const Book next = bookOf(head("2", "effective from 2026-03-05") + kWas + kRest + "every day 18:00 { rebalance sdr, at most 2 moves a rep }\n");
  Station station("memory:", bookOf(head("1") + kOld));
  threeLeads(station);
  CHECK(deployTo(station, next, "2026-03-02 13:30").leads == 3);
  station.anew();
  station.feed({event("7", "2026-03-03 10:00", "lead.created", "d"), event("8", "2026-03-05 10:00", "lead.created", "e")});
  station.until("2026-03-04 23:00");
  for (const char* id : {"a", "b", "c", "d"}) CHECK(station.lead(id).version == station.book.version());
  station.until("2026-03-05 12:00");
  for (const char* id : {"a", "b", "c", "d", "e"}) CHECK(station.lead(id).version == next.version());
  CHECK(station.stage("b") == "Working");
  const auto evenings = [&] {
    std::size_t count = 0;
    for (const port::JournalEntry& entry : station.journal())
      if (entry.lead.empty() && entry.kind == "timer") ++count;
    return count;
  };
  CHECK(evenings() == 0);
  station.until("2026-03-06 19:00");
  CHECK(evenings() == 2);
  CHECK(station.proof() == "");
}

TEST_CASE("a version that is deployed for later is in force from then on, without a word in the playbook") {
  for (const char* kind : {"memory:", "sqlite:"}) {
    INFO(kind);
    const Book next = bookOf(head("2") + kWas + kRest);
    Station station(kind, bookOf(head("1") + kOld));
    threeLeads(station);
    DeployOptions later;
    later.today = instantOf("2026-03-02 13:30");
    CHECK(deployTo(station, next, "2026-03-05 00:00", later).leads == 3);
    station.anew();
    station.feed({event("7", "2026-03-03 10:00", "lead.created", "d"), event("8", "2026-03-05 10:00", "lead.created", "e")});
    station.until("2026-03-04 23:00");
    for (const char* id : {"a", "b", "c", "d"}) CHECK(station.lead(id).version == station.book.version());
    station.until("2026-03-05 12:00");
    for (const char* id : {"a", "b", "c", "d", "e"}) CHECK(station.lead(id).version == next.version());
    CHECK(station.proof() == "");
  }
}

TEST_CASE("back to the version before: the same checks the other way round; forward again") {
  for (const char* kind : {"memory:", "sqlite:"}) {
    INFO(kind);
    const Book first = bookOf(head("1") + kOld + "migrate Working to Contacted\n");
    const Book next = bookOf(head("2") + kWas + kRest);
    Station station(kind, first);
    threeLeads(station);
    DeployPlan plan;
    CHECK_FALSE(workflow::rollback(station.store(), instantOf("2026-03-02 13:10"), plan).ok());
    deployTo(station, next, "2026-03-02 13:30");
    station.anew();
    station.until("2026-03-02 13:30");
    const port::LeadState there = station.lead("b");
    ok(workflow::rollback(station.store(), instantOf("2026-03-02 14:00"), plan));
    CHECK(plan.missing.empty());
    CHECK(plan.leads == 3);
    station.anew();
    station.feed({event("7", "2026-03-02 14:30", "lead.created", "d")});
    station.until("2026-03-02 14:30");
    CHECK(station.stage("b") == "Contacted");
    CHECK(station.lead("b").version == first.version());
    CHECK(station.lead("d").version == first.version());
    CHECK(station.lead("b").clocks.at(0).started == there.clocks.at(0).started);
    CHECK(station.lead("b").clocks.at(0).fired == there.clocks.at(0).fired);
    CHECK(deployTo(station, next, "2026-03-02 14:40").leads == 4);
    station.anew();
    station.until("2026-03-02 14:40");
    CHECK(station.lead("d").version == next.version());
    station.until("2026-03-02 23:00");
    CHECK(station.effects("remind").size() == 11);   // nine of the three, 20 % and 50 % of the fourth
    CHECK(station.proof() == "");
  }
}

TEST_CASE("a version that is taken back before its day leaves everybody where they are") {
  const Book first = bookOf(head("1") + kOld + "migrate Working to Contacted\n");
  const Book next = bookOf(head("2", "effective from 2026-03-05") + kWas + kRest);
  Station station("memory:", first);
  threeLeads(station);
  deployTo(station, next, "2026-03-02 13:30");
  DeployPlan plan;
  ok(workflow::rollback(station.store(), instantOf("2026-03-02 14:00"), plan));
  station.anew();
  station.until("2026-03-06 00:00");
  for (const char* id : {"a", "b", "c"}) CHECK(station.lead(id).version == first.version());
  CHECK(station.proof() == "");
}

TEST_CASE("a lead that has moved on to what the new version lacks stays under its own, and is told so") {
  // Deployed while nobody was in Contacted; before the lead is taken up, a late event moves it there.
  const Book next = bookOf(head("2") + "stages { New \"Go\" initial; Done \"x\" final }\nstage New { enter { route inbound; start sequence hello }; to Done when had reply in stage }\n" + kRest);
  Station station("memory:", bookOf(head("1") + kOld));
  station.feed({event("1", "2026-03-02 10:00", "lead.created", "a"), event("2", "2026-03-02 10:01", "lead.created", "b")});
  station.until("2026-03-02 11:00");
  CHECK(deployTo(station, next, "2026-03-02 13:30").missing.empty());
  station.feed({event("3", "2026-03-02 13:00", "activity", "a", R"("activity":"reply")")});
  station.anew();
  station.until("2026-03-02 14:00");
  CHECK(station.lead("a").version == station.book.version());
  CHECK(station.stage("a") == "Contacted");
  CHECK(station.lead("b").version == next.version());
  CHECK(station.engine->totals().ignored == 1);
  CHECK(station.proof() == "");
}
