// What the engine made of a lead, as facts like those of the reference: one line a fact.
//
//     L1 | stage Work since 2026-03-02T10:00:00Z          a state, however it was come by: from a store, or from one step
//     turns pa ana 2                                      a store as a whole
#pragma once
#include <string>
#include <vector>

#include "runtime/port/lead_state.hpp"
#include "runtime/store/open.hpp"
#include "runtime/workflow/world.hpp"
#include "tests/lives/reference/model.hpp"

namespace leadflow::lives {

/// When a clock that runs is due, worked out from what is kept of it; kMissing while it stands still.
Instant dueOf(const workflow::World& world, const port::Clock& clock);
void leadFacts(const workflow::World& world, const port::LeadState& lead, const std::vector<port::Effect>& effects, std::vector<std::string>& lines);
/// All that a store holds, sorted, and its outlook at `now`. Empty, or why it cannot be read.
std::string storeFacts(store::Opened& opened, Instant now, std::vector<std::string>& lines);
/// Empty, or what `leadflow replay` and `leadflow audit verify` find in a store.
std::string replayFinds(port::Store& store);
std::string auditFinds(port::Store& store);
std::string unsound(port::Store& store);                 ///< either
/// The first facts that only one of the two has, both sorted. Empty: they are the same.
std::string difference(std::vector<std::string> expected, std::vector<std::string> found, const std::string& way);

}  // namespace leadflow::lives
