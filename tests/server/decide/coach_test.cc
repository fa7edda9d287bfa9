// SPDX-License-Identifier: Apache-2.0
// Stories in which people change places while work is under way: a coach removed in mid-review, a
// library that changes under a draft, two organisers who decide at once.
#include <gtest/gtest.h>

#include "domain/rules/names.h"
#include "tests/server/village/village_device.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class CoachTest : public testing::Test {
 protected:
  void AnnaHandsIn() {
    ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
    ASSERT_THAT(village.Does("anna", Submits("Jag lyssnade på Ulla.")), WasApplied());
  }
  static v1::GiveFeedback Answers(v1::Verdict verdict, std::string_view text,
                                  std::string_view name) {
    v1::GiveFeedback intent = GivesFeedback(verdict, text);
    intent.set_id(IdNamed(name).ToBytes());
    return intent;
  }
  void OttoBecomes(AHat hat) {
    const v1::Entity entity = hat.WithId(IdNamed("otto's second hat"));
    ASSERT_THAT(village.Does("olle organiser", GrantsHat(entity)), WasApplied());
  }
  v1::SubmissionState State() { return village.Stored(IdNamed("submission")).submission().state(); }
  Village village;
};

TEST_F(CoachTest, ACoachIsRemovedInMidReviewAndAnotherTakesOver) {
  AnnaHandsIn();
  VillageDevice phone(village, "carin coach");
  phone.Syncs();
  phone.Writes(Answers(v1::VERDICT_RETURN, "Vad sade Ulla?", "first"));
  phone.Syncs();
  phone.GoesOffline();
  phone.Writes(Answers(v1::VERDICT_ACKNOWLEDGE, "Fint, tack!", "queued"));

  ASSERT_THAT(village.Does("olle organiser", EndsHat(AHat("carin coach"))), WasApplied());
  OttoBecomes(AHat("otto").CoachOf(IdNamed("cohort")));
  phone.Syncs();

  // What she had not sent is hers, with the reason; nobody else is shown it.
  ASSERT_THAT(phone.Parked(), SizeIs(1));
  EXPECT_EQ(phone.Parked().at(0).reason, v1::REASON_NOT_ALLOWED);
  EXPECT_THAT(village.BytesSentTo("anna"), Not(HasSubstr("Fint, tack!")));
  EXPECT_FALSE(phone.Shows(IdNamed("submission"))) << "the desk is not hers any more";
  // What she had said stands, and the leader goes on.
  EXPECT_TRUE(village.IsReadBy("anna", IdNamed("first")));
  EXPECT_THAT(village.Does("anna", Answers(v1::VERDICT_COMMENT, "Hon sade ja.", "reply")),
              WasApplied());
  EXPECT_THAT(village.Does("anna", Submits("Jag lyssnade igen.", "second")), WasApplied());
  // The next coach reads all of it and has the last word.
  for (const char* said : {"first", "reply", "submission", "second"}) {
    EXPECT_TRUE(village.IsReadBy("otto", IdNamed(said))) << said;
  }
  EXPECT_THAT(village.Does("otto", Answers(v1::VERDICT_ACKNOWLEDGE, "Tack!", "last")),
              WasApplied());
  EXPECT_EQ(State(), v1::SUBMISSION_STATE_ACKNOWLEDGED);
}

TEST_F(CoachTest, TheLibraryDropsWhatSomebodyIsWritingOn) {
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  ASSERT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("1", "Ett"))), WasApplied());

  v1::Entity theme = ATheme();
  theme.mutable_theme()->clear_assignments();
  ASSERT_THAT(village.Does("olle organiser", PublishesProgramme(AProgramme().InVersion(2))),
              WasApplied());
  ASSERT_THAT(village.Does("olle organiser", PublishesTheme(theme)), WasApplied());

  EXPECT_TRUE(village.IsReadBy("anna", IdNamed("assignment")));
  EXPECT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("2", "Två"), {"1"})),
              WasApplied());
  EXPECT_THAT(village.Does("anna", Submits("Två")), WasApplied());
  EXPECT_THAT(village.Does("carin coach", GivesFeedback(v1::VERDICT_ACKNOWLEDGE)), WasApplied());
}

TEST_F(CoachTest, TwoOrganisersMoveACohortAtOnce) {
  OttoBecomes(AHat("otto").Organiser());
  const auto wrap_up = MovesCohort(ACohort(), v1::COHORT_STATE_WRAPPING_UP);
  EXPECT_THAT(village.Does("olle organiser", wrap_up), WasApplied());
  const v1::Outcome second = village.Does("otto", wrap_up);
  EXPECT_THAT(second, WasParked(v1::REASON_ILLEGAL_MOVE));
  EXPECT_THAT(second.detail(), HasSubstr("WRAPPING_UP"));
}

TEST_F(CoachTest, TwoOrganisersAnswerARequestForSeatsAtOnce) {
  OttoBecomes(AHat("otto").Organiser());
  ASSERT_THAT(village.Does("maria admin", RequestsSeats(5)), WasApplied());
  EXPECT_THAT(village.Does("olle organiser", AnswersSeats(5, "Välkomna!")), WasApplied());
  const v1::Outcome second = village.Does("otto", AnswersSeats(5, "Ja."));
  EXPECT_THAT(second, WasParked(v1::REASON_ILLEGAL_MOVE));
  EXPECT_THAT(second.detail(), HasSubstr("answered"));
  const v1::CohortSeat seat =
      village.Stored(rules::SeatId(IdNamed("cohort"), Pargas())).cohort_seat();
  EXPECT_EQ(seat.answer(), "Välkomna!");
}

}  // namespace
}  // namespace samstig::test
