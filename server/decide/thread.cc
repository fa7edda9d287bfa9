// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "domain/rules/keys.h"
#include "server/decide/kinds.h"
#include "server/decide/threads.h"

namespace samstig::server {

using rules::KeyName;

namespace {

// The space that a new thread is to have: the actor reads in it, and it is there to be written in.
Status RequireSpace(Case& c, const v1::StartThread& intent) {
  const Id cohort = IdIn(intent.cohort_id());
  if (!intent.group_id().empty()) {
    ASSIGN_OR_RETURN(v1::Entity group, c.Load(intent.group_id(), v1::Entity::kGroup, "group"));
    if (group.group().cohort_id() != intent.cohort_id()) {
      return {v1::REASON_NOT_FOUND, "the cohort has no such group"};
    }
    RETURN_IF_ERROR(
        c.Require(Scope::OfGroup(IdIn(intent.group_id())), "somebody of the group or its coach"));
    if (group.group().dissolved()) return {v1::REASON_NOT_OPEN, "the group was dissolved"};
    return {};
  }
  if (!intent.municipality_id().empty()) {
    return c.Require(Scope::Internal(cohort, IdIn(intent.municipality_id())),
                     "a leader of the municipality who takes part");
  }
  return c.Require(Scope::OfCohort(cohort), "somebody of the cohort");
}

// Everybody who will read the thread can read what it is about. An assignment for one person is
// talked about at that person's desk.
bool IsReadWhere(const v1::Assignment& assignment, const v1::StartThread& thread) {
  if (assignment.state() == v1::ASSIGNMENT_STATE_SCHEDULED || assignment.has_person_id())
    return false;
  return !assignment.has_group_id() || assignment.group_id() == thread.group_id();
}

Status RequireAssignment(Case& c, const v1::StartThread& intent) {
  if (intent.assignment_id().empty()) return {};
  ASSIGN_OR_RETURN(v1::Entity entity,
                   c.Load(intent.assignment_id(), v1::Entity::kAssignment, "assignment"));
  const v1::Assignment& assignment = entity.assignment();
  if (assignment.cohort_id() == intent.cohort_id() && IsReadWhere(assignment, intent)) return {};
  return {v1::REASON_NOT_FOUND, "the cohort has no such assignment"};
}

// Coaches, and who started the thread.
Status RequirePinner(Case& c, const v1::Entity& thread) {
  RETURN_IF_ERROR(RequireReader(c, thread.thread()));
  if (thread.author() == c.person().bytes()) return {};
  return c.Require(Scope::Staff(IdIn(thread.thread().cohort_id())),
                   "a coach of the cohort or who started the thread");
}

// What was written in the thread, and said to it without words, is read where the thread is.
Status RescopeWhatIsIn(Case& c, const Id& thread) {
  ASSIGN_OR_RETURN(std::vector<Id> posts, c.txn().Find({KeyName::kPostsOfThread, thread}));
  for (const Id& post : posts) {
    RETURN_IF_ERROR(c.Rescope(post));
    ASSIGN_OR_RETURN(std::vector<Id> reactions, c.txn().Find({KeyName::kReactionsTo, post}));
    for (const Id& reaction : reactions) RETURN_IF_ERROR(c.Rescope(reaction));
  }
  return {};
}

}  // namespace

Result<Decision> Decide(Case& c, const v1::StartThread& intent) {
  RETURN_IF_ERROR(c.Load(intent.cohort_id(), v1::Entity::kCohort, "cohort").status());
  RETURN_IF_ERROR(RequireSpace(c, intent));
  RETURN_IF_ERROR(RequireAtWork(c, intent.cohort_id()));
  RETURN_IF_ERROR(RequireAssignment(c, intent));
  RETURN_IF_ERROR(c.Carry(intent).status());
  RETURN_IF_ERROR(
      RaiseLevel(c, c.person(), intent.id(), v1::LEVEL_WATCHING, v1::LEVEL_WHY_STARTED));
  return Decision{false, c.txn().LastSeq()};
}

Result<Decision> Decide(Case& c, const v1::InviteCoaches& intent) {
  ASSIGN_OR_RETURN(v1::Entity thread, c.Load(intent.id(), v1::Entity::kThread, "thread"));
  RETURN_IF_ERROR(RequireReader(c, thread.thread()));
  RETURN_IF_ERROR(RequireUnretired(thread));
  RETURN_IF_ERROR(c.Carry(intent).status());
  RETURN_IF_ERROR(RescopeWhatIsIn(c, IdIn(intent.id())));
  return Decision{false, c.txn().LastSeq()};
}

Result<Decision> Decide(Case& c, const v1::PinPost& intent) {
  ASSIGN_OR_RETURN(v1::Entity thread, c.Load(intent.id(), v1::Entity::kThread, "thread"));
  RETURN_IF_ERROR(RequirePinner(c, thread));
  RETURN_IF_ERROR(RequireAtWork(c, thread.thread().cohort_id()));
  ASSIGN_OR_RETURN(v1::Entity post, c.Load(intent.post_id(), v1::Entity::kPost, "post"));
  if (post.post().thread_id() != intent.id()) {
    return Status(v1::REASON_NOT_FOUND, "the post is in another thread");
  }
  RETURN_IF_ERROR(RequireText(post.post()));
  return c.Carry(intent);
}

Result<Decision> Decide(Case& c, const v1::UnpinPost& intent) {
  ASSIGN_OR_RETURN(v1::Entity thread, c.Load(intent.id(), v1::Entity::kThread, "thread"));
  RETURN_IF_ERROR(RequirePinner(c, thread));
  RETURN_IF_ERROR(RequireAtWork(c, thread.thread().cohort_id()));
  return c.Carry(intent);
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Thread& thread) {
  return SpaceOf(thread);
}

}  // namespace samstig::server
