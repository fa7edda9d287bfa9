// SPDX-License-Identifier: Apache-2.0
// More words for stories (tests/support/story.h): those of threads in which people are named, posts
// pinned, flagged and taken down.
#ifndef SAMSTIG_TESTS_SUPPORT_TALK_STORY_H_
#define SAMSTIG_TESTS_SUPPORT_TALK_STORY_H_

#include <initializer_list>
#include <string_view>

#include "tests/support/story.h"

namespace samstig::test {

// ---- Entities

// Anna's flag on "post" in "thread", as hurtful, OPEN since Monday.
class AFlag : public Story<AFlag> {
 public:
  explicit AFlag(std::string_view person = "anna");
};

// A person's level in "thread", chosen.
class ASubscription : public Story<ASubscription> {
 public:
  explicit ASubscription(std::string_view person = "anna", v1::Level level = v1::LEVEL_TRACKING);
};

// ---- Intents

v1::WritePost WritesPostMentioning(std::initializer_list<std::string_view> persons,
                                   std::string_view name = "post");
v1::RemovePost RemovesPost(const v1::Entity& post = APost());
v1::RestorePost RestoresPost(const v1::Entity& post = APost());
v1::InviteCoaches InvitesCoaches(std::string_view thread = "thread");
v1::PinPost PinsPost(std::string_view post = "post");
v1::UnpinPost UnpinsPost(std::string_view post = "post");
// In "thread".
v1::SetLevel SetsLevel(std::string_view person, v1::Level level);
// "post", as hurtful.
v1::FlagPost FlagsPost(std::string_view person, std::string_view note = "");
v1::SettleFlag Upholds(const v1::Entity& flag, std::string_view note = "");
v1::SettleFlag Dismisses(const v1::Entity& flag, std::string_view note = "");

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_TALK_STORY_H_
