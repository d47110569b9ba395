// Other rules of time zones: what was worked out by them is worked out anew, once, and told; a replay knows by which it was.
//
// The rules change under a store as they do on a machine: its playbook is read with the hours of Lagos (an hour ahead of UTC) where
// it was read with those of Maputo (two hours). So 09:00 of the desk comes an hour later than it did.
#include <catch2/catch.hpp>

#include "tests/unit/workflow/faulty_store.hpp"
#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

constexpr const char* kBefore = "Africa/Maputo";
constexpr const char* kAfter = "Africa/Lagos";

std::string in(std::string text, const std::string& zone) {
  for (std::size_t at; (at = text.find("\"UTC\"")) != std::string::npos;) text.replace(at + 1, 3, zone);
  return text;
}

/// Everything that waits for an instant of the desk's clock.
const std::string kDesk = [] {
  std::string head = kHead;
  head.replace(head.find("queue review   { owner role sales_manager }"), 43, "queue review   { owner role sales_manager  within 2 business hours }");
  return head + R"(
stages { New "Look" initial; Working "Find out"; Parked "Wait"; Done "Over" final }
stage New { to Parked when vip is true; to Working otherwise }
stage Working {
  enter { route inbound; start sequence hello }
  to Done when had reply in stage
  aging 5 business hours { log "old" }
}
stage Parked { enter { queue review } }
sequence hello { email "hello" at 09:00; wait 9 business hours; email "again" }
sla first {
  starts when owner assigned
  stops  when call
  pauses until callback_on at most 30 days
  target 4 business hours
  at 50%  { remind owner "half" }
  at 100% { escalate chain }
}
sla plain { starts when owner assigned; stops when call; target 30 hours; at 100% { log "plain" } }
escalation chain { level owner.manager { notify email "late" }; level role revops after 5 business hours { notify email "later" } }
handoff take { when stage becomes Working; accept within 6 business hours otherwise escalate chain }
approval terms { ask role sales_manager when discount > 15%; within 7 business hours otherwise escalate chain }
report pipe for sales over last 30 days every monday 08:00 to slack "#sales" { count leads by stage }
)";
}();

struct Desk : Station {
  explicit Desk(const std::string& kind = "memory:", const std::string& text = kDesk) : Station(kind, bookOf(in(text, kBefore)), made("2024a")), text_(text) {}
  static workflow::EngineOptions made(const std::string& release) {
    workflow::EngineOptions options;
    options.tzdata = release;
    return options;
  }
  /// From here on the machine has other rules; its playbook is the same.
  void rules(const std::string& zone) {
    const Book other = bookOf(in(text_, zone));
    port::WorldRows rows;
    ok(store().world(rows));
    bytecode::Chunk chunk = other.program->chunk();
    chunk.content_hash = rows.playbooks.front().version;
    rows.playbooks.front().chunk = bytecode::encode(chunk);
    ok(store().renew(rows.playbooks.front()));
  }
  void startWith(const std::string& release) {
    options.tzdata = release;
    options.zones = [this](const workflow::ZonesTurned& turned) {
      told.push_back(turned.from + " -> " + turned.here + (turned.behind ? " behind" : " " + std::to_string(turned.leads)));
    };
    anew();
  }
  Lines timers(const std::string& id) {
    Lines lines;
    const port::LeadState state = lead(id);
    for (const port::Timer& timer : state.timers) lines.push_back(shown(timer.due) + ' ' + port::timerName(timer.kind));
    return lines;
  }
  std::string setting(const std::string& name) {
    std::string value;
    ok(store().setting(name, value));
    return value;
  }
  /// Sentences of that kind in a lead's journal.
  Lines account(const std::string& id, const std::string& what) {
    Lines lines;
    for (const port::JournalEntry& entry : journal(id)) {
      const std::string mark = "{\"what\":\"" + what + "\",\"text\":\"";
      for (std::size_t at = 0; (at = entry.body.find(mark, at)) != std::string::npos; ++at) {
        const std::size_t from = at + mark.size();
        lines.push_back(shown(entry.at) + ' ' + entry.body.substr(from, entry.body.find('"', from) - from));
      }
    }
    return lines;
  }
  std::size_t entriesOf(const std::string& id, const std::string& kind) {
    std::size_t count = 0;
    for (const port::JournalEntry& entry : journal(id)) count += entry.lead == id && entry.kind == kind ? 1 : 0;
    return count;
  }
  workflow::ReplayResult replayed(const std::string& release) {
    workflow::ReplayResult result;
    ok(workflow::replay(store(), result, release));
    for (const auto& each : result.differences) UNSCOPED_INFO(each.lead << ' ' << each.seq << "\nrecorded " << each.recorded << "\nreplayed " << each.replayed);
    for (const std::string& each : result.state_texts) UNSCOPED_INFO(each);
    for (const std::string& each : result.turn_differences) UNSCOPED_INFO(each);
    return result;
  }
  static std::uint64_t wrong(const workflow::ReplayResult& result) { return result.different + result.state_differences + result.turn_differences.size(); }
  Lines told;

 private:
  std::string text_;
};

std::vector<port::Event> evening() {
  return {event("a", "2026-03-02 18:00", "lead.created", "A", R"("record":{"email":"a@x.example","discount":"20%"})"),
          event("q", "2026-03-02 18:00", "lead.created", "Q", R"("record":{"vip":true})"),
          event("z", "2026-03-02 18:00", "lead.created", "Z", R"("record":{"email":"z@x.example"})"), event("zr", "2026-03-02 18:10", "activity", "Z", R"("activity":"reply","by":"ana")")};
}

/// Monday evening. By the old rules the desk opens on Tuesday at 07:00 UTC, by the new ones at 08:00.
const Lines kOldTimers = {"2026-03-03 07:00 sequence step", "2026-03-03 09:00 reminder", "2026-03-03 11:00 breach",         "2026-03-03 12:00 aging",
                          "2026-03-03 13:00 handoff accept", "2026-03-03 14:00 approval within", "2026-03-04 00:00 breach"};
const Lines kNewTimers = {"2026-03-03 08:00 sequence step", "2026-03-03 10:00 reminder", "2026-03-03 12:00 breach",         "2026-03-03 13:00 aging",
                          "2026-03-03 14:00 handoff accept", "2026-03-03 15:00 approval within", "2026-03-04 00:00 breach"};

}  // namespace

TEST_CASE("what is due by the rules of time zones moves when they change, once, and each move is told") {
  for (const char* kind : {"memory:", "sqlite:"}) {
    INFO(kind);
    Desk desk(kind);
    desk.feed(evening());
    desk.until("2026-03-02 19:00");
    CHECK(desk.timers("A") == kOldTimers);
    CHECK(desk.setting("tzdata") == "2024a");
    desk.rules(kAfter);
    desk.startWith("2025b");
    desk.until("2026-03-02 19:30");
    CHECK(desk.told == Lines{"2024a -> 2025b 2"});   // Z has ended
    CHECK(desk.timers("A") == kNewTimers);
    CHECK(desk.timers("Q") == Lines{"2026-03-03 10:00 queue within"});
    CHECK(desk.timers("") == Lines{"2026-03-09 07:00 review"});
    CHECK(desk.setting("tzdata") == "2025b");
    CHECK(desk.engine->totals().moved == 8);
    CHECK(desk.account("A", "moved due") == Lines{"2026-03-02 18:00 sequence hello goes on: due 2026-03-03 09:00 instead of 2026-03-03 08:00: time zone data 2025b instead of 2024a",
                                                  "2026-03-02 18:00 sla first at 50%: due 2026-03-03 11:00 instead of 2026-03-03 10:00: time zone data 2025b instead of 2024a",
                                                  "2026-03-02 18:00 sla first at 100%: due 2026-03-03 13:00 instead of 2026-03-03 12:00: time zone data 2025b instead of 2024a",
                                                  "2026-03-02 18:00 aging of Working: due 2026-03-03 14:00 instead of 2026-03-03 13:00: time zone data 2025b instead of 2024a",
                                                  "2026-03-02 18:00 handoff take is not accepted: due 2026-03-03 15:00 instead of 2026-03-03 14:00: time zone data 2025b instead of 2024a",
                                                  "2026-03-02 18:00 approval terms is not decided: due 2026-03-03 16:00 instead of 2026-03-03 15:00: time zone data 2025b instead of 2024a"});
    CHECK(desk.lead("A").handoffs[0].due == instantOf("2026-03-03 14:00"));
    CHECK(desk.lead("A").approvals[0].due == instantOf("2026-03-03 15:00"));
    CHECK(desk.lead("Q").queue_stays.back().due == instantOf("2026-03-03 10:00"));
    CHECK(desk.entriesOf("Z", "zones.changed") == 0);

    desk.startWith("2025b");   // again: nothing is said a second time
    desk.until("2026-03-02 19:45");
    CHECK(desk.told.size() == 1);
    CHECK(desk.entriesOf("A", "zones.changed") == 1);

    desk.until("2026-03-03 12:30");
    CHECK(desk.effects("remind") == Lines{"2026-03-03 10:00 remind ana: half"});
    CHECK(desk.lead("A").clocks[0].breached == instantOf("2026-03-03 12:00"));
    CHECK(Desk::wrong(desk.replayed("2025b")) == 0);
  }
}

TEST_CASE("an entry names the release where an instant was worked out by it, and nowhere else") {
  Desk desk;
  desk.feed(evening());
  desk.feed({event("n", "2026-03-02 18:30", "lead.updated", "A", R"("record":{"company":"Acme"})")});
  desk.until("2026-03-02 19:00");
  const auto names = [&](const std::string& id, std::size_t place) { return desk.journal(id).at(place).body.find(R"(,"tzdata":"2024a",)") != std::string::npos; };
  CHECK(names("A", 0));
  CHECK_FALSE(names("A", 1));   // another company: nothing is due otherwise
  CHECK(names("Q", 0));
  CHECK(names("", 0));          // a report every monday

  Desk plain("memory:", kHead + R"(
stages { New "Look" initial }
stage New { enter { route inbound }; aging 5 business hours { log "old" } }
sla first { starts when owner assigned; stops when call; target 4 business hours; at 50% { remind owner "half" } }
)");
  Station utc("memory:", bookOf(kHead + "stages { New \"Look\" initial }\nstage New { enter { route inbound }; aging 5 business hours { log \"old\" } }\n"));
  for (Station* each : {static_cast<Station*>(&plain), &utc}) each->feed({event("a", "2026-03-02 18:00", "lead.created", "A", R"("record":{"company":"x"})")});
  plain.until("2026-03-02 19:00");
  utc.until("2026-03-02 19:00");
  CHECK(plain.journal("A").front().body.find("tzdata") != std::string::npos);
  CHECK(utc.journal("A").front().body.find("tzdata") == std::string::npos);   // nobody changes the rules of UTC
}

TEST_CASE("what fired stays, what was counted stays, and what is over by the new rules is due now") {
  Desk desk;
  desk.feed(evening());
  desk.until("2026-03-03 11:30");   // half the time at 09:00, all of it at 11:00
  CHECK(desk.lead("A").clocks[0].breached == instantOf("2026-03-03 11:00"));
  const Lines told = desk.effects();
  desk.rules(kAfter);
  desk.startWith("2025b");
  desk.until("2026-03-03 11:30");
  CHECK(desk.lead("A").clocks[0].breached == instantOf("2026-03-03 11:00"));
  CHECK(desk.effects() == told);
  // 5 business hours since 11:00: by the old rules 4 until the closing at 15:00 and 1 on Wednesday, by the new ones all until 16:00.
  Lines timers = desk.timers("A");
  CHECK(std::count(timers.begin(), timers.end(), "2026-03-03 16:00 escalation") == 1);
  // The mail went on Tuesday 07:00, and 9 business hours wait since then: an hour before the desk opens by the new rules, so from 08:00
  // 8 hours on Tuesday, 1 on Wednesday from 08:00.
  CHECK(std::count(timers.begin(), timers.end(), "2026-03-04 09:00 sequence step") == 1);
  // Told late: by the rules of now it was in time, but the miss was told.
  desk.feed({event("c", "2026-03-03 11:15", "activity", "A", R"("activity":"call","by":"ana")")});
  desk.until("2026-03-03 11:40");
  CHECK(static_cast<bytecode::SlaState>(desk.lead("A").clocks[0].state) == bytecode::SlaState::Missed);
  CHECK(Desk::wrong(desk.replayed("2025b")) == 0);

  // The other way round: what the desk's morning holds is over an hour sooner.
  Desk back;
  back.rules(kAfter);
  back.startWith("2024a");
  back.feed(evening());
  back.until("2026-03-02 19:00");
  back.feed({event("u", "2026-03-03 07:30", "lead.updated", "A", R"("record":{"company":"Acme"})")});
  back.until("2026-03-03 07:30");
  back.rules(kBefore);
  back.startWith("2025b");
  back.until("2026-03-03 07:31");
  CHECK(back.effects("email") == Lines{"2026-03-03 07:30 email a@x.example: "});   // due at 07:00, and not on the next morning
  CHECK(Desk::wrong(back.replayed("2025b")) == 0);
}

TEST_CASE("the end of a pause, feedback, and a look at the hours of a calendar follow the rules") {
  Desk desk("memory:", kHead + R"(
stages { New "Look" initial; Working "Find out"; Open "By day" }
stage New { to Working otherwise }
stage Working { enter { route inbound }; to Open when office is open and vip is true }
sla first { starts when owner assigned; stops when demo_request; pauses until callback_on at most 30 days; target 4 hours; at 100% { log "late" } }
handoff take { when stage becomes Working; accept within 6 hours otherwise log "late"; feedback 1..5 from owner within 3 business hours }
)");
  desk.feed({event("p", "2026-03-02 18:00", "lead.created", "P", R"("record":{"callback_on":"2026-03-10 09:00","vip":true})"), event("c", "2026-03-02 18:30", "handoff.accepted", "P", R"("by":"ana")")});
  desk.until("2026-03-02 19:00");
  CHECK(desk.timers("P") == Lines{"2026-03-03 07:00 review", "2026-03-03 10:00 handoff feedback", "2026-03-10 07:00 pause ends"});
  desk.rules(kAfter);
  desk.startWith("2025b");
  desk.until("2026-03-02 19:30");
  CHECK(desk.timers("P") == Lines{"2026-03-03 08:00 review", "2026-03-03 11:00 handoff feedback", "2026-03-10 08:00 pause ends"});
  CHECK(desk.lead("P").handoffs[0].feedback_due == instantOf("2026-03-03 11:00"));
  CHECK(desk.lead("P").clocks[0].paused_ms == instantOf("2026-03-10 08:00") - instantOf("2026-03-02 18:00"));
  CHECK(desk.account("P", "moved due").size() == 2);   // a look is nothing that is due
  CHECK(Desk::wrong(desk.replayed("2025b")) == 0);
}

TEST_CASE("looks that told nothing were made by the rules of then, and are no difference") {
  Desk desk("memory:", kHead + R"(
stages { New "Look" initial; Open "Late in the day" }
stage New { to Open when office is closed and berlin is open }
)");
  desk.feed({event("l", "2026-03-02 18:00", "lead.created", "L", R"("record":{"company":"Acme"})")});
  desk.until("2026-03-03 12:00");
  REQUIRE(desk.timers("L") == Lines{"2026-03-03 15:00 review"});   // it looked at 07:00, when the office opened, and at 08:00, when Berlin did
  REQUIRE(desk.journal("L").size() == 1);
  desk.rules(kAfter);
  CHECK(Desk::wrong(desk.replayed("2025b")) == 0);
  desk.startWith("2025b");
  desk.until("2026-03-03 15:30");
  CHECK(desk.timers("L") == Lines{"2026-03-03 16:00 review"});
  CHECK(desk.stage("L") == "New");
  desk.until("2026-03-03 16:30");
  CHECK(desk.stage("L") == "Open");
  CHECK(Desk::wrong(desk.replayed("2025b")) == 0);
}

TEST_CASE("whom the rules of then chose has had the turn") {
  std::string head = kHead;
  head.replace(head.find("round robin sdr }"), 17, "round robin sdr available otherwise queue review }");
  Desk desk("memory:", head + R"(
stages { New "Look" initial; Done "Over" final }
stage New { enter { route inbound }; to Done when had reply in stage }
sla first { starts when owner assigned; stops when call; target 4 business hours; at 100% { log "late" } }
)");
  // 07:30: by the old rules half past nine, ana is there; by the new ones nobody is, and the lead would wait in the queue.
  desk.feed({event("a", "2026-03-03 07:30", "lead.created", "A", R"("record":{"company":"Acme"})"), event("b", "2026-03-03 08:30", "lead.created", "B", R"("record":{"company":"Borg"})"),
             event("r", "2026-03-03 09:00", "activity", "A", R"("activity":"reply","by":"ana")"), event("c", "2026-03-03 09:30", "lead.created", "C", R"("record":{"company":"Core"})")});
  desk.until("2026-03-03 09:30");
  REQUIRE(desk.owner("A") == "ana");
  REQUIRE(desk.owner("B") == "ben");
  desk.rules(kAfter);
  const workflow::ReplayResult result = desk.replayed("2025b");
  CHECK(Desk::wrong(result) == 0);
  CHECK(result.other_zones >= 2);   // how A began, and how it ended
}

TEST_CASE("a replay by other rules says by which it was decided, and compares what comes after") {
  Desk desk;
  desk.feed(evening());
  desk.until("2026-03-02 19:00");
  workflow::ReplayResult same = desk.replayed("2024a");
  CHECK(Desk::wrong(same) == 0);
  CHECK(same.other_zones == 0);

  desk.rules(kAfter);
  const workflow::ReplayResult elsewhere = desk.replayed("2025b");   // a copy of the store, on a machine that was brought up to date
  CHECK(Desk::wrong(elsewhere) == 0);
  CHECK(elsewhere.other_zones == 3);                                 // the three leads' first entries
  CHECK(elsewhere.other_releases == Lines{"2024a"});
  CHECK(Desk::wrong(desk.replayed("2024a")) > 0);                    // the same release must come to the same

  desk.startWith("2025b");
  desk.until("2026-03-05 00:00");
  const workflow::ReplayResult after = desk.replayed("2025b");
  CHECK(Desk::wrong(after) == 0);
  CHECK(after.other_zones == 3);
  const auto changed = [&](std::function<void(port::JournalEntry&)> change) {
    FaultyStore store(desk.store());
    store.change = std::move(change);
    workflow::ReplayResult result;
    ok(workflow::replay(store, result, "2025b"));
    return result.different;
  };
  CHECK(changed([](port::JournalEntry&) {}) == 0);
  // Before the change of rules the chain tells, behind it everything is made again.
  CHECK(changed([](port::JournalEntry& entry) { if (entry.lead == "A" && entry.seq == 1) entry.body.replace(entry.body.find("\"timers\":[["), 11, "\"timers\":[[1"); }) > 0);
  CHECK(changed([](port::JournalEntry& entry) { if (entry.kind == "zones.changed" && entry.lead == "A") entry.body.replace(entry.body.find("instead of"), 10, "in lieu of"); }) > 0);
  CHECK(changed([](port::JournalEntry& entry) { if (entry.kind == "zones.before" && entry.lead == "A") entry.secrets.front().value.replace(entry.secrets.front().value.find("\"timers\":[["), 11, "\"timers\":[[1"); }) > 0);
}

TEST_CASE("a machine with earlier time zone data moves nothing, and what it decides is looked at again") {
  Desk desk;
  desk.feed(evening());
  desk.until("2026-03-02 19:00");
  desk.rules(kAfter);
  desk.startWith("2025b");
  desk.until("2026-03-02 19:00");
  REQUIRE(desk.timers("A") == kNewTimers);

  desk.rules(kBefore);
  desk.startWith("2024a");
  desk.feed({event("b", "2026-03-02 19:10", "lead.created", "B", R"("record":{"vip":true})")});
  desk.until("2026-03-02 19:20");
  CHECK(desk.told.back() == "2025b -> 2024a behind");
  CHECK(desk.timers("A") == kNewTimers);
  CHECK(desk.timers("B") == Lines{"2026-03-03 09:00 queue within"});
  CHECK(desk.setting("tzdata") == "2025b");

  desk.rules(kAfter);
  desk.startWith("2025b");
  desk.until("2026-03-02 19:30");
  CHECK(desk.told.back() == "2024a -> 2025b 3");
  CHECK(desk.timers("B") == Lines{"2026-03-03 10:00 queue within"});
  CHECK(desk.timers("A") == kNewTimers);
  CHECK(desk.account("A", "zones") == Lines{"2026-03-02 18:00 time zone data 2025b instead of 2024a: nothing that is due moves"});
  CHECK(desk.setting("tzdata behind").empty());
  CHECK(Desk::wrong(desk.replayed("2025b")) == 0);
}

TEST_CASE("of several workers on a store, one that goes on with earlier data notices, and its work is not lost") {
  Desk desk;
  desk.options.exclusive = false;
  desk.startWith("2024a");
  desk.feed(evening());
  desk.until("2026-03-02 19:00");
  Lines told;
  workflow::EngineOptions options = desk.options;
  options.tzdata = "2025b";
  options.zones = {};
  workflow::Engine later(desk.store(), options, *desk.salts);
  ok(later.resume());
  bool idle = false;
  ok(later.runOnce(instantOf("2026-03-02 17:00"), idle));   // says it; what the leads do about it waits for the other one
  ok(desk.engine->runUntil(instantOf("2026-03-02 19:01")));
  CHECK(desk.told == Lines{"2025b -> 2024a behind"});
  CHECK(desk.setting("tzdata behind") == "2024a");
  workflow::Engine again(desk.store(), options, *desk.salts);
  ok(again.resume());
  ok(again.runUntil(instantOf("2026-03-02 19:02")));
  CHECK(desk.setting("tzdata behind").empty());
  CHECK(desk.entriesOf("A", "zones.changed") == 1);
}

TEST_CASE("a store that names no release takes the present one as it stands; a machine that does not know its own says so") {
  Desk desk;
  desk.feed(evening());
  desk.until("2026-03-02 19:00");
  ok(desk.store().setSetting("tzdata", ""));
  desk.rules(kAfter);
  desk.startWith("2025b");
  desk.until("2026-03-02 19:30");
  CHECK(desk.told.empty());
  CHECK(desk.timers("A") == kOldTimers);
  CHECK(desk.setting("tzdata") == "2025b");
  desk.startWith("unknown");
  desk.until("2026-03-02 19:40");
  CHECK(desk.told == Lines{"2025b -> unknown behind"});
  CHECK(desk.setting("tzdata") == "2025b");
}

TEST_CASE("the store goes over to other rules once, wherever the process is killed") {
  for (std::uint64_t call = 1;; ++call) {
    INFO(call);
    Desk desk;
    desk.feed(evening());
    desk.until("2026-03-02 19:00");
    desk.rules(kAfter);
    FaultyStore faulty(desk.store());
    faulty.retry = false;
    workflow::EngineOptions options = desk.options;
    options.tzdata = "2025b";
    options.batch = 1;
    workflow::Engine stopped(faulty, options, *desk.salts);
    ok(stopped.resume());
    faulty.calls = 0;
    faulty.fail_at = call;
    const bool through = stopped.runUntil(instantOf("2026-03-02 19:00")).ok();
    desk.startWith("2025b");
    desk.until("2026-03-02 19:00");
    CHECK(desk.timers("A") == kNewTimers);
    CHECK(desk.entriesOf("A", "zones.changed") == 1);
    CHECK(desk.entriesOf("", "zones.changed") == 1);
    CHECK(Desk::wrong(desk.replayed("2025b")) == 0);
    if (through) break;
  }
}
