// SPDX-License-Identifier: Apache-2.0
// A leader's own team: a name, a size and notes, for nobody else.
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::APost;
using test::ARevision;
using test::As;
using test::DropsTeam;
using test::EqualsProto;
using test::HasReason;
using test::IsOk;
using test::SavesTeam;
using testing::SizeIs;

TEST(SaveTeamTest, KeepsNameSizeAndNotes) {
  const v1::SaveTeam intent = SavesTeam(ARevision("first", "Många är nya."));
  const FoldResult saved = Fold(nullptr, intent, As("anna"));
  ASSERT_THAT(saved, IsOk());
  EXPECT_EQ(saved->entity.team().name(), "Biblioteket");
  EXPECT_EQ(saved->entity.team().size(), 12u);
  EXPECT_THAT(saved->entity.team().heads(), SizeIs(1));
  ExpectMakesANewEntity(intent, As("anna"));
}

TEST(SaveTeamTest, OnTwoDevicesKeepsBothNotes) {
  const FoldResult phone = Fold(nullptr, SavesTeam(ARevision("phone", "Ett")), As("anna"));
  const FoldResult laptop = Fold(&phone->entity, SavesTeam(ARevision("laptop", "Två")), As("anna"));
  ASSERT_THAT(laptop, IsOk());
  EXPECT_TRUE(laptop->merged);
  EXPECT_EQ(laptop->history, History::kKeepBefore);
  EXPECT_THAT(laptop->entity.team().heads(), SizeIs(2));
}

TEST(SaveTeamTest, IsRefused) {
  using I = v1::SaveTeam;
  v1::SaveTeam good = SavesTeam(ARevision("first", ""));
  good.set_size(kMaxTeamSize);
  ExpectRefusals<I>(
      nullptr, good, As("anna"),
      {
          {"no name", [](I& i) { i.clear_name(); }, v1::REASON_TEXT_EMPTY},
          {"a long name", [](I& i) { i.set_name(std::string(kMaxNameBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"nobody in it", [](I& i) { i.set_size(0); }, v1::REASON_OUT_OF_RANGE},
          {"too many in it", [](I& i) { i.set_size(kMaxTeamSize + 1); }, v1::REASON_OUT_OF_RANGE},
          {"no text", [](I& i) { i.mutable_revision()->clear_text(); }, v1::REASON_MISSING_FIELD},
          {"no id", [](I& i) { i.clear_id(); }, v1::REASON_MISSING_FIELD},
      });
  const FoldResult annas = Fold(nullptr, good, As("anna"));
  EXPECT_THAT(Fold(&annas->entity, good, As("bo")), HasReason(v1::REASON_ALREADY_EXISTS));
}

TEST(DropTeamTest, PutsItAwayForItsOwnerAlone) {
  const FoldResult saved = Fold(nullptr, SavesTeam(ARevision("first", "Ett")), As("anna"));
  const FoldResult dropped = Fold(&saved->entity, DropsTeam(), As("anna"));
  ASSERT_THAT(dropped, IsOk());
  EXPECT_EQ(dropped->history, History::kKeepBefore);
  EXPECT_TRUE(dropped->entity.team().dropped());
  EXPECT_THAT(dropped->entity.team().heads(), SizeIs(0));
  const FoldResult again = Fold(&dropped->entity, DropsTeam(), As("anna"));
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->entity, EqualsProto(dropped->entity));
  EXPECT_THAT(Fold(&saved->entity, DropsTeam(), As("bo")), HasReason(v1::REASON_NOT_FOUND));
  ExpectNotFound(DropsTeam(), As("anna"), APost().By("anna"));
}

}  // namespace
}  // namespace samstig::rules
