// SPDX-License-Identifier: Apache-2.0
// A disk that cannot be read for a moment: each read of a start fails in turn. Either the file does
// not open, and opens later, or everything in it is shown.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
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

class ReadsTest : public testing::TestWithParam<int> {
 protected:
  base::Result<std::unique_ptr<SyncCore>> Opened() {
    ASSIGN_OR_RETURN(std::unique_ptr<LocalStore> store, LocalStore::Open(kPath, MemoryVfs::name()));
    return SyncCore::Open(std::move(store), clock_, random_);
  }

  FakeClock clock_;
  SeededRandom random_{SeedOr(7)};
};

TEST_P(ReadsTest, WhatWaitsIsListedOrTheFileDoesNotOpen) {
  MemoryVfs disk(1);
  {
    const std::unique_ptr<SyncCore> core = Must(Opened());
    ASSERT_THAT(core->SignedIn({"demo", IdNamed("anna"), IdNamed("phone")}, "token"), IsOk());
    for (int i = 0; i < 40; ++i) {
      v1::WritePost post = WritesPost(std::string(2'000, 'x'), "post " + std::to_string(i));
      ASSERT_THAT(core->Enqueue(MutationOf(post)), IsOk());
    }
  }
  int refused = 0;
  for (int n = 1; n < 400; ++n) {
    SCOPED_TRACE("read " + std::to_string(n) + " fails");
    disk.FailReadsAt("phone", n, GetParam());
    const auto core = Opened();
    disk.Heal("phone");
    if (!core.ok()) {
      ++refused;
      continue;
    }
    const auto posts = (*core)->Find({rules::KeyName::kPostsOfThread, IdNamed("thread")});
    ASSERT_THAT(posts, IsOk());
    ASSERT_EQ(posts->size(), 40u);
  }
  EXPECT_GT(refused, 0) << "no read of a start failed: this proves nothing";
}

INSTANTIATE_TEST_SUITE_P(Faults, ReadsTest, testing::Values(SQLITE_IOERR_READ, SQLITE_IOERR_NOMEM));

}  // namespace
}  // namespace samstig::test
