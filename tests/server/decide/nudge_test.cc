// SPDX-License-Identifier: Apache-2.0
// Nudges as the server judges them: by coaches, to those who have handed in nothing, once a day.
#include <gtest/gtest.h>

#include "domain/rules/names.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using testing::SizeIs;

class NudgeTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  }
  static Id NudgeOf(std::string_view person) {
    return rules::NudgeId(IdNamed(person), IdNamed("assignment"));
  }
  Village village;
};

TEST_F(NudgeTest, ItIsAWordAtTheLeadersDesk) {
  ASSERT_THAT(village.Does("carin coach", NudgesLeader("anna")), WasApplied());
  for (const char* reader : {"anna", "carin coach"}) {
    EXPECT_TRUE(village.IsReadBy(reader, NudgeOf("anna"))) << reader;
  }
  for (const char* other : {"axel", "bo", "otto", "maria admin", "olle organiser"}) {
    EXPECT_FALSE(village.IsReadBy(other, NudgeOf("anna"))) << other;
  }
}

TEST_F(NudgeTest, OnlyTheCohortsCoachesNudge) {
  for (const char* other : {"anna", "axel", "otto", "maria admin", "olle organiser"}) {
    EXPECT_THAT(village.Does(other, NudgesLeader("anna")), WasParked(v1::REASON_NOT_ALLOWED))
        << other;
  }
}

TEST_F(NudgeTest, OnceADayIsEnough) {
  ASSERT_THAT(village.Does("carin coach", NudgesLeader("anna", "Hur går det?")), WasApplied());
  village.clock.Advance(base::kDayMs - 1);
  EXPECT_THAT(village.Does("carin coach", NudgesLeader("anna", "Hallå?")),
              WasParked(v1::REASON_TOO_SOON));
  EXPECT_THAT(village.Does("carin coach", NudgesLeader("bo", "Hallå?")), WasApplied())
      << "another leader waits for nobody";
  village.clock.Advance(1);
  ASSERT_THAT(village.Does("carin coach", NudgesLeader("anna", "Säg till!")), WasApplied());
  EXPECT_EQ(village.Stored(NudgeOf("anna")).nudge().count(), 2u);
  EXPECT_THAT(village.History(NudgeOf("anna")), SizeIs(1));
}

TEST_F(NudgeTest, WhoHasHandedInIsLeftInPeace) {
  ASSERT_THAT(village.Does("anna", Submits("Jag provade.")), WasApplied());
  EXPECT_THAT(village.Does("carin coach", NudgesLeader("anna")),
              WasParked(v1::REASON_ILLEGAL_MOVE));
  ASSERT_THAT(village.Does("carin coach", GivesFeedback(v1::VERDICT_RETURN)), WasApplied());
  EXPECT_THAT(village.Does("carin coach", NudgesLeader("anna")),
              WasParked(v1::REASON_ILLEGAL_MOVE));
}

TEST_F(NudgeTest, WhomTheAssignmentIsNotForIsNotNudged) {
  for (const char* other : {"otto", "carin coach", "maria admin"}) {
    EXPECT_THAT(village.Does("carin coach", NudgesLeader(other)),
                WasParked(v1::REASON_NOT_TAKING_PART))
        << other;
  }
  v1::NudgeLeader about_axels = NudgesLeader("anna");
  about_axels.set_assignment_id(IdNamed("axel's").ToBytes());
  about_axels.set_id(rules::NudgeId(IdNamed("anna"), IdNamed("axel's")).ToBytes());
  EXPECT_THAT(village.Does("carin coach", about_axels), WasParked(v1::REASON_NOT_FOUND));
  ASSERT_THAT(
      village.Does("carin coach", PostsAssignment(AnAssignment("axel's").ForPerson("axel"))),
      WasApplied());
  EXPECT_THAT(village.Does("carin coach", about_axels), WasParked(v1::REASON_NOT_TAKING_PART));
}

TEST_F(NudgeTest, ThereMustBeSomethingLeftToDo) {
  const base::TimeMs due = AnAssignment().operator v1::Entity().assignment().due_ms();
  const base::TimeMs grace = village.Stored(IdNamed("cohort")).cohort().grace_ms();
  village.clock.Set(kMonday - 1);
  EXPECT_THAT(village.Does("carin coach", NudgesLeader("anna")), WasParked(v1::REASON_NOT_OPEN));
  village.clock.Set(due + grace + 1);
  EXPECT_THAT(village.Does("carin coach", NudgesLeader("anna")),
              WasParked(v1::REASON_DEADLINE_PASSED));
  village.clock.Set(due + grace);
  EXPECT_THAT(village.Does("carin coach", NudgesLeader("anna")), WasApplied());
  ASSERT_THAT(
      village.Does("carin coach", MovesAssignment(AnAssignment(), v1::ASSIGNMENT_STATE_CLOSED)),
      WasApplied());
  EXPECT_THAT(village.Does("carin coach", NudgesLeader("bo")), WasParked(v1::REASON_NOT_OPEN));
}

TEST_F(NudgeTest, ACohortThatTakesNoWorkIsNotNudged) {
  ASSERT_THAT(village.Does("olle organiser", MovesCohort(ACohort(), v1::COHORT_STATE_PAUSED)),
              WasApplied());
  EXPECT_THAT(village.Does("carin coach", NudgesLeader("anna")), WasParked(v1::REASON_NOT_OPEN));
}

}  // namespace
}  // namespace samstig::test
