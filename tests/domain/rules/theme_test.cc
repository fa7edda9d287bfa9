// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::APost;
using test::As;
using test::ATheme;
using test::EqualsProto;
using test::HasReason;
using test::IdOf;
using test::InSwedish;
using test::IsOk;
using test::PublishesTheme;

v1::AssignmentTemplate* First(v1::PublishTheme& intent) {
  return intent.mutable_theme()->mutable_assignments(0);
}

TEST(PublishThemeTest, PublishesItWithItsAssignments) {
  const FoldResult published = Fold(nullptr, PublishesTheme(), As("olle organiser"));
  ASSERT_THAT(published, IsOk());
  EXPECT_THAT(published->entity, EqualsProto(v1::Entity(ATheme())));
  EXPECT_EQ(published->history, History::kNone);
  ExpectMakesANewEntity(PublishesTheme(), As("olle organiser"));
}

TEST(PublishThemeTest, AgainReplacesTheOneBeforeWhichIsKeptAsHistory) {
  const v1::Entity before = ATheme();
  v1::PublishTheme intent = PublishesTheme();
  intent.mutable_theme()->clear_assignments();
  const FoldResult again = Fold(&before, intent, As("olle organiser"));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->entity.theme().assignments_size(), 0);
  EXPECT_EQ(again->history, History::kKeepBefore);
}

TEST(PublishThemeTest, CannotMoveToAnotherProgramme) {
  const v1::Entity before = ATheme();
  v1::PublishTheme intent = PublishesTheme();
  intent.mutable_theme()->set_programme_id(ProgrammeId("another").ToBytes());
  EXPECT_THAT(Fold(&before, intent, As("olle organiser")), HasReason(v1::REASON_BAD_ID));
}

TEST(PublishThemeTest, IsRefused) {
  using I = v1::PublishTheme;
  ExpectRefusals<I>(
      nullptr, PublishesTheme(), As("olle organiser"),
      {
          {"no id", [](I& i) { i.clear_id(); }, v1::REASON_MISSING_FIELD},
          {"an id that is none", [](I& i) { i.set_id("x"); }, v1::REASON_BAD_ID},
          {"no programme", [](I& i) { i.mutable_theme()->clear_programme_id(); },
           v1::REASON_MISSING_FIELD},
          {"a programme that is no id", [](I& i) { i.mutable_theme()->set_programme_id("x"); },
           v1::REASON_BAD_ID},
          {"no code", [](I& i) { i.mutable_theme()->clear_code(); }, v1::REASON_MISSING_FIELD},
          {"a code that is none", [](I& i) { i.mutable_theme()->set_code("Mod"); },
           v1::REASON_MALFORMED},
          {"position 0", [](I& i) { i.mutable_theme()->set_position(0); }, v1::REASON_OUT_OF_RANGE},
          {"position 1001", [](I& i) { i.mutable_theme()->set_position(1'001); },
           v1::REASON_OUT_OF_RANGE},
          {"no name", [](I& i) { i.mutable_theme()->clear_name(); }, v1::REASON_MISSING_FIELD},
          {"a blank name", [](I& i) { *i.mutable_theme()->mutable_name() = InSwedish(" "); },
           v1::REASON_TEXT_EMPTY},
          {"a name of two lines",
           [](I& i) { *i.mutable_theme()->mutable_name() = InSwedish("a\nb"); },
           v1::REASON_TEXT_INVALID},
          {"a long name",
           [](I& i) {
             *i.mutable_theme()->mutable_name() = InSwedish(std::string(kMaxTitleBytes + 1, 'a'));
           },
           v1::REASON_TEXT_TOO_LONG},
          {"no summary", [](I& i) { i.mutable_theme()->clear_summary(); },
           v1::REASON_MISSING_FIELD},
          {"an assignment without a code", [](I& i) { First(i)->clear_code(); },
           v1::REASON_MISSING_FIELD},
          {"an assignment with a code that is none", [](I& i) { First(i)->set_code("Lyssna!"); },
           v1::REASON_MALFORMED},
          {"two assignments of one code",
           [](I& i) { *i.mutable_theme()->add_assignments() = i.theme().assignments(0); },
           v1::REASON_ALREADY_EXISTS},
          {"an assignment of 4 minutes", [](I& i) { First(i)->set_minutes(kMinMinutes - 1); },
           v1::REASON_OUT_OF_RANGE},
          {"an assignment of 601 minutes", [](I& i) { First(i)->set_minutes(kMaxMinutes + 1); },
           v1::REASON_OUT_OF_RANGE},
          {"an assignment without a title", [](I& i) { First(i)->clear_title(); },
           v1::REASON_MISSING_FIELD},
          {"an assignment without a brief", [](I& i) { First(i)->clear_brief(); },
           v1::REASON_MISSING_FIELD},
          {"an assignment with a long brief",
           [](I& i) {
             *First(i)->mutable_brief() = InSwedish(std::string(kMaxTextBytes + 1, 'a'));
           },
           v1::REASON_TEXT_TOO_LONG},
      });
}

v1::PublishTheme WithAssignments(int count) {
  v1::PublishTheme intent = PublishesTheme();
  while (intent.theme().assignments_size() < count) {
    *intent.mutable_theme()->add_assignments() = intent.theme().assignments(0);
  }
  for (int i = 0; i < count; ++i) {
    intent.mutable_theme()->mutable_assignments(i)->set_code("code-" + std::to_string(i));
  }
  return intent;
}

TEST(PublishThemeTest, HasAtMostAHundredAssignments) {
  EXPECT_THAT(Fold(nullptr, WithAssignments(kMaxThemeAssignments), As("olle organiser")), IsOk());
  EXPECT_THAT(Fold(nullptr, WithAssignments(kMaxThemeAssignments + 1), As("olle organiser")),
              HasReason(v1::REASON_OUT_OF_RANGE));
}

TEST(PublishThemeTest, WantsAnIdThatIsNotTakenBySomethingElse) {
  const v1::Entity post = APost().WithId(IdOf(ATheme()));
  EXPECT_THAT(Fold(&post, PublishesTheme(), As("olle organiser")),
              HasReason(v1::REASON_ALREADY_EXISTS));
}

}  // namespace
}  // namespace samstig::rules
