// SPDX-License-Identifier: Apache-2.0
// Peer groups as the server judges them: who forms them, of whom, and who reads what is in them.
#include <gtest/gtest.h>

#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

constexpr std::string_view kNobodyElse[] = {"anna", "maria admin", "rasmus admin", "olle organiser",
                                            "otto"};

class GroupTest : public testing::Test {
 protected:
  void IsFormed(const v1::Entity& group = AGroup()) {
    ASSERT_THAT(village.Does("carin coach", FormsGroup(group)), WasApplied());
  }
  bool HoldsIt(std::string_view person, std::string_view group = "group") {
    return Must(Must(village.store().Read())
                    ->Holds(IdNamed(person), server::Scope::OfGroup(IdNamed(group))));
  }
  void OlleInvites(std::string_view person, const v1::Entity& hat) {
    v1::InvitePerson intent = InvitesPerson(person);
    *intent.mutable_hat() = hat.membership();
    ASSERT_THAT(village.Does("olle organiser", intent), WasApplied());
  }

  Village village;
};

// ---- Forming

TEST_F(GroupTest, TheCohortSeesWhoIsInAGroupAndItsMembersReadWhatIsInIt) {
  IsFormed();
  for (const char* peer : {"anna", "bo", "axel", "carin coach"}) {
    EXPECT_TRUE(village.IsReadBy(peer, IdNamed("group"))) << peer;
  }
  for (const char* other : {"maria admin", "rasmus admin", "olle organiser", "otto"}) {
    EXPECT_FALSE(village.IsReadBy(other, IdNamed("group"))) << other;
    EXPECT_FALSE(HoldsIt(other)) << other;
  }
  EXPECT_TRUE(HoldsIt("anna"));
  EXPECT_TRUE(HoldsIt("bo"));
  EXPECT_TRUE(HoldsIt("carin coach"));
  EXPECT_FALSE(HoldsIt("axel")) << "a peer of the cohort, but not of the group";
}

TEST_F(GroupTest, NobodyButTheCohortsCoachesFormsChangesOrDissolvesOne) {
  for (const std::string_view other : kNobodyElse) {
    EXPECT_THAT(village.Does(other, FormsGroup()), WasParked(v1::REASON_NOT_ALLOWED)) << other;
  }
  IsFormed();
  for (const std::string_view other : kNobodyElse) {
    EXPECT_THAT(village.Does(other, ChangesGroup(AGroup({"axel", "bo"}))),
                WasParked(v1::REASON_NOT_ALLOWED))
        << other;
    EXPECT_THAT(village.Does(other, DissolvesGroup()), WasParked(v1::REASON_NOT_ALLOWED)) << other;
  }
}

TEST_F(GroupTest, OnlyWhoTakesPartIsInOne) {
  EXPECT_THAT(village.Does("carin coach", FormsGroup(AGroup({"anna", "otto"}))),
              WasParked(v1::REASON_NOT_TAKING_PART));
  EXPECT_THAT(village.Does("carin coach", FormsGroup(AGroup({"anna", "carin coach"}))),
              WasParked(v1::REASON_NOT_TAKING_PART))
      << "coaches read every group, and are in none";
  EXPECT_THAT(village.Does("carin coach", FormsGroup(AGroup({"anna", "nobody at all"}))),
              WasParked(v1::REASON_NOT_TAKING_PART));
  EXPECT_THAT(village.Does("carin coach", FormsGroup(AGroup({"anna"}))),
              WasParked(v1::REASON_OUT_OF_RANGE));
}

TEST_F(GroupTest, ALineOfCommandIsInOneGroupOnlyWhenTheCoachSaysSo) {
  ASSERT_THAT(village.Does("maria admin", SetsManager("anna", "otto")), WasApplied());
  ASSERT_THAT(village.Does("maria admin", SetsManager("otto", "axel")), WasApplied());
  v1::FormGroup group = FormsGroup(AGroup({"anna", "axel"}));
  const v1::Outcome refused = village.Does("carin coach", group);
  EXPECT_THAT(refused, WasParked(v1::REASON_LINE_OF_COMMAND)) << "Otto, between them, is not there";
  EXPECT_EQ(refused.detail().find("anna"), std::string::npos);
  group.set_across_command(true);
  ASSERT_THAT(village.Does("carin coach", group), WasApplied());
  v1::ChangeGroup change = ChangesGroup(AGroup({"anna", "axel", "bo"}));
  EXPECT_THAT(village.Does("carin coach", change), WasParked(v1::REASON_LINE_OF_COMMAND));
  change.set_across_command(true);
  EXPECT_THAT(village.Does("carin coach", change), WasApplied());
}

TEST_F(GroupTest, IsOfACohortThatIsThere) {
  v1::FormGroup nowhere = FormsGroup();
  nowhere.set_cohort_id(IdNamed("never was").ToBytes());
  EXPECT_THAT(village.Does("carin coach", nowhere), WasParked(v1::REASON_NOT_FOUND));
  EXPECT_THAT(village.Does("carin coach", ChangesGroup(AGroup())), WasParked(v1::REASON_NOT_FOUND));
  EXPECT_THAT(village.Does("carin coach", DissolvesGroup()), WasParked(v1::REASON_NOT_FOUND));
}

TEST_F(GroupTest, WhenTheWorkIsOverGroupsStayAsTheyAre) {
  IsFormed();
  for (const v1::CohortState state : {v1::COHORT_STATE_WRAPPING_UP, v1::COHORT_STATE_ALUMNI}) {
    ASSERT_THAT(village.Does("olle organiser", MovesCohort(ACohort(), state)), WasApplied());
  }
  EXPECT_THAT(village.Does("carin coach", FormsGroup(AGroup().Named("another"))),
              WasParked(v1::REASON_NOT_OPEN));
  EXPECT_THAT(village.Does("carin coach", ChangesGroup(AGroup({"anna", "axel"}))),
              WasParked(v1::REASON_NOT_OPEN));
  EXPECT_THAT(village.Does("carin coach", DissolvesGroup()), WasParked(v1::REASON_NOT_OPEN));
  EXPECT_TRUE(HoldsIt("anna"));
}

// ---- Changing

TEST_F(GroupTest, WhoLeavesAGroupReadsItNoMoreAndWhoJoinsDoes) {
  IsFormed();
  ASSERT_THAT(village.Does("carin coach", ChangesGroup(AGroup({"axel", "bo"}))), WasApplied());
  EXPECT_FALSE(HoldsIt("anna"));
  EXPECT_TRUE(HoldsIt("axel"));
  EXPECT_TRUE(HoldsIt("bo"));
  EXPECT_TRUE(village.IsReadBy("anna", IdNamed("group"))) << "peers see who is in which group";
}

TEST_F(GroupTest, SomebodyMayBeInTwoGroupsAndLeavesOneOfThem) {
  IsFormed();
  IsFormed(AGroup({"anna", "axel"}).Named("another"));
  ASSERT_THAT(village.Does("carin coach", ChangesGroup(AGroup({"axel", "bo"}))), WasApplied());
  EXPECT_FALSE(HoldsIt("anna"));
  EXPECT_TRUE(HoldsIt("anna", "another"));
}

TEST_F(GroupTest, ADissolvedGroupIsReadByThoseWhoWereInItAndNeverChangedAgain) {
  IsFormed();
  ASSERT_THAT(village.Does("carin coach", DissolvesGroup()), WasApplied());
  EXPECT_TRUE(HoldsIt("anna"));
  EXPECT_TRUE(HoldsIt("carin coach"));
  EXPECT_THAT(village.Does("carin coach", ChangesGroup(AGroup({"axel", "bo"}))),
              WasParked(v1::REASON_ILLEGAL_MOVE));
  EXPECT_THAT(village.Does("carin coach", DissolvesGroup()), WasParked(v1::REASON_ILLEGAL_MOVE));
}

// ---- Coming and going

TEST_F(GroupTest, WhoWithdrawsLosesTheGroupAtOnceAndStaysOnItsListUntilACoachChangesIt) {
  IsFormed(AGroup({"anna", "axel", "bo"}));
  ASSERT_THAT(village.Does("anna", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  EXPECT_FALSE(HoldsIt("anna"));
  EXPECT_EQ(village.Stored(IdNamed("group")).group().person_ids_size(), 3);
  EXPECT_THAT(village.Does("carin coach", ChangesGroup(AGroup({"anna", "axel", "bo"}))),
              WasParked(v1::REASON_NOT_TAKING_PART));
  EXPECT_THAT(village.Does("carin coach", ChangesGroup(AGroup({"axel", "bo"}))), WasApplied());
  EXPECT_TRUE(HoldsIt("axel"));
}

TEST_F(GroupTest, WhoIsEnrolledAgainIsBackInTheGroup) {
  IsFormed();
  ASSERT_THAT(village.Does("anna", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  v1::EnrolLeader again = EnrolsLeader("anna");
  again.set_id(IdNamed("anna's second place").ToBytes());
  again.set_membership_id(IdNamed("anna's second hat").ToBytes());
  ASSERT_THAT(village.Does("maria admin", again), WasApplied());
  EXPECT_TRUE(HoldsIt("anna"));
}

TEST_F(GroupTest, ANewCoachReadsTheGroupsThatAreThereAndOneWhoGoesDoesNotAnyMore) {
  IsFormed();
  OlleInvites("cecilia coach", AHat("cecilia coach").CoachOf(IdNamed("cohort")));
  EXPECT_TRUE(HoldsIt("cecilia coach"));
  IsFormed(AGroup().Named("another"));
  EXPECT_TRUE(HoldsIt("cecilia coach", "another"));
  ASSERT_THAT(village.Does("olle organiser", EndsHat(AHat("cecilia coach"))), WasApplied());
  EXPECT_FALSE(HoldsIt("cecilia coach"));
  EXPECT_FALSE(HoldsIt("cecilia coach", "another"));
  IsFormed(AGroup().Named("a third"));
  EXPECT_FALSE(HoldsIt("cecilia coach", "a third"));
}

}  // namespace
}  // namespace samstig::test
