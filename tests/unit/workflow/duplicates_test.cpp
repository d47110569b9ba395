// Leads that repeat each other: flagged, or merged into the one that is kept.
#include "tests/unit/workflow/fixture.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

std::string playbook(const std::string& rules) {
  return kHead + "score fit { +40 when vip }\nstages { New initial; Done final }\nstage New { enter { route inbound } }\nduplicates { " + rules + " }\n";
}

/// Another lead of the same playbook, as a store would know it.
port::LeadState other(const std::string& text, const char* id, const char* at, const char* body) {
  Flow flow(text);
  flow.state.id = id;
  flow.create(at, body);
  return flow.state;
}

void known(Flow& flow, const port::LeadState& state, const std::string& key, std::uint32_t rule = 0) {
  flow.around->others.push_back(state);
  flow.around->keys.push_back({rule, key, state.id});
}

const std::string kSameEmail = "a@acme.example\x1F";

}  // namespace

TEST_CASE("the younger of two leads is flagged") {
  const std::string text = playbook("same email -> keep oldest, flag others");
  Flow flow(text);
  known(flow, other(text, "00Q0", "2026-03-01 10:00", R"({"email":"a@acme.example"})"), kSameEmail);
  flow.create("2026-03-02 10:00", R"({"email":" A@Acme.example"})");
  CHECK(flow.step.duplicate_keys == std::vector<std::pair<std::uint32_t, std::string>>{{0, kSameEmail}});
  CHECK(flow.step.duplicate_keys_changed);
  REQUIRE(flow.state.flags.size() == 1);
  CHECK(flow.state.flags[0].first == "00Q0");
  CHECK(flow.owner() == "ana");
  CHECK(flow.step.messages.empty());
  flow.update("2026-03-02 11:00", R"({"company":"Acme"})");
  CHECK(flow.state.flags.size() == 1);
}

TEST_CASE("keeping the newest flags the other lead by a message") {
  const std::string text = playbook("same email -> keep newest, flag others");
  Flow flow(text);
  known(flow, other(text, "00Q0", "2026-03-01 10:00", R"({"email":"a@acme.example"})"), kSameEmail);
  flow.create("2026-03-02 10:00", R"({"email":"a@acme.example"})");
  CHECK(flow.state.flags.empty());
  REQUIRE(flow.step.messages.size() == 1);
  CHECK(flow.step.messages[0].type == EventType::Flagged);
  CHECK(flow.step.messages[0].lead == "00Q0");
  Flow marked(text);
  marked.state.id = "00Q0";
  marked.create("2026-03-01 10:00");
  marked.happens(flow.step.messages[0], "2026-03-02 10:00");
  REQUIRE(marked.state.flags.size() == 1);
  CHECK(marked.happens(flow.step.messages[0], "2026-03-02 10:00").outcome == "ignored: that is known already");
}

TEST_CASE("a lead that is merged brings what the other lacks, is not routed, and hands on what comes later") {
  const std::string text = playbook("same email -> keep oldest, merge others");
  Flow flow(text);
  known(flow, other(text, "00Q0", "2026-03-01 10:00", R"({"email":"a@acme.example","company":"Acme"})"), kSameEmail);
  flow.create("2026-03-02 10:00", R"({"email":"a@acme.example","company":"ACME Inc.","hours":5,"activities":[{"type":"demo_request","at":"2026-03-01T12:00:00Z"}]})");
  CHECK(flow.state.merged_into == "00Q0");
  CHECK(flow.state.final);
  CHECK(flow.timers().empty());
  CHECK(flow.owner().empty());
  CHECK(flow.effects().empty());
  REQUIRE(flow.step.messages.size() == 1);
  const port::Event merge = flow.step.messages[0];
  CHECK(merge.type == EventType::LeadMerged);
  CHECK(merge.lead == "00Q0");

  flow.activity("2026-03-02 11:00", "reply");
  REQUIRE(flow.step.messages.size() == 1);
  CHECK(flow.step.messages[0].lead == "00Q0");
  CHECK(flow.step.messages[0].type == EventType::Activity);
  CHECK(flow.state.activities.size() == 1);

  Flow kept(text);
  kept.state.id = "00Q0";
  kept.create("2026-03-01 10:00", R"({"email":"a@acme.example","company":"Acme"})");
  CHECK_FALSE(kept.happens(merge, "2026-03-02 10:00").refused);
  REQUIRE(kept.state.record.size() == 3);
  CHECK(kept.state.record[1].second == "\"Acme\"");
  CHECK(kept.state.record[2].first == "hours");
  CHECK(kept.state.activities.size() == 1);
  CHECK(kept.told("merge").back() == "2026-03-02 10:00 00Q1 was merged into this lead: 1 values and 1 activities");
}

TEST_CASE("keeping the best compares the first score") {
  const std::string text = playbook("same email -> keep best, merge others");
  Flow flow(text);
  known(flow, other(text, "00Q0", "2026-03-01 10:00", R"({"email":"a@acme.example"})"), kSameEmail);
  flow.create("2026-03-02 10:00", R"({"email":"a@acme.example","vip":true})");
  CHECK(flow.state.merged_into.empty());
  CHECK(flow.owner() == "ana");
  REQUIRE(flow.step.messages.size() == 1);
  CHECK(flow.step.messages[0].type == EventType::Absorbed);
  Flow gone(text);
  gone.state.id = "00Q0";
  gone.create("2026-03-01 10:00", R"({"email":"a@acme.example"})");
  gone.happens(flow.step.messages[0], "2026-03-02 10:00");
  CHECK(gone.state.merged_into == "00Q1");
  REQUIRE(gone.step.messages.size() == 1);
  CHECK(gone.step.messages[0].type == EventType::LeadMerged);
}

TEST_CASE("similar names are compared among leads of the same exact part") {
  const std::string text = playbook("same state and similar company 90% -> flag");
  const auto key = [](const port::LeadState&) { return std::string("ohio\x1F"); };
  Flow near(text);
  const auto acme = other(text, "00Q0", "2026-03-01 10:00", R"({"company":"Acme Industries","state":"Ohio"})");
  near.create("2026-03-02 09:00", R"({"company":"Other"})");
  CHECK(near.step.duplicate_keys.empty());
  Flow same(text);
  same.create("2026-03-02 10:00", R"({"company":"Acme Industrie","state":"Ohio"})");
  REQUIRE(same.step.duplicate_keys.size() == 1);
  const std::string exact = same.step.duplicate_keys[0].second;
  CHECK(exact == key(acme));
  Flow found(text), differs(text);
  known(found, acme, exact);
  known(differs, acme, exact);
  found.create("2026-03-02 10:00", R"({"company":"Acme Industrie","state":"Ohio"})");
  CHECK(found.state.flags.size() == 1);
  differs.create("2026-03-02 10:00", R"({"company":"Zebra Works","state":"Ohio"})");
  CHECK(differs.state.flags.empty());
}

TEST_CASE("whose activities count after a merger is the policy's to say") {
  // Points are given for each demo: those of the one lead stay. A reply gives none, and was one whichever of the two is kept.
  const char* mine = R"({"email":"a@acme.example","activities":[{"type":"demo_request","at":"2026-01-30"},{"type":"demo_request","at":"2026-01-31"},{"type":"reply","at":"2026-02-01"}]})";
  const char* theirs = R"({"email":"a@acme.example","vip":true,"activities":[{"type":"demo_request","at":"2026-02-02"},{"type":"reply","at":"2026-02-03"}]})";
  const auto merged = [&](const std::string& scores) {
    std::string text = playbook("same email -> keep oldest, merge others; scores " + scores);
    text.replace(text.find("+40 when vip"), 12, "+40 when vip; +1 per demo_request");
    Flow flow(text);
    known(flow, other(text, "00Q0", "2026-03-01 10:00", mine), kSameEmail);
    flow.create("2026-03-02 10:00", theirs);
    REQUIRE(flow.step.messages.size() == 1);
    Flow kept(text);
    kept.state.id = "00Q0";
  kept.state.id = "00Q0";
    kept.create("2026-03-01 10:00", mine);
    kept.happens(flow.step.messages[0], "2026-03-02 10:00");
    return kept.state.activities.size();
  };
  CHECK(merged("sum") == 5);
  CHECK(merged("max") == 3);
  CHECK(merged("latest") == 3);
}
