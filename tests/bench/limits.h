// SPDX-License-Identifier: Apache-2.0
// The physical limits that Samstig's figures stand beside, measured in the same run on the same
// disk.
#ifndef SAMSTIG_TESTS_BENCH_LIMITS_H_
#define SAMSTIG_TESTS_BENCH_LIMITS_H_

#include <string>

namespace samstig::bench {

// SQLite, WAL, synchronous=FULL: rows of a 16-byte ascending id and 430 bytes, `per_commit` to a
// transaction. Rows a second.
double SqliteGroupCommit(const std::string& path, int rows, int per_commit);
// The same in one transaction with synchronous=NORMAL: how fast a copy could be filled.
double SqliteBulk(const std::string& path, int rows);
// Median time of one fsync of a 4 KiB append, in milliseconds.
double FsyncMs(const std::string& path);

}  // namespace samstig::bench

#endif  // SAMSTIG_TESTS_BENCH_LIMITS_H_
