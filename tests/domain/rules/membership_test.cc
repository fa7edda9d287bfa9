// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/membership.h"

#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::AHat;
using test::APost;
using test::As;
using test::EndsHat;
using test::EqualsProto;
using test::GrantsHat;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using test::SetsManager;

const base::Id kPargas = MunicipalityId("FI", "445");

// ---- Which hat is worn where

enum class Place { kNone, kMunicipality, kCohort, kNetwork, kNotTheNetwork };

v1::Membership Hat(v1::Role role, Place place, const std::string& id) {
  v1::Membership hat;
  hat.set_role(role);
  switch (place) {
    case Place::kNone:
      break;
    case Place::kMunicipality:
      hat.set_municipality_id(id);
      break;
    case Place::kCohort:
      hat.set_cohort_id(id);
      break;
    case Place::kNetwork:
      hat.set_network(true);
      break;
    case Place::kNotTheNetwork:
      hat.set_network(false);
      break;
  }
  return hat;
}

TEST(CheckHatTest, EachRoleHasItsPlace) {
  struct Row {
    v1::Role role;
    Place place;
  };
  const Row rows[] = {{v1::ROLE_LEADER, Place::kMunicipality},
                      {v1::ROLE_MUNICIPALITY_ADMIN, Place::kMunicipality},
                      {v1::ROLE_COACH, Place::kCohort},
                      {v1::ROLE_ORGANISER, Place::kNetwork}};
  const std::string id = IdNamed("place").ToBytes();
  for (const Row& row : rows) {
    for (const Place place : {Place::kNone, Place::kMunicipality, Place::kCohort, Place::kNetwork,
                              Place::kNotTheNetwork}) {
      const base::Status status = CheckHat(Hat(row.role, place, id));
      if (place == row.place) {
        EXPECT_THAT(status, IsOk()) << v1::Role_Name(row.role);
      } else {
        EXPECT_THAT(status, HasReason(v1::REASON_MALFORMED))
            << v1::Role_Name(row.role) << " in place " << static_cast<int>(place);
      }
    }
  }
}

TEST(CheckHatTest, ThePlaceHasAnId) {
  for (const v1::Role role : {v1::ROLE_LEADER, v1::ROLE_MUNICIPALITY_ADMIN}) {
    EXPECT_THAT(CheckHat(Hat(role, Place::kMunicipality, "")), HasReason(v1::REASON_MISSING_FIELD));
    EXPECT_THAT(CheckHat(Hat(role, Place::kMunicipality, "x")), HasReason(v1::REASON_BAD_ID));
  }
  EXPECT_THAT(CheckHat(Hat(v1::ROLE_COACH, Place::kCohort, "")),
              HasReason(v1::REASON_MISSING_FIELD));
  EXPECT_THAT(CheckHat(Hat(v1::ROLE_COACH, Place::kCohort, "x")), HasReason(v1::REASON_BAD_ID));
}

TEST(CheckHatTest, ARoleIsNeededAndKnown) {
  for (const int role : {0, 6, -1}) {
    EXPECT_THAT(CheckHat(Hat(static_cast<v1::Role>(role), Place::kNetwork, "")),
                HasReason(v1::REASON_MISSING_FIELD));
  }
}

TEST(CheckHatTest, TextsAreWithinTheirLimits) {
  v1::Membership hat = v1::Entity(AHat()).membership();
  hat.set_position(std::string(kMaxNameBytes, 'a'));
  hat.set_sector(std::string(100, 'a'));
  EXPECT_THAT(CheckHat(hat), IsOk());
  hat.set_sector(std::string(101, 'a'));
  EXPECT_THAT(CheckHat(hat), HasReason(v1::REASON_TEXT_TOO_LONG));
  hat.set_sector("a\nb");
  EXPECT_THAT(CheckHat(hat), HasReason(v1::REASON_TEXT_INVALID));
  hat.set_sector("");
  hat.set_position(std::string(kMaxNameBytes + 1, 'a'));
  EXPECT_THAT(CheckHat(hat), HasReason(v1::REASON_TEXT_TOO_LONG));
  hat.set_position("a\nb");
  EXPECT_THAT(CheckHat(hat), HasReason(v1::REASON_TEXT_INVALID));
  hat.set_position("");
  EXPECT_THAT(CheckHat(hat), IsOk());
}

// Else a new hat could close a ring behind everybody's back.
TEST(CheckHatTest, NamesNoManager) {
  EXPECT_THAT(CheckHat(v1::Entity(AHat().Under("bo")).membership()),
              HasReason(v1::REASON_MALFORMED));
}

// ---- Giving and taking back

TEST(GrantHatTest, GivesAHatThatHasNotEnded) {
  const FoldResult granted = Fold(nullptr, GrantsHat(AHat().Ended()), As("olle organiser"));
  ASSERT_THAT(granted, IsOk());
  EXPECT_THAT(granted->entity, EqualsProto(v1::Entity(AHat())));
  ExpectMakesANewEntity(GrantsHat(AHat()), As("olle organiser"));
  ExpectWantsAFreeId(GrantsHat(AHat()), As("olle organiser"));
}

TEST(GrantHatTest, IsRefused) {
  using I = v1::GrantHat;
  ExpectRefusals<I>(
      nullptr, GrantsHat(AHat().LeaderIn(kPargas)), As("olle organiser"),
      {
          {"nobody", [](I& i) { i.mutable_membership()->clear_person_id(); },
           v1::REASON_MISSING_FIELD},
          {"a person that is no id", [](I& i) { i.mutable_membership()->set_person_id("x"); },
           v1::REASON_BAD_ID},
          {"no role", [](I& i) { i.mutable_membership()->clear_role(); }, v1::REASON_MISSING_FIELD},
          {"no place", [](I& i) { i.mutable_membership()->clear_place(); }, v1::REASON_MALFORMED},
          {"a place that is no id", [](I& i) { i.mutable_membership()->set_municipality_id("x"); },
           v1::REASON_BAD_ID},
          {"a long sector", [](I& i) { i.mutable_membership()->set_sector(std::string(101, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"a position of two lines", [](I& i) { i.mutable_membership()->set_position("a\nb"); },
           v1::REASON_TEXT_INVALID},
      });
}

TEST(EndHatTest, TakesAHatBackOnce) {
  const v1::Entity hat = AHat();
  const FoldResult ended = Fold(&hat, EndsHat(hat), As("olle organiser"));
  ASSERT_THAT(ended, IsOk());
  EXPECT_THAT(ended->entity, EqualsProto(v1::Entity(AHat().Ended())));
  EXPECT_FALSE(ended->gone);
  EXPECT_THAT(Fold(&ended->entity, EndsHat(hat), As("olle organiser")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
  ExpectNotFound(EndsHat(hat), As("olle organiser"), APost());
}

// ---- Whom a leader reports to

TEST(SetManagerTest, NamesSomebodyOrNobody) {
  const v1::Entity hat = AHat("anna");
  const FoldResult named = Fold(&hat, SetsManager("anna", "bo"), As("maria admin"));
  ASSERT_THAT(named, IsOk());
  EXPECT_THAT(named->entity, EqualsProto(v1::Entity(AHat("anna").Under("bo"))));
  const FoldResult nobody = Fold(&named->entity, SetsManager("anna", ""), As("maria admin"));
  ASSERT_THAT(nobody, IsOk());
  EXPECT_THAT(nobody->entity, EqualsProto(hat));
}

TEST(SetManagerTest, IsRefused) {
  const v1::Entity hat = AHat("anna");
  EXPECT_THAT(Fold(&hat, SetsManager("anna", "anna"), As("maria admin")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
  v1::SetManager no_id = SetsManager("anna", "bo");
  no_id.set_manager_id("bo");
  EXPECT_THAT(Fold(&hat, no_id, As("maria admin")), HasReason(v1::REASON_BAD_ID));
  const v1::Entity ended = AHat("anna").Ended();
  EXPECT_THAT(Fold(&ended, SetsManager("anna", "bo"), As("maria admin")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
  const v1::Entity admin = AHat("anna").AdminOf(kPargas);
  EXPECT_THAT(Fold(&admin, SetsManager("anna", "bo"), As("maria admin")),
              HasReason(v1::REASON_BAD_ID));
  ExpectNotFound(SetsManager("anna", "bo"), As("maria admin"), APost());
}

}  // namespace
}  // namespace samstig::rules
