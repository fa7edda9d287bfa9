// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/enrolment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/figures/story.h"

namespace samstig::cli::figures {
namespace {

using ::testing::ElementsAre;

TEST(EnrolmentTest, CountsSeatsAndPlacesOfEachMunicipality) {
  Facts facts;
  facts.municipalities = {{"r", "710", "Raseborg"}, {"p", "445", "Pargas"}};
  facts.seats = {{"p", 4, 3}, {"r", 2, 0}};
  facts.places = {{"anna", "p", v1::ENROLMENT_STATE_ACTIVE, /*returning=*/true},
                  {"bo", "p", v1::ENROLMENT_STATE_ACTIVE},
                  {"cia", "p", v1::ENROLMENT_STATE_COMPLETED},
                  {"dan", "p", v1::ENROLMENT_STATE_WAITLISTED},
                  {"eva", "p", v1::ENROLMENT_STATE_WITHDRAWN, /*returning=*/true}};
  const Sheet sheet = Enrolment(facts);
  EXPECT_EQ(Headings(sheet), "asked, agreed, active, waiting, completed, withdrawn, returning");
  EXPECT_THAT(Lines(sheet.groups[0]),
              ElementsAre("Pargas 5: 4 3 2 1 1 1 1",  //
                          "Raseborg 0: 2 0 0 0 0 0 0", "total 5: 6 3 2 1 1 1 1"));
  EXPECT_THAT(sheet.groups[0].rows[0].words, ElementsAre("municipality", "445", "Pargas"));
}

TEST(EnrolmentTest, TellsSmallMunicipalitiesToo) {
  Facts facts;
  AddLeaders(facts, "Sottunga", 1);
  EXPECT_THAT(Lines(Enrolment(facts).groups[0]),
              ElementsAre("Sottunga 1: 0 0 1 0 0 0 0", "total 1: 0 0 1 0 0 0 0"));
}

TEST(EnrolmentTest, WhoCameBackAfterWithdrawingIsOnePersonWithTwoPlaces) {
  Facts facts;
  AddLeaders(facts, "Pargas", 1);
  facts.places.push_back({"Pargas 1", "Pargas", v1::ENROLMENT_STATE_WITHDRAWN});
  EXPECT_THAT(Lines(Enrolment(facts).groups[0]),
              ElementsAre("Pargas 1: 0 0 1 0 0 1 0", "total 1: 0 0 1 0 0 1 0"));
}

TEST(EnrolmentTest, AnEmptyCohortHasATotalOfNothing) {
  EXPECT_THAT(Lines(Enrolment({}).groups[0]), ElementsAre("total 0: 0 0 0 0 0 0 0"));
}

}  // namespace
}  // namespace samstig::cli::figures
