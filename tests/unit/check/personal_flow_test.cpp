// Which values are somebody's own, by the way that they flow.
#include <catch2/catch.hpp>

#include "tests/unit/check/playbook.hpp"

using namespace leadflow;

namespace {

const std::string kHead = R"(
playbook p { timezone "UTC" }
roster { kay }
lead {
  id      text key
  phone   text pii
  age     int  pii
  email   email
  company text
  nick    text
  size    int
  vip     bool
)";

/// A playbook whose lead has these derived fields, and whose one log shows all of them; behind it whatever else there is.
struct Flows {
  Checked checked;
  explicit Flows(const std::string& derived, const std::string& more = {}, const std::string& shown = "hello") {
    checked.run({{"main.leadflow", kHead + derived + "\n}\nstages { Open \"o\" initial }\nstage Open { enter { log \"" + shown + "\" } }\n" + more}});
    INFO(checked.text());
    REQUIRE_FALSE(checked.diags.hasErrors());
  }
  const typed::Program& program() const { return checked.program; }
  bool derived(const std::string& name) const {
    for (std::size_t i = 0; i < program().derived.size(); ++i)
      if (program().derived[i].name == name) return program().personal.derived.at(i);
    FAIL("no derived field " << name);
    return false;
  }
  bool field(const std::string& name) const {
    for (std::size_t i = 0; i < program().fields.size(); ++i)
      if (program().fields[i].name == name) return program().personal.fields.at(i);
    FAIL("no field " << name);
    return false;
  }
  /// The fields that flow into the log's values: "phone vip | size".
  std::string shown() const {
    std::string out;
    const auto& values = program().workflow.stages.at(0).enter.at(0).text.values;
    for (const auto& value : values) {
      if (&value != &values.front()) out += " | ";
      for (std::size_t i = 0; i < value.fields.size(); ++i) out += (i > 0 ? " " : "") + program().fields.at(value.fields[i]).name;
      if (value.personal) out += " personal";
    }
    return out;
  }
};

}  // namespace

TEST_CASE("what is worked out from a personal value is personal") {
  const Flows flows(R"(
    contact = phone ?? "nobody"
    again   = contact
    domain  = email.domain
    either  = first of { company when vip; contact otherwise }
    years   = age * 2 + 1
    letters = length(phone)
    plain   = company ?? nick
    double  = size * 2)");
  for (const char* name : {"contact", "again", "domain", "either", "years", "letters"}) {
    INFO(name);
    CHECK(flows.derived(name));
  }
  for (const char* name : {"plain", "double"}) CHECK_FALSE(flows.derived(name));
  CHECK(flows.field("phone"));
  CHECK(flows.field("email"));
  CHECK_FALSE(flows.field("company"));
}

TEST_CASE("what asks about a personal value is not") {
  const Flows flows(R"(
    grown   = age >= 18
    there   = phone is known
    kind    = first of { young when age < 18; adult otherwise }
    words   = first of { "a caller" when phone begins with "+49"; "somebody" otherwise }
    band    = ranges of age { young below 18, adult otherwise })");
  for (const char* name : {"grown", "there", "kind", "words", "band"}) {
    INFO(name);
    CHECK_FALSE(flows.derived(name));
  }
}

TEST_CASE("points that a condition gives are not personal, points made of a number are") {
  const Flows flows("", R"(
score fit { +10 when phone is known; +5 when age > 18 }
score old = age * 2
score both = fit + old
score counted { +1 per age }
grade band of old { high at least 50, low otherwise }
)", "{fit} {old} {both} {counted} {band}");
  CHECK(flows.program().personal.scores == std::vector<bool>{false, true, true, true});
  CHECK(flows.program().personal.graded == std::vector<bool>{true});
  CHECK(flows.shown() == " | age personal | age personal | age personal | ");
}

TEST_CASE("a text knows all the fields that flow into it") {
  const Flows flows("contact = first of { phone when vip; company otherwise }", "", "{contact} {size} {email.domain} {vip}");
  CHECK(flows.shown() == "phone company personal | size | email personal | vip");
}

TEST_CASE("a table is asked by its key: what it says of a personal one is personal, unless it only sorts") {
  const Flows flows(R"(
    region = regions[phone].name
    tier   = regions[phone].tier
    other  = regions[company].name)", R"(
table regions { | prefix text key | name text | tier one of gold, iron |
                | "+49"           | "Germany" | gold                   | }
)");
  CHECK(flows.derived("region"));
  CHECK_FALSE(flows.derived("tier"));
  CHECK_FALSE(flows.derived("other"));
}

TEST_CASE("a field that is given a personal value becomes personal, as do those that it is handed on to") {
  const Flows flows("contact = phone\nlabel text", R"(
activity call { note text pii; topic text }
sequence s { set nick to company; log "x" when vip }
reasons { lost -> set company to contact }
sla fast { starts when lead created; stops when had call; target 1 hour; at 100% { set label to last call.note } }
privacy { mask phone in notify; mask company in log }
)", "{nick} {label}");
  CHECK(flows.field("company"));
  CHECK(flows.field("nick"));
  CHECK(flows.field("label"));
  CHECK_FALSE(flows.field("size"));
  CHECK(flows.shown() == "nick personal | label personal");
  const auto masked = [&](std::size_t mask) {
    std::string out;
    for (const std::uint32_t field : flows.program().workflow.masks.at(mask).fields) out += (out.empty() ? "" : " ") + flows.program().fields.at(field).name;
    return out;
  };
  CHECK(masked(0) == "phone company nick");   // whoever must not see the phone must not see where it was written to
  CHECK(masked(1) == "company nick");
  CHECK_FALSE(flows.program().fields.at(4).pii);   // what was written stays what was written
}

TEST_CASE("fields that read one column hold one value") {
  const Flows flows("mobile text from \"Phone\"\nplace text from \"City\"");
  CHECK(flows.field("mobile"));
  CHECK_FALSE(flows.field("place"));
}

TEST_CASE("the field of an activity is personal where it is marked") {
  const Flows flows("", "activity call { note text pii; topic text; from email }\n", "{last call.note} {last call.topic} {last call.from} {last call}");
  CHECK(flows.shown() == " personal |  |  personal | ");
}

TEST_CASE("an account that is found by a personal value says something of the person, who has it does not") {
  const Flows flows("domain = email.domain", R"(
table accounts live { domain text key, name text, owner rep }
match account in accounts { same domain }
)", "{account.name} {account.owner}");
  CHECK(flows.shown() == "email personal | ");
}
