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
