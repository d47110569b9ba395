#include "runtime/ingest/roster.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "runtime/value/instant.hpp"

using namespace leadflow;
using namespace leadflow::ingest;

namespace {

RosterFile read(std::string_view text) {
  MemorySource source(text);
  return readRoster(source, *findTimeZone("Europe/Berlin"));
}

std::vector<std::string> messages(const RosterFile& file) {
  std::vector<std::string> all;
  for (const RosterIssue& issue : file.issues)
    all.push_back(std::to_string(issue.line) + ":" + std::to_string(issue.column) + " " +
                  (issue.severity == RosterSeverity::Error ? "error " : "warning ") + issue.message);
  return all;
}

}  // namespace

TEST_CASE("roster: columns in any order and case") {
  const RosterFile file = read(
      "\xEF\xBB\xBFTeam;ID;Stand In;skills;Weight;capacity;ACTIVE;out-from;Out Until;email;timezone;Shoe size\r\n"
      "sdr;ana;ben;\"senior; Security|x\";2.5;40;yes;2026-03-02;2026-03-09 12:00;ana@acme.example;Europe/Berlin;41\r\n"
      "\r\n;;;;;;;;;;;\r\n"
      "sdr;ben;;;;;No;;;;;\r\n");
  CHECK(file.error.empty());
  CHECK_FALSE(file.hasErrors());
  REQUIRE(file.reps.size() == 2);
  const Rep& ana = file.reps[0];
  CHECK(ana.id == "ana");
  CHECK(ana.team == "sdr");
  CHECK(ana.skills == std::vector<std::string>{"senior", "Security", "x"});
  CHECK(ana.weight == 25'000);
  CHECK(ana.capacity == 40);
  CHECK(ana.line == 2);
  CHECK(ana.out_from == *parseInstant("2026-03-01T23:00:00Z", utcZone(), ""));  // 00:00 in Berlin
  CHECK(ana.outAt(*parseInstant("2026-03-09T10:59:00Z", utcZone(), "")));
  CHECK_FALSE(ana.outAt(*parseInstant("2026-03-09T11:00:00Z", utcZone(), "")));
  const Rep& ben = file.reps[1];
  CHECK_FALSE(ben.active);
  CHECK(ben.weight == 10'000);
  CHECK(ben.capacity == -1);
  CHECK(file.unknown_columns == std::vector<std::string>{"Shoe size"});
}

TEST_CASE("roster: what cannot be read is an issue at its place") {
  const RosterFile file = read(
      "id,weight,capacity,active,out_from,out_until,email,timezone,stand_in,teem\n"
      "ana,heavy,-1,maybe,tomorrow,,nobody,Europe/Berln,benn,\n"
      "ana,,,,,,,,,\n"
      ",1,,,,,,,,\n"
      "ben,-2,1.5,,2026-03-09,2026-03-02,,,ben,\n"
      "cleo\xFF,,,,,,,,,\n"
      "dan,\"1\n");
  CHECK(file.hasErrors());
  CHECK(messages(file) == std::vector<std::string>{
      "1:70 warning column `teem` is not read; did you mean `team`?",
      "2:30 error `nobody` is not an email address",
      "2:37 error `Europe/Berln` is not a time zone; did you mean `Europe/Berlin`?",
      "2:5 error `heavy` is not a number",
      "2:11 error `-1` is below 0",
      "2:14 error `maybe` is neither yes nor no",
      "2:20 error `tomorrow` is not a date or time, such as 2026-03-02",
      "2:0 warning `benn`, the stand-in of `ana`, is not in the roster; did you mean `ben`?",
      "3:1 error `ana` already stands on line 2: this line is left out",
      "4:1 error the rep has no `id`: the line is left out",
      "5:5 error `-2` is below 0",
      "5:8 error `1.5` is not a whole number",
      "5:24 warning `out_until` is not after `out_from`: the rep is never out",
      "5:0 warning `ben` stands in for themselves",
      "6:1 error `cleo\xEF\xBF\xBD` is not valid UTF-8",
      "6:1 error the rep has no `id`: the line is left out",
      "7:0 error a quote that opens on this line is never closed: it is left out"});
  REQUIRE(file.reps.size() == 2);
  CHECK(file.reps[0].weight == 10'000);
  CHECK(file.reps[0].active);
}

TEST_CASE("roster: files that are none") {
  CHECK(read("").error == "the roster is empty: not even a header");
  CHECK(read("name,team\nAna,x\n").error == "the roster has no column `id`");
  CHECK(read("idd,team\nana,x\n").error == "the roster has no column `id`; did you mean `idd`?");
  CHECK(read("id\n").reps.empty());
  FileSource missing("/nowhere/roster.csv");
  CHECK(readRoster(missing, utcZone()).error == "no such file");
}
