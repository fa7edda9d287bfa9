// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <thread>

#include "tests/bench/country.h"
#include "tests/bench/wire.h"
#include "tests/bench/workloads.h"
#include "tests/support/status_matchers.h"

namespace samstig::bench {

using std::chrono::steady_clock;
using test::Must;
using WritesOfOne = std::vector<std::shared_ptr<client::Write>>;

namespace {

constexpr int kDevices = 50;
constexpr int kWritesEach = 40;
constexpr int kWritesOfOne = 2'000;
constexpr int kRounds = 3;

WritesOfOne Queue(Country& country, client::Client& client, int count) {
  static size_t n = 0;
  WritesOfOne writes;
  for (int i = 0; i < count; ++i) writes.push_back(Must(client.Do(country.Post(client, n++))));
  return writes;
}

// All come online at once. The milliseconds until each write was acknowledged, which it is in its
// order.
std::vector<double> ComeOnline(Clients& clients, const std::vector<WritesOfOne>& writes) {
  std::vector<std::vector<double>> times(clients.size());
  const auto began = steady_clock::now();
  std::vector<std::thread> waiting;
  for (size_t i = 0; i < clients.size(); ++i) {
    waiting.emplace_back([&, i] {
      clients[i]->Start();
      for (const auto& write : writes[i]) {
        MustBe(write->Final(std::chrono::seconds(60)), "queued write");
        times[i].push_back(MsSince(began));
      }
    });
  }
  for (std::thread& one : waiting) one.join();
  std::vector<double> all;
  for (const auto& of_one : times) all.insert(all.end(), of_one.begin(), of_one.end());
  return all;
}

// Leaves no device behind when the next round begins.
void GoOffline(Clients& clients) {
  for (auto& client : clients) client->Stop();
  for (auto& client : clients) MustBe(client->SyncOnce({}), "sync");
}

// The acknowledgements of the fastest of some rounds.
std::vector<double> Rounds(Country& country, Clients& clients, int writes_each) {
  std::vector<double> best;
  for (auto& client : clients) MustBe(client->SyncOnce({}), "first sync");
  for (int round = 0; round < kRounds; ++round) {
    std::vector<WritesOfOne> writes;
    for (auto& client : clients) writes.push_back(Queue(country, *client, writes_each));
    std::vector<double> times = ComeOnline(clients, writes);
    if (best.empty() || Quantile(times, 1) < Quantile(best, 1)) best = std::move(times);
    GoOffline(clients);
  }
  return best;
}

void Tell(Run& run, const std::string& who, const std::vector<double>& times, double goal,
          int per_commit) {
  const double rate = static_cast<double>(times.size()) / Quantile(times, 1) * 1e3;
  run.report.Add({who + ", acknowledged", rate, "writes/s", Better::kMore, goal,
                  run.limits.SqliteGroupCommit(per_commit),
                  "SQLite FULL, " + std::to_string(per_commit) + " rows a commit"});
  run.report.AddTimes(who + ": online to acknowledged", times, {}, {}, run.limits.FsyncMs(),
                      "one fsync");
}

// Devices without a copy, each with as many pushes as there are rounds: the server's part.
void WithoutCopies(Run& run, Country& country, int devices, int writes_each, int pushes) {
  struct Pusher {
    std::unique_ptr<client::Transport> transport;
    WireDevice device;
    std::vector<v1::PushRequest> requests;
  };
  std::vector<Pusher> pushers;
  size_t n = 1'000'000;
  for (int i = 0; i < devices; ++i) {
    pushers.push_back({Connect(country.server().address()), WireDevice(country.TokenOf(i)), {}});
    Pusher& pusher = pushers.back();
    (void)pusher.device.Pull(*pusher.transport);  // The connection is there.
    for (int p = 0; p < pushes; ++p) {
      v1::PushRequest& request = pusher.requests.emplace_back();
      for (int w = 0; w < writes_each; ++w) pusher.device.AddPost(request, country.thread(), n++);
    }
  }
  const double busy = country.own() == nullptr ? 0 : country.own()->CpuSeconds();
  const auto began = steady_clock::now();
  std::vector<std::thread> threads;
  for (Pusher& pusher : pushers) {
    threads.emplace_back([&pusher] {
      for (const auto& request : pusher.requests) pusher.device.Push(*pusher.transport, request);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds = SecondsSince(began);
  const double writes = devices * writes_each * pushes;
  const size_t bytes = pushers.front().requests.front().ByteSizeLong();
  const std::string what = std::to_string(devices) + " x " + std::to_string(writes_each) + ", " +
                           std::to_string(pushes) + " times";
  run.report.Add({what,
                  writes / seconds,
                  "writes/s",
                  Better::kMore,
                  {},
                  run.limits.Echo(bytes, devices) * writes_each,
                  "raw gRPC echo of the same"});
  if (country.own() == nullptr) return;
  // Says the same also while others use the machine.
  run.report.Add({what + ": server's processor time for each",
                  (country.own()->CpuSeconds() - busy) / writes * 1e6, "us"});
}

}  // namespace

void RunPush(Run& run) {
  Country country(run.outside, 60);
  run.report.Say("50 devices, 40 queued writes each");
  Clients many;
  for (int i = 0; i < kDevices; ++i) many.push_back(country.NewDevice(i));
  Tell(run, "50 devices x 40 queued", Rounds(country, many, kWritesEach), 20'000, 100);
  many.clear();
  run.report.Say("one device, 2,000 queued writes");
  Clients one;
  one.push_back(country.NewDevice(51));
  Tell(run, "1 device x 2,000 queued", Rounds(country, one, kWritesOfOne), 30'000, 256);
}

void RunPushServer(Run& run) {
  Country country(run.outside, 60);
  WithoutCopies(run, country, kDevices, kWritesEach, 10);
  WithoutCopies(run, country, 1, 250, 80);
}

}  // namespace samstig::bench
