// SPDX-License-Identifier: Apache-2.0
// Places in a cohort. Whether there is a free one is the server's to say.
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::AnEnrolment;
using test::APost;
using test::As;
using test::EnrolsLeader;
using test::EqualsProto;
using test::HasReason;
using test::IsOk;
using test::WithdrawsFrom;

TEST(EnrolLeaderTest, GivesAPlace) {
  const FoldResult enrolled = Fold(nullptr, EnrolsLeader(), As("adla admin"));
  ASSERT_THAT(enrolled, IsOk());
  EXPECT_THAT(enrolled->entity.enrolment(), EqualsProto(v1::Entity(AnEnrolment()).enrolment()));
  ExpectMakesANewEntity(EnrolsLeader(), As("adla admin"));
  ExpectWantsAFreeId(EnrolsLeader(), As("adla admin"));
}

TEST(EnrolLeaderTest, NeedsNeitherPositionNorSector) {
  v1::EnrolLeader intent = EnrolsLeader();
  intent.clear_position();
  intent.clear_sector();
  EXPECT_THAT(Fold(nullptr, intent, As("adla admin")), IsOk());
}

TEST(EnrolLeaderTest, IsRefused) {
  using I = v1::EnrolLeader;
  v1::EnrolLeader good = EnrolsLeader();
  good.set_name(std::string(kMaxNameBytes, 'a'));
  good.set_position(std::string(kMaxNameBytes, 'a'));
  good.set_sector(std::string(100, 'a'));
  ExpectRefusals<I>(
      nullptr, good, As("adla admin"),
      {
          {"no cohort", [](I& i) { i.clear_cohort_id(); }, v1::REASON_MISSING_FIELD},
          {"a cohort that is no id", [](I& i) { i.set_cohort_id("x"); }, v1::REASON_BAD_ID},
          {"no municipality", [](I& i) { i.clear_municipality_id(); }, v1::REASON_MISSING_FIELD},
          {"a municipality that is no id", [](I& i) { i.set_municipality_id("x"); },
           v1::REASON_BAD_ID},
          {"no person", [](I& i) { i.clear_person_id(); }, v1::REASON_MISSING_FIELD},
          {"a person that is no id", [](I& i) { i.set_person_id("x"); }, v1::REASON_BAD_ID},
          {"no membership", [](I& i) { i.clear_membership_id(); }, v1::REASON_MISSING_FIELD},
          {"a membership that is no id", [](I& i) { i.set_membership_id("x"); }, v1::REASON_BAD_ID},
          {"no name", [](I& i) { i.clear_name(); }, v1::REASON_TEXT_EMPTY},
          {"a long name", [](I& i) { i.set_name(std::string(kMaxNameBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"a name of two lines", [](I& i) { i.set_name("Anna\nBerg"); }, v1::REASON_TEXT_INVALID},
          {"no email", [](I& i) { i.clear_email(); }, v1::REASON_TEXT_EMPTY},
          {"no email address", [](I& i) { i.set_email("anna"); }, v1::REASON_MALFORMED},
          {"a long position", [](I& i) { i.set_position(std::string(kMaxNameBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"a long sector", [](I& i) { i.set_sector(std::string(101, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"a manager without an address", [](I& i) { i.set_manager_email("Bo, min chef"); },
           v1::REASON_MALFORMED},
          {"no language", [](I& i) { i.clear_language(); }, v1::REASON_MALFORMED},
      });
}

TEST(WithdrawTest, GivesAPlaceBack) {
  for (const auto state : {v1::ENROLMENT_STATE_ACTIVE, v1::ENROLMENT_STATE_WAITLISTED}) {
    const v1::Entity place = AnEnrolment().In(state);
    const FoldResult withdrawn = Fold(&place, WithdrawsFrom(place), As("anna"));
    ASSERT_THAT(withdrawn, IsOk());
    EXPECT_THAT(withdrawn->entity,
                EqualsProto(v1::Entity(AnEnrolment().In(v1::ENROLMENT_STATE_WITHDRAWN))));
  }
}

TEST(WithdrawTest, CannotGiveBackWhatHasEnded) {
  for (const auto state : {v1::ENROLMENT_STATE_WITHDRAWN, v1::ENROLMENT_STATE_COMPLETED}) {
    const v1::Entity place = AnEnrolment().In(state);
    EXPECT_THAT(Fold(&place, WithdrawsFrom(place), As("anna")), HasReason(v1::REASON_ILLEGAL_MOVE));
  }
  ExpectNotFound(WithdrawsFrom(AnEnrolment()), As("anna"), APost());
}

}  // namespace
}  // namespace samstig::rules
