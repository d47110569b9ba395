// The people: a roster is a CSV file that changes weekly, while the rules don't.
//
//     id,name,email,manager,team,role,skills,weight,capacity,calendar,timezone,active,stand_in,out_from,out_until
//     ana,Ana Souza,ana@acme.example,maria,sdr_emea,,"senior;security",2,20,emea_desk,Europe/Berlin,yes,ben,2026-03-02,2026-03-09
//
// Only `id` must be there; columns come in any order and case, others are ignored and named. What cannot be read is an
// issue, and the rep keeps the default: weight 1, no capacity limit, active, never out. A date is 00:00 in the rep's
// zone, else in the playbook's, so `out_until 2026-03-09` is back on the 9th.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ingest/source.hpp"
#include "runtime/value/rep.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow::ingest {

enum class RosterSeverity : std::uint8_t { Warning, Error };

struct RosterIssue {
  std::uint64_t line = 0;
  std::uint32_t column = 0;      ///< character in its line, from 1; 0: the whole line
  std::string name;              ///< the column's name
  std::string value;             ///< as written, clipped
  std::string message;           ///< "`maybe` is neither yes nor no"
  RosterSeverity severity = RosterSeverity::Error;
};

struct RosterFile {
  std::vector<Rep> reps;                     ///< in the file's order
  std::vector<RosterIssue> issues;           ///< by line
  std::vector<std::string> unknown_columns;  ///< nobody reads them
  std::string error;                         ///< why nothing could be read; empty: it could
  bool hasErrors() const;                    ///< `error`, or an issue that is one
};

/// What is wrong with the id of somebody who joins a roster, by whatever way; empty: nothing.
std::string unfitRepId(std::string_view id);
RosterFile readRoster(Source& source, const TimeZone& zone);
/// "german; french" -> german, french: what `;`, `,` or `|` tells apart.
std::vector<std::string> skillsOf(std::string_view cell);

}  // namespace leadflow::ingest
