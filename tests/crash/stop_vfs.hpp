// SQLite's file layer with an ear at it: every call goes on to the system's, and whoever listens is told of it first. What a
// killed process leaves behind is what the files hold at one of these calls, or in the middle of a write.
//
//     StopVfs::listen([&](const FileCall& call) { … look at the files … });     // from now on every new connection
//
// Calls are told from the thread that makes them. What SQLite writes into the shared index of its log goes past them, through
// memory: who looks at the files sees it all the same.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

namespace leadflow::crash {

struct FileCall {
  const char* name = "";            ///< "write", "sync", "truncate", "delete", "open", "lock", "map", …
  std::string path;                 ///< absolute; empty for a file without a name
  const void* bytes = nullptr;      ///< of a write
  std::int64_t amount = 0, offset = 0;
  bool changes = false;             ///< files may be others after it
};

class StopVfs {
 public:
  /// The default file layer of this process from now on. An empty function: nobody listens.
  static void listen(std::function<void(const FileCall&)> listener);
};

}  // namespace leadflow::crash
