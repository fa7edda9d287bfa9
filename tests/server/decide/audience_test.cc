// SPDX-License-Identifier: Apache-2.0
// Who can read, and that nobody comes to it between an author's look and the sending.
#include "server/decide/audience.h"

#include <gtest/gtest.h>

#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"
#include "tests/support/talk_story.h"

namespace samstig::test {
namespace {

using base::Id;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class AudienceTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  }
  v1::AudienceSeen Now() {
    v1::AudienceSeen seen;
    seen.set_epoch(village.store().Epoch().ToBytes());
    seen.set_seq(village.LastSeq());
    return seen;
  }
  static v1::WritePost Sends(const v1::AudienceSeen& seen, std::string_view name = "post") {
    v1::WritePost intent = WritesPost("Det jag lärde mig", name);
    *intent.mutable_audience() = seen;
    return intent;
  }
  rules::Audience AudienceFor(std::string_view person) {
    auto txn = Must(village.store().Begin());
    server::Case c(*txn, {IdNamed(person), IdNamed("phone")}, kMonday, kMonday);
    return Must(server::AudienceOfThread(c, village.Stored(IdNamed("thread")).thread()));
  }

  Village village;
};

TEST_F(AudienceTest, IsThoseWhoHoldTheThreadsSpace) {
  const rules::Audience audience = AudienceFor("anna");
  EXPECT_THAT(audience.people, testing::UnorderedElementsAre(IdNamed("axel"), IdNamed("bo"),
                                                             IdNamed("carin coach")));
  EXPECT_THAT(audience.municipalities, SizeIs(2));
  EXPECT_THAT(audience.own_hr, IsEmpty());
}

TEST_F(AudienceTest, TellsOfHrThatReadsThroughAnotherHat) {
  v1::GrantHat coach = GrantsHat(AHat("maria as coach").CoachOf(IdNamed("cohort")));
  coach.mutable_membership()->set_person_id(IdNamed("maria admin").ToBytes());
  ASSERT_THAT(village.Does("olle organiser", coach), WasApplied());
  EXPECT_THAT(AudienceFor("anna").own_hr, ElementsAre(IdNamed("maria admin")));
  EXPECT_THAT(AudienceFor("bo").own_hr, IsEmpty()) << "of another municipality";
  // So that devices can tell the same.
  EXPECT_TRUE(village.IsReadBy("anna", IdOf(AHat("maria admin").AdminOf(Pargas()))));
  v1::EndHat end;
  end.set_id(coach.id());
  ASSERT_THAT(village.Does("olle organiser", end), WasApplied());
  EXPECT_FALSE(village.IsReadBy("anna", IdOf(AHat("maria admin").AdminOf(Pargas()))));
}

TEST_F(AudienceTest, AsLongAsNobodyComesItIsSent) {
  const v1::AudienceSeen seen = Now();
  ASSERT_THAT(village.Does("bo", WritesPost("Hej", "another")), WasApplied());
  ASSERT_THAT(village.Does("maria admin", WithdrawsFrom(AnEnrolment("axel"))), WasApplied());
  EXPECT_THAT(village.Does("anna", Sends(seen)), WasApplied()) << "who left is no new reader";
}

TEST_F(AudienceTest, WhenSomebodyHasComeItsAuthorIsAskedAgain) {
  const v1::AudienceSeen seen = Now();
  ASSERT_THAT(village.Does("maria admin", EnrolsLeader("asta")), WasApplied());
  const v1::Outcome outcome = village.Does("anna", Sends(seen));
  EXPECT_THAT(outcome, WasParked(v1::REASON_AUDIENCE_WIDENED));
  EXPECT_EQ(outcome.detail(), "now 4 others of 2 municipalities can read it");
  EXPECT_THAT(village.Does("anna", Sends(Now())), WasApplied());
}

TEST_F(AudienceTest, WhoHasComeOneselfIsNobodyNew) {
  const v1::AudienceSeen seen = Now();
  ASSERT_THAT(village.Does("maria admin", EnrolsLeader("asta")), WasApplied());
  EXPECT_THAT(village.Does("asta", Sends(seen)), WasApplied());
}

TEST_F(AudienceTest, CoachesWhoWereInvitedMeanwhileAreNew) {
  v1::StartThread internal = StartsThread("Hos oss");
  internal.set_id(IdNamed("internal").ToBytes());
  internal.set_municipality_id(Pargas().ToBytes());
  ASSERT_THAT(village.Does("anna", internal), WasApplied());
  const auto sends = [&](const v1::AudienceSeen& seen, const char* name) {
    v1::WritePost intent = Sends(seen, name);
    intent.set_thread_id(internal.id());
    return intent;
  };
  const v1::AudienceSeen seen = Now();
  EXPECT_THAT(village.Does("axel", sends(seen, "1")), WasApplied());
  v1::InviteCoaches invites = InvitesCoaches();
  invites.set_id(internal.id());
  ASSERT_THAT(village.Does("anna", invites), WasApplied());
  EXPECT_THAT(village.Does("axel", sends(seen, "2")), WasParked(v1::REASON_AUDIENCE_WIDENED));
  EXPECT_THAT(village.Does("axel", sends(Now(), "3")), WasApplied());
}

TEST_F(AudienceTest, AMomentOfAnotherHistoryProvesNothing) {
  v1::AudienceSeen foreign = Now();
  foreign.set_epoch(IdNamed("another history").ToBytes());
  EXPECT_THAT(village.Does("anna", Sends(foreign)), WasParked(v1::REASON_AUDIENCE_WIDENED));
  v1::AudienceSeen future = Now();
  future.set_seq(village.LastSeq() + 100);
  EXPECT_THAT(village.Does("anna", Sends(future)), WasParked(v1::REASON_AUDIENCE_WIDENED));
  const v1::AudienceSeen seen = Now();
  village.Restarts();
  EXPECT_THAT(village.Does("anna", Sends(seen)), WasApplied()) << "a restart loses nothing";
}

TEST_F(AudienceTest, WhatARestoredServerDoesNotKnowProvesNothing) {
  village.BacksUp("yesterday");
  const v1::AudienceSeen seen = Now();
  village.IsRestoredFrom("yesterday");
  EXPECT_THAT(village.Does("anna", Sends(seen)), WasParked(v1::REASON_AUDIENCE_WIDENED));
}

}  // namespace
}  // namespace samstig::test
