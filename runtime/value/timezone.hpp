// Time zones: what a wall clock in New York or Berlin shows at an instant, and back.
//
// A TimeZone is shared, immutable after its load but for a hint, and lives as long as the process: every thread may use
// the same pointer. Local times are milliseconds since 1970-01-01 00:00 on that wall clock.
//
//     timezone "America/New_York"
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/value/slot.hpp"

namespace leadflow {

class TimeZone {
 public:
  ~TimeZone();
  TimeZone(const TimeZone&) = delete;
  TimeZone& operator=(const TimeZone&) = delete;

  const std::string& name() const;

  // Milliseconds to add to UTC at this instant.
  std::int64_t offsetAt(std::int64_t instant_ms) const;

 private:
  friend const TimeZone* findTimeZone(std::string_view);
  friend Slot toInstant(std::int64_t, const TimeZone&);
  struct Impl;
  explicit TimeZone(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// By its IANA name (`Europe/Berlin`, `UTC`); nullptr if unknown. Thread-safe; the first call for a zone reads its
// table.
const TimeZone* findTimeZone(std::string_view name);

const TimeZone& utcZone();

// A zone as a record or a roster writes it: an IANA name in any case, white space around it and blanks for its underscores allowed
// (`america/new york`); nullptr for anything else. Abbreviations (`PST`), names of Windows and offsets from UTC are no
// zones: they do not say when summer time begins, or mean several places.
const TimeZone* readTimeZone(std::string_view text);

// The release of the time zone database on this machine, such as "2025b"; "unknown" where nothing says it. What was worked
// out under one release may be due at another instant under the next.
const std::string& timeZoneDataVersion();

// Every known name, sorted.
std::vector<std::string> timeZoneNames();

// The zone of a place that a text means in all likelihood (`Berlin`, `Europe/Berln`); empty: none, and nothing near `PST` or
// `GMT+2`, which letters would lead to other hours.
std::string nearestTimeZone(std::string_view text);

// A wall-clock time as an instant. In a gap (spring forward) the time moves forward by the gap: 02:30 becomes 03:30; in
// an overlap (fall back) it is the earlier of the two.
Slot toInstant(std::int64_t local_ms, const TimeZone& zone);

// What the wall clock shows. Missing stays missing.
Slot toLocal(Slot instant_ms, const TimeZone& zone);

}  // namespace leadflow
