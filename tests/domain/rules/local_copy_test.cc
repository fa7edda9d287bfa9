// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/local_copy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "domain/rules/names.h"
#include "tests/support/failing_questions.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::rules {
namespace {

using namespace samstig::test;  // NOLINT(google-build-using-namespace): the words of the stories
using base::Id;
using base::Result;
using base::Status;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// A copy with what a story puts there, and the people whom it shows in "cohort".
class Copy : public LocalCopy {
 public:
  void Put(const v1::Entity& entity) { entities_[IdOf(entity)] = entity; }
  void PutInCohort(std::string_view person) {
    Put(APerson(person));
    in_cohort_.insert(IdNamed(person));
  }

  Result<std::optional<v1::Entity>> Get(const Id& id) override {
    RETURN_IF_ERROR(questions.Ask());
    const auto found = entities_.find(id);
    return found == entities_.end() ? std::optional<v1::Entity>() : std::optional(found->second);
  }
  Result<std::vector<v1::Entity>> Find(const Key& key) override {
    RETURN_IF_ERROR(questions.Ask());
    std::vector<v1::Entity> found;
    for (const auto& [id, entity] : entities_) {
      const Keys keys = KeysOf(entity);
      if (std::find(keys.begin(), keys.end(), key) != keys.end()) found.push_back(entity);
    }
    return found;
  }
  Result<bool> IsIn(const Id& id, const Scope& scope) override {
    RETURN_IF_ERROR(questions.Ask());
    return scope == Scope::OfCohort(IdNamed("cohort")) && in_cohort_.contains(id);
  }

  test::FailingQuestions questions;

 private:
  std::map<Id, v1::Entity> entities_;
  std::set<Id> in_cohort_;
};

class LocalCopyTest : public testing::Test {
 protected:
  void SetUp() override {
    copy.Put(ACohort().Running());
    for (const char* person : {"anna", "bo", "carin coach"}) copy.PutInCohort(person);
    copy.Put(APerson("maria admin"));
    copy.Put(AHat("anna").LeaderIn(IdNamed("pargas")).WithId(IdNamed("annas hat")));
    copy.Put(AHat("bo").LeaderIn(IdNamed("raseborg")).WithId(IdNamed("bos hat")));
    copy.Put(AHat("carin coach").CoachOf(IdNamed("cohort")).WithId(IdNamed("carins hat")));
    copy.Put(AnEnrolment("anna"));
  }
  std::set<Id> Readers(const v1::Entity& thread) {
    return Must(copy.questions.EachInTurn([&] { return ReadersOf(copy, thread.thread()); }));
  }
  std::vector<v1::NoticeKind> Told(base::TimeMs since) {
    std::vector<v1::NoticeKind> kinds;
    for (const Notice& notice : Must(copy.questions.EachInTurn([&] {
           return NoticesSince(copy, IdNamed("anna"), since, kMonday + base::kHourMs);
         }))) {
      kinds.push_back(notice.kind);
    }
    return kinds;
  }

  Talk AnnasTalk() {
    return Must(copy.questions.EachInTurn(
        [&] { return TalkIn(copy, IdNamed("anna"), IdNamed("thread")); }));
  }
  Unread AnnasUnread() {
    return Must(copy.questions.EachInTurn(
        [&] { return UnreadIn(copy, IdNamed("anna"), IdNamed("thread")); }));
  }

  Copy copy;
};

// ---- Who reads

TEST_F(LocalCopyTest, AThreadOfTheCohortIsReadByWhomTheCopyShowsInIt) {
  EXPECT_THAT(Readers(AThread()),
              UnorderedElementsAre(IdNamed("anna"), IdNamed("bo"), IdNamed("carin coach")));
}

TEST_F(LocalCopyTest, AThreadOfAGroupIsReadByItsMembersAndTheCoaches) {
  copy.PutInCohort("david");
  copy.Put(AGroup({"anna", "bo"}));
  v1::Entity thread = AThread();
  thread.mutable_thread()->set_group_id(IdNamed("group").ToBytes());
  EXPECT_THAT(Readers(thread),
              UnorderedElementsAre(IdNamed("anna"), IdNamed("bo"), IdNamed("carin coach")));
}

TEST_F(LocalCopyTest, NobodyIsSaidToReadInAGroupThatIsNotThere) {
  v1::Entity thread = AThread();
  thread.mutable_thread()->set_group_id(IdNamed("nowhere").ToBytes());
  EXPECT_THAT(ReadersOf(copy, thread.thread()), HasReason(v1::REASON_NOT_FOUND));
}

TEST_F(LocalCopyTest, AThreadAmongColleaguesIsReadByThemAndByCoachesOnlyWhenInvited) {
  EXPECT_THAT(Readers(AThread().AmongLeadersOf(IdNamed("pargas"))), ElementsAre(IdNamed("anna")));
  EXPECT_THAT(Readers(AThread().AmongLeadersOf(IdNamed("pargas")).WithCoaches()),
              UnorderedElementsAre(IdNamed("anna"), IdNamed("carin coach")));
}

TEST_F(LocalCopyTest, WhoHasLeftTheMunicipalityReadsNoMoreAmongItsLeaders) {
  copy.Put(AHat("anna").LeaderIn(IdNamed("pargas")).WithId(IdNamed("annas hat")).Ended());
  EXPECT_THAT(Readers(AThread().AmongLeadersOf(IdNamed("pargas"))), IsEmpty());
}

TEST_F(LocalCopyTest, TheAudienceCountsOthersAndNamesOnesOwnHr) {
  copy.PutInCohort("maria admin");
  copy.Put(AHat("maria admin").AdminOf(IdNamed("pargas")).WithId(IdNamed("marias hat")));
  const v1::Entity thread = AThread();
  const Audience audience = Must(copy.questions.EachInTurn(
      [&] { return AudienceOf(copy, IdNamed("anna"), thread.thread()); }));
  EXPECT_THAT(audience.people,
              UnorderedElementsAre(IdNamed("bo"), IdNamed("carin coach"), IdNamed("maria admin")));
  EXPECT_THAT(audience.municipalities, ElementsAre(IdNamed("raseborg")));
  EXPECT_THAT(audience.own_hr, ElementsAre(IdNamed("maria admin")));
}

// ---- What is unread

TEST_F(LocalCopyTest, OthersPostsAreUnreadUntilTheReadMark) {
  copy.Put(APost().By("bo"));
  copy.Put(APost().By("anna").Named("own"));
  EXPECT_EQ(AnnasUnread(), (Unread{1, 0}));
  copy.Put(Must(Fold(nullptr, MarksRead("anna", kMonday), As("anna"))).entity);
  EXPECT_EQ(AnnasUnread(), (Unread{0, 0}));
}

TEST_F(LocalCopyTest, AThreadAtAGlanceCountsAllAndKnowsTheNewest) {
  EXPECT_EQ(AnnasTalk().last_ms, 0);
  const v1::Entity post = APost().By("bo");
  v1::Entity later = APost().By("anna").Named("own");
  later.set_made_ms(post.made_ms() + 1);
  copy.Put(post);
  copy.Put(later);
  const Talk talk = AnnasTalk();
  EXPECT_EQ(talk.posts, 2u);
  EXPECT_EQ(talk.last_ms, later.made_ms());
  EXPECT_EQ(talk.unread, (Unread{1, 0}));
}

TEST_F(LocalCopyTest, NothingIsUnreadInAMutedThread) {
  copy.Put(APost().By("bo"));
  v1::Entity level = APost().WithId(SubscriptionId(IdNamed("anna"), IdNamed("thread")));
  level.mutable_subscription()->set_level(v1::LEVEL_MUTED);
  copy.Put(level);
  EXPECT_EQ(AnnasUnread(), (Unread{0, 0}));
}

// ---- What there is to be told of

TEST_F(LocalCopyTest, NoticesComeFromEverywhereTheNewestFirst) {
  copy.Put(AnAssignment().By("carin coach").MadeAt(kMonday));
  copy.Put(AnAnnouncement().By("carin coach").MadeAt(kMonday + 3));
  copy.Put(AThread());
  copy.Put(APost("Hej Anna!").By("bo").Mentioning("anna").MadeAt(kMonday + 2));
  copy.Put(ASubmission("anna").By("anna"));
  copy.Put(AFeedback().By("carin coach").MadeAt(kMonday + 1));
  EXPECT_THAT(Told(kMonday), ElementsAre(v1::NOTICE_KIND_ANNOUNCEMENT, v1::NOTICE_KIND_MENTION,
                                         v1::NOTICE_KIND_FEEDBACK, v1::NOTICE_KIND_ASSIGNMENT));
}

TEST_F(LocalCopyTest, WhatIsOlderIsNotToldButANearDeadlineIs) {
  copy.Put(
      AnAssignment().By("carin coach").MadeAt(kMonday - base::kDayMs).Due(kMonday + base::kDayMs));
  EXPECT_THAT(Told(kMonday), ElementsAre(v1::NOTICE_KIND_DEADLINE));
}

TEST_F(LocalCopyTest, ANudgeIsToldOnce) {
  copy.Put(AnAssignment().By("carin coach").MadeAt(kMonday - base::kDayMs));
  copy.Put(Must(Fold(nullptr, NudgesLeader("anna"), As("carin coach", kMonday + 1))).entity);
  EXPECT_THAT(Told(kMonday), ElementsAre(v1::NOTICE_KIND_NUDGE));
}

}  // namespace
}  // namespace samstig::rules
