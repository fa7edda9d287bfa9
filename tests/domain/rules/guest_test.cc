// SPDX-License-Identifier: Apache-2.0
// A guest's hat: what it says, and when its time is over.
#include <gtest/gtest.h>

#include "domain/rules/limits.h"
#include "domain/rules/membership.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using base::kDayMs;
using test::AHat;
using test::As;
using test::EndsHat;
using test::EqualsProto;
using test::GrantsHat;
using test::HasReason;
using test::IdNamed;
using test::InvitesPerson;
using test::IsOk;
using test::kMonday;

const base::Id kCohort = IdNamed("cohort");

v1::InvitePerson Invites(const v1::Entity& hat) {
  v1::InvitePerson intent = InvitesPerson("lisa");
  *intent.mutable_hat() = hat.membership();
  return intent;
}

TEST(GuestTest, IsInvitedToOneThingUntilItIsOver) {
  const v1::Entity hat = AHat("lisa").GuestOf(kCohort, kMonday + kDayMs);
  const FoldResult granted = Fold(nullptr, GrantsHat(hat), As("olle organiser"));
  ASSERT_THAT(granted, IsOk());
  EXPECT_THAT(granted->entity, EqualsProto(hat));
  EXPECT_THAT(Fold(nullptr, Invites(hat), As("olle organiser")), IsOk());
}

TEST(GuestTest, IsRefused) {
  using I = v1::GrantHat;
  ExpectRefusals<I>(
      nullptr, GrantsHat(AHat("lisa").GuestOf(kCohort)), As("olle organiser"),
      {
          {"in the network", [](I& i) { i.mutable_membership()->set_network(true); },
           v1::REASON_MALFORMED},
          {"in no cohort", [](I& i) { i.mutable_membership()->set_cohort_id(""); },
           v1::REASON_MISSING_FIELD},
          {"in a cohort that is no id", [](I& i) { i.mutable_membership()->set_cohort_id("x"); },
           v1::REASON_BAD_ID},
          {"to nothing", [](I& i) { i.mutable_membership()->clear_subject(); },
           v1::REASON_TEXT_EMPTY},
          {"to something long",
           [](I& i) { i.mutable_membership()->set_subject(std::string(kMaxTitleBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"to two lines", [](I& i) { i.mutable_membership()->set_subject("a\nb"); },
           v1::REASON_TEXT_INVALID},
          {"for good", [](I& i) { i.mutable_membership()->clear_ends_ms(); },
           v1::REASON_OUT_OF_RANGE},
          {"until before all time", [](I& i) { i.mutable_membership()->set_ends_ms(-1); },
           v1::REASON_OUT_OF_RANGE},
          {"until after all time", [](I& i) { i.mutable_membership()->set_ends_ms(INT64_MAX); },
           v1::REASON_OUT_OF_RANGE},
      });
}

// As whoever takes "taken back" back sends it.
TEST(GuestTest, HowManyTakePartIsNotTheInvitersToSay) {
  v1::Entity hat = AHat("lisa").GuestOf(kCohort);
  hat.mutable_membership()->set_headcount(7);
  const FoldResult granted = Fold(nullptr, GrantsHat(hat), As("olle organiser"));
  ASSERT_THAT(granted, IsOk());
  EXPECT_EQ(granted->entity.membership().headcount(), 0u);
}

TEST(GuestTest, IsNotInvitedToWhatIsLongOver) {
  const v1::Entity just = AHat("lisa").GuestOf(kCohort, kMonday - kGuestGrace + 1);
  EXPECT_THAT(Fold(nullptr, GrantsHat(just), As("olle organiser")), IsOk());
  const v1::Entity over = AHat("lisa").GuestOf(kCohort, kMonday - kGuestGrace);
  EXPECT_THAT(Fold(nullptr, GrantsHat(over), As("olle organiser")),
              HasReason(v1::REASON_DEADLINE_PASSED));
  EXPECT_THAT(Fold(nullptr, Invites(over), As("olle organiser")),
              HasReason(v1::REASON_DEADLINE_PASSED));
}

TEST(GuestTest, NobodyElsesHatHasASubjectOrAnEnd) {
  v1::Membership coach = v1::Entity(AHat("carin").CoachOf(kCohort)).membership();
  coach.set_subject("En föreläsning");
  EXPECT_THAT(CheckHat(coach), HasReason(v1::REASON_MALFORMED));
  coach.clear_subject();
  coach.set_ends_ms(kMonday);
  EXPECT_THAT(CheckHat(coach), HasReason(v1::REASON_MALFORMED));
  coach.clear_ends_ms();
  EXPECT_THAT(CheckHat(coach), IsOk());
}

TEST(GuestTest, TheTimeIsOverFourteenDaysLater) {
  const v1::Membership hat = v1::Entity(AHat("lisa").GuestOf(kCohort, kMonday)).membership();
  EXPECT_EQ(GuestUntil(hat), kMonday + 14 * kDayMs);
  EXPECT_FALSE(IsOver(hat, kMonday));
  EXPECT_FALSE(IsOver(hat, GuestUntil(hat) - 1));
  EXPECT_TRUE(IsOver(hat, GuestUntil(hat)));
  const v1::Membership coach = v1::Entity(AHat("carin").CoachOf(kCohort)).membership();
  EXPECT_FALSE(IsOver(coach, GuestUntil(hat))) << "only guests are there for a time";
}

TEST(GuestTest, IsToldOfNobodyAnyMoreWhenTheHatEnds) {
  v1::Entity hat = AHat("lisa").GuestOf(kCohort);
  hat.mutable_membership()->set_headcount(12);
  const FoldResult ended = Fold(&hat, EndsHat(hat), As("olle organiser"));
  ASSERT_THAT(ended, IsOk());
  EXPECT_THAT(ended->entity, EqualsProto(v1::Entity(AHat("lisa").GuestOf(kCohort).Ended())));
}

}  // namespace
}  // namespace samstig::rules
