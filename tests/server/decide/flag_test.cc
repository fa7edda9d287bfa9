// SPDX-License-Identifier: Apache-2.0
// Moderation: flags, the coaches' queue, taking down and putting back.
#include <gtest/gtest.h>

#include "domain/rules/names.h"
#include "samstig/v1/entity_service.pb.h"
#include "server/sync/versions.h"
#include "tests/server/village/village.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_matchers.h"
#include "tests/support/talk_story.h"

namespace samstig::test {
namespace {

using base::Id;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kWords = "Min chef är en tok";
const Id kPost = IdNamed("post");

class FlagTest : public testing::Test {
 protected:
  void SetUp() override {
    v1::InvitePerson second = InvitesPerson("cecilia coach");
    *second.mutable_hat() =
        v1::Entity(AHat("cecilia coach").CoachOf(IdNamed("cohort"))).membership();
    ASSERT_THAT(village.Does("olle organiser", second), WasApplied());
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
    v1::WritePost post = WritesPostMentioning({"axel"});
    post.set_text(std::string(kWords));
    v1::Attachment& file = *post.add_attachments();
    file.set_sha256(std::string(32, 's'));
    file.set_size(7);
    file.set_name("bild.jpg");
    file.set_media_type("image/jpeg");
    ASSERT_THAT(village.Does("bo", post), WasApplied());
  }
  static Id FlagOf(std::string_view person) { return rules::FlagId(IdNamed(person), kPost); }
  v1::Entity Flag(std::string_view person) { return village.Stored(FlagOf(person)); }
  v1::FlagState StateOf(std::string_view person) { return Flag(person).flag().state(); }
  std::vector<v1::Entity> VersionsFor(std::string_view person) {
    v1::ListVersionsRequest request;
    request.set_entity_id(kPost.ToBytes());
    v1::ListVersionsResponse response;
    auto snapshot = Must(village.store().Read());
    std::vector<v1::Entity> versions;
    if (!server::ListVersions(*snapshot, IdNamed(person), request, response).ok()) return versions;
    for (const std::string& bytes : response.entities()) {
      EXPECT_TRUE(versions.emplace_back().ParseFromString(bytes));
    }
    return versions;
  }

  Village village;
};

// ---- Flagging

TEST_F(FlagTest, IsForTheCoachesAndNobodyElse) {
  ASSERT_THAT(village.Does("anna", FlagsPost("anna", "Det gäller min chef.")), WasApplied());
  for (const char* reader : {"anna", "carin coach", "cecilia coach"}) {
    EXPECT_TRUE(village.IsReadBy(reader, FlagOf("anna"))) << reader;
  }
  for (const char* other : {"bo", "axel", "maria admin", "olle organiser", "otto"}) {
    EXPECT_FALSE(village.IsReadBy(other, FlagOf("anna"))) << other;
    EXPECT_THAT(village.BytesSentTo(other), Not(HasSubstr("Det gäller min chef."))) << other;
  }
}

TEST_F(FlagTest, TheAuthorNeverLearnsWhoseItWas) {
  ASSERT_THAT(village.Does("anna", FlagsPost("anna")), WasApplied());
  ASSERT_THAT(village.Does("carin coach", Upholds(Flag("anna"), "Det pekar ut någon.")),
              WasApplied());
  EXPECT_FALSE(village.IsReadBy("bo", FlagOf("anna")));
  const v1::Entity post = village.ReadBy("bo").at(kPost);
  EXPECT_EQ(post.post().removal().note(), "Det pekar ut någon.");
  EXPECT_THAT(post.SerializeAsString(), Not(HasSubstr(IdNamed("anna").ToBytes())));
}

TEST_F(FlagTest, OnesOwnAndWhatIsGoneCannotBeFlagged) {
  EXPECT_THAT(village.Does("bo", FlagsPost("bo")), WasParked(v1::REASON_NOT_ALLOWED));
  for (const char* stranger : {"otto", "maria admin", "olle organiser"}) {
    EXPECT_THAT(village.Does(stranger, FlagsPost(stranger)), WasParked(v1::REASON_NOT_ALLOWED))
        << stranger;
  }
  v1::FlagPost nowhere = FlagsPost("anna");
  nowhere.set_post_id(IdNamed("never was").ToBytes());
  EXPECT_THAT(village.Does("anna", nowhere), WasParked(v1::REASON_NOT_FOUND));
  ASSERT_THAT(village.Does("bo", WithdrawsPost(APost())), WasApplied());
  EXPECT_THAT(village.Does("anna", FlagsPost("anna")), WasParked(v1::REASON_DELETED));
}

TEST_F(FlagTest, WhereNoCoachReadsAlongThereIsNobodyToFlagTo) {
  v1::StartThread internal = StartsThread("Hos oss");
  internal.set_id(IdNamed("internal").ToBytes());
  internal.set_municipality_id(Pargas().ToBytes());
  ASSERT_THAT(village.Does("anna", internal), WasApplied());
  v1::WritePost post = WritesPost("Hej", "among us");
  post.set_thread_id(internal.id());
  ASSERT_THAT(village.Does("anna", post), WasApplied());
  v1::FlagPost flag = FlagsPost("axel");
  flag.set_id(rules::FlagId(IdNamed("axel"), IdNamed("among us")).ToBytes());
  flag.set_post_id(post.id());
  EXPECT_THAT(village.Does("axel", flag), WasParked(v1::REASON_NOT_ALLOWED));
  v1::InviteCoaches invites = InvitesCoaches();
  invites.set_id(internal.id());
  ASSERT_THAT(village.Does("anna", invites), WasApplied());
  EXPECT_THAT(village.Does("axel", flag), WasApplied());
}

// A coach reads all flags of the cohort, so one on a coach's own post would give its author away.
TEST_F(FlagTest, ACoachsPostIsNotFlagged) {
  ASSERT_THAT(village.Does("carin coach", WritesPost("Hej", "carins")), WasApplied());
  v1::FlagPost flag = FlagsPost("anna");
  flag.set_id(rules::FlagId(IdNamed("anna"), IdNamed("carins")).ToBytes());
  flag.set_post_id(IdNamed("carins").ToBytes());
  EXPECT_THAT(village.Does("anna", flag), WasParked(v1::REASON_NOT_ALLOWED));
}

TEST_F(FlagTest, WhoBecomesACoachDoesNotLearnWhoFlaggedTheOwnPosts) {
  ASSERT_THAT(village.Does("anna", FlagsPost("anna")), WasApplied());
  const v1::Entity hat = AHat("bo as coach").CoachOf(IdNamed("cohort"));
  v1::GrantHat grant = GrantsHat(hat);
  grant.mutable_membership()->set_person_id(IdNamed("bo").ToBytes());
  ASSERT_THAT(village.Does("olle organiser", grant), WasApplied());
  EXPECT_FALSE(village.IsReadBy("bo", FlagOf("anna")));
  EXPECT_TRUE(village.IsReadBy("anna", FlagOf("anna")));
  v1::EndHat end;
  end.set_id(grant.id());
  ASSERT_THAT(village.Does("olle organiser", end), WasApplied());
  EXPECT_TRUE(village.IsReadBy("carin coach", FlagOf("anna"))) << "and then it is theirs again";
}

// ---- Settling

TEST_F(FlagTest, UpheldTakesThePostDownAndSettlesTheOthers) {
  ASSERT_THAT(village.Does("anna", FlagsPost("anna")), WasApplied());
  ASSERT_THAT(village.Does("axel", FlagsPost("axel")), WasApplied());
  ASSERT_THAT(village.Does("carin coach", Upholds(Flag("anna"), "Nej.")), WasApplied());
  EXPECT_EQ(StateOf("anna"), v1::FLAG_STATE_UPHELD);
  EXPECT_EQ(StateOf("axel"), v1::FLAG_STATE_UPHELD);
  const v1::Post post = village.Stored(kPost).post();
  EXPECT_EQ(post.heads_size(), 0);
  EXPECT_EQ(post.removal().cause(), v1::FLAG_CAUSE_HURTFUL);
  EXPECT_EQ(post.removal().by(), IdNamed("carin coach").bytes());
  for (const char* reader : {"anna", "bo", "carin coach"}) {
    EXPECT_THAT(village.BytesSentTo(reader), Not(HasSubstr(std::string(kWords)))) << reader;
  }
}

TEST_F(FlagTest, DismissedLetsItStandAndItCanBeFlaggedAgain) {
  ASSERT_THAT(village.Does("anna", FlagsPost("anna")), WasApplied());
  ASSERT_THAT(village.Does("carin coach", Dismisses(Flag("anna"))), WasApplied());
  EXPECT_EQ(village.Stored(kPost).post().heads_size(), 1);
  ASSERT_THAT(village.Does("anna", FlagsPost("anna", "Läs en gång till.")), WasApplied());
  EXPECT_EQ(StateOf("anna"), v1::FLAG_STATE_OPEN);
  EXPECT_EQ(Flag("anna").flag().history_size(), 3);
  EXPECT_TRUE(village.IsReadBy("carin coach", FlagOf("anna")));
}

TEST_F(FlagTest, OfTwoCoachesAtOnceTheSecondIsToldSo) {
  ASSERT_THAT(village.Does("anna", FlagsPost("anna")), WasApplied());
  const v1::Entity seen = Flag("anna");
  ASSERT_THAT(village.Does("carin coach", Dismisses(seen)), WasApplied());
  EXPECT_THAT(village.Does("cecilia coach", Upholds(seen)), WasParked(v1::REASON_ILLEGAL_MOVE));
  EXPECT_THAT(village.Does("cecilia coach", Dismisses(seen)), WasParked(v1::REASON_ILLEGAL_MOVE));
  ASSERT_THAT(village.Does("carin coach", RemovesPost()), WasApplied());
  EXPECT_THAT(village.Does("cecilia coach", RemovesPost()), WasParked(v1::REASON_ILLEGAL_MOVE));
  ASSERT_THAT(village.Does("carin coach", RestoresPost()), WasApplied());
  EXPECT_THAT(village.Does("cecilia coach", RestoresPost()), WasParked(v1::REASON_ILLEGAL_MOVE));
}

TEST_F(FlagTest, IsSettledByCoachesAlone) {
  ASSERT_THAT(village.Does("anna", FlagsPost("anna")), WasApplied());
  for (const char* other : {"anna", "bo", "axel", "maria admin", "olle organiser"}) {
    EXPECT_THAT(village.Does(other, Upholds(Flag("anna"))), WasParked(v1::REASON_NOT_ALLOWED))
        << other;
    EXPECT_THAT(village.Does(other, RemovesPost()), WasParked(v1::REASON_NOT_ALLOWED)) << other;
  }
  EXPECT_THAT(village.Does("carin coach", Upholds(AFlag("otto"))), WasParked(v1::REASON_NOT_FOUND));
}

TEST_F(FlagTest, NoCoachTakesTheOwnPostDown) {
  ASSERT_THAT(village.Does("carin coach", WritesPost("Hej", "carins")), WasApplied());
  EXPECT_THAT(village.Does("carin coach", RemovesPost(village.Stored(IdNamed("carins")))),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("cecilia coach", RemovesPost(village.Stored(IdNamed("carins")))),
              WasApplied());
}

TEST_F(FlagTest, WhatItsAuthorHasTakenBackMeanwhileIsSettledAllTheSame) {
  ASSERT_THAT(village.Does("anna", FlagsPost("anna")), WasApplied());
  ASSERT_THAT(village.Does("bo", WithdrawsPost(APost())), WasApplied());
  EXPECT_THAT(village.Does("carin coach", Upholds(Flag("anna"))), WasApplied());
  EXPECT_EQ(StateOf("anna"), v1::FLAG_STATE_UPHELD);
  EXPECT_FALSE(village.Stored(kPost).post().has_removal());
}

TEST_F(FlagTest, TakingThePostDownSettlesItsOpenFlags) {
  ASSERT_THAT(village.Does("anna", FlagsPost("anna")), WasApplied());
  ASSERT_THAT(village.Does("cecilia coach", RemovesPost()), WasApplied());
  EXPECT_EQ(StateOf("anna"), v1::FLAG_STATE_UPHELD);
}

// ---- What stood there

TEST_F(FlagTest, ItsAuthorStillReadsItAndNobodyElseDoes) {
  ASSERT_THAT(village.Does("carin coach", RemovesPost()), WasApplied());
  const std::vector<v1::Entity> versions = VersionsFor("bo");
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].post().heads(0).text(), kWords);
  EXPECT_TRUE(versions[1].post().has_removal());
  for (const char* other : {"anna", "carin coach", "maria admin"}) {
    EXPECT_TRUE(VersionsFor(other).empty()) << other;
  }
}

TEST_F(FlagTest, PutBackItIsExactlyWhatItWas) {
  v1::Revision beside = ARevision("beside", "Det jag menade");
  ASSERT_THAT(village.Does("bo", EditsPost(village.Stored(kPost), beside)), WasMerged());
  const v1::Entity before = village.Stored(kPost);
  ASSERT_EQ(before.post().heads_size(), 2);
  ASSERT_EQ(before.post().heads(0).attachments_size(), 1);
  for (int round = 0; round < 2; ++round) {
    ASSERT_THAT(village.Does("carin coach", RemovesPost()), WasApplied());
    ASSERT_THAT(village.Does("cecilia coach", RestoresPost()), WasApplied());
    EXPECT_THAT(village.Stored(kPost), EqualsProto(before)) << round;
    EXPECT_TRUE(village.IsReadBy("anna", kPost));
  }
}

TEST_F(FlagTest, WhileItIsDownNobodyReactsToItOrChangesIt) {
  ASSERT_THAT(village.Does("carin coach", RemovesPost()), WasApplied());
  EXPECT_THAT(village.Does("anna", Reacts("anna", v1::REACTION_SYMBOL_HEART)),
              WasParked(v1::REASON_DELETED));
  EXPECT_THAT(village.Does("anna", FlagsPost("anna")), WasParked(v1::REASON_DELETED));
  EXPECT_THAT(village.Does("bo", EditsPost(APost(), ARevision("2", "Bättre ord"), {kPost})),
              WasParked(v1::REASON_DELETED));
  EXPECT_THAT(village.Does("bo", RestoresPost()), WasParked(v1::REASON_NOT_ALLOWED));
  ASSERT_THAT(village.Does("bo", WithdrawsPost(APost())), WasApplied());
  EXPECT_THAT(village.Does("carin coach", RestoresPost()), WasParked(v1::REASON_DELETED));
}

}  // namespace
}  // namespace samstig::test
