// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/cohort.h"
#include "server/decide/kinds.h"

namespace samstig::server {

Result<Decision> Decide(Case& c, const v1::StartThread& intent) {
  ASSIGN_OR_RETURN(v1::Entity cohort, c.Load(intent.cohort_id(), v1::Entity::kCohort, "cohort"));
  RETURN_IF_ERROR(c.Require(Scope::OfCohort(IdIn(intent.cohort_id())), "somebody of the cohort"));
  if (!rules::TakesWork(cohort.cohort().state())) {
    return Status(v1::REASON_NOT_OPEN, "the cohort's threads are closed for writing now");
  }
  if (!intent.assignment_id().empty()) {
    ASSIGN_OR_RETURN(v1::Entity assignment,
                     c.Load(intent.assignment_id(), v1::Entity::kAssignment, "assignment"));
    if (assignment.assignment().cohort_id() != intent.cohort_id()) {
      return Status(v1::REASON_NOT_FOUND, "the cohort has no such assignment");
    }
  }
  return c.Carry(intent);
}

// PLACEHOLDER
Result<Decision> Decide(Case& c, const v1::InviteCoaches& intent) { return c.Carry(intent); }

// PLACEHOLDER
Result<Decision> Decide(Case& c, const v1::PinPost& intent) { return c.Carry(intent); }

// PLACEHOLDER
Result<Decision> Decide(Case& c, const v1::UnpinPost& intent) { return c.Carry(intent); }

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Thread& thread) {
  return Scopes{Scope::OfCohort(IdIn(thread.cohort_id()))};
}

}  // namespace samstig::server
