// Lives through the commands, as an operator leads them: files on a disk, a process for each step, some of them killed on the way.
//
//     leadflow work v1.leadflow --store sqlite:leads.db --events events1.ndjson --until 2026-03-04T09:30:00Z      SIGKILL, and again
//     leadflow deploy v2.leadflow --store sqlite:leads.db --now 2026-03-05T11:00:00Z
//     leadflow work v2.leadflow --store sqlite:leads.db --until 2026-03-09T17:00:00Z
//     leadflow replay --store sqlite:leads.db;  leadflow audit verify --store sqlite:leads.db
//
// What the store then holds is read as facts and held against the reference, as in the ways that live in one process.
#pragma once
#include <cstdint>
#include <string>

#include "tests/lives/make/features.hpp"

namespace leadflow::lives {

struct Processes {
  Features features;
  int lives = 40;
  std::uint64_t seed = 1;
  std::string leadflow;                           ///< the program
  int go();
};

}  // namespace leadflow::lives
