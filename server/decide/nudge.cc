// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/cohort.h"
#include "domain/rules/keys.h"
#include "domain/rules/names.h"
#include "server/decide/addressees.h"
#include "server/decide/kinds.h"

namespace samstig::server {
namespace {

// There is something that the leader could still hand in.
Status RequireOpenWork(Case& c, const v1::Assignment& assignment) {
  ASSIGN_OR_RETURN(v1::Entity cohort,
                   c.Load(assignment.cohort_id(), v1::Entity::kCohort, "cohort"));
  if (!rules::TakesWork(cohort.cohort().state())) {
    return {v1::REASON_NOT_OPEN, "the cohort does not take work now"};
  }
  if (assignment.state() != v1::ASSIGNMENT_STATE_OPEN || c.now() < assignment.opens_ms()) {
    return {v1::REASON_NOT_OPEN, "the assignment is not open"};
  }
  if (c.now() > assignment.due_ms() + cohort.cohort().grace_ms()) {
    return {v1::REASON_DEADLINE_PASSED, "the due time and its grace have passed"};
  }
  return {};
}

}  // namespace

Result<Decision> Decide(Case& c, const v1::NudgeLeader& intent) {
  ASSIGN_OR_RETURN(v1::Entity entity,
                   c.Load(intent.assignment_id(), v1::Entity::kAssignment, "assignment"));
  const v1::Assignment& assignment = entity.assignment();
  RETURN_IF_ERROR(c.Require(Scope::Staff(IdIn(assignment.cohort_id())), "a coach of the cohort"));
  RETURN_IF_ERROR(RequireOpenWork(c, assignment));
  const Id person = IdIn(intent.person_id());
  ASSIGN_OR_RETURN(bool addressee, IsAddressee(c, assignment, person));
  if (!addressee) {
    return Status(v1::REASON_NOT_TAKING_PART, "the assignment is not for this person");
  }
  const Id work = rules::WorkId(person, IdIn(intent.assignment_id()));
  ASSIGN_OR_RETURN(std::vector<Id> attempts, c.txn().Find({rules::KeyName::kAttemptsAtWork, work}));
  if (!attempts.empty()) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the leader has handed in a report");
  }
  return c.Carry(intent);
}

Result<Scopes> ScopesOf(Case& c, const v1::Entity&, const v1::Nudge& nudge) {
  ASSIGN_OR_RETURN(v1::Entity assignment,
                   c.Load(nudge.assignment_id(), v1::Entity::kAssignment, "assignment"));
  return Scopes{Scope::Desk(IdIn(assignment.assignment().cohort_id()), IdIn(nudge.person_id()))};
}

}  // namespace samstig::server
