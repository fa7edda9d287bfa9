// SPDX-License-Identifier: Apache-2.0
// Reactions as the server judges them: who may, who sees them, and that they unite.
#include <gtest/gtest.h>

#include "domain/rules/names.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using testing::ElementsAre;
using testing::IsEmpty;

class ReactionTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
    ASSERT_THAT(village.Does("bo", WritesPost("Vi stänger mejlen på tisdagar.")), WasApplied());
  }
  static Id ReactionOf(std::string_view person) {
    return rules::ReactionId(IdNamed(person), IdNamed("post"));
  }

  Village village;
};

TEST_F(ReactionTest, EverybodyOfTheCohortReactsAndSeesWhoDid) {
  ASSERT_THAT(village.Does("anna", Reacts("anna", v1::REACTION_SYMBOL_TRIED_IT_TOO)), WasApplied());
  ASSERT_THAT(village.Does("carin coach", Reacts("carin coach", v1::REACTION_SYMBOL_THANKS)),
              WasApplied());
  for (const char* reader : {"anna", "axel", "bo", "carin coach"}) {
    EXPECT_TRUE(village.IsReadBy(reader, ReactionOf("anna"))) << reader;
    EXPECT_TRUE(village.IsReadBy(reader, ReactionOf("carin coach"))) << reader;
  }
  for (const char* stranger : {"otto", "maria admin", "olle organiser"}) {
    EXPECT_FALSE(village.IsReadBy(stranger, ReactionOf("anna"))) << stranger;
  }
}

TEST_F(ReactionTest, WhatTwoDevicesAddUnites) {
  ASSERT_THAT(village.Does("anna", Reacts("anna", v1::REACTION_SYMBOL_IDEA)), WasApplied());
  ASSERT_THAT(village.Applies("anna", "from-elsewhere",
                              MutationOf(Reacts("anna", v1::REACTION_SYMBOL_HEART), 0)),
              IsOk());
  EXPECT_THAT(village.Stored(ReactionOf("anna")).reaction().symbols(),
              ElementsAre(v1::REACTION_SYMBOL_HEART, v1::REACTION_SYMBOL_IDEA));
}

TEST_F(ReactionTest, OnesOwnIsTakenBackAlsoAfterLeaving) {
  ASSERT_THAT(village.Does("anna", Reacts("anna", v1::REACTION_SYMBOL_IDEA)), WasApplied());
  ASSERT_THAT(village.Does("maria admin", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  EXPECT_THAT(village.Does("anna", Reacts("anna", v1::REACTION_SYMBOL_HEART)),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("anna", TakesReactionBack("anna", v1::REACTION_SYMBOL_IDEA)),
              WasApplied());
  EXPECT_THAT(village.Does("anna", TakesReactionBack("anna", v1::REACTION_SYMBOL_IDEA)),
              WasApplied());
  EXPECT_THAT(village.Stored(ReactionOf("anna")).reaction().symbols(), IsEmpty());
}

TEST_F(ReactionTest, NobodyShowsUpInAThreadThatIsNotTheirs) {
  EXPECT_THAT(village.Does("otto", Reacts("otto", v1::REACTION_SYMBOL_HEART)),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("otto", TakesReactionBack("otto", v1::REACTION_SYMBOL_HEART)),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("otto", Reacts("anna", v1::REACTION_SYMBOL_HEART)),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("axel", Reacts("anna", v1::REACTION_SYMBOL_HEART)),
              WasParked(v1::REASON_BAD_ID))
      << "nobody reacts in another's name";
}

TEST_F(ReactionTest, ThereIsNothingToReactToInAPostThatIsGone) {
  ASSERT_THAT(village.Does("bo", WithdrawsPost(APost())), WasApplied());
  EXPECT_THAT(village.Does("anna", Reacts("anna", v1::REACTION_SYMBOL_HEART)),
              WasParked(v1::REASON_DELETED));
  v1::React nowhere = Reacts("anna", v1::REACTION_SYMBOL_HEART);
  nowhere.set_post_id(IdNamed("never was").ToBytes());
  EXPECT_THAT(village.Does("anna", nowhere), WasParked(v1::REASON_NOT_FOUND));
  v1::TakeBackReaction back = TakesReactionBack("anna", v1::REACTION_SYMBOL_HEART);
  back.set_post_id(IdNamed("never was").ToBytes());
  EXPECT_THAT(village.Does("anna", back), WasParked(v1::REASON_NOT_FOUND));
}

TEST_F(ReactionTest, ThreadsOfACohortThatIsOverAreClosedToReactionsToo) {
  for (const v1::CohortState state :
       {v1::COHORT_STATE_WRAPPING_UP, v1::COHORT_STATE_ALUMNI, v1::COHORT_STATE_ARCHIVED}) {
    ASSERT_THAT(village.Does("olle organiser", MovesCohort(ACohort(), state)), WasApplied());
  }
  EXPECT_THAT(village.Does("anna", Reacts("anna", v1::REACTION_SYMBOL_HEART)),
              WasParked(v1::REASON_NOT_OPEN));
}

}  // namespace
}  // namespace samstig::test
