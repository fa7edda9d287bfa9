// SPDX-License-Identifier: Apache-2.0
// The Store on embedded SQLite: one file a network, write-ahead log, synchronous=FULL, so that a
// commit is on disk before it is answered (https://www.sqlite.org/wal.html,
// https://www.sqlite.org/pragma.html).
#ifndef SAMSTIG_SERVER_STORE_SQLITE_SQLITE_STORE_H_
#define SAMSTIG_SERVER_STORE_SQLITE_SQLITE_STORE_H_

#include <memory>
#include <string>

#include "server/store/store.h"

namespace samstig::server {

// Opens the file, bringing its schema up to date, and begins a new epoch. With a name and no file,
// makes it. NOT_FOUND without either; ALREADY_EXISTS with both; NEWER_DATA for a file of a later
// version (left as it is); DATA_DAMAGED, READ_ONLY, DISK_FULL. `random` gives the epoch. `vfs`
// names a SQLite VFS, for tests; empty for the system's.
Result<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path, const std::string& slug,
                                               const std::string& name_if_new, base::Random& random,
                                               const std::string& vfs = "");

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_STORE_SQLITE_SQLITE_STORE_H_
