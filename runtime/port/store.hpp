// Where leads live: a port with three twins, memory, SQLite and PostgreSQL, that one contract suite holds to the same words.
//
// Work is claimed lead by lead: `claim` locks the leads whose next work (a waiting event or a due timer) comes first and loads
// them whole; the engine decides; `write` puts the outcome back; `commit` makes all of it true at once or not at all.
//
//     store.append(events, appended);                        // the inbox: a known id is skipped
//     while (store.begin().ok() && store.claim(now, 64, work, horizon).ok() && !work.empty()) {   // one transaction
//       for (Work& w : work) { … store.write(outcome); }
//       store.commit();
//     }
//
// INVARIANT: a lead is loaded by one claim at a time, also across processes; after a kill at any instant the store holds
// exactly what was committed. Every call gives a Status; nothing throws but std::bad_alloc.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/port/effect.hpp"
#include "runtime/port/event.hpp"
#include "runtime/port/lead_state.hpp"
#include "runtime/port/personal_places.hpp"

namespace leadflow::port {

struct Status {
  std::string error;             ///< empty: all is well. "the disk is full: `leads.db` could not grow"
  bool retry = false;            ///< worth another try (locked, connection lost); the transaction is gone
  bool ok() const { return error.empty(); }
  static Status failed(std::string text, bool retry = false) { return {std::move(text), retry}; }
};

/// An event as the inbox keeps it.
struct StoredEvent {
  std::uint64_t number = 0;      ///< in the order received, from 1
  Event event;
};

struct Work {
  LeadState lead;                ///< as stored; only `id` set for a lead that is not there yet
  bool is_new = false;
  std::vector<StoredEvent> events;  ///< waiting, all of the lead's with at <= now, ordered by (at, number)
};

/// A salted commitment to a piece of personal data in a journal entry. Erasing a lead deletes its secrets, the entries stay.
struct Secret {
  std::string hash;              ///< hex SHA-256 of salt and value: what the entry holds
  std::string salt, value;
};

struct JournalEntry {
  std::string lead;              ///< empty: of no single lead (roster, table, deployment)
  std::uint64_t seq = 0;         ///< of the lead, from 1
  std::uint64_t order = 0;       ///< over all, in the order recorded; given by the store
  std::int64_t at = 0;           ///< when it was decided
  std::string kind;              ///< event name
  std::string body;              ///< canonical JSON: event, inputs, decision, why
  std::string previous, hash;    ///< hex SHA-256; over previous, lead, seq, at, kind, body (audit::entryHash)
  std::vector<Secret> secrets;
};

struct Anchor {
  std::uint64_t number = 0;      ///< from 1
  std::int64_t at = 0;
  std::uint64_t entries = 0;
  std::string root, previous, hash;
};

/// What an event did, for the inbox: "applied", "refused: …", "ignored: …".
struct Outcome {
  std::uint64_t event_number = 0;  ///< 0: a timer's
  std::string text;
};

/// One lead's step, to be written as a whole.
struct Write {
  const LeadState* before = nullptr;  ///< as claimed: its timers, and its activities by number alone (null: new)
  LeadState after;
  std::vector<Outcome> outcomes;
  std::vector<Effect> effects;
  std::vector<Event> messages;        ///< for other leads: appended to the inbox in the same transaction
  std::vector<JournalEntry> journal;
  // what status commands ask for without decoding states
  std::string stage, owner, queue;
  bool duplicate_keys_changed = false;
  std::vector<std::pair<std::uint32_t, std::string>> duplicate_keys;  ///< rule, key text folded; all of the lead's: they replace those kept, when `changed`
};

/// Counts by which turns are taken. Exact under concurrency: `desk()` locks it until the transaction ends.
struct TurnRow {
  std::string pool, rep;         ///< pool empty: the rep's own row (open leads, last assignment)
  std::int64_t served = 0;
  std::uint64_t last_turn = 0;
  bool present = true, joined = false;
  std::int64_t open = 0;
  friend bool operator==(const TurnRow&, const TurnRow&) = default;
};
struct ShareRow {
  std::string choice;            ///< `route/rule/number`
  std::vector<std::int64_t> counts;
  friend bool operator==(const ShareRow&, const ShareRow&) = default;
};
struct DeskRows {
  std::uint64_t turn = 0;
  std::vector<TurnRow> turns;
  std::vector<ShareRow> shares;
};

/// Duplicate keys say by themselves what they are of (`email\x1Eana@x.example`): no number of a rule, which another version of the
/// playbook gives to another rule. They stand under this one; stores of before have the rule's position there.
inline constexpr std::uint32_t kKeysByContent = 1'000'000;

/// What is true for all leads: which playbooks are there, the roster, the rows of live tables.
struct PlaybookFile {
  std::string role;              ///< "playbook": the one that was given; "std": of the standard library; "roster": named by --roster; "file": every other
  std::string path, text;        ///< path: relative to the playbook's folder, `std.geo`, or as --roster gave it
};
struct PlaybookRow {
  std::uint64_t version = 0;     ///< content hash
  std::string name, label;       ///< label: `version "2026.4"`
  std::string chunk;             ///< .lfb bytes
  std::int64_t deployed = 0, effective_from = kMissing;
  std::int64_t pilot_percent = 0;  ///< scaled; 0: everybody (the newest such version is the current one)
  std::string pilot_condition;
  bool withdrawn = false;
  /// The content hash of what `chunk` was compiled from, where it was compiled anew since: `version` stays what leads are pinned to. 0: the same.
  std::uint64_t text = 0;
  std::vector<PlaybookFile> files = {};  ///< what it was compiled from. deploy() and renew() keep them when given; world() leaves them out, playbookFiles() reads them
};
struct WorldRows {
  std::uint64_t roster_version = 0;   ///< 0: none stored yet
  std::string roster;                 ///< JSON array of reps
  struct TableRow { std::string table, key, body; };
  std::uint64_t tables_version = 0;
  std::vector<TableRow> tables;
  std::vector<PlaybookRow> playbooks; ///< oldest first
};

struct LeadSummary {
  std::string id, stage, owner, queue;
  std::uint64_t version = 0;
  std::int64_t created = 0, entered = 0, next_due = kMissing;
  bool final = false, erased = false;
};

/// A row that the store keeps of a person: where (personal_places.def), and its columns in words.
struct Held {
  Place place;
  std::vector<std::pair<std::string, std::string>> columns;
};

struct Appended {
  std::uint64_t added = 0, known = 0;
  std::vector<std::pair<std::size_t, std::string>> unfit;   ///< by place: those that no store can keep, and why; the others are in
};

class Store {
 public:
  virtual ~Store() = default;
  virtual std::string name() const = 0;            ///< "sqlite:leads.db", "memory", "postgres:…" without a password

  // ---- the inbox
  /// In the open transaction, or in one of its own. An event that cannot be kept (no id, a NUL, an id too long) is told and stops no
  /// other.
  virtual Status append(std::span<const Event> events, Appended& appended) = 0;

  // ---- one transaction
  virtual Status begin() = 0;
  /// A transaction that only reads: every call until rollback() sees the store as it is at the first of them, also beside a
  /// worker. desk() locks nothing in it. There is no commit(): what is written all the same is refused or taken back.
  virtual Status beginReading() = 0;
  /// Until the transaction ends, what is true for all leads (playbooks, roster, tables) stays as it is; with `alone`, nobody else
  /// is in the middle of decisions either, so that it may change. Where one process writes at a time there is nothing to wait for.
  virtual Status lockWorld(bool alone) {
    (void)alone;
    return {};
  }
  /// As world(), and nobody else decides or changes it until the transaction ends.
  Status worldAlone(WorldRows& rows) {
    if (Status status = lockWorld(true); !status.ok()) return status;
    return world(rows);
  }
  /// Locks and loads up to `limit` leads with work at or before `now`, earliest first (by instant, then lead id). `horizon`:
  /// the instant of the earliest work that was left unclaimed (kMissing: none). Leads locked by others are passed over.
  virtual Status claim(std::int64_t now, std::size_t limit, std::vector<Work>& work, std::int64_t& horizon) = 0;
  /// Locks and loads one lead, whatever work it has; `events` are all that wait, also those of later. It waits for whoever holds it.
  virtual Status claimLead(const std::string& lead, Work& work) = 0;
  virtual Status desk(DeskRows& rows) = 0;          ///< locks the turns until the end of the transaction
  virtual Status writeDesk(const DeskRows& changed) = 0;  ///< rows that changed (and the turn number)
  virtual Status write(const Write& write) = 0;
  virtual Status take(Write&& step) { return write(step); }  ///< as write; may move out of it
  virtual Status writeWorld(const WorldRows& world, const std::vector<JournalEntry>& journal) = 0;  ///< roster and tables as a whole
  virtual Status duplicates(std::uint32_t rule, const std::string& key, const std::string& except, std::vector<std::string>& leads) = 0;
  virtual Status duplicateKeys(std::uint32_t rule, std::vector<std::pair<std::string, std::string>>& lead_and_key) = 0;  ///< for `similar`: all of the block
  virtual Status commit() = 0;
  virtual void rollback() = 0;

  // ---- reading, outside or inside a transaction
  virtual Status world(WorldRows& rows) = 0;
  /// Versions of roster and tables only; cheap: asked for each claim.
  virtual Status worldVersions(std::uint64_t& roster, std::uint64_t& tables, std::uint64_t& playbooks) = 0;
  virtual Status load(const std::string& lead, std::optional<LeadState>& state) = 0;
  virtual Status nextWork(std::int64_t& instant) = 0;    ///< kMissing: none
  virtual Status summaries(std::vector<LeadSummary>& leads) = 0;
  /// Every lead, one after the other, without holding all in memory; `visit` false ends.
  virtual Status eachLead(const std::function<bool(const LeadState&)>& visit) = 0;
  /// Entries of a lead (empty: all, by order), after `order`.
  virtual Status eachEntry(const std::string& lead, std::uint64_t after, const std::function<bool(const JournalEntry&)>& visit) = 0;
  /// What is kept of a person in rows of its own; the lead's state and its journal are read by load() and eachEntry().
  virtual Status held(const std::string& lead, const std::function<void(const Held&)>& visit) = 0;
  /// Whether an event that erases the lead waits at or before `until`.
  virtual Status erasing(const std::string& lead, std::int64_t until, bool& waits) = 0;
  virtual Status waitingEvents(std::uint64_t& count) = 0;
  /// Those refused, wholly or in part, the newest first; `before`: only of a lower number (0: all).
  virtual Status refusedEvents(std::size_t limit, std::vector<std::pair<StoredEvent, std::string>>& events, std::uint64_t before = 0) = 0;
  /// These wait again, as long as they were refused as a whole and their lead was not erased; `mark` is appended with them. A
  /// transaction of its own: an event that was applied is never given again.
  virtual Status retryRefused(std::span<const std::uint64_t> numbers, const Event& mark, std::uint64_t& again) = 0;

  // ---- journal anchors
  /// Entries that no anchor covers yet, by order, at most `limit`; locks them until the end of the transaction.
  virtual Status unanchored(std::size_t limit, std::vector<std::pair<std::uint64_t, std::string>>& order_and_hash) = 0;
  /// Seals exactly those.
  virtual Status writeAnchor(const Anchor& anchor, const std::vector<std::uint64_t>& orders) = 0;
  virtual Status anchors(std::vector<Anchor>& anchors) = 0;
  virtual Status anchoredHashes(std::uint64_t anchor, std::vector<std::string>& hashes) = 0;  ///< by order

  // ---- playbooks
  virtual Status deploy(const PlaybookRow& row) = 0;       ///< the newest from now on; without `files`, those kept of the version stay
  virtual Status renew(const PlaybookRow& row) = 0;        ///< another `chunk` (and `text`, `files`) of a version that is there, in its place
  virtual Status playbookFiles(std::uint64_t version, std::vector<PlaybookFile>& files) = 0;
  virtual Status withdraw(std::uint64_t version) = 0;

  // ---- personal data: takes every place of personal_places.def; the caller has written the erased state
  virtual Status erase(const std::string& lead) = 0;     ///< within a transaction
  /// What was erased leaves no trace in places of the file that nothing uses (SQLite: it is written anew). Outside a transaction.
  virtual Status pack() { return {}; }

  // ---- settings that outlive a process: "clock" (high-water instant, behind `/` that of leads where it is another), "anchored", …
  virtual Status setting(const std::string& name, std::string& value) = 0;
  virtual Status setSetting(const std::string& name, const std::string& value) = 0;
};

/// One look at the store, over all that is asked while it lives.
class Snapshot {
 public:
  Snapshot(Store& store, Status& status) : store_(store) {
    status = store.beginReading();
    open_ = status.ok();
  }
  ~Snapshot() {
    if (open_) store_.rollback();
  }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Store& store_;
  bool open_ = false;
};

}  // namespace leadflow::port
