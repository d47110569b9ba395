// What the commands say of a store that a life has gone through: they are asked as an operator would, and what they answer is
// read by another program.
//
//     why L1 --format json; audit show --lead L1 --format json; …       is JSON
//     refused --limit 3 --page 2                                        says how many more there are, and shows each once
//     work --events far.ndjson                                          one event of 2062 makes nobody late
//     work --rejects rejected.ndjson                                    keeps whole what could not be read
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "tests/lives/make/story.hpp"

namespace leadflow::lives {

struct Answered {
  int exit = 0;                    ///< 128 and more: a signal
  std::string out, err;
};
/// Its words; the store is added.
using Command = std::function<Answered(const std::vector<std::string>&)>;

/// Each empty, or what is wrong. `facts`: what the reference says.
std::string answersAreJson(const Command& ask, const std::vector<std::string>& facts);
std::string refusedByPages(const Command& ask, const std::vector<std::string>& facts);

/// Lines of a file of events that are none: long, and one with a NUL in a member. `number`: of the file.
std::vector<std::string> unreadable(const Event& beside, std::size_t number);
/// Whether a file of `--rejects` has each of them as it was.
std::string keptWhole(const std::string& rejects, const std::vector<std::string>& lines);
/// An event that everybody knows, and one of a mistyped year.
std::string farYear(const Event& known);

}  // namespace leadflow::lives
