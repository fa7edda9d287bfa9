// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "domain/rules/names.h"
#include "tests/support/story.h"

namespace samstig::rules {
namespace {

using base::Id;
using test::ACohort;
using test::ADraft;
using test::AFeedback;
using test::AGroup;
using test::AHat;
using test::AMunicipality;
using test::AnAssignment;
using test::AnEnrolment;
using test::AParkedItem;
using test::APerson;
using test::APost;
using test::AProgramme;
using test::ASeatRequest;
using test::ASubmission;
using test::ATheme;
using test::AThread;
using test::IdNamed;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const Id kNobody;

TEST(KeysTest, WhatTheNetworkHasIsFoundUnderNobody) {
  EXPECT_THAT(KeysOf(AMunicipality()), ElementsAre(Key{KeyName::kMunicipalities, kNobody}));
  EXPECT_THAT(KeysOf(APerson()), ElementsAre(Key{KeyName::kPersons, kNobody}));
  EXPECT_THAT(KeysOf(AProgramme()), ElementsAre(Key{KeyName::kProgrammes, kNobody}));
  EXPECT_THAT(KeysOf(ACohort()), ElementsAre(Key{KeyName::kCohorts, kNobody}));
  EXPECT_THAT(KeysOf(AParkedItem(v1::Mutation())),
              ElementsAre(Key{KeyName::kParkedItems, kNobody}));
}

TEST(KeysTest, AHatIsFoundUnderItsHolderAndItsPlace) {
  const Key annas{KeyName::kMembershipsOfPerson, IdNamed("anna")};
  const Id pargas = MunicipalityId("FI", "445");
  EXPECT_THAT(KeysOf(AHat().LeaderIn(pargas)),
              UnorderedElementsAre(annas, Key{KeyName::kMembershipsAt, pargas}));
  EXPECT_THAT(KeysOf(AHat().AdminOf(pargas)),
              UnorderedElementsAre(annas, Key{KeyName::kMembershipsAt, pargas}));
  EXPECT_THAT(KeysOf(AHat().CoachOf(IdNamed("cohort"))),
              UnorderedElementsAre(annas, Key{KeyName::kMembershipsAt, IdNamed("cohort")}));
  EXPECT_THAT(KeysOf(AHat().Organiser()),
              UnorderedElementsAre(annas, Key{KeyName::kMembershipsAt, kNobody}));
  EXPECT_EQ(KeysOf(AHat().Organiser().Ended()), KeysOf(AHat().Organiser()));
}

TEST(KeysTest, AGuestsHatIsFoundUnderTheHourInWhichItsTimeEndsToo) {
  const base::TimeMs ends = test::kMonday + base::kDayMs;
  const AHat hat = AHat("lisa").GuestOf(IdNamed("cohort"), ends);
  EXPECT_THAT(KeysOf(hat),
              UnorderedElementsAre(
                  Key{KeyName::kMembershipsOfPerson, IdNamed("lisa")},
                  Key{KeyName::kMembershipsAt, IdNamed("cohort")}, Key{KeyName::kGuests, kNobody},
                  Key{KeyName::kGuestsUntilHour, HourId(ends + 14 * base::kDayMs)}));
  EXPECT_EQ(KeysOf(AHat(hat).Ended()), KeysOf(hat)) << "keys are only ever added to";
}

TEST(KeysTest, APlaceIsFoundUnderPersonCohortAndSeat) {
  const Id seat = SeatId(IdNamed("cohort"), MunicipalityId("FI", "445"));
  EXPECT_THAT(KeysOf(AnEnrolment()),
              UnorderedElementsAre(Key{KeyName::kEnrolmentsOfPerson, IdNamed("anna")},
                                   Key{KeyName::kEnrolmentsOfCohort, IdNamed("cohort")},
                                   Key{KeyName::kEnrolmentsOfSeat, seat}));
}

TEST(KeysTest, AGroupIsFoundUnderItsCohortAlsoWhenItIsDissolved) {
  const Key key{KeyName::kGroupsOfCohort, IdNamed("cohort")};
  EXPECT_THAT(KeysOf(AGroup()), ElementsAre(key));
  EXPECT_THAT(KeysOf(AGroup().Dissolved()), ElementsAre(key));
}

TEST(KeysTest, ASubmissionIsFoundUnderTheWorkAndTheAssignment) {
  const Id work = WorkId(IdNamed("anna"), IdNamed("assignment"));
  EXPECT_THAT(KeysOf(ASubmission()),
              UnorderedElementsAre(Key{KeyName::kAttemptsAtWork, work},
                                   Key{KeyName::kSubmissionsTo, IdNamed("assignment")}));
}

TEST(KeysTest, TheRestIsFoundUnderWhatItBelongsTo) {
  EXPECT_THAT(KeysOf(ATheme()),
              ElementsAre(Key{KeyName::kThemesOfProgramme, ProgrammeId("ledarstig")}));
  EXPECT_THAT(KeysOf(ASeatRequest()), ElementsAre(Key{KeyName::kSeatsOfCohort, IdNamed("cohort")}));
  EXPECT_THAT(KeysOf(AnAssignment()),
              ElementsAre(Key{KeyName::kAssignmentsOfCohort, IdNamed("cohort")}));
  EXPECT_THAT(KeysOf(AFeedback()), ElementsAre(Key{KeyName::kFeedbackOn, IdNamed("submission")}));
  EXPECT_THAT(KeysOf(AThread()), ElementsAre(Key{KeyName::kThreadsOfCohort, IdNamed("cohort")}));
  EXPECT_THAT(KeysOf(APost()), ElementsAre(Key{KeyName::kPostsOfThread, IdNamed("thread")}));
}

// Its id is made from person and assignment: that is the look-up.
TEST(KeysTest, ADraftNeedsNone) { EXPECT_THAT(KeysOf(ADraft()), IsEmpty()); }

TEST(KeysTest, AKindOfANewerVersionHasNone) { EXPECT_THAT(KeysOf(v1::Entity()), IsEmpty()); }

TEST(KeysTest, ADamagedIdGivesNoKey) {
  v1::Entity post = APost();
  post.mutable_post()->set_thread_id("short");
  EXPECT_THAT(KeysOf(post), IsEmpty());

  // Above all not that of the organisers, which has no owner.
  v1::Entity hat = AHat();
  hat.mutable_membership()->set_cohort_id("short");
  EXPECT_THAT(KeysOf(hat), ElementsAre(Key{KeyName::kMembershipsOfPerson, IdNamed("anna")}));

  v1::Entity submission = ASubmission();
  submission.mutable_submission()->clear_person_id();
  EXPECT_THAT(KeysOf(submission), ElementsAre(Key{KeyName::kSubmissionsTo, IdNamed("assignment")}));
}

TEST(KeysTest, NumbersAreStoredAndStay) {
  EXPECT_EQ(static_cast<int>(KeyName::kMunicipalities), 1);
  EXPECT_EQ(static_cast<int>(KeyName::kMembershipsAt), 7);
  EXPECT_EQ(static_cast<int>(KeyName::kAssignmentsOfCohort), 12);
  EXPECT_EQ(static_cast<int>(KeyName::kPostsOfThread), 17);
}

}  // namespace
}  // namespace samstig::rules
