#include "runtime/store/postgres/schema.hpp"

#include <iterator>

namespace leadflow::store {
namespace {

// Ids are compared byte by byte (COLLATE "C"), as in the other stores.
constexpr const char* kFirst = R"sql(
CREATE TABLE leads (
  id          text COLLATE "C" PRIMARY KEY,
  state       bytea,
  version     bigint NOT NULL DEFAULT 0,
  stage       text NOT NULL DEFAULT '',
  owner       text NOT NULL DEFAULT '',
  queue       text NOT NULL DEFAULT '',
  created     bigint,
  entered     bigint,
  next_timer  bigint,
  final       boolean NOT NULL DEFAULT false,
  erased      boolean NOT NULL DEFAULT false,
  keys_hash   bigint NOT NULL DEFAULT 0,
  CHECK (state IS NOT NULL OR next_timer IS NULL)
) WITH (fillfactor = 70);
CREATE INDEX leads_next_timer ON leads (next_timer, id) WHERE next_timer IS NOT NULL;
INSERT INTO leads (id) VALUES ('');

CREATE SEQUENCE event_numbers CACHE 1;
CREATE TABLE events (
  number   bigint PRIMARY KEY,
  id       text COLLATE "C" NOT NULL UNIQUE CHECK (id <> ''),
  lead     text COLLATE "C" NOT NULL REFERENCES leads (id),
  type     integer NOT NULL CHECK (type >= 0),
  at       bigint NOT NULL,
  "by"     text NOT NULL,
  name     text NOT NULL,
  value    text NOT NULL,
  target   text NOT NULL,
  reason   text NOT NULL,
  comment  text NOT NULL,
  amount   bigint NOT NULL,
  body     text NOT NULL,
  outcome  text
);
CREATE INDEX events_by_time ON events (at, lead) WHERE outcome IS NULL;
CREATE INDEX events_of_lead ON events (lead, at, number) WHERE outcome IS NULL;
CREATE INDEX events_refused ON events (number) WHERE outcome >= 'refused' AND outcome < 'refusee';

CREATE TABLE timers (
  lead  text COLLATE "C" NOT NULL REFERENCES leads (id),
  due   bigint NOT NULL,
  kind  integer NOT NULL CHECK (kind >= 0),
  line  bigint NOT NULL,
  part  bigint NOT NULL,
  PRIMARY KEY (lead, due, kind, line, part)
);
CREATE TABLE activities (
  lead    text COLLATE "C" NOT NULL REFERENCES leads (id),
  number  bigint NOT NULL,
  at      bigint NOT NULL,
  type    text NOT NULL,
  body    text NOT NULL,
  "by"    text NOT NULL,
  PRIMARY KEY (lead, number)
);
CREATE TABLE duplicate_keys (
  rule  bigint NOT NULL,
  key   text COLLATE "C" NOT NULL,
  lead  text COLLATE "C" NOT NULL REFERENCES leads (id),
  PRIMARY KEY (rule, key, lead)
);
CREATE INDEX duplicate_keys_of_lead ON duplicate_keys (lead);

CREATE TABLE outbox (
  number    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key       text COLLATE "C" NOT NULL UNIQUE CHECK (key <> ''),
  lead      text COLLATE "C" NOT NULL,
  status    text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'delivered', 'dead')),
  attempts  integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  next_try  bigint NOT NULL,
  reason    text NOT NULL DEFAULT '',
  personal  boolean NOT NULL,
  effect    text NOT NULL
);
CREATE INDEX outbox_due ON outbox (next_try, number) WHERE status = 'waiting';
CREATE INDEX outbox_personal ON outbox (lead) WHERE personal;

CREATE SEQUENCE journal_order CACHE 1;
CREATE TABLE journal (
  "order"   bigint PRIMARY KEY,
  lead      text COLLATE "C" NOT NULL REFERENCES leads (id),
  seq       bigint NOT NULL CHECK (seq > 0),
  at        bigint NOT NULL,
  kind      text NOT NULL,
  body      text NOT NULL,
  previous  text NOT NULL,
  hash      text NOT NULL,
  UNIQUE (lead, seq)
);
CREATE TABLE secrets (
  "order"   bigint NOT NULL REFERENCES journal ("order"),
  position  integer NOT NULL,
  lead      text COLLATE "C" NOT NULL,
  hash      text NOT NULL,
  salt      text NOT NULL,
  value     text NOT NULL,
  PRIMARY KEY ("order", position)
);
CREATE INDEX secrets_of_lead ON secrets (lead);
CREATE TABLE anchors (
  number    bigint PRIMARY KEY CHECK (number > 0),
  at        bigint NOT NULL,
  entries   bigint NOT NULL,
  root      text NOT NULL,
  previous  text NOT NULL,
  hash      text NOT NULL
);
CREATE TABLE seals (
  "order"  bigint PRIMARY KEY REFERENCES journal ("order"),
  anchor   bigint REFERENCES anchors (number)
);
CREATE INDEX seals_open ON seals ("order") WHERE anchor IS NULL;
CREATE INDEX seals_of_anchor ON seals (anchor, "order") WHERE anchor IS NOT NULL;

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE TRIGGER journal_is_fixed BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION refuse('the journal is append-only');
CREATE TRIGGER journal_stays BEFORE TRUNCATE ON journal EXECUTE FUNCTION refuse('the journal is append-only');
CREATE TRIGGER events_stay BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse('event ids are kept for ever');
CREATE TRIGGER secrets_are_fixed BEFORE UPDATE ON secrets FOR EACH ROW EXECUTE FUNCTION refuse('a secret is kept or erased, never changed');
CREATE TRIGGER seals_hold BEFORE UPDATE ON seals FOR EACH ROW WHEN (OLD.anchor IS NOT NULL) EXECUTE FUNCTION refuse('the entry is sealed');

CREATE TABLE turns (
  pool       text COLLATE "C" NOT NULL,
  rep        text COLLATE "C" NOT NULL,
  served     bigint NOT NULL,
  last_turn  bigint NOT NULL,
  present    boolean NOT NULL,
  joined     boolean NOT NULL,
  open       bigint NOT NULL,
  PRIMARY KEY (pool, rep)
) WITH (fillfactor = 50);
CREATE TABLE shares (
  choice  text COLLATE "C" PRIMARY KEY,
  counts  text NOT NULL
) WITH (fillfactor = 50);
-- Whoever takes turns locks this row until its transaction ends.
CREATE TABLE desk (
  one   boolean PRIMARY KEY DEFAULT true CHECK (one),
  turn  bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20);
INSERT INTO desk DEFAULT VALUES;

CREATE TABLE world (
  one                boolean PRIMARY KEY DEFAULT true CHECK (one),
  roster_version     bigint NOT NULL DEFAULT 0,
  roster             text NOT NULL DEFAULT '',
  tables_version     bigint NOT NULL DEFAULT 0,
  playbooks_version  bigint NOT NULL DEFAULT 0
);
INSERT INTO world DEFAULT VALUES;
CREATE TABLE table_rows (
  number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "table"  text COLLATE "C" NOT NULL,
  key      text COLLATE "C" NOT NULL,
  body     text NOT NULL,
  UNIQUE ("table", key)
);
CREATE TABLE playbooks (
  number           bigint PRIMARY KEY,
  version          bigint NOT NULL UNIQUE,
  name             text NOT NULL,
  label            text NOT NULL,
  chunk            bytea NOT NULL,
  deployed         bigint NOT NULL,
  effective_from   bigint,
  pilot_percent    bigint NOT NULL,
  pilot_condition  text NOT NULL,
  withdrawn        boolean NOT NULL
);
CREATE TABLE settings (
  name   text COLLATE "C" PRIMARY KEY,
  value  text NOT NULL
);
)sql";

// An effect for several: the positions of those who have it ("0,2").
constexpr const char* kReached = R"sql(
ALTER TABLE outbox ADD COLUMN reached text NOT NULL DEFAULT '';
)sql";

// What an event said that was not refused stands in the journal, so that erasing has one place less.
constexpr const char* kPlainEvents = R"sql(
UPDATE events SET "by" = '', name = '', value = '', target = '', reason = '', comment = '', amount = 0, body = ''
WHERE outcome IS NOT NULL AND NOT (outcome >= 'refused' AND outcome < 'refusee');
)sql";

// What a playbook was compiled from, so that a later leadflow can compile it anew.
constexpr const char* kTexts = R"sql(
CREATE TABLE playbook_files (
  version   bigint NOT NULL,
  position  integer NOT NULL,
  role      text NOT NULL CHECK (role IN ('playbook', 'std', 'roster', 'file')),
  path      text NOT NULL,
  text      bytea NOT NULL,
  PRIMARY KEY (version, position)
);
ALTER TABLE playbooks ADD COLUMN text bigint NOT NULL DEFAULT 0;
)sql";

// Members of an event that its type does not take: they wait with it until it is decided, and are told then.
constexpr const char* kStrange = R"sql(
ALTER TABLE events ADD COLUMN strange text NOT NULL DEFAULT '';
)sql";

constexpr const char* kSteps[] = {kFirst, kReached, kPlainEvents, kTexts, kStrange};

}  // namespace

port::Status preparePostgres(Link& link, const StoreOptions& options) {
  using port::Status;
  const std::string where = "`" + link.shown() + "`";
  Status found;
  Status status = link.guard([&] {
    link.begin();
    link.run("SELECT pg_advisory_xact_lock(hashtextextended('leadflow schema ' || $1, 0))", {options.schema});
    const pqxx::result tables =
        link.run("SELECT count(*), count(*) FILTER (WHERE tablename = 'format') FROM pg_tables WHERE schemaname = $1", {options.schema});
    const std::int64_t all = number(tables[0][0]);
    std::int64_t version = 0;
    if (all > 0 && !link.run("SELECT has_schema_privilege($1, 'USAGE')", {options.schema})[0][0].as<bool>()) {
      const std::string role = link.run("SELECT current_user", {})[0][0].as<std::string>();
      found = Status::failed(where + " does not allow it: the role `" + role + "` has no right to use the schema `" + options.schema + "`; GRANT USAGE ON SCHEMA " +
                             options.schema + " and the rights on its tables");
      return link.rollback();
    }
    if (number(tables[0][1]) > 0) {
      version = number(link.run("SELECT version FROM format WHERE maker = 'leadflow' UNION ALL SELECT -1 LIMIT 1")[0][0]);
    } else if (all > 0) {
      version = -1;
    }
    const auto known = static_cast<std::int64_t>(std::size(kSteps));
    if (version < 0) {
      found = Status::failed(where + " is not a LeadFlow store: its schema `" + options.schema + "` holds other tables");
    } else if (version > known) {
      found = Status::failed(where + " was made by a newer leadflow: its format is " + std::to_string(version) + ", this one reads up to " +
                             std::to_string(known));
    } else if (version == 0 && (options.read_only || !options.create)) {
      found = Status::failed("there is no store at " + where);
    } else if (version < known && options.read_only) {
      found = Status::failed(where + " was made by an older leadflow: open it for writing once, that brings it up to date");
    }
    if (!found.ok() || version == known) return link.rollback();
    if (version == 0) {
      link.script("CREATE SCHEMA IF NOT EXISTS \"" + options.schema + "\"");
      link.script("CREATE TABLE format (maker text PRIMARY KEY, version integer NOT NULL); INSERT INTO format VALUES ('leadflow', 0)");
    }
    for (; version < known; ++version) link.script(kSteps[version]);
    link.script("UPDATE format SET version = " + std::to_string(version));
    link.commit();
  });
  return status.ok() ? found : status;
}

}  // namespace leadflow::store
