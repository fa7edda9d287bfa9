// SPDX-License-Identifier: Apache-2.0
// Push: exactly once, in order, nothing dropped.
#include "server/sync/push.h"

#include <gtest/gtest.h>

#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class PushTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  }
  v1::Mutation Writes(uint64_t number, std::string_view text) {
    return MutationOf(WritesPost(text, "post " + std::to_string(number)), number);
  }
  Village village;
};

TEST_F(PushTest, ARepeatGetsTheSameOutcomeAndChangesNothing) {
  const std::vector<v1::Mutation> batch = {Writes(1, "ett"), Writes(2, "två")};
  const auto first = Must(village.Pushes("anna", batch));
  const uint64_t seq = village.LastSeq();
  const auto second = Must(village.Pushes("anna", batch));
  ASSERT_THAT(second, SizeIs(2));
  EXPECT_EQ(first[0].SerializeAsString(), second[0].SerializeAsString());
  EXPECT_EQ(first[1].SerializeAsString(), second[1].SerializeAsString());
  EXPECT_EQ(village.LastSeq(), seq);
}

TEST_F(PushTest, ABatchThatOverlapsOneSentBeforeAddsOnlyWhatIsNew) {
  ASSERT_THAT(village.Pushes("anna", {Writes(1, "ett")}), IsOk());
  const auto outcomes = Must(village.Pushes("anna", {Writes(1, "ett"), Writes(2, "två")}));
  EXPECT_THAT(outcomes, ElementsAre(WasApplied(), WasApplied()));
  EXPECT_EQ(village.NextNumber("anna"), 3u);
}

TEST_F(PushTest, AGapIsSentBackAndNothingChanges) {
  const uint64_t seq = village.LastSeq();
  EXPECT_THAT(village.Pushes("anna", {Writes(2, "två")}), HasReason(v1::REASON_NUMBER_GAP));
  EXPECT_EQ(village.LastSeq(), seq);
}

TEST_F(PushTest, TheSameNumberWithOtherContentIsAClone) {
  ASSERT_THAT(village.Pushes("anna", {Writes(1, "ett")}), IsOk());
  EXPECT_THAT(village.Pushes("anna", {Writes(1, "något annat"), Writes(2, "två")}),
              HasReason(v1::REASON_DEVICE_CLONED));
  EXPECT_EQ(village.NextNumber("anna"), 2u);
}

TEST_F(PushTest, ARefusedMutationIsParkedWholeAndTheNextGoOn) {
  const auto outcomes = Must(
      village.Pushes("anna", {MutationOf(PostsAssignment(), 1), Writes(2, "Det här går bra")}));
  EXPECT_THAT(outcomes, ElementsAre(WasParked(v1::REASON_NOT_ALLOWED), WasApplied()));
  std::vector<v1::Entity> parked;
  for (const auto& [id, entity] : village.ReadBy("anna")) {
    if (entity.has_parked()) parked.push_back(entity);
  }
  ASSERT_THAT(parked, SizeIs(1));
  EXPECT_EQ(parked[0].parked().mutation(), MutationOf(PostsAssignment(), 1).SerializeAsString());
  EXPECT_EQ(parked[0].parked().reason(), v1::REASON_NOT_ALLOWED);
  EXPECT_FALSE(village.IsReadBy("bo", base::Id::FromBytes(parked[0].id())));
}

TEST_F(PushTest, OnlyTheAuthorLetsGoOfAParkedItem) {
  ASSERT_THAT(village.Does("anna", PostsAssignment()), WasParked(v1::REASON_NOT_ALLOWED));
  v1::Entity parked;
  for (const auto& [id, entity] : village.ReadBy("anna")) {
    if (entity.has_parked()) parked = entity;
  }
  EXPECT_THAT(village.Does("bo", DiscardsParked(parked)), WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("anna", DiscardsParked(parked)), WasApplied());
  EXPECT_FALSE(village.IsReadBy("anna", base::Id::FromBytes(parked.id())));
  EXPECT_THAT(village.History(base::Id::FromBytes(parked.id())), SizeIs(1)) << "the text is kept";
}

TEST_F(PushTest, WhatBuildsOnAParkedMutationIsParkedWithIt) {
  v1::StartThread thread = StartsThread("Bara för mig");
  thread.set_id(IdNamed("impossible thread").ToBytes());
  thread.set_cohort_id(IdNamed("no such cohort").ToBytes());
  const uint64_t number = village.NextNumber("anna");
  ASSERT_THAT(village.Does("anna", thread), WasParked(v1::REASON_NOT_FOUND));
  EXPECT_THAT(village.Does("anna", WritesPost("hör ihop"), {number}),
              WasParked(v1::REASON_DEPENDS_ON_PARKED));
}

TEST_F(PushTest, AnIntentOfANewerVersionWaitsAndBlocksNothingBeforeIt) {
  v1::Mutation unknown;
  unknown.set_number(2);
  unknown.GetReflection()->MutableUnknownFields(&unknown)->AddLengthDelimited(900, "poll");
  const auto outcomes = Must(village.Pushes("anna", {Writes(1, "ett"), unknown, Writes(3, "tre")}));
  ASSERT_THAT(outcomes, SizeIs(2));
  EXPECT_THAT(outcomes[0], WasApplied());
  EXPECT_EQ(outcomes[1].kind(), v1::OUTCOME_KIND_RETRY);
  EXPECT_EQ(outcomes[1].reason(), v1::REASON_UNKNOWN_INTENT);
  EXPECT_EQ(village.NextNumber("anna"), 2u);
}

TEST_F(PushTest, ARevokedDevicePushesNothing) {
  ASSERT_EQ(village.NextNumber("anna"), 1u);
  std::unique_ptr<server::Transaction> txn = Must(village.store().Begin());
  server::DeviceRow device = *Must(txn->Device(IdNamed("anna's phone")));
  device.revoked = true;
  ASSERT_THAT(txn->PutDevice(device), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(village.Pushes("anna", {Writes(1, "ett")}), HasReason(v1::REASON_DEVICE_REVOKED));
}

TEST_F(PushTest, AnEmptyPushSaysWhichNumberComesNext) {
  EXPECT_THAT(village.Pushes("anna", {}), IsOk());
}

TEST(PushBatchTest, RefusesWhatIsNoBatch) {
  using server::PushBatch;
  EXPECT_THAT(PushBatch::Parse({"\xff\xff\xff"}), HasReason(v1::REASON_MALFORMED));
  v1::Mutation zero = MutationOf(WritesPost("x"), 1);
  zero.set_number(0);
  EXPECT_THAT(PushBatch::Parse({zero.SerializeAsString()}), HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(PushBatch::Parse({MutationOf(WritesPost("x"), 1).SerializeAsString(),
                                MutationOf(WritesPost("y"), 3).SerializeAsString()}),
              HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(PushBatch::Parse(std::vector<std::string>(257)), HasReason(v1::REASON_TOO_LARGE));
  v1::Mutation large = MutationOf(WritesPost(std::string(1 << 20, 'x')), 1);
  EXPECT_THAT(PushBatch::Parse({large.SerializeAsString()}), HasReason(v1::REASON_TOO_LARGE));
}

TEST_F(PushTest, ATextThatIsTooLongIsParkedWhole) {
  const std::string text(500'000, 'x');
  EXPECT_THAT(village.Pushes("anna", {Writes(1, text)}),
              IsOkAndHolds(ElementsAre(WasParked(v1::REASON_TEXT_TOO_LONG))));
  EXPECT_THAT(village.BytesSentTo("anna"), HasSubstr(text));
}

}  // namespace
}  // namespace samstig::test
