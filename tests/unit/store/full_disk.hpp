// A SQLite file system whose disk is as large as a test says.
#pragma once
#include <cstdint>

namespace leadflow::storetest {

/// The name to give to StoreOptions::vfs; registers it the first time.
const char* smallDisk();
/// Bytes that may still be written, over all files; negative: no limit.
void roomLeft(std::int64_t bytes);

}  // namespace leadflow::storetest
