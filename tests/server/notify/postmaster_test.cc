// SPDX-License-Identifier: Apache-2.0
// Who is mailed, when, how often, and what stands in it.
#include "server/notify/postmaster.h"

#include <gmock/gmock.h>

#include "domain/rules/names.h"
#include "server/decide/ends.h"
#include "server/decide/notices.h"
#include "tests/server/notify/posted_village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::kDayMs;
using base::kHourMs;
using base::kMinuteMs;
using base::Status;
using server::Delivery;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// From the village's Monday at nine to Tuesday's digest.
constexpr base::TimeMs kToDigest = 22 * kHourMs + 30 * kMinuteMs;

class PostmasterTest : public PostedVillage {
 protected:
  void GivesAnnaFeedback(std::string_view text = "Bra gjort!") {
    ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
    ASSERT_THAT(village.Does("anna", Submits("Jag stängde av mejlen.")), WasApplied());
    ASSERT_THAT(village.Does("carin coach", GivesFeedback(v1::VERDICT_COMMENT, text)),
                WasApplied());
  }
  size_t OutboxSize() {
    size_t size = 0;
    EXPECT_THAT(Read([&](server::Reader& reader) -> Status {
                  ASSIGN_OR_RETURN(const auto mails, reader.MailsDue(server::kNeverDue, 1'000));
                  size = mails.size();
                  return {};
                }),
                IsOk());
    return size;
  }
  void MarksAllRead(std::string_view person) {
    ASSERT_THAT(village.Does(person, MarksRead(person, village.clock.Now())), WasApplied());
  }
};

// ---- When

TEST_F(PostmasterTest, ADigestComesDailyAtTheReadersTimeAndOnlyWithNews) {
  BoMentions({"anna"});
  RoundAfter(kToDigest - kMinuteMs);
  EXPECT_EQ(mailboxes.count(), 0u);
  RoundAfter(kMinuteMs);
  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(1));
  EXPECT_THAT(mailboxes.Of("axel"), IsEmpty());
  EXPECT_EQ(mailboxes.count(), 1u);
  RoundAfter(kDayMs);
  EXPECT_EQ(mailboxes.count(), 1u) << "nothing new, no mail";
}

TEST_F(PostmasterTest, AWeeklyDigestComesOnItsDay) {
  Wants("anna", v1::MAIL_RHYTHM_WEEKLY);
  BoMentions({"anna"});
  for (int day = 0; day < 6; ++day) RoundAfter(kDayMs);
  EXPECT_EQ(mailboxes.count(), 0u);
  RoundAfter(kDayMs);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
}

TEST_F(PostmasterTest, WhoWantsToKnowSoonDoesWithinFiveMinutesAndTheRestDaily) {
  Wants("anna", v1::MAIL_RHYTHM_SOON);
  RoundAfter(kMinuteMs);
  GivesAnnaFeedback();  // With an assignment, which can wait.
  RoundsFor(5 * kMinuteMs);
  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(1));
  EXPECT_THAT(mailboxes.Of("anna")[0].body, HasSubstr("Återkoppling: 1"));
  EXPECT_THAT(mailboxes.Of("anna")[0].body, Not(HasSubstr("uppdrag: 1")));
  village.clock.Set(kMonday + kToDigest);
  Round();
  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(2));
  EXPECT_THAT(mailboxes.Of("anna")[1].body, HasSubstr("Nya eller ändrade uppdrag: 1"));
  EXPECT_THAT(mailboxes.Of("anna")[1].body, Not(HasSubstr("Återkoppling: 1"))) << "told already";
}

TEST_F(PostmasterTest, WhatWasToldSoonIsNotToldAgainAfterTheRhythmChanged) {
  Wants("anna", v1::MAIL_RHYTHM_SOON);
  RoundAfter(kMinuteMs);
  BoMentions({"anna"});
  RoundsFor(5 * kMinuteMs);
  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(1));
  Wants("anna", v1::MAIL_RHYTHM_DAILY);
  RoundAfter(2 * kDayMs);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
}

TEST_F(PostmasterTest, NothingComesInTheQuietHours) {
  const auto nights = [](v1::NoticeSettings& settings) {
    settings.set_quiet_from_minute(20 * 60);
    settings.set_quiet_to_minute(9 * 60);
  };
  Wants("anna", v1::MAIL_RHYTHM_SOON, nights);
  village.clock.Set(MondayAt(19, 59));
  Round();
  BoMentions({"anna"});
  for (int i = 0; i < 13; ++i) RoundAfter(kHourMs);  // Until 08:59 on Tuesday.
  EXPECT_EQ(mailboxes.count(), 0u);
  RoundAfter(kMinuteMs);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1)) << "also the digest of half past seven has waited";
}

TEST_F(PostmasterTest, AfterAStandstillOfTheServerTheQuietHoursHoldAsWell) {
  Wants("anna", v1::MAIL_RHYTHM_DAILY, [](v1::NoticeSettings& settings) {
    settings.set_quiet_from_minute(20 * 60);
    settings.set_quiet_to_minute(7 * 60);
  });
  BoMentions({"anna"});
  village.clock.Set(MondayAt(24 + 23));  // Tuesday at eleven in the evening.
  Round();
  EXPECT_EQ(mailboxes.count(), 0u);
  village.clock.Set(MondayAt(48 + 7));
  Round();
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
}

TEST_F(PostmasterTest, AZoneThatNobodyKnowsIsUtcAndTheLogNamesNobody) {
  Wants("anna", v1::MAIL_RHYTHM_DAILY,
        [](v1::NoticeSettings& settings) { settings.set_time_zone("Europe/Atlantis"); });
  BoMentions({"anna"});
  village.clock.Set(MondayAt(10, 29));  // Nearly half past seven in Greenwich.
  Round();
  EXPECT_EQ(mailboxes.count(), 0u);
  RoundAfter(kMinuteMs);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
  EXPECT_THAT(log_text.str(), HasSubstr("somebody's time zone is not known"));
  EXPECT_THAT(log_text.str(), Not(HasSubstr("anna")));
  EXPECT_THAT(log_text.str(), Not(HasSubstr(IdNamed("anna").ToText())));
}

TEST_F(PostmasterTest, NeverIsNever) {
  Wants("anna", v1::MAIL_RHYTHM_NEVER);
  BoMentions({"anna"});
  RoundAfter(kToDigest);
  RoundAfter(7 * kDayMs);
  EXPECT_EQ(mailboxes.count(), 0u);
  Wants("anna", v1::MAIL_RHYTHM_DAILY);
  RoundAfter(2 * kDayMs);
  EXPECT_EQ(mailboxes.count(), 0u) << "of what was before nobody is told afterwards";
  BoMentions({"anna"}, "another post");
  RoundAfter(kDayMs);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
}

TEST_F(PostmasterTest, DeadlinesAreToldOnceWhenTheyComeNear) {
  ASSERT_THAT(village.Does("carin coach", PostsAssignment(AnAssignment().Due(kMonday + 5 * kDayMs +
                                                                             20 * kHourMs))),
              WasApplied());
  RoundAfter(kToDigest);
  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(1)) << "it is new";
  ASSERT_THAT(village.Does("axel", Submits("Jag har gjort det.", "axels")), WasApplied());
  for (int day = 0; day < 7; ++day) RoundAfter(kDayMs);
  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(2));
  EXPECT_THAT(mailboxes.Of("anna")[1].body,
              HasSubstr("Uppdrag som snart ska vara inne: 1 (Omgång 3)"));
  EXPECT_THAT(mailboxes.Of("anna")[1].body, HasSubstr("du har inte lämnat in än"));
  EXPECT_THAT(mailboxes.Of("axel"), SizeIs(1)) << "who is done is left in peace";
}

TEST_F(PostmasterTest, WhatGoesSoonIsToldOnceAMonthBefore) {
  ASSERT_THAT(village.Does("olle organiser", SetsRetention(v1::RETENTION_CLASS_TALK, 40)),
              WasApplied());
  for (const v1::CohortState state : {v1::COHORT_STATE_WRAPPING_UP, v1::COHORT_STATE_ALUMNI}) {
    ASSERT_THAT(village.Does("olle organiser", MovesCohort(ACohort(), state)), WasApplied());
  }
  ASSERT_THAT(Write([&](server::Transaction& txn) {
                return server::NoteEnd(txn, IdNamed("cohort"), village.clock.Now());
              }),
              IsOk());
  RoundAfter(kToDigest);
  for (int day = 0; day < 9; ++day) RoundAfter(kDayMs);
  EXPECT_THAT(mailboxes.Of("anna"), IsEmpty()) << "that is more than a month off";
  for (int day = 0; day < 30; ++day) RoundAfter(kDayMs);
  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(1));
  EXPECT_THAT(mailboxes.Of("anna")[0].body, HasSubstr("Anslag: 1 (Omgång 3)"));
  EXPECT_THAT(mailboxes.Of("anna")[0].body, HasSubstr("det som skrevs där tas snart bort"));
  EXPECT_THAT(mailboxes.Of("otto"), IsEmpty());
}

// ---- To whom

TEST_F(PostmasterTest, WhatWasReadOnAnyDeviceIsNotInIt) {
  BoMentions({"anna", "axel"});
  village.clock.Advance(kMinuteMs);
  MarksAllRead("anna");
  RoundAfter(kToDigest);
  EXPECT_THAT(mailboxes.Of("anna"), IsEmpty());
  EXPECT_THAT(mailboxes.Of("axel"), SizeIs(1));
}

TEST_F(PostmasterTest, AWithdrawnLeaderGetsNothing) {
  GivesAnnaFeedback();
  BoMentions({"anna", "axel"});
  ASSERT_THAT(village.Does("maria admin", WithdrawsFrom(AnEnrolment("anna"))), WasApplied());
  RoundAfter(kToDigest);
  EXPECT_THAT(mailboxes.Of("anna"), IsEmpty()) << "not of the own desk either";
  EXPECT_THAT(mailboxes.Of("axel"), SizeIs(1));
}

TEST_F(PostmasterTest, ACoachWhoIsNoCoachAnyMoreGetsNothing) {
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  ASSERT_THAT(village.Does("anna", Submits("Jag stängde av mejlen.")), WasApplied());
  ASSERT_THAT(
      village.Does("olle organiser", EndsHat(AHat("carin coach").CoachOf(IdNamed("cohort")))),
      WasApplied());
  RoundAfter(kToDigest);
  EXPECT_THAT(mailboxes.Of("carin.coach"), IsEmpty());
}

TEST_F(PostmasterTest, CoachesHearOfReportsAndAdminsOfNothing) {
  GivesAnnaFeedback();
  ASSERT_THAT(village.Does("axel", Submits("Jag också.", "axels")), WasApplied());
  RoundAfter(kToDigest);
  ASSERT_THAT(mailboxes.Of("carin.coach"), SizeIs(1));
  EXPECT_THAT(mailboxes.Of("carin.coach")[0].body, HasSubstr("Inlämningar att svara på: 1"))
      << "one has been answered";
  EXPECT_THAT(mailboxes.Of("maria.admin"), IsEmpty());
  EXPECT_THAT(mailboxes.mails["olle@example.org"], IsEmpty());
  EXPECT_THAT(mailboxes.Of("otto"), IsEmpty());
}

TEST_F(PostmasterTest, WhatWasTakenBackOrMutedIsNotTold) {
  BoMentions({"anna", "axel"});
  ASSERT_THAT(village.Does("bo", WithdrawsPost(APost())), WasApplied());
  RoundAfter(kToDigest);
  EXPECT_EQ(mailboxes.count(), 0u);
  v1::Entity muted =
      APost().By("anna").WithId(rules::SubscriptionId(IdNamed("anna"), IdNamed("thread")));
  muted.mutable_subscription()->set_thread_id(IdNamed("thread").ToBytes());
  muted.mutable_subscription()->set_level(v1::LEVEL_MUTED);
  Stores(muted, {Scope::OfPerson(IdNamed("anna"))});
  BoMentions({"anna", "axel"}, "another post");
  RoundAfter(kDayMs);
  EXPECT_THAT(mailboxes.Of("anna"), IsEmpty());
  EXPECT_THAT(mailboxes.Of("axel"), SizeIs(1));
}

TEST_F(PostmasterTest, AKindThatIsOffIsLeftOut) {
  Wants("anna", v1::MAIL_RHYTHM_DAILY,
        [](v1::NoticeSettings& settings) { settings.add_off(v1::NOTICE_KIND_MENTION); });
  BoMentions({"anna"});
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  RoundAfter(kToDigest);
  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(1));
  EXPECT_THAT(mailboxes.Of("anna")[0].body, Not(HasSubstr("Någon nämnde dig")));
}

// ---- Never twice

TEST_F(PostmasterTest, AnEditIsNoSecondNews) {
  BoMentions({"anna"});
  RoundAfter(kToDigest);
  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(1));
  v1::Entity edited = village.Stored(IdNamed("post"));
  edited.mutable_post()->mutable_heads(0)->set_text("Hej igen!");
  Stores(edited, {Scope::OfCohort(IdNamed("cohort"))});
  RoundAfter(kDayMs);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
}

TEST_F(PostmasterTest, ANewVersionOfAnAssignmentIsNews) {
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  RoundAfter(kToDigest);
  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(1));
  ASSERT_THAT(village.Does("carin coach", EditsAssignment(AnAssignment())), WasApplied());
  RoundAfter(kDayMs);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(2));
}

TEST_F(PostmasterTest, ARestartForgetsNothingAndRepeatsNothing) {
  BoMentions({"anna"});
  village.clock.Advance(kToDigest);
  Restarts();
  Round();
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
  for (int i = 0; i < 3; ++i) {
    Restarts();
    RoundAfter(kMinuteMs);
  }
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
}

TEST_F(PostmasterTest, ACrashBeforeTheMailIsOnDiskLosesNothing) {
  BoMentions({"anna"});
  village.clock.Advance(kToDigest);
  before_write = [] { return Status(v1::REASON_UNAVAILABLE, "killed"); };
  EXPECT_THAT(postmaster->Round(*this), HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_EQ(mailboxes.tries, 0);
  before_write = {};
  Restarts();
  Round();
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
}

TEST_F(PostmasterTest, ACrashAfterTheMailIsOnDiskSendsItThen) {
  BoMentions({"anna"});
  village.clock.Advance(kToDigest);
  mailboxes.down = true;
  Round();
  EXPECT_EQ(OutboxSize(), 1u);
  mailboxes.down = false;
  Restarts();
  Round();
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
  EXPECT_EQ(OutboxSize(), 0u);
}

TEST_F(PostmasterTest, ACrashBetweenTheMailServersYesAndOurNoteSendsTheSameMailAgain) {
  BoMentions({"anna"});
  village.clock.Advance(kToDigest);
  int writes = 0;
  before_write = [&] {
    return ++writes == 1 ? Status() : Status(v1::REASON_UNAVAILABLE, "killed");
  };
  EXPECT_THAT(postmaster->Round(*this), HasReason(v1::REASON_UNAVAILABLE));
  before_write = {};
  Restarts();
  RoundAfter(kHourMs);
  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(2));
  EXPECT_FALSE(mailboxes.Of("anna")[0].unique.empty());
  EXPECT_EQ(mailboxes.Of("anna")[0].unique, mailboxes.Of("anna")[1].unique)
      << "one Message-ID, so that it shows once";
  RoundAfter(kDayMs);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(2));
}

TEST_F(PostmasterTest, ARestoredNetworkRepeatsNothing) {
  BoMentions({"anna"});
  village.BacksUp("backup");
  RoundAfter(kToDigest);
  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(1));
  RoundAfter(4 * kDayMs);
  village.IsRestoredFrom("backup");
  ASSERT_THAT(
      Write([&](server::Transaction& txn) { return txn.SetRestoredAt(village.clock.Now()); }),
      IsOk());
  RoundAfter(kDayMs);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
  BoMentions({"anna"}, "after the restore");
  RoundAfter(kDayMs);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(2)) << "what is new is told";
}

TEST_F(PostmasterTest, WhatDevicesSendAgainAfterARestoreIsNotToldAgain) {
  RoundAfter(kToDigest);
  village.BacksUp("backup");
  base::IdSource ids(village.clock, random);
  v1::Entity post = APost().By("bo").WithId(ids.Next());
  post.mutable_post()->mutable_heads(0)->add_mentions(IdNamed("anna").ToBytes());
  ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  village.clock.Advance(kDayMs);
  village.IsRestoredFrom("backup");
  ASSERT_THAT(
      Write([&](server::Transaction& txn) { return txn.SetRestoredAt(village.clock.Now()); }),
      IsOk());
  ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  post.set_made_ms(village.clock.Now());  // The server's time of now.
  Stores(post, {Scope::OfCohort(IdNamed("cohort"))});
  RoundAfter(kDayMs);
  EXPECT_EQ(mailboxes.count(), 0u);
}

TEST_F(PostmasterTest, AMailThatLayInTheBackupsOutboxDoesNotGoAgain) {
  BoMentions({"anna"});
  village.clock.Advance(kToDigest);
  mailboxes.down = true;
  Round();
  village.BacksUp("backup");
  mailboxes.down = false;
  RoundAfter(kHourMs);
  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(1));
  village.IsRestoredFrom("backup");
  ASSERT_THAT(
      Write([&](server::Transaction& txn) { return txn.SetRestoredAt(village.clock.Now()); }),
      IsOk());
  RoundAfter(kDayMs);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
  EXPECT_EQ(OutboxSize(), 0u);
}

TEST_F(PostmasterTest, MailsSwitchedOnLateTellNothingOld) {
  BoMentions({"anna"});
  village.clock.Advance(60 * kDayMs);
  BoMentions({"axel"}, "another post");
  Round();
  RoundAfter(kDayMs);
  EXPECT_THAT(mailboxes.Of("anna"), IsEmpty());
  EXPECT_THAT(mailboxes.Of("axel"), SizeIs(1));
}

TEST_F(PostmasterTest, WishesChangedWhileTheMailWasWrittenCount) {
  BoMentions({"anna"});
  village.clock.Advance(kToDigest);
  bool changed = false;
  before_write = [&] {
    // Between the look and the note of it.
    if (!std::exchange(changed, true)) {
      EXPECT_THAT(village.Does("anna", SetsNotices("anna", v1::MAIL_RHYTHM_NEVER)), WasApplied());
    }
    return Status();
  };
  Round();
  Round();
  EXPECT_EQ(mailboxes.count(), 0u);
}

// ---- What the mail server makes of it

TEST_F(PostmasterTest, ARefusedAddressIsGivenUpAfterThreeTries) {
  mailboxes.refused.insert("anna@pargas.example");
  BoMentions({"anna", "axel"});
  RoundAfter(kToDigest);
  EXPECT_THAT(mailboxes.Of("axel"), SizeIs(1)) << "one does not hold up the other";
  for (int i = 0; i < 48; ++i) RoundAfter(kHourMs / 2);
  EXPECT_EQ(OutboxSize(), 0u);
  EXPECT_THAT(metrics.Serialize(), HasSubstr("samstig_notice_mails_total{result=\"refused\"} 3"));
  EXPECT_THAT(metrics.Serialize(), HasSubstr("samstig_notice_mails_total{result=\"given_up\"} 1"));
  EXPECT_THAT(log_text.str(), HasSubstr("a mail with notices given up"));
  EXPECT_THAT(log_text.str(), Not(HasSubstr("pargas.example")));
}

TEST_F(PostmasterTest, AFullMailboxIsTriedForDaysAndThenGivenUp) {
  mailboxes.full.insert("anna@pargas.example");
  BoMentions({"anna"});
  RoundAfter(kToDigest);
  for (int i = 0; i < 10; ++i) RoundAfter(kHourMs);
  EXPECT_EQ(OutboxSize(), 1u);
  EXPECT_GT(mailboxes.tries, 3);
  mailboxes.full.clear();
  RoundAfter(kHourMs);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));

  mailboxes.full.insert("anna@pargas.example");
  BoMentions({"anna"}, "another post");
  for (int day = 0; day < 6; ++day) RoundAfter(kDayMs);
  EXPECT_EQ(OutboxSize(), 0u);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
}

TEST_F(PostmasterTest, AServerThatIsDownIsLeftAloneForLongerAndLonger) {
  mailboxes.down = true;
  BoMentions({"anna", "axel"});
  RoundAfter(kToDigest);
  EXPECT_EQ(mailboxes.tries, 1) << "the second mail would fare no better";
  for (int i = 0; i < 60; ++i) RoundAfter(kMinuteMs);
  EXPECT_EQ(mailboxes.tries, 6) << "after 1, 2, 4, 8 and 16 minutes, and not yet after 30";
  mailboxes.down = false;
  RoundAfter(kHourMs);
  EXPECT_THAT(mailboxes.Of("anna"), SizeIs(1));
  EXPECT_THAT(mailboxes.Of("axel"), SizeIs(1));
}

TEST_F(PostmasterTest, WhoSaysNeverWhileAMailWaitsDoesNotGetIt) {
  mailboxes.down = true;
  BoMentions({"anna"});
  RoundAfter(kToDigest);
  ASSERT_EQ(OutboxSize(), 1u);
  mailboxes.down = false;
  ASSERT_THAT(village.Does("anna", SetsNotices("anna", v1::MAIL_RHYTHM_NEVER)), WasApplied());
  RoundAfter(kHourMs);
  EXPECT_EQ(mailboxes.count(), 0u);
  EXPECT_EQ(OutboxSize(), 0u);
}

TEST_F(PostmasterTest, AStopEndsARoundBetweenTwoMails) {
  BoMentions({"anna", "axel"});
  village.clock.Advance(kToDigest);
  mailboxes.before_answer = [&] { postmaster->Stop(); };
  Round();
  EXPECT_TRUE(mailboxes.hurried);
  EXPECT_EQ(mailboxes.count(), 1u);
  EXPECT_EQ(OutboxSize(), 1u);
  mailboxes.before_answer = {};
  Restarts();
  Round();
  EXPECT_EQ(mailboxes.count(), 2u);
}

// ---- What stands in it

TEST_F(PostmasterTest, NoWordThatSomebodyWroteIsInIt) {
  GivesAnnaFeedback("HEMLIGT-svar");
  v1::Entity for_anna = AnAssignment("for anna").By("carin coach").MadeAt(kMonday);
  for_anna.mutable_assignment()->set_person_id(IdNamed("anna").ToBytes());
  (*for_anna.mutable_assignment()->mutable_title()->mutable_by_language())["sv"] =
      "HEMLIGT-uppdrag";
  Stores(for_anna, {Scope::Desk(IdNamed("cohort"), IdNamed("anna"))});
  v1::StartThread thread = StartsThread("HEMLIGT-rubrik");
  ASSERT_THAT(village.Does("bo", thread), WasApplied());
  BoMentions({"anna", "axel", "carin coach"}, "post", "HEMLIGT-inlägg");
  v1::Entity announcement =
      APost().By("carin coach").WithId(IdNamed("announcement")).MadeAt(kMonday);
  announcement.mutable_announcement()->set_cohort_id(IdNamed("cohort").ToBytes());
  announcement.mutable_announcement()->set_title("HEMLIGT-anslag");
  announcement.mutable_announcement()->set_text("HEMLIGT-anslagstext");
  Stores(announcement, {Scope::OfCohort(IdNamed("cohort"))});
  v1::Entity nudge = APost().By("carin coach").WithId(IdNamed("nudge")).MadeAt(kMonday);
  nudge.mutable_nudge()->set_assignment_id(IdNamed("for anna").ToBytes());
  nudge.mutable_nudge()->set_person_id(IdNamed("anna").ToBytes());
  nudge.mutable_nudge()->set_text("HEMLIGT-knuff");
  nudge.mutable_nudge()->set_last_ms(kMonday);
  Stores(nudge, {Scope::Desk(IdNamed("cohort"), IdNamed("anna"))});
  v1::Entity flag = APost().By("axel").WithId(IdNamed("flag")).MadeAt(kMonday);
  flag.mutable_flag()->set_post_id(IdNamed("post").ToBytes());
  flag.mutable_flag()->set_thread_id(IdNamed("thread").ToBytes());
  flag.mutable_flag()->set_note("HEMLIGT-flagga");
  flag.mutable_flag()->set_state(v1::FLAG_STATE_OPEN);
  Stores(flag, {Scope::Staff(IdNamed("cohort"))});
  RoundAfter(kToDigest);

  ASSERT_THAT(mailboxes.Of("anna"), SizeIs(1));
  ASSERT_THAT(mailboxes.Of("carin.coach"), SizeIs(1));
  const std::string annas = OnTheWire(mailboxes.Of("anna")[0]);
  const std::string carins = OnTheWire(mailboxes.Of("carin.coach")[0]);
  for (const std::string& mail : {annas, carins}) {
    EXPECT_THAT(mail, Not(HasSubstr("HEMLIGT")));
    for (const char* name : {"Axel", "Carin", "axel"}) {
      if (mail == carins && std::string_view(name) == "Carin") continue;
      EXPECT_THAT(mail, Not(HasSubstr(name)));
    }
  }
  // Each kind is in it all the same, with why.
  for (const char* line :
       {"Någon nämnde dig: 1 (Omgång 3), därför att du är nämnd",
        "Återkoppling: 1 (Omgång 3), därför att det gäller din inlämning",
        "Nya eller ändrade uppdrag: 1 (Omgång 3), därför att uppdraget är till dig",
        "Anslag: 1 (Omgång 3), därför att det är för hela din omgång",
        "Påminnelser från din lärcoach: 1 (Omgång 3), därför att din lärcoach bad om det"}) {
    EXPECT_THAT(mailboxes.Of("anna")[0].body, HasSubstr(line));
  }
  EXPECT_THAT(mailboxes.Of("carin.coach")[0].body,
              HasSubstr("Flaggade inlägg: 1 (Omgång 3), därför att du är lärcoach i omgången"));
}

TEST_F(PostmasterTest, TheTitleOfWhatAllAreToDoMayStand) {
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  RoundAfter(kToDigest);
  const std::string title =
      village.Stored(IdNamed("assignment")).assignment().title().by_language().begin()->second;
  ASSERT_FALSE(title.empty());
  EXPECT_THAT(mailboxes.Of("anna").at(0).body, HasSubstr("(Omgång 3) – " + title + ","));
}

TEST_F(PostmasterTest, TheHeadersLetMailProgramsEndIt) {
  BoMentions({"anna"});
  RoundAfter(kToDigest);
  const std::string wire = OnTheWire(mailboxes.Of("anna").at(0));
  EXPECT_THAT(wire, HasSubstr("\r\nAuto-Submitted: auto-generated\r\n"));
  EXPECT_THAT(wire, HasSubstr("\r\nList-Id: <notices.village.samstig>\r\n"));
  EXPECT_THAT(wire, HasSubstr("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
  EXPECT_THAT(wire, HasSubstr("\r\nMessage-ID: <notices."));
  EXPECT_THAT(wire, HasSubstr("multipart/alternative"));
  const size_t begin = wire.find("List-Unsubscribe: <https://byn.example/notices/stop?");
  ASSERT_NE(begin, std::string::npos);
  const std::string target = wire.substr(wire.find("/notices", begin),
                                         wire.find('>', begin) - wire.find("/notices", begin));
  const auto link = links.Read(target);
  ASSERT_TRUE(link);
  EXPECT_EQ(link->person, IdNamed("anna"));
  EXPECT_EQ(link->kind, v1::NOTICE_KIND_UNSPECIFIED);
}

// ---- Trouble

TEST_F(PostmasterTest, OneDamagedEntityHoldsUpOnlyItsReaders) {
  ASSERT_THAT(Write([&](server::Transaction& txn) {
                return txn
                    .Put(IdNamed("damaged"), "\xff\xff",
                         {Scope::Desk(IdNamed("cohort"), IdNamed("anna"))}, {})
                    .status();
              }),
              IsOk());
  BoMentions({"anna", "axel"});
  RoundAfter(kToDigest);
  EXPECT_THAT(mailboxes.Of("anna"), IsEmpty());
  EXPECT_THAT(mailboxes.Of("axel"), SizeIs(1));
  EXPECT_THAT(log_text.str(), HasSubstr("notices not gathered"));
}

}  // namespace
}  // namespace samstig::test
