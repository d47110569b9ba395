// Opening the file, transactions, claiming leads and writing their steps.
#include "runtime/store/sqlite.hpp"

#include <algorithm>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/store/rows.hpp"
#include "runtime/store/sqlite_schema.hpp"

namespace leadflow::store {

using port::Status;

namespace {

bool writable(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  return ::faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) == 0;
}

/// What leads said is not for everybody on the machine: a new file is its owner's alone, and SQLite gives the files beside it the
/// same rights. Where that fails, opening the file says why.
void makePrivate(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0) ::close(fd);
}

std::string unchanging(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') uri += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
    else uri += c;
  }
  return uri + "?immutable=1";
}

}  // namespace

Opened openSqlite(const std::string& path, const StoreOptions& options) {
  auto store = std::make_unique<SqliteStore>(options);
  if (Status status = store->open(path); !status.ok()) return {nullptr, nullptr, status.error, status.retry};
  store->release();
  port::OutboxStore* outbox = store.get();
  return {std::move(store), outbox, {}};
}

Status SqliteStore::open(const std::string& path) {
  const bool there = ::access(path.c_str(), F_OK) == 0;
  if (!there && (options_.read_only || !options_.create)) return Status::failed("there is no store at `" + path + "`");
  if (options_.read_only) {
    if (Status status = db_.open(path, SQLITE_OPEN_READONLY, options_.vfs, options_.busy_ms); !status.ok()) return status;
    Status status = inspect(db_, sqliteSteps());
    if (status.ok() || ::access((path + "-wal").c_str(), F_OK) == 0 || writable(path)) return status;
    // Closed in order, and nobody may write here: it can be read without the files that SQLite keeps beside it.
    if (!db_.open(unchanging(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, options_.vfs, options_.busy_ms).ok()) return status;
    db_.call(path);
    return inspect(db_, sqliteSteps());
  }
  if (!there) makePrivate(path);
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | (options_.create ? SQLITE_OPEN_CREATE : 0);
  if (Status status = db_.open(path, flags, options_.vfs, options_.busy_ms); !status.ok()) return status;
  if (sqlite3_db_readonly(db_.handle(), "main") == 1) {
    return Status::failed("`" + path + "` cannot be written: the file or its folder is read-only");
  }
  if (Status status = refuseForeign(db_); !status.ok()) return status;
  db_.run("PRAGMA journal_mode = WAL");
  db_.run(options_.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  db_.run("PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864");
  if (!db_.ok()) return db_.takeFailure();
  const Status status = migrate(db_, sqliteSteps());
  if (struct stat file{}; options_.vfs.empty() && ::stat(path.c_str(), &file) == 0) {
    device_ = file.st_dev;
    inode_ = file.st_ino;
  }
  return status;
}

// ---- the transaction

Status SqliteStore::finish() {
  if (db_.ok()) return {};
  Status status = db_.takeFailure();
  if (db_.mine()) rollback();
  return status;
}

Status SqliteStore::gone() const {
  struct stat file{};
  if (inode_ == 0 || (::stat(db_.path().c_str(), &file) == 0 && file.st_dev == device_ && file.st_ino == inode_)) return {};
  return Status::failed("the store `" + db_.path() + "` was deleted or replaced while it was open: what was worked since is lost");
}

Status SqliteStore::begin() {
  if (open_) return insideTransaction("begin()");
  if (Status status = gone(); !status.ok()) return status;
  if (!db_.run("BEGIN IMMEDIATE")) return db_.takeFailure();
  open_ = true;
  return {};
}

Status SqliteStore::beginReading() {
  if (open_) return insideTransaction("beginReading()");
  if (!db_.run("BEGIN; PRAGMA query_only = ON")) return finish();
  open_ = reading_ = true;
  return {};
}

Status SqliteStore::commit() {
  if (!open_) return noTransaction();
  if (reading_) {
    rollback();
    return onlyReading();
  }
  if (!db_.run("COMMIT")) return finish();
  open_ = false;
  claimed_.clear();
  if (erased_) {
    // What was erased must not stay in the log beside the file. A reader may hold it for a while: the next commit tries again, and
    // nobody waits for the reader's end.
    sqlite3_busy_timeout(db_.handle(), 0);
    if (sqlite3_wal_checkpoint_v2(db_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr) == SQLITE_OK) erased_ = false;
    sqlite3_busy_timeout(db_.handle(), options_.busy_ms);
  }
  return gone();
}

void SqliteStore::rollback() {
  if (!db_.mine() || !open_) return;
  open_ = false;
  claimed_.clear();
  (void)db_.takeFailure();
  if (!sqlite3_get_autocommit(db_.handle())) db_.run("ROLLBACK");
  if (reading_) db_.run("PRAGMA query_only = OFF");
  reading_ = false;
  (void)db_.takeFailure();
}

// ---- the inbox

bool SqliteStore::put(const port::Event& event) {
  Query(db_, "INSERT INTO leads (id) VALUES (?) ON CONFLICT (id) DO NOTHING", event.lead).run();
  Query(db_,
        "INSERT INTO events (id, lead, type, at, \"by\", name, value, target, reason, comment, amount, body, strange) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        event.id, event.lead, static_cast<int>(event.type), dueOf(event.at), event.by, event.name, event.value, event.target,
        event.reason, event.comment, event.number, event.body, event.strange)
      .run();
  return db_.ok() && db_.changes() > 0;
}

Status SqliteStore::append(std::span<const port::Event> events, port::Appended& appended) {
  appended = {};
  port::Appended counted;
  Status status = whole([&] {
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (std::string why = unfit(events[i]); !why.empty()) counted.unfit.emplace_back(i, std::move(why));
      else ++(put(events[i]) ? counted.added : counted.known);
      if (!db_.ok()) return;
    }
  });
  if (status.ok()) appended = std::move(counted);
  return status;
}

// ---- leads

bool SqliteStore::read(const std::string& lead, port::LeadState& state, std::uint64_t* keys_hash) {
  Query row(db_, "SELECT state, keys_hash, next_timer FROM leads WHERE id = ?", lead);
  if (!row.step()) return false;
  if (keys_hash) *keys_hash = static_cast<std::uint64_t>(row.number(1));
  if (row.null(0)) return false;
  if (!port::decodeState(row.bytes(0), state)) {
    db_.fail(Status::failed("`" + db_.path() + "` is damaged: the state of lead `" + lead + "` cannot be read"));
    return false;
  }
  state.timers.clear();
  if (!row.null(2)) {
    Query timer(db_, "SELECT due, kind, line, part FROM timers WHERE lead = ? ORDER BY due, kind, line, part", lead);
    while (timer.step()) {
      state.timers.push_back({timer.number(0), static_cast<port::TimerKind>(timer.number(1)), static_cast<std::uint32_t>(timer.number(2)),
                              static_cast<std::uint32_t>(timer.number(3))});
    }
  }
  state.activities.clear();
  Query activity(db_, "SELECT at, type, body, \"by\" FROM activities WHERE lead = ? ORDER BY number", lead);
  while (activity.step()) state.activities.push_back({activity.number(0), activity.text(1), activity.text(2), activity.text(3)});
  return db_.ok();
}

Status SqliteStore::claim(std::int64_t now, std::size_t limit, std::vector<port::Work>& work, std::int64_t& horizon) {
  work.clear();
  horizon = kMissing;
  if (!open_) return noTransaction();
  std::vector<std::string> leads;
  {
    Query next(db_,
               "SELECT next_timer AS at, id AS lead FROM leads WHERE next_timer IS NOT NULL "
               "UNION ALL SELECT at, lead FROM events WHERE outcome IS NULL ORDER BY 1, 2");
    while (next.step()) {
      const std::int64_t at = next.number(0);
      const std::string lead = next.text(1);
      if (claimed_.contains(lead)) continue;
      if (at > now || leads.size() == limit) {
        horizon = at;
        break;
      }
      claimed_.emplace(lead, Claimed{});
      leads.push_back(lead);
    }
  }
  for (const std::string& lead : leads) {
    port::Work& item = work.emplace_back();
    item.is_new = !read(lead, item.lead, &claimed_[lead].keys_hash);
    item.lead.id = lead;
    readEvents(lead, now, item.events);
    if (!db_.ok()) break;
  }
  if (!db_.ok()) work.clear();
  return finish();
}

Status SqliteStore::claimLead(const std::string& lead, port::Work& work) {
  if (!open_) return noTransaction();
  claimed_.try_emplace(lead);
  work = {};
  work.is_new = !read(lead, work.lead, &claimed_[lead].keys_hash);
  work.lead.id = lead;
  readEvents(lead, INT64_MAX, work.events);
  return finish();
}

void SqliteStore::readEvents(const std::string& lead, std::int64_t until, std::vector<port::StoredEvent>& events) {
  Query event(db_,
              "SELECT number, id, lead, type, at, \"by\", name, value, target, reason, comment, amount, body, strange FROM events "
              "WHERE lead = ? AND outcome IS NULL AND at <= ? ORDER BY at, number",
              lead, until);
  while (event.step()) {
    events.push_back({static_cast<std::uint64_t>(event.number(0)),
                      {event.text(1), static_cast<port::EventType>(event.number(3)), event.text(2), atOf(event.number(4)), event.text(5),
                       event.text(6), event.text(7), event.text(8), event.text(9), event.text(10), event.number(11), event.text(12),
                       event.text(13)}});
  }
}

void SqliteStore::writeKeys(const port::Write& write, std::uint64_t hash) {
  const auto claimed = claimed_.find(write.after.id);
  if (claimed != claimed_.end() && claimed->second.keys_hash == hash) {   // they seem to be the same: whether they are, they say themselves
    std::vector<std::pair<std::uint32_t, std::string>> kept, wanted = write.duplicate_keys;
    if (write.before != nullptr) {
      Query row(db_, "SELECT rule, key FROM duplicate_keys WHERE lead = ? ORDER BY rule, key", write.after.id);
      while (row.step()) kept.emplace_back(static_cast<std::uint32_t>(row.number(0)), row.text(1));
    }
    std::sort(wanted.begin(), wanted.end());
    if (kept == wanted) return;
  }
  Query(db_, "DELETE FROM duplicate_keys WHERE lead = ?", write.after.id).run();
  for (const auto& [rule, key] : write.duplicate_keys) {
    Query(db_, "INSERT INTO duplicate_keys (rule, key, lead) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rule, key, write.after.id).run();
  }
  claimed_[write.after.id].keys_hash = hash;
}

void SqliteStore::record(const port::JournalEntry& entry) {
  Query(db_, "INSERT INTO journal (lead, seq, at, kind, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)", entry.lead, entry.seq,
        entry.at, entry.kind, entry.body, entry.previous, entry.hash)
      .run();
  const std::int64_t order = db_.lastRow();
  Query(db_, "INSERT INTO seals (\"order\") VALUES (?)", order).run();
  int position = 0;
  for (const port::Secret& secret : entry.secrets) {
    Query(db_, "INSERT INTO secrets (\"order\", position, lead, hash, salt, value) VALUES (?, ?, ?, ?, ?, ?)", order, position++,
          entry.lead, secret.hash, secret.salt, secret.value)
        .run();
  }
}

Status SqliteStore::write(const port::Write& write) {
  if (!open_) return noTransaction();
  if (std::string why = unfit(write.messages); !why.empty()) {
    rollback();
    return Status::failed(std::move(why));
  }
  const port::LeadState& after = write.after;
  const auto claimed = claimed_.find(after.id);
  const std::uint64_t hash = write.duplicate_keys_changed ? fingerprint(write.duplicate_keys) : claimed != claimed_.end() ? claimed->second.keys_hash : kUnknownKeys;
  const std::string state = port::encodeState(after);
  Query(db_,
        "INSERT INTO leads (id, state, version, stage, owner, queue, created, entered, next_timer, final, erased, keys_hash) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (id) DO UPDATE SET state = ?2, version = ?3, stage = ?4, "
        "owner = ?5, queue = ?6, created = ?7, entered = ?8, next_timer = ?9, final = ?10, erased = ?11, keys_hash = ?12",
        after.id, Blob{state}, after.version, write.stage, write.owner, write.queue, Optional{after.created}, Optional{after.entered},
        Optional{after.timers.empty() ? kMissing : after.timers.front().due}, after.final, after.erased, hash)
      .run();
  if (write.duplicate_keys_changed) writeKeys(write, hash);
  const TimerChange timers = timerChange(write.before, after);
  for (const port::Timer& timer : timers.gone) {
    Query(db_, "DELETE FROM timers WHERE lead = ? AND due = ? AND kind = ? AND line = ? AND part = ?", after.id, timer.due,
          static_cast<int>(timer.kind), timer.index, timer.part)
        .run();
  }
  for (const port::Timer& timer : timers.added) {
    Query(db_, "INSERT INTO timers (lead, due, kind, line, part) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", after.id, timer.due,
          static_cast<int>(timer.kind), timer.index, timer.part)
        .run();
  }
  bool rewrite = false;
  const std::size_t stored = storedActivities(write, rewrite);
  if (rewrite) Query(db_, "DELETE FROM activities WHERE lead = ?", after.id).run();
  for (std::size_t i = stored; i < after.activities.size(); ++i) {
    const port::ActivityEntry& activity = after.activities[i];
    Query(db_, "INSERT INTO activities (lead, number, at, type, body, \"by\") VALUES (?, ?, ?, ?, ?, ?)", after.id,
          static_cast<std::uint64_t>(i), activity.at, activity.type, activity.body, activity.by)
        .run();
  }
  for (const port::Outcome& outcome : write.outcomes) {
    if (outcome.event_number == 0) continue;
    if (refused(outcome.text) && !after.erased) {
      Query(db_, "UPDATE events SET outcome = ? WHERE number = ?", outcome.text, outcome.event_number).run();
    } else {   // the journal has what it said
      Query(db_,
            "UPDATE events SET outcome = ?, \"by\" = '', name = '', value = '', target = '', reason = '', comment = '', amount = 0, body = '', strange = '' WHERE number = ?",
            refused(outcome.text) ? erasedRefusal(outcome.text) : outcome.text, outcome.event_number)
          .run();
    }
  }
  for (const port::JournalEntry& entry : write.journal) record(entry);
  for (const port::Effect& effect : write.effects) {
    Query(db_, "INSERT INTO outbox (key, lead, next_try, personal, effect) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING", effect.key,
          effect.lead, effect.at, personal(effect), toStored(effect))
        .run();
  }
  for (const port::Event& message : write.messages) put(message);
  return finish();
}

Status SqliteStore::load(const std::string& lead, std::optional<port::LeadState>& state) {
  state.reset();
  port::LeadState read_state;
  if (read(lead, read_state, nullptr)) state = std::move(read_state);
  return finish();
}

Status SqliteStore::nextWork(std::int64_t& instant) {
  instant = kMissing;
  Query next(db_,
             "SELECT min(at) FROM (SELECT min(next_timer) AS at FROM leads WHERE next_timer IS NOT NULL "
             "UNION ALL SELECT min(at) FROM events WHERE outcome IS NULL)");
  if (next.step()) instant = next.optional(0);
  return finish();
}

Status SqliteStore::eachLead(const std::function<bool(const port::LeadState&)>& visit) {
  std::string last;
  for (;;) {
    std::vector<std::string> page;
    {
      Query id(db_, "SELECT id FROM leads WHERE id > ? AND state IS NOT NULL ORDER BY id LIMIT 256", last);
      while (id.step()) page.push_back(id.text(0));
    }
    for (const std::string& lead : page) {
      port::LeadState state;
      if (!read(lead, state, nullptr)) continue;
      if (!visit(state)) return finish();
    }
    if (page.empty() || !db_.ok()) return finish();
    last = page.back();
  }
}

Status SqliteStore::summaries(std::vector<port::LeadSummary>& leads) {
  leads.clear();
  Query row(db_,
            "SELECT id, stage, owner, queue, version, created, entered, next_timer, final, erased FROM leads "
            "WHERE state IS NOT NULL AND id <> '' ORDER BY id");
  while (row.step()) {
    leads.push_back({row.text(0), row.text(1), row.text(2), row.text(3), static_cast<std::uint64_t>(row.number(4)), row.optional(5),
                     row.optional(6), row.optional(7), row.number(8) != 0, row.number(9) != 0});
  }
  return finish();
}

}  // namespace leadflow::store
