#include "runtime/store/rows.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "runtime/port/ids.hpp"
#include "runtime/value/hash.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::store {
namespace {

// An index of PostgreSQL takes some 2,700 bytes. The engine's own ids hold an event's and a lead's.
constexpr std::size_t kLongestEventId = 4 * port::kLongestId;

// As PostgreSQL takes it.
bool storable(std::string_view text) { return text.find('\0') == std::string_view::npos && isValidUtf8(text); }

}  // namespace

std::string unfit(const port::Event& event) {
  if (event.id.empty()) return "an event has no id";
  const std::pair<const char*, const std::string*> texts[] = {
      {"id", &event.id},         {"lead", &event.lead},     {"by", &event.by},           {"name", &event.name}, {"value", &event.value},
      {"target", &event.target}, {"reason", &event.reason}, {"comment", &event.comment}, {"body", &event.body},
      {"strange", &event.strange}};
  for (const auto& [what, text] : texts) {
    if (storable(*text)) continue;
    return std::string("the ") + what + " of the event " + (*what == 'i' ? "" : "`" + event.id + "` ") +
           "is not text: it holds a NUL or is not UTF-8";
  }
  if (event.lead.size() > port::kLongestId) return "the lead of the event is longer than " + std::to_string(port::kLongestId) + " bytes";
  if (event.id.size() > kLongestEventId) return "the id of the event is longer than " + std::to_string(kLongestEventId) + " bytes";
  return {};
}

std::string unfit(std::span<const port::Event> events) {
  for (const port::Event& event : events)
    if (std::string why = unfit(event); !why.empty()) return why;
  return {};
}

port::Effect stripped(port::Effect effect) {
  effect.text.clear();
  effect.links.clear();
  effect.fields.clear();
  effect.to_email.clear();
  effect.link.clear();
  if (effect.kind == port::EffectKind::Email) effect.to.clear();
  return effect;
}

std::vector<PlaceStatements> placeStatements(bool sqlite) {
  struct Row {
    const char *columns, *rows, *erase;
  };
#define LEADFLOW_PLACE(name, section, where, columns, rows, erase, goes, stays) {columns, rows, erase},
#define LEADFLOW_PERSONAL "personal = 1"
  static constexpr Row kSqlite[] = {
#include "runtime/port/personal_places.def"
  };
#undef LEADFLOW_PERSONAL
#define LEADFLOW_PERSONAL "personal"
  static constexpr Row kPostgres[] = {
#include "runtime/port/personal_places.def"
  };
#undef LEADFLOW_PERSONAL
#undef LEADFLOW_PLACE
  static_assert(std::size(kSqlite) == static_cast<std::size_t>(port::Place::Count_));
  std::vector<PlaceStatements> all;
  for (std::size_t i = 0; i < std::size(kSqlite); ++i) {
    const Row& row = sqlite ? kSqlite[i] : kPostgres[i];
    PlaceStatements made{static_cast<port::Place>(i), {}, {}, row.erase};
    for (std::string_view left = row.columns; !left.empty();) {
      const std::size_t comma = std::min(left.find(','), left.size());
      made.columns.emplace_back(left.substr(0, comma));
      made.select += (made.select.empty() ? "SELECT \"" : ", \"") + made.columns.back() + '"';
      left.remove_prefix(std::min(comma + 1, left.size()));
    }
    if (!made.select.empty()) made.select += std::string(" FROM ") + row.rows;
    all.push_back(std::move(made));
  }
  return all;
}

TimerChange timerChange(const port::LeadState* before, const port::LeadState& after) {
  static const std::vector<port::Timer> kNone;
  const std::vector<port::Timer>& old = before ? before->timers : kNone;
  TimerChange change;
  std::set_difference(old.begin(), old.end(), after.timers.begin(), after.timers.end(), std::back_inserter(change.gone));
  std::set_difference(after.timers.begin(), after.timers.end(), old.begin(), old.end(), std::back_inserter(change.added));
  return change;
}

std::size_t storedActivities(const port::Write& write, bool& rewrite) {
  const std::size_t stored = write.before ? write.before->activities.size() : 0;
  rewrite = write.before && (write.after.erased || write.after.activities.size() < stored);
  return rewrite ? 0 : stored;
}

std::uint64_t fingerprint(const std::vector<std::pair<std::uint32_t, std::string>>& duplicate_keys) {
  if (duplicate_keys.empty()) return 0;
  std::uint64_t hash = kFnvOffset;
  for (const auto& [rule, key] : duplicate_keys) hash = fnv1a64(key, combineHash(combineHash(hash, rule), key.size()));
  return hash;
}

std::string countsText(const std::vector<std::int64_t>& counts) {
  std::string text;
  for (const std::int64_t count : counts) {
    if (!text.empty()) text += ',';
    text += std::to_string(count);
  }
  return text;
}

std::vector<std::int64_t> countsOf(std::string_view text) {
  std::vector<std::int64_t> counts;
  while (!text.empty()) {
    std::int64_t count = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), count).ptr;
    counts.push_back(count);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    text.remove_prefix(text.starts_with(',') ? 1 : text.size());
  }
  return counts;
}

port::Status noTransaction() { return port::Status::failed("no transaction is open: begin() comes first"); }
port::Status onlyReading() { return port::Status::failed("the transaction only reads: nothing was written"); }
port::Status insideTransaction(const char* call) {
  return port::Status::failed(std::string(call) + " is a transaction of its own, and one is open");
}

}  // namespace leadflow::store
