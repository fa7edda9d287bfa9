// SPDX-License-Identifier: Apache-2.0
// The SQLite engine: the contract, and what only a file can do wrong.
#include "server/store/sqlite/sqlite_store.h"

#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "domain/base/sqlite.h"
#include "tests/contract/store_contract.h"
#include "tests/support/as_nobody.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using base::Database;
using server::OpenSqliteStore;
using server::Scope;

class SqlitePlace final : public StorePlace {
 public:
  base::Result<std::unique_ptr<server::Store>> Open(const std::string& name) override {
    return OpenSqliteStore(dir_.File("n.db"), "svenskfinland", name, random_);
  }

 private:
  TempDir dir_;
  SeededRandom random_{SeedOr(11)};
};

std::unique_ptr<StorePlace> MakeSqlitePlace() { return std::make_unique<SqlitePlace>(); }

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, testing::Values(&MakeSqlitePlace));

class SqliteFileTest : public testing::Test {
 protected:
  base::Result<std::unique_ptr<server::Store>> Open(const std::string& name = "") {
    return OpenSqliteStore(path, "byn", name, random);
  }
  TempDir dir;
  SeededRandom random{SeedOr(12)};
  const std::string path = dir.File("byn.db");
};

TEST_F(SqliteFileTest, AFileThatIsNotThereIsNoNetwork) {
  EXPECT_THAT(Open(), HasReason(v1::REASON_NOT_FOUND));
}

TEST_F(SqliteFileTest, AFileThatIsNoDatabaseIsLeftAsItIs) {
  WriteFile(path, std::string(10'000, 'x'));
  EXPECT_THAT(Open(), HasReason(v1::REASON_DATA_DAMAGED));
  EXPECT_EQ(ReadFile(path), std::string(10'000, 'x'));
}

TEST_F(SqliteFileTest, ADatabaseOfSomethingElseIsRefused) {
  ASSERT_THAT(Open("Byn"), IsOk());
  EXPECT_THAT(OpenSqliteStore(path, "staden", "", random), HasReason(v1::REASON_DATA_DAMAGED));
}

TEST_F(SqliteFileTest, AFileThatCannotBeWrittenIsReadOnlyAndStaysWhole) {
  ASSERT_THAT(Open("Byn"), IsOk());
  const std::string before = ReadFile(path);
  ASSERT_EQ(chmod(dir.path().c_str(), 0555), 0);
  ASSERT_EQ(chmod(path.c_str(), 0444), 0);
  {
    const AsNobody nobody;
    EXPECT_THAT(Open(), HasReason(v1::REASON_READ_ONLY));
  }
  ASSERT_EQ(chmod(dir.path().c_str(), 0755), 0);
  EXPECT_EQ(ReadFile(path), before);
  ASSERT_EQ(chmod(path.c_str(), 0644), 0);
  EXPECT_THAT(Open(), IsOk());
}

TEST_F(SqliteFileTest, AFileOfALaterVersionIsRefused) {
  ASSERT_THAT(Open("Byn"), IsOk());
  {
    Database db = Must(Database::Open(path, Database::Mode::kReadWrite));
    ASSERT_THAT(db.Execute("PRAGMA user_version = 4711"), IsOk());
  }
  EXPECT_THAT(Open(), HasReason(v1::REASON_NEWER_DATA));
}

TEST_F(SqliteFileTest, WhatWentIsInNoByteOfTheFilesAfterAScrub) {
  auto store = Must(Open("Byn"));
  const std::string secret = "Jag vågade inte säga ifrån. ";
  std::string text;
  while (text.size() < 40'000) text += secret;
  const auto in_files = [&] {
    return (ReadFile(path) + ReadFile(path + "-wal")).find(secret) != std::string::npos;
  };
  const auto commits = [&](auto work) {
    const auto txn = Must(store->Begin());
    ASSERT_THAT(work(*txn), IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  };
  for (int i = 0; i < 20; ++i) {
    commits([&](server::Transaction& txn) {
      return txn.Put(IdNamed("note " + std::to_string(i)), text, {Scope::Network()}, {}).status();
    });
  }
  for (int i = 0; i < 20; ++i) {
    commits([&](server::Transaction& txn) {
      return txn.Remove(IdNamed("note " + std::to_string(i))).status();
    });
  }
  EXPECT_TRUE(in_files()) << "or this test sees nothing";
  ASSERT_THAT(store->Scrub(), IsOk());
  EXPECT_FALSE(in_files());
}

TEST_F(SqliteFileTest, AScrubThatAReaderHoldsUpSaysSo) {
  auto store = Must(Open("Byn"));
  const auto reader = Must(store->Read());
  {
    const auto txn = Must(store->Begin());
    ASSERT_THAT(txn->Put(IdNamed("a"), "x", {Scope::Network()}, {}), IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  EXPECT_THAT(store->Scrub(), HasReason(v1::REASON_UNAVAILABLE));
}

// ---- A disk that fails

class FailingDiskTest : public testing::Test {
 protected:
  std::unique_ptr<server::Store> Open(const std::string& name) {
    return Must(OpenSqliteStore(dir.File("byn.db"), "byn", name, random, FaultyVfs::name()));
  }
  static base::Status Put(server::Store& store, std::string_view name) {
    ASSIGN_OR_RETURN(std::unique_ptr<server::Transaction> txn, store.Begin());
    RETURN_IF_ERROR(txn->Put(IdNamed(name), name, {Scope::Network()}, {}).status());
    return txn->Commit();
  }
  static bool Has(server::Store& store, std::string_view name) {
    return Must(Must(store.Read())->Get(IdNamed(name))).has_value();
  }
  FaultyVfs disk;
  TempDir dir;
  SeededRandom random{SeedOr(13)};
};

TEST_F(FailingDiskTest, AFullDiskRefusesTheCommitAndNothingIsHalfDone) {
  auto store = Open("Byn");
  ASSERT_THAT(Put(*store, "before"), IsOk());
  disk.IsFull();
  EXPECT_THAT(Put(*store, "while full"), HasReason(v1::REASON_DISK_FULL));
  EXPECT_TRUE(Has(*store, "before"));
  EXPECT_FALSE(Has(*store, "while full"));
  disk.HasRoom();
  EXPECT_THAT(Put(*store, "after"), IsOk());
  EXPECT_EQ(Must(store->Read())->LastSeq(), 2u);
}

TEST_F(FailingDiskTest, WhicheverCallFailsAnAcknowledgedCommitIsThereAndTheRestIsNot) {
  for (int64_t n = 1;; ++n) {
    TempDir place;
    auto store = Must(OpenSqliteStore(place.File("x.db"), "byn", "Byn", random, FaultyVfs::name()));
    ASSERT_THAT(Put(*store, "before"), IsOk());
    const int64_t first = disk.calls();
    disk.FailsAt(n, SQLITE_IOERR_WRITE);
    const base::Status status = Put(*store, "risky");
    const bool failed_in_time = disk.calls() >= first + n;
    disk.HasRoom();
    store.reset();
    store = Must(OpenSqliteStore(place.File("x.db"), "byn", "", random, FaultyVfs::name()));
    EXPECT_TRUE(Has(*store, "before")) << "call " << n;
    if (status.ok()) {
      EXPECT_TRUE(Has(*store, "risky")) << "call " << n;
    }
    EXPECT_THAT(Put(*store, "after"), IsOk()) << "call " << n;
    if (!failed_in_time) break;  // The whole commit went by without reaching call n.
    ASSERT_LT(n, 1'000) << "the commit never ends";
  }
}

}  // namespace
}  // namespace samstig::test
