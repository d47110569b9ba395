#include "runtime/store/sqlite_schema.hpp"

namespace leadflow::store {
namespace {

// Instants are milliseconds since 1970; NULL where there is none. Quoted names are words that SQL keeps for itself.
constexpr const char* kFirst = R"sql(
-- A lead. `state` is NULL until the first event is applied. The columns after it repeat what `status` asks for.
CREATE TABLE leads (
  id          TEXT PRIMARY KEY NOT NULL,
  state       BLOB,
  version     INTEGER NOT NULL DEFAULT 0,
  stage       TEXT NOT NULL DEFAULT '',
  owner       TEXT NOT NULL DEFAULT '',
  queue       TEXT NOT NULL DEFAULT '',
  created     INTEGER,
  entered     INTEGER,
  next_timer  INTEGER,
  final       INTEGER NOT NULL DEFAULT 0 CHECK (final IN (0, 1)),
  erased      INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)),
  keys_hash   INTEGER NOT NULL DEFAULT 0,
  CHECK (state IS NOT NULL OR next_timer IS NULL)
) STRICT;
CREATE INDEX leads_next_timer ON leads (next_timer, id) WHERE next_timer IS NOT NULL;
INSERT INTO leads (id) VALUES ('');  -- stands for what happens to no single lead: the roster, tables, ticks

-- The inbox. `outcome` is NULL while the event waits. An id stays for ever: that is what makes a second delivery harmless.
CREATE TABLE events (
  number   INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE CHECK (id <> ''),
  lead     TEXT NOT NULL REFERENCES leads (id),
  type     INTEGER NOT NULL CHECK (type >= 0),
  at       INTEGER NOT NULL,
  "by"     TEXT NOT NULL,
  name     TEXT NOT NULL,
  value    TEXT NOT NULL,
  target   TEXT NOT NULL,
  reason   TEXT NOT NULL,
  comment  TEXT NOT NULL,
  amount   INTEGER NOT NULL,
  body     TEXT NOT NULL,
  outcome  TEXT
) STRICT;
CREATE INDEX events_by_time ON events (at, lead) WHERE outcome IS NULL;
CREATE INDEX events_of_lead ON events (lead, at, number) WHERE outcome IS NULL;
CREATE INDEX events_refused ON events (number) WHERE outcome >= 'refused' AND outcome < 'refusee';
CREATE TRIGGER events_stay BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'event ids are kept for ever'); END;

CREATE TABLE timers (
  lead  TEXT NOT NULL REFERENCES leads (id),
  due   INTEGER NOT NULL,
  kind  INTEGER NOT NULL CHECK (kind >= 0),
  line  INTEGER NOT NULL,
  part  INTEGER NOT NULL,
  PRIMARY KEY (lead, due, kind, line, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE activities (
  lead    TEXT NOT NULL REFERENCES leads (id),
  number  INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  type    TEXT NOT NULL,
  body    TEXT NOT NULL,
  "by"    TEXT NOT NULL,
  PRIMARY KEY (lead, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE duplicate_keys (
  rule  INTEGER NOT NULL,
  key   TEXT NOT NULL,
  lead  TEXT NOT NULL REFERENCES leads (id),
  PRIMARY KEY (rule, key, lead)
) STRICT, WITHOUT ROWID;
CREATE INDEX duplicate_keys_of_lead ON duplicate_keys (lead);

-- What decisions want done in the world. `effect` is the JSON that receivers get.
CREATE TABLE outbox (
  number    INTEGER PRIMARY KEY,
  key       TEXT NOT NULL UNIQUE CHECK (key <> ''),
  lead      TEXT NOT NULL,
  status    TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'delivered', 'dead')),
  attempts  INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  next_try  INTEGER NOT NULL,
  reason    TEXT NOT NULL DEFAULT '',
  personal  INTEGER NOT NULL CHECK (personal IN (0, 1)),
  effect    TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (next_try, number) WHERE status = 'waiting';
CREATE INDEX outbox_personal ON outbox (lead) WHERE personal = 1;

-- Every decision, in the order recorded. Nothing changes an entry or takes it away; what is personal stands in `secrets`.
CREATE TABLE journal (
  "order"   INTEGER PRIMARY KEY,
  lead      TEXT NOT NULL REFERENCES leads (id),
  seq       INTEGER NOT NULL CHECK (seq > 0),
  at        INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  body      TEXT NOT NULL,
  previous  TEXT NOT NULL,
  hash      TEXT NOT NULL,
  UNIQUE (lead, seq)
) STRICT;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_fixed BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE secrets (
  "order"   INTEGER NOT NULL REFERENCES journal ("order"),
  position  INTEGER NOT NULL,
  lead      TEXT NOT NULL,
  hash      TEXT NOT NULL,
  salt      TEXT NOT NULL,
  value     TEXT NOT NULL,
  PRIMARY KEY ("order", position)
) STRICT, WITHOUT ROWID;
CREATE INDEX secrets_of_lead ON secrets (lead);
CREATE TRIGGER secrets_are_fixed BEFORE UPDATE ON secrets BEGIN SELECT RAISE(ABORT, 'a secret is kept or erased, never changed'); END;

CREATE TABLE anchors (
  number    INTEGER PRIMARY KEY CHECK (number > 0),
  at        INTEGER NOT NULL,
  entries   INTEGER NOT NULL,
  root      TEXT NOT NULL,
  previous  TEXT NOT NULL,
  hash      TEXT NOT NULL
) STRICT;
-- Which anchor covers an entry; NULL: none yet.
CREATE TABLE seals (
  "order"  INTEGER PRIMARY KEY REFERENCES journal ("order"),
  anchor   INTEGER REFERENCES anchors (number)
) STRICT;
CREATE INDEX seals_open ON seals ("order") WHERE anchor IS NULL;
CREATE INDEX seals_of_anchor ON seals (anchor, "order") WHERE anchor IS NOT NULL;
CREATE TRIGGER seals_hold BEFORE UPDATE ON seals WHEN OLD.anchor IS NOT NULL BEGIN SELECT RAISE(ABORT, 'the entry is sealed'); END;

CREATE TABLE turns (
  pool       TEXT NOT NULL,
  rep        TEXT NOT NULL,
  served     INTEGER NOT NULL,
  last_turn  INTEGER NOT NULL,
  present    INTEGER NOT NULL CHECK (present IN (0, 1)),
  joined     INTEGER NOT NULL CHECK (joined IN (0, 1)),
  open       INTEGER NOT NULL,
  PRIMARY KEY (pool, rep)
) STRICT, WITHOUT ROWID;
CREATE TABLE shares (
  choice  TEXT PRIMARY KEY NOT NULL,
  counts  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: what is true for all leads.
CREATE TABLE world (
  one                INTEGER PRIMARY KEY CHECK (one = 1),
  turn               INTEGER NOT NULL DEFAULT 0,
  roster_version     INTEGER NOT NULL DEFAULT 0,
  roster             TEXT NOT NULL DEFAULT '',
  tables_version     INTEGER NOT NULL DEFAULT 0,
  playbooks_version  INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO world (one) VALUES (1);
CREATE TABLE table_rows (
  number   INTEGER PRIMARY KEY,
  "table"  TEXT NOT NULL,
  key      TEXT NOT NULL,
  body     TEXT NOT NULL,
  UNIQUE ("table", key)
) STRICT;
CREATE TABLE playbooks (
  number           INTEGER PRIMARY KEY,
  version          INTEGER NOT NULL UNIQUE,
  name             TEXT NOT NULL,
  label            TEXT NOT NULL,
  chunk            BLOB NOT NULL,
  deployed         INTEGER NOT NULL,
  effective_from   INTEGER,
  pilot_percent    INTEGER NOT NULL,
  pilot_condition  TEXT NOT NULL,
  withdrawn        INTEGER NOT NULL CHECK (withdrawn IN (0, 1))
) STRICT;
CREATE TABLE settings (
  name   TEXT PRIMARY KEY NOT NULL,
  value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// An effect for several: the positions of those who have it ("0,2").
constexpr const char* kReached = R"sql(
ALTER TABLE outbox ADD COLUMN reached TEXT NOT NULL DEFAULT '';
)sql";

// What an event said that was not refused stands in the journal, so that erasing has one place less.
constexpr const char* kPlainEvents = R"sql(
UPDATE events SET "by" = '', name = '', value = '', target = '', reason = '', comment = '', amount = 0, body = ''
WHERE outcome IS NOT NULL AND NOT (outcome >= 'refused' AND outcome < 'refusee');
)sql";

// What a playbook was compiled from, so that a later leadflow can compile it anew. `text`: the content hash of that, where the
// playbook was compiled anew since; 0 where it is the version itself.
constexpr const char* kTexts = R"sql(
CREATE TABLE playbook_files (
  version   INTEGER NOT NULL,
  position  INTEGER NOT NULL,
  role      TEXT NOT NULL CHECK (role IN ('playbook', 'std', 'roster', 'file')),
  path      TEXT NOT NULL,
  text      BLOB NOT NULL,
  PRIMARY KEY (version, position)
) STRICT;
ALTER TABLE playbooks ADD COLUMN text INTEGER NOT NULL DEFAULT 0;
)sql";

// Members of an event that its type does not take: they wait with it until it is decided, and are told then.
constexpr const char* kStrange = R"sql(
ALTER TABLE events ADD COLUMN strange TEXT NOT NULL DEFAULT '';
)sql";

constexpr const char* kSteps[] = {kFirst, kReached, kPlainEvents, kTexts, kStrange};

enum class Kind { Ours, Empty, Foreign };
Kind kindOf(SqliteDb& db) {
  const std::int64_t application = db.number("PRAGMA application_id");
  if (application == kApplicationId) return Kind::Ours;
  const bool empty = application == 0 && db.number("SELECT count(*) FROM sqlite_schema") == 0;
  return empty ? Kind::Empty : Kind::Foreign;
}

port::Status foreign(const SqliteDb& db) {
  return port::Status::failed("`" + db.path() + "` is not a LeadFlow store: another program made it");
}
port::Status newer(const SqliteDb& db, std::int64_t version, std::size_t known) {
  return port::Status::failed("`" + db.path() + "` was made by a newer leadflow: its format is " + std::to_string(version) +
                              ", this one reads up to " + std::to_string(known));
}

}  // namespace

std::span<const char* const> sqliteSteps() { return kSteps; }

port::Status refuseForeign(SqliteDb& db) {
  const Kind kind = kindOf(db);
  if (!db.ok()) return db.takeFailure();
  return kind == Kind::Foreign ? foreign(db) : port::Status();
}

port::Status inspect(SqliteDb& db, std::span<const char* const> steps) {
  const Kind kind = kindOf(db);
  const std::int64_t version = db.number("PRAGMA user_version");
  if (!db.ok()) return db.takeFailure();
  if (kind == Kind::Foreign) return foreign(db);
  if (kind == Kind::Empty) return port::Status::failed("`" + db.path() + "` is empty: no store was made there yet");
  const auto known = static_cast<std::int64_t>(steps.size());
  if (version > known) return newer(db, version, steps.size());
  if (version < known) {
    return port::Status::failed("`" + db.path() + "` was made by an older leadflow: open it for writing once, that brings it up to date");
  }
  return {};
}

port::Status migrate(SqliteDb& db, std::span<const char* const> steps) {
  const Kind kind = kindOf(db);
  std::int64_t version = db.number("PRAGMA user_version");
  if (!db.ok()) return db.takeFailure();
  if (kind == Kind::Foreign) return foreign(db);
  const auto known = static_cast<std::int64_t>(steps.size());
  if (version > known) return newer(db, version, steps.size());
  if (kind == Kind::Ours && version == known) return {};
  if (!db.run("BEGIN IMMEDIATE")) return db.takeFailure();
  {
    // Somebody else may have been faster. Not through the cache of statements: the tables change underneath.
    version = db.number("PRAGMA user_version ");
    for (; db.ok() && version < known; ++version) db.run(steps[static_cast<std::size_t>(version)]);
    db.run("PRAGMA application_id = " + std::to_string(kApplicationId) + "; PRAGMA user_version = " + std::to_string(version));
    db.run("COMMIT");
  }
  if (db.ok()) return {};
  port::Status status = db.takeFailure();
  db.run("ROLLBACK");
  (void)db.takeFailure();
  return status;
}

}  // namespace leadflow::store
