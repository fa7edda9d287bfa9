// SPDX-License-Identifier: Apache-2.0
// What a transaction reads once and keeps: it is never older than what the transaction has done.
#include <gmock/gmock.h>

#include "samstig/v1/entity.pb.h"
#include "tests/contract/store_contract.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {

using server::Scope;
using server::Transaction;

namespace {

const Scope kCohort = Scope::OfCohort(IdNamed("cohort"));

void PutThread(Transaction& txn, std::string_view title) {
  v1::Entity entity;
  entity.set_id(IdNamed("thread").ToBytes());
  entity.mutable_thread()->set_title(std::string(title));
  ASSERT_THAT(txn.Put(IdNamed("thread"), entity.SerializeAsString(), {kCohort}, {}), IsOk());
}

// Empty when there is none.
std::string TitleIn(Transaction& txn) {
  const auto entity = Must(txn.Parsed(IdNamed("thread")));
  return entity == nullptr ? "" : entity->thread().title();
}

}  // namespace

TEST_P(StoreContract, WhatWasParsedFollowsWhatTheTransactionDoes) {
  auto txn = Begin();
  EXPECT_EQ(TitleIn(*txn), "");
  PutThread(*txn, "first");
  const auto first = Must(txn->Parsed(IdNamed("thread")));
  EXPECT_EQ(Must(txn->Parsed(IdNamed("thread"))), first) << "it is read once";
  PutThread(*txn, "second");
  EXPECT_EQ(TitleIn(*txn), "second");
  EXPECT_EQ(first->thread().title(), "first") << "whoever looks at it keeps what was looked at";
  ASSERT_THAT(txn->Remove(IdNamed("thread")), IsOk());
  EXPECT_EQ(TitleIn(*txn), "");
  PutThread(*txn, "third");
  EXPECT_EQ(TitleIn(*txn), "third");
}

TEST_P(StoreContract, WhatWasParsedIsAsItWasAfterAChangeIsUndone) {
  auto txn = Begin();
  PutThread(*txn, "kept");
  ASSERT_THAT(txn->Savepoint(), IsOk());
  PutThread(*txn, "undone");
  EXPECT_EQ(TitleIn(*txn), "undone");
  ASSERT_THAT(txn->RollbackToSavepoint(), IsOk());
  EXPECT_EQ(TitleIn(*txn), "kept");
}

TEST_P(StoreContract, WhatDoesNotParseSaysSo) {
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("thread"), "\xff", {kCohort}, {}), IsOk());
  EXPECT_THAT(txn->Parsed(IdNamed("thread")), HasReason(v1::REASON_DATA_DAMAGED));
}

TEST_P(StoreContract, WhoHoldsAScopeFollowsWhatTheTransactionDoes) {
  auto txn = Begin();
  const base::Id anna = IdNamed("anna");
  EXPECT_THAT(txn->Holds(anna, kCohort), IsOkAndHolds(false));
  ASSERT_THAT(txn->GiveScope(anna, kCohort), IsOk());
  EXPECT_THAT(txn->Holds(anna, kCohort), IsOkAndHolds(true));
  EXPECT_THAT(txn->Holds(IdNamed("bo"), kCohort), IsOkAndHolds(false));
  EXPECT_THAT(txn->Holds(anna, Scope::Staff(IdNamed("cohort"))), IsOkAndHolds(false));
  ASSERT_THAT(txn->Savepoint(), IsOk());
  ASSERT_THAT(txn->TakeScope(anna, kCohort), IsOk());
  EXPECT_THAT(txn->Holds(anna, kCohort), IsOkAndHolds(false));
  ASSERT_THAT(txn->RollbackToSavepoint(), IsOk());
  EXPECT_THAT(txn->Holds(anna, kCohort), IsOkAndHolds(true));
}

TEST_P(StoreContract, AnOutcomeNeedsADeviceThatIsThere) {
  auto txn = Begin();
  const server::StoredOutcome outcome{{}, "outcome"};
  EXPECT_FALSE(txn->PutOutcome(IdNamed("phone"), 1, outcome).ok());
  server::DeviceRow device;
  device.device = IdNamed("phone");
  device.person = IdNamed("anna");
  device.token_hash = "t";
  ASSERT_THAT(txn->PutDevice(device), IsOk());
  ASSERT_THAT(txn->PutOutcome(IdNamed("phone"), 1, outcome), IsOk());
  ASSERT_THAT(txn->ForgetPerson(IdNamed("anna")), IsOk());
  EXPECT_FALSE(txn->PutOutcome(IdNamed("phone"), 2, outcome).ok());
}

}  // namespace samstig::test
