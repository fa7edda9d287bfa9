// SPDX-License-Identifier: Apache-2.0
#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/bench/country.h"
#include "tests/bench/streams.h"
#include "tests/bench/wire.h"
#include "tests/bench/workloads.h"
#include "tests/support/status_matchers.h"

namespace samstig::bench {

using std::chrono::steady_clock;
using test::Must;

namespace {

constexpr int kLeaders = 60;
constexpr size_t kMembers = 100;
constexpr size_t kWrites = 200;
constexpr int kWriter = kLeaders - 1;
// About what one new post is on the wire.
constexpr size_t kMessageBytes = 550;
constexpr char kLimitIs[] = "raw gRPC, one message to as many streams";

// Members with copies, each of which is told when it has changed.
class Members {
 public:
  Members(Country& country, size_t count) : seen_(count) {
    for (size_t i = 0; i < count; ++i) {
      members_.push_back({country.NewDevice(static_cast<int>(i % 50)), nullptr});
      MustBe(members_[i].client->SyncOnce({}), "first sync");
      members_[i].client->Start();
      members_[i].subscription = members_[i].client->Observe([this, i] { Seen(i); });
    }
  }

  // The milliseconds from before the write to where each of them can show it.
  std::vector<double> Follow(const std::function<void()>& write) {
    {
      const std::lock_guard lock(mutex_);
      times_.clear();
      seen_.assign(seen_.size(), false);
      began_ = steady_clock::now();
    }
    write();
    std::unique_lock lock(mutex_);
    if (!all_seen_.wait_for(lock, std::chrono::seconds(20),
                            [&] { return times_.size() == seen_.size(); })) {
      MustBe({v1::REASON_TIMED_OUT, "it has not come to all"}, "a live write");
    }
    return times_;
  }

 private:
  struct Member {
    std::unique_ptr<client::Client> client;
    std::unique_ptr<client::Subscription> subscription;
  };

  void Seen(size_t member) {
    const std::lock_guard lock(mutex_);
    if (seen_[member]) return;
    seen_[member] = true;
    times_.push_back(MsSince(began_));
    if (times_.size() == seen_.size()) all_seen_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable all_seen_;
  steady_clock::time_point began_;
  std::vector<double> times_;
  std::vector<bool> seen_;
  std::vector<Member> members_;  // Last: they call back into the rest.
};

// One by one, each when the one before has come to all. `sink` is followed by.
template <typename Sink>
std::vector<double> WriteOneByOne(Country& country, Sink& sink) {
  static size_t n = 2'000'000;
  const auto writer = country.NewDevice(kWriter);
  MustBe(writer->SyncOnce({}), "first sync");
  writer->Start();
  std::vector<double> all;
  for (size_t i = 0; i < kWrites; ++i) {
    const std::vector<double> times = sink.Follow([&] {
      const auto write = Must(writer->Do(country.Post(*writer, n++)));
      MustBe(write->Final(std::chrono::seconds(20)), "live write");
    });
    all.insert(all.end(), times.begin(), times.end());
  }
  return all;
}

}  // namespace

void RunFanOut(Run& run) {
  Country country(run.outside, kLeaders);
  {
    run.report.Say("100 live members with copies");
    Members members(country, kMembers);
    run.report.AddTimesBeside("100 members: write to visible in each copy",
                              WriteOneByOne(country, members), 2, 8,
                              run.limits.FanOut(kMessageBytes, kMembers, 1), kLimitIs);
  }
  std::vector<std::string> tokens;
  for (int i = 0; i < 50; ++i) tokens.push_back(country.TokenOf(i));
  for (const size_t count : {kMembers, 20 * kMembers}) {
    const std::string who = std::to_string(count) + " open streams";
    run.report.Say(who);
    Streams streams(country.server().address(), tokens, count);
    const bool few = count == kMembers;
    run.report.AddTimesBeside(
        who + ": write to arrival at each", WriteOneByOne(country, streams), few ? 2 : 15,
        few ? 8 : 100, run.limits.FanOut(kMessageBytes, count, Streams::kPerConnection), kLimitIs);
  }
}

// The server's memory and processor time are told for a server of our own alone.
void RunStreams(Run& run) {
  constexpr size_t kCount = 10'000;
  constexpr std::chrono::seconds kRest{10};
  constexpr int kWritesToAll = 10;
  Country country(run.outside, kLeaders);
  std::vector<std::string> tokens;
  for (int i = 0; i < 50; ++i) tokens.push_back(country.TokenOf(i));
  const double before =
      country.own() == nullptr ? 0 : static_cast<double>(country.own()->MemoryNow());
  run.report.Say("10,000 streams, 100 to a connection");
  Streams streams(country.server().address(), tokens, kCount);
  if (country.own() != nullptr) {
    const double after = static_cast<double>(country.own()->MemoryNow());
    run.report.Add({"10,000 streams, 100 to a connection: server's memory for each",
                    (after - before) / kCount / 1e3, "kB", Better::kLess, 100});
    const double busy = country.own()->CpuSeconds();
    std::this_thread::sleep_for(kRest);
    run.report.Add(
        {"10,000 streams at rest: server's processor time",
         (country.own()->CpuSeconds() - busy) / std::chrono::seconds(kRest).count() * 100,
         "% of a core"});
  }
  const auto writer = country.NewDevice(kWriter);
  MustBe(writer->SyncOnce({}), "first sync");
  writer->Start();
  std::vector<double> all;
  for (int i = 0; i < kWritesToAll; ++i) {
    const std::vector<double> times = streams.Follow([&] {
      const auto write =
          Must(writer->Do(country.Post(*writer, 2'500'000 + static_cast<size_t>(i))));
      MustBe(write->Final(std::chrono::seconds(20)), "live write");
    });
    all.insert(all.end(), times.begin(), times.end());
  }
  run.report.AddTimes("10,000 streams: write to arrival at each", all);
}

}  // namespace samstig::bench
