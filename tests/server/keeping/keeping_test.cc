// SPDX-License-Identifier: Apache-2.0
// Backups of a network at work: made, listed, noted in the network, and never half there.
#include "server/sync/keeping.h"

#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "tests/server/keeping/kept.h"

namespace samstig::server {
namespace {

using test::HasReason;
using test::IsOk;
using test::IsOkAndHolds;
using test::Must;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class KeepingTest : public testing::Test {
 protected:
  KeepingTest() {
    EXPECT_THAT(rooms_.networks.Create("byn", "Byn"), IsOk());
    EXPECT_THAT(rooms_.Writes("first"), IsOk());
  }

  size_t FilesInFolder() {
    const auto files = std::filesystem::directory_iterator(dir_.File("data/backups"));
    return static_cast<size_t>(std::distance(begin(files), end(files)));
  }

  test::TempDir dir_;
  Rooms rooms_{dir_.File("data")};
};

TEST_F(KeepingTest, ABackupIsListedWithWhatItHolds) {
  const Backup made = Must(rooms_.BackUp());
  EXPECT_EQ(made.name, "byn-20260907T060000Z-2.db");
  const std::vector<Backup> backups = Must(rooms_.keeping.List(""));
  ASSERT_THAT(backups, SizeIs(1));
  EXPECT_EQ(backups[0].name, made.name);
  EXPECT_EQ(backups[0].network, "byn");
  EXPECT_EQ(backups[0].made, test::kMonday);
  EXPECT_EQ(backups[0].last_seq, 2u);
  EXPECT_EQ(backups[0].bytes, std::filesystem::file_size(rooms_.BackupFile(made.name)));
  EXPECT_THAT(rooms_.keeping.List("staden"), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(rooms_.log_text.str(), HasSubstr("network backed up"));
}

TEST_F(KeepingTest, TheNewestComesFirstAndTwoInASecondAreTwo) {
  const std::string first = Must(rooms_.BackUp()).name;
  const std::string twin = Must(rooms_.BackUp()).name;
  rooms_.clock.Advance(base::kDayMs);
  const std::string last = Must(rooms_.BackUp()).name;
  EXPECT_THAT(rooms_.Names(), SizeIs(3));
  EXPECT_EQ(rooms_.Names().front(), last);
  EXPECT_NE(first, twin);
}

TEST_F(KeepingTest, TheNetworkKnowsHowFarItIsBackedUpAndTheBackupClaimsLess) {
  EXPECT_EQ(rooms_.BackedUpTo(), 0u);
  const Backup first = Must(rooms_.BackUp());
  EXPECT_EQ(rooms_.BackedUpTo(), first.last_seq);
  ASSERT_THAT(rooms_.Writes("second"), IsOk());
  EXPECT_EQ(rooms_.BackedUpTo(), first.last_seq);
  const Backup second = Must(rooms_.BackUp());
  EXPECT_EQ(rooms_.BackedUpTo(), second.last_seq);
  ASSERT_THAT(rooms_.keeping.Restore("byn", second.name), IsOk());
  EXPECT_EQ(rooms_.BackedUpTo(), first.last_seq) << "the mark of before the second backup";
}

TEST_F(KeepingTest, TheNetworkIsWrittenWhileItIsBackedUpAndEachBackupIsOneCommitsState) {
  std::atomic<bool> enough{false};
  std::atomic<int> written{0};
  std::thread writer([&] {
    for (int i = 0; !enough.load(); ++i) {
      EXPECT_THAT(rooms_.Writes("note " + std::to_string(i)), IsOk());
      written.fetch_add(1);
    }
  });
  for (int i = 0; i < 5; ++i) {
    const int before = written.load();
    const Backup backup = Must(rooms_.BackUp());
    EXPECT_THAT(rooms_.keeping.Verify("byn", backup.name)->findings, IsEmpty());
    while (written.load() == before) std::this_thread::yield();  // The writer goes on.
  }
  enough.store(true);
  writer.join();
}

TEST_F(KeepingTest, OnlyOneBackupOfANetworkAtATime) {
  {
    const Keeping::Turn turn = Must(rooms_.keeping.TakeTurn("byn"));
    EXPECT_THAT(rooms_.keeping.TakeTurn("byn"), HasReason(v1::REASON_IN_USE));
  }
  EXPECT_THAT(rooms_.keeping.TakeTurn("byn"), IsOk());
  EXPECT_THAT(rooms_.keeping.TakeTurn("staden"), HasReason(v1::REASON_NO_SUCH_NETWORK));
}

TEST_F(KeepingTest, AStopEndsABackupAndLeavesNothing) {
  rooms_.keeping.Stop();
  EXPECT_THAT(rooms_.BackUp(), HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_THAT(rooms_.keeping.Verify("byn", ""), HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_EQ(FilesInFolder(), 0u);
  EXPECT_EQ(rooms_.BackedUpTo(), 0u);
}

TEST_F(KeepingTest, AFullDiskLeavesNothing) {
  std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit limit;
  getrlimit(RLIMIT_FSIZE, &limit);
  const struct rlimit little { 20'000, limit.rlim_max };
  setrlimit(RLIMIT_FSIZE, &little);
  const base::Status status = rooms_.BackUp().status();
  setrlimit(RLIMIT_FSIZE, &limit);
  EXPECT_THAT(status, HasReason(v1::REASON_UNAVAILABLE)) << "SQLite calls EFBIG an I/O error";
  EXPECT_EQ(FilesInFolder(), 0u);
  EXPECT_THAT(rooms_.BackUp(), IsOk());
}

TEST_F(KeepingTest, AFolderThatCannotBeMadeIsTold) {
  std::filesystem::remove_all(dir_.File("data/backups"));
  test::WriteFile(dir_.File("data/backups"), "in the way");
  EXPECT_THAT(rooms_.BackUp(), testing::Not(IsOk()));
  EXPECT_THAT(rooms_.keeping.List(""), testing::Not(IsOk()));
}

TEST_F(KeepingTest, AFolderThatWentAwayIsMadeAgain) {
  std::filesystem::remove_all(dir_.File("data/backups"));
  EXPECT_THAT(rooms_.BackUp(), IsOk());
}

TEST_F(KeepingTest, WhatACrashLeftHalfIsNeverListedAndGoesAtTheNextStart) {
  test::WriteFile(rooms_.BackupFile(".byn.part"), "half");
  test::WriteFile(rooms_.BackupFile(".byn.part-wal"), "half");
  EXPECT_THAT(rooms_.Names(), IsEmpty());
  EXPECT_THAT(rooms_.keeping.Prepare(), IsOk());
  EXPECT_EQ(FilesInFolder(), 0u);
}

TEST_F(KeepingTest, FilesOfOthersAreNeitherListedNorTouched) {
  test::WriteFile(rooms_.BackupFile("notes.txt"), "mine");
  test::WriteFile(rooms_.BackupFile("byn-20260907T060000Z-9.db"), "no database");
  const std::string real = Must(rooms_.BackUp()).name;
  std::filesystem::copy(rooms_.BackupFile(real), rooms_.BackupFile("staden-20260907T060000Z-2.db"));
  EXPECT_THAT(rooms_.keeping.List(""), IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(rooms_.keeping.Prepare(), IsOk());
  EXPECT_EQ(test::ReadFile(rooms_.BackupFile("notes.txt")), "mine");
}

TEST_F(KeepingTest, ABackupStandsAlsoWhenTheNetworkCannotNoteIt) {
  const Keeping::Turn turn = Must(rooms_.keeping.TakeTurn("byn"));
  rooms_.byn().Close();
  EXPECT_THAT(rooms_.keeping.BackUp(turn), IsOk());
  EXPECT_THAT(rooms_.log_text.str(), HasSubstr("backup not noted"));
}

TEST_F(KeepingTest, VerifiesTheNetworkAndItsBackups) {
  const std::string backup = Must(rooms_.BackUp()).name;
  EXPECT_THAT(rooms_.keeping.Verify("byn", "")->findings, IsEmpty());
  EXPECT_EQ(rooms_.keeping.Verify("byn", backup)->entities, 2u);
  EXPECT_THAT(rooms_.keeping.Verify("staden", ""), HasReason(v1::REASON_NO_SUCH_NETWORK));
  for (const char* other : {"byn-20260907T060000Z-3.db", "staden-20260907T060000Z-2.db", "x",
                            "../data/byn.db", "/etc/passwd"}) {
    EXPECT_THAT(rooms_.keeping.Verify("byn", other), HasReason(v1::REASON_NOT_FOUND)) << other;
  }
}

}  // namespace
}  // namespace samstig::server
