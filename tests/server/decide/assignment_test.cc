// SPDX-License-Identifier: Apache-2.0
// Assignments as the server judges them: for whom they are, when they show up, who works on them.
#include <gtest/gtest.h>

#include "domain/rules/keys.h"
#include "domain/rules/names.h"
#include "server/decide/publication.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr base::TimeMs kFriday = kMonday + 4 * base::kDayMs;
constexpr const char* kMarked = "Det hemliga uppdraget";

class AssignmentTest : public testing::Test {
 protected:
  // A group of the cohort with these members, as its coach would have formed it.
  void AGroupOf(std::initializer_list<const char*> people, bool dissolved = false,
                const char* cohort = "cohort") {
    v1::Entity entity = APost().WithId(IdNamed("group"));
    v1::Group& group = *entity.mutable_group();
    group.set_cohort_id(IdNamed(cohort).ToBytes());
    group.set_name("Skärgården");
    group.set_dissolved(dissolved);
    const auto txn = Must(village.store().Begin());
    for (const char* person : people) {
      group.add_person_ids(IdNamed(person).ToBytes());
      ASSERT_THAT(txn->GiveScope(IdNamed(person), kGroup), IsOk());
    }
    ASSERT_THAT(txn->GiveScope(IdNamed("carin coach"), kGroup), IsOk());
    ASSERT_THAT(txn->Put(IdOf(entity), entity.SerializeAsString(),
                         {Scope::OfCohort(IdNamed("cohort"))}, {}),
                IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  void CarinPosts(const v1::Entity& assignment) {
    ASSERT_THAT(village.Does("carin coach", PostsAssignment(assignment)), WasApplied());
  }
  v1::Assignment Posted() { return village.Stored(IdNamed("assignment")).assignment(); }

  std::vector<Id> Due(std::optional<base::TimeMs> looked) {
    return Must(village.Reads([&](Snapshot& snapshot) {
      return server::DuePublications(snapshot, looked, village.clock.Now());
    }));
  }
  void TheTimeComes(base::TimeMs now) {
    village.clock.Set(now);
    for (const Id& id : Due(std::nullopt)) {
      ASSERT_THAT(
          village.Commits([&](server::Transaction& txn) { return server::Publish(txn, id, now); }),
          IsOk());
    }
  }
  std::vector<Id> Found(rules::KeyName name, const Id& owner = {}) {
    return Must(Must(village.store().Read())->Find({name, owner}));
  }

  const Scope kGroup = Scope::OfGroup(IdNamed("group"));
  Village village;
};

// ---- For whom

TEST_F(AssignmentTest, OneForAGroupIsReadAndWorkedOnByItsMembers) {
  AGroupOf({"anna", "axel"});
  CarinPosts(AnAssignment().ForGroup("group").Saying(kMarked));
  for (const char* reader : {"anna", "axel", "carin coach"}) {
    EXPECT_THAT(village.BytesSentTo(reader), HasSubstr(kMarked)) << reader;
  }
  for (const char* other : {"bo", "otto", "maria admin", "rasmus admin", "olle organiser"}) {
    EXPECT_THAT(village.BytesSentTo(other), Not(HasSubstr(kMarked))) << other;
  }
  EXPECT_THAT(village.Does("anna", Submits("Jag provade.")), WasApplied());
  EXPECT_THAT(village.Does("axel", SavesDraft("axel", AReportRevision("a", "Jag"))), WasApplied());
  EXPECT_THAT(village.Does("bo", Submits("Jag också.", "bo's")), WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("bo", SavesDraft("bo", AReportRevision("b", "Jag"))),
              WasParked(v1::REASON_NOT_ALLOWED));
}

TEST_F(AssignmentTest, OneForAPersonIsReadAtThatDesk) {
  CarinPosts(AnAssignment().ForPerson("anna").Saying(kMarked));
  for (const char* reader : {"anna", "carin coach"}) {
    EXPECT_THAT(village.BytesSentTo(reader), HasSubstr(kMarked)) << reader;
  }
  for (const char* other : {"axel", "bo", "otto", "maria admin", "olle organiser"}) {
    EXPECT_THAT(village.BytesSentTo(other), Not(HasSubstr(kMarked))) << other;
  }
  EXPECT_THAT(village.Does("anna", Submits("Jag provade.")), WasApplied());
  EXPECT_THAT(village.Does("axel", Submits("Jag också.", "axel's")),
              WasParked(v1::REASON_NOT_ALLOWED));
}

TEST_F(AssignmentTest, TheGroupIsALiveOneOfTheCohort) {
  const auto post = PostsAssignment(AnAssignment().ForGroup("group"));
  EXPECT_THAT(village.Does("carin coach", post), WasParked(v1::REASON_NOT_FOUND));
  AGroupOf({"anna", "axel"}, /*dissolved=*/true);
  EXPECT_THAT(village.Does("carin coach", post), WasParked(v1::REASON_DELETED));
  AGroupOf({"anna", "axel"}, /*dissolved=*/false, "another cohort");
  EXPECT_THAT(village.Does("carin coach", post), WasParked(v1::REASON_NOT_FOUND));
}

TEST_F(AssignmentTest, ThePersonTakesPart) {
  const auto posts_for = [&](const char* person) {
    return village.Does("carin coach", PostsAssignment(AnAssignment().ForPerson(person)));
  };
  EXPECT_THAT(posts_for("otto"), WasParked(v1::REASON_NOT_TAKING_PART));
  EXPECT_THAT(posts_for("carin coach"), WasParked(v1::REASON_NOT_TAKING_PART));
  EXPECT_THAT(posts_for("nobody"), WasParked(v1::REASON_NOT_TAKING_PART));
  ASSERT_THAT(village.Does("anna", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  EXPECT_THAT(posts_for("anna"), WasParked(v1::REASON_NOT_TAKING_PART));
}

TEST_F(AssignmentTest, WhoCannotBeRefusedForTheTargetIsRefusedForTheHatFirst) {
  EXPECT_THAT(village.Does("anna", PostsAssignment(AnAssignment().ForPerson("otto"))),
              WasParked(v1::REASON_NOT_ALLOWED));
}

TEST_F(AssignmentTest, ADraftOnceBegunGoesOnWhateverComes) {
  CarinPosts(AnAssignment().ForPerson("anna"));
  ASSERT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("1", "Ett"))), WasApplied());
  ASSERT_THAT(village.Does("anna", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  EXPECT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("2", "Två"), {"1"})),
              WasApplied());
  EXPECT_THAT(village.Does("anna", Submits("Två")), WasParked(v1::REASON_NOT_ALLOWED));
}

TEST_F(AssignmentTest, ADraftOnAnAssignmentThatARestoreLostIsTaken) {
  EXPECT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("1", "Ett"))), WasApplied());
}

TEST_F(AssignmentTest, ACoachDraftsNothingInALeadersPlace) {
  CarinPosts(AnAssignment());
  EXPECT_THAT(village.Does("carin coach", SavesDraft("carin coach", AReportRevision("1", "Ett"))),
              WasParked(v1::REASON_NOT_ALLOWED));
}

// ---- Scheduled

TEST_F(AssignmentTest, ALeaderKnowsNothingOfAScheduledOne) {
  CarinPosts(AnAssignment().ShownFrom(kFriday).Saying(kMarked));
  EXPECT_EQ(Posted().state(), v1::ASSIGNMENT_STATE_SCHEDULED);
  EXPECT_THAT(village.BytesSentTo("carin coach"), HasSubstr(kMarked));
  const std::string id = IdNamed("assignment").ToBytes();
  for (const char* other :
       {"anna", "axel", "bo", "otto", "maria admin", "rasmus admin", "olle organiser"}) {
    EXPECT_THAT(village.BytesSentTo(other), Not(HasSubstr(kMarked))) << other;
    EXPECT_THAT(village.BytesSentTo(other), Not(HasSubstr(id))) << other;
  }
  EXPECT_THAT(village.Does("anna", Submits("Jag anade.")), WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("1", "Ett"))),
              WasParked(v1::REASON_NOT_ALLOWED));
}

TEST_F(AssignmentTest, WhenItsTimeComesItIsThereForThoseItIsFor) {
  CarinPosts(AnAssignment().ForPerson("anna").ShownFrom(kFriday).Saying(kMarked));
  TheTimeComes(kFriday - 1);
  EXPECT_THAT(village.BytesSentTo("anna"), Not(HasSubstr(kMarked)));
  TheTimeComes(kFriday);
  EXPECT_EQ(Posted().state(), v1::ASSIGNMENT_STATE_OPEN);
  EXPECT_EQ(Posted().publish_ms(), kFriday);
  EXPECT_THAT(village.BytesSentTo("anna"), HasSubstr(kMarked));
  EXPECT_THAT(village.BytesSentTo("bo"), Not(HasSubstr(kMarked)));
  EXPECT_THAT(village.Does("anna", Submits("Jag provade.")), WasApplied());
}

TEST_F(AssignmentTest, ItIsPublishedThoughItsAuthorIsNoCoachAnyMore) {
  CarinPosts(AnAssignment().ShownFrom(kFriday).Saying(kMarked));
  ASSERT_THAT(village.Does("olle organiser", EndsHat(AHat("carin coach"))), WasApplied());
  TheTimeComes(kFriday + base::kDayMs);
  EXPECT_THAT(village.BytesSentTo("anna"), HasSubstr(kMarked));
}

TEST_F(AssignmentTest, ACoachPublishesItNow) {
  CarinPosts(AnAssignment().ShownFrom(kFriday).Saying(kMarked));
  const auto publish = MovesAssignment(AnAssignment(), v1::ASSIGNMENT_STATE_OPEN);
  EXPECT_THAT(village.Does("anna", publish), WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("olle organiser", publish), WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(
      village.Does("carin coach", MovesAssignment(AnAssignment(), v1::ASSIGNMENT_STATE_CLOSED)),
      WasParked(v1::REASON_ILLEGAL_MOVE));
  ASSERT_THAT(village.Does("carin coach", publish), WasApplied());
  EXPECT_THAT(village.BytesSentTo("anna"), HasSubstr(kMarked));
  EXPECT_THAT(village.Does("anna", Submits("Jag ville.")), WasParked(v1::REASON_NOT_OPEN))
      << "to be read is not to be open";
}

TEST_F(AssignmentTest, WhatIsDueIsFoundByItsHourAndNotAfterwards) {
  CarinPosts(AnAssignment().ShownFrom(kFriday));
  EXPECT_THAT(Found(rules::KeyName::kScheduledAssignments), ElementsAre(IdNamed("assignment")));
  ASSERT_THAT(village.Does("carin coach",
                           EditsAssignment(AnAssignment().ShownFrom(kFriday + base::kDayMs))),
              WasApplied());
  EXPECT_THAT(Found(rules::KeyName::kPublishedInHour, rules::HourId(kFriday)), IsEmpty());
  village.clock.Set(kFriday + base::kDayMs);
  EXPECT_THAT(Due(kFriday + base::kDayMs - 1), ElementsAre(IdNamed("assignment")));
  EXPECT_THAT(Due(kMonday), ElementsAre(IdNamed("assignment"))) << "over many hours";
  EXPECT_THAT(Due(kFriday + 9 * base::kDayMs), ElementsAre(IdNamed("assignment")))
      << "after the clock was put back";
  TheTimeComes(kFriday + base::kDayMs);
  EXPECT_THAT(Due(std::nullopt), IsEmpty());
  EXPECT_THAT(Found(rules::KeyName::kScheduledAssignments), IsEmpty());
  EXPECT_THAT(Found(rules::KeyName::kPublishedInHour, rules::HourId(kFriday + base::kDayMs)),
              IsEmpty());
  EXPECT_THAT(Found(rules::KeyName::kAssignmentsOfCohort, IdNamed("cohort")),
              ElementsAre(IdNamed("assignment")));
}

TEST_F(AssignmentTest, WhoeverWasFasterThanTheClockIsNotUndone) {
  CarinPosts(AnAssignment().ShownFrom(kFriday));
  village.clock.Set(kFriday);
  const std::vector<Id> due = Due(std::nullopt);
  ASSERT_THAT(village.Does("carin coach",
                           EditsAssignment(AnAssignment().ShownFrom(kFriday + base::kDayMs))),
              WasApplied());
  const auto txn = Must(village.store().Begin());
  ASSERT_THAT(server::Publish(*txn, due.at(0), kFriday), IsOk());
  ASSERT_THAT(server::Publish(*txn, IdNamed("never was"), kFriday), IsOk());
  EXPECT_EQ(txn->Writes(), 0u);
}

// ---- Changed while leaders work on it

TEST_F(AssignmentTest, WhoeverIsWritingLosesNothingByAChange) {
  CarinPosts(AnAssignment());
  ASSERT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("1", "Ett"))), WasApplied());
  ASSERT_THAT(village.Does("carin coach",
                           EditsAssignment(AnAssignment().Saying("Lyssna mer", "Nu två gånger."))),
              WasApplied());
  EXPECT_EQ(Posted().change_note(), "Nu två gånger.");
  EXPECT_EQ(village.Stored(rules::WorkId(IdNamed("anna"), IdNamed("assignment")))
                .draft()
                .heads(0)
                .report()
                .tried(),
            "Ett");
  v1::Submit submit = Submits("Ett");
  submit.set_assignment_version(1);
  EXPECT_THAT(village.Does("anna", submit), WasApplied());
  EXPECT_EQ(village.Stored(IdNamed("submission")).submission().assignment_version(), 1u);
}

}  // namespace
}  // namespace samstig::test
