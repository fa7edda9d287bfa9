// SPDX-License-Identifier: Apache-2.0
#include "domain/base/sqlite.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace samstig::base {
namespace {

using Mode = Database::Mode;
using test::HasReason;
using test::IsOk;
using test::IsOkAndHolds;
using test::Must;
using test::TempDir;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class SqliteTest : public testing::Test {
 protected:
  Database Open(Mode mode = Mode::kReadWriteCreate) { return Must(Database::Open(path_, mode)); }

  // A database with a table of notes.
  Database OpenNotes() {
    Database db = Open();
    EXPECT_THAT(db.Execute("CREATE TABLE IF NOT EXISTS note(id INTEGER PRIMARY KEY, text BLOB)"),
                IsOk());
    return db;
  }

  static Status Write(Database& db, int64_t id, std::string_view text) {
    ASSIGN_OR_RETURN(Statement insert, db.Prepare("INSERT INTO note VALUES(?1, ?2)"));
    return insert.Bind(1, id).BindBlob(2, text).Run();
  }

  static std::vector<std::string> Notes(Database& db) {
    Statement select = Must(db.Prepare("SELECT text FROM note ORDER BY id"));
    std::vector<std::string> notes;
    while (Must(select.Step())) notes.emplace_back(select.ColumnBytes(0));
    return notes;
  }

  TempDir dir_;
  const std::string path_ = dir_.File("notes.db");
};

// ---- Opening

TEST_F(SqliteTest, KeepsWhatWasWritten) {
  {
    Database db = OpenNotes();
    ASSERT_THAT(Write(db, 1, "Hej"), IsOk());
  }
  Database again = Open(Mode::kReadOnly);
  EXPECT_THAT(Notes(again), ElementsAre("Hej"));
}

TEST_F(SqliteTest, OpensAMissingFileOnlyWhereItMayMakeOne) {
  EXPECT_THAT(Database::Open(path_, Mode::kReadWrite), HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_THAT(Database::Open(path_, Mode::kReadOnly), HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_THAT(Database::Open(path_, Mode::kReadWriteCreate), IsOk());
}

TEST_F(SqliteTest, AMissingFolderIsUnavailable) {
  EXPECT_THAT(Database::Open(dir_.File("missing/notes.db"), Mode::kReadWriteCreate),
              HasReason(v1::REASON_UNAVAILABLE));
}

TEST_F(SqliteTest, AnUnknownFileSystemIsAnError) {
  EXPECT_THAT(Database::Open(path_, Mode::kReadWriteCreate, "no such vfs"), Not(IsOk()));
}

TEST_F(SqliteTest, AFileThatIsNoDatabaseIsDamagedData) {
  test::WriteFile(path_, std::string(4096, 'x'));
  Database db = Open();
  EXPECT_THAT(db.Execute("SELECT * FROM sqlite_schema"), HasReason(v1::REASON_DATA_DAMAGED));
  EXPECT_THAT(db.Prepare("SELECT * FROM note"), HasReason(v1::REASON_DATA_DAMAGED));
}

TEST_F(SqliteTest, APageOverwrittenIsDamagedData) {
  {
    Database db = OpenNotes();
    ASSERT_THAT(Write(db, 1, std::string(20'000, 'a')), IsOk());
  }
  std::string bytes = test::ReadFile(path_);
  ASSERT_GT(bytes.size(), 8192u);
  bytes.replace(4096, 4096, std::string(4096, 'x'));
  test::WriteFile(path_, bytes);
  Database db = Open();
  Statement select = Must(db.Prepare("SELECT text FROM note"));
  EXPECT_THAT(select.Step(), HasReason(v1::REASON_DATA_DAMAGED));
}

TEST_F(SqliteTest, WritingToAReadOnlyDatabaseIsRefused) {
  OpenNotes();
  Database db = Open(Mode::kReadOnly);
  EXPECT_THAT(Write(db, 1, "Hej"), HasReason(v1::REASON_READ_ONLY));
  EXPECT_THAT(db.Execute("DELETE FROM note"), HasReason(v1::REASON_READ_ONLY));
  EXPECT_THAT(Notes(db), IsEmpty());
}

TEST_F(SqliteTest, WhatAnotherConnectionHoldsIsInUse) {
  Database first = OpenNotes();
  Database second = Open();
  ASSERT_THAT(first.Execute("BEGIN EXCLUSIVE"), IsOk());
  EXPECT_THAT(second.Execute("BEGIN IMMEDIATE"), HasReason(v1::REASON_IN_USE));
  ASSERT_THAT(first.Execute("COMMIT"), IsOk());
  EXPECT_THAT(second.Execute("BEGIN IMMEDIATE"), IsOk());
}

// ---- A full disk

TEST_F(SqliteTest, AFullDiskIsToldAndHarmsNothingWrittenBefore) {
  Database db = OpenNotes();
  ASSERT_THAT(Write(db, 1, "Hej"), IsOk());
  ASSERT_THAT(db.Execute("PRAGMA max_page_count = 4"), IsOk());
  const Status status = Write(db, 2, std::string(100'000, 'a'));
  EXPECT_THAT(status, HasReason(v1::REASON_DISK_FULL));
  EXPECT_TRUE(IsTemporary(status.reason()));
  EXPECT_THAT(Notes(db), ElementsAre("Hej"));

  ASSERT_THAT(db.Execute("PRAGMA max_page_count = 1000"), IsOk());
  EXPECT_THAT(Write(db, 2, "Hej igen"), IsOk());
  EXPECT_THAT(Notes(db), ElementsAre("Hej", "Hej igen"));
}

TEST_F(SqliteTest, AFullDiskInATransactionLeavesNothingOfIt) {
  Database db = OpenNotes();
  ASSERT_THAT(Write(db, 1, "Hej"), IsOk());
  ASSERT_THAT(db.Execute("PRAGMA max_page_count = 4"), IsOk());
  ASSERT_THAT(db.Execute("BEGIN IMMEDIATE"), IsOk());
  EXPECT_THAT(Write(db, 2, "half of it"), IsOk());
  EXPECT_THAT(Write(db, 3, std::string(100'000, 'a')), HasReason(v1::REASON_DISK_FULL));
  // SQLite may have rolled back by itself, and may not.
  if (db.InTransaction()) {
    EXPECT_THAT(db.Execute("ROLLBACK"), IsOk());
  }
  EXPECT_THAT(Notes(db), ElementsAre("Hej"));
}

// ---- Rows

TEST_F(SqliteTest, GivesEveryRowAndThenNoMore) {
  Database db = OpenNotes();
  for (int i = 1; i <= 3; ++i) ASSERT_THAT(Write(db, i, std::to_string(i)), IsOk());
  Statement select = Must(db.Prepare("SELECT id FROM note ORDER BY id"));
  for (int64_t i = 1; i <= 3; ++i) {
    ASSERT_THAT(select.Step(), IsOkAndHolds(true));
    EXPECT_EQ(select.ColumnInt(0), i);
  }
  EXPECT_THAT(select.Step(), IsOkAndHolds(false));
  // It has reset itself: the next step begins again.
  EXPECT_THAT(select.Step(), IsOkAndHolds(true));
  EXPECT_EQ(select.ColumnInt(0), 1);
}

TEST_F(SqliteTest, NumbersComeBackWhole) {
  Database db = Open();
  Statement echo = Must(db.Prepare("SELECT ?1, ?2, ?3, ?4"));
  echo.Bind(1, std::numeric_limits<int64_t>::min())
      .Bind(2, std::numeric_limits<uint64_t>::max())
      .Bind(3, -1)
      .Bind(4, std::numeric_limits<uint32_t>::max());
  ASSERT_THAT(echo.Step(), IsOkAndHolds(true));
  EXPECT_EQ(echo.ColumnInt(0), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(echo.ColumnUint(1), std::numeric_limits<uint64_t>::max());
  EXPECT_EQ(echo.ColumnInt(2), -1);
  EXPECT_EQ(echo.ColumnInt(3), std::numeric_limits<uint32_t>::max());
}

TEST_F(SqliteTest, BytesComeBackWholeAndEmptyIsNotNull) {
  Database db = Open();
  const std::string with_nul("a\0b", 3);
  Statement echo = Must(db.Prepare("SELECT ?1, ?2, ?3, ?4, ?5"));
  echo.BindBlob(1, with_nul).BindText(2, "åäö").BindBlob(3, {}).BindText(4, {}).BindNull(5);
  ASSERT_THAT(echo.Step(), IsOkAndHolds(true));
  EXPECT_EQ(echo.ColumnBytes(0), with_nul);
  EXPECT_EQ(echo.ColumnBytes(1), "åäö");
  EXPECT_EQ(echo.ColumnBytes(2), "");
  EXPECT_FALSE(echo.ColumnIsNull(2));
  EXPECT_EQ(echo.ColumnBytes(3), "");
  EXPECT_FALSE(echo.ColumnIsNull(3));
  EXPECT_TRUE(echo.ColumnIsNull(4));
  EXPECT_EQ(echo.ColumnBytes(4), "");
  EXPECT_EQ(echo.ColumnInt(4), 0);
}

TEST_F(SqliteTest, IdsComeBackAndWhatIsNoneIsDamagedData) {
  Database db = Open();
  const Id anna = Id::FromName("test", "anna");
  Statement echo = Must(db.Prepare("SELECT ?1, x'0102', NULL, zeroblob(16)"));
  ASSERT_THAT(echo.Bind(1, anna).Step(), IsOkAndHolds(true));
  EXPECT_THAT(echo.ColumnId(0), IsOkAndHolds(anna));
  EXPECT_THAT(echo.ColumnId(1), HasReason(v1::REASON_DATA_DAMAGED));
  EXPECT_THAT(echo.ColumnId(2), HasReason(v1::REASON_DATA_DAMAGED));
  EXPECT_THAT(echo.ColumnId(3), IsOkAndHolds(Id()));
}

// ---- Statements

TEST_F(SqliteTest, AStatementIsUsedManyTimes) {
  Database db = OpenNotes();
  Statement insert = Must(db.Prepare("INSERT INTO note VALUES(?1, ?2)"));
  for (int i = 1; i <= 3; ++i) {
    EXPECT_THAT(insert.Bind(1, i).BindBlob(2, std::to_string(i)).Run(), IsOk());
    EXPECT_EQ(db.Changes(), 1);
  }
  EXPECT_THAT(Notes(db), ElementsAre("1", "2", "3"));
}

TEST_F(SqliteTest, AStatementIsGoodAfterItsError) {
  Database db = OpenNotes();
  Statement insert = Must(db.Prepare("INSERT INTO note VALUES(?1, 'Hej')"));
  EXPECT_THAT(insert.Bind(1, 7).Run(), IsOk());
  EXPECT_THAT(insert.Bind(1, 7).Run(), HasReason(v1::REASON_INTERNAL));
  EXPECT_THAT(insert.Bind(1, 8).Run(), IsOk());
}

TEST_F(SqliteTest, ResetBeginsAgain) {
  Database db = Open();
  Statement two = Must(db.Prepare("SELECT 1 UNION ALL SELECT 2"));
  ASSERT_THAT(two.Step(), IsOkAndHolds(true));
  two.Reset();
  ASSERT_THAT(two.Step(), IsOkAndHolds(true));
  EXPECT_EQ(two.ColumnInt(0), 1);
}

TEST_F(SqliteTest, StatementsAndDatabasesMove) {
  Database db;
  db = OpenNotes();
  Database other = std::move(db);
  Statement statement;
  statement = Must(other.Prepare("SELECT 7"));
  Statement moved = std::move(statement);
  ASSERT_THAT(moved.Step(), IsOkAndHolds(true));
  EXPECT_EQ(moved.ColumnInt(0), 7);
  moved = Must(other.Prepare("SELECT 8"));
  ASSERT_THAT(moved.Step(), IsOkAndHolds(true));
  EXPECT_EQ(moved.ColumnInt(0), 8);
}

TEST_F(SqliteTest, AStatementThatIsNoneIsAnErrorNotACrash) {
  Statement none;
  EXPECT_THAT(none.Step(), Not(IsOk()));
  EXPECT_THAT(none.Run(), Not(IsOk()));
}

TEST_F(SqliteTest, WrongSqlIsAnError) {
  Database db = Open();
  EXPECT_THAT(db.Prepare("SELEKT 1"), HasReason(v1::REASON_INTERNAL));
  EXPECT_THAT(db.Execute("SELECT * FROM missing"), HasReason(v1::REASON_INTERNAL));
}

TEST_F(SqliteTest, AnErrorNamesTheTableButNotTheValue) {
  Database db = OpenNotes();
  ASSERT_THAT(db.Execute("CREATE UNIQUE INDEX once ON note(text)"), IsOk());
  ASSERT_THAT(Write(db, 1, "hemligt"), IsOk());
  const Status status = Write(db, 2, "hemligt");
  EXPECT_THAT(status, HasReason(v1::REASON_INTERNAL));
  EXPECT_THAT(status.detail(), HasSubstr("note"));
  EXPECT_THAT(status.detail(), Not(HasSubstr("hemligt")));
}

// ---- Copies

TEST_F(SqliteTest, ACopyIsTheStateAtOneCommitWhileOthersWrite) {
  Database db = OpenNotes();
  ASSERT_THAT(db.Execute("PRAGMA journal_mode = WAL"), IsOk());
  for (int i = 1; i <= 500; ++i) ASSERT_THAT(Write(db, i, std::string(4'000, 'x')), IsOk());
  Database writer = Open();
  Database copy = Must(Database::Open(dir_.File("copy.db"), Mode::kReadWriteCreate));
  int asked = 0;
  const auto write_on = [&] {
    EXPECT_THAT(Write(writer, 1'000 + ++asked, "later"), IsOk());
    return true;
  };
  ASSERT_THAT(db.CopyTo(copy, write_on), IsOk());
  EXPECT_GT(asked, 1) << "it took several steps";
  EXPECT_EQ(Notes(copy).size(), 500u);
  EXPECT_FALSE(db.InTransaction());
}

TEST_F(SqliteTest, ACopyStopsWhenAskedAndTellsWhatWentWrong) {
  Database db = OpenNotes();
  Database copy = Must(Database::Open(dir_.File("copy.db"), Mode::kReadWriteCreate));
  EXPECT_THAT(db.CopyTo(copy, [] { return false; }), HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_FALSE(db.InTransaction());
  ASSERT_THAT(copy.Execute("PRAGMA max_page_count = 1; BEGIN IMMEDIATE"), IsOk());
  EXPECT_FALSE(db.CopyTo(copy, [] { return true; }).ok()) << "the copy is in use";
}

// ---- Transactions

TEST_F(SqliteTest, ARollbackUndoesAll) {
  Database db = OpenNotes();
  ASSERT_THAT(Write(db, 1, "stays"), IsOk());
  EXPECT_FALSE(db.InTransaction());
  ASSERT_THAT(db.Execute("BEGIN IMMEDIATE"), IsOk());
  EXPECT_TRUE(db.InTransaction());
  ASSERT_THAT(Write(db, 2, "goes"), IsOk());
  ASSERT_THAT(db.Execute("DELETE FROM note WHERE id = 1"), IsOk());
  EXPECT_EQ(db.Changes(), 1);
  ASSERT_THAT(db.Execute("ROLLBACK"), IsOk());
  EXPECT_FALSE(db.InTransaction());
  EXPECT_THAT(Notes(db), ElementsAre("stays"));
}

TEST_F(SqliteTest, OthersSeeATransactionWholeAndOnlyAfterItsCommit) {
  Database writer = OpenNotes();
  ASSERT_THAT(writer.Execute("PRAGMA journal_mode = WAL"), IsOk());
  Database reader = Open(Mode::kReadOnly);
  ASSERT_THAT(writer.Execute("BEGIN IMMEDIATE"), IsOk());
  ASSERT_THAT(Write(writer, 1, "one"), IsOk());
  ASSERT_THAT(Write(writer, 2, "two"), IsOk());
  EXPECT_THAT(Notes(reader), IsEmpty());
  ASSERT_THAT(writer.Execute("COMMIT"), IsOk());
  EXPECT_THAT(Notes(reader), ElementsAre("one", "two"));
}

TEST_F(SqliteTest, ATransactionLeftOpenIsAsIfItHadNeverBegun) {
  {
    Database db = OpenNotes();
    ASSERT_THAT(db.Execute("BEGIN IMMEDIATE"), IsOk());
    ASSERT_THAT(Write(db, 1, "goes"), IsOk());
  }
  Database db = Open();
  EXPECT_THAT(Notes(db), IsEmpty());
}

}  // namespace
}  // namespace samstig::base
