#include "tests/crash/stop_vfs.hpp"

#include <sqlite3.h>

#include <cstring>
#include <new>

namespace leadflow::crash {
namespace {

std::function<void(const FileCall&)> listener;
sqlite3_vfs* system_vfs = nullptr;

void tell(const char* name, const char* path, bool changes = false, const void* bytes = nullptr, std::int64_t amount = 0, std::int64_t offset = 0) {
  if (listener) listener({name, path != nullptr ? path : "", bytes, amount, offset, changes});
}

/// Ours, and behind it the system's.
struct File {
  sqlite3_file base;
  const char* path;       // SQLite keeps it as long as the file is open
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File* of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }

int close(sqlite3_file* file) {
  tell("close", of(file)->path);
  return of(file)->real()->pMethods->xClose(of(file)->real());
}
int read(sqlite3_file* file, void* into, int amount, sqlite3_int64 offset) {
  tell("read", of(file)->path, false, nullptr, amount, offset);
  return of(file)->real()->pMethods->xRead(of(file)->real(), into, amount, offset);
}
int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  tell("write", of(file)->path, true, from, amount, offset);
  return of(file)->real()->pMethods->xWrite(of(file)->real(), from, amount, offset);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  tell("truncate", of(file)->path, true, nullptr, size);
  return of(file)->real()->pMethods->xTruncate(of(file)->real(), size);
}
int sync(sqlite3_file* file, int flags) {
  tell("sync", of(file)->path);
  return of(file)->real()->pMethods->xSync(of(file)->real(), flags);
}
int fileSize(sqlite3_file* file, sqlite3_int64* size) {
  tell("size", of(file)->path);
  return of(file)->real()->pMethods->xFileSize(of(file)->real(), size);
}
int lock(sqlite3_file* file, int level) {
  tell("lock", of(file)->path);
  return of(file)->real()->pMethods->xLock(of(file)->real(), level);
}
int unlock(sqlite3_file* file, int level) {
  tell("unlock", of(file)->path);
  return of(file)->real()->pMethods->xUnlock(of(file)->real(), level);
}
int checkReservedLock(sqlite3_file* file, int* is) {
  tell("look for a lock", of(file)->path);
  return of(file)->real()->pMethods->xCheckReservedLock(of(file)->real(), is);
}
int fileControl(sqlite3_file* file, int what, void* value) {
  if (what != SQLITE_FCNTL_PRAGMA) tell("control", of(file)->path, what == SQLITE_FCNTL_SIZE_HINT || what == SQLITE_FCNTL_CHUNK_SIZE);
  return of(file)->real()->pMethods->xFileControl(of(file)->real(), what, value);
}
int sectorSize(sqlite3_file* file) { return of(file)->real()->pMethods->xSectorSize(of(file)->real()); }
int deviceCharacteristics(sqlite3_file* file) { return of(file)->real()->pMethods->xDeviceCharacteristics(of(file)->real()); }
int shmMap(sqlite3_file* file, int page, int size, int extend, void volatile** into) {
  tell("map", of(file)->path, extend != 0);
  return of(file)->real()->pMethods->xShmMap(of(file)->real(), page, size, extend, into);
}
int shmLock(sqlite3_file* file, int offset, int count, int flags) {
  tell("lock the index", of(file)->path);
  return of(file)->real()->pMethods->xShmLock(of(file)->real(), offset, count, flags);
}
void shmBarrier(sqlite3_file* file) {
  tell("barrier", of(file)->path);
  of(file)->real()->pMethods->xShmBarrier(of(file)->real());
}
int shmUnmap(sqlite3_file* file, int remove) {
  tell("unmap", of(file)->path, remove != 0);
  return of(file)->real()->pMethods->xShmUnmap(of(file)->real(), remove);
}

constexpr sqlite3_io_methods kMethods = {
    2,           close,      read,                  write,  truncate, sync,       fileSize, lock,    unlock,  checkReservedLock,
    fileControl, sectorSize, deviceCharacteristics, shmMap, shmLock,  shmBarrier, shmUnmap, nullptr, nullptr};

int open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* got) {
  tell("open", path, (flags & SQLITE_OPEN_CREATE) != 0);
  File* ours = new (file) File{{nullptr}, path};
  const int code = system_vfs->xOpen(system_vfs, path, ours->real(), flags, got);
  ours->base.pMethods = ours->real()->pMethods != nullptr ? &kMethods : nullptr;
  return code;
}
int remove(sqlite3_vfs*, const char* path, int sync_folder) {
  tell("delete", path, true);
  return system_vfs->xDelete(system_vfs, path, sync_folder);
}
int access(sqlite3_vfs*, const char* path, int flags, int* result) {
  tell("look for", path);
  return system_vfs->xAccess(system_vfs, path, flags, result);
}

/// A copy of the system's with our calls in it: what it does not name goes straight there.
sqlite3_vfs& ours() {
  static sqlite3_vfs vfs = [] {
    sqlite3_initialize();
    system_vfs = sqlite3_vfs_find(nullptr);
    sqlite3_vfs made = *system_vfs;
    made.pNext = nullptr;
    made.zName = "listening";
    made.szOsFile = static_cast<int>(sizeof(File)) + system_vfs->szOsFile;
    made.xOpen = open;
    made.xDelete = remove;
    made.xAccess = access;
    return made;
  }();
  return vfs;
}

}  // namespace

void StopVfs::listen(std::function<void(const FileCall&)> to) {
  sqlite3_vfs_register(&ours(), 1);
  listener = std::move(to);
}

}  // namespace leadflow::crash
