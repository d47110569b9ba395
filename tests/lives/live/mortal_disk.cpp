#include "tests/lives/live/mortal_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>

namespace leadflow::lives {

struct MortalDisk::Layer {
  MortalDisk* disk = nullptr;
  std::string name;
  sqlite3_vfs vfs{};

  /// What SQLite keeps of an open file.
  struct Open {
    sqlite3_file base;
    MortalDisk* disk;
    File* file;
    const std::string* path;
    bool temporary;
  };
  static Open* of(sqlite3_file* file) { return reinterpret_cast<Open*>(file); }
  static MortalDisk* of(sqlite3_vfs* vfs) { return static_cast<MortalDisk*>(vfs->pAppData); }

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* got) {
    MortalDisk* disk = of(vfs);
    Open* opened = new (file) Open{{nullptr}, disk, nullptr, nullptr, path == nullptr || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0};
    if (!disk->alive()) return SQLITE_CANTOPEN;
    const std::string name = path != nullptr ? path : "temporary " + std::to_string(++disk->temporary_);
    auto found = disk->files_.find(name);
    if (found == disk->files_.end()) {
      if ((flags & SQLITE_OPEN_CREATE) == 0 && path != nullptr) return SQLITE_CANTOPEN;
      found = disk->files_.emplace(name, std::make_unique<File>()).first;
    }
    opened->file = found->second.get();
    opened->path = &found->first;
    opened->base.pMethods = &kMethods;
    if (got != nullptr) *got = flags;
    return SQLITE_OK;
  }
  // Whoever is dead closes, unlocks and lets go of memory all the same: the system does that for him, and the files stay as they are.
  static int close(sqlite3_file* file) {
    Open* opened = of(file);
    opened->file->index.clear();
    if (opened->temporary) opened->disk->files_.erase(opened->disk->files_.find(*opened->path));
    return SQLITE_OK;
  }
  static int read(sqlite3_file* file, void* into, int amount, sqlite3_int64 offset) {
    Open* opened = of(file);
    if (!opened->disk->alive()) return SQLITE_IOERR_READ;
    const std::string& bytes = opened->file->bytes;
    const auto size = static_cast<std::size_t>(amount), at = static_cast<std::size_t>(offset);
    const std::size_t there = at >= bytes.size() ? 0 : std::min(size, bytes.size() - at);
    std::memcpy(into, bytes.data() + std::min(at, bytes.size()), there);
    std::memset(static_cast<char*>(into) + there, 0, size - there);
    return there == size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
  }
  static int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    Open* opened = of(file);
    const bool was_alive = !opened->disk->dead_;
    const bool alive = opened->disk->alive();
    if (!alive && !was_alive) return SQLITE_IOERR_WRITE;
    Change change;
    change.at = static_cast<std::size_t>(offset);
    change.size_before = opened->file->bytes.size();
    change.after.assign(static_cast<const char*>(from), static_cast<std::size_t>(alive ? amount : amount / 2));   // killed half way
    keep(*opened, std::move(change));
    return alive ? SQLITE_OK : SQLITE_IOERR_WRITE;
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    Open* opened = of(file);
    if (!opened->disk->alive()) return SQLITE_IOERR_TRUNCATE;
    Change change;
    change.truncates = true;
    change.at = static_cast<std::size_t>(size);
    change.size_before = opened->file->bytes.size();
    keep(*opened, std::move(change));
    return SQLITE_OK;
  }
  static void keep(const Open& opened, Change change) {
    std::string& bytes = opened.file->bytes;
    if (opened.disk->remembers_ && change.at < change.size_before) change.before = bytes.substr(change.at, change.truncates ? std::string::npos : change.after.size());
    apply(bytes, change);
    if (opened.disk->remembers_) opened.file->unsynced.push_back(std::move(change));
  }
  static int sync(sqlite3_file* file, int) {
    if (!of(file)->disk->alive()) return SQLITE_IOERR_FSYNC;
    of(file)->file->unsynced.clear();
    return SQLITE_OK;
  }
  static int size(sqlite3_file* file, sqlite3_int64* size) {
    if (!of(file)->disk->alive()) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(of(file)->file->bytes.size());
    return SQLITE_OK;
  }
  static int lock(sqlite3_file* file, int) { return of(file)->disk->alive() ? SQLITE_OK : SQLITE_IOERR_LOCK; }
  static int unlock(sqlite3_file*, int) { return SQLITE_OK; }
  static int isReserved(sqlite3_file*, int* is) {
    *is = 0;
    return SQLITE_OK;
  }
  static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
  static int sectorSize(sqlite3_file*) { return 4096; }
  static int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }
  static int map(sqlite3_file* file, int page, int size, int extend, void volatile** into) {
    *into = nullptr;
    if (!of(file)->disk->alive()) return SQLITE_IOERR_SHMMAP;
    auto& index = of(file)->file->index;
    while (extend != 0 && index.size() <= static_cast<std::size_t>(page)) index.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
    if (static_cast<std::size_t>(page) < index.size()) *into = index[static_cast<std::size_t>(page)].get();
    return SQLITE_OK;
  }
  static int lockIndex(sqlite3_file* file, int, int, int flags) { return (flags & SQLITE_SHM_UNLOCK) != 0 || of(file)->disk->alive() ? SQLITE_OK : SQLITE_IOERR_SHMLOCK; }
  static void barrier(sqlite3_file*) {}
  static int unmap(sqlite3_file* file, int) {
    of(file)->file->index.clear();
    return SQLITE_OK;
  }
  static int remove(sqlite3_vfs* vfs, const char* path, int) {
    MortalDisk* disk = of(vfs);
    if (!disk->alive()) return SQLITE_IOERR_DELETE;
    return disk->files_.erase(path) != 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
  }
  static int access(sqlite3_vfs* vfs, const char* path, int, int* is) {
    if (!of(vfs)->alive()) return SQLITE_IOERR_ACCESS;
    *is = of(vfs)->files_.count(path) != 0 ? 1 : 0;
    return SQLITE_OK;
  }
  static int fullPath(sqlite3_vfs*, const char* path, int size, char* into) {
    sqlite3_snprintf(size, into, "%s", path);
    return SQLITE_OK;
  }

  static constexpr sqlite3_io_methods kMethods = {2, close, read, write, truncate, sync, size, lock, unlock, isReserved, control, sectorSize, characteristics, map, lockIndex, barrier, unmap, nullptr, nullptr};
};

MortalDisk::MortalDisk(bool remembers) : remembers_(remembers), layer_(std::make_unique<Layer>()) {
  static std::atomic<std::uint64_t> disks{0};
  sqlite3_initialize();
  layer_->disk = this;
  layer_->name = "mortal disk " + std::to_string(++disks);
  sqlite3_vfs& vfs = layer_->vfs;
  vfs = *sqlite3_vfs_find(nullptr);       // chance and time are the system's
  vfs.pNext = nullptr;
  vfs.zName = layer_->name.c_str();
  vfs.pAppData = this;
  vfs.szOsFile = static_cast<int>(sizeof(Layer::Open));
  vfs.xOpen = Layer::open;
  vfs.xDelete = Layer::remove;
  vfs.xAccess = Layer::access;
  vfs.xFullPathname = Layer::fullPath;
  sqlite3_vfs_register(&vfs, 0);
}

MortalDisk::~MortalDisk() { sqlite3_vfs_unregister(&layer_->vfs); }

const char* MortalDisk::vfs() const { return layer_->name.c_str(); }

bool MortalDisk::holds(const std::string& bytes) const {
  return std::any_of(files_.begin(), files_.end(), [&](const auto& file) { return file.second->bytes.find(bytes) != std::string::npos; });
}

bool MortalDisk::alive() {
  if (!dead_) dead_ = ++calls_ == last_;
  return !dead_;
}

void MortalDisk::apply(std::string& bytes, const Change& change) {
  if (change.truncates) return bytes.resize(std::min(bytes.size(), change.at));
  if (bytes.size() < change.at + change.after.size()) bytes.resize(change.at + change.after.size());
  std::memcpy(bytes.data() + change.at, change.after.data(), change.after.size());
}

void MortalDisk::undo(std::string& bytes, const Change& change) {
  if (change.truncates) bytes.resize(change.size_before);
  std::memcpy(bytes.data() + std::min(change.at, bytes.size()), change.before.data(), change.before.size());
  bytes.resize(change.size_before);
}

void MortalDisk::restart(Random* power_cut) {
  dead_ = false;
  last_ = 0;
  if (power_cut == nullptr) return;   // the system goes on, and writes what it was given
  for (auto& [path, file] : files_) {
    std::vector<Change> changes = std::move(file->unsynced);
    file->unsynced.clear();
    for (std::size_t i = changes.size(); i-- > 0;) undo(file->bytes, changes[i]);
    for (const Change& change : changes)
      if (power_cut->chance(50)) apply(file->bytes, change);
  }
}

}  // namespace leadflow::lives
