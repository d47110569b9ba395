// One event on one lead, the heart of the workflow: a pure function of the state, the event, the instant and what the
// surroundings answer. Nothing is read from a clock, nothing is sent, nothing is written but the turns that the surroundings lend.
//
//     Step step = transition(world, surroundings, state, event, now, scratch);
//     store.take(std::move(write));          // by the engine: state', effects, timers (in the state), messages, journal: all or nothing
//
// Order within an event (docs/language/stages.md): the record changes, and privacy reacts to that; then rounds, until one changes
// nothing: clocks stop or pause; sequences stop; the stage's `to` lines in order and the `enter` actions of the stage arrived
// at, until the lead rests; handoffs, approvals and clocks begin; privacy reacts. So every condition is asked of the lead as
// the event leaves it. A stage is entered at most once per event. Effects and the account of it all are what remains, and one
// timer at the next instant at which a condition can change by time alone.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/decide/explain.hpp"
#include "runtime/ingest/batch.hpp"
#include "runtime/port/effect.hpp"
#include "runtime/port/event.hpp"
#include "runtime/port/lead_state.hpp"
#include "runtime/workflow/world.hpp"

namespace leadflow::workflow {

/// One sentence of the account of a step: "moved to Working: the line `to Working otherwise` (inbound.leadflow:121)".
struct Reasoning {
  std::string what;      ///< moved, routed, clock started, clock stopped, reminded, escalated, refused, task, email, set, …
  std::string text;      ///< the sentence, values included; personal data left out unless `pii`
  std::string place;     ///< "inbound.leadflow:121"
  bool pii = false;
};

/// Something that an event says and nobody reads: a value that cannot be read, a name that nothing is called.
///
///     size        900 people                not a whole number           "size: `900 people` is not a whole number"
///     Sze         900         near: size    not a field of the lead      "`Sze` is not a field of the lead; did you mean `size`?"
struct Unread {
  std::string field;     ///< `size`, `call.outcome`, `bant.budget`; where the name itself is unknown, that name
  std::string value;     ///< as it came, clipped
  std::string nearest;   ///< the nearest known value or name
  ingest::FaultKind kind{};
  bool pii = false;      ///< the value may be personal: it is told nowhere
  std::string_view type{};   ///< OtherMember: of the event, "lead.updated"
  std::int32_t activity = -1;   ///< which activity of the event's record says it, from 0; -1: none does
  /// Whether the name is what is wrong, and not a value of it.
  bool ofName() const {
    using enum ingest::FaultKind;
    return kind == UnknownField || kind == UnknownActivityField || kind == UnknownItem || kind == RepeatedName || kind == OtherName || kind == TooManyNames || ofEvent();
  }
  /// A member of the event itself, and not of what it carries.
  bool ofEvent() const { return kind == ingest::FaultKind::UnknownMember || kind == ingest::FaultKind::OtherMember || kind == ingest::FaultKind::NewLeadsOnly || kind == ingest::FaultKind::SetAside; }
  std::string text() const;     ///< the sentence, without a personal value
  std::string reason() const;   ///< the same without any value: "the value of `size` is not a whole number"
};

/// The members that the event's type does not take.
std::vector<Unread> strangeMembers(const port::Event& event);
/// What `lead.created` says of a lead that is there already and only a new one takes: its stage, its owner, its queue.
std::vector<Unread> membersOfNew(const port::Event& event);
/// "applied" but for those members: "refused in part: `recrd` is no member of an event; did you mean `record`?".
std::string withUnread(std::string outcome, const std::vector<Unread>& unread);

struct Step {
  port::LeadState after;
  std::string outcome;                       ///< "applied", "refused: no line of stage New lets a person move the lead to Converted", "refused in part: `Sze` is not a field of the lead", "ignored: …"
  bool refused = false;
  std::vector<port::Effect> effects;
  std::vector<port::Event> messages;         ///< for other leads
  std::vector<Reasoning> account;
  std::vector<decide::Taken> taken;          ///< the routes that the lead went through, in order
  std::shared_ptr<decide::Explanation> explained;  ///< of those routes; null: none was taken, or nobody asks
  std::string routed;                        ///< the same as JSON (explain_json), for the journal
  bool used_turns = false;
  bool duplicate_keys_changed = false;
  std::vector<std::pair<std::uint32_t, std::string>> duplicate_keys;
  std::uint32_t faults = 0;                  ///< overflows and divisions by zero
  std::vector<Unread> unread;                ///< what the event said in vain; of a refused event its strange members alone, for the rest its reason says it
  std::uint32_t repeated_activities = 0;     ///< of a record: their id was there before, they count once
  bool activities_replaced = false;          ///< those that were there are gone: a merger took the other lead's
  bool handed_on = false;                    ///< to the lead that this one was merged into, unjudged
  bool forget = false;                       ///< what the store keeps of the person is erased with this step
  bool zoned = false;                        ///< an instant was worked out by the rules of a time zone: the journal names their release
  std::uint32_t moved = 0;                   ///< due instants that other rules of time zones moved
  bool changed = true;                       ///< false: nothing at all happened (a review that moved nothing): not worth a row
};

/// The record behind a row that was read already, as `lead.created` carries it. Asked for only when a step writes to the record.
class RecordSource {
 public:
  virtual ~RecordSource() = default;
  virtual std::string json() const = 0;
};

/// A state for a lead that nobody has seen: sized for the playbook, nothing set but id and version.
port::LeadState freshState(const World& world, std::string id);

/// Deterministic; `event.at` may be kMissing (then it is `now`). `now` is at least state.now. One thread at a time per `Scratch`.
class Scratch;   ///< machine, batches, buffers: kept between steps so that a step allocates little
Step transition(const World& world, Surroundings& surroundings, port::LeadState state, const port::Event& event, std::int64_t now, Scratch& scratch);
/// The timer that is due becomes an event of type Timer (name: kind; number: index; value: part), through the same door.
port::Event timerEvent(const port::LeadState& state, const port::Timer& timer);
/// Whether the event tells the lead what a change of the roster means to it. It comes before all else of its instant: who had the lead
/// may be gone, and what a timer says then is said to whoever has it now. Timers of an instant fire before everything else of it.
bool ofRoster(const port::Event& event);

}  // namespace leadflow::workflow
