// SPDX-License-Identifier: Apache-2.0
// The names of backups.
#include "server/sync/backups.h"

#include <gmock/gmock.h>

namespace samstig::server {
namespace {

TEST(BackupNameTest, TellsNetworkTimeAndLastSeq) {
  const std::optional<Backup> backup = ParseBackupName("byn-20260907T060000Z-1234.db");
  ASSERT_TRUE(backup.has_value());
  EXPECT_EQ(backup->network, "byn");
  EXPECT_EQ(backup->made, 1'788'760'800'000);
  EXPECT_EQ(backup->last_seq, 1234u);
}

TEST(BackupNameTest, ANetworksNameMayLookLikeTheRest) {
  EXPECT_EQ(ParseBackupName("byn-2026-7-20260907T060000Z-0.db")->network, "byn-2026-7");
  EXPECT_EQ(ParseBackupName("byn-20260907T060000Z-1-replaced.db")->last_seq, 1u);
  EXPECT_EQ(ParseBackupName("byn-20260907T060000Z-1-2.db")->network, "byn");
}

TEST(BackupNameTest, NothingElseIsABackup) {
  for (const char* name :
       {"", ".db", "byn.db", ".byn.part", "byn-20260907T060000Z-1.db-wal",
        "byn-20260907T060000Z.db", "byn-20260907T060000Z-.db", "byn-20260907T060000Z-x.db",
        "byn-20260907T060000-1.db", "byn-20261307T060000Z-1.db", "byn-20260230T060000Z-1.db",
        "byn-20260907T240000Z-1.db", "byn-2026090aT060000Z-1.db", "by-20260907T060000Z-1.db",
        "-20260907T060000Z-1.db", "../byn-20260907T060000Z-1.db", "byn20260907T060000Z-1.db", "T",
        "byn-19690907T060000Z-1.db"}) {
    EXPECT_FALSE(ParseBackupName(name).has_value()) << name;
  }
}

}  // namespace
}  // namespace samstig::server
