// A unified diff of two texts by lines, for `fmt --diff`.
#pragma once
#include <string>

namespace leadflow::cli {

/// `--- path`, `+++ path (formatted)`, hunks with three lines of context. Empty when the texts are equal.
std::string textDiff(const std::string& before, const std::string& after, const std::string& path);

}  // namespace leadflow::cli
