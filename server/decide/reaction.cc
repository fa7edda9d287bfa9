// SPDX-License-Identifier: Apache-2.0
#include "server/decide/kinds.h"
#include "server/decide/threads.h"

namespace samstig::server {

Result<Decision> Decide(Case& c, const v1::React& intent) {
  ASSIGN_OR_RETURN(v1::Entity post, c.Load(intent.post_id(), v1::Entity::kPost, "post"));
  RETURN_IF_ERROR(RequireOpenThread(c, post.post().thread_id()));
  RETURN_IF_ERROR(RequireText(post.post()));
  return c.Carry(intent);
}

// Taking one's own back is always allowed. Where there is nothing, the empty set that says so is
// only for those who could have reacted: nobody shows up in a thread that is not theirs.
Result<Decision> Decide(Case& c, const v1::TakeBackReaction& intent) {
  ASSIGN_OR_RETURN(v1::Entity post, c.Load(intent.post_id(), v1::Entity::kPost, "post"));
  ASSIGN_OR_RETURN(Id id, Id::Parse(intent.id(), "id"));
  ASSIGN_OR_RETURN(std::optional<v1::Entity> before, c.TryLoad(id));
  if (!before) RETURN_IF_ERROR(RequireOpenThread(c, post.post().thread_id()));
  return c.Carry(intent);
}

Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Reaction& reaction) {
  ASSIGN_OR_RETURN(v1::Entity post, c.Load(reaction.post_id(), v1::Entity::kPost, "post"));
  return ScopesUnder(c, post, entity);
}

}  // namespace samstig::server
