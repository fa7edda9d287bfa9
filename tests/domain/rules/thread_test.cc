// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "tests/domain/rules/refusals.h"
#include "tests/support/talk_story.h"

namespace samstig::rules {
namespace {

using test::As;
using test::AThread;
using test::EqualsProto;
using test::HasReason;
using test::IdNamed;
using test::InvitesCoaches;
using test::IsOk;
using test::PinsPost;
using test::StartsThread;
using test::UnpinsPost;
using testing::ElementsAre;

TEST(StartThreadTest, OpensAConversation) {
  const FoldResult started = Fold(nullptr, StartsThread("Frågor"), As("anna"));
  ASSERT_THAT(started, IsOk());
  EXPECT_THAT(started->entity, EqualsProto(v1::Entity(AThread("Frågor"))));
  ExpectMakesANewEntity(StartsThread("Frågor"), As("anna"));
  ExpectWantsAFreeId(StartsThread("Frågor"), As("anna"));
}

TEST(StartThreadTest, MayBeAboutAnAssignment) {
  v1::StartThread intent = StartsThread("Frågor");
  intent.set_assignment_id(IdNamed("assignment").ToBytes());
  const FoldResult started = Fold(nullptr, intent, As("anna"));
  ASSERT_THAT(started, IsOk());
  EXPECT_EQ(started->entity.thread().assignment_id(), IdNamed("assignment").bytes());
}

TEST(StartThreadTest, MayBeAGroupsOrAMunicipalitys) {
  v1::StartThread group = StartsThread("Frågor");
  group.set_group_id(IdNamed("group").ToBytes());
  EXPECT_EQ(Fold(nullptr, group, As("anna"))->entity.thread().group_id(), IdNamed("group").bytes());
  v1::StartThread internal = StartsThread("Frågor");
  internal.set_municipality_id(IdNamed("pargas").ToBytes());
  EXPECT_THAT(Fold(nullptr, internal, As("anna"))->entity,
              EqualsProto(v1::Entity(AThread().By("anna").AmongLeadersOf(IdNamed("pargas")))));
}

TEST(StartThreadTest, IsRefused) {
  using I = v1::StartThread;
  ExpectRefusals<I>(
      nullptr, StartsThread(std::string(kMaxTitleBytes, 'a')), As("anna"),
      {
          {"no cohort", [](I& i) { i.clear_cohort_id(); }, v1::REASON_MISSING_FIELD},
          {"a cohort that is no id", [](I& i) { i.set_cohort_id("x"); }, v1::REASON_BAD_ID},
          {"an assignment that is no id", [](I& i) { i.set_assignment_id("x"); },
           v1::REASON_BAD_ID},
          {"a group that is no id", [](I& i) { i.set_group_id("x"); }, v1::REASON_BAD_ID},
          {"a municipality that is no id", [](I& i) { i.set_municipality_id("x"); },
           v1::REASON_BAD_ID},
          {"a group's and a municipality's",
           [](I& i) {
             i.set_group_id(IdNamed("group").ToBytes());
             i.set_municipality_id(IdNamed("pargas").ToBytes());
           },
           v1::REASON_MALFORMED},
          {"no title", [](I& i) { i.clear_title(); }, v1::REASON_TEXT_EMPTY},
          {"a title of two lines", [](I& i) { i.set_title("a\nb"); }, v1::REASON_TEXT_INVALID},
          {"a long title", [](I& i) { i.set_title(std::string(kMaxTitleBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
      });
}

// ---- The coaches

TEST(InviteCoachesTest, IsDoneOnceByWhoStartedTheThread) {
  const v1::Entity internal = AThread().By("anna").AmongLeadersOf(IdNamed("pargas"));
  const FoldResult invited = Fold(&internal, InvitesCoaches(), As("anna"));
  ASSERT_THAT(invited, IsOk());
  EXPECT_TRUE(invited->entity.thread().coaches_invited());
  const FoldResult again = Fold(&invited->entity, InvitesCoaches(), As("anna"));
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->entity, EqualsProto(invited->entity));
  EXPECT_THAT(Fold(&internal, InvitesCoaches(), As("axel")), HasReason(v1::REASON_NOT_ALLOWED));
}

TEST(InviteCoachesTest, IsRefusedWhereTheyReadAlready) {
  const v1::Entity cohorts = AThread().By("anna");
  EXPECT_THAT(Fold(&cohorts, InvitesCoaches(), As("anna")), HasReason(v1::REASON_ILLEGAL_MOVE));
  ExpectNotFound(InvitesCoaches(), As("anna"), test::APost());
}

// ---- Pins

TEST(PinPostTest, KeepsTheOrderInWhichTheyCame) {
  const v1::Entity thread = AThread();
  const FoldResult first = Fold(&thread, PinsPost("b"), As("carin"));
  ASSERT_THAT(first, IsOk());
  const FoldResult second = Fold(&first->entity, PinsPost("a"), As("carin"));
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(second->entity.thread().pinned(),
              ElementsAre(IdNamed("b").bytes(), IdNamed("a").bytes()));
  const FoldResult again = Fold(&second->entity, PinsPost("b"), As("carin"));
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->entity, EqualsProto(second->entity)) << "twice is once";
  const FoldResult down = Fold(&second->entity, UnpinsPost("b"), As("carin"));
  ASSERT_THAT(down, IsOk());
  EXPECT_THAT(down->entity.thread().pinned(), ElementsAre(IdNamed("a").bytes()));
  const FoldResult gone = Fold(&down->entity, UnpinsPost("b"), As("carin"));
  ASSERT_THAT(gone, IsOk());
  EXPECT_THAT(gone->entity, EqualsProto(down->entity));
}

TEST(PinPostTest, AtMostTen) {
  const v1::Entity thread = AThread().Pinning({"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"});
  EXPECT_THAT(Fold(&thread, PinsPost("11"), As("carin")), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(Fold(&thread, PinsPost("10"), As("carin")), IsOk()) << "it is there already";
}

TEST(PinPostTest, IsRefused) {
  const v1::Entity thread = AThread();
  using P = v1::PinPost;
  ExpectRefusals<P>(&thread, PinsPost(), As("anna"),
                    {{"no post", [](P& i) { i.clear_post_id(); }, v1::REASON_MISSING_FIELD},
                     {"no id", [](P& i) { i.set_post_id("x"); }, v1::REASON_BAD_ID}});
  using U = v1::UnpinPost;
  ExpectRefusals<U>(&thread, UnpinsPost(), As("anna"),
                    {{"no post", [](U& i) { i.clear_post_id(); }, v1::REASON_MISSING_FIELD},
                     {"no id", [](U& i) { i.set_post_id("x"); }, v1::REASON_BAD_ID}});
  ExpectNotFound(PinsPost(), As("anna"), test::APost());
  ExpectNotFound(UnpinsPost(), As("anna"), test::APost());
}

}  // namespace
}  // namespace samstig::rules
