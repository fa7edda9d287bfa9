// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <functional>
#include <thread>

#include "samstig/v1/catalogue_service.pb.h"
#include "tests/bench/country.h"
#include "tests/bench/wire.h"
#include "tests/bench/workloads.h"

namespace samstig::bench {

namespace fs = std::filesystem;

using std::chrono::steady_clock;

namespace {

constexpr size_t kPosts = 10'000;

// The first answer of a server that has just been started: which cohorts are open, of anybody.
void AskWhatIsOpen(const Country& country) {
  v1::ListOpenCohortsRequest request;
  request.set_network(country.network());
  const auto transport = Connect(country.server().address());
  (void)Ask(*transport, client::Transport::Method::kListOpenCohorts, "", request);
}

// Files that this build has made; what it has not is not told of.
void Sizes(Run& run) {
  const fs::path build = fs::read_symlink("/proc/self/exe").parent_path().parent_path();
  struct Part {
    const char* metric;
    const char* file;
    std::optional<double> goal_kb;
  };
  for (const Part& part :
       {Part{"samstig-server", "bin/samstig-server", {}},
        Part{"libsamstig.so", "libsamstig.so", {}}, Part{"samstig.wasm", "wasm/samstig.wasm", {}},
        Part{"samstig.wasm, brotli", "wasm/samstig.wasm.br", 600}}) {
    std::error_code none;
    const auto bytes = fs::file_size(build / part.file, none);
    if (none) continue;
    run.report.Add({std::string("size of ") + part.metric, static_cast<double>(bytes) / 1e3, "kB",
                    Better::kLess, part.goal_kb});
  }
}

}  // namespace

void RunFootprint(Run& run) {
  Country country({}, 60);
  test::LiveServer& server = *country.own();
  (void)server.Stop();
  server.Start();
  const auto idle = static_cast<double>(server.MemoryNow());
  run.report.Add({"server's memory, idle", idle / 1e6, "MB", Better::kLess, 30});
  run.report.Say("10,000 posts, and 50 devices that take them at once");
  const uint64_t empty = country.BytesOnDisk();
  country.Fill(55, kPosts);
  Clients clients;
  for (int i = 0; i < 50; ++i) clients.push_back(country.NewDevice(i));
  std::vector<std::thread> threads;
  for (auto& client : clients) {
    threads.emplace_back(
        [&client] { MustBe(client->SyncOnce({.time = std::chrono::minutes(5)}), "first sync"); });
  }
  for (std::thread& thread : threads) thread.join();
  run.report.Add({"server's memory, peak", static_cast<double>(server.MemoryPeak()) / 1e6, "MB",
                  Better::kLess, 150});
  clients.clear();
  (void)server.Stop();  // The log is folded into the file.
  run.report.Add({"10,000 posts on the server's disk",
                  static_cast<double>(country.BytesOnDisk()) / 1e6, "MB", Better::kLess, 8, 4,
                  "their text"});
  run.report.Add({"each post on the server's disk",
                  static_cast<double>(country.BytesOnDisk() - empty) / kPosts, "bytes"});
  const auto began = steady_clock::now();
  server.Start();
  AskWhatIsOpen(country);
  run.report.Add({"start to first answer, with them", MsSince(began), "ms"});
  Sizes(run);
}

}  // namespace samstig::bench
