// SPDX-License-Identifier: Apache-2.0
// The way back to a backup: whole, or not at all, whatever happens on it.
#include <sys/wait.h>
#include <unistd.h>

#include <optional>

#include "tests/server/keeping/kept.h"

namespace samstig::server {
namespace {

using test::HasReason;
using test::IsOk;
using test::Must;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// Every step of a restore; after "remove companions" the new state counts.
const std::vector<std::string> kSteps = {"stage", "keep aside", "commit", "remove companions",
                                         "put in place"};
bool NewCounts(const std::string& step) {
  return step == "remove companions" || step == "put in place";
}

class RestoreTest : public testing::Test {
 protected:
  // "before" is in the backup, "after" is not.
  void Begin(Rooms& rooms) {
    EXPECT_THAT(rooms.networks.Create("byn", "Byn"), IsOk());
    EXPECT_THAT(rooms.Writes("before"), IsOk());
    backup_ = Must(rooms.BackUp()).name;
    EXPECT_THAT(rooms.Writes("after"), IsOk());
  }

  // As a whole: exactly the old state or exactly the new.
  void ExpectState(Rooms& rooms, bool restored) {
    EXPECT_TRUE(rooms.Has("before"));
    EXPECT_EQ(rooms.Has("after"), !restored);
    EXPECT_THAT(rooms.keeping.Verify("byn", "")->findings, IsEmpty());
    for (const char* ending : {".restore", ".next"}) {
      EXPECT_FALSE(std::filesystem::exists(rooms.FileOf("byn") + ending)) << ending;
    }
    EXPECT_THAT(rooms.Writes("life goes on"), IsOk());
  }

  std::string data() const { return dir_.File("data"); }

  test::TempDir dir_;
  std::string backup_;
};

TEST_F(RestoreTest, TakesTheNetworkBackAndKeepsWhatWasThere) {
  Rooms rooms(data());
  Begin(rooms);
  EXPECT_EQ(rooms.RestoredAt(), 0);
  const Keeping::Restored restored = Must(rooms.keeping.Restore("byn", backup_));
  EXPECT_GT(rooms.RestoredAt(), 0);
  EXPECT_EQ(restored.last_seq, 2u);
  EXPECT_EQ(restored.kept_as, "byn-20260907T060000Z-4-replaced.db");
  ExpectState(rooms, true);
  EXPECT_THAT(rooms.Names(), Contains(restored.kept_as));
  EXPECT_THAT(rooms.keeping.Verify("byn", restored.kept_as)->findings, IsEmpty());
  ASSERT_THAT(rooms.keeping.Restore("byn", restored.kept_as), IsOk());
  EXPECT_TRUE(rooms.Has("after")) << "there and back again";
}

TEST_F(RestoreTest, IsHarmlessTwice) {
  Rooms rooms(data());
  Begin(rooms);
  ASSERT_THAT(rooms.keeping.Restore("byn", backup_), IsOk());
  ASSERT_THAT(rooms.keeping.Restore("byn", backup_), IsOk());
  ExpectState(rooms, true);
}

TEST_F(RestoreTest, TheRestoredNetworkHasANewEpochAndForgetsTheLaterOnes) {
  Rooms rooms(data());
  Begin(rooms);
  const auto epoch = [&] {
    Id now;
    EXPECT_THAT(rooms.byn().ReadNow([&](Snapshot&) -> base::Status {
      now = rooms.byn().store().Epoch();
      return {};
    }),
                IsOk());
    return now;
  };
  const Id first = epoch();
  ASSERT_THAT(rooms.keeping.Restore("byn", backup_), IsOk());
  const Id second = epoch();
  EXPECT_NE(first, second);
  EXPECT_THAT(rooms.byn().ReadNow([&](Snapshot&) -> base::Status {
    EXPECT_EQ(rooms.byn().store().EndOf(first), Seq{2}) << "what came after is not in this history";
    return {};
  }),
              IsOk());
  ASSERT_THAT(rooms.keeping.Restore("byn", backup_), IsOk());
  EXPECT_THAT(rooms.byn().ReadNow([&](Snapshot&) -> base::Status {
    EXPECT_EQ(rooms.byn().store().EndOf(second), std::nullopt);
    return {};
  }),
              IsOk());
}

TEST_F(RestoreTest, WhoeverHoldsTheOldNetworkIsAnsweredUnavailable) {
  Rooms rooms(data());
  Begin(rooms);
  Network& old = rooms.byn();
  ASSERT_THAT(rooms.keeping.Restore("byn", backup_), IsOk());
  EXPECT_THAT(rooms.closed, ElementsAre(&old));
  EXPECT_NE(&rooms.byn(), &old);
  EXPECT_THAT(old.WriteNow([](Transaction&) { return base::Status(); }),
              HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_THAT(old.ReadNow([](Snapshot&) { return base::Status(); }),
              HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_EQ(old.slug(), "byn");
}

TEST_F(RestoreTest, NothingIsDoneWithoutABackupOfThisNetwork) {
  Rooms rooms(data());
  Begin(rooms);
  EXPECT_THAT(rooms.keeping.Restore("staden", backup_), HasReason(v1::REASON_NO_SUCH_NETWORK));
  EXPECT_THAT(rooms.keeping.Restore("byn", "byn-20250907T060000Z-2.db"),
              HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(rooms.keeping.Restore("byn", "../byn.db"), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(rooms.closed, IsEmpty()) << "the network was never closed";
  ExpectState(rooms, false);
}

TEST_F(RestoreTest, NothingIsDoneWithADamagedBackup) {
  Rooms rooms(data());
  Begin(rooms);
  {
    base::Database db =
        Must(base::Database::Open(rooms.BackupFile(backup_), base::Database::Mode::kReadWrite));
    ASSERT_THAT(db.Execute("DELETE FROM log"), IsOk());
  }
  EXPECT_THAT(rooms.keeping.Restore("byn", backup_), HasReason(v1::REASON_DATA_DAMAGED));
  test::WriteFile(rooms.BackupFile(backup_), std::string(20'000, 'x'));
  EXPECT_THAT(rooms.keeping.Restore("byn", backup_), HasReason(v1::REASON_DATA_DAMAGED));
  EXPECT_THAT(rooms.closed, IsEmpty());
  ExpectState(rooms, false);
}

TEST_F(RestoreTest, NothingIsDoneWithABackupOfALaterVersion) {
  Rooms rooms(data());
  Begin(rooms);
  {
    base::Database db =
        Must(base::Database::Open(rooms.BackupFile(backup_), base::Database::Mode::kReadWrite));
    ASSERT_THAT(db.Execute("PRAGMA user_version = 4711"), IsOk());
  }
  EXPECT_THAT(rooms.Names(), Contains(backup_)) << "it may be of use to somebody else";
  EXPECT_THAT(rooms.keeping.Restore("byn", backup_), HasReason(v1::REASON_NEWER_DATA));
  EXPECT_THAT(rooms.closed, IsEmpty());
  ExpectState(rooms, false);
}

TEST_F(RestoreTest, ADamagedNetworkIsKeptAsItIsAndReplaced) {
  Rooms rooms(data());
  Begin(rooms);
  rooms.byn().Close();
  test::WriteFile(rooms.FileOf("byn"), std::string(20'000, 'x'));
  test::WriteFile(rooms.FileOf("byn") + "-wal", "of the damaged one");
  const Keeping::Restored restored = Must(rooms.keeping.Restore("byn", backup_));
  ExpectState(rooms, true);
  EXPECT_EQ(rooms.Names(), std::vector<std::string>{backup_}) << "no point to go back to";
  EXPECT_THAT(rooms.keeping.Verify("byn", restored.kept_as)->findings, SizeIs(1));
  EXPECT_EQ(test::ReadFile(rooms.BackupFile(restored.kept_as)), std::string(20'000, 'x'));
  EXPECT_EQ(test::ReadFile(rooms.BackupFile(restored.kept_as) + "-wal"), "of the damaged one");
}

TEST_F(RestoreTest, WhatIsOnlyInTheWriteAheadLogIsKeptAside) {
  Rooms rooms(data());
  Begin(rooms);
  // A reader of another program keeps the log from being folded in when the network closes.
  base::Database reader =
      Must(base::Database::Open(rooms.FileOf("byn"), base::Database::Mode::kReadWrite));
  ASSERT_THAT(reader.Execute("BEGIN; SELECT count(*) FROM entity"), IsOk());
  const Keeping::Restored restored = Must(rooms.keeping.Restore("byn", backup_));
  ExpectState(rooms, true);
  ASSERT_THAT(rooms.keeping.Restore("byn", restored.kept_as), IsOk());
  EXPECT_TRUE(rooms.Has("after"));
}

TEST_F(RestoreTest, AStepThatFailsLeavesTheOldOrTheNewAndTheNetworkAtWork) {
  for (const std::string& failing : kSteps) {
    SCOPED_TRACE(failing);
    std::filesystem::remove_all(data());
    bool fails = true;
    Rooms rooms(data(), [&](std::string_view step) -> base::Status {
      if (!fails || step != failing) return {};
      return {v1::REASON_DISK_FULL, "as the test wants it"};
    });
    Begin(rooms);
    EXPECT_THAT(rooms.keeping.Restore("byn", backup_), HasReason(v1::REASON_DISK_FULL));
    ExpectState(rooms, NewCounts(failing));
    fails = false;
    EXPECT_THAT(rooms.keeping.Restore("byn", backup_), IsOk()) << "and it can be tried again";
    EXPECT_FALSE(rooms.Has("after"));
  }
}

TEST_F(RestoreTest, ACrashAtAnyStepLeavesTheOldOrTheNew) {
  for (const std::string& crashing : kSteps) {
    SCOPED_TRACE(crashing);
    std::filesystem::remove_all(data());
    {
      Rooms rooms(data());
      Begin(rooms);
    }
    const pid_t child = fork();
    if (child == 0) {
      Rooms::BeginChild();
      Rooms rooms(data(), [&](std::string_view step) -> base::Status {
        if (step == crashing) _exit(77);
        return {};
      });
      // In the log alone when the crash comes: the old state is the file with its log.
      if (!rooms.Writes("in the log").ok()) _exit(1);
      (void)rooms.keeping.Restore("byn", backup_);
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 77) << "the step was never reached";
    Rooms next_life(data());
    EXPECT_EQ(next_life.Has("in the log"), !NewCounts(crashing));
    ExpectState(next_life, NewCounts(crashing));
  }
}

TEST_F(RestoreTest, ACrashWhileTheWayBackIsFinishedIsFinishedByTheNext) {
  {
    Rooms rooms(data());
    Begin(rooms);
  }
  const auto crash_at = [&](const std::string& crashing, bool restores) {
    const pid_t child = fork();
    if (child == 0) {
      Rooms::BeginChild();
      const auto at_step = [&](std::string_view step) -> base::Status {
        if (step == crashing) _exit(77);
        return {};
      };
      if (restores) {
        Rooms rooms(data(), at_step);
        (void)rooms.keeping.Restore("byn", backup_);
      } else {
        const auto keeper = MakeSqliteKeeper([] { return std::make_unique<NoBlobs>(); });
        (void)FinishReplacing(data() + "/byn.db", *keeper, at_step);
      }
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 77);
  };
  crash_at("remove companions", true);
  crash_at("remove companions", false);
  crash_at("put in place", false);
  crash_at("put in place", false);
  Rooms rooms(data());
  ExpectState(rooms, true);
}

}  // namespace
}  // namespace samstig::server
