// SPDX-License-Identifier: Apache-2.0
#include "tests/support/memory_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <new>

namespace samstig::test {
namespace {

constexpr size_t kSector = 4096;
constexpr size_t kAtom = 512;  // What even a torn sector keeps whole.
constexpr int kShmLocks = 8;

struct Handle;

// Shared memory of a WAL and its locks (https://www.sqlite.org/walformat.html, section 2).
struct SharedMemory {
  std::vector<std::unique_ptr<char[]>> regions;
  int shared[kShmLocks] = {};
  const Handle* exclusive[kShmLocks] = {};
  int users = 0;
};

struct Disk {
  int64_t calls = 0;
  int64_t fail_from = 0, fail_times = 0;
  int fail_code = SQLITE_OK;
  int64_t reads = 0;
  int64_t read_fail_from = 0, read_fail_times = 0;
  int read_fail_code = SQLITE_OK;
  int64_t cut_at = 0;
  base::Random* cut_random = nullptr;
  bool off = false;
  std::function<void()> look;
};

struct Inode {
  std::string now;
  std::string synced;
  std::vector<bool> unsynced_sectors;
  bool entry_synced = false;  // The folder on disk knows the file.

  SharedMemory shm;
  int readers = 0;  // Handles with SHARED or more.
  const Handle* reserved = nullptr;
  const Handle* pending = nullptr;  // PENDING or EXCLUSIVE.

  void Touch(size_t from, size_t to);
  void Sync();
  std::string AfterPowerCut(base::Random& random) const;
};

void Inode::Touch(size_t from, size_t to) {
  if (to <= from) return;
  const size_t last = (to - 1) / kSector;
  if (unsynced_sectors.size() <= last) unsynced_sectors.resize(last + 1, false);
  for (size_t sector = from / kSector; sector <= last; ++sector) unsynced_sectors[sector] = true;
}

void Inode::Sync() {
  synced.resize(now.size(), '\0');
  for (size_t sector = 0; sector < unsynced_sectors.size(); ++sector) {
    const size_t at = sector * kSector;
    if (!unsynced_sectors[sector] || at >= now.size()) continue;
    std::memcpy(&synced[at], &now[at], std::min(kSector, now.size() - at));
  }
  unsynced_sectors.assign(unsynced_sectors.size(), false);
  entry_synced = true;
}

std::string Inode::AfterPowerCut(base::Random& random) const {
  const size_t size =
      now.size() == synced.size() || random.Next() % 2 == 0 ? now.size() : synced.size();
  std::string left = synced;
  left.resize(std::max({size, now.size(), synced.size()}), '\0');
  for (size_t sector = 0; sector < unsynced_sectors.size(); ++sector) {
    if (!unsynced_sectors[sector]) continue;
    const uint64_t fate = random.Next() % 8;
    for (size_t at = sector * kSector; at < std::min((sector + 1) * kSector, now.size());
         at += kAtom) {
      const bool reached_the_disk = fate < 3 || (fate == 7 && random.Next() % 2 == 0);
      if (reached_the_disk) std::memcpy(&left[at], &now[at], std::min(kAtom, now.size() - at));
    }
  }
  left.resize(size);
  return left;
}

// What SQLite allocates for each open file.
struct Handle {
  sqlite3_file base;
  std::shared_ptr<Inode> inode;
  MemoryVfs::Impl* vfs = nullptr;
  std::string path;
  bool delete_on_close = false;
  int lock = SQLITE_LOCK_NONE;
  bool uses_shm = false;
  uint16_t shm_shared = 0, shm_exclusive = 0;
};

std::string DiskOf(std::string_view path) {
  const size_t start = path.starts_with('/') ? 1 : 0;
  return std::string(path.substr(start, path.find('/', start) - start));
}

}  // namespace

class MemoryVfs::Impl {
 public:
  explicit Impl(uint64_t seed) : random_state(seed) {}

  uint64_t NextRandom() {
    random_state += 0x9e3779b97f4a7c15;
    uint64_t z = random_state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    return z ^ (z >> 31);
  }

  // Whether the file is still the one on its disk, and not the ghost of a process that was killed.
  bool IsLive(const Handle& handle) const {
    const auto found = files.find(handle.path);
    return found != files.end() && found->second == handle.inode;
  }

  // Counts a write or sync; what goes wrong with it.
  int Fault(const Handle& handle) {
    if (handle.path.empty()) return SQLITE_OK;
    Disk& disk = disks[DiskOf(handle.path)];
    if (disk.off) return SQLITE_IOERR;
    if (!IsLive(handle)) return SQLITE_OK;
    if (disk.look) disk.look();
    const int64_t call = ++disk.calls;
    if (disk.cut_at == call) {
      Crash(DiskOf(handle.path), disk.cut_random);
      return SQLITE_IOERR;
    }
    const bool fails = call >= disk.fail_from && call < disk.fail_from + disk.fail_times;
    return fails ? disk.fail_code : SQLITE_OK;
  }

  // Counts a read; what goes wrong with it.
  int ReadFault(const Handle& handle) {
    if (undisturbed > 0 || handle.path.empty() || !IsLive(handle)) return SQLITE_OK;
    Disk& disk = disks[DiskOf(handle.path)];
    const int64_t read = ++disk.reads;
    const bool fails =
        read >= disk.read_fail_from && read < disk.read_fail_from + disk.read_fail_times;
    return fails ? disk.read_fail_code : SQLITE_OK;
  }

  void Crash(const std::string& disk, base::Random* random) {
    disks[disk].off = true;
    for (auto it = files.begin(); it != files.end();) {
      if (DiskOf(it->first) != disk) {
        ++it;
        continue;
      }
      const Inode& old = *it->second;
      if (random != nullptr && !old.entry_synced && random->Next() % 2 == 0) {
        it = files.erase(it);
        continue;
      }
      auto fresh = std::make_shared<Inode>();
      if (random == nullptr) {
        // The machine goes on, and what it has not synced may still go with the power.
        fresh->now = old.now;
        fresh->synced = old.synced;
        fresh->unsynced_sectors = old.unsynced_sectors;
        fresh->entry_synced = old.entry_synced;
      } else {
        fresh->now = fresh->synced = old.AfterPowerCut(*random);
        fresh->entry_synced = true;
      }
      it->second = std::move(fresh);
      ++it;
    }
    for (auto it = deleted.begin(); it != deleted.end();) {
      if (DiskOf(it->first) != disk) {
        ++it;
        continue;
      }
      // A deletion that the folder on disk had not heard of.
      if (random != nullptr && random->Next() % 2 == 0 && !files.contains(it->first)) {
        auto back = std::make_shared<Inode>();
        back->now = back->synced = it->second->synced;
        back->entry_synced = true;
        files[it->first] = std::move(back);
      }
      it = deleted.erase(it);
    }
  }

  std::map<std::string, std::shared_ptr<Inode>, std::less<>> files;
  std::map<std::string, std::shared_ptr<Inode>, std::less<>> deleted;
  std::map<std::string, Disk, std::less<>> disks;
  uint64_t random_state;
  int undisturbed = 0;
};

namespace {

Handle& Of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

int Close(sqlite3_file* file) {
  Handle& handle = Of(file);
  if (handle.delete_on_close && !handle.path.empty() && handle.vfs->IsLive(handle)) {
    handle.vfs->files.erase(handle.path);
  }
  handle.~Handle();
  return SQLITE_OK;
}

int Read(sqlite3_file* file, void* data, int n, sqlite3_int64 offset) {
  Handle& handle = Of(file);
  if (const int fault = handle.vfs->ReadFault(handle); fault != SQLITE_OK) {
    return fault == SQLITE_IOERR ? SQLITE_IOERR_READ : fault;
  }
  const std::string& bytes = handle.inode->now;
  const auto at = static_cast<size_t>(offset);
  const auto wanted = static_cast<size_t>(n);
  const size_t there = at >= bytes.size() ? 0 : std::min(wanted, bytes.size() - at);
  if (there > 0) std::memcpy(data, &bytes[at], there);
  if (there == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(data) + there, 0, wanted - there);
  return SQLITE_IOERR_SHORT_READ;
}

int Write(sqlite3_file* file, const void* data, int n, sqlite3_int64 offset) {
  Handle& handle = Of(file);
  if (const int fault = handle.vfs->Fault(handle); fault != SQLITE_OK) {
    return fault == SQLITE_IOERR ? SQLITE_IOERR_WRITE : fault;
  }
  Inode& inode = *handle.inode;
  const auto at = static_cast<size_t>(offset);
  const auto size = static_cast<size_t>(n);
  const size_t old_size = inode.now.size();
  if (old_size < at + size) inode.now.resize(at + size, '\0');
  std::memcpy(&inode.now[at], data, size);
  inode.Touch(std::min(at, old_size), at + size);
  return SQLITE_OK;
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  Inode& inode = *Of(file).inode;
  inode.Touch(static_cast<size_t>(size), inode.now.size());
  inode.now.resize(static_cast<size_t>(size), '\0');
  return SQLITE_OK;
}

int Sync(sqlite3_file* file, int) {
  Handle& handle = Of(file);
  if (const int fault = handle.vfs->Fault(handle); fault != SQLITE_OK) {
    return fault == SQLITE_IOERR ? SQLITE_IOERR_FSYNC : fault;
  }
  handle.inode->Sync();
  std::erase_if(handle.vfs->deleted,
                [&](const auto& entry) { return DiskOf(entry.first) == DiskOf(handle.path); });
  return SQLITE_OK;
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(Of(file).inode->now.size());
  return SQLITE_OK;
}

// https://www.sqlite.org/lockingv3.html
int Lock(sqlite3_file* file, int wanted) {
  Handle& handle = Of(file);
  Inode& inode = *handle.inode;
  if (handle.lock >= wanted) return SQLITE_OK;
  const bool others_pending = inode.pending != nullptr && inode.pending != &handle;
  const bool others_reserved = inode.reserved != nullptr && inode.reserved != &handle;
  if (wanted == SQLITE_LOCK_SHARED) {
    if (others_pending) return SQLITE_BUSY;
    ++inode.readers;
  } else if (wanted == SQLITE_LOCK_RESERVED) {
    if (others_reserved || others_pending) return SQLITE_BUSY;
    inode.reserved = &handle;
  } else {
    if (others_pending || others_reserved) return SQLITE_BUSY;
    inode.reserved = inode.pending = &handle;
    if (inode.readers > 1) {
      handle.lock = SQLITE_LOCK_PENDING;
      return SQLITE_BUSY;
    }
  }
  handle.lock = wanted;
  return SQLITE_OK;
}

int Unlock(sqlite3_file* file, int wanted) {
  Handle& handle = Of(file);
  Inode& inode = *handle.inode;
  if (handle.lock <= wanted) return SQLITE_OK;
  if (inode.reserved == &handle) inode.reserved = nullptr;
  if (inode.pending == &handle) inode.pending = nullptr;
  if (wanted == SQLITE_LOCK_NONE) --inode.readers;
  handle.lock = wanted;
  return SQLITE_OK;
}

int CheckReservedLock(sqlite3_file* file, int* reserved) {
  *reserved = Of(file).inode->reserved != nullptr ? 1 : 0;
  return SQLITE_OK;
}

int FileControl(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int SectorSize(sqlite3_file*) { return static_cast<int>(kSector); }
// As SQLite's own unix VFS: a torn write leaves the bytes beside it alone.
int Characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int ShmMap(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  Handle& handle = Of(file);
  SharedMemory& shm = handle.inode->shm;
  if (!handle.uses_shm) {
    handle.uses_shm = true;
    ++shm.users;
  }
  const auto wanted = static_cast<size_t>(region);
  *out = nullptr;
  if (shm.regions.size() <= wanted && extend == 0) return SQLITE_OK;
  while (shm.regions.size() <= wanted) {
    shm.regions.push_back(std::make_unique<char[]>(static_cast<size_t>(size)));
  }
  *out = shm.regions[wanted].get();
  return SQLITE_OK;
}

int ShmLock(sqlite3_file* file, int offset, int n, int flags) {
  Handle& handle = Of(file);
  SharedMemory& shm = handle.inode->shm;
  const auto bit = [](int slot) {
    return static_cast<uint16_t>(1U << static_cast<unsigned>(slot));
  };
  for (int slot = offset; slot < offset + n && (flags & SQLITE_SHM_LOCK) != 0; ++slot) {
    const bool others_write = shm.exclusive[slot] != nullptr && shm.exclusive[slot] != &handle;
    const bool others_read = shm.shared[slot] > ((handle.shm_shared & bit(slot)) != 0 ? 1 : 0);
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    if (others_write || (exclusive && others_read)) return SQLITE_BUSY;
  }
  for (int slot = offset; slot < offset + n; ++slot) {
    const bool had_shared = (handle.shm_shared & bit(slot)) != 0;
    if ((flags & SQLITE_SHM_LOCK) == 0) {
      if (had_shared) --shm.shared[slot];
      if (shm.exclusive[slot] == &handle) shm.exclusive[slot] = nullptr;
      handle.shm_shared &= static_cast<uint16_t>(~bit(slot));
    } else if ((flags & SQLITE_SHM_EXCLUSIVE) != 0) {
      shm.exclusive[slot] = &handle;
    } else if (!had_shared) {
      ++shm.shared[slot];
      handle.shm_shared |= bit(slot);
    }
  }
  return SQLITE_OK;
}

void ShmBarrier(sqlite3_file*) {}

int ShmUnmap(sqlite3_file* file, int) {
  Handle& handle = Of(file);
  if (!handle.uses_shm) return SQLITE_OK;
  handle.uses_shm = false;
  // The last one out forgets it: what it says can be read again from the WAL.
  if (--handle.inode->shm.users == 0) handle.inode->shm.regions.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {2,
                                     Close,
                                     Read,
                                     Write,
                                     Truncate,
                                     Sync,
                                     FileSize,
                                     Lock,
                                     Unlock,
                                     CheckReservedLock,
                                     FileControl,
                                     SectorSize,
                                     Characteristics,
                                     ShmMap,
                                     ShmLock,
                                     ShmBarrier,
                                     ShmUnmap,
                                     nullptr,
                                     nullptr};

MemoryVfs::Impl& ImplOf(sqlite3_vfs* vfs) { return *static_cast<MemoryVfs::Impl*>(vfs->pAppData); }

int Open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  MemoryVfs::Impl& impl = ImplOf(vfs);
  file->pMethods = nullptr;
  std::shared_ptr<Inode> inode;
  if (path != nullptr) {
    if (impl.disks[DiskOf(path)].off) return SQLITE_CANTOPEN;
    const auto found = impl.files.find(std::string_view(path));
    if (found != impl.files.end()) inode = found->second;
  }
  if (!inode) {
    if (path != nullptr && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    inode = std::make_shared<Inode>();
    if (path != nullptr) impl.files[path] = inode;
  }
  auto* handle = new (file) Handle();
  handle->base.pMethods = &kMethods;
  handle->inode = std::move(inode);
  handle->vfs = &impl;
  handle->path = path == nullptr ? "" : path;
  handle->delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  MemoryVfs::Impl& impl = ImplOf(vfs);
  if (impl.disks[DiskOf(path)].off) return SQLITE_IOERR_DELETE;
  const auto found = impl.files.find(std::string_view(path));
  if (found == impl.files.end()) return SQLITE_IOERR_DELETE_NOENT;
  if (sync_folder == 0 && found->second->entry_synced) impl.deleted[path] = found->second;
  impl.files.erase(found);
  return SQLITE_OK;
}

int Access(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
  const MemoryVfs::Impl& impl = ImplOf(vfs);
  const auto found = impl.files.find(std::string_view(path));
  // As the unix VFS: an empty file counts as none.
  *out =
      found != impl.files.end() && (flags != SQLITE_ACCESS_EXISTS || !found->second->now.empty());
  return SQLITE_OK;
}

int FullPathname(sqlite3_vfs*, const char* path, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", path);
  return SQLITE_OK;
}

int Randomness(sqlite3_vfs* vfs, int n, char* out) {
  for (int i = 0; i < n; ++i) out[i] = static_cast<char>(ImplOf(vfs).NextRandom());
  return n;
}

int Sleep(sqlite3_vfs*, int microseconds) { return microseconds; }

int CurrentTime(sqlite3_vfs*, sqlite3_int64* out) {
  *out = 212'655'000'000'000;  // Some day; nothing of ours asks SQLite for the time.
  return SQLITE_OK;
}

sqlite3_vfs& Vfs() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs made{};
    made.iVersion = 2;
    made.szOsFile = static_cast<int>(sizeof(Handle));
    made.mxPathname = 512;
    made.zName = "samstig-memory";
    made.xOpen = Open;
    made.xDelete = Delete;
    made.xAccess = Access;
    made.xFullPathname = FullPathname;
    made.xRandomness = Randomness;
    made.xSleep = Sleep;
    made.xCurrentTimeInt64 = CurrentTime;
    return made;
  }();
  return vfs;
}

}  // namespace

MemoryVfs::MemoryVfs(uint64_t seed) : impl_(std::make_unique<Impl>(seed)) {
  Vfs().pAppData = impl_.get();
  if (sqlite3_vfs_register(&Vfs(), /*makeDflt=*/1) != SQLITE_OK) std::abort();
  sqlite3_randomness(0, nullptr);  // Begins anew, from this VFS.
}

MemoryVfs::~MemoryVfs() {
  sqlite3_vfs_unregister(&Vfs());
  sqlite3_randomness(0, nullptr);
}

const std::string& MemoryVfs::name() {
  static const std::string name = "samstig-memory";
  return name;
}

void MemoryVfs::Kill(std::string_view disk) { impl_->Crash(std::string(disk), nullptr); }

void MemoryVfs::CutPower(std::string_view disk, base::Random& random) {
  impl_->Crash(std::string(disk), &random);
}

void MemoryVfs::CutPowerAt(std::string_view disk, int64_t n, base::Random& random) {
  Disk& d = impl_->disks[std::string(disk)];
  d.cut_at = d.calls + n;
  d.cut_random = &random;
}

bool MemoryVfs::PowerIsOff(std::string_view disk) const {
  const auto found = impl_->disks.find(disk);
  return found != impl_->disks.end() && found->second.off;
}

void MemoryVfs::PowerIsBack(std::string_view disk) {
  Disk& d = impl_->disks[std::string(disk)];
  d.off = false;
  d.cut_at = 0;
}

void MemoryVfs::FailAt(std::string_view disk, int64_t n, int code, int64_t times) {
  Disk& d = impl_->disks[std::string(disk)];
  d.fail_from = d.calls + n;
  d.fail_times = times;
  d.fail_code = code;
}

void MemoryVfs::FailReadsAt(std::string_view disk, int64_t n, int code, int64_t times) {
  Disk& d = impl_->disks[std::string(disk)];
  d.read_fail_from = d.reads + n;
  d.read_fail_times = times;
  d.read_fail_code = code;
}

void MemoryVfs::Heal(std::string_view disk) {
  Disk& d = impl_->disks[std::string(disk)];
  d.fail_times = d.read_fail_times = 0;
}

MemoryVfs::Undisturbed::Undisturbed(MemoryVfs& vfs) : vfs_(vfs) { ++vfs_.impl_->undisturbed; }
MemoryVfs::Undisturbed::~Undisturbed() { --vfs_.impl_->undisturbed; }

int64_t MemoryVfs::Calls(std::string_view disk) const {
  const auto found = impl_->disks.find(disk);
  return found == impl_->disks.end() ? 0 : found->second.calls;
}

std::vector<std::string> MemoryVfs::Files(std::string_view disk) const {
  std::vector<std::string> files;
  for (const auto& [path, inode] : impl_->files) {
    if (DiskOf(path) == disk) files.push_back(inode->now);
  }
  return files;
}

MemoryVfs::Image MemoryVfs::Copy(std::string_view disk) const {
  Image image;
  for (const auto& [path, inode] : impl_->files) {
    if (DiskOf(path) == disk) image.emplace(path.substr(path.rfind('/') + 1), inode->now);
  }
  return image;
}

MemoryVfs::Image MemoryVfs::CopyAfterPowerCut(std::string_view disk, base::Random& random) const {
  Image image;
  for (const auto& [path, inode] : impl_->files) {
    if (DiskOf(path) != disk) continue;
    if (!inode->entry_synced && random.Next() % 2 == 0) continue;
    image.emplace(path.substr(path.rfind('/') + 1), inode->AfterPowerCut(random));
  }
  return image;
}

MemoryVfs::Image MemoryVfs::CopyOfSynced(std::string_view disk) const {
  Image image;
  for (const auto& [path, inode] : impl_->files) {
    if (DiskOf(path) != disk || !inode->entry_synced) continue;
    image.emplace(path.substr(path.rfind('/') + 1), inode->synced);
  }
  return image;
}

void MemoryVfs::BeforeEachCall(std::string_view disk, std::function<void()> look) {
  impl_->disks[std::string(disk)].look = std::move(look);
}

void MemoryVfs::PutBack(std::string_view disk, const Image& image) {
  Wipe(disk);
  for (const auto& [name, bytes] : image) {
    auto inode = std::make_shared<Inode>();
    inode->now = inode->synced = bytes;
    inode->entry_synced = true;
    impl_->files["/" + std::string(disk) + "/" + name] = std::move(inode);
  }
}

void MemoryVfs::Wipe(std::string_view disk) {
  std::erase_if(impl_->files, [&](const auto& entry) { return DiskOf(entry.first) == disk; });
  std::erase_if(impl_->deleted, [&](const auto& entry) { return DiskOf(entry.first) == disk; });
  impl_->disks.erase(std::string(disk));
}

}  // namespace samstig::test
