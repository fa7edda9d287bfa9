// SPDX-License-Identifier: Apache-2.0
// A SQLite VFS whose disks are in memory and whose power can be cut: what was written and not
// synced is then kept, lost or torn, sector by sector, as chance decides. WAL works, shared memory
// included, for any number of connections in one process. https://www.sqlite.org/vfs.html
//
// Disks are told apart by the first part of the path: "/phone/copy.db" is on the disk "phone". Each
// has its own faults. For one thread.
#ifndef SAMSTIG_TESTS_SUPPORT_MEMORY_VFS_H_
#define SAMSTIG_TESTS_SUPPORT_MEMORY_VFS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/base/id.h"

namespace samstig::test {

class MemoryVfs {
 public:
  // Registers itself as long as it lives, as the VFS that SQLite takes when none is named: so
  // SQLite's own randomness comes from `seed` as well. One at a time.
  explicit MemoryVfs(uint64_t seed);
  ~MemoryVfs();
  MemoryVfs(const MemoryVfs&) = delete;
  MemoryVfs& operator=(const MemoryVfs&) = delete;

  // What to pass as `vfs` when opening.
  static const std::string& name();

  // The process that uses the disk is killed. Whatever it had written is there, until the power is
  // cut as well; whatever its handles, still open, try from now on fails. Close them, and then say
  // PowerIsBack.
  void Kill(std::string_view disk);
  // The power of the machine is cut. As Kill, and what was not synced has an uncertain fate.
  void CutPower(std::string_view disk, base::Random& random);
  // The power is cut just before the n-th write or sync from now on (1 is the next). `random` must
  // live until then.
  void CutPowerAt(std::string_view disk, int64_t n, base::Random& random);
  bool PowerIsOff(std::string_view disk) const;
  // Also forgets a cut that was still to come.
  void PowerIsBack(std::string_view disk);

  // `times` writes and syncs fail with this SQLite code, beginning with the n-th from now on.
  void FailAt(std::string_view disk, int64_t n, int code, int64_t times = 1);
  // The same for reads, which are counted on their own.
  void FailReadsAt(std::string_view disk, int64_t n, int code, int64_t times = 1);
  // No more failures.
  void Heal(std::string_view disk);

  // Whoever only looks, and is no part of the story: what is read as long as this lives is not
  // counted and does not fail.
  class Undisturbed {
   public:
    explicit Undisturbed(MemoryVfs& vfs);
    ~Undisturbed();
    Undisturbed(const Undisturbed&) = delete;
    Undisturbed& operator=(const Undisturbed&) = delete;

   private:
    MemoryVfs& vfs_;
  };

  // Writes and syncs so far, failed ones included.
  int64_t Calls(std::string_view disk) const;

  // The bytes of every file on the disk, as a process would read them now.
  std::vector<std::string> Files(std::string_view disk) const;
  // All files of a disk as they are now, to be put back later, there or on another disk. A copy of
  // a database with its log is whole when no transaction is open.
  using Image = std::map<std::string, std::string>;
  Image Copy(std::string_view disk) const;
  // Nothing may be open; what was there is gone.
  void PutBack(std::string_view disk, const Image& image);
  // What would be found there if the power went now: as CutPower, and the disk goes on.
  Image CopyAfterPowerCut(std::string_view disk, base::Random& random) const;
  // The same when nothing reaches the disk that was not synced.
  Image CopyOfSynced(std::string_view disk) const;
  // Calls this before each write or sync of the disk from now on, until it is set to nothing. It
  // may use other disks.
  void BeforeEachCall(std::string_view disk, std::function<void()> look);
  // All of it, as after new formatting. Nothing may be open.
  void Wipe(std::string_view disk);

  class Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_MEMORY_VFS_H_
