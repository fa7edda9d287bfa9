// SPDX-License-Identifier: Apache-2.0
// Places in a cohort: the waiting list, leaders who change employer or are replaced, the window in
// which municipalities enrol.
#include <gtest/gtest.h>

#include "domain/rules/keys.h"
#include "domain/rules/names.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view kSecret = "Hemligheten om fikarummet";

class EnrolmentTest : public testing::Test {
 protected:
  v1::EnrolmentState StateOf(std::string_view person) {
    return village.Stored(IdNamed(std::string(person) + "'s place")).enrolment().state();
  }
  // Pargas has three seats: anna's, axel's, and now asta's.
  void PargasIsFull() {
    ASSERT_THAT(village.Does("maria admin", EnrolsLeader("asta")), WasApplied());
  }
  void Waits(const char* person) {
    ASSERT_THAT(village.Does("maria admin", EnrolsLeader(person)), WasApplied());
    ASSERT_EQ(StateOf(person), v1::ENROLMENT_STATE_WAITLISTED);
  }
  // Raseborg's one seat is bo's; a second one is free.
  void RaseborgHasAFreeSeat() {
    const Id seat = rules::SeatId(IdNamed("cohort"), Raseborg());
    v1::RequestSeats more = RequestsSeats(2);
    more.set_id(seat.ToBytes());
    more.set_municipality_id(Raseborg().ToBytes());
    ASSERT_THAT(village.Does("rasmus admin", more), WasApplied());
    v1::AnswerSeats yes = AnswersSeats(2);
    yes.set_id(seat.ToBytes());
    ASSERT_THAT(village.Does("olle organiser", yes), WasApplied());
  }
  void AnnaMovesToRaseborg() {
    RaseborgHasAFreeSeat();
    ASSERT_THAT(village.Does("olle organiser", Transfers(AnEnrolment("anna"), Raseborg())),
                WasApplied());
  }
  void MovesTo(v1::CohortState state) {
    ASSERT_THAT(village.Does("olle organiser", MovesCohort(ACohort(), state)), WasApplied());
  }

  Village village;
};

// ---- The waiting list

TEST_F(EnrolmentTest, WhoeverHasWaitedLongestGetsTheSeatThatBecomesFree) {
  PargasIsFull();
  // In the very same millisecond, and against the order of their ids.
  for (const char* person : {"zoe", "arne", "mia", "bea"}) Waits(person);
  ASSERT_THAT(village.Does("anna", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  EXPECT_EQ(StateOf("zoe"), v1::ENROLMENT_STATE_ACTIVE);
  EXPECT_EQ(StateOf("arne"), v1::ENROLMENT_STATE_WAITLISTED);
  EXPECT_TRUE(village.IsReadBy("zoe", IdNamed("cohort")));
  EXPECT_TRUE(village.IsReadBy("bo", IdNamed("zoe"))) << "peers meet the new one";
  ASSERT_THAT(village.Does("maria admin", WithdrawsFrom(AnEnrolment("arne"))), WasApplied());
  EXPECT_EQ(StateOf("mia"), v1::ENROLMENT_STATE_WAITLISTED) << "nothing became free";
  ASSERT_THAT(village.Does("maria admin", WithdrawsFrom(AnEnrolment("axel"))), WasApplied());
  EXPECT_EQ(StateOf("mia"), v1::ENROLMENT_STATE_ACTIVE);
  EXPECT_EQ(StateOf("bea"), v1::ENROLMENT_STATE_WAITLISTED);
}

TEST_F(EnrolmentTest, MoreAgreedSeatsMoveTheListUp) {
  PargasIsFull();
  for (const char* person : {"arne", "mia", "bea"}) Waits(person);
  ASSERT_THAT(village.Does("maria admin", RequestsSeats(5)), WasApplied());
  ASSERT_THAT(village.Does("olle organiser", AnswersSeats(5)), WasApplied());
  EXPECT_EQ(StateOf("arne"), v1::ENROLMENT_STATE_ACTIVE);
  EXPECT_EQ(StateOf("mia"), v1::ENROLMENT_STATE_ACTIVE);
  EXPECT_EQ(StateOf("bea"), v1::ENROLMENT_STATE_WAITLISTED);
}

TEST_F(EnrolmentTest, NobodyMovesUpInACohortThatTakesNobody) {
  PargasIsFull();
  Waits("arne");
  MovesTo(v1::COHORT_STATE_PAUSED);
  ASSERT_THAT(village.Does("anna", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  EXPECT_EQ(StateOf("arne"), v1::ENROLMENT_STATE_WAITLISTED);
}

// ---- A leader changes employer

TEST_F(EnrolmentTest, WhoChangesEmployerStaysOnePersonWithAllThatWasWritten) {
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  ASSERT_THAT(village.Does("anna", Submits(kSecret)), WasApplied());
  ASSERT_THAT(village.Does("anna", StartsThread("Hur gör ni?")), WasApplied());
  AnnaMovesToRaseborg();
  EXPECT_TRUE(village.IsReadBy("anna", IdNamed("submission")));
  EXPECT_TRUE(village.IsReadBy("carin coach", IdNamed("submission")));
  EXPECT_TRUE(village.IsReadBy("bo", IdNamed("thread")));
  EXPECT_THAT(village.Does("anna", WritesPost("Hej från Raseborg")), WasApplied());
  EXPECT_TRUE(village.Stored(IdNamed("anna's hat")).membership().ended());
  const v1::Membership hat = village.Stored(IdNamed("hat after the move")).membership();
  EXPECT_EQ(hat.person_id(), IdNamed("anna").bytes());
  EXPECT_EQ(hat.municipality_id(), Raseborg().bytes());
  EXPECT_EQ(hat.position(), "Kulturchef");
  EXPECT_TRUE(village.IsReadBy("bo", IdNamed("hat after the move"))) << "peers see the new post";
  EXPECT_FALSE(village.IsReadBy("bo", IdNamed("anna's hat")));
}

TEST_F(EnrolmentTest, TheOldEmployerLosesSightOfAPlaceAndTheNewOneSeesIt) {
  EXPECT_TRUE(village.IsReadBy("maria admin", IdNamed("anna's place")));
  AnnaMovesToRaseborg();
  EXPECT_FALSE(village.IsReadBy("maria admin", IdNamed("anna's place")));
  EXPECT_FALSE(village.IsReadBy("maria admin", IdNamed("anna")));
  EXPECT_FALSE(village.IsReadBy("maria admin", IdNamed("hat after the move")));
  EXPECT_THAT(village.BytesSentTo("maria admin"), Not(HasSubstr("Kulturchef")));
  EXPECT_THAT(village.BytesSentTo("maria admin"), Not(HasSubstr("anna")));
  EXPECT_TRUE(village.IsReadBy("rasmus admin", IdNamed("anna's place")));
  EXPECT_TRUE(village.IsReadBy("rasmus admin", IdNamed("anna")));
  EXPECT_THAT(village.Does("maria admin", WithdrawsFrom(AnEnrolment("anna"))),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("rasmus admin", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
}

TEST_F(EnrolmentTest, SeatsAreCountedOnBothSidesOfATransfer) {
  PargasIsFull();
  for (const char* person : {"arne", "mia"}) Waits(person);
  AnnaMovesToRaseborg();
  EXPECT_EQ(StateOf("arne"), v1::ENROLMENT_STATE_ACTIVE) << "her old seat is free";
  EXPECT_EQ(StateOf("mia"), v1::ENROLMENT_STATE_WAITLISTED);
  v1::AnswerSeats fewer = AnswersSeats(1);
  fewer.set_id(rules::SeatId(IdNamed("cohort"), Raseborg()).ToBytes());
  EXPECT_THAT(village.Does("olle organiser", fewer), WasParked(v1::REASON_OUT_OF_RANGE))
      << "two are taken";
  v1::TransferEnrolment axel = Transfers(AnEnrolment("axel"), Raseborg());
  axel.set_membership_id(IdNamed("another hat").ToBytes());
  const v1::Outcome full = village.Does("olle organiser", axel);
  EXPECT_THAT(full, WasParked(v1::REASON_NO_SEATS));
  EXPECT_THAT(full.detail(), HasSubstr("2 agreed seats"));
}

TEST_F(EnrolmentTest, WhoComesBackIsCountedOnceAgain) {
  AnnaMovesToRaseborg();
  v1::TransferEnrolment back = Transfers(AnEnrolment("anna"), Pargas());
  back.set_membership_id(IdNamed("hat after the return").ToBytes());
  ASSERT_THAT(village.Does("olle organiser", back), WasApplied());
  EXPECT_TRUE(village.IsReadBy("maria admin", IdNamed("anna's place")));
  EXPECT_FALSE(village.IsReadBy("rasmus admin", IdNamed("anna's place")));
  EXPECT_THAT(village.Does("olle organiser", AnswersSeats(2)), WasApplied());
  EXPECT_THAT(village.Does("olle organiser", AnswersSeats(1)), WasParked(v1::REASON_OUT_OF_RANGE));
}

TEST_F(EnrolmentTest, ATransferIsTheOrganisersInACohortUnderWay) {
  RaseborgHasAFreeSeat();
  v1::TransferEnrolment taken = Transfers(AnEnrolment("anna"), Raseborg());
  taken.set_membership_id(IdNamed("axel's hat").ToBytes());
  EXPECT_THAT(village.Does("olle organiser", taken), WasParked(v1::REASON_ALREADY_EXISTS));
  for (const char* other : {"anna", "maria admin", "rasmus admin", "carin coach"}) {
    EXPECT_THAT(village.Does(other, Transfers(AnEnrolment("anna"), Raseborg())),
                WasParked(v1::REASON_NOT_ALLOWED))
        << other;
  }
  EXPECT_THAT(village.Does("olle organiser", Transfers(AnEnrolment("anna"), IdNamed("nowhere"))),
              WasParked(v1::REASON_NOT_FOUND));
  EXPECT_THAT(village.Does("olle organiser", Transfers(AnEnrolment("otto"), Raseborg())),
              WasParked(v1::REASON_NOT_FOUND));
  MovesTo(v1::COHORT_STATE_WRAPPING_UP);
  EXPECT_THAT(village.Does("olle organiser", Transfers(AnEnrolment("anna"), Raseborg())),
              WasParked(v1::REASON_NOT_OPEN));
}

TEST_F(EnrolmentTest, WhoLeavesTheEmployerWithoutATransferKeepsTheOwnWork) {
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  ASSERT_THAT(village.Does("anna", Submits(kSecret)), WasApplied());
  ASSERT_THAT(village.Does("anna", SavesTool(ARevision("first", "Mitt knep"))), WasApplied());
  ASSERT_THAT(village.Does("maria admin", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  ASSERT_THAT(village.Does("maria admin", EndsHat(AHat("anna"))), WasApplied());
  EXPECT_THAT(village.BytesSentTo("anna"), HasSubstr(std::string(kSecret)));
  EXPECT_THAT(village.BytesSentTo("anna"), HasSubstr("Mitt knep"));
  EXPECT_THAT(village.BytesSentTo("maria admin"), Not(HasSubstr(std::string(kSecret))));
}

// ---- One leader in place of another

TEST_F(EnrolmentTest, ASeatIsGivenOnWithoutAnybodyInBetween) {
  PargasIsFull();
  Waits("arne");
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  ASSERT_THAT(village.Does("anna", Submits(kSecret)), WasApplied());
  ASSERT_THAT(village.Does("maria admin", Replaces(AnEnrolment("anna"), "mia")), WasApplied());
  EXPECT_EQ(StateOf("anna"), v1::ENROLMENT_STATE_WITHDRAWN);
  EXPECT_EQ(StateOf("mia"), v1::ENROLMENT_STATE_ACTIVE);
  EXPECT_EQ(StateOf("arne"), v1::ENROLMENT_STATE_WAITLISTED) << "the list waits on";
  const v1::Enrolment place = village.Stored(IdNamed("mia's place")).enrolment();
  EXPECT_EQ(place.cohort_id(), IdNamed("cohort").bytes());
  EXPECT_EQ(place.municipality_id(), Pargas().bytes());
  EXPECT_TRUE(village.IsReadBy("mia", IdNamed("assignment")));
  EXPECT_FALSE(village.IsReadBy("anna", IdNamed("assignment")));
  EXPECT_THAT(village.BytesSentTo("anna"), HasSubstr(std::string(kSecret)));
  EXPECT_THAT(village.BytesSentTo("mia"), Not(HasSubstr(std::string(kSecret))));
  EXPECT_FALSE(village.Stored(IdNamed("anna's hat")).membership().ended())
      << "she leads in Pargas all the same";
}

TEST_F(EnrolmentTest, AReplacementThatIsRefusedLeavesAllAsItWas) {
  const uint64_t seq = village.LastSeq();
  for (const char* other : {"anna", "rasmus admin", "olle organiser", "carin coach"}) {
    EXPECT_THAT(village.Does(other, Replaces(AnEnrolment("anna"), "mia")),
                WasParked(v1::REASON_NOT_ALLOWED))
        << other;
  }
  EXPECT_THAT(village.Does("maria admin", Replaces(AnEnrolment("nobody"), "mia")),
              WasParked(v1::REASON_NOT_FOUND));
  v1::ReplaceLeader by_axel = Replaces(AnEnrolment("anna"), "axel");
  by_axel.set_id(IdNamed("another place").ToBytes());
  EXPECT_THAT(village.Does("maria admin", by_axel), WasParked(v1::REASON_ALREADY_ENROLLED));
  v1::ReplaceLeader taken = Replaces(AnEnrolment("anna"), "mia");
  taken.set_membership_id(IdNamed("axel's hat").ToBytes());
  EXPECT_THAT(village.Does("maria admin", taken), WasParked(v1::REASON_ALREADY_EXISTS));
  EXPECT_EQ(StateOf("anna"), v1::ENROLMENT_STATE_ACTIVE);
  EXPECT_GT(village.LastSeq(), seq) << "only what was parked was written";

  ASSERT_THAT(village.Does("anna", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  EXPECT_THAT(village.Does("maria admin", Replaces(AnEnrolment("anna"), "mia")),
              WasParked(v1::REASON_ILLEGAL_MOVE));
  MovesTo(v1::COHORT_STATE_WRAPPING_UP);
  EXPECT_THAT(village.Does("maria admin", Replaces(AnEnrolment("axel"), "mia")),
              WasParked(v1::REASON_NOT_OPEN));
}

// ---- The window

class EnrolmentWindowTest : public EnrolmentTest {
 protected:
  // A cohort of its own, enrolling, in which Pargas has two seats.
  void SetUp() override {
    ASSERT_THAT(village.Does("olle organiser", PlansCohort(next_)), WasApplied());
    MovesNextTo(v1::COHORT_STATE_ANNOUNCED);
    MovesNextTo(v1::COHORT_STATE_ENROLLING);
  }
  void MovesNextTo(v1::CohortState state) {
    ASSERT_THAT(village.Does("olle organiser", MovesCohort(next_, state)), WasApplied());
  }
  v1::RequestSeats Asks(uint32_t seats) {
    v1::RequestSeats intent = RequestsSeats(seats);
    intent.set_id(rules::SeatId(IdOf(next_), Pargas()).ToBytes());
    intent.set_cohort_id(next_.id());
    return intent;
  }
  v1::AnswerSeats Agrees(uint32_t seats) {
    v1::AnswerSeats intent = AnswersSeats(seats);
    intent.set_id(rules::SeatId(IdOf(next_), Pargas()).ToBytes());
    return intent;
  }
  v1::EnrolLeader Enrols(std::string_view name) {
    v1::EnrolLeader intent = EnrolsLeader(name);
    intent.set_cohort_id(next_.id());
    return intent;
  }

  const v1::Entity next_ = ACohort("next");
};

TEST_F(EnrolmentWindowTest, OpensAndClosesByTheServersClock) {
  village.clock.Set(next_.cohort().enrolment_opens_ms() - 1);
  EXPECT_THAT(village.Does("maria admin", Asks(2)), WasParked(v1::REASON_NOT_OPEN));
  village.clock.Set(next_.cohort().enrolment_opens_ms());
  ASSERT_THAT(village.Does("maria admin", Asks(2)), WasApplied());
  ASSERT_THAT(village.Does("olle organiser", Agrees(2)), WasApplied());
  village.clock.Set(next_.cohort().enrolment_opens_ms() - 1);
  EXPECT_THAT(village.Does("maria admin", Enrols("mia")), WasParked(v1::REASON_NOT_OPEN));
  village.clock.Set(next_.cohort().enrolment_closes_ms());
  EXPECT_THAT(village.Does("maria admin", Enrols("mia")), WasApplied()) << "the last moment";
  village.clock.Set(next_.cohort().enrolment_closes_ms() + 1);
  EXPECT_THAT(village.Does("maria admin", Enrols("bea")), WasParked(v1::REASON_DEADLINE_PASSED));
  EXPECT_THAT(village.Does("maria admin", Asks(3)), WasParked(v1::REASON_DEADLINE_PASSED));
}

TEST_F(EnrolmentWindowTest, LateJoinersTakeAgreedSeatsOnceTheCohortRuns) {
  ASSERT_THAT(village.Does("maria admin", Asks(2)), WasApplied());
  ASSERT_THAT(village.Does("olle organiser", Agrees(2)), WasApplied());
  village.clock.Set(next_.cohort().enrolment_closes_ms() + base::kDayMs);
  MovesNextTo(v1::COHORT_STATE_CONFIRMED);
  EXPECT_THAT(village.Does("maria admin", Enrols("mia")), WasParked(v1::REASON_DEADLINE_PASSED));
  MovesNextTo(v1::COHORT_STATE_RUNNING);
  v1::EnrolLeader mia = Enrols("mia");
  EXPECT_THAT(village.Does("maria admin", mia), WasApplied());
  EXPECT_EQ(StateOf("mia"), v1::ENROLMENT_STATE_ACTIVE);
  EXPECT_THAT(village.Does("maria admin", Asks(3)), WasParked(v1::REASON_DEADLINE_PASSED));
}

}  // namespace
}  // namespace samstig::test
