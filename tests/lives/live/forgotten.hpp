// What is left of a lead that was erased: nothing that erasing takes, neither in a row that says what is kept of it, nor as a byte
// of the file.
//
//     store.held("L1", …)      no key, no waiting event, no word of a refused one
//     the packed file          not `p6@home.example`, which only L1 ever was
#pragma once
#include <string>
#include <vector>

#include "runtime/port/store.hpp"
#include "tests/lives/make/story.hpp"

namespace leadflow::lives {

/// Empty, or what is still held of an erased lead. `gone`: addresses that only erased leads had, so that they stand nowhere.
std::string stillHeld(port::Store& store, const Story& story, std::vector<std::string>& gone);

}  // namespace leadflow::lives
