// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/local_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "domain/base/sqlite.h"
#include "tests/support/as_nobody.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using base::Database;
using client::LocalStore;
using client::StoredOutcome;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using testing::SizeIs;

class LocalStoreTest : public testing::Test {
 protected:
  std::unique_ptr<LocalStore> Opened() {
    base::Result<std::unique_ptr<LocalStore>> store = LocalStore::Open(path_);
    EXPECT_THAT(store, IsOk());
    return store.ok() ? *std::move(store) : nullptr;
  }

  TempDir dir_;
  const std::string path_ = dir_.File("anna.samstig");
};

TEST_F(LocalStoreTest, KeepsWhatWasCommittedAndNothingElse) {
  {
    const auto store = Opened();
    auto txn = store->Begin(LocalStore::Durability::kAtOnce);
    ASSERT_THAT(store->InsertWrite(1, "kept"), IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
    auto rolled_back = store->Begin(LocalStore::Durability::kAtOnce);
    ASSERT_THAT(store->InsertWrite(2, "not kept"), IsOk());
  }
  const auto store = Opened();
  EXPECT_THAT(store->WriteBytes(1), IsOkAndHolds(Optional(std::string("kept"))));
  EXPECT_THAT(store->WriteBytes(2), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(store->LastWrite(), IsOkAndHolds(1u));
}

TEST_F(LocalStoreTest, ANewerFileIsNotTouched) {
  Opened().reset();
  {
    auto db = Database::Open(path_, Database::Mode::kReadWrite);
    ASSERT_THAT(db->Execute("PRAGMA user_version=999"), IsOk());
  }
  const std::string before = ReadFile(path_);
  EXPECT_THAT(LocalStore::Open(path_), HasReason(v1::REASON_NEWER_DATA));
  EXPECT_EQ(ReadFile(path_), before);
}

TEST_F(LocalStoreTest, AFileThatIsNoDatabaseIsKept) {
  const std::string letter(5'000, 'a');
  WriteFile(path_, letter);
  EXPECT_THAT(LocalStore::Open(path_), HasReason(v1::REASON_DATA_DAMAGED));
  EXPECT_EQ(ReadFile(path_), letter);
}

TEST_F(LocalStoreTest, AnotherProgramsDatabaseIsKept) {
  {
    auto db = Database::Open(path_, Database::Mode::kReadWriteCreate);
    ASSERT_THAT(db->Execute("CREATE TABLE recipes (name TEXT)"), IsOk());
  }
  const std::string before = ReadFile(path_);
  EXPECT_THAT(LocalStore::Open(path_), HasReason(v1::REASON_DATA_DAMAGED));
  EXPECT_EQ(ReadFile(path_), before);
}

TEST_F(LocalStoreTest, AFileCutShortIsDamagedOrEmptyButNeverCrashes) {
  {
    const auto store = Opened();
    auto txn = store->Begin(LocalStore::Durability::kAtOnce);
    for (uint64_t n = 1; n < 200; ++n)
      ASSERT_THAT(store->InsertWrite(n, std::string(500, 'x')), IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  const std::string whole = ReadFile(path_);
  for (size_t size = 1; size < whole.size(); size += 5'000) {
    WriteFile(path_, whole.substr(0, size));
    const auto store = LocalStore::Open(path_);
    if (!store.ok()) {
      EXPECT_THAT(store, HasReason(v1::REASON_DATA_DAMAGED));
    }
  }
}

TEST_F(LocalStoreTest, ASecondOpenerIsTurnedAway) {
  const auto store = Opened();
  EXPECT_THAT(LocalStore::Open(path_), HasReason(v1::REASON_IN_USE));
  // Also another process.
  const pid_t child = fork();
  if (child == 0) {
    const auto second = LocalStore::Open(path_);
    _exit(second.status().reason() == v1::REASON_IN_USE ? 0 : 1);
  }
  int result = -1;
  ASSERT_EQ(waitpid(child, &result, 0), child);
  EXPECT_EQ(result, 0);
}

TEST_F(LocalStoreTest, AFileThatCannotBeWrittenIsReadOnly) {
  Opened().reset();
  ASSERT_EQ(chmod(dir_.path().c_str(), 0555), 0);
  ASSERT_EQ(chmod(path_.c_str(), 0444), 0);
  {
    const AsNobody nobody;
    EXPECT_THAT(LocalStore::Open(path_), HasReason(v1::REASON_READ_ONLY));
  }
  ASSERT_EQ(chmod(dir_.path().c_str(), 0755), 0);
  ASSERT_EQ(chmod(path_.c_str(), 0644), 0);
  EXPECT_THAT(LocalStore::Open(path_), IsOk()) << "and is whole";
}

TEST_F(LocalStoreTest, EntitiesAreFoundByTheirKeysInOrder) {
  const auto store = Opened();
  const rules::Key key{rules::KeyName::kPostsOfThread, IdNamed("thread")};
  auto txn = store->Begin(LocalStore::Durability::kSoon);
  std::vector<base::Id> ids = {IdNamed("a"), IdNamed("b"), IdNamed("c")};
  for (const base::Id& id : ids) {
    ASSERT_THAT(store->InsertEntity(id, {1, 70'000}, "bytes"), IsOk());
    ASSERT_THAT(store->PutKey(key, id), IsOk());
  }
  ASSERT_THAT(txn->Commit(), IsOk());
  std::sort(ids.begin(), ids.end());
  EXPECT_THAT(store->Find(key), IsOkAndHolds(ids));
  const auto entity = store->Entity(ids[0]);
  ASSERT_THAT(entity, IsOk());
  EXPECT_THAT((*entity)->scopes, ElementsAre(1u, 70'000u));
  EXPECT_THAT(store->IdsInScope(70'000), IsOkAndHolds(ids));
  EXPECT_THAT(store->IdsInScope(7), IsOkAndHolds(IsEmpty()));
}

TEST_F(LocalStoreTest, AScopeNumberedInARolledBackTransactionIsNumberedAnew) {
  const auto store = Opened();
  {
    auto txn = store->Begin(LocalStore::Durability::kSoon);
    ASSERT_THAT(store->NumberScope("o"), IsOkAndHolds(1u));
  }
  EXPECT_EQ(store->FindScope("o"), std::nullopt);
  auto txn = store->Begin(LocalStore::Durability::kSoon);
  EXPECT_THAT(store->NumberScope("n"), IsOkAndHolds(1u));
  EXPECT_THAT(store->NumberScope("o"), IsOkAndHolds(2u));
  ASSERT_THAT(txn->Commit(), IsOk());
}

TEST_F(LocalStoreTest, OutcomesAreKeptBesideTheirWrites) {
  {
    const auto store = Opened();
    auto txn = store->Begin(LocalStore::Durability::kSoon);
    for (uint64_t number = 1; number <= 3; ++number) {
      ASSERT_THAT(store->InsertWrite(number, "write"), IsOk());
    }
    ASSERT_THAT(store->PutOutcome({1, v1::OUTCOME_KIND_APPLIED, {}, "", 10}), IsOk());
    ASSERT_THAT(store->PutOutcome({2, v1::OUTCOME_KIND_PARKED, v1::REASON_NO_SEATS, "full", 11}),
                IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  const auto store = Opened();
  EXPECT_THAT(store->LastJudged(), IsOkAndHolds(2u));
  EXPECT_THAT(*store->TookEffectAfter(9), SizeIs(1));
  EXPECT_THAT(*store->TookEffectAfter(10), IsEmpty());
  const std::vector<StoredOutcome> parked = *store->OpenParked();
  ASSERT_THAT(parked, SizeIs(1));
  EXPECT_EQ(parked[0].number, 2u);
  EXPECT_EQ(parked[0].reason, v1::REASON_NO_SEATS);
  EXPECT_EQ(parked[0].detail, "full");
  auto txn = store->Begin(LocalStore::Durability::kSoon);
  ASSERT_THAT(store->CloseParked(2), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(*store->OpenParked(), IsEmpty());
}

}  // namespace
}  // namespace samstig::test
