// SPDX-License-Identifier: Apache-2.0
// What a start has shown, the next start shows: also a write that was refused because the disk
// would not sync, and that was in the log all the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <string>

#include "client-lib/core/sync_core.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_vfs.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {
namespace {

using client::LocalStore;
using client::SyncCore;

constexpr char kPath[] = "/phone/copy.db";

class RestartTest : public testing::Test {
 protected:
  base::Result<std::unique_ptr<SyncCore>> Opened() {
    ASSIGN_OR_RETURN(std::unique_ptr<LocalStore> store, LocalStore::Open(kPath, MemoryVfs::name()));
    return SyncCore::Open(std::move(store), clock_, random_);
  }

  // A new program, after the old one was killed.
  std::unique_ptr<SyncCore> StartsAgain(std::unique_ptr<SyncCore> old) {
    disk_.Kill("phone");
    old.reset();
    disk_.PowerIsBack("phone");
    return Must(Opened());
  }

  // The same after a power cut with which everything goes that was not synced.
  std::unique_ptr<SyncCore> LosesPower(std::unique_ptr<SyncCore> old) {
    const MemoryVfs::Image left = disk_.CopyOfSynced("phone");
    disk_.Kill("phone");
    old.reset();
    disk_.PowerIsBack("phone");
    disk_.PutBack("phone", left);
    return Must(Opened());
  }

  MemoryVfs disk_{1};
  FakeClock clock_;
  SeededRandom random_{SeedOr(7)};
};

TEST_F(RestartTest, AWriteThatCameBackAfterItsSyncFailedStays) {
  int came_back = 0;
  for (int n = 1; n <= 12; ++n) {
    SCOPED_TRACE("write or sync " + std::to_string(n) + " fails");
    disk_.Wipe("phone");
    std::unique_ptr<SyncCore> core = Must(Opened());
    ASSERT_THAT(core->SignedIn({"demo", IdNamed("anna"), IdNamed("phone")}, "token"), IsOk());
    disk_.FailAt("phone", n, SQLITE_IOERR_FSYNC);
    const bool taken = core->Enqueue(MutationOf(WritesPost("hej", "post"))).ok();
    disk_.Heal("phone");

    core = StartsAgain(std::move(core));
    const uint64_t waiting = core->pending();
    if (!taken && waiting == 1) ++came_back;
    core = LosesPower(std::move(core));
    EXPECT_EQ(core->pending(), waiting);
  }
  EXPECT_GT(came_back, 0) << "no sync was the last thing that failed";
}

}  // namespace
}  // namespace samstig::test
