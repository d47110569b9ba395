// Events that look like life at a sales desk: leads come, are called, answer, go quiet, come back, change their minds.
#pragma once
#include <cstdint>
#include <string>

namespace leadflow::crash {

/// Writes `count` events in the order in which they are told to an NDJSON file: `leads` new leads over `days` days, the rest is
/// what happens to them; some events come late, some twice.
/// The same seed gives the same file. False when it cannot be written. `until`: an instant behind the last, RFC 3339.
bool writeEvents(const std::string& path, std::uint64_t count, std::uint64_t leads, int days, std::uint64_t seed, std::string& until);

}  // namespace leadflow::crash
