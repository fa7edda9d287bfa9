// SPDX-License-Identifier: Apache-2.0
#include "tests/support/faulty_vfs.h"

#include <sqlite3.h>

#include <atomic>
#include <cstdlib>

namespace samstig::test {
namespace {

// What is to happen; SQLite hands the VFS no context that a test could own.
std::atomic<bool> full{false};
std::atomic<int64_t> calls_made{0};
std::atomic<int64_t> fail_at{0};
std::atomic<int> fail_code{SQLITE_OK};

sqlite3_vfs* System() {
  static sqlite3_vfs* const system = sqlite3_vfs_find("unix");
  return system;
}

// SQLite's file object with the system's behind it in the same allocation.
struct FaultyFile {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

FaultyFile* Faulty(sqlite3_file* file) { return reinterpret_cast<FaultyFile*>(file); }
sqlite3_file* Real(sqlite3_file* file) { return Faulty(file)->real(); }

int FaultOf() {
  const int64_t call = ++calls_made;
  if (full) return SQLITE_FULL;
  return fail_at == call ? fail_code.load() : SQLITE_OK;
}

int Close(sqlite3_file* f) { return Real(f)->pMethods->xClose(Real(f)); }
int Read(sqlite3_file* f, void* data, int n, sqlite3_int64 at) {
  return Real(f)->pMethods->xRead(Real(f), data, n, at);
}
int Write(sqlite3_file* f, const void* data, int n, sqlite3_int64 at) {
  const int fault = FaultOf();
  return fault != SQLITE_OK ? fault : Real(f)->pMethods->xWrite(Real(f), data, n, at);
}
int Truncate(sqlite3_file* f, sqlite3_int64 size) {
  return Real(f)->pMethods->xTruncate(Real(f), size);
}
int Sync(sqlite3_file* f, int flags) {
  const int fault = FaultOf();
  return fault != SQLITE_OK ? fault : Real(f)->pMethods->xSync(Real(f), flags);
}
int FileSize(sqlite3_file* f, sqlite3_int64* size) {
  return Real(f)->pMethods->xFileSize(Real(f), size);
}
int Lock(sqlite3_file* f, int level) { return Real(f)->pMethods->xLock(Real(f), level); }
int Unlock(sqlite3_file* f, int level) { return Real(f)->pMethods->xUnlock(Real(f), level); }
int CheckReservedLock(sqlite3_file* f, int* out) {
  return Real(f)->pMethods->xCheckReservedLock(Real(f), out);
}
int FileControl(sqlite3_file* f, int op, void* arg) {
  return Real(f)->pMethods->xFileControl(Real(f), op, arg);
}
int SectorSize(sqlite3_file* f) { return Real(f)->pMethods->xSectorSize(Real(f)); }
int Characteristics(sqlite3_file* f) { return Real(f)->pMethods->xDeviceCharacteristics(Real(f)); }
int ShmMap(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
  return Real(f)->pMethods->xShmMap(Real(f), page, size, extend, out);
}
int ShmLock(sqlite3_file* f, int offset, int n, int flags) {
  return Real(f)->pMethods->xShmLock(Real(f), offset, n, flags);
}
void ShmBarrier(sqlite3_file* f) { Real(f)->pMethods->xShmBarrier(Real(f)); }
int ShmUnmap(sqlite3_file* f, int remove) { return Real(f)->pMethods->xShmUnmap(Real(f), remove); }

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

int Open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  Faulty(file)->base.pMethods = nullptr;
  const int code = System()->xOpen(System(), path, Real(file), flags, out_flags);
  if (code == SQLITE_OK) Faulty(file)->base.pMethods = &kMethods;
  return code;
}

sqlite3_vfs MakeVfs() {
  sqlite3_vfs vfs = *System();
  vfs.zName = "samstig-faulty";
  vfs.szOsFile = static_cast<int>(sizeof(FaultyFile)) + System()->szOsFile;
  vfs.pNext = nullptr;
  vfs.xOpen = Open;
  return vfs;
}

sqlite3_vfs& Vfs() {
  static sqlite3_vfs vfs = MakeVfs();
  return vfs;
}

}  // namespace

FaultyVfs::FaultyVfs() {
  HasRoom();
  if (sqlite3_vfs_register(&Vfs(), /*makeDflt=*/0) != SQLITE_OK) std::abort();
}

FaultyVfs::~FaultyVfs() {
  HasRoom();
  sqlite3_vfs_unregister(&Vfs());
}

const std::string& FaultyVfs::name() {
  static const std::string name = "samstig-faulty";
  return name;
}

void FaultyVfs::IsFull() { full = true; }

void FaultyVfs::HasRoom() {
  full = false;
  fail_at = 0;
}

void FaultyVfs::FailsAt(int64_t n, int code) {
  fail_code = code;
  fail_at = calls_made + n;
}

int64_t FaultyVfs::calls() const { return calls_made; }

}  // namespace samstig::test
