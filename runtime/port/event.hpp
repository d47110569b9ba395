// An event: something that happened to a lead, as it comes from the outside or from the engine itself.
//
//     {"event":"e1","type":"activity","lead":"00Q1","at":"2026-03-02T10:04:00Z","name":"reply","fields":{"sentiment":"positive"}}
//
// Which members an event type uses stands in event_types.def. INVARIANT: a known `id` changes nothing a second time.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/value/slot.hpp"

namespace leadflow::port {

enum class EventType : std::uint8_t {
#define LEADFLOW_EVENT(type, name, meaning) type,
#include "runtime/port/event_types.def"
#undef LEADFLOW_EVENT
};
std::string_view eventName(EventType type);               ///< "lead.created"
bool eventType(std::string_view name, EventType& type);   ///< false: there is none of that name

struct Event {
  std::string id;
  EventType type = EventType::Activity;
  std::string lead;                 ///< empty for events of no single lead
  std::int64_t at = kMissing;       ///< when it happened, as the sender says; kMissing: when it is processed
  std::string by, name, value, target, reason, comment;
  std::int64_t number = 0;
  std::string body;                 ///< JSON object or array, or empty
  std::string strange;              ///< JSON object of the members that its type does not take, as they came; or empty
};

/// The event as one JSON object with the keys event, type, lead, at (RFC 3339, UTC, milliseconds), by, name, value, target,
/// reason, comment, number, body, then what is strange; empty members are left out.
std::string toJson(const Event& event);

}  // namespace leadflow::port
