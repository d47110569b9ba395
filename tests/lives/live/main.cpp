// The same lives lived in every way, and held against the reference.
//
//     lives --lives 2000 --seed 1            the CI's; prints what the lives contain, and fails where a situation is too rare
//     lives --lives 50 --seed 7 --with time-conditions      with a construct that is switched off
//     lives --lives 1 --book 31 --life 4     one life again
//     lives --processes 40 --leadflow BIN    lives through the commands, a process each
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/lives/live/compare.hpp"
#include "tests/lives/live/processes.hpp"

using namespace leadflow::lives;

int main(int argc, char** argv) {
  Run run;
  Processes processes;
  processes.lives = 0;
  run.features = usualFeatures();
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i], value = i + 1 < argc ? argv[i + 1] : "";
    if (option == "--table") {
      run.table_only = true;
      continue;
    }
    ++i;
    if (option == "--lives") run.lives = std::atoi(value.c_str());
    else if (option == "--seed") run.seed = std::strtoull(value.c_str(), nullptr, 10);
    else if (option == "--processes") processes.lives = std::atoi(value.c_str());
    else if (option == "--leadflow") processes.leadflow = value;
    else if (option == "--book") run.only_book = std::atoi(value.c_str());
    else if (option == "--life") run.only_life = std::atoi(value.c_str());
    else if (option == "--most") run.most = std::atoi(value.c_str());
    else if (option == "--with" || option == "--without") {
      bool known = value == "all";
      for (std::size_t f = 0; f < std::size(kFeatures); ++f)
        if (value == "all" || value == kFeatures[f].name) run.features.on[f] = option == "--with", known = true;
      if (!known) {
        std::fprintf(stderr, "there is no feature `%s`\n", value.c_str());
        return 2;
      }
    } else {
      std::fprintf(stderr, "usage: lives [--lives N] [--seed S] [--book B] [--life L] [--with FEATURE] [--without FEATURE] [--most N] [--processes N --leadflow BIN]\n");
      return 2;
    }
  }
  if (processes.lives == 0) return run.go();
  processes.features = run.features;
  processes.seed = run.seed;
  return processes.go();
}
