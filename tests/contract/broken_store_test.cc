// SPDX-License-Identifier: Apache-2.0
// A store whose file can be opened and is not well: each question and each change in turn, with
// each of its statements failing, and with each table of the file gone. It says so, and never
// answers with nothing as if there were nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "domain/base/sqlite.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/failing_statements.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using base::Id;
using base::Status;
using server::Scope;
using server::Transaction;

const Scope kPlace = Scope::OfCohort(IdNamed("cohort"));
const Id kAnna = IdNamed("anna");
const Id kPhone = IdNamed("phone");
const Id kPost = IdNamed("post");
const rules::Key kKey{rules::KeyName::kPostsOfThread, IdNamed("thread")};
const std::string kBlob = "blob of anna";

server::DeviceRow APhone() {
  server::DeviceRow phone;
  phone.device = kPhone;
  phone.person = kAnna;
  phone.name = "telefon";
  phone.token_hash = std::string(32, 't');
  return phone;
}

struct Deed {
  std::string name;
  std::function<Status(Transaction&)> does;
};

// Everything that a Transaction can be asked or told, in an order in which each finds something.
const std::vector<Deed>& Deeds() {
  static const std::vector<Deed> deeds = {
      {"PutAccount",
       [](Transaction& t) {
         return t.PutAccount({kAnna, "anna@pargas.example"});
       }},
      {"PutDevice", [](Transaction& t) { return t.PutDevice(APhone()); }},
      {"SetLastNumber", [](Transaction& t) { return t.SetLastNumber(kPhone, 1); }},
      {"PutOutcome",
       [](Transaction& t) {
         return t.PutOutcome(kPhone, 1, {{}, "outcome"});
       }},
      {"PutRequestOutcome",
       [](Transaction& t) {
         return t.PutRequestOutcome(kAnna, "r1", {{}, "outcome"}, 1);
       }},
      {"PutCode",
       [](Transaction& t) {
         return t.PutCode({"anna@pargas.example", "hash", 10, 3, 1, 1});
       }},
      {"GiveScope", [](Transaction& t) { return t.GiveScope(kAnna, kPlace); }},
      {"Put", [](Transaction& t) { return t.Put(kPost, "first", {kPlace}, {kKey}).status(); }},
      {"KeepHistory", [](Transaction& t) { return t.KeepHistory(kPost); }},
      {"Put again",
       [](Transaction& t) {
         return t.Put(kPost, "second", {kPlace, Scope::Network()}, {}).status();
       }},
      {"AddKey",
       [](Transaction& t) {
         return t.AddKey(kPost, {rules::KeyName::kParkedItems, {}});
       }},
      {"DropKey",
       [](Transaction& t) {
         return t.DropKey(kPost, {rules::KeyName::kParkedItems, {}});
       }},
      {"PutBlob",
       [](Transaction& t) {
         return t.PutBlob(kBlob, {4, kAnna, true, "\x01"});
       }},
      {"PutBlobChunk", [](Transaction& t) { return t.PutBlobChunk(kBlob, 0, "bild"); }},
      {"CopyBlob",
       [](Transaction& t) { return t.CopyBlob(kBlob, "blob of nobody", IdNamed("nobody")); }},
      {"PutNoticeMark",
       [](Transaction& t) {
         return t.PutNoticeMark({kAnna, 1, 1, 1, 1, 1, 1, 1});
       }},
      {"PutOutMail",
       [](Transaction& t) {
         return t.PutOutMail({0, kAnna, "id", "s", "b", "h", 1, 1, 0});
       }},

      {"Get", [](Transaction& t) { return t.Get(kPost).status(); }},
      {"Find", [](Transaction& t) { return t.Find(kKey).status(); }},
      {"ChangedAt", [](Transaction& t) { return t.ChangedAt(kPost).status(); }},
      {"ScopesOf", [](Transaction& t) { return t.ScopesOf(kPost).status(); }},
      {"History", [](Transaction& t) { return t.History(kPost).status(); }},
      {"ReadEntities",
       [](Transaction& t) {
         return t.ReadEntities(0, 10, [](uint64_t, const Id&, std::string_view) {}).status();
       }},
      {"GrantsOf", [](Transaction& t) { return t.GrantsOf(kAnna).status(); }},
      {"HoldersOf", [](Transaction& t) { return t.HoldersOf(kPlace).status(); }},
      {"EndOfEpoch", [](Transaction& t) { return t.EndOfEpoch(IdNamed("epoch")).status(); }},
      {"Holds", [](Transaction& t) { return t.Holds(kAnna, kPlace).status(); }},
      {"ReadLog",
       [](Transaction& t) {
         return t.ReadLog(kPlace, 0, 10, [](const server::LogRow&) { return true; });
       }},
      {"LastSeqIn", [](Transaction& t) { return t.LastSeqIn(kPlace).status(); }},
      {"DigestsOf", [](Transaction& t) { return t.DigestsOf(kPlace).status(); }},
      {"AccountByEmail",
       [](Transaction& t) { return t.AccountByEmail("anna@pargas.example").status(); }},
      {"EmailOf", [](Transaction& t) { return t.EmailOf(kAnna).status(); }},
      {"CodeFor", [](Transaction& t) { return t.CodeFor("anna@pargas.example").status(); }},
      {"Device", [](Transaction& t) { return t.Device(kPhone).status(); }},
      {"DeviceByToken",
       [](Transaction& t) { return t.DeviceByToken(std::string(32, 't')).status(); }},
      {"DevicesOf", [](Transaction& t) { return t.DevicesOf(kAnna).status(); }},
      {"OutcomeOf", [](Transaction& t) { return t.OutcomeOf(kPhone, 1).status(); }},
      {"RequestOutcome", [](Transaction& t) { return t.RequestOutcome(kAnna, "r1").status(); }},
      {"Blob", [](Transaction& t) { return t.Blob(kBlob).status(); }},
      {"BlobBytesOf", [](Transaction& t) { return t.BlobBytesOf(kAnna).status(); }},
      {"BlobChunk", [](Transaction& t) { return t.BlobChunk(kBlob, 0).status(); }},
      {"BlobsOf", [](Transaction& t) { return t.BlobsOf(kAnna).status(); }},
      {"BackedUpTo", [](Transaction& t) { return t.BackedUpTo().status(); }},
      {"RestoredAt", [](Transaction& t) { return t.RestoredAt().status(); }},
      {"RestoredTo", [](Transaction& t) { return t.RestoredTo().status(); }},
      {"LastNth", [](Transaction& t) { return t.LastNth().status(); }},
      {"NoticeMarkOf", [](Transaction& t) { return t.NoticeMarkOf(kAnna).status(); }},
      {"NoticesDue", [](Transaction& t) { return t.NoticesDue(5, 10).status(); }},
      {"MailsDue", [](Transaction& t) { return t.MailsDue(5, 10).status(); }},
      {"Count", [](Transaction& t) { return t.Count().status(); }},

      {"SetBackedUpTo", [](Transaction& t) { return t.SetBackedUpTo(1); }},
      {"SetRestoredAt", [](Transaction& t) { return t.SetRestoredAt(1); }},
      {"ReadHistory",
       [](Transaction& t) {
         return t.ReadHistory([](const Id&, server::Seq, std::string_view) {});
       }},
      {"ReplaceHistory", [](Transaction& t) { return t.ReplaceHistory(kPost, 1, "x"); }},
      {"ForgetHistory", [](Transaction& t) { return t.ForgetHistory(kPost, 1); }},
      {"MoveAccount",
       [](Transaction& t) {
         return t.MoveAccount({kAnna, "anna@raseborg.example"});
       }},
      {"DeleteCode", [](Transaction& t) { return t.DeleteCode("anna@pargas.example"); }},
      {"SweepCodes", [](Transaction& t) { return t.SweepCodes(20, 20); }},
      {"DeleteOutMail", [](Transaction& t) { return t.DeleteOutMail(1); }},
      {"DeleteBlobChunks", [](Transaction& t) { return t.DeleteBlobChunks(kBlob); }},
      {"DeleteBlob", [](Transaction& t) { return t.DeleteBlob(kBlob); }},
      {"TakeScope", [](Transaction& t) { return t.TakeScope(kAnna, kPlace); }},
      {"Remove", [](Transaction& t) { return t.Remove(kPost).status(); }},
      {"ForgetPerson", [](Transaction& t) { return t.ForgetPerson(kAnna); }},
  };
  return deeds;
}

class BrokenStoreTest : public testing::Test {
 protected:
  BrokenStoreTest() { FailingStatements::Watch(); }

  base::Result<std::unique_ptr<server::Store>> Open(const std::string& path,
                                                    const std::string& name_if_new = "Byn") {
    return server::OpenSqliteStore(path, "byn", name_if_new, random_);
  }
  // In a transaction of its own, which is thrown away when it fails.
  static Status Does(server::Store& store, const Deed& deed) {
    ASSIGN_OR_RETURN(const std::unique_ptr<Transaction> txn, store.Begin());
    RETURN_IF_ERROR(deed.does(*txn));
    return txn->Commit();
  }

  TempDir dir_;
  SeededRandom random_{SeedOr(19)};
};

TEST_F(BrokenStoreTest, EachStatementOfEachDeedMayFail) {
  const std::unique_ptr<server::Store> store = Must(Open(dir_.File("n.db")));
  for (const Deed& deed : Deeds()) {
    SCOPED_TRACE(deed.name);
    EXPECT_THAT(WithEachStatementFailing([&] { return Does(*store, deed); }), IsOk());
  }
}

TEST_F(BrokenStoreTest, AStartMayFailAtEachStatement) {
  for (const char* name : {"Byn", ""}) {
    const auto store = WithEachStatementFailing([&] { return Open(dir_.File("n.db"), name); });
    ASSERT_THAT(store, IsOk()) << name;
    EXPECT_EQ((*store)->Name(), "Byn");
  }
}

TEST_F(BrokenStoreTest, ANetworkThatWasBegunAndNotFinishedIsNoneAndIsBegunAgain) {
  const std::string path = dir_.File("n.db");
  FailingStatements::FailAt(5);
  ASSERT_THAT(Open(path), HasReason(v1::REASON_UNAVAILABLE));
  ASSERT_FALSE(FailingStatements::StillToCome());
  EXPECT_THAT(Open(path, ""), HasReason(v1::REASON_NOT_FOUND));
  ASSERT_THAT(Open(path), IsOk());
  EXPECT_THAT(Open(path), HasReason(v1::REASON_ALREADY_EXISTS));
  EXPECT_THAT(Open(path, ""), IsOk());
}

TEST_F(BrokenStoreTest, AnEmptyFileIsNoNetworkAndADatabaseOfSomebodyElseIsLeftAsItIs) {
  const std::string empty = dir_.File("empty.db");
  WriteFile(empty, "");
  EXPECT_THAT(Open(empty, ""), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(Open(empty), IsOk());
  const std::string theirs = dir_.File("theirs.db");
  {
    base::Database db = Must(base::Database::Open(theirs, base::Database::Mode::kReadWriteCreate));
    ASSERT_THAT(db.Execute("CREATE TABLE recipes (name TEXT)"), IsOk());
  }
  const std::string before = ReadFile(theirs);
  EXPECT_THAT(Open(theirs), HasReason(v1::REASON_ALREADY_EXISTS));
  EXPECT_EQ(ReadFile(theirs), before);
}

// The deeds that need what is no longer there fail, and those that do not go on.
TEST_F(BrokenStoreTest, AMissingTableIsSaidAndNotTakenForAnEmptyOne) {
  const std::string whole = dir_.File("whole.db");
  std::vector<std::string> tables;
  {
    const std::unique_ptr<server::Store> store = Must(Open(whole));
    for (const Deed& deed : Deeds()) ASSERT_THAT(Does(*store, deed), IsOk()) << deed.name;
  }
  {
    base::Database db = Must(base::Database::Open(whole, base::Database::Mode::kReadOnly));
    base::Statement names = Must(db.Prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"));
    while (Must(names.Step())) tables.emplace_back(names.ColumnBytes(0));
  }
  ASSERT_GT(tables.size(), 10u);
  std::set<std::string> failed;
  for (const std::string& table : tables) {
    SCOPED_TRACE("without " + table);
    const std::string path = dir_.File("without.db");
    WriteFile(path, ReadFile(whole));
    {
      base::Database db = Must(base::Database::Open(path, base::Database::Mode::kReadWrite));
      ASSERT_THAT(db.Execute("PRAGMA foreign_keys = OFF"), IsOk());
      ASSERT_THAT(db.Execute("DROP TABLE \"" + table + "\""), IsOk());
    }
    size_t refused = 0;
    const auto store = Open(path, "");
    for (const Deed& deed : Deeds()) {
      const Status done = store.ok() ? Does(**store, deed) : store.status();
      if (done.ok()) continue;
      ++refused;
      failed.insert(deed.name);
      EXPECT_THAT(done,
                  testing::AnyOf(HasReason(v1::REASON_INTERNAL), HasReason(v1::REASON_DATA_DAMAGED),
                                 HasReason(v1::REASON_NOT_FOUND)))
          << deed.name;
    }
    EXPECT_GT(refused, 0u) << "nobody missed it";
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
  }
  EXPECT_EQ(failed.size(), Deeds().size()) << "some deed needs no table at all";
}

}  // namespace
}  // namespace samstig::test
