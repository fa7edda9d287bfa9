// SPDX-License-Identifier: Apache-2.0
// Announcements: made, changed with the earlier words kept, taken down for good.
#include <gtest/gtest.h>

#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::AnAnnouncement;
using test::Announces;
using test::APost;
using test::As;
using test::EditsAnnouncement;
using test::EqualsProto;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using test::Must;
using test::TakesDown;

const v1::Entity kStanding = AnAnnouncement();

TEST(AnnounceTest, MakesItInItsFirstVersion) {
  const FoldResult made = Fold(nullptr, Announces(), As("carin coach"));
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(made->entity, EqualsProto(kStanding));
  EXPECT_THAT(KeysOf(made->entity),
              testing::ElementsAre(Key{KeyName::kAnnouncementsOfCohort, IdNamed("cohort")}));
  ExpectMakesANewEntity(Announces(), As("carin coach"));
  ExpectWantsAFreeId(Announces(), As("carin coach"));
}

// The same for making and changing.
template <typename Intent>
std::vector<Spoilt<Intent>> BadWords() {
  return {{"no title", [](Intent& i) { i.clear_title(); }, v1::REASON_TEXT_EMPTY},
          {"a title of two lines", [](Intent& i) { i.set_title("a\nb"); }, v1::REASON_TEXT_INVALID},
          {"a long title", [](Intent& i) { i.set_title(std::string(kMaxTitleBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"no text", [](Intent& i) { i.set_text(" "); }, v1::REASON_TEXT_EMPTY},
          {"a long text", [](Intent& i) { i.set_text(std::string(kMaxTextBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG}};
}

TEST(AnnounceTest, IsRefused) {
  auto table = BadWords<v1::Announce>();
  table.push_back(
      {"no cohort", [](v1::Announce& i) { i.clear_cohort_id(); }, v1::REASON_MISSING_FIELD});
  table.push_back(
      {"a cohort that is no id", [](v1::Announce& i) { i.set_cohort_id("x"); }, v1::REASON_BAD_ID});
  ExpectRefusals(nullptr, Announces(), As("carin coach"), table);
}

TEST(EditAnnouncementTest, CountsUpAndKeepsWhatStoodThere) {
  const FoldResult edited =
      Fold(&kStanding, EditsAnnouncement(kStanding, "Vi ses i Raseborg", "Klockan tio."),
           As("olle organiser"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_EQ(edited->entity.announcement().title(), "Vi ses i Raseborg");
  EXPECT_EQ(edited->entity.announcement().text(), "Klockan tio.");
  EXPECT_EQ(edited->entity.announcement().version(), 2u);
  EXPECT_EQ(edited->entity.author(), kStanding.author());
  EXPECT_EQ(edited->history, History::kKeepBefore);
}

TEST(EditAnnouncementTest, IsRefused) {
  ExpectRefusals(&kStanding, EditsAnnouncement(kStanding, "Vi ses", "Klockan tio."),
                 As("carin coach"), BadWords<v1::EditAnnouncement>());
  ExpectNotFound(EditsAnnouncement(kStanding, "Vi ses", "Klockan tio."), As("carin coach"),
                 APost());
}

TEST(TakeDownAnnouncementTest, LeavesThePlaceAndNoWords) {
  const FoldResult down = Fold(&kStanding, TakesDown(kStanding), As("carin coach"));
  ASSERT_THAT(down, IsOk());
  EXPECT_TRUE(down->entity.announcement().taken_down());
  EXPECT_EQ(down->entity.announcement().title(), "");
  EXPECT_EQ(down->entity.announcement().text(), "");
  EXPECT_EQ(down->history, History::kKeepBefore);
  EXPECT_EQ(KeysOf(down->entity), KeysOf(kStanding));
  ExpectNotFound(TakesDown(kStanding), As("carin coach"), APost());
}

TEST(TakeDownAnnouncementTest, IsForGood) {
  const v1::Entity down = Must(Fold(&kStanding, TakesDown(kStanding), As("carin coach"))).entity;
  EXPECT_THAT(Fold(&down, TakesDown(kStanding), As("carin coach")), HasReason(v1::REASON_DELETED));
  EXPECT_THAT(Fold(&down, EditsAnnouncement(kStanding, "Vi ses", "Åter."), As("carin coach")),
              HasReason(v1::REASON_DELETED));
}

}  // namespace
}  // namespace samstig::rules
