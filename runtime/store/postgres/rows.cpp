// What the PostgreSQL store keeps beside its leads: turns, the world, duplicate keys, the journal and its anchors, settings.
#include <algorithm>

#include "runtime/store/postgres/postgres.hpp"
#include "runtime/store/rows.hpp"

namespace leadflow::store {

using port::Status;

// ---- turns

Status PostgresStore::desk(port::DeskRows& rows) {
  rows = {};
  if (!link_.open()) return noTransaction();
  return guard([&] {
    rows.turn = bits(reading_ ? link_.run("SELECT turn FROM desk")[0][0] : link_.run("SELECT turn FROM desk FOR UPDATE")[0][0]);
    // Statements of their own: they see what the former holder of the lock committed.
    for (const pqxx::row& row : link_.run("SELECT pool, rep, served, last_turn, present, joined, open FROM turns ORDER BY pool, rep")) {
      rows.turns.push_back({text(row[0]), text(row[1]), number(row[2]), bits(row[3]), flag(row[4]), flag(row[5]), number(row[6])});
    }
    for (const pqxx::row& row : link_.run("SELECT choice, counts FROM shares ORDER BY choice")) {
      rows.shares.push_back({text(row[0]), countsOf(text(row[1]))});
    }
  });
}

Status PostgresStore::writeDesk(const port::DeskRows& changed) {
  if (!link_.open()) return noTransaction();
  return guard([&] {
    link_.run("UPDATE desk SET turn = $1", {std::to_string(static_cast<std::int64_t>(changed.turn))});
    Rows turns, shares;
    for (const port::TurnRow& row : changed.turns) turns.add(row.pool, row.rep, row.served, row.last_turn, row.present, row.joined, row.open);
    for (const port::ShareRow& row : changed.shares) shares.add(row.choice, countsText(row.counts));
    if (!turns.empty()) {
      link_.run("INSERT INTO turns (pool, rep, served, last_turn, present, joined, open) SELECT * FROM unnest($1::text[], $2::text[], "
                "$3::bigint[], $4::bigint[], $5::boolean[], $6::boolean[], $7::bigint[]) ON CONFLICT (pool, rep) DO UPDATE SET "
                "served = excluded.served, last_turn = excluded.last_turn, present = excluded.present, joined = excluded.joined, "
                "open = excluded.open",
                turns.take());
    }
    if (!shares.empty()) {
      link_.run("INSERT INTO shares (choice, counts) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT (choice) DO UPDATE SET "
                "counts = excluded.counts",
                shares.take());
    }
  });
}

// ---- what is true for all leads

void PostgresStore::readWorld(port::WorldRows& rows) {
  const pqxx::result one = link_.run("SELECT roster_version, roster, tables_version FROM world");
  rows.roster_version = bits(one[0][0]);
  rows.roster = text(one[0][1]);
  rows.tables_version = bits(one[0][2]);
  for (const pqxx::row& row : link_.run("SELECT \"table\", key, body FROM table_rows ORDER BY number")) {
    rows.tables.push_back({text(row[0]), text(row[1]), text(row[2])});
  }
  for (const pqxx::row& row : link_.run("SELECT version, name, label, chunk, deployed, effective_from, pilot_percent, pilot_condition, "
                                        "withdrawn, text FROM playbooks ORDER BY number")) {
    const pqxx::binarystring chunk(row[3]);
    rows.playbooks.push_back({bits(row[0]), text(row[1]), text(row[2]), {reinterpret_cast<const char*>(chunk.data()), chunk.size()},
                              number(row[4]), number(row[5]), number(row[6]), text(row[7]), flag(row[8]), bits(row[9]), {}});
  }
}

Status PostgresStore::world(port::WorldRows& rows) {
  rows = {};
  return look([&] {
    if (!reading_ && link_.open()) flush();
    readWorld(rows);
  });
}

Status PostgresStore::worldVersions(std::uint64_t& roster, std::uint64_t& tables, std::uint64_t& playbooks) {
  return guard([&] {
    const pqxx::result one = link_.run("SELECT roster_version, tables_version, playbooks_version FROM world");
    roster = bits(one[0][0]);
    tables = bits(one[0][1]);
    playbooks = bits(one[0][2]);
  });
}

Status PostgresStore::writeWorld(const port::WorldRows& world, const std::vector<port::JournalEntry>& journal) {
  if (!link_.open()) return noTransaction();
  return guard([&] {
    holdWorld(true);
    const std::uint64_t tables = bits(link_.run("SELECT tables_version FROM world FOR UPDATE")[0][0]);
    Rows one;
    one.add(world.roster_version, world.roster, world.tables_version);
    link_.run("UPDATE world SET (roster_version, roster, tables_version) = (SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[]))",
              one.take());
    if (tables != world.tables_version) {
      link_.run("DELETE FROM table_rows");
      Rows rows;
      for (const port::WorldRows::TableRow& row : world.tables) rows.add(row.table, row.key, row.body);
      if (!rows.empty()) {
        link_.run("INSERT INTO table_rows (\"table\", key, body) SELECT t, k, b FROM unnest($1::text[], $2::text[], $3::text[]) "
                  "WITH ORDINALITY AS u (t, k, b, n) ORDER BY n",
                  rows.take());
      }
    }
    for (const port::JournalEntry& entry : journal) record(entry);
  });
}

Status PostgresStore::deploy(const port::PlaybookRow& row) {
  return whole([&] {
    holdWorld(true);
    const std::int64_t place = number(link_.run("UPDATE world SET playbooks_version = playbooks_version + 1 RETURNING playbooks_version")[0][0]);
    link_.run("DELETE FROM playbooks WHERE version = $1", {std::to_string(static_cast<std::int64_t>(row.version))});
    Rows rows;
    rows.add(place, row.version, row.name, row.label, Bytes{row.chunk}, row.deployed, Nullable{row.effective_from}, row.pilot_percent,
             row.pilot_condition, row.withdrawn, row.text);
    link_.run("INSERT INTO playbooks (number, version, name, label, chunk, deployed, effective_from, pilot_percent, pilot_condition, withdrawn, text) "
              "SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bytea[], $6::bigint[], $7::bigint[], $8::bigint[], "
              "$9::text[], $10::boolean[], $11::bigint[])",
              rows.take());
    keepFiles(row);
  });
}

void PostgresStore::keepFiles(const port::PlaybookRow& row) {
  if (row.files.empty()) return;
  link_.run("DELETE FROM playbook_files WHERE version = $1", {std::to_string(static_cast<std::int64_t>(row.version))});
  Rows files;
  std::int64_t position = 0;
  for (const port::PlaybookFile& file : row.files) files.add(row.version, position++, file.role, file.path, Bytes{file.text});
  link_.run("INSERT INTO playbook_files (version, position, role, path, text) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], "
            "$4::text[], $5::bytea[])",
            files.take());
}

Status PostgresStore::renew(const port::PlaybookRow& row) {
  Status refusal;
  Status status = whole([&] {
    Rows rows;
    rows.add(row.version, Bytes{row.chunk}, row.text);
    const auto changed = link_.run("UPDATE playbooks SET chunk = u.c, text = u.t FROM unnest($1::bigint[], $2::bytea[], $3::bigint[]) AS u (v, c, t) "
                                   "WHERE version = u.v",
                                   rows.take())
                             .affected_rows();
    if (changed != 1) {
      refusal = Status::failed("the store holds no version " + std::to_string(row.version) + " of a playbook");
      return;
    }
    keepFiles(row);
    link_.run("UPDATE world SET playbooks_version = playbooks_version + 1");
  });
  if (status.ok() && !refusal.ok()) {
    rollback();
    return refusal;
  }
  return status;
}

Status PostgresStore::playbookFiles(std::uint64_t version, std::vector<port::PlaybookFile>& files) {
  files.clear();
  return guard([&] {
    for (const pqxx::row& row : link_.run("SELECT role, path, text FROM playbook_files WHERE version = $1 ORDER BY position",
                                          {std::to_string(static_cast<std::int64_t>(version))})) {
      const pqxx::binarystring content(row[2]);
      files.push_back({text(row[0]), text(row[1]), {reinterpret_cast<const char*>(content.data()), content.size()}});
    }
  });
}

Status PostgresStore::withdraw(std::uint64_t version) {
  return whole([&] {
    holdWorld(true);
    const auto changed =
        link_.run("UPDATE playbooks SET withdrawn = true WHERE version = $1", {std::to_string(static_cast<std::int64_t>(version))}).affected_rows();
    if (changed > 0) link_.run("UPDATE world SET playbooks_version = playbooks_version + 1");
  });
}

// ---- leads that repeat each other: two that arrive at once in two workers must find each other, so the key is locked

Status PostgresStore::duplicates(std::uint32_t rule, const std::string& key, const std::string& except, std::vector<std::string>& leads) {
  leads.clear();
  return guard([&] {
    if (link_.open()) {
      link_.run("SELECT pg_advisory_xact_lock(hashtextextended('leadflow key ' || current_schema() || ' ' || $1 || ' ' || $2, 0))",
                {std::to_string(rule), key});
    }
    for (const pqxx::row& row : link_.run("SELECT lead FROM duplicate_keys WHERE rule = $1 AND key = $2 AND lead <> $3 ORDER BY lead",
                                          {std::to_string(rule), key, except})) {
      if (!gathered_.duplicate_keys.contains(text(row[0]))) leads.push_back(text(row[0]));
    }
    for (const auto& [lead, keys] : gathered_.duplicate_keys) {
      if (lead != except && std::find(keys.begin(), keys.end(), std::pair(rule, key)) != keys.end()) leads.push_back(lead);
    }
    std::sort(leads.begin(), leads.end());
  });
}

Status PostgresStore::duplicateKeys(std::uint32_t rule, std::vector<std::pair<std::string, std::string>>& lead_and_key) {
  lead_and_key.clear();
  return guard([&] {
    if (link_.open()) {
      link_.run("SELECT pg_advisory_xact_lock(hashtextextended('leadflow rule ' || current_schema() || ' ' || $1, 0))", {std::to_string(rule)});
    }
    for (const pqxx::row& row : link_.run("SELECT lead, key FROM duplicate_keys WHERE rule = $1", {std::to_string(rule)})) {
      if (!gathered_.duplicate_keys.contains(text(row[0]))) lead_and_key.emplace_back(text(row[0]), text(row[1]));
    }
    for (const auto& [lead, keys] : gathered_.duplicate_keys) {
      for (const auto& [its_rule, key] : keys) {
        if (its_rule == rule) lead_and_key.emplace_back(lead, key);
      }
    }
    std::sort(lead_and_key.begin(), lead_and_key.end(),
              [](const auto& a, const auto& b) { return std::tie(a.second, a.first) < std::tie(b.second, b.first); });
  });
}

// ---- leads, looked at

Status PostgresStore::load(const std::string& lead, std::optional<port::LeadState>& state) {
  state.reset();
  return guard([&] {
    if (gathered_.written.contains(lead)) flush();
    std::vector<port::Work> one(1);
    one[0].is_new = true;
    one[0].lead.id = lead;
    const bool held = held_.contains(lead);
    const std::uint64_t keys_hash = held ? held_[lead].keys_hash : 0;
    read(one);
    if (held) held_[lead].keys_hash = keys_hash;
    if (!one[0].is_new) state = std::move(one[0].lead);
  });
}

Status PostgresStore::nextWork(std::int64_t& instant) {
  instant = kMissing;
  return guard([&] {
    if (link_.open()) flush();
    instant = number(link_.run("SELECT least((SELECT min(next_timer) FROM leads WHERE next_timer IS NOT NULL), "
                               "(SELECT min(at) FROM events WHERE outcome IS NULL))")[0][0]);
  });
}

Status PostgresStore::summaries(std::vector<port::LeadSummary>& leads) {
  leads.clear();
  return guard([&] {
    if (link_.open()) flush();
    for (const pqxx::row& row : link_.run("SELECT id, stage, owner, queue, version, created, entered, next_timer, final, erased FROM leads "
                                          "WHERE state IS NOT NULL AND id <> '' ORDER BY id")) {
      leads.push_back({text(row[0]), text(row[1]), text(row[2]), text(row[3]), bits(row[4]), number(row[5]), number(row[6]), number(row[7]),
                       flag(row[8]), flag(row[9])});
    }
  });
}

Status PostgresStore::eachLead(const std::function<bool(const port::LeadState&)>& visit) {
  std::string last;
  for (;;) {
    std::vector<port::Work> page;
    Status status = guard([&] {
      if (link_.open()) flush();
      for (const pqxx::row& row : link_.run("SELECT id FROM leads WHERE id > $1 AND state IS NOT NULL ORDER BY id LIMIT 256", {last})) {
        page.emplace_back().lead.id = text(row[0]);
      }
      if (!page.empty()) read(page);
    });
    if (!status.ok() || page.empty()) return status;
    for (const port::Work& item : page) {
      if (!visit(item.lead)) return {};
    }
    last = page.back().lead.id;
  }
}

// ---- journal

Status PostgresStore::eachEntry(const std::string& lead, std::uint64_t after, const std::function<bool(const port::JournalEntry&)>& visit) {
  for (;;) {
    std::vector<port::JournalEntry> page;
    Status status = guard([&] {
      if (link_.open()) flush();
      const std::string from = std::to_string(static_cast<std::int64_t>(after));
      const pqxx::result rows =
          lead.empty() ? link_.run("SELECT \"order\", lead, seq, at, kind, body, previous, hash FROM journal WHERE \"order\" > $1 "
                                   "ORDER BY \"order\" LIMIT 256",
                                   {from})
                       : link_.run("SELECT \"order\", lead, seq, at, kind, body, previous, hash FROM journal WHERE lead = $2 AND \"order\" > $1 "
                                   "ORDER BY seq LIMIT 256",
                                   {from, lead});
      std::unordered_map<std::uint64_t, std::size_t> place;
      std::vector<std::uint64_t> orders;
      for (const pqxx::row& row : rows) {
        orders.push_back(bits(row[0]));
        place.emplace(orders.back(), page.size());
        page.push_back({text(row[1]), bits(row[2]), orders.back(), number(row[3]), text(row[4]), text(row[5]), text(row[6]), text(row[7]), {}});
      }
      if (page.empty()) return;
      for (const pqxx::row& row : link_.run("SELECT \"order\", hash, salt, value FROM secrets WHERE \"order\" = ANY ($1::bigint[]) "
                                            "ORDER BY \"order\", position",
                                            {arrayOf(orders)})) {
        page[place.at(bits(row[0]))].secrets.push_back({text(row[1]), text(row[2]), text(row[3])});
      }
    });
    if (!status.ok() || page.empty()) return status;
    for (const port::JournalEntry& entry : page) {
      if (!visit(entry)) return {};
    }
    after = page.back().order;
  }
}

Status PostgresStore::unanchored(std::size_t limit, std::vector<std::pair<std::uint64_t, std::string>>& order_and_hash) {
  order_and_hash.clear();
  if (!link_.open()) return noTransaction();
  return guard([&] {
    flush();
    link_.run("SELECT pg_advisory_xact_lock(hashtextextended('leadflow anchors ' || current_schema(), 0))");
    for (const pqxx::row& row : link_.run("SELECT s.\"order\", j.hash FROM seals s JOIN journal j ON j.\"order\" = s.\"order\" "
                                          "WHERE s.anchor IS NULL ORDER BY s.\"order\" LIMIT $1",
                                          {std::to_string(std::min<std::size_t>(limit, INT64_MAX))})) {
      order_and_hash.emplace_back(bits(row[0]), text(row[1]));
    }
  });
}

Status PostgresStore::writeAnchor(const port::Anchor& anchor, const std::vector<std::uint64_t>& orders) {
  if (!link_.open()) return noTransaction();
  Status refusal;
  Status status = guard([&] {
    Rows row;
    row.add(anchor.number, anchor.at, anchor.entries, anchor.root, anchor.previous, anchor.hash);
    link_.run("INSERT INTO anchors (number, at, entries, root, previous, hash) SELECT * FROM unnest($1::bigint[], $2::bigint[], "
              "$3::bigint[], $4::text[], $5::text[], $6::text[])",
              row.take());
    const auto sealed = link_.run("UPDATE seals SET anchor = $1 WHERE \"order\" = ANY ($2::bigint[]) AND anchor IS NULL",
                                  {std::to_string(anchor.number), arrayOf(orders)})
                            .affected_rows();
    if (sealed != orders.size()) refusal = Status::failed("the journal has no " + std::to_string(orders.size()) + " entries without an anchor among those");
  });
  if (status.ok() && !refusal.ok()) {
    rollback();
    return refusal;
  }
  return status;
}

Status PostgresStore::anchors(std::vector<port::Anchor>& anchors) {
  anchors.clear();
  return guard([&] {
    for (const pqxx::row& row : link_.run("SELECT number, at, entries, root, previous, hash FROM anchors ORDER BY number")) {
      anchors.push_back({bits(row[0]), number(row[1]), bits(row[2]), text(row[3]), text(row[4]), text(row[5])});
    }
  });
}

Status PostgresStore::anchoredHashes(std::uint64_t anchor, std::vector<std::string>& hashes) {
  hashes.clear();
  return guard([&] {
    for (const pqxx::row& row : link_.run("SELECT j.hash FROM seals s JOIN journal j ON j.\"order\" = s.\"order\" WHERE s.anchor = $1 "
                                          "ORDER BY s.\"order\"",
                                          {std::to_string(anchor)})) {
      hashes.push_back(text(row[0]));
    }
  });
}

// ---- the inbox, looked at

Status PostgresStore::waitingEvents(std::uint64_t& count) {
  return guard([&] {
    if (link_.open()) flush();
    count = bits(link_.run("SELECT count(*) FROM events WHERE outcome IS NULL")[0][0]);
  });
}

Status PostgresStore::retryRefused(std::span<const std::uint64_t> numbers, const port::Event& mark, std::uint64_t& again) {
  again = 0;
  if (link_.open()) return insideTransaction("retryRefused()");
  std::uint64_t counted = 0;
  Status status = whole([&] {
    counted = 0;
    std::vector<std::int64_t> wanted(numbers.begin(), numbers.end());
    counted = static_cast<std::uint64_t>(
        link_.run("UPDATE events SET outcome = NULL WHERE number = ANY ($1::bigint[]) AND outcome >= 'refused' AND outcome < 'refusee' "
                  "AND outcome NOT LIKE 'refused in part%' AND outcome <> 'refused: (erased)' AND NOT EXISTS (SELECT 1 FROM leads WHERE id = events.lead AND erased) RETURNING number",
                  {arrayOf(wanted)})
            .size());
    if (counted > 0) put({mark});
  });
  if (status.ok()) again = counted;
  return status;
}

Status PostgresStore::refusedEvents(std::size_t limit, std::vector<std::pair<port::StoredEvent, std::string>>& events, std::uint64_t before) {
  events.clear();
  return guard([&] {
    if (link_.open()) flush();
    for (const pqxx::row& row :
         link_.run("SELECT number, id, lead, type, at, \"by\", name, value, target, reason, comment, amount, body, strange, outcome FROM events "
                   "WHERE outcome >= 'refused' AND outcome < 'refusee' AND number < $2 ORDER BY number DESC LIMIT $1",
                   {std::to_string(std::min<std::size_t>(limit, INT64_MAX)), std::to_string(before == 0 ? std::uint64_t{INT64_MAX} : before)})) {
      events.emplace_back(eventOf(row), text(row[14]));
    }
  });
}

// ---- personal data, settings

namespace {

const std::vector<PlaceStatements>& places() {
  static const std::vector<PlaceStatements> kPlaces = placeStatements(false);
  return kPlaces;
}

}  // namespace

Status PostgresStore::held(const std::string& lead, const std::function<void(const port::Held&)>& visit) {
  return guard([&] {
    if (link_.open()) flush();
    for (const PlaceStatements& place : places()) {
      if (place.select.empty()) continue;
      for (const pqxx::row& row : link_.run(place.select.c_str(), {lead})) {
        port::Held held{place.place, {}};
        for (std::size_t i = 0; i < place.columns.size(); ++i) held.columns.emplace_back(place.columns[i], text(row[static_cast<int>(i)]));
        visit(held);
      }
    }
  });
}

Status PostgresStore::erasing(const std::string& lead, std::int64_t until, bool& waits) {
  return guard([&] {
    if (link_.open()) flush();
    waits = !link_.run("SELECT 1 FROM events WHERE lead = $1 AND outcome IS NULL AND at <= $2 AND type = $3 LIMIT 1",
                       {lead, std::to_string(until), std::to_string(static_cast<int>(port::EventType::LeadErased))})
                 .empty();
  });
}

Status PostgresStore::erase(const std::string& lead) {
  if (!link_.open()) return noTransaction();
  return whole([&] {
    for (const PlaceStatements& place : places())
      if (!place.erase.empty()) link_.run(place.erase.c_str(), {lead});
    link_.run("UPDATE leads SET keys_hash = 0 WHERE id = $1", {lead});
    if (const auto held = held_.find(lead); held != held_.end()) held->second.keys_hash = 0;
    Rows left;
    for (const pqxx::row& row : link_.run("SELECT number, effect FROM outbox WHERE (lead = $1 OR lead = '') AND personal FOR UPDATE", {lead})) {
      port::Effect effect;
      if (!port::fromJson(text(row[1]), effect)) throw std::runtime_error("damaged: an effect of lead `" + lead + "` cannot be read");
      left.add(number(row[0]), toJson(stripped(std::move(effect))));
    }
    if (!left.empty()) {
      link_.run("UPDATE outbox o SET effect = u.effect, personal = false FROM unnest($1::bigint[], $2::text[]) AS u (number, effect) WHERE o.number = u.number",
                left.take());
    }
  });
}

Status PostgresStore::setting(const std::string& name, std::string& value) {
  value.clear();
  return guard([&] {
    const pqxx::result found = link_.run("SELECT value FROM settings WHERE name = $1", {name});
    if (!found.empty()) value = text(found[0][0]);
  });
}

Status PostgresStore::setSetting(const std::string& name, const std::string& value) {
  return whole([&] {
    link_.run("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", {name, value});
  });
}

}  // namespace leadflow::store
