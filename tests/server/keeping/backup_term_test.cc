// SPDX-License-Identifier: Apache-2.0
// The term of backups: what is too old goes, and a network is never without any because of it.
#include "server/sync/backup_term.h"

#include <sys/stat.h>

#include <fstream>

#include "tests/server/keeping/kept.h"

namespace samstig::server {
namespace {

using base::kDayMs;
using test::IsOk;
using test::Must;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr TimeMs kTerm = 30 * kDayMs;

class BackupTermTest : public testing::Test {
 protected:
  BackupTermTest() : BackupTermTest(kTerm) {}
  explicit BackupTermTest(TimeMs term)
      : rooms_(dir_.File("data"), {}, term),
        term_(rooms_.networks, rooms_.keeping, rooms_.clock, rooms_.log) {
    EXPECT_THAT(rooms_.networks.Create("byn", "Byn"), IsOk());
    EXPECT_THAT(rooms_.Writes("first"), IsOk());
  }
  std::string BackUp() { return Must(rooms_.BackUp()).name; }
  void TicksAt(TimeMs now) {
    rooms_.clock.Set(now);
    term_.Tick();
  }
  bool IsThere(const std::string& name) { return std::filesystem::exists(rooms_.BackupFile(name)); }

  test::TempDir dir_;
  Rooms rooms_;
  BackupTerm term_;
};

TEST_F(BackupTermTest, EachGoesBeforeItsTermIsOver) {
  const std::string first = BackUp();
  rooms_.clock.Advance(10 * kDayMs);
  const std::string second = BackUp();
  const TimeMs over = test::kMonday + kTerm;
  TicksAt(over - BackupTerm::kLookEvery - 1);
  EXPECT_THAT(rooms_.Names(), ElementsAre(second, first));
  TicksAt(over - BackupTerm::kLookEvery);
  EXPECT_THAT(rooms_.Names(), ElementsAre(second)) << "the next look would be too late";
  EXPECT_THAT(rooms_.log_text.str(), HasSubstr("their term was over"));
}

TEST_F(BackupTermTest, TheLastOneGoesWhenThereIsANewOne) {
  const std::string old = BackUp();
  ASSERT_THAT(rooms_.Writes("second"), IsOk());
  TicksAt(test::kMonday + kTerm);
  EXPECT_FALSE(IsThere(old));
  ASSERT_THAT(rooms_.Names(), SizeIs(1));
  EXPECT_EQ(Must(rooms_.keeping.List("byn"))[0].made, test::kMonday + kTerm);
  TicksAt(test::kMonday + kTerm);
  EXPECT_THAT(rooms_.Names(), SizeIs(1)) << "and only one";
}

TEST_F(BackupTermTest, TheNewestStaysWhenNoNewOneCanBeMade) {
  const std::string older = BackUp();
  rooms_.clock.Advance(kDayMs);
  const std::string newest = BackUp();
  {
    const Keeping::Turn taken = Must(rooms_.keeping.TakeTurn("byn"));
    TicksAt(test::kMonday + 2 * kTerm);
  }
  EXPECT_FALSE(IsThere(older));
  EXPECT_TRUE(IsThere(newest));
  EXPECT_THAT(rooms_.log_text.str(), HasSubstr("no newer one can be made"));
  term_.Tick();
  EXPECT_FALSE(IsThere(newest)) << "as soon as there is one";
}

TEST_F(BackupTermTest, ANetworkWithoutBackupsIsGivenNone) {
  TicksAt(test::kMonday + kTerm);
  EXPECT_THAT(rooms_.Names(), SizeIs(0));
}

TEST_F(BackupTermTest, WhatARestoreKeptAsideAndWhatCannotBeReadGoToo) {
  const std::string first = BackUp();
  const std::string aside = Must(rooms_.keeping.Restore("byn", first)).kept_as;
  const std::string damaged = "byn-20260907T070000Z-9.db";
  std::ofstream(rooms_.BackupFile(damaged)) << "no database";
  ASSERT_TRUE(IsThere(aside));
  TicksAt(test::kMonday + 2 * kTerm);
  EXPECT_FALSE(IsThere(first));
  EXPECT_FALSE(IsThere(aside));
  EXPECT_FALSE(IsThere(damaged)) << "nobody goes back to it, but it holds what it holds";
  EXPECT_THAT(rooms_.Names(), SizeIs(1));
}

TEST_F(BackupTermTest, OfANetworkThatIsNotHereItMayBeAllThatIsLeft) {
  const std::string other = "staden-20260907T070000Z-9.db";
  std::ofstream(rooms_.BackupFile(other)) << "of another server";
  const std::string no_backup = rooms_.BackupFile("notes.txt");
  std::ofstream(no_backup) << "the operator's";
  BackUp();
  TicksAt(test::kMonday + 2 * kTerm);
  EXPECT_TRUE(IsThere(other));
  EXPECT_TRUE(std::filesystem::exists(no_backup));
}

TEST_F(BackupTermTest, WhatCannotBeRemovedIsSaid) {
  const std::string old = BackUp();
  rooms_.clock.Advance(kTerm);
  BackUp();
  // A folder in its place: that cannot be unlinked, whoever asks.
  std::filesystem::remove(rooms_.BackupFile(old));
  std::filesystem::create_directory(rooms_.BackupFile(old));
  term_.Tick();
  EXPECT_TRUE(IsThere(old));
  EXPECT_THAT(rooms_.log_text.str(), HasSubstr("it cannot be removed"));
}

TEST_F(BackupTermTest, ABackupFolderThatIsGoneIsSaid) {
  std::filesystem::remove_all(dir_.File("data/backups"));
  term_.Tick();
  EXPECT_THAT(rooms_.log_text.str(), HasSubstr("backups cannot be listed"));
}

class NoTermTest : public BackupTermTest {
 protected:
  NoTermTest() : BackupTermTest(0) {}
};

TEST_F(NoTermTest, WithoutATermNothingGoes) {
  const std::string first = BackUp();
  TicksAt(test::kMonday + 100 * kTerm);
  EXPECT_TRUE(IsThere(first));
  EXPECT_THAT(rooms_.log_text.str(), Not(HasSubstr("removed")));
}

}  // namespace
}  // namespace samstig::server
