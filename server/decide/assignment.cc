// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/assignment.h"

#include "domain/rules/cohort.h"
#include "server/decide/addressees.h"
#include "server/decide/kinds.h"

namespace samstig::server {
namespace {

Status RequireCoach(Case& c, const std::string& cohort) {
  return c.Require(Scope::Staff(IdIn(cohort)), "a coach of the cohort");
}

// A theme that is named belongs to the cohort's programme.
Status RequireTheme(Case& c, const v1::Assignment& assignment, const v1::Cohort& cohort) {
  if (assignment.theme_id().empty()) return {};
  ASSIGN_OR_RETURN(v1::Entity theme, c.Load(assignment.theme_id(), v1::Entity::kTheme, "theme"));
  if (theme.theme().programme_id() == cohort.programme_id()) return {};
  return {v1::REASON_NOT_FOUND, "the cohort's programme has no such theme"};
}

}  // namespace

Result<Decision> Decide(Case& c, const v1::PostAssignment& intent) {
  const v1::Assignment& assignment = intent.assignment();
  ASSIGN_OR_RETURN(v1::Entity cohort,
                   c.Load(assignment.cohort_id(), v1::Entity::kCohort, "cohort"));
  RETURN_IF_ERROR(RequireCoach(c, assignment.cohort_id()));
  const v1::CohortState state = cohort.cohort().state();
  if (!rules::TakesWork(state) && state != v1::COHORT_STATE_ENROLLING) {
    return Status(v1::REASON_NOT_OPEN, "the cohort does not take assignments now");
  }
  RETURN_IF_ERROR(RequireTheme(c, assignment, cohort.cohort()));
  RETURN_IF_ERROR(RequireTarget(c, assignment));
  return c.Carry(intent);
}

Result<Decision> Decide(Case& c, const v1::EditAssignment& intent) {
  ASSIGN_OR_RETURN(v1::Entity before, c.Load(intent.id(), v1::Entity::kAssignment, "assignment"));
  RETURN_IF_ERROR(RequireCoach(c, before.assignment().cohort_id()));
  ASSIGN_OR_RETURN(v1::Entity cohort,
                   c.Load(before.assignment().cohort_id(), v1::Entity::kCohort, "cohort"));
  RETURN_IF_ERROR(RequireTheme(c, intent.assignment(), cohort.cohort()));
  return c.Carry(intent);
}

Result<Decision> Decide(Case& c, const v1::MoveAssignment& intent) {
  ASSIGN_OR_RETURN(v1::Entity before, c.Load(intent.id(), v1::Entity::kAssignment, "assignment"));
  RETURN_IF_ERROR(RequireCoach(c, before.assignment().cohort_id()));
  return c.Carry(intent);
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::Assignment& assignment) {
  return Scopes{rules::ReadersOf(assignment)};
}

}  // namespace samstig::server
