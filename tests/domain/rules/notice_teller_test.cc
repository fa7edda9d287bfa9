// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/notice_teller.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

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

// A store with what a story puts there.
class Shelf : public EntitySource {
 public:
  void Put(const v1::Entity& entity) { entities_[IdOf(entity)] = entity; }

  Result<std::optional<v1::Entity>> Get(const Id& id) override {
    RETURN_IF_ERROR(questions.Ask());
    const auto found = entities_.find(id);
    if (found == entities_.end()) return std::optional<v1::Entity>();
    return std::optional<v1::Entity>(found->second);
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

  FailingQuestions questions;

 private:
  std::map<Id, v1::Entity> entities_;
};

class NoticeTellerTest : public testing::Test {
 protected:
  void SetUp() override {
    shelf.Put(AHat("carin coach").CoachOf(IdNamed("cohort")));
    shelf.Put(AnEnrolment("anna"));
    shelf.Put(AThread());
    shelf.Put(AnAssignment());
  }
  v1::NoticeKind Told(std::string_view person, const v1::Entity& entity) {
    shelf.Put(entity);
    const std::optional<Notice> notice = Must(shelf.questions.EachInTurn([&] {
      NoticeTeller teller(shelf, IdNamed(person));
      return teller.Tell(entity);
    }));
    return notice ? notice->kind : v1::NOTICE_KIND_UNSPECIFIED;
  }
  void SubscribesAnna(v1::Level level) {
    v1::Entity entity =
        APost().By("anna").WithId(SubscriptionId(IdNamed("anna"), IdNamed("thread")));
    entity.mutable_subscription()->set_thread_id(IdNamed("thread").ToBytes());
    entity.mutable_subscription()->set_level(level);
    shelf.Put(entity);
  }

  Shelf shelf;
};

TEST_F(NoticeTellerTest, FindsLevelAndReadMark) {
  const v1::Entity post = APost().By("bo");
  EXPECT_EQ(Told("anna", post), v1::NOTICE_KIND_UNSPECIFIED);
  SubscribesAnna(v1::LEVEL_WATCHING);
  EXPECT_EQ(Told("anna", post), v1::NOTICE_KIND_POST);
  shelf.Put(Must(Fold(nullptr, MarksRead("anna", kMonday), As("anna"))).entity);
  EXPECT_EQ(Told("anna", post), v1::NOTICE_KIND_UNSPECIFIED);
}

TEST_F(NoticeTellerTest, FindsTheAnsweredPost) {
  shelf.Put(APost("Fråga").By("anna"));
  v1::Entity answer = APost("Svar").By("bo").Named("answer");
  answer.mutable_post()->set_reply_to(IdNamed("post").ToBytes());
  EXPECT_EQ(Told("anna", answer), v1::NOTICE_KIND_ANSWER);
  EXPECT_EQ(Told("axel", answer), v1::NOTICE_KIND_UNSPECIFIED);
  answer.mutable_post()->set_reply_to("no id");
  EXPECT_EQ(Told("anna", answer), v1::NOTICE_KIND_UNSPECIFIED);
}

TEST_F(NoticeTellerTest, FindsWhoCoachesAndWhoTakesPart) {
  const v1::Entity submission = ASubmission("anna").By("anna");
  EXPECT_EQ(Told("carin coach", submission), v1::NOTICE_KIND_SUBMISSION);
  EXPECT_EQ(Told("olle organiser", submission), v1::NOTICE_KIND_UNSPECIFIED);
  EXPECT_EQ(Told("anna", AnAssignment("another").By("carin coach")), v1::NOTICE_KIND_ASSIGNMENT);
  shelf.Put(AnEnrolment("anna").In(v1::ENROLMENT_STATE_WITHDRAWN));
  EXPECT_EQ(Told("anna", AnAssignment("another").By("carin coach")), v1::NOTICE_KIND_UNSPECIFIED);
  shelf.Put(AHat("carin coach").CoachOf(IdNamed("cohort")).Ended());
  EXPECT_EQ(Told("carin coach", submission), v1::NOTICE_KIND_UNSPECIFIED);
}

TEST_F(NoticeTellerTest, FindsWhoseWorkWasAnswered) {
  shelf.Put(ASubmission("anna").By("anna"));
  const v1::Entity feedback = AFeedback().By("carin coach");
  EXPECT_EQ(Told("anna", feedback), v1::NOTICE_KIND_FEEDBACK);
  EXPECT_EQ(Told("bo", feedback), v1::NOTICE_KIND_UNSPECIFIED);
}

TEST_F(NoticeTellerTest, FindsWhetherTheWorkIsDone) {
  const v1::Entity assignment = AnAssignment().Due(kMonday + base::kDayMs);
  const auto told = [&] {
    return Must(shelf.questions.EachInTurn([&] {
      NoticeTeller teller(shelf, IdNamed("anna"));
      return teller.TellDeadline(assignment, kMonday, kDeadlineAhead);
    }));
  };
  EXPECT_TRUE(told());
  shelf.Put(ASubmission("anna").By("anna"));
  EXPECT_FALSE(told());
}

TEST_F(NoticeTellerTest, FindsTheCohortOfEverything) {
  shelf.Put(ASubmission("anna"));
  const auto cohort_of = [&](const v1::Entity& entity) {
    return Must(shelf.questions.EachInTurn([&] {
      NoticeTeller teller(shelf, IdNamed("anna"));
      return teller.CohortOf(entity);
    }));
  };
  v1::Entity nudge = APost();
  nudge.mutable_nudge()->set_assignment_id(IdNamed("assignment").ToBytes());
  v1::Entity flag = APost();
  flag.mutable_flag()->set_thread_id(IdNamed("thread").ToBytes());
  v1::Entity announcement = APost();
  announcement.mutable_announcement()->set_cohort_id(IdNamed("cohort").ToBytes());
  for (const v1::Entity& entity : std::vector<v1::Entity>{
           APost(), AFeedback(), ASubmission(), AnAssignment(), nudge, flag, announcement}) {
    EXPECT_EQ(cohort_of(entity), IdNamed("cohort")) << entity.ShortDebugString();
  }
  EXPECT_EQ(cohort_of(APost().In(IdNamed("nowhere"))), Id());
  EXPECT_EQ(cohort_of(ATheme()), Id());
}

TEST_F(NoticeTellerTest, FindsWhatIsGoingAndWhere) {
  const auto asks = [&](const auto& question) {
    return Must(shelf.questions.EachInTurn([&] {
      NoticeTeller teller(shelf, IdNamed("anna"));
      return question(teller);
    }));
  };
  EXPECT_EQ(asks([](NoticeTeller& teller) { return teller.Places(); }).count(IdNamed("cohort")),
            1u);
  EXPECT_EQ(asks([](NoticeTeller& teller) { return teller.Cohorts(); }).count(IdNamed("cohort")),
            1u);
  EXPECT_TRUE(asks([](NoticeTeller& teller) {
                return teller.TellGoing(IdNamed("cohort"), kMonday);
              }).empty());
}

}  // namespace
}  // namespace samstig::rules
