// SPDX-License-Identifier: Apache-2.0
// Posts: written once, edited on several devices, taken back.
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "tests/domain/rules/refusals.h"
#include "tests/support/talk_story.h"

namespace samstig::rules {
namespace {

using test::APost;
using test::AReportRevision;
using test::ARevision;
using test::As;
using test::AThread;
using test::EditsPost;
using test::EqualsProto;
using test::HasReason;
using test::IdNamed;
using test::IdOf;
using test::IsOk;
using test::RemovesPost;
using test::RestoresPost;
using test::WithdrawsPost;
using test::WritesPost;
using testing::ElementsAre;

std::vector<std::string> TextsOf(const v1::Entity& post) {
  std::vector<std::string> texts;
  for (const v1::Revision& head : post.post().heads()) texts.push_back(head.text());
  return texts;
}

const v1::Entity kPost = APost("Hej!");
const base::Id kFirst = IdOf(kPost);  // The first version goes by the post's own id.

// ---- Writing

TEST(WritePostTest, WritesInAThread) {
  const FoldResult written = Fold(nullptr, WritesPost("Hej!"), As("anna"));
  ASSERT_THAT(written, IsOk());
  EXPECT_THAT(written->entity, EqualsProto(kPost));
  ExpectMakesANewEntity(WritesPost("Hej!"), As("anna"));
  ExpectWantsAFreeId(WritesPost("Hej!"), As("anna"));
}

TEST(WritePostTest, AnswersAnotherPost) {
  v1::WritePost intent = WritesPost("Hej själv!");
  intent.set_reply_to(IdNamed("another post").ToBytes());
  const FoldResult written = Fold(nullptr, intent, As("anna"));
  ASSERT_THAT(written, IsOk());
  EXPECT_EQ(written->entity.post().reply_to(), IdNamed("another post").bytes());
}

TEST(WritePostTest, NamesPersonsAndTheSubmissionItComesFrom) {
  v1::WritePost intent = test::WritesPostMentioning({"bo", "axel"});
  intent.set_from_submission(IdNamed("submission").ToBytes());
  intent.mutable_audience()->set_epoch(IdNamed("epoch").ToBytes());
  const FoldResult written = Fold(nullptr, intent, As("anna"));
  ASSERT_THAT(written, IsOk());
  const v1::Post& post = written->entity.post();
  EXPECT_THAT(post.heads(0).mentions(),
              ElementsAre(IdNamed("bo").bytes(), IdNamed("axel").bytes()));
  EXPECT_EQ(post.from_submission(), IdNamed("submission").bytes());
}

TEST(WritePostTest, IsRefused) {
  using I = v1::WritePost;
  ExpectRefusals<I>(
      nullptr, WritesPost(std::string(kMaxTextBytes, 'a')), As("anna"),
      {
          {"no thread", [](I& i) { i.clear_thread_id(); }, v1::REASON_MISSING_FIELD},
          {"a thread that is no id", [](I& i) { i.set_thread_id("x"); }, v1::REASON_BAD_ID},
          {"an answer to what is no id", [](I& i) { i.set_reply_to("x"); }, v1::REASON_BAD_ID},
          {"a mention that is no id", [](I& i) { i.add_mentions("x"); }, v1::REASON_BAD_ID},
          {"the same person twice",
           [](I& i) {
             i.add_mentions(IdNamed("bo").ToBytes());
             i.add_mentions(IdNamed("bo").ToBytes());
           },
           v1::REASON_MALFORMED},
          {"21 mentions",
           [](I& i) {
             for (int n = 0; n < 21; ++n) i.add_mentions(IdNamed(std::to_string(n)).ToBytes());
           },
           v1::REASON_OUT_OF_RANGE},
          {"a submission that is no id", [](I& i) { i.set_from_submission("x"); },
           v1::REASON_BAD_ID},
          {"an audience as of nowhere", [](I& i) { i.mutable_audience()->set_seq(7); },
           v1::REASON_MISSING_FIELD},
          {"no text", [](I& i) { i.clear_text(); }, v1::REASON_TEXT_EMPTY},
          {"a blank text", [](I& i) { i.set_text(" \n\t"); }, v1::REASON_TEXT_EMPTY},
          {"a long text", [](I& i) { i.set_text(std::string(kMaxTextBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"a control character", [](I& i) { i.set_text("a\x1b[2J"); }, v1::REASON_TEXT_INVALID},
          {"no UTF-8", [](I& i) { i.set_text("G\xf6teborg"); }, v1::REASON_TEXT_INVALID},
      });
}

// ---- Editing

TEST(EditPostTest, ReplacesTheFirstVersionAndKeepsItAsHistory) {
  const FoldResult edited =
      Fold(&kPost, EditsPost(kPost, ARevision("2", "Hej allihopa!"), {kFirst}), As("anna"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_THAT(TextsOf(edited->entity), ElementsAre("Hej allihopa!"));
  EXPECT_EQ(edited->history, History::kKeepBefore);
  EXPECT_FALSE(edited->merged);
}

TEST(EditPostTest, EditsOnTwoDevicesAtOnceStandSideBySideNewestLast) {
  const FoldResult phone =
      Fold(&kPost, EditsPost(kPost, ARevision("phone", "Hej du!"), {kFirst}), As("anna"));
  ASSERT_THAT(phone, IsOk());
  const FoldResult laptop =
      Fold(&phone->entity, EditsPost(kPost, ARevision("laptop", "Hej ni!"), {kFirst}), As("anna"));
  ASSERT_THAT(laptop, IsOk());
  EXPECT_TRUE(laptop->merged);
  EXPECT_THAT(TextsOf(laptop->entity), ElementsAre("Hej du!", "Hej ni!"));

  const FoldResult joined = Fold(&laptop->entity,
                                 EditsPost(kPost, ARevision("joined", "Hej du och ni!"),
                                           {IdNamed("phone"), IdNamed("laptop")}),
                                 As("anna"));
  ASSERT_THAT(joined, IsOk());
  EXPECT_FALSE(joined->merged);
  EXPECT_THAT(TextsOf(joined->entity), ElementsAre("Hej du och ni!"));
}

TEST(EditPostTest, WithoutNamingTheFirstVersionItStandsBesideIt) {
  const FoldResult edited =
      Fold(&kPost, EditsPost(kPost, ARevision("2", "Hej allihopa!")), As("anna"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_TRUE(edited->merged);
  EXPECT_THAT(TextsOf(edited->entity), ElementsAre("Hej!", "Hej allihopa!"));
  EXPECT_EQ(edited->entity.post().heads(0).revision_id(), "") << "as the contract says";
  // It can still be named by the post's id.
  const FoldResult joined =
      Fold(&edited->entity, EditsPost(kPost, ARevision("3", "Hej!!"), {kFirst, IdNamed("2")}),
           As("anna"));
  ASSERT_THAT(joined, IsOk());
  EXPECT_THAT(TextsOf(joined->entity), ElementsAre("Hej!!"));
}

TEST(EditPostTest, EditedTwiceWithTheSameRevisionIsEditedOnce) {
  const v1::EditPost intent = EditsPost(kPost, ARevision("2", "Hej allihopa!"), {kFirst});
  const FoldResult once = Fold(&kPost, intent, As("anna"));
  ASSERT_THAT(once, IsOk());
  const FoldResult twice = Fold(&once->entity, intent, As("anna"));
  ASSERT_THAT(twice, IsOk());
  EXPECT_THAT(twice->entity, EqualsProto(once->entity));
}

// Else its text would be lost without a word.
TEST(EditPostTest, CannotBringAnotherTextUnderARevisionIdThatIsTaken) {
  v1::Revision again = ARevision("2", "Hej allihopa!");
  again.set_revision_id(kPost.id());
  EXPECT_THAT(Fold(&kPost, EditsPost(kPost, again, {kFirst}), As("anna")),
              HasReason(v1::REASON_ALREADY_EXISTS));
  // Also when the first version is history.
  const FoldResult edited =
      Fold(&kPost, EditsPost(kPost, ARevision("2", "Hå!"), {kFirst}), As("anna"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_THAT(Fold(&edited->entity, EditsPost(kPost, again), As("anna")),
              HasReason(v1::REASON_ALREADY_EXISTS));
}

TEST(EditPostTest, IsRefused) {
  using I = v1::EditPost;
  ExpectRefusals<I>(
      &kPost, EditsPost(kPost, ARevision("2", std::string(kMaxTextBytes, 'a')), {kFirst}),
      As("anna"),
      {
          {"no revision", [](I& i) { i.clear_revision(); }, v1::REASON_MISSING_FIELD},
          {"a report, not a text",
           [](I& i) { *i.mutable_revision() = AReportRevision("2", "Jag"); },
           v1::REASON_MISSING_FIELD},
          {"a mention that is no id", [](I& i) { i.mutable_revision()->add_mentions("x"); },
           v1::REASON_BAD_ID},
          {"no text", [](I& i) { i.mutable_revision()->set_text(""); }, v1::REASON_TEXT_EMPTY},
          {"a long text",
           [](I& i) { i.mutable_revision()->set_text(std::string(kMaxTextBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"a control character", [](I& i) { i.mutable_revision()->set_text("a\x07"); },
           v1::REASON_TEXT_INVALID},
          {"a revision without an id", [](I& i) { i.mutable_revision()->clear_revision_id(); },
           v1::REASON_MISSING_FIELD},
          {"a revision id that is none", [](I& i) { i.mutable_revision()->set_revision_id("x"); },
           v1::REASON_BAD_ID},
      });
  ExpectNotFound(EditsPost(kPost, ARevision("2", "Hej")), As("anna"), AThread());
}

TEST(EditPostTest, HasAtMost16VersionsSideBySide) {
  v1::Entity post = kPost;
  for (int i = 1; i < kMaxHeads; ++i) {
    const v1::Revision head = ARevision("device " + std::to_string(i), "Hej");
    const FoldResult edited = Fold(&post, EditsPost(post, head), As("anna"));
    ASSERT_THAT(edited, IsOk());
    post = edited->entity;
  }
  EXPECT_EQ(post.post().heads_size(), kMaxHeads);
  EXPECT_THAT(Fold(&post, EditsPost(post, ARevision("one more", "Hej")), As("anna")),
              HasReason(v1::REASON_OUT_OF_RANGE));
}

TEST(EditPostTest, IsItsAuthorsAlone) {
  EXPECT_THAT(Fold(&kPost, EditsPost(kPost, ARevision("2", "Hå")), As("bo")),
              HasReason(v1::REASON_NOT_ALLOWED));
}

// ---- Taking back

TEST(WithdrawPostTest, LeavesThePlaceWithoutTheTextAndKeepsItAsHistory) {
  const v1::Entity post = APost("Hej!").AlsoReading(ARevision("2", "Hå!"));
  const FoldResult withdrawn = Fold(&post, WithdrawsPost(post), As("anna"));
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_THAT(withdrawn->entity, EqualsProto(v1::Entity(APost().Withdrawn())));
  EXPECT_EQ(withdrawn->history, History::kKeepBefore);
  EXPECT_FALSE(withdrawn->gone);
}

TEST(WithdrawPostTest, EndsAllChanges) {
  const v1::Entity withdrawn = APost().Withdrawn();
  EXPECT_THAT(Fold(&withdrawn, WithdrawsPost(withdrawn), As("anna")),
              HasReason(v1::REASON_DELETED));
  EXPECT_THAT(Fold(&withdrawn, EditsPost(withdrawn, ARevision("2", "Hej")), As("anna")),
              HasReason(v1::REASON_DELETED));
}

TEST(WithdrawPostTest, IsItsAuthorsAlone) {
  EXPECT_THAT(Fold(&kPost, WithdrawsPost(kPost), As("bo")), HasReason(v1::REASON_NOT_ALLOWED));
  ExpectNotFound(WithdrawsPost(kPost), As("anna"), AThread());
}

// ---- Taking down and putting back

TEST(RemovePostTest, LeavesThePlaceWithoutTheTextAndKeepsItAsHistory) {
  const FoldResult removed = Fold(&kPost, RemovesPost(), As("carin coach"));
  ASSERT_THAT(removed, IsOk());
  EXPECT_THAT(removed->entity, EqualsProto(v1::Entity(APost("Hej!").TakenDown())));
  EXPECT_EQ(removed->history, History::kKeepBefore);
  EXPECT_THAT(Fold(&removed->entity, RemovesPost(), As("another coach")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
}

TEST(RemovePostTest, IsRefused) {
  using I = v1::RemovePost;
  v1::RemovePost good = RemovesPost();
  good.set_note(std::string(kMaxAnswerBytes, 'a'));
  ExpectRefusals<I>(
      &kPost, good, As("carin coach"),
      {{"no cause", [](I& i) { i.clear_cause(); }, v1::REASON_OUT_OF_RANGE},
       {"no such cause", [](I& i) { i.set_cause(static_cast<v1::FlagCause>(99)); },
        v1::REASON_OUT_OF_RANGE},
       {"a long note", [](I& i) { i.set_note(std::string(kMaxAnswerBytes + 1, 'a')); },
        v1::REASON_TEXT_TOO_LONG}});
  const v1::Entity withdrawn = APost().Withdrawn();
  EXPECT_THAT(Fold(&withdrawn, RemovesPost(), As("carin coach")), HasReason(v1::REASON_DELETED));
  ExpectNotFound(RemovesPost(), As("carin coach"), AThread());
}

TEST(RemovePostTest, ItsAuthorCanTakeItBackAllTheSameButNotChangeIt) {
  const v1::Entity down = APost().TakenDown();
  EXPECT_THAT(Fold(&down, EditsPost(down, ARevision("2", "Hå!")), As("anna")),
              HasReason(v1::REASON_DELETED));
  const FoldResult withdrawn = Fold(&down, WithdrawsPost(down), As("anna"));
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_TRUE(withdrawn->entity.post().withdrawn());
}

TEST(RestorePostTest, EndsTheRemoval) {
  const v1::Entity down = APost().TakenDown();
  const FoldResult back = Fold(&down, RestoresPost(), As("carin coach"));
  ASSERT_THAT(back, IsOk());
  EXPECT_FALSE(back->entity.post().has_removal());
  EXPECT_EQ(back->history, History::kKeepBefore) << "the coach's note is a text, too";
  EXPECT_THAT(Fold(&kPost, RestoresPost(), As("carin coach")), HasReason(v1::REASON_ILLEGAL_MOVE));
  const v1::Entity both = APost().TakenDown().Withdrawn();
  EXPECT_THAT(Fold(&both, RestoresPost(), As("carin coach")), HasReason(v1::REASON_DELETED));
  ExpectNotFound(RestoresPost(), As("carin coach"), AThread());
}

}  // namespace
}  // namespace samstig::rules
