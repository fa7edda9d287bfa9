// SPDX-License-Identifier: Apache-2.0
// Drafts: one for each person and assignment, written on several devices.
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::ADraft;
using test::APost;
using test::AReportRevision;
using test::ARevision;
using test::As;
using test::EqualsProto;
using test::HasReason;
using test::IdNamed;
using test::IdOf;
using test::IsOk;
using test::SavesDraft;

TEST(SaveDraftTest, BeginsADraft) {
  const FoldResult saved =
      Fold(nullptr, SavesDraft("anna", AReportRevision("1", "Jag")), As("anna"));
  ASSERT_THAT(saved, IsOk());
  EXPECT_THAT(saved->entity.draft(),
              EqualsProto(v1::Entity(ADraft().With(AReportRevision("1", "Jag"))).draft()));
  ExpectMakesANewEntity(SavesDraft("anna", AReportRevision("1", "Jag")), As("anna"));
}

TEST(SaveDraftTest, MayBeEmptyAsDraftsAre) {
  EXPECT_THAT(Fold(nullptr, SavesDraft("anna", AReportRevision("1", "")), As("anna")), IsOk());
}

TEST(SaveDraftTest, ReplacesTheVersionItKnewAndKeepsItAsHistory) {
  const v1::Entity before = ADraft().With(AReportRevision("1", "Jag"));
  const FoldResult saved =
      Fold(&before, SavesDraft("anna", AReportRevision("2", "Jag lyssnade"), {"1"}), As("anna"));
  ASSERT_THAT(saved, IsOk());
  EXPECT_THAT(saved->entity.draft(),
              EqualsProto(v1::Entity(ADraft().With(AReportRevision("2", "Jag lyssnade"))).draft()));
  EXPECT_EQ(saved->history, History::kKeepBefore);
  EXPECT_FALSE(saved->merged);
}

TEST(SaveDraftTest, StandsBesideWhatAnotherDeviceWrote) {
  const v1::Entity before = ADraft().With(AReportRevision("phone", "Jag"));
  const FoldResult saved =
      Fold(&before, SavesDraft("anna", AReportRevision("laptop", "Vi")), As("anna"));
  ASSERT_THAT(saved, IsOk());
  EXPECT_TRUE(saved->merged);
  EXPECT_THAT(
      saved->entity.draft(),
      EqualsProto(
          v1::Entity(
              ADraft().With(AReportRevision("phone", "Jag")).With(AReportRevision("laptop", "Vi")))
              .draft()));
}

TEST(SaveDraftTest, SavedTwiceIsSavedOnce) {
  const v1::SaveDraft intent = SavesDraft("anna", AReportRevision("1", "Jag"));
  const FoldResult once = Fold(nullptr, intent, As("anna"));
  ASSERT_THAT(once, IsOk());
  const FoldResult twice = Fold(&once->entity, intent, As("anna"));
  ASSERT_THAT(twice, IsOk());
  EXPECT_THAT(twice->entity, EqualsProto(once->entity));
}

TEST(SaveDraftTest, IsRefused) {
  using I = v1::SaveDraft;
  ExpectRefusals<I>(
      nullptr, SavesDraft("anna", AReportRevision("1", std::string(kMaxTextBytes, 'a'))),
      As("anna"),
      {
          {"no assignment", [](I& i) { i.clear_assignment_id(); }, v1::REASON_MISSING_FIELD},
          {"an assignment that is no id", [](I& i) { i.set_assignment_id("x"); },
           v1::REASON_BAD_ID},
          {"an id of its own", [](I& i) { i.set_id(IdNamed("mine").ToBytes()); },
           v1::REASON_BAD_ID},
          {"no revision", [](I& i) { i.clear_revision(); }, v1::REASON_MISSING_FIELD},
          {"a text, not a report", [](I& i) { *i.mutable_revision() = ARevision("1", "Jag"); },
           v1::REASON_MISSING_FIELD},
          {"a revision without an id", [](I& i) { i.mutable_revision()->clear_revision_id(); },
           v1::REASON_MISSING_FIELD},
          {"a revision id that is none", [](I& i) { i.mutable_revision()->set_revision_id("x"); },
           v1::REASON_BAD_ID},
          {"a long report",
           [](I& i) {
             i.mutable_revision()->mutable_report()->set_insight(
                 std::string(kMaxTextBytes + 1, 'a'));
           },
           v1::REASON_TEXT_TOO_LONG},
      });
}

TEST(SaveDraftTest, NobodyWritesInAnothersDraft) {
  EXPECT_THAT(Fold(nullptr, SavesDraft("anna", AReportRevision("1", "Jag")), As("bo")),
              HasReason(v1::REASON_BAD_ID));
}

TEST(SaveDraftTest, WantsAnIdThatIsNotTakenBySomethingElse) {
  const v1::Entity post = APost().WithId(IdOf(ADraft()));
  EXPECT_THAT(Fold(&post, SavesDraft("anna", AReportRevision("1", "Jag")), As("anna")),
              HasReason(v1::REASON_ALREADY_EXISTS));
}

TEST(SaveDraftTest, HasAtMost16VersionsSideBySide) {
  v1::Entity draft = ADraft();
  for (int i = 0; i < kMaxHeads; ++i) {
    const v1::Revision head = AReportRevision("device " + std::to_string(i), "Jag");
    FoldResult saved = Fold(&draft, SavesDraft("anna", head), As("anna"));
    ASSERT_THAT(saved, IsOk());
    draft = saved->entity;
  }
  EXPECT_THAT(Fold(&draft, SavesDraft("anna", AReportRevision("one more", "Jag")), As("anna")),
              HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(
      Fold(&draft, SavesDraft("anna", AReportRevision("join", "Jag"), {"device 0"}), As("anna")),
      IsOk());
}

}  // namespace
}  // namespace samstig::rules
