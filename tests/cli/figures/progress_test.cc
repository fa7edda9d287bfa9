// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/figures/story.h"

namespace samstig::cli::figures {
namespace {

using ::testing::ElementsAre;

class ProgressTest : public testing::Test {
 protected:
  ProgressTest() {
    facts_.themes = {{"team", "laget", "Team", 2}, {"self", "jaget", "Self", 1}};
    facts_.assignments = {{"walk", "team", "ga-ut", "Walk", 300},
                          {"ask", "self", "fraga", "Ask", 200},
                          {"try", "self", "prova", "Try", 100}};
  }

  Attempt& HandsIn(const std::string& person, const std::string& assignment, uint32_t number = 1) {
    Attempt& attempt = facts_.attempts.emplace_back();
    attempt.person = person;
    attempt.assignment = assignment;
    attempt.number = number;
    return attempt;
  }
  std::vector<std::string> Assignments() { return Lines(Progress(facts_).groups[0]); }
  std::vector<std::string> Municipalities() { return Lines(Progress(facts_).groups[1]); }

  Facts facts_;
};

TEST_F(ProgressTest, ComesByThemeAndAssignmentInTheirOrder) {
  AddLeaders(facts_, "Pargas", 6);
  HandsIn("Pargas 1", "try");
  HandsIn("Pargas 1", "ask");
  HandsIn("Pargas 2", "try").late = true;
  EXPECT_EQ(Headings(Progress(facts_)),
            "handed in, late, answered, acknowledged, returned, did not work");
  EXPECT_THAT(Assignments(), ElementsAre("Self 6: 2 1 0 0 0 0",   //
                                         "  Try 6: 2 1 0 0 0 0",  //
                                         "  Ask 6: 1 0 0 0 0 0",  //
                                         "Team 6: 0 0 0 0 0 0",   //
                                         "  Walk 6: 0 0 0 0 0 0"));
}

TEST_F(ProgressTest, OneForAGroupCountsThoseItIsForAndOnlyInItsOwnRow) {
  AddLeaders(facts_, "Pargas", 8);
  facts_.assignments[1].only = {"Pargas 1", "Pargas 2", "Pargas 3",
                                "Pargas 4", "Pargas 5", "somebody who left"};
  HandsIn("Pargas 1", "ask");
  HandsIn("Pargas 8", "ask");  // Whom it is not for.
  HandsIn("Pargas 1", "try");
  EXPECT_THAT(Assignments(), ElementsAre("Self 8: 1 0 0 0 0 0",   //
                                         "  Try 8: 1 0 0 0 0 0",  //
                                         "  Ask 5: 1 0 0 0 0 0",  //
                                         "Team 8: 0 0 0 0 0 0",   //
                                         "  Walk 8: 0 0 0 0 0 0"));
}

TEST_F(ProgressTest, OneForAPersonTellsNothing) {
  AddLeaders(facts_, "Pargas", 8);
  facts_.assignments[1].only = {"Pargas 1"};
  HandsIn("Pargas 1", "ask");
  EXPECT_EQ(Assignments()[2].back(), '-');
  EXPECT_EQ(Assignments()[0], "Self 8: 0 0 0 0 0 0");
  EXPECT_EQ(Municipalities().back(), "total 8: 0 0 0 0 0 0");
}

TEST_F(ProgressTest, CountsPeopleNotReports) {
  AddLeaders(facts_, "Pargas", 5);
  HandsIn("Pargas 1", "try").state = v1::SUBMISSION_STATE_RETURNED;
  HandsIn("Pargas 1", "try", 2).state = v1::SUBMISSION_STATE_ACKNOWLEDGED;
  EXPECT_EQ(Assignments()[1], "  Try 5: 1 0 0 1 0 0");
}

TEST_F(ProgressTest, WhetherItWasLateIsSaidByTheFirstTryAndHowItStandsByTheLatest) {
  AddLeaders(facts_, "Pargas", 5);
  Attempt& second = HandsIn("Pargas 1", "try", 2);
  second.late = true;
  second.state = v1::SUBMISSION_STATE_RETURNED;
  second.did_not_work = true;
  Attempt& first = HandsIn("Pargas 1", "try", 1);
  first.answered = true;
  first.state = v1::SUBMISSION_STATE_ACKNOWLEDGED;
  EXPECT_EQ(Assignments()[1], "  Try 5: 1 0 1 0 1 1");
}

TEST_F(ProgressTest, AnAnswerIsCountedOnlyWhenSomebodyElseGaveIt) {
  AddLeaders(facts_, "Pargas", 5);
  // The author went on talking.
  HandsIn("Pargas 1", "try").state = v1::SUBMISSION_STATE_IN_DIALOGUE;
  EXPECT_EQ(Assignments()[1], "  Try 5: 1 0 0 0 0 0");
}

TEST_F(ProgressTest, WhoHasWithdrawnOrWaitsCountsNeitherAboveNorBelow) {
  AddLeaders(facts_, "Pargas", 7);
  facts_.places[5].state = v1::ENROLMENT_STATE_WITHDRAWN;
  facts_.places[6].state = v1::ENROLMENT_STATE_WAITLISTED;
  HandsIn("Pargas 6", "try");
  HandsIn("Pargas 1", "try");
  EXPECT_EQ(Assignments()[1], "  Try 5: 1 0 0 0 0 0");
}

TEST_F(ProgressTest, WhoHasCompletedStillCounts) {
  AddLeaders(facts_, "Pargas", 5);
  facts_.places[0].state = v1::ENROLMENT_STATE_COMPLETED;
  HandsIn("Pargas 1", "try");
  EXPECT_EQ(Assignments()[1], "  Try 5: 1 0 0 0 0 0");
}

TEST_F(ProgressTest, WhoCameBackIsOfTheMunicipalityThatPaysNow) {
  AddLeaders(facts_, "Pargas", 5);
  AddLeaders(facts_, "Raseborg", 5);
  facts_.places[0].state = v1::ENROLMENT_STATE_WITHDRAWN;
  facts_.places.push_back({"Pargas 1", "Raseborg"});
  HandsIn("Pargas 1", "try");
  EXPECT_THAT(Municipalities(), ElementsAre("Pargas 4: -",    //
                                            "Raseborg 6: *",  //
                                            "total 10: 1 0 0 0 0 0"));
}

TEST_F(ProgressTest, AnAssignmentWithoutAThemeComesLast) {
  facts_.assignments.push_back({"own", "", "", "Own", 1});
  AddLeaders(facts_, "Pargas", 5);
  const std::vector<std::string> lines = Assignments();
  ASSERT_EQ(lines.size(), 7u);
  EXPECT_EQ(lines[5], "without a theme 5: 0 0 0 0 0 0");
  EXPECT_EQ(lines[6], "  Own 5: 0 0 0 0 0 0");
}

TEST_F(ProgressTest, MunicipalitiesComeByNameAndSmallOnesAreNotTold) {
  AddLeaders(facts_, "Raseborg", 5);
  AddLeaders(facts_, "Pargas", 3);
  AddLeaders(facts_, "Korsholm", 2);
  HandsIn("Raseborg 1", "try");
  HandsIn("Raseborg 1", "ask");
  HandsIn("Pargas 1", "try");
  EXPECT_THAT(Municipalities(), ElementsAre("Korsholm 2: -",            //
                                            "Pargas 3: -",              //
                                            "Raseborg 5: 1 0 0 0 0 0",  //
                                            "total 10: 2 0 0 0 0 0"));
}

TEST_F(ProgressTest, ASingleSmallMunicipalityCannotBeComputedFromTheTotal) {
  AddLeaders(facts_, "Korsholm", 8);
  AddLeaders(facts_, "Pargas", 3);
  AddLeaders(facts_, "Raseborg", 6);
  HandsIn("Pargas 1", "try");
  EXPECT_THAT(Municipalities(), ElementsAre("Korsholm 8: 0 0 0 0 0 0",  //
                                            "Pargas 3: -",              //
                                            "Raseborg 6: *",            //
                                            "total 17: 1 0 0 0 0 0"));
}

TEST_F(ProgressTest, AMunicipalityWhoseLeadersAllLeftHasNoRow) {
  AddLeaders(facts_, "Korsholm", 5);
  AddLeaders(facts_, "Pargas", 1);
  facts_.places[5].state = v1::ENROLMENT_STATE_WITHDRAWN;
  EXPECT_THAT(Municipalities(), ElementsAre("Korsholm 5: 0 0 0 0 0 0", "total 5: 0 0 0 0 0 0"));
}

TEST_F(ProgressTest, OfASmallCohortNothingIsTold) {
  AddLeaders(facts_, "Pargas", 4);
  HandsIn("Pargas 1", "try");
  EXPECT_THAT(Assignments(),
              ElementsAre("Self 4: -", "  Try 4: -", "  Ask 4: -", "Team 4: -", "  Walk 4: -"));
  EXPECT_THAT(Municipalities(), ElementsAre("Pargas 4: -", "total 4: -"));
}

TEST_F(ProgressTest, AnEmptyCohortHasNothingToTell) {
  facts_ = {};
  EXPECT_THAT(Assignments(), ElementsAre());
  EXPECT_THAT(Municipalities(), ElementsAre("total 0: -"));
}

}  // namespace
}  // namespace samstig::cli::figures
