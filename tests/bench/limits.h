// SPDX-License-Identifier: Apache-2.0
// The physical limits that Samstig's figures stand beside, measured in the same run on the same
// disk, each when it is first asked for.
#ifndef SAMSTIG_TESTS_BENCH_LIMITS_H_
#define SAMSTIG_TESTS_BENCH_LIMITS_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/support/temp_dir.h"

namespace samstig::bench {

class Limits {
 public:
  // SQLite, WAL, synchronous=FULL: rows of a 16-byte ascending id and 430 bytes, `per_commit` to a
  // transaction. Rows a second.
  double SqliteGroupCommit(int per_commit);
  // The same in one transaction with synchronous=NORMAL: how fast a copy could be filled.
  double SqliteBulk();
  // Median time of one fsync of a 4 KiB append, in milliseconds.
  double FsyncMs();
  // gRPC for C++ with nothing behind it: unary calls a second that give back `bytes`, over so many
  // connections at once, each with one call at a time.
  double Echo(size_t bytes, int connections);
  // The same of messages a second on one server stream.
  double Stream(size_t bytes);
  // The same when a server writes one message of `bytes` to each of so many open streams: the
  // milliseconds to each of them, over a hundred such writes.
  const std::vector<double>& FanOut(size_t bytes, size_t streams, size_t per_connection);

 private:
  test::TempDir dir_;
  std::map<int, double> group_commit_;
  std::optional<double> bulk_;
  std::optional<double> fsync_ms_;
  std::map<std::pair<size_t, int>, double> echo_;
  std::map<size_t, double> stream_;
  std::map<std::tuple<size_t, size_t, size_t>, std::vector<double>> fan_out_;
};

// grpc_limits.cc
double MeasureEcho(size_t bytes, int connections);
double MeasureStream(size_t bytes);
// fan_out_limit.cc
std::vector<double> MeasureFanOut(size_t bytes, size_t streams, size_t per_connection);

}  // namespace samstig::bench

#endif  // SAMSTIG_TESTS_BENCH_LIMITS_H_
