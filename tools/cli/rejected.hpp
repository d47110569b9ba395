// Lines that `work --rejects` set aside: a file beside the store, in which a person may stand as well. The store remembers which.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/port/store.hpp"

namespace leadflow::cli {

struct RejectedLine {
  std::string file;
  std::uint64_t line = 0;   ///< of the file, from 1
  std::string text;
};

/// Notes in the store that lines are set aside in this file.
port::Status rememberRejects(port::Store& store, const std::string& path);
/// The files that were ever noted, and `more`.
port::Status rejectFiles(port::Store& store, const std::vector<std::string>& more, std::vector<std::string>& files);
/// A file that is there and may not be read may hold anything.
port::Status canBeRead(const std::vector<std::string>& files);
/// The lines of the files that name one of the leads. A file that is not there any more has none.
std::vector<RejectedLine> linesThatName(const std::vector<std::string>& files, const std::vector<std::string>& leads);
/// Writes the files anew without those lines; `error` says which could not be.
bool takeLinesThatName(const std::vector<std::string>& files, const std::vector<std::string>& leads, std::uint64_t& taken, std::string& error);

}  // namespace leadflow::cli
