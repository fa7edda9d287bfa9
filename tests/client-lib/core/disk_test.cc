// SPDX-License-Identifier: Apache-2.0
// A disk that fails at each write or sync in turn. Whatever a call said, the file opens again
// afterwards, what was promised is in it, and in the end everything comes right.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "client-lib/core/sync_core.h"
#include "tests/client-lib/core/sync_core_fixture.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using base::Id;
using client::LocalStore;
using client::Shown;
using client::SyncCore;
using rules::KeyName;

class DiskTest : public SyncCoreTest, public testing::WithParamInterface<int> {
 protected:
  // Answers what the core asks for, until it asks for nothing.
  void Answer(SyncCore& core) {
    for (bool more = true; more;) {
      more = false;
      for (client::Effect& effect : core.TakeEffects()) {
        if (auto* push = std::get_if<client::StartPush>(&effect)) {
          more = true;
          const base::Result<std::string> reply = server_.Push(core.token(), push->request);
          ASSERT_THAT(reply, IsOk());
          core.OnPushReply(*reply);
        } else if (auto* pull = std::get_if<client::StartPull>(&effect)) {
          more = true;
          FakeServer::Stream stream = server_.Pull(core.token(), pull->request);
          while (!stream.ended()) {
            base::Result<std::optional<std::string>> frame = stream.Next();
            ASSERT_THAT(frame, IsOk());
            if (!*frame) break;
            core.OnPullFrame(**std::move(frame));
          }
          core.OnPullEnded(base::Ok());
        }
      }
    }
  }

  // One run of the program on a device: writes and syncs twice, and remembers what was promised to
  // be kept.
  void Live() {
    base::Result<std::unique_ptr<LocalStore>> store = LocalStore::Open(path_, FaultyVfs::name());
    if (!store.ok()) return;
    auto core = SyncCore::Open(*std::move(store), clock_, random_);
    if (!core.ok()) return;
    if (!(*core)->account() && !(*core)->SignedIn({"demo", anna_.person(), device_}, token_).ok()) {
      return;
    }
    for (int round = 0; round < 2; ++round) {
      const v1::WritePost post = Says("rad");
      if ((*core)->Enqueue(MutationOf(post)).ok()) promised_.insert(Id::FromBytes(post.id()));
      (*core)->SyncOnce();
      Answer(**core);
    }
  }

  void BeginsAnew(int64_t n) {
    path_ = dir_.File("faulty-" + std::to_string(n) + ".samstig");
    device_ = Id::FromName("device", "faulty " + std::to_string(n));
    token_ = server_.SignsIn(anna_.person(), device_);
    promised_.clear();
  }

  void CheckAll() {
    auto core = SyncCore::Open(*LocalStore::Open(path_, FaultyVfs::name()), clock_, random_);
    ASSERT_THAT(core, IsOk());
    EXPECT_EQ((*core)->Why().waiting, 0u);
    EXPECT_EQ((*core)->pending(), 0u);
    const std::vector<Shown> posts = *(*core)->Find({KeyName::kPostsOfThread, thread_});
    std::set<Id> shown;
    for (const Shown& post : posts) shown.insert(Id::FromBytes(post.entity.id()));
    EXPECT_EQ(shown.size(), posts.size());
    for (const Id& id : promised_) EXPECT_TRUE(shown.contains(id)) << "a promised write is gone";
    for (uint64_t number = 1; number <= promised_.size(); ++number) {
      EXPECT_EQ(server_.TimesApplied(device_, number), 1);
    }
  }

  TempDir dir_;
  std::string path_;
  Id device_;
  std::string token_;
  std::set<Id> promised_;
};

TEST_P(DiskTest, EveryWriteMayFail) {
  FaultyVfs disk;
  ServerHasPosts(12);
  server_.page_rows = 10;
  bool reached = true;
  for (int64_t n = 1; reached; ++n) {
    SCOPED_TRACE("the disk fails at write " + std::to_string(n));
    BeginsAnew(n);
    const int64_t before = disk.calls();
    disk.FailsAt(n, GetParam());
    Live();
    reached = disk.calls() - before >= n;
    disk.HasRoom();
    Live();
    CheckAll();
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Faults, DiskTest,
                         testing::Values(SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_NOMEM));

}  // namespace
}  // namespace samstig::test
