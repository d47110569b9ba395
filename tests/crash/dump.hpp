// All that an SQLite store holds, as texts that can be compared: one list of rows for each table, without what is random (salts,
// and so the hashes that follow from them).
//
//     const Dump a = dumpOf("whole.db"), b = dumpOf("killed.db");
//     if (const std::string said = difference(a, b); !said.empty()) …
#pragma once
#include <map>
#include <string>
#include <vector>

namespace leadflow::crash {

struct Dump {
  std::map<std::string, std::vector<std::string>> tables;   ///< by name; each row with 0x1F behind every column
  std::string error;                                        ///< it could not be read
};
Dump dumpOf(const std::string& path);

/// The first row that differs, in words; empty: they hold the same.
std::string difference(const Dump& wanted, const Dump& found);

std::string toText(const Dump& dump);
Dump fromText(const std::string& text);

}  // namespace leadflow::crash
