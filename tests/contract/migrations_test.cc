// SPDX-License-Identifier: Apache-2.0
// A file of every earlier schema, with data in it, is brought up to date and nothing is lost. Data
// is written at the first schema, as its first users wrote it, and carried through every step.
#include "server/store/sqlite/migrations.h"

#include <gmock/gmock.h>

#include "domain/base/sqlite.h"
#include "domain/rules/names.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using base::Database;
using base::Id;
using base::Statement;
using server::Scope;
using testing::ElementsAre;
using testing::Optional;

// As schema 1 has it; never changed when later schemas come.
constexpr char kDataOfSchema1[] = R"sql(
  INSERT INTO meta VALUES('slug', 'byn'), ('name', 'Byn'), ('last_seq', 7);
  INSERT INTO lineage VALUES(1, x'000102030405060708090a0b0c0d0e0f', 0);
  INSERT INTO scope VALUES(1, 'n');
  INSERT INTO code VALUES('anna@example.org', x'01', 100, 5, 50, 1);
)sql";

class MigrationTest : public testing::TestWithParam<size_t> {
 protected:
  void Run(Database& db, const std::string& sql, std::initializer_list<std::string> blobs) {
    Statement statement = Must(db.Prepare(sql));
    int index = 0;
    for (const std::string& blob : blobs) statement.BindBlob(++index, blob);
    ASSERT_THAT(statement.Run(), IsOk()) << sql;
  }

  void WriteData(Database& db) {
    ASSERT_THAT(db.Execute(kDataOfSchema1), IsOk());
    // What the entities say is not the store's business, but it may be a later schema's.
    Run(db, "INSERT INTO entity VALUES(1, ?1, ?2)", {IdOf(AThread()).ToBytes(), Thread()});
    Run(db, "INSERT INTO entity VALUES(2, ?1, NULL)", {IdNamed("ended").ToBytes()});
    ASSERT_THAT(db.Execute("INSERT INTO log VALUES(1, 3, 1, 0), (1, 7, 2, 1)"), IsOk());
    Run(db, "INSERT INTO key VALUES(16, ?1, 1)", {IdNamed("cohort").ToBytes()});
    Run(db, "INSERT INTO history VALUES(1, 2, ?1)", {Thread()});
    Run(db, "INSERT INTO scope_grant VALUES(?1, 1, 1, NULL)", {anna_.ToBytes()});
    Run(db, "INSERT INTO account VALUES('anna@example.org', ?1)", {anna_.ToBytes()});
    Run(db, "INSERT INTO device VALUES(1, ?1, ?2, 'Telefon', ?3, 5, 6, 0, 1)",
        {IdNamed("phone").ToBytes(), anna_.ToBytes(), token_hash_});
    Run(db, "INSERT INTO outcome VALUES(1, 1, ?1, x'0801')", {std::string(16, 'h')});
    Run(db, "INSERT INTO request VALUES(?1, 'request-1', ?2, x'0801', 5)",
        {anna_.ToBytes(), std::string(16, 'h')});
    Run(db, "INSERT INTO blob VALUES(1, ?1, 3, ?2, 1, x'01')", {sha256_, anna_.ToBytes()});
    ASSERT_THAT(db.Execute("INSERT INTO blob_chunk VALUES(1, 0, x'616263')"), IsOk());
  }

  // A file as the version of Samstig that knew `schema` would have left it.
  void MakeFileOf(size_t schema) {
    Database db = Must(Database::Open(path_, Database::Mode::kReadWriteCreate));
    for (size_t step = 1; step <= schema; ++step) {
      ASSERT_THAT(db.Execute(server::Migrations()[step - 1]), IsOk());
      if (step == 1) WriteData(db);
    }
    ASSERT_THAT(db.Execute("PRAGMA user_version = " + std::to_string(schema)), IsOk());
  }

  static std::string Thread() {
    const v1::Entity thread = AThread();
    return thread.SerializeAsString();
  }

  TempDir dir_;
  SeededRandom random_{SeedOr(13)};
  const std::string path_ = dir_.File("byn.db");
  const Id anna_ = IdNamed("anna");
  const std::string token_hash_ = std::string(32, 't');
  const std::string sha256_ = std::string(32, 's');
};

TEST_P(MigrationTest, NothingOfAnEarlierSchemaIsLost) {
  MakeFileOf(GetParam());
  const auto store = Must(server::OpenSqliteStore(path_, "byn", "", random_));
  EXPECT_EQ(store->Name(), "Byn");
  const Id first = Id::FromBytes(std::string("\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17", 16));
  EXPECT_THAT(store->EndOf(first), Optional(server::Seq{7})) << "the lineage goes on";
  const auto read = Must(store->Read());
  EXPECT_EQ(read->LastSeq(), 7u);
  const Id thread = IdOf(AThread());
  EXPECT_THAT(read->Get(thread), IsOkAndHolds(Optional(Thread())));
  EXPECT_THAT(read->Get(IdNamed("ended")), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(read->Find({rules::KeyName::kThreadsOfCohort, IdNamed("cohort")}),
              IsOkAndHolds(ElementsAre(thread)));
  EXPECT_THAT(read->ScopesOf(thread), IsOkAndHolds(ElementsAre(Scope::Network())));
  EXPECT_THAT(read->LastSeqIn(Scope::Network()), IsOkAndHolds(7u));
  EXPECT_THAT(read->History(thread), IsOkAndHolds(ElementsAre(Thread())));
  EXPECT_THAT(read->Holds(anna_, Scope::Network()), IsOkAndHolds(true));
  EXPECT_EQ(Must(read->AccountByEmail("anna@example.org"))->person, anna_);
  EXPECT_EQ(Must(read->CodeFor("anna@example.org"))->tries_left, 5);
  EXPECT_EQ(Must(read->DeviceByToken(token_hash_))->last_number, 1u);
  EXPECT_EQ(Must(read->OutcomeOf(IdNamed("phone"), 1))->outcome, "\x08\x01");
  EXPECT_EQ(Must(read->RequestOutcome(anna_, "request-1"))->outcome, "\x08\x01");
  EXPECT_EQ(Must(read->Blob(sha256_))->uploader, anna_);
  EXPECT_THAT(read->BlobChunk(sha256_, 0), IsOkAndHolds(Optional(std::string("abc"))));
  EXPECT_THAT(read->BackedUpTo(), IsOkAndHolds(0u));
  const auto mark = Must(read->NoticeMarkOf(anna_));
  ASSERT_TRUE(mark) << "whoever has an address is told by mail";
  EXPECT_EQ(mark->told_seq, 7u) << "of what comes from now on";
  EXPECT_EQ(mark->told_nth, 2u);
  EXPECT_EQ(mark->due, 0);
}

TEST_P(MigrationTest, AndItCanBeWrittenOn) {
  MakeFileOf(GetParam());
  const auto store = Must(server::OpenSqliteStore(path_, "byn", "", random_));
  auto txn = Must(store->Begin());
  EXPECT_THAT(txn->Put(IdOf(AThread()), Thread(), {Scope::Network()}, {}), IsOkAndHolds(8u));
  EXPECT_THAT(txn->Commit(), IsOk());
}

TEST_P(MigrationTest, ALaterSchemaIsLeftUntouched) {
  MakeFileOf(GetParam());
  {
    Database db = Must(Database::Open(path_, Database::Mode::kReadWrite));
    const size_t next = server::Migrations().size() + 1;
    ASSERT_THAT(db.Execute("PRAGMA user_version = " + std::to_string(next)), IsOk());
  }
  const std::string before = ReadFile(path_);
  EXPECT_THAT(server::OpenSqliteStore(path_, "byn", "", random_), HasReason(v1::REASON_NEWER_DATA));
  EXPECT_EQ(ReadFile(path_), before);
}

// A file from before there was such a key.
TEST_P(MigrationTest, WhatIsStoredIsFoundByKeysThatCameLater) {
  MakeFileOf(GetParam());
  const v1::Entity place = AnEnrolment();
  {
    Database db = Must(Database::Open(path_, Database::Mode::kReadWrite));
    Run(db, "INSERT INTO entity VALUES(3, ?1, ?2)",
        {IdOf(place).ToBytes(), place.SerializeAsString()});
    Run(db, "INSERT INTO key VALUES(11, ?1, 3)", {IdNamed("cohort").ToBytes()});
    Run(db, "INSERT INTO entity VALUES(4, ?1, ?2)", {IdNamed("odd").ToBytes(), "no entity"});
  }
  const Id pargas = rules::MunicipalityId("FI", "445");
  const rules::Key at_seat{rules::KeyName::kEnrolmentsOfSeat,
                           rules::SeatId(IdNamed("cohort"), pargas)};
  for (int time = 1; time <= 2; ++time) {
    const auto store = Must(server::OpenSqliteStore(path_, "byn", "", random_));
    const auto read = Must(store->Read());
    EXPECT_THAT(read->Find(at_seat), IsOkAndHolds(ElementsAre(IdOf(place)))) << time;
    EXPECT_THAT(read->Find({rules::KeyName::kEnrolmentsOfCohort, IdNamed("cohort")}),
                IsOkAndHolds(ElementsAre(IdOf(place))));
    EXPECT_EQ(read->LastSeq(), 7u) << "no device hears of it";
  }
}

INSTANTIATE_TEST_SUITE_P(EachSchema, MigrationTest,
                         testing::Range(size_t{1}, server::Migrations().size() + 1));

}  // namespace
}  // namespace samstig::test
