// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/keys.h"
#include "tests/bench/country.h"
#include "tests/bench/workloads.h"
#include "tests/support/status_matchers.h"

namespace samstig::bench {

using std::chrono::steady_clock;
using test::Must;

namespace {

constexpr size_t kPending = 100'000;
constexpr size_t kSome = 1'000;
constexpr size_t kInQuietThread = 100;
constexpr std::chrono::minutes kPatience{5};

// What a device is asked while so many writes wait: to show one of them, and a small thread.
void Look(Run& run, client::Client& client, const base::Id& one, const base::Id& thread,
          const std::string& with) {
  std::vector<double> one_ms;
  std::vector<double> thread_ms;
  for (int i = 0; i < 200; ++i) {
    auto began = steady_clock::now();
    (void)Must(client.Get(one));
    one_ms.push_back(MsSince(began));
    began = steady_clock::now();
    const size_t found = Must(client.Find({rules::KeyName::kPostsOfThread, thread})).size();
    thread_ms.push_back(MsSince(began));
    if (found != kInQuietThread) MustBe({v1::REASON_INTERNAL, "posts are missing"}, "a look");
  }
  run.report.Add({"one post, " + with, Quantile(one_ms, 0.5) * 1e3, "us"});
  run.report.Add({"a thread of 100, " + with, Quantile(thread_ms, 0.5) * 1e3, "us"});
}

}  // namespace

void RunOutbox(Run& run) {
  Country country(run.outside, 10);
  const base::Id quiet = country.StartThread();
  const auto client = country.NewDevice(1);
  MustBe(client->SyncOnce({}), "first sync");
  const double disk_ms = 1e3 / run.limits.SqliteGroupCommit(1);
  run.report.Say("100,000 writes while offline");
  std::vector<double> first;
  std::vector<double> last;
  std::shared_ptr<client::Write> write;
  base::Id one;
  for (size_t n = 0; n < kPending; ++n) {
    const bool is_quiet = n < kInQuietThread;
    const v1::Mutation post = country.Post(*client, n, is_quiet ? quiet : country.thread());
    one = base::Id::FromBytes(post.write_post().id());
    const auto began = steady_clock::now();
    write = Must(client->Do(post));
    if (n < kSome) first.push_back(MsSince(began));
    if (n >= kPending - kSome) last.push_back(MsSince(began));
    if (n + 1 == kSome) Look(run, *client, one, quiet, "with 1,000 waiting");
  }
  Look(run, *client, one, quiet, "with 100,000 waiting");
  run.report.AddTimes("a write, kept, of the first 1,000", first, {}, {}, disk_ms,
                      "SQLite FULL, one row a commit");
  run.report.AddTimes("a write, kept, of the last 1,000", last, {}, {}, disk_ms,
                      "SQLite FULL, one row a commit");
  run.report.Say("they are sent");
  const auto began = steady_clock::now();
  client->Start();
  MustBe(write->Final(kPatience), "the last write");
  run.report.Add({"100,000 sent and acknowledged", kPending / SecondsSince(began), "writes/s",
                  Better::kMore, 5'000, run.limits.SqliteGroupCommit(256),
                  "SQLite FULL, 256 rows a commit"});
}

}  // namespace samstig::bench
