// SPDX-License-Identifier: Apache-2.0
// A place that goes to another municipality, or to another leader. And a person's new address.
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using base::Id;
using test::AnEnrolment;
using test::APerson;
using test::APost;
using test::As;
using test::CorrectsEmail;
using test::EqualsProto;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using test::Replaces;
using test::Transfers;
using testing::ElementsAre;
using testing::IsSupersetOf;
using testing::SizeIs;

Id Pargas() { return MunicipalityId("FI", "445"); }
Id Raseborg() { return MunicipalityId("FI", "710"); }

TEST(TransferTest, ChangesWhoPaysAndRemembersWhoDid) {
  const v1::Entity place = AnEnrolment();
  const FoldResult moved = Fold(&place, Transfers(place, Raseborg()), As("olle organiser"));
  ASSERT_THAT(moved, IsOk());
  v1::Entity wanted = place;
  wanted.mutable_enrolment()->set_municipality_id(Raseborg().ToBytes());
  wanted.mutable_enrolment()->add_earlier_municipality_ids(Pargas().ToBytes());
  EXPECT_THAT(moved->entity, EqualsProto(wanted));
}

TEST(TransferTest, IsFoundUnderTheSeatsOfAllWhoPaidEachOnce) {
  const v1::Entity place = AnEnrolment();
  const FoldResult away = Fold(&place, Transfers(place, Raseborg()), As("olle organiser"));
  const FoldResult back = Fold(&away->entity, Transfers(place, Pargas()), As("olle organiser"));
  ASSERT_THAT(back, IsOk());
  const Key of_pargas{KeyName::kEnrolmentsOfSeat, SeatId(IdNamed("cohort"), Pargas())};
  const Key of_raseborg{KeyName::kEnrolmentsOfSeat, SeatId(IdNamed("cohort"), Raseborg())};
  EXPECT_THAT(KeysOf(place), IsSupersetOf({of_pargas}));
  EXPECT_THAT(KeysOf(away->entity), IsSupersetOf({of_pargas, of_raseborg}));
  EXPECT_THAT(KeysOf(back->entity), IsSupersetOf({of_pargas, of_raseborg}));
  EXPECT_THAT(KeysOf(back->entity), SizeIs(4));
}

TEST(TransferTest, GivesWhoWaitedAPlace) {
  const v1::Entity place = AnEnrolment().In(v1::ENROLMENT_STATE_WAITLISTED);
  const FoldResult moved = Fold(&place, Transfers(place, Raseborg()), As("olle organiser"));
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->entity.enrolment().state(), v1::ENROLMENT_STATE_ACTIVE);
}

TEST(TransferTest, IsRefused) {
  using I = v1::TransferEnrolment;
  const v1::Entity place = AnEnrolment();
  ExpectRefusals<I>(
      &place, Transfers(place, Raseborg()), As("olle organiser"),
      {
          {"no municipality", [](I& i) { i.clear_municipality_id(); }, v1::REASON_MISSING_FIELD},
          {"the same one", [](I& i) { i.set_municipality_id(Pargas().ToBytes()); },
           v1::REASON_ILLEGAL_MOVE},
          {"no membership", [](I& i) { i.clear_membership_id(); }, v1::REASON_MISSING_FIELD},
          {"a long position", [](I& i) { i.set_position(std::string(kMaxNameBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"a long sector", [](I& i) { i.set_sector(std::string(101, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
      });
  for (const auto state : {v1::ENROLMENT_STATE_WITHDRAWN, v1::ENROLMENT_STATE_COMPLETED}) {
    const v1::Entity ended = AnEnrolment().In(state);
    EXPECT_THAT(Fold(&ended, Transfers(place, Raseborg()), As("olle organiser")),
                HasReason(v1::REASON_ILLEGAL_MOVE));
  }
  v1::Entity restless = AnEnrolment();
  for (int i = 0; i < kMaxTransfers; ++i) {
    restless.mutable_enrolment()->add_earlier_municipality_ids(Raseborg().ToBytes());
  }
  EXPECT_THAT(Fold(&restless, Transfers(place, Raseborg()), As("olle organiser")),
              HasReason(v1::REASON_OUT_OF_RANGE));
  ExpectNotFound(Transfers(place, Raseborg()), As("olle organiser"), APost());
}

TEST(ReplaceTest, MakesAPlaceWhoseCohortTheServerKnows) {
  const v1::ReplaceLeader intent = Replaces(AnEnrolment("anna"), "arne");
  const FoldResult made = Fold(nullptr, intent, As("maria admin"));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->entity.enrolment().person_id(), IdNamed("arne").bytes());
  EXPECT_EQ(made->entity.enrolment().state(), v1::ENROLMENT_STATE_ACTIVE);
  EXPECT_THAT(KeysOf(made->entity),
              ElementsAre(Key{KeyName::kEnrolmentsOfPerson, IdNamed("arne")}));
  ExpectMakesANewEntity(intent, As("maria admin"));
  ExpectWantsAFreeId(intent, As("maria admin"));
}

TEST(ReplaceTest, IsRefused) {
  using I = v1::ReplaceLeader;
  v1::ReplaceLeader good = Replaces(AnEnrolment("anna"), "arne");
  good.set_manager_email("chef@pargas.example");
  ExpectRefusals<I>(
      nullptr, good, As("maria admin"),
      {
          {"nobody replaced", [](I& i) { i.clear_replaced_id(); }, v1::REASON_MISSING_FIELD},
          {"no person", [](I& i) { i.clear_person_id(); }, v1::REASON_MISSING_FIELD},
          {"no membership", [](I& i) { i.clear_membership_id(); }, v1::REASON_MISSING_FIELD},
          {"no name", [](I& i) { i.clear_name(); }, v1::REASON_TEXT_EMPTY},
          {"no email", [](I& i) { i.clear_email(); }, v1::REASON_TEXT_EMPTY},
          {"no email address", [](I& i) { i.set_email("arne"); }, v1::REASON_MALFORMED},
          {"a manager without an address", [](I& i) { i.set_manager_email("chefen"); },
           v1::REASON_MALFORMED},
          {"no language", [](I& i) { i.clear_language(); }, v1::REASON_MALFORMED},
          {"a long sector", [](I& i) { i.set_sector(std::string(101, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
      });
}

TEST(CorrectEmailTest, ChangesNothingThatPeersRead) {
  const v1::Entity anna = APerson("anna");
  const FoldResult corrected =
      Fold(&anna, CorrectsEmail("anna", "anna@raseborg.example"), As("olle organiser"));
  ASSERT_THAT(corrected, IsOk());
  EXPECT_THAT(corrected->entity, EqualsProto(anna));
  EXPECT_THAT(Fold(&anna, CorrectsEmail("anna", "anna"), As("olle organiser")),
              HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(Fold(&anna, CorrectsEmail("anna", ""), As("olle organiser")),
              HasReason(v1::REASON_TEXT_EMPTY));
  ExpectNotFound(CorrectsEmail("anna", "a@b.example"), As("olle organiser"), APost());
}

}  // namespace
}  // namespace samstig::rules
