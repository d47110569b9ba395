#include "tests/crash/dump.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>

#include "runtime/port/lead_state.hpp"

namespace leadflow::crash {
namespace {

// Not the anchors: a process seals the journal when it begins, so where they stand follows from where one was stopped.
constexpr const char* kTables[][2] = {
    {"leads", "SELECT id, state, version, stage, owner, queue, created, entered, next_timer, final, erased FROM leads ORDER BY id"},
    {"events", "SELECT CASE WHEN id LIKE 'leadflow:retry/%' THEN 'retry' ELSE id END, lead, at, outcome, body FROM events ORDER BY 1"},
    {"timers", "SELECT * FROM timers ORDER BY lead, due, kind, line, part"},
    {"activities", "SELECT * FROM activities ORDER BY lead, number"},
    {"outbox", "SELECT key, lead, status, effect FROM outbox ORDER BY key"},
    {"journal", "SELECT lead, seq, at, kind, body FROM journal ORDER BY lead, seq"},
    {"journal order", "SELECT lead, seq FROM journal ORDER BY \"order\""},
    {"secrets", "SELECT j.lead, j.seq, s.position, s.value FROM secrets s JOIN journal j USING (\"order\") ORDER BY j.lead, j.seq, s.position"},
    {"turns", "SELECT * FROM turns ORDER BY pool, rep"},
    {"shares", "SELECT * FROM shares ORDER BY choice"},
    {"duplicate keys", "SELECT * FROM duplicate_keys ORDER BY rule, key, lead"},
    {"world", "SELECT turn, roster_version, roster, tables_version, playbooks_version FROM world"},
    {"table rows", "SELECT \"table\", key, body FROM table_rows ORDER BY 1, 2"},
    {"playbooks", "SELECT number, version, name, label, hex(chunk), deployed, effective_from, pilot_percent, pilot_condition, withdrawn, text FROM playbooks ORDER BY number"},
    {"playbook files", "SELECT version, position, role, path, hex(text) FROM playbook_files ORDER BY version, position"},
    {"settings", "SELECT name, value FROM settings ORDER BY name"},
};

constexpr std::size_t kTooMany = 3'000'000;

/// What an entry says once the random parts are out of it.
std::string withoutSalts(std::string body) {
  static const std::string mark = "{\"$pii\":\"";
  for (std::size_t at = body.find(mark); at != std::string::npos; at = body.find(mark, at + mark.size())) body.erase(at + mark.size(), 64);
  const std::string retried = "leadflow:retry/";   // named by the clock on the wall
  for (std::size_t at = body.find(retried); at != std::string::npos; at = body.find(retried, at + retried.size())) {
    const std::size_t end = body.find('"', at);
    body.erase(at + retried.size(), end == std::string::npos ? std::string::npos : end - at - retried.size());
  }
  return body;
}

}  // namespace

Dump dumpOf(const std::string& path) {
  Dump dump;
  sqlite3* db = nullptr;
  if (sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE, "unix") != SQLITE_OK) dump.error = path + " cannot be opened: " + sqlite3_errmsg(db);
  for (const auto& [name, query] : kTables) {
    std::vector<std::string>& rows = dump.tables[name];
    sqlite3_stmt* statement = nullptr;
    if (dump.error.empty() && sqlite3_prepare_v2(db, query, -1, &statement, nullptr) != SQLITE_OK) dump.error = std::string(name) + ": " + sqlite3_errmsg(db);
    while (statement != nullptr && sqlite3_step(statement) == SQLITE_ROW) {
      if (rows.size() == kTooMany) {   // the pages of a damaged file may go in a circle
        dump.error = std::string(name) + " has no end";
        break;
      }
      std::string row;
      for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
        std::string cell = bytes != nullptr ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))) : std::string();
        if (sqlite3_column_type(statement, column) == SQLITE_BLOB) {
          port::LeadState state;
          if (!port::decodeState(cell, state)) dump.error = "a state cannot be read";
          state.journal_hash.clear();
          cell = port::encodeState(state);
        }
        row += withoutSalts(std::move(cell)) + '\x1f';
      }
      rows.push_back(std::move(row));
    }
    sqlite3_finalize(statement);
  }
  sqlite3_close(db);
  return dump;
}

std::string difference(const Dump& wanted, const Dump& found) {
  if (!wanted.error.empty() || !found.error.empty()) return wanted.error + found.error;
  for (const auto& [name, rows] : wanted.tables) {
    const std::vector<std::string>& other = found.tables.at(name);
    if (rows == other) continue;
    std::size_t i = 0;
    while (i < rows.size() && i < other.size() && rows[i] == other[i]) ++i;
    const auto row = [&](const std::vector<std::string>& of) {
      std::string text = i < of.size() ? of[i].substr(0, 900) : "(none)";
      std::replace(text.begin(), text.end(), '\x1f', '|');
      return text;
    };
    return name + " differ, " + std::to_string(rows.size()) + " and " + std::to_string(other.size()) + " rows; the first at " + std::to_string(i) + "\n  undisturbed: " + row(rows) + "\n  stopped:     " + row(other);
  }
  return {};
}

// Lengths before bytes, for rows hold anything.
std::string toText(const Dump& dump) {
  std::string text;
  const auto put = [&](const std::string& part) { text += std::to_string(part.size()) + ':' + part; };
  put(dump.error);
  for (const auto& [name, rows] : dump.tables) {
    put(name);
    put(std::to_string(rows.size()));
    for (const std::string& row : rows) put(row);
  }
  return text;
}

Dump fromText(const std::string& text) {
  std::size_t at = 0;
  const auto take = [&] {
    const std::size_t colon = text.find(':', at);
    const std::size_t size = std::stoull(text.substr(at, colon - at));
    at = colon + 1 + size;
    return text.substr(colon + 1, size);
  };
  Dump dump;
  dump.error = take();
  while (at < text.size()) {
    std::vector<std::string>& rows = dump.tables[take()];
    const std::size_t count = std::stoull(take());
    for (std::size_t i = 0; i < count; ++i) rows.push_back(take());
  }
  return dump;
}

}  // namespace leadflow::crash
