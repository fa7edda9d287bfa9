// SPDX-License-Identifier: Apache-2.0
// Anna is erased: what becomes of her, of what she wrote in threads, and of what others wrote about
// her.
#include "server/decide/case.h"
#include "tests/server/decide/erasing_story.h"

namespace samstig::test {
namespace {

using base::Id;
using server::IdIn;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// ---- The person

TEST_F(ErasingTest, ThePersonIsAPlaceWithoutAName) {
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  const v1::Entity anna = village.Stored(IdNamed("anna"));
  EXPECT_EQ(anna.person().trace(), v1::PERSON_TRACE_GONE);
  EXPECT_EQ(anna.person().name(), "");
  EXPECT_EQ(anna.person().language(), "");
  EXPECT_TRUE(village.IsReadBy("bo", IdNamed("anna"))) << "who meets a trace of her can say what";
  EXPECT_TRUE(village.IsReadBy("otto", IdNamed("anna")));
}

TEST_F(ErasingTest, HatsEndWithoutAWordAndThePlaceIsGivenBack) {
  ASSERT_THAT(village.Does("maria admin", EnrolsLeader("asta")), WasApplied());
  ASSERT_THAT(village.Does("maria admin", EnrolsLeader("arne")), WasApplied());
  ASSERT_EQ(village.Stored(IdNamed("arne's place")).enrolment().state(),
            v1::ENROLMENT_STATE_WAITLISTED);
  ASSERT_THAT(village.Does("maria admin", SetsManager("axel", "anna")), WasApplied());
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  const v1::Membership hat = village.Stored(IdNamed("anna's hat")).membership();
  EXPECT_TRUE(hat.ended());
  EXPECT_EQ(hat.position(), "");
  EXPECT_EQ(hat.sector(), "");
  EXPECT_EQ(village.Stored(IdNamed("axel's hat")).membership().manager_id(), "");
  EXPECT_EQ(village.Stored(IdNamed("anna's place")).enrolment().state(),
            v1::ENROLMENT_STATE_WITHDRAWN);
  EXPECT_EQ(village.Stored(IdNamed("arne's place")).enrolment().state(), v1::ENROLMENT_STATE_ACTIVE)
      << "who waited longest moves up";
}

TEST_F(ErasingTest, APlaceThatWasCompletedStaysCounted) {
  ASSERT_THAT(village.Does("olle organiser", MovesCohort(ACohort(), v1::COHORT_STATE_WRAPPING_UP)),
              WasApplied());
  ASSERT_THAT(village.Does("olle organiser", MovesCohort(ACohort(), v1::COHORT_STATE_ALUMNI)),
              WasApplied());
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  EXPECT_EQ(village.Stored(IdNamed("anna's place")).enrolment().state(),
            v1::ENROLMENT_STATE_COMPLETED);
  const auto grants = Must(Must(village.store().Read())->GrantsOf(IdNamed("anna")));
  for (const server::Grant& grant : grants) EXPECT_TRUE(grant.until.has_value());
}

TEST_F(ErasingTest, DevicesAddressAndAllThatIsKeptAboutThePersonAreUnknown) {
  ASSERT_THAT(village.Does("anna", WritesPost("Hej")), WasApplied());
  const auto erased = Erases("anna", Deleting());
  ASSERT_THAT(erased, IsOk());
  EXPECT_THAT(erased->devices, ElementsAre(IdNamed("anna's phone")));
  const auto snapshot = Must(village.store().Read());
  EXPECT_EQ(Must(snapshot->EmailOf(IdNamed("anna"))), std::nullopt);
  EXPECT_THAT(Must(snapshot->DevicesOf(IdNamed("anna"))), IsEmpty());
  EXPECT_EQ(Must(snapshot->NoticeMarkOf(IdNamed("anna"))), std::nullopt);
  EXPECT_EQ(Must(snapshot->OutcomeOf(IdNamed("anna's phone"), 1)), std::nullopt);
}

TEST_F(ErasingTest, TheAddressCanBeInvitedAnewAsSomebodyElse) {
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  v1::EnrolLeader again = EnrolsLeader("anna");
  again.set_id(IdNamed("second place").ToBytes());
  again.set_person_id(IdNamed("second anna").ToBytes());
  again.set_membership_id(IdNamed("second hat").ToBytes());
  ASSERT_THAT(village.Does("maria admin", again), WasApplied());
  EXPECT_EQ(village.Stored(IdNamed("second anna")).person().name(), again.name());
  EXPECT_EQ(village.Stored(IdNamed("second place")).enrolment().returning(), false);
}

TEST_F(ErasingTest, WhatOnlyThePersonCouldReadIsGoneWithAllItsVersions) {
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  ASSERT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("one", "Ett"))),
              WasApplied());
  ASSERT_THAT(village.Does("anna", SavesDraft("anna", AReportRevision("two", "Två"), {"one"})),
              WasApplied());
  ASSERT_THAT(village.Does("anna", SavesTool(ARevision("t1", "Andas"))), WasApplied());
  ASSERT_THAT(village.Does("anna", DropsTool()), WasApplied());
  ASSERT_THAT(village.Does("anna", SavesTeam(ARevision("m1", "Min grupp"))), WasApplied());
  ASSERT_THAT(village.Does("anna", MarksRead("anna", kMonday)), WasApplied());
  ASSERT_THAT(village.Does("anna", SetsNotices("anna", v1::MAIL_RHYTHM_WEEKLY)), WasApplied());
  ASSERT_THAT(village.Does("anna", RequestsSeats(5)), WasParked(v1::REASON_NOT_ALLOWED));
  ASSERT_THAT(Erases("anna", Anonymising()), IsOk());
  const Id draft = rules::WorkId(IdNamed("anna"), IdNamed("assignment"));
  for (const Id& id : {draft, IdNamed("tool"), IdNamed("team"),
                       rules::ReadMarkId(IdNamed("anna"), IdNamed("thread")),
                       rules::NoticeSettingsId(IdNamed("anna"))}) {
    EXPECT_FALSE(IsThere(id));
    EXPECT_THAT(village.History(id), IsEmpty());
  }
  const auto snapshot = Must(village.store().Read());
  EXPECT_THAT(Must(snapshot->Find({rules::KeyName::kParkedItems, Id()})), IsEmpty());
}

TEST_F(ErasingTest, FormsThatWereParkedWithNameAndAddressGoToo) {
  v1::EnrolLeader late = EnrolsLeader("anna");
  late.set_id(IdNamed("again").ToBytes());
  ASSERT_THAT(village.Does("maria admin", late), WasParked(v1::REASON_ALREADY_ENROLLED));
  ASSERT_THAT(village.Does("maria admin", PostsAssignment()), WasParked(v1::REASON_NOT_ALLOWED));
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  EXPECT_THAT(ReadBy("maria admin", v1::Entity::kParked), SizeIs(1)) << "her other form is hers";
}

// ---- Posts

TEST_F(ErasingTest, DeletedTextsAreGoneInEveryVersionAndAnAnsweredPlaceStays) {
  ASSERT_THAT(village.Does("anna", WritesPost("Första tanken")), WasApplied());
  ASSERT_THAT(village.Does(
                  "anna", EditsPost(APost(), ARevision("edit", "Andra tanken"), {IdNamed("post")})),
              WasApplied());
  ASSERT_THAT(village.Does("bo", Answers("Bra sagt", "answer", "post")), WasApplied());
  ASSERT_THAT(village.Does("anna", WritesPost("Utan svar", "alone")), WasApplied());
  ASSERT_THAT(village.Does("bo", Reacts("bo", v1::REACTION_SYMBOL_HEART)), WasApplied());
  const auto erased = Erases("anna", Deleting());
  ASSERT_THAT(erased, IsOk());
  EXPECT_TRUE(Post().withdrawn());
  EXPECT_THAT(Post().heads(), IsEmpty());
  EXPECT_EQ(village.Stored(IdNamed("post")).author(), IdNamed("anna").bytes());
  EXPECT_THAT(village.History(IdNamed("post")), IsEmpty());
  EXPECT_EQ(Post("answer").heads(0).text(), "Bra sagt");
  EXPECT_FALSE(IsThere("alone"));
  EXPECT_GE(erased->erasure.deleted(), 2u);
  const std::string sent = village.BytesSentTo("bo");
  EXPECT_THAT(sent, Not(HasSubstr("tanken")));
  EXPECT_THAT(sent, Not(HasSubstr("Utan svar")));
}

TEST_F(ErasingTest, APlaceStaysForTheSakeOfAnAnswerFurtherDown) {
  ASSERT_THAT(village.Does("anna", WritesPost("Ett")), WasApplied());
  ASSERT_THAT(village.Does("anna", Answers("Två", "second", "post")), WasApplied());
  ASSERT_THAT(village.Does("bo", Answers("Tre", "third", "second")), WasApplied());
  ASSERT_THAT(village.Does("anna", Answers("Fyra", "fourth", "third")), WasApplied());
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  EXPECT_TRUE(Post().withdrawn());
  EXPECT_TRUE(Post("second").withdrawn());
  EXPECT_FALSE(IsThere("fourth"));
}

TEST_F(ErasingTest, AThreadWithNothingOfAnybodysGoesAndOneWithAnswersLosesItsTitle) {
  v1::StartThread own = StartsThread("Annas fråga");
  own.set_id(IdNamed("own thread").ToBytes());
  ASSERT_THAT(village.Does("anna", own), WasApplied());
  v1::WritePost post = WritesPost("Hej?", "in own");
  post.set_thread_id(own.id());
  ASSERT_THAT(village.Does("anna", post), WasApplied());
  v1::StartThread answered = StartsThread("Annas andra fråga");
  answered.set_id(IdNamed("answered thread").ToBytes());
  ASSERT_THAT(village.Does("anna", answered), WasApplied());
  v1::WritePost answer = WritesPost("Jo", "bo's answer");
  answer.set_thread_id(answered.id());
  ASSERT_THAT(village.Does("bo", answer), WasApplied());
  v1::SetLevel watches;
  watches.set_id(rules::SubscriptionId(IdNamed("axel"), IdNamed("own thread")).ToBytes());
  watches.set_thread_id(own.id());
  watches.set_level(v1::LEVEL_WATCHING);
  ASSERT_THAT(village.Does("axel", watches), WasApplied());
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  EXPECT_FALSE(IsThere("own thread"));
  EXPECT_FALSE(IsThere(IdIn(watches.id())));
  EXPECT_EQ(village.Stored(IdNamed("answered thread")).thread().title(), "");
  EXPECT_TRUE(IsThere("bo's answer"));
}

TEST_F(ErasingTest, AnonymousPostsAreByOneForAll) {
  ASSERT_THAT(village.Does("anna", WritesPost("Första")), WasApplied());
  ASSERT_THAT(
      village.Does("anna", EditsPost(APost(), ARevision("edit", "Ändrad"), {IdNamed("post")})),
      WasApplied());
  ASSERT_THAT(village.Does("axel", WritesPost("Axels", "axel's")), WasApplied());
  const auto erased = Erases("anna", Anonymising());
  ASSERT_THAT(erased, IsOk());
  ASSERT_THAT(Erases("axel", Anonymising()), IsOk());
  EXPECT_EQ(Post().heads(0).text(), "Ändrad");
  EXPECT_EQ(village.Stored(IdNamed("post")).author(), kAnonymous);
  EXPECT_EQ(village.Stored(IdNamed("axel's")).author(), kAnonymous);
  ASSERT_THAT(village.History(IdNamed("post")), SizeIs(1));
  EXPECT_EQ(village.History(IdNamed("post"))[0].author(), kAnonymous);
  EXPECT_EQ(village.Stored(IdIn(kAnonymous)).person().trace(), v1::PERSON_TRACE_ANONYMOUS);
  EXPECT_TRUE(village.IsReadBy("bo", IdIn(kAnonymous)));
  EXPECT_EQ(erased->erasure.anonymised(), 1u);
}

TEST_F(ErasingTest, WithARoleALeadersIsALeadersAndACoachsACoachs) {
  ASSERT_THAT(village.Does("anna", WritesPost("Annas")), WasApplied());
  ASSERT_THAT(village.Does("carin coach", WritesPost("Carins", "carin's")), WasApplied());
  ASSERT_THAT(Erases("anna", KeepingRoles()), IsOk());
  ASSERT_THAT(Erases("carin coach", KeepingRoles()), IsOk());
  EXPECT_EQ(village.Stored(IdNamed("post")).author(), kLeader);
  EXPECT_EQ(village.Stored(IdNamed("carin's")).author(), kCoach);
}

TEST_F(ErasingTest, EachThreadMayHaveItsOwnChoice) {
  v1::StartThread other = StartsThread("En annan");
  other.set_id(IdNamed("other thread").ToBytes());
  ASSERT_THAT(village.Does("bo", other), WasApplied());
  v1::WritePost there = WritesPost("Där", "there");
  there.set_thread_id(other.id());
  ASSERT_THAT(village.Does("anna", WritesPost("Här")), WasApplied());
  ASSERT_THAT(village.Does("anna", there), WasApplied());
  v1::ErasureChoices choices = Deleting();
  v1::ThreadErasure& kept = *choices.add_threads();
  kept.set_thread_id(other.id());
  kept.set_choice(v1::ERASURE_CHOICE_KEEP_WITH_ROLE);
  ASSERT_THAT(Erases("anna", choices), IsOk());
  EXPECT_FALSE(IsThere("post"));
  EXPECT_EQ(Post("there").heads(0).text(), "Där");
  EXPECT_EQ(village.Stored(IdNamed("there")).author(), kLeader);
}

TEST_F(ErasingTest, APostDoesNotTellWhichReportItWasSharedFrom) {
  AnnaSubmits();
  v1::WritePost shared = WritesPost("Min insikt");
  shared.set_from_submission(IdNamed("submission").ToBytes());
  ASSERT_THAT(village.Does("anna", shared), WasApplied());
  ASSERT_THAT(Erases("anna", KeepingRoles()), IsOk());
  EXPECT_EQ(Post().from_submission(), "");
}

TEST_F(ErasingTest, AReactionThatStaysHasAnIdThatTellsNobodyWhoseItWas) {
  ASSERT_THAT(village.Does("bo", WritesPost("Bos")), WasApplied());
  ASSERT_THAT(village.Does("anna", Reacts("anna", v1::REACTION_SYMBOL_THANKS)), WasApplied());
  ASSERT_THAT(village.Does("axel", Reacts("axel", v1::REACTION_SYMBOL_THANKS)), WasApplied());
  ASSERT_THAT(Erases("anna", Anonymising()), IsOk());
  ASSERT_THAT(Erases("axel", Deleting()), IsOk());
  EXPECT_FALSE(IsThere(rules::ReactionId(IdNamed("anna"), IdNamed("post"))));
  EXPECT_FALSE(IsThere(rules::ReactionId(IdNamed("axel"), IdNamed("post"))));
  const auto left = ReadBy("bo", v1::Entity::kReaction);
  ASSERT_THAT(left, SizeIs(1));
  EXPECT_EQ(left[0].author(), kAnonymous);
  EXPECT_THAT(left[0].reaction().symbols(), ElementsAre(v1::REACTION_SYMBOL_THANKS));
}

TEST_F(ErasingTest, APostThatWasTakenDownCanBePutBackWithoutItsAuthor) {
  ASSERT_THAT(village.Does("anna", WritesPost("Skarpt")), WasApplied());
  v1::RemovePost removes;
  removes.set_id(IdNamed("post").ToBytes());
  removes.set_cause(v1::FLAG_CAUSE_OTHER);
  ASSERT_THAT(village.Does("carin coach", removes), WasApplied());
  ASSERT_THAT(Erases("anna", Anonymising()), IsOk());
  v1::RestorePost restores;
  restores.set_id(IdNamed("post").ToBytes());
  ASSERT_THAT(village.Does("carin coach", restores), WasApplied());
  EXPECT_EQ(Post().heads(0).text(), "Skarpt");
  EXPECT_EQ(village.Stored(IdNamed("post")).author(), kAnonymous);
}

TEST_F(ErasingTest, FlagsStayWithoutWhoseTheyWereAndWithWhatTheCoachSaid) {
  ASSERT_THAT(village.Does("bo", WritesPost("Bos")), WasApplied());
  ASSERT_THAT(village.Does("anna", Flags("anna", "Gäller mig")), WasApplied());
  v1::SettleFlag settles;
  settles.set_id(rules::FlagId(IdNamed("anna"), IdNamed("post")).ToBytes());
  settles.set_note("Den får stå");
  ASSERT_THAT(village.Does("carin coach", settles), WasApplied());
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  const auto flags = ReadBy("carin coach", v1::Entity::kFlag);
  ASSERT_THAT(flags, SizeIs(1));
  EXPECT_EQ(flags[0].author(), kAnonymous);
  EXPECT_EQ(flags[0].flag().note(), "");
  EXPECT_EQ(flags[0].flag().history(1).note(), "Den får stå");
  EXPECT_THAT(village.History(IdIn(settles.id())), IsEmpty());
}

// ---- What others wrote

TEST_F(ErasingTest, AMentionBecomesATraceAndTheCoachesAreAskedToLook) {
  ASSERT_THAT(village.Does("bo", Mentions("Som Anna sade", "post", "anna")), WasApplied());
  ASSERT_THAT(
      village.Does("bo", EditsPost(APost(), ARevision("edit", "Som hon sade"), {IdNamed("post")})),
      WasApplied());
  ASSERT_THAT(village.Does("axel", Mentions("Fråga Anna", "axel's", "anna")), WasApplied());
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  EXPECT_THAT(Post("axel's").heads(0).mentions(), ElementsAre(kAnonymous));
  EXPECT_EQ(Post("axel's").heads(0).text(), "Fråga Anna") << "his words are his";
  EXPECT_THAT(village.History(IdNamed("post"))[0].post().heads(0).mentions(),
              ElementsAre(kAnonymous));
  const auto flags = ReadBy("carin coach", v1::Entity::kFlag);
  ASSERT_THAT(flags, SizeIs(1)) << "the post that names her now";
  EXPECT_EQ(flags[0].flag().post_id(), IdNamed("axel's").bytes());
  EXPECT_EQ(flags[0].flag().cause(), v1::FLAG_CAUSE_THIRD_PERSON);
  EXPECT_EQ(flags[0].flag().state(), v1::FLAG_STATE_OPEN);
  EXPECT_THAT(ReadBy("axel", v1::Entity::kFlag), IsEmpty());
}

TEST_F(ErasingTest, ACoachsOwnPostIsFlaggedForTheCoachesToo) {
  ASSERT_THAT(village.Does("carin coach", Mentions("Tack Anna", "post", "anna")), WasApplied());
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  EXPECT_THAT(ReadBy("carin coach", v1::Entity::kFlag), SizeIs(1));
}

TEST_F(ErasingTest, NoCoachLearnsOfAThreadThatNoneReads) {
  v1::StartThread among = StartsThread("Bland oss");
  among.set_id(IdNamed("among us").ToBytes());
  among.set_municipality_id(Pargas().ToBytes());
  ASSERT_THAT(village.Does("axel", among), WasApplied());
  v1::WritePost post = Mentions("Anna vet", "internal", "anna");
  post.set_thread_id(among.id());
  ASSERT_THAT(village.Does("axel", post), WasApplied());
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  EXPECT_THAT(ReadBy("carin coach", v1::Entity::kFlag), IsEmpty());
  EXPECT_THAT(Post("internal").heads(0).mentions(), ElementsAre(kAnonymous));
}

}  // namespace
}  // namespace samstig::test
