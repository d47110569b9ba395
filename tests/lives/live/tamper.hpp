// Somebody changes one row of a store behind the engine's back. `replay` or `audit verify` must say so.
#pragma once
#include <string>

#include "tests/lives/make/random.hpp"

namespace leadflow::lives {

/// Changes a row of the SQLite store at `path`, which nobody has open, and says which. Empty: there was none to change.
std::string changeRow(const std::string& path, const char* vfs, Random& random, std::string& error);

}  // namespace leadflow::lives
