// What the SQLite store keeps beside its leads: turns, the world, duplicate keys, the journal and its anchors, settings.
#include <algorithm>

#include "runtime/store/rows.hpp"
#include "runtime/store/sqlite.hpp"

namespace leadflow::store {

using port::Status;

// ---- turns

Status SqliteStore::desk(port::DeskRows& rows) {
  rows = {};
  if (!open_) return noTransaction();  // the file's write lock is ours since begin(): nobody else changes a turn
  rows.turn = static_cast<std::uint64_t>(db_.number("SELECT turn FROM world"));
  Query turn(db_, "SELECT pool, rep, served, last_turn, present, joined, open FROM turns ORDER BY pool, rep");
  while (turn.step()) {
    rows.turns.push_back({turn.text(0), turn.text(1), turn.number(2), static_cast<std::uint64_t>(turn.number(3)), turn.number(4) != 0,
                          turn.number(5) != 0, turn.number(6)});
  }
  Query share(db_, "SELECT choice, counts FROM shares ORDER BY choice");
  while (share.step()) rows.shares.push_back({share.text(0), countsOf(share.bytes(1))});
  return finish();
}

Status SqliteStore::writeDesk(const port::DeskRows& changed) {
  if (!open_) return noTransaction();
  Query(db_, "UPDATE world SET turn = ?", changed.turn).run();
  for (const port::TurnRow& row : changed.turns) {
    Query(db_,
          "INSERT INTO turns (pool, rep, served, last_turn, present, joined, open) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
          "ON CONFLICT (pool, rep) DO UPDATE SET served = ?3, last_turn = ?4, present = ?5, joined = ?6, open = ?7",
          row.pool, row.rep, row.served, row.last_turn, row.present, row.joined, row.open)
        .run();
  }
  for (const port::ShareRow& row : changed.shares) {
    Query(db_, "INSERT INTO shares (choice, counts) VALUES (?1, ?2) ON CONFLICT (choice) DO UPDATE SET counts = ?2", row.choice,
          countsText(row.counts))
        .run();
  }
  return finish();
}

// ---- what is true for all leads

Status SqliteStore::world(port::WorldRows& rows) {
  rows = {};
  {
    Query one(db_, "SELECT roster_version, roster, tables_version FROM world");
    if (one.step()) {
      rows.roster_version = static_cast<std::uint64_t>(one.number(0));
      rows.roster = one.text(1);
      rows.tables_version = static_cast<std::uint64_t>(one.number(2));
    }
  }
  Query row(db_, "SELECT \"table\", key, body FROM table_rows ORDER BY number");
  while (row.step()) rows.tables.push_back({row.text(0), row.text(1), row.text(2)});
  Query book(db_,
             "SELECT version, name, label, chunk, deployed, effective_from, pilot_percent, pilot_condition, withdrawn, text FROM playbooks "
             "ORDER BY number");
  while (book.step()) {
    rows.playbooks.push_back({static_cast<std::uint64_t>(book.number(0)), book.text(1), book.text(2), book.text(3), book.number(4),
                              book.optional(5), book.number(6), book.text(7), book.number(8) != 0, static_cast<std::uint64_t>(book.number(9)), {}});
  }
  return finish();
}

Status SqliteStore::worldVersions(std::uint64_t& roster, std::uint64_t& tables, std::uint64_t& playbooks) {
  Query one(db_, "SELECT roster_version, tables_version, playbooks_version FROM world");
  if (one.step()) {
    roster = static_cast<std::uint64_t>(one.number(0));
    tables = static_cast<std::uint64_t>(one.number(1));
    playbooks = static_cast<std::uint64_t>(one.number(2));
  }
  return finish();
}

Status SqliteStore::writeWorld(const port::WorldRows& world, const std::vector<port::JournalEntry>& journal) {
  if (!open_) return noTransaction();
  const std::int64_t tables = db_.number("SELECT tables_version FROM world");
  Query(db_, "UPDATE world SET roster_version = ?, roster = ?, tables_version = ?", world.roster_version, world.roster,
        world.tables_version)
      .run();
  if (static_cast<std::uint64_t>(tables) != world.tables_version) {
    Query(db_, "DELETE FROM table_rows").run();
    for (const port::WorldRows::TableRow& row : world.tables) {
      Query(db_, "INSERT INTO table_rows (\"table\", key, body) VALUES (?, ?, ?)", row.table, row.key, row.body).run();
    }
  }
  for (const port::JournalEntry& entry : journal) record(entry);
  return finish();
}

Status SqliteStore::deploy(const port::PlaybookRow& row) {
  return whole([&] {
    Query(db_, "DELETE FROM playbooks WHERE version = ?", row.version).run();
    Query(db_,
          "INSERT INTO playbooks (version, name, label, chunk, deployed, effective_from, pilot_percent, pilot_condition, withdrawn, text, number) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT playbooks_version + 1 FROM world))",
          row.version, row.name, row.label, Blob{row.chunk}, row.deployed, Optional{row.effective_from}, row.pilot_percent,
          row.pilot_condition, row.withdrawn, row.text)
        .run();
    keepFiles(row);
    Query(db_, "UPDATE world SET playbooks_version = playbooks_version + 1").run();
  });
}

void SqliteStore::keepFiles(const port::PlaybookRow& row) {
  if (row.files.empty()) return;
  Query(db_, "DELETE FROM playbook_files WHERE version = ?", row.version).run();
  int position = 0;
  for (const port::PlaybookFile& file : row.files) {
    Query(db_, "INSERT INTO playbook_files (version, position, role, path, text) VALUES (?, ?, ?, ?, ?)", row.version, position++, file.role,
          file.path, Blob{file.text})
        .run();
  }
}

Status SqliteStore::renew(const port::PlaybookRow& row) {
  return whole([&] {
    Query(db_, "UPDATE playbooks SET chunk = ?, text = ? WHERE version = ?", Blob{row.chunk}, row.text, row.version).run();
    if (db_.ok() && db_.changes() != 1) return db_.fail(Status::failed("the store holds no version " + std::to_string(row.version) + " of a playbook"));
    keepFiles(row);
    Query(db_, "UPDATE world SET playbooks_version = playbooks_version + 1").run();
  });
}

Status SqliteStore::playbookFiles(std::uint64_t version, std::vector<port::PlaybookFile>& files) {
  files.clear();
  Query row(db_, "SELECT role, path, text FROM playbook_files WHERE version = ? ORDER BY position", version);
  while (row.step()) files.push_back({row.text(0), row.text(1), row.text(2)});
  return finish();
}

Status SqliteStore::withdraw(std::uint64_t version) {
  return whole([&] {
    Query(db_, "UPDATE playbooks SET withdrawn = 1 WHERE version = ?", version).run();
    if (db_.ok() && db_.changes() > 0) Query(db_, "UPDATE world SET playbooks_version = playbooks_version + 1").run();
  });
}

// ---- leads that repeat each other

Status SqliteStore::duplicates(std::uint32_t rule, const std::string& key, const std::string& except, std::vector<std::string>& leads) {
  leads.clear();
  Query row(db_, "SELECT lead FROM duplicate_keys WHERE rule = ? AND key = ? AND lead <> ? ORDER BY lead", rule, key, except);
  while (row.step()) leads.push_back(row.text(0));
  return finish();
}

Status SqliteStore::duplicateKeys(std::uint32_t rule, std::vector<std::pair<std::string, std::string>>& lead_and_key) {
  lead_and_key.clear();
  Query row(db_, "SELECT lead, key FROM duplicate_keys WHERE rule = ? ORDER BY key, lead", rule);
  while (row.step()) lead_and_key.emplace_back(row.text(0), row.text(1));
  return finish();
}

// ---- journal

Status SqliteStore::eachEntry(const std::string& lead, std::uint64_t after, const std::function<bool(const port::JournalEntry&)>& visit) {
  for (;;) {
    std::vector<port::JournalEntry> page;
    const auto take = [&](Query& row) {
      while (row.step()) {
        page.push_back({row.text(1), static_cast<std::uint64_t>(row.number(2)), static_cast<std::uint64_t>(row.number(0)), row.number(3),
                        row.text(4), row.text(5), row.text(6), row.text(7), {}});
      }
    };
    if (lead.empty()) {
      Query row(db_,
                "SELECT \"order\", lead, seq, at, kind, body, previous, hash FROM journal WHERE \"order\" > ? ORDER BY \"order\" LIMIT 256",
                after);
      take(row);
    } else {
      Query row(db_,
                "SELECT \"order\", lead, seq, at, kind, body, previous, hash FROM journal WHERE lead = ? AND \"order\" > ? "
                "ORDER BY seq LIMIT 256",
                lead, after);
      take(row);
    }
    for (port::JournalEntry& entry : page) {
      Query secret(db_, "SELECT hash, salt, value FROM secrets WHERE \"order\" = ? ORDER BY position", entry.order);
      while (secret.step()) entry.secrets.push_back({secret.text(0), secret.text(1), secret.text(2)});
    }
    if (page.empty() || !db_.ok()) return finish();
    for (const port::JournalEntry& entry : page) {
      if (!visit(entry)) return finish();
    }
    after = page.back().order;
  }
}

Status SqliteStore::unanchored(std::size_t limit, std::vector<std::pair<std::uint64_t, std::string>>& order_and_hash) {
  order_and_hash.clear();
  if (!open_) return noTransaction();
  Query row(db_,
            "SELECT s.\"order\", j.hash FROM seals s JOIN journal j ON j.\"order\" = s.\"order\" WHERE s.anchor IS NULL "
            "ORDER BY s.\"order\" LIMIT ?",
            static_cast<std::uint64_t>(limit));
  while (row.step()) order_and_hash.emplace_back(static_cast<std::uint64_t>(row.number(0)), row.text(1));
  return finish();
}

Status SqliteStore::writeAnchor(const port::Anchor& anchor, const std::vector<std::uint64_t>& orders) {
  if (!open_) return noTransaction();
  Query(db_, "INSERT INTO anchors (number, at, entries, root, previous, hash) VALUES (?, ?, ?, ?, ?, ?)", anchor.number, anchor.at,
        anchor.entries, anchor.root, anchor.previous, anchor.hash)
      .run();
  for (const std::uint64_t order : orders) {
    Query(db_, "UPDATE seals SET anchor = ? WHERE \"order\" = ? AND anchor IS NULL", anchor.number, order).run();
    if (db_.ok() && db_.changes() != 1) {
      db_.fail(Status::failed("the journal has no entry " + std::to_string(order) + " without an anchor"));
    }
  }
  return finish();
}

Status SqliteStore::anchors(std::vector<port::Anchor>& anchors) {
  anchors.clear();
  Query row(db_, "SELECT number, at, entries, root, previous, hash FROM anchors ORDER BY number");
  while (row.step()) {
    anchors.push_back({static_cast<std::uint64_t>(row.number(0)), row.number(1), static_cast<std::uint64_t>(row.number(2)), row.text(3),
                       row.text(4), row.text(5)});
  }
  return finish();
}

Status SqliteStore::anchoredHashes(std::uint64_t anchor, std::vector<std::string>& hashes) {
  hashes.clear();
  Query row(db_, "SELECT j.hash FROM seals s JOIN journal j ON j.\"order\" = s.\"order\" WHERE s.anchor = ? ORDER BY s.\"order\"", anchor);
  while (row.step()) hashes.push_back(row.text(0));
  return finish();
}

// ---- the inbox, looked at

Status SqliteStore::waitingEvents(std::uint64_t& count) {
  count = static_cast<std::uint64_t>(db_.number("SELECT count(*) FROM events WHERE outcome IS NULL"));
  return finish();
}

Status SqliteStore::retryRefused(std::span<const std::uint64_t> numbers, const port::Event& mark, std::uint64_t& again) {
  again = 0;
  if (open_) return insideTransaction("retryRefused()");
  std::uint64_t counted = 0;
  Status status = whole([&] {
    for (const std::uint64_t number : numbers) {
      Query(db_,
            "UPDATE events SET outcome = NULL WHERE number = ? AND outcome >= 'refused' AND outcome < 'refusee' AND outcome NOT LIKE 'refused in part%' AND outcome <> 'refused: (erased)' "
            "AND NOT EXISTS (SELECT 1 FROM leads WHERE id = events.lead AND erased = 1)",
            number)
          .run();
      if (!db_.ok()) return;
      counted += static_cast<std::uint64_t>(db_.changes());
    }
    if (counted > 0) put(mark);
  });
  if (status.ok()) again = counted;
  return status;
}

Status SqliteStore::refusedEvents(std::size_t limit, std::vector<std::pair<port::StoredEvent, std::string>>& events, std::uint64_t before) {
  events.clear();
  Query row(db_,
            "SELECT number, id, lead, type, at, \"by\", name, value, target, reason, comment, amount, body, strange, outcome FROM events "
            "WHERE outcome >= 'refused' AND outcome < 'refusee' AND number < ? ORDER BY number DESC LIMIT ?",
            before == 0 ? std::uint64_t{INT64_MAX} : before, static_cast<std::uint64_t>(std::min<std::size_t>(limit, INT64_MAX)));
  while (row.step()) {
    events.push_back({{static_cast<std::uint64_t>(row.number(0)),
                       {row.text(1), static_cast<port::EventType>(row.number(3)), row.text(2), atOf(row.number(4)), row.text(5),
                        row.text(6), row.text(7), row.text(8), row.text(9), row.text(10), row.number(11), row.text(12),
                        row.text(13)}},
                      row.text(14)});
  }
  return finish();
}

// ---- personal data, settings

namespace {

const std::vector<PlaceStatements>& places() {
  static const std::vector<PlaceStatements> kPlaces = placeStatements(true);
  return kPlaces;
}

}  // namespace

Status SqliteStore::held(const std::string& lead, const std::function<void(const port::Held&)>& visit) {
  for (const PlaceStatements& place : places()) {
    if (place.select.empty()) continue;
    Query row(db_, place.select.c_str(), lead);
    while (row.step()) {
      port::Held held{place.place, {}};
      for (std::size_t i = 0; i < place.columns.size(); ++i) held.columns.emplace_back(place.columns[i], row.text(static_cast<int>(i)));
      visit(held);
    }
  }
  return finish();
}

Status SqliteStore::erasing(const std::string& lead, std::int64_t until, bool& waits) {
  Query row(db_, "SELECT 1 FROM events WHERE lead = ? AND outcome IS NULL AND at <= ? AND type = ?", lead, until, static_cast<int>(port::EventType::LeadErased));
  waits = row.step();
  return finish();
}

Status SqliteStore::erase(const std::string& lead) {
  if (!open_) return noTransaction();
  erased_ = true;
  for (const PlaceStatements& place : places())
    if (!place.erase.empty()) Query(db_, place.erase.c_str(), lead).run();
  Query(db_, "UPDATE leads SET keys_hash = 0 WHERE id = ?", lead).run();
  claimed_[lead].keys_hash = 0;
  std::vector<std::pair<std::int64_t, std::string>> delivered;
  {
    Query row(db_, "SELECT number, effect FROM outbox WHERE (lead = ? OR lead = '') AND personal = 1", lead);
    while (row.step()) delivered.emplace_back(row.number(0), row.text(1));
  }
  for (const auto& [number, json] : delivered) {
    port::Effect effect;
    if (!port::fromJson(json, effect)) {
      db_.fail(Status::failed("`" + db_.path() + "` is damaged: an effect of lead `" + lead + "` cannot be read"));
      break;
    }
    Query(db_, "UPDATE outbox SET effect = ?, personal = 0 WHERE number = ?", toJson(stripped(std::move(effect))), number).run();
  }
  return finish();
}

/// Rows that moved between pages may have left copies behind, which overwriting what is deleted does not reach.
Status SqliteStore::pack() {
  if (open_) return insideTransaction("pack()");
  db_.run("VACUUM");
  if (Status status = finish(); !status.ok()) return status;
  if (sqlite3_wal_checkpoint_v2(db_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr) != SQLITE_OK)
    return Status::failed("a reader holds the log of `" + db_.path() + "`", true);
  erased_ = false;
  return {};
}

Status SqliteStore::setting(const std::string& name, std::string& value) {
  value.clear();
  Query row(db_, "SELECT value FROM settings WHERE name = ?", name);
  if (row.step()) value = row.text(0);
  return finish();
}

Status SqliteStore::setSetting(const std::string& name, const std::string& value) {
  return whole([&] {
    Query(db_, "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2", name, value).run();
  });
}

}  // namespace leadflow::store
