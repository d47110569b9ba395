#include "tests/unit/store/full_disk.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstring>

namespace leadflow::storetest {
namespace {

std::atomic<std::int64_t> room{-1};

// Our file: SQLite's own stands right behind it.
struct File {
  sqlite3_file base;
  sqlite3_file* own() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File* of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* own(sqlite3_file* file) { return of(file)->own(); }
const sqlite3_io_methods* methods(sqlite3_file* file) { return own(file)->pMethods; }

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
  if (room >= 0) {
    if (room < size) return SQLITE_FULL;
    room -= size;
  }
  return methods(file)->xWrite(own(file), data, size, at);
}

const sqlite3_io_methods kMethods = {
    2,
    [](sqlite3_file* f) { return methods(f)->xClose(own(f)); },
    [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return methods(f)->xRead(own(f), to, n, at); },
    write,
    [](sqlite3_file* f, sqlite3_int64 size) { return methods(f)->xTruncate(own(f), size); },
    [](sqlite3_file* f, int flags) { return methods(f)->xSync(own(f), flags); },
    [](sqlite3_file* f, sqlite3_int64* size) { return methods(f)->xFileSize(own(f), size); },
    [](sqlite3_file* f, int lock) { return methods(f)->xLock(own(f), lock); },
    [](sqlite3_file* f, int lock) { return methods(f)->xUnlock(own(f), lock); },
    [](sqlite3_file* f, int* out) { return methods(f)->xCheckReservedLock(own(f), out); },
    [](sqlite3_file* f, int op, void* arg) { return methods(f)->xFileControl(own(f), op, arg); },
    [](sqlite3_file* f) { return methods(f)->xSectorSize(own(f)); },
    [](sqlite3_file* f) { return methods(f)->xDeviceCharacteristics(own(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** to) { return methods(f)->xShmMap(own(f), page, size, extend, to); },
    [](sqlite3_file* f, int at, int n, int flags) { return methods(f)->xShmLock(own(f), at, n, flags); },
    [](sqlite3_file* f) { methods(f)->xShmBarrier(own(f)); },
    [](sqlite3_file* f, int remove) { return methods(f)->xShmUnmap(own(f), remove); },
    nullptr,
    nullptr,
};

sqlite3_vfs* real = nullptr;
sqlite3_vfs small;

}  // namespace

const char* smallDisk() {
  if (!real) {
    real = sqlite3_vfs_find(nullptr);
    small = *real;
    small.zName = "leadflow-small-disk";
    small.szOsFile = real->szOsFile + static_cast<int>(sizeof(File));
    small.xOpen = [](sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out) {
      std::memset(file, 0, sizeof(File));
      const int code = real->xOpen(real, path, own(file), flags, out);
      if (own(file)->pMethods) file->pMethods = &kMethods;
      return code;
    };
    sqlite3_vfs_register(&small, 0);
  }
  return small.zName;
}

void roomLeft(std::int64_t bytes) { room = bytes; }

}  // namespace leadflow::storetest
