// What events say: how a record changes, activities, adoption, refusals, keys of effects, late events.
#include "tests/unit/workflow/fixture.hpp"

#include "runtime/value/json_scan.hpp"

using namespace leadflow;
using namespace leadflow::test;
namespace json = leadflow::json;

namespace {

const std::string kStages = R"(
stages { New initial; Working; Done final }
stage New     { enter { log "new" }; to Working when ready }
stage Working { enter { route inbound } }
sla first { starts when owner assigned; stops when outreach; target 4 business hours }
)";

std::string recordOf(const Flow& flow) {
  std::string text;
  for (const auto& [name, value] : flow.state.record) text += (text.empty() ? "" : " ") + name + "=" + value;
  return text;
}

}  // namespace

namespace {

Lines unread(const workflow::Step& step) {
  Lines lines;
  for (const workflow::Unread& each : step.unread) lines.push_back(each.text());
  return lines;
}

}  // namespace

TEST_CASE("JSON is walked strictly") {
  std::string seen;
  const auto members = [&](std::string_view text) {
    seen.clear();
    return json::eachMember(text, [&](std::string_view name, std::string_view raw) { (seen += name) += '=', (seen += raw) += ';'; });
  };
  CHECK(members(R"( {"a" : 1.5e3 , "b\n":[1,{"c":"]"}],"d":null} )"));
  CHECK(seen == "a=1.5e3;b\n=[1,{\"c\":\"]\"}];d=null;");
  CHECK(members("{}"));
  for (const char* bad : {"", "[]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":01}", "{\"a\":1} x", "{\"a\":\"\x01\"}", "{\"a\":\"\\x\"}", "{'a':1}", "{\"a\":1.}", "{\"a\":tru}"}) {
    INFO(bad);
    CHECK_FALSE(members(bad));
  }
  std::string scratch;
  CHECK(json::plain(R"("\u00e9\ud83d\ude00\t\"")", scratch) == "\xC3\xA9\xF0\x9F\x98\x80\t\"");
  CHECK(json::plain(R"("\ud83d")", scratch) == "\xEF\xBF\xBD");
  CHECK_FALSE(json::valid(std::string(200, '[') + std::string(200, ']')));
}

TEST_CASE("what feeds one field replaces each other, null takes it away, unknown names are kept") {
  Flow flow(R"(
playbook p { version "1"  timezone "UTC" }
lead { id text key; email email pii from "Email", "E-mail address"; company text; vip bool }
stages { New initial; Vip; Done final }
stage New { to Vip when email is "b@acme.example" }
)");
  flow.create("2026-03-02 10:00", R"({"Email":"a@acme.example","company":"Acme","Score from abroad":7})");
  CHECK(recordOf(flow) == R"(Email="a@acme.example" company="Acme" Score from abroad=7)");
  flow.update("2026-03-02 11:00", R"({"e-mail_address":"b@acme.example","company":null})");
  CHECK(recordOf(flow) == R"(e-mail_address="b@acme.example" Score from abroad=7)");
  CHECK(flow.stage() == "Vip");
}

TEST_CASE("a bad value costs its field and is told once, by the event that brought it") {
  Flow flow(kHead + kStages);
  flow.create("2026-03-02 10:00", R"({"hours":"many","country":"Germnay","vip":true,"email":"nobody"})");
  CHECK(unread(flow.step) == Lines{"hours: `many` is not a whole number", "country: `Germnay` is not a country; did you mean `Germany`?",
                                  "email: the value is not an email address"});
  CHECK(flow.stage() == "New");
  flow.update("2026-03-02 11:00", R"({"company":"Acme"})");
  CHECK(flow.step.unread.empty());
}

TEST_CASE("a name that nothing is called, and the id of another lead, are told with what was meant") {
  Flow flow(kHead + kStages);
  CHECK(flow.create("2026-03-02 10:00", R"({"hous":5,"id":"00Q1"})").outcome == "refused in part: `hous` is not a field of the lead; did you mean `hours`?");
  CHECK(unread(flow.step) == Lines{"`hous` is not a field of the lead; did you mean `hours`?"});
  flow.update("2026-03-02 11:00", R"({"id":"00Q2"})");
  CHECK(unread(flow.step) == Lines{"id: `00Q2` is the id of another lead: the event's `lead` counts"});
  CHECK(flow.stage() == "New");
  flow.activity("2026-03-02 12:00", "reply", "", R"({"sentimnt":"positive","event":"x1"})");
  CHECK(unread(flow.step) == Lines{"`reply.sentimnt` is not a field of the activity; did you mean `sentiment`?", "`reply.event` is not a field of the activity"});   // the event has an id of its own
}

TEST_CASE("of a name that comes twice the first counts, as in files of leads") {
  Flow flow(kHead + kStages);
  flow.create("2026-03-02 10:00", R"({"company":"Acme","Company":"Borg","company":"Cyb"})");
  CHECK(recordOf(flow) == R"(company="Acme")");
  CHECK(unread(flow.step) == Lines{"`Company` gives a value again; the first one counts", "`company` gives a value again; the first one counts"});
  flow.activity("2026-03-02 11:00", "reply", "", R"({"sentiment":"positive","Sentiment":"negative"})");
  CHECK(flow.state.activities.size() == 1);
}

TEST_CASE("an activity of a record counts once by its id") {
  Flow flow(kHead + kStages);
  const std::string two = R"({"activities":[{"type":"call","event":"z1","at":"2026-03-01T10:00:00Z"},{"type":"call","event":"z1","at":"2026-03-01T11:00:00Z"}]})";
  flow.create("2026-03-02 10:00", two);
  CHECK(flow.state.activities.size() == 1);
  CHECK(flow.step.repeated_activities == 1);
  flow.update("2026-03-02 11:00", two);
  CHECK(flow.state.activities.size() == 1);
  CHECK(flow.step.repeated_activities == 2);
}

TEST_CASE("a record that is none is refused, and nothing has changed") {
  Flow flow(kHead + kStages);
  CHECK(flow.create("2026-03-02 10:00", "[1]").outcome == "refused: the record is not a JSON object");
  CHECK(isMissing(flow.state.created));
  flow.create("2026-03-02 10:00");
  const auto before = port::encodeState(flow.state);
  CHECK(flow.update("2026-03-02 11:00", "{\"a\":").refused);
  CHECK(port::encodeState(flow.state) == before);
}

TEST_CASE("an event for a lead that is not there is refused") {
  Flow flow(kHead + kStages);
  CHECK(flow.update("2026-03-02 10:00", R"({"company":"Acme"})").outcome == "refused: no lead `00Q1`");
  CHECK(flow.activity("2026-03-02 10:00", "reply").refused);
}

TEST_CASE("activities come with the record and one by one") {
  Flow flow(kHead + kStages);
  flow.create("2026-03-02 10:00", R"({"activities":[{"type":"Demo Request","at":"2026-03-01T10:00:00Z"},{"type":"dance","at":"2026-03-01"},{"type":"call","at":"2026-02-01","outcome":"connected"}]})");
  REQUIRE(flow.state.activities.size() == 2);
  CHECK(flow.state.activities[0].type == "demo_request");
  CHECK(flow.state.activities[1].body == R"({"outcome":"connected"})");
  CHECK(unread(flow.step) == Lines{"activities: `dance` is not an activity of the playbook"});
  CHECK(flow.activity("2026-03-02 11:00", "replly").outcome == "refused: `replly` is not an activity of the playbook; did you mean `reply`?");
  flow.activity("2026-03-02 11:00", "reply", "", R"({"sentiment":"bored"})");
  CHECK(unread(flow.step) == Lines{"reply.sentiment: `bored` is not one of the known values"});
}

TEST_CASE("a lead that lives elsewhere is adopted as it is") {
  Flow flow(kHead + kStages);
  port::Event event = Flow::of(EventType::LeadCreated, "Working", R"({"company":"Acme"})");
  event.value = "ben";
  flow.happens(event, "2026-03-02 10:00");
  CHECK(flow.stage() == "Working");
  CHECK(flow.owner() == "ben");
  CHECK(flow.around->turns().open(1) == 1);
  CHECK(flow.effects().empty());              // nothing that Working does on entry
  CHECK(flow.clockState() == bytecode::SlaState::Running);

  Flow queued(kHead + kStages);
  event = Flow::of(EventType::LeadCreated, "New");
  event.target = "review";
  queued.happens(event, "2026-03-02 10:00");
  CHECK(queued.state.queue == 0);
  CHECK(queued.happens(Flow::of(EventType::LeadCreated, "Nowhere"), "2026-03-02 10:00").outcome == "refused in part: `stage` counts for a new lead only");

  Flow unknown(kHead + kStages);
  CHECK(unknown.happens(Flow::of(EventType::LeadCreated, "Workin"), "2026-03-02 10:00").outcome ==
        "refused: `Workin` is not a stage of the playbook; did you mean `Working`?");
}

TEST_CASE("the key of an effect is made of lead, revision and number, so the same step makes the same keys") {
  Flow flow(kHead + R"(
stages { New initial; Done final }
stage New { enter { log "one"; log "two" } }
)");
  flow.create("2026-03-02 10:00");
  REQUIRE(flow.all.size() == 2);
  CHECK(flow.all[0].key == "00Q1/1/0");
  CHECK(flow.all[1].key == "00Q1/1/1");
  Flow again(kHead + R"(
stages { New initial; Done final }
stage New { enter { log "one"; log "two" } }
)");
  again.create("2026-03-02 10:00");
  CHECK(again.all[1].key == flow.all[1].key);
  CHECK(port::encodeState(again.state) == port::encodeState(flow.state));
}

TEST_CASE("an event that comes late says what happened at its own instant") {
  Flow flow(kHead + R"(
stages { New initial; Warm; Done final }
stage New { to Warm when had reply in last 2 days }
)");
  flow.create("2026-03-02 10:00");
  flow.late(Flow::of(EventType::Activity, "reply"), "2026-03-03 10:00", "2026-03-20 10:00");
  CHECK(flow.stage() == "New");
  CHECK(shown(flow.state.activities[0].at) == "2026-03-03 10:00");
  CHECK(shown(flow.state.now) == "2026-03-20 10:00");
  flow.late(Flow::of(EventType::Activity, "reply"), "2026-03-19 10:00", "2026-03-20 10:00");
  CHECK(flow.stage() == "Warm");
}

TEST_CASE("set writes what the field's own reader takes back") {
  Flow flow(R"(
playbook p { version "1"  timezone "UTC"  currency USD  record_link "https://crm.example/leads/{id}?c={company}" }
lead { id text key; company text; discount percent format "fraction"; on instant format "DD-MM-YYYY"; worth money; land country; copy text }
stages { New initial; Ok; Done final }
stage New {
  enter { set discount to 15%; set worth to 50k USD; set copy to company; set company to missing; set on to now }
  to Ok when discount is 15% and worth is 50k USD and copy is "Acme & Co" and company is missing and on is now
}
)");
  flow.create("2026-03-02 10:00", R"({"company":"Acme & Co"})");
  CHECK(flow.stage() == "Ok");
  REQUIRE(flow.all.size() == 5);
  CHECK(flow.all[0].fields == std::vector<std::pair<std::string, std::string>>{{"discount", "\"15%\""}});
  CHECK(flow.all[0].link.rfind("https://crm.example/leads/00Q1?c=", 0) == 0);
}
