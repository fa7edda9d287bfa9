// SPDX-License-Identifier: Apache-2.0
// Several hats on one head: what a leader writes to the coaches is never joined with the employer's
// hat, in whatever order the hats come.
#include <gtest/gtest.h>

#include "tests/server/village/village.h"

namespace samstig::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kSecret = "Hemligheten om fikarummet";

v1::GrantHat Gives(const v1::Entity& hat, std::string_view name) {
  v1::GrantHat intent = GrantsHat(hat);
  intent.set_id(IdNamed(name).ToBytes());
  return intent;
}

class ClashTest : public testing::Test {
 protected:
  void AnnaSubmits() {
    ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
    ASSERT_THAT(village.Does("anna", Submits(kSecret)), WasApplied());
  }
  void BecomesCoach(std::string_view person) {
    ASSERT_THAT(village.Does("olle organiser", Gives(AHat(person).CoachOf(IdNamed("cohort")),
                                                     std::string(person) + "'s coach hat")),
                WasApplied());
  }
  bool Reads(std::string_view person) {
    return village.BytesSentTo(person).find(kSecret) != std::string::npos;
  }

  Village village;
};

TEST_F(ClashTest, AnAdminWhoBecomesACoachDoesNotReadTheOwnPeople) {
  AnnaSubmits();
  BecomesCoach("maria admin");
  EXPECT_FALSE(Reads("maria admin"));
  EXPECT_THAT(village.Does("maria admin", GivesFeedback(v1::VERDICT_COMMENT)),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_TRUE(Reads("carin coach"));
}

TEST_F(ClashTest, ButReadsThoseOfOtherMunicipalities) {
  AnnaSubmits();
  BecomesCoach("rasmus admin");
  EXPECT_TRUE(Reads("rasmus admin"));
  EXPECT_THAT(village.Does("rasmus admin", GivesFeedback(v1::VERDICT_COMMENT)), WasApplied());
}

TEST_F(ClashTest, ACoachWhoBecomesAnAdminReadsThemNoLonger) {
  AnnaSubmits();
  ASSERT_TRUE(Reads("carin coach"));
  ASSERT_THAT(village.Does("olle organiser",
                           Gives(AHat("carin coach").AdminOf(Pargas()), "carin's other hat")),
              WasApplied());
  EXPECT_FALSE(Reads("carin coach"));
  ASSERT_THAT(village.Does("olle organiser",
                           EndsHat(AHat("carin coach").WithId(IdNamed("carin's other hat")))),
              WasApplied());
  EXPECT_TRUE(Reads("carin coach")) << "of two hats one was put down";
}

TEST_F(ClashTest, WhoeverIsEnrolledLaterIsNotReadEither) {
  BecomesCoach("maria admin");
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  ASSERT_THAT(village.Does("maria admin", EnrolsLeader("asta")), WasApplied());
  ASSERT_THAT(village.Does("asta", Submits(kSecret)), WasApplied());
  EXPECT_FALSE(Reads("maria admin"));
  EXPECT_TRUE(Reads("carin coach"));
}

}  // namespace
}  // namespace samstig::test
