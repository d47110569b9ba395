// The people of a playbook or of a test, checked: ids, absences, calendars, who stands in for whom.
//
//     roster from "roster.csv"
//     test "…" { roster { ana team "sdr_emea" skills [senior] manager maria; maria role sales_manager } }
#pragma once
#include <string>
#include <vector>

#include "compiler/check/context.hpp"

namespace leadflow::check {

struct RosterRead {
  std::vector<Rep> reps;
  std::vector<Span> spans;  ///< one a rep
};

/// The entries of a roster in braces. Nullopt after a report.
std::optional<RosterRead> readRosterEntries(Context& context, const syntax::Roster& roster, Scope& scope);
/// A roster file below the playbook's root. Nullopt after a report.
std::optional<RosterRead> readRosterFile(Context& context, const syntax::FileRef& from, Scope& scope);
/// A roster file by its text (Options::roster_path); `path` as messages show it.
std::optional<RosterRead> readRosterText(Context& context, const std::string& path, std::string text, Scope& scope);

/// The people of a roster that is not looked at otherwise (Options::roster_apart) are known by their ids, without a report, as far as it
/// can be read: names of the playbook mean them.
void knowPeople(Context& context, const syntax::Roster& roster);
void knowPeople(Context& context, std::string_view rows);

/// Duplicate ids, calendars, zones, managers, stand-ins. `small`: the roster of a test, which may leave managers out.
bool checkReps(Context& context, const RosterRead& roster, Scope& scope, bool small);

}  // namespace leadflow::check
