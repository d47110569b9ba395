// Rosters as JSON, there and back, and changed row by row.
#include <catch2/catch.hpp>

#include "runtime/value/instant.hpp"
#include "runtime/workflow/roster_json.hpp"

using namespace leadflow;
using workflow::changeRoster;
using workflow::rosterJson;

namespace {

std::vector<Rep> three() {
  std::vector<Rep> reps;
  REQUIRE(changeRoster(reps, R"([{"id":"ana","team":"sdr","skills":["senior"],"capacity":20},{"id":"ben","weight":1.5,"manager":"maria"},{"id":"maria","role":"lead"}])", true, utcZone()) == "");
  return reps;
}
std::string wrong(const std::string& json) {
  std::vector<Rep> reps = three();
  const std::string before = rosterJson(reps), why = changeRoster(reps, json, false, utcZone());
  CHECK(rosterJson(reps) == before);   // a change is made whole or not at all
  return why;
}

}  // namespace

TEST_CASE("every member of a rep goes there and comes back") {
  const std::string all =
      R"([{"id":"ana","name":"Ana","email":"ana@x.example","manager":"maria","team":"sdr","role":"rep","calendar":"berlin","timezone":"Europe/Berlin","stand_in":"ben",)"
      R"("skills":["senior","german"],"weight":"0.5","capacity":0,"active":false,"out_from":"2026-03-02T10:00:00Z","out_until":"2026-03-03T10:00:00Z"},{"id":"ben"}])";
  std::vector<Rep> reps;
  REQUIRE(changeRoster(reps, all, true, utcZone()) == "");
  REQUIRE(reps.size() == 2);
  CHECK(reps[0].calendar == "berlin");
  CHECK(reps[0].weight == 5'000);
  CHECK(reps[0].capacity == 0);
  CHECK_FALSE(reps[0].active);
  CHECK(reps[1].active);
  CHECK(reps[1].capacity == -1);
  const std::string text = rosterJson(reps);
  std::vector<Rep> again;
  REQUIRE(changeRoster(again, text, true, utcZone()) == "");
  CHECK(rosterJson(again) == text);
  CHECK(again[0].out_from == reps[0].out_from);
  CHECK(again[0].out_until == *parseInstant("2026-03-03T10:00:00Z", utcZone(), ""));
  CHECK(again[0].skills == std::vector<std::string>{"senior", "german"});
  CHECK(again[0].stand_in == "ben");
}

TEST_CASE("a row changes what it names; null takes back; a new id joins behind; gone goes") {
  std::vector<Rep> reps = three();
  REQUIRE(changeRoster(reps, R"([{"id":"ana","capacity":null,"skills":"junior"},{"id":"cleo","team":"sdr"},{"id":"ben","gone":true},{"id":"nobody","gone":true}])", false, utcZone()) == "");
  REQUIRE(reps.size() == 3);
  CHECK(reps[0].id == "ana");
  CHECK(reps[0].team == "sdr");
  CHECK(reps[0].capacity == -1);
  CHECK(reps[0].skills == std::vector<std::string>{"junior"});
  CHECK(reps[1].id == "maria");
  CHECK(reps[2].id == "cleo");
  REQUIRE(changeRoster(reps, R"([{"id":"ana"}])", true, utcZone()) == "");   // the whole roster
  REQUIRE(reps.size() == 1);
  CHECK(reps[0].team == "");
}

TEST_CASE("instants without a zone are in the playbook's") {
  std::vector<Rep> reps;
  const TimeZone* berlin = findTimeZone("Europe/Berlin");
  REQUIRE(berlin != nullptr);
  REQUIRE(changeRoster(reps, R"([{"id":"ana","out_from":"2026-03-02 10:00"}])", true, *berlin) == "");
  CHECK(reps[0].out_from == *parseInstant("2026-03-02T09:00:00Z", utcZone(), ""));
}

TEST_CASE("each mistake is told with its row") {
  CHECK(wrong("{}") == "a roster change is a list of reps");
  CHECK(wrong("[") == "a roster change is a list of reps");
  CHECK(wrong("[7]") == "row 1: a rep has no `id`");
  CHECK(wrong(R"([{"id":"ana"},{"team":"sdr"}])") == "row 2: a rep has no `id`");
  CHECK(wrong(R"([{"id":""}])") == "row 1: a rep has no `id`");
  CHECK(wrong(R"([{"id":"cleo"},{"id":"ana","capacity":1.5}])") == "row 2: `capacity` is not a whole number from 0 on");
  CHECK(wrong(R"([{"id":"ana","capacity":-1}])") == "row 1: `capacity` is not a whole number from 0 on");
  CHECK(wrong(R"([{"id":"ana","weight":"heavy"}])") == "row 1: `weight` is not a number from 0 on");
  CHECK(wrong(R"([{"id":"ana","weight":-1}])") == "row 1: `weight` is not a number from 0 on");
  CHECK(wrong(R"([{"id":"ana","active":"yes"}])") == "row 1: `active` is neither true nor false");
  CHECK(wrong(R"([{"id":"ana","out_from":"soon"}])") == "row 1: `out_from` is not an instant");
  CHECK(wrong(R"([{"id":"ana","out_until":7}])") == "row 1: `out_until` is not an instant");
  CHECK(wrong(R"([{"id":"ana","skills":[1]}])") == "row 1: `skills` is a list of texts");
  CHECK(wrong(R"([{"id":"ana","team":7}])") == "row 1: `team` is not a text");
  CHECK(wrong(R"([{"id":"ana","colour":"red"}])") == "row 1: a rep has no `colour`");
  CHECK(wrong(R"([{"id":"ana","gone":"yes"}])") == "row 1: `gone` is neither true nor false");
}
