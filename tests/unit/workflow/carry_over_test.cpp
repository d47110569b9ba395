// What goes over to another version of the playbook goes over by what it says: steps of sequences, aging lines, points of clocks,
// duplicate rules, whatever stands before or behind them.
#include <random>

#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using namespace leadflow::test;
using workflow::SideBySide;
using workflow::StepLine;

namespace {

std::string head(const std::string& version) {
  std::string text = kHead;
  text.replace(text.find("version \"1\""), 11, "version \"" + version + '"');
  return text;
}

const std::string kStages = R"(
stages { Open "o" initial; Shut "s" final }
stage Open { enter { route inbound; start sequence hello }; to Shut by owner )";

std::string withSteps(const std::string& version, const std::string& steps) { return head(version) + kStages + "}\nsequence hello { " + steps + " }\n"; }
std::string withAging(const std::string& version, const std::string& lines) { return head(version) + "stages { Open \"o\" initial; Shut \"s\" final }\nstage Open { enter { route inbound }; to Shut by owner; " + lines + " }\n"; }

workflow::DeployPlan deployTo(Station& station, const Book& book, const std::string& at) {
  workflow::DeployOptions options;
  options.now = instantOf(at);
  workflow::DeployPlan plan;
  ok(workflow::deploy(station.store(), book.program, book.bytes, options, plan));
  station.anew();
  return plan;
}
workflow::DeployPlan back(Station& station, const std::string& at) {
  workflow::DeployPlan plan;
  ok(workflow::rollback(station.store(), instantOf(at), plan));
  station.anew();
  return plan;
}

Lines changesOf(const workflow::DeployPlan& plan) {
  Lines lines;
  for (const auto& change : plan.changes) {
    std::string line = change.of + ": " + std::to_string(change.leads) + ", " + change.what;
    if (!isMissing(change.first_due)) line += ", first due " + shown(change.first_due);
    lines.push_back(line);
  }
  return lines;
}

/// Mails and logs, with when: "2026-03-02 10:00 email one".
Lines done(Station& station) {
  std::vector<port::OutboxStore::Row> rows;
  REQUIRE(station.opened.outbox->list("", 1'000'000, rows));
  Lines lines;
  for (const auto& row : rows) lines.push_back(shown(row.effect.at) + ' ' + port::effectName(row.effect.kind) + ' ' + (row.effect.target.empty() ? row.effect.text : row.effect.target));
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<StepLine> lines(const std::string& text) {   // "A B w C": w waits
  std::vector<StepLine> steps;
  for (const char c : text)
    if (c == 'w' || c == 'v') steps.push_back({"wait", std::string(1, c), false, true});
    else if (c != ' ') steps.push_back({std::string(1, c), std::string(1, c), true, false});
  return steps;
}

}  // namespace

TEST_CASE("steps side by side: where to go on, by what was done and what is still to come") {
  struct Case { const char *from, *to; std::uint32_t next; int step; };
  const Case cases[] = {
      {"A w B", "A w B", 2, 2},       {"A w B", "X Y A w B", 2, 4},  {"X A w B", "A w B", 3, 2},      // before it: added, taken out
      {"A w B", "A v B", 2, 2},       {"A w B", "A B", 2, 1},        {"A w B", "A w X B", 2, 2},      // another wait, none, more behind it
      {"A w B", "X B", 2, 0},         {"A w B w C", "B w C", 2, 0},  {"A w B", "A X w B", 2, 3},
      {"A w A w A", "A w A w A", 2, 2}, {"A w A w A", "A w A", 2, 2}, {"A w B", "B w A", 2, -1},       // B would be left out
      {"A B w C", "B w A C", 1, -1},                                                                    // A again, or B left out
      {"A w B", "X Y", 2, -1},        {"A w B", "", 2, 0},           {"A w B", "X w Y", 0, 0},        {"A B w C", "B A w C", 3, 3},
      {"A w B w C", "A w C w B", 2, 2}, {"A w B w C", "C A w B", 4, -1},
  };
  for (const Case& each : cases) {
    INFO(each.from << " -> " << each.to << " at " << each.next);
    const SideBySide steps(lines(each.from), lines(each.to));
    const SideBySide::Goal goal = steps.goal(each.next);
    INFO(goal.problem);
    CHECK((goal.problem.empty() ? static_cast<int>(goal.step) : -1) == each.step);
  }
}

TEST_CASE("steps side by side: any two lists, nothing twice, nothing left out") {
  std::mt19937 random(11);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  int mapped = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string from, to;
    for (int i = pick(6); i >= 0; --i) from += "ABCDw"[pick(5)];
    for (int i = pick(6); i >= 0; --i) to += "ABCDEw"[pick(6)];
    if (pick(3) == 0) to = from, std::shuffle(to.begin(), to.end(), random);
    const auto next = static_cast<std::uint32_t>(pick(static_cast<int>(from.size()) + 1));
    const SideBySide::Goal goal = SideBySide(lines(from), lines(to)).goal(next);
    if (!goal.problem.empty()) continue;
    ++mapped;
    INFO(from << " -> " << to << " at " << next << " goes on at " << goal.step);
    REQUIRE(goal.step <= to.size());
    for (const char step : {'A', 'B', 'C', 'D'}) {
      const auto count = [step](const std::string& text) { return std::count(text.begin(), text.end(), step); };
      const auto did = count(from.substr(0, next)), will = count(from.substr(next)), is = count(to.substr(goal.step)), past = count(to.substr(0, goal.step));
      if (did > 0 && will == 0 && count(to) <= did) REQUIRE(is == 0);         // all of it was done: not again
      if (did == 0 && will > 0 && count(to) <= will) REQUIRE(past == 0);      // none of it was: not left out
    }
  }
  CHECK(mapped > 5000);
}

TEST_CASE("a running sequence goes on behind what was sent, wherever that stands now") {
  const std::string old = "email \"one\"; wait 3 days; email \"two\"";
  struct Case { std::string steps; Lines sent, told; };
  const Lines both = {"2026-03-02 10:00 email one", "2026-03-05 10:00 email two"};
  const Case cases[] = {
      {"log \"a\"; log \"b\"; email \"one\"; wait 3 days; email \"two\"", both, {"sequence hello: 1, step 2 `wait 3 days` -> step 4 `wait 3 days`"}},
      {"wait 1 hour; email \"one\"; wait 3 days; email \"two\"", both, {"sequence hello: 1, step 2 `wait 3 days` -> step 3 `wait 3 days`"}},
      {"email \"one\"; wait 5 days; email \"two\"", both, {"sequence hello: 1, step 2 `wait 3 days` -> step 2 `wait 5 days`"}},
      {"email \"one\"; wait 3 days; log \"x\"; email \"two\"", {"2026-03-02 10:00 email one", "2026-03-05 10:00 email two", "2026-03-05 10:00 log x"}, {"sequence hello: 1, step 2 `wait 3 days`"}},
      {"email \"one\"", {"2026-03-02 10:00 email one"}, {"sequence hello: 1, step 2 `wait 3 days` -> its end"}},
      {"email \"two\"", both, {"sequence hello: 1, step 2 `wait 3 days` -> step 1 `email \"two\"`"}},
  };
  for (const Case& each : cases)
    for (const char* kind : {"memory:", "sqlite:"}) {
      INFO(each.steps);
      Station station(kind, bookOf(withSteps("1", old)));
      station.feed({event("1", "2026-03-02 10:00", "lead.created", "X", R"("record":{"email":"x@x.example"})")});
      station.until("2026-03-02 12:00");
      const auto plan = deployTo(station, bookOf(withSteps("2", each.steps)), "2026-03-02 12:00");
      CHECK(plan.missing.empty());
      CHECK(changesOf(plan) == each.told);
      station.until("2026-03-20 00:00");
      CHECK(done(station) == each.sent);
      CHECK(station.lead("X").sequences.at(0).state == static_cast<std::uint8_t>(bytecode::SequenceState::Finished));
      CHECK(station.proof() == "");
    }
}

TEST_CASE("the first step was taken out after it was done: the second mail is sent, once") {
  Station station("memory:", bookOf(withSteps("1", "log \"a\"; email \"one\"; wait 3 days; email \"two\"")));
  station.feed({event("1", "2026-03-02 10:00", "lead.created", "X", R"("record":{"email":"x@x.example"})")});
  station.until("2026-03-02 12:00");
  deployTo(station, bookOf(withSteps("2", "email \"one\"; wait 3 days; email \"two\"")), "2026-03-02 12:00");
  station.until("2026-03-03 12:00");
  CHECK(back(station, "2026-03-03 12:00").leads == 1);   // and back: the log is not written again
  station.until("2026-03-20 00:00");
  CHECK(done(station) == Lines{"2026-03-02 10:00 email one", "2026-03-02 10:00 log a", "2026-03-05 10:00 email two"});
  CHECK(station.proof() == "");
}

TEST_CASE("steps that changed places across where a lead stands refuse the version, with counts") {
  Station station("memory:", bookOf(withSteps("1", "email \"one\"; wait 3 days; email \"two\"; wait 3 days; email \"three\"")));
  for (const char* id : {"X", "Y"}) station.feed({event(id, "2026-03-02 10:00", "lead.created", id, R"("record":{"email":"x@x.example"})")});
  station.until("2026-03-02 12:00");
  const Lines before = station.whole();
  const auto plan = deployTo(station, bookOf(withSteps("2", "email \"two\"; wait 3 days; email \"one\"; wait 3 days; email \"three\"")), "2026-03-02 12:00");
  REQUIRE(plan.missing.size() == 1);
  CHECK(plan.missing[0].kind == "sequence step");
  CHECK(plan.missing[0].name == "hello step 2 `wait 3 days`");
  CHECK(plan.missing[0].leads == 2);
  CHECK(plan.missing[0].why == "`email \"one\"` was done, and comes again behind `email \"two\"`, which is still to come");
  CHECK(difference(station.whole(), before) == "");
}

TEST_CASE("levels of an open escalation: any two orders of them, nobody told twice, nobody left out, or the version is refused") {
  const auto book = [](const std::string& version, const std::string& levels) {   // "AbC": a letter a person, a capital what they are told
    std::string text = head(version) + kStages.substr(0, kStages.find("; start sequence")) + " }; to Shut by owner }\nsla first { starts when owner assigned; stops when outreach; target 1 hour; at 100% { escalate chain } }\nescalation chain {\n";
    for (const char level : levels) text += std::string("  level ") + (std::tolower(level) == 'a' ? "ana" : std::tolower(level) == 'b' ? "ben" : std::tolower(level) == 'c' ? "dora" : "maria") + " after 1 hour { notify email \"" + level + "\" }\n";
    return bookOf(text + "}\n");
  };
  std::mt19937 random(17);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  int refused = 0, mapped = 0;
  for (int round = 0; round < 150; ++round) {
    std::string from = "aAbBcCdD", to;
    std::shuffle(from.begin(), from.end(), random);
    from.resize(static_cast<std::size_t>(2 + pick(4)));
    to = from;
    if (pick(3) == 0) to.erase(static_cast<std::size_t>(pick(static_cast<int>(to.size()))), 1);
    if (pick(3) > 0) std::shuffle(to.begin(), to.end(), random);
    const std::string more = "aAbBcCdD";
    if (const char level = more[static_cast<std::size_t>(pick(8))]; pick(3) == 0 && from.find(level) == std::string::npos) to.insert(static_cast<std::size_t>(pick(static_cast<int>(to.size()) + 1)), 1, level);
    const Book old = book("1", from), now = book("2", to);
    for (std::uint32_t next = 1; next <= from.size(); ++next) {
      port::LeadState lead;
      Station station("memory:", old);
      station.feed({event("1", "2026-03-02 10:00", "lead.created", "X")});
      station.until(shown(instantOf("2026-03-02 11:30") + next * 3'600'000LL));
      lead = station.lead("X");
      REQUIRE(lead.climbs.at(0).next_level == next);
      std::vector<workflow::Lacking> missing;
      const bool fits = workflow::CarryOver(old.program->chunk(), now.program->chunk()).carry(lead, missing);
      // A level is the one that tells the same person the same; of those that are left over, the one that tells the same person.
      std::vector<int> place(from.size(), -1);
      for (const bool whole : {true, false})
        for (std::size_t i = 0; i < from.size(); ++i)
          for (std::size_t j = 0; j < to.size(); ++j)
            if (place[i] < 0 && std::find(place.begin(), place.end(), static_cast<int>(j)) == place.end() && (whole ? from[i] == to[j] : std::tolower(from[i]) == std::tolower(to[j]))) place[i] = static_cast<int>(j);
      int told = -1, untold = static_cast<int>(to.size());
      for (std::size_t i = 0; i < from.size(); ++i)
        if (place[i] >= 0 && i < next) told = std::max(told, place[i]);
        else if (place[i] >= 0) untold = std::min(untold, place[i]);
      INFO(from << " -> " << to << ", told " << next);
      CHECK(fits == (told < untold));
      ++(fits ? mapped : refused);
      if (!fits) CHECK(missing.at(0).kind == "escalation level");
      else CHECK(static_cast<int>(lead.climbs.at(0).next_level) == told + 1);
    }
  }
  CHECK(refused > 30);
  CHECK(mapped > 100);
}

TEST_CASE("a seat goes over by its name alone") {
  const auto book = [](const std::string& version, const std::string& owners, const std::string& first, const std::string& second) {
    return bookOf(head(version) + owners + "\nstages { Open \"o\" initial; Late \"l\"; Shut \"s\" final }\nstage Open " + first + " { enter { route inbound }; to Late by owner }\nstage Late " + second + " { to Shut by owner }\n");
  };
  const Book two = book("1", "owners one, other", "owned by one", "owned by other");
  Station station("memory:", two);
  station.feed({event("1", "2026-03-02 10:00", "lead.created", "X")});
  station.until("2026-03-02 11:00");
  const std::string rep = station.lead("X").seats.at(0).rep;
  CHECK(rep != "");
  struct Case { Book to; int seat; };
  const Case cases[] = {{book("2", "owners other, third", "owned by other", "owned by third"), -1}, {book("2", "owners other, one", "owned by one", "owned by other"), 1},
                        {book("2", "owners third, one", "owned by one", "owned by third"), 1}, {book("2", "", "", ""), -1}, {book("2", "owners third", "owned by third", "owned by third"), -1}};
  for (const Case& each : cases) {
    port::LeadState lead = station.lead("X");
    std::vector<workflow::Lacking> missing;
    CHECK(workflow::CarryOver(two.program->chunk(), each.to.program->chunk()).carry(lead, missing) == (each.seat >= 0));
    if (each.seat >= 0) CHECK(lead.seats.at(static_cast<std::size_t>(each.seat)).rep == rep);
    else CHECK(missing.at(0).kind == "seat");
  }
}

TEST_CASE("aging lines: what has fired does not fire again, what has not keeps its instant, whatever stands before it") {
  const std::string two = "aging 2 hours { log \"two\" }; aging 6 hours { log \"six\" }";
  Station station("memory:", bookOf(withAging("1", two)));
  station.feed({event("1", "2026-03-02 08:00", "lead.created", "X")});
  station.until("2026-03-02 11:00");
  const auto plan = deployTo(station, bookOf(withAging("2", "aging 20 hours { log \"twenty\" }; aging 6 hours { log \"six\" }; aging 2 hours { log \"two\" }")), "2026-03-02 11:00");
  CHECK(changesOf(plan) == Lines{"stage Open: 1, aging 20 hours added, first due 2026-03-03 04:00"});
  station.until("2026-03-02 12:00");
  const auto less = deployTo(station, bookOf(withAging("3", "aging 6 hours { log \"six\" }")), "2026-03-02 12:00");
  CHECK(changesOf(less) == Lines{"stage Open: 1, aging 20 hours is gone"});
  station.until("2026-03-02 13:00");
  deployTo(station, bookOf(withAging("4", two)), "2026-03-02 13:00");   // two hours are there again, and over
  station.until("2026-03-04 00:00");
  CHECK(done(station) == Lines{"2026-03-02 10:00 log two", "2026-03-02 14:00 log six"});
  CHECK(station.proof() == "");
}

TEST_CASE("points of a clock go over by percent, then by what they do; added ones come at their time, or at once") {
  const auto sla = [](const std::string& version, const std::string& points) {
    return head(version) + kStages.substr(0, kStages.find("; start sequence")) + " }; to Shut by owner }\nsla first { starts when owner assigned; stops when outreach; target 10 hours; " + points + " }\n";
  };
  Station station("memory:", bookOf(sla("1", "at 20% { log \"20\" }; at 50% { log \"50\" }; at 100% { log \"100\" }")));
  station.feed({event("1", "2026-03-02 08:00", "lead.created", "X")});
  station.until("2026-03-02 14:00");   // 60 %: two are done
  const auto plan = deployTo(station, bookOf(sla("2", "at 10% { log \"10\" }; at 20% { log \"20\" }; at 55% { log \"55\" }; at 60% { log \"50\" }; at 80% { log \"80\" }; at 100% { log \"hundred\" }")), "2026-03-02 14:00");
  CHECK(changesOf(plan) == Lines{"sla first: 1, at 10% added, passed already", "sla first: 1, at 55% added", "sla first: 1, at 80% added"});
  station.until("2026-03-03 00:00");
  CHECK(done(station) == Lines{"2026-03-02 10:00 log 20", "2026-03-02 13:00 log 50", "2026-03-02 14:00 log 55", "2026-03-02 16:00 log 80", "2026-03-02 18:00 log hundred"});
  CHECK(station.proof() == "");
}

TEST_CASE("a new version finds duplicates of the leads that are there, whatever rule it puts first") {
  const auto book = [](const std::string& version, const std::string& rules) {
    return bookOf(head(version) + kStages.substr(0, kStages.find("; start sequence")) + " }; to Shut by owner }\nduplicates { " + rules + " }\n");
  };
  const std::string merge = "same email -> keep oldest, merge others";
  for (const char* kind : {"memory:", "sqlite:"})
    for (const bool ended : {false, true}) {
      INFO(kind << (ended ? " ended" : ""));
      Station station(kind, book("1", merge));
      station.feed({event("1", "2026-03-02 08:00", "lead.created", "X", R"("record":{"email":"a@x.example","company":"Acme"})")});
      if (ended) station.feed({event("2", "2026-03-02 08:30", "stage.moved", "X", R"("stage":"Shut","by":"ana")")});
      station.until("2026-03-02 09:00");
      const auto plan = deployTo(station, book("2", "same company -> flag; " + merge), "2026-03-02 09:00");
      CHECK(changesOf(plan) == (ended ? Lines{} : Lines{"duplicates: 1, `same company -> flag` is new: compared by it from now on"}));
      station.feed({event("3", "2026-03-02 10:00", "lead.created", "Y", R"("record":{"email":"a@x.example"})"),
                    event("4", "2026-03-02 11:00", "lead.created", "Z", R"("record":{"email":"z@x.example","company":"Acme"})")});
      station.until("2026-03-02 12:00");
      CHECK(station.lead("Y").merged_into == "X");
      CHECK(station.lead("Z").flags.size() == (ended ? 0 : 1));
      CHECK(station.proof() == "");
    }
}

TEST_CASE("keys that stand under a rule's position, as stores of 0.1.0 have them, are put under what the rule compares") {
  for (const char* kind : {"memory:", "sqlite:"}) {
    INFO(kind);
    Station station(kind, bookOf(head("1") + kStages.substr(0, kStages.find("; start sequence")) + " }; to Shut by owner }\nduplicates { same company -> flag; same email -> keep oldest, merge others }\n"));
    station.feed({event("1", "2026-03-02 08:00", "lead.created", "X", R"("record":{"email":"a@x.example"})")});
    station.until("2026-03-02 09:00");
    const port::LeadState lead = station.lead("X");
    ok(station.store().begin());
    port::Write write;
    write.before = &lead;
    write.after = lead;
    write.stage = station.stage("X");
    write.owner = station.owner("X");
    write.duplicate_keys_changed = true;
    write.duplicate_keys = {{1, "a@x.example\x1F"}};
    ok(station.store().write(write));
    ok(station.store().setSetting("duplicate keys", ""));
    ok(station.store().commit());
    station.anew();
    station.feed({event("2", "2026-03-02 10:00", "lead.created", "Y", R"("record":{"email":"a@x.example"})")});
    station.until("2026-03-02 11:00");
    CHECK(station.lead("Y").merged_into == "X");
    std::vector<std::pair<std::string, std::string>> keys;
    ok(station.store().duplicateKeys(1, keys));
    CHECK(keys.empty());
    ok(station.store().duplicateKeys(port::kKeysByContent, keys));
    CHECK(keys == std::vector<std::pair<std::string, std::string>>{{"X", "email\x1E" "a@x.example\x1F"}});
    CHECK(station.proof() == "");
  }
}

TEST_CASE("a bare `flag` says so on both, once") {
  Station station("memory:", bookOf(head("1") + kStages.substr(0, kStages.find("; start sequence")) + " }; to Shut by owner }\nduplicates { same company -> flag }\n"));
  station.feed({event("1", "2026-03-02 08:00", "lead.created", "X", R"("record":{"company":"Acme"})"), event("2", "2026-03-02 09:00", "lead.created", "Y", R"("record":{"company":"Acme"})"),
                event("3", "2026-03-02 10:00", "lead.updated", "Y", R"("record":{"country":"DE"})"), event("4", "2026-03-02 11:00", "lead.created", "Z", R"("record":{"company":"Acme"})")});
  station.until("2026-03-02 12:00");
  const auto flags = [&](const char* id) {
    std::set<std::string> others;
    for (const auto& [lead, rule] : station.lead(id).flags) others.insert(lead);
    CHECK(station.lead(id).flags.size() == others.size());
    return others;
  };
  CHECK(flags("X") == std::set<std::string>{"Y", "Z"});
  CHECK(flags("Y") == std::set<std::string>{"X", "Z"});
  CHECK(flags("Z") == std::set<std::string>{"X", "Y"});
  CHECK(station.proof() == "");
}

TEST_CASE("what a version did not have is as it was when the next one has it again") {
  const std::string stages = R"(
stages { Open "o" initial; Warm "w"; Shut "s" final }
stage Open { enter { route inbound }; to Warm when ready is true, at most 1 times; to Shut by owner }
stage Warm { to Open when ready is false; to Shut by owner }
)";
  const Book with = bookOf(head("1") + stages + "sla first { starts when lead created; stops when outreach; target 2 hours }\n");
  const Book without = bookOf(head("2") + stages);
  Station station("memory:", with);
  station.feed({event("1", "2026-03-02 08:00", "lead.created", "X", R"("record":{"ready":true})"), event("2", "2026-03-02 09:00", "activity", "X", R"("activity":"call","by":"ana")"),
                event("3", "2026-03-02 10:00", "lead.updated", "X", R"("record":{"ready":false})")});
  station.until("2026-03-02 11:00");
  const port::LeadState was = station.lead("X");
  CHECK(was.clocks.at(0).met == 1);
  deployTo(station, without, "2026-03-02 11:00");
  station.until("2026-03-02 11:30");
  CHECK(station.lead("X").clocks.empty());
  back(station, "2026-03-02 12:00");
  station.until("2026-03-02 12:30");
  const port::LeadState is = station.lead("X");
  REQUIRE(is.clocks.size() == 1);
  CHECK(is.clocks[0].met == 1);
  CHECK(is.clocks[0].stopped == was.clocks[0].stopped);
  CHECK(is.aside.empty());
  CHECK(is.move_counts == was.move_counts);
  CHECK(station.proof() == "");
}

namespace {

/// A playbook as declarations in some order, with others between them that change nothing.
std::string shuffled(std::mt19937& random, const std::string& version, bool insert) {
  const auto mixed = [&](std::vector<std::string> parts, const std::vector<std::string>& others, const std::string& divider) {
    if (insert)
      for (const std::string& other : others)
        if (random() % 2 == 0) parts.push_back(other);
    std::shuffle(parts.begin(), parts.end(), random);
    std::string text;
    for (const std::string& part : parts) text += part + divider;
    return text;
  };
  const std::string aging = mixed({"aging 2 hours { log \"aged 2\" }", "aging 30 hours when vip is not true { log \"aged 30\" }", "aging 50 hours { remind owner \"aged 50\" }"},
                                  {"aging 900 days { log \"never\" }", "aging 3 hours when company is \"nobody\" { log \"never\" }"}, "; ");
  const std::string starts = mixed({"starts when vip is true", "starts when ready is true"}, {"starts when company is \"nobody\""}, "; ");
  const std::string reactions = mixed({"when consent becomes denied { stop sequences; log \"denied\" }", "when vip is true { log \"vip\" }"}, {"when company is \"nobody\" { log \"never\" }"}, "\n  ");
  // Rules are asked in their order, so that of these two stays: which comes first is part of what they say.
  const std::string between = mixed({}, {"same state -> flag"}, "\n  ");
  const std::string rules = between + "same email -> keep oldest, merge others\n  same company -> flag\n  ";
  std::string items = mixed({"budget", "need"}, {"never"}, ", ");
  items.resize(items.size() - 2);
  const std::string stage_list = mixed({"Open \"o\" initial", "Warm \"w\"", "Shut \"s\" final"}, {"Idle \"i\"", "Gone \"g\" final"}, "; ");
  std::vector<std::string> extra_stages;
  std::vector<std::string> parts = {
      "stage Open { enter { route inbound; start sequence hello }; to Warm when had reply in stage, at most 2 times; to Shut by owner; " + aging + " }",
      "stage Warm { enter { start sequence warm }; to Open when ready is true; to Shut by owner }",
      "sequence hello { email \"one\"; wait 1 day; email \"two\"; wait 2 days unless had reply in sequence; email \"three\" }",
      "sequence warm { log \"warm 1\"; wait 5 hours; log \"warm 2\"; wait 1 day; log \"warm 3\" }",
      "sla first { starts when owner assigned; stops when outreach; target 10 hours; at 20% { log \"first 20\" }; at 50% { log \"first 50\" }; at 100% { escalate chain } }",
      "sla urgent { " + starts + " stops when outreach; target 4 business hours; at 50% { remind owner \"urgent\" }; at 100% { log \"urgent over\" } }",
      "escalation chain { level owner { notify email }; level role sales_manager after 3 hours { notify email } }",
      "approval terms { ask role sales_manager when discount > 15%; ask role revops when discount > 30%; within 1 day otherwise escalate chain }",
      "privacy {\n  email_sent only when email is known\n  " + reactions + "keep Shut 900 days then erase pii\n}",
      "duplicates {\n  " + rules + "}",
      "checklist bant { " + items + " }",
      "every day 18:00 { rebalance sdr, at most 2 moves a rep }",
      "report pipe for sales over last 30 days every monday 08:00 to slack \"#sales\" { count leads by stage }",
  };
  const std::vector<std::string> others = {"sequence unused { log \"never\" }", "sla unused { starts when company is \"nobody\"; stops when outreach; target 1 hour }", "queue nowhere { owner role revops }",
                                           "pool nobody = reps where team is \"nobody\"", "escalation quiet { level role revops { notify email } }", "every month start { rebalance ae }"};
  std::string body = mixed(parts, others, "\n");
  if (stage_list.find("Idle") != std::string::npos) body += "stage Idle { to Open by owner }\n";
  return head(version) + "stages { " + stage_list + "}\n" + body;
}

std::string stateInNames(Station& station, const std::string& id) {
  const port::LeadState lead = station.lead(id);
  const bytecode::WorkflowInfo& flow = station.flowOf(lead);
  std::string text = id + ' ' + station.stage(id) + ' ' + station.owner(id) + ' ' + station.queue(id) + ' ' + lead.merged_into;
  std::map<std::string, std::string> facts;
  for (std::size_t i = 0; i < lead.clocks.size(); ++i)
    if (const port::Clock& clock = lead.clocks[i]; clock.runs > 0)
      facts["sla " + flow.slas[i].name] = std::to_string(clock.state) + '/' + std::to_string(clock.runs) + '/' + std::to_string(clock.met) + '/' + std::to_string(clock.missed) + '/' + shown(clock.started) + '/' + shown(clock.stopped);
  for (std::size_t i = 0; i < lead.sequences.size(); ++i)
    if (lead.sequences[i].runs > 0) facts["sequence " + flow.sequences[i].name] = std::to_string(lead.sequences[i].state) + '/' + std::to_string(lead.sequences[i].runs);
  for (std::size_t i = 0; i < lead.approvals.size(); ++i)
    if (lead.approvals[i].state != 0) facts["approval " + flow.approvals[i].name] = std::to_string(lead.approvals[i].state) + '/' + std::to_string(lead.approvals[i].ask);
  for (std::size_t i = 0; i < lead.checklists.size(); ++i)
    for (std::size_t item = 0; item < lead.checklists[i].size(); ++item)
      if (lead.checklists[i][item] >= 0) facts["item " + flow.checklists[i].items[item]] = std::to_string(lead.checklists[i][item]);
  for (const auto& [other, rule] : lead.flags) facts["flag " + other] = rule;
  for (const port::Visit& visit : lead.visits) text += ' ' + flow.stages.at(visit.stage).name + '@' + shown(visit.at);
  for (const auto& [what, fact] : facts) text += " | " + what + ' ' + fact;
  return text;
}

std::vector<port::Event> someLife(std::mt19937& random) {
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  std::vector<port::Event> events;
  const char* companies[] = {"Acme", "Borg", "Cyb"};
  int number = 0;
  const auto at = [&](int hour) { return shown(instantOf("2026-03-02 08:00") + hour * 3'600'000LL + 60'000 * ++number); };
  for (int i = 0; i < 5; ++i) {
    const std::string id = "L" + std::to_string(i), mail = "m" + std::to_string(pick(4)) + "@x.example";
    events.push_back(event("c" + id, at(pick(20)), "lead.created", id, R"("record":{"email":")" + mail + R"(","company":")" + companies[pick(3)] + "\"" + (pick(2) ? R"(,"discount":"20%")" : "") + "}"));
    for (int k = 0; k < 5; ++k) {
      const std::string e = id + "-" + std::to_string(k), when = at(20 + pick(90));
      switch (pick(7)) {
        case 0: events.push_back(event(e, when, "activity", id, R"("activity":"call","by":"ana")")); break;
        case 1: events.push_back(event(e, when, "activity", id, R"("activity":"reply")")); break;
        case 2: events.push_back(event(e, when, "lead.updated", id, R"("record":{"vip":true})")); break;
        case 3: events.push_back(event(e, when, "lead.updated", id, pick(2) ? R"("record":{"ready":true})" : R"("record":{"ready":false})")); break;
        case 4: events.push_back(event(e, when, "consent.changed", id, R"("record":{"consent":"denied"})")); break;
        case 5: events.push_back(event(e, when, "lead.updated", id, R"("record":{"discount":"40%"})")); break;
        default: events.push_back(event(e, when, "checklist.answered", id, R"("checklist":"bant","answers":{"need":true})")); break;
      }
    }
  }
  return events;
}

}  // namespace

TEST_CASE("declarations in any order, and others between them, change nothing for leads in flight; nor does the way back") {
  std::mt19937 random(5);
  for (int round = 0; round < 40; ++round) {
    std::mt19937 plain(1);
    const Book first = bookOf(shuffled(plain, "1", false));
    const std::vector<port::Event> life = someLife(random);
    Station quiet("memory:", first), moved("memory:", first);
    for (Station* station : {&quiet, &moved}) station->feed(life);
    quiet.until("2026-03-20 00:00");
    const auto hour = [&] { return shown(instantOf("2026-03-02 10:00") + static_cast<std::int64_t>(random() % 60) * 3'600'000LL + 1'800'000); };
    const std::string when = hour();
    const std::string text = shuffled(random, "2", true);
    INFO("round " << round << " at " << when << '\n' << text);
    moved.until(when);
    const auto plan = deployTo(moved, bookOf(text), when);
    for (const auto& missing : plan.missing) FAIL(missing.kind + ' ' + missing.name + ' ' + missing.why);
    if (round % 2 == 0) {
      const std::string later = shown(instantOf(when) + 7 * 3'600'000LL);
      moved.until(later);
      CHECK(back(moved, later).missing.empty());
    }
    moved.until("2026-03-20 00:00");
    for (int i = 0; i < 5; ++i) CHECK(stateInNames(moved, "L" + std::to_string(i)) == stateInNames(quiet, "L" + std::to_string(i)));
    CHECK(difference(moved.effects(), quiet.effects()) == "");
    CHECK(moved.proof() == "");
  }
}
