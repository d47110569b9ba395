// What may never happen and what is forgotten.
#include "tests/unit/workflow/fixture.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

const std::string kFlow = R"(
sequence nudge { wait 1 day; email "hello"; wait 1 day; email "again" }
stages { New initial; Lost final; Done final }
stage New { enter { route inbound; start sequence nudge; notify owner "{email} of {company}"; log "{email}"; remind owner "{country}" }; to Lost by owner }
privacy {
  email_sent only when consent is granted
  call       only when consent is not denied
  when consent becomes denied { stop sequences }
  mask email in notify when country in [DE, FR]
  keep Lost 365 days then erase pii
}
)";

}  // namespace

TEST_CASE("what is masked for an audience is shown to others, and the unknown case masks too") {
  Flow german(kHead + kFlow);
  german.create("2026-03-02 10:00", R"({"email":"a@acme.example","company":"Acme","country":"DE"})");
  CHECK(german.effects("notify") == Lines{"2026-03-02 10:00 notify ana: ••• of Acme (stage New enter)"});
  CHECK(german.effects("log") == Lines{"2026-03-02 10:00 log: a@acme.example (stage New enter)"});
  Flow us(kHead + kFlow);
  us.create("2026-03-02 10:00", R"({"email":"a@acme.example","company":"Acme","country":"US"})");
  CHECK(us.effects("notify") == Lines{"2026-03-02 10:00 notify ana: a@acme.example of Acme (stage New enter)"});
  Flow unknown(kHead + kFlow);
  unknown.create("2026-03-02 10:00", R"({"email":"a@acme.example","company":"Acme"})");
  CHECK(unknown.effects("notify") == Lines{"2026-03-02 10:00 notify ana: ••• of Acme (stage New enter)"});
  for (const port::Effect& effect : us.all) CHECK(effect.pii == (effect.kind != port::EffectKind::Remind));
  for (const auto& [at, reason] : us.account) CHECK(reason.text.find("a@acme.example") == std::string::npos);
}

TEST_CASE("a person's touch against consent is a violation") {
  Flow flow(kHead + kFlow);
  flow.create("2026-03-02 10:00", R"({"consent":"denied"})");
  flow.activity("2026-03-02 11:00", "call", "ana");
  REQUIRE(flow.state.violations.size() == 1);
  CHECK(flow.state.violations[0] == "call at 2026-03-02T11:00:00Z by ana: call only when consent is not denied");
  CHECK(flow.state.activities.size() == 1);
}

TEST_CASE("a withdrawn consent stops what runs, once") {
  Flow flow(kHead + kFlow);
  flow.create("2026-03-02 10:00", R"({"consent":"granted","email":"a@acme.example"})");
  flow.happens(Flow::of(EventType::ConsentChanged, {}, R"({"consent":"denied"})"), "2026-03-02 11:00");
  CHECK(flow.state.sequences[0].state == static_cast<std::uint8_t>(bytecode::SequenceState::Stopped));
  flow.update("2026-03-02 12:00", R"({"company":"Acme"})");
  CHECK(flow.told("privacy").size() == 1);
}

TEST_CASE("an email that automation sends is recorded as one") {
  Flow flow(kHead + kFlow);
  flow.create("2026-03-02 10:00", R"({"consent":"granted","email":"a@acme.example"})");
  flow.until("2026-03-03 10:00");
  REQUIRE(flow.state.activities.size() == 1);
  CHECK(flow.state.activities[0].type == "email_sent");
  CHECK(flow.state.violations.empty());
}

TEST_CASE("erasing takes personal data and everything undeclared, and nothing happens to the lead any more") {
  Flow flow(kHead + kFlow + "activity note { words text pii; kind text }\n");
  flow.create("2026-03-02 10:00", R"({"email":"a@acme.example","company":"Acme","nickname":"Al"})");
  flow.activity("2026-03-02 10:30", "note", "ana", R"({"words":"call Al","kind":"memo","more":"Al"})");
  CHECK_FALSE(flow.happens(Flow::of(EventType::LeadErased), "2026-03-02 11:00").refused);
  CHECK(flow.state.erased);
  CHECK(flow.state.final);
  CHECK(flow.timers().empty());
  REQUIRE(flow.state.record.size() == 1);
  CHECK(flow.state.record[0].first == "company");
  REQUIRE(flow.state.activities.size() == 1);
  CHECK(flow.state.activities[0].body == R"({"kind":"memo"})");
  CHECK(flow.around->turns().open(0) == 0);
  CHECK(flow.update("2026-03-02 12:00", R"({"email":"b@acme.example"})").outcome == "ignored: the lead's personal data were erased");
  CHECK(flow.state.record.size() == 1);
}

TEST_CASE("a stage keeps personal data only so long") {
  Flow flow(kHead + kFlow);
  flow.create("2026-03-02 10:00", R"({"email":"a@acme.example"})");
  flow.move("2026-03-02 11:00", "Lost", "ana");
  CHECK(flow.timers() == Lines{"2027-03-02 11:00 retention 0 0"});
  flow.until("2027-03-02 11:00");
  CHECK(flow.state.erased);
  CHECK(flow.state.record.empty());
}

// ---- a touch is judged by its own instant

namespace {

const std::string kMayCall = R"(
stages { New initial; Done final }
stage New { enter { route inbound }; to Done by owner }
privacy { call only when consent is not denied }
)";

port::Event callBy(const std::string& who) {
  port::Event event = Flow::of(EventType::Activity, "call");
  event.by = who;
  return event;
}

}  // namespace

TEST_CASE("a call told late is judged by the consent of its own time") {
  Flow flow(kHead + kMayCall);
  flow.create("2026-03-02 08:00", R"({"consent":"granted"})");
  flow.update("2026-03-02 09:00", R"({"consent":"denied"})");
  flow.late(callBy("ana"), "2026-03-02 08:30", "2026-03-02 10:00");
  CHECK(flow.state.violations.empty());
  flow.late(callBy("ana"), "2026-03-02 09:30", "2026-03-02 10:00");
  CHECK(flow.state.violations == Lines{"call at 2026-03-02T09:30:00Z by ana: call only when consent is not denied"});
  // Granted again: what happened in between stays what it was.
  flow.update("2026-03-02 11:00", R"({"consent":"granted"})");
  flow.late(callBy("ben"), "2026-03-02 10:30", "2026-03-02 12:00");
  flow.late(callBy("ben"), "2026-03-02 11:30", "2026-03-02 12:00");
  CHECK(flow.state.violations == Lines{"call at 2026-03-02T09:30:00Z by ana: call only when consent is not denied",
                                       "call at 2026-03-02T10:30:00Z by ben: call only when consent is not denied"});
}

TEST_CASE("a consent that is told late judges the calls since then again") {
  Flow withdrawn(kHead + kMayCall);
  withdrawn.create("2026-03-02 08:00", R"({"consent":"granted"})");
  withdrawn.activity("2026-03-02 08:30", "call", "ana");
  withdrawn.activity("2026-03-02 10:00", "call", "ana");
  withdrawn.late(Flow::of(EventType::ConsentChanged, {}, R"({"consent":"denied"})"), "2026-03-02 09:00", "2026-03-02 11:00");
  CHECK(withdrawn.state.violations == Lines{"call at 2026-03-02T10:00:00Z by ana: call only when consent is not denied"});
  Flow granted(kHead + kMayCall);
  granted.create("2026-03-02 08:00", R"({"consent":"denied"})");
  granted.activity("2026-03-02 08:30", "call", "ana");
  granted.activity("2026-03-02 10:00", "call", "ana");
  CHECK(granted.state.violations.size() == 2);
  granted.late(Flow::of(EventType::ConsentChanged, {}, R"({"consent":"granted"})"), "2026-03-02 09:00", "2026-03-02 11:00");
  CHECK(granted.state.violations == Lines{"call at 2026-03-02T08:30:00Z by ana: call only when consent is not denied"});
  CHECK(granted.told("violation withdrawn").back() == "2026-03-02 11:00 not against privacy after all: call at 2026-03-02T10:00:00Z by ana: call only when consent is not denied");
}

TEST_CASE("a guard that time changes is asked for the instant of the touch, with the record of then") {
  const std::string guarded = R"(
stages { New initial; Done final }
stage New { enter { route inbound }; to Done by owner }
privacy { call only when callback_on is before now }
)";
  Flow flow(kHead + guarded);
  flow.create("2026-03-02 08:00", R"({"callback_on":"2026-03-02T10:00:00Z"})");
  flow.activity("2026-03-02 09:00", "call", "ana");      // an hour too early
  flow.activity("2026-03-02 11:00", "call", "ana");
  CHECK(flow.state.violations == Lines{"call at 2026-03-02T09:00:00Z by ana: call only when callback_on is before now"});
  flow.update("2026-03-02 12:00", R"({"callback_on":"2026-03-05T10:00:00Z"})");
  flow.late(callBy("ben"), "2026-03-02 11:30", "2026-03-02 13:00");   // the earlier appointment was over
  flow.late(callBy("ben"), "2026-03-02 12:30", "2026-03-02 13:00");   // the new one is days away
  CHECK(flow.state.violations == Lines{"call at 2026-03-02T09:00:00Z by ana: call only when callback_on is before now",
                                       "call at 2026-03-02T12:30:00Z by ben: call only when callback_on is before now"});
}

TEST_CASE("a lead without a history of its guards is judged by what holds when it is first looked at") {
  Flow flow(kHead + kMayCall);
  flow.create("2026-03-02 08:00", R"({"consent":"denied"})");
  flow.state.guards.clear();                             // as a state of format 1 is read
  flow.late(callBy("ana"), "2026-03-02 08:30", "2026-03-02 10:00");
  CHECK(flow.state.violations.size() == 1);
}

TEST_CASE("email_sent is a touch where nobody declared it, and can be guarded and asked for") {
  const std::string head = R"(
playbook p { version "1"  timezone "UTC" }
lead { id text key; email email pii; consent one of granted, denied default granted }
role desk
pool sdr = reps where team is "sdr"
route inbound { all otherwise -> round robin sdr }
stages { New initial; Done final }
stage New { enter { route inbound; start sequence nudge }; to Done when had email_sent in stage }
sequence nudge { email "hello" }
)";
  for (const std::string guard : {"email_sent only when consent is granted", "email only when consent is granted"}) {
    Flow flow(head + "privacy { " + guard + " }\n");
    flow.create("2026-03-02 10:00", R"({"email":"a@acme.example"})");
    CHECK(flow.effects("email").size() == 1);
    REQUIRE(flow.state.activities.size() == 1);
    CHECK(flow.state.activities[0].type == "email_sent");
    CHECK(flow.stage() == "Done");
    Flow denied(head + "privacy { " + guard + " }\n");
    denied.create("2026-03-02 10:00", R"({"email":"a@acme.example","consent":"denied"})");
    CHECK(denied.effects("email").empty());
    CHECK(denied.stage() == "New");
  }
}

TEST_CASE("a task and a reminder show the rep who works the lead what a channel does not see") {
  const auto flow = [](const std::string& mask) {
    return R"(
stages { New initial; Done final }
stage New { enter { route inbound; task call "Call {email}"; remind owner "{email} waits"; notify slack "#leads" "{email}" }; to Done by owner }
privacy { mask email in )" + mask + " }\n";
  };
  Flow rep(kHead + flow("notify"));
  rep.create("2026-03-02 10:00", R"({"email":"a@acme.example"})");
  CHECK(rep.effects("task") == Lines{"2026-03-02 10:00 task ana call: Call a@acme.example (stage New enter)"});
  CHECK(rep.effects("remind") == Lines{"2026-03-02 10:00 remind ana: a@acme.example waits (stage New enter)"});
  CHECK(rep.effects("notify") == Lines{"2026-03-02 10:00 notify #leads: ••• (stage New enter)"});
  Flow all(kHead + flow("notify, task, remind"));
  all.create("2026-03-02 10:00", R"({"email":"a@acme.example"})");
  CHECK(all.effects("task") == Lines{"2026-03-02 10:00 task ana call: Call ••• (stage New enter)"});
  CHECK(all.effects("remind") == Lines{"2026-03-02 10:00 remind ana: ••• waits (stage New enter)"});
}

TEST_CASE("a mail without a guard stops no store that runs such a playbook already") {
  resolve::MemoryFiles files;
  files.texts["main.leadflow"] = kHead + R"(
stages { New initial; Done final }
stage New { enter { route inbound; email "hello" }; to Done by owner }
privacy { mask email in log }
)";
  driver::Options options;
  options.lints = false;
  const auto refused = driver::compile("main.leadflow", files, options);
  REQUIRE(refused->diags.all().size() == 1);
  CHECK(refused->diags.all()[0].code == diag::Code::ConsentMissing);
  CHECK(refused->diags.all()[0].severity == diag::Severity::Error);
  CHECK_FALSE(refused->ok());
  options.in_force = true;
  const auto kept = driver::compile("main.leadflow", files, options);
  CHECK(kept->ok());
  CHECK(kept->diags.all()[0].severity == diag::Severity::Warning);
}
