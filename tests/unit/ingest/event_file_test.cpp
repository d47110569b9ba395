// Events from outside: every type under its friendly names, every mistake with its line, and nothing that crashes.
#include <catch2/catch.hpp>

#include <random>

#include "runtime/ingest/event_file.hpp"
#include "runtime/value/instant.hpp"

using namespace leadflow;
using ingest::EventReader;
using ingest::EventReadOptions;
using ingest::MemorySource;
using ingest::readEvent;
using port::Event;
using port::EventType;

namespace {

constexpr std::int64_t kAt = 1'772'446'200'000;   // 2026-03-02T10:10:00Z

struct Read {
  std::vector<Event> events;
  std::vector<std::string> rejects;   // "line 2: reason"
  std::vector<std::string> strange;   // of each event
  std::string error;
  std::uint64_t records = 0;
};

Read readAll(const std::string& text, std::size_t limit = 100, std::string name = "x.ndjson", std::int64_t default_at = kMissing) {
  MemorySource source(text);
  EventReadOptions options;
  options.name = std::move(name);
  options.default_at = default_at;
  EventReader reader(source, options);
  Read read;
  std::vector<Event> events;
  for (bool more = true; more;) {
    more = reader.next(events, limit);
    CHECK(events.size() <= limit);
    for (Event& event : events) {
      read.strange.push_back(event.strange);
      read.events.push_back(std::move(event));
    }
  }
  for (const auto& reject : reader.rejects()) read.rejects.push_back("line " + std::to_string(reject.line) + ": " + reject.reason);
  read.error = reader.error();
  read.records = reader.read();
  return read;
}

std::string wrong(const std::string& json) {
  Event event;
  return readEvent(json, utcZone(), kMissing, event);
}

Event right(const std::string& members) {
  Event event;
  const std::string why = readEvent(R"({"event":"e1","at":"2026-03-02T10:10:00Z",)" + members + "}", utcZone(), kMissing, event);
  INFO(members);
  CHECK(why == "");
  CHECK(event.id == "e1");
  CHECK(event.at == kAt);
  return event;
}

}  // namespace

TEST_CASE("every type under its friendly names") {
  Event e = right(R"("type":"lead.created","lead":"a","record":{"email":"a@b.example"},"stage":"Working","owner":"ana","queue":"review")");
  CHECK(e.type == EventType::LeadCreated);
  CHECK(e.lead == "a");
  CHECK(e.body == R"({"email":"a@b.example"})");
  CHECK(e.name == "Working");
  CHECK(e.value == "ana");
  CHECK(e.target == "review");
  e = right(R"("type":"lead.updated","lead_id":17,"fields":{"size":null})");
  CHECK(e.type == EventType::LeadUpdated);
  CHECK(e.lead == "17");
  CHECK(e.body == R"({"size":null})");
  e = right(R"("type":"activity","lead":"a","activity":"reply","by":"ana","fields":{"sentiment":"positive"})");
  CHECK(e.type == EventType::Activity);
  CHECK(e.name == "reply");
  CHECK(e.by == "ana");
  e = right(R"("type":"stage.moved","lead":"a","stage":"Won","reason":"no_fit","by":"ana")");
  CHECK(e.type == EventType::StageMoved);
  CHECK(e.name == "Won");
  CHECK(e.reason == "no_fit");
  e = right(R"("type":"owner.assigned","lead":"a","rep":"ben","seat":"ae","by":"maria")");
  CHECK(e.type == EventType::OwnerAssigned);
  CHECK(e.value == "ben");
  CHECK(e.name == "ae");
  e = right(R"("type":"queue.claimed","lead":"a","by":"ana")");
  CHECK(e.type == EventType::QueueClaimed);
  e = right(R"("type":"checklist.answered","lead":"a","checklist":"bant","answers":{"budget":true,"need":null})");
  CHECK(e.type == EventType::ChecklistAnswered);
  CHECK(e.body == R"({"budget":true,"need":null})");
  e = right(R"("type":"consent.changed","lead":"a","fields":{"consent":"denied"})");
  CHECK(e.type == EventType::ConsentChanged);
  e = right(R"("type":"handoff.accepted","lead":"a","handoff":"to_ae","by":"eva")");
  CHECK(e.type == EventType::HandoffAccepted);
  CHECK(e.name == "to_ae");
  e = right(R"("type":"handoff.rejected","lead":"a","handoff":"to_ae","reason":"bad_data","comment":"no phone","by":"eva")");
  CHECK(e.type == EventType::HandoffRejected);
  CHECK(e.comment == "no phone");
  e = right(R"("type":"feedback.given","lead":"a","mark":4,"by":"eva")");
  CHECK(e.type == EventType::FeedbackGiven);
  CHECK(e.number == 4);
  CHECK(right(R"("type":"feedback.given","lead":"a","score":5)").number == 5);
  e = right(R"("type":"approval.decided","lead":"a","approval":"terms","decision":"granted","by":"dora")");
  CHECK(e.type == EventType::ApprovalDecided);
  CHECK(e.name == "terms");
  CHECK(e.value == "granted");
  e = right(R"("type":"escalation.acknowledged","lead":"a","escalation":"chain","for":"2 hours","by":"maria")");
  CHECK(e.type == EventType::EscalationAcknowledged);
  CHECK(e.number == 7'200'000);
  CHECK(right(R"("type":"escalation.acknowledged","lead":"a","for":1500)").number == 1500);
  e = right(R"("type":"escalation.resolved","lead":"a","name":"chain","comment":"called")");
  CHECK(e.type == EventType::EscalationResolved);
  CHECK(e.name == "chain");
  e = right(R"("type":"roster.changed","lead":"passed over","reps":[{"id":"ben","gone":true}])");
  CHECK(e.type == EventType::RosterChanged);
  CHECK(e.lead == "");
  CHECK(e.body == R"([{"id":"ben","gone":true}])");
  e = right(R"("type":"table.changed","table":"vips","value":"remove","rows":[{"company":"Acme"}])");
  CHECK(e.type == EventType::TableChanged);
  CHECK(e.name == "vips");
  CHECK(e.value == "remove");
  e = right(R"("type":"lead.merged","lead":"a","other":"b")");
  CHECK(e.type == EventType::LeadMerged);
  CHECK(e.value == "b");
  CHECK(right(R"("type":"lead.erased","lead":"a")").type == EventType::LeadErased);
  CHECK(right(R"("type":"tick")").type == EventType::Tick);
  e = right(R"("type":"activity","lead":"a","name":"x","value":"v","target":"t","reason":"r","comment":"c","number":9,"body":{"a":[1,2]})");
  CHECK(e.value + e.target + e.reason + e.comment == "c");   // what an activity does not have is not taken for something
  CHECK(e.number == 0);
  CHECK(e.body == R"({"a":[1,2]})");
}

TEST_CASE("instants with and without a zone, as milliseconds, or as the caller says") {
  CHECK(right(R"("type":"tick","by":null)").by == "");
  Event e;
  const TimeZone* berlin = findTimeZone("Europe/Berlin");
  REQUIRE(berlin != nullptr);
  CHECK(readEvent(R"({"event":"1","type":"tick","at":"2026-03-02 11:10"})", *berlin, kMissing, e) == "");
  CHECK(e.at == kAt);
  CHECK(readEvent(R"({"event":"1","type":"tick","at":"2026-03-02T11:10:00+01:00"})", utcZone(), kMissing, e) == "");
  CHECK(e.at == kAt);
  CHECK(readEvent(R"({"event":"1","type":"tick","at":1772446200000})", utcZone(), kMissing, e) == "");
  CHECK(e.at == kAt);
  CHECK(readEvent(R"({"event":"1","type":"tick"})", utcZone(), 42, e) == "");
  CHECK(e.at == 42);
}

TEST_CASE("each mistake says what is wrong") {
  const std::string whole = R"("event":"e1","at":"2026-03-02",)";
  const auto of = [&](const std::string& members) { return wrong("{" + whole + members + "}"); };
  CHECK(wrong("[]") == "an event is a JSON object");
  CHECK(wrong("{") .substr(0, 10) == "not JSON: ");
  CHECK(wrong("{}") == "the event says no `type`");
  CHECK(wrong(R"({"type":"tick","at":"2026-03-02"})") == "the event has no id (`event`)");
  CHECK(wrong(R"({"type":"tick","event":"1"})") == "the event says no `at`");
  CHECK(wrong(R"({"type":"tick","event":"1","at":"soon"})") == "`soon` is not an instant");
  CHECK(wrong(R"({"type":"tick","event":"1","at":true})") == "`at` is not an instant");
  CHECK(wrong(R"({"type":"tick","event":"1","at":9000000000000000000})") == "`at` is not an instant");
  CHECK(of(R"("type":"lead.creatd","lead":"a")") == "there is no event type `lead.creatd`; did you mean `lead.created`?");
  CHECK(of(R"("type":"xyzzy","lead":"a")") == "there is no event type `xyzzy`");
  CHECK(of(R"("type":"timer","lead":"a")") == "there is no event type `timer`");             // made by the engine alone
  CHECK(of(R"("type":"playbook.deployed","lead":"a")").substr(0, 44) == "there is no event type `playbook.deployed`");
  CHECK(of(R"("type":"lead.updated")") == "the event names no `lead`");
  CHECK(of(R"("type":"activity","lead":"a")") == "the event says no `activity`");
  CHECK(of(R"("type":"stage.moved","lead":"a")") == "the event says no `stage`");
  CHECK(of(R"("type":"owner.assigned","lead":"a")") == "the event says no `owner`");
  CHECK(of(R"("type":"queue.claimed","lead":"a")") == "the event says no `by`");
  CHECK(of(R"("type":"checklist.answered","lead":"a")") == "the event says no `checklist`");
  CHECK(of(R"("type":"checklist.answered","lead":"a","checklist":"bant")") == "the event says no `answers`");
  CHECK(of(R"("type":"approval.decided","lead":"a")") == "the event says no `approval`");
  CHECK(of(R"("type":"approval.decided","lead":"a","approval":"x")") == "the event says no `decision`");
  CHECK(of(R"("type":"roster.changed")") == "the event says no `reps`");
  CHECK(of(R"("type":"table.changed")") == "the event says no `table`");
  CHECK(of(R"("type":"table.changed","table":"x")") == "the event says no `rows`");
  CHECK(of(R"("type":"lead.merged","lead":"a")") == "the event says no `other`");
  CHECK(of(R"("type":"lead.updated","lead":["a"])") == "`lead` is not a text");
  CHECK(of(R"("type":"lead.updated","lead":"a","record":"x")") == "`record` is neither an object nor a list");
  CHECK(of(R"("type":"lead.updated","lead":"a","record":{},"fields":{}})") .size() > 0);
  CHECK(of(R"("type":"lead.updated","lead":"a","record":{},"fields":{})") == "`fields` says again what another member of the event says");
  CHECK(of(R"("type":"lead.updated","lead":"a","lead_id":"a")") == "`lead_id` says again what another member of the event says");
  CHECK(of(R"("type":"feedback.given","lead":"a","mark":4.5)") == "`mark` is not a whole number");
  CHECK(of(R"("type":"feedback.given","lead":"a","mark":"2 hours")") == "`mark` is not a whole number");
  CHECK(of(R"("type":"escalation.acknowledged","lead":"a","for":"a while")") == "`for` is not a duration");
  CHECK(of(R"("type":"escalation.acknowledged","lead":"a","for":"2 business hours")") == "`for` is not a duration");
  CHECK(of(R"("type":7,"lead":"a")") == "there is no event type `7`");
}

TEST_CASE("a file: what cannot be used is set aside with its line, reading goes on") {
  const std::string text = R"({"event":"1","type":"lead.created","lead":"a","at":"2026-03-02","colour":"red"}

{"event":"2","type":"lead.creatd","lead":"a","at":"2026-03-02"}
{"event":"3","type":"tick","at":"2026-03-02","colour":"blue","shape":1}
{"event":"4"
{"event":"5","type":"tick","at":"2026-03-02"})";
  for (const std::size_t limit : {std::size_t{1}, std::size_t{2}, std::size_t{100}}) {
    const Read read = readAll(text, limit);
    REQUIRE(read.events.size() == 3);
    CHECK(read.events[0].id == "1");
    CHECK(read.events[1].id == "3");
    CHECK(read.events[2].id == "5");
    REQUIRE(read.rejects.size() == 2);
    CHECK(read.rejects[0] == "line 3: there is no event type `lead.creatd`; did you mean `lead.created`?");
    CHECK(read.rejects[1].substr(0, 18) == "line 5: not JSON: ");
    CHECK(read.strange == std::vector<std::string>{R"({"colour":"red"})", R"({"colour":"blue","shape":1})", ""});
    CHECK(readAll(R"({"event":"1","type":"lead.updated","lead":"a","at":"2026-03-02","owner":"ana"})", limit).strange == std::vector<std::string>{R"({"owner":"ana"})"});
    CHECK(read.error == "");
    CHECK(read.records == 5);
  }
}

TEST_CASE("ids: no NUL, no length without end, none of the engine's; white space around a lead's does not count") {
  CHECK(right(R"("type":"activity","lead":" a ","activity":"x")").lead == "a");
  CHECK(right(R"("type":"lead.erased","lead":18446744073709551615)").lead == "18446744073709551615");
  Event e;
  const auto wrong = [&](const std::string& json) { return readEvent(json, utcZone(), 0, e); };
  CHECK(wrong(R"({"event":"1","type":"queue.claimed","lead":"a","by":"kay\u0000"})") == "`by` holds a NUL character");
  CHECK(wrong(R"({"event":"\u0000","type":"tick"})") == "`event` holds a NUL character");
  CHECK(wrong(R"({"event":"leadflow:absorb/a/1/b","type":"tick"})") == "`event` begins with `leadflow:`, as the engine's own ids do");
  CHECK(wrong("{\"event\":\"1\",\"type\":\"lead.erased\",\"lead\":\"" + std::string(513, 'x') + "\"}") == "`lead` is longer than 512 bytes");
  CHECK(wrong("{\"event\":\"" + std::string(513, 'x') + "\",\"type\":\"tick\"}") == "`event` is longer than 512 bytes");
  CHECK(wrong(R"({"event":"1","type":"lead.erased","lead":" "})") == "the event names no `lead`");
}

TEST_CASE("an array of events is read as one, also when its end is missing") {
  const Read read = readAll("[\n{\"event\":\"1\",\"type\":\"tick\",\"at\":\"2026-03-02\"},\n{\"event\":\"2\",\"type\":\"tick\",\"at\":\"2026-03-03\"}\n]", 1, "x.json");
  CHECK(read.events.size() == 2);
  CHECK(read.rejects.empty());
  const Read cut = readAll("[\n{\"event\":\"1\",\"type\":\"tick\",\"at\":\"2026-03-02\"},\n{\"event\":\"2\",", 10, "x.json");
  CHECK(cut.events.size() == 1);
  CHECK(cut.rejects == std::vector<std::string>{"line 3: the record has no end"});
  const Read stray = readAll("[\n{\"event\":\"1\",\"type\":\"tick\",\"at\":\"2026-03-02\"}\n]\nhm", 10, "x.json");
  CHECK(stray.events.size() == 1);
  REQUIRE(stray.rejects.size() == 1);
  CHECK(stray.rejects[0] == "line 4: this is no record: an event is a JSON object");
}

TEST_CASE("events are no table; an empty file holds none") {
  CHECK(readAll("event,type\n1,tick\n", 10, "x.csv").error == "events are NDJSON or a JSON array, not CSV");
  CHECK(readAll("").events.empty());
  CHECK(readAll("\n\n").error == "");
}

TEST_CASE("what is written as JSON is read as it was") {
  for (const char* members : {R"("type":"lead.created","lead":"a","record":{"email":"ä@b.example","n":[1,{"x":null}]},"stage":"W")", R"("type":"feedback.given","lead":"a","mark":4,"by":"eva","comment":"so \"so\"")",
                              R"("type":"roster.changed","reps":[{"id":"ben"}])",
                              R"("type":"lead.updated","lead":"a","recrd":{"size":[9,null]},"owner":"ben")"}) {
    const Event event = right(members);
    Event again;
    CHECK(readEvent(port::toJson(event), utcZone(), kMissing, again) == "");
    CHECK(port::toJson(again) == port::toJson(event));
  }
}

TEST_CASE("of a member that its type does not take: whether others have it, or the nearest that it takes") {
  CHECK(ingest::strangeMember(EventType::LeadUpdated, "owner").of_others);
  CHECK(ingest::strangeMember(EventType::LeadUpdated, "recrd").nearest == "record");
  CHECK(ingest::strangeMember(EventType::Activity, "field").nearest == "fields");
  CHECK(ingest::strangeMember(EventType::LeadUpdated, "ownr").nearest == "");   // it has no `owner` either
}

namespace types {
#define LEADFLOW_EVENT(type, name, meaning) [[maybe_unused]] constexpr std::uint32_t type = std::uint32_t{1} << static_cast<unsigned>(EventType::type);
#include "runtime/port/event_types.def"
#undef LEADFLOW_EVENT
constexpr std::uint32_t All = (Tick << 1) - 1, OfALead = All & ~(RosterChanged | TableChanged | Tick);
}  // namespace types

namespace {

struct Base {
  EventType type;
  std::string name, members;   // what it cannot be without
};

std::vector<Base> bases() {
  std::vector<Base> all;
#define LEADFLOW_EVENT(kind, word, meaning) \
  if (EventType::kind <= EventType::Tick) all.push_back({EventType::kind, word, {}});
#include "runtime/port/event_types.def"
#undef LEADFLOW_EVENT
  for (Base& base : all) {
    const bool of_no_lead = base.type == EventType::RosterChanged || base.type == EventType::TableChanged || base.type == EventType::Tick;
    if (!of_no_lead) base.members = R"(,"lead":"a")";
    switch (base.type) {
      case EventType::Activity: base.members += R"(,"activity":"call")"; break;
      case EventType::StageMoved: base.members += R"(,"stage":"Won")"; break;
      case EventType::OwnerAssigned: base.members += R"(,"owner":"ana")"; break;
      case EventType::QueueClaimed: base.members += R"(,"by":"ana")"; break;
      case EventType::ChecklistAnswered: base.members += R"(,"checklist":"bant","answers":{"budget":true})"; break;
      case EventType::ApprovalDecided: base.members += R"(,"approval":"terms","decision":"granted")"; break;
      case EventType::RosterChanged: base.members += R"(,"reps":[{"id":"ana"}])"; break;
      case EventType::TableChanged: base.members += R"(,"table":"vips","rows":[{"company":"A"}])"; break;
      case EventType::LeadMerged: base.members += R"(,"other":"b")"; break;
      default: break;
    }
  }
  return all;
}

}  // namespace

TEST_CASE("each member with each type: one of another type is named, has no effect and costs nothing") {
  std::size_t pairs = 0, others = 0;
  for (const Base& base : bases()) {
    const std::string begin = R"({"event":"e1","at":"2026-03-02T10:10:00Z","type":")" + base.name + "\"" + base.members;
    Event bare;
    INFO(begin);
    REQUIRE(readEvent(begin + "}", utcZone(), kMissing, bare) == "");
    const auto ask = [&](const std::string& key, bool takes) {
      ++pairs;
      if (begin.find("\"" + key + "\":") != std::string::npos) return;
      for (const char* value : {R"("2 hours")", "3", "true", "[]", R"({"a":1.50})", "null"}) {
        INFO(key << ": " << value);
        Event event;
        const std::string wrong = readEvent(begin + ",\"" + key + "\":" + value + "}", utcZone(), kMissing, event);
        if (std::string_view(value) == "null") {
          CHECK(wrong == "");
          CHECK(port::toJson(event) == port::toJson(bare));
        } else if (takes) {
          CHECK(event.strange == "");
          if (wrong.empty()) CHECK(port::toJson(event) != port::toJson(bare));
        } else {
          ++others;
          CHECK(wrong == "");
          CHECK(event.strange == "{\"" + key + "\":" + value + "}");
          event.strange.clear();
          CHECK(port::toJson(event) == port::toJson(bare));
          CHECK(ingest::strangeMember(base.type, key).of_others);
        }
      }
    };
    using namespace types;
    const std::uint32_t one = std::uint32_t{1} << static_cast<unsigned>(base.type);
#define LEADFLOW_EVENT_KEY(key, member, of) ask(key, ((of) & one) != 0);
#include "runtime/ingest/event_keys.def"
#undef LEADFLOW_EVENT_KEY
  }
  CHECK(pairs == 34 * 19);
  CHECK(others > 1000);
}

TEST_CASE("numbers are what is written") {
  CHECK(right(R"("type":"lead.erased","lead":2.50)").lead == "2.50");
  CHECK(right(R"("type":"lead.erased","lead":-0)").lead == "-0");
  CHECK(right(R"("type":"lead.updated","lead":"a","record":{ "a" : 1.10, "b":[123456789012345678901, 1e400], "c":"\u0041\n" })").body == R"({"a":1.10,"b":[123456789012345678901,1e400],"c":"A\n"})");
  CHECK(wrong(R"({"event":"1","type":"lead.updated","lead":"a","record":{"a":01}})").substr(0, 8) == "not JSON");
  CHECK(wrong(R"({"event":"1","type":"lead.updated","lead":"a","record":{"a":123456789012345678901,"b":"\ud800"}})").substr(0, 8) == "not JSON");
  CHECK(wrong(std::string(R"({"event":"1","type":"lead.updated","lead":"a","record":)") + std::string(100, '[') + std::string(100, ']') + "}") == "not JSON: brackets are nested too deep");
}

TEST_CASE("whatever stands in a file, reading ends, and batches of any size tell the same") {
  const std::string seed = R"({"event":"1","type":"lead.created","lead":"a","at":"2026-03-02T10:00:00Z","record":{"email":"a@b.example","tags":["x","y"]}}
{"event":"2","type":"activity","lead":"a","at":1772446200000,"activity":"reply","fields":{"sentiment":"positive"}}
{"event":"3","type":"escalation.acknowledged","lead":"a","at":"2026-03-02","for":"2 hours"}
{"event":"4","type":"roster.changed","at":"2026-03-02","reps":[{"id":"ben","gone":true}]})";
  std::mt19937 random(11);
  const char bytes[] = "{}[]\",:\\\n\r\0 \xff\xc3" "1e9-aeiou";
  for (int round = 0; round < 4000; ++round) {
    std::string text = round % 3 == 0 ? "[" + seed + "]" : seed;
    for (int n = 1 + static_cast<int>(random() % 8); n > 0; --n) {
      const std::size_t where = random() % text.size();
      switch (random() % 4) {
        case 0: text[where] = bytes[random() % (sizeof bytes - 1)]; break;
        case 1: text.erase(where, 1 + random() % 20); break;
        case 2: text.insert(where, 1 + random() % 3, bytes[random() % (sizeof bytes - 1)]); break;
        default: text.insert(where, text.substr(random() % text.size(), random() % 40)); break;
      }
      if (text.empty()) text = "{";
    }
    const Read one = readAll(text, 1, round % 3 == 0 ? "x.json" : "x.ndjson"), all = readAll(text, 1000, round % 3 == 0 ? "x.json" : "x.ndjson");
    REQUIRE(one.rejects == all.rejects);
    REQUIRE(one.events.size() == all.events.size());
    REQUIRE(one.error == all.error);
    REQUIRE(one.records == all.records);
    for (const Event& event : all.events) REQUIRE_FALSE(event.id.empty());
  }
}
