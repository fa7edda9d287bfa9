// SPDX-License-Identifier: Apache-2.0
// Threads as the server judges them: their spaces, who is named in them, what is pinned.
#include <gtest/gtest.h>

#include "domain/rules/names.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"
#include "tests/support/talk_story.h"

namespace samstig::test {
namespace {

using base::Id;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kSecret = "Hemligheten om fikarummet";

v1::StartThread StartsAmong(const Id& municipality) {
  v1::StartThread intent = StartsThread("Hos oss");
  intent.set_municipality_id(municipality.ToBytes());
  return intent;
}

class ThreadTest : public testing::Test {
 protected:
  void AThreadOfTheCohort() {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
    ASSERT_THAT(village.Does("bo", WritesPost("Vi stänger mejlen.")), WasApplied());
  }
  void AThreadAmongLeadersOfPargas() {
    ASSERT_THAT(village.Does("anna", StartsAmong(Pargas())), WasApplied());
    ASSERT_THAT(village.Does("anna", WritesPost(kSecret)), WasApplied());
    ASSERT_THAT(village.Does("axel", Reacts("axel", v1::REACTION_SYMBOL_HEART)), WasApplied());
  }
  void GivesScope(std::string_view person, const Scope& scope) {
    auto txn = Must(village.store().Begin());
    ASSERT_THAT(txn->GiveScope(IdNamed(person), scope), IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  // As stored by those who form groups.
  void AGroup(std::string_view name, std::string_view cohort, bool dissolved = false) {
    v1::Entity group;
    group.set_id(IdNamed(name).ToBytes());
    group.set_author(IdNamed("carin coach").ToBytes());
    group.mutable_group()->set_cohort_id(IdNamed(cohort).ToBytes());
    group.mutable_group()->set_name(std::string(name));
    group.mutable_group()->set_dissolved(dissolved);
    auto txn = Must(village.store().Begin());
    ASSERT_THAT(txn->Put(IdNamed(name), group.SerializeAsString(),
                         {Scope::OfCohort(IdNamed("cohort"))}, {}),
                IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  static v1::StartThread StartsIn(std::string_view group) {
    v1::StartThread intent = StartsThread("I gruppen");
    intent.set_group_id(IdNamed(group).ToBytes());
    return intent;
  }

  Village village;
};

// ---- Among the leaders of one municipality

TEST_F(ThreadTest, AmongLeadersOfOneMunicipalityNobodyElseReads) {
  AThreadAmongLeadersOfPargas();
  const Id reaction = rules::ReactionId(IdNamed("axel"), IdNamed("post"));
  for (const char* reader : {"anna", "axel"}) {
    EXPECT_TRUE(village.IsReadBy(reader, IdNamed("thread"))) << reader;
    EXPECT_TRUE(village.IsReadBy(reader, IdNamed("post"))) << reader;
    EXPECT_TRUE(village.IsReadBy(reader, reaction)) << reader;
  }
  // HR of the same municipality least of all.
  for (const char* stranger :
       {"maria admin", "bo", "carin coach", "otto", "olle organiser", "rasmus admin"}) {
    EXPECT_THAT(village.BytesSentTo(stranger), Not(HasSubstr(std::string(kSecret)))) << stranger;
    EXPECT_FALSE(village.IsReadBy(stranger, IdNamed("thread"))) << stranger;
    EXPECT_FALSE(village.IsReadBy(stranger, reaction)) << stranger;
    EXPECT_THAT(village.Does(stranger, WritesPost("Hej", std::string("by ") + stranger)),
                WasParked(v1::REASON_NOT_ALLOWED))
        << stranger;
  }
}

TEST_F(ThreadTest, OnlyItsLeadersStartAThreadAmongThem) {
  for (const char* stranger : {"maria admin", "bo", "carin coach", "otto", "olle organiser"}) {
    EXPECT_THAT(village.Does(stranger, StartsAmong(Pargas())), WasParked(v1::REASON_NOT_ALLOWED))
        << stranger;
  }
}

TEST_F(ThreadTest, WhoLeavesTheCohortLosesItAndKeepsTheOwnWords) {
  AThreadAmongLeadersOfPargas();
  ASSERT_THAT(village.Does("maria admin", WithdrawsFrom(AnEnrolment("axel"))), WasApplied());
  EXPECT_FALSE(village.IsReadBy("axel", IdNamed("post")));
}

TEST_F(ThreadTest, InvitedCoachesReadAllThatWasAndWillBeWritten) {
  AThreadAmongLeadersOfPargas();
  EXPECT_THAT(village.Does("carin coach", InvitesCoaches()), WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("axel", InvitesCoaches()), WasParked(v1::REASON_NOT_ALLOWED))
      << "who started it invites";
  ASSERT_THAT(village.Does("anna", InvitesCoaches()), WasApplied());
  EXPECT_TRUE(village.IsReadBy("carin coach", IdNamed("thread")));
  EXPECT_TRUE(village.IsReadBy("carin coach", IdNamed("post")));
  EXPECT_TRUE(village.IsReadBy("carin coach", rules::ReactionId(IdNamed("axel"), IdNamed("post"))));
  ASSERT_THAT(village.Does("carin coach", WritesPost("Tack!", "answer")), WasApplied());
  EXPECT_TRUE(village.IsReadBy("axel", IdNamed("answer")));
  for (const char* stranger : {"maria admin", "bo", "otto"}) {
    EXPECT_FALSE(village.IsReadBy(stranger, IdNamed("post"))) << stranger;
  }
}

TEST_F(ThreadTest, ToACohortsThreadNobodyNeedsToInviteCoaches) {
  AThreadOfTheCohort();
  EXPECT_THAT(village.Does("bo", InvitesCoaches()), WasParked(v1::REASON_ILLEGAL_MOVE));
}

// ---- Groups

TEST_F(ThreadTest, OfAGroupIsReadByThoseWhoHoldIt) {
  AGroup("group", "cohort");
  GivesScope("anna", Scope::OfGroup(IdNamed("group")));
  EXPECT_THAT(village.Does("bo", StartsIn("group")), WasParked(v1::REASON_NOT_ALLOWED));
  ASSERT_THAT(village.Does("anna", StartsIn("group")), WasApplied());
  ASSERT_THAT(village.Does("anna", WritesPost(kSecret)), WasApplied());
  EXPECT_TRUE(village.IsReadBy("anna", IdNamed("post")));
  EXPECT_FALSE(village.IsReadBy("bo", IdNamed("post")));
  EXPECT_THAT(village.Does("bo", Reacts("bo", v1::REACTION_SYMBOL_HEART)),
              WasParked(v1::REASON_NOT_ALLOWED));
}

TEST_F(ThreadTest, AGroupIsOfThatCohortAndNotDissolved) {
  AGroup("elsewhere", "another cohort");
  AGroup("over", "cohort", /*dissolved=*/true);
  GivesScope("anna", Scope::OfGroup(IdNamed("elsewhere")));
  GivesScope("anna", Scope::OfGroup(IdNamed("over")));
  EXPECT_THAT(village.Does("anna", StartsIn("never was")), WasParked(v1::REASON_NOT_FOUND));
  EXPECT_THAT(village.Does("anna", StartsIn("elsewhere")), WasParked(v1::REASON_NOT_FOUND));
  EXPECT_THAT(village.Does("anna", StartsIn("over")), WasParked(v1::REASON_NOT_OPEN));
  EXPECT_THAT(village.Does("bo", StartsIn("over")), WasParked(v1::REASON_NOT_ALLOWED))
      << "permission first";
}

// ---- About an assignment

TEST_F(ThreadTest, IsNotAboutWhatItsReadersCannotRead) {
  AGroup("group", "cohort");
  GivesScope("anna", Scope::OfGroup(IdNamed("group")));
  const auto posts = [&](const char* name, auto change) {
    v1::Entity entity = AnAssignment(name);
    entity.set_author(IdNamed("carin coach").ToBytes());
    entity.mutable_assignment()->set_version(1);
    change(*entity.mutable_assignment());
    auto txn = Must(village.store().Begin());
    ASSERT_THAT(txn->Put(IdNamed(name), entity.SerializeAsString(),
                         {Scope::OfCohort(IdNamed("cohort"))}, {}),
                IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  };
  posts("for the group", [](v1::Assignment& a) { a.set_group_id(IdNamed("group").ToBytes()); });
  posts("for bo", [](v1::Assignment& a) { a.set_person_id(IdNamed("bo").ToBytes()); });
  posts("later", [](v1::Assignment& a) { a.set_state(v1::ASSIGNMENT_STATE_SCHEDULED); });
  posts("for all", [](v1::Assignment&) {});
  const auto about = [](v1::StartThread intent, const char* assignment, const char* name) {
    intent.set_id(IdNamed(name).ToBytes());
    intent.set_assignment_id(IdNamed(assignment).ToBytes());
    return intent;
  };
  for (const char* name : {"for the group", "for bo", "later", "never was"}) {
    EXPECT_THAT(village.Does("anna", about(StartsThread("?"), name, "1")),
                WasParked(v1::REASON_NOT_FOUND))
        << name;
    EXPECT_THAT(village.Does("anna", about(StartsAmong(Pargas()), name, "2")),
                WasParked(v1::REASON_NOT_FOUND))
        << name;
  }
  EXPECT_THAT(village.Does("anna", about(StartsIn("group"), "for bo", "3")),
              WasParked(v1::REASON_NOT_FOUND));
  EXPECT_THAT(village.Does("anna", about(StartsIn("group"), "for the group", "4")), WasApplied());
  EXPECT_THAT(village.Does("anna", about(StartsIn("group"), "for all", "5")), WasApplied());
  EXPECT_THAT(village.Does("anna", about(StartsAmong(Pargas()), "for all", "6")), WasApplied());
}

// ---- Mentions

TEST_F(ThreadTest, ThoseWhoAreNamedCanReadIt) {
  AThreadOfTheCohort();
  ASSERT_THAT(village.Does("bo", WritesPostMentioning({"anna", "carin coach"}, "named")),
              WasApplied());
  EXPECT_THAT(village.Stored(IdNamed("named")).post().heads(0).mentions(),
              ElementsAre(IdNamed("anna").bytes(), IdNamed("carin coach").bytes()));
  for (const char* stranger : {"otto", "maria admin", "olle organiser", "nobody", "thread"}) {
    EXPECT_THAT(village.Does("bo", WritesPostMentioning({stranger}, stranger)),
                WasParked(v1::REASON_CANNOT_READ))
        << stranger;
  }
}

TEST_F(ThreadTest, AmongLeadersOfPargasNobodyElseIsNamed) {
  AThreadAmongLeadersOfPargas();
  EXPECT_THAT(village.Does("anna", WritesPostMentioning({"axel"}, "axel named")), WasApplied());
  for (const char* stranger : {"bo", "carin coach", "maria admin"}) {
    EXPECT_THAT(village.Does("anna", WritesPostMentioning({stranger}, stranger)),
                WasParked(v1::REASON_CANNOT_READ))
        << stranger;
  }
  ASSERT_THAT(village.Does("anna", InvitesCoaches()), WasApplied());
  EXPECT_THAT(village.Does("anna", WritesPostMentioning({"carin coach"}, "carin named")),
              WasApplied());
}

TEST_F(ThreadTest, AChangeMayNameOthersAndKeepsThoseWhoHaveLeft) {
  AThreadOfTheCohort();
  ASSERT_THAT(village.Does("bo", WritesPostMentioning({"axel"}, "named")), WasApplied());
  ASSERT_THAT(village.Does("maria admin", WithdrawsFrom(AnEnrolment("axel"))), WasApplied());
  const v1::Entity post = village.Stored(IdNamed("named"));
  v1::Revision next = ARevision("2", "Och du, Anna?");
  next.add_mentions(IdNamed("axel").ToBytes());
  next.add_mentions(IdNamed("anna").ToBytes());
  EXPECT_THAT(village.Does("bo", EditsPost(post, next, {IdNamed("named")})), WasApplied());
  v1::Revision beyond = ARevision("3", "Och du, Otto?");
  beyond.add_mentions(IdNamed("otto").ToBytes());
  EXPECT_THAT(village.Does("bo", EditsPost(post, beyond, {IdNamed("2")})),
              WasParked(v1::REASON_CANNOT_READ));
}

// ---- Pins

TEST_F(ThreadTest, CoachesAndWhoStartedItPin) {
  AThreadOfTheCohort();
  ASSERT_THAT(village.Does("anna", WritesPost("Vi med.", "annas")), WasApplied());
  EXPECT_THAT(village.Does("bo", PinsPost("annas")), WasApplied());
  EXPECT_THAT(village.Does("carin coach", PinsPost("post")), WasApplied());
  EXPECT_THAT(village.Stored(IdNamed("thread")).thread().pinned(),
              ElementsAre(IdNamed("annas").bytes(), IdNamed("post").bytes()));
  for (const char* other : {"anna", "otto", "maria admin"}) {
    EXPECT_THAT(village.Does(other, PinsPost()), WasParked(v1::REASON_NOT_ALLOWED)) << other;
    EXPECT_THAT(village.Does(other, UnpinsPost()), WasParked(v1::REASON_NOT_ALLOWED)) << other;
  }
  EXPECT_THAT(village.Does("carin coach", UnpinsPost("annas")), WasApplied());
  EXPECT_THAT(village.Does("bo", UnpinsPost("post")), WasApplied());
  EXPECT_THAT(village.Stored(IdNamed("thread")).thread().pinned(), IsEmpty());
}

TEST_F(ThreadTest, OnlyAPostOfTheThreadThatHasATextIsPinned) {
  AThreadOfTheCohort();
  v1::StartThread another = StartsThread("En annan");
  another.set_id(IdNamed("another thread").ToBytes());
  ASSERT_THAT(village.Does("anna", another), WasApplied());
  v1::WritePost elsewhere = WritesPost("Hej", "elsewhere");
  elsewhere.set_thread_id(another.id());
  ASSERT_THAT(village.Does("anna", elsewhere), WasApplied());
  EXPECT_THAT(village.Does("bo", PinsPost("elsewhere")), WasParked(v1::REASON_NOT_FOUND));
  EXPECT_THAT(village.Does("bo", PinsPost("never was")), WasParked(v1::REASON_NOT_FOUND));
  ASSERT_THAT(village.Does("bo", WithdrawsPost(APost())), WasApplied());
  EXPECT_THAT(village.Does("bo", PinsPost()), WasParked(v1::REASON_DELETED));
}

TEST_F(ThreadTest, ACoachPinsNothingWhereNoCoachWasInvited) {
  AThreadAmongLeadersOfPargas();
  EXPECT_THAT(village.Does("carin coach", PinsPost()), WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("anna", PinsPost()), WasApplied());
}

// ---- Sharing a report

TEST_F(ThreadTest, OneSharesTheOwnReport) {
  AThreadOfTheCohort();
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  ASSERT_THAT(village.Does("anna", Submits(kSecret)), WasApplied());
  v1::WritePost shares = WritesPost("Det jag lärde mig", "shared");
  shares.set_from_submission(IdNamed("submission").ToBytes());
  for (const char* other : {"bo", "carin coach"}) {
    EXPECT_THAT(village.Does(other, shares), WasParked(v1::REASON_NOT_ALLOWED)) << other;
  }
  ASSERT_THAT(village.Does("anna", shares), WasApplied());
  EXPECT_THAT(village.BytesSentTo("bo"), Not(HasSubstr(std::string(kSecret))))
      << "who reads the post reads no more of the report than it says";
  shares.set_id(IdNamed("another").ToBytes());
  shares.set_from_submission(IdNamed("never was").ToBytes());
  EXPECT_THAT(village.Does("anna", shares), WasParked(v1::REASON_NOT_FOUND));
}

}  // namespace
}  // namespace samstig::test
