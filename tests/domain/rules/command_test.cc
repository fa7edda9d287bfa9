// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::rules {
namespace {

using base::Id;
using test::AHat;
using test::HasReason;
using test::IdNamed;
using test::IsOkAndHolds;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// A small town hall: Anna and Axel report to Bo, Bo to Disa. Rut and Rolf report to one another,
// which should not be.
class TownHall : public testing::Test {
 protected:
  base::Result<bool> InOneLine(std::string_view a, std::string_view b) {
    return rules::InOneLine(IdNamed(a), IdNamed(b), managers);
  }

  std::map<Id, std::vector<Id>> reports_to = {{IdNamed("anna"), {IdNamed("bo")}},
                                              {IdNamed("axel"), {IdNamed("bo")}},
                                              {IdNamed("bo"), {IdNamed("disa")}},
                                              {IdNamed("rut"), {IdNamed("rolf")}},
                                              {IdNamed("rolf"), {IdNamed("rut")}}};
  const ManagersOf managers = [this](const Id& person) -> base::Result<std::vector<Id>> {
    return reports_to[person];
  };
};

TEST_F(TownHall, WhoIsAboveSomebodyIsAllTheWayUp) {
  EXPECT_THAT(Above(IdNamed("anna"), managers),
              IsOkAndHolds(UnorderedElementsAre(IdNamed("bo"), IdNamed("disa"))));
  EXPECT_THAT(Above(IdNamed("disa"), managers), IsOkAndHolds(IsEmpty()));
}

TEST_F(TownHall, OneLineIsSeenFromBothEnds) {
  EXPECT_THAT(InOneLine("anna", "bo"), IsOkAndHolds(true));
  EXPECT_THAT(InOneLine("bo", "anna"), IsOkAndHolds(true));
  EXPECT_THAT(InOneLine("anna", "disa"), IsOkAndHolds(true));
  EXPECT_THAT(InOneLine("disa", "anna"), IsOkAndHolds(true));
}

TEST_F(TownHall, ColleaguesAndStrangersAreNotInOneLine) {
  EXPECT_THAT(InOneLine("anna", "axel"), IsOkAndHolds(false));
  EXPECT_THAT(InOneLine("anna", "rut"), IsOkAndHolds(false));
  EXPECT_THAT(InOneLine("anna", "anna"), IsOkAndHolds(false));
}

TEST_F(TownHall, ARingEndsWhereItBegan) {
  EXPECT_THAT(Above(IdNamed("rut"), managers), IsOkAndHolds(UnorderedElementsAre(IdNamed("rolf"))));
  EXPECT_THAT(InOneLine("rut", "rolf"), IsOkAndHolds(true));
  EXPECT_THAT(InOneLine("rut", "bo"), IsOkAndHolds(false));
  reports_to[IdNamed("disa")] = {IdNamed("disa")};
  EXPECT_THAT(Above(IdNamed("disa"), managers), IsOkAndHolds(IsEmpty()));
}

TEST_F(TownHall, WhoLeadsInTwoMunicipalitiesHasTwoLines) {
  reports_to[IdNamed("anna")].push_back(IdNamed("rut"));
  EXPECT_THAT(InOneLine("anna", "disa"), IsOkAndHolds(true));
  EXPECT_THAT(InOneLine("rolf", "anna"), IsOkAndHolds(true));
}

TEST(LineOfCommandTest, WhatCannotBeLookedUpIsNotJudged) {
  const ManagersOf broken = [](const Id&) -> base::Result<std::vector<Id>> {
    return base::Status(v1::REASON_DATA_DAMAGED, "a stored hat does not parse");
  };
  EXPECT_THAT(InOneLine(IdNamed("anna"), IdNamed("bo"), broken),
              HasReason(v1::REASON_DATA_DAMAGED));
}

TEST(LineOfCommandTest, OnlyALeadersLiveHatCounts) {
  const auto manager = [](const v1::Entity& hat) { return ManagerIn(hat.membership()); };
  EXPECT_EQ(manager(AHat("anna").Under("bo")), IdNamed("bo"));
  EXPECT_TRUE(manager(AHat("anna")).IsNil());
  EXPECT_TRUE(manager(AHat("anna").Under("bo").Ended()).IsNil());
  EXPECT_TRUE(manager(AHat("anna").Under("bo").AdminOf(IdNamed("pargas"))).IsNil());
}

}  // namespace
}  // namespace samstig::rules
