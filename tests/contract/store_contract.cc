// SPDX-License-Identifier: Apache-2.0
#include "tests/contract/store_contract.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <vector>

#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {

using base::Id;
using rules::KeyName;
using server::Changes;
using server::Scope;
using server::Scopes;
using server::Seq;
using server::Snapshot;
using server::Transaction;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using testing::SizeIs;
using testing::UnorderedElementsAre;

void StoreContract::SetUp() {
  place_ = GetParam()();
  store_ = Must(place_->Open("Svenskfinland"));
}

void StoreContract::Reopen() {
  store_.reset();
  store_ = Must(place_->Open(""));
}

std::unique_ptr<Transaction> StoreContract::Begin() { return Must(store_->Begin()); }
std::unique_ptr<Snapshot> StoreContract::Read() { return Must(store_->Read()); }

namespace {

const Scope kCohort = Scope::OfCohort(IdNamed("cohort"));
const Scope kOther = Scope::OfCohort(IdNamed("other cohort"));
const Scope kAnna = Scope::OfPerson(IdNamed("anna"));
const Scope kBo = Scope::OfPerson(IdNamed("bo"));

struct Seen {
  Seq seq;
  Id id;
  bool gone;
  std::string bytes;
  bool operator==(const Seen&) const = default;
};

std::vector<Seen> LogOf(server::Reader& reader, const Scope& scope, Seq after = 0,
                        size_t limit = 1000) {
  std::vector<Seen> rows;
  EXPECT_THAT(reader.ReadLog(scope, after, limit,
                             [&](const server::LogRow& row) {
                               rows.push_back({row.seq, row.id, row.gone, std::string(row.bytes)});
                               return true;
                             }),
              IsOk());
  return rows;
}

std::vector<Seen> RowsIn(const Changes& changes, const Scope& scope) {
  std::vector<Seen> rows;
  for (const auto& [in, row] : changes.rows) {
    if (in == scope) rows.push_back({row.seq, row.id, row.gone, std::string(row.bytes)});
  }
  return rows;
}

}  // namespace

TEST_P(StoreContract, WhatIsCommittedIsReadWithExactBytes) {
  const std::string bytes("\x00\xff text \x00", 8);
  {
    auto txn = Begin();
    ASSERT_THAT(
        txn->Put(IdNamed("a"), bytes, {kCohort}, {{KeyName::kThreadsOfCohort, IdNamed("cohort")}}),
        IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  EXPECT_THAT(Read()->Get(IdNamed("a")), IsOkAndHolds(Optional(bytes)));
  Reopen();
  EXPECT_THAT(Read()->Get(IdNamed("a")), IsOkAndHolds(Optional(bytes)));
  EXPECT_THAT(Read()->Find({KeyName::kThreadsOfCohort, IdNamed("cohort")}),
              IsOkAndHolds(ElementsAre(IdNamed("a"))));
}

TEST_P(StoreContract, AnEntityGetsMoreKeysAndKeepsThoseItHad) {
  const rules::Key first{KeyName::kThreadsOfCohort, IdNamed("cohort")};
  const rules::Key second{KeyName::kThreadsOfCohort, IdNamed("other cohort")};
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "x", {kCohort}, {first}), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("a"), "y", {kCohort}, {second}), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("a"), "z", {kCohort}, {first, second, second}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(Read()->Find(first), IsOkAndHolds(ElementsAre(IdNamed("a"))));
  EXPECT_THAT(Read()->Find(second), IsOkAndHolds(ElementsAre(IdNamed("a"))));
}

TEST_P(StoreContract, AnEntitySaysWhenItChangedLast) {
  auto txn = Begin();
  EXPECT_THAT(txn->ChangedAt(IdNamed("a")), IsOkAndHolds(0u));
  ASSERT_THAT(txn->Put(IdNamed("a"), "x", {kCohort, kAnna}, {}), IsOkAndHolds(1u));
  ASSERT_THAT(txn->Put(IdNamed("b"), "x", {kCohort}, {}), IsOkAndHolds(2u));
  EXPECT_THAT(txn->ChangedAt(IdNamed("a")), IsOkAndHolds(1u));
  ASSERT_THAT(txn->Put(IdNamed("a"), "y", {kAnna}, {}), IsOkAndHolds(3u));
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(Read()->ChangedAt(IdNamed("a")), IsOkAndHolds(3u));
  EXPECT_THAT(Read()->ChangedAt(IdNamed("b")), IsOkAndHolds(2u));
}

TEST_P(StoreContract, APersonWhoMovesToAnotherAddressHasNoOther) {
  auto txn = Begin();
  ASSERT_THAT(txn->PutAccount({IdNamed("anna"), "anna@example.org"}), IsOk());
  ASSERT_THAT(txn->PutAccount({IdNamed("bo"), "bo@example.org"}), IsOk());
  ASSERT_THAT(txn->MoveAccount({IdNamed("anna"), "berg@example.org"}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  auto read = Read();
  EXPECT_EQ(Must(read->AccountByEmail("berg@example.org"))->person, IdNamed("anna"));
  EXPECT_EQ(Must(read->AccountByEmail("anna@example.org")), std::nullopt);
  EXPECT_EQ(Must(read->AccountByEmail("bo@example.org"))->person, IdNamed("bo"));
}

TEST_P(StoreContract, WhatIsNotCommittedNeverWas) {
  {
    auto txn = Begin();
    ASSERT_THAT(txn->Put(IdNamed("a"), "x", {kCohort}, {}), IsOk());
    EXPECT_EQ(txn->LastSeq(), 1u);
  }
  EXPECT_THAT(Read()->Get(IdNamed("a")), IsOkAndHolds(std::nullopt));
  EXPECT_EQ(Read()->LastSeq(), 0u);
  EXPECT_THAT(LogOf(*Read(), kCohort), IsEmpty());
}

TEST_P(StoreContract, ATransactionReadsItsOwnWrites) {
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "x", {kCohort, kAnna},
                       {{KeyName::kThreadsOfCohort, IdNamed("cohort")}}),
              IsOk());
  EXPECT_THAT(txn->Get(IdNamed("a")), IsOkAndHolds(Optional(std::string("x"))));
  EXPECT_THAT(txn->Find({KeyName::kThreadsOfCohort, IdNamed("cohort")}), IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(txn->ScopesOf(IdNamed("a")), IsOkAndHolds(UnorderedElementsAre(kCohort, kAnna)));
  EXPECT_THAT(LogOf(*txn, kCohort), SizeIs(1));
}

TEST_P(StoreContract, ASnapshotStaysAtItsMoment) {
  auto before = Read();
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "x", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(before->Get(IdNamed("a")), IsOkAndHolds(std::nullopt));
  EXPECT_EQ(before->LastSeq(), 0u);
  EXPECT_EQ(Read()->LastSeq(), 1u);
}

TEST_P(StoreContract, TheLogIsCompactAndAChangeMovesToItsEnd) {
  auto txn = Begin();
  for (const char* name : {"a", "b", "c"})
    ASSERT_THAT(txn->Put(IdNamed(name), name, {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("a"), "a2", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(LogOf(*Read(), kCohort),
              ElementsAre(Seen{2, IdNamed("b"), false, "b"}, Seen{3, IdNamed("c"), false, "c"},
                          Seen{4, IdNamed("a"), false, "a2"}));
  EXPECT_THAT(LogOf(*Read(), kCohort, 2, 1), ElementsAre(Seen{3, IdNamed("c"), false, "c"}));
  EXPECT_THAT(Read()->LastSeqIn(kCohort), IsOkAndHolds(4u));
  EXPECT_THAT(Read()->LastSeqIn(kOther), IsOkAndHolds(0u));
}

TEST_P(StoreContract, AnEntityThatChangesScopeIsGoneFromTheOld) {
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "x", {kCohort, kAnna}, {}), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("a"), "x", {kOther, kAnna}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(LogOf(*Read(), kCohort), ElementsAre(Seen{2, IdNamed("a"), true, ""}));
  EXPECT_THAT(LogOf(*Read(), kOther), ElementsAre(Seen{2, IdNamed("a"), false, "x"}));
  EXPECT_THAT(LogOf(*Read(), kAnna), ElementsAre(Seen{2, IdNamed("a"), false, "x"}));
  auto back = Begin();
  ASSERT_THAT(back->Put(IdNamed("a"), "y", {kCohort}, {}), IsOk());
  ASSERT_THAT(back->Commit(), IsOk());
  EXPECT_THAT(LogOf(*Read(), kCohort), ElementsAre(Seen{3, IdNamed("a"), false, "y"}));
  EXPECT_THAT(Read()->ScopesOf(IdNamed("a")), IsOkAndHolds(ElementsAre(kCohort)));
}

TEST_P(StoreContract, KeysThatFollowAStateComeAndGo) {
  const rules::Key planned{KeyName::kScheduledAssignments, {}};
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "x", {kCohort}, {planned}), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("b"), "y", {kCohort}, {planned}), IsOk());
  ASSERT_THAT(txn->DropKey(IdNamed("a"), planned), IsOk());
  EXPECT_THAT(txn->Find(planned), IsOkAndHolds(ElementsAre(IdNamed("b"))));
  ASSERT_THAT(txn->Commit(), IsOk());
  Reopen();
  EXPECT_THAT(Read()->Find(planned), IsOkAndHolds(ElementsAre(IdNamed("b"))));
  auto again = Begin();
  const uint64_t before = again->Writes();
  for (int twice = 0; twice < 2; ++twice) {
    ASSERT_THAT(again->AddKey(IdNamed("a"), planned), IsOk());
    ASSERT_THAT(again->DropKey(IdNamed("b"), planned), IsOk());
  }
  EXPECT_GT(again->Writes(), before) << "they are changes, to be undone with the others";
  ASSERT_THAT(again->AddKey(IdNamed("never was"), planned), IsOk());
  ASSERT_THAT(again->Commit(), IsOk());
  EXPECT_THAT(Read()->Find(planned), IsOkAndHolds(ElementsAre(IdNamed("a"))));
}

TEST_P(StoreContract, AnEntityThatEndsIsGoneEverywhereButFromItsHistory) {
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "x", {kCohort}, {{KeyName::kParkedItems, {}}}), IsOk());
  ASSERT_THAT(txn->KeepHistory(IdNamed("a")), IsOk());
  ASSERT_THAT(txn->Remove(IdNamed("a")), IsOk());
  EXPECT_THAT(txn->Remove(IdNamed("never was")), HasReason(v1::REASON_NOT_FOUND));
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(Read()->Get(IdNamed("a")), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(Read()->Find({KeyName::kParkedItems, {}}), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(Read()->History(IdNamed("a")), IsOkAndHolds(ElementsAre("x")));
  EXPECT_THAT(LogOf(*Read(), kCohort), ElementsAre(Seen{2, IdNamed("a"), true, ""}));
}

TEST_P(StoreContract, HistoryKeepsEveryVersionInOrder) {
  auto txn = Begin();
  for (const char* version : {"one", "two", "three"}) {
    ASSERT_THAT(txn->KeepHistory(IdNamed("a")), IsOk());
    ASSERT_THAT(txn->Put(IdNamed("a"), version, {kAnna}, {}), IsOk());
  }
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(Read()->History(IdNamed("a")), IsOkAndHolds(ElementsAre("one", "two")));
}

TEST_P(StoreContract, GrantsBeginAndEndAtTheirOwnSeq) {
  const Id anna = IdNamed("anna");
  auto txn = Begin();
  ASSERT_THAT(txn->GiveScope(anna, kCohort), IsOk());
  ASSERT_THAT(txn->GiveScope(anna, kCohort), IsOk()) << "twice changes nothing";
  EXPECT_EQ(txn->LastSeq(), 1u);
  EXPECT_THAT(txn->Holds(anna, kCohort), IsOkAndHolds(true));
  EXPECT_THAT(txn->Holds(IdNamed("bo"), kCohort), IsOkAndHolds(false));
  EXPECT_THAT(txn->Holds(anna, kOther), IsOkAndHolds(false));
  ASSERT_THAT(txn->TakeScope(anna, kCohort), IsOk());
  ASSERT_THAT(txn->TakeScope(anna, kCohort), IsOk());
  ASSERT_THAT(txn->TakeScope(anna, kOther), IsOk()) << "never held";
  EXPECT_THAT(txn->Holds(anna, kCohort), IsOkAndHolds(false));
  ASSERT_THAT(txn->Commit(), IsOk());
  const auto grants = Must(Read()->GrantsOf(anna));
  ASSERT_THAT(grants, SizeIs(1));
  EXPECT_EQ(grants[0].since, 1u);
  EXPECT_THAT(grants[0].until, Optional(Seq{2}));
  auto again = Begin();
  ASSERT_THAT(again->GiveScope(anna, kCohort), IsOk());
  EXPECT_EQ(Must(again->GrantsOf(anna))[0].since, 3u);
  EXPECT_EQ(Must(again->GrantsOf(anna))[0].until, std::nullopt);
}

TEST_P(StoreContract, TellsWhoHoldsAScopeSinceWhen) {
  auto txn = Begin();
  ASSERT_THAT(txn->GiveScope(IdNamed("anna"), kCohort), IsOk());
  ASSERT_THAT(txn->GiveScope(IdNamed("bo"), kCohort), IsOk());
  ASSERT_THAT(txn->GiveScope(IdNamed("carin"), kOther), IsOk());
  ASSERT_THAT(txn->TakeScope(IdNamed("anna"), kCohort), IsOk());
  EXPECT_THAT(Must(txn->HoldersOf(kOther)), SizeIs(1)) << "a transaction reads its own grants";
  ASSERT_THAT(txn->Commit(), IsOk());
  txn.reset();
  auto holders = Must(Read()->HoldersOf(kCohort));
  ASSERT_THAT(holders, SizeIs(1)) << "who has lost it holds it no longer";
  EXPECT_EQ(holders[0].person, IdNamed("bo"));
  EXPECT_EQ(holders[0].since, 2u);
  auto again = Begin();
  ASSERT_THAT(again->GiveScope(IdNamed("anna"), kCohort), IsOk());
  holders = Must(again->HoldersOf(kCohort));
  ASSERT_THAT(holders, SizeIs(2));
  EXPECT_LT(holders[0].person, holders[1].person);
  EXPECT_THAT(Must(again->HoldersOf(Scope::OfGroup(IdNamed("nobody's")))), IsEmpty());
}

TEST_P(StoreContract, AMomentKnowsTheEpochsBeforeIt) {
  const Id first = store().Epoch();
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "x", {kCohort}, {}), IsOk());
  EXPECT_THAT(txn->EndOfEpoch(first), IsOkAndHolds(store().EndOf(first)));
  EXPECT_THAT(txn->EndOfEpoch(IdNamed("another history")), IsOkAndHolds(std::nullopt));
  ASSERT_THAT(txn->Commit(), IsOk());
  txn.reset();
  Reopen();
  EXPECT_THAT(Read()->EndOfEpoch(first), IsOkAndHolds(Optional(Seq{1})));
  EXPECT_THAT(Read()->EndOfEpoch(store().Epoch()), IsOkAndHolds(store().EndOf(store().Epoch())));
}

TEST_P(StoreContract, ACommitTellsItsRowsAndWhoseRightsItChanged) {
  const std::string bytes("\x00\xff text", 7);
  auto first = Begin();
  ASSERT_THAT(first->Put(IdNamed("old"), "o", {kOther}, {}), IsOk());
  ASSERT_THAT(first->Commit(), IsOk());
  first.reset();
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), bytes, {kCohort, kAnna}, {}), IsOk());
  ASSERT_THAT(txn->Remove(IdNamed("old")), IsOk());
  ASSERT_THAT(txn->GiveScope(IdNamed("bo"), kOther), IsOk());
  ASSERT_THAT(txn->TakeScope(IdNamed("carin"), kOther), IsOk()) << "never held";
  ASSERT_THAT(txn->Commit(), IsOk());
  const Changes& changes = txn->Committed();
  EXPECT_EQ(changes.from, 1u);
  EXPECT_EQ(changes.to, 4u);
  EXPECT_TRUE(changes.whole);
  EXPECT_THAT(RowsIn(changes, kCohort), ElementsAre(Seen{2, IdNamed("a"), false, bytes}));
  EXPECT_THAT(RowsIn(changes, kAnna), ElementsAre(Seen{2, IdNamed("a"), false, bytes}));
  EXPECT_THAT(RowsIn(changes, kOther), ElementsAre(Seen{3, IdNamed("old"), true, ""}));
  EXPECT_THAT(changes.persons, ElementsAre(IdNamed("bo")));
  EXPECT_THAT(changes.touched, UnorderedElementsAre(kCohort, kAnna, kOther, kBo));
}

TEST_P(StoreContract, ACommitTellsTheRowsAsTheyStandAtItsEnd) {
  auto txn = Begin();
  for (const char* name : {"a", "b", "c"})
    ASSERT_THAT(txn->Put(IdNamed(name), name, {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("a"), "a2", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("b"), "b", {kOther}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  for (const Scope& scope : {kCohort, kOther}) {
    EXPECT_EQ(RowsIn(txn->Committed(), scope), LogOf(*Read(), scope)) << scope.ToText();
  }
}

TEST_P(StoreContract, WhatASavepointUndidIsNotTold) {
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "kept", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Savepoint(), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("a"), "undone", {kCohort, kOther}, {}), IsOk());
  ASSERT_THAT(txn->GiveScope(IdNamed("anna"), kOther), IsOk());
  ASSERT_THAT(txn->RollbackToSavepoint(), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("b"), "kept too", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(
      RowsIn(txn->Committed(), kCohort),
      ElementsAre(Seen{1, IdNamed("a"), false, "kept"}, Seen{2, IdNamed("b"), false, "kept too"}));
  EXPECT_THAT(txn->Committed().touched, ElementsAre(kCohort));
  EXPECT_THAT(txn->Committed().persons, IsEmpty());
  EXPECT_EQ(txn->Committed().to, 2u);
}

TEST_P(StoreContract, ACommitThatIsVeryLargeTellsOnlyWhereItWas) {
  auto txn = Begin();
  const std::string large(server::kMaxChangesBytes / 2, 'x');
  for (const char* name : {"a", "b", "c"})
    ASSERT_THAT(txn->Put(IdNamed(name), large, {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_FALSE(txn->Committed().whole);
  EXPECT_THAT(txn->Committed().rows, IsEmpty());
  EXPECT_THAT(txn->Committed().touched, ElementsAre(kCohort));
  EXPECT_EQ(txn->Committed().to, 3u);
}

// What the digests must be, computed anew from what a reader of the scope is given.
rules::LeafDigests RecomputedDigests(server::Reader& reader, const Scope& scope) {
  rules::LeafDigests leaves{};
  for (const Seen& row : LogOf(reader, scope)) {
    if (!row.gone) leaves[rules::LeafOf(row.id)] += rules::Digest::Of(row.bytes);
  }
  return leaves;
}

TEST_P(StoreContract, DigestsAreThoseOfWhatTheScopeHolds) {
  SeededRandom random{SeedOr(11)};
  for (int commit = 0; commit < 40; ++commit) {
    auto txn = Begin();
    for (int work = 0; work < 5; ++work) {
      ASSERT_THAT(txn->Savepoint(), IsOk());
      const Id id = IdNamed(std::to_string(random.Next() % 30));
      const std::string bytes = std::to_string(random.Next());
      Scopes scopes;
      if (random.Next() % 3 != 0) scopes.push_back(kCohort);
      if (random.Next() % 3 != 0) scopes.push_back(kOther);
      const bool known = Must(txn->Get(id)).has_value();
      const bool ends = known && random.Next() % 5 == 0;
      ASSERT_THAT(ends ? txn->Remove(id) : txn->Put(id, bytes, scopes, {}), IsOk());
      if (random.Next() % 4 == 0) {
        ASSERT_THAT(txn->RollbackToSavepoint(), IsOk());
      }
    }
    if (random.Next() % 5 == 0) continue;  // Never committed.
    ASSERT_THAT(txn->Commit(), IsOk());
    auto snapshot = Read();
    for (const Scope& scope : {kCohort, kOther}) {
      ASSERT_EQ(Must(snapshot->DigestsOf(scope)), RecomputedDigests(*snapshot, scope));
    }
  }
  Reopen();
  EXPECT_FALSE(rules::SumOf(Must(Read()->DigestsOf(kCohort))).IsZero());
  EXPECT_EQ(Must(Read()->DigestsOf(kCohort)), RecomputedDigests(*Read(), kCohort));
}

TEST_P(StoreContract, AScopeThatNeverWasHasEmptyLeaves) {
  EXPECT_TRUE(rules::SumOf(Must(Read()->DigestsOf(kAnna))).IsZero());
}

TEST_P(StoreContract, ASavepointUndoesOnlyWhatCameAfterIt) {
  auto txn = Begin();
  ASSERT_THAT(txn->Savepoint(), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("a"), "kept", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Savepoint(), IsOk());
  const uint64_t writes = txn->Writes();
  ASSERT_THAT(txn->Put(IdNamed("b"), "undone", {kOther}, {}), IsOk());
  EXPECT_GT(txn->Writes(), writes);
  ASSERT_THAT(txn->RollbackToSavepoint(), IsOk());
  EXPECT_EQ(txn->LastSeq(), 1u);
  ASSERT_THAT(txn->Put(IdNamed("c"), "kept", {kOther}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(LogOf(*Read(), kCohort), SizeIs(1));
  EXPECT_THAT(LogOf(*Read(), kOther), ElementsAre(Seen{2, IdNamed("c"), false, "kept"}));
}

TEST_P(StoreContract, AccountsCodesAndDevicesComeBackAsTheyWere) {
  auto txn = Begin();
  ASSERT_THAT(txn->PutAccount({IdNamed("anna"), "anna@example.org"}), IsOk());
  ASSERT_THAT(txn->PutCode({"anna@example.org", "hash", 100, 5, 50, 1}), IsOk());
  server::DeviceRow device;
  device.device = IdNamed("phone");
  device.person = IdNamed("anna");
  device.name = "Annas telefon";
  device.token_hash = std::string(32, 'h');
  device.signed_in = 7;
  ASSERT_THAT(txn->PutDevice(device), IsOk());
  ASSERT_THAT(txn->SetLastNumber(IdNamed("phone"), 41), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  Reopen();
  auto read = Read();
  EXPECT_EQ(Must(read->AccountByEmail("anna@example.org"))->person, IdNamed("anna"));
  EXPECT_EQ(Must(read->AccountByEmail("bo@example.org")), std::nullopt);
  EXPECT_EQ(Must(read->CodeFor("anna@example.org"))->tries_left, 5);
  EXPECT_EQ(Must(read->Device(IdNamed("phone")))->last_number, 41u);
  EXPECT_EQ(Must(read->DeviceByToken(std::string(32, 'h')))->name, "Annas telefon");
  EXPECT_EQ(Must(read->DeviceByToken(std::string(32, 'x'))), std::nullopt);
  EXPECT_THAT(Must(read->DevicesOf(IdNamed("anna"))), SizeIs(1));
  auto more = Begin();
  ASSERT_THAT(more->DeleteCode("anna@example.org"), IsOk());
  ASSERT_THAT(more->Commit(), IsOk());
  EXPECT_EQ(Must(Read()->CodeFor("anna@example.org")), std::nullopt);
}

TEST_P(StoreContract, ASweepTakesCodesThatNobodyCanUseAndNobodyCounts) {
  auto txn = Begin();
  ASSERT_THAT(txn->PutCode({"old@example.org", "hash", 100, 5, 50, 1}), IsOk());
  ASSERT_THAT(txn->PutCode({"usable@example.org", "hash", 200, 5, 50, 1}), IsOk());
  ASSERT_THAT(txn->PutCode({"counted@example.org", "hash", 100, 5, 150, 4}), IsOk());
  ASSERT_THAT(txn->SweepCodes(200, 150), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_EQ(Must(Read()->CodeFor("old@example.org")), std::nullopt);
  EXPECT_TRUE(Must(Read()->CodeFor("usable@example.org")).has_value());
  EXPECT_EQ(Must(Read()->CodeFor("counted@example.org"))->asked_in_hour, 4);
}

TEST_P(StoreContract, OutcomesAreFoundByDeviceAndNumber) {
  auto txn = Begin();
  server::DeviceRow device;
  device.device = IdNamed("phone");
  device.token_hash = "t";
  ASSERT_THAT(txn->PutDevice(device), IsOk());
  ASSERT_THAT(txn->PutOutcome(IdNamed("phone"), 1, {base::HashOf("one"), "outcome"}), IsOk());
  ASSERT_THAT(txn->PutRequestOutcome(IdNamed("anna"), "req-1", {base::HashOf("r"), "answer"}, 5),
              IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  auto read = Read();
  EXPECT_EQ(Must(read->OutcomeOf(IdNamed("phone"), 1))->mutation_hash, base::HashOf("one"));
  EXPECT_FALSE(Must(read->OutcomeOf(IdNamed("phone"), 2)).has_value());
  EXPECT_FALSE(Must(read->OutcomeOf(IdNamed("tablet"), 1)).has_value());
  EXPECT_EQ(Must(read->RequestOutcome(IdNamed("anna"), "req-1"))->outcome, "answer");
  EXPECT_FALSE(Must(read->RequestOutcome(IdNamed("bo"), "req-1")).has_value());
}

TEST_P(StoreContract, BlobsComeInChunks) {
  const std::string sha(32, 's');
  auto txn = Begin();
  ASSERT_THAT(txn->PutBlob(sha, {10, IdNamed("anna"), false, std::string("\x01", 1)}), IsOk());
  ASSERT_THAT(txn->PutBlobChunk(sha, 0, "0123456789"), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  auto read = Read();
  EXPECT_EQ(Must(read->Blob(sha))->uploader, IdNamed("anna"));
  EXPECT_THAT(read->BlobBytesOf(IdNamed("anna")), IsOkAndHolds(10u));
  EXPECT_THAT(read->BlobBytesOf(IdNamed("bo")), IsOkAndHolds(0u));
  EXPECT_THAT(read->BlobChunk(sha, 0), IsOkAndHolds(Optional(std::string("0123456789"))));
  EXPECT_THAT(read->BlobChunk(sha, 1), IsOkAndHolds(std::nullopt));
  auto wipe = Begin();
  ASSERT_THAT(wipe->DeleteBlobChunks(sha), IsOk());
  ASSERT_THAT(wipe->Commit(), IsOk());
  EXPECT_THAT(Read()->BlobChunk(sha, 0), IsOkAndHolds(std::nullopt));
}

TEST_P(StoreContract, EveryOpeningIsANewEpochInTheLineage) {
  const Id first = store().Epoch();
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "x", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  txn.reset();
  Reopen();
  EXPECT_NE(store().Epoch(), first);
  EXPECT_THAT(store().EndOf(first), Optional(Seq{1}));
  EXPECT_GT(store().EndOf(store().Epoch()).value(), Seq{1} << 60);
  EXPECT_EQ(store().EndOf(IdNamed("another life")), std::nullopt);
}

TEST_P(StoreContract, TheFirstEpochStaysAndEachBeginsWhereTheLastEnded) {
  const Id first = store().Epoch();
  EXPECT_EQ(store().FirstEpoch(), first);
  EXPECT_EQ(store().EpochStart(), 0u);
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "a", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  txn.reset();
  Reopen();
  EXPECT_NE(store().Epoch(), first);
  EXPECT_EQ(store().FirstEpoch(), first);
  EXPECT_EQ(store().EpochStart(), 1u);
  EXPECT_THAT(store().EndOf(first), Optional(1u));
}

TEST_P(StoreContract, AClosedStoreLetsGoOfItsDataAndKeepsItsNames) {
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "x", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  txn.reset();
  const Id epoch = store().Epoch();
  store().Close();
  store().Close();  // Harmless.
  EXPECT_THAT(store().Begin(), HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_THAT(store().Read(), HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_EQ(store().Epoch(), epoch);
  EXPECT_TRUE(store().EndOf(epoch).has_value());
  EXPECT_EQ(store().Name(), "Svenskfinland");
  Reopen();
  EXPECT_THAT(Read()->Get(IdNamed("a")), IsOkAndHolds(Optional(std::string("x"))));
}

TEST_P(StoreContract, ANetworkHasItsNamesAndIsMadeOnce) {
  EXPECT_EQ(store().Name(), "Svenskfinland");
  EXPECT_THAT(place().Open("Again"), HasReason(v1::REASON_ALREADY_EXISTS));
}

TEST_P(StoreContract, TheBackupMarkIsKeptAndNeverGoesBack) {
  EXPECT_THAT(Read()->BackedUpTo(), IsOkAndHolds(0u));
  auto txn = Begin();
  for (const char* name : {"a", "b", "c"}) {
    ASSERT_THAT(txn->Put(IdNamed(name), name, {kCohort}, {}), IsOk());
  }
  ASSERT_THAT(txn->SetBackedUpTo(2), IsOk());
  EXPECT_THAT(txn->BackedUpTo(), IsOkAndHolds(2u));
  ASSERT_THAT(txn->SetBackedUpTo(1), IsOk()) << "an older backup takes nothing from a newer one";
  EXPECT_THAT(txn->SetBackedUpTo(4), HasReason(v1::REASON_OUT_OF_RANGE)) << "not given yet";
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_EQ(txn->LastSeq(), 3u) << "the mark is no change in the log";
  txn.reset();
  Reopen();
  EXPECT_THAT(Read()->BackedUpTo(), IsOkAndHolds(2u));
}

TEST_P(StoreContract, TheTimeOfTheLastRestoreIsKept) {
  EXPECT_THAT(Read()->RestoredAt(), IsOkAndHolds(0));
  auto txn = Begin();
  ASSERT_THAT(txn->SetRestoredAt(kMonday), IsOk());
  ASSERT_THAT(txn->SetRestoredAt(kMonday + 1), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  txn.reset();
  Reopen();
  EXPECT_THAT(Read()->RestoredAt(), IsOkAndHolds(kMonday + 1));
}

TEST_P(StoreContract, CountsWhatIsThere) {
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "x", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("b"), "x", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Remove(IdNamed("b")), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  const auto counts = Must(Read()->Count());
  EXPECT_EQ(counts.entities, 1u);
  EXPECT_GT(counts.bytes_on_disk, 0u);
}

}  // namespace samstig::test
