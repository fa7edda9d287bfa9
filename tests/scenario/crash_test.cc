// SPDX-License-Identifier: Apache-2.0
// The server is killed (SIGKILL) at random moments while leaders write, and while backups are made.
// What was acknowledged is there afterwards, once; what was not yet comes by itself; no half backup
// is ever listed. Which moments: by a seed that is printed; what the machine does in them is its
// own.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <thread>

#include "client-lib/include/samstig/operator.h"
#include "tests/bench/country.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using bench::Clients;
using bench::Country;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::IsEmpty;

constexpr int kLeaders = 4;
constexpr milliseconds kPatience = std::chrono::seconds(60);

class CrashTest : public testing::Test {
 protected:
  CrashTest() {
    std::cout << random_.Story() << std::endl;
    for (int i = 0; i < kLeaders; ++i) {
      devices_.push_back(country_.NewDevice(i));
      EXPECT_THAT(devices_.back()->SyncOnce({}), IsOk());
    }
  }

  std::unique_ptr<client::Operator> Operator() {
    client::Options options;
    options.server = country_.server().address();
    options.tls = false;
    std::string token = ReadFile(country_.own()->folder() + "/data/operator.token");
    token.erase(token.find_last_not_of('\n') + 1);
    return Must(client::Operator::Open(options, token));
  }

  // Lets the work go on for a moment that chance chooses. No sleep that something waits for: any
  // moment is a good one to be killed in.
  void LetTimePass(size_t up_to_ms) {
    const auto until = steady_clock::now() + milliseconds(1 + random_.Below(up_to_ms));
    std::this_thread::sleep_until(until);
  }

  v1::VerifyNetworkResponse Verified(const std::string& backup = {}) {
    return Must(Operator()->VerifyNetwork(country_.network(), backup));
  }

  SeededRandom random_{
      SeedOr(static_cast<uint64_t>(steady_clock::now().time_since_epoch().count()))};
  Country country_{std::nullopt, kLeaders};
  Clients devices_;
};

TEST_F(CrashTest, NothingAcknowledgedIsGoneAndNothingIsDoubled) {
  constexpr int kCrashes = 6;
  std::atomic<bool> enough{false};
  // Each device writes on, whether there is a server or not.
  std::vector<std::vector<std::shared_ptr<client::Write>>> writes(kLeaders);
  std::vector<std::thread> leaders;
  for (size_t i = 0; i < kLeaders; ++i) {
    devices_[i]->Start();
    leaders.emplace_back([&, i] {
      for (size_t n = 0; !enough.load(); ++n) {
        v1::Mutation post = country_.Post(*devices_[i], i * 100'000 + n);
        writes[i].push_back(Must(devices_[i]->Do(std::move(post))));
        // Waits a little for the server's word now and then, else the outbox outruns the disk.
        if (n % 10 == 9) (void)writes[i].back()->Final(milliseconds(50));
      }
    });
  }
  for (int crash = 0; crash < kCrashes; ++crash) {
    LetTimePass(500);
    country_.own()->Crash();
    country_.own()->Start();
    for (auto& device : devices_) device->Nudge();
    EXPECT_THAT(Verified().findings(), IsEmpty()) << "after crash " << crash;
  }
  enough.store(true);
  for (std::thread& leader : leaders) leader.join();
  size_t all = 0;
  for (size_t i = 0; i < kLeaders; ++i) {
    all += writes[i].size();
    for (const auto& write : writes[i]) {
      ASSERT_THAT(write->Final(kPatience), IsOk()) << "leader " << i << ", " << write->number();
    }
  }
  for (auto& device : devices_) {
    device->Stop();
    ASSERT_THAT(device->SyncOnce({}), IsOk());
    EXPECT_THAT(device->Outbox(), IsOkAndHolds(IsEmpty()));
  }
  // A new device, with nothing but what the server has.
  const std::unique_ptr<client::Client> fresh = country_.NewDevice(0);
  ASSERT_THAT(fresh->SyncOnce({}), IsOk());
  const std::vector<client::Shown> posts =
      Must(fresh->Find({rules::KeyName::kPostsOfThread, country_.thread()}));
  std::map<std::string, int> times;
  for (const client::Shown& post : posts) {
    ++times[post.entity.post().heads(0).text()];
  }
  EXPECT_EQ(posts.size(), all) << "nothing gone";
  EXPECT_EQ(times.size(), all) << "nothing doubled";
  std::cout << all << " posts through " << kCrashes << " crashes" << std::endl;
}

TEST_F(CrashTest, WhatIsAcknowledgedBeforeACrashIsThereAfterIt) {
  for (int crash = 0; crash < 4; ++crash) {
    std::vector<Id> acknowledged;
    for (int n = 0; n < 20; ++n) {
      v1::Mutation post = country_.Post(*devices_[0], static_cast<size_t>(crash * 1'000 + n));
      acknowledged.push_back(Id::FromBytes(post.write_post().id()));
      (void)Must(devices_[0]->Do(std::move(post)));
    }
    ASSERT_THAT(devices_[0]->SyncOnce({}), IsOk());
    country_.own()->Crash();  // At once: nothing had time to be flushed later.
    country_.own()->Start();
    const std::unique_ptr<client::Client> fresh = country_.NewDevice(1);
    ASSERT_THAT(fresh->SyncOnce({}), IsOk());
    for (const Id& post : acknowledged) EXPECT_THAT(fresh->Get(post), IsOk());
  }
}

TEST_F(CrashTest, ACrashDuringABackupLeavesNoHalfOne) {
  for (auto& device : devices_) device->Start();
  size_t whole = 0;
  for (int crash = 0; crash < 8; ++crash) {
    for (size_t i = 0; i < kLeaders; ++i) {
      for (size_t n = 0; n < 50; ++n) {
        const size_t number = (static_cast<size_t>(crash) * kLeaders + i) * 1'000 + n;
        (void)Must(devices_[i]->Do(country_.Post(*devices_[i], number)));
      }
    }
    std::thread asking([&] { (void)Operator()->BackUpNetwork(country_.network()); });
    LetTimePass(20);
    country_.own()->Crash();
    asking.join();
    country_.own()->Start();
    const v1::ListBackupsResponse backups = Must(Operator()->ListBackups(country_.network()));
    for (const v1::Backup& backup : backups.backups()) {
      EXPECT_THAT(Verified(backup.name()).findings(), IsEmpty()) << backup.name();
    }
    size_t files = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(country_.own()->folder() + "/data/backups")) {
      files += entry.path().filename().string().starts_with('.') ? 0 : 1;
      EXPECT_FALSE(entry.path().filename().string().starts_with('.')) << "a draft was left";
    }
    EXPECT_EQ(files, static_cast<size_t>(backups.backups_size()));
    whole = files;
  }
  std::cout << whole << " of 8 backups were whole before the crash" << std::endl;
  EXPECT_THAT(Operator()->BackUpNetwork(country_.network()), IsOk());
}

TEST_F(CrashTest, ARestoreThatIsKilledIsTheOldOrTheNewState) {
  const v1::Backup before = Must(Operator()->BackUpNetwork(country_.network()));
  (void)Must(devices_[0]->Do(country_.Post(*devices_[0], 1)));
  ASSERT_THAT(devices_[0]->SyncOnce({}), IsOk());
  for (int crash = 0; crash < 6; ++crash) {
    std::thread asking(
        [&] { (void)Operator()->RestoreNetwork(country_.network(), before.name()); });
    LetTimePass(40);
    country_.own()->Crash();
    asking.join();
    country_.own()->Start();
    EXPECT_THAT(Verified().findings(), IsEmpty());
  }
  EXPECT_THAT(Operator()->RestoreNetwork(country_.network(), before.name()), IsOk());
}

TEST_F(CrashTest, DevicesOnTheLineComeBackByThemselvesAfterARestore) {
  for (auto& device : devices_) device->Start();
  const auto write = Must(devices_[0]->Do(country_.Post(*devices_[0], 1)));
  ASSERT_THAT(write->Final(kPatience), IsOk());
  // A backup of all there is: so nobody's history parts from the server's.
  const v1::Backup backup = Must(Operator()->BackUpNetwork(country_.network()));
  const auto restored = Must(Operator()->RestoreNetwork(country_.network(), backup.name()));
  EXPECT_EQ(restored.last_seq(), backup.last_seq());
  const auto later = Must(devices_[0]->Do(country_.Post(*devices_[0], 2)));
  EXPECT_THAT(later->Final(kPatience), IsOk());
}

}  // namespace
}  // namespace samstig::test
