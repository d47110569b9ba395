// Events as they come from outside: NDJSON or a JSON array, one event a record, in the order in which they are to be known.
//
//     {"event":"e1","type":"activity","lead":"00Q1","at":"2026-03-02T10:04:00Z","activity":"reply","fields":{"sentiment":"positive"}}
//     {"event":"e2","type":"stage.moved","lead":"00Q1","at":"2026-03-02T11:00:00Z","stage":"Converted","by":"ana"}
//
// Every type takes the general members (by, name, value, target, reason, comment, number, body) and the friendly names of
// event_keys.def. What cannot be used is set aside with its line and the reason; reading goes on.
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
  std::string record;            ///< its beginning
};

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
  const std::vector<std::string>& unreadKeys() const;   ///< members that no event type knows, each once
  std::uint64_t read() const;                           ///< records so far

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// One event from one JSON object; empty, or what is wrong with it.
std::string readEvent(std::string_view json, const TimeZone& zone, std::int64_t default_at, port::Event& event);

}  // namespace leadflow::ingest
