// SPDX-License-Identifier: Apache-2.0
// A flag is for the coaches' eyes, and never for those of the post's author: where the author is a
// coach, its scope would show whose flag it is, so there is none.
#include "domain/rules/keys.h"
#include "domain/rules/trace.h"
#include "server/decide/kinds.h"
#include "server/decide/moderation.h"
#include "server/decide/threads.h"

namespace samstig::server {

using rules::KeyName;

namespace {

Result<bool> IsCoach(Case& c, const std::string& person, const v1::Thread& thread) {
  return c.txn().Holds(IdIn(person), Scope::Staff(IdIn(thread.cohort_id())));
}

Status RequireCoachesReadAlong(Case& c, const v1::Thread& thread, const v1::Entity& post) {
  if (!thread.municipality_id().empty() && !thread.coaches_invited()) {
    return {v1::REASON_NOT_ALLOWED, "no coach reads along in this thread"};
  }
  ASSIGN_OR_RETURN(bool coach, IsCoach(c, post.author(), thread));
  if (!coach) return {};
  return {v1::REASON_NOT_ALLOWED, "the post is a coach's, who would see whose flag it is"};
}

}  // namespace

Result<Decision> Decide(Case& c, const v1::FlagPost& intent) {
  ASSIGN_OR_RETURN(v1::Entity post, c.Load(intent.post_id(), v1::Entity::kPost, "post"));
  ASSIGN_OR_RETURN(v1::Entity thread,
                   c.Load(post.post().thread_id(), v1::Entity::kThread, "thread"));
  RETURN_IF_ERROR(RequireReader(c, thread.thread()));
  RETURN_IF_ERROR(RequireUnretired(post));
  if (post.author() == c.person().bytes()) {
    return Status(v1::REASON_NOT_ALLOWED, "one takes the own posts back oneself");
  }
  RETURN_IF_ERROR(RequireCoachesReadAlong(c, thread.thread(), post));
  RETURN_IF_ERROR(RequireText(post.post()));
  ASSIGN_OR_RETURN(Case::Prepared prepared, c.Prepare(intent));
  prepared.folded.entity.mutable_flag()->set_thread_id(thread.id());
  return c.Store(prepared);
}

Result<Decision> Decide(Case& c, const v1::SettleFlag& intent) {
  ASSIGN_OR_RETURN(v1::Entity flag, c.Load(intent.id(), v1::Entity::kFlag, "flag"));
  ASSIGN_OR_RETURN(v1::Entity thread,
                   c.Load(flag.flag().thread_id(), v1::Entity::kThread, "thread"));
  RETURN_IF_ERROR(RequireCoachIn(c, thread.thread()));
  RETURN_IF_ERROR(RequireUnretired(flag));
  ASSIGN_OR_RETURN(v1::Entity post, c.Load(flag.flag().post_id(), v1::Entity::kPost, "post"));
  if (post.author() == c.person().bytes()) {
    return Status(v1::REASON_NOT_ALLOWED, "nobody judges the own post");
  }
  if (!intent.uphold()) return c.Carry(intent);
  ASSIGN_OR_RETURN(TakingDown all, TakingDown::PrepareUpholding(c, flag, intent));
  return all.Store(c);
}

Status RescopeFlags(Case& c, const Id& cohort) {
  ASSIGN_OR_RETURN(std::vector<Id> threads, c.txn().Find({KeyName::kThreadsOfCohort, cohort}));
  for (const Id& thread : threads) {
    ASSIGN_OR_RETURN(std::vector<Id> flags, c.txn().Find({KeyName::kFlagsInThread, thread}));
    for (const Id& flag : flags) RETURN_IF_ERROR(c.Rescope(flag));
  }
  return {};
}

Result<Scopes> ScopesOf(Case& c, const v1::Entity& entity, const v1::Flag& flag) {
  Scopes scopes = {Scope::OfPerson(IdIn(entity.author()))};
  ASSIGN_OR_RETURN(v1::Entity thread, c.Load(flag.thread_id(), v1::Entity::kThread, "thread"));
  ASSIGN_OR_RETURN(v1::Entity post, c.Load(flag.post_id(), v1::Entity::kPost, "post"));
  ASSIGN_OR_RETURN(bool coach, IsCoach(c, post.author(), thread.thread()));
  // One that the server raised gives nobody away.
  if (!coach || rules::IsTraceId(entity.author()))
    scopes.push_back(Scope::Staff(IdIn(thread.thread().cohort_id())));
  return scopes;
}

}  // namespace samstig::server
