// The version of a playbook: a hash of everything that it was compiled from, names and texts, but for people and live tables,
// which change without the rules.
//
//     playbook inbound { … }   use std.geo   list free_mail from "free_mail.txt"   roster from "people.csv"
//     hashed: inbound.leadflow, std.geo, free_mail.txt; not: people.csv
//
// Stores pin leads to this number, so what goes into it never changes for a text that has been released.
#pragma once
#include <cstdint>

#include "compiler/source/source_map.hpp"
#include "compiler/types/program.hpp"

namespace leadflow::check {

enum class StandardLibrary : std::uint8_t {
  Present,        ///< as it stands
  Released_0_1    ///< as leadflow 0.1.0 had it: the version that 0.1.0 gave the same files
};

std::uint64_t contentHash(const typed::Program& program, const SourceMap& sources, StandardLibrary library = StandardLibrary::Present);

}  // namespace leadflow::check
