// Transactions, claiming leads and writing their steps.
#include <algorithm>

#include "runtime/store/postgres/postgres.hpp"
#include "runtime/store/postgres/schema.hpp"
#include "runtime/store/rows.hpp"

namespace leadflow::store {

using port::Status;

Opened openPostgres(const std::string& uri, const StoreOptions& options) {
  auto store = std::make_unique<PostgresStore>(uri, options);
  if (Status status = store->open(); !status.ok()) return {nullptr, nullptr, status.error, status.retry};
  store->release();
  port::OutboxStore* outbox = store.get();
  return {std::move(store), outbox, {}};
}

Status PostgresStore::open() { return preparePostgres(link_, options_); }

// ---- the transaction

Status PostgresStore::guard(const std::function<void()>& work) {
  Status status = link_.guard(work);
  if (!status.ok()) forget();
  return status;
}

Status PostgresStore::whole(const std::function<void()>& work) {
  if (link_.open()) {
    return guard([&] {
      flush();
      work();
    });
  }
  return guard([&] {
    link_.begin();
    work();
    link_.commit();
  });
}

Status PostgresStore::look(const std::function<void()>& work) {
  if (link_.open()) return guard(work);
  return guard([&] {
    link_.begin();
    link_.only();
    work();
    link_.commit();
  });
}

void PostgresStore::forget() {
  gathered_ = {};
  held_.clear();
  reading_ = false;
}

Status PostgresStore::begin() {
  if (link_.open()) return insideTransaction("begin()");
  return guard([&] { link_.begin(); });
}

// A lock of the server's, not of the row: who waits to change the world is not passed by those who come after.
void PostgresStore::holdWorld(bool alone) {
  link_.run(alone ? "SELECT pg_advisory_xact_lock(hashtextextended('leadflow world ' || current_schema(), 0))"
                  : "SELECT pg_advisory_xact_lock_shared(hashtextextended('leadflow world ' || current_schema(), 0))");
}

Status PostgresStore::lockWorld(bool alone) {
  if (!link_.open()) return noTransaction();
  return guard([&] { holdWorld(alone); });
}

Status PostgresStore::beginReading() {
  if (link_.open()) return insideTransaction("beginReading()");
  Status status = guard([&] {
    link_.begin();
    link_.only();
  });
  reading_ = status.ok();
  return status;
}

Status PostgresStore::commit() {
  if (!link_.open()) return noTransaction();
  if (reading_) {
    rollback();
    return onlyReading();
  }
  Status status = guard([&] {
    flush();
    link_.commit();
  });
  forget();
  return status;
}

void PostgresStore::rollback() {
  link_.rollback();
  forget();
}

// ---- the inbox

std::uint64_t PostgresStore::put(std::vector<port::Event> events) {
  if (events.empty()) return 0;
  const pqxx::result numbers =
      link_.run("SELECT nextval('event_numbers') FROM generate_series(1, $1::bigint)", {std::to_string(events.size())});
  // Numbered as received, inserted by id: two that insert the same ids at once then wait for each other in one order.
  std::vector<std::pair<std::int64_t, port::Event*>> numbered;
  std::vector<std::string> leads;
  for (std::size_t i = 0; i < events.size(); ++i) {
    numbered.emplace_back(number(numbers[static_cast<int>(i)][0]), &events[i]);
    leads.push_back(events[i].lead);
  }
  std::sort(leads.begin(), leads.end());
  leads.erase(std::unique(leads.begin(), leads.end()), leads.end());
  link_.run("INSERT INTO leads (id) SELECT * FROM unnest($1::text[]) ON CONFLICT (id) DO NOTHING", {arrayOf(leads)});
  std::stable_sort(numbered.begin(), numbered.end(), [](const auto& a, const auto& b) { return a.second->id < b.second->id; });
  Rows rows;
  for (const auto& [at, event] : numbered) {
    rows.add(at, event->id, event->lead, static_cast<std::int32_t>(event->type), dueOf(event->at), event->by, event->name, event->value,
             event->target, event->reason, event->comment, event->number, event->body, event->strange);
  }
  return link_
      .run("INSERT INTO events (number, id, lead, type, at, \"by\", name, value, target, reason, comment, amount, body, strange) "
           "SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::text[], $8::text[], "
           "$9::text[], $10::text[], $11::text[], $12::bigint[], $13::text[], $14::text[]) ON CONFLICT (id) DO NOTHING",
           rows.take())
      .affected_rows();
}

Status PostgresStore::append(std::span<const port::Event> events, port::Appended& appended) {
  appended = {};
  std::uint64_t added = 0;
  std::vector<std::pair<std::size_t, std::string>> unfit_ones;
  std::vector<port::Event> fit;
  for (std::size_t i = 0; i < events.size(); ++i)
    if (std::string why = unfit(events[i]); !why.empty()) unfit_ones.emplace_back(i, std::move(why));
  if (!unfit_ones.empty()) {
    auto next = unfit_ones.begin();
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (next != unfit_ones.end() && next->first == i) ++next;
      else fit.push_back(events[i]);
    }
    events = fit;
  }
  Status status = whole([&] {
    constexpr std::size_t kPortion = 5000;
    for (std::size_t from = 0; from < events.size(); from += kPortion) {
      const auto portion = events.subspan(from, std::min(kPortion, events.size() - from));
      added += put({portion.begin(), portion.end()});
    }
  });
  if (status.ok()) appended = {added, events.size() - added, std::move(unfit_ones)};
  return status;
}

port::StoredEvent eventOf(const pqxx::row& row) {
  return {bits(row[0]),
          {text(row[1]), static_cast<port::EventType>(number(row[3])), text(row[2]), atOf(number(row[4])), text(row[5]), text(row[6]),
           text(row[7]), text(row[8]), text(row[9]), text(row[10]), number(row[11]), text(row[12]), text(row[13])}};
}

// ---- claiming

std::vector<std::string> PostgresStore::lock(std::int64_t now, std::size_t limit) {
  std::vector<std::string> held, got;
  for (const auto& [lead, ignored] : held_) held.push_back(lead);
  for (;;) {
    // Candidates by timer and by event, merged; then one by one in that order until enough are locked. (As a plain join with
    // ORDER BY … LIMIT … SKIP LOCKED it would read every lead.)
    const pqxx::result found = link_.run(
        "WITH timed AS (SELECT id AS lead, next_timer AS at FROM leads WHERE next_timer <= $1 AND id <> ALL ($4::text[]) "
        "ORDER BY next_timer, id LIMIT $3), "
        "spoken AS (SELECT lead, at FROM events WHERE outcome IS NULL AND at <= $1 AND lead <> ALL ($4::text[]) ORDER BY at, lead LIMIT $3), "
        "first AS (SELECT lead, min(at) AS at FROM (SELECT * FROM timed UNION ALL SELECT * FROM spoken) AS due GROUP BY lead "
        // Behind the end of a list that was cut nobody knows what comes first.
        "HAVING min(at) <= coalesce(least((SELECT max(at) FROM timed HAVING count(*) >= $3), (SELECT max(at) FROM spoken HAVING count(*) >= $3)), "
        "9223372036854775807) ORDER BY 2, 1) "
        "SELECT l.id FROM first CROSS JOIN LATERAL (SELECT id FROM leads WHERE id = first.lead FOR NO KEY UPDATE SKIP LOCKED) AS l LIMIT $2",
        {std::to_string(now), std::to_string(limit - got.size()), std::to_string(seen_), arrayOf(held)});
    for (const pqxx::row& row : found) {
      got.push_back(text(row[0]));
      held.push_back(got.back());
    }
    if (got.size() >= limit) return got;
    const pqxx::result counts = link_.run(
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM leads WHERE next_timer <= $1 AND id <> ALL ($3::text[]) LIMIT $2) a), "
        "(SELECT count(*) FROM (SELECT 1 FROM events WHERE outcome IS NULL AND at <= $1 AND lead <> ALL ($3::text[]) LIMIT $2) b)",
        {std::to_string(now), std::to_string(seen_), arrayOf(held)});
    const std::uint64_t timed = bits(counts[0][0]), spoken = bits(counts[0][1]);
    if (timed + spoken == 0) return got;
    if (!found.empty()) continue;  // the candidates told of few leads: look at the next ones
    if (timed < seen_ && spoken < seen_) {
      seen_ = std::max<std::size_t>(256, seen_ / 2);
      return got;                  // others hold all that is left
    }
    seen_ *= 8;
  }
}

void PostgresStore::read(std::vector<port::Work>& work) {
  std::unordered_map<std::string, std::size_t> place;
  std::vector<std::string> leads;
  for (const port::Work& item : work) {
    place.emplace(item.lead.id, leads.size());
    leads.push_back(item.lead.id);
  }
  const Link::Args ids = {arrayOf(leads)};
  bool timers = false;
  for (const pqxx::row& row : link_.run("SELECT id, state, keys_hash, next_timer FROM leads WHERE id = ANY ($1::text[])", ids)) {
    const auto at = place.find(text(row[0]));
    if (at == place.end()) continue;
    if (const auto held = held_.find(at->first); held != held_.end()) held->second.keys_hash = bits(row[2]);
    port::Work& item = work[at->second];
    item.is_new = row[1].is_null();
    if (item.is_new) continue;
    const pqxx::binarystring state(row[1]);
    if (!port::decodeState({reinterpret_cast<const char*>(state.data()), state.size()}, item.lead)) {
      throw std::runtime_error("damaged: the state of lead `" + at->first + "` cannot be read");
    }
    timers = timers || !row[3].is_null();
  }
  const auto of = [&](const pqxx::row& row) -> port::LeadState& { return work[place.at(text(row[0]))].lead; };
  if (timers) {
    for (const pqxx::row& row :
         link_.run("SELECT lead, due, kind, line, part FROM timers WHERE lead = ANY ($1::text[]) ORDER BY lead, due, kind, line, part", ids)) {
      of(row).timers.push_back({number(row[1]), static_cast<port::TimerKind>(number(row[2])), static_cast<std::uint32_t>(number(row[3])),
                                static_cast<std::uint32_t>(number(row[4]))});
    }
  }
  if (std::any_of(work.begin(), work.end(), [](const port::Work& item) { return !item.is_new; })) {
    for (const pqxx::row& row :
         link_.run("SELECT lead, at, type, body, \"by\" FROM activities WHERE lead = ANY ($1::text[]) ORDER BY lead, number", ids)) {
      of(row).activities.push_back({number(row[1]), text(row[2]), text(row[3]), text(row[4])});
    }
  }
}

Status PostgresStore::claim(std::int64_t now, std::size_t limit, std::vector<port::Work>& work, std::int64_t& horizon) {
  work.clear();
  horizon = kMissing;
  if (!link_.open()) return noTransaction();
  Status status = guard([&] {
    flush();
    std::vector<port::Work> found;
    for (const std::string& lead : lock(now, limit)) {
      held_.emplace(lead, Held{});
      found.emplace_back().lead.id = lead;
    }
    if (!found.empty()) {
      read(found);
      std::unordered_map<std::string, std::size_t> place;
      std::vector<std::string> leads;
      for (std::size_t i = 0; i < found.size(); ++i) place.emplace(found[i].lead.id, i), leads.push_back(found[i].lead.id);
      for (const pqxx::row& row :
           link_.run("SELECT e.* FROM unnest($1::text[]) AS w (lead) CROSS JOIN LATERAL "
                     "(SELECT number, id, lead, type, at, \"by\", name, value, target, reason, comment, amount, body, strange FROM events "
                     "WHERE lead = w.lead AND outcome IS NULL AND at <= $2 ORDER BY at, number) AS e",
                     {arrayOf(leads), std::to_string(now)})) {
        found[place.at(text(row[2]))].events.push_back(eventOf(row));
      }
      // A lead whose work another worker finished between our look and our lock has none left.
      for (port::Work& item : found) {
        const bool timer = !item.lead.timers.empty() && item.lead.timers.front().due <= now;
        if (timer || !item.events.empty()) work.push_back(std::move(item));
      }
    }
    std::vector<std::string> held;
    for (const auto& [lead, ignored] : held_) held.push_back(lead);
    const pqxx::result next = link_.run(
        "SELECT least((SELECT next_timer FROM leads WHERE next_timer IS NOT NULL AND id <> ALL ($1::text[]) ORDER BY next_timer, id LIMIT 1), "
        "(SELECT at FROM events WHERE outcome IS NULL AND lead <> ALL ($1::text[]) ORDER BY at, lead LIMIT 1))",
        {arrayOf(held)});
    horizon = number(next[0][0]);
  });
  if (!status.ok()) work.clear();
  return status;
}

Status PostgresStore::claimLead(const std::string& lead, port::Work& work) {
  if (!link_.open()) return noTransaction();
  return guard([&] {
    flush();
    link_.run("SELECT id FROM leads WHERE id = $1 FOR NO KEY UPDATE", {lead});
    held_.try_emplace(lead);
    std::vector<port::Work> one(1);
    one[0].is_new = true;
    one[0].lead.id = lead;
    read(one);
    for (const pqxx::row& row : link_.run("SELECT number, id, lead, type, at, \"by\", name, value, target, reason, comment, amount, body, strange FROM events "
                                          "WHERE lead = $1 AND outcome IS NULL ORDER BY at, number",
                                          {lead})) {
      one[0].events.push_back(eventOf(row));
    }
    work = std::move(one[0]);
  });
}

// ---- writing

void PostgresStore::record(const port::JournalEntry& entry) {
  gathered_.journal.add(entry.lead, entry.seq, entry.at, entry.kind, entry.body, entry.previous, entry.hash);
  gathered_.secrets.emplace_back(entry.lead, entry.secrets);
}

Status PostgresStore::write(const port::Write& write) {
  if (!link_.open()) return noTransaction();
  if (std::string why = unfit(write.messages); !why.empty()) {
    rollback();
    return Status::failed(std::move(why));
  }
  const port::LeadState& after = write.after;
  return guard([&] {
    if (gathered_.written.contains(after.id)) flush();  // a second step of the same lead builds on the first
    Gathered& rows = gathered_;
    rows.written.insert(after.id);
    const auto held = held_.find(after.id);
    const std::uint64_t hash = write.duplicate_keys_changed ? fingerprint(write.duplicate_keys) : held != held_.end() ? held->second.keys_hash : kUnknownKeys;
    const std::string state = port::encodeState(after);
    rows.leads.add(after.id, Bytes{state}, after.version, write.stage, write.owner, write.queue, Nullable{after.created},
                   Nullable{after.entered}, Nullable{after.timers.empty() ? kMissing : after.timers.front().due}, after.final, after.erased,
                   hash);
    // Equal fingerprints do not mean equal keys: only two empty lists need no writing.
    if (write.duplicate_keys_changed && (held == held_.end() || held->second.keys_hash != hash || hash != 0)) {
      rows.keys_gone.add(after.id);
      for (const auto& [rule, key] : write.duplicate_keys) rows.keys.add(rule, key, after.id);
      rows.duplicate_keys[after.id] = write.duplicate_keys;
      if (held != held_.end()) held->second.keys_hash = hash;
    }
    const TimerChange timers = timerChange(write.before, after);
    for (const port::Timer& timer : timers.gone) rows.timers_gone.add(after.id, timer.due, static_cast<std::int32_t>(timer.kind), timer.index, timer.part);
    for (const port::Timer& timer : timers.added) rows.timers.add(after.id, timer.due, static_cast<std::int32_t>(timer.kind), timer.index, timer.part);
    bool rewrite = false;
    const std::size_t stored = storedActivities(write, rewrite);
    if (rewrite) rows.activities_gone.add(after.id);
    for (std::size_t i = stored; i < after.activities.size(); ++i) {
      const port::ActivityEntry& activity = after.activities[i];
      rows.activities.add(after.id, static_cast<std::uint64_t>(i), activity.at, activity.type, activity.body, activity.by);
    }
    for (const port::Outcome& outcome : write.outcomes) {
      if (outcome.event_number == 0) continue;
      const bool refusal = refused(outcome.text);
      (refusal && !after.erased ? rows.refusals : rows.outcomes).add(outcome.event_number, refusal && after.erased ? erasedRefusal(outcome.text) : outcome.text);
    }
    for (const port::JournalEntry& entry : write.journal) record(entry);
    for (const port::Effect& effect : write.effects) rows.outbox.add(effect.key, effect.lead, effect.at, personal(effect), toStored(effect));
    rows.messages.insert(rows.messages.end(), write.messages.begin(), write.messages.end());
  });
}

void PostgresStore::flushJournal() {
  Rows& entries = gathered_.journal;
  if (entries.empty()) return;
  // Given out now: whoever called desk() holds its lock, so that these orders are the orders of the turns.
  std::vector<std::int64_t> orders;
  for (const pqxx::row& row : link_.run("SELECT nextval('journal_order') FROM generate_series(1, $1::bigint)", {std::to_string(entries.size())})) {
    orders.push_back(number(row[0]));
  }
  std::sort(orders.begin(), orders.end());
  Link::Args columns = entries.take();
  columns.insert(columns.begin(), arrayOf(orders));
  link_.run("INSERT INTO journal (\"order\", lead, seq, at, kind, body, previous, hash) SELECT * FROM unnest($1::bigint[], $2::text[], "
            "$3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[])",
            columns);
  link_.run("INSERT INTO seals (\"order\") SELECT * FROM unnest($1::bigint[])", {columns[0]});
  Rows secrets;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    std::int32_t position = 0;
    const auto& [lead, of_entry] = gathered_.secrets[i];
    for (const port::Secret& secret : of_entry) secrets.add(orders[i], position++, lead, secret.hash, secret.salt, secret.value);
  }
  if (!secrets.empty()) {
    link_.run("INSERT INTO secrets (\"order\", position, lead, hash, salt, value) "
              "SELECT * FROM unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[])",
              secrets.take());
  }
}

void PostgresStore::flush() {
  Gathered& rows = gathered_;
  const auto send = [&](const char* sql, Rows& table) {
    if (!table.empty()) link_.run(sql, table.take());
  };
  send("INSERT INTO leads (id, state, version, stage, owner, queue, created, entered, next_timer, final, erased, keys_hash) "
       "SELECT * FROM unnest($1::text[], $2::bytea[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], "
       "$9::bigint[], $10::boolean[], $11::boolean[], $12::bigint[]) ON CONFLICT (id) DO UPDATE SET state = excluded.state, "
       "version = excluded.version, stage = excluded.stage, owner = excluded.owner, queue = excluded.queue, created = excluded.created, "
       "entered = excluded.entered, next_timer = excluded.next_timer, final = excluded.final, erased = excluded.erased, "
       "keys_hash = excluded.keys_hash",
       rows.leads);
  send("DELETE FROM timers t USING unnest($1::text[], $2::bigint[], $3::int[], $4::bigint[], $5::bigint[]) AS g (lead, due, kind, line, part) "
       "WHERE t.lead = g.lead AND t.due = g.due AND t.kind = g.kind AND t.line = g.line AND t.part = g.part",
       rows.timers_gone);
  send("INSERT INTO timers (lead, due, kind, line, part) SELECT * FROM unnest($1::text[], $2::bigint[], $3::int[], $4::bigint[], "
       "$5::bigint[]) ON CONFLICT DO NOTHING",
       rows.timers);
  send("DELETE FROM activities WHERE lead = ANY ($1::text[])", rows.activities_gone);
  send("INSERT INTO activities (lead, number, at, type, body, \"by\") SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], "
       "$4::text[], $5::text[], $6::text[])",
       rows.activities);
  // Of one that was not refused the journal has what it said.
  send("UPDATE events e SET outcome = o.outcome FROM unnest($1::bigint[], $2::text[]) AS o (number, outcome) WHERE e.number = o.number",
       rows.refusals);
  send("UPDATE events e SET outcome = o.outcome, \"by\" = '', name = '', value = '', target = '', reason = '', comment = '', amount = 0, body = '', strange = '' "
       "FROM unnest($1::bigint[], $2::text[]) AS o (number, outcome) WHERE e.number = o.number",
       rows.outcomes);
  send("DELETE FROM duplicate_keys WHERE lead = ANY ($1::text[])", rows.keys_gone);
  send("INSERT INTO duplicate_keys (rule, key, lead) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING",
       rows.keys);
  flushJournal();
  send("INSERT INTO outbox (key, lead, next_try, personal, effect) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], "
       "$4::boolean[], $5::text[]) ON CONFLICT (key) DO NOTHING",
       rows.outbox);
  put(std::move(rows.messages));
  rows = {};
}

}  // namespace leadflow::store
