// Rosters as JSON: how stores keep them, and how `roster.changed` events carry them.
//
//     [{"id":"ana","team":"sdr_emea","skills":["senior"],"capacity":20,"out_from":"2026-03-02T00:00:00Z"}]
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "runtime/bytecode/program.hpp"
#include "runtime/port/event.hpp"
#include "runtime/value/rep.hpp"
#include "runtime/value/timezone.hpp"

namespace leadflow::workflow {

/// Every member of every rep, in the order of the file; empty texts and open ends are left out.
std::string rosterJson(const std::vector<Rep>& reps);

/// Rows over a roster: a row with a known id changes the members it names (null: back to the default), one with a new id joins
/// behind the others, `"gone":true` takes the rep out. `whole`: the rows are the roster. Instants without a zone are in `zone`.
/// Empty, or what is wrong: "row 3: `capacity` is not a whole number". `chunk`: what somebody says now is held against the
/// playbook, as `check` holds a roster's file: calendars, managers, stand-ins, who is gone; null: a roster that was taken before.
std::string changeRoster(std::vector<Rep>& reps, std::string_view json, bool whole, const TimeZone& zone, const bytecode::Chunk* chunk = nullptr);
/// What a `roster.changed` event says: rows, or with the name `whole` all of them. `current`: the playbook in force; null: there is none.
/// What the engine says itself (a roster named at the start) was looked at before.
std::string changeRoster(std::vector<Rep>& reps, const port::Event& event, const bytecode::Program* current);

}  // namespace leadflow::workflow
