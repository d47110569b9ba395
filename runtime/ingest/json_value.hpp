// A value of JSON that was seen to be valid, as the decoders take it: what a reader that keeps its records as text makes of their members.
//
//     "con\u006eected"      a text, "connected", escaped          ["a", null, 2]      two items, "a" and "2"
#pragma once
#include "runtime/ingest/row_builder.hpp"

namespace leadflow::ingest {

/// A piece of `raw` where nothing is escaped; escaped texts become copies in the arena. `items` are of this value alone.
JsonValue jsonValue(std::string_view raw, Arena& arena, std::string& scratch, std::vector<std::string_view>& items);

}  // namespace leadflow::ingest
