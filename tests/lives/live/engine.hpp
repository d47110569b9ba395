// A story as the real engine lives it, in each of the ways that LeadFlow offers, as facts like those of the reference.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "runtime/bytecode/program.hpp"
#include "tests/lives/make/story.hpp"

namespace leadflow::lives {

struct Compiled {
  struct Version { std::string text, bytes; std::shared_ptr<const bytecode::Program> program; };
  std::vector<Version> versions;
  std::vector<Person> roster;
  std::string error;                              ///< what keeps a version from compiling
};
Compiled compile(const Book& book);

enum class Way : std::uint8_t { Whole, Sliced, Killed, Simulated };
inline constexpr const char* kWays[] = {"work, whole", "work, in slices", "work, killed", "simulate"};

struct Outcome {
  std::vector<std::string> facts;
  std::string error;                              ///< the way could not be gone to its end
};
/// `chance`: of where it is cut and killed.
Outcome live(Way way, const Compiled& compiled, const Story& story, std::uint64_t chance);

}  // namespace leadflow::lives
