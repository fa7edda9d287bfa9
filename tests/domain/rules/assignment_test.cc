// SPDX-License-Identifier: Apache-2.0
// Assignments: posted by coaches, changed, closed and opened again.
#include "domain/rules/assignment.h"

#include <gtest/gtest.h>

#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::AnAssignment;
using test::APost;
using test::As;
using test::EditsAssignment;
using test::EqualsProto;
using test::HasReason;
using test::IdNamed;
using test::InSwedish;
using test::IsOk;
using test::MovesAssignment;
using test::PostsAssignment;

const v1::Entity kOpen = AnAssignment();

TEST(PostAssignmentTest, OpensItInItsFirstVersion) {
  v1::PostAssignment intent = PostsAssignment();
  intent.mutable_assignment()->set_state(v1::ASSIGNMENT_STATE_CLOSED);
  intent.mutable_assignment()->set_version(9);
  const FoldResult posted = Fold(nullptr, intent, As("carina coach"));
  ASSERT_THAT(posted, IsOk());
  EXPECT_THAT(posted->entity.assignment(), EqualsProto(kOpen.assignment()));
  ExpectMakesANewEntity(intent, As("carina coach"));
  ExpectWantsAFreeId(intent, As("carina coach"));
}

TEST(PostAssignmentTest, NeedsNeitherThemeNorTemplate) {
  v1::PostAssignment intent = PostsAssignment();
  intent.mutable_assignment()->clear_theme_id();
  intent.mutable_assignment()->clear_template_code();
  EXPECT_THAT(Fold(nullptr, intent, As("carina coach")), IsOk());
}

// The same for posting and editing.
template <typename Intent>
std::vector<Spoilt<Intent>> BadAssignments() {
  return {
      {"no cohort", [](Intent& i) { i.mutable_assignment()->clear_cohort_id(); },
       v1::REASON_MISSING_FIELD},
      {"a cohort that is no id", [](Intent& i) { i.mutable_assignment()->set_cohort_id("x"); },
       v1::REASON_BAD_ID},
      {"a theme that is no id", [](Intent& i) { i.mutable_assignment()->set_theme_id("x"); },
       v1::REASON_BAD_ID},
      {"a long template code",
       [](Intent& i) {
         i.mutable_assignment()->set_template_code(std::string(kMaxCodeBytes + 1, 'a'));
       },
       v1::REASON_TEXT_TOO_LONG},
      {"a template code of two lines",
       [](Intent& i) { i.mutable_assignment()->set_template_code("a\nb"); },
       v1::REASON_TEXT_INVALID},
      {"no title", [](Intent& i) { i.mutable_assignment()->clear_title(); },
       v1::REASON_MISSING_FIELD},
      {"a blank title",
       [](Intent& i) { *i.mutable_assignment()->mutable_title() = InSwedish(" "); },
       v1::REASON_TEXT_EMPTY},
      {"a title of two lines",
       [](Intent& i) { *i.mutable_assignment()->mutable_title() = InSwedish("a\nb"); },
       v1::REASON_TEXT_INVALID},
      {"a long title",
       [](Intent& i) {
         *i.mutable_assignment()->mutable_title() = InSwedish(std::string(kMaxTitleBytes + 1, 'a'));
       },
       v1::REASON_TEXT_TOO_LONG},
      {"no brief", [](Intent& i) { i.mutable_assignment()->clear_brief(); },
       v1::REASON_MISSING_FIELD},
      {"a long brief",
       [](Intent& i) {
         *i.mutable_assignment()->mutable_brief() = InSwedish(std::string(kMaxTextBytes + 1, 'a'));
       },
       v1::REASON_TEXT_TOO_LONG},
      {"4 minutes", [](Intent& i) { i.mutable_assignment()->set_minutes(kMinMinutes - 1); },
       v1::REASON_OUT_OF_RANGE},
      {"601 minutes", [](Intent& i) { i.mutable_assignment()->set_minutes(kMaxMinutes + 1); },
       v1::REASON_OUT_OF_RANGE},
      {"no opening", [](Intent& i) { i.mutable_assignment()->clear_opens_ms(); },
       v1::REASON_DATES_OUT_OF_ORDER},
      {"an opening before 1970", [](Intent& i) { i.mutable_assignment()->set_opens_ms(-1); },
       v1::REASON_DATES_OUT_OF_ORDER},
      {"no due time", [](Intent& i) { i.mutable_assignment()->clear_due_ms(); },
       v1::REASON_DATES_OUT_OF_ORDER},
      {"shown before 1970", [](Intent& i) { i.mutable_assignment()->set_publish_ms(-1); },
       v1::REASON_DATES_OUT_OF_ORDER},
      {"shown after it opens",
       [](Intent& i) { i.mutable_assignment()->set_publish_ms(i.assignment().opens_ms() + 1); },
       v1::REASON_DATES_OUT_OF_ORDER},
      {"a group that is no id", [](Intent& i) { i.mutable_assignment()->set_group_id("x"); },
       v1::REASON_BAD_ID},
      {"a person that is no id", [](Intent& i) { i.mutable_assignment()->set_person_id("x"); },
       v1::REASON_BAD_ID},
      {"a long note",
       [](Intent& i) {
         i.mutable_assignment()->set_change_note(std::string(kMaxNoteBytes + 1, 'a'));
       },
       v1::REASON_TEXT_TOO_LONG},
      {"a note that is no text", [](Intent& i) { i.mutable_assignment()->set_change_note("\xff"); },
       v1::REASON_TEXT_INVALID},
      {"due when it opens",
       [](Intent& i) { i.mutable_assignment()->set_due_ms(i.assignment().opens_ms()); },
       v1::REASON_DATES_OUT_OF_ORDER},
  };
}

TEST(PostAssignmentTest, IsRefused) {
  ExpectRefusals(nullptr, PostsAssignment(), As("carina coach"),
                 BadAssignments<v1::PostAssignment>());
}

TEST(PostAssignmentTest, TakesTheVeryLimits) {
  for (const uint32_t minutes : {kMinMinutes, kMaxMinutes}) {
    v1::PostAssignment intent = PostsAssignment();
    v1::Assignment& assignment = *intent.mutable_assignment();
    assignment.set_minutes(minutes);
    assignment.set_due_ms(assignment.opens_ms() + 1);
    assignment.set_template_code(std::string(kMaxCodeBytes, 'a'));
    *assignment.mutable_title() = InSwedish(std::string(kMaxTitleBytes, 'a'));
    *assignment.mutable_brief() = InSwedish(std::string(kMaxTextBytes, 'a'));
    EXPECT_THAT(Fold(nullptr, intent, As("carina coach")), IsOk());
  }
}

TEST(EditAssignmentTest, CountsTheVersionUpAndKeepsTheOneBefore) {
  v1::EditAssignment intent = EditsAssignment(kOpen);
  *intent.mutable_assignment()->mutable_title() = InSwedish("Lyssna mer");
  const FoldResult edited = Fold(&kOpen, intent, As("carina coach"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_EQ(edited->entity.assignment().version(), 2u);
  EXPECT_EQ(edited->history, History::kKeepBefore);
  EXPECT_THAT(edited->entity.assignment().title(), EqualsProto(InSwedish("Lyssna mer")));
  EXPECT_EQ(edited->entity.author(), kOpen.author());
  EXPECT_EQ(edited->entity.made_ms(), kOpen.made_ms());
}

TEST(EditAssignmentTest, DoesNotOpenWhatIsClosed) {
  const v1::Entity closed = AnAssignment().Closed();
  const FoldResult edited = Fold(&closed, EditsAssignment(kOpen), As("carina coach"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_EQ(edited->entity.assignment().state(), v1::ASSIGNMENT_STATE_CLOSED);
}

// The contract: it changes title, brief, time estimate and dates.
TEST(EditAssignmentTest, LeavesThemeAndTemplateAsTheyWere) {
  v1::EditAssignment intent = EditsAssignment(kOpen);
  intent.mutable_assignment()->clear_theme_id();
  intent.mutable_assignment()->set_template_code("annat");
  const FoldResult edited = Fold(&kOpen, intent, As("carina coach"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_EQ(edited->entity.assignment().theme_id(), kOpen.assignment().theme_id());
  EXPECT_EQ(edited->entity.assignment().template_code(), kOpen.assignment().template_code());
}

TEST(EditAssignmentTest, IsRefused) {
  ExpectRefusals(&kOpen, EditsAssignment(kOpen), As("carina coach"),
                 BadAssignments<v1::EditAssignment>());
  ExpectNotFound(EditsAssignment(kOpen), As("carina coach"), APost());
}

TEST(EditAssignmentTest, CannotMoveToAnotherCohort) {
  v1::EditAssignment intent = EditsAssignment(kOpen);
  intent.mutable_assignment()->set_cohort_id(IdNamed("another cohort").ToBytes());
  EXPECT_THAT(Fold(&kOpen, intent, As("carina coach")), HasReason(v1::REASON_BAD_ID));
}

TEST(MoveAssignmentTest, ClosesAndOpensAgain) {
  const FoldResult closed =
      Fold(&kOpen, MovesAssignment(kOpen, v1::ASSIGNMENT_STATE_CLOSED), As("carina coach"));
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->entity.assignment().state(), v1::ASSIGNMENT_STATE_CLOSED);
  const FoldResult open =
      Fold(&closed->entity, MovesAssignment(kOpen, v1::ASSIGNMENT_STATE_OPEN), As("carina coach"));
  ASSERT_THAT(open, IsOk());
  EXPECT_THAT(open->entity, EqualsProto(kOpen));
}

TEST(MoveAssignmentTest, IsRefusedWhenItIsThereAlready) {
  EXPECT_THAT(Fold(&kOpen, MovesAssignment(kOpen, v1::ASSIGNMENT_STATE_OPEN), As("carina coach")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
}

// ---- For whom

v1::Group GroupOf(std::initializer_list<const char*> people) {
  v1::Group group;
  for (const char* person : people) group.add_person_ids(IdNamed(person).ToBytes());
  return group;
}

TEST(AudienceTest, IsTheCohortAGroupOrOnePerson) {
  const v1::Entity group = AnAssignment().ForGroup("group");
  const v1::Entity person = AnAssignment().ForPerson("anna");
  EXPECT_EQ(ReadersOf(kOpen.assignment()), Scope::OfCohort(IdNamed("cohort")));
  EXPECT_EQ(ReadersOf(group.assignment()), Scope::OfGroup(IdNamed("group")));
  EXPECT_EQ(ReadersOf(person.assignment()), Scope::Desk(IdNamed("cohort"), IdNamed("anna")));
  EXPECT_TRUE(IsForAll(kOpen.assignment()));
  EXPECT_FALSE(IsForAll(group.assignment()));
  EXPECT_FALSE(IsForAll(person.assignment()));
}

TEST(AudienceTest, WhateverItIsForAScheduledOneIsTheCoachesAlone) {
  for (const v1::Entity& entity :
       {v1::Entity(AnAssignment().ShownFrom(test::kMonday + 1)),
        v1::Entity(AnAssignment().ForGroup("group").ShownFrom(test::kMonday + 1)),
        v1::Entity(AnAssignment().ForPerson("anna").ShownFrom(test::kMonday + 1))}) {
    EXPECT_EQ(ReadersOf(entity.assignment()), Scope::Staff(IdNamed("cohort")));
  }
}

TEST(AudienceTest, KnowsForWhomItIs) {
  const std::string anna = IdNamed("anna").ToBytes();
  const std::string bo = IdNamed("bo").ToBytes();
  const v1::Group group = GroupOf({"anna", "axel"});
  EXPECT_TRUE(IsFor(kOpen.assignment(), bo, nullptr));
  const v1::Entity for_group = AnAssignment().ForGroup("group");
  EXPECT_TRUE(IsFor(for_group.assignment(), anna, &group));
  EXPECT_FALSE(IsFor(for_group.assignment(), bo, &group));
  EXPECT_FALSE(IsFor(for_group.assignment(), anna, nullptr)) << "a group nobody knows has nobody";
  const v1::Entity for_anna = AnAssignment().ForPerson("anna");
  EXPECT_TRUE(IsFor(for_anna.assignment(), anna, nullptr));
  EXPECT_FALSE(IsFor(for_anna.assignment(), bo, nullptr));
}

TEST(AudienceTest, NeverChanges) {
  const v1::Entity group = AnAssignment().ForGroup("group");
  const FoldResult kept = Fold(&group, EditsAssignment(kOpen), As("carina coach"));
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->entity.assignment().group_id(), IdNamed("group").bytes());
  const v1::Entity person = AnAssignment().ForPerson("anna");
  const FoldResult same = Fold(&person, EditsAssignment(person), As("carina coach"));
  ASSERT_THAT(same, IsOk());
  EXPECT_EQ(same->entity.assignment().person_id(), IdNamed("anna").bytes());
  for (const v1::Entity& other : {v1::Entity(AnAssignment().ForGroup("another")),
                                  v1::Entity(AnAssignment().ForPerson("bo"))}) {
    EXPECT_THAT(Fold(&group, EditsAssignment(other), As("carina coach")),
                HasReason(v1::REASON_BAD_ID));
    EXPECT_THAT(Fold(&kOpen, EditsAssignment(other), As("carina coach")),
                HasReason(v1::REASON_BAD_ID));
  }
}

// ---- Scheduled

constexpr base::TimeMs kFriday = test::kMonday + 4 * base::kDayMs;
const v1::Entity kScheduled = AnAssignment().ShownFrom(kFriday);

TEST(ScheduledTest, WhatIsShownLaterIsScheduledAndFoundByItsHour) {
  const FoldResult posted = Fold(nullptr, PostsAssignment(kScheduled), As("carina coach"));
  ASSERT_THAT(posted, IsOk());
  EXPECT_EQ(posted->entity.assignment().state(), v1::ASSIGNMENT_STATE_SCHEDULED);
  EXPECT_THAT(KeysOf(posted->entity),
              testing::ElementsAre(Key{KeyName::kAssignmentsOfCohort, IdNamed("cohort")},
                                   Key{KeyName::kScheduledAssignments, {}},
                                   Key{KeyName::kPublishedInHour, HourId(kFriday)}));
  EXPECT_THAT(KeysOf(kOpen),
              testing::ElementsAre(Key{KeyName::kAssignmentsOfCohort, IdNamed("cohort")}));
}

TEST(ScheduledTest, WhatIsShownFromThisMomentIsOpen) {
  const FoldResult posted = Fold(nullptr, PostsAssignment(kScheduled), As("carina coach", kFriday));
  ASSERT_THAT(posted, IsOk());
  EXPECT_EQ(posted->entity.assignment().state(), v1::ASSIGNMENT_STATE_OPEN);
}

TEST(ScheduledTest, ItsTimeMayChangeAndComeByTheChange) {
  v1::EditAssignment later = EditsAssignment(AnAssignment().ShownFrom(kFriday + base::kDayMs));
  const FoldResult moved = Fold(&kScheduled, later, As("carina coach"));
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->entity.assignment().state(), v1::ASSIGNMENT_STATE_SCHEDULED);
  EXPECT_EQ(moved->entity.assignment().publish_ms(), kFriday + base::kDayMs);
  later.mutable_assignment()->clear_publish_ms();
  const FoldResult now = Fold(&kScheduled, later, As("carina coach"));
  ASSERT_THAT(now, IsOk());
  EXPECT_EQ(now->entity.assignment().state(), v1::ASSIGNMENT_STATE_OPEN);
}

TEST(ScheduledTest, OnceShownItsTimeStays) {
  const v1::Entity shown =
      Fold(&kScheduled, MovesAssignment(kScheduled, v1::ASSIGNMENT_STATE_OPEN), As("carina coach"))
          ->entity;
  EXPECT_EQ(shown.assignment().publish_ms(), test::kMonday) << "when it really was shown";
  EXPECT_THAT(Fold(&shown, EditsAssignment(kScheduled), As("carina coach")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
  const FoldResult edited =
      Fold(&shown, EditsAssignment(AnAssignment().Opens(kFriday)), As("carina coach"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_EQ(edited->entity.assignment().publish_ms(), test::kMonday);
  EXPECT_EQ(edited->entity.assignment().state(), v1::ASSIGNMENT_STATE_OPEN);
}

TEST(ScheduledTest, CanOnlyBePublished) {
  EXPECT_THAT(Fold(&kScheduled, MovesAssignment(kScheduled, v1::ASSIGNMENT_STATE_CLOSED),
                   As("carina coach")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
}

TEST(EditAssignmentTest, TellsWhatIsNewWhichTheFirstVersionDoesNot) {
  const FoldResult edited =
      Fold(&kOpen, EditsAssignment(AnAssignment().Saying("Lyssna mer", "Nu tjugo minuter.")),
           As("carina coach"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_EQ(edited->entity.assignment().change_note(), "Nu tjugo minuter.");
  EXPECT_THAT(
      Fold(nullptr, PostsAssignment(AnAssignment().Saying("Lyssna", "Nytt.")), As("carina coach")),
      HasReason(v1::REASON_MALFORMED));
}

TEST(MoveAssignmentTest, KnowsOpenAndClosedOnly) {
  for (const int state : {0, 3, -1}) {
    const auto to = static_cast<v1::AssignmentState>(state);
    EXPECT_THAT(Fold(&kOpen, MovesAssignment(kOpen, to), As("carina coach")),
                HasReason(v1::REASON_MALFORMED))
        << state;
  }
  ExpectNotFound(MovesAssignment(kOpen, v1::ASSIGNMENT_STATE_CLOSED), As("carina coach"), APost());
}

}  // namespace
}  // namespace samstig::rules
