// A lead's state in words, and lists that fit a terminal: what status, late, stuck, why and their like share.
//
//     2026-03-02 10:00      3 d 4 h      ana, max (queue desk)      1,204 leads
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "runtime/port/lead_state.hpp"
#include "runtime/workflow/world.hpp"

namespace leadflow::cli {

/// `2026-03-02 10:00` on the zone's wall clock; empty when missing.
std::string wallText(std::int64_t instant, const TimeZone& zone);
/// `2026-03-02T15:00:00Z`, or empty.
std::string isoText(std::int64_t instant);
/// What a violation of `privacy` is told with in an account.
inline const std::string kAgainstPrivacy = "against privacy: ";
/// A told sentence, with the instant of a touch against privacy on the zone's wall clock: a state and a journal keep it in UTC. Others
/// stay as they are.
std::string byWallClock(std::string sentence, const TimeZone& zone);
/// The two largest units: `3 d 4 h`, `2 h 5 min`, `40 s`.
std::string spanText(std::int64_t ms);

/// `ana`, `max (queue desk)` for a queue's owner, `nobody`.
std::string peopleText(const std::vector<std::string>& who, const std::string& queue);

/// Prints rows under titles, as wide as the terminal. Nothing but `none` when there are no rows.
void printRows(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows, const std::string& none = {});
/// An id of a lead as the command was given it: white space around it does not count, as in events and files, and without anything else it is refused.
std::function<std::string(std::string&)> leadId();
/// `1 lead`, `1,204 leads`
std::string counted(std::uint64_t number, const std::string& one, const std::string& many = {});

}  // namespace leadflow::cli
