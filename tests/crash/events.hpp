// Events that look like a quarter at a sales desk: leads come, are called, answer, go quiet, come back, change their minds.
#pragma once
#include <cstdint>
#include <string>

namespace leadflow::crash {

/// Writes `count` events in the order of time to an NDJSON file: about a tenth are new leads, some events come late, some twice.
/// The same seed gives the same file. False when it cannot be written. `until`: an instant behind the last, RFC 3339.
bool writeEvents(const std::string& path, std::uint64_t count, std::uint64_t seed, std::string& until);

}  // namespace leadflow::crash
