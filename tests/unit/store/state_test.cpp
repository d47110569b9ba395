// A lead's state in bytes and back; events by name and as JSON.
#include <catch2/catch.hpp>

#include "tests/unit/store/backends.hpp"

using namespace leadflow;
using namespace leadflow::storetest;

TEST_CASE("a state comes back from its bytes as it was, but for activities and timers") {
  const port::LeadState state = fullState("00Q1");
  const std::string bytes = port::encodeState(state);
  port::LeadState read;
  read.activities = state.activities;
  read.timers = state.timers;
  REQUIRE(port::decodeState(bytes, read));
  CHECK(shown(read) == shown(state));
  CHECK(read.clocks[0].breached == kT0 + 3);
  CHECK(read.milestones == state.milestones);
  CHECK(read.climbs[0].told == state.climbs[0].told);
  CHECK(read.handoffs[0].feedback_by == "f");
  CHECK(read.record == state.record);
  REQUIRE(read.clocks[0].past.size() == 1);
  CHECK(read.clocks[0].ran == state.clocks[0].ran);
  CHECK(read.clocks[0].past[0].ran == state.clocks[0].past[0].ran);
  CHECK(read.clocks[0].past[0].who == "bob");
  CHECK(read.clocks[0].older[0].missed == 2);
  CHECK(read.approvals[0].asked_of == state.approvals[0].asked_of);
  CHECK(read.handoffs[0].feedback_due == kT0 + 5);
  CHECK(read.handoffs[0].feedback_since == kT0 + 8);
  CHECK(read.handoffs[0].asked == "g");
  CHECK(read.handoffs[0].tally[0].accepted == 1);
  CHECK(read.handoffs[0].judges == state.handoffs[0].judges);
  CHECK(read.climbs[0].held_by == "m");
  CHECK(read.sequences[0].since == kT0 + 7);
  CHECK(read.sequences[0].window);
  CHECK(read.holdings[1].queue == "desk");
  CHECK(read.queue_stays[0].due == kT0 + 50);
  CHECK(read.queue_seat == 1);
  CHECK(read.unsettled);

  port::LeadState none;
  REQUIRE(port::decodeState(port::encodeState(none), read));
  CHECK(read.now == kMissing);
  CHECK(read.stage == -1);
}

TEST_CASE("damaged bytes of a state are refused") {
  const std::string bytes = port::encodeState(fullState("00Q1"));
  port::LeadState read;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ (1 << (i % 8)));
    REQUIRE_FALSE(port::decodeState(damaged, read));
    REQUIRE_FALSE(port::decodeState(std::string_view(bytes).substr(0, i), read));
  }
  CHECK_FALSE(port::decodeState(bytes + "x", read));
  CHECK(port::decodeState(bytes, read));
}

TEST_CASE("event types have names, and names have types") {
  port::EventType type = port::EventType::Tick;
  CHECK(port::eventName(port::EventType::LeadCreated) == "lead.created");
  REQUIRE(port::eventType("playbook.deployed", type));
  CHECK(type == port::EventType::Deployed);
  CHECK_FALSE(port::eventType("lead.creatd", type));
  for (int i = 0; i <= static_cast<int>(port::EventType::ZonesChanged); ++i) {
    const auto each = static_cast<port::EventType>(i);
    REQUIRE(port::eventType(port::eventName(each), type));
    CHECK(type == each);
  }
}

TEST_CASE("an event as JSON leaves out what is empty") {
  port::Event event;
  event.id = "e1";
  event.type = port::EventType::Activity;
  CHECK(port::toJson(event) == R"({"event":"e1","type":"activity"})");
  event.lead = "00Q1";
  event.at = kT0 + 250;
  event.name = "reply";
  event.comment = "said \"yes\"";
  event.number = -3;
  event.body = R"({"sentiment":"positive"})";
  CHECK(port::toJson(event) ==
        R"({"event":"e1","type":"activity","lead":"00Q1","at":"2026-03-02T09:00:00.250Z","name":"reply","comment":"said \"yes\"","number":-3,"body":{"sentiment":"positive"}})");
}
