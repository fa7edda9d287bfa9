// SPDX-License-Identifier: Apache-2.0
// SQLite's view of the host's three files (https://www.sqlite.org/vfs.html). One connection at a
// time owns them, so locks are granted unseen; there is no shared memory, which WAL does not need
// under an exclusive lock. A file that is empty is one that is not there.
#include <sqlite3.h>

#include <cstring>
#include <string_view>

#include "client-lib/wasm/host.h"

namespace samstig::browser {
namespace {

enum Slot : int32_t { kMain = 0, kJournal = 1, kWal = 2 };

int32_t SlotOf(std::string_view name) {
  if (name.ends_with("-journal")) return kJournal;
  if (name.ends_with("-wal")) return kWal;
  return kMain;
}

struct File {
  sqlite3_file base;  // First: SQLite knows only this.
  int32_t slot;
};

int32_t SlotOf(sqlite3_file* file) { return reinterpret_cast<File*>(file)->slot; }

int Code(int32_t result, int otherwise) {
  if (result == kNoRoom) return SQLITE_FULL;
  return result < 0 ? otherwise : SQLITE_OK;
}

// ---- A file

int Close(sqlite3_file*) { return SQLITE_OK; }

int Read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  const int32_t got = samstig_file_read(SlotOf(file), bytes, size, static_cast<double>(offset));
  if (got < 0) return SQLITE_IOERR_READ;
  if (got == size) return SQLITE_OK;
  std::memset(static_cast<char*>(bytes) + got, 0, static_cast<size_t>(size - got));
  return SQLITE_IOERR_SHORT_READ;
}

int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  return Code(samstig_file_write(SlotOf(file), bytes, size, static_cast<double>(offset)),
              SQLITE_IOERR_WRITE);
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  return Code(samstig_file_truncate(SlotOf(file), static_cast<double>(size)),
              SQLITE_IOERR_TRUNCATE);
}

int Sync(sqlite3_file* file, int) {
  return Code(samstig_file_sync(SlotOf(file)), SQLITE_IOERR_FSYNC);
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  const double bytes = samstig_file_size(SlotOf(file));
  if (bytes < 0) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(bytes);
  return SQLITE_OK;
}

int Lock(sqlite3_file*, int) { return SQLITE_OK; }
int CheckReservedLock(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}
int FileControl(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int SectorSize(sqlite3_file*) { return 4096; }
// As SQLite takes for granted on Unix: bytes beside those that are written stay as they are.
int DeviceCharacteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

const sqlite3_io_methods kMethods = {
    .iVersion = 1,
    .xClose = Close,
    .xRead = Read,
    .xWrite = Write,
    .xTruncate = Truncate,
    .xSync = Sync,
    .xFileSize = FileSize,
    .xLock = Lock,
    .xUnlock = Lock,
    .xCheckReservedLock = CheckReservedLock,
    .xFileControl = FileControl,
    .xSectorSize = SectorSize,
    .xDeviceCharacteristics = DeviceCharacteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

// ---- The folder

int Open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* opened, int flags, int* out_flags) {
  auto* file = reinterpret_cast<File*>(opened);
  file->base.pMethods = nullptr;
  // What is temporary lives in memory (SQLITE_TEMP_STORE).
  if (name == nullptr) return SQLITE_CANTOPEN;
  file->slot = SlotOf(std::string_view(name));
  file->base.pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs*, const char* name, int sync) {
  const int32_t slot = SlotOf(std::string_view(name));
  if (samstig_file_truncate(slot, 0) < 0) return SQLITE_IOERR_DELETE;
  return sync == 0 ? SQLITE_OK : Code(samstig_file_sync(slot), SQLITE_IOERR_DIR_FSYNC);
}

int Access(sqlite3_vfs*, const char* name, int, int* there) {
  *there = samstig_file_size(SlotOf(std::string_view(name))) > 0 ? 1 : 0;
  return SQLITE_OK;
}

int FullPathname(sqlite3_vfs*, const char* name, int size, char* full) {
  sqlite3_snprintf(size, full, "%s", name);
  return SQLITE_OK;
}

int Randomness(sqlite3_vfs*, int size, char* bytes) {
  samstig_random(bytes, static_cast<uint32_t>(size));
  return size;
}

int Sleep(sqlite3_vfs*, int) { return 0; }

int CurrentTimeInt64(sqlite3_vfs*, sqlite3_int64* time) {
  // Milliseconds since noon in Greenwich on November 24, 4714 B.C.
  constexpr sqlite3_int64 kTo1970 = 210'866'760'000'000;
  *time = kTo1970 + static_cast<sqlite3_int64>(samstig_now_ms());
  return SQLITE_OK;
}

int CurrentTime(sqlite3_vfs* vfs, double* days) {
  sqlite3_int64 time = 0;
  CurrentTimeInt64(vfs, &time);
  *days = static_cast<double>(time) / 86'400'000.0;
  return SQLITE_OK;
}

int GetLastError(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

extern "C" {

int sqlite3_os_init() {
  static sqlite3_vfs vfs = {
      .iVersion = 2,
      .szOsFile = sizeof(File),
      .mxPathname = 64,
      .pNext = nullptr,
      .zName = "browser",
      .pAppData = nullptr,
      .xOpen = Open,
      .xDelete = Delete,
      .xAccess = Access,
      .xFullPathname = FullPathname,
      .xDlOpen = nullptr,
      .xDlError = nullptr,
      .xDlSym = nullptr,
      .xDlClose = nullptr,
      .xRandomness = Randomness,
      .xSleep = Sleep,
      .xCurrentTime = CurrentTime,
      .xGetLastError = GetLastError,
      .xCurrentTimeInt64 = CurrentTimeInt64,
      .xSetSystemCall = nullptr,
      .xGetSystemCall = nullptr,
      .xNextSystemCall = nullptr,
  };
  return sqlite3_vfs_register(&vfs, 1);
}

int sqlite3_os_end() { return SQLITE_OK; }
}

}  // namespace samstig::browser
