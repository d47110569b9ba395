#include "tests/lives/live/tamper.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace leadflow::lives {

namespace {

// Of a lead that was not erased: a replay skips the others, of whom nothing is left to be compared.
#define LEADFLOW_LIVING "id <> '' AND state IS NOT NULL AND erased = 0"
#define LEADFLOW_OF_LIVING "lead IN (SELECT id FROM leads WHERE " LEADFLOW_LIVING ")"

/// Each changes one row, or none where there is none of its kind.
constexpr const char* kChanges[] = {
    "UPDATE leads SET stage = stage || 'x' WHERE id = (SELECT id FROM leads WHERE " LEADFLOW_LIVING " ORDER BY id LIMIT 1)",
    "UPDATE leads SET owner = owner || 'x' WHERE id = (SELECT id FROM leads WHERE " LEADFLOW_LIVING " ORDER BY id DESC LIMIT 1)",
    "UPDATE leads SET queue = queue || 'x' WHERE id = (SELECT id FROM leads WHERE " LEADFLOW_LIVING " ORDER BY id LIMIT 1)",
    "UPDATE leads SET final = 1 - final WHERE id = (SELECT id FROM leads WHERE " LEADFLOW_LIVING " ORDER BY id DESC LIMIT 1)",
    "UPDATE leads SET created = created + 1 WHERE id = (SELECT id FROM leads WHERE " LEADFLOW_LIVING " AND created IS NOT NULL ORDER BY id LIMIT 1)",
    "DELETE FROM leads WHERE id = (SELECT id FROM leads WHERE " LEADFLOW_LIVING " ORDER BY id DESC LIMIT 1)",
    "UPDATE timers SET due = due + 1 WHERE (lead, due, kind, line, part) IN (SELECT lead, due, kind, line, part FROM timers WHERE " LEADFLOW_OF_LIVING " ORDER BY due DESC LIMIT 1)",
    "DELETE FROM timers WHERE (lead, due, kind, line, part) IN (SELECT lead, due, kind, line, part FROM timers WHERE " LEADFLOW_OF_LIVING " ORDER BY due LIMIT 1)",
    "UPDATE turns SET served = served + 1 WHERE (pool, rep) IN (SELECT pool, rep FROM turns WHERE pool <> '' ORDER BY rep LIMIT 1)",
    "UPDATE turns SET last_turn = last_turn + 1 WHERE (pool, rep) IN (SELECT pool, rep FROM turns ORDER BY last_turn DESC LIMIT 1)",
    "UPDATE activities SET at = at - 1 WHERE (lead, number) IN (SELECT lead, number FROM activities WHERE " LEADFLOW_OF_LIVING " ORDER BY number DESC LIMIT 1)",
    "UPDATE activities SET type = type || 'x' WHERE (lead, number) IN (SELECT lead, number FROM activities WHERE " LEADFLOW_OF_LIVING " ORDER BY lead LIMIT 1)",
    "DELETE FROM activities WHERE (lead, number) IN (SELECT lead, number FROM activities WHERE " LEADFLOW_OF_LIVING " ORDER BY number DESC LIMIT 1)",
    "DELETE FROM anchors WHERE number = (SELECT max(number) FROM anchors)",
    "UPDATE anchors SET entries = entries + 1 WHERE number = (SELECT min(number) FROM anchors)",
    "DELETE FROM duplicate_keys WHERE (rule, key, lead) IN (SELECT rule, key, lead FROM duplicate_keys LIMIT 1)",
    "UPDATE world SET turn = turn + 1 WHERE turn > 0",
    "UPDATE world SET roster = replace(roster, 'dora', 'nora')",
};

#undef LEADFLOW_LIVING
#undef LEADFLOW_OF_LIVING

struct Closing {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Db = std::unique_ptr<sqlite3, Closing>;
using Statement = std::unique_ptr<sqlite3_stmt, Closing>;

Statement prepare(sqlite3* db, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
  return Statement(statement);
}

/// One byte of what is kept of a lead. Empty: there is no lead.
std::string changeState(sqlite3* db, Random& random) {
  Statement row = prepare(db, "SELECT id, state FROM leads WHERE id <> '' AND state IS NOT NULL AND erased = 0 ORDER BY id");
  std::vector<std::pair<std::string, std::string>> leads;
  while (sqlite3_step(row.get()) == SQLITE_ROW)
    leads.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(row.get(), 0)),
                       std::string(static_cast<const char*>(sqlite3_column_blob(row.get(), 1)), static_cast<std::size_t>(sqlite3_column_bytes(row.get(), 1))));
  row.reset();
  if (leads.empty()) return {};
  auto [id, state] = random.pick(leads);
  const auto at = static_cast<std::size_t>(random.below(static_cast<int>(state.size())));
  state[at] = static_cast<char>(state[at] ^ (1 << random.below(8)));
  Statement change = prepare(db, "UPDATE leads SET state = ? WHERE id = ?");
  sqlite3_bind_blob(change.get(), 1, state.data(), static_cast<int>(state.size()), SQLITE_TRANSIENT);
  sqlite3_bind_text(change.get(), 2, id.c_str(), -1, SQLITE_TRANSIENT);
  return sqlite3_step(change.get()) == SQLITE_DONE ? "byte " + std::to_string(at) + " of " + std::to_string(state.size()) + " of the state of " + id : std::string();
}

}  // namespace

std::string changeRow(const std::string& path, const char* vfs, Random& random, std::string& error) {
  sqlite3* opened = nullptr;
  const int rc = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE, vfs);
  const Db db(opened);
  if (rc != SQLITE_OK) return error = "the store cannot be opened to be changed", std::string();
  const int changes = static_cast<int>(std::size(kChanges));
  const int first = random.below(2 * changes);   // the state of a lead as often as all else
  if (first >= changes)
    if (std::string changed = changeState(db.get(), random); !changed.empty()) return changed;
  for (int i = 0; i < changes; ++i) {
    const char* const sql = kChanges[(first + i) % changes];
    const int before = sqlite3_total_changes(db.get());
    if (sqlite3_exec(db.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return error = std::string(sqlite3_errmsg(db.get())) + ": " + sql, std::string();
    if (sqlite3_total_changes(db.get()) > before) return sql;
  }
  return {};
}

}  // namespace leadflow::lives
