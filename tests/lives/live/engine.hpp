// A story as the real engine lives it, in each of the ways that LeadFlow offers, as facts like those of the reference.
//
//     work, whole       one process, a store in memory
//     work, in slices   stopped at any instants, batches of one or seven
//     work, killed      an SQLite store whose file layer dies at any call, in some lives by a power cut (mortal_disk.hpp)
//     simulate          effects marked as simulated
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "runtime/bytecode/program.hpp"
#include "runtime/value/rep.hpp"
#include "tests/lives/make/story.hpp"

namespace leadflow::lives {

struct Doors;

struct Compiled {
  struct Version { std::string text, bytes; std::shared_ptr<const bytecode::Program> program; };
  std::vector<Version> versions;
  std::vector<Person> roster;
  std::shared_ptr<const Doors> doors;             ///< the first version as other programs open it (creation.cpp)
  std::string error;                              ///< what keeps a version from compiling
};
Compiled compile(const Book& book);
/// Null: one of the APIs refuses it.
std::shared_ptr<const Doors> openDoors(const Compiled::Version& version);
std::vector<Rep> repsOf(const std::vector<Person>& roster);

enum class Way : std::uint8_t { Whole, Sliced, Killed, Simulated };
inline constexpr const char* kWays[] = {"work, whole", "work, in slices", "work, killed", "simulate"};

struct Outcome {
  std::vector<std::string> facts, halfway;        ///< halfway: in slices, what was open then
  std::string error;                              ///< the way could not be gone to its end
  int forgotten = 0;                              ///< addresses of erased leads that were looked for in the bytes of the disk
  int changed = 0;                                ///< rows that somebody changed
  bool read_beside = false;                       ///< while somebody read the store, the worker changed it
  int kills = 0, power_cuts = 0;                  ///< processes that ended in mid-call; of those, with what was not synced lost
};
/// `chance`: of where it is cut and killed.
Outcome live(Way way, const Compiled& compiled, const Story& story, std::uint64_t chance);

}  // namespace leadflow::lives
