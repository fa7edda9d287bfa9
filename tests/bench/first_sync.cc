// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>

#include <algorithm>
#include <fstream>

#include "client-lib/core/sync_core.h"
#include "client-lib/native/system.h"
#include "domain/rules/keys.h"
#include "tests/bench/country.h"
#include "tests/bench/relay.h"
#include "tests/bench/wire.h"
#include "tests/bench/workloads.h"
#include "tests/support/status_matchers.h"

namespace samstig::bench {

using std::chrono::steady_clock;
using test::Must;

namespace {

constexpr size_t kPosts = 10'000;
constexpr size_t kMillion = 1'000'000;
constexpr double kTextBytes = 400;
constexpr std::chrono::minutes kPatience{10};

// The posts of one first sync by a second.
double Rate(Country& country, client::Client& reader) {
  const auto began = steady_clock::now();
  MustBe(reader.SyncOnce({.time = kPatience}), "first sync");
  const double seconds = SecondsSince(began);
  const rules::Key posts{rules::KeyName::kPostsOfThread, country.thread()};
  return static_cast<double>(Must(reader.Find(posts)).size()) / seconds;
}

struct Carried {
  double bytes_for_each = 0;
  double rate = 0;
};

// By way of the relay, which costs time as well.
Carried Carry(Country& country, int leader, bool compressed) {
  Relay relay(country.server().address());
  (void)country.NewDevice(leader);
  const auto reader = country.Reopen(country.devices() - 1, relay.address(), compressed);
  const double rate = Rate(country, *reader);
  return {static_cast<double>(relay.down()) / kPosts, rate};
}

void OnTheWire(Run& run, Country& country) {
  const Carried plain = Carry(country, 6, /*compressed=*/false);
  const Carried packed = Carry(country, 8, /*compressed=*/true);
  run.report.Add({"bytes on the wire, compressed", packed.bytes_for_each, "bytes/post",
                  Better::kLess, 250, plain.bytes_for_each, "the same, uncompressed"});
  run.report.Add({"bytes on the wire beyond the text, uncompressed",
                  std::max(0.0, plain.bytes_for_each - kTextBytes), "bytes/post", Better::kLess,
                  40});
  run.report.Add({"10,000 posts onto disk, compressed on the way",
                  packed.rate,
                  "entities/s",
                  Better::kMore,
                  {},
                  plain.rate,
                  "the same way, uncompressed"});
}

// The server's part: a reader that keeps nothing.
void WithoutCopy(Run& run, Country& country) {
  const auto transport = Connect(country.server().address());
  const std::string token = country.TokenOf(7);
  double best = 0;
  double bytes = 0;
  for (int round = 0; round < 4; ++round) {
    WireDevice device(token);
    const auto began = steady_clock::now();
    bytes = static_cast<double>(device.Pull(*transport));
    best = std::max(best, kPosts / SecondsSince(began));
  }
  const double page = bytes / std::max(1.0, bytes / (64 << 10));
  run.report.Add({"10,000 posts to nobody's disk",
                  best,
                  "entities/s",
                  Better::kMore,
                  {},
                  run.limits.Stream(static_cast<size_t>(page)) * page / (bytes / kPosts),
                  "raw gRPC stream of the same pages"});
}

// The client's part: pages that are there already, into a database on disk.
void ApplyAlone(Run& run, Country& country) {
  const auto transport = Connect(country.server().address());
  const std::string token = country.TokenOf(5);
  v1::PullRequest request;
  request.set_version_min(1);
  request.set_version_max(1);
  const std::vector<std::string> frames =
      FramesOf(*transport, client::Transport::Method::kPull, token, request);
  double best = 0;
  for (int round = 0; round < 3; ++round) {
    const test::TempDir dir;
    client::SystemClock clock;
    client::SystemRandom random;
    auto core = Must(
        client::SyncCore::Open(Must(client::LocalStore::Open(dir.File("copy"))), clock, random));
    MustBe(core->SignedIn({country.network(), NewId(), NewId()}, "token"), "sign in");
    core->Start();
    const auto began = steady_clock::now();
    for (const std::string& frame : frames) core->OnPullFrame(frame);
    const double seconds = SecondsSince(began);
    if (core->Revision() == 0) MustBe({v1::REASON_INTERNAL, "no checkpoint"}, "apply");
    best = std::max(best, kPosts / seconds);
  }
  run.report.Add({"pages that are there, onto disk", best, "entities/s", Better::kMore, 150'000,
                  run.limits.SqliteBulk(), "SQLite, one transaction"});
}

// The high-water mark of this process begins anew (proc(5), clear_refs).
void ResetPeak() { std::ofstream("/proc/self/clear_refs") << "5"; }

double PeakOfThisProcess() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) * 1024;
  }
  return 0;
}

}  // namespace

void RunFirstSync(Run& run) {
  Country country(run.outside, 10);
  run.report.Say("10,000 posts are written");
  country.Fill(0, kPosts);
  run.report.Say("first sync of them");
  double best = 0;
  for (int round = 0; round < 4; ++round) {
    best = std::max(best, Rate(country, *country.NewDevice(1 + round)));
  }
  run.report.Add({"10,000 posts onto disk", best, "entities/s", Better::kMore, 80'000,
                  run.limits.SqliteBulk(), "SQLite, one transaction"});
  WithoutCopy(run, country);
  ApplyAlone(run, country);
  OnTheWire(run, country);
}

void RunFirstSyncOfMillion(Run& run) {
  Country country(run.outside, 10);
  run.report.Say("1,000,000 posts are written");
  country.Fill(0, kMillion);
  run.report.Say("first sync of them");
  const auto reader = country.NewDevice(1);
  ResetPeak();
  const double before = PeakOfThisProcess();
  const auto began = steady_clock::now();
  MustBe(reader->SyncOnce({.time = kPatience}), "first sync");
  run.report.Add({"1,000,000 posts onto disk",
                  kMillion / SecondsSince(began),
                  "entities/s",
                  Better::kMore,
                  {},
                  run.limits.SqliteBulk(),
                  "SQLite, one transaction"});
  run.report.Add({"1,000,000 posts: client's memory beyond what it had before, peak",
                  (PeakOfThisProcess() - before) / 1e6, "MB"});
  if (country.own() == nullptr) return;
  run.report.Add({"1,000,000 posts: server's memory, peak",
                  static_cast<double>(country.own()->MemoryPeak()) / 1e6, "MB", Better::kLess,
                  150});
  run.report.Add({"1,000,000 posts on the server's disk",
                  static_cast<double>(country.BytesOnDisk()) / kMillion, "bytes/post",
                  Better::kLess, 800, kTextBytes, "their text"});
}

}  // namespace samstig::bench
