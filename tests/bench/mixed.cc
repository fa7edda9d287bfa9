// SPDX-License-Identifier: Apache-2.0
#include <random>
#include <thread>

#include "tests/bench/country.h"
#include "tests/bench/wire.h"
#include "tests/bench/workloads.h"

namespace samstig::bench {

using std::chrono::steady_clock;

namespace {

constexpr int kLeaders = 1'000;
constexpr int kMunicipalities = 40;
// Each asks when it is answered.
constexpr int kAtOnce = 32;
constexpr std::chrono::seconds kDay{20};
constexpr int kWritesInHundred = 5;
// Of the writes; the rest go to the leader's own municipality.
constexpr int kToAllInHundred = 10;

struct Leader {
  WireDevice device;
  base::Id own_thread;
};

struct Lane {
  std::vector<Leader*> leaders;
  std::vector<double> read_ms;
  std::vector<double> write_ms;
};

void Work(Lane& lane, const Country& country, unsigned seed, steady_clock::time_point end) {
  const auto line = Connect(country.server().address());
  std::minstd_rand dice(seed);
  size_t n = 4'000'000 + seed * size_t{100'000};
  for (auto now = steady_clock::now(); now < end; now = steady_clock::now()) {
    Leader& leader = *lane.leaders[dice() % lane.leaders.size()];
    if (static_cast<int>(dice() % 100) >= kWritesInHundred) {
      (void)leader.device.Pull(*line);
      lane.read_ms.push_back(MsSince(now));
      continue;
    }
    const bool to_all = static_cast<int>(dice() % 100) < kToAllInHundred;
    v1::PushRequest request;
    leader.device.AddPost(request, to_all ? country.thread() : leader.own_thread, n++);
    leader.device.Push(*line, request);
    lane.write_ms.push_back(MsSince(now));
  }
}

std::vector<Leader> SignIn(const Country& country) {
  std::vector<Leader> leaders;
  const auto line = Connect(country.server().address());
  std::vector<base::Id> own(kMunicipalities);
  for (int i = 0; i < kLeaders; ++i) {
    leaders.push_back({WireDevice(country.TokenOf(i)), {}});
    base::Id& thread = own[static_cast<size_t>(i % kMunicipalities)];
    if (thread.IsNil()) {
      thread = NewId();
      v1::Mutation mutation;
      country.AddOwnThread(i, thread, *mutation.mutable_start_thread());
      v1::PushRequest request;
      leaders.back().device.Add(request, std::move(mutation));
      leaders.back().device.Push(*line, request);
    }
    leaders.back().own_thread = thread;
  }
  for (Leader& leader : leaders) (void)leader.device.Pull(*line);
  return leaders;
}

}  // namespace

void RunMixed(Run& run) {
  run.report.Say("1,000 leaders of 40 municipalities enrol and sign in");
  Country country(run.outside, kLeaders, kMunicipalities);
  std::vector<Leader> leaders = SignIn(country);
  std::vector<Lane> lanes(kAtOnce);
  for (size_t i = 0; i < leaders.size(); ++i) lanes[i % kAtOnce].leaders.push_back(&leaders[i]);
  run.report.Say("their day");
  const auto began = steady_clock::now();
  std::vector<std::thread> threads;
  for (size_t i = 0; i < lanes.size(); ++i) {
    threads.emplace_back(
        [&, i] { Work(lanes[i], country, static_cast<unsigned>(i + 1), began + kDay); });
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds = SecondsSince(began);
  std::vector<double> reads;
  std::vector<double> writes;
  for (const Lane& lane : lanes) {
    reads.insert(reads.end(), lane.read_ms.begin(), lane.read_ms.end());
    writes.insert(writes.end(), lane.write_ms.begin(), lane.write_ms.end());
  }
  run.report.Add({"95 reads to 5 writes, 32 at once",
                  static_cast<double>(reads.size() + writes.size()) / seconds,
                  "requests/s",
                  Better::kMore,
                  {},
                  run.limits.Echo(500, kAtOnce),
                  "raw gRPC echo of 500 bytes"});
  run.report.AddTimes("what is new to a leader", reads);
  run.report.AddTimes("a post", writes);
}

}  // namespace samstig::bench
