// The turns that a store keeps against those that come out when its decisions are made again.
//
//     pool sdrs = reps where team is "sdr"      sdrs ana: served 12, open 3; replayed: served 13, open 3
#pragma once
#include <string>
#include <vector>

#include "runtime/port/store.hpp"

namespace leadflow::workflow {

std::vector<std::string> turnDifferences(const port::DeskRows& stored, const port::DeskRows& replayed);

}  // namespace leadflow::workflow
