// Appending to JSON text without a document: decision records, diagnostics and traces are written field by field.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace leadflow {

// Appends the text as a JSON string with its quotes. Control characters, `"` and `\` are escaped, invalid UTF-8 becomes
// U+FFFD; everything else stays as it is.
void appendJsonString(std::string& out, std::string_view text);

void appendInt(std::string& out, std::int64_t value);

}  // namespace leadflow
