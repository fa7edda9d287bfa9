// SPDX-License-Identifier: Apache-2.0
// Levels as the server keeps them: what one does raises them, what one chose stays.
#include <gtest/gtest.h>

#include "domain/rules/names.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"
#include "tests/support/talk_story.h"

namespace samstig::test {
namespace {

using base::Id;

class SubscriptionTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  }
  static Id LevelOf(std::string_view person) {
    return rules::SubscriptionId(IdNamed(person), IdNamed("thread"));
  }
  void ExpectLevel(std::string_view person, v1::Level level, v1::LevelWhy why) {
    const v1::Entity stored = village.Stored(LevelOf(person));
    EXPECT_EQ(stored.subscription().level(), level) << person;
    EXPECT_EQ(stored.subscription().why(), why) << person;
    EXPECT_EQ(stored.author(), IdNamed(person).bytes()) << "whose it is";
    EXPECT_EQ(stored.subscription().thread_id(), IdNamed("thread").bytes());
  }

  Village village;
};

TEST_F(SubscriptionTest, StartingWritingAndBeingNamedRaiseIt) {
  ExpectLevel("bo", v1::LEVEL_WATCHING, v1::LEVEL_WHY_STARTED);
  ASSERT_THAT(village.Does("anna", WritesPostMentioning({"axel"})), WasApplied());
  ExpectLevel("anna", v1::LEVEL_TRACKING, v1::LEVEL_WHY_WROTE);
  ExpectLevel("axel", v1::LEVEL_TRACKING, v1::LEVEL_WHY_MENTIONED);
  ASSERT_THAT(village.Does("bo", WritesPost("Så här", "bos")), WasApplied());
  ExpectLevel("bo", v1::LEVEL_WATCHING, v1::LEVEL_WHY_STARTED);
  EXPECT_FALSE(village.Stored(LevelOf("carin coach")).has_subscription()) << "nothing was said";
}

TEST_F(SubscriptionTest, BeingNamedInAChangeRaisesIt) {
  ASSERT_THAT(village.Does("anna", WritesPost("Hej")), WasApplied());
  v1::Revision next = ARevision("2", "Hej Axel");
  next.add_mentions(IdNamed("axel").ToBytes());
  ASSERT_THAT(
      village.Does("anna", EditsPost(village.Stored(IdNamed("post")), next, {IdNamed("post")})),
      WasApplied());
  ExpectLevel("axel", v1::LEVEL_TRACKING, v1::LEVEL_WHY_MENTIONED);
}

TEST_F(SubscriptionTest, WhatWasChosenStays) {
  ASSERT_THAT(village.Does("anna", SetsLevel("anna", v1::LEVEL_MUTED)), WasApplied());
  ASSERT_THAT(village.Does("bo", WritesPostMentioning({"anna"}, "bos")), WasApplied());
  ASSERT_THAT(village.Does("anna", WritesPost("Hej")), WasApplied());
  ExpectLevel("anna", v1::LEVEL_MUTED, v1::LEVEL_WHY_CHOSEN);
  ASSERT_THAT(village.Does("bo", SetsLevel("bo", v1::LEVEL_NORMAL)), WasApplied());
  ExpectLevel("bo", v1::LEVEL_NORMAL, v1::LEVEL_WHY_CHOSEN);
}

TEST_F(SubscriptionTest, IsForNobodyElsesEyes) {
  ASSERT_THAT(village.Does("anna", WritesPostMentioning({"axel"})), WasApplied());
  EXPECT_TRUE(village.IsReadBy("axel", LevelOf("axel")));
  for (const char* other : {"anna", "bo", "carin coach", "maria admin", "olle organiser"}) {
    EXPECT_FALSE(village.IsReadBy(other, LevelOf("axel"))) << other;
  }
}

TEST_F(SubscriptionTest, IsChosenByThoseWhoReadTheThread) {
  for (const char* stranger : {"otto", "maria admin", "olle organiser"}) {
    EXPECT_THAT(village.Does(stranger, SetsLevel(stranger, v1::LEVEL_WATCHING)),
                WasParked(v1::REASON_NOT_ALLOWED))
        << stranger;
  }
  EXPECT_THAT(village.Does("axel", SetsLevel("anna", v1::LEVEL_MUTED)),
              WasParked(v1::REASON_BAD_ID))
      << "nobody chooses for another";
  v1::SetLevel nowhere = SetsLevel("anna", v1::LEVEL_MUTED);
  nowhere.set_thread_id(IdNamed("never was").ToBytes());
  EXPECT_THAT(village.Does("anna", nowhere), WasParked(v1::REASON_NOT_FOUND));
}

// Ids are given by devices: somebody may have taken the one of a level, and holds nothing up by it.
TEST_F(SubscriptionTest, AnIdTakenOnPurposeHoldsNothingUp) {
  v1::WritePost trap = WritesPost("Ha!");
  trap.set_id(LevelOf("axel").ToBytes());
  ASSERT_THAT(village.Does("anna", trap), WasApplied());
  EXPECT_THAT(village.Does("axel", WritesPost("Hej", "axels")), WasApplied());
  EXPECT_TRUE(village.Stored(LevelOf("axel")).has_post());
}

}  // namespace
}  // namespace samstig::test
