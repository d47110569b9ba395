// What `late` and `stuck` say of the leads of a store, as facts like those of the reference (reference/outlook.cpp).
//
//     L1 | open sla first due 2026-03-03T11:00:00Z of ana          every deadline, whether its time has come or not
//     L1 | stuck: nothing is due                                   why nothing comes of it by itself
//
// Taken at the end of a life, and half way, when most leads are still on their way.
#pragma once
#include <string>
#include <vector>

#include "runtime/workflow/engine.hpp"
#include "tests/lives/make/story.hpp"

namespace leadflow::lives {

inline Instant halfwayOf(const Story& story) { return story.start + (story.end - story.start) / 2; }
/// Sorted. Empty, or why the store cannot be read.
std::string storeOutlook(port::Store& store, workflow::Engine& engine, Instant now, std::vector<std::string>& lines);
/// Where the reference leaves open whether a look to come changes anything ("L1 | stuck?"), both are silent.
void leaveOpen(std::vector<std::string>& expected, std::vector<std::string>& found);

}  // namespace leadflow::lives
