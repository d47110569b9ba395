#include "runtime/workflow/snapshot.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "runtime/audit/digest.hpp"
#include "runtime/workflow/meaning.hpp"
#include "runtime/workflow/scribe.hpp"
#include "runtime/workflow/turn_book.hpp"

namespace leadflow::workflow {

using port::JournalEntry;
using port::Status;
using Json = nlohmann::ordered_json;

namespace {

std::string settingName(const char* what) { return "meaning " + std::to_string(kMeaning) + ' ' + what; }

std::string textOf(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string toHex(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    text += digits[static_cast<unsigned char>(byte) >> 4];
    text += digits[static_cast<unsigned char>(byte) & 15];
  }
  return text;
}

bool fromHex(const std::string& text, std::string& bytes) {
  bytes.clear();
  if (text.size() % 2 != 0) return false;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    unsigned value = 0;
    const auto [end, fault] = std::from_chars(text.data() + at, text.data() + at + 2, value, 16);
    if (fault != std::errc() || end != text.data() + at + 2) return false;
    bytes += static_cast<char>(value);
  }
  return true;
}

/// Everything that is kept of a lead but its chain.
std::string wholeOf(const port::LeadState& lead) {
  port::LeadState kept = lead;
  kept.journal_seq = 0;
  kept.journal_hash.clear();
  Json timers = Json::array(), activities = Json::array();
  for (const port::Timer& timer : lead.timers) timers.push_back({timer.due, static_cast<int>(timer.kind), timer.index, timer.part});
  for (const port::ActivityEntry& activity : lead.activities) activities.push_back({activity.at, activity.type, activity.body, activity.by});
  return textOf({{"state", toHex(port::encodeState(kept))}, {"timers", std::move(timers)}, {"activities", std::move(activities)}});
}

void close(JournalEntry& entry, port::LeadState& chain) {
  entry.previous = chain.journal_hash;
  entry.hash = audit::entryHash(entry);
  chain.journal_seq = entry.seq;
  chain.journal_hash = entry.hash;
}

}  // namespace

JournalEntry snapshotEntry(const World* world, port::LeadState& lead, std::int64_t now, Salts& salts, const char* kind) {
  const std::uint32_t from = lead.meaning;
  lead.meaning = kMeaning;
  JournalEntry entry;
  entry.lead = lead.id;
  entry.seq = lead.journal_seq + 1;
  entry.at = now;
  entry.kind = kind;
  port::Secret secret;
  secret.salt = salts.salt(entry.lead, entry.seq, 0);
  secret.value = wholeOf(lead);
  secret.hash = audit::commit(secret.salt, secret.value);
  entry.body = textOf({{"meaning", kMeaning},
                       {"from", from},
                       {"revision", lead.revision},
                       {"version", hexOf(lead.version)},
                       {"stage", world ? stageName(*world, lead) : std::string()},
                       {"owner", world ? ownerOf(*world, lead) : std::string()},
                       {"queue", world ? queueName(*world, lead) : std::string()},
                       {"snapshot", {{"$pii", secret.hash}}}});
  entry.secrets.push_back(std::move(secret));
  close(entry, lead);
  return entry;
}

bool readSnapshot(const JournalEntry& entry, port::LeadState& lead) {
  if (entry.secrets.size() != 1) return false;
  const Json whole = Json::parse(entry.secrets.front().value, nullptr, false);
  if (!whole.is_object() || !whole.contains("state") || !whole.contains("timers") || !whole.contains("activities")) return false;
  std::string bytes;
  lead = {};
  if (!fromHex(whole["state"].get<std::string>(), bytes) || !port::decodeState(bytes, lead)) return false;
  for (const Json& timer : whole["timers"])
    lead.timers.push_back({timer[0].get<std::int64_t>(), static_cast<port::TimerKind>(timer[1].get<int>()), timer[2].get<std::uint32_t>(), timer[3].get<std::uint32_t>()});
  for (const Json& activity : whole["activities"])
    lead.activities.push_back({activity[0].get<std::int64_t>(), activity[1].get<std::string>(), activity[2].get<std::string>(), activity[3].get<std::string>()});
  const Json body = Json::parse(entry.body, nullptr, false);
  if (!body.is_object()) return false;
  lead.meaning = body.value("from", std::uint32_t{1});
  lead.journal_seq = entry.seq - 1;
  lead.journal_hash = entry.previous;
  return true;
}

WorldSnapshot snapshotOf(const port::WorldRows& rows, const port::DeskRows& desk) {
  Json tables = Json::array();
  for (const auto& row : rows.tables) tables.push_back({row.table, row.key, row.body});
  Json shares = Json::array();
  for (const port::ShareRow& row : desk.shares) shares.push_back({row.choice, row.counts});
  return {rows.roster.empty() ? "[]" : rows.roster, textOf(tables),
          "{\"turn\":" + std::to_string(desk.turn) + ",\"turns\":" + turnsJson(desk) + ",\"shares\":" + textOf(shares) + '}'};
}

Status saveSnapshot(port::Store& store, const WorldSnapshot& snapshot) {
  Status status = store.setSetting(settingName("roster"), snapshot.roster);
  if (status.ok()) status = store.setSetting(settingName("tables"), snapshot.tables);
  if (status.ok()) status = store.setSetting(settingName("turns"), snapshot.turns);
  return status;
}

Status loadSnapshot(port::Store& store, WorldSnapshot& snapshot) {
  snapshot = {};
  Status status = store.setting(settingName("roster"), snapshot.roster);
  if (status.ok()) status = store.setting(settingName("tables"), snapshot.tables);
  if (status.ok()) status = store.setting(settingName("turns"), snapshot.turns);
  return status;
}

std::vector<port::WorldRows::TableRow> tablesOf(const std::string& json) {
  std::vector<port::WorldRows::TableRow> tables;
  const Json rows = Json::parse(json.empty() ? "[]" : json, nullptr, false);
  if (rows.is_array())
    for (const Json& row : rows) tables.push_back({row[0].get<std::string>(), row[1].get<std::string>(), row[2].get<std::string>()});
  return tables;
}

port::DeskRows turnsOf(const std::string& json) {
  port::DeskRows desk;
  const Json rows = Json::parse(json.empty() ? "{}" : json, nullptr, false);
  if (!rows.is_object()) return desk;
  desk.turn = rows.value("turn", std::uint64_t{0});
  if (rows.contains("turns"))
    for (const Json& row : rows["turns"])
      desk.turns.push_back({row[0].get<std::string>(), row[1].get<std::string>(), row[2].get<std::int64_t>(), row[3].get<std::uint64_t>(), row[5].get<bool>(),
                            row[6].get<bool>(), row[4].get<std::int64_t>()});
  if (rows.contains("shares"))
    for (const Json& row : rows["shares"]) desk.shares.push_back({row[0].get<std::string>(), row[1].get<std::vector<std::int64_t>>()});
  return desk;
}

JournalEntry worldSnapshotEntry(port::LeadState& chain, std::uint32_t from, std::int64_t now, const WorldSnapshot& snapshot, std::uint64_t roster_version, std::uint64_t tables_version) {
  chain.meaning = kMeaning;
  JournalEntry entry;
  entry.seq = chain.journal_seq + 1;
  entry.at = now;
  entry.kind = kMeaningChanged;
  entry.body = textOf({{"meaning", kMeaning},
                       {"from", from},
                       {"roster", roster_version},
                       {"tables", tables_version},
                       {"snapshot", audit::sha256(snapshot.roster + '\n' + snapshot.tables + '\n' + snapshot.turns)}});
  close(entry, chain);
  return entry;
}

std::uint32_t meaningOf(const JournalEntry& entry) {
  // Behind the brace that opens the body, where makeEntry and its like put it: no need to read what may be long.
  static constexpr std::string_view mark = "{\"meaning\":";
  std::uint32_t meaning = 1;
  if (entry.body.starts_with(mark)) std::from_chars(entry.body.data() + mark.size(), entry.body.data() + entry.body.size(), meaning);
  return meaning;
}

}  // namespace leadflow::workflow
