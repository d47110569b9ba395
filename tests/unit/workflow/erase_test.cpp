// A person is forgotten: with all that was merged, with what was refused and what waits, and nothing else happens.
#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

const std::string kPersons = kHead + R"(
stages { Open "Call" initial; Lost "Nothing" final }
stage Open { enter { route inbound; start sequence hello }; to Lost by owner; aging 30 days { email "miss_you" } }
sequence hello { email "hello"; wait 2 days; email "again" }
privacy { email_sent only when consent is granted; keep Lost 5 days then erase pii }
duplicates { same email -> keep oldest, merge others }
)";

port::Event created(const std::string& lead, const std::string& at, const std::string& email, const std::string& more = {}) {
  return event("new/" + lead, at, "lead.created", lead, R"("record":{"email":")" + email + R"(","consent":"granted","nickname":"secret )" + lead + '"' + more + "}");
}

std::size_t secretsOf(Station& station, const std::string& lead) {
  std::size_t count = 0;
  for (const port::JournalEntry& entry : station.journal(lead)) count += entry.secrets.size();
  return count;
}

/// Every text of the person that the store still shows.
std::string heldOf(Station& station, const std::string& lead) {
  std::string text;
  ok(station.store().held(lead, [&](const port::Held& row) {
    for (const auto& [name, value] : row.columns) text += name + '=' + value + ' ';
    text += '\n';
  }));
  return text;
}

void checkForgotten(Station& station, const std::string& lead) {
  INFO(lead);
  const port::LeadState state = station.lead(lead);
  CHECK(state.erased);
  CHECK(state.timers.empty());
  for (const auto& [name, value] : state.record) CHECK(value.find("secret") == std::string::npos);
  CHECK(secretsOf(station, lead) == 0);
  CHECK(heldOf(station, lead).find("secret") == std::string::npos);
}

}  // namespace

TEST_CASE("erasing one takes all that were merged with it, whichever is named") {
  for (const std::string kind : {"memory:", "sqlite:"})
    for (const std::string named : {"X", "Y", "Z"}) {
      INFO(kind << ' ' << named);
      Station station(kind, bookOf(kPersons));
      station.feed({created("X", "2026-03-02 08:00", "a@x.example"), created("Y", "2026-03-02 09:00", "a@x.example"), created("Z", "2026-03-02 09:30", "a@x.example"),
                    created("W", "2026-03-02 10:00", "w@x.example"), event("e", "2026-03-02 11:00", "lead.erased", named, R"("by":"otto")")});
      station.until("2026-03-02 12:00");
      for (const char* lead : {"X", "Y", "Z"}) checkForgotten(station, lead);
      CHECK_FALSE(station.lead("W").erased);
      CHECK(station.proof().empty());
    }
}

TEST_CASE("what is kept for a while only is forgotten with its merged copies") {
  Station station("memory:", bookOf(kPersons));
  station.feed({created("X", "2026-03-02 08:00", "a@x.example"), created("Y", "2026-03-02 09:00", "a@x.example"),
                event("m", "2026-03-02 10:00", "stage.moved", "X", R"("stage":"Lost","by":"maria")")});
  station.until("2026-03-06 10:00");
  CHECK_FALSE(station.lead("X").erased);
  station.until("2026-03-07 10:00");
  checkForgotten(station, "X");
  checkForgotten(station, "Y");
}

TEST_CASE("a lead ordered into one that is erased at that instant lives on") {
  for (const auto& [kept, other] : {std::pair<std::string, std::string>{"X", "Y"}, {"Y", "X"}}) {
    INFO(kept << " keeps " << other);
    Station station("memory:", bookOf(kPersons));
    station.feed({created("X", "2026-03-02 08:00", "x@x.example"), created("Y", "2026-03-02 08:00", "y@x.example"),
                  event("m", "2026-03-02 09:00", "lead.merged", kept, R"("other":")" + other + '"'), event("e", "2026-03-02 09:00", "lead.erased", kept)});
    station.until("2026-03-02 10:00");
    checkForgotten(station, kept);
    const port::LeadState state = station.lead(other);
    CHECK_FALSE(state.erased);
    CHECK(state.merged_into.empty());
    CHECK_FALSE(state.final);
    station.feed({event("u", "2026-03-02 11:00", "lead.updated", other, R"("record":{"company":"Acme"})")});
    station.until("2026-03-02 12:00");
    CHECK(station.lead(other).record.back().second == R"("Acme")");
    CHECK(station.proof().empty());
  }
}

TEST_CASE("refused and waiting events are forgotten, also of a lead that never came to be") {
  for (const std::string kind : {"memory:", "sqlite:"}) {
    INFO(kind);
    Station station(kind, bookOf(kPersons));
    station.feed({created("X", "2026-03-02 08:00", "a@x.example"), event("r", "2026-03-02 09:00", "activity", "X", R"("activity":"secret word","by":"secret name","comment":"secret comment")"),
                  event("w", "2026-09-01 09:00", "lead.updated", "X", R"("record":{"company":"secret company"})"),
                  event("z", "2026-03-02 09:00", "lead.updated", "Z", R"("record":{"email":"secret@x.example"})")});
    station.until("2026-03-02 10:00");
    for (const char* text : {"secret word", "secret name", "secret comment", "secret company"}) CHECK(heldOf(station, "X").find(text) != std::string::npos);
    CHECK(heldOf(station, "Z").find("secret@x.example") != std::string::npos);
    CHECK(station.proof().empty());
    station.feed({event("e", "2026-03-02 11:00", "lead.erased", "X"), event("ez", "2026-03-02 11:00", "lead.erased", "Z"), event("en", "2026-03-02 11:00", "lead.erased", "nobody")});
    station.until("2026-03-02 12:00");
    checkForgotten(station, "X");
    checkForgotten(station, "Z");
    for (const port::JournalEntry& entry : station.journal()) CHECK(entry.body.find("secret") == std::string::npos);
    std::uint64_t waiting = 1;
    ok(station.store().waitingEvents(waiting));
    CHECK(waiting == 0);
    std::vector<std::pair<port::StoredEvent, std::string>> refused;
    ok(station.store().refusedEvents(100, refused));
    REQUIRE(refused.size() == 4);   // with the creation of X, of which `nickname` is no field
    for (const auto& [stored, why] : refused) {
      const bool in_part = stored.event.lead == "X" && stored.event.type == port::EventType::LeadCreated;
      CHECK(why == (stored.event.lead == "nobody" ? "refused: no lead `nobody`" : in_part ? "refused in part: (erased)" : "refused: (erased)"));
    }
    CHECK(station.proof().empty());
  }
}

TEST_CASE("erasing here and now runs no clock, and takes the person whole") {
  for (const std::string kind : {"memory:", "sqlite:"}) {
    INFO(kind);
    Station station(kind, bookOf(kPersons));
    station.feed({created("X", "2026-03-02 08:00", "a@x.example"), created("Y", "2026-03-02 09:00", "a@x.example"), created("W", "2026-03-02 10:00", "w@x.example"),
                  event("w", "2026-09-01 09:00", "lead.updated", "X", R"("record":{"company":"secret company"})")});
    station.until("2026-03-02 12:00");
    const Lines of_w = station.effects("email");
    std::string clock;
    ok(station.store().setting("clock", clock));
    const port::LeadState before = station.lead("W");
    workflow::Erased erased;
    ok(station.engine->erase("Y", "otto", instantOf("2027-01-01 00:00"), erased));
    CHECK(erased.leads == std::vector<std::string>{"Y", "X"});
    checkForgotten(station, "X");
    checkForgotten(station, "Y");
    const port::LeadState after = station.lead("W");
    CHECK(after.revision == before.revision);
    CHECK(after.timers == before.timers);
    std::string same;
    ok(station.store().setting("clock", same));
    CHECK(same == clock);
    CHECK(station.proof().empty());
    // And the work goes on where it stood: W's second mail comes at its own time.
    station.until("2026-03-04 10:00");
    const Lines mails = station.effects("email");
    CHECK(mails.back() == "2026-03-04 10:00 email w@x.example: ");
    CHECK(station.held() == std::map<std::string, std::int64_t>{{station.owner("W"), 1}});
    CHECK(station.turns("", station.owner("W")).open == 1);
    workflow::Erased again;
    ok(station.engine->erase("X", "otto", instantOf("2027-01-01 00:00"), again));
    CHECK(again.leads.empty());
    CHECK(again.already.size() == 2);
  }
}

TEST_CASE("a lead that an earlier version kept knows its copies from the journal") {
  Station station("sqlite:", bookOf(kPersons));
  station.feed({created("X", "2026-03-02 08:00", "a@x.example"), created("Y", "2026-03-02 09:00", "a@x.example")});
  station.until("2026-03-02 12:00");
  port::Work work;
  ok(station.store().begin());
  ok(station.store().claimLead("X", work));
  CHECK(work.lead.merged == std::vector<std::string>{"Y"});
  port::LeadState before;
  before.timers = work.lead.timers;
  before.activities.resize(work.lead.activities.size());
  port::Write write;
  write.before = &before;
  write.after = work.lead;
  write.after.merged.clear();
  write.after.guards.clear();
  ok(station.store().write(write));
  ok(station.store().commit());
  station.feed({event("e", "2026-03-02 13:00", "lead.erased", "X")});
  station.until("2026-03-02 14:00");
  checkForgotten(station, "X");
  checkForgotten(station, "Y");
}

TEST_CASE("who did it is a commitment when it may be the lead itself") {
  Station station("memory:", bookOf(kPersons));
  station.feed({created("X", "2026-03-02 08:00", "a@x.example"), event("c", "2026-03-02 09:00", "consent.changed", "X", R"("by":"secret@x.example","record":{"consent":"denied"})"),
                event("o", "2026-03-02 10:00", "activity", "X", R"("activity":"call","by":"ana")")});
  station.until("2026-03-02 12:00");
  bool rep = false;
  for (const port::JournalEntry& entry : station.journal("X")) {
    CHECK(entry.body.find("secret@x.example") == std::string::npos);
    rep = rep || entry.body.find(R"("by":"ana")") != std::string::npos;
  }
  CHECK(rep);
  CHECK(station.proof().empty());
}
