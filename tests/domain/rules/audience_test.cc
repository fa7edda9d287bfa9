// SPDX-License-Identifier: Apache-2.0
// What an author is told of those who can read.
#include "domain/rules/audience.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/story.h"

namespace samstig::rules {
namespace {

using base::Id;
using test::AHat;
using test::IdNamed;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Id kAnna = IdNamed("anna");
const Id kPargas = IdNamed("pargas");
const Id kRaseborg = IdNamed("raseborg");

v1::Membership Hat(const v1::Entity& hat) { return hat.membership(); }

v1::Membership ReportsTo(const v1::Entity& hat, std::string_view manager) {
  v1::Membership membership = hat.membership();
  membership.set_manager_id(IdNamed(manager).ToBytes());
  return membership;
}

TEST(AudienceTest, CountsAllButTheAuthorAndWhereTheyLead) {
  const Audience audience = AudienceOf(
      kAnna, {kAnna, IdNamed("axel"), IdNamed("bo"), IdNamed("carin")},
      {Hat(AHat("anna").LeaderIn(kPargas)), Hat(AHat("axel").LeaderIn(kPargas)),
       Hat(AHat("bo").LeaderIn(kRaseborg)), Hat(AHat("carin").CoachOf(IdNamed("cohort")))});
  EXPECT_THAT(audience.people, SizeIs(3));
  EXPECT_THAT(audience.municipalities, SizeIs(2));
  EXPECT_THAT(audience.own_hr, IsEmpty());
  EXPECT_THAT(audience.line_of_command, IsEmpty());
}

TEST(AudienceTest, TellsOfTheOwnHrThroughAnotherHat) {
  const std::vector<v1::Membership> hats = {
      Hat(AHat("anna").LeaderIn(kPargas)), Hat(AHat("axel").LeaderIn(kPargas)),
      Hat(AHat("axel").AdminOf(kPargas)), Hat(AHat("bo").AdminOf(kRaseborg)),
      Hat(AHat("dan").AdminOf(kPargas).Ended())};
  const std::set<Id> readers = {IdNamed("axel"), IdNamed("bo"), IdNamed("dan")};
  EXPECT_THAT(AudienceOf(kAnna, readers, hats).own_hr, ElementsAre(IdNamed("axel")));
  EXPECT_THAT(AudienceOf(kAnna, {IdNamed("bo")}, hats).own_hr, IsEmpty())
      << "who cannot read is not told of";
}

TEST(AudienceTest, TellsOfTheLineOfCommandUpAndDown) {
  const std::vector<v1::Membership> hats = {
      ReportsTo(AHat("anna"), "mellanchef"), ReportsTo(AHat("mellanchef"), "chef"),
      ReportsTo(AHat("dan"), "anna"), ReportsTo(AHat("axel"), "chef")};
  const std::set<Id> readers = {IdNamed("chef"), IdNamed("dan"), IdNamed("axel"), kAnna};
  EXPECT_THAT(AudienceOf(kAnna, readers, hats).line_of_command,
              testing::UnorderedElementsAre(IdNamed("chef"), IdNamed("dan")))
      << "a colleague under the same chief is in nobody's line";
}

TEST(AudienceTest, ARingOfManagersEnds) {
  const std::vector<v1::Membership> hats = {ReportsTo(AHat("anna"), "bo"),
                                            ReportsTo(AHat("bo"), "axel"),
                                            ReportsTo(AHat("axel"), "anna")};
  EXPECT_THAT(AudienceOf(kAnna, {IdNamed("bo"), kAnna}, hats).line_of_command,
              ElementsAre(IdNamed("bo")));
}

TEST(AudienceTest, OfNobodyIsNobody) {
  EXPECT_THAT(AudienceOf(kAnna, {}, {}).people, IsEmpty());
  EXPECT_THAT(AudienceOf(kAnna, {kAnna}, {}).people, IsEmpty());
}

}  // namespace
}  // namespace samstig::rules
