// A reader beside a worker: while `audit verify` and `replay` read a store by a handle of their own, the worker goes on by its own.
// Both must see the store as it was at one instant, and say that all is well.
//
//     verify        entry 1, entry 2, …           anchors           states
//     the worker                        two hours         two hours
//
// In one thread, so that a life that differs differs again.
#pragma once
#include <cstdint>
#include <string>

#include "runtime/workflow/engine.hpp"
#include "tests/lives/reference/model.hpp"

namespace leadflow::lives {

/// For a store in a file; gone with it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Beside {
  std::string address;             ///< of the store at which `engine` works
  workflow::Engine& engine;
  Instant from = 0, to = 0;        ///< the time that passes meanwhile
  Instant reached = 0;             ///< how far it went
  std::uint64_t commits = 0;       ///< of the worker, while somebody read
  /// Empty, or what the readers say, or why there is none.
  std::string read();
};

}  // namespace leadflow::lives
