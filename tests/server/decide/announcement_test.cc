// SPDX-License-Identifier: Apache-2.0
// Announcements as the server judges them: who speaks to a cohort, and who hears it.
#include <gtest/gtest.h>

#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const base::Id kId = IdNamed("announcement");

class AnnouncementTest : public testing::Test {
 protected:
  Village village;
};

TEST_F(AnnouncementTest, TheCohortAndTheOrganisersHearIt) {
  ASSERT_THAT(village.Does("carin coach", Announces()), WasApplied());
  for (const char* reader : {"anna", "axel", "bo", "carin coach", "olle organiser"}) {
    EXPECT_TRUE(village.IsReadBy(reader, kId)) << reader;
  }
  for (const char* other : {"otto", "maria admin", "rasmus admin"}) {
    EXPECT_FALSE(village.IsReadBy(other, kId)) << other;
  }
}

TEST_F(AnnouncementTest, CoachesAndOrganisersSpeakAndNobodyElse) {
  for (const char* other : {"anna", "otto", "maria admin", "rasmus admin"}) {
    EXPECT_THAT(village.Does(other, Announces()), WasParked(v1::REASON_NOT_ALLOWED)) << other;
  }
  EXPECT_THAT(village.Does("olle organiser", Announces()), WasApplied());
}

TEST_F(AnnouncementTest, EitherChangesItAndTakesItDown) {
  ASSERT_THAT(village.Does("olle organiser", Announces()), WasApplied());
  const v1::Entity made = AnAnnouncement();
  for (const char* other : {"anna", "otto", "maria admin"}) {
    EXPECT_THAT(village.Does(other, EditsAnnouncement(made, "Nej", "Inte.")),
                WasParked(v1::REASON_NOT_ALLOWED));
    EXPECT_THAT(village.Does(other, TakesDown(made)), WasParked(v1::REASON_NOT_ALLOWED));
  }
  ASSERT_THAT(village.Does("carin coach", EditsAnnouncement(made, "Vi ses", "Klockan tio.")),
              WasApplied());
  EXPECT_THAT(village.BytesSentTo("anna"), HasSubstr("Klockan tio."));
  ASSERT_THAT(village.Does("carin coach", TakesDown(made)), WasApplied());
  EXPECT_THAT(village.BytesSentTo("anna"), Not(HasSubstr("Klockan tio.")));
  EXPECT_THAT(village.History(kId), SizeIs(2)) << "nothing that was said is lost";
  EXPECT_THAT(village.Does("olle organiser", TakesDown(made)), WasParked(v1::REASON_DELETED));
  EXPECT_THAT(village.Does("olle organiser", EditsAnnouncement(made, "Vi ses", "Åter.")),
              WasParked(v1::REASON_DELETED));
}

TEST_F(AnnouncementTest, ThereMustBeACohortThatIsNotArchived) {
  v1::Announce nowhere = Announces();
  nowhere.set_cohort_id(IdNamed("never was").ToBytes());
  EXPECT_THAT(village.Does("olle organiser", nowhere), WasParked(v1::REASON_NOT_FOUND));
  EXPECT_THAT(village.Does("olle organiser", EditsAnnouncement(AnAnnouncement(), "Vi", "ses")),
              WasParked(v1::REASON_NOT_FOUND));
  for (const v1::CohortState state :
       {v1::COHORT_STATE_WRAPPING_UP, v1::COHORT_STATE_ALUMNI, v1::COHORT_STATE_ARCHIVED}) {
    EXPECT_THAT(village.Does("olle organiser", MovesCohort(ACohort(), state)), WasApplied());
  }
  EXPECT_THAT(village.Does("carin coach", Announces()), WasParked(v1::REASON_NOT_OPEN));
}

}  // namespace
}  // namespace samstig::test
