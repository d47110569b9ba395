// A journal in an SQLite file that somebody changes behind the program's back: each kind of change is found and named.
#include <sqlite3.h>

#include "runtime/audit/digest.hpp"
#include "tests/unit/workflow/station.hpp"

using namespace leadflow;
using namespace leadflow::test;

namespace {

struct Desk {
  Station station;
  Desk() : station("sqlite:", bookOf(kLife, kLifeFiles)) {
    station.feed({event("1", "2026-03-02 10:00", "lead.created", "a", R"("record":{"email":"a@x.example","company":"Delos"})"),
                  event("2", "2026-03-02 10:01", "lead.created", "b", R"("record":{"email":"b@x.example","company":"Acme"})"),
                  event("3", "2026-03-02 11:00", "activity", "a", R"("activity":"call","by":"ana")"), event("4", "2026-03-02 12:00", "lead.updated", "a", R"("record":{"hours":4})"),
                  event("5", "2026-03-02 13:00", "roster.changed", "", R"("reps":[{"id":"cleo","team":"sdr"}])"), event("6", "2026-03-02 14:00", "lead.updated", "b", R"("record":{"hours":4})")});
    station.until("2026-03-02 16:00");
    station.engine.reset();
  }
  void sql(const std::string& text) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open((station.folder->path() + "/leads.db").c_str(), &db) == SQLITE_OK);
    char* wrong = nullptr;
    // The store's own guards stand in the file: who may write to it may take them away.
    sqlite3_exec(db, "PRAGMA foreign_keys = off", nullptr, nullptr, nullptr);
    Lines guards;
    sqlite3_exec(
        db, "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        [](void* list, int, char** cells, char**) {
          static_cast<Lines*>(list)->push_back(cells[0]);
          return 0;
        },
        &guards, nullptr);
    for (const std::string& guard : guards) sqlite3_exec(db, ("DROP TRIGGER " + guard).c_str(), nullptr, nullptr, nullptr);
    const int code = sqlite3_exec(db, text.c_str(), nullptr, nullptr, &wrong);
    INFO(text << ": " << (wrong != nullptr ? wrong : ""));
    sqlite3_free(wrong);
    const int rows = sqlite3_changes(db);
    sqlite3_close(db);
    REQUIRE(code == SQLITE_OK);
    REQUIRE(rows > 0);
  }
  audit::Verified verify() {
    audit::Verified verified;
    ok(audit::verify(station.store(), verified));
    return verified;
  }
  /// "a 3: text" for each finding, "anchor 2: text" for anchors.
  Lines findings() {
    Lines lines;
    for (const audit::Finding& finding : verify().findings)
      lines.push_back((finding.anchor != 0 ? "anchor " + std::to_string(finding.anchor) : finding.lead + ' ' + std::to_string(finding.seq)) + ": " + finding.text);
    return lines;
  }
  bool finds(const std::string& wanted) {
    for (const std::string& line : findings())
      if (line.find(wanted) != std::string::npos) return true;
    UNSCOPED_INFO("findings: " << Catch::StringMaker<Lines>::convert(findings()));
    return false;
  }
  std::size_t length(const std::string& lead) {
    std::size_t count = 0;
    ok(station.store().eachEntry(lead, 0, [&](const port::JournalEntry& entry) {
      count += entry.lead == lead ? 1 : 0;
      return true;
    }));
    return count;
  }
};

}  // namespace

TEST_CASE("an untouched journal is sound, and says what it holds") {
  Desk desk;
  const audit::Verified verified = desk.verify();
  CHECK(verified.problems == 0);
  CHECK(verified.findings.empty());
  CHECK(verified.entries > 6);
  CHECK(verified.leads == 2);           // a and b: what concerns no single lead is none
  CHECK(verified.anchors > 1);
  CHECK(verified.secrets > 0);
  CHECK(verified.erased_secrets == 0);
  CHECK(verified.unanchored < verified.entries);
}

TEST_CASE("a changed entry is found") {
  Desk desk;
  desk.sql("UPDATE journal SET body = replace(body, '\"outcome\":\"applied\"', '\"outcome\":\"refused\"') WHERE lead = 'a' AND seq = 2");
  CHECK(desk.findings() == Lines{"a 2: the entry was changed: its hash does not fit what it says"});
}

TEST_CASE("an entry that was changed together with its hash is found by its successor and its anchor") {
  Desk desk;
  std::vector<port::JournalEntry> entries = desk.station.journal("a");
  port::JournalEntry changed = entries[1];
  changed.body.replace(changed.body.find("applied"), 7, "refused");
  desk.sql("UPDATE journal SET body = replace(body, '\"outcome\":\"applied\"', '\"outcome\":\"refused\"'), hash = '" + audit::entryHash(changed) + "' WHERE lead = 'a' AND seq = 2");
  CHECK(desk.finds("a 3: the entry does not follow the one before it"));
  CHECK(desk.finds("the entries under it are not those that were sealed"));
}

TEST_CASE("an entry taken out of the middle is found") {
  Desk desk;
  desk.sql("DELETE FROM seals WHERE \"order\" IN (SELECT \"order\" FROM journal WHERE lead = 'a' AND seq = 2);"
           "DELETE FROM secrets WHERE \"order\" IN (SELECT \"order\" FROM journal WHERE lead = 'a' AND seq = 2);"
           "DELETE FROM journal WHERE lead = 'a' AND seq = 2");
  CHECK(desk.finds("a 3: entries 2 to 2 before it are missing"));
  CHECK(desk.finds("the entries under it are not those that were sealed"));
}

TEST_CASE("last entries that were cut off are found, also of what concerns no single lead and of a whole lead") {
  for (const std::string lead : {"a", ""}) {
    Desk desk;
    const std::size_t there = desk.length(lead);
    REQUIRE(there > 1);
    const std::string which = "lead = '" + lead + "' AND seq = " + std::to_string(there);
    desk.sql("DELETE FROM seals WHERE \"order\" IN (SELECT \"order\" FROM journal WHERE " + which + ");" + "DELETE FROM journal WHERE " + which);
    CHECK(desk.finds(lead + ' ' + std::to_string(there) + ": the lead's last entries are missing: " + std::to_string(there - 1) + " of " + std::to_string(there) + " are there"));
  }
  Desk desk;
  const std::string there = std::to_string(desk.length("b"));
  desk.sql("DELETE FROM seals WHERE \"order\" IN (SELECT \"order\" FROM journal WHERE lead = 'b'); DELETE FROM secrets WHERE lead = 'b'; DELETE FROM journal WHERE lead = 'b'");
  CHECK(desk.finds("b " + there + ": the lead's last entries are missing: 0 of " + there + " are there"));
}

TEST_CASE("an entry that was put in is found") {
  Desk desk;
  std::vector<port::JournalEntry> entries = desk.station.journal("a");
  port::JournalEntry made = entries.back();
  made.seq = entries.back().seq + 1;
  made.previous = entries.back().hash;
  made.hash = audit::entryHash(made);
  desk.sql("INSERT INTO journal (lead, seq, at, kind, body, previous, hash) SELECT lead, seq + 1, at, kind, body, hash, '" + made.hash + "' FROM journal WHERE lead = 'a' AND seq = " +
           std::to_string(entries.back().seq));
  CHECK(desk.findings() == Lines{"a " + std::to_string(made.seq) + ": entries were added behind the lead's last one",
                                 "a " + std::to_string(made.seq) + ": personal data is gone, but the lead was not erased"});
}

TEST_CASE("entries that changed places are found") {
  Desk desk;
  desk.sql("UPDATE journal SET seq = 1000 WHERE lead = 'a' AND seq = 1; UPDATE journal SET seq = 1 WHERE lead = 'a' AND seq = 2; UPDATE journal SET seq = 2 WHERE lead = 'a' AND seq = 1000");
  const audit::Verified verified = desk.verify();
  CHECK(verified.problems >= 2);
  CHECK(desk.finds("a 2: "));
}

TEST_CASE("a changed, a missing and a forged anchor are found") {
  {
    Desk desk;
    desk.sql("UPDATE anchors SET at = at + 1 WHERE number = 1");
    CHECK(desk.findings() == Lines{"anchor 1: the anchor was changed: its hash does not fit what it says"});
  }
  {
    Desk desk;
    desk.sql("UPDATE seals SET anchor = NULL WHERE anchor = 1; DELETE FROM anchors WHERE number = 1");
    CHECK(desk.finds("anchor 2: anchors before it are missing"));
  }
  {
    Desk desk;
    std::vector<port::Anchor> anchors;
    ok(desk.station.store().anchors(anchors));
    port::Anchor forged = anchors[0];
    forged.at += 1;
    desk.sql("UPDATE anchors SET at = at + 1, hash = '" + audit::anchorHash(forged) + "' WHERE number = 1");
    CHECK(desk.findings() == Lines{"anchor 2: the anchor does not follow the one before it"});
  }
  {
    Desk desk;
    desk.sql("UPDATE seals SET anchor = 2 WHERE anchor = 1");
    CHECK(desk.finds("anchor 1: the entries under it are not those that were sealed"));
    CHECK(desk.finds("anchor 2: the entries under it are not those that were sealed"));
  }
}

TEST_CASE("a changed piece of personal data is found; one that was taken out unasked too") {
  Desk desk;
  desk.sql("UPDATE secrets SET value = 'b@x.example' WHERE lead = 'a' AND position = 0 AND \"order\" = (SELECT \"order\" FROM journal WHERE lead = 'a' AND seq = 1)");
  CHECK(desk.findings() == Lines{"a 1: a piece of personal data is not the one that the entry speaks of"});
  Desk other;
  other.sql("DELETE FROM secrets WHERE lead = 'a'");
  CHECK(other.finds("a 1: personal data is gone, but the lead was not erased"));
}

TEST_CASE("a lead that was erased keeps a sound chain without its data") {
  Desk desk;
  desk.station.anew();
  desk.station.feed({event("7", "2026-03-02 17:00", "lead.erased", "a"), event("8", "2026-03-02 18:00", "lead.updated", "a", R"("record":{"company":"again"})")});
  desk.station.until("2026-03-02 19:00");
  const audit::Verified verified = desk.verify();
  CHECK(verified.problems == 0);
  CHECK(verified.erased_secrets > 0);
  for (const port::JournalEntry& entry : desk.station.journal("a")) {
    CHECK(entry.secrets.empty());
    CHECK(entry.body.find("a@x.example") == std::string::npos);
  }
  for (const port::JournalEntry& entry : desk.station.journal("b")) CHECK(entry.body.find("b@x.example") == std::string::npos);
  CHECK(desk.station.lead("a").erased);
  for (const auto& [name, value] : desk.station.lead("a").record) {
    CHECK(name != "email");
    CHECK(value != "\"again\"");   // and what comes later is not kept
  }
  for (const std::string& line : desk.station.whole()) CHECK(line.find("a@x.example") == std::string::npos);
  std::uint64_t skipped = 0;
  CHECK(desk.station.proof(&skipped) == "");
  CHECK(skipped == desk.length("a"));
}
