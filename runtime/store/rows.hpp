// What the three stores share: how a lead's step becomes rows, and what may go into one.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/port/effect.hpp"
#include "runtime/port/event.hpp"
#include "runtime/port/store.hpp"

namespace leadflow::store {

/// An event without an instant happens when it is processed: it comes before all others.
inline constexpr std::int64_t kEarliest = kMissing + 1;
inline std::int64_t dueOf(std::int64_t at) { return isMissing(at) ? kEarliest : at; }
inline std::int64_t atOf(std::int64_t due) { return due == kEarliest ? kMissing : due; }

/// Empty when an event can be kept: it has an id, its ids are no longer than an index takes, its texts are UTF-8 without NUL.
std::string unfit(const port::Event& event);
/// Of several, the first that cannot, and why.
std::string unfit(std::span<const port::Event> events);

/// A refused event keeps what it says, so that somebody can look at it; of an applied one the journal has it.
inline bool refused(const std::string& outcome) { return outcome.starts_with("refused"); }
/// Of an event that was applied, but for what nobody could read.
inline bool refusedInPart(const std::string& outcome) { return outcome.starts_with("refused in part"); }

/// What is left of why an erased lead's event was refused, wholly or in part: the reason may quote it.
inline const std::string kErasedRefusal = "refused: (erased)";
inline const std::string kErasedPart = "refused in part: (erased)";
inline const std::string& erasedRefusal(const std::string& outcome) { return refusedInPart(outcome) ? kErasedPart : kErasedRefusal; }

/// Personal data in the outbox go with their lead: the effect is deleted unless it was delivered, then its texts are.
inline bool personal(const port::Effect& effect) { return effect.pii || effect.kind == port::EffectKind::Email; }
port::Effect stripped(port::Effect effect);

/// The statements of personal_places.def; an empty one is none.
struct PlaceStatements {
  port::Place place;
  std::vector<std::string> columns;
  std::string select, erase;
};
std::vector<PlaceStatements> placeStatements(bool sqlite);

/// Rows that differ between two sorted lists of timers.
struct TimerChange {
  std::vector<port::Timer> gone, added;
};
TimerChange timerChange(const port::LeadState* before, const port::LeadState& after);

/// How many of `after`'s activities are stored already; 0 with `rewrite` when all of them are to be written anew.
std::size_t storedActivities(const port::Write& write, bool& rewrite);

/// Of keys that a write left as they were, where nobody knows what they are: unlike every list's, so the next list is written.
inline constexpr std::uint64_t kUnknownKeys = 1;
/// Equal for equal lists: spares writing keys that did not change.
std::uint64_t fingerprint(const std::vector<std::pair<std::uint32_t, std::string>>& duplicate_keys);

/// Counts of a share as text ("3,2,5") and back.
std::string countsText(const std::vector<std::int64_t>& counts);
std::vector<std::int64_t> countsOf(std::string_view text);

/// "the transaction has ended: begin() comes first", "begin() is a transaction of its own", "only reads: nothing was written".
port::Status noTransaction();
port::Status onlyReading();
port::Status insideTransaction(const char* call);

}  // namespace leadflow::store
