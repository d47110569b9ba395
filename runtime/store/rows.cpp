#include "runtime/store/rows.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "runtime/value/hash.hpp"
#include "runtime/value/text.hpp"

namespace leadflow::store {
namespace {

// As PostgreSQL takes it.
bool storable(std::string_view text) { return text.find('\0') == std::string_view::npos && isValidUtf8(text); }

}  // namespace

std::string unfit(std::span<const port::Event> events) {
  for (const port::Event& event : events) {
    if (event.id.empty()) return "an event has no id";
    const std::pair<const char*, const std::string*> texts[] = {
        {"id", &event.id},         {"lead", &event.lead},     {"by", &event.by},           {"name", &event.name}, {"value", &event.value},
        {"target", &event.target}, {"reason", &event.reason}, {"comment", &event.comment}, {"body", &event.body}};
    for (const auto& [what, text] : texts) {
      if (storable(*text)) continue;
      return std::string("the ") + what + " of the event " + (*what == 'i' ? "" : "`" + event.id + "` ") +
             "is not text: it holds a NUL or is not UTF-8";
    }
  }
  return {};
}

port::Effect stripped(port::Effect effect) {
  effect.text.clear();
  effect.fields.clear();
  effect.to_email.clear();
  effect.link.clear();
  if (effect.kind == port::EffectKind::Email) effect.to.clear();
  return effect;
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
