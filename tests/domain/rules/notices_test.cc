// SPDX-License-Identifier: Apache-2.0
// What one is told of: each kind for each level and each hat.
#include "domain/rules/notices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "domain/rules/names.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::rules {
namespace {

using base::Id;
using base::kDayMs;
using base::kHourMs;
using test::AFeedback;
using test::AnAssignment;
using test::APost;
using test::ASubmission;
using test::ATheme;
using test::IdNamed;
using test::IdOf;
using test::kMonday;

constexpr std::initializer_list<v1::Level> kLevels = {v1::LEVEL_MUTED, v1::LEVEL_NORMAL,
                                                      v1::LEVEL_TRACKING, v1::LEVEL_WATCHING};

// Anna, a leader who takes part.
NoticeContext Anna() {
  NoticeContext context;
  context.me = IdNamed("anna");
  context.takes_part = true;
  return context;
}

NoticeContext Carin() {
  NoticeContext context;
  context.me = IdNamed("carin coach");
  context.coach = true;
  return context;
}

v1::NoticeKind KindOf(const v1::Entity& entity, const NoticeContext& context) {
  const std::optional<Notice> notice = NoticeOf(entity, context);
  return notice ? notice->kind : v1::NOTICE_KIND_UNSPECIFIED;
}

v1::Entity BosPost(std::initializer_list<const char*> mentions = {}) {
  v1::Entity post = APost("Hej!").By("bo");
  for (const char* person : mentions) {
    post.mutable_post()->mutable_heads(0)->add_mentions(IdNamed(person).ToBytes());
  }
  return post;
}

v1::Entity ANudge() {
  v1::Entity entity = APost().By("carin coach").WithId(IdNamed("nudge"));
  entity.mutable_nudge()->set_assignment_id(IdNamed("assignment").ToBytes());
  entity.mutable_nudge()->set_person_id(IdNamed("anna").ToBytes());
  entity.mutable_nudge()->set_count(2);
  entity.mutable_nudge()->set_last_ms(kMonday + kDayMs);
  return entity;
}

v1::Entity AFlag() {
  v1::Entity entity = APost().By("bo").WithId(IdNamed("flag"));
  entity.mutable_flag()->set_post_id(IdNamed("post").ToBytes());
  entity.mutable_flag()->set_thread_id(IdNamed("thread").ToBytes());
  entity.mutable_flag()->set_state(v1::FLAG_STATE_OPEN);
  return entity;
}

v1::Entity AnAnnouncement() {
  v1::Entity entity = APost().By("carin coach").WithId(IdNamed("announcement"));
  entity.mutable_announcement()->set_cohort_id(IdNamed("cohort").ToBytes());
  entity.mutable_announcement()->set_title("Fika");
  return entity;
}

// ---- Posts

TEST(NoticeOfAPostTest, FollowsTheLevelInTheThread) {
  struct Row {
    v1::Level level;
    v1::NoticeKind plain, answer, mention;
  };
  for (const Row& row : std::vector<Row>{{v1::LEVEL_MUTED, v1::NOTICE_KIND_UNSPECIFIED,
                                          v1::NOTICE_KIND_UNSPECIFIED, v1::NOTICE_KIND_UNSPECIFIED},
                                         {v1::LEVEL_NORMAL, v1::NOTICE_KIND_UNSPECIFIED,
                                          v1::NOTICE_KIND_ANSWER, v1::NOTICE_KIND_MENTION},
                                         {v1::LEVEL_TRACKING, v1::NOTICE_KIND_UNSPECIFIED,
                                          v1::NOTICE_KIND_ANSWER, v1::NOTICE_KIND_MENTION},
                                         {v1::LEVEL_WATCHING, v1::NOTICE_KIND_POST,
                                          v1::NOTICE_KIND_ANSWER, v1::NOTICE_KIND_MENTION}}) {
    for (NoticeContext context : {Anna(), Carin()}) {
      context.level = row.level;
      EXPECT_EQ(KindOf(BosPost(), context), row.plain) << v1::Level_Name(row.level);
      EXPECT_EQ(KindOf(BosPost({"anna", "carin coach"}), context), row.mention)
          << v1::Level_Name(row.level);
      context.answers_me = true;
      EXPECT_EQ(KindOf(BosPost(), context), row.answer) << v1::Level_Name(row.level);
      EXPECT_EQ(KindOf(BosPost({"anna", "carin coach"}), context), row.mention)
          << "to be named counts for more than to be answered";
    }
  }
}

TEST(NoticeOfAPostTest, SaysWhyAndWhereAndWho) {
  NoticeContext context = Anna();
  context.level = v1::LEVEL_WATCHING;
  context.level_why = v1::LEVEL_WHY_STARTED;
  Notice notice = *NoticeOf(BosPost(), context);
  EXPECT_EQ(notice.why, NoticeWhy::kYouWatchWhatYouStarted);
  EXPECT_EQ(notice.place, IdNamed("thread"));
  EXPECT_EQ(notice.who, IdNamed("bo"));
  EXPECT_EQ(notice.at, kMonday);
  context.level_why = v1::LEVEL_WHY_CHOSEN;
  EXPECT_EQ(NoticeOf(BosPost(), context)->why, NoticeWhy::kYouWatch);
  context.answers_me = true;
  EXPECT_EQ(NoticeOf(BosPost(), context)->why, NoticeWhy::kAnswersYou);
  EXPECT_EQ(NoticeOf(BosPost({"anna"}), context)->why, NoticeWhy::kMentionsYou);
}

TEST(NoticeOfAPostTest, EndsWhenItIsReadTakenBackOrTakenDown) {
  NoticeContext context = Anna();
  context.read_to = kMonday - 1;
  EXPECT_EQ(KindOf(BosPost({"anna"}), context), v1::NOTICE_KIND_MENTION);
  context.read_to = kMonday;
  EXPECT_EQ(KindOf(BosPost({"anna"}), context), v1::NOTICE_KIND_UNSPECIFIED);
  v1::Entity withdrawn = BosPost({"anna"});
  withdrawn.mutable_post()->set_withdrawn(true);
  EXPECT_EQ(KindOf(withdrawn, Anna()), v1::NOTICE_KIND_UNSPECIFIED);
  v1::Entity removed = BosPost({"anna"});
  removed.mutable_post()->mutable_removal()->set_cause(v1::FLAG_CAUSE_HURTFUL);
  EXPECT_EQ(KindOf(removed, Anna()), v1::NOTICE_KIND_UNSPECIFIED);
}

TEST(NoticeOfAPostTest, IsForTheMentionedInAnyOfItsVersions) {
  v1::Entity post = BosPost();
  post.mutable_post()->add_heads()->add_mentions(IdNamed("anna").ToBytes());
  post.mutable_post()->mutable_heads(0)->add_mentions("no id");
  EXPECT_EQ(KindOf(post, Anna()), v1::NOTICE_KIND_MENTION);
}

// ---- Work

TEST(NoticeOfFeedbackTest, IsForTheLeaderAndTheLeadersAnswerForTheCoaches) {
  const v1::Entity from_coach = AFeedback().By("carin coach");
  const v1::Entity from_leader = AFeedback().By("anna");
  NoticeContext anna = Anna();
  anna.worker = IdNamed("anna");
  NoticeContext another_coach = Carin();
  another_coach.me = IdNamed("kaj coach");
  another_coach.worker = IdNamed("anna");
  NoticeContext axel = Anna();
  axel.me = IdNamed("axel");
  axel.worker = IdNamed("anna");

  EXPECT_EQ(KindOf(from_coach, anna), v1::NOTICE_KIND_FEEDBACK);
  EXPECT_EQ(NoticeOf(from_coach, anna)->why, NoticeWhy::kYourWork);
  EXPECT_EQ(KindOf(from_coach, another_coach), v1::NOTICE_KIND_UNSPECIFIED)
      << "coaches are not told of one another's";
  EXPECT_EQ(KindOf(from_leader, another_coach), v1::NOTICE_KIND_FEEDBACK);
  EXPECT_EQ(NoticeOf(from_leader, another_coach)->why, NoticeWhy::kYouCoach);
  EXPECT_EQ(KindOf(from_leader, axel), v1::NOTICE_KIND_UNSPECIFIED);
  EXPECT_EQ(KindOf(from_coach, axel), v1::NOTICE_KIND_UNSPECIFIED);
}

TEST(NoticeOfAnAssignmentTest, IsForThoseWhoAreToDoIt) {
  const v1::Entity open = AnAssignment().By("carin coach");
  EXPECT_EQ(KindOf(open, Anna()), v1::NOTICE_KIND_ASSIGNMENT);
  EXPECT_EQ(NoticeOf(open, Anna())->why, NoticeWhy::kYourCohort);
  NoticeContext other_coach = Carin();
  other_coach.me = IdNamed("kaj coach");
  EXPECT_EQ(KindOf(open, other_coach), v1::NOTICE_KIND_UNSPECIFIED);

  v1::Entity for_group = open;
  for_group.mutable_assignment()->set_group_id(IdNamed("group").ToBytes());
  EXPECT_EQ(NoticeOf(for_group, Anna())->why, NoticeWhy::kYourGroup);
  v1::Entity for_anna = open;
  for_anna.mutable_assignment()->set_person_id(IdNamed("anna").ToBytes());
  EXPECT_EQ(NoticeOf(for_anna, Anna())->why, NoticeWhy::kForYou);
  NoticeContext axel = Anna();
  axel.me = IdNamed("axel");
  EXPECT_EQ(KindOf(for_anna, axel), v1::NOTICE_KIND_UNSPECIFIED);

  v1::Entity planned = open;
  planned.mutable_assignment()->set_state(v1::ASSIGNMENT_STATE_SCHEDULED);
  EXPECT_EQ(KindOf(planned, Anna()), v1::NOTICE_KIND_UNSPECIFIED);
  EXPECT_EQ(KindOf(AnAssignment().Closed(), Anna()), v1::NOTICE_KIND_UNSPECIFIED);
  v1::Entity published = open;
  published.mutable_assignment()->set_publish_ms(kMonday + kDayMs);
  EXPECT_EQ(NoticeOf(published, Anna())->at, kMonday + kDayMs);
}

TEST(NoticeOfANudgeTest, IsForTheNudgedUntilTheyHaveHandedIn) {
  EXPECT_EQ(KindOf(ANudge(), Anna()), v1::NOTICE_KIND_NUDGE);
  EXPECT_EQ(NoticeOf(ANudge(), Anna())->at, kMonday + kDayMs) << "the last one counts";
  EXPECT_EQ(NoticeOf(ANudge(), Anna())->place, IdNamed("assignment"));
  NoticeContext done = Anna();
  done.handed_in = true;
  EXPECT_EQ(KindOf(ANudge(), done), v1::NOTICE_KIND_UNSPECIFIED);
  NoticeContext other_coach = Carin();
  other_coach.me = IdNamed("kaj coach");
  EXPECT_EQ(KindOf(ANudge(), other_coach), v1::NOTICE_KIND_UNSPECIFIED);
}

TEST(NoticeOfASubmissionTest, IsForTheCoachesUntilOneHasAnswered) {
  const v1::Entity submission = ASubmission("anna");
  EXPECT_EQ(KindOf(submission, Carin()), v1::NOTICE_KIND_SUBMISSION);
  EXPECT_EQ(KindOf(submission, Anna()), v1::NOTICE_KIND_UNSPECIFIED);
  NoticeContext axel = Anna();
  axel.me = IdNamed("axel");
  EXPECT_EQ(KindOf(submission, axel), v1::NOTICE_KIND_UNSPECIFIED);
  v1::Entity answered = submission;
  answered.mutable_submission()->set_state(v1::SUBMISSION_STATE_IN_DIALOGUE);
  EXPECT_EQ(KindOf(answered, Carin()), v1::NOTICE_KIND_UNSPECIFIED);
}

TEST(NoticeOfErasedWorkTest, IsForNobodyForNobodyWaitsForAnAnswer) {
  v1::Entity erased = ASubmission("anna");
  erased.mutable_submission()->set_erased(true);
  EXPECT_EQ(KindOf(erased, Carin()), v1::NOTICE_KIND_UNSPECIFIED);
  v1::Entity nobodys = ASubmission("anna");
  nobodys.mutable_submission()->set_person_id(rules::TraceId(v1::PERSON_TRACE_ANONYMOUS).ToBytes());
  EXPECT_EQ(KindOf(nobodys, Carin()), v1::NOTICE_KIND_UNSPECIFIED);
  v1::Entity turn = AFeedback().By("carin coach");
  turn.mutable_feedback()->set_erased(true);
  EXPECT_EQ(KindOf(turn, Anna()), v1::NOTICE_KIND_UNSPECIFIED);
}

TEST(NoticeOfAnAnnouncementTest, IsForEverybodyInTheCohort) {
  EXPECT_EQ(KindOf(AnAnnouncement(), Anna()), v1::NOTICE_KIND_ANNOUNCEMENT);
  NoticeContext other_coach = Carin();
  other_coach.me = IdNamed("kaj coach");
  EXPECT_EQ(KindOf(AnAnnouncement(), other_coach), v1::NOTICE_KIND_ANNOUNCEMENT);
  v1::Entity gone = AnAnnouncement();
  gone.mutable_announcement()->set_taken_down(true);
  EXPECT_EQ(KindOf(gone, Anna()), v1::NOTICE_KIND_UNSPECIFIED);
}

TEST(NoticeOfAFlagTest, IsForTheCoachesAndTellsNobodysName) {
  EXPECT_EQ(KindOf(AFlag(), Carin()), v1::NOTICE_KIND_FLAG);
  EXPECT_EQ(NoticeOf(AFlag(), Carin())->who, Id());
  EXPECT_EQ(KindOf(AFlag(), Anna()), v1::NOTICE_KIND_UNSPECIFIED);
  NoticeContext author = Carin();
  author.own_post = true;
  EXPECT_EQ(KindOf(AFlag(), author), v1::NOTICE_KIND_UNSPECIFIED);
  v1::Entity settled = AFlag();
  settled.mutable_flag()->set_state(v1::FLAG_STATE_DISMISSED);
  EXPECT_EQ(KindOf(settled, Carin()), v1::NOTICE_KIND_UNSPECIFIED);
  v1::Entity again = AFlag();
  again.mutable_flag()->add_history()->set_at_ms(kMonday + 7);
  EXPECT_EQ(NoticeOf(again, Carin())->at, kMonday + 7);
}

// ---- Of all

TEST(NoticeTest, OnesOwnDoingsAreNone) {
  NoticeContext everything;
  everything.coach = true;
  everything.takes_part = true;
  everything.answers_me = true;
  for (const v1::Entity& theirs :
       std::vector<v1::Entity>{BosPost({"bo"}), AFeedback().By("bo"), AnAssignment().By("bo"),
                               ANudge(), AFlag(), AnAnnouncement(), ASubmission("bo").By("bo")}) {
    for (const v1::Level level : kLevels) {
      everything.me = Id::FromBytes(theirs.author());
      everything.worker = everything.me;
      everything.level = level;
      EXPECT_EQ(KindOf(theirs, everything), v1::NOTICE_KIND_UNSPECIFIED);
    }
  }
}

TEST(NoticeTest, OfOtherThingsNobodyIsTold) {
  EXPECT_EQ(KindOf(ATheme(), Anna()), v1::NOTICE_KIND_UNSPECIFIED);
  EXPECT_EQ(KindOf(v1::Entity(), Anna()), v1::NOTICE_KIND_UNSPECIFIED);
  EXPECT_EQ(KindOf(BosPost({"anna"}), NoticeContext()), v1::NOTICE_KIND_UNSPECIFIED)
      << "nobody is told";
}

// ---- Deadlines

TEST(DeadlineTest, IsNearFromTwoDaysBeforeUntilItHasPassed) {
  const base::TimeMs due = kMonday + 10 * kDayMs;
  const v1::Entity assignment = AnAssignment().Due(due);
  EXPECT_FALSE(DeadlineOf(assignment, Anna(), due - 48 * kHourMs - 1));
  const std::optional<Notice> near = DeadlineOf(assignment, Anna(), due - 48 * kHourMs);
  ASSERT_TRUE(near);
  EXPECT_EQ(near->kind, v1::NOTICE_KIND_DEADLINE);
  EXPECT_EQ(near->why, NoticeWhy::kNotDone);
  EXPECT_EQ(near->at, due - 48 * kHourMs);
  EXPECT_TRUE(DeadlineOf(assignment, Anna(), due - 1));
  EXPECT_FALSE(DeadlineOf(assignment, Anna(), due));
  EXPECT_TRUE(DeadlineOf(assignment, Anna(), due - 7 * kDayMs, 7 * kDayMs));
}

TEST(DeadlineTest, IsNoneForThoseWhoNeedNotDoItOrHave) {
  const base::TimeMs due = kMonday + 10 * kDayMs;
  const v1::Entity assignment = AnAssignment().Due(due);
  NoticeContext done = Anna();
  done.handed_in = true;
  EXPECT_FALSE(DeadlineOf(assignment, done, due - kHourMs));
  EXPECT_FALSE(DeadlineOf(assignment, Carin(), due - kHourMs));
  EXPECT_FALSE(DeadlineOf(AnAssignment().Due(due).Closed(), Anna(), due - kHourMs));
  v1::Entity opens_late = assignment;
  opens_late.mutable_assignment()->set_opens_ms(due - kHourMs);
  EXPECT_FALSE(DeadlineOf(opens_late, Anna(), due - 2 * kHourMs)) << "it cannot be done yet";
  EXPECT_EQ(DeadlineOf(opens_late, Anna(), due - kHourMs)->at, due - kHourMs);
}

TEST(UrgencyTest, IsForWhatSomebodySaidToThisPerson) {
  for (int i = v1::NoticeKind_MIN; i <= v1::NoticeKind_MAX; ++i) {
    const auto kind = static_cast<v1::NoticeKind>(i);
    const bool urgent = kind == v1::NOTICE_KIND_MENTION || kind == v1::NOTICE_KIND_ANSWER ||
                        kind == v1::NOTICE_KIND_FEEDBACK || kind == v1::NOTICE_KIND_NUDGE;
    EXPECT_EQ(IsUrgent(kind), urgent) << v1::NoticeKind_Name(kind);
  }
}

// ---- What goes

TEST(GoingTest, IsToldThirtyDaysBeforeAndUntilItIsGone) {
  v1::Entity rules;
  for (const auto of : {v1::RETENTION_CLASS_WORK, v1::RETENTION_CLASS_TALK}) {
    v1::RetentionRule& rule = *rules.mutable_retention()->add_rules();
    rule.set_class_(of);
    rule.set_days(of == v1::RETENTION_CLASS_WORK ? 365 : 400);
  }
  v1::Entity end;
  end.set_made_ms(test::kMonday);
  const base::Id cohort = test::IdNamed("cohort");
  const auto told = [&](int64_t day) {
    return GoingOf(rules, end, cohort, test::kMonday + day * base::kDayMs);
  };
  EXPECT_TRUE(told(334).empty());
  ASSERT_EQ(told(335).size(), 1u);
  const Notice notice = told(335).front();
  EXPECT_EQ(notice.kind, v1::NOTICE_KIND_ANNOUNCEMENT);
  EXPECT_EQ(notice.why, NoticeWhy::kGoesSoon);
  EXPECT_EQ(notice.place, cohort);
  EXPECT_EQ(notice.at, test::kMonday + 335 * base::kDayMs);
  EXPECT_EQ(told(364).size(), 1u);
  EXPECT_TRUE(told(365).empty()) << "gone";
  ASSERT_EQ(told(370).size(), 1u) << "the talk";
  EXPECT_TRUE(told(400).empty());
  rules.mutable_retention()->mutable_rules(1)->set_days(365);
  EXPECT_EQ(told(335).size(), 1u) << "both at once are told once";
}

}  // namespace
}  // namespace samstig::rules
