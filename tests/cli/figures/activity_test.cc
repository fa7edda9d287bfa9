// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/activity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/figures/story.h"

namespace samstig::cli::figures {
namespace {

using ::testing::ElementsAre;

class ActivityTest : public testing::Test {
 protected:
  void Posts(const std::string& author, const std::string& time) {
    facts_.posts.push_back({author, At(time)});
  }
  void StartsThread(const std::string& author, const std::string& time) {
    facts_.threads.push_back({author, At(time)});
    Posts(author, time);
  }
  void HandsIn(const std::string& person, const std::string& time) {
    Attempt& attempt = facts_.attempts.emplace_back();
    attempt.person = person;
    attempt.made = At(time);
  }
  std::vector<std::string> WeeksUntil(const std::string& now) {
    return Lines(Activity(facts_, At(now)).groups[0]);
  }

  Facts facts_;
};

TEST_F(ActivityTest, CountsWhatWasWrittenInEachWeek) {
  AddLeaders(facts_, "Pargas", 6);
  StartsThread("Pargas 1", "2026-03-10T09:00Z");
  Posts("Pargas 2", "2026-03-11T09:00Z");
  HandsIn("Pargas 2", "2026-03-12T09:00Z");
  HandsIn("Pargas 3", "2026-03-16T00:00Z");
  EXPECT_EQ(Headings(Activity(facts_, 0)), "posts, threads, reports, active");
  EXPECT_THAT(WeeksUntil("2026-03-17T12:00Z"),
              ElementsAre("2026-W11 6: 2 1 1 2",  //
                          "2026-W12 6: 0 0 1 1", "total 6: 2 1 2 3"));
}

TEST_F(ActivityTest, QuietWeeksAreThereUpToNowAndAcrossNewYear) {
  AddLeaders(facts_, "Pargas", 5);
  Posts("Pargas 1", "2026-12-27T23:59Z");
  Posts("Pargas 1", "2027-01-03T23:59Z");
  EXPECT_THAT(WeeksUntil("2027-01-11T00:00Z"), ElementsAre("2026-W52 5: 1 0 0 1",  //
                                                           "2026-W53 5: 1 0 0 1",  //
                                                           "2027-W01 5: 0 0 0 0",  //
                                                           "2027-W02 5: 0 0 0 0",  //
                                                           "total 5: 2 0 0 1"));
  EXPECT_THAT(Activity(facts_, At("2027-01-11T00:00Z")).groups[0].rows[1].words,
              ElementsAre("week", "2026-W53", "2026-12-28"));
}

TEST_F(ActivityTest, ADeviceWhoseClockIsBehindLosesNoWeek) {
  AddLeaders(facts_, "Pargas", 5);
  Posts("Pargas 1", "2026-03-10T09:00Z");
  EXPECT_THAT(WeeksUntil("2001-01-01T00:00Z"),
              ElementsAre("2026-W11 5: 1 0 0 1", "total 5: 1 0 0 1"));
}

TEST_F(ActivityTest, WhatCoachesWriteIsNotCounted) {
  AddLeaders(facts_, "Pargas", 5);
  StartsThread("the coach", "2026-03-10T09:00Z");
  EXPECT_THAT(WeeksUntil("2026-03-11T00:00Z"), ElementsAre("total 5: 0 0 0 0"));
}

TEST_F(ActivityTest, WhoHasWithdrawnStaysInTheWeeksOfThenAndInTheNumberOfPeople) {
  AddLeaders(facts_, "Pargas", 7);
  facts_.places[5].state = v1::ENROLMENT_STATE_WITHDRAWN;
  facts_.places[6].state = v1::ENROLMENT_STATE_WITHDRAWN;  // Without a word.
  HandsIn("Pargas 6", "2026-03-10T09:00Z");
  EXPECT_THAT(WeeksUntil("2026-03-11T00:00Z"),
              ElementsAre("2026-W11 6: 0 0 1 1", "total 6: 0 0 1 1"));
}

TEST_F(ActivityTest, OfASmallCohortNotEvenTheWeeksAreTold) {
  AddLeaders(facts_, "Pargas", 4);
  Posts("Pargas 1", "2026-03-10T09:00Z");
  EXPECT_THAT(WeeksUntil("2026-03-11T00:00Z"), ElementsAre("total 4: -"));
}

TEST_F(ActivityTest, AnEmptyCohortHasNothingToTell) {
  EXPECT_THAT(WeeksUntil("2026-03-11T00:00Z"), ElementsAre("total 0: -"));
}

}  // namespace
}  // namespace samstig::cli::figures
