// What blocks do: messages, tasks, payloads, and the conditions under which they are done.
#include "tests/unit/workflow/fixture.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

std::string playbook(const std::string& enter, const std::string& more = {}) {
  return kHead + more + "stages { New initial; Done final }\nstage New { enter { route inbound; " + enter + " }; to Done when ready }\n";
}

using Fields = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("a message goes to a channel, to people, or to the owner") {
  Flow flow(playbook(R"(notify slack "#sdr" tagging owner, owner.manager "{company} is new"; notify email role sales_manager, owner "x"; notify email "to the owner"; remind ana "by name")"));
  flow.create("2026-03-02 10:00", R"({"company":"Acme"})");
  REQUIRE(flow.all.size() == 4);
  CHECK(flow.all[0].channel == "slack");
  CHECK(flow.all[0].target == "#sdr");
  CHECK(flow.all[0].to.empty());
  CHECK(flow.all[0].tagging == Lines{"ana", "maria"});
  CHECK(flow.all[0].text == "Acme is new");
  CHECK(flow.all[1].to == Lines{"maria", "ana"});
  CHECK(flow.all[1].to_email == Lines{"maria@acme.example", "ana@acme.example"});
  CHECK(flow.all[2].to == Lines{"ana"});
  CHECK(flow.all[3].kind == port::EffectKind::Remind);
}

TEST_CASE("a task belongs to one person, with a day by which it is to be done") {
  auto team = usualTeam();
  team.push_back(repOf("olga", "ops", "revops"));
  Flow flow(playbook(R"(task call "Call {company}" within 2 business days; task role revops "Look at it")"), team);
  flow.create("2026-03-06 10:00", R"({"company":"Acme"})");
  REQUIRE(flow.all.size() == 2);
  CHECK(flow.all[0].target == "call");
  CHECK(flow.all[0].to == Lines{"ana"});
  CHECK(flow.all[0].fields == Fields{{"due", "\"2026-03-10T10:00:00Z\""}});
  CHECK(flow.all[1].to == Lines{"otto"});
}

TEST_CASE("payloads carry values as they are") {
  Flow flow(playbook(R"(webhook "erp" { name company, vip vip, discount discount, who owner, nothing callback_on }; create opportunity { amount 50k USD, close_on now + 30 days })"));
  flow.create("2026-03-02 10:00", R"({"company":"Ac\"me","vip":true,"discount":"12.5%"})");
  REQUIRE(flow.all.size() == 2);
  CHECK(flow.all[0].kind == port::EffectKind::Webhook);
  CHECK(flow.all[0].target == "erp");
  CHECK(flow.all[0].fields == Fields{{"name", "\"Ac\\\"me\""}, {"vip", "true"}, {"discount", "12.5"}, {"who", "\"ana\""}, {"nothing", "null"}});
  CHECK(flow.all[1].kind == port::EffectKind::Create);
  CHECK(flow.all[1].target == "opportunity");
  CHECK(flow.all[1].fields == Fields{{"amount", "50000"}, {"close_on", "\"2026-04-01T10:00:00Z\""}});
}

TEST_CASE("an action with a condition is done only when it holds, unknown being no") {
  Flow flow(playbook(R"(log "vip" when vip; log "big" when hours > 100; log "always")"));
  flow.create("2026-03-02 10:00", R"({"vip":true})");
  CHECK(flow.effects("log") == Lines{"2026-03-02 10:00 log: vip (stage New enter)", "2026-03-02 10:00 log: always (stage New enter)"});
}

TEST_CASE("values in texts read as people write them, and what is missing says so") {
  Flow flow(playbook(R"(log "{company}, {discount}, {vip}, {callback_on}, {country}, {owner}, {consent}, {{braces}")"));
  flow.create("2026-03-02 10:00", R"({"company":"Acme","discount":"15","vip":false,"country":"Germany"})");
  CHECK(flow.all[0].text == "Acme, 15%, no, (missing), DE, ana, unknown, {braces}");
}

TEST_CASE("moving from within an entry leaves the stage that was not rested in") {
  Flow flow(kHead + R"(
stages { New initial; Away; Done final }
stage New  { enter { move to Away }; aging 1 day { log "never" } }
stage Away { enter { log "here" } }
)");
  flow.create("2026-03-02 10:00");
  CHECK(flow.stage() == "Away");
  CHECK(flow.timers("aging").empty());
  CHECK(flow.effects("log") == Lines{"2026-03-02 10:00 log: here (stage Away enter)"});
}

TEST_CASE("a rep who is out is stood in for, in routes by name too") {
  auto team = usualTeam();
  team[0].out_from = instantOf("2026-03-01");
  team[0].out_until = instantOf("2026-03-10");
  team[0].stand_in = "eva";
  Flow flow(kHead + "route named { it otherwise -> ana }\nstages { New initial; Done final }\nstage New { enter { route named } }\n", team);
  flow.create("2026-03-02 10:00");
  CHECK(flow.owner() == "eva");
  CHECK(flow.told("routed") == Lines{"2026-03-02 10:00 routed to eva by rule it of route named (ana), standing in for ana"});
}
