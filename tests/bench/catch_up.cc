// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/bench/country.h"
#include "tests/bench/relay.h"
#include "tests/bench/wire.h"
#include "tests/bench/workloads.h"

namespace samstig::bench {

using std::chrono::steady_clock;

namespace {

constexpr size_t kHeld = 10'000;
constexpr int kBehind = 100;
constexpr int kRounds = 20;

struct Taken {
  std::vector<double> behind_ms;
  std::vector<double> nothing_ms;
  double behind_bytes = 0;
  std::vector<double> nothing_up;
  std::vector<double> nothing_down;
};

// Now and then a ping of HTTP/2's goes along.
double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// The same device by way of the relay, which tells the bytes and costs time.
Taken Measure(Country& country, WireDevice& writer, client::Transport& line, Relay* relay,
              bool compressed) {
  Taken taken;
  const auto reader =
      country.Reopen(country.devices() - 1,
                     relay == nullptr ? country.server().address() : relay->address(), compressed);
  MustBe(reader->SyncOnce({}), "sync");
  // Other words each time.
  size_t n = 3'000'000 + (relay == nullptr ? 0 : 1'000'000) + (compressed ? 2'000'000 : 0);
  for (int round = 0; round < kRounds; ++round) {
    v1::PushRequest request;
    for (int i = 0; i < kBehind; ++i) writer.AddPost(request, country.thread(), n++);
    writer.Push(line, request);
    if (relay != nullptr) relay->Reset();
    auto began = steady_clock::now();
    MustBe(reader->SyncOnce({}), "sync");
    taken.behind_ms.push_back(MsSince(began));
    if (relay != nullptr) {
      taken.behind_bytes = static_cast<double>(relay->up() + relay->down());
      relay->Reset();
    }
    began = steady_clock::now();
    MustBe(reader->SyncOnce({}), "sync");
    taken.nothing_ms.push_back(MsSince(began));
    if (relay == nullptr) continue;
    taken.nothing_up.push_back(static_cast<double>(relay->up()));
    taken.nothing_down.push_back(static_cast<double>(relay->down()));
  }
  return taken;
}

}  // namespace

void RunCatchUp(Run& run) {
  Country country(run.outside, 10);
  run.report.Say("10,000 posts are written and held");
  country.Fill(0, kHeld);
  const auto line = Connect(country.server().address());
  WireDevice writer(country.TokenOf(2));
  MustBe(country.NewDevice(1)->SyncOnce({}), "first sync");
  const Taken direct = Measure(country, writer, *line, nullptr, /*compressed=*/false);
  const Taken unpacking = Measure(country, writer, *line, nullptr, /*compressed=*/true);
  Relay relay(country.server().address());
  const Taken plain = Measure(country, writer, *line, &relay, /*compressed=*/false);
  const Taken counted = Measure(country, writer, *line, &relay, /*compressed=*/true);
  const auto bytes = static_cast<size_t>(plain.behind_bytes);
  const double echo_ms = 1e3 / run.limits.Echo(bytes, 1);
  run.report.AddTimes("100 behind of 10,000", direct.behind_ms, 5, {}, echo_ms,
                      "raw gRPC echo of as many bytes");
  run.report.AddTimes("100 behind of 10,000, compressed on the way", unpacking.behind_ms, 5, {},
                      echo_ms, "raw gRPC echo of as many bytes, uncompressed");
  run.report.Add({"100 behind of 10,000: on the wire, both ways, compressed",
                  counted.behind_bytes / 1e3, "kB", Better::kLess, 25, plain.behind_bytes / 1e3,
                  "the same, uncompressed"});
  run.report.AddTimes("nothing new", direct.nothing_ms, {}, {}, 1e3 / run.limits.Echo(100, 1),
                      "raw gRPC echo of 100 bytes");
  run.report.Add(
      {"nothing new: on the wire, up", Median(counted.nothing_up), "bytes", Better::kLess, 200});
  run.report.Add({"nothing new: on the wire, down", Median(counted.nothing_down), "bytes",
                  Better::kLess, 200});
}

}  // namespace samstig::bench
