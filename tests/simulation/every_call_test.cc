// SPDX-License-Identifier: Apache-2.0
// A script of 2,000 calls to the disk, for a device's database and for the server's: at each of
// them the process may be killed or the power go, with what was not synced kept, torn or gone. What
// was left opens, is whole, holds all that was promised, and no half of anything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "client-lib/core/local_digests.h"
#include "client-lib/core/sync_core.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/simulation/dice.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_server.h"
#include "tests/support/memory_vfs.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {
namespace {

using base::Id;
using base::Result;
using base::Status;
using client::LocalStore;
using client::SyncCore;

constexpr int64_t kCalls = 2'000;
constexpr char kCheck[] = "check";

enum class Fate { kKilled, kTorn, kUnsynced };

class EveryCallTest : public testing::TestWithParam<Fate> {
 protected:
  // What the machine finds after an end at this very call.
  MemoryVfs::Image Left(const std::string& on) {
    switch (GetParam()) {
      case Fate::kKilled:
        return disk_.Copy(on);
      case Fate::kTorn:
        return disk_.CopyAfterPowerCut(on, dice_);
      default:
        return disk_.CopyOfSynced(on);
    }
  }

  // Runs `check` on what is left at every call until `enough` calls have been made.
  void AtEveryCall(const std::string& on, const std::function<void()>& check) {
    disk_.BeforeEachCall(on, [this, on, check] {
      if (HasFailure() || disk_.Calls(on) >= kCalls) return;
      SCOPED_TRACE("at call " + std::to_string(disk_.Calls(on)));
      disk_.PutBack(kCheck, Left(on));
      check();
      ++points_;
    });
  }

  bool IsOver(const std::string& on) { return HasFailure() || disk_.Calls(on) >= kCalls; }

  const uint64_t seed_ = SeedOr(11);
  MemoryVfs disk_{seed_};
  sim::Dice dice_{seed_, "torn"};
  FakeClock clock_;
  SeededRandom random_{seed_};
  int64_t points_ = 0;
};

// ---- A device

class EveryCallOfADeviceTest : public EveryCallTest {
 protected:
  static constexpr char kDisk[] = "phone";

  EveryCallOfADeviceTest() {
    const rules::Scope cohort = rules::Scope::OfCohort(IdNamed("cohort"));
    server_.Has(AThread().By("bo"), {cohort});
    for (const char* person : {"anna", "bo"}) server_.Grants(IdNamed(person), cohort);
    token_ = server_.SignsIn(IdNamed("anna"), IdNamed("phone"));
  }

  v1::WritePost Says(const std::string& text) {
    v1::WritePost post;
    post.set_id(ids_.Next().ToBytes());
    post.set_thread_id(IdNamed("thread").ToBytes());
    post.set_text(text);
    return post;
  }

  Result<std::unique_ptr<SyncCore>> Opened(const std::string& disk) {
    ASSIGN_OR_RETURN(std::unique_ptr<LocalStore> store,
                     LocalStore::Open("/" + disk + "/copy.db", MemoryVfs::name()));
    return SyncCore::Open(std::move(store), clock_, random_);
  }

  void Answer(SyncCore& core) {
    for (bool more = true; more;) {
      more = false;
      for (client::Effect& effect : core.TakeEffects()) {
        if (auto* push = std::get_if<client::StartPush>(&effect)) {
          more = true;
          core.OnPushReply(Must(server_.Push(core.token(), push->request)));
        } else if (auto* pull = std::get_if<client::StartPull>(&effect)) {
          more = true;
          FakeServer::Stream stream = server_.Pull(core.token(), pull->request);
          while (!stream.ended()) {
            std::optional<std::string> frame = Must(stream.Next());
            if (!frame) break;
            core.OnPullFrame(*std::move(frame));
          }
          core.OnPullEnded(base::Ok());
        }
      }
    }
  }

  void CheckLeft() {
    Result<std::unique_ptr<SyncCore>> core = Opened(kCheck);
    ASSERT_THAT(core, IsOk());
    ASSERT_TRUE(promised_ == 0 || (*core)->account()) << "nobody is signed in any more";
    const uint64_t last = Must((*core)->store().LastWrite());
    ASSERT_GE(last, promised_) << "a promised write is gone";
    ASSERT_LE(last, promised_ + 1);
    for (uint64_t number = 1; number <= last; ++number) {
      ASSERT_TRUE(Must((*core)->store().WriteBytes(number))) << "write " << number;
    }
    // A checkpoint is there with all that it brought, or not at all.
    const bool whole = Must(client::LocalDigests::CheckAgainstDisk((*core)->store()));
    ASSERT_TRUE(whole) << "half a page is in the copy";
  }

  base::IdSource ids_{clock_, random_};
  FakeServer server_{clock_};
  std::string token_;
  uint64_t promised_ = 0;
};

TEST_P(EveryCallOfADeviceTest, MayBeTheLast) {
  AtEveryCall(kDisk, [this] { CheckLeft(); });
  server_.page_rows = 5;
  while (!IsOver(kDisk)) {
    // A run of the program: some runs, so that files are opened and closed as well.
    const std::unique_ptr<SyncCore> core = Must(Opened(kDisk));
    if (!core->account()) {
      ASSERT_THAT(core->SignedIn({"demo", IdNamed("anna"), IdNamed("phone")}, token_), IsOk());
    }
    for (int round = 0; round < 8 && !IsOver(kDisk); ++round) {
      for (int i = 0; i < 3; ++i) {
        ASSERT_THAT(core->Enqueue(MutationOf(Says(std::string(300, 'a')))), IsOk());
        ++promised_;
        server_.Applies(IdNamed("bo"), MutationOf(Says(std::string(1'500, 'b'))));
      }
      core->SyncOnce();
      Answer(*core);
    }
  }
  EXPECT_GE(points_, kCalls - 1);
}

// ---- The server

class EveryCallOfTheServerTest : public EveryCallTest {
 protected:
  static constexpr char kDisk[] = "server";

  Result<std::unique_ptr<server::Store>> Opened(const std::string& disk) {
    return server::OpenSqliteStore("/" + disk + "/net.db", "demo", committed_ == 0 ? "Demo" : "",
                                   random_, MemoryVfs::name());
  }

  static Id EntityNo(uint64_t n) { return Id::FromName("entity", std::to_string(n)); }

  // As a push does: entity, history, outcome and number together.
  Status WriteNo(server::Store& store, uint64_t n) {
    ASSIGN_OR_RETURN(std::unique_ptr<server::Transaction> txn, store.Begin());
    const Id id = EntityNo(n % 50);
    ASSIGN_OR_RETURN(const std::optional<std::string> before, txn->Get(id));
    if (before) RETURN_IF_ERROR(txn->KeepHistory(id));
    const std::string bytes = "entity at " + std::to_string(n) + std::string(700, 'x');
    RETURN_IF_ERROR(txn->Put(id, bytes, {rules::Scope::OfCohort(IdNamed("cohort"))}, {}).status());
    RETURN_IF_ERROR(txn->PutOutcome(device_, n, {{}, "outcome " + std::to_string(n)}));
    RETURN_IF_ERROR(txn->SetLastNumber(device_, n));
    return txn->Commit();
  }

  void CheckLeft() {
    if (committed_ == 0) return;  // There may be no file yet.
    const std::unique_ptr<server::Store> store = Must(Opened(kCheck));
    const std::unique_ptr<server::Snapshot> snapshot = Must(store->Read());
    const uint64_t last = Must(snapshot->Device(device_))->last_number;
    ASSERT_GE(last, committed_) << "an acknowledged commit is gone";
    ASSERT_LE(last, committed_ + 1);
    for (uint64_t n = last < 60 ? 1 : last - 59; n <= last; ++n) {
      ASSERT_TRUE(Must(snapshot->OutcomeOf(device_, n))) << "outcome " << n;
    }
    ASSERT_FALSE(Must(snapshot->OutcomeOf(device_, last + 1))) << "half a commit";
    // Each entity is at the last write that made it.
    rules::LeafDigests anew{};
    for (uint64_t n = last < 49 ? 1 : last - 48; n <= last; ++n) {
      const std::string bytes = Must(snapshot->Get(EntityNo(n % 50))).value_or("");
      ASSERT_TRUE(bytes.starts_with("entity at " + std::to_string(n) + "x")) << bytes.substr(0, 30);
    }
    const rules::Scope scope = rules::Scope::OfCohort(IdNamed("cohort"));
    ASSERT_THAT(snapshot->ReadLog(scope, 0, 1'000,
                                  [&](const server::LogRow& row) {
                                    anew[rules::LeafOf(row.id)] += rules::Digest::Of(row.bytes);
                                    return true;
                                  }),
                IsOk());
    ASSERT_EQ(Must(snapshot->DigestsOf(scope)), anew);
  }

  const Id device_ = IdNamed("phone");
  uint64_t committed_ = 0;
};

TEST_P(EveryCallOfTheServerTest, MayBeTheLast) {
  AtEveryCall(kDisk, [this] { CheckLeft(); });
  while (!IsOver(kDisk)) {
    const std::unique_ptr<server::Store> store = Must(Opened(kDisk));
    if (committed_ == 0) {
      std::unique_ptr<server::Transaction> txn = Must(store->Begin());
      server::DeviceRow row;
      row.device = device_;
      row.person = IdNamed("anna");
      row.token_hash = std::string(32, 't');
      ASSERT_THAT(txn->PutDevice(row), IsOk());
      ASSERT_THAT(txn->Commit(), IsOk());
    }
    for (int i = 0; i < 120 && !IsOver(kDisk); ++i) {
      ASSERT_THAT(WriteNo(*store, committed_ + 1), IsOk());
      ++committed_;
    }
  }
  EXPECT_GE(points_, kCalls - 1);
}

std::string NameOf(const testing::TestParamInfo<Fate>& info) {
  return info.param == Fate::kKilled ? "Killed" : info.param == Fate::kTorn ? "Torn" : "Unsynced";
}

INSTANTIATE_TEST_SUITE_P(Fates, EveryCallOfADeviceTest,
                         testing::Values(Fate::kKilled, Fate::kTorn, Fate::kUnsynced), NameOf);
INSTANTIATE_TEST_SUITE_P(Fates, EveryCallOfTheServerTest,
                         testing::Values(Fate::kKilled, Fate::kTorn, Fate::kUnsynced), NameOf);

}  // namespace
}  // namespace samstig::test
