// SPDX-License-Identifier: Apache-2.0
// A person's own toolbox: no version is overwritten by another device, none is lost when a tool is
// put away.
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/attachments.h"
#include "domain/rules/limits.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::APost;
using test::ARevision;
using test::As;
using test::DropsTool;
using test::EqualsProto;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using test::SavesTool;
using testing::SizeIs;

v1::Attachment AFile() {
  v1::Attachment file;
  file.set_sha256(std::string(32, 'h'));
  file.set_size(7);
  file.set_name("kort.pdf");
  file.set_media_type("application/pdf");
  return file;
}

TEST(SaveToolTest, KeepsTitleTextAndFiles) {
  v1::SaveTool intent = SavesTool(ARevision("first", "Alla tiger i tio minuter."));
  intent.set_assignment_id(IdNamed("assignment").ToBytes());
  *intent.mutable_revision()->add_attachments() = AFile();
  const FoldResult saved = Fold(nullptr, intent, As("anna"));
  ASSERT_THAT(saved, IsOk());
  const v1::Tool& tool = saved->entity.tool();
  EXPECT_EQ(tool.title(), "Tio minuters tystnad");
  EXPECT_EQ(tool.assignment_id(), IdNamed("assignment").bytes());
  EXPECT_THAT(tool.heads(), SizeIs(1));
  EXPECT_THAT(AttachmentsOf(saved->entity), SizeIs(1));
  ExpectMakesANewEntity(intent, As("anna"));
}

TEST(SaveToolTest, OnTwoDevicesKeepsBothTexts) {
  const FoldResult first = Fold(nullptr, SavesTool(ARevision("first", "Ett")), As("anna"));
  const FoldResult phone =
      Fold(&first->entity, SavesTool(ARevision("phone", "Två"), {"first"}), As("anna"));
  ASSERT_THAT(phone, IsOk());
  EXPECT_EQ(phone->history, History::kKeepBefore);
  EXPECT_FALSE(phone->merged);
  const FoldResult laptop =
      Fold(&phone->entity, SavesTool(ARevision("laptop", "Tre"), {"first"}), As("anna"));
  ASSERT_THAT(laptop, IsOk());
  EXPECT_TRUE(laptop->merged);
  EXPECT_THAT(laptop->entity.tool().heads(), SizeIs(2));
}

TEST(SaveToolTest, IsRefused) {
  using I = v1::SaveTool;
  v1::SaveTool good = SavesTool(ARevision("first", std::string(kMaxTextBytes, 'a')));
  good.set_title(std::string(kMaxTitleBytes, 'a'));
  ExpectRefusals<I>(
      nullptr, good, As("anna"),
      {
          {"no title", [](I& i) { i.clear_title(); }, v1::REASON_TEXT_EMPTY},
          {"a long title", [](I& i) { i.set_title(std::string(kMaxTitleBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"an assignment that is no id", [](I& i) { i.set_assignment_id("x"); },
           v1::REASON_BAD_ID},
          {"no text", [](I& i) { i.mutable_revision()->clear_text(); }, v1::REASON_MISSING_FIELD},
          {"a report", [](I& i) { i.mutable_revision()->mutable_report(); },
           v1::REASON_MISSING_FIELD},
          {"a long text",
           [](I& i) { i.mutable_revision()->set_text(std::string(kMaxTextBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"somebody named", [](I& i) { i.mutable_revision()->add_mentions("x"); },
           v1::REASON_MALFORMED},
          {"a file that is none", [](I& i) { i.mutable_revision()->add_attachments(); },
           v1::REASON_BAD_HASH},
          {"no revision's id", [](I& i) { i.mutable_revision()->clear_revision_id(); },
           v1::REASON_MISSING_FIELD},
          {"no id", [](I& i) { i.clear_id(); }, v1::REASON_MISSING_FIELD},
      });
}

TEST(SaveToolTest, NeedsNoWordsBesideTheTitle) {
  EXPECT_THAT(Fold(nullptr, SavesTool(ARevision("first", "")), As("anna")), IsOk());
}

// Of somebody else's tool nobody learns more than that an id is taken.
TEST(SaveToolTest, OfSomebodyElseIsRefusedLikeAnyTakenId) {
  const FoldResult annas = Fold(nullptr, SavesTool(ARevision("first", "Ett")), As("anna"));
  EXPECT_THAT(Fold(&annas->entity, SavesTool(ARevision("bos", "Två")), As("bo")),
              HasReason(v1::REASON_ALREADY_EXISTS));
  const v1::Entity post = test::APost().By("anna");
  EXPECT_THAT(Fold(&post, SavesTool(ARevision("first", "Ett")), As("anna")),
              HasReason(v1::REASON_ALREADY_EXISTS));
}

TEST(DropToolTest, PutsItAwayAndKeepsTheTextsAsHistory) {
  const FoldResult saved = Fold(nullptr, SavesTool(ARevision("first", "Ett")), As("anna"));
  const FoldResult dropped = Fold(&saved->entity, DropsTool(), As("anna"));
  ASSERT_THAT(dropped, IsOk());
  EXPECT_EQ(dropped->history, History::kKeepBefore);
  EXPECT_TRUE(dropped->entity.tool().dropped());
  EXPECT_THAT(dropped->entity.tool().heads(), SizeIs(0));
  const FoldResult again = Fold(&dropped->entity, DropsTool(), As("anna"));
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->entity, EqualsProto(dropped->entity));

  const FoldResult back = Fold(&dropped->entity, SavesTool(ARevision("second", "Två")), As("anna"));
  ASSERT_THAT(back, IsOk());
  EXPECT_FALSE(back->entity.tool().dropped());
}

TEST(DropToolTest, IsForItsOwnerAlone) {
  const FoldResult saved = Fold(nullptr, SavesTool(ARevision("first", "Ett")), As("anna"));
  EXPECT_THAT(Fold(&saved->entity, DropsTool(), As("bo")), HasReason(v1::REASON_NOT_FOUND));
  ExpectNotFound(DropsTool(), As("anna"), APost().By("anna"));
}

}  // namespace
}  // namespace samstig::rules
