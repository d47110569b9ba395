// The instant of creation, asked in every way that decides a lead without keeping it: what `run`, `explain`, the C++ and the C API
// say of a new lead is what `work` makes of its `lead.created`.
//
//     run, explain, C++, C    one batch: the story's leads as records, all at one instant, in the order of their ids
//     work                    the same leads as `lead.created` of that instant, into a store that knows nobody else
//
// What a batch cannot say is left out: a lead that lived elsewhere and is adopted in a stage (a record has no stage), and all that
// stands behind a lead whose creation has consequences at the same instant (a merger ordered from another lead, a timer): between
// two records of a batch nothing happens.
#pragma once
#include "tests/lives/live/engine.hpp"

namespace leadflow::lives {

/// The first difference in words; empty: they agree. `asked`: goes up by the leads that were compared.
std::string atCreation(const Book& book, const Compiled& compiled, const Story& story, std::uint64_t chance, int& asked);

}  // namespace leadflow::lives
