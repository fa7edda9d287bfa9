// SPDX-License-Identifier: Apache-2.0
// The main job as the server judges it: who may do what, and what follows.
#include <gtest/gtest.h>

#include "domain/rules/names.h"
#include "server/decide/bootstrap.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view kSecret = "Hemligheten om fikarummet";

class MainJobTest : public testing::Test {
 protected:
  void PostsTheAssignment() {
    ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  }
  void AnnaSubmits(std::string_view tried = kSecret) {
    PostsTheAssignment();
    ASSERT_THAT(village.Does("anna", Submits(tried)), WasApplied());
  }
  void AThreadIsOpen() {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  }

  Village village;
};

// ---- Seats and enrolment

TEST_F(MainJobTest, AMunicipalityWithoutAgreedSeatsEnrolsNobody) {
  v1::EnrolLeader intent = EnrolsLeader("ulla");
  intent.set_municipality_id(Raseborg().ToBytes());
  EXPECT_THAT(village.Does("maria admin", intent), WasParked(v1::REASON_NOT_ALLOWED));
  ASSERT_THAT(village.Does("maria admin", RequestsSeats(9)), WasApplied());
  v1::AnswerSeats declined = AnswersSeats(0);
  EXPECT_THAT(village.Does("olle organiser", declined), WasParked(v1::REASON_OUT_OF_RANGE))
      << "two of the seats are taken";
}

TEST_F(MainJobTest, WhoeverComesAfterTheLastSeatIsPutOnTheWaitingList) {
  ASSERT_THAT(village.Does("maria admin", EnrolsLeader("asta")), WasApplied());
  ASSERT_THAT(village.Does("maria admin", EnrolsLeader("arne")), WasApplied());
  EXPECT_EQ(village.Stored(IdNamed("asta's place")).enrolment().state(),
            v1::ENROLMENT_STATE_ACTIVE);
  EXPECT_EQ(village.Stored(IdNamed("arne's place")).enrolment().state(),
            v1::ENROLMENT_STATE_WAITLISTED);
  PostsTheAssignment();
  EXPECT_TRUE(village.IsReadBy("asta", IdNamed("assignment")));
  EXPECT_FALSE(village.IsReadBy("arne", IdNamed("assignment")));
}

TEST_F(MainJobTest, NobodyIsEnrolledTwice) {
  v1::EnrolLeader again = EnrolsLeader("anna");
  again.set_id(IdNamed("another place").ToBytes());
  again.set_email("ANNA" + again.email().substr(4));
  EXPECT_THAT(village.Does("maria admin", again), WasParked(v1::REASON_ALREADY_ENROLLED));
}

TEST_F(MainJobTest, AnAddressThatIsKnownKeepsItsPerson) {
  v1::EnrolLeader otto = EnrolsLeader("otto");
  otto.set_person_id(IdNamed("somebody new").ToBytes());
  otto.set_membership_id(IdNamed("a second hat").ToBytes());
  ASSERT_THAT(village.Does("maria admin", otto), WasApplied());
  EXPECT_EQ(village.Stored(IdNamed("otto's place")).enrolment().person_id(),
            IdNamed("otto").bytes());
  EXPECT_EQ(village.Stored(IdNamed("somebody new")).body_case(), v1::Entity::BODY_NOT_SET);
}

TEST_F(MainJobTest, AnAdminOfOneMunicipalityActsForNoOther) {
  EXPECT_THAT(village.Does("rasmus admin", EnrolsLeader("ulla")),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("rasmus admin", RequestsSeats(5)), WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("rasmus admin", WithdrawsFrom(AnEnrolment("anna"))),
              WasParked(v1::REASON_NOT_ALLOWED));
}

TEST_F(MainJobTest, EnrolmentIsClosedBeforeAndAfterItsTime) {
  const v1::Entity cohort = village.Stored(IdNamed("cohort"));
  ASSERT_THAT(village.Does("olle organiser", MovesCohort(cohort, v1::COHORT_STATE_WRAPPING_UP)),
              WasApplied());
  EXPECT_THAT(village.Does("maria admin", EnrolsLeader("asta")), WasParked(v1::REASON_NOT_OPEN));
  EXPECT_THAT(village.Does("maria admin", RequestsSeats(5)), WasParked(v1::REASON_NOT_OPEN));
}

TEST_F(MainJobTest, PeersSeeWhoSomebodyIsButNotTheEnrolment) {
  EXPECT_TRUE(village.IsReadBy("bo", IdNamed("anna")));
  EXPECT_TRUE(village.IsReadBy("bo", IdNamed("anna's hat")));
  EXPECT_FALSE(village.IsReadBy("bo", IdNamed("anna's place")));
  EXPECT_TRUE(village.IsReadBy("maria admin", IdNamed("anna's place")));
  EXPECT_FALSE(village.IsReadBy("rasmus admin", IdNamed("anna's place")));
  EXPECT_THAT(village.BytesSentTo("bo"), Not(HasSubstr("anna@")));
}

// ---- Assignments, drafts, submissions

TEST_F(MainJobTest, OnlyTheCohortsCoachPostsAssignments) {
  EXPECT_THAT(village.Does("anna", PostsAssignment()), WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("olle organiser", PostsAssignment()), WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  EXPECT_TRUE(village.IsReadBy("anna", IdNamed("assignment")));
  EXPECT_FALSE(village.IsReadBy("otto", IdNamed("assignment")));
}

TEST_F(MainJobTest, AnEditedAssignmentKeepsItsEarlierVersion) {
  PostsTheAssignment();
  ASSERT_THAT(
      village.Does("carin coach", EditsAssignment(AnAssignment().Due(kMonday + 30 * base::kDayMs))),
      WasApplied());
  EXPECT_EQ(village.Stored(IdNamed("assignment")).assignment().version(), 2u);
  EXPECT_THAT(village.History(IdNamed("assignment")), SizeIs(1));
}

TEST_F(MainJobTest, ADraftIsReadByItsAuthorAlone) {
  PostsTheAssignment();
  ASSERT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("first", kSecret))),
              WasApplied());
  EXPECT_THAT(village.BytesSentTo("anna"), HasSubstr(std::string(kSecret)));
  for (const char* other : {"axel", "bo", "carin coach", "maria admin", "olle organiser", "otto"}) {
    EXPECT_THAT(village.BytesSentTo(other), Not(HasSubstr(std::string(kSecret)))) << other;
  }
}

TEST_F(MainJobTest, ADraftWrittenOnTwoDevicesKeepsBothTexts) {
  PostsTheAssignment();
  ASSERT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("phone", "På bussen"))),
              WasApplied());
  EXPECT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("laptop", "På kontoret"))),
              WasMerged());
  const Id draft = rules::WorkId(IdNamed("anna"), IdNamed("assignment"));
  EXPECT_THAT(village.Stored(draft).draft().heads(), SizeIs(2));
  EXPECT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("joined", "Båda"),
                                              {"phone", "laptop"})),
              WasApplied());
  EXPECT_THAT(village.Stored(draft).draft().heads(), SizeIs(1));
  EXPECT_THAT(village.History(draft), SizeIs(2));
}

TEST_F(MainJobTest, ASubmissionIsReadByTheLeaderAndTheCoachAlone) {
  AnnaSubmits();
  for (const char* reader : {"anna", "carin coach"}) {
    EXPECT_THAT(village.BytesSentTo(reader), HasSubstr(std::string(kSecret))) << reader;
  }
  for (const char* other :
       {"axel", "bo", "maria admin", "rasmus admin", "olle organiser", "otto"}) {
    EXPECT_THAT(village.BytesSentTo(other), Not(HasSubstr(std::string(kSecret)))) << other;
  }
}

TEST_F(MainJobTest, SubmittingAgainIsTheNextAttempt) {
  AnnaSubmits();
  ASSERT_THAT(village.Does("anna", Submits("Ett andra försök", "second")), WasApplied());
  EXPECT_EQ(village.Stored(IdNamed("submission")).submission().attempt(), 1u);
  EXPECT_EQ(village.Stored(IdNamed("second")).submission().attempt(), 2u);
}

TEST_F(MainJobTest, WithinGraceItIsLateUnlessTheDeviceClaimsThatItWasDoneInTime) {
  PostsTheAssignment();
  const base::TimeMs due = village.Stored(IdNamed("assignment")).assignment().due_ms();
  village.clock.Set(due + base::kHourMs);
  const struct {
    const char* name;
    base::TimeMs claimed;
    bool late;
  } cases[] = {{"offline before", due, false},
               {"offline after", due + 1, true},
               {"from the future", due + 400 * base::kDayMs, true},
               {"from nowhere", 0, true}};
  for (const auto& [name, claimed, late] : cases) {
    v1::Mutation mutation = MutationOf(Submits("Jag provade.", name), village.NextNumber("anna"));
    mutation.set_claimed_ms(claimed);
    ASSERT_THAT(Must(village.Pushes("anna", {mutation})).at(0), WasApplied());
    const v1::Submission submission = village.Stored(IdNamed(name)).submission();
    EXPECT_EQ(submission.late(), late) << name;
    EXPECT_EQ(submission.claimed_ms(), claimed);
  }
}

TEST_F(MainJobTest, WithinGraceWorkIsTakenAndAfterwardsParkedWhateverIsClaimed) {
  PostsTheAssignment();
  const v1::Assignment assignment = village.Stored(IdNamed("assignment")).assignment();
  const base::TimeMs grace = village.Stored(IdNamed("cohort")).cohort().grace_ms();
  village.clock.Set(assignment.due_ms());
  ASSERT_THAT(village.Does("anna", Submits("i tid", "in time")), WasApplied());
  EXPECT_FALSE(village.Stored(IdNamed("in time")).submission().late());
  village.clock.Set(assignment.due_ms() + grace);
  ASSERT_THAT(village.Does("anna", Submits("sent", "late")), WasApplied());
  village.clock.Advance(1);
  EXPECT_THAT(village.Does("anna", Submits(kSecret, "too late")),
              WasParked(v1::REASON_DEADLINE_PASSED));
  EXPECT_THAT(village.BytesSentTo("anna"), HasSubstr(std::string(kSecret)))
      << "parked, never dropped";
  EXPECT_THAT(village.BytesSentTo("carin coach"), Not(HasSubstr(std::string(kSecret))));
}

TEST_F(MainJobTest, AfterARestoreWhatIsGivenBackIsAsLateAsItWasThen) {
  PostsTheAssignment();
  const base::TimeMs due = village.Stored(IdNamed("assignment")).assignment().due_ms();
  const base::TimeMs end = due + village.Stored(IdNamed("cohort")).cohort().grace_ms();
  const base::TimeMs restored = end + base::kDayMs;
  const auto hands_in = [&](const char* name, base::TimeMs claimed) {
    v1::Mutation mutation = MutationOf(Submits("Jag provade.", name), village.NextNumber("anna"));
    mutation.set_claimed_ms(claimed);
    return Must(village.Pushes("anna", {mutation})).at(0);
  };
  village.clock.Set(restored);
  EXPECT_THAT(hands_in("before the restore", due), WasParked(v1::REASON_DEADLINE_PASSED));
  {
    const auto txn = Must(village.store().Begin());
    ASSERT_THAT(txn->SetRestoredAt(restored), IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  village.clock.Advance(30 * base::kDayMs);
  EXPECT_THAT(hands_in("in time", due), WasApplied());
  EXPECT_FALSE(village.Stored(IdNamed("in time")).submission().late());
  EXPECT_THAT(hands_in("within grace", end), WasApplied());
  EXPECT_TRUE(village.Stored(IdNamed("within grace")).submission().late());
  EXPECT_THAT(hands_in("after grace", end + 1), WasParked(v1::REASON_DEADLINE_PASSED));
  EXPECT_THAT(hands_in("after the restore", restored), WasParked(v1::REASON_DEADLINE_PASSED));
  EXPECT_THAT(hands_in("of no time", 0), WasParked(v1::REASON_DEADLINE_PASSED));
  village.clock.Advance(31 * base::kDayMs);
  EXPECT_THAT(hands_in("long after", due), WasParked(v1::REASON_DEADLINE_PASSED));
}

TEST_F(MainJobTest, BeforeItOpensAndOnceClosedNothingIsTaken) {
  PostsTheAssignment();
  village.clock.Set(village.Stored(IdNamed("assignment")).assignment().opens_ms() - 1);
  EXPECT_THAT(village.Does("anna", Submits("för tidigt")), WasParked(v1::REASON_NOT_OPEN));
  village.clock.Set(kMonday);
  ASSERT_THAT(
      village.Does("carin coach", MovesAssignment(AnAssignment(), v1::ASSIGNMENT_STATE_CLOSED)),
      WasApplied());
  EXPECT_THAT(village.Does("anna", Submits("för sent")), WasParked(v1::REASON_NOT_OPEN));
}

TEST_F(MainJobTest, WhoeverIsNotEnrolledSubmitsNothing) {
  PostsTheAssignment();
  for (const char* other : {"otto", "carin coach", "maria admin", "olle organiser"}) {
    EXPECT_THAT(village.Does(other, Submits("text")), WasParked(v1::REASON_NOT_ALLOWED)) << other;
  }
}

// ---- Feedback

TEST_F(MainJobTest, TheCoachsVerdictMovesTheSubmission) {
  AnnaSubmits();
  ASSERT_THAT(village.Does("carin coach", GivesFeedback(v1::VERDICT_RETURN)), WasApplied());
  EXPECT_EQ(village.Stored(IdNamed("submission")).submission().state(),
            v1::SUBMISSION_STATE_RETURNED);
  EXPECT_TRUE(village.IsReadBy("anna", IdNamed("feedback")));
  EXPECT_FALSE(village.IsReadBy("axel", IdNamed("feedback")));
}

TEST_F(MainJobTest, OnlyACoachReturnsOrAcknowledges) {
  AnnaSubmits();
  EXPECT_THAT(village.Does("anna", GivesFeedback(v1::VERDICT_ACKNOWLEDGE)),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("axel", GivesFeedback(v1::VERDICT_COMMENT)),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("anna", GivesFeedback(v1::VERDICT_COMMENT)), WasApplied());
}

// ---- Threads

TEST_F(MainJobTest, AThreadIsReadAcrossMunicipalitiesAndByNobodyOutsideTheCohort) {
  AThreadIsOpen();
  ASSERT_THAT(village.Does("anna", WritesPost(kSecret)), WasApplied());
  for (const char* reader : {"anna", "axel", "bo", "carin coach"}) {
    EXPECT_THAT(village.BytesSentTo(reader), HasSubstr(std::string(kSecret))) << reader;
  }
  for (const char* other : {"maria admin", "rasmus admin", "olle organiser", "otto"}) {
    EXPECT_THAT(village.BytesSentTo(other), Not(HasSubstr(std::string(kSecret)))) << other;
    EXPECT_THAT(village.Does(other, WritesPost("hej", std::string("post of ") + other)),
                WasParked(v1::REASON_NOT_ALLOWED));
  }
}

TEST_F(MainJobTest, OnlyTheAuthorChangesAPostAndItsHistoryStays) {
  AThreadIsOpen();
  ASSERT_THAT(village.Does("anna", WritesPost("Första versionen")), WasApplied());
  const v1::Entity post = APost();
  EXPECT_THAT(
      village.Does("bo", EditsPost(post, ARevision("by bo", "Bos version"), {IdNamed("post")})),
      WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("bo", WithdrawsPost(post)), WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("anna", EditsPost(post, ARevision("second", "Andra versionen"),
                                             {IdNamed("post")})),
              WasApplied());
  EXPECT_THAT(village.Does("anna", WithdrawsPost(post)), WasApplied());
  EXPECT_TRUE(village.Stored(IdNamed("post")).post().withdrawn());
  EXPECT_THAT(village.History(IdNamed("post")), SizeIs(2));
  EXPECT_THAT(village.BytesSentTo("bo"), Not(HasSubstr("Andra versionen")));
}

TEST_F(MainJobTest, WhenTheCohortIsOverItsThreadsAreReadButNotWritten) {
  AThreadIsOpen();
  for (const v1::CohortState state : {v1::COHORT_STATE_WRAPPING_UP, v1::COHORT_STATE_ALUMNI}) {
    ASSERT_THAT(village.Does("olle organiser", MovesCohort(ACohort(), state)), WasApplied());
  }
  EXPECT_THAT(village.Does("anna", WritesPost("Hej igen")), WasParked(v1::REASON_NOT_OPEN));
  EXPECT_TRUE(village.IsReadBy("anna", IdNamed("thread")));
}

// ---- Coming and going

TEST_F(MainJobTest, WhoeverWithdrawsLosesTheCohortAndKeepsTheOwnDesk) {
  AThreadIsOpen();
  AnnaSubmits();
  ASSERT_THAT(village.Does("anna", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  EXPECT_FALSE(village.IsReadBy("anna", IdNamed("thread")));
  EXPECT_TRUE(village.IsReadBy("anna", IdNamed("submission")));
  EXPECT_THAT(village.Does("anna", WritesPost("hej")), WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_FALSE(village.IsReadBy("bo", IdNamed("anna")));
}

TEST_F(MainJobTest, ACoachWhoseHatEndsReadsNoMoreDesks) {
  AnnaSubmits();
  ASSERT_THAT(village.Does("olle organiser", EndsHat(AHat("carin coach"))), WasApplied());
  EXPECT_THAT(village.BytesSentTo("carin coach"), Not(HasSubstr(std::string(kSecret))));
  EXPECT_THAT(village.Does("carin coach", PostsAssignment(AnAssignment("next"))),
              WasParked(v1::REASON_NOT_ALLOWED));
}

TEST_F(MainJobTest, ACoachWhoComesLateReadsAllDesks) {
  AnnaSubmits();
  v1::Entity hat = AHat("otto").CoachOf(IdNamed("cohort")).WithId(IdNamed("otto's second hat"));
  ASSERT_THAT(village.Does("olle organiser", GrantsHat(hat)), WasApplied());
  EXPECT_THAT(village.BytesSentTo("otto"), HasSubstr(std::string(kSecret)));
}

TEST_F(MainJobTest, NobodyGivesThemselvesAHat) {
  for (const char* person : {"anna", "carin coach", "maria admin"}) {
    v1::Entity hat = AHat(person).Organiser().WithId(IdNamed("stolen hat"));
    EXPECT_THAT(village.Does(person, GrantsHat(hat)), WasParked(v1::REASON_NOT_ALLOWED)) << person;
    v1::Entity coach = AHat(person).CoachOf(IdNamed("cohort")).WithId(IdNamed("stolen hat"));
    EXPECT_THAT(village.Does(person, GrantsHat(coach)), WasParked(v1::REASON_NOT_ALLOWED))
        << person;
  }
}

TEST_F(MainJobTest, APersonCorrectsOnlyTheOwnName) {
  EXPECT_THAT(village.Does("bo", CorrectsPerson("anna", "Nanna")),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("anna", CorrectsPerson("anna", "Anna-Stina")), WasApplied());
  EXPECT_EQ(village.ReadBy("bo").at(IdNamed("anna")).person().name(), "Anna-Stina");
}

TEST_F(MainJobTest, TheNetworkHasOneFirstOrganiser) {
  std::unique_ptr<server::Transaction> txn = Must(village.store().Begin());
  EXPECT_THAT(
      server::CreateOrganiser(*txn, IdNamed("usurper"), "U", "u@example.org", "sv", kMonday),
      HasReason(v1::REASON_ALREADY_EXISTS));
}

}  // namespace
}  // namespace samstig::test
