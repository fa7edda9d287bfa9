// SPDX-License-Identifier: Apache-2.0
// Unread counts: what two devices of one person show, whatever came between.
#include "domain/rules/unread.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/seeded_random.h"
#include "tests/support/story.h"

namespace samstig::rules {
namespace {

using base::TimeMs;
using test::APost;
using test::IdNamed;

const base::Id kAnna = IdNamed("anna");

Unread Count(const std::vector<v1::Entity>& posts, TimeMs read_to,
             v1::Level level = v1::LEVEL_NORMAL) {
  std::vector<const v1::Entity*> all;
  for (const v1::Entity& post : posts) all.push_back(&post);
  return CountUnread(all, read_to, kAnna, level);
}

v1::Entity BosPost(TimeMs made) { return APost().By("bo").MadeAt(made); }

TEST(UnreadTest, CountsWhatOthersWroteBeyondTheMark) {
  const std::vector<v1::Entity> posts = {BosPost(10), BosPost(20), BosPost(30)};
  EXPECT_EQ(Count(posts, 0), (Unread{3, 0}));
  EXPECT_EQ(Count(posts, 20), (Unread{1, 0}));
  EXPECT_EQ(Count(posts, 30), (Unread{0, 0}));
}

TEST(UnreadTest, NeverCountsOnesOwnNorPlacesWithoutAText) {
  EXPECT_EQ(Count({APost().By("anna").MadeAt(10)}, 0), Unread());
  EXPECT_EQ(Count({APost().By("bo").MadeAt(10).Withdrawn()}, 0), Unread());
  EXPECT_EQ(Count({APost().By("bo").MadeAt(10).TakenDown()}, 0), Unread());
  EXPECT_EQ(Count({test::AThread().By("bo").MadeAt(10)}, 0), Unread()) << "no post";
}

TEST(UnreadTest, SaysHowManyNameMe) {
  const std::vector<v1::Entity> posts = {BosPost(10),
                                         APost().By("bo").MadeAt(20).Mentioning("anna"),
                                         APost().By("bo").MadeAt(30).Mentioning("axel")};
  EXPECT_EQ(Count(posts, 0), (Unread{3, 1}));
  EXPECT_EQ(Count(posts, 20), (Unread{1, 0}));
}

TEST(UnreadTest, OfAMutedThreadIsNothing) {
  const std::vector<v1::Entity> posts = {APost().By("bo").MadeAt(10).Mentioning("anna")};
  EXPECT_EQ(Count(posts, 0, v1::LEVEL_MUTED), Unread());
  for (const v1::Level level : {v1::LEVEL_NORMAL, v1::LEVEL_TRACKING, v1::LEVEL_WATCHING}) {
    EXPECT_EQ(Count(posts, 0, level), (Unread{1, 1}));
  }
}

// ---- Two devices

// A thread as chance makes it.
std::vector<v1::Entity> AnyPosts(test::SeededRandom& random) {
  static const char* const kPeople[] = {"anna", "bo", "axel", "carin coach"};
  std::vector<v1::Entity> posts;
  for (size_t n = random.Below(30); n > 0; --n) {
    APost post;
    post.By(kPeople[random.Below(4)]).MadeAt(static_cast<TimeMs>(1 + random.Below(100)));
    if (random.Chance(30)) post.Mentioning("anna");
    if (random.Chance(10)) post.Withdrawn();
    if (random.Chance(10)) post.TakenDown();
    posts.push_back(post);
  }
  return posts;
}

class UnreadPropertyTest : public testing::Test {
 protected:
  static constexpr int kRounds = 2'000;
  test::SeededRandom random{test::SeedOr(52)};
};

TEST_F(UnreadPropertyTest, WhatWasReadOnOneDeviceIsReadOnTheOther) {
  SCOPED_TRACE(random.Story());
  for (int i = 0; i < kRounds; ++i) {
    const std::vector<v1::Entity> posts = AnyPosts(random);
    const auto phone = static_cast<TimeMs>(random.Below(110));
    const auto laptop = static_cast<TimeMs>(random.Below(110));
    const Unread merged = Count(posts, std::max(phone, laptop));
    const Unread a = Count(posts, phone), b = Count(posts, laptop);
    EXPECT_EQ(merged.posts, std::min(a.posts, b.posts));
    EXPECT_EQ(merged.mentions, std::min(a.mentions, b.mentions));
    EXPECT_LE(merged.mentions, merged.posts);
  }
}

TEST_F(UnreadPropertyTest, OnesOwnAnswerMakesNothingUnreadAnywhere) {
  SCOPED_TRACE(random.Story());
  for (int i = 0; i < kRounds; ++i) {
    std::vector<v1::Entity> posts = AnyPosts(random);
    const auto mark = static_cast<TimeMs>(random.Below(110));
    const Unread before = Count(posts, mark);
    posts.push_back(APost().By("anna").MadeAt(200).Mentioning("anna"));
    EXPECT_EQ(Count(posts, mark), before);
  }
}

TEST_F(UnreadPropertyTest, DeletingNeverRaisesIt) {
  SCOPED_TRACE(random.Story());
  for (int i = 0; i < kRounds; ++i) {
    std::vector<v1::Entity> posts = AnyPosts(random);
    if (posts.empty()) continue;
    const auto mark = static_cast<TimeMs>(random.Below(110));
    const Unread before = Count(posts, mark);
    v1::Post& gone = *posts[random.Below(posts.size())].mutable_post();
    gone.clear_heads();
    random.Chance(50) ? gone.set_withdrawn(true)
                      : gone.mutable_removal()->set_cause(v1::FLAG_CAUSE_OTHER);
    const Unread after = Count(posts, mark);
    EXPECT_LE(after.posts, before.posts);
    EXPECT_LE(after.mentions, before.mentions);
  }
}

TEST_F(UnreadPropertyTest, TheOrderInWhichTheyCameDoesNotMatter) {
  SCOPED_TRACE(random.Story());
  for (int i = 0; i < kRounds; ++i) {
    std::vector<v1::Entity> posts = AnyPosts(random);
    const auto mark = static_cast<TimeMs>(random.Below(110));
    const Unread before = Count(posts, mark);
    std::reverse(posts.begin(), posts.end());
    EXPECT_EQ(Count(posts, mark), before);
  }
}

}  // namespace
}  // namespace samstig::rules
