// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/subscription.h"

#include "domain/rules/names.h"
#include "server/decide/kinds.h"
#include "server/decide/threads.h"

namespace samstig::server {

Result<Decision> Decide(Case& c, const v1::SetLevel& intent) {
  ASSIGN_OR_RETURN(v1::Entity thread, c.Load(intent.thread_id(), v1::Entity::kThread, "thread"));
  RETURN_IF_ERROR(RequireReader(c, thread.thread()));
  return c.Carry(intent);
}

// The id may be taken by something of another kind, if somebody gave that on purpose: then the
// level stays unsaid, and nothing else is held up.
Status RaiseLevel(Case& c, const Id& person, const std::string& thread_id, v1::Level level,
                  v1::LevelWhy why) {
  const Id id = rules::SubscriptionId(person, IdIn(thread_id));
  ASSIGN_OR_RETURN(const auto before, c.TryLook(id));
  if (before && !before->has_subscription()) return {};
  v1::Subscription raised;
  if (before) raised = before->subscription();
  if (!before) raised.set_thread_id(thread_id);
  if (!rules::Raise(raised, level, why)) return {};
  v1::Entity entity = before ? *before : c.New(id);
  if (!before) entity.set_author(person.ToBytes());
  *entity.mutable_subscription() = std::move(raised);
  return c.Put(entity).status();
}

Result<Scopes> ScopesOf(Case&, const v1::Entity& entity, const v1::Subscription&) {
  return Scopes{Scope::OfPerson(IdIn(entity.author()))};
}

}  // namespace samstig::server
