// Whether a record is JSON, said before its values are taken from the text itself: numbers keep the form in which they are written, and any
// number of digits is one.
//
//     {"size":123456789012345678901}      JSON; what a field makes of the number is the field's
//     {"size":12,}                        "not JSON: …"
#pragma once
#include <string>
#include <string_view>

namespace leadflow::ingest {

/// Empty, or "not JSON: " and why. What passes can be walked by value/json_scan.hpp.
std::string notJson(std::string_view record);

}  // namespace leadflow::ingest
