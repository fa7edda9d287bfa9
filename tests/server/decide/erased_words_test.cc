// SPDX-License-Identifier: Apache-2.0
// What becomes of each thing when a coach is erased who also wrote and handed in: nothing names
// her, and nobody else's words go with hers.
#include "server/decide/erased_words.h"

#include <gtest/gtest.h>

#include "domain/rules/names.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using namespace samstig::test;  // NOLINT(google-build-using-namespace): the words of the stories
using Fate = ErasedWords::Fate;

constexpr char kCarin[] = "carin coach";

std::string Named(std::string_view name) { return IdNamed(name).ToBytes(); }
std::string ACoach() { return rules::TraceId(v1::PERSON_TRACE_COACH).ToBytes(); }
std::string Anonymous() { return rules::TraceId(v1::PERSON_TRACE_ANONYMOUS).ToBytes(); }

class ErasedWordsTest : public testing::Test {
 protected:
  // By `author`, with a body to be filled in.
  static v1::Entity Thing(std::string_view author) {
    v1::Entity entity;
    entity.set_id(Named("thing"));
    entity.set_author(Named(author));
    return entity;
  }
  static v1::Entity AFlag(std::string_view author, std::string_view settled_by) {
    v1::Entity entity = Thing(author);
    v1::FlagStep& step = *entity.mutable_flag()->add_history();
    step.set_by(Named(settled_by));
    return entity;
  }
  static v1::Entity ANudge(std::string_view author, std::string_view to) {
    v1::Entity entity = Thing(author);
    entity.mutable_nudge()->set_person_id(Named(to));
    return entity;
  }
  static v1::Entity AKindOfANewerVersion(std::string_view author) { return Thing(author); }

  Fate Apply(v1::Entity& entity) const { return words.Apply(entity); }
  Fate FateOf(v1::Entity entity) const { return words.Apply(entity); }
  Fate FateOfKept(v1::Entity version) const { return words.ApplyToKept(version); }

  ErasedWords words{IdNamed(kCarin)};
};

TEST_F(ErasedWordsTest, AFlagThatSheSettledWasSettledByACoach) {
  v1::Entity flag = AFlag("anna", kCarin);
  EXPECT_EQ(Apply(flag), Fate::kChanges);
  EXPECT_EQ(flag.flag().history(0).by(), ACoach());
  EXPECT_EQ(flag.author(), Named("anna"));
  EXPECT_EQ(FateOf(AFlag("anna", "another coach")), Fate::kStays);
  EXPECT_EQ(FateOf(AFlag(kCarin, "another coach")), Fate::kGoes)
      << "who flagged is nobody's to know";
}

TEST_F(ErasedWordsTest, ANudgeGoesWithWhomItWasForAndIsOtherwiseACoachs) {
  v1::Entity nudge = ANudge(kCarin, "anna");
  EXPECT_EQ(Apply(nudge), Fate::kChanges);
  EXPECT_EQ(nudge.author(), ACoach());
  EXPECT_EQ(FateOf(ANudge("another coach", kCarin)), Fate::kGoes);
  EXPECT_EQ(FateOf(ANudge("another coach", "anna")), Fate::kStays);
}

TEST_F(ErasedWordsTest, AnAnnouncementIsACoachsWhereSheWasOne) {
  words.coached = {Named("cohort")};
  v1::Entity here = AnAnnouncement().By(kCarin);
  EXPECT_EQ(Apply(here), Fate::kChanges);
  EXPECT_EQ(here.author(), ACoach());
  EXPECT_EQ(FateOf(AnAnnouncement().By("another coach")), Fate::kStays);
  words.coached.clear();
  EXPECT_EQ(FateOf(AnAnnouncement().By(kCarin)), Fate::kStays) << "an organiser's, who has left";
}

TEST_F(ErasedWordsTest, APostThatSheTookDownWasTakenDownByACoach) {
  v1::Entity post = APost("Nej.").By("bo");
  post.mutable_post()->mutable_removal()->set_by(Named(kCarin));
  EXPECT_EQ(Apply(post), Fate::kChanges);
  EXPECT_EQ(post.post().removal().by(), ACoach());
  EXPECT_EQ(post.post().heads(0).text(), "Nej.");
  post.mutable_post()->mutable_removal()->set_by(Named("another coach"));
  EXPECT_EQ(FateOf(post), Fate::kStays);
}

TEST_F(ErasedWordsTest, WhoeverMentionedHerMentionedSomebody) {
  v1::Entity post = APost("Carin, vad tycker du?").By("bo");
  post.mutable_post()->mutable_heads(0)->add_mentions(Named(kCarin));
  post.mutable_post()->mutable_heads(0)->add_mentions(Named("anna"));
  EXPECT_EQ(Apply(post), Fate::kChanges);
  EXPECT_EQ(post.post().heads(0).mentions(0), Anonymous());
  EXPECT_EQ(post.post().heads(0).mentions(1), Named("anna"));
}

TEST_F(ErasedWordsTest, WhoReadHerDeskIsHersAlone) {
  v1::Entity disclosure = Thing("another coach");
  disclosure.mutable_disclosure()->set_person_id(Named(kCarin));
  EXPECT_EQ(FateOf(disclosure), Fate::kGoes);
  disclosure.mutable_disclosure()->set_person_id(Named("anna"));
  EXPECT_EQ(FateOf(disclosure), Fate::kStays);
}

TEST_F(ErasedWordsTest, OfAKindThatIsNotKnownHereHersGoes) {
  EXPECT_EQ(FateOf(AKindOfANewerVersion(kCarin)), Fate::kGoes);
  EXPECT_EQ(FateOf(AKindOfANewerVersion("anna")), Fate::kStays);
}

TEST_F(ErasedWordsTest, TheNoteThatSheHasLeftGoes) {
  v1::Entity end = Thing(kCarin);
  end.mutable_retention();
  EXPECT_EQ(FateOf(end), Fate::kStays) << "of something else";
  end.set_id(rules::EndId(IdNamed(kCarin)).ToBytes());
  EXPECT_EQ(FateOf(end), Fate::kGoes);
  end.set_author(Named("anna"));
  EXPECT_EQ(FateOf(end), Fate::kStays);
}

TEST_F(ErasedWordsTest, FeedbackOnHerWorkLosesItsWordsAndHersOnOthersWorkIsACoachs) {
  words.submissions = {Named("submission")};
  v1::Entity on_hers = AFeedback().By("another coach");
  EXPECT_EQ(Apply(on_hers), Fate::kChanges);
  EXPECT_EQ(on_hers.feedback().text(), "");
  EXPECT_TRUE(on_hers.feedback().erased());
  EXPECT_EQ(FateOfKept(AFeedback().By("another coach")), Fate::kGoes);
  words.submissions.clear();
  v1::Entity by_her = AFeedback().By(kCarin);
  EXPECT_EQ(Apply(by_her), Fate::kChanges);
  EXPECT_EQ(by_her.author(), ACoach());
  EXPECT_NE(by_her.feedback().text(), "");
  EXPECT_EQ(FateOf(AFeedback().By("another coach")), Fate::kStays);
}

TEST_F(ErasedWordsTest, NobodyElsesHatPlaceOrGroupChanges) {
  EXPECT_EQ(FateOf(AHat("anna").LeaderIn(IdNamed("pargas"))), Fate::kStays);
  EXPECT_EQ(FateOf(AnEnrolment(kCarin)), Fate::kStays) << "it ends as the lifecycle has it";
  EXPECT_EQ(FateOf(APerson("anna")), Fate::kStays);
  EXPECT_EQ(FateOf(AThread().By("bo")), Fate::kStays);
  EXPECT_EQ(FateOf(ASubmission("anna")), Fate::kStays);
  EXPECT_EQ(FateOf(AnAssignment().By("another coach")), Fate::kStays);
  v1::Entity managed = AHat("anna").LeaderIn(IdNamed("pargas"));
  managed.mutable_membership()->set_manager_id(Named(kCarin));
  EXPECT_EQ(Apply(managed), Fate::kChanges);
  EXPECT_EQ(managed.membership().manager_id(), "");
}

// ---- Her words in threads, now and as they were

TEST_F(ErasedWordsTest, WhatSheDeletesIsEmptyAndWasNeverKept) {
  words.talk[Named("thread")] = {v1::ERASURE_CHOICE_DELETE, Named(kCarin)};
  v1::Entity post = APost("Jag vågade inte").By(kCarin);
  EXPECT_EQ(FateOfKept(post), Fate::kGoes);
  EXPECT_EQ(Apply(post), Fate::kChanges);
  EXPECT_EQ(post.post().heads_size(), 0);
  EXPECT_TRUE(post.post().withdrawn());
  v1::Entity thread = AThread().By(kCarin);
  EXPECT_EQ(Apply(thread), Fate::kChanges);
  EXPECT_EQ(thread.thread().title(), "");
}

TEST_F(ErasedWordsTest, WhatStaysIsNobodysNowAndAsItWas) {
  words.talk[Named("thread")] = {v1::ERASURE_CHOICE_ANONYMISE, Anonymous()};
  v1::Entity post = APost("Jag vågade inte").By(kCarin);
  v1::Entity before = post;
  EXPECT_EQ(Apply(post), Fate::kChanges);
  EXPECT_EQ(post.author(), Anonymous());
  EXPECT_EQ(post.post().heads(0).text(), "Jag vågade inte");
  EXPECT_EQ(words.ApplyToKept(before), Fate::kChanges);
  EXPECT_EQ(before.author(), Anonymous());
  words.taken_back = {Named("post")};
  EXPECT_EQ(FateOfKept(APost("Jag vågade inte").By(kCarin)), Fate::kGoes)
      << "she had taken it back herself";
  EXPECT_EQ(FateOfKept(APost("Bos").By("bo")), Fate::kStays);
}

TEST_F(ErasedWordsTest, WhatIsInAThreadThatNobodyKnowsGoes) {
  EXPECT_EQ(FateOfKept(APost("Var?").In(IdNamed("nowhere")).By(kCarin)), Fate::kGoes);
}

TEST_F(ErasedWordsTest, EarlierReportsAndNamesAreNotKept) {
  EXPECT_EQ(FateOfKept(ASubmission(kCarin)), Fate::kGoes);
  EXPECT_EQ(FateOfKept(ASubmission("anna")), Fate::kStays);
  EXPECT_EQ(FateOfKept(APerson(kCarin)), Fate::kGoes);
  EXPECT_EQ(FateOfKept(APerson("anna")), Fate::kStays);
}

}  // namespace
}  // namespace samstig::server
