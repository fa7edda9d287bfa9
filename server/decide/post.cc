// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/cohort.h"
#include "server/decide/kinds.h"
#include "server/decide/threads.h"

namespace samstig::server {

Status RequireOpenThread(Case& c, const std::string& thread_id) {
  ASSIGN_OR_RETURN(v1::Entity thread, c.Load(thread_id, v1::Entity::kThread, "thread"));
  const std::string& cohort_id = thread.thread().cohort_id();
  RETURN_IF_ERROR(c.Require(Scope::OfCohort(IdIn(cohort_id)), "somebody of the cohort"));
  ASSIGN_OR_RETURN(v1::Entity cohort, c.Load(cohort_id, v1::Entity::kCohort, "cohort"));
  if (rules::TakesWork(cohort.cohort().state())) return {};
  return {v1::REASON_NOT_OPEN, "the cohort's threads are closed for writing now"};
}

Result<Decision> Decide(Case& c, const v1::WritePost& intent) {
  RETURN_IF_ERROR(RequireOpenThread(c, intent.thread_id()));
  if (!intent.reply_to().empty()) {
    ASSIGN_OR_RETURN(v1::Entity parent,
                     c.Load(intent.reply_to(), v1::Entity::kPost, "post to answer"));
    if (parent.post().thread_id() != intent.thread_id()) {
      return Status(v1::REASON_NOT_FOUND, "the post to answer is in another thread");
    }
  }
  return c.Carry(intent);
}

Result<Decision> Decide(Case& c, const v1::EditPost& intent) {
  ASSIGN_OR_RETURN(v1::Entity post, c.Load(intent.id(), v1::Entity::kPost, "post"));
  RETURN_IF_ERROR(RequireOpenThread(c, post.post().thread_id()));
  return c.Carry(intent);
}

// Taking one's own words back is always allowed.
Result<Decision> Decide(Case& c, const v1::WithdrawPost& intent) { return c.Carry(intent); }

// PLACEHOLDER
Result<Decision> Decide(Case& c, const v1::RemovePost& intent) { return c.Carry(intent); }

// PLACEHOLDER
Result<Decision> Decide(Case& c, const v1::RestorePost& intent) { return c.Carry(intent); }

Result<Scopes> ScopesOf(Case& c, const v1::Entity&, const v1::Post& post) {
  ASSIGN_OR_RETURN(v1::Entity thread, c.Load(post.thread_id(), v1::Entity::kThread, "thread"));
  return ScopesOf(c, thread);
}

}  // namespace samstig::server
