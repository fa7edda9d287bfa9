// SPDX-License-Identifier: Apache-2.0
// Anna is erased: her work and her files; who cannot be erased, and what may be chosen.
#include "server/decide/blob_key.h"
#include "server/decide/case.h"
#include "server/decide/traces.h"
#include "tests/server/decide/erasing_story.h"

namespace samstig::test {
namespace {

using server::IdIn;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// ---- Work

TEST_F(ErasingTest, DeletedWorkLeavesThatItWasHandedIn) {
  AnnaSubmits();
  ASSERT_THAT(village.Does("anna", GivesFeedback(v1::VERDICT_COMMENT, "Jag ska")),
              WasParked(v1::REASON_ALREADY_EXISTS));
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  const v1::Submission work = village.Stored(IdNamed("submission")).submission();
  EXPECT_TRUE(work.erased());
  EXPECT_FALSE(work.has_report());
  EXPECT_EQ(work.attempt(), 1u);
  EXPECT_EQ(work.state(), v1::SUBMISSION_STATE_RETURNED);
  EXPECT_TRUE(village.Stored(IdNamed("feedback")).feedback().erased());
  EXPECT_EQ(village.Stored(IdNamed("feedback")).feedback().text(), "");
  EXPECT_TRUE(village.IsReadBy("carin coach", IdNamed("submission"))) << "counts stay right";
  EXPECT_THAT(village.BytesSentTo("carin coach"), Not(HasSubstr("vågade")));
}

TEST_F(ErasingTest, AnonymousWorkIsAtTheDeskOfNobody) {
  AnnaSubmits();
  ASSERT_THAT(Erases("anna", Anonymising()), IsOk());
  EXPECT_TRUE(village.Stored(IdNamed("submission")).submission().erased());
  const auto work = ReadBy("carin coach", v1::Entity::kSubmission);
  ASSERT_THAT(work, SizeIs(2));
  const v1::Entity& nobodys = work[0].submission().erased() ? work[1] : work[0];
  EXPECT_EQ(nobodys.submission().report().tried(), "Jag vågade inte");
  EXPECT_EQ(nobodys.submission().person_id(), kAnonymous);
  EXPECT_EQ(nobodys.author(), kAnonymous);
  EXPECT_EQ(nobodys.submission().claimed_ms(), 0);
  EXPECT_EQ(nobodys.made_ms() % base::kDayMs, 0);
  EXPECT_THAT(nobodys.SerializeAsString(), Not(HasSubstr(IdNamed("anna").ToBytes())));
  for (const v1::Entity& turn : ReadBy("carin coach", v1::Entity::kFeedback)) {
    if (turn.feedback().erased()) continue;
    EXPECT_EQ(turn.feedback().submission_id(), nobodys.id());
    EXPECT_EQ(turn.feedback().text(), "Försök igen, Anna");
  }
  EXPECT_THAT(ReadBy("axel", v1::Entity::kSubmission), IsEmpty());
}

TEST_F(ErasingTest, ACoachWhoIsSomebodysEmployerThereDoesNotReadTheDeskOfNobody) {
  AnnaSubmits();
  const v1::Entity hat = AHat("carin coach").AdminOf(Pargas()).WithId(IdNamed("carin's other hat"));
  ASSERT_THAT(village.Does("olle organiser", GrantsHat(hat)), WasApplied());
  ASSERT_THAT(Erases("anna", Anonymising()), IsOk());
  EXPECT_THAT(village.BytesSentTo("carin coach"), Not(HasSubstr("vågade")));
}

TEST_F(ErasingTest, NobodyAnswersWorkWhoseAuthorHasLeft) {
  AnnaSubmits();
  ASSERT_THAT(Erases("anna", Anonymising()), IsOk());
  v1::GiveFeedback late = GivesFeedback(v1::VERDICT_COMMENT);
  late.set_id(IdNamed("late feedback").ToBytes());
  v1::Mutation mutation = MutationOf(late, village.NextNumber("carin coach"));
  mutation.set_claimed_ms(village.clock.Now() + 1);
  EXPECT_THAT(Must(village.Pushes("carin coach", {mutation}))[0], WasParked(v1::REASON_DELETED));
}

TEST_F(ErasingTest, ACoachsWorkForOthersIsACoachs) {
  AnnaSubmits();
  ASSERT_THAT(village.Does("carin coach", Announces()), WasApplied());
  ASSERT_THAT(Erases("carin coach", Deleting()), IsOk());
  EXPECT_EQ(village.Stored(IdNamed("assignment")).author(), kCoach);
  EXPECT_EQ(village.Stored(IdNamed("feedback")).author(), kCoach);
  EXPECT_EQ(village.Stored(IdNamed("feedback")).feedback().text(), "Försök igen, Anna");
  EXPECT_EQ(village.Stored(IdNamed("announcement")).author(), kCoach);
  EXPECT_EQ(village.Stored(IdNamed("submission")).submission().report().tried(), "Jag vågade inte");
}

// ---- Files

class ErasedFilesTest : public ErasingTest {
 protected:
  // Anna's file, which she names in a post or in none.
  void Uploads(const std::string& sha256, const std::string& bytes) {
    const auto txn = Must(village.store().Begin());
    const std::string key = server::BlobKey(IdNamed("anna"), sha256);
    ASSERT_THAT(txn->PutBlob(key, {bytes.size(), IdNamed("anna"), true, "\x01"}), IsOk());
    ASSERT_THAT(txn->PutBlobChunk(key, 0, bytes), IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  static v1::WritePost With(v1::WritePost post, const std::string& sha256) {
    v1::Attachment& file = *post.add_attachments();
    file.set_sha256(sha256);
    file.set_size(5);
    file.set_name("bild.jpg");
    file.set_media_type("image/jpeg");
    return post;
  }
  std::optional<std::string> ChunkOf(const std::string& person, const std::string& sha256) {
    return Must(Must(village.store().Read())->BlobChunk(server::BlobKey(IdIn(person), sha256), 0));
  }
  // These blobs have no real hash.
  void TearDown() override {}

  const std::string one = std::string(32, '1');
  const std::string other = std::string(32, '2');
};

TEST_F(ErasedFilesTest, WhatAPostThatStaysNamesMovesWithItAndTheRestGoes) {
  Uploads(one, "bild1");
  Uploads(other, "bild2");
  ASSERT_THAT(village.Does("anna", With(WritesPost("Se här"), one)), WasApplied());
  ASSERT_THAT(Erases("anna", KeepingRoles()), IsOk());
  EXPECT_EQ(ChunkOf(kLeader, one), "bild1");
  EXPECT_EQ(ChunkOf(IdNamed("anna").ToBytes(), one), std::nullopt);
  EXPECT_EQ(ChunkOf(IdNamed("anna").ToBytes(), other), std::nullopt);
  EXPECT_THAT(Must(Must(village.store().Begin())->BlobsOf(IdNamed("anna"))), IsEmpty());
}

TEST_F(ErasedFilesTest, WhatADeletedPostNamedGoes) {
  Uploads(one, "bild1");
  ASSERT_THAT(village.Does("anna", With(WritesPost("Se här"), one)), WasApplied());
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  EXPECT_EQ(ChunkOf(IdNamed("anna").ToBytes(), one), std::nullopt);
}

// ---- What is refused, and what is repeated

TEST_F(ErasingTest, TheLastOrganiserStays) {
  const uint64_t before = village.LastSeq();
  EXPECT_THAT(Erases("olle organiser", Deleting()), HasReason(v1::REASON_LAST_ORGANISER));
  EXPECT_EQ(village.LastSeq(), before);
  const v1::Entity hat = AHat("otto").Organiser().WithId(IdNamed("otto's other hat"));
  ASSERT_THAT(village.Does("olle organiser", GrantsHat(hat)), WasApplied());
  EXPECT_THAT(Erases("olle organiser", Deleting()), IsOk());
  EXPECT_THAT(village.Does("otto", PublishesTerms()), WasApplied()) << "otto runs the network";
}

TEST_F(ErasingTest, NobodyIsNotFoundAndWhoWasErasedIsNotErasedTwice) {
  EXPECT_THAT(Erases("nobody", Deleting()), HasReason(v1::REASON_NOT_FOUND));
  const auto first = Erases("anna", Deleting());
  ASSERT_THAT(first, IsOk());
  const uint64_t seq = village.LastSeq();
  village.clock.Advance(base::kHourMs);
  const auto again = Erases("anna", Anonymising());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->erasure.SerializeAsString(), first->erasure.SerializeAsString());
  EXPECT_EQ(village.LastSeq(), seq);
}

TEST_F(ErasingTest, ACallThatWasUnderWayIsTheCallOfNobody) {
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  const uint64_t seq = village.LastSeq();
  EXPECT_THAT(village.Applies("anna", "late", MutationOf(SavesTool(ARevision("t", "Andas")), 0)),
              HasReason(v1::REASON_NOT_SIGNED_IN));
  EXPECT_EQ(village.LastSeq(), seq);
}

TEST_F(ErasingTest, OnlyOrganisersReadThatSomebodyWasErasedAndNobodyReadsWho) {
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  const auto read = ReadBy("olle organiser", v1::Entity::kErasure);
  ASSERT_THAT(read, SizeIs(1));
  EXPECT_EQ(read[0].erasure().person_id(), IdNamed("anna").bytes());
  EXPECT_THAT(ReadBy("carin coach", v1::Entity::kErasure), IsEmpty());
  EXPECT_THAT(ReadBy("maria admin", v1::Entity::kErasure), IsEmpty());
}

TEST_F(ErasingTest, NobodyMakesATraceOrGivesItAHat) {
  v1::InvitePerson invitation = InvitesPerson("ghost");
  invitation.mutable_person()->set_trace(v1::PERSON_TRACE_COACH);
  EXPECT_THAT(village.Does("olle organiser", invitation), WasParked(v1::REASON_OUT_OF_RANGE));
  invitation = InvitesPerson("ghost");
  invitation.set_id(kAnonymous);
  EXPECT_THAT(village.Does("olle organiser", invitation), WasParked(v1::REASON_BAD_ID));
  ASSERT_THAT(village.Does("bo", Mentions("Anna", "post", "anna")), WasApplied());
  ASSERT_THAT(Erases("anna", Deleting()), IsOk());
  v1::GrantHat grant = GrantsHat(AHat("otto").LeaderIn(Pargas()).WithId(IdNamed("ghost's hat")));
  grant.mutable_membership()->set_person_id(kAnonymous);
  EXPECT_THAT(village.Does("olle organiser", grant), WasParked(v1::REASON_NOT_FOUND));
}

// ---- The preview and the choices

TEST_F(ErasingTest, ThePreviewCountsWhatThereIs) {
  AnnaSubmits();
  ASSERT_THAT(village.Does("anna", SavesTool(ARevision("t1", "Andas"))), WasApplied());
  ASSERT_THAT(village.Does("anna", WritesPost("Ett")), WasApplied());
  ASSERT_THAT(village.Does("anna", WritesPost("Två", "second")), WasApplied());
  ASSERT_THAT(village.Does("bo", Mentions("Anna?", "third", "anna")), WasApplied());
  const auto count = [&](std::string_view person) {
    return Must(village.Reads(
        [&](Snapshot& snapshot) { return server::CountTraces(snapshot, IdNamed(person)); }));
  };
  const v1::NetworkTrace anna = count("anna");
  EXPECT_EQ(anna.submissions(), 1u);
  EXPECT_EQ(anna.own_notes(), 2u) << "the tool, and her level in the thread";
  ASSERT_THAT(anna.threads(), SizeIs(1));
  EXPECT_EQ(anna.threads(0).title(), "Hur gör ni?");
  EXPECT_EQ(anna.threads(0).posts(), 2u);
  EXPECT_EQ(anna.threads(0).mentions(), 1u);
  EXPECT_FALSE(anna.last_organiser());
  EXPECT_TRUE(count("olle organiser").last_organiser());
}

TEST_F(ErasingTest, ChoicesThatMakeNoSenseAreRefused) {
  ASSERT_THAT(village.Does("anna", WritesPost("Ett")), WasApplied());
  const auto check = [&](const v1::ErasureChoices& choices, std::string_view person = "anna") {
    return village.Reads([&](Snapshot& snapshot) {
      return server::CheckErasure(snapshot, IdNamed(person), choices);
    });
  };
  EXPECT_THAT(check(Deleting()), IsOk());
  EXPECT_THAT(check({}), HasReason(v1::REASON_OUT_OF_RANGE)) << "nothing was chosen";
  EXPECT_THAT(check(Choosing(v1::ERASURE_CHOICE_DELETE, v1::ERASURE_CHOICE_KEEP_WITH_ROLE)),
              HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(check(Choosing(static_cast<v1::ErasureChoice>(17), v1::ERASURE_CHOICE_DELETE)),
              HasReason(v1::REASON_OUT_OF_RANGE));
  v1::ErasureChoices choices = Deleting();
  v1::ThreadErasure& thread = *choices.add_threads();
  thread.set_choice(v1::ERASURE_CHOICE_DELETE);
  EXPECT_THAT(check(choices), HasReason(v1::REASON_MISSING_FIELD));
  thread.set_thread_id("short");
  EXPECT_THAT(check(choices), HasReason(v1::REASON_BAD_ID));
  thread.set_thread_id(IdNamed("no thread").ToBytes());
  EXPECT_THAT(check(choices), HasReason(v1::REASON_NOT_FOUND));
  thread.set_thread_id(IdNamed("thread").ToBytes());
  EXPECT_THAT(check(choices), IsOk());
  thread.set_choice(v1::ERASURE_CHOICE_UNSPECIFIED);
  EXPECT_THAT(check(choices), HasReason(v1::REASON_OUT_OF_RANGE));
  thread.set_choice(v1::ERASURE_CHOICE_DELETE);
  const v1::ThreadErasure same = thread;
  *choices.add_threads() = same;
  EXPECT_THAT(check(choices), HasReason(v1::REASON_MALFORMED));
  choices = Deleting();
  for (int i = 0; i < 1'001; ++i) *choices.add_threads() = same;
  EXPECT_THAT(check(choices), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(check(choices, "bo"), Not(IsOk()));
  EXPECT_THAT(check(Deleting(), "olle organiser"), HasReason(v1::REASON_LAST_ORGANISER));
}

}  // namespace
}  // namespace samstig::test
