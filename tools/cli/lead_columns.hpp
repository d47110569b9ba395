// The column names of a lead file, for the lint that compares them with the fields.
#pragma once
#include <string>
#include <vector>

namespace leadflow::cli {

/// The header of a CSV file, or the keys of the first records of NDJSON or a JSON array. False with `error` otherwise.
bool leadColumns(const std::string& path, std::vector<std::string>& columns, std::string& error);

}  // namespace leadflow::cli
