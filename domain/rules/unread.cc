// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/unread.h"

#include "domain/rules/mentions.h"

namespace samstig::rules {

using base::Id;
using base::TimeMs;

namespace {

// One's own posts, pending or not, are never news to oneself; nor is a place without a text.
bool IsNews(const v1::Entity& post, TimeMs read_to, const Id& me) {
  return post.has_post() && post.author() != me.bytes() && post.made_ms() > read_to &&
         !post.post().withdrawn() && !post.post().has_removal();
}

}  // namespace

Unread CountUnread(const std::vector<const v1::Entity*>& posts, TimeMs read_to, const Id& me,
                   v1::Level level) {
  Unread unread;
  if (level == v1::LEVEL_MUTED) return unread;
  for (const v1::Entity* post : posts) {
    if (!IsNews(*post, read_to, me)) continue;
    ++unread.posts;
    if (IsMentioned(post->post(), me)) ++unread.mentions;
  }
  return unread;
}

}  // namespace samstig::rules
