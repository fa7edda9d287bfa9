// SPDX-License-Identifier: Apache-2.0
// A SQLite VFS over the system's that fails when the test says so: full disk, I/O errors, at the
// n-th call. https://www.sqlite.org/vfs.html
#ifndef SAMSTIG_TESTS_SUPPORT_FAULTY_VFS_H_
#define SAMSTIG_TESTS_SUPPORT_FAULTY_VFS_H_

#include <cstdint>
#include <string>

namespace samstig::test {

// Registers itself as long as it lives. One at a time; set from one thread, SQLite may be used on
// others.
class FaultyVfs {
 public:
  FaultyVfs();
  ~FaultyVfs();
  FaultyVfs(const FaultyVfs&) = delete;
  FaultyVfs& operator=(const FaultyVfs&) = delete;

  // What to pass as `vfs` when opening.
  static const std::string& name();

  // Every write and sync fails with SQLITE_FULL until HasRoom().
  void IsFull();
  void HasRoom();
  // The n-th write or sync from now on (1 is the next) fails once with this SQLite code.
  void FailsAt(int64_t n, int code);
  // Writes and syncs so far.
  int64_t calls() const;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_FAULTY_VFS_H_
