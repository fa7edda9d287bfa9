// SPDX-License-Identifier: Apache-2.0
// Verification: a village's file is well; each kind of damage, done on purpose to a copy, is found
// and told without a word of anybody's.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

#include "domain/base/sqlite.h"
#include "domain/rules/names.h"
#include "server/store/sqlite/sqlite_keeper.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Database;
using base::Id;
using server::Keeper;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kSecret = "Jag vågade inte säga ifrån";

// A key that shows what it was made of.
class PlainNamer final : public server::BlobNamer {
 public:
  void Add(std::string_view bytes) override { bytes_.append(bytes); }
  std::string KeyFor(const Id& uploader) override { return bytes_ + uploader.ToText(); }

 private:
  std::string bytes_;
};

class VerifyTest : public testing::Test {
 protected:
  VerifyTest() {
    EXPECT_THAT(village_.Does("carin coach", PostsAssignment()), WasApplied());
    EXPECT_THAT(village_.Does("anna", SavesDraft("anna", AReportRevision("first", kSecret))),
                WasApplied());
    EXPECT_THAT(
        village_.Does("anna", SavesDraft("anna", AReportRevision("second", kSecret), {"first"})),
        WasApplied());
    EXPECT_THAT(village_.Does("anna", Submits(kSecret)), WasApplied());
    EXPECT_THAT(village_.Does("carin coach", GivesFeedback(v1::VERDICT_COMMENT)), WasApplied());
    EXPECT_THAT(village_.Does("anna", StartsThread("Frågor")), WasApplied());
    EXPECT_THAT(village_.Does("anna", WritesPost(kSecret)), WasApplied());
    EXPECT_THAT(village_.Does("bo", MarksRead("bo", kMonday)), WasApplied());
    EXPECT_THAT(village_.Does("otto", PostsAssignment()), WasParked(v1::REASON_NOT_ALLOWED));
    EXPECT_THAT(
        village_.Applies("anna", "request-1", MutationOf(WritesPost("Hej", "by request"), 0)),
        IsOk());
    KeepBlob("whole", "0123456789", 10, true, "\x03");
    KeepBlob("half", "01234", 10, false, "\x01");
    Copy();
  }

  // In chunks of five bytes.
  void KeepBlob(const std::string& name, const std::string& bytes, uint64_t size, bool complete,
                const std::string& held) {
    const Id anna = IdNamed("anna");
    const std::string key = complete ? bytes + anna.ToText() : name;
    auto txn = Must(village_.store().Begin());
    ASSERT_THAT(txn->PutBlob(key, {size, anna, complete, held}), IsOk());
    for (uint32_t i = 0; i * 5 < bytes.size(); ++i) {
      ASSERT_THAT(txn->PutBlobChunk(key, i, bytes.substr(i * 5, 5)), IsOk());
    }
    ASSERT_THAT(txn->Commit(), IsOk());
  }

  void Copy() {
    std::filesystem::remove(copy_);
    ASSERT_THAT(keeper_->Copy(village_.file(), copy_, [] { return true; }), IsOk());
  }

  Keeper::Verdict Verify(const std::string& path) {
    return Must(keeper_->Verify(path, [] { return true; }));
  }

  // A fresh copy with this done to it.
  std::vector<std::string> FindingsAfter(const std::string& damage) {
    Copy();
    {
      Database db = Must(Database::Open(copy_, Database::Mode::kReadWrite));
      EXPECT_THAT(db.Execute(damage), IsOk()) << damage;
      EXPECT_GT(db.Changes(), 0) << "nothing was damaged by " << damage;
    }
    return Verify(copy_).findings;
  }

  Village village_;
  TempDir dir_;
  const std::string copy_ = dir_.File("copy.db");
  const std::unique_ptr<Keeper> keeper_ =
      server::MakeSqliteKeeper([] { return std::make_unique<PlainNamer>(); });
};

TEST_F(VerifyTest, AVillageAtWorkIsWell) {
  const Keeper::Verdict verdict = Verify(village_.file());
  EXPECT_THAT(verdict.findings, IsEmpty());
  EXPECT_GT(verdict.entities, 20u);
  EXPECT_GT(verdict.log_rows, verdict.entities);
  EXPECT_EQ(verdict.blobs, 2u);
}

TEST_F(VerifyTest, ACopyIsWellOneFileAndHoldsTheSame) {
  const Keeper::Verdict copy = Verify(copy_);
  EXPECT_THAT(copy.findings, IsEmpty());
  EXPECT_EQ(copy.entities, Verify(village_.file()).entities);
  EXPECT_EQ(Must(keeper_->Look(copy_)).last_seq, village_.LastSeq());
  EXPECT_EQ(Must(keeper_->Look(copy_)).slug, "village");
  for (const std::string& companion : keeper_->Companions(copy_)) {
    EXPECT_FALSE(std::filesystem::exists(companion)) << companion;
  }
}

TEST_F(VerifyTest, VerifyingChangesNothing) {
  const std::string before = ReadFile(copy_);
  Verify(copy_);
  EXPECT_EQ(ReadFile(copy_), before);
}

// Anybody may note what they like for themselves; no backup is worth less for it.
TEST_F(VerifyTest, ANoteToOneselfMayNameWhatIsNotThere) {
  const Id nothing = IdNamed("nothing");
  v1::MarkRead mark = MarksRead("bo", kMonday);
  mark.set_id(rules::ReadMarkId(IdNamed("bo"), nothing).ToBytes());
  mark.set_thread_id(nothing.ToBytes());
  ASSERT_THAT(village_.Does("bo", mark), WasApplied());
  v1::SaveDraft draft = SavesDraft("bo", AReportRevision("first", "Ord"));
  draft.set_id(rules::WorkId(IdNamed("bo"), nothing).ToBytes());
  draft.set_assignment_id(nothing.ToBytes());
  ASSERT_THAT(village_.Does("bo", draft), WasApplied());
  EXPECT_THAT(Verify(village_.file()).findings, IsEmpty());
}

TEST_F(VerifyTest, EachDamageIsFound) {
  const struct {
    const char* damage;
    const char* finding;
  } kDamages[] = {
      {"UPDATE entity SET bytes = x'ff' WHERE no = 1", "entities: "},
      {"DELETE FROM digest WHERE leaf = (SELECT min(leaf) FROM digest)", "digests: scope "},
      {"UPDATE digest SET sum = x'00112233445566778899aabbccddeeff'", "does not add up"},
      {"UPDATE entity SET bytes = (SELECT bytes FROM entity WHERE no = 2) WHERE no = 1",
       "holds the bytes of another"},
      {"UPDATE entity SET id = x'00' WHERE no = 3", "entities: number 3 has no id"},
      {"DELETE FROM log WHERE entity = 1", "log: an entity without a row: "},
      {"INSERT INTO log VALUES(1, 1000001, 99999, 0)",
       "log: a row of no entity: scope, seq 1 1000001"},
      {"INSERT INTO log VALUES(9999, 1, 1, 0)", "log: a row of no scope: scope, seq 9999 1"},
      {"UPDATE log SET seq = seq + 1000000 WHERE entity = 1", "log: a seq beyond the last: "},
      {"UPDATE log SET seq = 1 WHERE seq = (SELECT max(seq) FROM log)",
       "log: one seq for several entities: 1"},
      {"UPDATE entity SET bytes = NULL WHERE no = 5", "log: an ended entity is not gone: "},
      {"UPDATE scope SET name = 'x' WHERE no = 1", "scopes: the name of scope 1 does not parse"},
      {"DELETE FROM entity WHERE id IN (SELECT id FROM entity e JOIN key k ON k.entity = e.no "
       "WHERE k.name = 4)",
       "names what is not there: "},
      {"DELETE FROM key WHERE name = 17", "is not found by its key 17"},
      {"INSERT INTO key VALUES(3, zeroblob(16), 1)", "keys: 1 keys too many"},
      {"INSERT INTO key VALUES(2, zeroblob(16), 99999)", "keys: key 2 of no entity: number 99999"},
      // Threads, assignments and persons go; what refers to them stays.
      {"DELETE FROM entity WHERE no IN (SELECT entity FROM key WHERE name = 16)",
       "references: thread_id of "},
      {"DELETE FROM entity WHERE no IN (SELECT entity FROM key WHERE name = 12)",
       "references: assignment_id of "},
      {"DELETE FROM entity WHERE no IN (SELECT entity FROM key WHERE name = 14)",
       "references: submission_id of "},
      {"DELETE FROM entity WHERE no IN (SELECT entity FROM key WHERE name = 2)",
       "references: the author of "},
      {"UPDATE history SET bytes = x'ff'", "history: a version does not parse: "},
      {"UPDATE history SET entity = 99999", "history: a version of no entity: 99999"},
      {"UPDATE history SET bytes = (SELECT bytes FROM entity WHERE no = 1)",
       "history: a version is another entity's: "},
      {"UPDATE history SET seq = 1000000", "history: a seq beyond the last: "},
      {"UPDATE scope_grant SET person = zeroblob(16) WHERE scope = 1",
       "grants: a grant to nobody: "},
      {"UPDATE OR REPLACE scope_grant SET scope = 9999 WHERE scope = 1",
       "grants: a grant of no scope: person, scope"},
      {"UPDATE scope_grant SET since = 1000000 WHERE scope = 1", "grants: a seq beyond the last: "},
      {"UPDATE scope_grant SET until = 0 WHERE scope = 1", "grants: it ends before it begins: "},
      {"UPDATE account SET person = randomblob(16)", "people: an account of nobody: "},
      {"UPDATE device SET person = randomblob(16)", "people: a device of nobody: "},
      {"DELETE FROM outcome WHERE number = 1", "outcomes: not one outcome for each number: "},
      {"UPDATE device SET last_number = 4711", "outcomes: not one outcome for each number: "},
      {"UPDATE outcome SET device = 9999 WHERE device = 1",
       "outcomes: outcomes of no device: 9999"},
      {"UPDATE outcome SET outcome = x'ff' WHERE number = 1",
       "outcomes: an outcome does not parse: "},
      {"UPDATE outcome SET hash = x'00' WHERE number = 1", "outcomes: an outcome does not parse: "},
      {"UPDATE request SET outcome = x'ff'", "outcomes: an outcome does not parse: "},
      // number 1, seq 1000000
      {"UPDATE outcome SET outcome = x'0801100128c0843d' WHERE number = 1",
       "outcomes: a seq beyond the last: "},
      {"DELETE FROM lineage", "lineage: there is no epoch"},
      {"UPDATE lineage SET start_seq = 1000000", "lineage: epoch 1 does not follow the one before"},
      {"INSERT INTO meta VALUES('backed_up_to', 1000000)",
       "lineage: a backup mark beyond the last seq: 1000000"},
      {"DELETE FROM blob_chunk WHERE chunk = 0", "chunk 0 is missing"},
      {"DELETE FROM blob_chunk WHERE chunk = 1", "1 chunks are noted and not there"},
      {"UPDATE blob_chunk SET data = x'3030303030' WHERE chunk = 1",
       "its bytes do not have its hash"},
      {"UPDATE blob_chunk SET data = x'30' WHERE chunk = 1", "its chunks do not make its size"},
      {"UPDATE blob SET held_chunks = x'00'", "chunk 0 is there and not noted"},
      {"UPDATE blob_chunk SET blob = 9999 WHERE chunk = 1", "blobs: a chunk of no blob: 9999, 1"},
      {"UPDATE blob SET uploader = randomblob(16)", "its uploader is nobody"},
      {"PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 2 WHERE name = 'blob'",
       "file: "},
  };
  for (const auto& [damage, finding] : kDamages) {
    const std::vector<std::string> findings = FindingsAfter(damage);
    EXPECT_THAT(findings, Contains(HasSubstr(finding))) << damage;
    for (const std::string_view word :
         {kSecret, std::string_view("anna@"), std::string_view("Anna")}) {
      EXPECT_THAT(findings, Each(Not(HasSubstr(std::string(word))))) << damage;
    }
  }
}

TEST_F(VerifyTest, AHundredOfAKindAreNamedAndTheRestCounted) {
  {
    auto txn = Must(village_.store().Begin());
    for (int i = 0; i < 130; ++i) {
      const Id id = IdNamed("nonsense " + std::to_string(i));
      ASSERT_THAT(txn->Put(id, "\xff", {Scope::Network()}, {}), IsOk());
    }
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  const std::vector<std::string> findings = Verify(village_.file()).findings;
  EXPECT_EQ(std::count_if(findings.begin(), findings.end(),
                          [](const std::string& f) { return f.starts_with("entities: "); }),
            101);
  EXPECT_THAT(findings, Contains("entities: and 30 more"));
}

TEST_F(VerifyTest, BytesThatAreOverwrittenAreFound) {
  std::string bytes = ReadFile(copy_);
  for (size_t at = 8192 * 3; at < 8192 * 6; ++at) bytes[at] = static_cast<char>(at * 7);
  WriteFile(copy_, bytes);
  EXPECT_THAT(Verify(copy_).findings, Contains(StartsWith("file: ")));
}

TEST_F(VerifyTest, WhatIsNoNetworkIsAFinding) {
  WriteFile(copy_, std::string(10'000, 'x'));
  EXPECT_THAT(Verify(copy_).findings, Contains(StartsWith("file: ")));
  EXPECT_THAT(keeper_->Look(copy_), HasReason(v1::REASON_DATA_DAMAGED));
  WriteFile(copy_, "");  // An empty database.
  EXPECT_THAT(Verify(copy_).findings, Contains(HasSubstr("schema 0 is none that is known here")));
  EXPECT_THAT(keeper_->Look(copy_), HasReason(v1::REASON_DATA_DAMAGED));
}

TEST_F(VerifyTest, AFileOfALaterVersionIsToldSo) {
  Database db = Must(Database::Open(copy_, Database::Mode::kReadWrite));
  ASSERT_THAT(db.Execute("PRAGMA user_version = 4711"), IsOk());
  EXPECT_THAT(Verify(copy_).findings, Contains(HasSubstr("schema 4711")));
  EXPECT_TRUE(Must(keeper_->Look(copy_)).newer);
}

TEST_F(VerifyTest, StopsWhenAsked) {
  EXPECT_THAT(keeper_->Verify(copy_, [] { return false; }), HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_THAT(keeper_->Copy(village_.file(), dir_.File("other.db"), [] { return false; }),
              HasReason(v1::REASON_UNAVAILABLE));
}

TEST_F(VerifyTest, ADamagedSourceGivesNoCopy) {
  village_.store();
  std::string bytes = ReadFile(copy_);
  for (size_t at = 8192 * 3; at < 8192 * 6; ++at) bytes[at] = static_cast<char>(at * 7);
  WriteFile(dir_.File("damaged.db"), bytes);
  EXPECT_THAT(keeper_->Copy(dir_.File("damaged.db"), dir_.File("other.db"), [] { return true; }),
              HasReason(v1::REASON_DATA_DAMAGED));
}

}  // namespace
}  // namespace samstig::test
