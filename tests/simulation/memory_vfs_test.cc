// SPDX-License-Identifier: Apache-2.0
// The disks of the simulation keep what SQLite asks them to keep, and no more.
#include "tests/support/memory_vfs.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <string>

#include "domain/base/sqlite.h"
#include "tests/simulation/dice.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Database;

constexpr char kPath[] = "/disk/some.db";

class MemoryVfsTest : public testing::Test {
 protected:
  // One row a commit; how many were reported as committed.
  static int WriteRows(Database& db, int rows) {
    int written = 0;
    for (int i = 0; i < rows; ++i) {
      if (db.Execute("INSERT INTO t(text) VALUES(hex(randomblob(300)))").ok()) ++written;
    }
    return written;
  }

  static Database Open(const char* synchronous) {
    Database db = Must(Database::Open(kPath, Database::Mode::kReadWriteCreate, MemoryVfs::name()));
    EXPECT_THAT(db.Execute("PRAGMA journal_mode=WAL"), IsOk());
    EXPECT_THAT(db.Execute("PRAGMA wal_autocheckpoint=20"), IsOk());
    EXPECT_THAT(db.Execute(std::string("PRAGMA synchronous=") + synchronous), IsOk());
    EXPECT_THAT(db.Execute("CREATE TABLE IF NOT EXISTS t(no INTEGER PRIMARY KEY, text TEXT)"),
                IsOk());
    return db;
  }

  static int64_t Ask(Database& db, const std::string& sql) {
    base::Statement statement = Must(db.Prepare(sql));
    return Must(statement.Step()) ? statement.ColumnInt(0) : -1;
  }

  static void ExpectWhole(Database& db) {
    base::Statement check = Must(db.Prepare("PRAGMA integrity_check"));
    ASSERT_TRUE(Must(check.Step()));
    EXPECT_EQ(check.ColumnBytes(0), "ok");
  }
};

TEST_F(MemoryVfsTest, SeveralConnectionsShareAWriteAheadLog) {
  MemoryVfs vfs(1);
  Database writer = Open("FULL");
  Database reader = Must(Database::Open(kPath, Database::Mode::kReadWrite, MemoryVfs::name()));
  ASSERT_EQ(WriteRows(writer, 3), 3);
  ASSERT_THAT(reader.Execute("BEGIN"), IsOk());
  EXPECT_EQ(Ask(reader, "SELECT count(*) FROM t"), 3);
  ASSERT_EQ(WriteRows(writer, 2), 2);
  EXPECT_EQ(Ask(reader, "SELECT count(*) FROM t"), 3) << "a reader stays at its commit";
  ASSERT_THAT(reader.Execute("COMMIT"), IsOk());
  EXPECT_EQ(Ask(reader, "SELECT count(*) FROM t"), 5);
}

TEST_F(MemoryVfsTest, WhatWasSyncedSurvivesAPowerCutAtEveryWrite) {
  for (int64_t n = 1; n <= 400; ++n) {
    MemoryVfs vfs(1);
    sim::Dice dice(static_cast<uint64_t>(n));
    int committed = 0;
    {
      Database db = Open("FULL");
      vfs.CutPowerAt("disk", n, dice);
      committed = WriteRows(db, 60);
      if (!vfs.PowerIsOff("disk")) vfs.CutPower("disk", dice);
    }
    vfs.PowerIsBack("disk");
    Database db = Open("FULL");
    ExpectWhole(db);
    // The commit that was under way may have reached the disk.
    EXPECT_GE(Ask(db, "SELECT count(*) FROM t"), committed) << "at write " << n;
    EXPECT_LE(Ask(db, "SELECT count(*) FROM t"), committed + 1) << "at write " << n;
  }
}

TEST_F(MemoryVfsTest, WhatWasNotSyncedMayBeLostButTheFileIsWhole) {
  bool lost = false;
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    MemoryVfs vfs(seed);
    sim::Dice dice(seed);
    {
      Database db = Open("NORMAL");
      ASSERT_EQ(WriteRows(db, 15), 15);
      vfs.CutPower("disk", dice);
    }
    vfs.PowerIsBack("disk");
    Database db = Open("NORMAL");
    ExpectWhole(db);
    lost = lost || Ask(db, "SELECT count(*) FROM t") < 15;
  }
  EXPECT_TRUE(lost) << "a disk that never loses anything proves nothing";
}

TEST_F(MemoryVfsTest, AKilledProcessLosesNothingAndReachesNothing) {
  MemoryVfs vfs(1);
  {
    Database db = Open("OFF");
    ASSERT_EQ(WriteRows(db, 5), 5);
    vfs.Kill("disk");
    EXPECT_EQ(WriteRows(db, 5), 0);
  }
  vfs.PowerIsBack("disk");
  Database db = Open("OFF");
  EXPECT_EQ(Ask(db, "SELECT count(*) FROM t"), 5);
}

TEST_F(MemoryVfsTest, WhatWasNotSyncedBeforeAKillMayGoWithThePower) {
  bool lost = false;
  for (uint64_t seed = 1; seed <= 20 && !lost; ++seed) {
    MemoryVfs vfs(seed);
    sim::Dice random(seed, "power");
    {
      Database db = Open("FULL");
      ASSERT_EQ(WriteRows(db, 1), 1);
    }
    {
      Database db = Open("OFF");
      ASSERT_EQ(WriteRows(db, 5), 5);
      vfs.Kill("disk");
    }
    vfs.PowerIsBack("disk");
    vfs.CutPower("disk", random);
    vfs.PowerIsBack("disk");
    Database db = Open("OFF");
    ExpectWhole(db);
    lost = Ask(db, "SELECT count(*) FROM t") < 6;
  }
  EXPECT_TRUE(lost);
}

TEST_F(MemoryVfsTest, AFullDiskIsToldAndHeals) {
  MemoryVfs vfs(1);
  Database db = Open("FULL");
  vfs.FailAt("disk", 1, SQLITE_FULL, 4);
  EXPECT_THAT(db.Execute("INSERT INTO t(text) VALUES('full')"), HasReason(v1::REASON_DISK_FULL));
  vfs.Heal("disk");
  EXPECT_EQ(WriteRows(db, 1), 1);
  ExpectWhole(db);
}

}  // namespace
}  // namespace samstig::test
