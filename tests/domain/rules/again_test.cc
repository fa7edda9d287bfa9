// SPDX-License-Identifier: Apache-2.0
// The ways out for parked words.
#include "domain/rules/again.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {
namespace {

v1::Parked Parks(const google::protobuf::Message& intent, v1::Reason reason) {
  v1::Mutation mutation = MutationOf(intent, 7);
  mutation.add_depends_on(6);
  v1::Parked parked;
  parked.set_mutation(mutation.SerializeAsString());
  parked.set_reason(reason);
  return parked;
}

TEST(AgainTest, TheSameWordsUnderNoNumber) {
  const v1::Mutation again =
      Must(rules::Again(Parks(WritesPost("Hej!"), v1::REASON_NOT_ALLOWED), IdNamed("fresh")));
  EXPECT_EQ(again.number(), 0u);
  EXPECT_EQ(again.claimed_ms(), 0);
  EXPECT_EQ(again.depends_on_size(), 0);
  EXPECT_EQ(again.write_post().SerializeAsString(), WritesPost("Hej!").SerializeAsString());
}

TEST(AgainTest, WhatIsMadeGetsAnotherIdWhereTheOldOneWasTaken) {
  const std::string fresh = IdNamed("fresh").ToBytes();
  const auto again = [](const google::protobuf::Message& intent) {
    return Must(rules::Again(Parks(intent, v1::REASON_ALREADY_EXISTS), IdNamed("fresh")));
  };
  EXPECT_EQ(again(WritesPost("Hej!")).write_post().id(), fresh);
  EXPECT_EQ(again(StartsThread("Hej!")).start_thread().id(), fresh);
  EXPECT_EQ(again(Submits("Hej!")).submit().id(), fresh);
  EXPECT_EQ(again(GivesFeedback(v1::VERDICT_COMMENT)).give_feedback().id(), fresh);
  EXPECT_EQ(again(PostsAssignment()).post_assignment().id(), fresh);
  EXPECT_EQ(again(FormsGroup()).form_group().id(), fresh);
}

// Whoever sends it once more has been told that others can read it now.
TEST(AgainTest, WhatItsAuthorSawOfTheReadersIsInThePast) {
  v1::WritePost post = WritesPost("Hej!");
  post.mutable_audience()->set_epoch(IdNamed("epoch").ToBytes());
  const auto again = Must(rules::Again(Parks(post, v1::REASON_AUDIENCE_WIDENED), IdNamed("fresh")));
  EXPECT_FALSE(again.write_post().has_audience());
  EXPECT_EQ(again.write_post().text(), "Hej!");
}

TEST(AgainTest, WhatChangesSomethingStaysWithIt) {
  const auto edit = EditsPost(APost(), ARevision("second", "Hej igen!"), {IdNamed("post")});
  EXPECT_EQ(
      Must(rules::Again(Parks(edit, v1::REASON_ALREADY_EXISTS), IdNamed("fresh"))).edit_post().id(),
      IdNamed("post").ToBytes());
}

TEST(AgainTest, WhatCannotBeReadIsNotSentAgain) {
  v1::Parked parked;
  parked.set_mutation("\xff");
  EXPECT_THAT(rules::Again(parked, IdNamed("fresh")), HasReason(v1::REASON_DATA_DAMAGED));
  parked.set_mutation(v1::Mutation().SerializeAsString());
  EXPECT_THAT(rules::Again(parked, IdNamed("fresh")), HasReason(v1::REASON_UNKNOWN_INTENT));
}

}  // namespace
}  // namespace samstig::test
