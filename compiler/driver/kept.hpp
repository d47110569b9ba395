// What a playbook was compiled from, to be kept beside its chunk, and compiling it anew from that: long after the files on disk
// have changed, and by a later leadflow.
//
//     auto made = driver::compileFile("inbound.leadflow");
//     auto files = driver::filesOf(*made, {});          playbook inbound.leadflow · std std.geo · file free_mail.txt · file people.csv
//     auto again = driver::compileKept(files);          the same program
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "compiler/driver/compile.hpp"
#include "runtime/port/store.hpp"

namespace leadflow::driver {

/// Every file of a compilation: the playbook first, then in the order in which they were read.
std::vector<port::PlaybookFile> filesOf(const Compilation& made, const Options& options);

/// From those files alone. What they were checked for when they came into force is not held against them a second time
/// (Options::in_force). Modules of the standard library are taken as they were kept; a missing one, as it is now.
std::unique_ptr<Compilation> compileKept(const std::vector<port::PlaybookFile>& files, Options options = {});

}  // namespace leadflow::driver
