// Events as they come from outside: NDJSON or a JSON array, one event a record, in the order in which they are to be known.
//
//     {"event":"e1","type":"activity","lead":"00Q1","at":"2026-03-02T10:04:00Z","activity":"reply","fields":{"sentiment":"positive"}}
//     {"event":"e2","type":"stage.moved","lead":"00Q1","at":"2026-03-02T11:00:00Z","stage":"Converted","by":"ana"}
//
// A type takes the members that it uses, under their general names (name, value, body, …) or the friendly ones of
// event_keys.def; what else it says goes along as strange: who takes the event tells it. What cannot be used is set aside with its line and the reason; reading goes on. White space around the id of a
// lead does not count. Nothing that a store could not keep gets through: no NUL, no id longer than kLongestId, no id of the engine's.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/ingest/source.hpp"
#include "runtime/port/event.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow::ingest {

struct EventReject {
  std::uint64_t line = 0;
  std::string reason;            ///< "there is no event type `lead.creatd`; did you mean `lead.created`?"
  std::string record;            ///< as it stood in the file
};

/// A member that its event's type does not take, one of Event::strange.
struct StrangeMember {
  bool of_others = false;        ///< other types have it; else none has
  std::string nearest;           ///< of none: the nearest that this type takes
};
StrangeMember strangeMember(port::EventType type, std::string_view key);

struct EventReadOptions {
  std::string name;              ///< of the file: its extension says the format
  const TimeZone* zone = nullptr;   ///< of instants without one
  std::int64_t default_at = kMissing;   ///< of events without `at`; kMissing: they are set aside
};

class EventReader {
 public:
  EventReader(Source& source, EventReadOptions options);
  ~EventReader();
  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;

  /// Up to `limit` further events; false at the end or on an error. Rejects are added to rejects().
  bool next(std::vector<port::Event>& events, std::size_t limit);
  const std::string& error() const;
  std::vector<EventReject>& rejects();
  const std::vector<std::uint64_t>& lines() const;      ///< of the events that next() gave last
  std::uint64_t read() const;                           ///< records so far

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// One event from one JSON object; empty, or what is wrong with it.
std::string readEvent(std::string_view json, const TimeZone& zone, std::int64_t default_at, port::Event& event);

}  // namespace leadflow::ingest
