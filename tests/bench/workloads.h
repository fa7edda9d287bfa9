// SPDX-License-Identifier: Apache-2.0
// The workloads: each one file, each with a country of its own, so that any of them can be run
// alone.
#ifndef SAMSTIG_TESTS_BENCH_WORKLOADS_H_
#define SAMSTIG_TESTS_BENCH_WORKLOADS_H_

#include <chrono>
#include <optional>

#include "tests/bench/limits.h"
#include "tests/bench/report.h"
#include "tests/support/live/live_server.h"

namespace samstig::bench {

struct Run {
  Report report;
  Limits limits;
  // A server that somebody else has started; else each workload starts its own.
  std::optional<test::ServerAtWork> outside;
};

// 50 devices with 40 waiting writes each come online at once; one device with 2,000.
void RunPush(Run& run);
// The same by devices that keep nothing: the server's part of it.
void RunPushServer(Run& run);
// A fresh device takes 10,000 posts into its database.
void RunFirstSync(Run& run);
// The same of 1,000,000, with what it takes in memory.
void RunFirstSyncOfMillion(Run& run);
// A device that holds 10,000 entities is 100 behind; and is not behind at all.
void RunCatchUp(Run& run);
// 200 writes one by one to 100 members with a copy, and to 2,000 open streams.
void RunFanOut(Run& run);
// 10,000 open streams: what they cost at rest, and how long a write takes to all.
void RunStreams(Run& run);
// 100,000 writes wait on a device.
void RunOutbox(Run& run);
// Memory, disk, sizes of what is shipped, time to the first answer.
void RunFootprint(Run& run);
// A working day: 1,000 leaders of 40 municipalities read and now and then write.
void RunMixed(Run& run);
// The limits by themselves.
void RunLimits(Run& run);

inline double MsSince(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began)
      .count();
}
inline double SecondsSince(std::chrono::steady_clock::time_point began) {
  return MsSince(began) / 1e3;
}

}  // namespace samstig::bench

#endif  // SAMSTIG_TESTS_BENCH_WORKLOADS_H_
