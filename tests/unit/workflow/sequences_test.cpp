// Sequences: which step comes when, what stops them, when an email may leave, and which half gets which subject.
#include "tests/unit/workflow/fixture.hpp"

#include "runtime/value/hash.hpp"

using namespace leadflow;
using namespace leadflow::test;
using bytecode::SequenceState;

namespace {

const std::string kStages = R"(
stages { New initial; Working; Nurturing; Done final }
stage New       { to Working by role revops }
stage Working   { enter { route inbound; start sequence touch }; to Nurturing when sequence touch is finished; to Done by owner }
stage Nurturing { to Working by owner }
)";

Flow started(const std::string& sequence, const std::string& body = R"({"email":"jo@acme.example","company":"Acme"})",
             const char* at = "2026-03-02 10:00") {
  Flow flow(kHead + kStages + sequence);
  flow.create(at, body);
  flow.move(at, "Working", "otto");
  return flow;
}
SequenceState stateOf(const Flow& flow, std::size_t i = 0) { return static_cast<SequenceState>(flow.state.sequences.at(i).state); }

const std::string kTouch = R"(sequence touch {
  email "one"
  wait 3 days unless had reply in sequence
  task "Call {company}"
  wait 2 days unless had reply in sequence
})";

}  // namespace

TEST_CASE("steps run until one waits; after the last, a trailing wait included, it is finished") {
  Flow flow = started(kTouch);
  CHECK(flow.effects("email") == Lines{"2026-03-02 10:00 email jo@acme.example one (sequence touch step 1)"});
  CHECK(flow.all.front().pii);
  CHECK(flow.all.front().to_email == Lines{"jo@acme.example"});
  CHECK(flow.timers("sequence step") == Lines{"2026-03-05 10:00 sequence step 0 0"});
  CHECK(stateOf(flow) == SequenceState::Running);
  flow.until("2026-03-05 10:00");
  REQUIRE(flow.effects("task").size() == 1);
  CHECK(flow.effects("task")[0].rfind("2026-03-05 10:00 task", 0) == 0);
  CHECK(stateOf(flow) == SequenceState::Running);
  flow.until("2026-03-07 09:59");
  CHECK(stateOf(flow) == SequenceState::Running);
  CHECK(flow.stage() == "Working");
  flow.until("2026-03-07 10:00");
  CHECK(stateOf(flow) == SequenceState::Finished);
  CHECK(flow.state.sequences[0].ended == instantOf("2026-03-07 10:00"));
  CHECK(flow.stage() == "Nurturing");
}

TEST_CASE("a reply during the wait stops it there: stopped, not finished") {
  Flow flow = started(kTouch);
  flow.activity("2026-03-03 09:00", "reply");
  CHECK(stateOf(flow) == SequenceState::Stopped);
  CHECK(flow.state.sequences[0].ended == instantOf("2026-03-03 09:00"));
  CHECK(flow.timers("sequence step").empty());
  flow.until("2026-03-20 00:00");
  CHECK(flow.effects("task").empty());
  CHECK(flow.stage() == "Working");
}

TEST_CASE("a condition that time alone makes true is asked at the end of the wait") {
  Flow flow = started(R"(sequence touch { email "one"; wait 3 days unless callback_on is before now; task "Call" })",
                      R"({"email":"jo@acme.example","callback_on":"2026-03-04T00:00:00Z"})");
  flow.until("2026-03-05 10:00");
  CHECK(stateOf(flow) == SequenceState::Stopped);
  CHECK(flow.effects("task").empty());
}

TEST_CASE("what is in sequence counts from its last start") {
  Flow flow = started(kTouch);
  flow.activity("2026-03-03 09:00", "reply");
  CHECK(stateOf(flow) == SequenceState::Stopped);
  Flow other(kHead + kStages + kTouch);
  other.create("2026-03-02 08:00", R"({"email":"jo@acme.example"})");
  other.activity("2026-03-02 09:00", "reply");
  other.move("2026-03-02 10:00", "Working", "otto");
  other.until("2026-03-05 10:00");
  CHECK(stateOf(other) == SequenceState::Running);
}

TEST_CASE("stop when holds over all steps") {
  Flow flow = started(R"(sequence touch { stop when vip; email "one"; wait 1 day; email "two"; wait 1 day; email "three" })");
  flow.until("2026-03-03 12:00");
  CHECK(flow.effects("email").size() == 2);
  flow.update("2026-03-03 13:00", R"({"vip":true})");
  CHECK(stateOf(flow) == SequenceState::Stopped);
}

TEST_CASE("started anew when it is over, a stage come back to waits for the new run; left alone while it runs") {
  Flow flow(kHead + R"(
stages { New initial }
stage New { enter { start sequence touch; start sequence touch } }
sequence touch { email "one"; wait 1 day }
every 1 day { log "day" })");
  flow.create("2026-03-02 10:00", R"({"email":"jo@acme.example"})");
  CHECK(flow.state.sequences[0].runs == 1);
  CHECK(flow.effects("email").size() == 1);
  Flow again(kHead + kStages + kTouch);
  again.create("2026-03-02 10:00", R"({"email":"jo@acme.example"})");
  again.move("2026-03-02 10:00", "Working", "otto");
  again.until("2026-03-07 10:00");
  CHECK(again.stage() == "Nurturing");
  again.move("2026-03-08 10:00", "Working", again.owner());
  CHECK(again.stage() == "Working");
  CHECK(again.state.sequences[0].runs == 2);
  CHECK(stateOf(again) == SequenceState::Running);
  CHECK(again.state.sequences[0].started == instantOf("2026-03-08 10:00"));
}

TEST_CASE("leaving the stage that started it stops it") {
  Flow flow = started(kTouch);
  flow.move("2026-03-03 10:00", "Done", "ana");
  CHECK(stateOf(flow) == SequenceState::Stopped);
  CHECK(flow.timers().empty());
}

TEST_CASE("business waits run on the playbook's calendar") {
  Flow flow = started(R"(sequence touch { email "one"; wait 4 business hours; email "two" })", R"({"email":"jo@acme.example"})", "2026-03-06 15:00");
  CHECK(flow.timers("sequence step") == Lines{"2026-03-09 11:00 sequence step 0 0"});
}

TEST_CASE("send windows: the next such time of day, of the playbook or of the lead") {
  const std::string at_nine = R"(sequence touch { email "one" at 09:00 })";
  CHECK(started(at_nine).timers("sequence step") == Lines{"2026-03-03 09:00 sequence step 0 0"});
  Flow exactly = started(at_nine, R"({"email":"jo@acme.example"})", "2026-03-02 09:00");
  CHECK(exactly.effects("email").size() == 1);

  const std::string theirs = R"(sequence touch { email "one" at 09:00 lead time })";
  const struct { const char* body; const char* due; } zones[] = {
      {R"({"email":"a@b.example","country":"DE"})", "2026-03-03 08:00"},
      {R"({"email":"a@b.example","country":"US","state":"California"})", "2026-03-02 17:00"},
      {R"({"email":"a@b.example","country":"US"})", "2026-03-02 14:00"},
      {R"({"email":"a@b.example","country":"US","timezone":"Asia/Tokyo"})", "2026-03-03 00:00"},
      {R"({"email":"a@b.example","country":"US","timezone":"nowhere"})", "2026-03-02 14:00"},
      {R"({"email":"a@b.example"})", "2026-03-03 09:00"},
  };
  for (const auto& zone : zones) {
    INFO(zone.body);
    Flow flow = started(theirs, zone.body);
    CHECK(flow.timers("sequence step") == Lines{std::string(zone.due) + " sequence step 0 0"});
    flow.until(zone.due);
    CHECK(flow.effects("email").size() == 1);
    CHECK(stateOf(flow) == SequenceState::Finished);
  }
}

TEST_CASE("between two times: at once inside, at the beginning otherwise, over midnight too") {
  const std::string day = R"(sequence touch { email "one" between 09:00 and 17:00 })";
  CHECK(started(day).effects("email").size() == 1);
  CHECK(started(day, R"({"email":"jo@acme.example"})", "2026-03-02 17:00").timers("sequence step") == Lines{"2026-03-03 09:00 sequence step 0 0"});
  CHECK(started(day, R"({"email":"jo@acme.example"})", "2026-03-02 08:59:59").timers("sequence step") == Lines{"2026-03-02 09:00 sequence step 0 0"});
  const std::string night = R"(sequence touch { email "one" between 22:00 and 06:00 })";
  CHECK(started(night, R"({"email":"jo@acme.example"})", "2026-03-02 05:59").effects("email").size() == 1);
  CHECK(started(night, R"({"email":"jo@acme.example"})", "2026-03-02 23:00").effects("email").size() == 1);
  CHECK(started(night, R"({"email":"jo@acme.example"})", "2026-03-02 06:00").timers("sequence step") == Lines{"2026-03-02 22:00 sequence step 0 0"});
}

TEST_CASE("a reply while the window is awaited stops it as in the wait before") {
  Flow flow = started(R"(sequence touch { wait 1 hour unless had reply in sequence; email "one" at 09:00 })");
  flow.until("2026-03-02 11:00");
  CHECK(flow.timers("sequence step") == Lines{"2026-03-03 09:00 sequence step 0 0"});
  flow.activity("2026-03-02 12:00", "reply");
  CHECK(stateOf(flow) == SequenceState::Stopped);
}

TEST_CASE("a split gives the same lead the same variant, by FNV-1a of template/lead-id") {
  const std::string text = kHead + kStages + R"(sequence touch { email "follow_up" split 30% "a", 70% "b" })";
  int first = 0;
  Flow flow(text);
  for (int i = 0; i < 400; ++i) {
    flow.state = workflow::freshState(flow.world, "L" + std::to_string(i));
    flow.all.clear();
    flow.create("2026-03-02 10:00", R"({"email":"jo@acme.example"})");
    flow.move("2026-03-02 10:00", "Working", "otto");
    const bool a = fnv1a64("follow_up/L" + std::to_string(i)) % 1'000'000 < 300'000;
    REQUIRE(flow.effects("email").size() == 1);
    REQUIRE(flow.state.sequences[0].variant == (a ? "a" : "b"));
    for (const port::Effect& effect : flow.all)
      if (effect.kind == port::EffectKind::Email)
        REQUIRE(effect.fields.back() == std::pair<std::string, std::string>{"variant", a ? "\"a\"" : "\"b\""});
    first += a;
  }
  CHECK(first > 90);
  CHECK(first < 150);
}

TEST_CASE("privacy refuses the step, tells it, and stops the sequence without finishing it") {
  const std::string guards = "privacy { email_sent only when consent is granted; call only when consent is not denied }\n";
  Flow denied = started(guards + kTouch, R"({"email":"jo@acme.example","consent":"denied"})");
  CHECK(denied.effects("email").empty());
  CHECK(stateOf(denied) == SequenceState::Stopped);
  CHECK(denied.told("refused").size() == 1);
  Flow granted = started(guards + kTouch, R"({"email":"jo@acme.example","consent":"granted"})");
  CHECK(granted.effects("email").size() == 1);
  granted.update("2026-03-03 10:00", R"({"consent":"unknown"})");
  CHECK(stateOf(granted) == SequenceState::Running);
  // A task that asks for a guarded activity is a touch as well.
  Flow call = started(guards + R"(sequence touch { task call "Call"; wait 1 day })", R"({"consent":"denied"})");
  CHECK(call.effects("task").empty());
  CHECK(stateOf(call) == SequenceState::Stopped);
  Flow allowed = started(guards + R"(sequence touch { task call "Call"; wait 1 day })", R"({"consent":"unknown"})");
  CHECK(allowed.effects("task").size() == 1);
}

TEST_CASE("without an address the email is passed over and told, the rest goes on") {
  Flow flow = started(R"(sequence touch { email "one"; task "Find the address" })", "{}");
  CHECK(flow.effects("email").empty());
  CHECK(flow.effects("task").size() == 1);
  CHECK(flow.told("refused") == Lines{"2026-03-02 10:00 email `one` is not sent: the lead has no address"});
}

TEST_CASE("a step with a condition is passed over when it does not hold") {
  Flow flow = started(R"(sequence touch { task "A" when vip; task "B" })");
  REQUIRE(flow.effects("task").size() == 1);
  CHECK(flow.all.back().text == "B");
}
