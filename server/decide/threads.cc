// SPDX-License-Identifier: Apache-2.0
#include "server/decide/threads.h"

#include "domain/rules/cohort.h"

namespace samstig::server {

Scopes SpaceOf(const v1::Thread& thread) {
  const Id cohort = IdIn(thread.cohort_id());
  if (!thread.group_id().empty()) return {Scope::OfGroup(IdIn(thread.group_id()))};
  if (thread.municipality_id().empty()) return {Scope::OfCohort(cohort)};
  Scopes space = {Scope::Internal(cohort, IdIn(thread.municipality_id()))};
  if (thread.coaches_invited()) space.push_back(Scope::Staff(cohort));
  return space;
}

Result<bool> Reads(Case& c, const Id& person, const v1::Thread& thread) {
  for (const Scope& scope : SpaceOf(thread)) {
    ASSIGN_OR_RETURN(bool holds, c.txn().Holds(person, scope));
    if (holds) return true;
  }
  return false;
}

Status RequireReader(Case& c, const v1::Thread& thread) {
  ASSIGN_OR_RETURN(bool reads, Reads(c, c.person(), thread));
  if (reads) return {};
  return {v1::REASON_NOT_ALLOWED, "it takes somebody who reads the thread"};
}

Status RequireAtWork(Case& c, const std::string& cohort_id) {
  ASSIGN_OR_RETURN(const auto cohort, c.Look(cohort_id, v1::Entity::kCohort, "cohort"));
  if (rules::TakesWork(cohort->cohort().state())) return {};
  return {v1::REASON_NOT_OPEN, "the cohort's threads are closed for writing now"};
}

Result<std::shared_ptr<const v1::Entity>> OpenThread(Case& c, const std::string& thread_id) {
  ASSIGN_OR_RETURN(auto thread, c.Look(thread_id, v1::Entity::kThread, "thread"));
  RETURN_IF_ERROR(RequireReader(c, thread->thread()));
  RETURN_IF_ERROR(RequireAtWork(c, thread->thread().cohort_id()));
  return thread;
}

Status RequireOpenThread(Case& c, const std::string& thread_id) {
  return OpenThread(c, thread_id).status();
}

Status RequireCoachIn(Case& c, const v1::Thread& thread) {
  RETURN_IF_ERROR(c.Require(Scope::Staff(IdIn(thread.cohort_id())), "a coach of the cohort"));
  return RequireReader(c, thread);
}

Status RequireUnretired(const v1::Entity& entity) {
  if (entity.retired_ms() == 0) return {};
  return {v1::REASON_NOT_FOUND, "its time was over; it is its author's alone"};
}

Status RequireText(const v1::Post& post) {
  if (post.withdrawn()) return {v1::REASON_DELETED, "the post was taken back"};
  if (post.has_removal()) return {v1::REASON_DELETED, "the post was taken down"};
  return {};
}

}  // namespace samstig::server
