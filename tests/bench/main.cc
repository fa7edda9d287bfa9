// SPDX-License-Identifier: Apache-2.0
// ./dev bench: the figures that Samstig promises (design: "what good means, in numbers"), each
// beside the limit of this machine, through a real server process, real sockets and real disks.
// Never a test: a slow machine gives small figures, not failures.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/bench/country.h"
#include "tests/bench/limits.h"
#include "tests/bench/streams.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace samstig::bench {
namespace {

using std::chrono::duration;
using std::chrono::steady_clock;
using test::Must;

struct Figure {
  std::string name;
  double value;
  std::string unit;
  // What is aimed at, and whether more is better.
  double goal;
  bool more_is_better;
  // The limit of the machine in the same unit, 0 if there is none, and what it is.
  double limit;
  std::string limit_is;
};

class Report {
 public:
  explicit Report(bool json) : json_(json) {}
  void Say(const char* what) {
    if (!json_) std::fprintf(stderr, "... %s\n", what);
  }
  void Add(const Figure& f) {
    figures_.push_back(f);
    if (json_) return;
    const bool met = f.more_is_better ? f.value >= f.goal : f.value <= f.goal;
    std::printf("%-58s %12.1f %-10s goal %s %.0f %s", f.name.c_str(), f.value, f.unit.c_str(),
                f.more_is_better ? ">=" : "<=", f.goal, met ? "met" : "NOT MET");
    if (f.limit > 0) std::printf("; limit %.1f (%s)", f.limit, f.limit_is.c_str());
    std::printf("\n");
    std::fflush(stdout);
  }
  void End() const {
    if (!json_) return;
    std::printf("[\n");
    for (size_t i = 0; i < figures_.size(); ++i) {
      const Figure& f = figures_[i];
      std::printf(
          "  {\"name\": \"%s\", \"value\": %.3f, \"unit\": \"%s\", \"goal\": %.3f, "
          "\"more_is_better\": %s, "
          "\"limit\": %.3f, \"limit_is\": \"%s\"}%s\n",
          f.name.c_str(), f.value, f.unit.c_str(), f.goal, f.more_is_better ? "true" : "false",
          f.limit, f.limit_is.c_str(), i + 1 < figures_.size() ? "," : "");
    }
    std::printf("]\n");
  }

 private:
  const bool json_;
  std::vector<Figure> figures_;
};

double SecondsOf(const std::function<void()>& work) {
  const auto start = steady_clock::now();
  work();
  return duration<double>(steady_clock::now() - start).count();
}

void MustBe(const base::Status& status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s: %s\n", what, status.ToString().c_str());
  std::abort();
}

// Writes while offline; the last of the writes.
std::shared_ptr<client::Write> Queue(Country& country, client::Client& client, int count,
                                     size_t from) {
  std::shared_ptr<client::Write> last;
  for (int i = 0; i < count; ++i)
    last = Must(client.Do(country.Post(client, from + static_cast<size_t>(i))));
  return last;
}

// Leaves no device behind when the next figure is taken.
void GoOffline(Clients& clients) {
  for (auto& client : clients) client->Stop();
  for (auto& client : clients) MustBe(client->SyncOnce({}), "sync");
}

// How long until every one of these devices has had its last write acknowledged by the server.
double ComeOnline(Clients& clients,
                  const std::vector<std::shared_ptr<client::Write>>& last_writes) {
  return SecondsOf([&] {
    for (auto& client : clients) client->Start();
    for (const auto& write : last_writes)
      MustBe(write->Final(std::chrono::seconds(60)), "queued write");
  });
}

// ---- The figures

void ManyDevices(Report& report, Country& country, double sqlite_100) {
  report.Say("50 devices, 40 queued writes each");
  Clients clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(country.NewDevice(i));
    MustBe(clients.back()->SyncOnce({}), "first sync");
  }
  double best = 0;
  for (int round = 0; round < 3; ++round) {
    std::vector<std::shared_ptr<client::Write>> last_writes;
    for (int i = 0; i < 50; ++i) {
      const size_t from = static_cast<size_t>(round * 10'000 + i * 40);
      last_writes.push_back(Queue(country, *clients[static_cast<size_t>(i)], 40, from));
    }
    best = std::max(best, 2'000 / ComeOnline(clients, last_writes));
    GoOffline(clients);
  }
  report.Add({"50 devices x 40 queued writes come online, acknowledged", best, "writes/s", 20'000,
              true, sqlite_100, "SQLite FULL, 100 rows a commit"});
}

void OneDevice(Report& report, Country& country, double sqlite_256) {
  report.Say("one device, 2,000 queued writes");
  Clients one;
  one.push_back(country.NewDevice(0));
  MustBe(one[0]->SyncOnce({}), "first sync");
  double best = 0;
  for (int round = 0; round < 3; ++round) {
    const auto last = Queue(country, *one[0], 2'000, 100'000 + static_cast<size_t>(round) * 2'000);
    best = std::max(best, 2'000 / ComeOnline(one, {last}));
    GoOffline(one);
  }
  report.Add({"one device, 2,000 queued writes, acknowledged", best, "writes/s", 30'000, true,
              sqlite_256, "SQLite FULL, 256 rows a commit"});
}

void FirstSync(Report& report, Country& country, double sqlite_bulk) {
  report.Say("first sync of 10,000 posts and more");
  auto writer = country.NewDevice(1);
  MustBe(writer->SyncOnce({}), "first sync");
  const rules::Key posts{rules::KeyName::kPostsOfThread, country.thread()};
  const size_t have = Must(writer->Find(posts)).size();
  if (have < 10'000) {
    Queue(country, *writer, static_cast<int>(10'000 - have), 500'000);
    MustBe(writer->SyncOnce({}), "sync");
  }
  double best = 0;
  for (int round = 0; round < 3; ++round) {
    auto reader = country.NewDevice(2 + round);
    const double seconds = SecondsOf([&] { MustBe(reader->SyncOnce({}), "sync"); });
    best = std::max(best, static_cast<double>(Must(reader->Find(posts)).size()) / seconds);
  }
  report.Add({"first sync of 10,000 posts onto disk", best, "entities/s", 80'000, true, sqlite_bulk,
              "SQLite, one transaction"});
  const uint64_t bytes = std::filesystem::file_size(country.server().NetworkFile("svenskfinland"));
  report.Add({"10,000 posts on the server's disk", static_cast<double>(bytes) / 1e6, "MB", 8, false,
              4.0, "their text"});
}

void Live(Report& report, Country& country, double fsync_ms) {
  report.Say("100 live readers");
  struct Reader {
    std::unique_ptr<client::Client> client;
    std::unique_ptr<client::Subscription> subscription;
  };
  std::mutex mutex;
  std::condition_variable all_seen;
  steady_clock::time_point started;
  std::vector<double> times;
  std::vector<uint64_t> seen(100, 0);
  std::vector<Reader> readers(100);
  for (size_t i = 0; i < readers.size(); ++i) {
    readers[i].client = country.NewDevice(static_cast<int>(i % 50));
    MustBe(readers[i].client->SyncOnce({}), "first sync");
    readers[i].client->Start();
    readers[i].subscription = readers[i].client->Observe([&, i] {
      const std::lock_guard lock(mutex);
      times.push_back(duration<double, std::milli>(steady_clock::now() - started).count());
      ++seen[i];
      all_seen.notify_one();
    });
  }
  auto writer = country.NewDevice(7);
  writer->Start();
  std::vector<double> all;
  for (int round = 0; round < 50; ++round) {
    {
      const std::lock_guard lock(mutex);
      times.clear();
      std::fill(seen.begin(), seen.end(), 0);
      started = steady_clock::now();
    }
    auto write = Must(writer->Do(country.Post(*writer, 900'000 + static_cast<size_t>(round))));
    MustBe(write->Final(std::chrono::seconds(10)), "live write");
    std::unique_lock lock(mutex);
    all_seen.wait_for(lock, std::chrono::seconds(10), [&] {
      return std::all_of(seen.begin(), seen.end(), [](uint64_t n) { return n > 0; });
    });
    all.insert(all.end(), times.begin(), times.end());
  }
  std::sort(all.begin(), all.end());
  report.Add({"100 live readers: write to visible, p50", all[all.size() / 2], "ms", 2, false,
              fsync_ms, "one fsync"});
  report.Add({"100 live readers: write to visible, p99", all[all.size() * 99 / 100], "ms", 8, false,
              fsync_ms, "one fsync"});
}

// The server's part alone: readers that follow and keep nothing.
void LiveStreams(Report& report, Country& country, size_t count, double p50_ms, double p99_ms,
                 double fsync_ms) {
  report.Say((std::to_string(count) + " live streams").c_str());
  Streams streams(country, count);
  auto writer = country.NewDevice(51);
  MustBe(writer->SyncOnce({}), "first sync");
  writer->Start();
  std::vector<double> all;
  for (size_t round = 0; round < 30; ++round) {
    const std::vector<double> times = streams.Follow([&] {
      auto write = Must(writer->Do(country.Post(*writer, 950'000 + count * 100 + round)));
      MustBe(write->Final(std::chrono::seconds(10)), "live write");
    });
    all.insert(all.end(), times.begin(), times.end());
  }
  std::sort(all.begin(), all.end());
  const std::string name = std::to_string(count) + " live streams: write to arrival, ";
  report.Add({name + "p50", all[all.size() / 2], "ms", p50_ms, false, fsync_ms, "one fsync"});
  report.Add(
      {name + "p99", all[all.size() * 99 / 100], "ms", p99_ms, false, fsync_ms, "one fsync"});
}

void Memory(Report& report, Country& country, uint64_t idle) {
  report.Add({"server memory, idle", static_cast<double>(idle) / 1e6, "MB", 30, false, 0, ""});
  report.Add({"server memory, peak of this run",
              static_cast<double>(country.server().MemoryPeak()) / 1e6, "MB", 150, false, 0, ""});
}

int Run(bool json, bool only_live) {
  Report report(json);
  report.Say("limits of this machine");
  test::TempDir dir;
  const double fsync_ms = FsyncMs(dir.File("fsync"));
  if (only_live) {
    Country country(60);
    Live(report, country, fsync_ms);
    LiveStreams(report, country, 100, 2, 8, fsync_ms);
    LiveStreams(report, country, 2'000, 15, 100, fsync_ms);
    report.End();
    return 0;
  }
  const double sqlite_100 = SqliteGroupCommit(dir.File("100.db"), 40'000, 100);
  const double sqlite_256 = SqliteGroupCommit(dir.File("256.db"), 40'000, 256);
  const double sqlite_bulk = SqliteBulk(dir.File("bulk.db"), 200'000);
  report.Say("a country of 60 leaders");
  Country country(60);
  const uint64_t idle = test::LiveServer().MemoryNow();
  ManyDevices(report, country, sqlite_100);
  OneDevice(report, country, sqlite_256);
  FirstSync(report, country, sqlite_bulk);
  Live(report, country, fsync_ms);
  LiveStreams(report, country, 100, 2, 8, fsync_ms);
  LiveStreams(report, country, 2'000, 15, 100, fsync_ms);
  Memory(report, country, idle);
  report.End();
  return 0;
}

}  // namespace
}  // namespace samstig::bench

int main(int argc, char** argv) {
  bool json = false, only_live = false;
  for (int i = 1; i < argc; ++i) {
    json |= std::strcmp(argv[i], "--json") == 0;
    only_live |= std::strcmp(argv[i], "--live") == 0;
  }
  return samstig::bench::Run(json, only_live);
}
